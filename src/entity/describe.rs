//! Descriptions: "the ministry", "her lawyer", "three officials", "the statement".

mod bodies;
mod labels;
mod offices;

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
        if let Some(e) = self.same_one(f, &head) {
            return Answer::one(e, 0.85, "the one described before");
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

    /// "a narrator", "one questioner": a noun of a doer in the singular, by its ending.
    fn doer(&self, f: &Phrase, head: &str) -> bool {
        let ending = ["er", "or", "ist", "ian", "ee"].iter().any(|e| head.ends_with(e));
        let first = &self.p.words.all[f.from];
        ending
            && f.head > f.from
            && first.is(class::DETERMINER | class::QUANTIFIER)
            && !self.p.words.all[f.head].is(class::DETERMINER | class::QUANTIFIER)
            && self.p.lex.person_noun(&format!("{head}s"))
    }

    /// "the person": the only one whom the text described by this noun before.
    fn same_one(&self, f: &Phrase, head: &str) -> Option<usize> {
        let animate = self.p.lex.class(head) & class::ANIMATE != 0;
        if f.plural
            || f.definite != Definite::Definite
            || f.partitive
            || f.base != f.head
            || !animate
        {
            return None;
        }
        let mut found: Vec<usize> = Vec::new();
        for c in self.candidates.iter().filter(|c| c.at < f.from) {
            let d = &self.clusters.entities[c.entity];
            let same = d.kind == EntityKind::Unnamed && !d.plural && d.head == head;
            if same && !found.contains(&c.entity) {
                found.push(c.entity);
            }
        }
        let [e] = found[..] else { return None };
        Some(e)
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
                        w.is(class::DETERMINER | class::QUANTIFIER) || w.shape != Shape::Lower;
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
            || self.doer(f, head)
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

    /// The entity with this description, made where it is new.
    pub(super) fn describe(&mut self, kind: EntityKind, label: &str, plural: bool) -> usize {
        // Emphasis of Markdown is no part of a name.
        let label = &*label.replace(['_', '*'], "");
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
}
