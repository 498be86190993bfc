//! Goes through an article in reading order and resolves names, descriptions and pronouns.

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
    last: Option<(Vec<usize>, usize)>,
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
            _ => {}
        }
    }

    /// A family name that several people share: whoever was named in full and talked about last, if clear.
    fn ambiguous(&self, i: usize, list: &[usize]) -> Option<Choice> {
        let at = self.p.names[i].from;
        let q = Query {
            at,
            gender: None,
            plural: false,
            thing: false,
            source: false,
            object: false,
            last_speaker: None,
            continuing: false,
            answering: false,
            addressee: None,
            parent: None,
            content: None,
        };
        // "Former Minister Ren" of the three Rens whom the text names: the one who held that office, or nobody.
        let title = self.p.before(i, &self.clusters.links).filter(|r| !r.class.is_empty());
        if let Some(title) = title {
            let mut bearers = list.iter().filter(|&&e| {
                let roles = &self.clusters.entities[e].roles;
                roles
                    .iter()
                    .any(|r| r.class == title.class && self.deputy(r) == self.deputy(&title))
            });
            let found = bearers.next().filter(|_| bearers.next().is_none());
            return found.map(|&e| Choice {
                entity: e,
                confidence: 0.9,
                because: "the one of this name with this role",
            });
        }
        if let Some((e, confidence)) = self.principal(i, list) {
            return Some(Choice {
                entity: e,
                confidence,
                because: "the one of this name whom the article calls by it alone",
            });
        }
        let mut c =
            salience::choose(self.p.words, &self.candidates, q, &|e| self.features(e), &|e| {
                list.contains(&e).then_some(0.0)
            })?;
        c.because = "one of several with this name, talked about last";
        c.confidence *= 0.8;
        Some(c)
    }

    /// Whether a role is that of a deputy ("vice president").
    fn deputy(&self, r: &RoleDraft) -> bool {
        self.p.words.all[r.from..r.to].iter().any(|w| {
            let word = w.lower.rsplit('-').next().unwrap_or_default();
            matches!(word, "vice" | "deputy" | "assistant" | "acting")
        })
    }

    /// Of several with one family name, the one whom the text calls by it alone: who is introduced first and called
    /// so before the next is, or who is named far more often. The others keep their given names in news style.
    fn principal(&self, i: usize, list: &[usize]) -> Option<(usize, f32)> {
        let names = self.p.names;
        let first = |e: usize| {
            (0..names.len())
                .find(|&k| matches!(self.clusters.links[k], Link::Entity(x) if x == e))
                .map_or(usize::MAX, |k| names[k].from)
        };
        let mut order: Vec<(usize, usize)> = list.iter().map(|&e| (first(e), e)).collect();
        order.sort_unstable();
        let [(from, e), (to, _), ..] = order[..] else { return None };
        let alone = (0..names.len()).any(|k| {
            (from..to).contains(&names[k].from)
                && matches!(&self.clusters.links[k], Link::Ambiguous(l) if l == list)
        });
        let counts: Vec<usize> =
            order.iter().map(|(_, e)| self.clusters.entities[*e].count).collect();
        let dominant = counts[1..].iter().all(|c| counts[0] >= 3 * c);
        let mut confidence = if alone {
            0.87
        } else if dominant {
            0.75
        } else {
            return None;
        };
        // Another bearer named right before makes it doubtful.
        let here = self.p.words.all[names[i].from].sentence;
        let near = self.candidates.iter().rev().take(12).any(|c| {
            c.entity != e && list.contains(&c.entity) && here - self.p.words.all[c.at].sentence <= 1
        });
        if near {
            confidence -= 0.3;
        }
        Some((e, confidence))
    }

    /// The attribution whose content holds token `at` most closely, other than `own`.
    fn enclosing(&self, at: usize, own: Option<usize>) -> Option<usize> {
        (0..self.attributions.len())
            .filter(|&a| Some(a) != own)
            .filter(|&a| self.content[a].is_some_and(|(f, t)| f <= at && at < t))
            .filter(|&a| {
                let here = self.p.words.all[at].span;
                self.attributions[a].content.iter().any(|s| s.contains(here))
            })
            .min_by_key(|&a| self.content[a].map_or(usize::MAX, |(f, t)| t - f))
    }

    pub(super) fn query(&self, at: usize, pronoun: Option<Pronoun>, own: Option<usize>) -> Query {
        let parent = self.enclosing(at, own).and_then(|a| {
            let answers = &self.answers[a];
            let [answer] = &answers[..] else { return None };
            let [e] = answer.entities[..] else { return None };
            let direct = self.p.words.all[at].quoted
                && self.attributions[a].quotation != Quotation::Indirect;
            Some((e, direct))
        });
        Query {
            at,
            gender: pronoun.and_then(|x| x.gender),
            plural: pronoun.is_some_and(|x| x.plural),
            thing: pronoun.is_some_and(|x| x.thing),
            source: own.is_some(),
            object: pronoun.is_some_and(|x| x.case == Case::Object),
            last_speaker: match &self.last {
                Some((speakers, sentence)) => speakers.first().map(|s| (*s, *sentence)),
                None => None,
            },
            continuing: own.is_some_and(|a| self.continues(a)),
            answering: self.asked.is_some()
                && own.is_some_and(|a| self.attributions[a].act != Act::Asks && !self.continues(a)),
            addressee: self.asked.and_then(|a| self.addressee(a)),
            parent,
            content: own.and_then(|a| self.content[a]),
        }
    }

    /// Whom an indirect question is put to: who is named right behind its cue ("asked Ren whether").
    fn addressee(&self, a: usize) -> Option<usize> {
        let question = &self.attributions[a];
        let cue = question.cue.last().filter(|_| question.quotation == Quotation::Indirect)?;
        let from = self.p.words.within(*cue).end;
        let to = self.content[a].map_or(from + 3, |(start, _)| start);
        self.candidates.iter().find(|c| from <= c.at && c.at < to && !c.pronoun).map(|c| c.entity)
    }

    /// Whether the cue of an attribution goes on with what was said before.
    fn continues(&self, a: usize) -> bool {
        self.attributions[a].cue.iter().any(|span| {
            self.p.words.all[self.p.words.within(*span)].iter().any(|w| w.is(class::CONTINUING))
        })
    }

    pub(super) fn pronoun(&self, at: usize, pronoun: Pronoun, own: Option<usize>) -> Answer {
        let word = self.p.words.all[at].text;
        if pronoun.case == Case::Relative {
            return self.relative(at);
        }
        if pronoun.person != 3 {
            return Answer::none(format!("“{word}”: nobody's words hold it"));
        }
        if pronoun.plural
            && own.is_some()
            && let Some((speakers, sentence)) = &self.last
            && speakers.len() > 1
            && self.p.words.all[at].sentence - sentence <= 2
        {
            return Answer {
                entities: speakers.clone(),
                because: format!("“{word}”: who spoke last"),
                confidence: 0.75,
            };
        }
        let q = self.query(at, Some(pronoun), own);
        let hinted = self.hinted(at);
        let choice =
            salience::choose(self.p.words, &self.candidates, q, &|e| self.features(e), &|e| {
                Some(hinted.filter(|(h, _)| *h == e).map_or(0.0, |(_, c)| 4.0 * c))
            });
        match choice {
            Some(c) if own.is_some() && c.confidence < UNSURE => Answer::none(format!(
                "“{word}”: unclear, perhaps {} ({})",
                self.clusters.entities[c.entity].name, c.because
            )),
            Some(c) if own.is_some_and(|a| self.answered_by(at, a) == Some(c.entity)) => {
                Answer::none(format!(
                    "“{word}”: unclear, somebody else may have asked {}",
                    self.clusters.entities[c.entity].name
                ))
            }
            Some(c) => Answer::one(c.entity, c.confidence, format!("“{word}”: {}", c.because)),
            None => Answer::none(format!("“{word}”: nobody named before fits")),
        }
    }

    /// "When he asked her about it, Ren left": who is named as the subject after the question that opens the sentence.
    /// Whoever asks is somebody else as often as not.
    fn answered_by(&self, at: usize, own: usize) -> Option<usize> {
        let range = self.p.words.sentence(self.p.words.all[at].sentence);
        let opens = self.p.words.all[range.start].is(class::SUBORDINATOR);
        if !opens || self.attributions[own].act != Act::Asks {
            return None;
        }
        let comma = (at..range.end).find(|&k| self.p.words.all[k].text == ",")?;
        let i = self.p.first_name(comma + 1);
        let n = self.p.names.get(i).filter(|n| n.outer == comma + 1)?;
        match self.clusters.links[i] {
            Link::Entity(e) if n.from < range.end => Some(e),
            _ => None,
        }
    }

    /// The antecedent that the trained model gives the token, as an entity.
    fn hinted(&self, at: usize) -> Option<(usize, f32)> {
        let span = self.p.words.all[at].span;
        self.hints.iter().find_map(|h| match h {
            Hint::Antecedent { anaphor, antecedent, confidence } if anaphor.overlaps(span) => {
                let r = self.p.words.within(*antecedent);
                let c = self.candidates.iter().find(|c| c.at >= r.start && c.at < r.end)?;
                Some((c.entity, *confidence))
            }
            _ => None,
        })
    }

    /// "who": what stands right before it.
    fn relative(&self, at: usize) -> Answer {
        let found = self.candidates.iter().rev().find(|c| c.to <= at && at - c.to <= 3);
        match found {
            Some(c) => Answer::one(c.entity, 0.9, "the name right before “who”"),
            None => Answer::none("nobody is named right before “who”"),
        }
    }

    fn source_event(&mut self, a: usize, k: usize) {
        let part = self.parts[a][k].clone();
        let answer = match &part {
            Part::Name(i) => self.named_source(*i),
            Part::Pronoun(at) => {
                let pronoun = self.p.lex.pronoun(&self.p.words.all[*at].lower);
                pronoun.map_or_else(Answer::default, |x| self.pronoun(*at, x, Some(a)))
            }
            Part::Phrase(f) => self.phrase_source(f, a),
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
        self.answers[a][k] = answer;
        if k + 1 == self.parts[a].len() {
            let all: Vec<usize> =
                self.answers[a].iter().flat_map(|x| x.entities.iter().copied()).collect();
            if !all.is_empty() {
                let sentence = self.p.words.all[part.at(self.p)].sentence;
                self.note_documents(a, &all);
                self.last = Some((all, sentence));
                self.asked = Some(a).filter(|&a| self.attributions[a].act == Act::Asks);
            }
        }
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
            if medium
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
            Link::Group(g) => {
                let e = self.describe(EntityKind::Group, text, true);
                if let Gaz::Adjective(c) = g {
                    self.clusters.entities[e].country = Some(c);
                }
                Answer::one(e, 0.95, "a group by its name")
            }
            Link::Office => Answer::none("a title without a name"),
        }
    }

    /// "the Republican": a party's name in the singular, for a person.
    fn singular(&self, i: usize, allegiance: usize) -> bool {
        let n = &self.p.names[i];
        let the = n.from > 0 && self.p.words.all[n.from - 1].lower == "the";
        the && self.p.words.of(n.from, n.to) != self.p.lex.allegiances[allegiance]
    }

    /// "I" and "we" inside somebody's words are theirs.
    fn first_person(&mut self) {
        for _ in 0..4 {
            for a in 0..self.parts.len() {
                for k in 0..self.parts[a].len() {
                    let Part::Pronoun(at) = self.parts[a][k] else { continue };
                    let first = self
                        .p
                        .lex
                        .pronoun(&self.p.words.all[at].lower)
                        .is_some_and(|x| x.person == 1);
                    if !first || !self.answers[a][k].entities.is_empty() {
                        continue;
                    }
                    let Some(outer) = self.attributions[a]
                        .parent
                        .filter(|&o| o != a && o < self.answers.len())
                        .or_else(|| self.enclosing(at, Some(a)))
                    else {
                        continue;
                    };
                    let speakers: Vec<usize> = self.answers[outer]
                        .iter()
                        .flat_map(|x| x.entities.iter().copied())
                        .collect();
                    let confidence =
                        self.answers[outer].iter().map(|x| x.confidence).fold(1.0, f32::min);
                    if !speakers.is_empty() {
                        let word = self.p.words.all[at].text;
                        self.answers[a][k] = Answer {
                            entities: speakers,
                            because: format!("“{word}” in a quotation: its speaker"),
                            confidence: confidence * 0.95,
                        };
                    }
                }
            }
        }
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
