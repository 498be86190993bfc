//! Bodies, governments, and documents with whoever issued them.

use super::*;

impl Discourse<'_> {
    /// "the ministry", "the Chinese government", "her campaign".
    pub(in crate::entity) fn body(&mut self, f: &Phrase, head: &str) -> Option<Answer> {
        let p = self.p;
        let wanted = p.related(f.base, f.to, &self.clusters.links);
        let country = wanted.iter().find_map(|w| match w {
            Related::Country(c) => Some(*c),
            _ => None,
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
        let plain = between == 1 || between == 2 && all_lower(p, f.base, f.head);
        let bare = f.definite == Definite::Definite && plain && f.to == f.base_end;
        if bare {
            let mut q = self.query(f.head, None, None);
            q.thing = true;
            let generic = p.lex.class(head) & class::GENERIC_BODY != 0;
            // "A spokesman for NAME declined. The organisation said": whoever is spoken for is what the text is about.
            let focus = |e: usize| {
                let here = p.words.all[f.head].sentence;
                let spoken = self.candidates.iter().any(|c| {
                    let k = c.at;
                    c.entity == e
                        && here - p.words.all[k].sentence <= 1
                        && (k.saturating_sub(4)..(c.to + 2).min(p.words.all.len()))
                            .any(|j| p.role_at(j).is_some_and(|r| r.class == "spokesman"))
                });
                if spoken { 2.5 } else { 0.0 }
            };
            let ends = |e: usize| {
                let d = &self.clusters.entities[e];
                if d.tokens.last().is_some_and(|t| t == head)
                    || (d.kind == EntityKind::Organisation && !d.head.is_empty() && d.head == head)
                    || (d.kind == EntityKind::Government && governs)
                {
                    Some(1.5)
                } else {
                    let known = d.tokens.len() > 1 || self.acts(e);
                    (generic && d.kind == EntityKind::Organisation && known).then(|| focus(e))
                }
            };
            let c = salience::choose(p.words, &self.candidates, q, &|e| self.features(e), &ends);
            match c {
                Some(c) if c.confidence >= 0.55 => {
                    let because = format!("“{text}”: {}", c.because);
                    return Some(Answer::one(c.entity, c.confidence * 0.95, because));
                }
                _ if between == 1 => {
                    let because = format!("“{text}”: no such body is clear from the text before");
                    return Some(Answer::none(because));
                }
                _ => {}
            }
        }
        let plural = p.lex.body(head) == Some(true) && head != "police";
        // "Smith's office about the meeting": what it spoke about is no part of its name.
        let about = (f.base_end..f.to).find(|&k| {
            matches!(p.words.all[k].lower.as_ref(), "about" | "regarding" | "concerning" | "after")
        });
        let label = self.owned_label(&Phrase { to: about.unwrap_or(f.to), ..f.clone() });
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

    /// Whether a name stands for something that acts: before a verb, as a possessor, spoken for. "the Harrow dam" alone
    /// makes no company of Harrow.
    fn acts(&self, entity: usize) -> bool {
        let p = self.p;
        self.candidates.iter().filter(|c| c.entity == entity).any(|c| {
            let next = c.to < p.words.all.len() && salience::verbal(p.words, p.lex, c.to);
            next && c.place == salience::Place::Subject
                || c.source
                || c.place == salience::Place::Possessive
        })
    }

    /// "the statement", "a report by X": whoever issued it.
    pub(in crate::entity) fn document(&mut self, f: &Phrase, head: &str, own: usize) -> Answer {
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
        // "the release of a book by NAME"
        if f.base_end < f.to && all[f.base_end].lower == "of" {
            let inner =
                source::parts(p, &[p.words.span(f.base_end + 1, f.to)], &self.clusters.links);
            if let [Part::Phrase(g)] = &inner[..]
                && g.base_end < g.to
                && all[g.base_end].is(class::ISSUE)
                && all[g.base_end].lower != "of"
                && p.lex.document(&all[g.head].lower).is_some()
            {
                let noun = all[g.head].lower.to_string();
                return self.document(g, &noun, own);
            }
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

    pub(in crate::entity) fn issuer(&mut self, parts: Vec<Part>, head: &str, own: usize) -> Answer {
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

    /// The entity of a state's government.
    pub(in crate::entity) fn government(&mut self, country: usize, form: &str) -> usize {
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
}
