//! Words made comparable: folded, stemmed, with the words of one family (`data/en/align/families.txt`) and synonyms
//! (`synonyms.txt`) under one stem.

use rust_stemmers::{Algorithm, Stemmer};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::OnceLock,
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The word lists of `data/en/align`, parsed once.
pub struct Lexicon {
    stemmer: Stemmer,
    function: HashSet<String>,
    /// Stem to band of commonness (1: very common, 2: common).
    common: HashMap<String, u8>,
    /// Stem to the stem that stands for its group.
    synonyms: HashMap<String, String>,
    negators: HashSet<String>,
    /// Negators with the word behind them that makes them none.
    affirming: HashSet<String>,
    /// Contracted words, or their ends, with what they stand for.
    contractions: Vec<(String, String)>,
    honorifics: HashSet<String>,
    finite: HashSet<String>,
    denial_words: HashSet<String>,
    first_person: HashSet<String>,
    /// Term of a word that names a claim; whether it accuses.
    claim_words: HashMap<String, bool>,
    /// Term to the terms that stand against it.
    opposites: HashMap<String, Vec<String>>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("function", &self.function.len()).finish_non_exhaustive()
    }
}

/// The texts of the lists.
struct Lists<'a> {
    function: &'a str,
    common: &'a str,
    groups: [&'a str; 2],
    negators: &'a str,
    affirming: &'a str,
    contractions: &'a str,
    honorifics: &'a str,
    finite: &'a str,
    denial_words: &'a str,
    first_person: &'a str,
    opposites: &'a str,
    claim_words: &'a str,
}

/// The lists of English.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        Lexicon::parse(&Lists {
            function: include_str!("../../data/en/align/function_words.txt"),
            common: include_str!("../../data/en/align/common_words.txt"),
            groups: [
                include_str!("../../data/en/align/synonyms.txt"),
                include_str!("../../data/en/align/families.txt"),
            ],
            negators: include_str!("../../data/en/align/negators.txt"),
            affirming: include_str!("../../data/en/align/no_negation.txt"),
            contractions: include_str!("../../data/en/align/contractions.txt"),
            honorifics: include_str!("../../data/en/align/honorifics.txt"),
            finite: include_str!("../../data/en/align/finite.txt"),
            denial_words: include_str!("../../data/en/align/denial_words.txt"),
            first_person: include_str!("../../data/en/align/first_person.txt"),
            opposites: include_str!("../../data/en/align/opposites.txt"),
            claim_words: include_str!("../../data/en/align/claim_words.txt"),
        })
    })
}

/// The entries of a word list: its lines without comments and blank lines.
pub(super) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

