//! From the reading text to the windows that the network reads. The same as `training/reader.py`.

use super::wordpiece::{Piece, Vocabulary};
use crate::{segment::Document, text::Span};

/// Most pieces of a row: a window without its two special pieces.
const ROW: usize = 254;

/// A paragraph, or a part of a long one.
#[derive(Debug)]
pub struct Row {
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// For each piece its case (0 lower, 1 Initial, 2 CAPS, 3 no letter), plus 4 inside quotation marks.
    pub types: Vec<i32>,
}

/// The rows of a document. A paragraph that is longer than a window is cut where a sentence ends, if one does.
pub fn rows(document: &Document, vocabulary: &Vocabulary) -> Vec<Row> {
    let mut out = Vec::new();
    let text = &document.text;
    for (paragraph, p) in document.paragraphs.iter().enumerate() {
        let pieces = vocabulary.pieces(p.span.of(text), p.span.start);
        let quoted = quoted(text, p.span);
        let types: Vec<i32> = pieces
            .iter()
            .map(|piece| {
                case(&text[piece.start..piece.end])
                    + if quoted.iter().any(|q| q.holds(piece.start)) { 4 } else { 0 }
            })
            .collect();
        let mut at = 0;
        while at < pieces.len() {
            let end = cut(document, &pieces, at);
            out.push(Row {
                paragraph,
                pieces: pieces[at..end].to_vec(),
                types: types[at..end].to_vec(),
            });
            at = end;
        }
    }
    out
}

/// Where the row that starts at `at` ends.
fn cut(document: &Document, pieces: &[Piece], at: usize) -> usize {
    let most = at + ROW;
    if most >= pieces.len() {
        return pieces.len();
    }
    let first = document.sentence_at(pieces[most].start);
    let sentence = first.map_or(0, |s| document.sentences[s].span.start);
    let border = pieces.partition_point(|p| p.start < sentence);
    if border > at + ROW / 4 { border } else { most }
}

/// What stands between quotation marks in a paragraph, marks included. A simple reading on purpose: the network was
/// trained with it.
fn quoted(text: &str, paragraph: Span) -> Vec<Span> {
    let words = paragraph.of(text);
    let chars: Vec<(usize, char)> = words.char_indices().collect();
    let alnum =
        |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| c.1.is_alphanumeric());
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (i, &(at, c)) in chars.iter().enumerate() {
        match open {
            None => {
                let close = match c {
                    '“' | '„' => Some('”'),
                    '«' => Some('»'),
                    '"' => Some('"'),
                    '‘' | '\'' if !alnum(i.checked_sub(1)) && alnum(Some(i + 1)) => {
                        let want = if c == '‘' { '’' } else { '\'' };
                        // A single mark opens a quotation only if one closes it in this paragraph.
                        (i + 2..chars.len())
                            .any(|j| {
                                chars[j].1 == want
                                    && !alnum(Some(j + 1))
                                    && !chars[j - 1].1.is_whitespace()
                            })
                            .then_some(want)
                    }
                    _ => None,
                };
                open = close.map(|close| (at, close));
            }
            Some((start, close)) => {
                if c == close && (!matches!(c, '’' | '\'') || !alnum(Some(i + 1))) {
                    let end = at + c.len_utf8();
                    out.push(Span::new(paragraph.start + start, paragraph.start + end));
                    open = None;
                }
            }
        }
    }
    if let Some((start, _)) = open {
        out.push(Span::new(paragraph.start + start, paragraph.end));
    }
    out
}

fn case(piece: &str) -> i32 {
    let mut letters = piece.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        None => 3,
        Some(first) if !first.is_uppercase() => 0,
        Some(_) => {
            let (mut any, mut all) = (false, true);
            for l in letters {
                any = true;
                all &= l.is_uppercase();
            }
            if any && all { 2 } else { 1 }
        }
    }
}

