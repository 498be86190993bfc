//! Positions in text: spans, paragraphs, sentences and tokens.
//!
//! Everything inside the program is measured in **bytes of one article's reading text**
//! ([`Document::text`](crate::segment::Document)); only [`offsets`] knows how that text lies in the
//! article's *source text* (the file as decoded), and only the edges of the program (the JSON formats, the
//! pages) speak of Unicode code points of the source text.

pub mod offsets;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes, `start..end`, on character borders of the text it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl Span {
    /// The span `start..end`.
    ///
    /// # Panics
    /// Where `end` lies before `start`: that is a mistake of the caller, never of content.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span's end lies before its start: {start}..{end}");
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words it covers in `text`, which must be the text it was measured in.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within this span (equal spans do).
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte position `at` lies in the span.
    pub fn holds(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span less white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let s = self.of(text);
        let start = self.start + (s.len() - s.trim_start().len());
        Span { start, end: start + s.trim().len() }
    }
}

/// The smallest span that covers all of `spans`; `None` for no spans.
pub fn hull(spans: &[Span]) -> Option<Span> {
    spans.iter().copied().reduce(Span::cover)
}

/// Sorts spans and joins those that overlap or touch.
pub fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for s in spans.into_iter().filter(|s| !s.is_empty()) {
        match out.last_mut() {
            Some(last) if s.start <= last.end => last.end = last.end.max(s.end),
            _ => out.push(s),
        }
    }
    out
}

/// What a paragraph of the reading text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParagraphKind {
    /// The article's headline, where the source text holds it.
    Headline,
    /// The line below the headline.
    Deck,
    /// Running text.
    Body,
    /// A heading inside the body.
    Heading,
    /// An item of a list.
    Item,
}

/// A paragraph of the reading text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Where it lies, without the blank line after it.
    pub span: Span,
    /// What it is.
    pub kind: ParagraphKind,
}

/// A sentence of the reading text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it lies, trimmed.
    pub span: Span,
    /// Index of its paragraph.
    pub paragraph: usize,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenKind {
    /// Letters (with inner apostrophes, hyphens and the full stops of "U.S.").
    Word,
    /// Digits with their separators ("2,500", "10.30", "$35").
    Number,
    /// One quotation mark.
    Quote,
    /// Any other single mark.
    Punct,
}

/// A token of the reading text. The clitics "'s" and "n't" stay with their word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it lies.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// Index of its sentence.
    pub sentence: usize,
}
