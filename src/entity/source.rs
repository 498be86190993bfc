//! What the words of a source consist of: names, pronouns, descriptions, and several of them joined.

use super::{
    cluster::Link,
    lexicon::{Case, Gaz, class},
    names::NameKind,
    roles::Phrases,
    words::Shape,
};
use crate::text::Span;

/// How a description is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Definite {
    /// "the officials", "these sources"
    Definite,
    /// "a spokesman", "three officials", "residents"
    Indefinite,
    /// "her lawyer", "Smith's lawyer"
    Possessive,
}

/// A description.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// First token, determiner included.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// First token after determiners.
    pub base: usize,
    /// One past the head.
    pub base_end: usize,
    /// The head noun.
    pub head: usize,
    /// How it is determined.
    pub definite: Definite,
    /// Whether it is several.
    pub plural: bool,
    /// The name in apposition.
    pub apposed: Option<usize>,
    /// "two of the people": part of a group that is described.
    pub partitive: bool,
    /// Its words, where they are no stretch of the text ("U.S. officials" of "U.S. and Iranian officials").
    pub label: Option<String>,
}

/// One member of a source.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// Index of a name.
    Name(usize),
    /// Token of a pronoun.
    Pronoun(usize),
    /// A description.
    Phrase(Phrase),
}

impl Part {
    /// The token it is placed at in the order of the text.
    pub fn at(&self, p: Phrases<'_>) -> usize {
        match self {
            Part::Name(i) => p.names[*i].from,
            Part::Pronoun(at) => *at,
            Part::Phrase(f) => f.head,
        }
    }
}

