//! Markdown articles: paragraphs without their markup, as stretches of the file's text.

use crate::text::{ParagraphKind, Span};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A block of a Markdown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MarkdownBlock {
    /// What the markup says it is; `None` for a plain paragraph.
    pub kind: Option<ParagraphKind>,
    /// Its stretches of the text, without markup, in order.
    pub pieces: Vec<Span>,
    /// Its words, the pieces put together as they read.
    pub text: String,
}

/// The blocks of `text` from byte `from` on. Emphasis and link targets are left out, pictures, code and HTML skipped. A
/// heading is a [`ParagraphKind::Headline`] where nothing stands before it. Character references stay as they stand.
pub(crate) fn read(text: &str, from: usize) -> Vec<MarkdownBlock> {
    let mut out: Vec<MarkdownBlock> = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    let (mut items, mut skipped) = (0usize, 0usize);
    let parser =
        Parser::new_ext(&text[from..], Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES);
    let mut end = |spans: &mut Vec<Span>, kind: Option<ParagraphKind>| {
        let pieces = join(text, std::mem::take(spans));
        if !pieces.is_empty() {
            let mut words = String::new();
            for (i, piece) in pieces.iter().enumerate() {
                if i > 0 {
                    words.push_str(crate::segment::joint(text, pieces[i - 1], *piece));
                }
                words.push_str(piece.of(text));
            }
            out.push(MarkdownBlock { kind, text: words, pieces });
        }
    };
    for (event, range) in parser.into_offset_iter() {
        let span = Span::new(from + range.start, from + range.end);
        let kind = |items: usize| (items > 0).then_some(ParagraphKind::Item);
        match event {
            Event::Start(
                Tag::Image { .. } | Tag::HtmlBlock | Tag::CodeBlock(_) | Tag::MetadataBlock(_),
            ) => skipped += 1,
            Event::End(
                TagEnd::Image | TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::MetadataBlock(_),
            ) => {
                skipped = skipped.saturating_sub(1);
            }
            Event::Start(Tag::Heading { .. }) => {
                end(&mut spans, kind(items));
            }
            Event::End(TagEnd::Heading(_)) => end(&mut spans, Some(ParagraphKind::Heading)),
            Event::Start(Tag::Item) => {
                end(&mut spans, kind(items));
                items += 1;
            }
            Event::End(TagEnd::Item) => {
                end(&mut spans, kind(items));
                items = items.saturating_sub(1);
            }
            Event::Start(
                Tag::Paragraph | Tag::BlockQuote(_) | Tag::List(_) | Tag::TableRow | Tag::TableHead,
            )
            | Event::End(
                TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::TableRow | TagEnd::TableHead,
            )
            | Event::Rule => {
                end(&mut spans, kind(items));
            }
            Event::Text(_) if skipped == 0 => spans.push(span),
            Event::Code(_) if skipped == 0 => {
                let ticks = span.of(text).bytes().take_while(|&b| b == b'`').count();
                spans.push(Span::new(span.start + ticks, span.end - ticks));
            }
            _ => {}
        }
    }
    end(&mut spans, None);
    if let Some(first) = out.first_mut()
        && first.kind == Some(ParagraphKind::Heading)
    {
        first.kind = Some(ParagraphKind::Headline);
    }
    out
}

/// Joins stretches that touch; trims the others.
fn join(text: &str, spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => {}
            Some(last) if span.start == last.end => last.end = span.end,
            _ => out.push(span),
        }
    }
    out.into_iter().map(|s| s.trim(text)).filter(|s| !s.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_markup_is_left_out() {
        let text = "# Mayor *resigns*\n\nShe [told\nthe Courier](https://example.org \"x y\"), \"I am **so** sorry\".\n\n## What next?\n\n- one\n- two `x`\n\n> A quote\n\n![a picture](x.png)\n\n<div>no</div>\n\nEnd&amp;s, un*believ*able.";
        let blocks: Vec<String> =
            read(text, 0).into_iter().map(|b| format!("{:?} {}", b.kind, b.text)).collect();
        assert_eq!(
            blocks,
            [
                "Some(Headline) Mayor resigns",
                "None She told the Courier, \"I am so sorry\".",
                "Some(Heading) What next?",
                "Some(Item) one",
                "Some(Item) two x",
                "None A quote",
                "None End&amp;s, unbelievable.",
            ]
        );
    }

    #[test]
    fn ok_offsets_count_from_the_start_of_the_file() {
        let text = "+++\n+++\nThe *mayor*.";
        let blocks = read(text, 8);
        assert_eq!(
            blocks[0].pieces.iter().map(|p| p.of(text)).collect::<Vec<_>>(),
            ["The", "mayor", "."]
        );
    }
}
