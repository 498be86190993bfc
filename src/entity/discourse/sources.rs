//! The sources of attributions: each member by itself, then as one answer.

use super::*;

impl Discourse<'_> {
    pub(in crate::entity) fn source_event(&mut self, a: usize, k: usize) {
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
    pub(in crate::entity) fn shows(&self, a: usize) -> bool {
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
    pub(in crate::entity) fn asks(&self, a: usize) -> bool {
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
    pub(in crate::entity) fn note_documents(&mut self, a: usize, speakers: &[usize]) {
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

    pub(in crate::entity) fn named_source(&mut self, i: usize) -> Answer {
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
    pub(in crate::entity) fn one_of_a_people(&self, i: usize) -> bool {
        let n = &self.p.names[i];
        let the = n.from > 0 && self.p.words.all[n.from - 1].lower == "the";
        let last = &self.p.words.all[n.to - 1].lower;
        the && !["s", "sh", "ch", "se", "women", "men"].iter().any(|e| last.ends_with(e))
    }

    /// "the Republican": a party's name in the singular, for a person.
    pub(in crate::entity) fn singular(&self, i: usize, allegiance: usize) -> bool {
        let n = &self.p.names[i];
        let the = n.from > 0 && self.p.words.all[n.from - 1].lower == "the";
        the && self.p.words.of(n.from, n.to) != self.p.lex.allegiances[allegiance]
    }

    /// The answers of an attribution's parts as one.
    pub(in crate::entity) fn combine(&self, a: usize) -> Answer {
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
