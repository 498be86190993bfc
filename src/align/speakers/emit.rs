//! From joined entities to speakers: name, role, kind, aliases, id.

use super::*;

/// From joined nodes to speakers.
pub(super) fn emit(
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
pub(super) fn speaker(
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
pub(super) fn worth(role: &str, lex: &Lexicon) -> u8 {
    let words: Vec<&str> = role.split_whitespace().map(strip).filter(|w| !w.is_empty()).collect();
    let possessive =
        |w: &&str| lex.pronoun(&w.to_lowercase()).is_some_and(|p| p.case == Case::Possessive);
    match words[..] {
        [] => 0,
        _ if words.iter().any(possessive) => 0,
        [.., "Sens" | "Reps" | "Govs" | "Messrs"] => 0,
        [one] if role.trim_end().ends_with('.') && lex.title(one).is_some() => 2,
        [one] if lex.role(&one.to_lowercase()).is_none() => 1,
        _ => 3,
    }
}

/// A role as shown under a name: "the mayor" is "mayor".
pub(super) fn without_article(role: &str) -> String {
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
pub(super) fn weight(form: &str, kind: EntityKind) -> usize {
    let words = form.split_whitespace();
    match kind {
        EntityKind::Person => {
            words.map(|w| if w.trim_end_matches('.').chars().count() <= 1 { 1 } else { 2 }).sum()
        }
        EntityKind::Organisation => words.count().min(4),
        // "Ann Smith’s aides" before "Smith’s aides".
        EntityKind::Unnamed if form.contains("’s ") => words.count(),
        _ => 0,
    }
}

/// The name of a government: the state's own if a text uses it, with the seat where texts use both.
pub(super) fn government(forms: &BTreeMap<&str, BTreeSet<usize>>, lex: &Lexicon) -> String {
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
pub(super) fn slug(name: &str) -> String {
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
pub(super) fn unique_ids(
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
