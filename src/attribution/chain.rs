//! Chains of speakers, as a digest shows them.
//!
//! The annotated corpus counts every layer of "the agency reported that the mayor had said so". A digest shows the
//! mayor's statement, carried by the agency: [`settle`] moves what stands between speaker and cue into the chain before
//! acts are read, [`unwrap`] takes away the layers of outlets whose whole content is somebody else's statement.

use super::{
    Act, Attribution,
    act::Doing,
    merge::Merged,
    via,
    view::{Node, View},
};
use crate::lexicon::{Lexicon, VerbForm, list};
use crate::text::{Span, hull, merge};

/// A layer is taken away from this share of its content on that other attributions hold, counted in bytes.
const WRAPPED: f64 = 0.7;

/// Corrects who speaks and through whom, from the merged findings.
pub fn settle(view: &View<'_>, all: &mut Vec<Merged>) {
    all.retain(|m| !cites_somebody(view, m));
    all.iter_mut().for_each(|m| denied_doing(view, m));
    coordinate(view, all);
    parentheses(view, all);
}

/// "a report, which cited an official": an official is no statement.
fn cites_somebody(view: &View<'_>, m: &Merged) -> bool {
    let cites = |n: &[Node]| {
        n.iter().any(|x| {
            matches!(x.low.as_str(), "cited" | "cites" | "citing" | "quoted" | "quotes" | "quoting")
        })
    };
    let within = |spans: &[Span]| hull(spans).map_or(&[][..], |h| view.within(h));
    let content = within(&m.content);
    cites(within(&m.cue))
        && (content.iter().all(|x| x.quote().is_none() && !x.finite())
            && content.iter().any(|x| x.listed(list::SPEAKER)))
}

/// "denies asking for help": the corpus counts both verbs as the cue; what is denied is the asking.
fn denied_doing(view: &View<'_>, m: &mut Merged) {
    let (Some(cue), Some(first)) = (hull(&m.cue), m.content.iter().min().copied()) else { return };
    let n = view.within(cue);
    let Some(at) = n.iter().position(|x| x.is(b"G")).filter(|&at| at > 0) else { return };
    let denies = |x: &Node| {
        x.entry.is_some_and(|e| {
            e.verbs.iter().any(|&(v, _)| {
                matches!(Lexicon::shared().verbs[v].act, Act::Denies | Act::Concedes)
            })
        })
    };
    if denies(&n[at - 1]) && !n[at - 1].is(b"G") && cue.end <= first.start {
        let (head, doing) = (n[at - 1].span.end, n[at].span.start);
        m.cue = vec![Span::new(cue.start, head)];
        for c in m.content.iter_mut().filter(|c| **c == first) {
            c.start = doing;
        }
    }
}

/// "X, according to Y, said …" read as if Y had said "X": Y is a link of the chain of what X said.
fn parentheses(view: &View<'_>, all: &mut Vec<Merged>) {
    let mut links: Vec<(usize, Vec<Span>)> = Vec::new();
    let mut gone = vec![false; all.len()];
    for (i, m) in all.iter().enumerate() {
        let Some(own) = hull(&m.content) else { continue };
        // The part that stands before the cue: a rule may have put the rest of the sentence to it.
        let first = *m.content.iter().min().unwrap_or(&own);
        let verbless = view.within(first).iter().all(|x| !x.finite() && x.quote().is_none());
        let Some(cue) = hull(&m.cue).filter(|_| verbless && !m.source.is_empty()) else { continue };
        let speaker = all.iter().enumerate().find(|(j, o)| {
            *j != i
                && o.source.iter().any(|s| s.overlaps(first))
                && o.cue
                    .first()
                    .is_some_and(|c| c.start >= cue.end && c.start.saturating_sub(cue.end) <= 200)
        });
        if let Some((j, _)) = speaker {
            links.push((j, m.source.clone()));
            gone[i] = true;
        }
    }
    for (j, source) in links {
        all[j].through.extend(source);
    }
    let mut keep = gone.iter();
    all.retain(|_| !keep.next().copied().unwrap_or(false));
    // "officials, according to the media": the parenthesis is no part of the name.
    for m in all.iter_mut() {
        for s in &mut m.source {
            let n = view.within(*s);
            let at = n.iter().position(|x| x.low == "according").filter(|&at| at > 1);
            if let Some(at) = at.filter(|&at| n[at - 1].is(b",")) {
                s.end = n[at - 2].span.end;
            }
        }
    }
}

/// The form of a verb group, by its first finite verb: two verbs that are coordinated have the same. A cue is a verb
/// also where its kind was not recognised.
fn form(n: &[Node], cue: bool) -> Option<(u8, bool)> {
    let of = |x: &Node| match x.finite() {
        true => Some(x.tag),
        false if cue => x.entry?.verbs.iter().find_map(|(_, form)| match form {
            VerbForm::Third => Some(b'Z'),
            VerbForm::Past => Some(b'D'),
            _ => None,
        }),
        false => None,
    };
    n.iter().find_map(|x| Some((of(x)?, x.listed(list::HAVE))))
}

