//! The rule reader: frames in which a cue links a source to a content.

mod extent;
mod labels;
mod sources;
mod tags;

use super::cue::{self, Cue, Form};
use super::phrase::{has_finite, phrase_from, skip_adjuncts, subject, temporal};
use super::view::{Node, Sent, View};
use crate::lexicon::{CueVerb, Lexicon, list};
use crate::text::Span;
use extent::{clause_end, clause_end_plain, right};
use sources::as_saying;
use std::ops::Range;

/// An attribution as the rules read it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Source spans; empty where nobody is named.
    pub source: Vec<Span>,
    /// Cue spans; empty for a bare quotation.
    pub cue: Vec<Span>,
    /// Content spans.
    pub content: Vec<Span>,
    /// Which rule.
    pub rule: &'static str,
    /// The cue's verb.
    pub verb: Option<&'static CueVerb>,
    /// The act of a cue that is no verb.
    pub act: Option<crate::attribution::Act>,
    /// Words that stand between the article and the speaker ("according to CNN" after a tagged quotation).
    pub through: Vec<Span>,
}

/// Node range of a sentence that an attribution takes up.
type Extent = Range<usize>;

/// Reads a whole document.
pub fn read(view: &View<'_>) -> Vec<Found> {
    let mut reader = Reader {
        view,
        found: Vec::new(),
        used: vec![false; view.quotes.len()],
        open: None,
        awaiting: None,
    };
    for index in 0..view.sents.len() {
        reader.sentence(index);
    }
    reader.join_chains();
    reader.found.retain(|f| !f.content.is_empty());
    reader.found
}

struct Reader<'v, 'd> {
    view: &'v View<'d>,
    found: Vec<Found>,
    /// Quotations that some attribution holds.
    used: Vec<bool>,
    /// The attribution that an uncued quotation in the next sentence continues.
    open: Option<usize>,
    /// A cue with a colon at the end of its sentence, whose content follows.
    awaiting: Option<usize>,
}

impl Reader<'_, '_> {
    fn sentence(&mut self, index: usize) {
        let view = self.view;
        let sent = view.sents[index];
        let n = view.nodes_of(sent);
        if self.quoted_label(n, sent)
            || self.signed(n, index)
            || self.bare_quotation(n, index, sent)
        {
            return;
        }
        let first_of_paragraph = index == 0 || view.sents[index - 1].paragraph != sent.paragraph;
        let open = self.open.take();
        let awaiting = self.awaiting.take();
        if first_of_paragraph && (self.label(n, index, sent) || self.headline_tail(n, sent)) {
            return;
        }
        let from = self.found.len();
        let mut extents: Vec<Extent> = Vec::new();
        let cues = cue::find(n);
        for c in &cues {
            self.cue(n, c, &cues, &mut extents, from);
        }
        self.according(n, &cues, &mut extents, from);
        self.nouns(n, &cues);
        self.unanswered(n);
        self.leftovers(n, from, awaiting, open);
        // What may go on in the next sentence: the last attribution here that holds a quotation.
        self.open =
            (from..self.found.len()).rev().find(|&f| self.holds_quotation(f)).or(self.awaiting);
    }

    fn holds_quotation(&self, f: usize) -> bool {
        self.found[f].content.iter().any(|c| self.view.quotes.iter().any(|q| c.contains(q.span)))
    }

    /// Whether a quotation is the title of a work: every longer word has a capital.
    fn title(&self, q: usize) -> bool {
        let words = self.view.quotes[q].inner.of(&self.view.document.text);
        let words = words.trim_end_matches([',', '.']);
        words.split_whitespace().count() >= 2
            && words
                .split_whitespace()
                .all(|w| w.len() < 5 || w.chars().next().is_some_and(|c| !c.is_lowercase()))
    }

    /// A sentence that is nothing but quotations: it goes on with what was said before.
    fn bare_quotation(&mut self, n: &[Node], index: usize, sent: Sent) -> bool {
        if !n.iter().any(|x| x.quote().is_some())
            || !n.iter().all(|x| x.quote().is_some() || x.is(b".,!?"))
        {
            return false;
        }
        let spans: Vec<Span> = n.iter().filter(|x| x.quote().is_some()).map(|x| x.span).collect();
        let words: usize =
            spans.iter().map(|s| s.of(&self.view.document.text).split_whitespace().count()).sum();
        for q in n.iter().filter_map(Node::quote) {
            self.used[q] = true;
        }
        let same_paragraph = index > 0 && self.view.sents[index - 1].paragraph == sent.paragraph;
        if let Some(f) = self.awaiting.take() {
            self.found[f].content.extend(spans);
            self.open = Some(f);
        } else if let Some(f) = self.open.filter(|_| same_paragraph || index > 0) {
            self.found[f].content.extend(spans);
        } else if words >= 4 {
            self.found.push(Found {
                source: Vec::new(),
                cue: Vec::new(),
                content: spans,
                rule: "quote-uncued",
                verb: None,
                act: None,
                through: Vec::new(),
            });
            self.open = Some(self.found.len() - 1);
        }
        true
    }

