//! Which way a clause looks: whether "Friday" in it is the one that was or the one that comes.

use crate::{segment::Document, text::Span};
use std::{collections::HashMap, sync::LazyLock};

/// Which way a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Backwards: "met on Friday".
    Past,
    /// Ahead: "will meet on Friday", "agreed to meet on Friday", "until Friday".
    Future,
    /// Its words don't tell.
    Unknown,
}

/// The kinds of the words of `data/en/timex/tense.tsv`.
static WORDS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<&str>> = HashMap::new();
    for (kind, word) in include_str!("../../data/en/timex/tense.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
    {
        words.entry(word).or_default().push(kind);
    }
    words
});

pub fn is(word: &str, kind: &str) -> bool {
    WORDS.get(word).is_some_and(|kinds| kinds.contains(&kind))
}

/// The tense of the clause around the expression at `at`.
///
/// The verb nearest before the expression decides, within its clause; where there is none, the first verb behind it.
pub fn around(document: &Document, at: Span) -> Tense {
    let text = &document.text;
    let sentence = document
        .sentence_at(at.start)
        .map_or(Span::new(0, text.len()), |s| document.sentences[s].span);
    let before = text.get(sentence.start..at.start).unwrap_or_default();
    let after = text.get(at.end..sentence.end.max(at.end)).unwrap_or_default();
    let own = before.rsplit([';', ':', '“', '”', '"']).next().unwrap_or_default();
    let words = words_of(own);
    let had = words.iter().any(|w| w.low == "had");
    if let Some(last) = words.last().map(|w| w.low.as_str()) {
        // "by Friday", "until the end of May".
        let before_last = words.len().checked_sub(2).and_then(|i| words.get(i));
        let last = if last == "on" { before_last.map_or(last, |w| &w.low) } else { last };
        let had_behind = words_of(after).iter().take(10).any(|w| w.low == "had");
        if is(last, "behind") {
            return Tense::Past;
        }
        if is(last, "ahead") && !had && !had_behind {
            return Tense::Future;
        }
    }
    // "Friday's vote": what follows is said of the vote, not of the clause.
    let after = match after.strip_prefix("'s ").or(after.strip_prefix("’s ")) {
        Some(thing) if words_of(thing).iter().take(3).any(|w| is(&w.low, "scheduled")) => "",
        Some(_) => return Tense::Past,
        None => after,
    };
    // "Tuesday is the deadline".
    if own.trim().is_empty() && after.starts_with(" is ") {
        return Tense::Future;
    }
    // Between commas right before the expression first: "On Friday, which was a holiday, he left".
    let last_clause = own.rsplit(',').next().unwrap_or_default();
    let next = after.trim_start_matches([',', ' ']).split(';').next().unwrap_or_default();
    let first_clause = next.split(',').next().unwrap_or_default();
    [
        look_back(&words_of(last_clause)),
        if words_of(last_clause).len() < 3 {
            look_on(&words_of(first_clause))
        } else {
            Tense::Unknown
        },
        look_back(&words),
        look_on(&words_of(first_clause)),
        look_on(&words_of(next)),
    ]
    .into_iter()
    .find(|t| *t != Tense::Unknown)
    .unwrap_or(Tense::Unknown)
}

struct Word {
    low: String,
    capital: bool,
}

fn words_of(clause: &str) -> Vec<Word> {
    clause
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
        .filter(|w| !w.is_empty())
        .map(|w| Word {
            low: w.to_lowercase().replace('’', "'"),
            capital: w.starts_with(char::is_uppercase),
        })
        .collect()
}

/// What the word at `i` says, in the light of those around it.
fn judge(words: &[Word], i: usize) -> Tense {
    let w = &words[i];
    let low = w.low.as_str();
    let at = |k: usize| words.get(k).map_or("", |w| w.low.as_str());
    let before = |n: usize| i.checked_sub(n).map_or("", &at);
    // "agreed to buy", "is to meet", "due to start": the verb's own word decides, not "agreed".
    if i >= 2 && before(1) == "to" && !w.capital && is(before(2), "governor") {
        return Tense::Future;
    }
    if is(low, "governor") && at(i + 1) == "to" && words.get(i + 2).is_some_and(|n| !n.capital) {
        return Tense::Future;
    }
    if matches!(low, "expected" | "scheduled" | "slated" | "due" | "set" | "planned")
        && matches!(at(i + 1), "" | "for" | "on" | "at")
        && matches!(before(1), "is" | "are" | "be" | "now" | "tentatively" | "not")
    {
        return Tense::Future;
    }
    if matches!(before(1), "is" | "are") && low.ends_with("ing") {
        return Tense::Future;
    }
    if is(low, "future") && !w.capital || low.ends_with("'ll") {
        return Tense::Future;
    }
    // "They planned a march on Friday" looks ahead as "they plan" does.
    if is(low, "agenda") && !w.capital && !matches!(before(1), "the" | "a" | "an" | "its" | "their")
    {
        return Tense::Future;
    }
    if is(low, "past") && !w.capital {
        return Tense::Past;
    }
    if low.len() > 4
        && low.ends_with("ed")
        && !low.ends_with("eed")
        && !w.capital
        && !is(low, "noun")
        && !matches!(before(1), "the" | "a" | "an" | "be" | "to" | "its" | "their")
    {
        return Tense::Past;
    }
    Tense::Unknown
}

fn look_back(words: &[Word]) -> Tense {
    (0..words.len())
        .rev()
        .map(|i| judge(words, i))
        .find(|t| *t != Tense::Unknown)
        .unwrap_or(Tense::Unknown)
}

fn look_on(words: &[Word]) -> Tense {
    (0..words.len())
        .map(|i| judge(words, i))
        .find(|t| *t != Tense::Unknown)
        .unwrap_or(Tense::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::document;

    fn check(text: &str, tense: Tense) {
        let d = document(text);
        let at = d.text.find("Friday").unwrap();
        assert_eq!(around(&d, Span::new(at, at + 6)), tense, "{text}");
    }

    #[test]
    fn ok_what_was() {
        for text in [
            "Ida Moss said on Friday that the dam will hold.",
            "On Friday, the council voted to close the road.",
            "The council, which met Friday, will meet again.",
            "Two boats sank off Harrow on Friday.",
            "It has been closed since Friday.",
            "They said they would find ways around Friday's ruling.",
        ] {
            check(text, Tense::Past);
        }
    }

    #[test]
    fn ok_what_comes() {
        for text in [
            "The council will meet on Friday.",
            "The council agreed to meet on Friday.",
            "Talks are set to resume on Friday.",
            "The road stays closed until Friday.",
            "Moss, who said little, is meeting the engineers on Friday.",
            "The mayor meets the engineers Friday.",
            "Moss will attend Friday's meeting.",
            "They planned a march on Friday.",
            "Friday is the deadline for the talks.",
            "Harrow prepared for the flood on Friday.",
        ] {
            check(text, Tense::Future);
        }
    }
}
