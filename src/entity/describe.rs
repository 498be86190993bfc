//! Descriptions: "the ministry", "her lawyer", "three officials", "the statement".

use super::{
    EntityKind, Gender, MentionKind,
    cluster::{Draft, Link, Related, RoleDraft},
    discourse::{Answer, Discourse, Resolved},
    lexicon::{Case, Gaz, class},
    names::NameKind,
    roles::Phrases,
    salience::{self, Choice},
    source::{self, Definite, Part, Phrase},
    words::Shape,
};
use crate::text::Span;

/// Whether "Calif." or "N.Y." stands for a state: its letters, in order, the first one first.
fn abbreviates(short: &str, state: &str) -> bool {
    let mut letters = state.chars().filter(|c| c.is_alphabetic());
    let mut own = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
    let Some(first) = own.next() else { return false };
    letters.next() == Some(first) && own.all(|c| letters.any(|l| l == c))
}

/// Whether the tokens `from..to` are ordinary words: "hedge" of "the hedge fund".
fn all_lower(p: Phrases<'_>, from: usize, to: usize) -> bool {
    p.words.all[from..to].iter().all(|w| w.shape == Shape::Lower)
}

/// Least probability for a pronoun or a description to mean somebody named before: below, nobody is named.
pub(super) const UNSURE: f32 = 0.62;

