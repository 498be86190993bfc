//! Goes through an article in reading order and resolves names, descriptions and pronouns.

mod namesakes;
mod pronouns;

use super::{
    EntityKind, Gender, Hint, MentionKind,
    cluster::{Clusters, Link, Related, RoleDraft},
    describe::UNSURE,
    lexicon::{Case, Gaz, Pronoun, class},
    names::NameKind,
    roles::{Apposition, Phrases},
    salience::{self, Candidate, Choice, Features, Place, Query},
    source::{self, Definite, Part, Phrase},
    words::Shape,
};
use crate::{
    attribution::{Act, Attribution, Quotation},
    text::Span,
};
use std::collections::BTreeMap;

/// What a mention was resolved to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    /// Entities; empty: unclear.
    pub entities: Vec<usize>,
    /// Why.
    pub because: String,
    /// Probability.
    pub confidence: f32,
}

impl Answer {
    pub(super) fn one(entity: usize, confidence: f32, because: impl Into<String>) -> Self {
        Answer { entities: vec![entity], because: because.into(), confidence }
    }

    pub(super) fn none(because: impl Into<String>) -> Self {
        Answer { entities: vec![], because: because.into(), confidence: 0.0 }
    }
}

/// A resolved mention, in tokens.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    /// First token.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// How it refers.
    pub kind: MentionKind,
    /// Entity.
    pub entity: usize,
    /// Why.
    pub because: String,
}

/// What stands at a place of the text.
#[derive(Clone, Debug)]
enum Event {
    Name(usize),
    Pronoun(usize, Pronoun),
    Phrase(Phrase),
    /// Several people described: "the residents".
    Several(Phrase),
    /// Attribution and number of the part of its source.
    Source(usize, usize),
}

/// The state of the walk.
pub(crate) struct Discourse<'a> {
    pub p: Phrases<'a>,
    pub clusters: Clusters,
    pub mentions: Vec<Resolved>,
    pub(super) appositions: Vec<Apposition>,
    pub(super) attributions: &'a [Attribution],
    hints: &'a [Hint],
    parts: Vec<Vec<Part>>,
    answers: Vec<Vec<Answer>>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) governments: BTreeMap<usize, usize>,
    pub(super) described: BTreeMap<String, usize>,
    /// Documents and who issued them: (noun, entities), in the order of the text.
    pub(super) issuers: Vec<(String, Vec<usize>)>,
    /// The last attribution's speakers, and its sentence.
    pub(super) last: Option<(Vec<usize>, usize)>,
    /// Token of the last source that stayed unclear though it means somebody, if none was clear since.
    unclear: Option<usize>,
    /// Token of the last source that is a thing nobody is known to have issued ("the cable").
    unclear_thing: Option<usize>,
    /// The attribution, if it was a question.
    asked: Option<usize>,
    /// Tokens of the content of each attribution.
    content: Vec<Option<(usize, usize)>>,
}

impl<'a> Discourse<'a> {
    /// Prepares the walk.
    pub fn new(
        p: Phrases<'a>,
        clusters: Clusters,
        appositions: Vec<Apposition>,
        attributions: &'a [Attribution],
        hints: &'a [Hint],
    ) -> Self {
        let parts: Vec<Vec<Part>> =
            attributions.iter().map(|a| source::parts(p, &a.source, &clusters.links)).collect();
        let content = attributions
            .iter()
            .map(|a| {
                let hull = crate::text::hull(&a.content)?;
                let r = p.words.within(hull);
                Some((r.start, r.end))
            })
            .collect();
        Discourse {
            p,
            clusters,
            mentions: Vec::new(),
            appositions,
            attributions,
            hints,
            answers: parts.iter().map(|x| vec![Answer::default(); x.len()]).collect(),
            parts,
            candidates: Vec::new(),
            governments: BTreeMap::new(),
            described: BTreeMap::new(),
            issuers: Vec::new(),
            last: None,
            unclear: None,
            unclear_thing: None,
            asked: None,
            content,
        }
    }

