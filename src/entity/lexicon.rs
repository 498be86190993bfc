//! The word lists of `data/en` that tell names, roles and bodies, parsed once.

pub(crate) mod class;
mod load;

use super::Gender;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// What a word or phrase of the gazetteers stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gaz {
    /// A name of the state with this index ("China").
    Country(usize),
    /// Its adjective or demonym ("Chinese").
    Adjective(usize),
    /// Its capital ("Beijing").
    Capital(usize),
    /// A seat that speaks for its government ("Kremlin").
    Seat(usize),
    /// Any other place.
    Place,
    /// The well-known body with this index.
    Institution(usize),
    /// A party or allegiance, by the index of its group.
    Allegiance(usize),
}

/// One state.
#[derive(Debug)]
pub(crate) struct Country {
    /// Its usual name.
    pub name: &'static str,
}

/// One well-known body.
#[derive(Debug)]
pub(crate) struct Institution {
    /// Index of the state it belongs to.
    pub country: Option<usize>,
}

/// A form of address or an office before a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Title {
    /// The gender it shows.
    pub gender: Option<Gender>,
    /// Whether it is a role ("Sen.") rather than an address ("Mr.").
    pub office: bool,
    /// Whether it is a part of the name of those who are called by it and one name ("Lord", "Princess").
    pub style: bool,
}

/// A noun for what a person does or is.
#[derive(Clone, Debug)]
pub(crate) struct RoleNoun {
    /// Nouns of one class may describe the same person.
    pub class: &'static str,
    /// The gender it shows.
    pub gender: Option<Gender>,
    /// Classes that a description with this noun may pick out besides its own.
    pub also: Vec<&'static str>,
    /// Whether this form is the plural.
    pub plural: bool,
}

/// A pronoun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pronoun {
    /// 1, 2, 3, or 0 for relatives.
    pub person: u8,
    /// Whether it is plural.
    pub plural: bool,
    /// Gender of a person, where it shows one.
    pub gender: Option<Gender>,
    /// Whether it stands for things and bodies ("it").
    pub thing: bool,
    /// Its case.
    pub case: Case,
}

/// Case of a pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// "he"
    Subject,
    /// "him"
    Object,
    /// "his"
    Possessive,
    /// "himself"
    Reflexive,
    /// "who"
    Relative,
}

/// All lists of this module.
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub countries: Vec<Country>,
    pub institutions: Vec<Institution>,
    pub allegiances: Vec<&'static str>,
    /// Phrases by their first word, longest first.
    phrases: HashMap<&'static str, Vec<(Vec<&'static str>, Gaz)>>,
    given: HashMap<&'static str, Option<Gender>>,
    nicknames: HashMap<&'static str, Vec<&'static str>>,
    titles: HashMap<&'static str, Title>,
    roles: HashMap<String, RoleNoun>,
    bodies: HashMap<String, bool>,
    documents: HashMap<String, bool>,
    classes: HashMap<&'static str, u64>,
    organisation: HashSet<&'static str>,
    things: HashSet<&'static str>,
    pronouns: HashMap<&'static str, Pronoun>,
    family_first: HashSet<&'static str>,
    /// Nouns of persons that neither a role nor an ending shows.
    persons: HashSet<&'static str>,
    /// Endings of nouns of persons.
    person_endings: Vec<&'static str>,
    /// Nouns with such an ending that are no persons.
    no_persons: HashSet<&'static str>,
}

impl Lexicon {
    /// The longest phrase of the gazetteers that `words` open with, and how many words it takes.
    pub fn gazetteer(&self, words: &[&str]) -> Option<(usize, Gaz)> {
        let list = self.phrases.get(words.first()?)?;
        list.iter()
            .find(|(p, _)| p.len() <= words.len() && p.iter().zip(words).all(|(a, b)| a == b))
            .map(|(p, g)| (p.len(), *g))
    }

    /// What the whole of `words` stands for.
    pub fn gazetteer_whole(&self, words: &[&str]) -> Option<Gaz> {
        self.phrases.get(words.first()?)?.iter().find(|(p, _)| p == words).map(|(_, g)| *g)
    }

    /// Whether the folded word is a given name; the gender it shows.
    pub fn given(&self, folded: &str) -> Option<Option<Gender>> {
        self.given.get(folded).copied()
    }

