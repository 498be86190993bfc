//! The word lists of `data/en` that tell names, roles and bodies, parsed once.

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

/// Classes of function words, as bits.
pub(crate) mod class {
    /// Articles, demonstratives and the like.
    pub const DETERMINER: u32 = 1;
    /// "the", "this", "these".
    pub const DEFINITE: u32 = 1 << 1;
    /// "a", "some".
    pub const INDEFINITE: u32 = 1 << 2;
    /// "several", "three", "at least".
    pub const QUANTIFIER: u32 = 1 << 3;
    /// "two" of "two of the people".
    pub const PARTITIVE: u32 = 1 << 4;
    /// Prepositions.
    pub const PREPOSITION: u32 = 1 << 5;
    /// Words inside names of bodies.
    pub const LINKER: u32 = 1 << 6;
    /// Words inside names of people.
    pub const PARTICLE: u32 = 1 << 7;
    /// "who".
    pub const RELATIVE: u32 = 1 << 8;
    /// "and".
    pub const CONJUNCTION: u32 = 1 << 9;
    /// "when".
    pub const SUBORDINATOR: u32 = 1 << 10;
    /// "is", "would".
    pub const AUXILIARY: u32 = 1 << 11;
    /// Frequent verbs and what stands between subject and verb.
    pub const VERB: u32 = 1 << 12;
    /// Months and days.
    pub const CALENDAR: u32 = 1 << 13;
    /// "Jr."
    pub const SUFFIX: u32 = 1 << 14;
    /// Words that open a sentence with a capital letter and are no names.
    pub const OPENER: u32 = 1 << 15;
    /// Modifiers before a title.
    pub const FORMER: u32 = 1 << 16;
    /// "from" of "the statement from".
    pub const ISSUE: u32 = 1 << 17;
    /// "for" of "spokesman for".
    pub const FOR: u32 = 1 << 18;
    /// Nouns of people without a role.
    pub const ANIMATE: u32 = 1 << 19;
    /// Adverbs between a subject and its verb.
    pub const ADVERB: u32 = 1 << 20;
    /// "not".
    pub const NEGATIVE: u32 = 1 << 21;
    /// An ordinary word of English.
    pub const COMMON: u32 = 1 << 22;
    /// A word that ends or opens the name of a body.
    pub const ORGANISATION: u32 = 1 << 23;

    /// Cues that go on with what was said: "added".
    pub const CONTINUING: u32 = 1 << 24;

    /// Classes of roles whose holders news texts name sooner or later.
    pub const NAMED_OFFICE: u32 = 1 << 25;
    /// Months that are names of people as well.
    pub const NAME_MONTH: u32 = 1 << 26;

    /// Participles that tell how somebody came to be quoted, no part of the description.
    pub const REPORTED: u32 = 1 << 27;

    /// Ordinary words that stand before a title as part of it: "acting", "freshman".
    pub const ROLE_MODIFIER: u32 = 1 << 28;

    /// Adjectives that follow the noun they describe: "officials familiar with the talks".
    pub const POSTPOSED: u32 = 1 << 29;

