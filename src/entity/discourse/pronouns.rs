//! Pronouns: "he", "they", "who", "I" in a quotation.

use super::*;

impl Discourse<'_> {
    /// The attribution whose content holds token `at` most closely, other than `own`.
    pub(in crate::entity) fn enclosing(&self, at: usize, own: Option<usize>) -> Option<usize> {
        (0..self.attributions.len())
            .filter(|&a| Some(a) != own)
            .filter(|&a| self.content[a].is_some_and(|(f, t)| f <= at && at < t))
            .filter(|&a| {
                let here = self.p.words.all[at].span;
                self.attributions[a].content.iter().any(|s| s.contains(here))
            })
            .min_by_key(|&a| self.content[a].map_or(usize::MAX, |(f, t)| t - f))
    }

    pub(in crate::entity) fn query(
        &self,
        at: usize,
        pronoun: Option<Pronoun>,
        own: Option<usize>,
    ) -> Query {
        let parent = self.enclosing(at, own).and_then(|a| {
            let answers = &self.answers[a];
            let [answer] = &answers[..] else { return None };
            let [e] = answer.entities[..] else { return None };
            let direct = self.p.words.all[at].quoted
                && self.attributions[a].quotation != Quotation::Indirect;
            Some((e, direct))
        });
        let passive = own.and_then(|_| self.asked_passively(at));
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
            answering: (self.asked.is_some() || passive.is_some())
                && own.is_some_and(|a| self.attributions[a].act != Act::Asks && !self.continues(a)),
            addressee: self.asked.and_then(|a| self.addressee(a)).or(passive),
            parent,
            content: own.and_then(|a| self.content[a]),
        }
    }

    /// Whom an indirect question is put to: who is named right behind its cue ("asked Ren whether").
    pub(in crate::entity) fn addressee(&self, a: usize) -> Option<usize> {
        let question = &self.attributions[a];
        let cue = question.cue.last()?;
        let from = self.p.words.within(*cue).end;
        let to = self.content[a].map_or(from + 3, |(start, _)| start);
        // A quotation far behind its cue has somebody else's words in between.
        if question.quotation != Quotation::Indirect && to > from + 8 {
            return None;
        }
        self.candidates.iter().find(|c| from <= c.at && c.at < to && !c.pronoun).map(|c| c.entity)
    }

    /// "He was then asked whether Ann would go.": whom somebody asked right before, by a passive.
    fn asked_passively(&self, at: usize) -> Option<usize> {
        let all = &self.p.words.all;
        let here = all[at].sentence;
        let start = self.p.words.sentences[here.saturating_sub(1)];
        let asked = (start..at).rev().find(|&k| {
            matches!(all[k].lower.as_ref(), "asked" | "questioned" | "pressed" | "quizzed")
                && !all[k].quoted
        })?;
        let mut k = asked;
        while k > start && all[k - 1].is(class::ADVERB) {
            k -= 1;
        }
        if k == start
            || !matches!(all[k - 1].lower.as_ref(), "was" | "is" | "were" | "been" | "being")
        {
            return None;
        }
        let subject = self.candidates.iter().rev().find(|c| c.to < k && k - c.to <= 3)?;
        Some(subject.entity)
    }

    /// Whether the cue of an attribution goes on with what was said before.
    pub(in crate::entity) fn continues(&self, a: usize) -> bool {
        self.attributions[a].cue.iter().any(|span| {
            self.p.words.all[self.p.words.within(*span)].iter().any(|w| w.is(class::CONTINUING))
        })
    }

    pub(in crate::entity) fn pronoun(
        &self,
        at: usize,
        pronoun: Pronoun,
        own: Option<usize>,
    ) -> Answer {
        let word = self.p.words.all[at].text;
        if pronoun.case == Case::Relative {
            return self.relative(at);
        }
        if pronoun.person != 3 {
            return Answer::none(format!("“{word}”: nobody's words hold it"));
        }
        // "Ann and her lawyers"
        if pronoun.case == Case::Possessive
            && at > 0
            && self.p.words.all[at - 1].lower == "and"
            && let Some(c) = self.candidates.iter().rev().find(|c| c.to + 1 == at)
            && !self.features(c.entity).plural
        {
            return Answer::one(c.entity, 0.93, format!("“{word}”: who is named beside it"));
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
        let unclear = if pronoun.thing { self.unclear_thing } else { self.unclear };
        let spoken = choice.as_ref().is_some_and(|c| self.spoken_since(c.entity, at, unclear));
        match choice {
            Some(c) if own.is_some() && !pronoun.plural && !spoken => Answer::none(format!(
                "“{word}”: unclear, as is who spoke before; perhaps {}",
                self.clusters.entities[c.entity].name
            )),
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
    pub(in crate::entity) fn answered_by(&self, at: usize, own: usize) -> Option<usize> {
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
    pub(in crate::entity) fn hinted(&self, at: usize) -> Option<(usize, f32)> {
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

    /// Whether an entity was mentioned since the last source that stayed unclear, if that stands close: whoever that
    /// was may be meant again.
    pub(in crate::entity) fn spoken_since(
        &self,
        entity: usize,
        at: usize,
        unclear: Option<usize>,
    ) -> bool {
        let Some(unclear) = unclear else { return true };
        let words = self.p.words;
        let thing = self.p.lex.pronoun(&words.all[at].lower).is_some_and(|x| x.thing);
        let limit = if thing { 4.0 } else { 2.0 };
        if words.distance(words.all[unclear].sentence, words.all[at].sentence) > limit {
            return true;
        }
        self.candidates
            .iter()
            .any(|c| c.entity == entity && c.at > unclear && !words.all[c.at].quoted)
    }

    /// "The letter made no threat. Instead, it condemned ...": the document that is the subject of the sentence before,
    /// or of this one, and whoever issued it.
    pub(in crate::entity) fn document_before(&mut self, at: usize, own: usize) -> Option<Answer> {
        let p = self.p;
        let here = p.words.all[at].sentence;
        for sentence in [Some(here), here.checked_sub(1)].into_iter().flatten() {
            let range = p.words.sentence(sentence);
            let end = range.end.min(at);
            let all = &p.words.all;
            // The subject: the noun phrase that opens the sentence, before its verb.
            let mut from = range.start;
            while from < end
                && (!all[from].word() || all[from].is(class::CONJUNCTION | class::ADVERB))
            {
                from += 1;
            }
            if from >= end {
                continue;
            }
            let base_end = p.base_end(from, end);
            if base_end == from {
                continue;
            }
            let verb = (base_end..end).find(|&k| salience::verbal(p.words, p.lex, k));
            let Some(verb) = verb else { continue };
            let head = all[base_end - 1].lower.to_string();
            if p.lex.document(&head) != Some(false) || p.role_at(base_end - 1).is_some() {
                // Another subject than a document: the ordinary reading.
                return None;
            }
            let f = source::describe(p, from, base_end, verb);
            let mut answer = self.document(&f, &head, own);
            answer.because = format!("“it”: the {head}; {}", answer.because);
            answer.confidence *= 0.9;
            return Some(answer);
        }
        None
    }

    /// "officials at the ministry, who": the noun phrase that ends right before it.
    pub(in crate::entity) fn relative_source(&mut self, at: usize, own: usize) -> Answer {
        let p = self.p;
        let all = &p.words.all;
        let start = p.words.sentences[all[at].sentence];
        let mut to = at;
        while to > start && matches!(all[to - 1].text, "," | "-" | "–" | "—" | ")") {
            to -= 1;
        }
        let person = self.candidates.iter().rev().find(|c| c.to <= at && at - c.to <= 2);
        let somebody = person
            .is_some_and(|c| self.features(c.entity).person || self.features(c.entity).plural);
        let thing = all[at].lower != "who" && all[at].lower != "whom";
        if somebody || thing {
            return self.relative(at);
        }
        let mut from = to;
        while from > start {
            let w = &all[from - 1];
            let verb = w
                .is(class::VERB | class::AUXILIARY | class::SUBORDINATOR | class::CONJUNCTION)
                && p.role_at(from - 1).is_none();
            let participle =
                w.shape == Shape::Lower && w.lower.ends_with("ed") && !w.is(class::FORMER)
                    || source::after_verb_particle(p, from - 1);
            if !w.word() || verb || participle || to - from > 12 {
                break;
            }
            from -= 1;
        }
        let parts = if from < to {
            source::parts(p, &[p.words.span(from, to)], &self.clusters.links)
        } else {
            Vec::new()
        };
        match &parts[..] {
            [Part::Phrase(f)] if p.lex.person_noun(&all[f.head].lower) => {
                self.phrase_source(f, own)
            }
            _ => self.relative(at),
        }
    }

    /// "who": what stands right before it.
    pub(in crate::entity) fn relative(&self, at: usize) -> Answer {
        let found = self.candidates.iter().rev().find(|c| c.to <= at && at - c.to <= 3);
        match found {
            Some(c) => {
                let word = &self.p.words.all[at].lower;
                Answer::one(c.entity, 0.9, format!("the name right before “{word}”"))
            }
            None => Answer::none("nobody is named right before “who”"),
        }
    }

    /// "I" and "we" inside somebody's words are theirs.
    pub(in crate::entity) fn first_person(&mut self) {
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
}
