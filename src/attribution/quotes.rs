//! Quotation structure: which stretches of the reading text stand between quotation marks.
//!
//! Works on characters, not tokens, because a mark's job depends on what touches it. Double marks (“ ” „ « » " ``
//! and doubled single ones) are found first; single marks (‘ ’ ') open a quotation only where an apostrophe cannot
//! stand. A quotation that is not closed ends with its paragraph; where the next paragraph opens with a mark, it
//! continues there.

use crate::segment::Document;
use crate::text::Span;

/// A stretch between quotation marks, its marks included. Quotations inside it are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// With the marks.
    pub span: Span,
    /// Without the marks.
    pub inner: Span,
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Whether single marks hold it.
    pub single: bool,
    /// Whether the closing mark is missing.
    pub unclosed: bool,
    /// Whether it goes on from the unclosed quotation of the paragraph before.
    pub continues: bool,
}

/// What a mark can do where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    Either,
}

/// The quotations of a document, in order; none overlaps another.
pub fn scan(document: &Document) -> Vec<Quoted> {
    let mut out: Vec<Quoted> = Vec::new();
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        let carried = out.last().is_some_and(|q| q.unclosed && q.paragraph + 1 == index);
        scan_paragraph(&document.text, paragraph.span, index, carried, &mut out);
    }
    out
}

fn scan_paragraph(text: &str, span: Span, paragraph: usize, carried: bool, out: &mut Vec<Quoted>) {
    let body = span.of(text);
    let mut at = 0;
    let mut first = true;
    while at < body.len() {
        let Some((width, single)) = mark(body, at) else {
            at += body[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if role(body, at, width, single) == Role::Close
            || (single && !opens_single(body, at, width))
        {
            at += width;
            continue;
        }
        let close =
            if single { close_single(body, at + width) } else { close_double(body, at + width) };
        let (inner_end, end) = close.unwrap_or((body.len(), body.len()));
        // A lone single mark is far likelier a stray apostrophe than a quotation to the paragraph's end.
        if single && close.is_none() {
            at += width;
            continue;
        }
        out.push(Quoted {
            span: Span::new(span.start + at, span.start + end),
            inner: Span::new(span.start + at + width, span.start + inner_end),
            paragraph,
            single,
            unclosed: close.is_none(),
            continues: carried && first && body[..at].trim().is_empty(),
        });
        first = false;
        at = end;
    }
}

/// The mark at byte `at`: its width in bytes and whether it is a single one.
fn mark(body: &str, at: usize) -> Option<(usize, bool)> {
    let rest = &body[at..];
    let c = rest.chars().next()?;
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '"' | '＂' => Some((c.len_utf8(), false)),
        '`' if rest.starts_with("``") => Some((2, false)),
        '\'' if rest.starts_with("''") => Some((2, false)),
        '‘' if rest.starts_with("‘‘") => Some((2 * c.len_utf8(), false)),
        '’' if rest.starts_with("’’") => Some((2 * c.len_utf8(), false)),
        '‘' | '’' | '\'' | '‚' | '‹' | '›' | '`' => Some((c.len_utf8(), true)),
        _ => None,
    }
}

fn before(body: &str, at: usize) -> Option<char> {
    body[..at].chars().next_back()
}

fn after(body: &str, at: usize) -> Option<char> {
    body[at..].chars().next()
}

/// Whether a word may begin after this character.
fn leads(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || "([{—–-/“\"‘«„…".contains(c))
}

fn role(body: &str, at: usize, width: usize, single: bool) -> Role {
    let (b, a) = (before(body, at), after(body, at + width));
    let spaced = a.is_none_or(char::is_whitespace);
    match &body[at..at + width] {
        "“" | "„" | "‟" | "«" | "``" | "‘‘" | "‘" | "‚" | "‹" | "`" => {
            // Typed the wrong way round: it ends a word and a blank follows.
            if spaced && b.is_some_and(|c| !c.is_whitespace()) { Role::Close } else { Role::Open }
        }
        "”" | "»" | "’’" | "›" => {
            if leads(b) && !spaced && b != Some('-') {
                Role::Open
            } else {
                Role::Close
            }
        }
        _ if single => Role::Either,
        _ => {
            if leads(b) && !spaced {
                Role::Open
            } else if spaced {
                Role::Close
            } else {
                Role::Either
            }
        }
    }
}

/// Whether a single mark opens a quotation here: a word follows, none comes before, and it is no elision
/// (’tis, '90s).
fn opens_single(body: &str, at: usize, width: usize) -> bool {
    let (b, rest) = (before(body, at), &body[at + width..]);
    let Some(a) = rest.chars().next() else { return false };
    if !leads(b) || !(a.is_alphanumeric() || "“\"$£€…[".contains(a)) {
        return false;
    }
    if a.is_ascii_digit() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 2 && rest[2..].starts_with(['s', ' ', ',', '.']) {
            return false;
        }
    }
    let word: String =
        rest.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let elided = matches!(
        word.as_str(),
        "tis" | "twas" | "em" | "til" | "cause" | "n" | "bout" | "cos" | "round"
    );
    !(elided && !body[at..].starts_with('‘'))
}

