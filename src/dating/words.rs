//! The words of `data/en/dating.tsv`.

use crate::timex;
use std::{collections::HashSet, sync::LazyLock};

static WORDS: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
    include_str!("../../data/en/dating.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .collect()
});

/// Whether `word` is one of that kind; case does not matter.
pub fn is(word: &str, kind: &'static str) -> bool {
    WORDS.contains(&(kind, word.to_lowercase().replace('’', "'").as_str()))
}

/// The words of `text` with their first byte in it.
pub fn words(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
        .filter(|w| !w.is_empty())
        .map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
}

/// Whether `text` holds a word of that kind.
pub fn holds(text: &str, kind: &'static str) -> bool {
    words(text).any(|(_, w)| is(w, kind))
}

/// Whether words hold what looks like a verb.
pub fn has_verb(text: &str) -> bool {
    words(text).any(|(_, w)| is_verb(w))
}

/// Whether a word looks like a form of a verb.
pub fn is_verb(w: &str) -> bool {
    let low = w.starts_with(char::is_lowercase);
    is(w, "verb")
        || is(w, "saying")
        || low && (w.len() > 4 && w.ends_with("ed") || timex::is_past_form(w))
}

/// Whether words start with a verb, an adverb before it at most: "abruptly resigned on Friday".
pub fn starts_with_verb(text: &str) -> bool {
    let mut all = words(text);
    match all.next() {
        Some((_, w)) if w.ends_with("ly") => all.next().is_some_and(|(_, w)| is_verb(w)),
        Some((_, w)) => is_verb(w),
        None => false,
    }
}
