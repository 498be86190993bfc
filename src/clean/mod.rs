//! Furniture out, paragraphs repaired: from the source text to the blocks of the article.

use crate::text::{ParagraphKind, Span};
use serde::{Deserialize, Serialize};

/// Why a stretch of the source text is no part of the article's running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RemovedKind {
    /// Links to and teasers of other articles.
    Related,
    /// A picture's caption.
    Caption,
    /// Advertising.
    Ad,
    /// Players, share buttons, forms.
    Widget,
    /// Update and correction notes, "follow live".
    Note,
    /// Signatures of desks and authors.
    Signature,
    /// "This article originally belongs to ...": read, then cut.
    Credit,
    /// Breadcrumbs, menus, "back to top".
    Navigation,
    /// A headline or paragraph printed twice.
    Duplicate,
    /// Readers' comments and their forms.
    Comment,
}

/// A stretch that was cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Bytes of the source text.
    pub span: Span,
    /// Why.
    pub kind: RemovedKind,
    /// The rule that cut it.
    pub rule: String,
}

/// A paragraph in the making: one or more stretches of the source text that read on (hard-wrapped lines).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: ParagraphKind,
    /// Its stretches of the source text, in order; joined by one blank when read.
    pub pieces: Vec<Span>,
}
