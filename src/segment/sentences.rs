//! Sentences of a paragraph.
//!
//! A stop, question or exclamation mark ends a sentence, with the closing quotation marks and brackets after it,
//! unless what stands around it says otherwise: abbreviations and initials (`data/en/abbreviations.txt`), a next word in
//! small letters, a dateline ("(EFE).- China"), or the tag of a quotation (“Did they ask?” Mr. X said).
//! Where a stop may end either a word or a sentence ("in the U.S. President X"), the next word decides
//! (`data/en/sentence_starters.txt`), and in doubt there is no cut: half a sentence is worse than two.

use super::tokens::is_double;
use crate::text::Span;
use std::{collections::HashMap, collections::HashSet, sync::LazyLock};

/// What the stop of an abbreviation means; the classes of `data/en/abbreviations.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Title,
    Number,
    Inner,
}

/// Entries of a data file: lines that are neither blank nor comments.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

static ABBREVIATIONS: LazyLock<HashMap<&str, Class>> = LazyLock::new(|| {
    entries(include_str!("../../data/en/abbreviations.txt"))
        .filter_map(|l| l.split_once('\t'))
        .filter_map(|(word, class)| match class {
            "title" => Some((word, Class::Title)),
            "number" => Some((word, Class::Number)),
            "inner" => Some((word, Class::Inner)),
            _ => None,
        })
        .collect()
});
static STARTERS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../data/en/sentence_starters.txt")).collect());
static TAG_VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../data/en/tag_verbs.txt")).collect());

/// The sentences of `paragraph`, trimmed, in order, in bytes of it; together they hold every visible character.
pub(super) fn split(paragraph: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let rough = &paragraph[from..to];
        let lead = rough.len() - rough.trim_start_matches(super::is_blank).len();
        let body = rough.trim_matches(super::is_blank);
        if !body.is_empty() {
            out.push(Span::new(from + lead, from + lead + body.len()));
        }
    };
    let mut at = 0;
    while let Some(offset) = paragraph[at..].find(is_terminator) {
        let stop = Stop::read(paragraph, start, at + offset);
        at = stop.end;
        if stop.ends_sentence() {
            push(start, stop.end);
            start = stop.end;
        }
    }
    push(start, paragraph.len());
    out
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…' | '。' | '？' | '！' | '‽' | '؟' | '।')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '”' | '’' | '»' | '"' | '\'' | '›' | '」' | '』' | '*' | '_')
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '“'
            | '‘'
            | '«'
            | '"'
            | '\''
            | '‹'
            | '„'
            | '‚'
            | '「'
            | '『'
            | '¿'
            | '¡'
    )
}

/// A run of terminators with the closing marks after it, and what stands around.
struct Stop<'a> {
    /// The sentence so far, up to the first terminator.
    before: &'a str,
    /// The terminators.
    marks: &'a str,
    /// Closing quotation marks and brackets.
    closing: &'a str,
    /// Whether white space follows (or the paragraph's end).
    spaced: bool,
    /// What follows, without white space.
    after: &'a str,
    /// Where the sentence ends if it ends here.
    end: usize,
}

impl<'a> Stop<'a> {
    /// Reads the stop whose first mark stands at `at`, in a sentence that begins at `start`.
    fn read(paragraph: &'a str, start: usize, at: usize) -> Self {
        let rest = &paragraph[at..];
        let mut marks = rest.len() - rest.trim_start_matches(is_terminator).len();
        // Spaced ellipses, and one after a full stop: ". . .", "hell. ..."
        loop {
            let tail = &rest[marks..];
            let next = tail.trim_start_matches(' ');
            let gap = tail.len() - next.len();
            if gap > 0 && gap < 3 && next.starts_with(['.', '…']) {
                marks += gap + next.len() - next.trim_start_matches(is_terminator).len();
            } else {
                break;
            }
        }
        let tail = &rest[marks..];
        let mut closing = tail.len() - tail.trim_start_matches(is_closing).len();
        // “We will win.”The next: a straight or single mark that hugs the next word opens its quotation.
        let hugs = tail[closing..].starts_with(|c: char| c.is_alphanumeric());
        if hugs
            && closing > 0
            && tail[..closing].ends_with(['"', '\'', '’'])
            && tail[..closing].chars().count() > 1
        {
            closing -= tail[..closing].chars().next_back().map_or(0, char::len_utf8);
        }
        let more = &tail[closing..];
        // A further stop after the closing mark belongs to it: (“Who?”).
        let further = more.len() - more.trim_start_matches(['.', '?', '!']).len();
        let more = if closing > 0 && further > 0 {
            closing += further;
            let tail = &tail[closing..];
            let quotes = tail.len() - tail.trim_start_matches(is_closing).len();
            closing += quotes;
            &tail[quotes..]
        } else {
            more
        };
        let after = more.trim_start_matches(super::is_blank);
        Stop {
            before: &paragraph[start..at],
            marks: &rest[..marks],
            closing: &tail[..closing],
            spaced: after.len() < more.len() || more.is_empty(),
            after,
            end: at + marks + closing,
        }
    }

