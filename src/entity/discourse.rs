//! Goes through an article in reading order and resolves names, descriptions and pronouns.

use super::{
    EntityKind, Gender, Hint, MentionKind,
    cluster::{Clusters, Draft, Link, Related},
    lexicon::{Case, Gaz, Pronoun, class},
    names::NameKind,
    roles::{Apposition, Phrases},
    salience::{self, Candidate, Choice, Features, Place, Query},
    source::{self, Definite, Part, Phrase},
    words::Shape,
};
use crate::{
    attribution::{Attribution, Quotation},
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
    fn one(entity: usize, confidence: f32, because: impl Into<String>) -> Self {
        Answer { entities: vec![entity], because: because.into(), confidence }
    }

    fn none(because: impl Into<String>) -> Self {
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
    appositions: Vec<Apposition>,
    attributions: &'a [Attribution],
    hints: &'a [Hint],
    parts: Vec<Vec<Part>>,
    answers: Vec<Vec<Answer>>,
    candidates: Vec<Candidate>,
    governments: BTreeMap<usize, usize>,
    described: BTreeMap<String, usize>,
    /// Documents and who issued them: (noun, entities), in the order of the text.
    issuers: Vec<(String, Vec<usize>)>,
    /// The last attribution's speakers, and its sentence.
    last: Option<(Vec<usize>, usize)>,
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
                let base_end = p.base_end(at, end);
                if base_end > at + 1
                    && p.role_at(base_end - 1).is_some_and(|r| !r.plural)
                    && !taken.contains_key(&(base_end - 1))
                    && !self.appositions.iter().any(|a| a.from <= base_end - 1 && base_end <= a.to)
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

    fn features(&self, e: usize) -> Features {
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
            parent: None,
            content: None,
        };
        let mut c =
            salience::choose(self.p.words, &self.candidates, q, &|e| self.features(e), &|e| {
                list.contains(&e).then_some(0.0)
            })?;
        c.because = "one of several with this name, talked about last";
        c.confidence *= 0.8;
        Some(c)
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

    fn query(&self, at: usize, pronoun: Option<Pronoun>, own: Option<usize>) -> Query {
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
            parent,
            content: own.and_then(|a| self.content[a]),
        }
    }

    /// Whether the cue of an attribution goes on with what was said before.
    fn continues(&self, a: usize) -> bool {
        self.attributions[a].cue.iter().any(|span| {
            self.p.words.all[self.p.words.within(*span)].iter().any(|w| w.is(class::CONTINUING))
        })
    }

    fn pronoun(&self, at: usize, pronoun: Pronoun, own: Option<usize>) -> Answer {
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
            Some(c) => Answer::one(c.entity, c.confidence, format!("“{word}”: {}", c.because)),
            None => Answer::none(format!("“{word}”: nobody named before fits")),
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

    fn named_source(&mut self, i: usize) -> Answer {
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

    /// The entity of a state's government.
    fn government(&mut self, country: usize, form: &str) -> usize {
        let form = form.trim_end_matches(['\'', '’']);
        let at = *self.governments.entry(country).or_insert_with(|| {
            let mut d = Draft::new(EntityKind::Government, form.to_string());
            d.country = Some(country);
            self.clusters.entities.push(d);
            self.clusters.entities.len() - 1
        });
        let d = &mut self.clusters.entities[at];
        d.count += 1;
        if d.name != form && !d.forms.iter().any(|f| f == form) {
            d.forms.push(form.to_string());
        }
        at
    }

    /// The entity with this description, made where it is new.
    fn describe(&mut self, kind: EntityKind, label: &str, plural: bool) -> usize {
        let key = label.to_lowercase();
        let key = ["the ", "a ", "an "]
            .iter()
            .find_map(|d| key.strip_prefix(d))
            .unwrap_or(&key)
            .to_string();
        if let Some(&e) = self.described.get(&key) {
            self.clusters.entities[e].count += 1;
            return e;
        }
        let mut d = Draft::new(kind, label.to_string());
        d.plural = plural;
        d.count = 1;
        self.clusters.entities.push(d);
        let at = self.clusters.entities.len() - 1;
        self.described.insert(key, at);
        at
    }

    fn phrase_source(&mut self, f: &Phrase, own: usize) -> Answer {
        let p = self.p;
        let all = &p.words.all;
        let head = all[f.head].lower.to_string();
        if let Some(i) = f.apposed
            && let Link::Entity(e) = self.clusters.links[i]
        {
            return Answer::one(e, 0.95, "the name beside the description");
        }
        if !f.plural
            && f.label.is_none()
            && let Some(a) = self
                .appositions
                .iter()
                .find(|a| a.from <= f.head && f.head < a.to && a.to <= f.to + 1)
        {
            return Answer::one(a.entity, 0.93, "the name beside the description");
        }
        if p.lex.document(&head).is_some() && p.role_at(f.head).is_none() {
            return self.document(f, &head, own);
        }
        if !f.plural && p.role_at(f.head).is_some() || self.office_head(f) {
            if let Some(c) = self.by_role(f, true)
                && c.confidence >= 0.5
            {
                return Answer::one(c.entity, c.confidence, c.because);
            }
            if let Some(answer) = self.bare(f) {
                return answer;
            }
        }
        if p.lex.body(&head).is_some()
            && let Some(answer) = self.body(f, &head)
        {
            return answer;
        }
        if f.plural && f.definite == Definite::Definite || f.partitive {
            if let Some(e) = self.same_group(f, &head) {
                return Answer::one(e, 0.85, "the group described before");
            }
        }
        self.unnamed(f, &head)
    }

    fn office_head(&self, f: &Phrase) -> bool {
        self.p.names_in(f.base, f.base_end).last().is_some_and(|i| {
            self.p.names[i].kind == NameKind::Office && self.p.names[i].to == f.base_end
        })
    }

    /// "the senator" without anybody it could mean, and without a word more: nobody can tell who.
    fn bare(&self, f: &Phrase) -> Option<Answer> {
        let alone =
            f.base_end == f.to && f.base_end - f.base <= 1 && f.definite == Definite::Definite;
        alone.then(|| {
            Answer::none(format!(
                "“{}”: nobody named before has this role",
                self.p.words.of(f.from, f.to)
            ))
        })
    }

    /// The person that a description with a role noun means.
    fn by_role(&self, f: &Phrase, source: bool) -> Option<Choice> {
        let p = self.p;
        let role = p.role_at(f.head)?;
        if role.plural
            || (f.definite == Definite::Indefinite && !p.words.titled[p.words.all[f.head].sentence])
        {
            return None;
        }
        let wanted: Vec<Related> = p.related(f.base, f.to, &self.clusters.links);
        let pronoun_owner = (f.from..f.head).find(|&k| {
            p.lex.pronoun(&p.words.all[k].lower).is_some_and(|x| x.case == Case::Possessive)
        });
        let owner = pronoun_owner
            .and_then(|k| self.mentions.iter().rev().find(|m| m.from == k).map(|m| m.entity));
        if pronoun_owner.is_some() && owner.is_none() {
            return None;
        }
        let fits = |e: usize| self.role_fit(e, role.class, &role.also, &wanted, owner, role.gender);
        let mut q = self.query(f.head, None, None);
        q.gender = role.gender.filter(|g| *g == Gender::Female);
        q.source = source;
        let found = salience::choose(p.words, &self.candidates, q, &|e| self.features(e), &fits);
        if let Some(mut c) = found {
            c.because = "the one with this role talked about last";
            c.confidence = (c.confidence * 0.97).min(0.93);
            return Some(c);
        }
        // Named later: "her lawyer said" in the lead, the name below. Only with a possessor or a body to match.
        if wanted.is_empty() && owner.is_none() && !p.words.titled[p.words.all[f.head].sentence] {
            return None;
        }
        let mut later = (0..self.clusters.entities.len()).filter(|&e| {
            self.clusters.entities[e].kind == EntityKind::Person
                && fits(e).is_some_and(|x| x >= 0.0)
        });
        let e = later.next()?;
        later.next().is_none().then_some(Choice {
            entity: e,
            confidence: 0.8,
            because: "the only one in the article with this role",
        })
    }

    /// Weight of an entity for a description; `None` where it does not fit.
    fn role_fit(
        &self,
        e: usize,
        class: &str,
        also: &[&'static str],
        wanted: &[Related],
        owner: Option<usize>,
        gender: Option<Gender>,
    ) -> Option<f32> {
        let d = &self.clusters.entities[e];
        if d.kind != EntityKind::Person && d.kind != EntityKind::Unnamed {
            return None;
        }
        if gender == Some(Gender::Female) && d.gender == Some(Gender::Male) && !d.gender_by_name {
            return None;
        }
        let mut best: Option<f32> = None;
        for r in &d.roles {
            let same = r.class == class;
            if !same && !also.contains(&r.class) {
                continue;
            }
            let mut weight = if same { 1.0 } else { 0.3 };
            let mut fits = true;
            let wants = wanted.iter().copied().chain(owner.map(Related::Entity));
            for w in wants {
                let has = r.related.contains(&w)
                    || self.country_of(w).is_some_and(|c| d.country == Some(c));
                if has {
                    weight += 1.0;
                } else if r.related.is_empty()
                    && d.country.is_none()
                    && matches!(w, Related::Country(_))
                {
                    weight -= 0.6;
                } else {
                    fits = false;
                }
            }
            if fits {
                best = Some(best.map_or(weight, |b: f32| b.max(weight)));
            }
        }
        if d.kind == EntityKind::Unnamed && !d.plural && d.head.is_empty() {
            return None;
        }
        if d.kind == EntityKind::Unnamed && !d.plural && best.is_none() {
            let same = self.p.lex.role(&d.head).is_some_and(|r| r.class == class);
            let related = wanted.iter().all(|w| d.related.contains(w));
            if same && related && owner.is_none() {
                best = Some(0.5);
            }
        }
        best
    }

    fn country_of(&self, r: Related) -> Option<usize> {
        match r {
            Related::Country(c) => Some(c),
            Related::Entity(e) => {
                let d = &self.clusters.entities[e];
                (d.kind != EntityKind::Person).then_some(d.country).flatten()
            }
        }
    }

    /// "the ministry", "the Chinese government", "her campaign".
    fn body(&mut self, f: &Phrase, head: &str) -> Option<Answer> {
        let p = self.p;
        let wanted = p.related(f.base, f.to, &self.clusters.links);
        let country = wanted.iter().find_map(|w| match w {
            Related::Country(c) => Some(*c),
            Related::Entity(_) => None,
        });
        let text = self.label(f);
        let governs = matches!(
            head,
            "government"
                | "administration"
                | "regime"
                | "state"
                | "kingdom"
                | "authorities"
                | "leadership"
        );
        let between = f.base_end - f.base;
        if governs
            && let Some(c) = country
            && !wanted.iter().any(|w| matches!(w, Related::Entity(_)))
            && between <= 2
        {
            let e = self.government(c, &text);
            return Some(Answer::one(e, 0.93, "the government of the state"));
        }
        if governs
            && f.to > f.base_end
            && let Some(Related::Country(c)) = wanted.first()
        {
            let e = self.government(*c, &text);
            return Some(Answer::one(e, 0.93, "the government of the state"));
        }
        let bare = f.definite == Definite::Definite && between == 1 && f.to == f.base_end;
        if bare {
            let mut q = self.query(f.head, None, None);
            q.thing = true;
            let generic = matches!(
                head,
                "company"
                    | "firm"
                    | "group"
                    | "organisation"
                    | "organization"
                    | "agency"
                    | "newspaper"
                    | "paper"
                    | "network"
                    | "body"
                    | "union"
                    | "club"
            );
            let ends = |e: usize| {
                let d = &self.clusters.entities[e];
                if d.tokens.last().is_some_and(|t| t == head)
                    || (d.kind == EntityKind::Organisation && !d.head.is_empty() && d.head == head)
                    || (d.kind == EntityKind::Government && governs)
                {
                    Some(1.5)
                } else {
                    (generic && d.kind == EntityKind::Organisation).then_some(0.0)
                }
            };
            let c = salience::choose(p.words, &self.candidates, q, &|e| self.features(e), &ends);
            return Some(match c {
                Some(c) if c.confidence >= 0.55 => {
                    Answer::one(c.entity, c.confidence * 0.95, format!("“{text}”: {}", c.because))
                }
                _ => Answer::none(format!("“{text}”: no such body is clear from the text before")),
            });
        }
        let plural = p.lex.body(head) == Some(true) && head != "police";
        let label = self.owned_label(f);
        let kind = if plural { EntityKind::Unnamed } else { EntityKind::Organisation };
        let kind = if f.definite == Definite::Indefinite
            && wanted.is_empty()
            && p.words.all[f.from].is(class::INDEFINITE)
        {
            EntityKind::Unnamed
        } else {
            kind
        };
        let e = self.describe(kind, &label, plural);
        let d = &mut self.clusters.entities[e];
        d.head = head.to_string();
        d.country = d.country.or(country);
        d.related = wanted;
        Some(Answer::one(e, 0.9, "as described"))
    }

    /// The words of a description, with the possessor's name for a pronoun: "Ann Smith's campaign".
    fn owned_label(&self, f: &Phrase) -> String {
        let p = self.p;
        let pronoun = (f.from..f.head).find(|&k| {
            p.lex.pronoun(&p.words.all[k].lower).is_some_and(|x| x.case == Case::Possessive)
        });
        if let Some(k) = pronoun
            && let Some(m) = self.mentions.iter().rev().find(|m| m.from == k)
        {
            let owner = &self.clusters.entities[m.entity].name;
            return format!("{owner}’s {}", p.words.of(k + 1, f.to));
        }
        // "the former senator's campaign": the possessor by name.
        if let Some(k) = (f.from..f.head).find(|&k| p.words.all[k].possessive)
            && let Some(m) =
                self.mentions.iter().rev().find(|m| m.to == k + 1 && m.kind == MentionKind::Nominal)
        {
            let owner = &self.clusters.entities[m.entity].name;
            return format!("{owner}’s {}", p.words.of(k + 1, f.to));
        }
        self.label(f)
    }

    /// The words of a description without "the", and without the capital of a sentence's start.
    pub fn label(&self, f: &Phrase) -> String {
        if let Some(l) = &f.label {
            return l.clone();
        }
        let p = self.p;
        let mut from = f.from;
        while from < f.head && p.words.all[from].is(class::DEFINITE) {
            from += 1;
        }
        let text = p.words.of(from, f.to).trim_end_matches(',');
        let first = &p.words.all[from];
        let named = p.names.get(p.first_name(from)).is_some_and(|n| n.outer <= from);
        let ordinary = first.shape == Shape::Capital
            && p.words.opens(from)
            && !named
            && (first.is(class::COMMON
                | class::DETERMINER
                | class::QUANTIFIER
                | class::FORMER
                | class::ANIMATE)
                || p.role_at(from).is_some()
                || p.lex.body(&first.lower).is_some());
        let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if ordinary && first.lower != "i" {
            let mut c = squeezed.chars();
            return c
                .next()
                .map_or_else(String::new, |x| x.to_lowercase().collect::<String>() + c.as_str());
        }
        squeezed
    }

    /// An earlier group with the same head whose description the modifiers do not contradict.
    fn same_group(&self, f: &Phrase, head: &str) -> Option<usize> {
        let wanted = self.p.related(f.base, f.to, &self.clusters.links);
        self.candidates.iter().rev().map(|c| c.entity).find(|&e| {
            let d = &self.clusters.entities[e];
            (d.plural || f.partitive)
                && d.kind == EntityKind::Unnamed
                && self.same_noun(&d.head, head)
                && wanted.iter().all(|w| {
                    d.related.contains(w)
                        || self.country_of(*w).is_some_and(|c| d.country == Some(c))
                })
        })
    }

    fn same_noun(&self, a: &str, b: &str) -> bool {
        a == b || a.trim_end_matches('s') == b.trim_end_matches('s') && !a.is_empty()
    }

    /// Somebody whom the text describes and does not name.
    fn unnamed(&mut self, f: &Phrase, head: &str) -> Answer {
        let label = self.owned_label(f);
        let related = self.p.related(f.base, f.to, &self.clusters.links);
        let kind = if head.is_empty() { EntityKind::Group } else { EntityKind::Unnamed };
        let gender = self.p.role_at(f.head).and_then(|r| r.gender).or(match head {
            "man" | "boy" => Some(Gender::Male),
            "woman" | "girl" => Some(Gender::Female),
            _ => None,
        });
        let e = self.describe(kind, &label, f.plural);
        let country = related.iter().find_map(|r| self.country_of(*r));
        let d = &mut self.clusters.entities[e];
        d.head = head.to_string();
        d.gender = d.gender.or(gender);
        d.gender_by_name = true;
        d.country = d.country.or(country);
        if d.related.is_empty() {
            d.related = related;
        }
        Answer::one(e, 0.9, "as described, without a name")
    }

    /// "the statement", "a report by X": whoever issued it.
    fn document(&mut self, f: &Phrase, head: &str, own: usize) -> Answer {
        let p = self.p;
        let all = &p.words.all;
        // "the statement from NAME", "a report by the ministry"
        if f.base_end < f.to && all[f.base_end].is(class::ISSUE) && all[f.base_end].lower != "of" {
            let source_end = p
                .words
                .within(*self.attributions[own].source.first().unwrap_or(&Span::new(0, 0)))
                .end
                .max(f.to);
            let span = p.words.span(f.base_end + 1, source_end);
            let inner = source::parts(p, &[span], &self.clusters.links);
            return self.issuer(inner, head, own);
        }
        // "NAME's letter", "her statement"
        if let Some(k) = (f.from..f.head).find(|&k| all[k].possessive) {
            let inner = source::parts(p, &[p.words.span(f.from, k + 1)], &self.clusters.links);
            return self.issuer(inner, head, own);
        }
        if let Some(k) = (f.from..f.head)
            .find(|&k| p.lex.pronoun(&all[k].lower).is_some_and(|x| x.case == Case::Possessive))
            && let Some(m) = self.mentions.iter().rev().find(|m| m.from == k)
        {
            return Answer::one(m.entity, 0.8, format!("whose {head} it is"));
        }
        // "the Guardian report"
        let body = p.names_in(f.base, f.head).find_map(|i| match self.clusters.links[i] {
            Link::Entity(e) => Some(e),
            _ => None,
        });
        let counted = matches!(
            head,
            "poll" | "survey" | "study" | "polling" | "polls" | "surveys" | "studies"
        );
        if let Some(e) = body
            && !counted
        {
            return Answer::one(e, 0.85, format!("whose {head} it is"));
        }
        if f.definite == Definite::Definite {
            if let Some((_, e)) = self.issuers.iter().rev().find(|(n, _)| n == head) {
                return Answer {
                    entities: e.clone(),
                    because: format!("who issued the {head}, by the text before"),
                    confidence: 0.85,
                };
            }
            if f.base_end - f.base <= 1 && f.to == f.base_end {
                return Answer::none(format!("“the {head}”: the text does not say whose"));
            }
        }
        let mut answer = self.unnamed(f, head);
        answer.because = "a document without an author".into();
        answer
    }

    fn issuer(&mut self, parts: Vec<Part>, head: &str, own: usize) -> Answer {
        let mut entities = Vec::new();
        let mut confidence: f32 = 0.93;
        for part in parts {
            let answer = match &part {
                Part::Name(i) => self.named_source(*i),
                Part::Pronoun(at) => match self.p.lex.pronoun(&self.p.words.all[*at].lower) {
                    Some(x) => self.pronoun(*at, x, Some(own)),
                    None => Answer::default(),
                },
                Part::Phrase(f)
                    if self.p.lex.document(&self.p.words.all[f.head].lower).is_none() =>
                {
                    self.phrase_source(f, own)
                }
                Part::Phrase(_) => Answer::default(),
            };
            confidence = confidence.min(answer.confidence);
            entities.extend(answer.entities);
        }
        if entities.is_empty() {
            return Answer::none(format!("whose {head} it is stays unclear"));
        }
        self.issuers.push((head.to_string(), entities.clone()));
        Answer { entities, because: format!("who issued the {head}"), confidence }
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
