//! One list of attributions out of what the rules and the trained reader found.
//!
//! Where both found a statement, their agreement on the source decides how sure the reading is. What only one of them
//! found is kept with the probability that measurement gives it: see `docs/attribution.md`.

use super::{Candidate, rules::Found, view::View};
use crate::lexicon::{Lexicon, VerbForm, list};
use crate::text::{Span, hull, merge as merge_spans};

/// A statement after the merge.
#[derive(Clone, Debug)]
pub struct Merged {
    /// Who, in the text's words.
    pub source: Vec<Span>,
    /// The attributing words.
    pub cue: Vec<Span>,
    /// What is attributed.
    pub content: Vec<Span>,
    /// What the rules know of it, where they found it.
    pub found: Option<Found>,
    /// Words that stand between the article and the speaker, beside those the rules know of.
    pub through: Vec<Span>,
    /// "net", "rule:x" or "net+rule:x".
    pub rule: String,
    /// Probability that content and source are right.
    pub confidence: f32,
}

/// The rule of "was quoted as saying": the network does not know this frame.
const QUOTED_AS: &str = "quoted-as-saying";

/// How far two contents must agree to be one statement: shared bytes over the bytes of the shorter.
const SAME: f64 = 0.6;

/// Merges. Without a network the rules' findings are taken as they are.
pub fn merge(view: &View<'_>, rules: Vec<Found>, net: Option<&[Candidate]>) -> Vec<Merged> {
    let Some(net) = net else {
        return rules.into_iter().map(|f| alone(view, f, None)).collect();
    };
    let labelled: Vec<&Found> = rules.iter().filter(|f| f.rule == "speaker-label").collect();
    let near: Vec<Candidate> = net
        .iter()
        .map(|c| with_near_source(view, c))
        .map(|c| within_label(&labelled, c))
        .filter(|c| !c.content.is_empty() && !is_addressed(view, c))
        .collect();
    let net = near.as_slice();
    let pairs = pair(&rules, net);
    let mut out = Vec::new();
    let mut taken = vec![false; net.len()];
    for (f, partner) in rules.into_iter().zip(pairs) {
        match partner {
            Some(j) => {
                taken[j] = true;
                out.push(both(view, f, &net[j]));
            }
            None => {
                let place = place(view, &f, net);
                out.push(alone(view, f, Some(place)));
            }
        }
    }
    let ruled: Vec<Vec<Span>> = out.iter().map(|m: &Merged| m.content.clone()).collect();
    let quoted_as: Vec<Span> = out
        .iter()
        .filter(|m| m.rule.ends_with(QUOTED_AS))
        .flat_map(|m| m.cue.iter().copied())
        .collect();
    for (c, _) in net.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        // The second half of what a rule holds as a whole is no statement of its own.
        let inside =
            ruled.iter().any(|r| c.content.iter().all(|s| r.iter().any(|t| t.contains(*s))));
        // One word that nobody quotes ("the", "it") is no statement that a reader could use.
        let text = &view.document.text;
        let words: usize = c.content.iter().map(|s| s.of(text).split_whitespace().count()).sum();
        let scrap = words < 2 && !holds_quotation(view, &c.content);
        // "quoted an official as saying": the frame is read already.
        let frame = quoted_as.iter().any(|cue| c.content.iter().any(|s| s.overlaps(*cue)));
        if !scrap && !frame && !(inside && c.cue.is_empty()) {
            out.push(net_alone(view, c));
        }
    }
    told_once(&mut out);
    out
}

/// A piece of one statement that is another's, with a cue of its own, belongs to that one: "“A,” he said. “B,” he went on."
fn told_once(all: &mut [Merged]) {
    for i in 0..all.len() {
        let pieces = all[i].content.clone();
        let first = pieces.iter().min().copied();
        let others = pieces.iter().filter(|p| Some(**p) != first).filter(|p| {
            all.iter().enumerate().any(|(j, o)| {
                j != i && !o.cue.is_empty() && o.cue != all[i].cue && o.content.first() == Some(*p)
            })
        });
        let taken: Vec<Span> = others.copied().collect();
        all[i].content.retain(|c| !taken.contains(c));
    }
}

/// The candidate without a source that stands in another sentence than its cue: such links are wrong nine times in ten
/// (PolNeAR dev), and across paragraphs always.
fn with_near_source(view: &View<'_>, c: &Candidate) -> Candidate {
    let sentence =
        |s: &Span| view.sents.partition_point(|x| view.nodes[x.from].span.start <= s.start);
    let mut c = c.clone();
    if let (Some(source), Some(cue)) = (c.source.first(), c.cue.first())
        && sentence(source) != sentence(cue)
    {
        c.source.clear();
        c.source_confidence = 0.0;
    }
    c
}