    /// Walks through the article; returns one answer an attribution.
    ///
    /// It walks twice: the first time shows which pronouns stand for people whose names tell no gender, the
    /// second uses that.
    pub fn run(&mut self) -> Vec<Answer> {
        let start = self.clusters.clone();
        self.walk();
        let learnt = self.genders();
        if !learnt.is_empty() {
            self.clusters = start;
            for (e, g) in learnt {
                self.clusters.entities[e].gender = Some(g);
                self.clusters.entities[e].gender_by_name = true;
            }
            self.mentions.clear();
            self.candidates.clear();
            self.governments.clear();
            self.described.clear();
            self.issuers.clear();
            self.last = None;
            self.unclear = None;
            self.unclear_thing = None;
            self.asked = None;
            for answers in &mut self.answers {
                answers.fill(Answer::default());
            }
            self.walk();
        }
        (0..self.attributions.len()).map(|a| self.combine(a)).collect()
    }

    /// People without a known gender, and the gender of the pronouns that stand for them.
    fn genders(&self) -> Vec<(usize, Gender)> {
        let mut counts: BTreeMap<usize, [usize; 2]> = BTreeMap::new();
        for m in self.mentions.iter().filter(|m| m.kind == MentionKind::Pronoun) {
            let d = &self.clusters.entities[m.entity];
            if d.kind == EntityKind::Person && d.gender.is_none() {
                let pronoun = self.p.lex.pronoun(&self.p.words.all[m.from].lower);
                if let Some(g) = pronoun.and_then(|x| x.gender) {
                    counts.entry(m.entity).or_default()[usize::from(g == Gender::Female)] += 1;
                }
            }
        }
        counts
            .into_iter()
            .filter_map(|(e, [m, f])| match (m, f) {
                (m, f) if m >= 2 && m >= 3 * f => Some((e, Gender::Male)),
                (m, f) if f >= 2 && f >= 3 * m => Some((e, Gender::Female)),
                (1, 0) => Some((e, Gender::Male)),
                (0, 1) => Some((e, Gender::Female)),
                _ => None,
            })
            .collect()
    }

    fn walk(&mut self) {
        for (_, event) in self.events() {
            match event {
                Event::Name(i) => self.name_event(i),
                Event::Pronoun(at, pronoun) => {
                    let answer = self.pronoun(at, pronoun, None);
                    if let [e] = answer.entities[..]
                        && answer.confidence >= 0.5
                    {
                        self.note(at, at + 1, MentionKind::Pronoun, e, &answer.because, false);
                    }
                }
                Event::Phrase(f) => {
                    let answer = self.by_role(&f, false);
                    if let Some(c) = answer
                        && c.confidence >= 0.55
                    {
                        self.note(
                            f.from,
                            f.base_end,
                            MentionKind::Nominal,
                            c.entity,
                            c.because,
                            false,
                        );
                    }
                }
                Event::Several(f) => self.several_event(&f),
                Event::Source(a, k) => self.source_event(a, k),
            }
        }
        self.first_person();
    }

    /// Everything that refers, in the order of the text.
    fn events(&self) -> Vec<(usize, Event)> {
        let p = self.p;
        let mut events: Vec<(usize, Event)> = Vec::new();
        let mut taken: BTreeMap<usize, ()> = BTreeMap::new();
        for (a, parts) in self.parts.iter().enumerate() {
            for (k, part) in parts.iter().enumerate() {
                let at = part.at(p);
                taken.insert(at, ());
                events.push((at, Event::Source(a, k)));
            }
        }
        for (i, n) in p.names.iter().enumerate() {
            if !taken.contains_key(&n.from) {
                events.push((n.from, Event::Name(i)));
            }
        }
        let mut after = 0;
        for at in 0..p.words.all.len() {
            let w = &p.words.all[at];
            if !w.word() || taken.contains_key(&at) {
                continue;
            }
            if let Some(pronoun) = p.lex.pronoun(&w.lower)
                && pronoun.person == 3
                && w.shape != Shape::Upper
            {
                events.push((at, Event::Pronoun(at, pronoun)));
                continue;
            }
            if let Some(f) = self.several_at(at) {
                events.push((at, Event::Several(f)));
            }
            // "the senator": a definite description of a person.
            if w.lower == "the" && at >= after && !p.words.titled[w.sentence] {
                let end = p.words.sentence(w.sentence).end;
                let whole = p.base_end(at, end);
                // "the senator's staff": the possessor is a mention of its own.
                let base_end = (at + 1..whole)
                    .find(|&k| p.words.all[k].possessive && p.role_at(k).is_some())
                    .map_or(whole, |k| k + 1);
                if base_end > at + 1
                    && p.role_at(base_end - 1).is_some_and(|r| !r.plural)
                    && !taken.contains_key(&(base_end - 1))
                    && !self.appositions.iter().any(|a| a.from < base_end && base_end <= a.to)
                {
                    let f = Phrase {
                        from: at,
                        to: base_end,
                        base: at + 1,
                        base_end,
                        head: base_end - 1,
                        definite: Definite::Definite,
                        plural: false,
                        apposed: None,
                        partitive: false,
                        label: None,
                    };
                    events.push((f.head, Event::Phrase(f)));
                    after = base_end;
                }
            }
        }
        events.sort_by_key(|(at, e)| (*at, !matches!(e, Event::Source(..))));
        events
    }