    fn ends_sentence(&self) -> bool {
        if self.after.is_empty() {
            return true;
        }
        if !self.spaced {
            return self.ends_without_space();
        }
        if self.in_dateline() {
            return false;
        }
        let next = self.after.trim_start_matches(|c: char| is_opening(c) || super::is_blank(c));
        let quoted_next = self.after.starts_with(|c: char| is_opening(c));
        let Some(first) = next.chars().next() else { return true };
        if first.is_lowercase() && !is_camel(next) {
            return false;
        }
        if matches!(first, ',' | ';' | ':' | ')' | ']' | '%') {
            return false;
        }
        if self.only_a_number() {
            return false;
        }
        if !self.closing.is_empty() && self.closes_quotation() {
            return !self.tag_follows();
        }
        let next_word = leading_word(next);
        if self.is_ellipsis() {
            return self.marks.trim_end_matches(['.', '…', ' ']).len() < self.marks.len()
                && (self.marks.starts_with(". ")
                    || self.marks.chars().filter(|&c| c == '.').count() > 3
                    || starts(next_word) && next_word != "I"
                    || quoted_next);
        }
        if self.marks == "." && self.closing.is_empty() {
            return self.full_stop_ends(next, next_word);
        }
        true
    }

    /// No white space follows: "in Rome, Italy.EFE", "end.“We", "end.”He".
    fn ends_without_space(&self) -> bool {
        let mut ahead = self.after.chars();
        let (Some(first), second) = (ahead.next(), ahead.next()) else { return true };
        if matches!(first, '“' | '„' | '«') && self.marks != "…" {
            return last_word(self.before).chars().count() > 1;
        }
        if matches!(self.marks, "。" | "？" | "！") {
            return true;
        }
        let name_like = first.is_uppercase() && second.is_some_and(char::is_alphabetic);
        if !name_like || self.is_ellipsis() {
            return false;
        }
        if !self.closing.is_empty() {
            return self.closing.contains(['”', '"', '’', '»']);
        }
        let word = last_word(self.before);
        // A small word (or a capital first): not "U.S.China", "J.K.Rowling", "Booking.Com".
        word.chars().count() > 2
            && word.chars().skip(1).all(char::is_lowercase)
            && !self.after.starts_with("Com")
            && !self.before.ends_with("www")
            && class_of(word).is_none()
    }

    /// "Beijing, Mar 14 (EFE).- China and ...": a stop followed by the dash of a dateline.
    fn in_dateline(&self) -> bool {
        self.marks == "."
            && self.before.len() < 120
            && self.after.starts_with(['-', '–', '—'])
            && (self.closing.contains(')')
                || self.before.ends_with(')')
                || self.before.contains('(')
                || last_word(self.before).chars().count() < 5)
    }

    /// "1. The first point": the number of an item, not a sentence.
    fn only_a_number(&self) -> bool {
        let lead = self.before.trim_matches(|c: char| super::is_blank(c) || is_opening(c));
        self.marks == "."
            && !lead.is_empty()
            && lead.len() < 4
            && lead.bytes().all(|b| b.is_ascii_digit())
    }