/// The candidate without what stands under another speaker's label ("REYES: …").
fn within_label(labelled: &[&Found], mut c: Candidate) -> Candidate {
    for f in labelled {
        let own = overlap(&f.source, &c.source) > 0;
        if !own && overlap(&f.content, &c.cue) == 0 {
            c.content.retain(|s| !f.content.iter().any(|p| p.overlaps(*s)));
        }
    }
    c
}

/// "Asked whether he would go, Mr. Reyes said …": whoever is asked is no source of the question; "according to plan": a
/// plan is none of anything.
fn is_addressed(view: &View<'_>, c: &Candidate) -> bool {
    let (Some(cue), Some(source), Some(content)) =
        (hull(&c.cue), hull(&c.source), hull(&c.content))
    else {
        return false;
    };
    let n = view.within(source);
    if view.within(cue).iter().any(|x| x.low == "according") {
        return n.len() == 1 && n[0].listed(list::STANDARD);
    }
    let at = view.nodes.partition_point(|x| x.span.start < cue.start);
    let Some(verb) = view.nodes.get(at) else { return false };
    let person = verb.entry.is_some_and(|e| {
        e.verbs.iter().any(|&(v, form)| {
            Lexicon::shared().verbs[v].frames.person
                && matches!(form, VerbForm::Past | VerbForm::Participle)
        })
    });
    let before = at.checked_sub(1).map(|b| &view.nodes[b]);
    let first = view.sents.iter().any(|s| s.from == at);
    let fronted = first || before.is_some_and(|b| b.listed(list::FRONTING));
    person && fronted && cue.end <= content.start && content.end <= source.start
}

/// For each finding of the rules the candidate it is the same as: the best match of both first.
fn pair(rules: &[Found], net: &[Candidate]) -> Vec<Option<usize>> {
    let mut matches: Vec<(u64, usize, usize)> = Vec::new();
    let starts: Vec<usize> = net.iter().map(|c| hull(&c.content).map_or(0, |h| h.start)).collect();
    for (i, f) in rules.iter().enumerate() {
        let Some(own) = hull(&f.content) else { continue };
        for (j, c) in net.iter().enumerate() {
            if starts[j] >= own.end {
                continue;
            }
            let shared = overlap(&f.content, &c.content);
            if shared == 0 {
                continue;
            }
            let shorter = length(&f.content).min(length(&c.content)).max(1);
            let union = length(&f.content) + length(&c.content) - shared;
            let same_cue = overlap(&f.cue, &c.cue) > 0 || (f.cue.is_empty() && c.cue.is_empty());
            // One of them is a layer around the other.
            if !same_cue && (held(&f.cue, &c.content) || held(&c.cue, &f.content)) {
                continue;
            }
            let share = shared as f64 / shorter as f64;
            if share >= SAME && (same_cue || shared as f64 / union.max(1) as f64 >= SAME) {
                let score = 1000 * u64::from(same_cue) + (1000 * shared / union.max(1)) as u64;
                matches.push((score, i, j));
            }
        }
    }
    matches.sort_by_key(|&(score, i, j)| (std::cmp::Reverse(score), i, j));
    let mut out = vec![None; rules.len()];
    let mut taken = vec![false; net.len()];
    for (_, i, j) in matches {
        if out[i].is_none() && !taken[j] {
            out[i] = Some(j);
            taken[j] = true;
        }
    }
    out
}

/// Both found it. The network's spans are right more often than the rules' wherever they differ (PolNeAR dev: source right
/// in 129 of 150 such pairs against 21); the rules add what the cue does.
fn both(view: &View<'_>, f: Found, c: &Candidate) -> Merged {
    let quoted = holds_quotation(view, &c.content);
    if f.rule == QUOTED_AS {
        return Merged {
            rule: format!("net+rule:{}", f.rule),
            confidence: 0.8,
            ..alone(view, f, None)
        };
    }
    let agree = overlap(&f.source, &c.source) > 0;
    // "“…,” he said, agencies reported": the tag beside the words tells the speaker, the outlet only carries them.
    let carried = !f.source.is_empty()
        && !f.cue.is_empty()
        && !agree
        && super::chain::carrier(view, &c.source)
        && !super::chain::carrier(view, &f.source);
    if carried {
        return Merged {
            rule: format!("net+rule:{}", f.rule),
            confidence: 0.74,
            through: c.source.clone(),
            ..alone(view, f, None)
        };
    }
    let (source, confidence) = match (f.source.is_empty(), c.source.is_empty()) {
        (false, false) if agree => (longer(&f.source, &c.source), if quoted { 0.94 } else { 0.87 }),
        (false, false) => (c.source.clone(), if quoted { 0.71 } else { 0.74 }),
        (true, false) => (c.source.clone(), if quoted { 0.87 } else { 0.67 }),
        (_, true) => (f.source.clone(), if quoted { 0.5 } else { 0.35 }),
    };
    let cue = if c.cue.is_empty() { f.cue.clone() } else { c.cue.clone() };
    Merged {
        source,
        cue,
        content: whole(view, &f, c),
        rule: format!("net+rule:{}", f.rule),
        found: Some(f),
        through: Vec::new(),
        confidence,
    }
}

