//! The words that state a claim: verbatim, and such as can be read by themselves.

use super::{
    claims::{Story, is_answer},
    features::Features,
    words::{entries, fold},
};
use crate::{
    attribution::Quotation,
    story::Place,
    text::{Span, hull},
};
use std::{collections::BTreeSet, sync::OnceLock};

/// How well a passage states a claim by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Readable {
    /// A clause.
    Clause,
    /// What somebody said in full.
    Quotation,
    /// No clause, but with whose it is and the cue ("Ren ordered the crew to leave").
    WithCue,
    /// Words that do not stand by themselves.
    Fragment,
}

/// The passage that states the claim best: a clause of its own length below the headline, rather told than quoted.
pub(super) fn text_of(story: &Story<'_>, group: &BTreeSet<usize>) -> Option<(Readable, Place)> {
    group
        .iter()
        .flat_map(|&i| story.features[i].iter().map(move |f| (i, *f)))
        .filter_map(|(i, f)| {
            let (how, spans) = readable(story, f)?;
            let words = f.words.len();
            let length = if (5..=30).contains(&words) { 0 } else { words.abs_diff(17) };
            let answer = is_answer(story.act(i));
            let torn = how >= Readable::WithCue;
            Some(((torn, f.in_headline, answer, length, how, f.article, f.hull), spans))
        })
        .min_by(|a, b| a.0.cmp(&b.0))
        .map(|(key, spans)| (key.4, Place { article: key.5, spans }))
}

/// How a passage can be shown as a claim, and the spans to show.
pub(super) fn readable(story: &Story<'_>, f: &Features) -> Option<(Readable, Vec<Span>)> {
    let reading = &story.readings[f.article];
    let document = &reading.document;
    let a = &reading.attributions[f.attribution];
    let tokens: Vec<String> = a
        .content
        .iter()
        .flat_map(|s| document.tokens_in(*s))
        .map(|t| fold(t.span.of(&document.text)))
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .collect();
    let first = tokens.first()?;
    let finite = tokens.iter().skip(1).any(|w| is_finite(w));
    let clause = tokens.len() >= 4 && finite && !opens_badly(first);
    if clause {
        let how =
            if a.quotation == Quotation::Direct { Readable::Quotation } else { Readable::Clause };
        return Some((how, a.content.clone()));
    }
    // With source and cue, where the three make one stretch of one sentence.
    let all: Vec<Span> = a.source.iter().chain(&a.cue).chain(&a.content).copied().collect();
    let whole = hull(&all)?;
    let one =
        document.sentence_at(whole.start) == document.sentence_at(whole.end.saturating_sub(1));
    let words = document.tokens_in(whole).len();
    let starts = a.source.first().is_some_and(|s| s.start == whole.start);
    if one && starts && !a.cue.is_empty() && words <= 45 && tokens.len() >= 2 {
        return Some((Readable::WithCue, vec![whole]));
    }
    Some((Readable::Fragment, a.content.clone()))
}

/// Whether a folded word is a finite verb, as far as its form tells.
fn is_finite(word: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let words =
        WORDS.get_or_init(|| entries(include_str!("../../data/en/align/finite.txt")).collect());
    words.contains(word) || word.len() > 4 && word.ends_with("ed") || word.ends_with("n't")
}

/// Whether a clause can't begin with this folded word: infinitives, relative and subordinate clauses, loose ends.
fn opens_badly(word: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    WORDS
        .get_or_init(|| entries(include_str!("../../data/en/align/clause_openers.txt")).collect())
        .contains(word)
        || word.len() > 5 && word.ends_with("ing")
}
