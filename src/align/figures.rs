//! Figures over articles: one row for a number of one thing; true conflicts told from different counts.

use super::words::{fold, lexicon};
use crate::{
    figures::outcome,
    reading::{Figure, Reading},
    story::{FigureRow, Statement},
    text::Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a figure counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Counted {
    /// Terms of the unit ("people").
    unit: BTreeSet<String>,
    /// Terms of what happened to it ("killed").
    counts: BTreeSet<String>,
}

/// Merges the figures of the articles. `statements` tell who gives them.
pub fn figures(readings: &[Reading], statements: &[Statement]) -> Vec<FigureRow> {
    let mut said: BTreeMap<(usize, usize), &[usize]> = BTreeMap::new();
    for i in statements.iter().flat_map(|s| &s.instances) {
        said.insert((i.article, i.attribution), &i.speakers);
    }
    let mut groups: BTreeMap<(i64, Counted), Vec<(usize, usize)>> = BTreeMap::new();
    for (article, reading) in readings.iter().enumerate() {
        for (index, f) in reading.figures.iter().enumerate() {
            let counted = Counted {
                unit: terms(reading, f.unit),
                counts: f.counts.map(|c| terms(reading, c)).unwrap_or_default(),
            };
            if !counted.unit.is_empty() {
                groups.entry((f.milli, counted)).or_default().push((article, index));
            }
        }
    }
    // "38 people" in one article and "38 people were moved" in another count the same; so do "61 wounded" and
    // "61 people were wounded".
    let keys: Vec<(i64, Counted)> = groups.keys().cloned().collect();
    for key in &keys {
        let state = key.1.unit == key.1.counts;
        if !key.1.counts.is_empty() && !state {
            continue;
        }
        let fits = |k: &Counted| match state {
            true => k.counts == key.1.counts && k.unit != key.1.unit,
            false => k.unit == key.1.unit && !k.counts.is_empty(),
        };
        let fuller: Vec<&(i64, Counted)> =
            keys.iter().filter(|k| k.0 == key.0 && fits(&k.1)).collect();
        if let [only] = fuller[..]
            && let Some(moved) = groups.remove(key)
        {
            groups.entry(only.clone()).or_default().extend(moved);
        }
    }
    let mut rows: Vec<(FigureRow, Counted)> = groups
        .into_iter()
        .map(|((milli, counted), mut instances)| {
            instances.sort_unstable();
            let speakers: BTreeSet<usize> = instances
                .iter()
                .filter_map(|&(a, f)| Some((a, readings[a].figures[f].said_by?)))
                .filter_map(|at| said.get(&at))
                .flat_map(|s| s.iter().copied())
                .collect();
            let label = label(readings, &instances);
            let speakers = speakers.into_iter().collect();
            (FigureRow { label, milli, instances, speakers, conflicts: Vec::new() }, counted)
        })
        .collect();
    rows.sort_by(|(a, _), (b, _)| a.instances.cmp(&b.instances));
    for x in 0..rows.len() {
        let found: Vec<usize> =
            (0..rows.len()).filter(|&y| conflict(readings, &rows[x], &rows[y])).collect();
        rows[x].0.conflicts = found;
    }
    rows.into_iter().map(|(row, _)| row).collect()
}

/// The fullest words for what is counted.
fn label(readings: &[Reading], instances: &[(usize, usize)]) -> String {
    let words = |&(a, f): &(usize, usize)| {
        let text = &readings[a].document.text;
        let f: &Figure = &readings[a].figures[f];
        let counts = f.counts.filter(|c| !f.unit.overlaps(*c)).map(|c| c.of(text));
        let (unit, count) = (f.unit.of(text), counts.unwrap_or_default());
        match f.counts {
            Some(c) if c.start < f.unit.start => format!("{count} {unit}"),
            _ => format!("{unit} {count}"),
        }
    };
    let all: Vec<String> = instances.iter().map(|i| words(i).trim().to_owned()).collect();
    all.iter()
        .rev()
        .max_by_key(|w| w.split_whitespace().count().min(6))
        .cloned()
        .unwrap_or_default()
}

/// Whether two rows count one thing, of one area and period, and neither leaves room for the other.
fn conflict(
    readings: &[Reading],
    (a, x): &(FigureRow, Counted),
    (b, y): &(FigureRow, Counted),
) -> bool {
    if a.milli == b.milli || x != y || x.counts.is_empty() {
        return false;
    }
    let articles = |r: &FigureRow| r.instances.iter().map(|i| i.0).collect::<BTreeSet<_>>();
    if !articles(a).is_disjoint(&articles(b)) {
        return false;
    }
    a.instances.iter().all(|i| {
        b.instances.iter().all(|j| {
            let (f, g) = (&readings[i.0].figures[i.1], &readings[j.0].figures[j.1]);
            // "at least 35" leaves room for 38, "nearly 600" for 590.
            f.bound.is_none() && g.bound.is_none() && one_setting(readings, *i, *j)
        })
    })
}

/// Whether two figures are told of one place and one time, and at least one of these is told.
fn one_setting(readings: &[Reading], i: (usize, usize), j: (usize, usize)) -> bool {
    let of = |(article, figure): (usize, usize)| {
        let r = &readings[article];
        let f = &r.figures[figure];
        let period = f.period.and_then(|p| r.timexes.iter().find(|t| t.span == p));
        (f.area.map(|a| terms(r, a)), period.map(|t| t.value.clone()))
    };
    let (x, y) = (of(i), of(j));
    x == y && x != (None, None)
}

fn terms(reading: &Reading, span: Span) -> BTreeSet<String> {
    let document = &reading.document;
    let tokens = document.tokens_in(span);
    // A currency sign is part of its number's token.
    let sign = tokens.is_empty().then(|| span.of(&document.text).to_owned());
    tokens
        .iter()
        .map(|t| fold(t.span.of(&document.text)))
        .chain(sign)
        .filter(|w| !w.chars().any(|c| c.is_ascii_digit()) && !lexicon().is_function(w))
        .map(|w| match outcome(&w) {
            Some(o) => o.to_owned(),
            None => lexicon().term(&w),
        })
        .collect()
}
