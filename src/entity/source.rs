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
        let whose = (range.start..range.end)
            .rev()
            .find(|&k| p.words.all[k].word())
            .map(|k| p.words.all[k].lower.as_ref())
            .filter(|w| matches!(*w, "who" | "whom" | "which"))
            .map(|w| w == "which");
        let (from, to) = trim(p, range.start, range.end);
        if from >= to {
            continue;
        }
        if let Some(thing) = whose
            && let Some(part) = before_relative(p, from, to, thing, links)
        {
            return vec![part];
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

/// "A, B and other elders", "A, B and the union": the names, and where the last member begins.
fn names_then(p: Phrases<'_>, from: usize, to: usize) -> Option<(Vec<(usize, usize)>, usize)> {
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
    // "Speaker of the House NAME": the title of a name.
    let titled = p.names_in(from, to).find(|&i| {
        let n = &p.names[i];
        n.kind == NameKind::Person && n.outer <= from + 1 && n.outer < n.from && n.from >= base_end
    });
    if let Some(i) = titled.filter(|&i| matches!(links[i], Link::Entity(_) | Link::Ambiguous(_))) {
        return vec![Part::Name(i)];
    }
    // "“Today” show host NAME": what stands in quotation marks before the description is a part of it.
    if base_end + 1 < to
        && matches!(all[base_end].text, "”" | "\"" | "’" | "'" | "''")
        && p.base_end(base_end + 1, to) > base_end + 1
    {
        return read(p, base_end + 1, to, links);
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
            // "one of his lawyers, NAME,"
            if !f.plural {
                f.apposed = apposed_name(p, from, f.base_end, to);
            }
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
    let group = |i: usize| matches!(links[i], Link::Group(_));
    // "some Democrats", "moderate Democrats" are not the Democrats.
    // "the California Democrat" is one of them.
    let local = |i: usize| p.names_in(from, p.names[i].from).next().is_some();
    let counted = (from..base_end)
        .take_while(|&k| !p.names.get(p.first_name(k)).is_some_and(|n| n.outer <= k))
        .any(|k| {
            let w = &all[k];
            w.is(class::QUANTIFIER | class::INDEFINITE)
                || w.shape == Shape::Lower && !w.is(class::DETERMINER)
                || w.capital() && k == from && p.words.opens(k) && !w.is(class::DETERMINER)
        });
    // "the Brooklyn, N.Y., chapter of the union": a place that only tells which one.
    let inside = |i: usize| {
        matches!(links[i], Link::Place)
            && (base_end..to).any(|k| all[k].shape == Shape::Lower && p.modifier(k))
    };
    if let Some(i) = p.names_in(from, base_end).filter(|&i| p.names[i].to == base_end).last()
        && p.names[i].kind != NameKind::Office
        && !extended
        && !((counted || local(i)) && group(i))
    {
        if inside(i) {
            return Vec::new();
        }
        // "another leading body, NAME,"
        if all[from].is(class::INDEFINITE | class::QUANTIFIER)
            && p.names[i].kind != NameKind::Person
            && let Some(name) = apposed_name(p, from, base_end, to)
        {
            return vec![Part::Name(name)];
        }
        return vec![Part::Name(i)];
    }
    vec![Part::Phrase(describe(p, from, base_end, to))]
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

/// The description in tokens `from..to` whose base phrase ends at `base_end`.
pub(crate) fn describe(p: Phrases<'_>, from: usize, base_end: usize, to: usize) -> Phrase {
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
    let called = called(p, base_end, to);
    let apposed =
        if called.is_some() || plural { called } else { apposed_name(p, from, base_end, to) };
    // The description ends where a clause or an apposition begins.
    let end = (base_end..to)
        .find(|&k| {
            let w = &all[k];
            matches!(w.text, "," | "-" | "–" | "—" | "(" | ";" | ":")
                || (w.is(class::RELATIVE) && !w.is(class::DETERMINER))
                || w.is(class::AUXILIARY | class::REPORTED)
                || w.lower == "including"
                || w.lower == "such" && all.get(k + 1).is_some_and(|n| n.lower == "as")
                || matches!(w.text, "“" | "‘" | "\"") && !closes(p, k, to)
                || k == base_end && k + 1 == to && ends_in_verb(p, head, k)
                || w.is(class::VERB)
                    && w.shape == Shape::Lower
                    && !w.is(class::ADVERB)
                    && !w.lower.ends_with('s')
                    && !w.lower.ends_with("self")
                    && !w.lower.ends_with("selves")
        })
        .unwrap_or(to)
        .min(base_end + 12);
    let mut from = from;
    let mut end = trim(p, from, end).1;
    while end > base_end && all[end - 1].is(class::DETERMINER | class::PREPOSITION) {
        end -= 1;
    }
    // "upset other Republicans": what stands before the determiner is a verb.
    let word = |j: usize| all[j].is(class::DETERMINER | class::QUANTIFIER | class::PARTITIVE);
    if let Some(k) = (from + 1..head).rev().find(|&k| {
        word(k)
            && !(from..k).any(word)
            && all[from].shape == Shape::Lower
            && p.names_in(from, k).next().is_none()
    }) {
        from = k;
        base = k;
    }
    // "a project Democratic lawmakers say": an article in the singular belongs to something else.
    if is_plural(p, head)
        && matches!(all[from].lower.as_ref(), "a" | "an")
        && !(from..head).any(|k| all[k].is(class::QUANTIFIER | class::PARTITIVE))
        && let Some(i) = p.names_in(from, base_end).next()
        && p.names[i].outer > from + 1
    {
        from = p.names[i].outer;
        base = from;
    }
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

/// "a coalition called NAME", "a man named NAME": the name that follows.
fn called(p: Phrases<'_>, base_end: usize, to: usize) -> Option<usize> {
    let all = &p.words.all;
    let k = (base_end..to.saturating_sub(1)).find(|&k| {
        matches!(all[k].lower.as_ref(), "called" | "named" | "dubbed" | "nicknamed")
            || all[k].lower == "as" && k > base_end && all[k - 1].lower == "known"
    })?;
    let plain = (base_end..k).all(|j| all[j].shape != Shape::Mark && !all[j].is(class::RELATIVE));
    let i = p.first_name(k + 1);
    let n = p.names.get(i).filter(|n| n.outer == k + 1 && n.to <= to)?;
    (plain
        && matches!(
            n.kind,
            NameKind::Person | NameKind::MaybePerson | NameKind::MaybeBody | NameKind::Organisation
        ))
    .then_some(i)
}

/// The personal name in apposition to the description that ends its base at `base_end`.
fn apposed_name(p: Phrases<'_>, from: usize, base_end: usize, to: usize) -> Option<usize> {
    let all = &p.words.all;
    let end = p.words.sentence(all[base_end - 1].sentence).end;
    let limit = (to + 1).min(end);
    let comma = (base_end..limit).find(|&k| matches!(all[k].text, "," | "–" | "—" | "-"))?;
    // "their father, former Vice President NAME"
    let mut start = comma + 1;
    while start + 1 < end
        && all[start].shape == Shape::Lower
        && (all[start].is(class::FORMER | class::ROLE_MODIFIER) || p.role_at(start).is_some())
    {
        start += 1;
    }
    let i = p.first_name(start);
    let n = p.names.get(i).filter(|n| n.outer <= start && start <= n.from && n.to <= end)?;
    if !matches!(n.kind, NameKind::Person | NameKind::MaybePerson) || n.outer <= comma {
        return None;
    }
    // "according to the petition, NAME lived": only people have names of people, and the clause goes on.
    let head = &all[base_end - 1].lower;
    let issued =
        n.from >= to && p.lex.document(head).is_some() && p.role_at(base_end - 1).is_none();
    if issued || n.from >= to && accorded(p, from) {
        return None;
    }
    // "a spokesman for the attorney, NAME": either of the two may be meant.
    let rival = (base_end..comma).any(|k| {
        p.role_at(k).is_some_and(|r| !r.plural)
            && !all[k].possessive
            && !(k + 1 < comma && all[k + 1].joined && p.modifier(k + 1))
            && !p.names.get(p.first_name(k)).is_some_and(|n| n.outer <= k && k < n.to && n.from > k)
    });
    let closed = n.to >= end
        || matches!(all[n.to].text, "," | "." | ")" | "–" | "—" | "-" | ";" | ":" | "”" | "\"")
        || all[n.to].is(class::VERB | class::AUXILIARY | class::PREPOSITION)
        || n.to >= to;
    (closed && !rival).then_some(i)
}

/// Whether the lower-case word at `at` must be a verb: "to placate officials", "they could trust officials".
pub(crate) fn after_verb_particle(p: Phrases<'_>, at: usize) -> bool {
    let all = &p.words.all;
    if at == 0 || all[at].shape != Shape::Lower || p.role_at(at).is_some() {
        return false;
    }
    let mut k = at - 1;
    while k > 0 && all[k].is(class::ADVERB) {
        k -= 1;
    }
    let be = ["is", "are", "was", "were", "be", "been", "being"];
    let modal = all[k].is(class::AUXILIARY) && !be.contains(&all[k].lower.as_ref());
    let function = class::FORMER | class::DETERMINER | class::QUANTIFIER;
    (modal || all[k].lower == "to") && all[k].sentence == all[at].sentence && !all[at].is(function)
}

/// Whether "according to" stands before token `from`.
fn accorded(p: Phrases<'_>, from: usize) -> bool {
    let all = &p.words.all;
    from >= 2 && all[from - 1].lower == "to" && all[from - 2].lower == "according"
}

/// Whether a quotation mark at `at` has its partner before `to`.
fn closes(p: Phrases<'_>, at: usize, to: usize) -> bool {
    let all = &p.words.all;
    (at + 1..to).any(|k| matches!(all[k].text, "”" | "’" | "\""))
}

/// "a spokesman e-mailed", "groups representing": the verb of the clause, without what it governs.
fn ends_in_verb(p: Phrases<'_>, head: usize, at: usize) -> bool {
    let w = &p.words.all[at];
    w.shape == Shape::Lower
        && (w.lower.ends_with("ed") && !is_plural(p, head) || w.lower.ends_with("ing"))
        && !w.is(class::POSTPOSED)
        && !p.lex.person_noun(&w.lower)
}

/// What a relative pronoun at the end of a source goes back to, where it is not the head of the source: the name
/// right before "which"; before "who", after a place ("NAME of X, Ohio, who"), the person named last.
fn before_relative(
    p: Phrases<'_>,
    from: usize,
    to: usize,
    thing: bool,
    links: &[Link],
) -> Option<Part> {
    let last = p.names_in(from, to).last().filter(|&i| p.names[i].to == to)?;
    if thing {
        let body = matches!(links[last], Link::Entity(_) | Link::Country(_))
            && !matches!(p.names[last].kind, NameKind::Person);
        let alone = p.names[last].outer > from + 1;
        return (body && alone).then_some(Part::Name(last));
    }
    if !matches!(links[last], Link::Place | Link::Country(_)) {
        return None;
    }
    let start = p.words.sentences[p.words.all[from].sentence];
    let near = p.names[last].from.saturating_sub(12).max(start);
    let found = p.names_in(near, p.names[last].from).filter(|&i| {
        matches!(links[i], Link::Entity(_)) && matches!(p.names[i].kind, NameKind::Person)
    });
    let i = found.last()?;
    let open = (p.names[i].to..to).any(|k| p.words.all[k].is(class::VERB | class::AUXILIARY));
    (!open).then_some(Part::Name(i))
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
