//! The stage: rules, the trained reader's candidates, and what is made of both.

use super::act::{self, Doing};
use super::merge::{self, Merged};
use super::view::View;
use super::{Attribution, Quotation, chain, rules, via};
use crate::lexicon::{Lexicon, list};
use crate::segment::Document;
use crate::text::{Span, hull, merge as merge_spans};

/// How cautious the reading is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Below this probability an attribution is left out.
    pub min_confidence: f32,
    /// What counts as an attribution of its own, and where its content begins.
    pub convention: Convention,
}

/// Whose conventions an extraction follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// Those of the annotated corpus (PolNeAR): every layer of "the agency reported that the mayor had said so" is an
    /// attribution, and the "that" before an indirect content belongs to it.
    Corpus,
    /// Those of a digest: what an outlet is only said to have carried is the speaker's statement, with the outlet as a
    /// link of its chain; contents begin after "that".
    Digest,
}

impl Default for Settings {
    fn default() -> Self {
        Self { min_confidence: 0.35, convention: Convention::Corpus }
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
    extract_explained(document, net, settings).into_iter().map(|(a, _)| a).collect()
}

/// The same, with what decided on each act.
pub(super) fn extract_explained(
    document: &Document,
    net: Option<&[Candidate]>,
    settings: &Settings,
) -> Vec<(Attribution, Doing)> {
    let view = View::new(document);
    let mut merged = merge::merge(&view, rules::read(&view), net);
    if settings.convention == Convention::Digest {
        chain::settle(&view, &mut merged);
    }
    let mut read: Vec<(Attribution, Doing)> =
        merged.iter().filter_map(|m| finish(&view, m, settings)).collect();
    read.retain(|(a, _)| a.confidence >= settings.min_confidence);
    read.sort_by_key(|(a, _)| order(a));
    let (mut out, done): (Vec<Attribution>, Vec<Doing>) = read.into_iter().unzip();
    parents(&mut out);
    via::inherit(&view, &mut out);
    let mut all: Vec<(Attribution, Doing)> = out.into_iter().zip(done).collect();
    if settings.convention == Convention::Digest {
        chain::unwrap(&view, &mut all);
    }
    all
}

fn order(a: &Attribution) -> (usize, std::cmp::Reverse<usize>, Vec<Span>) {
    let h = hull(&a.content).unwrap_or(Span::new(0, 0));
    (h.start, std::cmp::Reverse(h.end), a.cue.clone())
}

fn finish(view: &View<'_>, m: &Merged, settings: &Settings) -> Option<(Attribution, Doing)> {
    let content = m.content.iter().map(|c| beside_source(view, *c, &m.source));
    let mut content = merge_spans(content.filter(|s| !s.is_empty()).collect());
    if content.is_empty() {
        return None;
    }
    let cue = hull(&m.cue).map_or(usize::MAX, |c| c.end);
    if let Some(first) =
        content.first_mut().filter(|c| settings.convention == Convention::Digest && cue <= c.start)
    {
        *first = without_that(&view.document.text, *first);
    }
    let quotation = quotation(view, &content);
    let done = act::doing(view, m, quotation != Quotation::Indirect);
    let attribution = Attribution {
        source: m.source.clone(),
        cue: m.cue.clone(),
        quotation,
        content,
        act: done.act,
        hedged: done.hedged,
        unreal: done.unreal,
        via: via::read(view, m),
        parent: None,
        rule: m.rule.clone(),
        confidence: m.confidence,
    };
    Some((attribution, done))
}

/// A content without its own source at its head: "According to the mayor, [Ida Moss, 38 people had left]".
fn beside_source(view: &View<'_>, content: Span, source: &[Span]) -> Span {
    let inside = source.iter().filter(|s| s.start <= content.start && s.end > content.start);
    match inside.map(|s| s.end).max() {
        Some(end) if end < content.end => {
            let rest = Span::new(end, content.end);
            let lead = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':');
            let words = rest.of(&view.document.text);
            Span::new(rest.end - words.trim_start_matches(lead).len(), rest.end)
        }
        _ => content,
    }
}

/// A content that follows its cue, without the complementiser "that". A "that" before a verb is the subject of its clause and
/// stays: "said that is wrong".
fn without_that(text: &str, content: Span) -> Span {
    let words = content.of(text);
    let Some(that) = words.get(..5).filter(|w| w.eq_ignore_ascii_case("that ")) else {
        return content;
    };
    let rest = Span::new(content.start + that.len(), content.end).trim(text);
    let next =
        rest.of(text).split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).next();
    let next = next.unwrap_or_default().to_lowercase().replace('’', "'");
    let entry = Lexicon::shared().entry(&next);
    let verb = entry.is_some_and(|e| {
        e.lists & (list::BE | list::HAVE | list::DO) > 0
            || e.tags.bytes().any(|t| t == b'M')
            || e.tags.bytes().all(|t| matches!(t, b'Z' | b'D'))
    });
    if verb || rest.is_empty() { content } else { rest }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_complementiser_is_no_part_of_a_content() {
        let trimmed = |text: &str| {
            let from = text.find("that").unwrap_or(0);
            without_that(text, Span::new(from, text.len())).of(text).to_owned()
        };
        assert_eq!(trimmed("She said that the dam is safe"), "the dam is safe");
        assert_eq!(trimmed("She said that is wrong"), "that is wrong");
        assert_eq!(trimmed("She said that had been so"), "that had been so");
        assert_eq!(trimmed("“Zü”"), "“Zü”");
        assert_eq!(trimmed("She said that "), "that ");
    }
}