    fn cue(&mut self, n: &[Node], c: &Cue, cues: &[Cue], extents: &mut Vec<Extent>, from: usize) {
        if let Some(say) = as_saying(n, c, cues) {
            return self.quoted_as(n, c, say, cues, extents);
        }
        if cues.iter().any(|o| as_saying(n, o, cues).is_some_and(|say| say.head == c.head)) {
            return;
        }
        let own = match c.form {
            Form::Finite | Form::Passive => subject(n, c.start, 0),
            Form::Ing | Form::Infinitive => None,
        };
        let bound = extents.iter().filter(|e| e.end <= c.start).map(|e| e.end).max().unwrap_or(0);
        if c.form == Form::Finite && self.tag(n, c, own.clone(), bound, extents, cues) {
            return;
        }
        if c.form == Form::Passive {
            return self.passive(n, c, own, cues, extents);
        }
        let source = match own {
            Some(s) => Some(s),
            None => self.shared_subject(n, c, cues, from),
        };
        if c.form == Form::Infinitive && !governed(n, c) {
            return;
        }
        // "did not respond": silence, not a statement.
        if c.negated && matches!(c.verb.lemma, "respond" | "reply" | "answer" | "comment") {
            return;
        }
        let Some((content, end, rule)) = right(n, c, cues) else {
            // A cue with a colon at the end: the content follows in the next sentence or paragraph.
            let k = skip_adjuncts(n, c.end);
            if n.last().is_some_and(|x| x.tag == b':')
                && k + 1 >= n.len() - usize::from(n.len() > 1)
                || n.last().is_some_and(|x| x.tag == b':')
                    && c.verb.frames.quote
                    && !has_finite(&n[c.end..])
            {
                self.push(n, c, source, Vec::new(), "cue-colon-quote");
                self.awaiting = Some(self.found.len() - 1);
            }
            return;
        };
        for x in &n[content.clone()] {
            if let Some(q) = x.quote() {
                self.used[q] = true;
            }
        }
        extents.push(source.as_ref().map_or(c.start, |s| s.start.min(c.start))..end);
        let span = cover(&n[content]);
        self.push(n, c, source, vec![span], rule);
    }

    fn push(
        &mut self,
        n: &[Node],
        c: &Cue,
        source: Option<Range<usize>>,
        content: Vec<Span>,
        rule: &'static str,
    ) {
        let source =
            source.filter(|s| !(s.len() == 1 && n[s.start].low == "it" && c.form == Form::Passive));
        self.found.push(Found {
            source: source
                .map(|s| vec![source_span(&n[s], &self.view.document.text)])
                .unwrap_or_default(),
            cue: vec![Span::new(n[c.start].span.start, n[c.end - 1].span.end)],
            content,
            rule,
            verb: Some(c.verb),
            act: None,
            through: Vec::new(),
        });
    }

    /// The subject of a verb without one of its own: "…, adding that …", "… and denied …".
    fn shared_subject(
        &self,
        n: &[Node],
        c: &Cue,
        cues: &[Cue],
        from: usize,
    ) -> Option<Range<usize>> {
        let before = c.start.checked_sub(1).map(|i| &n[i]);
        // "officials saying that …": the noun beside it, unless it names a medium.
        if c.form == Form::Ing
            && before
                .is_some_and(|b| b.is(b"NP") && !b.listed(list::MEDIUM | list::VENUE | list::TIME))
        {
            let is_object = before.is_some_and(|b| b.entry.is_some_and(|e| e.noun.is_some()));
            if !is_object {
                return subject(n, c.start, 0);
            }
        }
        // The nearest cue before it that has a speaker, unless that cue's content holds this one's clause.
        for other in cues.iter().rev().filter(|o| o.end <= c.start) {
            if matches!(other.form, Form::Finite) {
                if let Some(s) = subject(n, other.start, 0) {
                    let named_by_us = self.found[from..].iter().any(|f| {
                        f.cue.first().is_some_and(|x| x.start == n[other.start].span.start)
                    });
                    if named_by_us || c.form != Form::Ing {
                        return Some(s);
                    }
                } else if let Some(f) = self.found[from..]
                    .iter()
                    .find(|f| f.cue.first().is_some_and(|x| x.start == n[other.start].span.start))
                {
                    let s = f.source.first()?;
                    let a = n.iter().position(|x| x.span.start == s.start)?;
                    let b = n.iter().rposition(|x| x.span.end <= s.end)?;
                    return Some(a..b + 1);
                }
            }
        }
        // The first finite verb of the sentence whose subject is found.
        let mut i = 0;
        while i < c.start {
            if n[i].finite()
                && let Some(s) = subject(n, i, 0)
                && !n[s.end - 1].is(b"W")
            {
                return Some(s);
            }
            i += 1;
        }
        None
    }