    /// Whether two folded given names are forms of one name.
    pub fn same_given(&self, a: &str, b: &str) -> bool {
        a == b
            || self.nicknames.get(a).is_some_and(|l| l.contains(&b))
            || self.nicknames.get(b).is_some_and(|l| l.contains(&a))
    }

    /// The title that a word (without its full stop) is.
    pub fn title(&self, word: &str) -> Option<Title> {
        self.titles.get(incoming(word)).copied()
    }

    /// The role that a lower-case noun is.
    pub fn role(&self, noun: &str) -> Option<&RoleNoun> {
        self.roles.get(incoming(noun))
    }

    /// Whether a lower-case noun means somebody who can speak, by its class or its ending ("economists").
    pub fn person_noun(&self, noun: &str) -> bool {
        self.role(noun).is_some()
            || self.class(noun) & class::ANIMATE != 0
            || self.persons.contains(noun)
            || !self.no_persons.contains(noun)
                && noun.len() > 4
                && self.person_endings.iter().any(|e| noun.ends_with(e))
    }

    /// Whether a lower-case noun names a body, and whether it is plural.
    pub fn body(&self, noun: &str) -> Option<bool> {
        self.bodies.get(noun).copied()
    }

    /// Whether a lower-case noun names a document, and whether it is plural.
    pub fn document(&self, noun: &str) -> Option<bool> {
        self.documents.get(noun).copied()
    }

    /// The classes of a lower-case word.
    pub fn class(&self, lower: &str) -> u64 {
        self.classes.get(lower).copied().unwrap_or(0)
    }

    /// Whether a word as printed is one that names of bodies end with.
    pub fn organisation_word(&self, word: &str) -> bool {
        self.organisation.contains(word)
    }

    /// Whether names that end with this word as printed are places, laws or works.
    pub fn thing_word(&self, word: &str) -> bool {
        self.things.contains(word)
    }

    /// The pronoun that a lower-case word is.
    pub fn pronoun(&self, lower: &str) -> Option<Pronoun> {
        self.pronouns.get(lower).copied()
    }

    /// Whether a folded family name stands before the given name by custom.
    pub fn family_first(&self, folded: &str) -> bool {
        self.family_first.contains(folded)
    }
}

/// The lists, parsed on first use.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::load)
}

/// A title without what tells that its holder does not hold it yet or any more, or not alone: "speaker-to-be",
/// "ex-wife", "co-author".
fn incoming(title: &str) -> &str {
    ["-elect", "-to-be", "-designate", "-in-waiting", "-nominate"]
        .iter()
        .find_map(|e| title.strip_suffix(e))
        .or_else(|| ["ex-", "co-"].iter().find_map(|e| title.strip_prefix(e)))
        .unwrap_or(title)
}

/// Lower-case letters without their marks: "Peña" and "PENA" are "pena".
pub(crate) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        match c {
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            '’' | '‘' | 'ʼ' | 'ʻ' => out.push('\''),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{load::*, *};

    #[test]
    fn ok_plurals() {
        for (one, many) in [
            ("spokeswoman", "spokeswomen"),
            ("spokesperson", "spokespeople"),
            ("attorney", "attorneys"),
            ("deputy", "deputies"),
            ("witness", "witnesses"),
            ("mother-in-law", "mothers-in-law"),
        ] {
            assert_eq!(plural(one), many);
            assert!(lexicon().role(many).is_some_and(|r| r.plural), "{many}");
        }
    }

    #[test]
    fn ok_capital_seat_and_adjective_lead_to_one_state() {
        let at = |w: &[&str]| match lexicon().gazetteer_whole(w) {
            Some(Gaz::Country(i) | Gaz::Adjective(i) | Gaz::Capital(i) | Gaz::Seat(i)) => {
                lexicon().countries[i].name
            }
            other => panic!("{w:?}: {other:?}"),
        };
        assert_eq!(at(&["Beijing"]), "China");
        assert_eq!(at(&["Downing", "Street"]), "Britain");
        assert_eq!(at(&["South", "Koreans"]), "South Korea");
        assert_eq!(at(&["U.S"]), "United States");
    }

    #[test]
    fn err_no_word_opens_two_titles_with_different_genders() {
        for list in [TITLES, ROLES, PRONOUNS] {
            let mut seen = HashSet::new();
            for line in lines(list) {
                let word = line.split('\t').next().unwrap_or("");
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
    }
}