/// Reads source spans; `links` tells what the names mean.
pub(crate) fn parts(p: Phrases<'_>, spans: &[Span], links: &[Link]) -> Vec<Part> {
    for span in spans {
        let range = p.words.within(*span);
        let (from, to) = trim(p, range.start, range.end);
        if from >= to {
            continue;
        }
        let found: Vec<Part> =
            split(p, from, to, links).into_iter().flat_map(|(a, b)| read(p, a, b, links)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Takes off marks, conjunctions and prepositions at the ends.
fn trim(p: Phrases<'_>, mut from: usize, mut to: usize) -> (usize, usize) {
    let all = &p.words.all;
    while from < to {
        let w = &all[from];
        let lead = w.shape == Shape::Mark
            || (w.is(class::CONJUNCTION) && w.text != "both")
            || (w.is(class::PREPOSITION) && !w.is(class::QUANTIFIER))
            || (matches!(w.lower.as_ref(), "according" | "not"));
        if !lead {
            break;
        }
        from += 1;
    }
    while from < to {
        let w = &all[to - 1];
        let relative = w.is(class::RELATIVE) && !w.is(class::DETERMINER) && to - from > 1;
        if w.shape != Shape::Mark && !relative && !(w.is(class::CONJUNCTION) && to - from > 1) {
            break;
        }
        to -= 1;
    }
    (from, to)
}

/// "A (D-Ohio), B and C": nothing but names, with parties and states after them.
fn names_only(p: Phrases<'_>, from: usize, to: usize) -> Option<Vec<(usize, usize)>> {
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

/// Whether tokens `from..to` are one name with at most a determiner, and which.
fn whole_name(p: Phrases<'_>, from: usize, to: usize) -> Option<usize> {
    let from = if from < to && p.words.all[from].is(class::DETERMINER) { from + 1 } else { from };
    p.names_in(from, to).find(|&i| p.names[i].outer <= from && p.names[i].to == to)
}

/// Splits "A and B", "A, B and C", "U.S. and Iranian officials" (whose parts are marked by equal ends).
fn split(p: Phrases<'_>, from: usize, to: usize, links: &[Link]) -> Vec<(usize, usize)> {
    let all = &p.words.all;
    if let Some(list) = names_only(p, from, to)
        && !adjectives_of(p, &list, links)
    {
        return list;
    }
    let in_name = |k: usize| p.names.get(p.first_name(k)).is_some_and(|n| n.outer <= k && k < n.to);
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
    if adjectives(p, from, left, right, links) {
        return vec![(from, to)];
    }
    if !(lists || nouns || heads || apposed) {
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
fn adjectives_of(p: Phrases<'_>, list: &[(usize, usize)], links: &[Link]) -> bool {
    list.iter().all(|&(from, to)| {
        whole_name(p, from, to).is_some_and(|i| matches!(links[i], Link::Group(Gaz::Adjective(_))))
    })
}

fn ends_after_name(p: Phrases<'_>, from: usize, base: usize) -> bool {
    p.names_in(from, base).last().is_some_and(|i| p.names[i].to == base)
}

/// "U.S. and Iranian officials": adjectives of states on both sides of "and", one noun.
fn adjectives(p: Phrases<'_>, from: usize, left: usize, right: usize, links: &[Link]) -> bool {
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

/// Whether the noun at a token is a plural.
pub(crate) fn is_plural(p: Phrases<'_>, at: usize) -> bool {
    let w = &p.words.all[at];
    if let Some(r) = p.role_at(at) {
        return r.plural;
    }
    if let Some(b) = p.lex.body(&w.lower) {
        return b && w.lower != "police";
    }
    if let Some(d) = p.lex.document(&w.lower) {
        return d;
    }
    if w.is(class::ANIMATE) {
        return !matches!(
            w.lower.as_ref(),
            "person"
                | "man"
                | "woman"
                | "boy"
                | "girl"
                | "child"
                | "guy"
                | "someone"
                | "somebody"
                | "everyone"
                | "everybody"
                | "anyone"
                | "anybody"
                | "nobody"
                | "public"
                | "crowd"
                | "family"
                | "couple"
        );
    }
    w.lower.ends_with('s') && !w.lower.ends_with("ss") && !w.lower.ends_with("us")
}

/// Reads one member.
fn read(p: Phrases<'_>, from: usize, to: usize, links: &[Link]) -> Vec<Part> {
    let (from, to) = trim(p, from, to);
    if from >= to {
        return Vec::new();
    }
    let all = &p.words.all;
    let first = &all[from];
    if let Some(pronoun) = p.lex.pronoun(&first.lower)
        && first.shape != Shape::Upper
        && (to - from == 1 || (pronoun.case != Case::Possessive && !first.is(class::DETERMINER)))
    {
        return vec![Part::Pronoun(from)];
    }
    let mut base_end = p.base_end(from, to);
    if base_end == from {
        // An opening that is no noun phrase: take the first person named in it.
        return p
            .names_in(from, to)
            .find(|&i| matches!(links[i], Link::Entity(_)) && p.names[i].kind == NameKind::Person)
            .map(Part::Name)
            .into_iter()
            .collect();
    }
    // "two of the people"
    if base_end < to && all[base_end].lower == "of" && all[base_end - 1].is(class::PARTITIVE) {
        let inner = base_end + 1;
        if inner < to && all[inner].is(class::RELATIVE) {
            return vec![Part::Pronoun(inner)];
        }
        if let Some(Part::Phrase(mut f)) = read(p, inner, to, links).into_iter().next()
            && is_plural(p, f.head)
        {
            f.partitive = true;
            f.plural = all[base_end - 1].lower != "one";
            f.from = from;
            return vec![Part::Phrase(f)];
        }
    }
    if let Some(i) = titled_at_end(p, base_end, to) {
        return vec![Part::Name(i)];
    }
    if let Some(both) = shared_adjective(p, from, base_end, to, links) {
        return both;
    }
    // "state and local leaders", "House and Senate Democrats": two modifiers of one plural noun.
    let mut extended = false;
    if base_end + 1 < to && all[base_end].lower == "and" && !is_plural(p, base_end - 1) {
        let end = p.base_end(base_end + 1, to);
        if end > base_end + 1 && is_plural(p, end - 1) {
            base_end = end;
            extended = true;
        }
    }
    // "some Democrats" are not the Democrats.
    let group = |i: usize| matches!(links[i], Link::Group(_));
    let counted = all[from].is(class::QUANTIFIER | class::INDEFINITE);
    if let Some(i) = p.names_in(from, base_end).filter(|&i| p.names[i].to == base_end).last()
        && p.names[i].kind != NameKind::Office
        && !extended
        && !(counted && group(i))
    {
        return vec![Part::Name(i)];
    }
    vec![Part::Phrase(phrase(p, from, base_end, to))]
}

/// "Society for the Rivers President NAME": the person whom a title behind a body's name introduces.
fn titled_at_end(p: Phrases<'_>, base_end: usize, to: usize) -> Option<usize> {
    let all = &p.words.all;
    let i = p.names_in(base_end, to).last()?;
    let n = &p.names[i];
    if n.outer < base_end.max(1) {
        return None;
    }
    let title = (n.outer..n.from).any(|k| p.role_at(k).is_some());
    let inside = all[base_end..n.outer].iter().all(|w| {
        w.word() && (w.capital() || w.is(class::LINKER | class::PREPOSITION | class::DETERMINER))
    });
    (n.to == to && n.kind == NameKind::Person && title && inside && all[n.outer - 1].capital())
        .then_some(i)
}

fn phrase(p: Phrases<'_>, from: usize, base_end: usize, to: usize) -> Phrase {
    let all = &p.words.all;
    let head = base_end - 1;
    let mut base = from;
    while base < head && all[base].is(class::DETERMINER) {
        base += 1;
    }
    let possessive = (from..head).any(|k| {
        all[k].possessive
            || p.lex.pronoun(&all[k].lower).is_some_and(|x| x.case == Case::Possessive)
    });
    let plural = is_plural(p, head)
        || (from..head).any(|k| {
            matches!(
                all[k].lower.as_ref(),
                "several" | "many" | "two" | "three" | "four" | "five" | "these" | "those"
            )
        });
    let definite = if possessive {
        Definite::Possessive
    } else if all[from].is(class::DEFINITE) {
        Definite::Definite
    } else {
        Definite::Indefinite
    };
    let apposed = if plural { None } else { apposed_name(p, base_end, to) };
    // The description ends where a clause or an apposition begins.
    let end = (base_end..to)
        .find(|&k| {
            let w = &all[k];
            matches!(w.text, "," | "-" | "–" | "—" | "(" | ";" | ":")
                || (w.is(class::RELATIVE) && !w.is(class::DETERMINER))
                || w.is(class::AUXILIARY | class::REPORTED)
        })
        .unwrap_or(to)
        .min(base_end + 12);
    let (_, end) = trim(p, from, end);
    Phrase {
        from,
        to: end.max(base_end),
        base,
        base_end,
        head,
        definite,
        plural,
        apposed,
        partitive: false,
        label: None,
    }
}

/// The personal name in apposition to the description that ends its base at `base_end`.
fn apposed_name(p: Phrases<'_>, base_end: usize, to: usize) -> Option<usize> {
    let all = &p.words.all;
    let end = p.words.sentence(all[base_end - 1].sentence).end;
    let limit = (to + 1).min(end);
    let comma = (base_end..limit).find(|&k| matches!(all[k].text, "," | "–" | "—" | "-"))?;
    let i = p.first_name(comma + 1);
    let n = p.names.get(i).filter(|n| n.outer == comma + 1 && n.to <= end)?;
    if !matches!(n.kind, NameKind::Person | NameKind::MaybePerson) {
        return None;
    }
    // "a spokesman for the attorney, NAME": either of the two may be meant.
    let rival = (base_end..comma).any(|k| {
        p.role_at(k).is_some_and(|r| !r.plural)
            && !all[k].possessive
            && !p.names.get(p.first_name(k)).is_some_and(|n| n.outer <= k && k < n.to && n.from > k)
    });
    let closed = n.to >= end
        || matches!(all[n.to].text, "," | "." | ")" | "–" | "—" | "-" | ";" | ":" | "”" | "\"")
        || all[n.to].is(class::VERB | class::AUXILIARY | class::PREPOSITION)
        || n.to >= to;
    (closed && !rival).then_some(i)
}

/// "U.S. and Iranian officials" as two descriptions.
fn shared_adjective(
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
    let right = phrase(p, and + 1, end, to);
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
