//! Lines for people: wrapped fields, and sentences with their parts marked below.

use std::fmt::Write as _;
use story_digest::{attribution::Attribution, text::Span};

/// What a stretch of text is, and the mark below it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Source,
    Cue,
    Content,
}

impl Part {
    pub fn mark(self) -> char {
        match self {
            Part::Source => '-',
            Part::Cue => '^',
            Part::Content => '=',
        }
    }

    fn ansi(self) -> &'static str {
        match self {
            Part::Source => "\x1b[36m",
            Part::Cue => "\x1b[33m",
            Part::Content => "\x1b[32m",
        }
    }
}

pub const PLAIN: &str = "\x1b[0m";
pub const BOLD: &str = "\x1b[1m";

/// The stretches of an attribution, contents first.
pub fn parts(a: &Attribution) -> impl Iterator<Item = (Span, Part)> + '_ {
    let of = |spans: &'_ [Span], part| spans.iter().map(move |s| (*s, part)).collect::<Vec<_>>();
    [of(&a.content, Part::Content), of(&a.source, Part::Source), of(&a.cue, Part::Cue)]
        .into_iter()
        .flatten()
}

/// `s` in the colour of `part`.
pub fn painted(s: &str, part: Part, color: bool) -> String {
    if color { format!("{}{s}{PLAIN}", part.ansi()) } else { s.to_owned() }
}

/// Control characters of a text must not reach the terminal.
pub fn printable(s: &str) -> String {
    s.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A line "name value", wrapped below its value.
pub fn field(out: &mut String, name: &str, value: &str, width: usize) {
    const INDENT: usize = 13;
    let value = printable(value);
    let mut line = format!("  {name:<w$}", w = INDENT - 2);
    let mut used = INDENT.max(line.chars().count());
    let mut first = true;
    for word in value.split_whitespace() {
        let n = word.chars().count();
        if !first && used + 1 + n > width {
            let _ = writeln!(out, "{}", line.trim_end());
            line = " ".repeat(INDENT);
            used = INDENT;
            first = true;
        }
        if !first {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += n;
        first = false;
    }
    let _ = writeln!(out, "{}", line.trim_end());
}

/// The text of `span`, wrapped, with the parts of the attribution marked below each line.
pub fn underlined(text: &str, span: Span, a: &Attribution, width: usize, color: bool) -> String {
    const INDENT: usize = 4;
    let room = width.saturating_sub(INDENT).max(20);
    let marked: Vec<(Span, Part)> = parts(a).collect();
    // Later parts (source, cue) lie over earlier ones: a cue inside a content shows as a cue.
    let part_at = |at: usize| marked.iter().rev().find(|(s, _)| s.holds(at)).map(|(_, p)| *p);
    let mut cells: Vec<(char, Option<Part>)> = Vec::new();
    for (i, c) in span.of(text).char_indices() {
        let c = if c.is_control() || c.is_whitespace() { ' ' } else { c };
        cells.push((c, part_at(span.start + i)));
    }
    let mut out = String::new();
    let mut rest = cells.as_slice();
    while !rest.is_empty() {
        let cut = if rest.len() <= room {
            rest.len()
        } else {
            rest[..=room].iter().rposition(|(c, _)| *c == ' ').filter(|i| *i > 0).unwrap_or(room)
        };
        let (line, after) = rest.split_at(cut);
        let words: String = line.iter().map(|(c, _)| *c).collect();
        let _ = writeln!(out, "{:INDENT$}{}", "", words.trim_end());
        let mut marks = String::new();
        let length = line.iter().rposition(|(_, p)| p.is_some()).map_or(0, |i| i + 1);
        for group in line[..length].chunk_by(|(_, p), (_, q)| p == q) {
            match group[0].1 {
                None => marks.push_str(&" ".repeat(group.len())),
                Some(part) => marks.push_str(&painted(
                    &part.mark().to_string().repeat(group.len()),
                    part,
                    color,
                )),
            }
        }
        if !marks.is_empty() {
            let _ = writeln!(out, "{:INDENT$}{marks}", "");
        }
        let blanks = after.iter().take_while(|(c, _)| *c == ' ').count();
        rest = &after[blanks..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use story_digest::attribution::{Act, Quotation};

    #[test]
    fn ok_marks_stand_below_their_words_on_wrapped_lines() {
        let text = "“The wall is safe,” Ida Moss said.";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let a = Attribution {
            source: vec![at("Ida Moss")],
            cue: vec![at("said")],
            content: vec![at("“The wall is safe,”")],
            quotation: Quotation::Direct,
            act: Act::Asserts,
            hedged: false,
            unreal: false,
            via: vec![],
            parent: None,
            rule: "test".into(),
            confidence: 1.0,
        };
        let whole = Span::new(0, text.len());
        assert_eq!(
            underlined(text, whole, &a, 80, false),
            "    “The wall is safe,” Ida Moss said.\n    =================== -------- ^^^^\n"
        );
        assert_eq!(
            underlined(text, whole, &a, 28, false),
            "    “The wall is safe,” Ida\n    =================== ---\n    Moss said.\n    ---- ^^^^\n"
        );
        assert!(underlined(text, whole, &a, 80, true).contains("\x1b[36m--------\x1b[0m"));
    }
}
