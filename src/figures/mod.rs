//! Figures of a text: numbers with what they count, what happened to it, where and when.
//!
//! A figure is read only where the sentence says what is counted: "at least 35 people were killed", "61 wounded",
//! "42 percent of voters", "$35 million for a bridge". Names ("Article 5"), dates, ages, scores, ranges and vague
//! numbers ("thousands") are none. The words stand in `data/en/figures/`, with an example of each kind.

use crate::{
    attribution::{
        Attribution,
        view::{Node, words_of},
    },
    lexicon::{Lexicon, list},
    reading::Figure,
    segment::Document,
    text::Span,
    timex::{
        Timex, TimexKind,
        words::{self as number_words, cardinal},
    },
};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Words between a number and the noun that it counts.
const REACH: usize = 6;
/// Bytes between a figure and the words that give its period or place.
const NEAR: usize = 80;
/// Numbers in words below this are told only with what became of what is counted ("two people were killed", not
/// "two officials").
const SMALL: i64 = 10;

static WORDS: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
    include_str!("../../data/en/figures/words.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .collect()
});

fn is(kind: &'static str, word: &str) -> bool {
    WORDS.contains(&(kind, word))
}

/// The word that stands for a word of outcome and its like ("killed", "dead", "died").
pub fn outcome(word: &str) -> Option<&'static str> {
    static OUTCOMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let groups = WORDS.iter().filter(|(kind, _)| *kind == "outcome");
        groups
            .filter_map(|(_, words)| Some((words, words.split(' ').next()?)))
            .flat_map(|(words, first)| words.split(' ').map(move |w| (w, first)))
            .collect()
    });
    OUTCOMES.get(word).copied()
}

/// The figures of a document, in order.
pub fn read(document: &Document, attributions: &[Attribution], timexes: &[Timex]) -> Vec<Figure> {
    let mut out = Vec::new();
    for (sentence, s) in document.sentences.iter().enumerate() {
        let digits = s.span.of(&document.text).contains(|c: char| c.is_ascii_digit());
        let nodes = words_of(document, s.span);
        if !digits && !nodes.iter().any(|n| cardinal(&n.low).is_some()) {
            continue;
        }
        let reader = Sentence { document, nodes: &nodes, timexes };
        let mut at = 0;
        while at < nodes.len() {
            let Some(number) = reader.number(at) else {
                at += 1;
                continue;
            };
            at = number.to;
            let in_source = |a: &Attribution| a.source.iter().any(|s| s.overlaps(number.span));
            if attributions.iter().any(in_source) {
                continue;
            }
            if let Some(f) = reader.figure(&number) {
                out.push(Figure { sentence, said_by: innermost(attributions, number.span), ..f });
            }
        }
    }
    out
}

/// The attribution with the shortest content that holds a place.
fn innermost(attributions: &[Attribution], at: Span) -> Option<usize> {
    let holds = |a: &Attribution| a.content.iter().any(|c| c.contains(at));
    let size = |a: &Attribution| a.content.iter().map(|c| c.len()).sum::<usize>();
    let all = attributions.iter().enumerate().filter(|(_, a)| holds(a));
    all.min_by_key(|&(i, a)| (size(a), i)).map(|(i, _)| i)
}

/// A number as written.
struct Number {
    /// First node.
    from: usize,
    /// One past the last node.
    to: usize,
    /// Digits and words of the number, without a currency sign.
    span: Span,
    /// The currency sign before it.
    sign: Option<Span>,
    milli: i64,
    /// In words, no digits.
    spelt: bool,
}

/// What is counted and what happened to it.
struct Counted {
    unit: Span,
    counts: Option<Span>,
    /// One past the last node.
    to: usize,
}

struct Sentence<'a> {
    document: &'a Document,
    nodes: &'a [Node],
    timexes: &'a [Timex],
}

