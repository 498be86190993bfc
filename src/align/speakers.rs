//! One speaker out of the entities of many articles.
//!
//! Names are compared within blocks of one family name's sound, so the work grows with the number of distinct
//! names, not with its square. Whatever is joined is recorded as a line of evidence.

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

/// A cluster of people in the making: the nodes and the distinct names.
struct Person {
    nodes: Vec<usize>,
    names: Vec<Vec<String>>,
    gender: Option<Gender>,
    generation: String,
}

/// Nodes by the words of a person's name and what tells two generations apart.
type ByName<'a> = BTreeMap<(&'a [String], &'a str), Vec<usize>>;

/// Joins people: full names within blocks of the family name's sound, then names of one word.
fn people(nodes: &[Node<'_>], lex: &Lexicon, union: &mut Union) {
    // One entry a distinct name, so that a name in 300 articles is compared once.
    let mut by_name: ByName<'_> = BTreeMap::new();
    for (at, n) in nodes.iter().enumerate().filter(|(_, n)| !n.words.is_empty()) {
        by_name.entry((&n.words, &n.generation)).or_default().push(at);
    }
    for same in by_name.values() {
        for &at in &same[1..] {
            union.join(same[0], at, || None);
        }
    }
    let mut blocks: BTreeMap<String, Vec<(&[String], &str)>> = BTreeMap::new();
    for (name, generation) in by_name.keys().filter(|(n, _)| full(n)) {
        blocks.entry(sound(&name[family(name, lex)])).or_default().push((name, generation));
    }
    let mut clusters: Vec<Person> = Vec::new();
    for names in blocks.values_mut() {
        names.sort_by(|a, b| (b.0.len(), a).cmp(&(a.0.len(), b)));
        let from = clusters.len();
        for &(name, generation) in names.iter() {
            let group = &by_name[&(name, generation)];
            let gender = group.iter().find_map(|&n| nodes[n].entity.gender);
            let fit: Vec<usize> = (from..clusters.len())
                .filter(|&c| clusters[c].generation == generation)
                .filter(|&c| clusters[c].names.iter().all(|m| same_person(m, name, lex).is_some()))
                .filter(|&c| {
                    !clash(clusters[c].gender, gender)
                        || clusters[c].names.iter().any(|m| m[0] == name[0])
                })
                .filter(|&c| backed(nodes, &clusters[c], group, name, lex))
                .collect();
            if let [c] = fit[..] {
                let how = clusters[c].names.iter().filter_map(|m| same_person(m, name, lex)).min();
                let shown = &nodes[clusters[c].nodes[0]].entity.name;
                let this = &nodes[group[0]];
                union.join(clusters[c].nodes[0], group[0], || {
                    Some(format!(
                        "“{}” ({}) and “{shown}”: {}",
                        this.entity.name,
                        this.key,
                        describe(how)
                    ))
                });
                clusters[c].nodes.extend(group);
                clusters[c].names.push(name.to_vec());
                clusters[c].gender = clusters[c].gender.or(gender);
            } else {
                clusters.push(Person {
                    nodes: group.clone(),
                    names: vec![name.to_vec()],
                    gender,
                    generation: generation.to_string(),
                });
            }
        }
    }
    short_names(nodes, &by_name, &clusters, lex, union);
}

/// Whether a name has a given name, or its initial, and a family name.
fn full(name: &[String]) -> bool {
    name.len() >= 2
}

/// Index of the family name.
fn family(name: &[String], lex: &Lexicon) -> usize {
    let first = name.len() == 2
        && lex.family_first(&name[0])
        && lex.given(&name[0]).is_none()
        && lex.given(&name[1]).is_none();
    if first { 0 } else { name.len() - 1 }
}

fn clash(a: Option<Gender>, b: Option<Gender>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// How two full names agree as names of one person: the weaker of family and given name.
fn same_person(a: &[String], b: &[String], lex: &Lexicon) -> Option<Agreement> {
    let (fa, fb) = (family(a, lex), family(b, lex));
    let of_family = agree(&a[fa], &b[fb], false, lex)?;
    if fa == 0 || fb == 0 {
        let given = agree(
            &a[a.len() - 1 - usize::from(fa != 0)],
            &b[b.len() - 1 - usize::from(fb != 0)],
            false,
            lex,
        )?;
        return Some(of_family.max(given));
    }
    let (ga, gb) = (&a[..fa], &b[..fb]);
    let (short, long) = if ga.len() <= gb.len() { (ga, gb) } else { (gb, ga) };
    // "Peña Nieto" within "Enrique Peña Nieto"; a middle name that somebody goes by.
    let inner = long.len() > short.len()
        && short.len() == 1
        && !initial(&short[0])
        && long[1..].contains(&short[0]);
    let first = if inner { Agreement::Same } else { agree(&ga[0], &gb[0], true, lex)? };
    let middle = |g: &[String]| g.get(1).and_then(|m| m.chars().next());
    if !inner && matches!((middle(ga), middle(gb)), (Some(x), Some(y)) if x != y) {
        return None;
    }
    Some(of_family.max(first))
}

/// Whether names that agree by initial or by sound only have more to say for being one: a role or a state.
fn backed(
    nodes: &[Node<'_>],
    cluster: &Person,
    group: &[usize],
    name: &[String],
    lex: &Lexicon,
) -> bool {
    let weakest = cluster.names.iter().filter_map(|m| same_person(m, name, lex)).min();
    match weakest {
        Some(Agreement::Sound | Agreement::Spelling | Agreement::Initial) => {}
        _ => return true,
    }
    let a = traits(nodes, &cluster.nodes, lex);
    let b = traits(nodes, group, lex);
    if a.is_empty() || b.is_empty() {
        // Nothing is known of one of them: the two spellings alone must be convincing.
        return weakest == Some(Agreement::Spelling);
    }
    a.intersection(&b).next().is_some() || weakest == Some(Agreement::Spelling)
}

/// Classes of roles and states that the roles of some entities name.
fn traits(nodes: &[Node<'_>], group: &[usize], lex: &Lexicon) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for role in group.iter().flat_map(|&n| &nodes[n].entity.roles) {
        let words: Vec<&str> = role
            .text
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(strip)
            .filter(|w| !w.is_empty())
            .collect();
        for k in 0..words.len() {
            if let Some(r) = lex.role(&words[k].to_lowercase()) {
                out.insert(r.class.to_string());
            }
            if let Some(c) = state(&words[k..], lex) {
                out.insert(lex.countries[c].name.to_string());
            }
        }
    }
    out
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

fn describe(how: Option<Agreement>) -> &'static str {
    match how {
        Some(Agreement::Same) | None => "the same name, one fuller",
        Some(Agreement::Initial) => "an initial, and the same role or state",
        Some(Agreement::Nickname) => "forms of one given name",
        Some(Agreement::Spelling) => "spellings of one name",
        Some(Agreement::Sound) => "names that sound alike, and the same role or state",
    }
}

/// Joins names of one word to the one person in the story who bears it.
fn short_names(
    nodes: &[Node<'_>],
    by_name: &ByName<'_>,
    clusters: &[Person],
    lex: &Lexicon,
    union: &mut Union,
) {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (c, person) in clusters.iter().enumerate() {
        let mut keys = BTreeSet::new();
        for name in &person.names {
            keys.insert(sound(&name[family(name, lex)]));
            if lex.family_first(&name[0]) {
                keys.insert(sound(&name[0]));
            }
        }
        for key in keys {
            bearers.entry(key).or_default().push(c);
        }
    }
    for ((name, _), group) in by_name.iter().filter(|((n, _), _)| !full(n)) {
        let fits = |c: &&usize| {
            let p = &clusters[**c];
            let named = p.names.iter().any(|m| {
                agree(&m[family(m, lex)], &name[0], false, lex).is_some()
                    || (lex.family_first(&m[0]) && m[0] == name[0])
            });
            named && !group.iter().any(|&n| clash(p.gender, nodes[n].entity.gender))
        };
        let found: Vec<usize> =
            bearers.get(&sound(&name[0])).into_iter().flatten().filter(fits).copied().collect();
        let chosen = match found[..] {
            [one] => Some(one),
            _ => {
                // Several bearers: only a shared role or state tells.
                let own = traits(nodes, group, lex);
                let mut close = found.iter().filter(|&&c| {
                    traits(nodes, &clusters[c].nodes, lex).intersection(&own).next().is_some()
                });
                close.next().filter(|_| close.next().is_none()).copied()
            }
        };
        if let Some(c) = chosen {
            let full = &nodes[clusters[c].nodes[0]].entity.name;
            let this = &nodes[group[0]];
            let how = if found.len() == 1 {
                "the only one with this name in the story"
            } else {
                "the one with this name and role"
            };
            union.join(clusters[c].nodes[0], group[0], || {
                Some(format!("“{}” ({}) and “{full}”: {how}", this.entity.name, this.key))
            });
        }
    }
}

/// Joins bodies, governments, groups and descriptions under one key.
fn bodies(nodes: &[Node<'_>], lex: &Lexicon, union: &mut Union) {
    let mut first: BTreeMap<(u8, String), usize> = BTreeMap::new();
    for (at, n) in nodes.iter().enumerate() {
        for (kind, key) in keys(n.entity, lex) {
            match first.get(&(kind, key.clone())) {
                Some(&to) => {
                    let (a, b) = (&nodes[to], &nodes[at]);
                    union.join(to, at, || {
                        (a.entity.name != b.entity.name).then(|| {
                            let how = if kind == 0 {
                                "forms for one government"
                            } else {
                                "the same description"
                            };
                            format!(
                                "“{}” ({}) and “{}”: {how}",
                                b.entity.name, b.key, a.entity.name
                            )
                        })
                    });
                }
                None => {
                    first.insert((kind, key), at);
                }
            }
        }
    }
}

/// What an entity that is no person is known by; none for a description that may fit anybody.
fn keys(e: &Entity, lex: &Lexicon) -> Vec<(u8, String)> {
    let forms = || std::iter::once(&e.name).chain(&e.aliases);
    match e.kind {
        EntityKind::Person => vec![],
        EntityKind::Government => {
            let state = forms().find_map(|f| {
                let words: Vec<&str> =
                    f.split_whitespace().map(strip).filter(|w| !w.is_empty()).collect();
                (0..words.len()).find_map(|k| state(&words[k..], lex))
            });
            vec![(0, state.map_or_else(|| fold(&e.name), |c| lex.countries[c].name.to_string()))]
        }
        EntityKind::Organisation => {
            forms().map(|f| (1, normal(f, lex).0)).filter(|(_, k)| !k.is_empty()).collect()
        }
        EntityKind::Group => vec![(2, normal(&e.name, lex).0)],
        EntityKind::Unnamed => {
            let (key, specific) = normal(&e.name, lex);
            if specific { vec![(3, key)] } else { vec![] }
        }
    }
}

/// The words of a name in any order, states and well-known bodies by one form each; and whether one of them
/// names something.
fn normal(form: &str, lex: &Lexicon) -> (String, bool) {
    let words: Vec<&str> = form.split_whitespace().map(strip).filter(|w| !w.is_empty()).collect();
    let mut out: Vec<String> = Vec::new();
    let mut specific = false;
    let mut k = 0;
    while k < words.len() {
        match lex.gazetteer(&words[k..]) {
            Some((n, Gaz::Country(c) | Gaz::Adjective(c) | Gaz::Seat(c))) => {
                out.push(format!("@{c}"));
                specific = true;
                k += n;
            }
            Some((n, Gaz::Institution(i))) => {
                out.push(format!("#{i}"));
                specific = true;
                k += n;
            }
            _ => {
                let w = fold(words[k]);
                specific |=
                    words[k].starts_with(char::is_uppercase) && lex.class(&w) & class::COMMON == 0;
                let drop = class::DETERMINER | class::PREPOSITION | class::CONJUNCTION;
                if lex.class(&w) & drop == 0 {
                    out.push(w);
                }
                k += 1;
            }
        }
    }
    out.sort();
    out.dedup();
    (out.join(" "), specific)
}

/// From joined nodes to speakers.
fn emit(
    nodes: &[Node<'_>],
    readings: &[Reading],
    entries: &[&SpeakerEntry],
    listed: &[Option<usize>],
    mut union: Union,
    lex: &Lexicon,
) -> Merged {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..nodes.len() {
        groups.entry(union.root(at)).or_default().push(at);
    }
    let place: BTreeMap<(usize, usize), usize> =
        nodes.iter().enumerate().map(|(at, n)| ((n.article, n.index), at)).collect();
    // Whoever speaks, and whom they speak for.
    let mut shown: BTreeSet<usize> = groups
        .iter()
        .filter(|(_, g)| g.iter().any(|&n| nodes[n].speaks))
        .map(|(r, _)| *r)
        .collect();
    let mut roots: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    for &root in &shown.clone() {
        let target = groups[&root].iter().find_map(|&n| {
            let to = nodes[n].entity.speaks_for?;
            place.get(&(nodes[n].article, to)).copied()
        });
        let target = target.map(|t| union.root(t)).filter(|t| *t != root);
        roots.insert(root, target);
        shown.extend(target);
    }
    let mut speakers: Vec<(usize, Speaker)> = shown
        .iter()
        .map(|&root| {
            let group = &groups[&root];
            let entry = group.iter().find_map(|&n| listed[n]).map(|i| entries[i]);
            (root, speaker(nodes, group, entry, std::mem::take(&mut union.evidence[root]), lex))
        })
        .collect();
    unique_ids(&mut speakers, nodes, &groups);
    speakers.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    let index: BTreeMap<usize, usize> =
        speakers.iter().enumerate().map(|(i, (root, _))| (*root, i)).collect();
    let by_name: BTreeMap<String, usize> =
        speakers.iter().enumerate().map(|(i, (_, s))| (fold(&s.name), i)).collect();
    let mut of: Vec<Vec<Option<usize>>> =
        readings.iter().map(|r| vec![None; r.entities.len()]).collect();
    for (root, group) in &groups {
        for &n in group {
            of[nodes[n].article][nodes[n].index] = index.get(root).copied();
        }
    }
    let mut out: Vec<Speaker> = Vec::with_capacity(speakers.len());
    for (root, mut s) in speakers {
        let entry = groups[&root].iter().find_map(|&n| listed[n]).map(|i| entries[i]);
        let named =
            entry.and_then(|e| e.speaks_for.as_ref()).and_then(|n| by_name.get(&fold(n)).copied());
        s.speaks_for = named
            .or_else(|| roots.get(&root).copied().flatten().and_then(|t| index.get(&t).copied()));
        out.push(s);
    }
    Merged { speakers: out, of }
}

/// One speaker.
fn speaker(
    nodes: &[Node<'_>],
    group: &[usize],
    entry: Option<&SpeakerEntry>,
    mut evidence: Vec<String>,
    lex: &Lexicon,
) -> Speaker {
    let mut forms: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut names: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut roles: Vec<(usize, String)> = Vec::new();
    let mut counts: BTreeMap<String, BTreeMap<&str, BTreeSet<usize>>> = BTreeMap::new();
    for &n in group {
        let node = &nodes[n];
        names.entry(&node.entity.name).or_default().insert(node.article);
        for form in std::iter::once(&node.entity.name).chain(&node.entity.aliases) {
            forms.entry(form).or_default().insert(node.article);
        }
        for role in &node.entity.roles {
            let pair = (node.article, role.text.clone());
            if !roles.contains(&pair) {
                roles.push(pair);
            }
            counts
                .entry(fold(&role.text))
                .or_default()
                .entry(&role.text)
                .or_default()
                .insert(node.article);
        }
    }
    // A kind that some article shows goes before the guess of another.
    let kind = group.iter().map(|&n| nodes[n].entity.kind).min().unwrap_or(EntityKind::Unnamed);
    let found = match kind {
        EntityKind::Government => government(&forms, lex),
        _ => names
            .iter()
            .max_by_key(|(form, articles)| {
                (weight(form, kind), articles.len(), std::cmp::Reverse(**form))
            })
            .map(|(f, _)| (*f).to_string())
            .unwrap_or_default(),
    };
    let name = entry.map_or(found, |e| e.name.clone());
    let best = counts
        .values()
        .map(|forms| {
            let articles: BTreeSet<usize> = forms.values().flatten().copied().collect();
            let text = forms
                .iter()
                .max_by_key(|(t, a)| (a.len(), std::cmp::Reverse(**t)))
                .map_or("", |(t, _)| *t);
            (worth(text, lex), articles.len(), text.len(), text)
        })
        .filter(|(worth, ..)| *worth > 0)
        .max_by_key(|(worth, articles, len, text)| {
            (*worth, *articles, *len, std::cmp::Reverse(*text))
        });
    let role =
        entry.and_then(|e| e.role.clone()).or_else(|| best.map(|(.., t)| without_article(t)));
    let mut aliases: Vec<String> =
        forms.keys().map(|f| (*f).to_string()).filter(|f| *f != name).collect();
    if let Some(e) = entry {
        for alias in &e.aliases {
            if *alias != name && !aliases.contains(alias) {
                aliases.push(alias.clone());
            }
        }
        aliases.sort();
    }
    evidence.sort();
    evidence.dedup();
    Speaker {
        id: slug(&name),
        name,
        kind,
        role,
        roles,
        aliases,
        members: group.iter().map(|&n| (nodes[n].article, nodes[n].index)).collect(),
        evidence,
        speaks_for: None,
    }
}

/// How much a role tells where it stands under a name by itself: 0 nothing ("his deputy": nobody can tell whose),
/// 1 a party ("R-Ohio", "Republican"), 2 an abbreviated title alone ("Rep."), 3 more than that.
fn worth(role: &str, lex: &Lexicon) -> u8 {
    let words: Vec<&str> = role.split_whitespace().map(strip).filter(|w| !w.is_empty()).collect();
    let possessive =
        |w: &&str| lex.pronoun(&w.to_lowercase()).is_some_and(|p| p.case == Case::Possessive);
    match words[..] {
        [] => 0,
        _ if words.iter().any(possessive) => 0,
        [one] if role.trim_end().ends_with('.') && lex.title(one).is_some() => 2,
        [one] if lex.role(&one.to_lowercase()).is_none() => 1,
        _ => 3,
    }
}

/// A role as shown under a name: "the mayor" is "mayor".
fn without_article(role: &str) -> String {
    let mut words = role.split(' ');
    let first = words.next().unwrap_or_default().to_lowercase();
    let rest = words.collect::<Vec<_>>().join(" ");
    if matches!(first.as_str(), "the" | "a" | "an") && !rest.is_empty() {
        rest
    } else {
        role.to_string()
    }
}

/// How full a name is: words, initials counting less; of descriptions, the shorter is enough.
fn weight(form: &str, kind: EntityKind) -> usize {
    let words = form.split_whitespace();
    match kind {
        EntityKind::Person => {
            words.map(|w| if w.trim_end_matches('.').chars().count() <= 1 { 1 } else { 2 }).sum()
        }
        EntityKind::Organisation => words.count().min(4),
        _ => 0,
    }
}

/// The name of a government: the state's own if a text uses it, with the seat where texts use both.
fn government(forms: &BTreeMap<&str, BTreeSet<usize>>, lex: &Lexicon) -> String {
    let rank = |form: &str| {
        let words: Vec<&str> = form.split_whitespace().map(|w| w.trim_end_matches('.')).collect();
        match lex.gazetteer_whole(&words) {
            Some(Gaz::Country(_)) => 0,
            Some(Gaz::Seat(_)) => 1,
            Some(Gaz::Capital(_)) => 3,
            _ => 2,
        }
    };
    let best = |wanted: usize| {
        forms
            .iter()
            .filter(|(f, _)| rank(f) == wanted)
            .max_by_key(|(f, articles)| (f.len(), articles.len(), std::cmp::Reverse(**f)))
            .map(|(f, _)| *f)
    };
    match (best(0), best(1)) {
        (Some(state), Some(seat)) => format!("{state} ({seat})"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => best(2).or_else(|| best(3)).unwrap_or_default().to_string(),
    }
}

/// Lower-case letters, digits and hyphens.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in fold(name).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !matches!(c, '\'' | '.') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "speaker".into() } else { out.chars().take(80).collect() }
}

/// Gives speakers of one name different ids, by what is known of them: their articles and names.
fn unique_ids(
    speakers: &mut [(usize, Speaker)],
    nodes: &[Node<'_>],
    groups: &BTreeMap<usize, Vec<usize>>,
) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (_, s) in speakers.iter() {
        *count.entry(s.id.clone()).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (root, s) in speakers.iter_mut() {
        if count[&s.id] > 1 {
            let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
            for n in &groups[root] {
                let node = &nodes[*n];
                for b in node
                    .key
                    .bytes()
                    .chain([0])
                    .chain(node.entity.name.bytes())
                    .chain(node.entity.roles.iter().flat_map(|r| r.text.bytes()))
                {
                    hash = (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
                }
            }
            let mut length = 4;
            while length < 16
                && taken.contains(&format!("{}-{}", s.id, &format!("{hash:016x}")[..length]))
            {
                length += 2;
            }
            s.id = format!("{}-{}", s.id, &format!("{hash:016x}")[..length]);
        }
        taken.insert(s.id.clone());
    }
}

#[cfg(test)]
mod tests;
