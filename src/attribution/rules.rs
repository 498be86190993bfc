//! The rule reader: frames in which a cue links a source to a content.

use super::cue::{self, Cue, Form};
use super::phrase::{has_finite, phrase_from, skip_adjuncts, subject, temporal};
use super::view::{Node, Sent, View};
use crate::lexicon::{CueVerb, Lexicon, list};
use crate::text::Span;
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
    pub act: Option<super::Act>,
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
        if first_of_paragraph && self.label(n, index, sent) {
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

    /// "“TAPPER: …”": a transcript, quoted paragraph by paragraph.
    fn quoted_label(&mut self, n: &[Node], sent: Sent) -> bool {
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
    fn signed(&mut self, n: &[Node], index: usize) -> bool {
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
    fn label(&mut self, n: &[Node], index: usize, sent: Sent) -> bool {
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

    /// Whether other paragraphs begin with the same words and a colon.
    fn label_repeats(&self, words: Span, sent: Sent) -> bool {
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

    /// "“…,” she said" and "“…,” said Ann Lee, a nurse"; for unquoted content "…, she said".
    fn tag(
        &mut self,
        n: &[Node],
        c: &Cue,
        own: Option<Range<usize>>,
        bound: usize,
        extents: &mut Vec<Extent>,
        cues: &[Cue],
    ) -> bool {
        let lead = own.as_ref().map_or(c.start, |s| s.start.min(c.start));
        if lead == 0 || lead <= bound && bound > 0 && !n[lead - 1].is(b",Q") {
            return false;
        }
        let comma = n[lead - 1].is(b",-");
        let at = if comma { lead.checked_sub(2) } else { Some(lead - 1) };
        let Some(at) = at.filter(|&at| bound <= at) else { return false };
        let quote = n[at].quote().filter(|&q| !self.used[q]);
        let f = &c.verb.frames;
        let ends_clause = |q: usize| {
            let q = &self.view.quotes[q];
            comma
                || q.inner
                    .of(&self.view.document.text)
                    .trim_end()
                    .ends_with([',', '?', '!', '.', '—', '…', '-'])
                || !n[at].inline
        };
        let titled =
            quote.is_some_and(|q| at > bound && !has_finite(&n[bound..at]) && self.title(q));
        if titled {
            return false;
        }
        let quoted = quote.is_some_and(|q| ends_clause(q) && (f.quote || own.is_none()));
        if quoted && !f.quote {
            return false;
        }
        let inverted = own.is_none();
        let (source, mut end) = if inverted {
            if c.start != c.head || !(n[lead - 1].quote().is_some() || comma) || c.negated {
                return false;
            }
            match phrase_from(n, c.end, true) {
                // "“…,” told reporters" has no inverted subject.
                Some(s) if n.get(s.end).is_none_or(|x| !x.finite()) || n[s.clone()].len() > 8 => {
                    (s.clone(), s.end)
                }
                _ => return false,
            }
        } else {
            match own {
                Some(s) => (s, c.end),
                None => return false,
            }
        };
        if !inverted
            && f.person
            && !n.get(end).is_some_and(|x| x.is(b",.:;"))
            && let Some(p) = phrase_from(n, end, false)
        {
            end = p.end;
        }
        let after = skip_adjuncts(n, end);
        let closed = n.get(after).is_none_or(|x| {
            x.is(b".,;?!-")
                || x.quote().is_some()
                || x.is(b"G")
                || x.is(b"C")
                || x.listed(list::SUB) && x.low != "that"
                || x.is(b"W")
        });
        let left = bound..at + 1;
        let mut content: Vec<Span> = Vec::new();
        if quoted {
            let start = left.clone().find(|&i| n[i].quote().is_some()).unwrap_or(at);
            let lead_in = &n[left.start..start];
            let mixed = has_finite(lead_in)
                || (!lead_in.is_empty()
                    && !lead_in.last().is_some_and(|x| x.is(b",:"))
                    && lead_in.iter().any(|x| x.nominal() || x.is(b"TOS")));
            let narrated = lead_in.first().is_some_and(|x| x.listed(list::SUB) || x.is(b"GE"))
                && lead_in.last().is_some_and(|x| x.tag == b',');
            if mixed && !narrated && f.tag {
                content.push(cover(trim(&n[left.clone()])));
            } else {
                content.extend(
                    n[start..at + 1].iter().filter(|x| x.quote().is_some()).map(|x| x.span),
                );
            }
            for x in &n[left.clone()] {
                if let Some(q) = x.quote() {
                    self.used[q] = true
                }
            }
        } else {
            let words = trim(&n[left.start..lead - 1]);
            let rest_follows = n.get(after).is_some_and(|x| x.tag == b',') && n.len() > after + 3;
            let subordinate = words.first().is_some_and(|x| {
                x.listed(list::SUB)
                    && matches!(
                        x.low.as_str(),
                        "though" | "although" | "if" | "because" | "while" | "since" | "unless"
                    )
            });
            let inserted = subordinate
                && rest_follows
                && !inverted
                && has_finite(&n[after..])
                && n.get(after + 1).is_some_and(|x| x.quote().is_none());
            let opens = !inserted
                && words.first().is_some_and(|x| {
                    x.listed(list::SUB) || x.is(b"GEW") || (x.is(b"I") && !has_finite(words))
                });
            if !comma
                || !f.tag
                || !closed
                || opens
                || words.len() < 3
                || n[lead - 1].is(b"-") && inverted
            {
                return false;
            }
            if !has_finite(words) {
                // "The plan, she said, is dead."
                let rest = n.get(after + 1..).unwrap_or_default();
                let verb_next = rest.iter().take(3).any(|x| x.finite());
                if !(rest_follows && verb_next && words.iter().any(|x| x.nominal() || x.is(b"O"))) {
                    return false;
                }
            }
            content.push(cover(words));
            for x in &n[left.start..lead - 1] {
                if let Some(q) = x.quote() {
                    self.used[q] = true
                }
            }
            if rest_follows && (inserted || !has_finite(words)) {
                let stop = clause_end(n, after + 1, cues, c);
                if stop > after + 1 {
                    content.push(cover(&n[after + 1..stop]));
                    for x in &n[after + 1..stop] {
                        if let Some(q) = x.quote() {
                            self.used[q] = true
                        }
                    }
                    end = stop;
                }
            }
        }
        // The quotation goes on after its tag.
        let mut next = after.max(end);
        if n.get(next).is_some_and(|x| x.is(b",:-")) {
            next += 1;
        }
        if quoted && let Some(q) = n.get(next).and_then(Node::quote).filter(|&q| !self.used[q]) {
            let stop = clause_end(n, next, cues, c).max(next + 1);
            content.push(cover(&n[next..stop]));
            self.used[q] = true;
            for x in &n[next..stop] {
                if let Some(q) = x.quote() {
                    self.used[q] = true
                }
            }
            end = stop;
        }
        extents.push(left.start..end);
        let rule = match (quoted, inverted) {
            (true, false) => "quote-source-cue",
            (true, true) => "quote-cue-source",
            (false, false) => "clause-source-cue",
            (false, true) => "clause-cue-source",
        };
        self.push(n, c, Some(source), content, rule);
        true
    }

    /// "was quoted (by Z) as saying …" and "Z quoted X as saying …"; what was said may stand before: "…, Z quoted X as
    /// saying."
    fn quoted_as(
        &mut self,
        n: &[Node],
        c: &Cue,
        say: &Cue,
        cues: &[Cue],
        extents: &mut Vec<Extent>,
    ) {
        let Some(subject) = subject(n, c.start, 0) else { return };
        let (source, through, cue) = if c.form == Form::Passive {
            let by = (n[c.end].low == "by").then(|| phrase_from(n, c.end + 1, false)).flatten();
            (subject.clone(), by, Cue { start: c.start, ..*say })
        } else {
            let Some(quoted) = phrase_from(n, c.end, true).filter(|p| p.end <= say.start) else {
                return;
            };
            (quoted, Some(subject.clone()), *say)
        };
        let content = match right(n, say, cues) {
            Some((content, end, _)) => {
                extents.push(subject.start..end);
                content
            }
            None => {
                let bound = extents.iter().filter(|e| e.end <= subject.start).map(|e| e.end).max();
                let left = bound.unwrap_or(0)..subject.start;
                let words = trim(&n[left.clone()]).len();
                if subject.start == 0
                    || !n[subject.start - 1].is(b",Q")
                    || words < 3
                    || !(has_finite(&n[left.clone()])
                        || n[left.clone()].iter().any(|x| x.quote().is_some()))
                {
                    return;
                }
                extents.push(left.start..say.end);
                left.start..subject.start
            }
        };
        for x in &n[content.clone()] {
            if let Some(q) = x.quote() {
                self.used[q] = true
            }
        }
        let span = cover(trim(&n[content]));
        self.push(n, &cue, Some(source), vec![span], "quoted-as-saying");
        if let (Some(t), Some(f)) = (through, self.found.last_mut()) {
            f.through.push(cover(&n[t]));
        }
    }

    /// "was told by Z that …", "is accused of …": who says so stands after "by", or nowhere.
    fn passive(
        &mut self,
        n: &[Node],
        c: &Cue,
        own: Option<Range<usize>>,
        cues: &[Cue],
        extents: &mut Vec<Extent>,
    ) {
        let by = (c.end..n.len().min(c.end + 8))
            .find(|&i| n[i].low == "by" && n[c.end..i].iter().all(|x| !x.is(b",") && !x.finite()));
        let source = by.and_then(|b| phrase_from(n, b + 1, false));
        let impersonal = own.as_ref().is_some_and(|s| s.len() == 1 && n[s.start].low == "it");
        let f = &c.verb.frames;
        let shifted =
            Cue { end: source.as_ref().map_or(c.end, |s| s.end), form: Form::Finite, ..*c };
        let told = f.that && (impersonal || f.person);
        let blamed = f.prepositions.contains(&"of") && f.person;
        if !(told || blamed) || (source.is_none() && !impersonal && !blamed) {
            return;
        }
        let Some((content, end, _)) = right(n, &shifted, cues) else { return };
        extents.push(c.start..end);
        for x in &n[content.clone()] {
            if let Some(q) = x.quote() {
                self.used[q] = true
            }
        }
        let span = cover(&n[content]);
        self.push(n, c, source, vec![span], "passive");
    }

    /// "…, according to Y" and "According to Y, …".
    fn according(&mut self, n: &[Node], cues: &[Cue], extents: &mut Vec<Extent>, from: usize) {
        for i in 0..n.len().saturating_sub(2) {
            if n[i].low != "according" || n[i + 1].low != "to" {
                continue;
            }
            let Some(source) = phrase_from(n, i + 2, true) else { continue };
            let cue = cover(&n[i..i + 2]);
            let span = source_span(&n[source.clone()], &self.view.document.text);
            let mut left = trim(&n[..i]);
            let bound = extents.iter().filter(|e| e.end <= i + 1).map(|e| e.end).max().unwrap_or(0);
            // Somebody else is already the speaker of what stands before: the outlet is a link of the chain.
            let speaker = self.found[from..].iter().rposition(|f| {
                !f.source.is_empty()
                    && f.content.iter().chain(&f.cue).any(|c| {
                        c.end <= n[i].span.start
                            && c.end + 40 >= left.last().map_or(0, |x| x.span.end)
                    })
            });
            if let Some(f) = speaker.filter(|_| bound > 0 || !left.is_empty()) {
                self.found[from + f].through.push(span);
                continue;
            }
            let fronted = left.is_empty() || (left.len() <= 2 && left.iter().all(|x| x.is(b"CR")));
            let mut content = Vec::new();
            if fronted {
                let mut b = source.end;
                while n.get(b).is_some_and(|x| x.is(b",")) {
                    b += 1;
                }
                let end = clause_end_plain(n, b, cues);
                if end > b && has_finite(&n[b..end]) {
                    content.push(cover(&n[b..end]));
                    extents.push(i..end);
                }
            } else {
                let cut =
                    n[..i].iter().rposition(|x| x.is(b";")).map_or(bound, |p| p + 1).max(bound);
                left = trim(&n[cut..i]);
                if left.len() >= 2 {
                    content.push(cover(left));
                    // "The plan, according to Lee, is dead."
                    let after = source.end;
                    if !has_finite(left)
                        && n.get(after).is_some_and(|x| x.tag == b',')
                        && has_finite(&n[after..])
                    {
                        let end = clause_end_plain(n, after + 1, cues);
                        if end > after + 1 {
                            content.push(cover(&n[after + 1..end]));
                        }
                    }
                    extents.push(cut..source.end);
                }
            }
            if content.is_empty() {
                continue;
            }
            for (q, quoted) in self.view.quotes.iter().enumerate() {
                if content.iter().any(|c| c.contains(quoted.span)) {
                    self.used[q] = true
                }
            }
            self.found.push(Found {
                source: vec![span],
                cue: vec![cue],
                content,
                rule: "according-to",
                verb: None,
                act: Some(super::Act::Asserts),
                through: Vec::new(),
            });
        }
    }

    /// "his claim that …", "accusations of …", "a warning by the ministry that …".
    fn nouns(&mut self, n: &[Node], cues: &[Cue]) {
        let lexicon = Lexicon::shared();
        for i in 0..n.len() {
            let Some(noun) = n[i].entry.and_then(|e| e.noun).map(|v| &lexicon.nouns[v]) else {
                continue;
            };
            if n[i].tag != b'N' || n[i].clitic {
                continue;
            }
            let mut k = i + 1;
            let mut source: Option<Range<usize>> = None;
            if n.get(k).is_some_and(|x| matches!(x.low.as_str(), "by" | "from")) {
                source = phrase_from(n, k + 1, false);
                k = source.as_ref().map_or(k, |s| s.end);
            }
            let frame = match n.get(k) {
                Some(x) if x.low == "that" && noun.that => k + 1,
                Some(x)
                    if x.low == "to"
                        && noun.infinitive
                        && n.get(k + 1).is_some_and(|y| y.is(b"BZ")) =>
                {
                    k
                }
                Some(x) if x.low == "of" && noun.of => k + 1,
                _ => continue,
            };
            if source.is_none() {
                // The possessor: "his", "the Kremlin's", over adjectives.
                let mut p = i;
                while p > 0 && n[p - 1].is(b"JE") {
                    p -= 1
                }
                if p > 0 && n[p - 1].tag == b'S' {
                    source = Some(p - 1..p);
                } else if p > 0 && n[p - 1].clitic && n[p - 1].is(b"NP") {
                    source = subject(n, p, 0);
                }
            }
            let end = clause_end_plain(n, frame, cues);
            if end <= frame || (n[k].low == "that" && !has_finite(&n[frame..end])) {
                continue;
            }
            if source.is_none() && n[k].low != "that" {
                continue;
            }
            self.found.push(Found {
                source: source
                    .map(|s| vec![source_span(&n[s], &self.view.document.text)])
                    .unwrap_or_default(),
                cue: vec![n[i].span],
                content: vec![cover(&n[frame..end])],
                rule: "noun-cue",
                verb: None,
                act: Some(noun.act),
                through: Vec::new(),
            });
        }
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

/// The "saying" of "quoted X as saying" and of "quoting X saying", where `c` is "quoted".
fn as_saying<'c>(n: &[Node], c: &Cue, cues: &'c [Cue]) -> Option<&'c Cue> {
    matches!(c.verb.lemma, "quote" | "cite")
        .then(|| {
            cues.iter().find(|o| {
                o.form == Form::Ing
                    && o.start > c.head
                    && o.start <= c.head + 12
                    && (n[o.start - 1].low == "as"
                        || c.form == Form::Ing
                            && n[o.start - 1].is(b"NP")
                            && n[c.end..o.start].iter().all(|x| x.is(b"NPTSJI")))
            })
        })
        .flatten()
}

/// A label in capitals, or a repeated one, that can be a speaker's.
fn shouted_name(label: &str, repeated: bool) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 3 || repeated) && !label.chars().any(|c| c.is_ascii_digit())
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

/// The content after a cue: its node range, where the attribution ends, and the rule.
fn right(n: &[Node], c: &Cue, cues: &[Cue]) -> Option<(Range<usize>, usize, &'static str)> {
    let f = &c.verb.frames;
    let finish = |from: usize, rule: &'static str, whole: bool| {
        let end = clause_end(n, from, cues, c);
        (end > from
            && (!whole
                || has_finite(&n[from..end])
                || n[from..end].iter().any(|x| x.quote().is_some())))
        .then_some((from..end, end, rule))
    };
    let marker = |k: usize| -> Option<(usize, &'static str)> {
        let x = n.get(k)?;
        if x.low == "that" && (f.that || f.quote) {
            return Some((k + 1, "cue-that-content"));
        }
        if x.quote().is_some() && f.quote {
            return Some((k, "cue-quote"));
        }
        if x.is(b":,") && f.quote && n.get(k + 1).is_some_and(|y| y.quote().is_some()) {
            return Some((k + 1, "cue-quote"));
        }
        if x.tag == b':' && f.quote && k + 2 < n.len() {
            return Some((k + 1, "cue-colon-content"));
        }
        if (x.tag == b'W'
            || (x.listed(list::SUB)
                && matches!(x.low.as_str(), "whether" | "if" | "how" | "why" | "where" | "when")))
            && f.whether
            && x.low != "which"
            && x.low != "who"
        {
            return Some((k, "cue-whether"));
        }
        if x.low == "to"
            && f.infinitive
            && n.get(k + 1).is_some_and(|y| y.is(b"BZR") || y.low == "be")
        {
            return Some((k, "cue-infinitive"));
        }
        None
    };
    let mut starts = vec![c.end];
    if f.person {
        for appositions in [true, false] {
            if let Some(p) = phrase_from(n, c.end, appositions).filter(|p| p.len() <= 20) {
                let comma = usize::from(
                    appositions
                        && n.get(p.end).is_some_and(|y| y.tag == b',')
                        && n[p.clone()].iter().any(|y| y.tag == b','),
                );
                starts.insert(0, p.end + comma);
            }
        }
        starts.dedup();
    }
    for &j in &starts {
        for k in [j, skip_adjuncts(n, j)] {
            if let Some((from, rule)) = marker(k) {
                let whole = matches!(rule, "cue-that-content");
                if let Some(found) = finish(from, rule, whole) {
                    return Some(found);
                }
            }
        }
    }
    let x = n.get(c.end)?;
    for p in &f.prepositions {
        if *p == "it" || !x.low.eq(p) {
            continue;
        }
        let from = c.end + 1;
        return finish(from, "cue-preposition", false);
    }
    if f.person
        && let Some(p) = phrase_from(n, c.end, false)
        && n.get(p.end).is_some_and(|y| f.prepositions.contains(&y.low.as_str()))
    {
        let from =
            if c.verb.lemma == "accuse" || c.verb.lemma == "charge" { c.end } else { p.end + 1 };
        return finish(from, "cue-person-preposition", false);
    }
    if f.gerund && x.tag == b'G' {
        return finish(c.end, "cue-gerund", false);
    }
    let begins = |k: usize| {
        n.get(k).is_some_and(|y| {
            y.is(b"TSONPJUR") || (y.inline && y.quote().is_some()) || y.is(b"G") && k == c.end
        })
    };
    if f.bare {
        for &j in &starts {
            let k = if j == c.end { skip_adjuncts(n, j) } else { j };
            for k in [j, k] {
                if !begins(k) || temporal(n, k) {
                    continue;
                }
                let end = clause_end(n, k, cues, c);
                let Some(subject) = phrase_from(n, k, true) else { continue };
                if end > k
                    && has_finite(&n[subject.end.min(end)..end])
                    && n.get(subject.end).is_some_and(|v| {
                        v.finite()
                            || v.is(b"R")
                            || (!f.weak && v.is(b",-(WEIQC"))
                            || v.listed(list::NEG)
                    })
                {
                    return Some((k..end, end, "cue-clause"));
                }
            }
        }
    }
    if f.colour {
        let k = c.end;
        if begins(k) {
            let end = object_end(n, k, cues, c);
            let named = n[k..end].iter().any(|y| y.quote().is_some());
            let object = phrase_from(n, k, false).map_or(k, |p| p.end);
            if named
                || (c.verb.lemma == "call"
                    && n.get(object).is_some_and(|y| y.is(b"TSJ"))
                    && object < end)
            {
                return Some((k..end, end, "cue-called"));
            }
        }
    }
    if f.object || f.as_ {
        let k = c.end;
        if begins(k) && !(n[k].tag == b'R' && !begins(k + 1)) {
            let end = object_end(n, k, cues, c);
            let quoted = n[k..end].iter().any(|y| y.quote().is_some());
            let as_there = n[k..end].iter().any(|y| y.low == "as");
            if end > k && (!f.weak || quoted || (f.as_ && as_there)) {
                return Some((k..end, end, "cue-object"));
            }
        }
    }
    None
}

/// Where the content that begins at `from` ends, seen from the cue `c`.
fn clause_end(n: &[Node], from: usize, cues: &[Cue], c: &Cue) -> usize {
    bounded(n, from, cues, Some(c))
}

fn clause_end_plain(n: &[Node], from: usize, cues: &[Cue]) -> usize {
    bounded(n, from, cues, None)
}

/// Where a noun phrase that is the content ends: at the first comma that does not go on with a list, and before
/// the narrator's "after …", "when …".
fn object_end(n: &[Node], from: usize, cues: &[Cue], c: &Cue) -> usize {
    let end = bounded(n, from, cues, Some(c));
    for k in from + 1..end {
        let x = &n[k];
        let aside = matches!(
            x.low.as_str(),
            "after"
                | "before"
                | "when"
                | "while"
                | "during"
                | "amid"
                | "although"
                | "though"
                | "as"
        ) && n[k + 1..end].iter().take(12).any(Node::finite);
        let closes = x.is(b"-;") || (x.tag == b',' && !goes_on(&n[k + 1..end]));
        let clause_quote = n[k - 1].quote().is_some() && x.tag == b'C' && has_finite(&n[k..end]);
        if aside && x.low != "as" || closes || clause_quote {
            return k;
        }
    }
    end
}

/// Whether what follows a comma goes on with a list.
fn goes_on(n: &[Node]) -> bool {
    let joint = n.iter().take(8).position(|x| x.tag == b'C');
    n.first().is_some_and(|x| x.is(b"NPJQ")) && joint.is_some_and(|j| !has_finite(&n[..j]))
}

/// The end of the fronted clause that holds the cue: "When asked about the dam, the minister left."
fn fronted_end(n: &[Node], c: &Cue, end: usize) -> usize {
    let opens =
        n.first().is_some_and(|x| x.listed(list::SUB) || x.is(b"GEI") || x.listed(list::ADJUNCT));
    let before = &n[..c.start];
    if !opens || before.iter().any(|x| x.tag == b',') {
        return end;
    }
    (c.end..end)
        .find(|&k| {
            n[k].tag == b','
                && phrase_from(n, k + 1, false).is_some_and(|p| {
                    p.end <= end && n.get(p.end).is_some_and(|v| v.finite() || v.is(b"R,"))
                })
        })
        .unwrap_or(end)
}

fn bounded(n: &[Node], from: usize, cues: &[Cue], c: Option<&Cue>) -> usize {
    let mut end = n.len();
    if let Some(c) = c {
        end = fronted_end(n, c, end).max(from);
    }
    while end > from && n[end - 1].is(b".?!;:") {
        end -= 1;
    }
    // A question's mark belongs to what is asked only inside quotation marks.
    let mut k = from;
    while k < end {
        let x = &n[k];
        let breaks = x.is(b",;-") || x.quote().is_some();
        if x.tag == b';' || (x.low == "according" && n.get(k + 1).is_some_and(|y| y.low == "to")) {
            end = k;
            break;
        }
        if breaks && k + 1 < end && (x.quote().is_none() || k >= from) {
            let after = k + 1;
            let y = &n[after];
            let stop = if x.quote().is_some() { after } else { k };
            let cue_at = |i: usize| {
                cues.iter().find(|o| {
                    o.start == i
                        || (o.start > i
                            && o.start <= i + 2
                            && n[i..o.start].iter().all(|z| z.is(b"R")))
                })
            };
            if cue_at(after).is_some_and(|o| o.form == Form::Ing) && x.tag != b';' {
                end = stop;
                break;
            }
            if x.tag == b',' || x.quote().is_some() {
                if y.tag == b'C' && y.low != "or" {
                    let joined = cue_at(after + 1)
                        .is_some_and(|o| matches!(o.form, Form::Finite | Form::Ing));
                    let own = cues.iter().any(|o| {
                        o.form == Form::Finite
                            && o.start > after
                            && o.start <= after + 12
                            && subject(n, o.start, after + 1).is_some_and(|s| s.start == after + 1)
                    });
                    if joined || own {
                        end = stop;
                        break;
                    }
                }
                // A tag closes the content: "…, he added".
                let tagged = cues.iter().any(|o| {
                    o.form == Form::Finite
                        && c.is_none_or(|c| c.head != o.head)
                        && o.verb.frames.tag
                        && o.start >= after
                        && o.start <= after + 10
                        && (o.start == after && o.start == o.head && x.tag == b','
                            || subject(n, o.start, after).is_some_and(|s| s.start == after))
                        && n.get(skip_adjuncts(n, o.end)).is_none_or(|z| z.is(b".,;"))
                });
                if tagged {
                    end = stop;
                    break;
                }
                if x.tag == b','
                    && (y.low == "as"
                        || matches!(
                            y.low.as_str(),
                            "amid"
                                | "during"
                                | "after"
                                | "before"
                                | "following"
                                | "while"
                                | "when"
                                | "although"
                                | "though"
                        ))
                    && has_finite(&n[from..k])
                {
                    end = k;
                    break;
                }
            }
        }
        // "… and warned that …": the same speaker's next act.
        if x.tag == b'C' && k > from && x.low != "or" {
            let joined = cues.iter().find(|o| {
                o.start > k && o.start <= k + 2 && n[k + 1..o.start].iter().all(|z| z.is(b"R"))
            });
            if joined.is_some_and(|o| {
                o.form == Form::Finite
                    && n[o.head].is(b"DE")
                    && c.is_none_or(|c| c.form != Form::Finite || n[c.head].is(b"DE"))
                    && right_is_clear(n, o)
            }) {
                end = k;
                break;
            }
        }
        k += 1;
    }
    while end > from && n[end - 1].is(b",;:-") {
        end -= 1;
    }
    end
}

/// Whether an explicit content ("that", a quotation, an infinitive) follows a cue.
fn right_is_clear(n: &[Node], c: &Cue) -> bool {
    let f = &c.verb.frames;
    n.get(c.end).is_some_and(|x| {
        x.low == "that"
            || x.quote().is_some()
            || (x.low == "to" && f.infinitive)
            || f.prepositions.contains(&x.low.as_str())
            || (!f.weak && f.object && x.is(b"TS"))
            || (f.person
                && phrase_from(n, c.end, false)
                    .and_then(|p| n.get(p.end))
                    .is_some_and(|y| matches!(y.low.as_str(), "that" | "to" | "of" | "against")))
    })
}
