//! One speaker out of the entities of many articles.
//!
//! Names are compared within blocks of one family name's sound, so the work grows with the number of distinct
//! names, not with its square. Whatever is joined is recorded as a line of evidence.

mod bodies;
mod emit;
mod people;

use bodies::bodies;
use emit::emit;
use people::{full, people};

use super::spelling::{Agreement, agree, initial, sound, words};
use crate::{
    config::SpeakerEntry,
    entity::{
        Entity, EntityKind, Gender,
        lexicon::{Case, Gaz, Lexicon, class, fold, lexicon},
    },
    reading::Reading,
    story::Speaker,
};
use std::collections::{BTreeMap, BTreeSet};

/// The speakers of a story and who of the articles' entities they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// By id.
    pub speakers: Vec<Speaker>,
    /// For each article and each of its entities, the index of its speaker; `None` for entities that say
    /// nothing in any article and that nobody speaks for.
    pub of: Vec<Vec<Option<usize>>>,
}

/// One entity of one article.
struct Node<'a> {
    article: usize,
    index: usize,
    entity: &'a Entity,
    /// Identifier of the article: what order is decided by.
    key: &'a str,
    /// Folded words of a person's name.
    words: Vec<String>,
    /// "jr" where an article names somebody else who differs by that alone.
    generation: String,
    speaks: bool,
}

/// Joins what belongs together; remembers why.
struct Union {
    parent: Vec<usize>,
    evidence: Vec<Vec<String>>,
}

impl Union {
    fn new(n: usize) -> Self {
        Self { parent: (0..n).collect(), evidence: vec![Vec::new(); n] }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize, why: impl FnOnce() -> Option<String>) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        if low != high {
            self.parent[high] = low;
            let moved = std::mem::take(&mut self.evidence[high]);
            self.evidence[low].extend(moved);
        }
        if let Some(line) = why() {
            self.evidence[low].push(line);
        }
    }
}

/// Finds out who is who across the articles of a story. Entries of `story` go before those of `site`.
///
/// The result does not depend on the order of `readings`, but for the indices in it.
pub fn merge(readings: &[Reading], site: &[SpeakerEntry], story: &[SpeakerEntry]) -> Merged {
    let lex = lexicon();
    let mut nodes: Vec<Node<'_>> = Vec::new();
    for (article, reading) in readings.iter().enumerate() {
        let mut speaks = vec![false; reading.entities.len()];
        for e in reading.speakers.iter().flat_map(|s| &s.entities) {
            speaks[*e] = true;
        }
        for (index, entity) in reading.entities.iter().enumerate() {
            let person = entity.kind == EntityKind::Person;
            nodes.push(Node {
                article,
                index,
                entity,
                key: &reading.article.id,
                words: if person { words(&entity.name, lex) } else { Vec::new() },
                generation: String::new(),
                speaks: speaks[index],
            });
        }
    }
    nodes.sort_by(|a, b| (a.key, a.index).cmp(&(b.key, b.index)));
    generations(&mut nodes, lex);
    let mut union = Union::new(nodes.len());
    let entries: Vec<&SpeakerEntry> = story.iter().chain(site).collect();
    let listed = by_entries(&nodes, &entries, &mut union);
    people(&nodes, lex, &mut union);
    bodies(&nodes, lex, &mut union);
    emit(&nodes, readings, &entries, &listed, union, lex)
}

/// Marks the names with a suffix ("Jr.") that some article uses beside the same name without it: those are two people
/// in every article.
fn generations(nodes: &mut [Node<'_>], lex: &Lexicon) {
    let own = |n: &Node<'_>| {
        let last = n.entity.name.split_whitespace().last().unwrap_or_default();
        let last = fold(last.trim_matches(|c: char| !c.is_alphanumeric()));
        if lex.class(&last) & class::SUFFIX != 0 { last } else { String::new() }
    };
    let mut forms: BTreeMap<(usize, Vec<String>), BTreeSet<String>> = BTreeMap::new();
    for n in nodes.iter().filter(|n| full(&n.words)) {
        let key = (n.article, vec![n.words[0].clone(), n.words[n.words.len() - 1].clone()]);
        forms.entry(key).or_default().insert(own(n));
    }
    let split: BTreeSet<Vec<String>> =
        forms.into_iter().filter(|(_, s)| s.len() > 1).map(|((_, w), _)| w).collect();
    for n in nodes.iter_mut().filter(|n| full(&n.words)) {
        if split.contains(&vec![n.words[0].clone(), n.words[n.words.len() - 1].clone()]) {
            n.generation = own(n);
        }
    }
}

/// Joins what the editor lists as one; returns the entry of each node.
fn by_entries(
    nodes: &[Node<'_>],
    entries: &[&SpeakerEntry],
    union: &mut Union,
) -> Vec<Option<usize>> {
    let mut by_form: BTreeMap<String, usize> = BTreeMap::new();
    for (i, e) in entries.iter().enumerate() {
        for form in std::iter::once(&e.name).chain(&e.aliases) {
            by_form.entry(fold(form)).or_insert(i);
        }
    }
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    let mut of = vec![None; nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let forms = std::iter::once(&node.entity.name).chain(&node.entity.aliases);
        let Some(entry) = forms.into_iter().find_map(|f| by_form.get(&fold(f)).copied()) else {
            continue;
        };
        of[at] = Some(entry);
        let to = *first.entry(entry).or_insert(at);
        if to != at {
            union.join(to, at, || {
                Some(format!(
                    "“{}” ({}): listed as {}",
                    node.entity.name, node.key, entries[entry].name
                ))
            });
        }
    }
    of
}

/// A word without possessive ending and stops.
fn strip(word: &str) -> &str {
    let w = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let w = w.strip_suffix("'s").or_else(|| w.strip_suffix("’s")).unwrap_or(w);
    w.trim_end_matches('.')
}

/// The state that `words` open with a form of.
fn state(words: &[&str], lex: &Lexicon) -> Option<usize> {
    match lex.gazetteer(words)?.1 {
        Gaz::Country(c) | Gaz::Adjective(c) | Gaz::Capital(c) | Gaz::Seat(c) => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
