//! Stretches of a passage that are read otherwise than word by word: titles before names, states under any of their
//! names, what leads up to the proposition, and what somebody will do.

use super::{
    features::{Features, Interner, Passage},
    words::{fold, lexicon},
};
use crate::{
    attribution::{Act, Quotation},
    entity::{
        EntityKind, Mention, MentionKind,
        lexicon::{Gaz, lexicon as names},
    },
    reading::Reading,
    text::{Span, TokenKind},
};

/// What stands before the names of people and only says who they are: capitalised words inside a sentence ("Prime
/// Minister Asa Moss", not in a headline, where much is capitalised), and the roles that the reading found ("his former
/// press adviser Asa Moss").
pub(super) fn titles(
    reading: &Reading,
    span: Span,
    mentions: &[&Mention],
    in_headline: bool,
) -> Vec<(Span, Title)> {
    let document = &reading.document;
    let tokens = document.tokens_in(span);
    let mut out = Vec::new();
    for m in mentions.iter().filter(|m| m.kind == MentionKind::Name && is_person(reading, m.entity))
    {
        let Some(at) = tokens.iter().position(|t| t.span.start == m.span.start) else { continue };
        let capital = |k: usize| {
            let t = &tokens[k];
            let opens = document
                .sentence_at(t.span.start)
                .is_some_and(|s| document.sentences[s].span.start == t.span.start);
            let upper = t.span.of(&document.text).starts_with(char::is_uppercase);
            t.kind == TokenKind::Word
                && upper
                && !opens
                && !mentions.iter().any(|m| m.kind == MentionKind::Name && m.span.contains(t.span))
        };
        let from = (0..at).rev().take_while(|&k| !in_headline && capital(k)).last();
        let title = from.map(|from| Span::new(tokens[from].span.start, m.span.start));
        out.extend(title.map(|t| (t, Title::Address)));
        let roles = reading.entities[m.entity].roles.iter().map(|r| r.span);
        let before = roles.filter(|r| {
            span.contains(*r) && r.end <= m.span.start && m.span.start - r.end <= BESIDE
        });
        out.extend(before.map(|r| (r, Title::Role)));
    }
    out
}

/// What a word before a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Title {
    /// It is no title.
    None,
    /// How somebody is addressed ("Prime Minister").
    Address,
    /// Who somebody is ("his former press adviser").
    Role,
}

/// Most bytes between a role and the name behind it: a blank, a comma and a blank.
const BESIDE: usize = 2;

/// The states of a passage under any of their names ("Moscow", "the Kremlin", "Russian"), with one key for each.
pub(super) fn states(reading: &Reading, span: Span, mentions: &[&Mention]) -> Vec<(Span, String)> {
    let document = &reading.document;
    let tokens = document.tokens_in(span);
    let mut out: Vec<(Span, String)> = Vec::new();
    for k in 0..tokens.len() {
        let at = tokens[k].span;
        let capital = at.of(&document.text).starts_with(char::is_uppercase);
        // Part of somebody's name: "Paris Ren", "Bank of China".
        let inside = mentions.iter().any(|m| {
            m.kind == MentionKind::Name
                && m.span.contains(at)
                && !matches!(
                    reading.entities.get(m.entity).map(|e| e.kind),
                    Some(EntityKind::Government)
                )
        });
        if !capital || inside || out.last().is_some_and(|(s, _)| s.contains(at)) {
            continue;
        }
        let words: Vec<&str> =
            tokens[k..tokens.len().min(k + 4)].iter().map(|t| t.span.of(&document.text)).collect();
        if let Some((n, key)) = state(&words) {
            out.push((Span::new(at.start, tokens[k + n - 1].span.end), key));
        }
    }
    out
}

/// The state that `words` begin with a form of: the number of words, and its key.
fn state(words: &[&str]) -> Option<(usize, String)> {
    match names().gazetteer(words)? {
        (n, Gaz::Country(c) | Gaz::Adjective(c) | Gaz::Capital(c) | Gaz::Seat(c)) => {
            Some((n, format!("state {}", names().countries[c].name)))
        }
        _ => None,
    }
}

