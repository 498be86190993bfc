//! When statements were made.

use super::words;
use crate::{
    attribution::{Act, Attribution},
    entity::Speakers,
    reading::Dated,
    segment::Document,
    text::{ParagraphKind, Span, hull},
    timex::{Timex, TimexKind},
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How far an expression may stand from the cue that it dates, in bytes.
const NEAR: usize = 60;

/// How far a month or year may stand from the cue, in bytes: "vowed in February".
const BESIDE: usize = 24;

/// What a cue brings is a thing, not a clause, at up to so many words: "criticised Ida Moss of Harrow on Tuesday".
const BRIEF: usize = 8;

/// How many paragraphs on a speaker's words still belong to the day told before, where the article has other days of
/// that speaker.
const PARAGRAPHS: usize = 2;

/// An article, as far as the dates of its statements depend on it.
pub(super) struct Article<'a> {
    pub document: &'a Document,
    pub attributions: &'a [Attribution],
    pub timexes: &'a [Timex],
    pub anchor: Option<NaiveDate>,
}

impl Article<'_> {
    /// The day, or else the month or year, on which a statement was made by the words beside its cue.
    pub fn said(&self, a: &Attribution) -> Option<Dated> {
        let cue = hull(&a.cue)?;
        let sentence = self.sentence(cue)?;
        let beside = |t: &Timex| {
            sentence.contains(t.span)
                && !a.source.iter().any(|s| s.contains(t.span))
                && !self.of_a_thing(t.span)
                && (self.in_thing(a, t, cue)
                    || !self.in_content(t.span, cue)
                        && (self.clear(t.span, cue) || self.in_medium(a, t.span, cue)))
        };
        let day = |t: &Timex| {
            let first = self.text(sentence.start, t.span.start).split_whitespace().count() <= 3;
            t.day().is_some() && (gap(t.span, cue) <= NEAR || first && t.span.end <= cue.start)
        };
        let coarse = |t: &Timex| {
            t.kind == TimexKind::Date
                && matches!(t.value.len(), 4 | 7)
                && t.value.chars().all(|c| c.is_ascii_digit() || c == '-')
                && (gap(t.span, cue) <= BESIDE || t.span.start <= sentence.start + 12)
                && !a.content.iter().any(|c| c.end <= t.span.start && cue.end <= c.start)
        };
        let nearest = |fits: &dyn Fn(&Timex) -> bool| {
            self.timexes
                .iter()
                .enumerate()
                .filter(|(_, t)| beside(t) && fits(t))
                .min_by_key(|(_, t)| gap(t.span, cue))
        };
        let (index, t) = nearest(&day).or_else(|| nearest(&coarse))?;
        // Nobody is quoted from the future.
        if let (Some(day), Some(anchor)) = (t.day(), self.anchor)
            && day > anchor
        {
            return None;
        }
        let date = t.day().map_or_else(|| t.value.clone(), |d| d.to_string());
        Some(Dated { date, timex: Some(index), words: Some(t.span), rule: "beside-cue".into() })
    }

    fn text(&self, from: usize, to: usize) -> &str {
        self.document.text.get(from..to.max(from)).unwrap_or_default()
    }

    fn sentence(&self, at: Span) -> Option<Span> {
        Some(self.document.sentences.get(self.document.sentence_at(at.start)?)?.span)
    }

    fn paragraph(&self, at: Span) -> usize {
        self.document.paragraph_at(at.start).unwrap_or(0)
    }

    /// Whether an expression stands in something said that the cue is no part of.
    fn in_content(&self, at: Span, cue: Span) -> bool {
        self.attributions.iter().any(|x| {
            x.content.iter().any(|c| c.contains(at)) && !x.content.iter().any(|c| c.contains(cue))
        })
    }

    /// Whether an expression tells which thing is meant, not when: "the Friday vote", "Monday's ruling".
    fn of_a_thing(&self, at: Span) -> bool {
        let from = self.sentence(at).map_or(at.start, |s| s.start.min(at.start));
        let before = self.text(from, at.start);
        let last = words::words(before).next_back().map_or("", |(_, w)| w);
        let after = self.text(at.end, self.document.text.len());
        is_article(last) || after.starts_with("'s ") || after.starts_with("’s ")
    }

    /// Whether what stands between an expression and the cue is of one clause: no other cue, nothing said, no word that
    /// opens a clause ("in trouble on Friday after declaring").
    fn clear(&self, at: Span, cue: Span) -> bool {
        let start = at.end.min(cue.end);
        let between = Span::new(start, at.start.max(cue.start).max(start));
        let head = self.sentence(at).is_some_and(|s| at.start <= s.start + 12);
        let opens = |w: &str| {
            words::is(w, "relative")
                || words::is(w, "noun")
                || words::is(w, "clause") && !(at.start >= cue.end && words::is(w, "meantime"))
        };
        if !head && words::words(self.text(between.start, between.end)).any(|(_, w)| opens(w)) {
            return false;
        }
        // "The men on 9/11 were citizens, but the government denies …": a verb of its own between date and cue.
        let leads = at.end <= cue.start && !head;
        let apart = Span::new(at.end.min(cue.start), cue.start);
        if leads
            && words::words(self.text(apart.start, apart.end)).any(|(_, w)| words::is(w, "verb"))
        {
            return false;
        }
        !self.attributions.iter().any(|x| {
            x.cue.iter().any(|c| *c != cue && !c.overlaps(cue) && between.contains(*c))
                || x.content.iter().any(|c| between.overlaps(*c) && !c.contains(cue))
        })
    }

    /// Whether the expression stands among the words of a mere thing, not a clause, that follows the cue: then it dates
    /// the saying ("criticised Ida Moss on Monday over the dam").
    fn in_thing(&self, a: &Attribution, t: &Timex, cue: Span) -> bool {
        let [content] = a.content[..] else { return false };
        let (words, before) =
            (content.of(&self.document.text), self.text(content.start, t.span.start));
        content.contains(t.span)
            && t.day().is_some()
            && cue.end <= content.start
            && !words::has_verb(words)
            && !words::holds(before, "happening")
            && before.split_whitespace().count() <= BRIEF
            && matches!(
                before.split_whitespace().next_back(),
                Some("on" | "late" | "early" | "earlier")
            )
    }

    /// Whether the expression stands behind what is said, with the medium: "called it a stunt in a statement on Monday",
    /// or behind a thing of few words: "defended her on Friday".
    fn in_medium(&self, a: &Attribution, at: Span, cue: Span) -> bool {
        let Some(end) = a.content.iter().map(|c| c.end).max().filter(|e| *e <= at.start) else {
            return false;
        };
        let between = self.text(end, at.start);
        // "defended her on Friday": a thing of few words, and the clause goes on.
        let brief = a.content.len() == 1
            && a.content[0].start.saturating_sub(cue.end) <= 2
            && self.text(a.content[0].start, end).split_whitespace().count() <= BRIEF
            && !words::has_verb(self.text(a.content[0].start, end))
            && !words::holds(self.text(a.content[0].start, end), "happening")
            && matches!(between.trim(), "" | "on" | "late" | "early" | "earlier");
        cue.end <= end
            && at.start - end <= NEAR
            && !between.contains(['.', ';', '“', '”', '"'])
            && (brief || words::holds(between, "medium"))
            && !self
                .attributions
                .iter()
                .any(|x| x.cue.iter().any(|c| Span::new(end, at.start).contains(*c)))
    }

    /// Gives statements that no words date the day of the same speaker's words around them: "… she said on Monday. …
    /// “…,” she added."
    ///
    /// Where the text turns to another time ("vowed in February", "had said"), what follows in the same paragraph or the
    /// next belongs to that time.
    pub fn carry(&self, speakers: &[Speakers], said_on: &mut [Option<Dated>]) {
        let place = |a: &Attribution| hull(&a.cue).or_else(|| hull(&a.content));
        let places = self.attributions.iter().enumerate().filter_map(|(i, a)| Some((place(a)?, i)));
        let mut voices: BTreeMap<&[usize], Vec<(Span, usize)>> = BTreeMap::new();
        for (at, i) in places {
            match speakers.get(i).map(|s| s.entities.as_slice()) {
                Some(who) if !who.is_empty() => voices.entry(who).or_default().push((at, i)),
                _ => {}
            }
        }
        for sayings in voices.values_mut() {
            sayings.sort_unstable();
        }
        let own = said_on.to_vec();
        for sayings in voices.values() {
            let before = self.body_of(sayings, &voices, &own);
            self.carry_on(sayings, before, said_on);
        }
    }

    /// The day of the body for which a speaker is introduced right after it spoke: "The council said on Monday … Ida Moss,
    /// the council's spokeswoman, said".
    fn body_of(
        &self,
        sayings: &[(Span, usize)],
        voices: &BTreeMap<&[usize], Vec<(Span, usize)>>,
        own: &[Option<Dated>],
    ) -> Option<(usize, Dated)> {
        let &(at, first) = sayings.first()?;
        let source =
            |i: usize| hull(&self.attributions[i].source).map(|s| s.of(&self.document.text));
        let introduced = source(first)?;
        let here = self.paragraph(at);
        voices
            .values()
            .filter(|v| v.as_slice() != sayings)
            .flatten()
            .filter(|(p, _)| *p < at && here <= self.paragraph(*p) + PARAGRAPHS)
            .filter(|(_, i)| {
                let name = source(*i).unwrap_or_default();
                let name = name.strip_prefix("The ").or(name.strip_prefix("the ")).unwrap_or(name);
                let full = name.contains(' ') && name.starts_with(char::is_uppercase);
                full && introduced.len() > name.len() + 8 && introduced.contains(name)
            })
            .filter_map(|(p, i)| Some((*p, own[*i].clone().filter(|d| d.date.len() == 10)?)))
            .max_by_key(|(p, _)| *p)
            .map(|(p, d)| (self.paragraph(p), d))
    }

    /// The same for one speaker's sayings, in order.
    fn carry_on(
        &self,
        sayings: &[(Span, usize)],
        before: Option<(usize, Dated)>,
        said_on: &mut [Option<Dated>],
    ) {
        let own: Vec<Option<Dated>> =
            sayings.iter().map(|(_, i)| said_on.get(*i).cloned().flatten()).collect();
        // "had refused on Monday", "despite a day earlier saying": a day before that of the sayings around it.
        let day = |k: usize| {
            let d = own[k].as_ref().filter(|d| d.date.len() == 10)?;
            let told = d.timex.and_then(|t| self.timexes.get(t)).map_or("", |t| t.rule.as_str());
            if matches!(told, "distance" | "that-unit") {
                return None;
            }
            let cue = hull(&self.attributions[sayings[k].1].cue)?;
            (!words::holds(cue.of(&self.document.text), "elsewhen")).then(|| d.clone())
        };
        let mut days: Vec<String> = (0..own.len()).filter_map(day).map(|d| d.date).collect();
        days.sort_unstable();
        days.dedup();
        let used: Vec<usize> = (0..own.len()).filter_map(day).filter_map(|d| d.timex).collect();
        let mut last: Option<(usize, Dated)> = before;
        let mut elsewhen: Option<usize> = None;
        for (k, &(at, i)) in sayings.iter().enumerate() {
            let here = self.paragraph(at);
            if own[k].is_some() {
                elsewhen = day(k).is_none().then_some(here);
                last = day(k).map(|d| (here, d)).or(last);
                continue;
            }
            match self.time_of(i, &used) {
                When::Nobody => continue,
                When::Elsewhen => {
                    elsewhen = Some(here);
                    continue;
                }
                When::Open => {}
            }
            if elsewhen.is_some_and(|p| here <= p + 1) {
                elsewhen = Some(here);
                continue;
            }
            elsewhen = None;
            let before = last.clone().filter(|(p, _)| days.len() == 1 || here <= p + PARAGRAPHS);
            // A headline or lead that the article dates further down.
            let after = (days.len() == 1 && last.is_none() && self.opens(at))
                .then(|| (k..own.len()).find_map(day))
                .flatten();
            if let Some(d) = before.map(|(_, d)| d).or(after) {
                if let Some(last) = &mut last {
                    last.0 = here;
                }
                said_on[i] = Some(Dated { rule: "same-speaker".into(), ..d });
            }
        }
    }

    /// Whether something in its sentence puts a statement at a time of its own; the expressions `used` date the speaker's
    /// other sayings ("said on Monday that …, adding that …").
    fn time_of(&self, index: usize, used: &[usize]) -> When {
        let a = &self.attributions[index];
        if a.unreal || a.parent.is_some() || a.act == Act::Believes {
            return When::Nobody;
        }
        let Some(at) = hull(&a.cue).or_else(|| hull(&a.source)).or_else(|| hull(&a.content)) else {
            return When::Nobody;
        };
        let Some(sentence) = self.sentence(at) else { return When::Nobody };
        // "endorsed him in 2008": the date of a mere thing is that of the saying.
        let inside = |t: Span| {
            let held = a.content.iter().find(|c| c.contains(t));
            held.is_some_and(|c| words::has_verb(c.of(&self.document.text)))
        };
        let dates = self.timexes.iter().enumerate().any(|(k, t)| {
            sentence.contains(t.span)
                && !used.contains(&k)
                && !inside(t.span)
                && matches!(t.kind, TimexKind::Date | TimexKind::Time)
                && t.value != "PRESENT_REF"
        });
        let mut from = at.start.saturating_sub(24).max(sentence.start);
        while !self.document.text.is_char_boundary(from) {
            from += 1;
        }
        let clause = self.text(from, at.end);
        let clause = clause.rsplit(['“', '”', '"', ',', ';']).next().unwrap_or_default();
        match dates || words::holds(clause, "elsewhen") {
            true => When::Elsewhen,
            false => When::Open,
        }
    }

    /// Whether a place lies in the headline, the line below it or the first two paragraphs.
    fn opens(&self, at: Span) -> bool {
        let p = self.paragraph(at);
        let body = self.document.paragraphs.iter().position(|p| p.kind == ParagraphKind::Body);
        p <= body.unwrap_or(0) + 1
    }
}

/// When a statement without a date of its own was made.
enum When {
    /// Nothing speaks against the day of the words around it.
    Open,
    /// At another time.
    Elsewhen,
    /// It was not said at all, or inside what another says.
    Nobody,
}

fn is_article(word: &str) -> bool {
    words::is(word, "article")
}

fn gap(s: Span, cue: Span) -> usize {
    if s.end <= cue.start { cue.start - s.end } else { s.start.saturating_sub(cue.end) }
}