    /// Quotations that no cue took: after a colon they belong to what awaits them, after a tag to that tag.
    fn leftovers(&mut self, n: &[Node], from: usize, awaiting: Option<usize>, open: Option<usize>) {
        for (i, x) in n.iter().enumerate() {
            let Some(q) = x.quote().filter(|&q| !self.used[q] && !x.inline) else { continue };
            let text = self.view.quotes[q].inner.of(&self.view.document.text);
            let statement =
                text.split_whitespace().count() >= 4 && text.ends_with([',', '.', '?', '!']);
            if !statement {
                continue;
            }
            if i == 0
                && let Some(f) = awaiting.or(open.filter(|_| self.view.quotes[q].continues))
            {
                self.used[q] = true;
                self.found[f].content.push(x.span);
            } else if let Some(f) =
                (from..self.found.len()).rev().find(|&f| self.holds_quotation(f))
            {
                let last = self.found[f].content.last().map_or(0, |s| s.end);
                if last <= x.span.start
                    && self.found[f].source.first().is_none_or(|s| s.end <= x.span.start)
                {
                    self.used[q] = true;
                    self.found[f].content.push(x.span);
                }
            }
        }
    }

    /// The parts of one quotation that runs over several paragraphs belong to one attribution: the one with a cue.
    fn join_chains(&mut self) {
        let quotes = &self.view.quotes;
        for q in 1..quotes.len() {
            if !quotes[q].continues {
                continue;
            }
            let holder = |r: &Self, q: usize| {
                r.found.iter().position(|f| f.content.iter().any(|c| c.contains(quotes[q].span)))
            };
            let (Some(a), Some(b)) = (holder(self, q - 1), holder(self, q)) else { continue };
            if a == b {
                continue;
            }
            let (keep, give) = if self.found[a].cue.is_empty() {
                (b, a)
            } else if self.found[b].cue.is_empty() {
                (a, b)
            } else {
                continue;
            };
            let moved = std::mem::take(&mut self.found[give].content);
            self.found[keep].content.extend(moved);
            self.found[keep].content.sort();
        }
    }
}

/// Whether the verb before "to say" makes the infinitive real: "went on to say", "continued to insist".
fn governed(n: &[Node], c: &Cue) -> bool {
    let mut i = c.start;
    while i > 0 && (n[i - 1].is(b"R") || n[i - 1].low == "on") {
        i -= 1;
    }
    i > 0
        && matches!(
            n[i - 1].low.as_str(),
            "went"
                | "goes"
                | "going"
                | "gone"
                | "continued"
                | "continues"
                | "began"
                | "proceeded"
                | "hastened"
                | "appeared"
                | "seemed"
        )
}

/// The span of some nodes.
fn cover(n: &[Node]) -> Span {
    let end = n.last().map_or(0, |x| x.span.end);
    Span::new(n.first().map_or(end, |x| x.span.start), end)
}

/// A source's span, without the clitic of a possessive.
fn source_span(n: &[Node], text: &str) -> Span {
    let mut span = cover(n);
    if n.last().is_some_and(|x| x.clitic) {
        let words = span.of(text);
        if let Some(stem) = words.strip_suffix("'s").or_else(|| words.strip_suffix("’s")) {
            span.end = span.start + stem.len();
        }
    }
    span
}

/// Nodes less punctuation and coordinators at their ends.
fn trim(mut n: &[Node]) -> &[Node] {
    while let [first, rest @ ..] = n {
        if !first.is(b",;:-C.") {
            break;
        }
        n = rest;
    }
    while let [rest @ .., last] = n {
        if !last.is(b",;:-C") {
            break;
        }
        n = rest;
    }
    n
}