impl Lexicon {
    fn parse(lists: &Lists<'_>) -> Self {
        let Lists { function, common, groups, negators, affirming, .. } = *lists;
        let Lists { contractions, honorifics, finite, opposites, claim_words, .. } = *lists;
        let Lists { denial_words, first_person, .. } = *lists;
        let stemmer = Stemmer::create(Algorithm::English);
        let stem = |w: &str| stemmer.stem(w).into_owned();
        let mut bands: HashMap<String, u8> = HashMap::new();
        for line in entries(common) {
            let (word, band) = line.split_once('\t').unwrap_or((line, "1"));
            let band = if band == "2" { 2 } else { 1 };
            // A stem is as common as its most common form.
            let known = bands.entry(stem(word)).or_insert(band);
            *known = band.min(*known);
        }
        let mut synonyms: HashMap<String, String> = HashMap::new();
        for line in groups.into_iter().flat_map(entries) {
            let stems: Vec<String> = line.split_whitespace().map(&stem).collect();
            // A word of two groups joins them: all of their words move to the stem that sorts first.
            let heads: BTreeSet<String> =
                stems.iter().map(|s| synonyms.get(s).unwrap_or(s).clone()).collect();
            let Some(first) = heads.first().cloned() else { continue };
            for head in synonyms.values_mut().filter(|h| heads.contains(*h)) {
                head.clone_from(&first);
            }
            for s in stems {
                synonyms.insert(s, first.clone());
            }
        }
        let mut against: HashMap<String, Vec<String>> = HashMap::new();
        for line in entries(opposites) {
            let mut sides = line.split('|').map(|side| {
                let terms = side.split_whitespace().map(|w| {
                    let s = stem(w);
                    synonyms.get(&s).cloned().unwrap_or(s)
                });
                terms.collect::<BTreeSet<String>>()
            });
            let (Some(one), Some(other)) = (sides.next(), sides.next()) else { continue };
            for (x, y) in [(&one, &other), (&other, &one)] {
                for word in x {
                    against.entry(word.clone()).or_default().extend(y.iter().cloned());
                }
            }
        }
        let claim_words = entries(claim_words)
            .map(|line| {
                let (word, kind) = line.split_once('\t').unwrap_or((line, ""));
                let s = stem(word);
                (synonyms.get(&s).cloned().unwrap_or(s), kind == "accusing")
            })
            .collect();
        Self {
            claim_words,
            opposites: against,
            function: entries(function).map(str::to_owned).collect(),
            common: bands,
            synonyms,
            negators: entries(negators).map(str::to_owned).collect(),
            affirming: entries(affirming).map(str::to_owned).collect(),
            contractions: entries(contractions)
                .filter_map(|line| line.split_once('\t'))
                .map(|(end, word)| (end.to_owned(), word.to_owned()))
                .collect(),
            honorifics: entries(honorifics).map(str::to_owned).collect(),
            finite: entries(finite).map(str::to_owned).collect(),
            denial_words: entries(denial_words).map(str::to_owned).collect(),
            first_person: entries(first_person).map(str::to_owned).collect(),
            stemmer,
        }
    }

    /// Whether a folded word carries no content of its own.
    pub fn is_function(&self, folded: &str) -> bool {
        self.function.contains(folded)
            || self.negators.contains(folded)
            || folded.contains('\'')
            || folded.is_empty()
    }

    /// Whether a folded word only announces a name ("Mr.", "Sen.").
    pub fn is_honorific(&self, folded: &str) -> bool {
        self.honorifics.contains(folded)
    }

    /// Whether a folded word says that something is not so, or only strengthens one that does.
    pub fn denies(&self, folded: &str) -> bool {
        self.denial_words.contains(folded)
    }

    /// Whether a folded word is how speakers call themselves ("I", "we've").
    pub fn first_person(&self, folded: &str) -> bool {
        let word = self.written_out(folded).map_or(folded, |(first, _)| first);
        self.first_person.contains(word)
    }

    /// Whether a folded word is an auxiliary or a common finite verb.
    pub fn is_finite(&self, folded: &str) -> bool {
        self.finite.contains(folded)
    }

    /// The terms that stand against a term ("support", "oppose").
    pub fn opposites(&self, term: &str) -> impl Iterator<Item = &str> {
        self.opposites.get(term).into_iter().flatten().map(String::as_str)
    }

    /// Whether a folded word names a claim without saying it ("the reports"); if so, whether it says that it accuses.
    pub fn claim_word(&self, folded: &str) -> Option<bool> {
        self.claim_words.get(&self.term(folded)).copied()
    }

    /// Whether a folded word negates what follows.
    pub fn is_negator(&self, folded: &str) -> bool {
        self.negators.contains(folded) || folded.ends_with("n't")
    }

    /// Whether a negator negates nothing before the next folded word ("no question that").
    pub fn affirms(&self, negator: &str, next: &str) -> bool {
        self.affirming.contains(&format!("{negator} {next}"))
    }

    /// The two words that a contracted one stands for ("we're": "we", "are"); `None` for any other.
    pub fn written_out<'a>(&'a self, folded: &'a str) -> Option<(&'a str, &'a str)> {
        self.contractions.iter().find_map(|(short, long)| match long.split_once(' ') {
            Some(both) => (short == folded).then_some(both),
            None => {
                let stem = folded.strip_suffix(short.as_str()).filter(|s| !s.is_empty())?;
                Some((stem, long.as_str()))
            }
        })
    }

    /// The stem that stands for a folded word and its synonyms.
    pub fn term(&self, folded: &str) -> String {
        let stem = self.stemmer.stem(folded).into_owned();
        self.synonyms.get(&stem).cloned().unwrap_or(stem)
    }

    /// How much a folded word tells by itself, 0 to 1, before it is known how many statements of the story hold it.
    pub fn weight(&self, folded: &str) -> f32 {
        match self.common.get(self.stemmer.stem(folded).as_ref()) {
            Some(1) => 0.4,
            Some(_) => 0.7,
            None => 1.0,
        }
    }
}

