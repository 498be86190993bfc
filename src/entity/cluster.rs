//! Names of one article that mean the same: partial names, initials, nicknames, acronyms.

use super::{
    EntityKind, Gender,
    lexicon::{Gaz, Lexicon, class, fold},
    names::{Name, NameKind},
    words::{Shape, Words},
};
use crate::config::SpeakerEntry;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A role as this stage works with it.
#[derive(Clone, Debug)]
pub(crate) struct RoleDraft {
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// Class of its head noun ("spokesman"), "" where it has none (a party, a state).
    pub class: &'static str,
    /// What names inside the role stand for: the body spoken for, the state.
    pub related: Vec<Related>,
}

/// What a name inside a role or a description stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Related {
    /// An entity of the article.
    Entity(usize),
    /// A state.
    Country(usize),
    /// A party or allegiance.
    Allegiance(usize),
    /// Another place, by the hash of its name.
    Place(u64),
}

/// An entity in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// What it is.
    pub kind: EntityKind,
    /// Fullest form.
    pub name: String,
    /// Other forms.
    pub forms: Vec<String>,
    /// Folded words of the fullest form, without titles and suffixes.
    pub tokens: Vec<String>,
    /// "jr" where the text names somebody else who differs by that alone.
    pub generation: Option<String>,
    /// Roles, in the order of the text.
    pub roles: Vec<RoleDraft>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Whether the gender comes from the list of given names only.
    pub gender_by_name: bool,
    /// Whether it is several people.
    pub plural: bool,
    /// State it belongs to or governs.
    pub country: Option<usize>,
    /// Number of names that mean it.
    pub count: usize,
    /// Head noun of a description, lower case.
    pub head: String,
    /// What the modifiers of a description stand for.
    pub related: Vec<Related>,
}

impl Draft {
    /// A new entity without roles.
    pub fn new(kind: EntityKind, name: String) -> Self {
        Draft {
            kind,
            name,
            forms: Vec::new(),
            tokens: Vec::new(),
            generation: None,
            roles: Vec::new(),
            gender: None,
            gender_by_name: false,
            plural: false,
            country: None,
            count: 0,
            head: String::new(),
            related: Vec::new(),
        }
    }
}

/// What a name was resolved to.
#[derive(Clone, Debug)]
pub(crate) enum Link {
    /// An entity.
    Entity(usize),
    /// One of several people with this name; the text decides, or nobody.
    Ambiguous(Vec<usize>),
    /// A state, capital or seat: an entity only where it acts.
    Country(usize),
    /// Another place.
    Place,
    /// A demonym or allegiance: a group where it stands alone.
    Group(Gaz),
    /// A title alone.
    Office,
}

/// The named entities of an article and what each name means.
#[derive(Clone, Debug)]
pub(crate) struct Clusters {
    /// Entities.
    pub entities: Vec<Draft>,
    /// For each name, what it means.
    pub links: Vec<Link>,
}

/// Folded words of a name without suffixes.
fn tokens(words: &Words<'_>, n: &Name) -> Vec<String> {
    words.all[n.from..n.to]
        .iter()
        .filter(|w| w.word() && !w.is(class::SUFFIX))
        .map(|w| fold(w.text))
        .collect()
}

/// The suffix of a name: "jr".
fn suffix(words: &Words<'_>, n: &Name) -> Option<String> {
    words.all[n.from..n.to]
        .iter()
        .rev()
        .find(|w| w.word() && w.is(class::SUFFIX))
        .map(|w| fold(w.text))
}

fn is_initial(token: &str) -> bool {
    token.chars().count() == 1 || (token.contains('.') && token.len() <= 4)
}

