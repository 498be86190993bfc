//! Labels before what is said, and signatures behind it: "TAPPER: …", "Minister: dam is safe", "“…” — Ann Lee".

use super::*;
use crate::text::ParagraphKind;

impl Reader<'_, '_> {
    /// "“TAPPER: …”": a transcript, quoted paragraph by paragraph.
    pub(super) fn quoted_label(&mut self, n: &[Node], sent: Sent) -> bool {
        let Some(q) = n.first().and_then(Node::quote) else { return false };
        let text = &self.view.document.text;
        let inner = self.view.quotes[q].inner;
        let Some(colon) = inner.of(text).find(':').filter(|&c| (1..=40).contains(&c)) else {
            return false;
        };
        let label = Span::new(inner.start, inner.start + colon).trim(text);
        let words = label.of(text);
        let shouted =
            words.chars().any(char::is_alphabetic) && !words.chars().any(char::is_lowercase);
        let said = Span::new(inner.start + colon + 1, inner.end).trim(text);
        let named = words.split_whitespace().count() <= 3
            && words.split_whitespace().all(|w| w.chars().next().is_some_and(char::is_uppercase));
        let repeated = named && self.label_repeats(label, sent);
        if said.is_empty() || !(shouted || repeated) || !shouted_name(words, repeated) {
            return false;
        }
        self.used[q] = true;
        self.found.push(Found {
            source: vec![label],
            cue: vec![Span::new(inner.start + colon, inner.start + colon + 1)],
            content: vec![said],
            rule: "speaker-label",
            verb: None,
            act: None,
            through: Vec::new(),
        });
        self.open = None;
        true
    }

    /// "“…” — Ann Lee": a quotation with its speaker behind a dash, in its line or the next.
    pub(super) fn signed(&mut self, n: &[Node], index: usize) -> bool {
        let dash = match n {
            [q, dash, ..] if q.quote().is_some() && !q.inline && dash.is(b"-") => 1,
            [dash, ..] if dash.is(b"-") && index > 0 => 0,
            _ => return false,
        };
        let name = trim(&n[dash + 1..]);
        let signature = (1..=8).contains(&name.len())
            && name[0].capital
            && name.iter().all(|x| !x.finite() && x.quote().is_none())
            && name.iter().take_while(|x| !x.is(b",")).all(|x| x.capital || x.is(b".-I"));
        if !signature {
            return false;
        }
        let source = cover(name);
        let mark = n[dash].span;
        if dash == 0 {
            // Only the quotation directly before it, and only one that nobody else said.
            let before = &self.view.sents[index - 1];
            let last = self.view.nodes[before.from..before.to].iter().rev().find_map(Node::quote);
            let open = self.found.iter_mut().rev().find(|f| {
                f.source.is_empty()
                    && last.is_some_and(|q| f.content.contains(&self.view.quotes[q].span))
            });
            let Some(f) = open else { return false };
            (f.source, f.cue, f.rule) = (vec![source], vec![mark], "quote-signed");
        } else {
            if let Some(q) = n[0].quote() {
                self.used[q] = true;
            }
            self.found.push(Found {
                source: vec![source],
                cue: vec![mark],
                content: vec![n[0].span],
                rule: "quote-signed",
                verb: None,
                act: None,
                through: Vec::new(),
            });
        }
        self.open = None;
        true
    }

