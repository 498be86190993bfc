//! Events that the text dates: the clause around the date.

use super::{
    said::Article,
    words::{self, has_verb, is, starts_with_verb},
};
use crate::{
    attribution::Quotation,
    reading::{Dated, Event},
    text::{ParagraphKind, Span},
    timex::{self, Timex, TimexKind},
};

/// A clause longer than this is cut where a phrase ends, in words.
const LONG: usize = 26;

/// A clause whose subject stands far ahead of its verb may be this long, in words.
const WHOLE: usize = 40;

/// How far back the day of a bare clock time may be told, in bytes.
const TOLD: usize = 600;

/// An antecedent is at most this long, in words.
const NAME: usize = 8;

impl Article<'_> {
    /// Clauses that a calendar day dates and that are more than the saying of something.
    pub fn events(&self, used: &[usize]) -> Vec<Event> {
        let mut out: Vec<Event> = Vec::new();
        for (index, t) in self.timexes.iter().enumerate() {
            let Some(day) = t.day().filter(|_| !used.contains(&index) && self.dates(index)) else {
                continue;
            };
            let Some(span) = self.happening(t) else { continue };
            let said_by = self
                .attributions
                .iter()
                .enumerate()
                .filter(|(_, a)| a.content.iter().any(|c| c.contains(t.span)))
                .min_by_key(|(_, a)| a.content.iter().map(|c| c.len()).sum::<usize>())
                .map(|(i, _)| i);
            let quoted =
                said_by.is_some_and(|i| self.attributions[i].quotation == Quotation::Direct);
            if quoted && !self.tells(span) {
                continue;
            }
            // Two dates of one clause: "from Monday to Friday". The clause is told once.
            if out.iter().any(|e| e.span == span) {
                continue;
            }
            let when = Dated {
                date: day.to_string(),
                timex: Some(index),
                words: Some(t.span),
                rule: "clause".into(),
            };
            // "is scheduled to be held at 10": the same day, and still to come.
            let awaited = || {
                let before = Span::new(span.start, t.span.start.max(span.start));
                words::holds(before.of(&self.document.text), "awaited")
            };
            let ahead = self.anchor.is_some_and(|a| {
                day > a || day == a && (timex::looks_ahead(self.document, t.span) || awaited())
            });
            out.push(Event { span, when, scheduled: ahead, said_by });
        }
        out
    }

    /// Whether an expression says on which day something happened: not until or since when, not the end of a span, not a
    /// clock time alone where no day is told.
    fn dates(&self, index: usize) -> bool {
        let t = &self.timexes[index];
        let text = &self.document.text;
        let Some(day) = t.day().filter(|_| t.kind != TimexKind::Set) else { return false };
        let sentence = self.document.sentence_at(t.span.start);
        let from = sentence.map_or(0, |s| self.document.sentences[s].span.start);
        let before = text.get(from..t.span.start).unwrap_or_default();
        let last = words::words(before).next_back().map_or("", |(_, w)| w);
        if is(last, "outside") && self.anchor.is_some_and(|a| day <= a) {
            return false;
        }
        // "9/11 families": the day tells which families.
        let behind = text.get(t.span.end..).unwrap_or_default();
        let thing = behind.strip_prefix(' ').is_some_and(|b| b.starts_with(char::is_lowercase));
        if t.rule == "nine-eleven" && (thing || behind.starts_with(['-', '’', '\''])) {
            return false;
        }
        let beside =
            |o: &Timex, gap: &str| o.day().is_some() && matches!(gap, ", " | "-" | "–" | " to ");
        let next = self.timexes.get(index + 1);
        let named = |o: &Timex| text.get(t.span.end..o.span.start).is_some_and(|g| g == ", ");
        if next.is_some_and(|o| o.day().is_some() && named(o)) {
            return false;
        }
        let previous = index.checked_sub(1).map(|i| &self.timexes[i]);
        if previous.is_some_and(|o| {
            text.get(o.span.end..t.span.start).is_some_and(|gap| gap != ", " && beside(o, gap))
        }) {
            return false;
        }
        let bare = matches!(t.rule.as_str(), "clock" | "noon" | "in-the-day" | "in-the-part")
            && !t.span.of(text).contains(char::is_uppercase);
        !bare
            || self.timexes[..index].iter().rev().any(|o| {
                t.span.start - o.span.end <= TOLD && o.day() == Some(day) && o.rule != t.rule
            })
    }

    /// What happened on the day: the clause of the date, without what ties it to others. `None` where only something
    /// is said, or nothing happens.
    fn happening(&self, t: &Timex) -> Option<Span> {
        let text = &self.document.text;
        let s = self.document.sentences[self.document.sentence_at(t.span.start)?];
        if self.document.paragraphs[s.paragraph].kind == ParagraphKind::Headline {
            return None;
        }
        let limits = self.limits(s.span, t.span);
        let mut within = limits;
        let mut span = self.clause(within, t.span)?;
        // What is said is cut too short where it holds no verb of its own: then the sentence tells what happened.
        let cut = |span: Span| {
            let words: Vec<&str> = words::words(span.of(text)).map(|(_, w)| w).collect();
            words.first().is_some_and(|w| w.eq_ignore_ascii_case("to"))
                || words.last().is_some_and(|w| is(w, "dangling"))
                || !has_verb(span.of(text))
        };
        if limits != s.span && cut(span) {
            within = s.span;
            span = self.clause(within, t.span)?;
        }
        if self.is_saying(within, span, t.span) {
            return None;
        }
        // "Thursday's ceremony on the House floor": the thing is the event.
        let behind = &text[t.span.end..span.end];
        let article = words::words(&text[s.span.start..t.span.start]).next_back();
        if behind.starts_with("'s ") || behind.starts_with("’s ") {
            span.start = t.span.start;
        } else if let Some((i, _)) = article.filter(|(_, w)| is(w, "article")) {
            span.start = s.span.start + i;
        } else {
            span = self.with_subject(within, span)?;
        }
        span = self.shorten(span, t.span);
        let span = self.trimmed(span, t.span);
        let own = span.of(text);
        let count = words::words(own).filter(|(i, _)| !t.span.holds(span.start + i)).count();
        let first = words::words(own).next().map_or("", |(_, w)| w);
        let thing = span.start == t.span.start || is(first, "article");
        let happens = has_verb(own) || thing && words::holds(own, "happening");
        (count >= 3 && happens && !is(first, "empty")).then_some(span)
    }

    /// The stretch of a sentence that a clause cannot leave: what is said around the date, or what is between what is said.
    fn limits(&self, sentence: Span, at: Span) -> Span {
        let mut limits = sentence;
        for c in self.attributions.iter().flat_map(|a| &a.content) {
            if c.contains(at) {
                limits = Span::new(limits.start.max(c.start), limits.end.min(c.end).max(at.end));
            } else if c.end <= at.start {
                limits.start = limits.start.max(c.end);
            } else if c.start >= at.end {
                limits.end = limits.end.min(c.start);
            }
        }
        limits
    }

    /// The clause around a date: between marks, conjunctions and relative words. `None` for what is only supposed.
    fn clause(&self, limits: Span, at: Span) -> Option<Span> {
        let text = &self.document.text;
        let before = &text[limits.start..at.start];
        let after = &text[at.end..limits.end];
        let hard =
            |c: char| matches!(c, ';' | ':' | '—' | '–' | '―' | '“' | '”' | '"' | '(' | ')' | '…');
        let marks = before.char_indices().rev().find(|(_, c)| hard(*c));
        let mut start = marks.map_or(0, |(i, c)| i + c.len_utf8());
        // The last word that opens a clause, if words enough stand between it and the date.
        for (i, w) in words::words(&before[start..]).rev() {
            let between = &before[start + i + w.len()..];
            let verb = has_verb(between);
            let opens = is(w, "relative") && verb
                || is(w, "clause") && verb && !between.starts_with(" of ")
                || is(w, "noun") && words::words(between).count() >= 2
                || is(w, "supposed") && verb;
            if opens {
                if is(w, "supposed") {
                    return None;
                }
                start += if is(w, "relative") { i } else { i + w.len() };
                break;
            }
        }
        // "…, and on Monday she left": the clause is still to come.
        if let Some(comma) = before[start..].rfind(", ").map(|i| start + i + 2)
            && before[comma..].split_whitespace().count() <= 2
            && words::words(&before[comma..]).next().is_some_and(|(_, w)| is(w, "lead"))
        {
            start = comma;
        }
        // A comma parts the clause where a verb stands on the date's side of it.
        if let Some(comma) = before[start..].rfind(", ").map(|i| start + i) {
            let own = &before[comma + 2..];
            let first = words::words(own).next().map_or("", |(_, w)| w);
            let long = own.split_whitespace().count() >= 3;
            if long && (has_verb(own) || first.ends_with("ing")) || starts_with_verb(own) {
                start = comma + 2;
            }
        }
        let mut end = after.find(hard).unwrap_or(after.len());
        let lead = before[start..].split_whitespace().count() <= 3;
        // Behind a date at the head the clause is still to come.
        let skip = if lead { after.find(char::is_alphanumeric).unwrap_or(0) } else { 0 };
        for (n, (i, w)) in words::words(after.get(skip..end).unwrap_or_default()).enumerate() {
            let i = skip + i;
            let comma = after[..i].trim_end().ends_with(',');
            let opens = is(w, "relative")
                || is(w, "clause") && !is(w, "noun") && !matches!(w, "as" | "since" | "where")
                || comma && (is(w, "lead") || w.ends_with("ing"));
            if opens && (!lead || n >= 4) {
                end = i;
                break;
            }
        }
        if !lead && let Some(i) = after[..end].find(", ") {
            end = i;
        }
        Some(Span::new(limits.start + start, at.end + end))
    }

    /// Whether a clause only tells that something was said: a cue stands in it, outside what the cue brings, or right
    /// before what was said, behind which the date stands.
    fn is_saying(&self, limits: Span, clause: Span, at: Span) -> bool {
        let text = clause.of(&self.document.text);
        let cue = self.attributions.iter().any(|a| {
            let said = a.content.iter().any(|c| c.contains(at));
            let behind = a.content.iter().any(|c| c.end == limits.start)
                && a.cue.iter().any(|c| c.end <= limits.start);
            !said && (behind || a.cue.iter().any(|c| clause.contains(*c)))
        });
        cue || words::words(text).any(|(_, w)| is(w, "saying"))
    }

    /// A relative clause together with the name it tells of; a clause that starts with its verb together with what
    /// stands before.
    fn with_subject(&self, limits: Span, span: Span) -> Option<Span> {
        let text = &self.document.text;
        let Some((_, first)) = words::words(span.of(text)).next() else { return Some(span) };
        let ahead = text[limits.start..span.start].trim_end();
        let verb = starts_with_verb(span.of(text));
        let that = ahead.ends_with(" that") && verb;
        if !is(first, "relative") && !that {
            if !verb && !first.eq_ignore_ascii_case("of") {
                return Some(span);
            }
            // "HARROW — The mayor, facing …, resigned Thursday".
            let mark = |c: char| matches!(c, ';' | '—' | '–' | '―' | '“' | '”' | '"');
            let from = ahead.char_indices().rev().find(|(_, c)| mark(*c));
            let from = from.map_or(0, |(i, c)| i + c.len_utf8());
            let from = limits.start + from.max(ahead.rfind("-- ").map_or(0, |i| i + 3));
            let whole = Span::new(from, span.end);
            let short = whole.of(text).split_whitespace().count() <= WHOLE;
            return Some(if short { whole } else { span });
        }
        let before = text[limits.start..span.start].trim_end().trim_end_matches(',');
        // "Rep. Ida Moss (D-Harrow), who": the bracket is passed over.
        let before = match before.rfind('(') {
            Some(i) if before.ends_with(')') => before[..i].trim_end(),
            _ => before,
        };
        let mut start = before.len();
        let mut named = false;
        for (n, (i, w)) in words::words(before).collect::<Vec<_>>().into_iter().rev().enumerate() {
            let gap = &before[i + w.len()..start];
            let capital = w.starts_with(char::is_uppercase);
            let broken = start != before.len() && gap.contains([',', ';', ':', '”', '“', '"']);
            if n >= NAME || broken || named && !capital {
                break;
            }
            // Common nouns up to their article: "the engineer who".
            start = i;
            named |= capital;
            if matches!(w.to_lowercase().as_str(), "the" | "a" | "an") {
                break;
            }
        }
        named.then(|| Span::new(limits.start + start, span.end))
    }

    /// A long clause, cut behind the phrase that the date ends or before which it stands.
    fn shorten(&self, span: Span, at: Span) -> Span {
        let text = &self.document.text;
        let count = |s: Span| s.of(text).split_whitespace().count();
        if count(span) <= LONG {
            return span;
        }
        let mut out = span;
        let after = &text[at.end..span.end];
        if let Some(i) = [", ", " and ", " but ", " or "].iter().filter_map(|b| after.find(b)).min()
            && words::words(&text[span.start..at.start]).count() >= 4
        {
            out.end = at.end + i;
        }
        if count(out) > LONG
            && let Some(i) = text[out.start..at.start].rfind(", ")
            && text[out.start + i..at.start].split_whitespace().count() >= 5
        {
            out.start += i + 2;
        }
        out
    }

    /// A clause without the words that tie it to the one before, and without marks and loose prepositions at its ends.
    fn trimmed(&self, span: Span, at: Span) -> Span {
        let text = &self.document.text;
        let mut span = span.trim(text);
        while let Some((i, w)) = words::words(span.of(text)).next() {
            let from = span.start + i + w.len();
            if text[from..].starts_with(" of ")
                || i > 2
                || !(is(w, "lead") || is(w, "clause") || is(w, "noun"))
                || from > at.start
            {
                break;
            }
            span.start = from;
        }
        while let Some((i, w)) = words::words(span.of(text)).next_back() {
            if !is(w, "dangling") || span.start + i < at.end {
                break;
            }
            span.end = span.start + i;
        }
        let marks = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ',' | '.' | '-' | '—' | '–' | '“' | '"' | '…' | '(' | ')' | ';' | ':'
                )
        };
        let inner = span.of(text).trim_start_matches(marks);
        span.start = (span.end - inner.len()).min(at.start);
        let end = span.start + span.of(text).trim_end_matches(|c| marks(c) || c == '”').len();
        // The stop of "5 p.m." or "Feb." at the end belongs to the date.
        Span::new(span.start, end.max(at.end))
    }

    /// Whether a quoted clause tells of others by name: talk of "I", "we" and "that" is no event.
    fn tells(&self, span: Span) -> bool {
        let text = span.of(&self.document.text);
        let names = words::words(text)
            .skip(1)
            .filter(|(i, w)| {
                w.starts_with(char::is_uppercase)
                    && !self.timexes.iter().any(|t| t.span.holds(span.start + i))
            })
            .count();
        names > 0 && !words::holds(text, "person")
    }
}
