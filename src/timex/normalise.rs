//! Values: what an expression means on the day of the article.

use super::{
    Timex, TimexKind,
    recognise::{Match, number},
};
use crate::{segment::Document, text::Span};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::sync::LazyLock;

/// Which way a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Past,
    Future,
    Unknown,
}

/// Gives a match its type and value; `None` where it turns out to be none.
pub fn timex(document: &Document, anchor: Option<NaiveDate>, m: &Match) -> Option<Timex> {
    let v = Values { document, anchor, m };
    let (kind, value) = v.value()?;
    Some(Timex { span: m.span, kind, value, modifier: modifier(&m.low), rule: m.id.to_owned() })
}

fn modifier(low: &str) -> Option<String> {
    let starts = |w: &str| low.starts_with(w);
    let m = match () {
        () if starts("early") || starts("earlier") => "START",
        () if starts("late") || starts("later") => "END",
        () if starts("mid") => "MID",
        () if starts("more than") || starts("over ") || starts("just over") => "MORE_THAN",
        () if starts("less than")
            || starts("fewer than")
            || starts("under ")
            || starts("just under") =>
        {
            "LESS_THAN"
        }
        () if starts("at least") => "EQUAL_OR_MORE",
        () if starts("up to") || starts("no more than") => "EQUAL_OR_LESS",
        () if ["about ", "around ", "approximately ", "roughly ", "nearly ", "almost "]
            .iter()
            .any(|w| starts(w)) =>
        {
            "APPROX"
        }
        () => return None,
    };
    Some(m.to_owned())
}

struct Values<'a> {
    document: &'a Document,
    anchor: Option<NaiveDate>,
    m: &'a Match,
}