/// Where the double quotation that begins at `from` ends: the ends of its words and of its mark.
fn close_double(body: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    let mut depth = 0usize;
    while at < body.len() {
        match mark(body, at) {
            Some((width, false)) => match role(body, at, width, false) {
                // “He said “no” to me”: a curly pair inside belongs to the quotation, if it is closed on its own.
                Role::Open if depth == 0 && nested_pair(body, at, width) => {
                    depth += 1;
                    at += width;
                }
                // The earlier mark was never closed.
                Role::Open if body[at..].starts_with('"') || body[at..].starts_with("''") => {
                    if at == from {
                        at += width;
                    } else {
                        return Some((body[..at].trim_end().len(), body[..at].trim_end().len()));
                    }
                }
                Role::Open => at += width,
                Role::Either if !body[at..].starts_with('"') && !body[at..].starts_with("''") => {
                    at += width
                }
                _ if depth > 0 => {
                    depth -= 1;
                    at += width;
                }
                _ => return Some((at, at + width)),
            },
            _ => at += body[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    None
}

/// Whether a curly opening mark inside a quotation is closed before that quotation must be: two closing marks
/// follow before the next opening one.
fn nested_pair(body: &str, at: usize, width: usize) -> bool {
    if !body[at..].starts_with('“') {
        return false;
    }
    let mut closes = 0;
    for c in body[at + width..].chars() {
        match c {
            '“' => return false,
            '”' => closes += 1,
            _ => {}
        }
        if closes == 2 {
            return true;
        }
    }
    false
}

/// Where the single quotation that begins at `from` ends. A mark after a sentence's or clause's punctuation is
/// sure; one after a letter is taken unless it may be a plural's apostrophe (workers’) and a surer one follows.
fn close_single(body: &str, from: usize) -> Option<(usize, usize)> {
    let mut weak = None;
    let mut at = from;
    while at < body.len() {
        let c = body[at..].chars().next()?;
        let width = c.len_utf8();
        if "“«\"".contains(c) && weak.is_none() && at > from {
            // A double quotation inside: jump over it, else stop there.
            match close_double(body, at + width) {
                Some((_, end)) => {
                    at = end;
                    continue;
                }
                None => break,
            }
        }
        if matches!(c, '’' | '\'' | '›' | '‘') && at > from {
            let (b, a) = (before(body, at), after(body, at + width));
            let ends = a.is_none_or(|a| !a.is_alphanumeric());
            if c == '‘' && !ends {
                // The next quotation opens: the weak candidate before it was the end.
                break;
            }
            if ends && b.is_some_and(|b| !b.is_whitespace()) {
                let sure = b.is_some_and(|b| ",.!?…;—".contains(b))
                    || a.is_some_and(|a| ",.:;!?)".contains(a));
                let plural = matches!(b, Some('s' | 'S' | 'n')) && a == Some(' ');
                if sure || !plural {
                    if let Some(w) = weak.filter(|&(_, e): &(usize, usize)| {
                        // The full stop right before the mark is the quotation's own.
                        let between = body[e..at].trim_end_matches(['.', '!', '?', ',']);
                        between.contains(['.', '‘'])
                    }) {
                        return Some(w);
                    }
                    return Some((at, at + width));
                }
                weak = weak.or(Some((at, at + width)));
            }
        }
        at += width;
    }
    weak
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Paragraph, ParagraphKind};

    fn check(text: &str, expected: &[&str]) {
        let mut at = 0;
        let mut paragraphs = Vec::new();
        for p in text.split("\n\n") {
            paragraphs
                .push(Paragraph { span: Span::new(at, at + p.len()), kind: ParagraphKind::Body });
            at += p.len() + 2;
        }
        let document = Document { text: text.to_owned(), paragraphs, ..Document::default() };
        let found: Vec<&str> = scan(&document).iter().map(|q| q.span.of(text)).collect();
        assert_eq!(found, expected, "in {text}");
    }

    #[test]
    fn ok_double_marks_of_every_kind() {
        check("He said “yes”, then “no”.", &["“yes”", "“no”"]);
        check("He said \"yes,\" then \"no.\"", &["\"yes,\"", "\"no.\""]);
        check("Elle a dit «oui» hier.", &["«oui»"]);
        check("''Yes,'' she said. ``No,'' he said.", &["''Yes,''", "``No,''"]);
    }

    #[test]
    fn ok_british_single_marks() {
        check(
            "‘I don’t know,’ she said. ‘Ask the workers’ council.’",
            &["‘I don’t know,’", "‘Ask the workers’ council.’"],
        );
        check("She called it 'a shock' and left.", &["'a shock'"]);
        check("‘The players’ mood is good,’ he said.", &["‘The players’ mood is good,’"]);
    }

    #[test]
    fn ignores_apostrophes() {
        check("The workers' rights and the dogs’ home in the '90s: rock 'n' roll.", &[]);
        check("Trump’s plan isn’t Smith's.", &[]);
    }

    #[test]
    fn ok_unclosed_quotation_ends_with_its_paragraph_and_continues() {
        check("“First.\n\n“Second,” he said.", &["“First.", "“Second,”"]);
        check("\"First.\n\n\"Second,\" he said.", &["\"First.", "\"Second,\""]);
    }

    #[test]
    fn ok_single_inside_double() {
        check("“He said ‘no’ to me,” she said.", &["“He said ‘no’ to me,”"]);
    }

    #[test]
    fn ok_nested_curly_doubles() {
        check("“He told me “no” twice,” she said.", &["“He told me “no” twice,”"]);
    }
}