    pub(super) fn features(&self, e: usize) -> Features {
        let d = &self.clusters.entities[e];
        let group = matches!(d.kind, EntityKind::Group) || d.plural;
        let body = matches!(d.kind, EntityKind::Organisation | EntityKind::Government);
        Features {
            person: d.kind == EntityKind::Person
                || (d.kind == EntityKind::Unnamed
                    && !group
                    && (self.p.lex.role(&d.head).is_some()
                        || self.p.lex.class(&d.head) & class::ANIMATE != 0)),
            body: body
                || (d.kind == EntityKind::Unnamed
                    && !d.head.is_empty()
                    && self.p.lex.body(&d.head).is_some()),
            plural: group,
            gender: d.gender,
            guessed: d.gender_by_name,
            count: d.count,
        }
    }

    fn note(
        &mut self,
        from: usize,
        to: usize,
        kind: MentionKind,
        entity: usize,
        because: &str,
        source: bool,
    ) {
        let place = match kind {
            MentionKind::Pronoun => {
                match self.p.lex.pronoun(&self.p.words.all[from].lower).map(|x| x.case) {
                    Some(Case::Subject | Case::Relative) => Place::Subject,
                    Some(Case::Possessive) => Place::Possessive,
                    _ => Place::Object,
                }
            }
            _ => salience::place(self.p.words, self.p.lex, from, to),
        };
        self.candidates.push(Candidate {
            at: from,
            to,
            entity,
            place,
            source,
            pronoun: kind == MentionKind::Pronoun,
        });
        self.mentions.push(Resolved { from, to, kind, entity, because: because.to_string() });
    }

    fn name_event(&mut self, i: usize) {
        let n = &self.p.names[i];
        let (from, to) = (n.from, n.to);
        match self.clusters.links[i].clone() {
            Link::Entity(e) => self.note(from, to, MentionKind::Name, e, "named", false),
            Link::Ambiguous(list) => {
                if let Some(c) = self.ambiguous(i, &list)
                    && c.confidence >= 0.6
                {
                    self.note(from, to, MentionKind::Name, c.entity, c.because, false);
                }
            }
            Link::Group(g) if self.stands_for_all(i) => {
                let e = self.group(g, self.p.words.of(from, to));
                self.note(from, to, MentionKind::Name, e, "named", false);
            }
            _ => {}
        }
    }

    /// Whether the name of a group stands for all of it, not before a noun: "Democrats", not "Democratic leaders".
    fn stands_for_all(&self, i: usize) -> bool {
        let (p, n) = (self.p, &self.p.names[i]);
        let all = &p.words.all;
        let last = &all[n.to - 1].lower;
        let plural = last.ends_with('s') && !last.ends_with("ss");
        let alone = n.to >= all.len()
            || !all[n.to].joined
            || !p.modifier(n.to)
            || salience::verbal(p.words, p.lex, n.to);
        plural && alone && !p.words.titled[all[n.from].sentence]
    }

    /// The entity of a group by its name.
    fn group(&mut self, g: Gaz, text: &str) -> usize {
        let e = self.describe(EntityKind::Group, text, true);
        if let Gaz::Adjective(c) = g {
            self.clusters.entities[e].country = Some(c);
        }
        e
    }

