//! Bodies, governments, groups and descriptions, each known by a key.

use super::*;

/// Joins bodies, governments, groups and descriptions under one key.
pub(super) fn bodies(nodes: &[Node<'_>], lex: &Lexicon, union: &mut Union) {
    let mut first: BTreeMap<(u8, String), usize> = BTreeMap::new();
    let owners = owners(nodes, union);
    for (at, n) in nodes.iter().enumerate() {
        for (kind, key) in keys(n.entity, lex).into_iter().chain(owned(n, &owners, lex)) {
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
pub(super) fn keys(e: &Entity, lex: &Lexicon) -> Vec<(u8, String)> {
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
pub(super) fn normal(form: &str, lex: &Lexicon) -> (String, bool) {
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

/// Who each name of a person means in each article: the lowest node of the one they were joined to.
fn owners(nodes: &[Node<'_>], union: &mut Union) -> BTreeMap<(usize, String), usize> {
    let mut out = BTreeMap::new();
    for (at, n) in nodes.iter().enumerate().filter(|(_, n)| n.entity.kind == EntityKind::Person) {
        let root = union.root(at);
        for form in std::iter::once(&n.entity.name).chain(&n.entity.aliases) {
            out.entry((n.article, fold(form))).or_insert(root);
        }
    }
    out
}

/// "Ann Smith’s campaign" and "Smith’s campaign" are one where both mean the same Smith.
fn owned(
    n: &Node<'_>,
    owners: &BTreeMap<(usize, String), usize>,
    lex: &Lexicon,
) -> Option<(u8, String)> {
    if !matches!(n.entity.kind, EntityKind::Organisation | EntityKind::Unnamed) {
        return None;
    }
    let name = &n.entity.name;
    let (owner, rest) = name.split_once("’s ").or_else(|| name.split_once("'s "))?;
    let root = owners.get(&(n.article, fold(owner)))?;
    Some((4, format!("{root} {}", normal(rest, lex).0)))
}
