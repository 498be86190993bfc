//! From clusters of instances to statements: representative, act, date, stable identifier.

use super::{
    cluster::{Clusters, Voice},
    features::Features,
    same::Reason,
    words::fold,
};
use crate::{
    attribution::{Act, Quotation, ViaKind},
    diagnostic::Diagnostic,
    reading::Reading,
    story::{Instance, Speaker, Statement},
};
use std::collections::{BTreeMap, BTreeSet};

/// Makes the statements. Their order is that of their first instances.
pub fn statements(
    readings: &[Reading],
    speakers: &[Speaker],
    features: &[Features],
    voices: &[Voice],
    clusters: &Clusters,
) -> Vec<Statement> {
    let mut out = Vec::with_capacity(clusters.groups.len());
    let mut of = vec![0; features.len()];
    for (index, group) in clusters.groups.iter().enumerate() {
        for &i in group {
            of[i] = index;
        }
        out.push(statement(readings, features, voices, group));
    }
    for join in &clusters.joins {
        let s: &mut Statement = &mut out[of[join.pair.0]];
        let place = |i: usize| &readings[features[i].article].article.id;
        let (a, b) = (place(join.pair.0), place(join.pair.1));
        let l = &join.likeness;
        s.evidence.push(match join.reason {
            None => format!("{a} and {b}: the editor says so"),
            Some(Reason::Verbatim) => format!(
                "{a} and {b}: {} words running in common, {:.0} % of the shorter word for word",
                l.run,
                100.0 * l.verbatim
            ),
            Some(Reason::Quotation) => {
                format!("{a} and {b}: {} words in common inside quotation marks", l.quoted_run)
            }
            Some(Reason::Paraphrase) => format!(
                "{a} and {b}: {} content words in common, {:.0} % of the shorter; nothing contradicts",
                l.shared,
                100.0 * l.contained
            ),
        });
    }
    for &(whole, part) in &clusters.parts {
        let (whole, part) = (of[whole], of[part]);
        if whole != part && !out[whole].parts.contains(&part) && !out[part].parts.contains(&whole) {
            out[whole].parts.push(part);
        }
    }
    for s in &mut out {
        s.parts.sort_unstable();
        s.parts.dedup();
    }
    identify(readings, speakers, &mut out);
    out
}

fn statement(
    readings: &[Reading],
    features: &[Features],
    voices: &[Voice],
    group: &[usize],
) -> Statement {
    let mut members: Vec<usize> = group.to_vec();
    members.sort_by_key(|&i| (features[i].article, features[i].hull, features[i].attribution));
    let mut instances: Vec<Instance> = members
        .iter()
        .map(|&i| {
            let f = &features[i];
            let reading = &readings[f.article];
            let dated = reading.said_on.get(f.attribution).cloned().flatten();
            let mut via: Vec<String> = Vec::new();
            for v in &reading.attributions[f.attribution].via {
                if !via.contains(&v.name) {
                    via.push(v.name.clone());
                }
            }
            Instance {
                article: f.article,
                attribution: f.attribution,
                speakers: voices[i].speakers.clone(),
                said_on: dated.as_ref().map(|d| d.date.clone()),
                dated_by: dated.and_then(|d| d.words),
                via,
            }
        })
        .collect();
    drop_nested(readings, &mut instances, &mut members);
    // A headline or a lead is dated by the passage of the same article that spells it out.
    let mut dated: BTreeMap<usize, (String, Option<crate::text::Span>)> = BTreeMap::new();
    for i in &instances {
        if let Some(date) = i.said_on.as_ref().filter(|d| d.len() == 10) {
            dated.entry(i.article).or_insert_with(|| (date.clone(), i.dated_by));
        }
    }
    for i in &mut instances {
        if let (None, Some((date, words))) = (&i.said_on, dated.get(&i.article)) {
            i.said_on = Some(date.clone());
            i.dated_by = *words;
        }
    }
    let rank = |k: usize| {
        let f = &features[members[k]];
        let quoted = match f.quotation {
            Quotation::Direct => 0,
            Quotation::Mixed => 1,
            Quotation::Indirect => 2,
        };
        (!voices[members[k]].named, f.in_headline, quoted, k)
    };
    let representative = (0..members.len()).min_by_key(|&k| rank(k)).unwrap_or(0);
    let f = &features[members[representative]];
    let mut dates: BTreeMap<&str, usize> = BTreeMap::new();
    for i in &instances {
        if let Some(d) = &i.said_on {
            *dates.entry(d).or_default() += 1;
        }
    }
    let exact = |d: &str| d.len().min(10);
    let said_on = dates
        .iter()
        .max_by(|(d, n), (e, m)| exact(d).cmp(&exact(e)).then(n.cmp(m)).then(e.cmp(d)))
        .map(|(d, _)| (*d).to_owned());
    Statement {
        id: String::new(),
        speakers: instances[representative].speakers.clone(),
        act: act(features, group, members[representative]),
        hedged: readings[f.article].attributions[f.attribution].hedged,
        quotation: f.quotation,
        said_on,
        instances,
        representative,
        parts: Vec::new(),
        answers: Vec::new(),
        evidence: Vec::new(),
    }
}

