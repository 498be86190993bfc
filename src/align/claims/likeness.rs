//! How statements of different parties are like each other: what one claim is put forward by.

use super::{
    super::{
        same::{Conflict, Likeness, likeness},
        words::fold,
    },
    Story,
};
use crate::{
    attribution::Act,
    lexicon::{Lexicon, list},
    text::Span,
};
use std::collections::{BTreeSet, HashMap};

/// A word in more statements than these pairs nothing: it is the story's topic, and pairs would grow with their square.
const MOST_HOLDERS: usize = 60;
/// Share of the weight in common that may be negated in one only of two that assert one thing.
const AGREED: f32 = 0.2;
/// Most instances of a statement that are compared.
const WITNESSES: usize = 8;
/// Least content words in common by weight between an answer and what it answers.
const EVIDENCE: f32 = 0.9;

/// Pairs of statements of different parties that share a rare content word.
pub(super) fn neighbours(story: &Story<'_>) -> BTreeSet<(usize, usize)> {
    let mut holders: HashMap<u32, BTreeSet<usize>> = HashMap::new();
    for (i, all) in story.features.iter().enumerate() {
        for t in all.iter().flat_map(|f| &f.terms) {
            holders.entry(t.id).or_default().insert(i);
        }
    }
    let mut out = BTreeSet::new();
    for holders in holders.values().filter(|h| h.len() <= MOST_HOLDERS) {
        for &i in holders {
            out.extend(holders.range(..i).filter(|&&j| story.strangers(i, j)).map(|&j| (j, i)));
        }
    }
    out
}

/// The best likeness among the instances of two statements, by the share of `i`'s words that `j` has.
pub(super) fn best(story: &Story<'_>, i: usize, j: usize) -> Option<(f32, Likeness)> {
    let few = |k: usize| story.features[k].iter().take(WITNESSES);
    few(i)
        .flat_map(|a| {
            few(j).map(move |b| {
                let l = likeness(a, b);
                (l.shared_weight / a.weight.max(0.01), l)
            })
        })
        .max_by(|x, y| x.0.total_cmp(&y.0))
}

/// Whether two statements of different parties assert one proposition, and how like they are.
pub(super) fn agree(story: &Story<'_>, i: usize, j: usize) -> Option<f32> {
    if story.bare(i) || story.bare(j) || story.of_themselves(i) && story.of_themselves(j) {
        return None;
    }
    let (_, l) = best(story, i, j)?;
    let alike = l.shared >= 3
        && l.plain >= 2
        && (l.jaccard >= 0.4 && l.contained >= 0.6
            || l.contained >= 0.8 && l.closest >= 0.3
            || l.head >= 3 && l.jaccard >= 0.3)
        && l.turned <= AGREED
        && matches!(l.conflict, None | Some(Conflict::Kinds));
    let relays = story.chained(i, j) || tells_of(story, i, j) || tells_of(story, j, i);
    (alike && !relays).then_some(l.jaccard + l.contained)
}

/// Whether two statements may put one claim forward together: enough in common, nothing that contradicts.
pub(super) fn akin(story: &Story<'_>, i: usize, j: usize) -> bool {
    best(story, i, j).is_some_and(|(_, l)| {
        l.plain >= 2
            && l.contained >= 0.5
            && l.jaccard.max(l.closest) >= 0.2
            && matches!(l.conflict, None | Some(Conflict::Kinds))
    })
}

/// Whether enough words are in common to speak of one thing: rare ones, or most of what both say.
pub(super) fn evident(l: &Likeness, alike: f32) -> bool {
    l.shared >= 2 && l.shared_weight >= EVIDENCE || l.shared >= 3 && (alike >= 0.4 || l.head >= 3)
}

/// How like two denials are, where they are of one thing.
pub(super) fn denies_alike(story: &Story<'_>, d: usize, e: usize) -> Option<f32> {
    let (share, l) = best(story, d, e)?;
    let fits = l.shared >= 3
        && l.plain >= 2
        && l.contained.max(share) >= 0.5
        && l.jaccard.max(l.closest) >= 0.2
        && matches!(l.conflict, None | Some(Conflict::Kinds));
    fits.then_some(share + l.jaccard)
}

/// Whether a statement tells what a speaker of another one said ("the president said that ..."): it is no second party.
fn tells_of(story: &Story<'_>, i: usize, j: usize) -> bool {
    let others = &story.statements[j].speakers;
    story.statements[i].instances.iter().any(|x| {
        let reading = &story.readings[x.article];
        let document = &reading.document;
        story.attribution(x).content.iter().any(|span| {
            let said = |after: usize| {
                let end =
                    document.sentence_at(after).map_or(after, |s| document.sentences[s].span.end);
                let rest = Span::new(after, end.min(span.end).max(after));
                let words = document.tokens_in(rest).iter().take(SOON);
                words.map(|t| fold(t.span.of(&document.text))).any(|w| is_saying(&w))
            };
            reading.mentions.iter().any(|m| {
                let here = (x.article, m.entity);
                span.contains(m.span)
                    && others.iter().any(|s| story.speakers[*s].members.contains(&here))
                    && said(m.span.end)
            })
        })
    })
}

/// Words behind a name within which what is told of it is a saying.
const SOON: usize = 10;

/// Whether a folded word is a verb of saying.
fn is_saying(word: &str) -> bool {
    let lexicon = Lexicon::shared();
    let plain = |act: Act| matches!(act, Act::Asserts | Act::Announces | Act::Alleges);
    lexicon.entry(word).is_some_and(|e| {
        e.lists & list::SAYS != 0 || e.verbs.iter().any(|(v, _)| plain(lexicon.verbs[*v].act))
    })
}