/// The network's content, where it lies within what a label or quotation marks set off without doubt: all of that.
fn whole(view: &View<'_>, f: &Found, c: &Candidate) -> Vec<Span> {
    if matches!(f.rule, "headline-colon" | "headline-tail" | "speaker-label") {
        return f.content.clone();
    }
    let quoted = view.quotes.iter().map(|q| q.span).filter(|q| {
        f.content.iter().any(|s| s.contains(*q)) && c.content.iter().any(|s| s.overlaps(*q))
    });
    merge_spans(c.content.iter().copied().chain(quoted).collect())
}

/// How a finding of the rules stands to what the network found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The network read nothing there.
    Clear,
    /// It read some of the same words otherwise.
    Blocked,
    /// All of it lies in a content: "denied that Russia had asked for help" tells of no asking, unless it is quoted.
    Nested,
    /// All of it lies in what an outlet carried: "according to Valley News, the mayor denied it".
    Carried,
}

fn place(view: &View<'_>, f: &Found, net: &[Candidate]) -> Place {
    let mut place = Place::Clear;
    for c in net.iter().filter(|c| overlap(&f.content, &c.content) > 0) {
        if !held(&f.source, &c.content) || !held(&f.cue, &c.content) {
            place = Place::Blocked;
            continue;
        }
        return if super::chain::carrier(view, &c.source) { Place::Carried } else { Place::Nested };
    }
    place
}

/// A finding that the network did not make, or all of them (`None`) where there is no network.
fn alone(view: &View<'_>, f: Found, place: Option<Place>) -> Merged {
    let quoted = holds_quotation(view, &f.content);
    let whole = !f.cue.is_empty() && !f.source.is_empty();
    let confidence = match place {
        None => 0.5,
        Some(_) if matches!(f.rule, QUOTED_AS | "speaker-label" | "headline-tail") => 0.6,
        Some(_) if f.rule == "no-answer" => 0.8,
        Some(Place::Carried) if whole => 0.5,
        Some(Place::Nested) if !f.rule.starts_with("quote-") => 0.2,
        Some(_) if quoted && whole => 0.6,
        Some(_) if quoted => 0.45,
        Some(Place::Clear) if f.rule == "according-to" => 0.45,
        Some(_) => 0.2,
    };
    Merged {
        source: f.source.clone(),
        cue: f.cue.clone(),
        content: f.content.clone(),
        rule: format!("rule:{}", f.rule),
        found: Some(f),
        through: Vec::new(),
        confidence,
    }
}

/// Only the network found it: measured by how sure it is of the content and of the source (PolNeAR dev).
fn net_alone(view: &View<'_>, c: &Candidate) -> Merged {
    let quoted = holds_quotation(view, &c.content);
    let sourced = !c.source.is_empty();
    let confidence = match (c.confidence, c.source_confidence) {
        (p, s) if p >= 0.8 && s >= 0.67 => {
            if quoted {
                0.84
            } else {
                0.76
            }
        }
        (p, s) if p >= 0.8 && s >= 0.33 => {
            if quoted {
                0.67
            } else {
                0.38
            }
        }
        (p, _) if p >= 0.8 => 0.42,
        (p, s) if p >= 0.6 && s >= 0.67 => {
            if quoted {
                0.57
            } else {
                0.5
            }
        }
        (p, _) if p >= 0.6 && sourced => 0.33,
        (_, s) if s >= 0.67 => {
            if quoted {
                0.7
            } else {
                0.32
            }
        }
        _ => 0.2,
    };
    Merged {
        source: c.source.clone(),
        cue: c.cue.clone(),
        content: c.content.clone(),
        found: None,
        through: Vec::new(),
        rule: "net".into(),
        confidence,
    }
}

/// Whether there are spans, and all of them lie within `outer`.
fn held(spans: &[Span], outer: &[Span]) -> bool {
    !spans.is_empty() && spans.iter().all(|s| outer.iter().any(|o| o.contains(*s)))
}

fn holds_quotation(view: &View<'_>, content: &[Span]) -> bool {
    view.quotes.iter().any(|q| content.iter().any(|c| c.contains(q.span)))
}

/// The longer of two sources that share words: "Ida Moss, the mayor" rather than "Ida Moss".
fn longer(a: &[Span], b: &[Span]) -> Vec<Span> {
    if length(b) > length(a) { b.to_vec() } else { a.to_vec() }
}

fn length(spans: &[Span]) -> usize {
    spans.iter().map(|s| s.len()).sum()
}

/// Bytes that two lists of spans share.
fn overlap(a: &[Span], b: &[Span]) -> usize {
    let shared = |s: &Span, t: &Span| s.end.min(t.end).saturating_sub(s.start.max(t.start));
    a.iter().map(|s| b.iter().map(|t| shared(s, t)).sum::<usize>()).sum()
}
