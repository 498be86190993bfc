//! Descriptions by a role, a party or an age: "the senator", "the Ohio Republican", "the 34-year-old".

use super::*;

impl Discourse<'_> {
    /// "the Ohio Republican": the one talked about last who is of this party and, where the text says so, of this state.
    pub(in crate::entity) fn partisan(&self, f: &Phrase) -> Option<Choice> {
        let p = self.p;
        let word = p.words.all[f.head].text;
        let Some(Gaz::Allegiance(party)) = p.lex.gazetteer_whole(&[word]) else { return None };
        let whole = p.lex.allegiances[party] == word;
        if f.plural || f.definite != Definite::Definite || f.base == f.head || whole {
            return None;
        }
        let place = p.words.of(f.base, f.head).to_lowercase();
        let fits = |e: usize| {
            let roles = &self.clusters.entities[e].roles;
            let of = |r: &RoleDraft| {
                let text = p.words.of(r.from, r.to);
                match text.split_once('-') {
                    Some((_, state)) => abbreviates(state, &place),
                    None => text.to_lowercase().contains(&place),
                }
            };
            let own = |r: &&RoleDraft| r.related.contains(&Related::Allegiance(party));
            roles.iter().filter(own).any(of).then_some(0.5)
        };
        let q = self.query(f.head, None, None);
        let mut c = salience::choose(p.words, &self.candidates, q, &|e| self.features(e), &fits)?;
        c.because = "the one of this party and state talked about last";
        Some(c)
    }

    /// "Ann Smith defended the deal. The harbours secretary told reporters": whoever spoke last, has been given no role
    /// yet, and whom the text goes on to call by one. Only of offices whose holders are named; a victim's name is not
    /// followed by "the senator".
    pub(in crate::entity) fn introduced(&mut self, f: &Phrase) -> Option<Answer> {
        let p = self.p;
        let all = &p.words.all;
        let role = p.role_at(f.head)?;
        let office = p.lex.class(role.class) & class::NAMED_OFFICE != 0
            || matches!(role.class, "secretary" | "coach" | "manager") && f.head > f.base;
        if !office
            || f.plural
            || f.partitive
            || f.definite != Definite::Definite
            || f.label.is_some()
        {
            return None;
        }
        // The last person who spoke.
        let here = all[f.head].sentence;
        let spoke =
            self.candidates.iter().rev().find(|c| {
                c.source && self.clusters.entities[c.entity].kind == EntityKind::Person
            })?;
        let (e, sentence) = (spoke.entity, all[spoke.at].sentence);
        let d = &self.clusters.entities[e];
        let silent = d.roles.iter().all(|r| r.class.is_empty());
        let clash = matches!((role.gender, d.gender), (Some(Gender::Female), Some(Gender::Male)));
        if d.kind != EntityKind::Person
            || !silent
            || clash
            || p.words.distance(sentence, here) > 2.0
        {
            return None;
        }
        // Nobody else without a role has come up since.
        let rival = self.candidates.iter().any(|c| {
            let o = &self.clusters.entities[c.entity];
            c.entity != e
                && all[c.at].sentence >= sentence
                && !all[c.at].quoted
                && o.kind == EntityKind::Person
                && o.roles.iter().all(|r| r.class.is_empty())
        });
        if rival {
            return None;
        }
        let related = p.related(f.base, f.to, &self.clusters.links);
        let role =
            RoleDraft { from: f.base, to: f.to, class: role.class, related, speaks: Vec::new() };
        self.clusters.entities[e].roles.push(role);
        Some(Answer::one(e, 0.75, "who spoke last and has no other role in the text"))
    }

    /// "the 34-year-old": whoever is of that age, or was named last where the text gives nobody's age.
    pub(in crate::entity) fn aged(&self, f: &Phrase) -> Option<Answer> {
        let p = self.p;
        let all = &p.words.all;
        let years = all[f.head].lower.strip_suffix("-year-old")?;
        if f.definite != Definite::Definite || f.plural {
            return None;
        }
        let age = |c: &salience::Candidate| {
            let mark = all.get(c.to).is_some_and(|w| w.text == ",");
            let number = all.get(c.to + 1).filter(|w| mark && w.shape == Shape::Number)?;
            Some(number.text)
        };
        let ages: Vec<(usize, &str)> =
            self.candidates.iter().filter_map(|c| Some((c.entity, age(c)?))).collect();
        let of: Vec<usize> = ages.iter().filter(|(_, a)| *a == years).map(|(e, _)| *e).collect();
        let text = p.words.of(f.from, f.to);
        if let Some(&e) = of.first()
            && of.iter().all(|x| *x == e)
        {
            return Some(Answer::one(e, 0.9, format!("“{text}”: whose age it is")));
        }
        let q = self.query(f.head, None, None);
        let fits = |e: usize| {
            let own = self.clusters.entities[e].kind == EntityKind::Person;
            (own && !ages.iter().any(|(x, _)| *x == e)).then_some(0.0)
        };
        let c = salience::choose(p.words, &self.candidates, q, &|e| self.features(e), &fits);
        Some(match c {
            Some(c) if c.confidence >= UNSURE => {
                Answer::one(c.entity, c.confidence * 0.9, format!("“{text}”: {}", c.because))
            }
            _ => Answer::none(format!("“{text}”: nobody named before is clear")),
        })
    }

    pub(in crate::entity) fn office_head(&self, f: &Phrase) -> bool {
        self.p.names_in(f.base, f.base_end).last().is_some_and(|i| {
            self.p.names[i].kind == NameKind::Office && self.p.names[i].to == f.base_end
        })
    }

    /// "the senator" without anybody it could mean, and without a word more: nobody can tell who.
    pub(in crate::entity) fn bare(&self, f: &Phrase) -> Option<Answer> {
        let office = self
            .p
            .role_at(f.head)
            .is_some_and(|r| self.p.lex.class(r.class) & class::NAMED_OFFICE != 0);
        let alone = f.base_end == f.to
            && (f.base_end - f.base <= 1 || office)
            && f.definite == Definite::Definite;
        alone.then(|| {
            Answer::none(format!(
                "“{}”: nobody named before has this role",
                self.p.words.of(f.from, f.to)
            ))
        })
    }

    /// The person that a description with a role noun means.
    pub(in crate::entity) fn by_role(&self, f: &Phrase, source: bool) -> Option<Choice> {
        let p = self.p;
        let role = p.role_at(f.head)?;
        if role.plural
            || (f.definite == Definite::Indefinite && !p.words.titled[p.words.all[f.head].sentence])
        {
            return None;
        }
        // "Republican Ann Smith's lawyer": what stands before the possessor describes her, not the lawyer.
        let from = (f.base..f.head)
            .rev()
            .find(|&k| p.words.all[k].possessive)
            .and_then(|k| p.names_in(f.base, k + 1).last())
            .map_or(f.base, |i| p.names[i].from);
        let wanted: Vec<Related> = p.related(from, f.to, &self.clusters.links);
        let pronoun_owner = (f.from..f.head).find(|&k| {
            p.lex.pronoun(&p.words.all[k].lower).is_some_and(|x| x.case == Case::Possessive)
        });
        let owner = pronoun_owner
            .and_then(|k| self.mentions.iter().rev().find(|m| m.from == k).map(|m| m.entity));
        if pronoun_owner.is_some() && owner.is_none() {
            return None;
        }
        let rank = self.rank(from, f.head + 1);
        let fits =
            |e: usize| self.role_fit(e, role.class, &role.also, &wanted, owner, role.gender, rank);
        let mut q = self.query(f.head, None, None);
        q.gender = role.gender.filter(|g| *g == Gender::Female);
        q.source = source;
        let found = salience::choose(p.words, &self.candidates, q, &|e| self.features(e), &fits);
        if let Some(mut c) = found {
            c.because = "the one with this role talked about last";
            c.confidence = (c.confidence * 0.97).min(0.93);
            return Some(c);
        }
        // Named long before: the only one of all who were, if the office is one whose holder is named.
        if f.definite == Definite::Definite && p.lex.class(role.class) & class::NAMED_OFFICE != 0 {
            let mut before: Vec<usize> = Vec::new();
            for c in self.candidates.iter().filter(|c| c.at < f.from) {
                if !before.contains(&c.entity) && fits(c.entity).is_some_and(|x| x >= 1.0) {
                    before.push(c.entity);
                }
            }
            if let [e] = before[..] {
                return Some(Choice {
                    entity: e,
                    confidence: 0.8,
                    because: "the only one named before who has this role",
                });
            }
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
    #[expect(clippy::too_many_arguments, reason = "the parts of one description")]
    pub(in crate::entity) fn role_fit(
        &self,
        e: usize,
        class: &str,
        also: &[&'static str],
        wanted: &[Related],
        owner: Option<usize>,
        gender: Option<Gender>,
        rank: (bool, bool),
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
            let (deputy, former) = self.rank(r.from, r.to);
            // "the vice president" is not the president.
            let mut fits = !same || deputy == rank.0;
            if former != rank.1 {
                weight -= 1.3;
            }
            let wants = wanted.iter().copied().chain(owner.map(Related::Entity));
            for w in wants {
                let has = r.related.contains(&w)
                    || self.country_of(w).is_some_and(|c| d.country == Some(c))
                    || matches!(w, Related::Allegiance(_) | Related::Place(_))
                        && d.roles.iter().any(|r| r.related.contains(&w));
                let open = match w {
                    Related::Country(_) => r.related.is_empty() && d.country.is_none(),
                    // A party or a home state that the text does not give may be theirs; another one is not.
                    Related::Allegiance(_) => !d
                        .roles
                        .iter()
                        .flat_map(|r| &r.related)
                        .any(|r| matches!(r, Related::Allegiance(_))),
                    Related::Place(_) => !d
                        .roles
                        .iter()
                        .flat_map(|r| &r.related)
                        .any(|r| matches!(r, Related::Place(_))),
                    Related::Entity(_) => false,
                };
                if has {
                    weight += 1.0;
                } else if open {
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
            // "one of the officials" is not "the official".
            let same = self.p.lex.role(&d.head).is_some_and(|r| r.class == class && !r.plural);
            let related = wanted.iter().all(|w| d.related.contains(w));
            if same && related && owner.is_none() {
                best = Some(0.5);
            }
        }
        best
    }

    pub(in crate::entity) fn country_of(&self, r: Related) -> Option<usize> {
        match r {
            Related::Country(c) => Some(c),
            Related::Allegiance(_) | Related::Place(_) => None,
            Related::Entity(e) => {
                let d = &self.clusters.entities[e];
                (d.kind != EntityKind::Person).then_some(d.country).flatten()
            }
        }
    }
}
