//! What the words of a source consist of: names, pronouns, descriptions, and several of them joined.

mod beside;
mod split;

use beside::{apposed_name, before_relative, called, titled_at_end};
use split::{shared_adjective, split};

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
        let from = widen(p, from);
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

/// "officials" of "the US officials": a source that begins in the middle of its noun phrase, with the states and bodies
/// before it.
fn widen(p: Phrases<'_>, from: usize) -> usize {
    let all = &p.words.all;
    let start = p.words.sentences[all[from].sentence];
    let mut at = from;
    if all[at].shape != Shape::Lower || !p.lex.person_noun(&all[at].lower) {
        return from;
    }
    while at > start && all[at].joined {
        let Some(n) = p.names.get(p.first_name(at - 1)).filter(|n| n.to == at) else { break };
        if !matches!(n.kind, NameKind::Listed(_) | NameKind::Organisation) || all[at - 1].possessive
        {
            break;
        }
        at = n.outer;
    }
    at
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
                || opening_mark(p, base_end, k) && !closes(p, k, to)
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

/// Whether an opening quotation mark stands at `at`; straight ones open at odd places after `from`.
fn opening_mark(p: Phrases<'_>, from: usize, at: usize) -> bool {
    let all = &p.words.all;
    match all[at].text {
        "“" | "‘" => true,
        "\"" => (from..at).filter(|&k| all[k].text == "\"").count() % 2 == 0,
        _ => false,
    }
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