impl Values<'_> {
    fn value(&self) -> Option<(TimexKind, String)> {
        use TimexKind::{Date, Duration, Set, Time};
        let m = self.m;
        let date = |v: String| Some((Date, v));
        match m.does {
            "date" => self.date().map(|v| (Date, v)),
            "month" => self.month().map(|v| (Date, v)),
            "weekday" => {
                let day = self.weekday()?;
                match self.part() {
                    Some(part) => Some((Time, format!("{day}T{part}"))),
                    None => date(day),
                }
            }
            "deictic" => self.deictic(),
            "same-day" => date(self.anchor.map_or("XXXX-XX-XX".into(), |a| a.to_string())),
            "weekend" => date(self.weekend()),
            "relative-unit" => self.relative_unit(),
            "season" => self.season().map(|v| (Date, v)),
            "quarter" => self.quarter().map(|v| (Date, v)),
            "year" => date(m.part(&["y"])?.to_owned()),
            "decade" => date(self.decade()?),
            "century" => {
                let n: u32 = m.part(&["cen"])?.parse().ok()?;
                date(format!("{:02}", n.checked_sub(1)?))
            }
            "ago" => self.ago(),
            "duration" => {
                let n = m.part(&["n", "n2"])?;
                Some((Duration, duration(n, m.part(&["u", "u2"])?)?))
            }
            "duration-vague" => Some((Duration, duration("several", m.part(&["u", "u2"])?)?)),
            "set-unit" => Some((Set, duration(m.part(&["n"]).unwrap_or("1"), m.part(&["u"])?)?)),
            "set-weekday" => {
                let w = weekday_of(m.part(&["w", "w2", "w3"])?.trim_end_matches('s'))?;
                let part = self.part().map_or(String::new(), |p| format!("T{p}"));
                Some((Set, format!("XXXX-WXX-{}{part}", w.number_from_monday())))
            }
            "set-month" => Some((Set, format!("XXXX-{:02}", month_of(m.part(&["m"])?)?))),
            "year-words" => date(year_words(m.part(&["yw", "yw2"])?)?.to_string()),
            "set-part" => Some((Set, format!("XXXX-XX-XXT{}", self.part()?))),
            "frequency" => {
                let v = match m.low.as_str() {
                    "daily" => "P1D",
                    "weekly" => "P1W",
                    "monthly" => "P1M",
                    "quarterly" => "P3M",
                    "hourly" => "PT1H",
                    _ => "P1Y",
                };
                Some((Set, v.into()))
            }
            "clock" => self.clock().map(|v| (Time, v)),
            "holiday" => date(self.holiday()?),
            "present" => date("PRESENT_REF".into()),
            "past" => date("PAST_REF".into()),
            "future" => date("FUTURE_REF".into()),
            _ => None,
        }
    }

    fn part(&self) -> Option<&'static str> {
        let p = self.m.part(&["part"])?.to_lowercase();
        Some(match p.trim_start_matches("mid").trim_start_matches('-').trim_end_matches('s') {
            "morning" => "MO",
            "afternoon" => "AF",
            "evening" => "EV",
            "lunchtime" => "MI",
            _ => "NI",
        })
    }

    fn date(&self) -> Option<String> {
        let m = self.m;
        let month = match m.part(&["mn"]) {
            Some(n) => n.parse().ok()?,
            None => month_of(m.part(&["m"])?)?,
        };
        if !(1..=12).contains(&month) {
            return None;
        }
        let day: Option<u32> = match m.part(&["d"]) {
            Some(d) => Some(d.parse().ok().filter(|d| (1..=31).contains(d))?),
            None => None,
        };
        let year: Option<i32> = match (m.part(&["y"]), m.part(&["y2"])) {
            (Some(y), _) => y.parse().ok(),
            (_, Some(y)) if y.len() == 4 => y.parse().ok(),
            (_, Some(y)) => y.parse().ok().map(|y: i32| if y < 40 { 2000 + y } else { 1900 + y }),
            _ => None,
        };
        match (year, day) {
            (Some(y), Some(d)) => NaiveDate::from_ymd_opt(y, month, d).map(|d| d.to_string()),
            (Some(y), None) => Some(format!("{y}-{month:02}")),
            (None, Some(d)) => Some(match self.nearest(month, d) {
                Some(date) => date.to_string(),
                None => format!("XXXX-{month:02}-{d:02}"),
            }),
            (None, None) => None,
        }
    }

    /// The day of that name nearest to the article; a day more than half a year away is no news.
    fn nearest(&self, month: u32, day: u32) -> Option<NaiveDate> {
        let anchor = self.anchor?;
        let tense = self.tense();
        (-1..=1).filter_map(|k| NaiveDate::from_ymd_opt(anchor.year() + k, month, day)).min_by_key(
            |d| {
                let away = (*d - anchor).num_days();
                // The tense decides where the two years are about as near.
                let against = match tense {
                    Tense::Past => away > 0,
                    Tense::Future => away < 0,
                    Tense::Unknown => away > 60,
                };
                away.abs() + if against { 120 } else { 0 }
            },
        )
    }

    fn month(&self) -> Option<String> {
        let month = month_of(self.m.part(&["m"])?)?;
        if let Some(year) = self.m.part(&["yw"]) {
            return Some(format!("{}-{month:02}", year_words(year)?));
        }
        let Some(anchor) = self.anchor else { return Some(format!("XXXX-{month:02}")) };
        if let Some(rel) = self.m.part(&["relyear"]) {
            let shift = match rel.to_lowercase().as_str() {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            return Some(format!("{}-{month:02}", anchor.year() + shift));
        }
        let rel = self.m.part(&["rel"]).map(str::to_lowercase);
        let here = anchor.month();
        let year = match (rel.as_deref(), self.tense()) {
            (Some("next"), _) => anchor.year() + i32::from(month <= here),
            (Some("this"), _) => anchor.year(),
            (Some(_), _) => anchor.year() - i32::from(month >= here),
            (None, Tense::Future) => anchor.year() + i32::from(month < here),
            (None, _) => anchor.year() - i32::from(month > here),
        };
        Some(format!("{year}-{month:02}"))
    }

    fn weekday(&self) -> Option<String> {
        let weekday = weekday_of(self.m.part(&["w"])?)?;
        let Some(anchor) = self.anchor else {
            return Some(format!("XXXX-WXX-{}", weekday.number_from_monday()));
        };
        let rel = self.m.part(&["rel"]).map(str::to_lowercase);
        let back = u64::from(
            (7 + anchor.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7,
        );
        let forth = (7 - back) % 7;
        let date = match (rel.as_deref(), self.tense()) {
            (Some("next" | "this coming"), _) => {
                anchor + Days::new(if forth == 0 { 7 } else { forth })
            }
            (Some("last" | "this past"), _) => anchor - Days::new(if back == 0 { 7 } else { back }),
            (_, Tense::Future) => anchor + Days::new(forth),
            _ => anchor - Days::new(back),
        };
        Some(date.to_string())
    }

    fn deictic(&self) -> Option<(TimexKind, String)> {
        let word = self.m.part(&["deictic"])?.to_lowercase();
        let (shift, part) = match word.as_str() {
            "yesterday" => (-1, None),
            "tomorrow" => (1, None),
            "the day before yesterday" => (-2, None),
            "the day after tomorrow" => (2, None),
            "tonight" => (0, Some("NI")),
            "last night" => (-1, Some("NI")),
            "this morning" => (0, Some("MO")),
            "this afternoon" => (0, Some("AF")),
            "this evening" => (0, Some("EV")),
            _ => (0, None),
        };
        let day = match self.anchor {
            Some(a) => (a + chrono::Duration::days(shift)).to_string(),
            None => "XXXX-XX-XX".into(),
        };
        Some(match part.or(self.part()) {
            Some(part) => (TimexKind::Time, format!("{day}T{part}")),
            None => (TimexKind::Date, day),
        })
    }

    fn weekend(&self) -> String {
        let Some(anchor) = self.anchor else { return "XXXX-WXX-WE".into() };
        let rel = self.m.part(&["rel"]).map(str::to_lowercase);
        let week = match (rel.as_deref(), anchor.weekday()) {
            (Some("next" | "this coming"), Weekday::Sat | Weekday::Sun) => anchor + Days::new(7),
            (Some("next" | "this coming"), _) => anchor,
            (Some("this"), _) => anchor,
            // On a Saturday or Sunday the weekend is this one.
            (_, Weekday::Sun | Weekday::Sat) if rel.is_none() => anchor,
            (_, _) if self.tense() == Tense::Future && rel.is_none() => anchor,
            _ => anchor - Days::new(7),
        };
        let week = week.iso_week();
        format!("{}-W{:02}-WE", week.year(), week.week())
    }

    fn relative_unit(&self) -> Option<(TimexKind, String)> {
        let rel = self.m.part(&["rel"])?.to_lowercase();
        let unit = self.m.part(&["u"])?.to_lowercase();
        let Some(a) = self.anchor else {
            let v = match unit.as_str() {
                "day" => "XXXX-XX-XX",
                "week" | "weekend" => "XXXX-WXX",
                "month" => "XXXX-XX",
                _ => "XXXX",
            };
            return Some((TimexKind::Date, v.into()));
        };
        let shift: i32 = match rel.trim_start_matches("the ") {
            "last" | "previous" | "this past" => -1,
            "past" => -1,
            "next" | "coming" | "following" => 1,
            _ => 0,
        };
        if rel.ends_with("past") && rel != "this past" {
            return Some((TimexKind::Duration, duration("1", &unit)?));
        }
        let v = match unit.as_str() {
            "day" => (a + chrono::Duration::days(shift.into())).to_string(),
            "week" => {
                let w = (a + chrono::Duration::weeks(shift.into())).iso_week();
                format!("{}-W{:02}", w.year(), w.week())
            }
            "month" => {
                let d = shift_months(a, shift)?;
                format!("{}-{:02}", d.year(), d.month())
            }
            "quarter" => {
                let d = shift_months(a, 3 * shift)?;
                format!("{}-Q{}", d.year(), d.month().div_ceil(3))
            }
            "year" | "fiscal year" => format!("{}", a.year() + shift),
            "decade" => format!("{}", a.year() / 10 + shift),
            "century" => format!("{}", a.year() / 100 + shift),
            _ => return None,
        };
        Some((TimexKind::Date, v))
    }

    fn season(&self) -> Option<String> {
        let word = self.m.part(&["s", "s2", "s3", "s4"])?.to_lowercase();
        let (code, first) = match word.as_str() {
            "spring" => ("SP", 3),
            "summer" => ("SU", 6),
            "winter" => ("WI", 12),
            _ => ("FA", 9),
        };
        if let Some(y) = self.m.part(&["y", "y3"]) {
            return Some(format!("{y}-{code}"));
        }
        let Some(a) = self.anchor else { return Some(format!("XXXX-{code}")) };
        let begun = a.month() >= first;
        let over = a.month() >= first + 3;
        let year = match self.m.part(&["rel"]).map(str::to_lowercase).as_deref() {
            Some("last") => a.year() - i32::from(!over),
            Some("next") => a.year() + i32::from(begun),
            Some(_) => a.year(),
            None if self.tense() == Tense::Future => a.year() + i32::from(over),
            None => a.year() - i32::from(!begun),
        };
        Some(format!("{year}-{code}"))
    }

    fn quarter(&self) -> Option<String> {
        let word = self.m.part(&["q"])?.to_lowercase();
        let q: u32 = match word.as_str() {
            "first" | "1st" => 1,
            "second" | "2nd" => 2,
            "third" | "3rd" => 3,
            _ => 4,
        };
        if let Some(y) = self.m.part(&["y", "y3"]) {
            return Some(format!("{y}-Q{q}"));
        }
        let Some(a) = self.anchor else { return Some(format!("XXXX-Q{q}")) };
        let rel = format!(
            "{}{}",
            self.m.part(&["rel"]).unwrap_or_default().to_lowercase(),
            self.m.part(&["rel2"]).unwrap_or_default().to_lowercase()
        );
        let now = a.month().div_ceil(3);
        let year = match () {
            () if rel.starts_with("last") || rel.starts_with("year-earlier") => a.year() - 1,
            () if rel.starts_with("this") => a.year(),
            () if self.tense() == Tense::Future => a.year() + i32::from(q < now),
            () => a.year() - i32::from(q > now),
        };
        Some(format!("{year}-Q{q}"))
    }

    fn decade(&self) -> Option<String> {
        if let Some(d) = self.m.part(&["dec"]) {
            return Some(d.to_owned());
        }
        if let Some(d) = self.m.part(&["dec2"]) {
            return Some(format!("19{d}"));
        }
        let word = self.m.part(&["decw"])?.to_lowercase();
        let n = number(&word.replace("ies", "y"))?;
        Some(format!("19{}", n as u32 / 10))
    }

    fn ago(&self) -> Option<(TimexKind, String)> {
        let m = self.m;
        let unit = unit_of(m.part(&["u"])?)?;
        let future = m.part(&["fut"]).is_some();
        let Some(n) = number(m.part(&["n"])?) else {
            return Some((TimexKind::Date, if future { "FUTURE_REF" } else { "PAST_REF" }.into()));
        };
        let Some(a) = self.anchor else {
            return Some((TimexKind::Duration, duration(m.part(&["n"])?, m.part(&["u"])?)?));
        };
        let n = n as i64 * if future { 1 } else { -1 };
        if n.abs() > 100_000 {
            return None;
        }
        let months = |k: i64| i32::try_from(k).ok().and_then(|k| shift_months(a, k));
        let v = match unit {
            "D" => a.checked_add_signed(chrono::Duration::days(n))?.to_string(),
            "W" => {
                let w = a.checked_add_signed(chrono::Duration::weeks(n))?.iso_week();
                format!("{}-W{:02}", w.year(), w.week())
            }
            "M" => {
                let d = months(n)?;
                format!("{}-{:02}", d.year(), d.month())
            }
            "Q" => {
                let d = months(3 * n)?;
                format!("{}-Q{}", d.year(), d.month().div_ceil(3))
            }
            "Y" => format!("{:04}", i64::from(a.year()) + n),
            "DE" => format!("{:03}", (i64::from(a.year()) + 10 * n) / 10),
            "CE" => format!("{:02}", (i64::from(a.year()) + 100 * n) / 100),
            _ => a.to_string(),
        };
        Some((TimexKind::Date, v))
    }

    fn clock(&self) -> Option<String> {
        let m = self.m;
        let (h, min): (u32, u32) = match m.part(&["point"]).map(str::to_lowercase).as_deref() {
            Some("midnight") => (24, 0),
            Some(_) => (12, 0),
            None => {
                let h: u32 = m.part(&["h", "h2"])?.parse().ok()?;
                let min = m.part(&["min", "min2"]).unwrap_or("0").parse().ok()?;
                let pm = m.part(&["ap"]).is_some_and(|a| a.to_lowercase().starts_with('p'));
                let am = m.part(&["ap"]).is_some() && !pm;
                (
                    if pm && h < 12 {
                        h + 12
                    } else if am && h == 12 {
                        0
                    } else {
                        h
                    },
                    min,
                )
            }
        };
        if h > 24 || min > 59 {
            return None;
        }
        let day = match (m.part(&["w"]), self.anchor) {
            (Some(_), _) => self.weekday()?,
            (None, Some(a)) => a.to_string(),
            (None, None) => "XXXX-XX-XX".into(),
        };
        Some(format!("{day}T{h:02}:{min:02}"))
    }

    fn holiday(&self) -> Option<String> {
        let (month, day) = match self.m.low.replace('’', "'").as_str() {
            "christmas eve" => (12, 24),
            "new year's eve" => (12, 31),
            "new year's day" => (1, 1),
            "fourth of july" => (7, 4),
            "halloween" => (10, 31),
            "valentine's day" => (2, 14),
            "boxing day" => (12, 26),
            "may day" => (5, 1),
            "veterans day" => (11, 11),
            _ => (12, 25),
        };
        Some(match self.nearest(month, day) {
            Some(d) => d.to_string(),
            None => format!("XXXX-{month:02}-{day:02}"),
        })
    }

    /// The tense of the clause around the expression: the verb nearest before it, else the nearest behind it.
    fn tense(&self) -> Tense {
        let text = &self.document.text;
        let at = self.m.span;
        let sentence = self
            .document
            .sentence_at(at.start)
            .map_or(Span::new(0, text.len()), |s| self.document.sentences[s].span);
        let before = text.get(sentence.start..at.start).unwrap_or_default();
        let after = text.get(at.end..sentence.end.max(at.end)).unwrap_or_default();
        // A clause ends at a comma or at a conjunction, but a date set off by commas at the head of a sentence belongs to what follows.
        let own = before.rsplit([',', ';', ':', '“', '”', '"']).next().unwrap_or_default();
        let next =
            after.trim_start_matches([',', ' ']).split([',', ';']).next().unwrap_or_default();
        match (look(own, true), look(next, false)) {
            (Tense::Unknown, t) => t,
            (t, _) => t,
        }
    }
}

/// Looks for words that show the tense, from the end or from the start.
fn look(clause: &str, from_end: bool) -> Tense {
    let words: Vec<String> = clause
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| !w.is_empty())
        .map(|w| w.to_lowercase().replace('’', "'"))
        .collect();
    let judge = |w: &String| match () {
        () if FUTURE.contains(&w.as_str()) => Some(Tense::Future),
        () if PAST.contains(&w.as_str())
            || (w.len() > 4 && w.ends_with("ed") && !w.ends_with("eed")) =>
        {
            Some(Tense::Past)
        }
        () => None,
    };
    // "was due", "is expected", "scheduled for": the participle looks ahead.
    let found =
        if from_end { words.iter().rev().find_map(judge) } else { words.iter().find_map(judge) };
    found.unwrap_or(Tense::Unknown)
}

