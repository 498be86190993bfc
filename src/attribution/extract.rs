//! The stage: rules, the trained reader's candidates, and what is made of both.

use super::cue;
use super::merge::{self, Merged};
use super::rules;
use super::view::View;
use super::{Act, Attribution, Quotation};
use crate::segment::Document;
use crate::text::{Span, hull};

/// How cautious the reading is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Below this probability an attribution is left out.
    pub min_confidence: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { min_confidence: 0.3 }
    }
}

/// An attribution as the trained reader proposes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Source spans.
    pub source: Vec<Span>,
    /// Cue spans.
    pub cue: Vec<Span>,
    /// Content spans.
    pub content: Vec<Span>,
    /// Probability that the content is right.
    pub confidence: f32,
    /// Probability that the source is right.
    pub source_confidence: f32,
}

/// The attributions of a document, sorted by the start of their content. A pure function of its arguments.
pub fn extract(
    document: &Document,
    net: Option<&[Candidate]>,
    settings: &Settings,
) -> Vec<Attribution> {
    let view = View::new(document);
    let merged = merge::merge(&view, rules::read(&view), net);
    let mut out: Vec<Attribution> = merged.iter().filter_map(|m| finish(&view, m)).collect();
    out.retain(|a| a.confidence >= settings.min_confidence);
    out.sort_by(|a, b| order(a).cmp(&order(b)));
    parents(&mut out);
    out
}

fn order(a: &Attribution) -> (usize, std::cmp::Reverse<usize>, Vec<Span>) {
    let h = hull(&a.content).unwrap_or(Span::new(0, 0));
    (h.start, std::cmp::Reverse(h.end), a.cue.clone())
}

fn finish(view: &View<'_>, m: &Merged) -> Option<Attribution> {
    let mut content = m.content.clone();
    content.sort();
    content.retain(|s| !s.is_empty());
    if content.is_empty() {
        return None;
    }
    let done = doing(view, m);
    Some(Attribution {
        source: m.source.clone(),
        cue: m.cue.clone(),
        quotation: quotation(view, &content),
        content,
        act: done.act,
        hedged: done.modal,
        unreal: done.negated && !matches!(done.act, Act::Declines | Act::ProfessesNoKnowledge),
        via: Vec::new(),
        parent: None,
        rule: m.rule.clone(),
        confidence: m.confidence,
    })
}

/// What the words of a cue say that the speaker did.
struct Doing {
    act: Act,
    negated: bool,
    modal: bool,
}

/// Reads the cue. One that the lexicon does not know speaks of a thought rather than of words, unless something is
/// quoted.
fn doing(view: &View<'_>, m: &Merged) -> Doing {
    if let Some(f) = &m.found {
        let act = f.act.or(f.verb.map(|v| v.act)).unwrap_or(Act::Asserts);
        let declines = f.negated && f.verb.is_some_and(|v| v.act == Act::Asserts);
        let act = if declines { Act::Declines } else { act };
        return Doing { act, negated: f.negated, modal: false };
    }
    let asserts = Doing { act: Act::Asserts, negated: false, modal: false };
    let Some(span) = hull(&m.cue) else { return asserts };
    for sent in &view.sents {
        let nodes = view.nodes_of(*sent);
        let inside = nodes.first().is_some_and(|n| n.span.start <= span.start)
            && nodes.last().is_some_and(|n| n.span.end >= span.start);
        if !inside {
            continue;
        }
        let cues = cue::find(nodes);
        // The last verb of "said he believed" governs the content.
        if let Some(c) = cues.iter().rev().find(|c| span.overlaps(nodes[c.head].span)) {
            let declines = c.negated && c.verb.act == Act::Asserts;
            let act = if declines { Act::Declines } else { c.verb.act };
            return Doing { act, negated: c.negated, modal: false };
        }
        let lexicon = crate::lexicon::Lexicon::shared();
        let nouns = nodes.iter().filter(|n| span.overlaps(n.span)).filter_map(|n| n.entry?.noun);
        if let Some(noun) = nouns.last() {
            return Doing { act: lexicon.nouns[noun].act, negated: false, modal: false };
        }
        let plain = nodes
            .iter()
            .filter(|n| span.overlaps(n.span))
            .any(|n| matches!(n.low.as_str(), "according" | "said" | "per" | ":" | "tweeted"));
        if plain {
            return asserts;
        }
    }
    let quoted = quotation(view, &m.content) != Quotation::Indirect;
    Doing { act: if quoted { Act::Asserts } else { Act::Believes }, negated: false, modal: false }
}

/// How much of the content stands between quotation marks, counted in words: direct from nine tenths.
fn quotation(view: &View<'_>, content: &[Span]) -> Quotation {
    let (mut all, mut quoted) = (0usize, 0usize);
    for &span in content {
        for t in view.document.tokens_in(span) {
            if matches!(t.kind, crate::text::TokenKind::Word | crate::text::TokenKind::Number) {
                all += 1;
                let at = view.quotes.partition_point(|q| q.span.end <= t.span.start);
                quoted += usize::from(view.quotes.get(at).is_some_and(|q| q.span.contains(t.span)));
            }
        }
    }
    match quoted {
        0 => Quotation::Indirect,
        q if q * 10 >= all * 9 => Quotation::Direct,
        _ => Quotation::Mixed,
    }
}

/// Sets each attribution's `parent`: the smallest other content that holds its content and cue.
fn parents(all: &mut [Attribution]) {
    for i in 0..all.len() {
        let Some(own) = hull(&all[i].content) else { continue };
        let own = all[i].cue.first().map_or(own, |c| own.cover(*c));
        let holder = (0..all.len())
            .filter(|&j| {
                j != i && all[j].content.iter().any(|c| c.contains(own) && c.len() > own.len())
            })
            .min_by_key(|&j| all[j].content.iter().map(|c| c.len()).sum::<usize>());
        all[i].parent = holder;
    }
}
