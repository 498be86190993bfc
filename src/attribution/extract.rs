//! The stage: rules, the trained reader's candidates, and what is made of both.

use super::rules::{self, Found};
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
    let found = rules::read(&view);
    let _ = net;
    let mut out: Vec<Attribution> = found.iter().filter_map(|f| finish(&view, f)).collect();
    out.retain(|a| a.confidence >= settings.min_confidence);
    out.sort_by(|a, b| order(a).cmp(&order(b)));
    parents(&mut out);
    out
}

fn order(a: &Attribution) -> (usize, std::cmp::Reverse<usize>, Vec<Span>) {
    let h = hull(&a.content).unwrap_or(Span::new(0, 0));
    (h.start, std::cmp::Reverse(h.end), a.cue.clone())
}

fn finish(view: &View<'_>, f: &Found) -> Option<Attribution> {
    let mut content = f.content.clone();
    content.sort();
    content.retain(|s| !s.is_empty());
    if content.is_empty() {
        return None;
    }
    Some(Attribution {
        source: f.source.clone(),
        cue: f.cue.clone(),
        quotation: quotation(view, &content),
        content,
        act: f.act.or(f.verb.map(|v| v.act)).unwrap_or(Act::Asserts),
        hedged: false,
        unreal: false,
        via: Vec::new(),
        parent: None,
        rule: format!("rule:{}", f.rule),
        confidence: 0.5,
    })
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