    fn is_ellipsis(&self) -> bool {
        self.marks.contains('…')
            || self.marks.matches('.').count() > 1 && !self.marks.contains(['?', '!'])
    }

    fn closes_quotation(&self) -> bool {
        self.closing.contains(['”', '"', '’', '\'', '»', '›', '」', '』'])
    }

    /// Whether the words after the closing mark tell who said it: “Did they ask?” Mr. X said. After a full stop only
    /// a tag that is the whole sentence counts, since there a comma would be usual: “We will win.” Oduya said.
    fn tag_follows(&self) -> bool {
        let questions = self.marks.contains(['?', '!', '…']) || self.is_ellipsis();
        if self.after.starts_with(|c: char| is_opening(c) || is_double(c)) {
            return false;
        }
        let mut rest = self.after;
        for n in 0..12 {
            let word = leading_word(rest);
            if word.is_empty() {
                return false;
            }
            let tail = &rest[word.len()..];
            if TAG_VERBS.contains(word) {
                // "Said" alone opens an inverted tag only in small letters, so a subject stands before.
                return n > 0
                    && (questions
                        || tail.trim().is_empty()
                        || tail.starts_with('.')
                            && !tail[1..].starts_with(|c: char| c.is_alphanumeric()));
            }
            let tail = tail.strip_prefix('.').unwrap_or(tail);
            let ends = tail.starts_with(['.', '?', '!', ';', ':', '”', '“', '"', '…']);
            // The subject of a tag is a name, title or noun phrase; a pronoun in capitals opens a sentence.
            if ends
                || n == 0
                    && (starts(word) && !matches!(word, "The" | "A" | "An" | "One" | "Another"))
                || n > 0 && is_finite_like(word)
            {
                return false;
            }
            rest = tail.trim_start_matches(|c: char| {
                super::is_blank(c) || matches!(c, ',' | '(' | ')' | '-' | '—' | '–')
            });
        }
        false
    }

    /// Whether a lone full stop, with white space and no closing mark after it, ends the sentence.
    fn full_stop_ends(&self, next: &str, next_word: &str) -> bool {
        let word = last_word(self.before);
        let digit_next = next.starts_with(|c: char| c.is_ascii_digit());
        let single = word.chars().count() == 1;
        if single && word.chars().all(char::is_alphabetic) {
            if word.chars().all(char::is_lowercase) {
                // "Roe v. Wade"; "a" and "i" close no sentence either.
                return starts(next_word) && word != "v";
            }
            // Initials: "J. B. Smith", "George W. Bush"; "Plan B. The mayor".
            return starts(next_word)
                || (word == "I" && self.before.len() > 20 && !next_is_name(next));
        }
        if is_dotted(word) {
            return starts(next_word);
        }
        match class_of(word) {
            Some(Class::Title) => false,
            Some(Class::Number) => !digit_next,
            Some(Class::Inner) => starts(next_word),
            None => true,
        }
    }
}

/// Class of an abbreviation: an entry in capitals is looked up as written, one in small letters in any case.
fn class_of(word: &str) -> Option<Class> {
    ABBREVIATIONS.get(word).or_else(|| ABBREVIATIONS.get(word.to_lowercase().as_str())).copied()
}

fn starts(word: &str) -> bool {
    STARTERS.contains(word)
}

/// "iPhone", "eBay": a name in spite of its small first letter.
fn is_camel(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.next().is_some_and(char::is_uppercase)
}

/// "U.S", "a.m", "Ph.D", "D.C": stops inside, pieces of one or two letters.
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|p| (1..=2).contains(&p.chars().count()) && p.chars().all(char::is_alphabetic))
}

fn next_is_name(next: &str) -> bool {
    !starts(leading_word(next))
}

/// Small words that make what went before a clause of its own, not the subject of a tag.
fn is_finite_like(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "did"
            | "does"
            | "can"
            | "could"
            | "may"
            | "might"
            | "should"
            | "must"
    )
}

