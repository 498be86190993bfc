//! Several sources in one: "A, B and C", "U.S. and Iranian officials".

use super::*;

/// "A (D-Ohio), B and C": nothing but names, with parties and states after them.
pub(super) fn names_only(p: Phrases<'_>, from: usize, to: usize) -> Option<Vec<(usize, usize)>> {
    let all = &p.words.all;
    let mut out = Vec::new();
    let mut joined = false;
    let mut k = from;
    loop {
        let start = k;
        if k < to && all[k].is(class::DETERMINER) {
            k += 1;
        }
        let i = p.first_name(k);
        let n =
            p.names.get(i).filter(|n| n.outer == k && n.to <= to && !all[n.to - 1].possessive)?;
        k = n.to;
        out.push((start, k));
        if k < to && all[k].text == "(" {
            k = (k..to).find(|&j| all[j].text == ")")? + 1;
        }
        if k + 1 < to && all[k].text == "," && all[k + 1].text.contains('-') && all[k + 1].capital()
        {
            k += 2;
        }
        if k >= to || (k + 1 == to && all[k].is(class::QUANTIFIER | class::PARTITIVE)) {
            break;
        }
        let comma = all[k].text == ",";
        k += usize::from(comma);
        if k < to && all[k].lower == "and" {
            joined = true;
            k += 1;
        } else if !comma {
            return None;
        }
    }
    // Headlines leave "and" out: "Moscow, Beijing deny it".
    joined |= p.words.titled[all[from].sentence]
        || out.iter().all(|&(a, b)| {
            whole_name(p, a, b).is_some_and(|i| {
                matches!(
                    p.names[i].kind,
                    NameKind::Listed(Gaz::Country(_) | Gaz::Capital(_) | Gaz::Seat(_))
                )
            })
        });
    (joined && out.len() > 1).then_some(out)
}

/// "A, B and other elders", "A, B and the union": the names, and where the last member begins.
pub(super) fn names_then(
    p: Phrases<'_>,
    from: usize,
    to: usize,
) -> Option<(Vec<(usize, usize)>, usize)> {
    let all = &p.words.all;
    let mut out = Vec::new();
    let mut k = from;
    loop {
        let n = p.names.get(p.first_name(k)).filter(|n| {
            n.outer == k && n.to < to && !all[n.to - 1].possessive && n.kind == NameKind::Person
        })?;
        out.push((k, n.to));
        k = n.to;
        let comma = all[k].text == ",";
        k += usize::from(comma);
        if k < to && all[k].lower == "and" {
            k += 1;
            break;
        }
        if !comma {
            return None;
        }
    }
    (out.len() >= 2 && k < to).then_some((out, k))
}

/// Whether tokens `from..to` are one name with at most a determiner, and which.
pub(super) fn whole_name(p: Phrases<'_>, from: usize, to: usize) -> Option<usize> {
    let from = if from < to && p.words.all[from].is(class::DETERMINER) { from + 1 } else { from };
    p.names_in(from, to).find(|&i| p.names[i].outer <= from && p.names[i].to == to)
}