    /// A description of several people whose head stands at token `at`, outside the sources of attributions.
    fn several_at(&self, at: usize) -> Option<Phrase> {
        let p = self.p;
        let all = &p.words.all;
        let w = &all[at];
        if w.shape != Shape::Lower
            || !(p.lex.person_noun(&w.lower) || p.lex.body(&w.lower) == Some(true))
            || !source::is_plural(p, at)
            || w.possessive
            || p.words.titled[w.sentence]
        {
            return None;
        }
        let range = p.words.sentence(w.sentence);
        // The head, not a modifier: "consumers groups", "the police officers' union".
        if at + 1 < range.end
            && all[at + 1].joined
            && p.modifier(at + 1)
            && !salience::verbal(p.words, p.lex, at + 1)
        {
            return None;
        }
        let mut from = at;
        while from > range.start && all[from].joined {
            let before = &all[from - 1];
            let determiner = before.is(class::DETERMINER | class::QUANTIFIER);
            let verb = before.shape == Shape::Lower
                && (before.lower.ends_with("ed") || before.lower.ends_with("ing"))
                && !before.is(class::FORMER)
                || source::after_verb_particle(p, from - 1);
            if !(p.modifier(from - 1) || determiner) || verb || before.possessive {
                break;
            }
            from -= 1;
            if determiner && !before.is(class::QUANTIFIER) {
                break;
            }
        }
        let mut to = at + 1;
        if to + 1 < range.end && all[to].lower == "of" {
            to = p.base_end(to + 1, range.end).max(at + 1);
            if to == at + 2 {
                to = at + 1;
            }
        }
        Some(source::describe(p, from, at + 1, to))
    }

    /// Several people described are whom "they" may mean further on.
    fn several_event(&mut self, f: &Phrase) {
        let head = self.p.words.all[f.head].lower.to_string();
        let same = if f.definite == Definite::Definite { self.same_group(f, &head) } else { None };
        let e = match same {
            Some(e) => e,
            None => match self.unnamed(f, &head).entities[..] {
                [e] => e,
                _ => return,
            },
        };
        self.clusters.entities[e].plural = true;
        self.note(f.from, f.base_end, MentionKind::Nominal, e, "as described", false);
    }

    fn source_event(&mut self, a: usize, k: usize) {
        let part = self.parts[a][k].clone();
        let at = part.at(self.p);
        let pronoun = |at: usize| self.p.lex.pronoun(&self.p.words.all[at].lower);
        // What one and the same word is the source of, one and the same person said.
        let known = (0..self.parts.len())
            .filter(|&b| b != a)
            .flat_map(|b| (0..self.parts[b].len()).map(move |j| (b, j)))
            .find(|&(b, j)| {
                self.parts[b][j].at(self.p) == at && !self.answers[b][j].because.is_empty()
            })
            .map(|(b, j)| self.answers[b][j].clone());
        let answer = match (&part, known) {
            (_, Some(known)) => known,
            (Part::Name(i), _) => self.named_source(*i),
            (Part::Phrase(f), _) => self.phrase_source(f, a),
            (Part::Pronoun(at), _) => match pronoun(*at) {
                None => Answer::default(),
                Some(x) if x.case == Case::Relative => self.relative_source(*at, a),
                Some(x) => {
                    // "But it reveals that": what has no source to show something may be anything said before.
                    let shows = x.thing && self.shows(a);
                    let document = if x.thing { self.document_before(*at, a) } else { None };
                    match document {
                        Some(answer) => answer,
                        None if shows => Answer::none("“it”: what was said before"),
                        None => self.pronoun(*at, x, Some(a)),
                    }
                }
            },
        };
        if let [e] = answer.entities[..] {
            let (from, to, kind) = match &part {
                Part::Name(i) => (self.p.names[*i].from, self.p.names[*i].to, MentionKind::Name),
                Part::Pronoun(at) => (*at, at + 1, MentionKind::Pronoun),
                Part::Phrase(f) => (f.from, f.to, MentionKind::Nominal),
            };
            let because = answer.because.clone();
            self.note(from, to, kind, e, &because, true);
        }
        let person = match &part {
            Part::Name(_) => true,
            Part::Pronoun(at) => pronoun(*at).is_some_and(|x| !x.thing && x.person == 3),
            Part::Phrase(f) => self.p.lex.person_noun(&self.p.words.all[f.head].lower),
        };
        let clear = !answer.entities.is_empty();
        self.unclear = if clear {
            None
        } else if person {
            Some(at)
        } else {
            self.unclear
        };
        self.unclear_thing = if clear {
            None
        } else if person {
            self.unclear_thing
        } else {
            Some(at)
        };
        self.answers[a][k] = answer;
        if k + 1 == self.parts[a].len() {
            let all: Vec<usize> =
                self.answers[a].iter().flat_map(|x| x.entities.iter().copied()).collect();
            if !all.is_empty() {
                let sentence = self.p.words.all[part.at(self.p)].sentence;
                self.note_documents(a, &all);
                self.last = Some((all, sentence));
                self.asked = Some(a).filter(|&a| self.asks(a));
            }
        }
    }