/// A word in lower case, without accents, with straight apostrophes and without the genitive's "'s".
pub fn fold(word: &str) -> String {
    let mut out: String = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        word.nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .map(|c| if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c })
            .collect()
    };
    for end in ["'s", "'"] {
        if let Some(cut) = out.strip_suffix(end) {
            out.truncate(cut.len());
            break;
        }
    }
    if out.contains('.') {
        out.retain(|c| c != '.');
    }
    out
}

/// The value in thousandths of a number's digits ("2,500", "10.5", "$35"), or of a small number word.
pub fn number(token: &str) -> Option<i64> {
    const WORDS: [&str; 12] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "dozen",
    ];
    if let Some(i) = WORDS.iter().position(|w| *w == token) {
        return Some(if token == "dozen" { 12_000 } else { (i as i64 + 2) * 1000 });
    }
    let digits: String = token.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    digits
        .trim_end_matches('.')
        .parse::<f64>()
        .ok()
        .filter(|v| *v < 9e12)
        .map(|v| (v * 1000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn ok_folds() {
        assert_eq!(fold("Peña’s"), "pena");
        assert_eq!(fold("U.S."), "us");
        assert_eq!(fold("don’t"), "don't");
    }

    #[test]
    fn ok_contractions_are_written_out() {
        let l = lexicon();
        assert_eq!(l.written_out("we're"), Some(("we", "are")));
        assert_eq!(l.written_out("won't"), Some(("will", "not")));
        assert_eq!(l.written_out("can't"), l.written_out("cannot"));
        assert_eq!(l.written_out("o'clock"), None);
        assert!(l.affirms("no", "question") && !l.affirms("no", "answer"));
    }

    #[test]
    fn ok_synonyms_and_inflections_share_a_term() {
        let l = lexicon();
        assert_eq!(l.term("requested"), l.term("asking"));
        assert_eq!(l.term("negotiations"), l.term("talks"));
        assert_ne!(l.term("accept"), l.term("reject"));
    }

    #[test]
    fn ok_words_of_one_family_share_a_term() {
        let l = lexicon();
        assert_eq!(l.term("destruction"), l.term("destroyed"));
        assert_eq!(l.term("thrown"), l.term("throws"));
    }

    #[test]
    fn ok_opposites_are_different_terms() {
        let l = lexicon();
        assert!(l.opposites(&l.term("supported")).any(|t| t == l.term("opposition")));
        for (term, others) in &l.opposites {
            assert!(!others.contains(term), "“{term}” is its own opposite by the synonyms");
        }
    }

    #[test]
    fn groups_stay_small() {
        let l = lexicon();
        let mut sizes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (stem, head) in &l.synonyms {
            sizes.entry(head).or_default().insert(stem);
        }
        for (head, stems) in sizes {
            assert!(stems.len() <= 14, "the group of “{head}” has grown together: {stems:?}");
        }
    }

    #[test]
    fn ok_numbers() {
        assert_eq!(number("2,500"), Some(2_500_000));
        assert_eq!(number("$1.5"), Some(1_500));
        assert_eq!(number("seven"), Some(7_000));
        assert_eq!(number("seventh"), None);
    }

    #[test]
    fn every_word_stands_in_one_group_of_synonyms() {
        let l = lexicon();
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for line in entries(include_str!("../../data/en/align/synonyms.txt")) {
            let stems: std::collections::BTreeSet<String> =
                line.split_whitespace().map(|w| l.stemmer.stem(w).into_owned()).collect();
            for stem in stems {
                assert!(!l.is_function(&stem), "{stem} is a function word");
                if let Some(other) = seen.insert(stem.clone(), line) {
                    panic!("“{stem}” stands in two groups: {other} / {line}");
                }
            }
        }
    }
}
