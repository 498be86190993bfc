//! From the blocks of the source text to the reading text.

use super::{Document, sentences, tokens};
use crate::{
    clean::Block,
    text::{
        Paragraph, ParagraphKind, Sentence, Span,
        offsets::{OffsetMap, Run},
    },
};

/// Builds the reading text of `blocks`, which are spans of `source`, and finds its sentences and tokens.
///
/// Blocks become paragraphs in the order given, which must be the order of the source; a headline comes first
/// because it stands first. The pieces of a block are joined by one blank (by nothing where the source has no white
/// space beside either, as around markup); a line break inside a piece counts as
/// the end of a piece, so a paragraph never holds one. Blocks without a visible character vanish.
pub fn segment(source: &str, blocks: &[Block]) -> Document {
    let mut text = String::new();
    let mut runs = Vec::new();
    let mut paragraphs = Vec::new();
    for block in blocks {
        let lines: Vec<Span> = block.pieces.iter().flat_map(|&p| lines_of(source, p)).collect();
        if lines.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        for (i, line) in lines.iter().copied().enumerate() {
            if i > 0 {
                text.push_str(joint(source, lines[i - 1], line));
            }
            runs.push(Run { reading: text.len(), source: line.start, len: line.len() });
            text.push_str(line.of(source));
        }
        paragraphs.push(Paragraph { span: Span::new(start, text.len()), kind: block.kind });
    }
    let mut document = Document { map: OffsetMap::new(runs), paragraphs, ..Document::default() };
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        let base = paragraph.span.start;
        let words = paragraph.span.of(&text);
        let marks = tokens::single_quote_marks(words);
        for local in sentences::split(words) {
            let span = Span::new(base + local.start, base + local.end);
            let sentence = document.sentences.len();
            document.sentences.push(Sentence { span, paragraph: index });
            tokens::tokenise(words, local, &marks, |token, kind| {
                document.tokens.push(crate::text::Token {
                    span: Span::new(base + token.start, base + token.end),
                    kind,
                    sentence,
                });
            });
        }
    }
    document.text = text;
    document
}

/// Reads `text` as it stands, without cleaning: every line that holds anything is a paragraph of running text.
///
/// ```
/// let document = story_digest::segment::document("Mr. Oduya left.\n\nHe said: “Why?” Nobody knew.");
/// assert_eq!(document.paragraphs.len(), 2);
/// assert_eq!(document.sentences.len(), 3);
/// ```
pub fn document(text: &str) -> Document {
    let blocks: Vec<Block> = lines_of(text, Span::new(0, text.len()))
        .map(|line| Block { kind: ParagraphKind::Body, pieces: vec![line] })
        .collect();
    segment(text, &blocks)
}

/// What stands between two pieces of a paragraph when read: a blank where the source has white space beside either, or
/// else nothing ("*word*," in Markdown).
pub(crate) fn joint(source: &str, before: Span, after: Span) -> &'static str {
    let spaced =
        source[before.end..].starts_with(is_blank) || source[..after.start].ends_with(is_blank);
    if spaced { " " } else { "" }
}

/// Whether a character shows nothing: white space of any kind, byte order mark, zero-width and control characters.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// The lines of `span` that hold anything, trimmed.
pub(crate) fn lines_of(source: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut at = span.start;
    span.of(source).split(is_line_break).filter_map(move |line| {
        let start = at + (line.len() - line.trim_start_matches(is_blank).len());
        let end = at + line.trim_end_matches(is_blank).len();
        at += line.len();
        // The break itself: one to three bytes.
        at += source[at..].chars().next().map_or(0, char::len_utf8);
        (start < end).then(|| Span::new(start, end))
    })
}

/// Characters that end a line.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