    /// Whether what an attribution's source does is what facts do, not bodies: "it shows that".
    fn shows(&self, a: usize) -> bool {
        let cue = self.attributions[a].cue.iter();
        cue.flat_map(|s| &self.p.words.all[self.p.words.within(*s)]).any(|w| {
            matches!(
                w.lower.as_ref(),
                "shows"
                    | "showed"
                    | "reveals"
                    | "revealed"
                    | "underscores"
                    | "underscored"
                    | "highlights"
                    | "highlighted"
                    | "means"
                    | "meant"
                    | "proves"
                    | "proved"
                    | "implies"
                    | "implied"
                    | "illustrates"
                    | "reflects"
                    | "reflected"
            )
        })
    }

    /// Whether an attribution is a question: by its act, or by its cue before a quotation ("Ren asked Ann, “Why?”").
    fn asks(&self, a: usize) -> bool {
        let attribution = &self.attributions[a];
        attribution.act == Act::Asks
            || attribution.quotation != Quotation::Indirect
                && attribution.cue.iter().any(|span| {
                    self.p.words.all[self.p.words.within(*span)]
                        .iter()
                        .any(|w| matches!(w.lower.as_ref(), "asked" | "asks"))
                })
    }

    /// "said in a statement": the statement is theirs.
    fn note_documents(&mut self, a: usize, speakers: &[usize]) {
        let Some(at) = self.attributions[a].source.first().map(|s| s.start) else { return };
        let token = self.p.words.within(Span::new(at, at + 1)).start;
        let Some(w) = self.p.words.all.get(token) else { return };
        let all = &self.p.words.all;
        for k in self.p.words.sentence(w.sentence) {
            let w = &all[k];
            // "in a statement", "on her blog": the medium, not something talked about.
            let medium = (k.saturating_sub(3)..k)
                .rev()
                .take_while(|&j| all[j].word() && !all[j].is(class::VERB))
                .any(|j| matches!(all[j].lower.as_ref(), "in" | "on" | "through" | "via"));
            let content = self.content[a].is_some_and(|(from, to)| from <= k && k < to);
            // "who was not involved in the study": inside a source it tells who they are.
            let inside =
                self.attributions.iter().any(|x| x.source.iter().any(|s| s.contains(w.span)));
            if medium
                && !inside
                && !content
                && w.shape == Shape::Lower
                && self.p.lex.document(&w.lower) == Some(false)
            {
                self.issuers.push((w.lower.to_string(), speakers.to_vec()));
            }
        }
    }

