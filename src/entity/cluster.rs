//! Names of one article that mean the same: partial names, initials, nicknames, acronyms.

mod people;

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
    /// Those of them whom its holder speaks for: "Harbour Ministry spokesman", "spokesman for the ministry".
    pub speaks: Vec<Related>,
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
    /// "Lord" where the text names a peer so: without a given name it is a part of the name.
    pub style: Option<String>,
    /// Head noun of a description, lower case.
    pub head: String,
    /// What the modifiers of a description stand for.
    pub related: Vec<Related>,
    /// Those of them whom the described speak for.
    pub speaks: Vec<Related>,
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
            style: None,
            head: String::new(),
            related: Vec::new(),
            speaks: Vec::new(),
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
    b.short_institutions();
    b.people();
    b.namesakes();
    b.couples();
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

    /// "The Times" where one other "... Times" is named: that one.
    fn short_institutions(&mut self) {
        for e in 0..self.entities.len() {
            let d = &self.entities[e];
            let [word] = &d.tokens[..] else { continue };
            let paper = self.lex.class(word) & class::PAPER != 0;
            if !paper
                || d.kind != EntityKind::Organisation
                || d.count == 0
                || !self.institutions.values().any(|x| *x == e)
            {
                continue;
            }
            let longer = |x: &usize| {
                let o = &self.entities[*x];
                o.kind == EntityKind::Organisation
                    && o.count > 0
                    && o.tokens.len() > 1
                    && o.tokens.last() == Some(word)
            };
            let found: Vec<usize> = (0..self.entities.len()).filter(longer).collect();
            let [one] = found[..] else { continue };
            self.redirect(e, one);
        }
    }

    /// Makes whatever means entity `gone` mean `to`.
    fn redirect(&mut self, gone: usize, to: usize) {
        let old = self.entities[gone].clone();
        for form in std::iter::once(old.name).chain(old.forms) {
            self.add_form(to, form);
        }
        let joined = &mut self.entities[to];
        joined.count += old.count.saturating_sub(1);
        if old.kind == EntityKind::Person {
            joined.kind = EntityKind::Person;
        }
        self.entities[gone].count = 0;
        for link in &mut self.links {
            match link {
                Link::Entity(e) if *e == gone => *e = to,
                Link::Ambiguous(list) => {
                    list.iter_mut().filter(|e| **e == gone).for_each(|e| *e = to);
                    list.dedup();
                    if let [one] = list[..] {
                        *link = Link::Entity(one);
                    }
                }
                _ => {}
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
                self.redirect(other, first);
            }
        }
    }
}
