//! The reading text: paragraphs, sentences, tokens.
//!
//! [`segment`] joins the [blocks](crate::clean::Block) of an article to one reading text, with a map back to the source
//! text, and cuts it into sentences and tokens. Everything here is a pure function of the text.

mod build;
#[cfg(test)]
mod properties;
mod sentences;
mod tokens;

pub use build::{document, segment};
pub(crate) use build::{is_blank, joint, lines_of};

use crate::text::{Paragraph, Sentence, Span, Token, offsets::OffsetMap};
use serde::{Deserialize, Serialize};

/// An article's reading text and its parts. All spans are bytes of [`text`](Self::text).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The reading text: paragraphs (headline first, where the source text holds it) with a blank line
    /// between them, wrapped lines joined by a blank. Every other byte stands in the source text.
    pub text: String,
    /// How it lies in the source text.
    pub map: OffsetMap,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// Its sentences, in order; none crosses a paragraph.
    pub sentences: Vec<Sentence>,
    /// Its tokens, in order; none crosses a sentence.
    pub tokens: Vec<Token>,
}

impl Document {
    /// Index of the sentence that holds byte `at` (or the last that starts before it).
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        self.sentences.partition_point(|s| s.span.start <= at).checked_sub(1)
    }

    /// Index of the paragraph that holds byte `at` (or the last that starts before it).
    pub fn paragraph_at(&self, at: usize) -> Option<usize> {
        self.paragraphs.partition_point(|p| p.span.start <= at).checked_sub(1)
    }

    /// The tokens that lie within `span`.
    pub fn tokens_in(&self, span: Span) -> &[Token] {
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = self.tokens.partition_point(|t| t.span.end <= span.end);
        &self.tokens[from..to.max(from)]
    }
}
