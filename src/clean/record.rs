//! What `digest read` prints of an article.

use super::Cleaned;
use crate::{
    article::{Article, PublishedFrom},
    text::ParagraphKind,
};
use serde::Serialize;

/// One line of `digest read`: an article as read, before any attribution. The format is stable (`schema` 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadRecord {
    /// Identifier of the article: the file's stem.
    pub id: String,
    /// Path as given.
    pub path: String,
    /// Headline, where known.
    pub headline: Option<String>,
    /// Line below the headline, where known.
    pub deck: Option<String>,
    /// Authors as printed.
    pub authors: Vec<String>,
    /// Outlet, where known.
    pub outlet: Option<String>,
    /// Agency the text is credited to.
    pub agency: Option<String>,
    /// Date, or date-time in RFC 3339 where a clock time with a zone is known.
    pub published: Option<String>,
    /// Where the date was found; `null` where none was.
    pub published_from: Option<PublishedFrom>,
    /// When it was last changed, as printed.
    pub modified: Option<String>,
    /// Address, where known.
    pub url: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The running text: paragraphs with a blank line between them, without headline and deck.
    pub text: String,
    /// What was cut, in the order of the source text.
    pub removed: Vec<RemovedText>,
}

/// A stretch that was cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemovedText {
    /// Why.
    pub kind: super::RemovedKind,
    /// The rule that cut it.
    pub rule: String,
    /// Its words.
    pub text: String,
}

/// The record of `article`, as `cleaned`.
pub fn read_record(article: &Article, cleaned: &Cleaned) -> ReadRecord {
    let document = crate::segment::segment(&article.text, &cleaned.blocks);
    let text: Vec<&str> = document
        .paragraphs
        .iter()
        .filter(|p| !matches!(p.kind, ParagraphKind::Headline | ParagraphKind::Deck))
        .map(|p| p.span.of(&document.text))
        .collect();
    let meta = cleaned.meta.clone();
    ReadRecord {
        id: article.id.clone(),
        path: article.path.clone(),
        headline: meta.headline,
        deck: meta.deck,
        authors: meta.authors,
        outlet: meta.outlet,
        agency: meta.agency,
        published_from: meta.published.as_ref().map(|p| p.from),
        published: meta.published.map(|p| p.time.unwrap_or_else(|| p.date.to_string())),
        modified: meta.modified,
        url: meta.url,
        language: meta.language,
        text: text.join("\n\n"),
        removed: cleaned
            .removed
            .iter()
            .map(|r| RemovedText {
                kind: r.kind,
                rule: r.rule.clone(),
                text: r.span.of(&article.text).to_owned(),
            })
            .collect(),
    }
}
