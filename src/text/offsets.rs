//! From the reading text back to the source text.

use super::Span;
use serde::{Deserialize, Serialize};

/// A stretch of the reading text that is copied byte for byte from the source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// First byte in the reading text.
    pub reading: usize,
    /// First byte in the source text.
    pub source: usize,
    /// Length in bytes, the same in both.
    pub len: usize,
}

/// How the reading text lies in the source text: ordered runs; what lies between two runs of the reading text
/// (a blank put for a line break) stands for white space or removed furniture of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

impl OffsetMap {
    /// The map of a text read as it stands.
    pub fn identity(len: usize) -> Self {
        Self { runs: if len == 0 { vec![] } else { vec![Run { reading: 0, source: 0, len }] } }
    }

    /// A map of the given runs, ordered in both texts.
    pub fn new(runs: Vec<Run>) -> Self {
        debug_assert!(
            runs.windows(2).all(|w| w[0].reading + w[0].len <= w[1].reading
                && w[0].source + w[0].len <= w[1].source)
        );
        Self { runs }
    }

    /// The runs, in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The bytes of the source text that `span` of the reading text stands for, in order. Pieces between
    /// which `source` holds nothing but white space are joined into one.
    pub fn to_source(&self, span: Span, source: &str) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        let first = self.runs.partition_point(|r| r.reading + r.len <= span.start);
        for r in &self.runs[first..] {
            if r.reading >= span.end {
                break;
            }
            let from = span.start.max(r.reading);
            let to = span.end.min(r.reading + r.len);
            if from >= to {
                continue;
            }
            let piece = Span::new(r.source + (from - r.reading), r.source + (to - r.reading));
            match out.last_mut() {
                Some(last) if source[last.end..piece.start].trim().is_empty() => {
                    last.end = piece.end
                }
                _ => out.push(piece),
            }
        }
        out
    }
}

/// Byte offsets to code point offsets of one text, for many look-ups.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before every 256th byte (or the character that holds it).
    marks: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Prepares `text` for look-ups.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / 256 + 1);
        let mut count = 0;
        for (i, b) in text.bytes().enumerate() {
            if i % 256 == 0 {
                marks.push(count);
            }
            count += usize::from(b & 0xC0 != 0x80);
        }
        Self { text, marks }
    }

    /// Code points before byte `at`, which lies on a character border.
    pub fn at(&self, at: usize) -> usize {
        let Some(&base) = self.marks.get(at / 256) else {
            return self.marks.last().map_or(0, |&m| {
                let from = (self.marks.len() - 1) * 256;
                m + self.text.as_bytes()[from..at].iter().filter(|&&b| b & 0xC0 != 0x80).count()
            });
        };
        let from = at / 256 * 256;
        base + self.text.as_bytes()[from..at].iter().filter(|&&b| b & 0xC0 != 0x80).count()
    }

    /// A byte span in code points: `[start, end)`.
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.at(span.start), self.at(span.end)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_chars() {
        let text = "“é” and 日本 ".repeat(100);
        let points = CodePoints::new(&text);
        for (n, (i, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(i), n);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }

    #[test]
    fn joins_pieces_over_line_breaks_but_not_over_furniture() {
        let source = "one\ntwo [ad] three";
        let map = OffsetMap::new(vec![
            Run { reading: 0, source: 0, len: 3 },
            Run { reading: 4, source: 4, len: 3 },
            Run { reading: 8, source: 13, len: 5 },
        ]);
        let whole = map.to_source(Span::new(0, 13), source);
        assert_eq!(whole, vec![Span::new(0, 7), Span::new(13, 18)]);
        assert_eq!(map.to_source(Span::new(1, 5), source), vec![Span::new(1, 5)]);
    }
}
