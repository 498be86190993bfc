//! The lines of a source text, and which of them read on (hard-wrapped text).

use crate::{
    segment::lines_of,
    text::{ParagraphKind, Span},
};

/// A line of the source text, or a block that a markup reader found.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its stretches of the source text.
    pub pieces: Vec<Span>,
    /// Its words, as matched by the rules: with the bullet of a list's item.
    pub text: String,
    /// Line breaks before it.
    pub gap: usize,
    /// What the markup, or a bullet, says it is.
    pub kind: Option<ParagraphKind>,
}

impl Line {
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    pub fn finished(&self) -> bool {
        finished(&self.text)
    }

    /// From the first piece to the last.
    pub fn span(&self) -> Span {
        let start = self.pieces.first().map_or(0, |p| p.start);
        Span::new(start, self.pieces.last().map_or(start, |p| p.end))
    }
}

/// Whether the words end as a sentence does; an ellipsis ends none ("The mayor said on Monday that…").
pub(super) fn finished(text: &str) -> bool {
    let core = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '”' | '"' | '’' | '\'' | '»' | ')' | ']' | '*' | '_')
    });
    core.ends_with(['.', '!', '?', '。']) && !core.ends_with("..") && !core.ends_with(". .")
}

/// Bullets that nothing else begins with.
fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '·'
            | '▪'
            | '▫'
            | '‣'
            | '◦'
            | '●'
            | '○'
            | '■'
            | '□'
            | '◆'
            | '➤'
            | '►'
            | '▶'
            | '⁃'
            | '✓'
            | '✔'
            | '»'
    )
}

/// Bullets only beside another line that begins with the same: else a dash of dialogue, a star of a note.
fn is_doubtful_bullet(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '*' | '+')
}

/// The lines of `source` from byte `from` on.
pub(super) fn read(source: &str, from: usize) -> Vec<Line> {
    let spans: Vec<Span> = lines_of(source, Span::new(from, source.len())).collect();
    let mut end = from;
    let mut lines: Vec<Line> = spans
        .iter()
        .map(|&span| {
            let gap = source[end..span.start].matches('\n').count();
            end = span.end;
            Line { pieces: vec![span], text: span.of(source).to_owned(), gap, kind: None }
        })
        .collect();
    let marks: Vec<Option<char>> = lines.iter().map(|l| bullet_of(&l.text)).collect();
    for i in 0_usize..lines.len() {
        let Some(mark) = marks[i] else { continue };
        let beside =
            |j: Option<usize>| j.and_then(|j| marks.get(j)).is_some_and(|m| *m == Some(mark));
        if is_bullet(mark) || beside(i.checked_sub(1)) || beside(Some(i + 1)) {
            let span = lines[i].pieces[0];
            let words = &span.of(source)[mark.len_utf8()..];
            let words = words.trim_start();
            if !words.is_empty() {
                lines[i].pieces = vec![Span::new(span.end - words.len(), span.end)];
                lines[i].kind = Some(ParagraphKind::Item);
            }
        }
    }
    lines
}

/// The blocks of a Markdown text as lines; their markup says what they are.
pub(super) fn of_markdown(source: &str, from: usize) -> Vec<Line> {
    crate::article::markdown::read(source, from)
        .into_iter()
        .map(|b| Line { pieces: b.pieces, text: b.text, gap: 2, kind: b.kind })
        .collect()
}

fn bullet_of(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let mark = chars.next().filter(|&c| is_bullet(c) || is_doubtful_bullet(c))?;
    chars.next().filter(|c| c.is_whitespace()).map(|_| mark)
}

/// How the lines of a text are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrapping {
    /// Characters of a full line.
    width: usize,
    /// Line breaks between two lines of a paragraph.
    gap: usize,
}

/// Whether the text is hard-wrapped, and how.
///
/// It is where most of the long lines are about equally long, most of those break off in mid-sentence, and most of the
/// lines after them go on in small letters. Headlines in a list are equally long at times, but begin in capitals.
pub(super) fn wrapping(lines: &[Line]) -> Option<Wrapping> {
    let lengths: Vec<usize> = lines.iter().map(|l| l.text.chars().count()).collect();
    let mut sorted = lengths.clone();
    sorted.sort_unstable();
    // One overlong line (a caption, an address) does not set the width.
    let width = *sorted.get(sorted.len().checked_sub(1)? * 9 / 10)?;
    if !(30..=300).contains(&width) {
        return None;
    }
    let long: Vec<usize> = (0..lines.len()).filter(|&i| lengths[i] * 2 >= width).collect();
    let full: Vec<usize> = long.iter().copied().filter(|&i| is_full(lengths[i], width)).collect();
    if full.len() < 3 || full.len() * 10 < long.len() * 6 {
        return None;
    }
    let followed: Vec<usize> = full.iter().copied().filter(|&i| i + 1 < lines.len()).collect();
    let broken: Vec<usize> =
        followed.iter().copied().filter(|&i| !finished(&lines[i].text)).collect();
    let going_on: Vec<usize> =
        broken.iter().copied().filter(|&i| goes_on(&lines[i + 1].text)).collect();
    if broken.len() * 10 < followed.len() * 6
        || going_on.len() * 10 < broken.len() * 4
        || going_on.len() < 2
    {
        return None;
    }
    let mut gaps: Vec<usize> = going_on.iter().map(|&i| lines[i + 1].gap).collect();
    gaps.sort_unstable();
    Some(Wrapping { width, gap: gaps[gaps.len() / 2] })
}