/// The last word of `text`: letters, digits, inner stops, hyphens and apostrophes; empty where it ends in something else.
fn last_word(text: &str) -> &str {
    let from = text
        .char_indices()
        .rev()
        .take(40)
        .take_while(|&(_, c)| c.is_alphanumeric() || matches!(c, '.' | '-' | '&'))
        .last()
        .map_or(text.len(), |(i, _)| i);
    text[from..].trim_start_matches(['.', '-', '&'])
}

/// The first word of `text`: letters and digits with inner hyphens and apostrophes.
fn leading_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|&(_, c)| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')))
        .map_or(text.len(), |(i, _)| i);
    let word = &text[..end];
    // "It's", "We’ve": the pronoun counts.
    match word.find(['\'', '’']) {
        Some(i) if i > 0 && STARTERS.contains(&word[..i]) => &word[..i],
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` are the sentences, parted by " | ".
    #[track_caller]
    fn check(expected: &str) {
        let paragraph = expected.replace(" | ", " ").replace('|', "");
        let got: Vec<&str> = split(&paragraph).into_iter().map(|s| s.of(&paragraph)).collect();
        assert_eq!(got.join(" | "), expected.replace(" | ", "|").replace('|', " | "));
    }

    #[test]
    fn ok_plain() {
        check("The dam broke. | Nobody was hurt! | Why? | 2022 was worse.");
        check("");
        check("no capitals and no stop");
    }

    #[test]
    fn ok_titles_and_initials() {
        check("Mr. Oduya met Gen. Ruiz and Sen. J. B. Smith. | Dr. Lee came too.");
        check(
            "George W. Alder won. | It was Plan B. The mayor left."
                .replace("B. The", "B. | The")
                .as_str(),
        );
        check("Martin Luther King Jr. Boulevard was shut.");
        check("She works for Acme Inc. | The firm is small.");
        check("The case of Roe v. Wade is old.");
        check("St. Petersburg lies north of Ft. Worth.");
    }

    #[test]
    fn ok_dotted_abbreviations() {
        check("The U.S. Senate met at 5 p.m. Monday in Washington, D.C. | The vote failed.");
        check("He lives in the U.S. | He left in 2010.");
        check("The U.S. officials and the U.N. Security Council agreed.");
        check("HARTFORD, Conn. — The mayor spoke.");
        check("LIVINGSTON, N.J. — Gov. Alder ran.");
    }

    #[test]
    fn ok_dates_and_numbers() {
        check("It began on Feb. 24 and ended on Sept. 11, 2022. | That was long.");
        check("The bill comes to $1.5 million. | No. 10 was silent at 10.30 am.");
        check("1. Open the door.");
        check("It ended in Dec. | Snow fell.");
    }

    #[test]
    fn ok_datelines() {
        check("Beijing, Mar 14 (EFE).- China and Russia denied it. | So did others.");
        check("LONDON (Reuters) - Shares fell. | Oil rose.");
        check("PARIS, May 3 (XYZ). — The court met.");
    }

    #[test]
    fn ok_quotations() {
        check("“Did they ask?” Mr. Oduya said. | “No.”");
        check("“Did they ask?” the mayor of Harrow said.");
        check("“Why now?” Police Chief Anna Ruiz asked reporters.");
        check("“Stop!” The State Department's Lee shouted.");
        check("“We won.” | He left.");
        check("“Really?” | She was not sure.");
        check("“We won,” he said. | “We won big. | Thank you.”");
        check("\"We won.\" | \"Did you?\" she asked.");
        check("He said it (in March.) | Then he left.");
        check("“It was (“bad”).” | Rain fell.");
        check("“We will win.” Oduya said.");
        check("“We will win.” | Oduya said he was sure of it.");
    }

    #[test]
    fn ok_ellipses() {
        check("“This place is lost. ... | The world laughs.”");
        check("Oduya . . . finishes first among voters.");
        check("“I want him to do well... but not now.”");
        check("He was not sure… Oduya said.");
    }

    #[test]
    fn ok_missing_blanks() {
        check("They met in Rome, Italy.|EFE");
        check("“It is over.”|He left.");
        check("See nbcnews.com for more. | Node.js is software.");
    }

    #[test]
    fn ok_names_with_marks() {
        check("The iPhone sold. | eBay did not.");
        check("Yahoo! said it lost money.");
    }
}