impl Sentence<'_> {
    fn text(&self, span: Span) -> &str {
        span.of(&self.document.text)
    }

    fn low(&self, at: usize) -> &str {
        self.nodes.get(at).map_or("", |n| n.low.as_str())
    }

    fn tagged(&self, at: usize, tags: &[u8]) -> bool {
        self.nodes.get(at).is_some_and(|n| n.is(tags))
    }

    /// The number that begins at a node; `None` where none does, or where it is no count.
    fn number(&self, at: usize) -> Option<Number> {
        let first = &self.nodes[at];
        let raw = self.text(first.span);
        let digits = raw.trim_start_matches(|c: char| !c.is_ascii_digit());
        let sign_len = if digits.is_empty() { 0 } else { raw.len() - digits.len() };
        let (mut milli, spelt) = match digits.is_empty() {
            false => (numeral(digits)?, false),
            // "Seven" with a capital inside a sentence is part of a name.
            true if first.capital && at > 0 && !self.tagged(at - 1, b"\":-") => return None,
            true => ((cardinal(&first.low)? * 1000.0) as i64, true),
        };
        let start = first.span.start + sign_len;
        let mut to = at + 1;
        while let Some(next) = self.nodes.get(to) {
            let Some(value) = cardinal(&next.low).filter(|_| next.tag != b'"') else {
                // "two hundred and five", "one and a half million"
                let joined = next.low == "and" && spelt && to > at + 1;
                if joined && cardinal(self.low(to + 1)).is_some_and(|n| n < 100.0) {
                    to += 1;
                    continue;
                }
                break;
            };
            let scale = value >= 1000.0 && value.log10() % 3.0 == 0.0;
            if !spelt && !scale && value != 100.0 && value != 12.0 || !is_word(self.text(next.span))
            {
                break;
            }
            if !spelt {
                milli = milli.checked_mul(value as i64)?;
            }
            to += 1;
        }
        let span = Span::new(start, self.nodes[to - 1].span.end);
        if spelt && to > at + 1 {
            milli = (number_words::number(self.text(span))? * 1000.0) as i64;
        }
        let sign = (sign_len > 0).then(|| Span::new(first.span.start, start));
        // "US$35 million" and the like: the letters are part of the sign.
        if sign.is_some_and(|s| self.text(s).contains(char::is_alphanumeric)) {
            return None;
        }
        let vague = first.low == "one" && to == at + 1;
        let number = Number { from: at, to, span, sign, milli, spelt };
        (!vague && milli > 0 && self.counts_something(&number)).then_some(number)
    }

    /// Whether a number can be a count: no date, name, range, score or ordinal.
    fn counts_something(&self, n: &Number) -> bool {
        if self.timexes.iter().any(|t| t.span.overlaps(n.span)) {
            return false;
        }
        let stop = n.from > 1 && self.low(n.from - 1) == "." && !self.nodes[n.from - 1].capital;
        // The stop of "No." inside a sentence is passed over.
        let (before, after) = (n.from.checked_sub(1 + usize::from(stop)), self.nodes.get(n.to));
        let touches = |a: Span, b: Span| a.end == b.start;
        if let Some(b) = before {
            let node = &self.nodes[b];
            let low = node.low.as_str();
            let of = low == "of" && b > 0 && is("name", &format!("{} of", self.low(b - 1)));
            let name = is("name", low) || is("name", low.trim_end_matches('.')) || of;
            // "Boeing 747", but "in Aldby 35 people"
            let called = node.is(b"P") && !node.clitic && n.sign.is_none() && !n.spelt;
            let bare = after.is_none_or(|x| !x.is(b"NJPGE"));
            let ranged = matches!(low, "to" | "and" | "or" | "-")
                && b > 0
                && (self.tagged(b - 1, b"U") || cardinal(self.low(b - 1)).is_some())
                && (low != "and" || b > 1 && self.low(b - 2) == "between");
            let glued = touches(node.span, n.span) && !node.is(b"\"(") && n.sign.is_none();
            if name || called && bare || ranged || glued || matches!(low, "between" | "'") {
                return false;
            }
        }
        let Some(next) = after else { return true };
        let low = next.low.as_str();
        let range = matches!(low, "to" | "or" | "-" | "and")
            && self.nodes.get(n.to + 1).is_some_and(|x| {
                x.is(b"U") || cardinal(&x.low).is_some() || x.low.starts_with('$')
            })
            && (low != "and" || before.is_some_and(|b| self.low(b) == "between"));
        let glued = touches(n.span, next.span) && next.is(b"-:/");
        !(range || glued || low.starts_with("-"))
    }

    /// The figure of a number, where what it counts is said.
    fn figure(&self, n: &Number) -> Option<Figure> {
        let (bound, span) = self.bound(n);
        let counted = self.counted(n, span)?;
        let money = n.sign.is_some();
        let share = is("percent", &self.text(counted.unit).to_lowercase());
        if n.spelt && n.milli < SMALL * 1000 && !money && !share && bound.is_none() {
            outcome(&self.text(counted.counts?).to_lowercase())?;
        }
        let reach = counted.counts.map_or(counted.unit, |c| c.cover(counted.unit)).cover(n.span);
        Some(Figure {
            number: span,
            milli: n.milli,
            bound,
            unit: counted.unit,
            counts: counted.counts,
            area: self.area(counted.to, reach),
            period: self.period(reach),
            sentence: 0,
            said_by: None,
        })
    }

    /// "at least", "nearly" before a number, and the number with it.
    fn bound(&self, n: &Number) -> (Option<String>, Span) {
        for words in (1..=3).rev() {
            let Some(from) = n.from.checked_sub(words) else { continue };
            let phrase: Vec<&str> = (from..n.from).map(|i| self.low(i)).collect();
            let phrase = phrase.join(" ");
            if is("bound", &phrase) {
                let from = self.nodes[from].span.start;
                return (Some(phrase), Span::new(from, n.span.end));
            }
        }
        (None, n.span)
    }

    /// What a number counts. `whole` is the number with its bound.
    fn counted(&self, n: &Number, whole: Span) -> Option<Counted> {
        if let Some(unit) = n.sign {
            let what =
                matches!(self.low(n.to), "for" | "in" | "worth").then(|| self.phrase(n.to + 1));
            let what = what.flatten().filter(|&(s, _)| !self.dated(s));
            let counts = what.map(|(s, _)| Span::new(self.nodes[n.to].span.start, s.end));
            return Some(Counted { unit, counts, to: what.map_or(n.to, |w| w.1) });
        }
        if let Some((unit, to)) = self.percent(n.to) {
            // "17 percent" alone tells nothing outside its sentence.
            let (of, end) = (self.low(to) == "of").then(|| self.phrase(to + 1)).flatten()?;
            let counts = Some(Span::new(self.nodes[to].span.start, of.end));
            return Some(Counted { unit, counts, to: end });
        }
        let before = self.verb_before(whole);
        // "61 wounded", "35 dead": the state is all that is said.
        if let Some(next) = self.nodes.get(n.to)
            && is("state", &next.low)
            && !self.tagged(n.to + 1, b"NJP")
        {
            return Some(Counted { unit: next.span, counts: Some(next.span), to: n.to + 1 });
        }
        let Some((unit, to)) = self.phrase(n.to) else {
            return self.shared(n, before).or_else(|| self.tally(n));
        };
        let head = self.nodes.get(to.checked_sub(1)?)?;
        if is("empty", &head.low) || self.low(n.to) == "of" {
            return None;
        }
        let counts = self.verb_after(to, before.is_some()).or(before);
        // "10 miles", "215 pounds"
        if counts.is_none() && to == n.to + 1 && is("measure", &head.low) {
            return None;
        }
        Some(Counted { unit, counts, to })
    }

    /// "kills 12 and injures 40 miners": the noun of the next number is that of this one too.
    fn shared(&self, n: &Number, verb: Option<Span>) -> Option<Counted> {
        let counts = verb?;
        if !matches!(self.low(n.to), "and" | "or" | ",") {
            return None;
        }
        let reach = (n.to + REACH).min(self.nodes.len());
        let next = (n.to..reach).find_map(|i| self.number(i))?;
        let (unit, _) = self.phrase(next.to)?;
        self.verb_before(next.span)?;
        Some(Counted { unit, counts: Some(counts), to: n.to })
    }

    /// "percent", "%", "percentage points".
    fn percent(&self, at: usize) -> Option<(Span, usize)> {
        (1..=2).rev().find_map(|words| {
            let nodes = self.nodes.get(at..at + words)?;
            let span = nodes[0].span.cover(nodes[words - 1].span);
            let found = is("percent", &self.text(span).to_lowercase());
            found.then_some((span, at + words))
        })
    }

    /// The noun phrase that begins at a node: its words without a determiner, and one past its last node.
    fn phrase(&self, at: usize) -> Option<(Span, usize)> {
        let mut from = at;
        while self.tagged(from, b"TS") {
            from += 1;
        }
        let mut to = from;
        let mut head = None;
        while let Some(n) = self.nodes.get(to)
            && to < from + REACH
        {
            let plural = n.is(b"P") && n.low.ends_with('s');
            let ends = n.clitic && !n.low.ends_with('s');
            if n.is(b"N") || plural && !self.tagged(to + 1, b"NP") {
                head = Some(to);
            } else if !(n.is(b"JP") || n.is(b"EG") && head.is_none() && self.tagged(to + 1, b"NJP"))
                || head.is_some() && n.is(b"J")
            {
                break;
            }
            to += 1;
            if ends {
                break;
            }
        }
        let head = head?;
        let mut end = head + 1;
        // "rounds of talks": a bare noun after "of" belongs to what is counted.
        if self.low(end) == "of" && self.tagged(end + 1, b"NJ") {
            let mut more = end + 1;
            while self.tagged(more, b"NJ") && more < end + 4 {
                more += 1;
            }
            if self.tagged(more - 1, b"N") {
                end = more;
            }
        }
        Some((self.nodes[from].span.cover(self.nodes[end - 1].span), end))
    }

    /// What the verb before a number says of what it counts: "killed 35 people".
    fn verb_before(&self, number: Span) -> Option<Span> {
        let at = self.nodes.partition_point(|n| n.span.start < number.start).checked_sub(1)?;
        let n = &self.nodes[at];
        let modal = at > 0 && (self.tagged(at - 1, b"M") || self.low(at - 1) == "not");
        let verb = n.is(b"DEGZ") || outcome(&n.low).is_some();
        (verb && !modal && !n.negated && !is("weak", &n.low) && !reports(n)).then_some(n.span)
    }

    /// What is said of the thing counted after it: "people were killed", "people fled", "people dead".
    fn verb_after(&self, at: usize, only_passive: bool) -> Option<Span> {
        let mut i = at;
        // "tenants of flooded Aldby have been moved"
        if matches!(self.low(i), "of" | "in" | "from" | "at" | "near" | "on") {
            let mut past = i + 1;
            while self.tagged(past, b"TSJNPUE") && past < i + REACH {
                past += 1;
            }
            if self.nodes.get(past).is_some_and(|n| n.listed(list::BE) || n.listed(list::HAVE)) {
                i = past;
            }
        }
        if matches!(self.low(i), "who" | "that" | "which") {
            i += 1;
        }
        let mut passive = false;
        while let Some(n) = self.nodes.get(i) {
            if n.negated || n.is(b"M") || n.low == "not" {
                return None;
            }
            let helps = n.listed(list::BE) || n.listed(list::HAVE);
            passive |= n.listed(list::BE);
            if !helps && !n.is(b"R") {
                break;
            }
            i += 1;
        }
        let n = self.nodes.get(i)?;
        if is("weak", &n.low) || reports(n) {
            return None;
        }
        let state = is("state", &n.low);
        let found = state
            || n.is(b"E") && (passive || !only_passive)
            || n.is(b"D") && !only_passive && i < at + 3;
        if !found {
            return None;
        }
        // "killed or wounded" is not "killed".
        let both = self.tagged(i + 1, b"C") && self.tagged(i + 2, b"ED");
        Some(if both { n.span.cover(self.nodes[i + 2].span) } else { n.span })
    }

    /// "The death toll rose to 41": the words before its verb are what is counted.
    fn tally(&self, n: &Number) -> Option<Counted> {
        let from = n.from.saturating_sub(8);
        let at = (from..n.from).rev().find(|&i| is("tally", self.low(i)))?;
        let stops = |i: usize| self.tagged(i, b".;,") || self.tagged(i, b"U");
        let more = self.nodes.get(n.to).is_some_and(|x| x.is(b"NJP") && !self.dated(x.span));
        if (at + 1..n.from).any(stops) || more {
            return None;
        }
        let mut first = at;
        while first > 0 && self.tagged(first - 1, b"NJ") {
            first -= 1;
        }
        let unit = self.nodes[first].span.cover(self.nodes[at].span);
        Some(Counted { unit, counts: None, to: n.to })
    }

    fn dated(&self, span: Span) -> bool {
        self.timexes.iter().any(|t| t.span.overlaps(span))
    }

    /// The place of what is counted: names after "in", "near".
    fn area(&self, at: usize, figure: Span) -> Option<Span> {
        let named = |i: usize| {
            let mut from = i + 1;
            if self.low(from) == "the" {
                from += 1;
            }
            // "in western Jutland", "of flooded Aldby"
            let mut to = from;
            while self.tagged(to, b"JE") && to < from + 2 {
                to += 1;
            }
            let first = to;
            while self.tagged(to, b"P") && !(to > first && self.nodes[to - 1].clitic) {
                to += 1;
            }
            if to == first {
                return None;
            }
            let last = &self.nodes[to - 1];
            let span = self.nodes[from].span.cover(last.span);
            // "in Danish bombing", "in Obama's cabinet" name no place.
            let stands = !last.clitic && !self.tagged(to, b"NJG");
            (stands && !self.dated(span)).then_some(span)
        };
        let places = |i: &usize| is("place", self.low(*i)) || *i == at && self.low(at) == "of";
        let after = (at..self.nodes.len())
            .take_while(|&i| self.nodes[i].span.start < figure.end + NEAR && !self.tagged(i, b"U;"))
            .filter(places)
            .find_map(named);
        // "In Aldby, 35 people were killed."
        after.or_else(|| Some(0).filter(places).and_then(named).filter(|s| s.end <= figure.start))
    }

    /// The nearest date or duration of the sentence.
    fn period(&self, figure: Span) -> Option<Span> {
        let sentence = self.nodes.first()?.span.cover(self.nodes.last()?.span);
        let gap = |s: Span| s.start.saturating_sub(figure.end) + figure.start.saturating_sub(s.end);
        let fits = |t: &&Timex| {
            matches!(t.kind, TimexKind::Date | TimexKind::Duration)
                && sentence.contains(t.span)
                && gap(t.span) <= NEAR
                // "a three-hour standoff" and "now" set no period.
                && !(t.kind == TimexKind::Duration && self.text(t.span).contains('-'))
                && !t.value.ends_with("_REF")
        };
        self.timexes.iter().filter(fits).min_by_key(|t| gap(t.span)).map(|t| t.span)
    }
}

