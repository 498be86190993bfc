//! When statements were made and events happened, from the words that govern their clauses.
//!
//! A statement is dated by an expression beside its cue, outside its content: "said on Monday", "told reporters Friday",
//! "On Monday, X said". A date inside the content dates what is said, never the saying. Events are clauses of the article's own voice, or of a
//! content, that a calendar day dates.

use crate::{
    attribution::Attribution,
    reading::{Dated, Event},
    segment::Document,
    text::{ParagraphKind, Span, hull},
    timex::{Timex, TimexKind},
};
use chrono::NaiveDate;

/// How far an expression may stand from the cue that it dates, in bytes.
const NEAR: usize = 60;

/// The dates of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// For each attribution, when it was said, where words say so.
    pub said_on: Vec<Option<Dated>>,
    /// Events that the text dates.
    pub events: Vec<Event>,
}

/// Dates the statements and events of an article published on `anchor`.
pub fn date(
    document: &Document,
    attributions: &[Attribution],
    timexes: &[Timex],
    anchor: Option<NaiveDate>,
) -> Dates {
    let said_on: Vec<Option<Dated>> =
        attributions.iter().map(|a| said(document, attributions, a, timexes, anchor)).collect();
    let used: Vec<usize> = said_on.iter().flatten().filter_map(|d| d.timex).collect();
    let events = events(document, attributions, timexes, anchor, &used);
    Dates { said_on, events }
}

/// The day on which a statement was made.
fn said(
    document: &Document,
    all: &[Attribution],
    a: &Attribution,
    timexes: &[Timex],
    anchor: Option<NaiveDate>,
) -> Option<Dated> {
    let cue = hull(&a.cue)?;
    let sentence = document.sentences.get(document.sentence_at(cue.start)?)?.span;
    let inside =
        |s: Span| all.iter().any(|x| x.content.iter().any(|c| c.contains(s)) && !holds(x, cue));
    let gap = |s: Span| {
        if s.end <= cue.start { cue.start - s.end } else { s.start.saturating_sub(cue.end) }
    };
    // What stands between cue and expression must be of the same clause: no other cue, no content.
    let clear = |s: Span| {
        let between = Span::new(s.end.min(cue.end), s.start.max(cue.start).max(s.end.min(cue.end)));
        !all.iter().any(|x| {
            x.cue.iter().any(|c| *c != cue && between.contains(*c))
                || x.content.iter().any(|c| between.overlaps(*c) && !c.contains(cue))
        })
    };
    let (index, t) = timexes
        .iter()
        .enumerate()
        .filter(|(_, t)| sentence.contains(t.span) && !inside(t.span) && clear(t.span))
        .filter(|(_, t)| t.day().is_some())
        .filter(|(_, t)| {
            let first = document
                .text
                .get(sentence.start..t.span.start)
                .is_some_and(|w| w.split_whitespace().count() <= 3);
            gap(t.span) <= NEAR || (first && t.span.end <= cue.start)
        })
        .min_by_key(|(_, t)| gap(t.span))?;
    let day = t.day()?;
    // Nobody is quoted from the future.
    if anchor.is_some_and(|a| day > a) {
        return None;
    }
    Some(Dated {
        date: day.to_string(),
        timex: Some(index),
        words: Some(t.span),
        rule: "beside-cue".into(),
    })
}

fn holds(x: &Attribution, cue: Span) -> bool {
    x.content.iter().any(|c| c.contains(cue))
}

/// Clauses that a calendar day dates and that no statement's date takes up.
fn events(
    document: &Document,
    attributions: &[Attribution],
    timexes: &[Timex],
    anchor: Option<NaiveDate>,
    used: &[usize],
) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    for (index, t) in timexes.iter().enumerate() {
        let Some(day) = t.day().filter(|_| !used.contains(&index)) else { continue };
        if t.kind == TimexKind::Set {
            continue;
        }
        let Some(s) = document.sentence_at(t.span.start) else { continue };
        let sentence = document.sentences[s];
        if document.paragraphs[sentence.paragraph].kind == ParagraphKind::Headline {
            continue;
        }
        let span = clause(document, sentence.span, t.span);
        if span.of(&document.text).split_whitespace().count() < 3 {
            continue;
        }
        let said_by = attributions
            .iter()
            .enumerate()
            .filter(|(_, a)| a.content.iter().any(|c| c.contains(t.span)))
            .min_by_key(|(_, a)| a.content.iter().map(|c| c.len()).sum::<usize>())
            .map(|(i, _)| i);
        let when = Dated {
            date: day.to_string(),
            timex: Some(index),
            words: Some(t.span),
            rule: "clause".into(),
        };
        out.push(Event { span, when, scheduled: anchor.is_some_and(|a| day > a), said_by });
    }
    out
}

/// The clause around an expression: up to a comma, dash or semicolon on either side, but at least the words that stand with it.
fn clause(document: &Document, sentence: Span, at: Span) -> Span {
    let text = &document.text;
    let border = |c: char| matches!(c, ';' | ':' | '—' | '–' | '“' | '”' | '"');
    let before = &text[sentence.start..at.start];
    let after = &text[at.end..sentence.end];
    let start = sentence.start
        + before
            .rfind(border)
            .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    let end = at.end + after.find(border).unwrap_or(after.len());
    let mut span = Span::new(start, end);
    // Of a long clause the part between commas that holds the expression and a verb's worth of words.
    let (b, a) = (&text[span.start..at.start], &text[at.end..span.end]);
    if let Some(i) = a.find(", ").filter(|_| b.split_whitespace().count() >= 4) {
        span.end = at.end + i;
    }
    if let Some(i) = b.rfind(", ").filter(|i| b[*i..].split_whitespace().count() >= 5) {
        span.start += i + 2;
    }
    let span = span.trim(text);
    let trimmed = text[span.start..span.end].trim_end_matches(['.', ',']);
    Span::new(span.start, span.start + trimmed.len())
}

#[cfg(test)]
mod tests {
    use crate::{
        article::{Article, Meta},
        pipeline::{ReadSettings, read_article},
    };

    fn read(text: &str) -> crate::reading::Reading {
        let article = Article {
            id: "a".into(),
            path: "a.txt".into(),
            text: text.into(),
            front_matter: 0,
            meta: Meta::default(),
        };
        let near = "2024-06-05".parse().ok();
        read_article(article, &ReadSettings { near, ..ReadSettings::default() })
    }

    fn days(text: &str) -> Vec<Option<String>> {
        read(text).said_on.into_iter().map(|d| d.map(|d| d.date)).collect()
    }

    #[test]
    fn ok_the_words_beside_the_cue_date_a_statement() {
        let text =
            "Dam is safe\n\n“The dam is safe,” Ida Moss, the mayor of Harrow, said on Monday.\n";
        assert!(days(text).contains(&Some("2024-06-03".into())), "{:?}", days(text));
    }

    #[test]
    fn ignores_a_day_inside_what_is_said() {
        let text = "Dam closed\n\nIda Moss, the mayor of Harrow, said that the dam was closed on Monday after the flood.\n";
        assert!(days(text).iter().all(Option::is_none), "{:?}", days(text));
        let events = read(text).events;
        assert!(events.iter().any(|e| e.when.date == "2024-06-03"), "{events:?}");
    }

    #[test]
    fn ok_what_lies_ahead_is_scheduled() {
        let events =
            read("Talks\n\nThe council will meet on Friday in Harrow to hear the engineers.\n")
                .events;
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(events[0].scheduled && events[0].when.date == "2024-06-07");
    }
}
