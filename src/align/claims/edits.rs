//! The editor's claims (`[[claims]]` of `story.toml`): pinned, named, merged, dropped, and reported where they no longer
//! apply.

use super::{super::corrections, Story, board::editors_claim};
use crate::{
    attribution::Act,
    config::ClaimEntry,
    diagnostic::Diagnostic,
    story::{Claim, Statement},
};
use std::collections::BTreeSet;

/// What the editor's entries come to.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    /// Claims at the head of the list that are pinned.
    pub pinned: usize,
    /// Statements whose claims are dropped.
    pub dropped: BTreeSet<usize>,
    /// Entries that no longer apply.
    pub diagnostics: Vec<Diagnostic>,
}

/// Applies the editor's entries: pins, names, merges and drops. An entry whose statements are gone is reported.
pub fn edit(
    story: &Story<'_>,
    path: &str,
    entries: &[ClaimEntry],
    claims: &mut Vec<Claim>,
) -> Edited {
    let mut out = Edited::default();
    let mut pinned: Vec<Claim> = Vec::new();
    for entry in entries {
        let mut listed: BTreeSet<usize> = BTreeSet::new();
        for words in &entry.statements {
            let found = statements_of(story, words);
            if found.is_empty() {
                let message = format!("a claim names “{words}”, which is no statement");
                let d = Diagnostic::warning("stale-claim", message)
                    .at(path)
                    .help("give the id or verbatim words of a statement that is there");
                out.diagnostics.push(Diagnostic { span: entry.place, ..d });
            }
            listed.extend(found);
        }
        if listed.is_empty() {
            continue;
        }
        let holds =
            |c: &Claim| c.positions.iter().flat_map(|p| &p.statements).any(|s| listed.contains(s));
        let (held, rest): (Vec<Claim>, Vec<Claim>) =
            std::mem::take(claims).into_iter().partition(holds);
        *claims = rest;
        if entry.drop {
            let positions = held.iter().flat_map(|c| &c.positions);
            out.dropped.extend(positions.flat_map(|p| &p.statements).copied());
            out.dropped.extend(listed);
            continue;
        }
        let mut positions: BTreeSet<(usize, Act)> = held
            .iter()
            .flat_map(|c| &c.positions)
            .flat_map(|p| p.statements.iter().map(|&s| (s, p.stance)))
            .collect();
        for &s in &listed {
            if !positions.iter().any(|(p, _)| *p == s) {
                positions.insert((s, story.statements[s].act));
            }
        }
        let positions: Vec<(usize, Act)> = positions.into_iter().collect();
        // The words the editor lists state the claim; else those of the first claim that is merged.
        if let Some(mut claim) = editors_claim(story, &listed, &positions) {
            claim.title = entry.title.clone();
            if entry.pin { &mut pinned } else { &mut *claims }.push(claim);
        }
    }
    out.pinned = pinned.len();
    pinned.append(claims);
    *claims = pinned;
    out
}

fn statements_of(story: &Story<'_>, words: &str) -> Vec<usize> {
    if let Some(i) = story.statements.iter().position(|s| s.id == words) {
        return vec![i];
    }
    let places: BTreeSet<(usize, usize)> = story
        .readings
        .iter()
        .enumerate()
        .flat_map(|(a, r)| corrections::find(r, words).into_iter().map(move |i| (a, i)))
        .collect();
    let holds =
        |s: &Statement| s.instances.iter().any(|i| places.contains(&(i.article, i.attribution)));
    (0..story.statements.len()).filter(|&i| holds(&story.statements[i])).collect()
}
