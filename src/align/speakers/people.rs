//! People: full names within blocks of the family name's sound, then names of one word.

use super::*;

/// A cluster of people in the making: the nodes and the distinct names.
pub(super) struct Person {
    nodes: Vec<usize>,
    names: Vec<Vec<String>>,
    gender: Option<Gender>,
    generation: String,
}

/// Nodes by the words of a person's name and what tells two generations apart.
pub(super) type ByName<'a> = BTreeMap<(&'a [String], &'a str), Vec<usize>>;

/// Joins people: full names within blocks of the family name's sound, then names of one word.
pub(super) fn people(nodes: &[Node<'_>], lex: &Lexicon, union: &mut Union) {
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
pub(super) fn full(name: &[String]) -> bool {
    name.len() >= 2
}

/// Index of the family name.
pub(super) fn family(name: &[String], lex: &Lexicon) -> usize {
    let first = name.len() == 2
        && lex.family_first(&name[0])
        && lex.given(&name[0]).is_none()
        && lex.given(&name[1]).is_none();
    if first { 0 } else { name.len() - 1 }
}

pub(super) fn clash(a: Option<Gender>, b: Option<Gender>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// How two full names agree as names of one person: the weaker of family and given name.
pub(super) fn same_person(a: &[String], b: &[String], lex: &Lexicon) -> Option<Agreement> {
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
pub(super) fn backed(
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
pub(super) fn traits(nodes: &[Node<'_>], group: &[usize], lex: &Lexicon) -> BTreeSet<String> {
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

pub(super) fn describe(how: Option<Agreement>) -> &'static str {
    match how {
        Some(Agreement::Same) | None => "the same name, one fuller",
        Some(Agreement::Initial) => "an initial, and the same role or state",
        Some(Agreement::Nickname) => "forms of one given name",
        Some(Agreement::Spelling) => "spellings of one name",
        Some(Agreement::Sound) => "names that sound alike, and the same role or state",
    }
}

/// Joins names of one word to the one person in the story who bears it.
pub(super) fn short_names(
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