/// Of passages of one article that lie within each other ("he said he was sorry": what he said, and what he is sorry
/// for) the outermost stands for the statement.
fn drop_nested(readings: &[Reading], instances: &mut Vec<Instance>, members: &mut Vec<usize>) {
    let content = |i: &Instance| &readings[i.article].attributions[i.attribution].content;
    let inside = |i: &Instance, j: &Instance| {
        i.article == j.article
            && content(i).iter().all(|s| content(j).iter().any(|o| o.contains(*s)))
    };
    let kept: Vec<bool> = (0..instances.len())
        .map(|k| {
            !(0..instances.len()).any(|m| {
                let (i, j) = (&instances[k], &instances[m]);
                // Of two that are the same passage the one with a speaker stays, then the first.
                let rank = |x: &Instance, at: usize| (x.speakers.is_empty(), at);
                m != k && inside(i, j) && (!inside(j, i) || rank(j, m) < rank(i, k))
            })
        })
        .collect();
    let mut keep = kept.iter();
    instances.retain(|_| *keep.next().unwrap_or(&true));
    let mut keep = kept.iter();
    members.retain(|_| *keep.next().unwrap_or(&true));
}

/// The act most instances show; the representative's where they are even, and any other rather than "asserts".
fn act(features: &[Features], group: &[usize], representative: usize) -> Act {
    let own = features[representative].act;
    let mut counts: BTreeMap<Act, usize> = BTreeMap::from([(own, 0)]);
    for &m in group {
        // Who says that they hope so says it.
        if features[m].act != Act::Believes || own == Act::Believes {
            *counts.entry(features[m].act).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(act, n)| (*n, *act != Act::Asserts, *act == own))
        .map_or(own, |(act, _)| act)
}

/// Gives the statements their identifiers: a hash of the words of the earliest instance and of who speaks. Another
/// statement's words never change it; two statements of one speaker in the same words are numbered.
fn identify(readings: &[Reading], speakers: &[Speaker], statements: &mut [Statement]) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for s in statements {
        let first = &s.instances[0];
        let reading = &readings[first.article];
        let mut hasher = blake3::Hasher::new();
        for span in &reading.attributions[first.attribution].content {
            for token in reading.document.tokens_in(*span) {
                let word = fold(token.span.of(&reading.document.text));
                if word.chars().any(char::is_alphanumeric) {
                    hasher.update(word.as_bytes());
                    hasher.update(b" ");
                }
            }
        }
        let mut names: Vec<String> =
            first.speakers.iter().map(|&i| fold(&speakers[i].name)).collect();
        names.sort();
        hasher.update(names.join("\n").as_bytes());
        let id = format!("s{}", &hasher.finalize().to_hex()[..10]);
        let mut free = id.clone();
        let mut n = 1;
        while !used.insert(free.clone()) {
            n += 1;
            free = format!("{id}-{n}");
        }
        s.id = free;
    }
}

/// Articles that put a statement on different days, and words that two named speakers are said to have said.
pub fn disagreements(
    readings: &[Reading],
    speakers: &[Speaker],
    features: &[Features],
    clusters: &Clusters,
    statements: &[Statement],
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for s in statements {
        let days: BTreeSet<&str> = s
            .instances
            .iter()
            .filter_map(|i| i.said_on.as_deref())
            .filter(|d| d.len() == 10)
            .collect();
        if days.len() > 1 {
            let days: Vec<&str> = days.into_iter().collect();
            let first = &s.instances[s.representative];
            out.push(
                Diagnostic::warning(
                    "dates-differ",
                    format!(
                        "articles put the statement {} on different days: {}",
                        s.id,
                        days.join(", ")
                    ),
                )
                .at(readings[first.article].article.path.clone())
                .help("set the right day with a correction (said_on)"),
            );
        }
    }
    // Whoever denies, rejects or confirms says another's words again.
    let answers = |i: usize| {
        let f = &features[i];
        let act = readings[f.article].attributions[f.attribution].act;
        matches!(act, Act::Denies | Act::Rejects | Act::Confirms)
    };
    let of: BTreeMap<(usize, usize), usize> = statements
        .iter()
        .enumerate()
        .flat_map(|(n, s)| s.instances.iter().map(move |i| ((i.article, i.attribution), n)))
        .collect();
    let statement = |i: usize| of.get(&(features[i].article, features[i].attribution)).copied();
    let mut told = BTreeSet::new();
    for &(i, j) in clusters.disputed.iter().filter(|(i, j)| !answers(*i) && !answers(*j)) {
        // One message for two statements, however many articles carry them.
        let (x, y) = (statement(i), statement(j));
        if !told.insert((x.min(y), x.max(y))) {
            continue;
        }
        let name = |i: usize| {
            let f = &features[i];
            let at = (f.article, f.attribution);
            let instance = statement(i).and_then(|n| {
                statements[n].instances.iter().find(|x| (x.article, x.attribution) == at)
            });
            let names: Vec<&str> = instance
                .map(|x| x.speakers.iter().map(|&s| speakers[s].name.as_str()).collect())
                .unwrap_or_default();
            format!("{} in {}", names.join(" and "), readings[f.article].article.id)
        };
        out.push(
            Diagnostic::warning(
                "same-words-two-speakers",
                format!("the same words are given to {} and to {}", name(i), name(j)),
            )
            .at(readings[features[j].article].article.path.clone())
            .help(
                "if one is wrong, correct its speakers; if both are one person, name one an alias",
            ),
        );
    }
    out
}

/// The venue or medium of an instance, where the article names one.
pub fn venue(reading: &Reading, attribution: usize) -> Option<String> {
    reading.attributions[attribution]
        .via
        .iter()
        .find(|v| matches!(v.kind, ViaKind::Venue | ViaKind::Outlet))
        .map(|v| fold(&v.name))
}