    /// "TAPPER: …", "Q: …", and the headline's "Minister: dam is safe".
    pub(super) fn label(&mut self, n: &[Node], index: usize, sent: Sent) -> bool {
        let Some(colon) = n.iter().take(9).position(|x| x.tag == b':') else { return false };
        if colon == 0 || colon > 7 || colon + 1 >= n.len() {
            return false;
        }
        let text = &self.view.document.text;
        let label = &n[..colon];
        if label.iter().any(|x| x.finite() || x.quote().is_some() || x.is(b",;GBI")) {
            return false;
        }
        let words = Span::new(label[0].span.start, label[colon - 1].span.end);
        let shouted = words.of(text).chars().any(char::is_alphabetic)
            && !words.of(text).chars().any(char::is_lowercase);
        let headline = sent.paragraph == 0;
        let name = label.iter().all(|x| x.capital || x.is(b".T-()UN"))
            && label.iter().any(|x| x.tag == b'P' || x.capital);
        let interview = name && colon <= 3 && self.label_repeats(words, sent);
        let content_end = if headline {
            n.len()
        } else {
            self.view.sents[index..]
                .iter()
                .take_while(|s| s.paragraph == sent.paragraph)
                .last()
                .map_or(sent.to, |s| s.to)
                - sent.from
        };
        let after = &self.view.nodes[sent.from + colon + 1..sent.from + content_end];
        let (rule, holds) = if headline && name && has_finite(after) {
            ("headline-colon", true)
        } else if (shouted || interview)
            && after.len() >= 2
            && !headline
            && !words.is_empty()
            && shouted_name(words.of(text), interview)
        {
            ("speaker-label", true)
        } else {
            ("", false)
        };
        if !holds {
            return false;
        }
        let mut end = after[after.len() - 1].span.end;
        if after.len() > 1 && after[after.len() - 1].is(b".") && !headline {
            end = after[after.len() - 1].span.end;
        }
        let content = Span::new(after[0].span.start, end);
        for (q, quoted) in self.view.quotes.iter().enumerate() {
            if content.contains(quoted.span) {
                self.used[q] = true;
            }
        }
        self.found.push(Found {
            source: vec![words],
            cue: vec![n[colon].span],
            content: vec![content],
            rule,
            verb: None,
            act: None,
            through: Vec::new(),
        });
        if rule == "speaker-label" {
            self.open = None
        }
        true
    }

    /// The headline's "Dam is safe - minister", "No deal yet: Kremlin".
    pub(super) fn headline_tail(&mut self, n: &[Node], sent: Sent) -> bool {
        let document = self.view.document;
        let headline = sent.paragraph == 0
            || document
                .paragraphs
                .get(sent.paragraph)
                .is_some_and(|p| p.kind == ParagraphKind::Headline);
        let Some(at) = n.iter().rposition(|x| x.is(b"-:")).filter(|_| headline) else {
            return false;
        };
        let (said, who) = (&n[..at], trim(&n[at + 1..]));
        // An outlet's name behind the headline is no speaker: only a word for one is believed.
        let speaker = (1..=3).contains(&who.len())
            && who.iter().all(|x| x.nominal() || x.is(b"JT"))
            && who.last().is_some_and(|x| x.listed(list::SPEAKER) && !x.listed(list::OUTLET));
        let clause = said.len() >= 4 && said.iter().all(|x| x.quote().is_none() && !x.is(b":-"));
        if !speaker || !clause {
            return false;
        }
        self.found.push(Found {
            source: vec![cover(who)],
            cue: vec![n[at].span],
            content: vec![cover(trim(said))],
            rule: "headline-tail",
            verb: None,
            act: None,
            through: Vec::new(),
        });
        true
    }

    /// Whether other paragraphs begin with the same words and a colon.
    pub(super) fn label_repeats(&self, words: Span, sent: Sent) -> bool {
        let document = self.view.document;
        let label = words.of(&document.text);
        document.paragraphs.iter().enumerate().any(|(p, x)| {
            p != sent.paragraph
                && x.span
                    .of(&document.text)
                    .trim_start_matches(['"', '“', '‘', '«'])
                    .strip_prefix(label)
                    .is_some_and(|r| r.starts_with(':'))
        })
    }
}

/// A label in capitals, or a repeated one, that can be a speaker's.
pub(super) fn shouted_name(label: &str, repeated: bool) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 3 || repeated) && !label.chars().any(|c| c.is_ascii_digit())
}
