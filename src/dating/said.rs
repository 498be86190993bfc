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

/// How far an expression may stand from the cue that it dates, in bytes.
const NEAR: usize = 60;

/// How far a month or year may stand from the cue, in bytes: "vowed in February".
const BESIDE: usize = 24;

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
                && !self.in_content(t.span, cue)
                && (self.clear(t.span, cue) || self.in_medium(a, t.span, cue))
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

    /// Whether what stands between an expression and the cue is of one clause: no other cue, nothing said.
    fn clear(&self, at: Span, cue: Span) -> bool {
        let start = at.end.min(cue.end);
        let between = Span::new(start, at.start.max(cue.start).max(start));
        !self.attributions.iter().any(|x| {
            x.cue.iter().any(|c| *c != cue && !c.overlaps(cue) && between.contains(*c))
                || x.content.iter().any(|c| between.overlaps(*c) && !c.contains(cue))
        })
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
            && self.text(a.content[0].start, end).split_whitespace().count() <= 4
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
    pub fn carry(&self, speakers: &[Speakers], said_on: &mut [Option<Dated>]) {
        let place = |a: &Attribution| hull(&a.cue).or_else(|| hull(&a.content));
        let mut order: Vec<(Span, usize)> = self
            .attributions
            .iter()
            .enumerate()
            .filter_map(|(i, a)| Some((place(a)?, i)))
            .collect();
        order.sort();
        let own: Vec<Option<Dated>> = said_on.to_vec();
        for (k, &(at, i)) in order.iter().enumerate() {
            if own[i].is_some() || !self.open(i) {
                continue;
            }
            let Some(who) = speakers.get(i).map(|s| &s.entities).filter(|e| !e.is_empty()) else {
                continue;
            };
            let same = |j: &usize| speakers.get(*j).is_some_and(|s| &s.entities == who);
            let dated = |j: &usize| own[*j].as_ref().filter(|d| d.date.len() == 10);
            let mut days: Vec<&str> = order
                .iter()
                .filter(|(_, j)| same(j))
                .filter_map(|(_, j)| Some(dated(j)?.date.as_str()))
                .collect();
            days.sort_unstable();
            days.dedup();
            let before = order[..k].iter().rev().find(|(_, j)| same(j) && own[*j].is_some());
            let after = order[k + 1..].iter().find(|(_, j)| same(j) && dated(j).is_some());
            let near = |p: Span| self.paragraph(at).abs_diff(self.paragraph(p)) <= PARAGRAPHS;
            let from = match (before, after) {
                // Of one breath with words of another time: "vowed in February … He also called him".
                (Some((p, j)), _)
                    if dated(j).is_none() && self.paragraph(*p) == self.paragraph(at) =>
                {
                    None
                }
                (Some((p, j)), _) if dated(j).is_some() && (days.len() == 1 || near(*p)) => {
                    Some(*j)
                }
                // A headline or lead that the article dates further down.
                (_, Some((p, j)))
                    if days.len() == 1 && self.opens(at) && self.paragraph(*p) <= 6 =>
                {
                    Some(*j)
                }
                (Some(_), _) if days.len() == 1 => {
                    order[..k].iter().rev().map(|(_, j)| *j).find(|j| same(j) && dated(j).is_some())
                }
                _ => None,
            };
            if let Some(d) = from.and_then(|j| own[j].clone()) {
                said_on[i] = Some(Dated { rule: "same-speaker".into(), ..d });
            }
        }
    }

    /// Whether nothing in its sentence puts a statement at a time of its own.
    fn open(&self, index: usize) -> bool {
        let a = &self.attributions[index];
        if a.unreal || a.parent.is_some() || a.act == Act::Believes {
            return false;
        }
        let Some(at) = hull(&a.cue).or_else(|| hull(&a.source)).or_else(|| hull(&a.content)) else {
            return false;
        };
        let Some(sentence) = self.sentence(at) else { return false };
        let outside =
            |s: Span| !self.attributions.iter().any(|x| x.content.iter().any(|c| c.contains(s)));
        let dates = self.timexes.iter().any(|t| {
            sentence.contains(t.span)
                && outside(t.span)
                && matches!(t.kind, TimexKind::Date | TimexKind::Time)
                && t.value != "PRESENT_REF"
        });
        let clause = self.text(at.start.saturating_sub(24).max(sentence.start), at.end);
        let clause = clause.rsplit(['“', '”', '"', ',', ';']).next().unwrap_or_default();
        !dates && !words::holds(clause, "elsewhen")
    }

    /// Whether a place lies in the headline, the line below it or the first two paragraphs.
    fn opens(&self, at: Span) -> bool {
        let p = self.paragraph(at);
        let body = self.document.paragraphs.iter().position(|p| p.kind == ParagraphKind::Body);
        p <= body.unwrap_or(0) + 1
    }
}

fn gap(s: Span, cue: Span) -> usize {
    if s.end <= cue.start { cue.start - s.end } else { s.start.saturating_sub(cue.end) }
}