/// Rows that are read together, and those of them whose reading counts: a row that lies in two windows is taken from
/// the one in which it lies deeper.
#[derive(Debug, PartialEq, Eq)]
pub struct Window {
    /// First row.
    pub first: usize,
    /// One past the last row.
    pub end: usize,
    /// First row that counts.
    pub from: usize,
    /// One past the last row that counts.
    pub to: usize,
}

/// Cuts the rows into windows of at most `size` pieces that share at most `overlap` pieces of whole rows.
pub fn windows(rows: &[Row], size: usize, overlap: usize) -> Vec<Window> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    let mut first = 0;
    while first < rows.len() {
        let (mut end, mut used) = (first, 1);
        while end < rows.len() && (end == first || used + rows[end].pieces.len() < size) {
            used += rows[end].pieces.len() + 1;
            end += 1;
        }
        ranges.push((first, end));
        if end == rows.len() {
            break;
        }
        let (mut back, mut room) = (end, 0);
        while back - 1 > first && room + rows[back - 1].pieces.len() < overlap {
            room += rows[back - 1].pieces.len() + 1;
            back -= 1;
        }
        first = back;
    }
    let shared = |k: usize| ranges[k].1 - ranges[k + 1].0;
    (0..ranges.len())
        .map(|k| {
            let (first, end) = ranges[k];
            let from = if k > 0 { first + shared(k - 1) / 2 } else { first };
            let back = if k + 1 < ranges.len() { shared(k) - shared(k) / 2 } else { 0 };
            Window { first, end, from, to: end - back }
        })
        .collect()
}

/// The input of one window, and where each position comes from.
#[derive(Debug, Default)]
pub struct Assembled {
    /// Piece numbers.
    pub ids: Vec<i32>,
    /// Types.
    pub types: Vec<i32>,
    /// (row, piece in the row); `None` for a special piece.
    pub origin: Vec<Option<(usize, usize)>>,
}

/// Puts the rows of a window together. The numbers of the special pieces are filled in by the model.
pub fn assemble(rows: &[Row], window: &Window) -> Assembled {
    let mut out = Assembled::default();
    let mut push = |id: i32, kind: i32, origin: Option<(usize, usize)>| {
        out.ids.push(id);
        out.types.push(kind);
        out.origin.push(origin);
    };
    push(super::model::CLS, 0, None);
    for (r, row) in rows.iter().enumerate().take(window.end).skip(window.first) {
        for (i, (piece, &kind)) in row.pieces.iter().zip(&row.types).enumerate() {
            push(piece.id, kind, Some((r, i)));
        }
        push(super::model::SEP, 0, None);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let spans = quoted(text, Span::new(0, text.len()));
        spans.iter().map(|s| format!("[{}]", s.of(text))).collect()
    }

    #[test]
    fn ok_quotation_marks_of_every_style() {
        assert_eq!(marked("He said “no” and \"yes\"."), "[“no”][\"yes\"]");
        assert_eq!(marked("It’s ‘the dam’s fault’, she said."), "[‘the dam’s fault’]");
        assert_eq!(marked("'The workers' pay', he said"), "['The workers']");
        assert_eq!(marked("“It goes on"), "[“It goes on]");
        assert_eq!(marked("the boys’ dogs' bones 'tis"), "");
    }

    #[test]
    fn ok_every_row_counts_once() {
        let row = |n: usize| Row {
            paragraph: 0,
            pieces: vec![Piece { id: 0, start: 0, end: 0 }; n],
            types: vec![0; n],
        };
        for lengths in [vec![10; 40], vec![254, 3, 3, 254, 100, 30, 30, 100], vec![1], vec![]] {
            let rows: Vec<Row> = lengths.iter().map(|&n| row(n)).collect();
            let windows = windows(&rows, 256, 48);
            let counted: Vec<usize> = windows.iter().flat_map(|w| w.from..w.to).collect();
            assert_eq!(counted, (0..rows.len()).collect::<Vec<_>>());
            for w in &windows {
                let used: usize = rows[w.first..w.end].iter().map(|r| r.pieces.len() + 1).sum();
                assert!(used < 256 && w.first <= w.from && w.to <= w.end);
            }
        }
    }
}