/// Splits "A and B", "A, B and C", "U.S. and Iranian officials" (whose parts are marked by equal ends).
pub(super) fn split(p: Phrases<'_>, from: usize, to: usize, links: &[Link]) -> Vec<(usize, usize)> {
    let all = &p.words.all;
    if let Some(list) = names_only(p, from, to)
        && !adjectives_of(p, &list, links)
    {
        return list;
    }
    let in_name = |k: usize| p.names.get(p.first_name(k)).is_some_and(|n| n.outer <= k && k < n.to);
    // "A, B and other elders"
    if let Some((names, rest)) = names_then(p, from, to) {
        let mut out = names;
        out.extend(split(p, rest, to, links));
        return out;
    }
    let Some(and) =
        (from + 1..to.saturating_sub(1)).find(|&k| all[k].lower == "and" && !in_name(k))
    else {
        return vec![(from, to)];
    };
    let (mut left, right) = (and, and + 1);
    if all[left - 1].text == "," && left - 1 > from {
        left -= 1;
    }
    let base = p.base_end(from, left);
    let simple = base == left;
    let r = &all[right];
    let right_name =
        p.names.iter().skip(p.first_name(right)).take(1).find(|n| n.outer == right && n.to <= to);
    let right_base = p.base_end(right, to);
    let named = right_name.is_some_and(|n| n.to == right_base || (n.to == to));
    let possessive = p.lex.pronoun(&r.lower).is_some_and(|x| x.case == Case::Possessive);
    let determined = (r.is(class::DETERMINER) || possessive) && right_base > right + 1;
    let role = |end: usize| end > 0 && p.role_at(end - 1).is_some();
    let plural_nouns = simple
        && all[left - 1].shape == Shape::Lower
        && all[right_base.max(1) - 1].shape == Shape::Lower
        && is_plural(p, left - 1)
        && is_plural(p, right_base - 1);
    let ends_with_name = p.names_in(from, left).last().is_some_and(|i| p.names[i].to == left);
    let titled_right = role(right_base) || (right_base > right && all[right_base - 1].capital());
    let lists = simple && ends_with_name && (named || determined || titled_right);
    let nouns = simple && (determined || named || plural_nouns);
    // "the president of X and the premier of Y": both heads are singular roles.
    let heads = !simple && determined && role(base) && role(right_base) && !is_plural(p, base - 1);
    // "NAME, the premier, and NAME"
    let apposed = !simple
        && named
        && left + 1 == and
        && all[base].text == ","
        && ends_after_name(p, from, base);
    // "NAME, head of a centre, and other scientists"
    let others = !simple
        && left + 1 == and
        && matches!(r.lower.as_ref(), "other" | "others" | "several" | "two")
        && p.names.get(p.first_name(from)).is_some_and(|n| n.outer <= from && n.to <= base);
    if adjectives(p, from, left, right, links) {
        return vec![(from, to)];
    }
    // "Attorney General and Senate candidate NAME": one person of two roles.
    let office = p.role_at(left - 1).is_some_and(|r| !r.plural);
    let person = right_name.is_some_and(|n| n.kind == NameKind::Person && n.outer < n.from)
        || p.names_in(right, to).last().is_some_and(|i| {
            let n = &p.names[i];
            n.kind == NameKind::Person && n.from > right && p.role_at(n.from - 1).is_some()
        });
    if simple
        && office
        && person
        && !all[from].is(class::DETERMINER | class::QUANTIFIER)
        && !(from..left).any(|k| all[k].possessive || p.lex.pronoun(&all[k].lower).is_some())
        && !p.names_in(from, left).any(|i| p.names[i].kind == NameKind::Person)
        && !p.words.titled[all[from].sentence]
    {
        return split(p, right, to, links);
    }
    if !(lists || nouns || heads || apposed || others) {
        return vec![(from, to)];
    }
    let mut out = Vec::new();
    // Names before the last comma: "A, B and C".
    let mut start = from;
    let commas: Vec<usize> = (from..left).filter(|&k| all[k].text == ",").collect();
    for k in commas {
        if whole_name(p, start, k).is_some()
            && whole_name(p, k + 1, (k + 1..left).find(|&j| all[j].text == ",").unwrap_or(left))
                .is_some()
        {
            out.push((start, k));
            start = k + 1;
        }
    }
    out.push((start, left));
    let (a, b) = trim(p, right, to);
    if a < b {
        out.extend(split(p, a, b, links));
    }
    out
}

/// Whether the names of a list are adjectives of states only.
pub(super) fn adjectives_of(p: Phrases<'_>, list: &[(usize, usize)], links: &[Link]) -> bool {
    list.iter().all(|&(from, to)| {
        whole_name(p, from, to).is_some_and(|i| matches!(links[i], Link::Group(Gaz::Adjective(_))))
    })
}

pub(super) fn ends_after_name(p: Phrases<'_>, from: usize, base: usize) -> bool {
    p.names_in(from, base).last().is_some_and(|i| p.names[i].to == base)
}

/// "U.S. and Iranian officials": adjectives of states on both sides of "and", one noun.
pub(super) fn adjectives(
    p: Phrases<'_>,
    from: usize,
    left: usize,
    right: usize,
    links: &[Link],
) -> bool {
    let state = |i: usize| matches!(links[i], Link::Country(_) | Link::Group(Gaz::Adjective(_)));
    if !p.names_in(from, left).last().is_some_and(|i| p.names[i].to == left && state(i)) {
        return false;
    }
    let Some(b) = p.names.get(p.first_name(right)).filter(|n| n.from == right) else {
        return false;
    };
    let b_index = p.first_name(right);
    let end = p.base_end(right, p.words.all.len());
    state(b_index)
        && end > b.to
        && p.words.all[end - 1].shape == Shape::Lower
        && p.words.all[b.to].joined
}

/// "U.S. and Iranian officials" as two descriptions.
pub(super) fn shared_adjective(
    p: Phrases<'_>,
    from: usize,
    base_end: usize,
    to: usize,
    links: &[Link],
) -> Option<Vec<Part>> {
    let all = &p.words.all;
    // The base phrase ended at "and": its head is the first adjective.
    let and = base_end;
    if and >= to || all[and].lower != "and" || !adjectives(p, from, and, and + 1, links) {
        return None;
    }
    let end = p.base_end(and + 1, to);
    let right = describe(p, and + 1, end, to);
    let left_name = p.names_in(from, and).last()?;
    let second = p.names.get(p.first_name(and + 1))?;
    if right.to <= second.to {
        return None;
    }
    let tail = p.words.of(second.to, right.to);
    let mut left = right.clone();
    left.from = from;
    left.base = p.names[left_name].from;
    left.label =
        Some(format!("{} {tail}", p.words.of(p.names[left_name].from, p.names[left_name].to)));
    Some(vec![Part::Phrase(left), Part::Phrase(right)])
}