/// "X denies that Y has asked for help and denounces the “lies”": the second verb has the form of the first, not of
/// the one inside its content, and so has the first one's subject.
fn coordinate(view: &View<'_>, all: &mut [Merged]) {
    let mut changes: Vec<(usize, usize, usize)> = Vec::new();
    for (i, m) in all.iter().enumerate() {
        let (Some(source), Some(cue)) = (m.source.first(), m.cue.first()) else { continue };
        if source.end > cue.start {
            continue;
        }
        let between = view.within(Span::new(source.end, cue.start));
        let Some(joint) = between.iter().rposition(|x| x.is(b"C")) else { continue };
        // Only adverbs and auxiliaries between the coordinator and the verb.
        if between[joint + 1..].iter().any(|x| x.nominal() || x.is(b"TSO") || x.quote().is_some()) {
            continue;
        }
        let head: Vec<Node> =
            between[joint + 1..].iter().chain(view.within(*cue)).cloned().collect();
        let inner = form(&between[..joint], false);
        let own = form(&head, true);
        let outer = all.iter().enumerate().find(|(j, o)| {
            *j != i
                && !o.source.is_empty()
                && o.cue.iter().all(|c| c.end <= source.start)
                && o.content.iter().any(|c| c.contains(*source))
                && o.source.iter().all(|s| s.end <= source.start)
        });
        let Some((j, o)) = outer else { continue };
        let outer = hull(&o.cue).and_then(|c| form(view.within(c), true));
        if own.is_some() && outer == own && inner.is_some() && inner != own {
            changes.push((i, j, between[joint].span.start));
        }
    }
    for (i, j, joint) in changes {
        all[i].source = all[j].source.clone();
        let text = &view.document.text;
        for c in &mut all[j].content {
            if c.start < joint && joint < c.end {
                *c = Span::new(c.start, joint).trim(text);
            }
        }
    }
}

/// Whether a source is an outlet, an agency, or "the media".
pub fn carrier(view: &View<'_>, source: &[Span]) -> bool {
    source.first().is_some_and(|s| {
        let n = view.within(*s);
        let head = n.iter().position(|x| x.is(b"IG")).map_or(n, |at| &n[..at]);
        via::names_outlet(n, &view.document.text)
            || head.last().is_some_and(|x| x.listed(list::OUTLET))
    })
}

/// Takes away the layers of outlets whose content is somebody else's statement. The chain keeps them.
pub fn unwrap(view: &View<'_>, all: &mut Vec<(Attribution, Doing)>) {
    let gone: Vec<bool> = (0..all.len())
        .map(|i| {
            let outer = &all[i].0;
            if outer.unreal || !carrier(view, &outer.source) {
                return false;
            }
            let whole: usize = outer.content.iter().map(|c| c.len()).sum();
            let parts: Vec<Span> = all
                .iter()
                .enumerate()
                .filter(|(j, (a, _))| *j != i && !a.source.is_empty() && inside(outer, a))
                .filter_map(|(_, (a, _))| {
                    let parts: Vec<Span> =
                        a.source.iter().chain(&a.cue).chain(&a.content).copied().collect();
                    hull(&parts)
                })
                .collect();
            let held: usize = merge(parts).iter().map(|p| p.len()).sum();
            held as f64 >= WRAPPED * whole as f64
        })
        .collect();
    let mut at = 0;
    let places: Vec<Option<usize>> = gone
        .iter()
        .map(|g| {
            let place = (!g).then_some(at);
            at += usize::from(!g);
            place
        })
        .collect();
    let parents: Vec<Option<usize>> = all
        .iter()
        .map(|(a, _)| {
            // What held the layer holds what was in it.
            let mut up = a.parent;
            while let Some(p) = up.filter(|&p| gone[p]) {
                up = all[p].0.parent;
            }
            up.and_then(|p| places[p])
        })
        .collect();
    for ((a, _), parent) in all.iter_mut().zip(parents) {
        a.parent = parent;
    }
    let mut keep = gone.iter();
    all.retain(|_| !keep.next().copied().unwrap_or(false));
}

/// Whether the content of `outer` holds cue and content of `inner`.
fn inside(outer: &Attribution, inner: &Attribution) -> bool {
    let Some(own) = hull(&inner.content) else { return false };
    let own = inner.cue.iter().fold(own, |h, c| h.cover(*c));
    hull(&outer.content).is_some_and(|h| h.contains(own))
        && !outer.cue.iter().any(|c| own.overlaps(*c))
}
