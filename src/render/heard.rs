//! Who is heard in which outlet, and who is not.

use super::views::{OutletView, SpeakerView, Views};
use crate::align::coverage::Heard;
use serde::Serialize;
use std::collections::BTreeSet;

/// Most speakers in the list of those who are not heard everywhere.
const MOST: usize = 12;

/// Who is heard in one outlet, in instances of statements.
#[derive(Clone, Debug, Serialize)]
pub struct HeardView {
    /// The outlet.
    pub outlet: OutletView,
    /// Counts by kind: key of the label, number, start and width of its bar in percent.
    pub parts: Vec<(&'static str, usize, f32, f32)>,
    /// All.
    pub all: usize,
    /// Share of people and bodies with a name, in whole percent.
    pub named_share: usize,
    /// Share of sources that are described, not named.
    pub unnamed_share: usize,
    /// Official voices, of all kinds.
    pub official: usize,
    /// Their share.
    pub official_share: usize,
    /// Quoted at least in part.
    pub quoted: usize,
    /// Their share.
    pub quoted_share: usize,
    /// The outlet whose text this one prints: its voices are counted there.
    pub copy_of: Option<OutletView>,
}

impl HeardView {
    /// The view of one outlet's voices.
    pub fn new(outlet: OutletView, h: &Heard, copy_of: Option<OutletView>) -> Self {
        let all = h.all();
        let mut start = 0.0;
        let counts = [
            ("people", h.people),
            ("bodies", h.bodies),
            ("unnamed", h.unnamed),
            ("documents", h.documents),
            ("unattributed_n", h.unattributed),
        ];
        let parts = counts
            .into_iter()
            .map(|(key, n)| {
                // Whole tenths of a percent: the same text on every machine.
                let width = (n * 1000).checked_div(all).unwrap_or(0) as f32 / 10.0;
                let part = (key, n, start, width);
                start += width;
                part
            })
            .collect();
        let share = |n: usize| (n * 100 + all / 2).checked_div(all).unwrap_or(0);
        Self {
            outlet,
            parts,
            all,
            named_share: share(h.people + h.bodies),
            unnamed_share: share(h.unnamed),
            official: h.official,
            official_share: share(h.official),
            quoted: h.quoted,
            quoted_share: share(h.quoted),
            copy_of,
        }
    }
}

/// A named speaker whom some outlets let speak and others do not.
#[derive(Debug, Serialize)]
pub struct MissingView {
    /// Who.
    pub speaker: SpeakerView,
    /// Outlets that have words of theirs.
    pub heard: Vec<OutletView>,
    /// Outlets without a word of theirs in the texts held here.
    pub missing: Vec<OutletView>,
}

/// Speakers with a name who are heard in two outlets or more but not in all, most widely heard first.
pub fn missing(v: &Views<'_>) -> Vec<MissingView> {
    let mut outlets: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); v.d.speakers.len()];
    for i in v.d.statements.iter().flat_map(|s| &s.instances) {
        for &s in &i.speakers {
            outlets[s].insert(v.column_of(i.article));
        }
    }
    let all = v.columns().len();
    let mut found: Vec<(usize, &BTreeSet<usize>)> =
        outlets.iter().enumerate().filter(|(_, o)| o.len() > 1 && o.len() < all).collect();
    found.sort_by_key(|(s, o)| (std::cmp::Reverse(o.len()), *s));
    found
        .into_iter()
        .map(|(s, o)| MissingView {
            speaker: v.speaker(s),
            heard: o.iter().map(|&c| v.outlet(c)).collect(),
            missing: (0..all).filter(|c| !o.contains(c)).map(|c| v.outlet(c)).collect(),
        })
        .filter(|m| !m.speaker.url.is_empty())
        .take(MOST)
        .collect()
}
