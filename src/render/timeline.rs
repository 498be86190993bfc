//! The timeline of a story page: by day, with the words that date each entry.

use super::{
    story::{bare, shortened},
    views::{OutletView, StatementView, Views, short},
};
use crate::story::EntryKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// One day of the timeline.
#[derive(Debug, Serialize)]
pub struct DayView {
    /// ISO, as exact as known.
    pub date: String,
    /// Time since the day before it on the axis, where it is more than a day: number and unit ("day", "month", "year"), as
    /// exact as both are known.
    pub gap: Option<(i64, &'static str)>,
    /// Length of that stretch of the axis: 0 (no gap) to 4 (years).
    pub stretch: u8,
    /// Whether all of it was still to come.
    pub scheduled: bool,
    /// Its entries.
    pub entries: Vec<EntryView>,
}

/// An entry.
#[derive(Debug, Serialize)]
pub struct EntryView {
    /// Anchor without `e-`.
    pub id: String,
    /// Anchors of the entries that stand in it too.
    pub anchors: Vec<String>,
    /// "event", "statement", "scheduled".
    pub kind: &'static str,
    /// Words of the first article.
    pub text: String,
    /// Where each article carries it.
    pub places: Vec<DatingView>,
    /// The words that date it, each with the outlets that have them; last those without such words.
    pub datings: Vec<DatedByView>,
    /// How many sources described by the same words say the same words on that day; 1 for all else.
    pub alike: usize,
    /// Statements made on the occasion.
    pub statements: Vec<StatementView>,
    /// Days that other articles give, with the words, and the outlets that have them.
    pub conflicts: Vec<ConflictView>,
}

/// Words that date an entry.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct DatedByView {
    /// The words; `None`: the text has none there.
    pub words: Option<String>,
    /// Outlets, with the passage of each.
    pub places: Vec<(OutletView, String)>,
}

/// Another day that texts give an entry.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ConflictView {
    /// ISO day.
    pub date: String,
    /// The words that give it.
    pub words: String,
    /// The outlets that have them.
    pub outlets: Vec<OutletView>,
}

/// A place of an entry, with what dates it.
#[derive(Debug, Serialize)]
pub struct DatingView {
    /// The outlet.
    pub outlet: OutletView,
    /// Its page.
    pub url: String,
    /// The words there.
    pub text: String,
    /// The words that date it.
    pub dated_by: Option<String>,
}

/// The days of the axis, and the entries that have none.
pub fn timeline(v: &Views<'_>, statements: &[StatementView]) -> (Vec<DayView>, Vec<EntryView>) {
    let mut days: BTreeMap<String, Vec<EntryView>> = BTreeMap::new();
    let mut undated = Vec::new();
    for e in &v.d.timeline {
        let mut places: Vec<DatingView> = Vec::new();
        for i in &e.instances {
            let place = DatingView {
                outlet: v.outlet_of(i.place.article),
                url: address(v, e, i),
                text: short(&v.text(i.place.article, &i.place.spans)),
                dated_by: i.dated_by.map(|w| v.text(i.place.article, &[w])),
            };
            let same = |p: &DatingView| p.outlet == place.outlet && p.dated_by == place.dated_by;
            if !places.iter().any(same) {
                places.push(place);
            }
        }
        let view = EntryView {
            id: e.id.clone(),
            kind: match e.kind {
                EntryKind::Event => "event",
                EntryKind::Statement => "statement",
                EntryKind::Scheduled => "scheduled",
            },
            anchors: Vec::new(),
            text: places.first().map(|p| p.text.clone()).unwrap_or_default(),
            statements: e.statements.iter().map(|&s| shortened(&statements[s])).collect(),
            datings: datings(&places),
            alike: 1,
            conflicts: conflicts(v, e),
            places,
        };
        let day = match &e.date {
            Some(date) => days.entry(date.clone()).or_default(),
            None => &mut undated,
        };
        match day.iter_mut().find(|x| alike(x, &view)) {
            Some(first) => {
                first.alike += 1;
                first.places.extend(view.places);
                first.datings = datings(&first.places);
                first.anchors.push(view.id);
            }
            None => day.push(view),
        }
    }
    let mut out: Vec<DayView> = Vec::new();
    for (date, mut entries) in days {
        // What happened, what was said, what was still to come.
        entries
            .sort_by_key(|e| ["event", "statement", "scheduled"].iter().position(|k| *k == e.kind));
        let gap = out.last().and_then(|before: &DayView| gap(&before.date, &date));
        let stretch = match gap {
            None => 0,
            Some((..7, "day")) => 1,
            Some((_, "day")) => 2,
            Some((_, "month")) => 3,
            Some(_) => 4,
        };
        let scheduled = entries.iter().all(|e| e.kind == "scheduled");
        out.push(DayView { date, gap, stretch, scheduled, entries });
    }
    (out, undated)
}