/// Words that look ahead, and irregular past forms: `data/en/timex/tense.tsv`.
static FUTURE: LazyLock<Vec<&'static str>> = LazyLock::new(|| tense_words("future"));
static PAST: LazyLock<Vec<&'static str>> = LazyLock::new(|| tense_words("past"));

fn tense_words(kind: &str) -> Vec<&'static str> {
    include_str!("../../data/en/timex/tense.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .filter(|(k, _)| *k == kind)
        .map(|(_, w)| w)
        .collect()
}

fn month_of(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let low = word.to_lowercase();
    NAMES.iter().position(|n| low.starts_with(n)).map(|i| i as u32 + 1)
}

fn weekday_of(word: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let low = word.to_lowercase();
    let i = NAMES.iter().position(|n| low.starts_with(n))?;
    Weekday::try_from(i as u8).ok()
}

fn shift_months(a: NaiveDate, by: i32) -> Option<NaiveDate> {
    let n = Months::new(by.unsigned_abs());
    if by < 0 { a.checked_sub_months(n) } else { a.checked_add_months(n) }
}

/// "nineteen ninety-six", "two thousand and five".
fn year_words(words: &str) -> Option<u32> {
    let low = words.to_lowercase();
    let (century, rest) = low.split_once([' ', '-'])?;
    let year = match century {
        "nineteen" => 1900.0 + number(rest)?,
        "twenty" => 2000.0 + number(rest)?,
        _ => number(&low)?,
    };
    Some(year as u32)
}

