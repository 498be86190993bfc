//! Parses the lists of `data/en`.

use super::*;

pub(super) const COUNTRIES: &str = include_str!("../../../data/en/countries.tsv");
pub(super) const PLACES: &str = include_str!("../../../data/en/places.txt");
pub(super) const INSTITUTIONS: &str = include_str!("../../../data/en/institutions.tsv");
pub(super) const PARTIES: &str = include_str!("../../../data/en/parties.tsv");
pub(super) const GIVEN: &str = include_str!("../../../data/en/given_names.tsv");
pub(super) const NICKNAMES: &str = include_str!("../../../data/en/nicknames.tsv");
pub(super) const TITLES: &str = include_str!("../../../data/en/titles.tsv");
pub(super) const ROLES: &str = include_str!("../../../data/en/roles.tsv");
pub(super) const BODIES: &str = include_str!("../../../data/en/bodies.txt");
pub(super) const DOCUMENTS: &str = include_str!("../../../data/en/documents.txt");
pub(super) const PERSON_NOUNS: &str = include_str!("../../../data/en/person_nouns.txt");
pub(super) const GRAMMAR: &str = include_str!("../../../data/en/grammar.tsv");
pub(super) const ORGANISATION: &str = include_str!("../../../data/en/organisation_words.txt");
pub(super) const THINGS: &str = include_str!("../../../data/en/thing_words.txt");
pub(super) const COMMON: &str = include_str!("../../../data/en/common_words.txt");
pub(super) const PRONOUNS: &str = include_str!("../../../data/en/pronouns.tsv");
pub(super) const FAMILY_FIRST: &str = include_str!("../../../data/en/family_first.txt");

/// The lines of a list that hold entries.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

pub(super) fn gender(field: &str) -> Option<Gender> {
    match field {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    }
}

/// The plural of an English noun, by rule; of a phrase, that of its last word.
pub(super) fn plural(noun: &str) -> String {
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
    pub(super) fn load() -> Self {
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
            self.titles.insert(
                word,
                Title {
                    gender: g,
                    office: f.next() == Some("office"),
                    style: f.next() == Some("style"),
                },
            );
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
}