/// Whether a word is one of reporting: it attributes the number, nothing befell what is counted.
fn reports(n: &Node) -> bool {
    let lexicon = Lexicon::shared();
    let own = |&(v, _): &(usize, _)| lexicon.verbs[v].particle.is_none();
    n.entry.is_some_and(|e| e.verbs.iter().any(own))
}

fn is_word(raw: &str) -> bool {
    raw.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// Thousandths of "2,500", "5.7", "3bn", "1.2m"; `None` for "10:30", "3/4", "14th", "35-year-old".
fn numeral(raw: &str) -> Option<i64> {
    let digits = raw.trim_end_matches(|c: char| c.is_alphabetic());
    let scale = match raw[digits.len()..].to_lowercase().as_str() {
        "" => 1,
        "k" => 1_000,
        "m" | "mn" => 1_000_000,
        "b" | "bn" => 1_000_000_000,
        "tn" => 1_000_000_000_000,
        _ => return None,
    };
    let (whole, part) = match digits.rsplit_once('.') {
        Some((w, p)) if p.chars().all(|c| c.is_ascii_digit()) && p.len() <= 3 => (w, p),
        Some(_) => return None,
        None => (digits, ""),
    };
    // Commas stand before every third digit; "12,5" is no number of English.
    if whole.contains(',') && whole.split(',').skip(1).any(|g| g.len() != 3) {
        return None;
    }
    let whole: i64 = whole.replace(',', "").parse().ok()?;
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.checked_mul(1000)?.checked_add(part)?.checked_mul(scale)
}

#[cfg(test)]
mod tests;
