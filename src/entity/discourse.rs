//! Goes through an article in reading order and resolves names, descriptions and pronouns.

mod groups;
mod namesakes;
mod pronouns;
mod sources;

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
    /// How sure each pronoun outside the sources is, by its token.
    pub(super) sure: BTreeMap<usize, f32>,
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
    pub(super) unclear: Option<usize>,
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
            sure: BTreeMap::new(),
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
                    self.sure.insert(at, answer.confidence);
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
}
