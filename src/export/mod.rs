//! A digest for other programs: `digest.json`, CSV, JSON-LD, Web Annotations; and the check that every line of it
//! stands in a source text.
//!
//! Everything here counts in Unicode code points of the articles' *source texts*.

pub mod comparison;
pub mod extract;
mod files;
pub mod json;
pub mod jsonld;
pub mod verbatim;

pub use files::{annotations, correction_id, csv, files};
pub use json::digest_json;

use crate::{
    reading::Reading,
    text::{Span, merge, offsets::CodePoints},
};

/// From the reading text of one article to code points of its source text, for many look-ups.
#[derive(Debug)]
pub struct Places<'a> {
    reading: &'a Reading,
    points: CodePoints<'a>,
}

/// A place in a source text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourcePlace {
    /// Code points, end exclusive, in order.
    pub spans: Vec<[usize; 2]>,
    /// The words there; pieces joined by one blank.
    pub text: String,
}

impl<'a> Places<'a> {
    /// Prepares the look-ups of one article.
    pub fn new(reading: &'a Reading) -> Self {
        Self { reading, points: CodePoints::new(&reading.article.text) }
    }

    /// Bytes of the source text that `spans` of the reading text stand for, in order.
    pub fn bytes(&self, spans: &[Span]) -> Vec<Span> {
        let source = &self.reading.article.text;
        let pieces = spans.iter().flat_map(|s| self.reading.document.map.to_source(*s, source));
        merge(pieces.collect())
    }

    /// The place of `spans` of the reading text.
    pub fn of(&self, spans: &[Span]) -> SourcePlace {
        let bytes = self.bytes(spans);
        let words: Vec<&str> = bytes.iter().map(|s| s.of(&self.reading.article.text)).collect();
        SourcePlace {
            spans: bytes.iter().map(|s| self.points.span(*s)).collect(),
            text: words.join(" "),
        }
    }
}

/// The looks-up of every article of a digest, by its index.
pub fn places(articles: &[Reading]) -> Vec<Places<'_>> {
    articles.iter().map(Places::new).collect()
}