/// The key of a government by its name or one of its other forms ("Russia (Kremlin)").
pub(super) fn state_key<'a>(forms: impl Iterator<Item = &'a str>) -> Option<String> {
    for form in forms {
        let words: Vec<&str> =
            form.split_whitespace().map(|w| w.trim_matches(['(', ')', ','])).collect();
        let found = (0..words.len()).find_map(|k| state(&words[k..]));
        if let Some((_, key)) = found {
            return Some(key);
        }
    }
    None
}

/// What the speaker will or will not do: the verb of an infinitive that was promised or threatened, and those behind
/// "I will", "we'll", "I'm going to" in a quotation.
pub(super) fn vows(what: &Passage<'_>, f: &Features, interner: &mut Interner) -> Vec<(u32, bool)> {
    let document = &what.reading.document;
    let words: Vec<String> = what
        .spans
        .iter()
        .flat_map(|s| document.tokens_in(*s))
        .filter(|t| t.kind == TokenKind::Word)
        .map(|t| fold(t.span.of(&document.text)))
        .collect();
    let is = |k: usize, of: &[&str]| words.get(k).is_some_and(|w| of.contains(&w.as_str()));
    let mut starts: Vec<usize> = Vec::new();
    if what.quotation != Quotation::Direct && matches!(what.act, Act::Promises | Act::Warns) {
        if is(0, &["to"]) {
            starts.push(1);
        } else if is(1, &["would", "will"]) && is(0, &["he", "she", "they", "it"]) {
            starts.push(2);
        }
    }
    if what.quotation == Quotation::Direct {
        for k in 0..words.len() {
            if is(k, &["i'll", "we'll"]) || is(k, &["i", "we"]) && is(k + 1, &["won't"]) {
                starts.push(if is(k, &["i", "we"]) { k + 2 } else { k + 1 });
            } else if is(k, &["i", "we"]) && is(k + 1, &["will", "'ll"]) {
                starts.push(k + 2);
            } else if is(k, &["i'm", "we're"]) && is(k + 1, &["going"]) && is(k + 2, &["to"]) {
                starts.push(k + 3);
            }
        }
    }
    let verb = |k: usize| {
        words.iter().skip(k).take(3).find(|w| !lexicon().is_function(w) && w.chars().count() > 1)
    };
    let mut out: Vec<(u32, bool)> = Vec::new();
    for word in starts.into_iter().filter_map(verb) {
        let id = interner.id(&lexicon().term(word));
        if let Ok(k) = f.terms.binary_search_by_key(&id, |t| t.id) {
            out.push((id, f.terms[k].negated));
        }
    }
    out
}

/// Where the proposition of a passage begins that only leads up to it: behind "media reports that", "the claim that",
/// and behind a bare "claims" before a name.
pub(super) fn lead(reading: &Reading, span: Span) -> usize {
    let document = &reading.document;
    let tokens = document.tokens_in(span);
    let word = |k: usize| tokens.get(k).map(|t| fold(t.span.of(&document.text)));
    let names_claim = |k: usize| word(k).is_some_and(|w| lexicon().claim_word(&w).is_some());
    for k in 0..4 {
        if names_claim(k) && word(k + 1).is_some_and(|w| w == "that") {
            return tokens.get(k + 2).map_or(span.start, |t| t.span.start);
        }
    }
    let named = |at: usize| {
        reading.mentions.iter().any(|m| m.kind == MentionKind::Name && m.span.start == at)
    };
    match tokens.get(1) {
        Some(next) if names_claim(0) && named(next.span.start) => next.span.start,
        _ => span.start,
    }
}

fn is_person(reading: &Reading, entity: usize) -> bool {
    reading.entities.get(entity).is_some_and(|e| e.kind == EntityKind::Person)
}
