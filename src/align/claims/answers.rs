//! What an answer answers: the assertion that it restates, turns round or only names.

use super::{
    super::{
        features::Features,
        phrases::state_key,
        same::Conflict,
        words::{fold, lexicon},
    },
    Stand, Story, answers_others, asserts,
    board::claim,
    likeness::{best, evident},
};
use crate::{
    attribution::Act,
    entity::{EntityKind, MentionKind},
    story::{Claim, Speaker},
};
use std::collections::{BTreeMap, BTreeSet};

/// Farthest an answer that only names its target lies behind it, in bytes of the reading text.
const NEAR: usize = 900;

/// The assertion whose words an answer restates.
pub(super) fn restated(story: &Story<'_>, d: usize, near: &[usize]) -> Option<usize> {
    let act = story.act(d);
    near.iter()
        .copied()
        .filter(|&t| asserts(story.act(t)) || act == Act::Rejects && story.act(t) == Act::Urges)
        .filter(|&t| !story.chained(d, t) && !answers_others(story, t) && !story.bare(t))
        .filter_map(|t| {
            let (share, l) = best(story, d, t)?;
            let turned = match act {
                // A denial's words are turned; a turned assertion is no target of it.
                Act::Denies | Act::Rejects => l.turned > 0.5,
                Act::Confirms | Act::Concedes => {
                    l.turned <= 0.5 && !l.opposed && l.verbs >= 1 && l.plain >= 2
                }
                // A refusal to say one thing is none to say another of the same people.
                _ => l.plain >= 2 && l.verbs >= 1 && share >= 0.6,
            };
            let alike = l.jaccard.max(l.closest);
            let fits = evident(&l, alike) && share >= 0.5 && alike >= 0.25 && turned;
            // A plain assertion or an accusation is answered rather than a criticism or a warning.
            let plain = matches!(story.act(t), Act::Asserts | Act::Alleges | Act::Announces);
            let sure = share + alike + if plain { 0.3 } else { 0.0 };
            (fits && l.conflict != Some(Conflict::Numbers)).then_some((sure, t))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, t)| t)
}

/// The assertion of another that a plain one turns into its opposite ("they had not asked", "they won't pay").
pub(super) fn contradicted(story: &Story<'_>, d: usize, near: &[usize]) -> Option<usize> {
    if !asserts(story.act(d)) {
        return None;
    }
    let negated = |i: usize| story.features[i].iter().flat_map(|f| &f.terms).any(|t| t.negated);
    near.iter()
        .copied()
        .filter(|&t| asserts(story.act(t)) && negated(d) && !story.chained(d, t))
        .filter(|&t| !story.bare(t) && !answers_others(story, t))
        .filter(|&t| !(story.of_themselves(d) && story.of_themselves(t)))
        .filter_map(|t| {
            let (_, l) = best(story, d, t)?;
            let alike = l.jaccard.max(l.closest);
            let fits = evident(&l, alike)
                && l.plain >= 2
                && l.contained >= 0.55
                && alike >= 0.35
                && l.turned >= 0.4;
            // The negated one answers.
            let turns = |i: usize| {
                story.features[i].iter().flat_map(|f| &f.terms).filter(|t| t.negated).count()
            };
            (fits && turns(d) > turns(t)).then_some((l.contained + alike, t))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, t)| t)
}

/// How an answer without words of its own names what it answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Pointer {
    /// Speakers it names: "Ms. Rice's assessment".
    of: Vec<usize>,
    /// It speaks of an accusation.
    accusing: bool,
    /// It calls what it answers by a word for it ("that criticism"), not by a pronoun alone.
    called: bool,
}

/// Most bytes between an assertion and the sentence behind it that answers it.
const NEXT: usize = 60;
/// Most words of an answer that only names what it answers.
const FEW: usize = 12;

/// Reads an answer that has no words of its own: "the allegations", "it", "to comment on the report", "Ren's account", "it
/// is completely false".
pub(super) fn bare(story: &Story<'_>, f: &Features) -> Option<Pointer> {
    let reading = &story.readings[f.article];
    let document = &reading.document;
    let mut out = Pointer::default();
    let mut words = 0;
    for &span in &reading.attributions[f.attribution].content {
        for token in document.tokens_in(span) {
            let word = fold(token.span.of(&document.text));
            if !word.chars().any(char::is_alphabetic) {
                continue;
            }
            words += 1;
            if let Some(m) = reading.mentions.iter().find(|m| m.span.contains(token.span)) {
                let here = (f.article, m.entity);
                let who = story.speakers.iter().position(|s| s.members.contains(&here));
                if let Some(who) = who {
                    out.of.push(who);
                    continue;
                }
            }
            if lexicon().is_function(&word) || lexicon().is_honorific(&word) {
                continue;
            }
            if !lexicon().denies(&word) {
                out.accusing |= lexicon().claim_word(&word)?;
                out.called = true;
            }
        }
    }
    (words <= FEW).then_some(out)
}

/// Whether a statement names one of these speakers in this article.
pub(super) fn about(story: &Story<'_>, t: usize, who: &[usize], article: usize) -> bool {
    story.statements[t].instances.iter().filter(|x| x.article == article).any(|x| {
        let content = &story.attribution(x).content;
        story.readings[x.article].mentions.iter().filter(|m| m.kind == MentionKind::Name).any(|m| {
            let here = (x.article, m.entity);
            content.iter().any(|s| s.contains(m.span))
                && who.iter().any(|w| story.speakers[*w].members.contains(&here))
        })
    })
}