    pub(super) const NAMES: [(&str, u32); 28] = [
        ("postposed", POSTPOSED),
        ("role_modifier", ROLE_MODIFIER),
        ("determiner", DETERMINER),
        ("definite", DEFINITE),
        ("indefinite", INDEFINITE),
        ("quantifier", QUANTIFIER),
        ("partitive", PARTITIVE),
        ("preposition", PREPOSITION),
        ("linker", LINKER),
        ("particle", PARTICLE),
        ("relative", RELATIVE),
        ("conjunction", CONJUNCTION),
        ("subordinator", SUBORDINATOR),
        ("auxiliary", AUXILIARY),
        ("verb", VERB),
        ("calendar", CALENDAR),
        ("suffix", SUFFIX),
        ("opener", OPENER),
        ("former", FORMER),
        ("document_issue", ISSUE),
        ("for", FOR),
        ("animate", ANIMATE),
        ("adverb", ADVERB),
        ("negative", NEGATIVE),
        ("continuing", CONTINUING),
        ("named_office", NAMED_OFFICE),
        ("reported", REPORTED),
        ("name_month", NAME_MONTH),
    ];
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
    classes: HashMap<&'static str, u32>,
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

const COUNTRIES: &str = include_str!("../../data/en/countries.tsv");
const PLACES: &str = include_str!("../../data/en/places.txt");
const INSTITUTIONS: &str = include_str!("../../data/en/institutions.tsv");
const PARTIES: &str = include_str!("../../data/en/parties.tsv");
const GIVEN: &str = include_str!("../../data/en/given_names.tsv");
const NICKNAMES: &str = include_str!("../../data/en/nicknames.tsv");
const TITLES: &str = include_str!("../../data/en/titles.tsv");
const ROLES: &str = include_str!("../../data/en/roles.tsv");
const BODIES: &str = include_str!("../../data/en/bodies.txt");
const DOCUMENTS: &str = include_str!("../../data/en/documents.txt");
const PERSON_NOUNS: &str = include_str!("../../data/en/person_nouns.txt");
const GRAMMAR: &str = include_str!("../../data/en/grammar.tsv");
const ORGANISATION: &str = include_str!("../../data/en/organisation_words.txt");
const THINGS: &str = include_str!("../../data/en/thing_words.txt");
const COMMON: &str = include_str!("../../data/en/common_words.txt");
const PRONOUNS: &str = include_str!("../../data/en/pronouns.tsv");
const FAMILY_FIRST: &str = include_str!("../../data/en/family_first.txt");

/// The lines of a list that hold entries.
fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn gender(field: &str) -> Option<Gender> {
    match field {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    }
}

/// The plural of an English noun, by rule; of a phrase, that of its last word.
fn plural(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("woman") {
        return format!("{stem}women");
    }
    if let Some(stem) = noun.strip_suffix("man") {
        return format!("{stem}men");
    }
    if let Some(stem) = noun.strip_suffix("person") {
        return format!("{stem}people");
    }
    if let Some(stem) = noun.strip_suffix("-in-law") {
        return format!("{stem}s-in-law");
    }
    let consonant_y = noun.ends_with('y')
        && !noun.ends_with("ay")
        && !noun.ends_with("ey")
        && !noun.ends_with("oy");
    if consonant_y {
        return format!("{}ies", &noun[..noun.len() - 1]);
    }
    if ["s", "ch", "sh", "x"].iter().any(|e| noun.ends_with(e)) {
        return format!("{noun}es");
    }
    if noun == "wife" {
        return "wives".into();
    }
    format!("{noun}s")
}

impl Lexicon {
    fn load() -> Self {
        let mut lex = Lexicon {
            countries: Vec::new(),
            institutions: Vec::new(),
            allegiances: Vec::new(),
            phrases: HashMap::new(),
            given: HashMap::new(),
            nicknames: HashMap::new(),
            titles: HashMap::new(),
            roles: HashMap::new(),
            bodies: HashMap::new(),
            documents: HashMap::new(),
            classes: HashMap::new(),
            organisation: HashSet::new(),
            things: HashSet::new(),
            pronouns: HashMap::new(),
            family_first: HashSet::new(),
            persons: HashSet::new(),
            person_endings: Vec::new(),
            no_persons: HashSet::new(),
        };
        lex.load_gazetteers();
        lex.load_people();
        lex.load_grammar();
        lex
    }

    fn phrase(&mut self, words: &'static str, what: Gaz) {
        let words: Vec<&'static str> = words.split(' ').map(|w| w.trim_end_matches('.')).collect();
        let list = self.phrases.entry(words[0]).or_default();
        list.push((words, what));
        list.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
    }