/// Whether two full names can be one person: the same family name, given names that agree, middle initials
/// that do not clash. Either may be a part of the other ("Peña Nieto", "Enrique Peña Nieto").
pub(crate) fn compatible(a: &[String], b: &[String], lex: &Lexicon) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() >= 2 && long.windows(short.len()).any(|w| w == short) {
        return true;
    }
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
    if last_a != last_b || a.len() < 2 || b.len() < 2 {
        return false;
    }
    let (first_a, first_b) = (&a[0], &b[0]);
    let initial = |x: &str, y: &str| {
        is_initial(x) && y.starts_with(&x[..x.chars().next().map_or(0, char::len_utf8)])
    };
    let first = lex.same_given(first_a, first_b)
        || initial(first_a, first_b)
        || initial(first_b, first_a)
        // A middle name that somebody goes by: "J. Edgar Hoover", "Edgar Hoover".
        || a[1..a.len() - 1].iter().any(|m| m == first_b && !is_initial(m))
        || b[1..b.len() - 1].iter().any(|m| m == first_a && !is_initial(m));
    let middle_a = &a[1..a.len() - 1];
    let middle_b = &b[1..b.len() - 1];
    let clash = match (middle_a.first(), middle_b.first()) {
        (Some(x), Some(y)) => x.chars().next() != y.chars().next(),
        _ => false,
    };
    first && !clash
}

struct Builder<'a> {
    words: &'a Words<'a>,
    lex: &'static Lexicon,
    names: &'a [Name],
    entities: Vec<Draft>,
    links: Vec<Link>,
    institutions: HashMap<usize, usize>,
    /// Words that stand alone as names somewhere.
    short: HashSet<String>,
}

/// Groups the names of an article.
///
/// `known` are the editor's speakers, whose aliases mean one entity.
pub(crate) fn cluster(
    words: &Words<'_>,
    lex: &'static Lexicon,
    names: &[Name],
    known: &[SpeakerEntry],
) -> Clusters {
    let mut b = Builder {
        words,
        lex,
        names,
        entities: Vec::new(),
        links: vec![Link::Office; names.len()],
        institutions: HashMap::new(),
        short: HashSet::new(),
    };
    b.short = b.alone();
    b.listed();
    b.organisations();
    b.people();
    b.namesakes();
    b.single();
    b.aliases(known);
    Clusters { entities: b.entities, links: b.links }
}