/// The speakers of a statement and the bodies they speak for; for a ministry or an embassy, its state.
fn sides(story: &Story<'_>, d: usize) -> Vec<usize> {
    let mut out = story.statements[d].speakers.clone();
    let mut at = 0;
    while let Some(&s) = out.get(at) {
        let speaker = &story.speakers[s];
        let person = matches!(speaker.kind, EntityKind::Person | EntityKind::Group);
        let state = || state_key(std::iter::once(speaker.name.as_str())).filter(|_| !person);
        let whole = speaker.speaks_for.or_else(|| {
            let state = state()?;
            let government = |g: &Speaker| {
                let forms = std::iter::once(&g.name).chain(&g.aliases).map(String::as_str);
                g.kind == EntityKind::Government && state_key(forms).as_ref() == Some(&state)
            };
            story.speakers.iter().position(government)
        });
        out.extend(whole.filter(|w| !out.contains(w)));
        at += 1;
    }
    out
}

/// What an answer without words of its own answers: the last statement before it in its article of the speaker it names,
/// or what was said about whoever answers; else what the last answer before it answers.
pub(super) fn pointed_at(story: &Story<'_>, d: usize, answers: &[Vec<usize>]) -> Option<usize> {
    if !matches!(story.act(d), Act::Denies | Act::Rejects | Act::Confirms | Act::Criticises) {
        return None;
    }
    let own = sides(story, d);
    // The last statement before it that fits.
    let before = |f: &Features, far: usize, fits: &dyn Fn(usize) -> bool| {
        story
            .features
            .iter()
            .enumerate()
            .flat_map(|(t, all)| all.iter().map(move |g| (t, g)))
            .filter(|(_, g)| g.article == f.article && g.hull.end <= f.hull.start)
            .filter(|(_, g)| f.hull.start - g.hull.end <= far)
            .filter(|(t, _)| *t != d && fits(*t))
            .max_by_key(|(t, g)| (g.hull.end, std::cmp::Reverse(*t)))
            .map(|(t, _)| t)
    };
    let put_forward = |t: usize| {
        let act = story.act(t);
        let apart = story.strangers(d, t) && !story.chained(d, t);
        apart && asserts(act) && act != Act::Announces && !story.bare(t)
    };
    story.features[d].iter().find_map(|f| {
        let pointer = bare(story, f)?;
        let named: Vec<usize> = pointer.of.iter().copied().filter(|s| !own.contains(s)).collect();
        let told = |t: usize| {
            let accuses = matches!(story.act(t), Act::Alleges | Act::Criticises);
            put_forward(t)
                && (accuses || !pointer.accusing)
                && (pointer.accusing && story.act(t) == Act::Alleges
                    || about(story, t, &own, f.article))
        };
        let by_named = |t: usize| {
            put_forward(t) && named.iter().any(|s| story.statements[t].speakers.contains(s))
        };
        let of_named = |t: usize| told(t) && about(story, t, &named, f.article);
        // "Moss called it reckless. The council dismissed that criticism."
        let next = |t: usize| put_forward(t) && story.act(t) != Act::Promises;
        let found = if named.is_empty() {
            before(f, NEXT, &next).filter(|_| pointer.called).or_else(|| before(f, NEAR, &told))
        } else {
            before(f, usize::MAX, &by_named).or_else(|| before(f, NEAR, &of_named))
        };
        let answered =
            |t: usize| !answers[t].is_empty() && answers[t].iter().all(|&x| story.strangers(d, x));
        found.or_else(|| {
            let other = before(f, NEAR, &answered).filter(|_| named.is_empty())?;
            answers[other].first().copied()
        })
    })
}

/// Adds those who would not comment to the claim that their article has told last before, where it is about them or
/// where they answer for the body it is about.
pub(super) fn comments(
    story: &Story<'_>,
    answers: &mut [Vec<usize>],
    of: &[Option<usize>],
    out: &mut [(BTreeSet<usize>, Claim)],
) {
    let mut added: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for d in 0..story.statements.len() {
        let refuses = matches!(story.act(d), Act::Declines | Act::ProfessesNoKnowledge);
        if !refuses || !answers[d].is_empty() || of[d].is_some() {
            continue;
        }
        let told = story.features[d].iter().filter(|f| bare(story, f).is_some()).find_map(|f| {
            let before = story.features.iter().enumerate().filter(|(t, _)| of[*t].is_some());
            before
                .filter(|(t, _)| story.strangers(d, *t))
                .flat_map(|(t, all)| all.iter().map(move |g| (t, g)))
                .filter(|(_, g)| g.article == f.article && g.hull.end <= f.hull.start)
                .filter(|(_, g)| f.hull.start - g.hull.end <= NEAR)
                .max_by_key(|(t, g)| (g.hull.end, std::cmp::Reverse(*t)))
                .and_then(|(t, _)| Some((t, of[t]?)))
        });
        if let Some((t, c)) = told {
            answers[d].push(t);
            added.entry(c).or_default().push(d);
        }
    }
    for (c, declining) in added {
        let (group, known) = &out[c];
        let mut stands: Vec<Stand> = known
            .positions
            .iter()
            .flat_map(|p| p.statements.iter().map(|&s| (s, p.stance)))
            .collect();
        stands.extend(declining.iter().map(|&d| (d, story.act(d))));
        if let Some(claim) = claim(story, group, &stands) {
            out[c].1 = claim;
        }
    }
}