/// TimeML letters of a unit.
fn unit_of(word: &str) -> Option<&'static str> {
    let low = word.to_lowercase();
    Some(match low.as_str() {
        "century" | "centuries" => "CE",
        w => match w.trim_end_matches('s') {
            "second" => "TS",
            "minute" => "TM",
            "hour" => "TH",
            "day" => "D",
            "week" | "fortnight" => "W",
            "month" => "M",
            "quarter" => "Q",
            "year" => "Y",
            "decade" => "DE",
            "weekend" => "WE",
            _ => return None,
        },
    })
}

/// "P3D", "PT24H", "PXM".
fn duration(n: &str, unit: &str) -> Option<String> {
    let mut amount = number(n).or_else(|| n.parse().ok());
    if matches!(n.to_lowercase().as_str(), "another" | "a full" | "a whole") {
        amount = Some(1.0);
    }
    if n.to_lowercase().contains("couple") {
        amount = Some(2.0);
    }
    if unit.to_lowercase().starts_with("fortnight") {
        amount = amount.map(|a| 2.0 * a);
    }
    let shown = amount.map_or_else(
        || "X".to_owned(),
        |a| if a.fract() == 0.0 { format!("{a:.0}") } else { format!("{a}") },
    );
    let code = unit_of(unit)?;
    Some(match code.strip_prefix('T') {
        Some(c) => format!("PT{shown}{c}"),
        None => format!("P{shown}{code}"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{annotate, recognise::rules};
    use crate::segment::document;

    #[test]
    fn every_rule_reads_its_examples() {
        assert!(rules().len() > 30, "a pattern is broken");
        let mut wrong = Vec::new();
        for rule in rules().iter().map(|c| &c.rule) {
            assert!(!rule.examples.is_empty(), "{}: no example", rule.id);
            for example in &rule.examples {
                let (text, value) = example.rsplit_once(" = ").unwrap();
                let found = annotate(&document(text), "2024-06-05".parse().ok());
                if !found.iter().any(|t| t.value == value) {
                    wrong.push(format!("{}: {text}: {found:?}", rule.id));
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    #[test]
    fn ok_nothing_is_guessed_without_an_anchor() {
        let values: Vec<String> =
            annotate(&document("He left on Monday, Feb. 24; last week."), None)
                .into_iter()
                .map(|t| t.value)
                .collect();
        assert_eq!(values, ["XXXX-02-24", "XXXX-WXX"]);
    }

    #[test]
    fn ignores_amounts_and_verbs() {
        for text in [
            "It cost $1998.",
            "about 1,998 people",
            "They may march on.",
            "a 100% rise in 3.1998 units",
        ] {
            assert_eq!(annotate(&document(text), "2024-06-05".parse().ok()), vec![], "{text}");
        }
    }
}