impl Discourse<'_> {
    pub(super) fn phrase_source(&mut self, f: &Phrase, own: usize) -> Answer {
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
        // "No official has defended it": nobody did.
        if all[f.from].is(class::NEGATIVE)
            || matches!(all[f.from].lower.as_ref(), "neither" | "none")
        {
            return Answer::none(format!("“{}”: nobody", p.words.of(f.from, f.to)));
        }
        if let Some(answer) = self.pair(f) {
            return answer;
        }
        if p.lex.document(&head).is_some() && p.role_at(f.head).is_none() {
            return self.document(f, &head, own);
        }
        if !f.plural && !f.partitive && p.role_at(f.head).is_some() || self.office_head(f) {
            if let Some(c) = self.by_role(f, true)
                && c.confidence >= UNSURE
            {
                return Answer::one(c.entity, c.confidence, c.because);
            }
            if let Some(answer) = self.introduced(f) {
                return answer;
            }
            if let Some(answer) = self.bare(f) {
                return answer;
            }
        }
        if let Some(answer) = self.aged(f) {
            return answer;
        }
        if let Some(c) = self.partisan(f)
            && c.confidence >= UNSURE
        {
            return Answer::one(c.entity, c.confidence, c.because);
        }
        if p.lex.body(&head).is_some()
            && let Some(answer) = self.body(f, &head)
        {
            return answer;
        }
        let relative = all.get(f.base_end).is_some_and(|w| w.is(class::RELATIVE));
        if f.partitive
            && f.definite == Definite::Definite
            && f.to == f.base_end
            && !relative
            && let Some(e) = self.same_group(f, &head)
        {
            return self.some_of(f, e);
        }
        if f.plural
            && f.definite == Definite::Definite
            && !f.partitive
            && let Some(e) = self.same_group(f, &head)
        {
            return Answer::one(e, 0.85, "the group described before");
        }
        self.unnamed(f, &head)
    }

    /// "the Ohio Republican": the one talked about last who is of this party and, where the text says so, of this state.
    fn partisan(&self, f: &Phrase) -> Option<Choice> {
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
    fn introduced(&mut self, f: &Phrase) -> Option<Answer> {
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
        let (speakers, sentence) = self.last.as_ref()?;
        let [e] = speakers[..] else { return None };
        let here = all[f.head].sentence;
        let d = &self.clusters.entities[e];
        let silent = d.roles.iter().all(|r| r.class.is_empty());
        let clash = matches!((role.gender, d.gender), (Some(Gender::Female), Some(Gender::Male)));
        if d.kind != EntityKind::Person
            || !silent
            || clash
            || p.words.distance(*sentence, here) > 2.0
        {
            return None;
        }
        // Nobody else without a role has come up since.
        let rival = self.candidates.iter().any(|c| {
            let o = &self.clusters.entities[c.entity];
            c.entity != e
                && all[c.at].sentence >= *sentence
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
    fn aged(&self, f: &Phrase) -> Option<Answer> {
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

    pub(super) fn office_head(&self, f: &Phrase) -> bool {
        self.p.names_in(f.base, f.base_end).last().is_some_and(|i| {
            self.p.names[i].kind == NameKind::Office && self.p.names[i].to == f.base_end
        })
    }

    /// "the senator" without anybody it could mean, and without a word more: nobody can tell who.
    pub(super) fn bare(&self, f: &Phrase) -> Option<Answer> {
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
    pub(super) fn by_role(&self, f: &Phrase, source: bool) -> Option<Choice> {
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
    pub(super) fn role_fit(
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

    pub(super) fn country_of(&self, r: Related) -> Option<usize> {
        match r {
            Related::Country(c) => Some(c),
            Related::Allegiance(_) | Related::Place(_) => None,
            Related::Entity(e) => {
                let d = &self.clusters.entities[e];
                (d.kind != EntityKind::Person).then_some(d.country).flatten()
            }
        }
    }

    /// "the ministry", "the Chinese government", "her campaign".
    pub(super) fn body(&mut self, f: &Phrase, head: &str) -> Option<Answer> {
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
                    (generic && d.kind == EntityKind::Organisation).then(|| focus(e))
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

    /// The words of a description, with the possessor's name for a pronoun: "Ann Smith's campaign".
    pub(super) fn owned_label(&self, f: &Phrase) -> String {
        let p = self.p;
        let all = &p.words.all;
        if f.label.is_some() {
            return self.label(f);
        }
        let mut out = String::new();
        let mut k = f.from;
        let mut plain = f.from;
        let mut opens = false;
        while k < f.to {
            let Some((from, owner)) = self.owner_at(k, f) else {
                k += 1;
                continue;
            };
            // "the former senator's campaign": the article goes with the possessor.
            let from = from.max(plain);
            opens |= from == f.from;
            if from > plain {
                out.push_str(p.words.of(plain, from));
                out.push(' ');
            }
            out.push_str(&owner);
            out.push_str("’s");
            plain = k + 1;
            if plain < f.to {
                out.push(' ');
            }
            k += 1;
        }
        if plain == f.from {
            return self.label(f);
        }
        if plain < f.to {
            out.push_str(p.words.of(plain, f.to).trim_end_matches(','));
        }
        let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
        // The capital of a sentence's start: "A few of his colleagues".
        // The capital of a sentence's start: "A few of his colleagues".
        let first = &all[f.from];
        let ordinary = first.shape == Shape::Capital
            && p.words.opens(f.from)
            && p.names_in(f.from, f.from + 1).next().is_none();
        if ordinary
            && !opens
            && let Some(rest) = text.strip_prefix(first.text)
        {
            return format!("{}{rest}", first.lower);
        }
        text
    }

    /// Whose possessive ends at token `k` of a description: the first token it takes, and the name of the possessor.
    fn owner_at(&self, k: usize, f: &Phrase) -> Option<(usize, String)> {
        let p = self.p;
        let w = &p.words.all[k];
        if k + 1 >= f.to {
            return None;
        }
        let named = |e: usize| {
            let d = &self.clusters.entities[e];
            (d.kind != EntityKind::Unnamed).then(|| d.name.clone())
        };
        if let Some(x) = p.lex.pronoun(&w.lower)
            && x.case == Case::Possessive
        {
            let m = self.mentions.iter().rev().find(|m| m.from == k)?;
            return Some((k, named(m.entity)?));
        }
        if !w.possessive {
            return None;
        }
        if let Some(i) = p.names_in(f.from, k + 1).last().filter(|&i| p.names[i].to == k + 1) {
            let Link::Entity(e) = self.clusters.links[i] else { return None };
            let person = self.clusters.entities[e].kind == EntityKind::Person;
            return person.then(|| Some((p.names[i].outer.max(f.from), named(e)?))).flatten();
        }
        if f.partitive {
            return None;
        }
        let nominal = |m: &&Resolved| m.to == k + 1 && m.kind == MentionKind::Nominal;
        let m = self.mentions.iter().rev().find(nominal)?;
        if !p.words.all[m.from].is(class::DETERMINER) {
            return None;
        }
        Some((m.from, named(m.entity)?))
    }

    /// "the two", "both", "the pair": the two people whom the sentence before or this one names, if there are just two.
    fn pair(&self, f: &Phrase) -> Option<Answer> {
        let p = self.p;
        let all = &p.words.all;
        let text = p.words.of(f.from, f.base_end).to_lowercase();
        let pair = matches!(
            text.as_str(),
            "the two"
                | "both"
                | "the pair"
                | "the duo"
                | "both men"
                | "both women"
                | "the two men"
                | "the two women"
                | "the two leaders"
                | "both leaders"
        );
        if !pair || f.to > f.base_end || f.partitive {
            return None;
        }
        let here = all[f.head].sentence;
        // Two who spoke in the sentences before; else the two who are named in the last one that names any.
        let mut spoke: Vec<usize> = Vec::new();
        let mut found: Vec<usize> = Vec::new();
        for back in 0..=2 {
            let Some(sentence) = here.checked_sub(back) else { break };
            for c in &self.candidates {
                if all[c.at].sentence != sentence || c.at >= f.from || all[c.at].quoted {
                    continue;
                }
                let d = &self.clusters.entities[c.entity];
                if !self.features(c.entity).person || d.plural {
                    continue;
                }
                if c.source && !spoke.contains(&c.entity) {
                    spoke.push(c.entity);
                }
                if d.kind == EntityKind::Person && !found.contains(&c.entity) {
                    found.push(c.entity);
                }
            }
            if spoke.len() >= 2 || found.len() >= 2 && spoke.len() == 1 {
                break;
            }
        }
        if spoke.len() >= 2 {
            found = spoke;
        }
        let first = |e: usize| self.candidates.iter().position(|c| c.entity == e);
        found.sort_by_key(|e| first(*e));
        if found.len() != 2 {
            return Some(Answer::none(format!("“{text}”: not clear which two")));
        }
        Some(Answer {
            entities: found,
            because: format!("“{text}”: the two named before"),
            confidence: 0.8,
        })
    }

    /// The words of a description without "the", and without the capital of a sentence's start.
    pub(super) fn label(&self, f: &Phrase) -> String {
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
        let name = p.names.get(p.first_name(from)).filter(|n| n.outer <= from);
        let ordinary = first.shape == Shape::Capital
            && p.words.opens(from)
            && name.is_none_or(|n| first.is(class::COMMON) && n.to == from + 1 && from < f.head);
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
    pub(super) fn same_group(&self, f: &Phrase, head: &str) -> Option<usize> {
        let wanted = self.p.related(f.base, f.base_end, &self.clusters.links);
        self.candidates.iter().rev().map(|c| c.entity).find(|&e| {
            let d = &self.clusters.entities[e];
            d.plural
                && d.kind == EntityKind::Unnamed
                && self.same_noun(&d.head, head)
                && (f.base..f.head).all(|k| {
                    let w = &self.p.words.all[k];
                    let own =
                        w.is(class::DETERMINER | class::QUANTIFIER) || w.shape == Shape::Number;
                    own || d.name.to_lowercase().contains(w.lower.as_ref())
                })
                && wanted.iter().all(|w| {
                    d.related.contains(w)
                        || self.country_of(*w).is_some_and(|c| d.country == Some(c))
                })
        })
    }

    /// "several of the people" of those with knowledge of the case, whom the text described before: a description of its
    /// own, because the others did not say it.
    fn some_of(&mut self, f: &Phrase, group: usize) -> Answer {
        let all = &self.p.words.all;
        let of = (f.from..f.base).find(|&k| all[k].lower == "of").unwrap_or(f.base);
        let whole = self.clusters.entities[group].name.clone();
        let whole =
            whole.strip_prefix("some ").or(whole.strip_prefix("several ")).unwrap_or(&whole);
        let label = format!("{} of the {whole}", self.p.words.of(f.from, of).to_lowercase());
        let head = all[f.head].lower.to_string();
        let e = self.describe(EntityKind::Unnamed, &label, f.plural);
        self.clusters.entities[e].head = head;
        Answer::one(e, 0.88, "some of the group described before")
    }

    pub(super) fn same_noun(&self, a: &str, b: &str) -> bool {
        a == b || a.trim_end_matches('s') == b.trim_end_matches('s') && !a.is_empty()
    }

    /// Somebody whom the text describes and does not name.
    ///
    /// A head that is neither a person, nor a body, nor something issued ("terms of the bill", "the debate") is
    /// nobody: the statement stays without a speaker.
    pub(super) fn unnamed(&mut self, f: &Phrase, head: &str) -> Answer {
        let lex = self.p.lex;
        let word = &self.p.words.all[f.head];
        // The capital of a sentence's start names nobody.
        let named = self.p.names_in(f.head, f.head + 1).next().is_some();
        let somebody = word.capital() && (named || !self.p.words.opens(f.head))
            || word.shape == Shape::Number
            || lex.person_noun(head)
            || lex.body(head).is_some()
            || lex.document(head).is_some()
            || f.partitive;
        if head.is_empty()
            || !somebody
            || word.is(class::DETERMINER) && f.head == f.from && !lex.person_noun(head)
        {
            return Answer::none(format!("“{}” names nobody", self.p.words.of(f.from, f.to)));
        }
        let label = self.owned_label(f);
        // Whom they stand for: "US officials", "officials of the ministry"; not what they know about.
        let all = &self.p.words.all;
        let member = f.base_end < f.to
            && matches!(all[f.base_end].lower.as_ref(), "of" | "from" | "for" | "at");
        let end = if member { f.to } else { f.base_end };
        let related = self.p.related(f.base, end, &self.clusters.links);
        let kind = if head.is_empty() { EntityKind::Group } else { EntityKind::Unnamed };
        let gender = self.p.role_at(f.head).and_then(|r| r.gender).or(match head {
            "man" | "boy" => Some(Gender::Male),
            "woman" | "girl" => Some(Gender::Female),
            _ => None,
        });
        let e = self.describe(kind, &label, f.plural);
        let country = related.iter().find_map(|r| self.country_of(*r));
        let office =
            self.p.role_at(f.head).is_some_and(|r| super::finish::SPEAKS.contains(&r.class));
        let speaks = if office && !f.partitive && f.from < f.head + 1 {
            self.p.spoken_for(f.base.min(f.head), f.head, f.to, &self.clusters.links)
        } else {
            Vec::new()
        };
        let d = &mut self.clusters.entities[e];
        d.speaks = speaks;
        d.head = head.to_string();
        d.gender = d.gender.or(gender);
        // "chairman" is said of women as well, "father" is not.
        d.gender_by_name = head.ends_with("man") && !head.ends_with("woman") && head != "man";
        d.country = d.country.or(country);
        if d.related.is_empty() {
            d.related = related;
        }
        Answer::one(e, 0.9, "as described, without a name")
    }

    /// "the statement", "a report by X": whoever issued it.
    pub(super) fn document(&mut self, f: &Phrase, head: &str, own: usize) -> Answer {
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

    pub(super) fn issuer(&mut self, parts: Vec<Part>, head: &str, own: usize) -> Answer {
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

    /// The entity with this description, made where it is new.
    pub(super) fn describe(&mut self, kind: EntityKind, label: &str, plural: bool) -> usize {
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

    /// The entity of a state's government.
    pub(super) fn government(&mut self, country: usize, form: &str) -> usize {
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