    pub(super) fn named_source(&mut self, i: usize) -> Answer {
        let n = &self.p.names[i];
        let text = self.p.words.of(n.from, n.to);
        match self.clusters.links[i].clone() {
            Link::Entity(e) => {
                let full = self.clusters.entities[e].name == text;
                let because = if full {
                    "named".to_string()
                } else {
                    format!("“{text}” is short for {}", self.clusters.entities[e].name)
                };
                let sure = if n.kind == NameKind::Unknown
                    && self.clusters.entities[e].name == text
                    && self.clusters.entities[e].kind != EntityKind::Organisation
                {
                    0.9
                } else {
                    0.97
                };
                Answer::one(e, sure, because)
            }
            Link::Ambiguous(list) => match self.ambiguous(i, &list) {
                Some(c) if c.confidence >= 0.55 => Answer::one(c.entity, c.confidence, c.because),
                _ => Answer::none(format!(
                    "“{text}” may be {}",
                    list.iter()
                        .map(|e| self.clusters.entities[*e].name.as_str())
                        .collect::<Vec<_>>()
                        .join(" or ")
                )),
            },
            Link::Country(c) => {
                let e = self.government(c, text);
                Answer::one(e, 0.95, format!("“{text}” stands for the government"))
            }
            // "the Safe Harbours Act"
            Link::Place if self.p.lex.thing_word(self.p.words.all[n.to - 1].text) => {
                Answer::none(format!("“{text}” names nobody"))
            }
            Link::Place => {
                let e = self.describe(EntityKind::Government, text, false);
                Answer::one(e, 0.7, "a place that speaks")
            }
            Link::Group(Gaz::Allegiance(a)) if self.singular(i, a) => {
                let q = self.query(n.from, None, None);
                let fits = |e: usize| {
                    let own = |r: &RoleDraft| r.related.contains(&Related::Allegiance(a));
                    self.clusters.entities[e].roles.iter().any(own).then_some(0.0)
                };
                match salience::choose(
                    self.p.words,
                    &self.candidates,
                    q,
                    &|e| self.features(e),
                    &fits,
                ) {
                    Some(c) if c.confidence >= 0.55 => Answer::one(
                        c.entity,
                        c.confidence * 0.95,
                        "the one of this party talked about last",
                    ),
                    _ => Answer::none(format!("“the {text}”: nobody named before fits")),
                }
            }
            Link::Group(Gaz::Adjective(c)) if self.one_of_a_people(i) => {
                let q = self.query(n.from, None, None);
                let fits = |e: usize| {
                    let d = &self.clusters.entities[e];
                    let own = d.kind == EntityKind::Person && d.country.is_none_or(|x| x == c);
                    own.then_some(0.0)
                };
                let found = salience::choose(
                    self.p.words,
                    &self.candidates,
                    q,
                    &|e| self.features(e),
                    &fits,
                );
                match found {
                    Some(f) if f.confidence >= UNSURE => Answer::one(
                        f.entity,
                        f.confidence * 0.95,
                        format!("“the {text}”: {}", f.because),
                    ),
                    _ => Answer::none(format!("“the {text}”: nobody named before is clear")),
                }
            }
            Link::Group(g) => {
                let e = self.group(g, text);
                Answer::one(e, 0.95, "a group by its name")
            }
            Link::Office => Answer::none("a title without a name"),
        }
    }

    /// "the Dane": one person, not the people.
    fn one_of_a_people(&self, i: usize) -> bool {
        let n = &self.p.names[i];
        let the = n.from > 0 && self.p.words.all[n.from - 1].lower == "the";
        let last = &self.p.words.all[n.to - 1].lower;
        the && !["s", "sh", "ch", "se", "women", "men"].iter().any(|e| last.ends_with(e))
    }

    /// "the Republican": a party's name in the singular, for a person.
    fn singular(&self, i: usize, allegiance: usize) -> bool {
        let n = &self.p.names[i];
        let the = n.from > 0 && self.p.words.all[n.from - 1].lower == "the";
        the && self.p.words.of(n.from, n.to) != self.p.lex.allegiances[allegiance]
    }

    /// The answers of an attribution's parts as one.
    fn combine(&self, a: usize) -> Answer {
        let parts = &self.answers[a];
        if self.attributions[a].source.is_empty() {
            return Answer::none("the text names no source");
        }
        if parts.is_empty() {
            return Answer::none("the source holds no name or description");
        }
        let mut out = Answer { entities: vec![], because: String::new(), confidence: 1.0 };
        for part in parts {
            for &e in &part.entities {
                if !out.entities.contains(&e) {
                    out.entities.push(e);
                }
            }
            if part.entities.is_empty() {
                // One half of a joint source that stays unclear leaves the rest standing, with less trust.
                out.confidence *= 0.7;
            } else {
                out.confidence = out.confidence.min(part.confidence);
            }
            if !part.because.is_empty() && !out.because.contains(&part.because) {
                if !out.because.is_empty() {
                    out.because.push_str("; ");
                }
                out.because.push_str(&part.because);
            }
        }
        if out.entities.is_empty() || out.confidence < 0.35 {
            if !out.entities.is_empty() {
                let names: Vec<&str> =
                    out.entities.iter().map(|e| self.clusters.entities[*e].name.as_str()).collect();
                out.because = format!("unclear, perhaps {} ({})", names.join(" and "), out.because);
            }
            out.entities.clear();
            out.confidence = 0.0;
        }
        out
    }
}