impl Builder<'_> {
    fn listed(&mut self) {
        for (i, n) in self.names.iter().enumerate() {
            let NameKind::Listed(g) = n.kind else { continue };
            self.links[i] = match g {
                Gaz::Country(c) | Gaz::Capital(c) | Gaz::Seat(c) => Link::Country(c),
                Gaz::Place => Link::Place,
                Gaz::Adjective(_) | Gaz::Allegiance(_) => Link::Group(g),
                Gaz::Institution(k) => {
                    let form = self.words.of(n.from, n.to).to_string();
                    let at = *self.institutions.entry(k).or_insert_with(|| {
                        let mut d = Draft::new(EntityKind::Organisation, form.clone());
                        d.tokens = tokens(self.words, n);
                        d.country = self.lex.institutions[k].country;
                        self.entities.push(d);
                        self.entities.len() - 1
                    });
                    self.add_form(at, form);
                    Link::Entity(at)
                }
            };
        }
    }

    /// Adds a form of an entity's name; the longest becomes its name.
    fn add_form(&mut self, at: usize, form: String) {
        let d = &mut self.entities[at];
        d.count += 1;
        if form == d.name || d.forms.contains(&form) {
            return;
        }
        let words = |s: &str| s.split(' ').filter(|w| w.len() > 2 || !w.ends_with('.')).count();
        // "Honest Ann Smith" is no fuller than "Ann Smith".
        let given = |s: &str| {
            let first = fold(s.split(' ').next().unwrap_or_default().trim_end_matches('.'));
            is_initial(&first) || self.lex.given(&first).is_some()
        };
        let person = d.kind == EntityKind::Person;
        let epithet = person && given(&d.name) && !given(&form);
        let fuller = (words(&form), form.len()) > (words(&d.name), d.name.len()) && !epithet
            || person && words(&d.name) > 2 && words(&form) > 1 && given(&form) && !given(&d.name);
        if fuller {
            let old = std::mem::replace(&mut d.name, form);
            d.forms.push(old);
        } else {
            d.forms.push(form);
        }
    }

    fn organisations(&mut self) {
        let mut order: Vec<usize> = (0..self.names.len())
            .filter(|&i| match self.names[i].kind {
                NameKind::Organisation => !self.shouted(i),
                NameKind::MaybeBody => !self.person_after_all(i),
                _ => self.group_name(i),
            })
            .collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(self.names[i].to - self.names[i].from), i));
        for i in order {
            let n = &self.names[i];
            let toks = tokens(self.words, n);
            let form = self.words.of(n.from, n.to).to_string();
            if let Some(c) = self.state_government(n) {
                self.links[i] = Link::Country(c);
                continue;
            }
            let found: Vec<usize> = (0..self.entities.len())
                .filter(|&e| self.same_body(&self.entities[e], &toks, &form))
                .collect();
            let at = match found[..] {
                [one] => one,
                // Several longer names end alike: only the same name again is sure.
                _ => match found.iter().find(|&&e| self.entities[e].tokens == toks) {
                    Some(&e) => e,
                    None => {
                        let mut d = Draft::new(EntityKind::Organisation, form.clone());
                        d.tokens = toks;
                        d.country = self.country_in(n.from, n.to);
                        // "Senate Democrats"
                        let last = self.words.all[n.to - 1].text;
                        let group =
                            matches!(self.lex.gazetteer_whole(&[last]), Some(Gaz::Allegiance(_)));
                        if group && last.ends_with('s') {
                            d.kind = EntityKind::Group;
                            d.plural = true;
                        }
                        self.entities.push(d);
                        self.entities.len() - 1
                    }
                },
            };
            self.add_form(at, form);
            self.links[i] = Link::Entity(at);
        }
    }

    /// Words that stand alone as names inside sentences, without "the".
    fn alone(&self) -> HashSet<String> {
        let lone = |n: &&Name| {
            matches!(n.kind, NameKind::Unknown | NameKind::Person)
                && n.to - n.from == 1
                && !(n.outer > 0 && self.words.all[n.outer - 1].is(class::DETERMINER))
        };
        self.names.iter().filter(lone).map(|n| self.words.all[n.from].text.to_string()).collect()
    }

    /// "Rush Barker" with an ordinary word in it: a person if "Barker" stands alone elsewhere.
    fn person_after_all(&self, i: usize) -> bool {
        let n = &self.names[i];
        let last = &self.words.all[n.to - 1];
        n.to - n.from <= 3
            && self.short.contains(last.text)
            && !last.is(class::COMMON | class::ORGANISATION)
            && !(n.from > 0 && self.words.all[n.from - 1].is(class::DETERMINER))
    }

    /// A listed place or body that is a person's family name in this text: "Jack Ford", then "Ford said".
    fn namesakes(&mut self) {
        for i in 0..self.names.len() {
            let n = &self.names[i];
            let listed = matches!(
                n.kind,
                NameKind::Listed(
                    Gaz::Institution(_) | Gaz::Place | Gaz::Capital(_) | Gaz::Country(_)
                )
            );
            if !listed || n.to - n.from != 1 {
                continue;
            }
            let toks = tokens(self.words, n);
            let bearers = self.bearers(&toks, None);
            let person = bearers.first().is_some_and(|&e| {
                self.entities[e].kind == EntityKind::Person
                    && self.entities[e].tokens.last() == toks.last()
            });
            let word = &self.words.all[n.from];
            let place =
                matches!(n.kind, NameKind::Listed(Gaz::Place | Gaz::Capital(_) | Gaz::Country(_)));
            let before = n.from.checked_sub(1).map(|k| &self.words.all[k]);
            let article = before.is_some_and(|w| w.is(class::DETERMINER)) && word.joined;
            let located = place
                && before.is_some_and(|w| {
                    matches!(w.lower.as_ref(), "in" | "at" | "to" | "from" | "near" | ",")
                });
            if !person || article || located || word.shape == Shape::Upper {
                continue;
            }
            let form = self.words.of(n.from, n.to).to_string();
            match bearers[..] {
                [one] => self.add_person(i, one, form),
                _ => self.links[i] = Link::Ambiguous(bearers),
            }
        }
    }

    /// Several unexplained capitalised words after "the" are no person.
    fn group_name(&self, i: usize) -> bool {
        let n = &self.names[i];
        n.kind == NameKind::MaybePerson
            && n.outer == n.from
            && n.from > 0
            && matches!(self.words.all[n.from - 1].lower.as_ref(), "the" | "a" | "an")
            && self.words.all[n.from].joined
    }

    fn same_body(&self, d: &Draft, toks: &[String], form: &str) -> bool {
        if d.tokens == toks && d.kind != EntityKind::Person {
            return true;
        }
        if d.kind != EntityKind::Organisation {
            return false;
        }
        let acronym: String = form.chars().filter(|c| c.is_alphabetic()).collect();
        if toks.len() == 1 && acronym.len() >= 2 && acronym.chars().all(char::is_uppercase) {
            let initials: String = d
                .name
                .split(' ')
                .filter_map(|w| w.chars().next())
                .filter(|c| c.is_uppercase())
                .collect();
            return initials == acronym;
        }
        // "the Post" for "Washington Post"
        let word = toks.len() == 1 && self.lex.organisation_word(form);
        (toks.len() >= 2 || word) && toks.len() < d.tokens.len() && d.tokens.ends_with(toks)
    }

    /// "PENCE" in a transcript where "Mike Pence" is named.
    fn shouted(&self, i: usize) -> bool {
        let n = &self.names[i];
        if n.to - n.from != 1 || self.words.all[n.from].shape != Shape::Upper {
            return false;
        }
        let word = fold(self.words.all[n.from].text);
        self.names.iter().any(|m| {
            matches!(m.kind, NameKind::Person | NameKind::MaybePerson)
                && self.words.all[m.to - 1].shape == Shape::Capital
                && fold(self.words.all[m.to - 1].text) == word
        })
    }

    /// "Government of China", "British Government": the state.
    fn state_government(&self, n: &Name) -> Option<usize> {
        let words = &self.words.all[n.from..n.to];
        words.iter().position(|w| w.text == "Government")?;
        let country = self.country_in(n.from, n.to)?;
        let other = words
            .iter()
            .filter(|w| !w.is(class::LINKER | class::DETERMINER) && w.text != "Government");
        (other.count() <= 2).then_some(country)
    }

    fn country_in(&self, from: usize, to: usize) -> Option<usize> {
        let texts: Vec<&str> = self.words.all[from..to].iter().map(|w| w.text).collect();
        (0..texts.len()).find_map(|k| match self.lex.gazetteer(&texts[k..])?.1 {
            Gaz::Country(c) | Gaz::Adjective(c) | Gaz::Seat(c) => Some(c),
            _ => None,
        })
    }

    fn people(&mut self) {
        let mut order: Vec<usize> = (0..self.names.len())
            .filter(|&i| {
                let kind = self.names[i].kind;
                (matches!(kind, NameKind::Person | NameKind::MaybePerson)
                    && !self.group_name(i)
                    && self.full(i))
                    || (kind == NameKind::MaybeBody && self.person_after_all(i))
            })
            .collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(self.names[i].to - self.names[i].from), i));
        let mut by_form: BTreeMap<(Vec<String>, Option<String>), usize> = BTreeMap::new();
        let order: Vec<(usize, Option<String>)> =
            order.iter().map(|&i| (i, self.generation(i, &order))).collect();
        for (i, generation) in order {
            let n = &self.names[i];
            let toks = tokens(self.words, n);
            let form = self.words.of(n.from, n.to).to_string();
            let key = (toks.clone(), generation.clone());
            let known = by_form.get(&key).copied().or_else(|| {
                let mut fit = (0..self.entities.len()).filter(|&e| {
                    self.entities[e].kind == EntityKind::Person
                        && self.entities[e].generation == generation
                        && compatible(&self.entities[e].tokens, &toks, self.lex)
                });
                // "John Smith" with both "John A. Smith" and "John B. Smith" in the text fits neither.
                fit.next().filter(|_| fit.next().is_none())
            });
            let at = known.unwrap_or_else(|| {
                let mut d = Draft::new(EntityKind::Person, form.clone());
                d.tokens = toks.clone();
                d.generation = generation;
                self.entities.push(d);
                self.entities.len() - 1
            });
            by_form.insert(key, at);
            self.add_person(i, at, form);
        }
    }

    /// The suffix of name `i` if the text also names somebody without it: "Ann Smith" and "Ann Smith Jr." are two
    /// people, "Ann B. Smith Jr." is the Ann Smith of the lines below.
    fn generation(&self, i: usize, people: &[usize]) -> Option<String> {
        let n = &self.names[i];
        let own = suffix(self.words, n)?;
        let toks = tokens(self.words, n);
        let first = people
            .iter()
            .map(|&j| &self.names[j])
            .filter(|m| suffix(self.words, m).is_some() && tokens(self.words, m) == toks)
            .map(|m| m.from)
            .min()?;
        let elder = |m: &Name| {
            let other = tokens(self.words, m);
            suffix(self.words, m).is_none()
                && !self.words.titled[self.words.all[m.from].sentence]
                && (other == toks || m.from < first && compatible(&other, &toks, self.lex))
        };
        people.iter().any(|&j| elder(&self.names[j])).then_some(own)
    }

    /// Whether the name has two words that count.
    fn full(&self, i: usize) -> bool {
        let t = tokens(self.words, &self.names[i]);
        t.iter().filter(|t| !is_initial(t)).count() >= 2
            || (t.len() >= 2 && self.names[i].kind == NameKind::Person)
    }

    fn add_person(&mut self, i: usize, at: usize, form: String) {
        let gender = self.shown_gender(i);
        self.add_form(at, form);
        let d = &mut self.entities[at];
        if let Some(g) = gender {
            d.gender = Some(g);
            d.gender_by_name = false;
        } else if d.gender.is_none() {
            let given = d.tokens.iter().take(2).find(|t| !is_initial(t));
            if d.tokens.len() > 1
                && let Some(Some(g)) = given.and_then(|t| self.lex.given(t))
                && !self.lex.family_first(&d.tokens[0])
            {
                d.gender = Some(g);
                d.gender_by_name = true;
            }
        }
        self.links[i] = Link::Entity(at);
    }

    /// Gender that the title before the name shows.
    fn shown_gender(&self, i: usize) -> Option<Gender> {
        let n = &self.names[i];
        self.words.all[n.outer..n.from].iter().rev().find_map(|w| {
            self.lex
                .title(w.text)
                .and_then(|t| t.gender)
                .or_else(|| self.lex.role(&w.lower).and_then(|r| r.gender))
        })
    }

    /// Names of one word: a part of a full name, or a name of their own.
    fn single(&mut self) {
        let mut rest: Vec<usize> = (0..self.names.len())
            .filter(|&i| {
                let unresolved = matches!(self.links[i], Link::Office);
                unresolved
                    && (matches!(
                        self.names[i].kind,
                        NameKind::Person
                            | NameKind::MaybePerson
                            | NameKind::MaybeBody
                            | NameKind::Unknown
                    ) || self.shouted(i))
            })
            .collect();
        // Titles tell what the bare name means elsewhere: "Obama" in a headline, "Mr. Obama" below.
        rest.sort_by_key(|&i| (self.names[i].kind == NameKind::Unknown, i));
        for i in rest {
            let n = &self.names[i];
            let toks = tokens(self.words, n);
            let form = self.words.of(n.from, n.to).to_string();
            if toks.is_empty() {
                continue;
            }
            let gender = self.shown_gender(i);
            let mut found = self.bearers(&toks, gender);
            // "Smith Jr." is the one of the Smiths who has the suffix.
            if let Some(own) = suffix(self.words, n)
                && found.iter().any(|&e| self.entities[e].generation.as_ref() == Some(&own))
            {
                found.retain(|&e| self.entities[e].generation.as_ref() == Some(&own));
            }
            match found[..] {
                [] => {
                    let at = self.own(i, &toks, &form);
                    if self.entities[at].kind == EntityKind::Person {
                        self.add_person(i, at, form);
                    } else {
                        self.add_form(at, form);
                    }
                    self.links[i] = Link::Entity(at);
                }
                [one] => {
                    if self.entities[one].kind == EntityKind::Person {
                        self.add_person(i, one, form);
                    } else {
                        self.add_form(one, form);
                    }
                    self.links[i] = Link::Entity(one);
                }
                _ => self.links[i] = Link::Ambiguous(found),
            }
        }
    }

    /// The entities that a partial name may mean: by family name first, then by any other part of the name.
    fn bearers(&self, toks: &[String], gender: Option<Gender>) -> Vec<usize> {
        let fits = |d: &Draft| {
            gender.is_none()
                || d.gender.is_none()
                || d.gender == gender
                || d.gender_by_name && toks.len() > 1
        };
        let pick = |f: &dyn Fn(&Draft) -> bool| -> Vec<usize> {
            (0..self.entities.len()).filter(|&e| f(&self.entities[e])).collect()
        };
        let person = |d: &Draft| d.kind == EntityKind::Person && fits(d);
        let first = |d: &Draft| {
            d.tokens.len() > 1 && self.lex.family_first(&d.tokens[0]) && d.tokens.starts_with(toks)
        };
        let family = pick(&|d| person(d) && (d.tokens.ends_with(toks) || first(d)));
        if !family.is_empty() {
            return family;
        }
        let inner = pick(&|d| person(d) && d.tokens.windows(toks.len()).any(|w| w == toks));
        if !inner.is_empty() {
            return inner;
        }
        // "Healthways" for "Healthways International": the opening of a body's name.
        pick(&|d| {
            d.kind == EntityKind::Organisation
                && d.tokens.len() > toks.len()
                && d.tokens.starts_with(toks)
                && self.lex.class(&toks[0]) & class::COMMON == 0
        })
        .into_iter()
        .chain(pick(&|d| d.kind == EntityKind::Organisation && d.tokens == toks))
        .take(1)
        .collect()
    }

    /// Joins entities that the editor lists as aliases of one speaker.
    fn aliases(&mut self, known: &[SpeakerEntry]) {
        for entry in known {
            let names: Vec<String> =
                std::iter::once(&entry.name).chain(&entry.aliases).map(|n| fold(n)).collect();
            let has = |d: &Draft| {
                std::iter::once(&d.name).chain(&d.forms).any(|f| names.contains(&fold(f)))
            };
            let mut found = (0..self.entities.len())
                .filter(|&e| has(&self.entities[e]))
                .collect::<Vec<_>>()
                .into_iter();
            let Some(first) = found.next() else { continue };
            for other in found {
                let gone = self.entities[other].clone();
                for form in std::iter::once(gone.name).chain(gone.forms) {
                    self.add_form(first, form);
                }
                let joined = &mut self.entities[first];
                joined.count += gone.count.saturating_sub(1);
                if gone.kind == EntityKind::Person {
                    joined.kind = EntityKind::Person;
                }
                self.entities[other].count = 0;
                for link in &mut self.links {
                    match link {
                        Link::Entity(e) if *e == other => *e = first,
                        Link::Ambiguous(list) => {
                            list.iter_mut().filter(|e| **e == other).for_each(|e| *e = first);
                            list.dedup();
                            if let [one] = list[..] {
                                *link = Link::Entity(one);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// A new entity for a name of one word.
    fn own(&mut self, i: usize, toks: &[String], form: &str) -> usize {
        let n = &self.names[i];
        let titled = n.kind == NameKind::Person || n.kind == NameKind::MaybePerson;
        let word = &self.words.all[n.from];
        let after_the =
            n.from > 0 && self.words.all[n.from - 1].is(class::DETERMINER) && word.joined;
        let given =
            self.lex.given(&toks[0]).is_some() && word.shape == Shape::Capital && !after_the;
        let kind = if titled || given { EntityKind::Person } else { EntityKind::Organisation };
        let mut d = Draft::new(kind, form.to_string());
        d.tokens = toks.to_vec();
        // "Melanie": a given name standing for the whole.
        if kind == EntityKind::Person && n.outer == n.from {
            d.gender = self.lex.given(&toks[0]).flatten();
            d.gender_by_name = true;
        }
        self.entities.push(d);
        self.entities.len() - 1
    }
}