/// Within a fifth of the width, or a little over it.
fn is_full(length: usize, width: usize) -> bool {
    length * 5 >= width * 4 && length * 10 <= width * 13
}

/// Whether a line begins as the middle of a sentence does.
fn goes_on(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase())
}

/// Whether `next` reads on from `line`, with `gap` line breaks between them.
pub(super) fn reads_on(line: &Line, next: &Line, wrapping: Option<Wrapping>) -> bool {
    if next.kind == Some(ParagraphKind::Item)
        || matches!(line.kind, Some(k) if k != ParagraphKind::Item)
        || next.kind.is_some()
    {
        return false;
    }
    // Web addresses and templates begin in small letters, too.
    let sentence_goes_on =
        goes_on(&next.text) && !finished(&line.text) && !line.text.ends_with([':', ';']);
    if let Some(w) = wrapping
        && next.gap <= w.gap
    {
        let length = line.text.chars().count();
        if is_full(length, w.width) {
            return !(finished(&line.text) && line.kind.is_some());
        }
        let word = next.text.split_whitespace().next().map_or(0, |w| w.chars().count());
        return sentence_goes_on || length + word + 1 > w.width && !finished(&line.text);
    }
    // A sentence broken by a link that was pasted as a line of its own.
    sentence_goes_on && (next.gap <= 1 || line.words() > 7) && !next.text.starts_with("http")
}

/// Whether the line is a full one of wrapped text, and so a part of the running text.
pub(super) fn is_wrapped_body(line: &Line, wrapping: Option<Wrapping>) -> bool {
    wrapping.is_some_and(|w| is_full(line.text.chars().count(), w.width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_wrapped_with_blank_lines_between() {
        let text = "The water of the river Harrow rose by two\n\n\nmetres in a night, and nobody had warned the\n\n\npeople of the lower town, the mayor said on\n\n\nMonday. She would not say who was to blame\n\n\nfor it.";
        let lines = read(text, 0);
        let wrapping = wrapping(&lines);
        assert_eq!(wrapping.map(|w| w.gap), Some(3));
        assert!(lines.windows(2).all(|w| reads_on(&w[0], &w[1], wrapping)));
    }

    #[test]
    fn ok_wrapped_with_paragraphs() {
        let text = "The water of the river Harrow rose by two\nmetres in a night, and nobody had warned the\npeople of the lower town, the mayor said on\nMonday at noon.\n\nShe would not say who was to blame for what\nhad been the worst flood.";
        let lines = read(text, 0);
        let wrapping = wrapping(&lines);
        let joined: Vec<bool> =
            lines.windows(2).map(|w| reads_on(&w[0], &w[1], wrapping)).collect();
        assert_eq!(joined, [true, true, true, false, true]);
    }

    #[test]
    fn ignores_paragraphs_and_lists_of_headlines() {
        let text = "The mayor of Harrow resigned on Monday.\nThe council will meet on Tuesday at ten.\nThe dam is to be closed for ever, it is said.\nNobody knows what it will cost the town.";
        assert_eq!(wrapping(&read(text, 0)), None);
        let text = "Mayor of Harrow resigns after the flood\nCouncil to meet on Tuesday over the dam\nDam to be closed for ever, council says\nNobody knows what it will cost the town";
        assert_eq!(wrapping(&read(text, 0)), None);
    }

    #[test]
    fn ok_bullets() {
        let lines = read("• one\n- two\nthree\n- four\n- five\n* six", 0);
        let items: Vec<bool> = lines.iter().map(|l| l.kind.is_some()).collect();
        assert_eq!(items, [true, false, false, true, true, false]);
    }

    #[test]
    fn ok_finished() {
        assert!(finished("He left.”") && finished("Why?") && finished("Yes!)"));
        assert!(!finished("He left…") && !finished("He left ...") && !finished("Mayor resigns"));
    }
}
