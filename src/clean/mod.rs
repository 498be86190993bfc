//! Furniture out, paragraphs repaired: from the source text to the blocks of the article.
//!
//! Everything that is cut is listed with its kind and the rule that cut it; nothing is cut for being short. The rules
//! stand in `data/en/boilerplate.toml`. The steps: lines (or blocks of markup); rules that hold anywhere; the head
//! (headline, deck, what is printed twice); the tail after an end marker, if nothing long and finished follows and it
//! is less than two fifths of the words; lines that read on (hard-wrapped text).

mod head;
mod lines;
pub mod record;
mod rules;
mod work;

use crate::{
    article::{Article, Meta},
    diagnostic::Diagnostic,
    text::{ParagraphKind, Span},
};
use chrono::NaiveDate;
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

/// An article without its furniture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaned {
    /// The paragraphs, in the order of the source text.
    pub blocks: Vec<Block>,
    /// What was cut, in the order of the source text.
    pub removed: Vec<Removed>,
    /// What is known about the article, completed from its text; what was known before is never overwritten.
    pub meta: Meta,
    /// What an editor should look at.
    pub diagnostics: Vec<Diagnostic>,
}

/// Cleans an article whose day is known from its own metadata, or not at all.
///
/// ```
/// # use story_digest::{article::{Article, Meta}, clean::clean};
/// let text = "Mayor resigns\n\nHARROW (AP) - The mayor of Harrow resigned on Monday after the flood, her office said.";
/// let article = Article { id: "a".into(), path: "a.txt".into(), text: text.into(), front_matter: 0, meta: Meta::default() };
/// let cleaned = clean(&article);
/// assert_eq!(cleaned.meta.headline.as_deref(), Some("Mayor resigns"));
/// assert_eq!(cleaned.meta.agency.as_deref(), Some("AP"));
/// ```
pub fn clean(article: &Article) -> Cleaned {
    clean_near(article, None)
}

/// Cleans an article; a day without a year in its text ("Beijing, Mar 14") is the one nearest to `near`, the story's date,
/// where the article's own date is not known.
pub fn clean_near(article: &Article, near: Option<NaiveDate>) -> Cleaned {
    let markdown = article.path.ends_with(".md") || article.path.ends_with(".markdown");
    let lines = if markdown {
        lines::of_markdown(&article.text, article.front_matter)
    } else {
        lines::read(&article.text, article.front_matter)
    };
    work::clean(article, lines, near)
}

#[cfg(test)]
mod tests;