/// Time between two dates: days where both are known to the day and two months apart at most, else months, else years.
/// `None` where it is a day or less.
fn gap(from: &str, to: &str) -> Option<(i64, &'static str)> {
    let day = |date: &str| date.parse::<chrono::NaiveDate>().ok();
    if let (Some(a), Some(b)) = (day(from), day(to)) {
        let days = (b - a).num_days();
        if days < 62 {
            return (days > 1).then_some((days, "day"));
        }
    }
    let part = |date: &str, n: usize| date.split('-').nth(n)?.parse::<i64>().ok();
    let years = part(to, 0)? - part(from, 0)?;
    let months = part(from, 1).zip(part(to, 1)).map(|(a, b)| years * 12 + b - a);
    match months {
        Some(1..24) => months.map(|n| (n, "month")),
        _ => (years > 0).then_some((years, "year")),
    }
}

/// Where the words of an entry stand. What was said on an occasion leads to the passage of one of its statements.
fn address(v: &Views<'_>, e: &crate::story::Entry, i: &crate::story::EntryInstance) -> String {
    let article = i.place.article;
    if e.kind == EntryKind::Statement {
        let said = e.statements.iter().flat_map(|&s| &v.d.statements[s].instances);
        if let Some(k) = said.into_iter().find(|x| x.article == article) {
            return v.passage(article, k.attribution);
        }
    }
    // Only the first place of an event in an article has the anchor.
    let first = e.instances.iter().find(|x| x.place.article == article).unwrap_or(i);
    v.standing(article, &first.place.spans, &format!("e-{}", e.id))
}

/// Whether two entries are the same words of sources that are described alike: one row, that says how many they are.
fn alike(a: &EntryView, b: &EntryView) -> bool {
    let unnamed = |e: &EntryView| {
        e.kind == "statement"
            && !e.statements.is_empty()
            && e.conflicts.is_empty()
            && e.statements
                .iter()
                .all(|s| !s.speakers.is_empty() && s.speakers.iter().all(|x| x.url.is_empty()))
    };
    let said = |e: &EntryView| -> Vec<(String, String, String)> {
        let who = |s: &StatementView| s.speakers.iter().map(|x| x.name.to_lowercase()).collect();
        e.statements.iter().map(|s| (who(s), s.act.clone(), bare(&s.text))).collect()
    };
    unnamed(a) && unnamed(b) && said(a) == said(b)
}

/// Places by the words that date them. An outlet that dates the entry in one place needs no mention without words.
fn datings(places: &[DatingView]) -> Vec<DatedByView> {
    let mut out: Vec<DatedByView> = Vec::new();
    let dated =
        |outlet: &OutletView| places.iter().any(|p| p.outlet == *outlet && p.dated_by.is_some());
    for p in places.iter().filter(|p| p.dated_by.is_some() || !dated(&p.outlet)) {
        let place = (p.outlet.clone(), p.url.clone());
        match out.iter_mut().find(|x| x.words == p.dated_by) {
            Some(x) if x.places.iter().any(|q| q.0 == place.0) => {}
            Some(x) => x.places.push(place),
            None => out.push(DatedByView { words: p.dated_by.clone(), places: vec![place] }),
        }
    }
    out.sort_by_key(|x| x.words.is_none());
    out
}

fn conflicts(v: &Views<'_>, e: &crate::story::Entry) -> Vec<ConflictView> {
    let mut out: Vec<ConflictView> = Vec::new();
    for (article, date, words) in &e.conflicts {
        let (words, outlet) = (v.text(*article, &[*words]), v.outlet_of(*article));
        match out.iter_mut().find(|c| c.date == *date && c.words == words) {
            Some(c) if c.outlets.contains(&outlet) => {}
            Some(c) => c.outlets.push(outlet),
            None => out.push(ConflictView { date: date.clone(), words, outlets: vec![outlet] }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_axis_says_how_much_time_passed_as_exactly_as_is_known() {
        assert_eq!(gap("2022-03-13", "2022-03-14"), None);
        assert_eq!(gap("2022-02-24", "2022-03-13"), Some((17, "day")));
        assert_eq!(gap("2022-02-24", "2022-09-01"), Some((7, "month")));
        assert_eq!(gap("2022-02", "2022-03-14"), Some((1, "month")));
        assert_eq!(gap("2022-03", "2022-03-14"), None);
        assert_eq!(gap("2001-09-11", "2016-09-22"), Some((15, "year")));
        assert_eq!(gap("2016", "2017-01-20"), Some((1, "year")));
        assert_eq!(gap("2016", "2016-01-20"), None);
    }

    #[test]
    fn ok_words_that_date_stand_once_with_the_outlets_that_have_them() {
        let place = |outlet: &str, words: Option<&str>| DatingView {
            outlet: OutletView {
                name: outlet.into(),
                known: true,
                url: String::new(),
                key: outlet.into(),
            },
            url: format!("{outlet}/"),
            text: String::new(),
            dated_by: words.map(str::to_owned),
        };
        let shown = datings(&[
            place("a", None),
            place("a", Some("Monday")),
            place("b", None),
            place("c", Some("Monday")),
        ]);
        let plain: Vec<_> = shown
            .iter()
            .map(|x| (x.words.as_deref(), x.places.iter().map(|p| p.0.name.as_str()).collect()))
            .collect::<Vec<(Option<&str>, Vec<&str>)>>();
        assert_eq!(plain, [(Some("Monday"), vec!["a", "c"]), (None, vec!["b"])]);
    }
}
