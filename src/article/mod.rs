//! One article: its source text and what is known about it.

mod address;
pub mod credits;
pub mod dates;
pub mod decode;
mod front;
mod guard;
mod load;
pub(crate) mod markdown;
mod page;
mod page_meta;

pub use address::same_address;
pub use load::{bytes_of, from_bytes, known_name, load};

use serde::{Deserialize, Serialize};

/// A point in time as exactly as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The calendar day.
    pub date: chrono::NaiveDate,
    /// RFC 3339 text, where a clock time is known.
    pub time: Option<String>,
    /// Where it was found.
    pub from: PublishedFrom,
}

/// Where a date of publication was found; the later in this list, the less it is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublishedFrom {
    /// `story.toml` or the article's front matter.
    Story,
    /// A JSON-LD node of the page.
    Jsonld,
    /// A `meta` element of the page.
    Meta,
    /// A `time` element of the page.
    Time,
    /// The address of the page.
    Url,
    /// The text itself ("Beijing, Mar 14 (EFE)").
    Text,
    /// An extractor's guess: shown as uncertain.
    Guess,
}

/// What is known about an article, from `story.toml`, front matter, the page or the text itself.
/// What is not known is `None`, and shown as not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Headline.
    pub headline: Option<String>,
    /// Line below the headline.
    pub deck: Option<String>,
    /// Authors as printed.
    pub authors: Vec<String>,
    /// The publishing house, by its display name.
    pub outlet: Option<String>,
    /// Agency the text is credited to ("EFE").
    pub agency: Option<String>,
    /// Place of the dateline ("Beijing").
    pub dateline: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was last changed, as printed.
    pub modified: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// BCP 47 tag of its language.
    pub language: Option<String>,
}

/// One article as read from disk (or from a line of NDJSON), before any stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Identifier, unique within the story: the file's stem, made safe for file names.
    pub id: String,
    /// Path relative to the site's root, with `/`.
    pub path: String,
    /// The *source text* that all published offsets count in: the whole decoded file for `.txt` and `.md`,
    /// the extracted plain text for `.html`.
    pub text: String,
    /// Bytes of `text` that hold front matter and are no part of the article.
    pub front_matter: usize,
    /// What is known about it so far (from `story.toml`, front matter or the page).
    pub meta: Meta,
}