    fn load_gazetteers(&mut self) {
        for (i, line) in lines(COUNTRIES).enumerate() {
            let fields: Vec<&'static str> = line.split('\t').collect();
            let field = |n: usize| fields.get(n).copied().unwrap_or("");
            let forms = |n: usize| field(n).split('|').filter(|f| !f.is_empty());
            self.countries.push(Country { name: field(0) });
            self.phrase(field(0), Gaz::Country(i));
            let all: Vec<(&'static str, Gaz)> = forms(1)
                .map(|f| (f, Gaz::Country(i)))
                .chain(forms(2).map(|f| (f, Gaz::Adjective(i))))
                .chain(forms(3).map(|f| (f, Gaz::Capital(i))))
                .chain(forms(4).map(|f| (f, Gaz::Seat(i))))
                .collect();
            for (f, g) in all {
                self.phrase(f, g);
            }
        }
        for place in lines(PLACES) {
            self.phrase(place, Gaz::Place);
        }
        for line in lines(INSTITUTIONS) {
            let mut fields = line.split('\t');
            let name = fields.next().unwrap_or("");
            let forms = fields.next().unwrap_or("");
            let state = fields.next().unwrap_or("");
            let country = self.countries.iter().position(|c| c.name == state);
            let at = self.institutions.len();
            self.institutions.push(Institution { country });
            self.phrase(name, Gaz::Institution(at));
            for f in forms.split('|').filter(|f| !f.is_empty()) {
                self.phrase(f, Gaz::Institution(at));
            }
        }
        for line in lines(PARTIES) {
            let (one, group) = line.split_once('\t').unwrap_or((line, line));
            let at = self.allegiances.iter().position(|a| *a == group).unwrap_or_else(|| {
                self.allegiances.push(group);
                self.allegiances.len() - 1
            });
            self.phrase(one, Gaz::Allegiance(at));
            if !self.phrases.get(group).is_some_and(|l| l.iter().any(|(w, _)| w == &[group])) {
                self.phrase(group, Gaz::Allegiance(at));
            }
        }
    }

    fn load_people(&mut self) {
        for line in lines(GIVEN) {
            if let Some((name, g)) = line.split_once('\t') {
                self.given.insert(name, gender(g));
            }
        }
        for line in lines(NICKNAMES) {
            if let Some((name, forms)) = line.split_once('\t') {
                self.nicknames.insert(name, forms.split(' ').collect());
            }
        }
        for line in lines(TITLES) {
            let mut f = line.split('\t');
            let word = f.next().unwrap_or("");
            let g = gender(f.next().unwrap_or(""));
            self.titles.insert(word, Title { gender: g, office: f.next() == Some("office") });
        }
        for line in lines(ROLES) {
            let mut f = line.split('\t');
            let noun = f.next().unwrap_or("");
            let class = f.next().unwrap_or("");
            let g = gender(f.next().unwrap_or(""));
            let also: Vec<&'static str> =
                f.next().unwrap_or("").split(' ').filter(|w| !w.is_empty()).collect();
            let one = RoleNoun { class, gender: g, also, plural: false };
            let many = RoleNoun { plural: true, ..one.clone() };
            self.roles.insert(plural(&noun.to_lowercase()), many);
            self.roles.insert(noun.to_lowercase(), one);
        }
        self.family_first.extend(lines(FAMILY_FIRST));
    }

    fn load_grammar(&mut self) {
        for (list, map) in [(BODIES, &mut self.bodies), (DOCUMENTS, &mut self.documents)] {
            for noun in lines(list) {
                map.insert(plural(noun), true);
                map.insert(noun.to_string(), false);
            }
        }
        self.bodies.insert("police".into(), true);
        for line in lines(GRAMMAR) {
            let (name, words) = line.split_once('\t').unwrap_or((line, ""));
            let bit = class::NAMES
                .iter()
                .find(|(n, _)| *n == name)
                .unwrap_or_else(|| panic!("data/en/grammar.tsv: unknown class {name}"))
                .1;
            for w in words.split(' ') {
                *self.classes.entry(w).or_default() |= bit;
            }
        }
        for w in lines(COMMON) {
            *self.classes.entry(w).or_default() |= class::COMMON;
        }
        self.organisation.extend(lines(ORGANISATION).map(|w| w.trim_end_matches('.')));
        self.things.extend(lines(THINGS));
        for line in lines(PERSON_NOUNS) {
            match (line.strip_prefix('-'), line.strip_prefix('!')) {
                (Some(ending), _) => self.person_endings.push(ending),
                (_, Some(word)) => {
                    self.no_persons.insert(word);
                }
                _ => {
                    self.persons.insert(line);
                }
            }
        }
        for line in lines(PRONOUNS) {
            let f: Vec<&'static str> = line.split('\t').collect();
            if let [word, person, number, g, case] = f[..] {
                let case = match case {
                    "object" => Case::Object,
                    "possessive" => Case::Possessive,
                    "reflexive" => Case::Reflexive,
                    "relative" => Case::Relative,
                    _ => Case::Subject,
                };
                let p = Pronoun {
                    person: person.parse().unwrap_or(0),
                    plural: number == "p",
                    gender: gender(g),
                    thing: g == "n",
                    case,
                };
                self.pronouns.insert(word, p);
            }
        }
    }

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
        self.titles.get(word).copied()
    }

    /// The role that a lower-case noun is.
    pub fn role(&self, noun: &str) -> Option<&RoleNoun> {
        self.roles.get(noun)
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
    pub fn class(&self, lower: &str) -> u32 {
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
    use super::*;

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
