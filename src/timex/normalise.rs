//! Values: what an expression means on the day of the article, after what was said before it.

use super::{
    Timex, TimexKind,
    calendar::{self, shift_months},
    recognise::Match,
    tense::{self, Tense},
    words::{self, number, unit},
};
use crate::segment::Document;
use chrono::{Datelike, Duration, NaiveDate, Weekday};

/// How far back an expression may lie that "that day" or "a day earlier" counts from, in bytes.
const NEAR: usize = 600;

/// Gives a match its type and value; `None` where it turns out to be none. `earlier` are the expressions before it.
pub fn timex(
    document: &Document,
    anchor: Option<NaiveDate>,
    earlier: &[Timex],
    m: &Match,
) -> Option<Timex> {
    let v = Values { document, anchor, earlier, m };
    let (kind, value) = v.value()?;
    let modifier = words::modifier(&m.low).map(str::to_owned);
    Some(Timex { span: m.span, kind, value, modifier, rule: m.id.to_owned() })
}

struct Values<'a> {
    document: &'a Document,
    anchor: Option<NaiveDate>,
    earlier: &'a [Timex],
    m: &'a Match,
}

impl Values<'_> {
    fn value(&self) -> Option<(TimexKind, String)> {
        use TimexKind::{Date, Duration, Set, Time};
        let m = self.m;
        let date = |v: String| Some((Date, v));
        match m.does {
            "date" => date(self.date()?),
            "month" => date(self.month()?),
            "that-month" => {
                date(format!("{}-{:02}", self.told_year()?, words::month(m.part("m")?)?))
            }
            "weekday" => Some(self.at_part(self.weekday()?)),
            "weekday-relative" => date(self.weekday_relative()?),
            "deictic" => self.deictic(),
            "that-unit" => self.that_unit(),
            "that-part" => {
                let day = self.told_day().or(self.anchor);
                Some(self.at_part(day.map_or("XXXX-XX-XX".into(), |d| d.to_string())))
            }
            "weekend" => date(self.weekend()),
            "relative-unit" => self.relative_unit(),
            "this-unit" => self.this_unit(),
            "season" => date(self.season()?),
            "set-season" => {
                let season = words::meaning("season", m.part("s")?)?;
                Some((Set, format!("XXXX-{}", &season[..2])))
            }
            "quarter" => date(self.quarter()?),
            "this-quarter" => date(self.this_quarter()?),
            "half" => date(self.half()?),
            "year" => date(m.part("y")?.to_owned()),
            "year-words" => date(words::year(m.part("yw")?)?.to_string()),
            "decade" => date(self.decade()?),
            "century" => {
                let n: u32 = m.part("cen")?.parse().ok()?;
                date(format!("{:02}", n.checked_sub(1)?))
            }
            "distance" => self.distance(),
            "duration" => Some((Duration, duration(m.part("n")?, m.part("u")?)?)),
            "one-unit" => self.one_unit(),
            "duration-vague" => {
                Some((Duration, duration("several", m.part("u").unwrap_or("days"))?))
            }
            "some-time" => Some((Duration, "PXX".into())),
            "set-unit" => Some((Set, duration(m.part("n").unwrap_or("1"), m.part("u")?)?)),
            "set-weekday" => {
                let w = words::weekday(m.part("w")?)?;
                let part = m.part("part").and_then(words::part);
                let part = part.map_or(String::new(), |p| format!("T{p}"));
                Some((Set, format!("XXXX-WXX-{w}{part}")))
            }
            "set-month" => Some((Set, format!("XXXX-{:02}", words::month(m.part("m")?)?))),
            "set-part" => Some((Set, format!("XXXX-XX-XXT{}", words::part(m.part("part")?)?))),
            "frequency" => Some((Set, words::meaning("set", &m.low)?.into())),
            "clock" => Some((Time, self.clock()?)),
            "holiday" => date(self.holiday()?),
            "nine-eleven" => date(self.fixed_day()?),
            "present" => date("PRESENT_REF".into()),
            "past" => date("PAST_REF".into()),
            "future" => date("FUTURE_REF".into()),
            _ => None,
        }
    }

    fn tense(&self) -> Tense {
        tense::around(self.document, self.m.span)
    }

    /// A day, with the part of it that the expression names.
    fn at_part(&self, day: String) -> (TimexKind, String) {
        match self.m.part("part").and_then(words::part) {
            Some(part) => (TimexKind::Time, format!("{day}T{part}")),
            None => (TimexKind::Date, day),
        }
    }

    /// The expressions before this one that are near enough to count from, the last first.
    fn told(&self) -> impl Iterator<Item = &Timex> {
        let from = self.m.span.start.saturating_sub(NEAR);
        self.earlier
            .iter()
            .rev()
            .take_while(move |t| t.span.end >= from)
            .filter(|t| matches!(t.kind, TimexKind::Date | TimexKind::Time))
    }

    /// The calendar day told last.
    fn told_day(&self) -> Option<NaiveDate> {
        self.told().find_map(Timex::day)
    }

    /// The year of the date told last.
    fn told_year(&self) -> Option<i32> {
        self.told().find_map(|t| t.value.get(..4)?.parse().ok())
    }

    fn date(&self) -> Option<String> {
        let m = self.m;
        let month = match m.part("mn") {
            Some(n) => n.parse().ok()?,
            None => words::month(m.part("m")?)?,
        };
        let day: u32 = m.part("d")?.parse().ok()?;
        let year: Option<i32> = match m.part("y") {
            Some(y) if y.len() == 4 => Some(y.parse().ok()?),
            Some(y) => Some(y.parse().map(|y: i32| if y < 40 { 2000 + y } else { 1900 + y }).ok()?),
            None => None,
        };
        match year {
            Some(y) => NaiveDate::from_ymd_opt(y, month, day).map(|d| d.to_string()),
            None => self.day_of_month(month, day),
        }
    }

    /// The day of that name nearest to the article; a day more than half a year away is no news.
    fn day_of_month(&self, month: u32, day: u32) -> Option<String> {
        // A leap year: 29 February is a day of some year.
        NaiveDate::from_ymd_opt(2000, month, day)?;
        let Some(anchor) = self.anchor else { return Some(format!("XXXX-{month:02}-{day:02}")) };
        let tense = self.tense();
        (-1..=1)
            .filter_map(|k| NaiveDate::from_ymd_opt(anchor.year() + k, month, day))
            .min_by_key(|d| penalty((*d - anchor).num_days(), tense))
            .map(|d| d.to_string())
    }

    fn month(&self) -> Option<String> {
        let m = self.m;
        let month = words::month(m.part("m")?)?;
        if let Some(y) = m.part("y") {
            return Some(format!("{y}-{month:02}"));
        }
        if let Some(y) = m.part("yw") {
            return Some(format!("{}-{month:02}", words::year(y)?));
        }
        let Some(anchor) = self.anchor else { return Some(format!("XXXX-{month:02}")) };
        if let Some(rel) = m.part("relyear") {
            return Some(format!("{}-{month:02}", anchor.year() + step(rel)?));
        }
        let here = anchor.month();
        let (back, forth) = ((12 + here - month) % 12, (12 + month - here) % 12);
        let shift = match (m.part("rel").map(step), self.tense()) {
            (Some(Some(1)), _) => {
                if forth == 0 {
                    12
                } else {
                    forth.cast_signed()
                }
            }
            (Some(Some(0)), _) => month.cast_signed() - here.cast_signed(),
            // "this past May" in May is over; "last May" in May was a year ago.
            (Some(_), _) => -(if back == 0 { 12 } else { back.cast_signed() }),
            (None, Tense::Future) => forth.cast_signed(),
            (None, Tense::Past) => -back.cast_signed(),
            // What lies just ahead is nearer to the news than what is long over.
            (None, Tense::Unknown) if forth <= 3 && back > 6 => forth.cast_signed(),
            (None, Tense::Unknown) => -back.cast_signed(),
        };
        Some(calendar::month(shift_months(anchor.with_day(1)?, shift)?))
    }

    fn weekday(&self) -> Option<String> {
        let weekday = words::weekday(self.m.part("w")?)?;
        let Some(anchor) = self.anchor else { return Some(format!("XXXX-WXX-{weekday}")) };
        if let Some(week) = self.m.low("relweek") {
            let shift = step(week.trim_start_matches("of "))?;
            let monday = anchor - Duration::days(anchor.weekday().num_days_from_monday().into());
            let day = monday + Duration::days(i64::from(7 * shift) + i64::from(weekday) - 1);
            return Some(day.to_string());
        }
        let rel = self.m.part("rel").and_then(step);
        let day = match (rel, self.tense()) {
            (Some(1), _) => calendar::weekday_from(anchor, weekday, true, false),
            (Some(-1), _) => calendar::weekday_from(anchor, weekday, false, false),
            (_, Tense::Future) => calendar::weekday_from(anchor, weekday, true, true),
            _ => calendar::weekday_from(anchor, weekday, false, true),
        };
        Some(day.to_string())
    }

    /// "the following Monday": from the day told last. "the previous Friday": from the last one of that name.
    fn weekday_relative(&self) -> Option<String> {
        let weekday = words::weekday(self.m.part("w")?)?;
        let Some(anchor) = self.anchor else { return Some(format!("XXXX-WXX-{weekday}")) };
        let from = self.told_day().unwrap_or(anchor);
        let forth = step(self.m.part("rel")?)? > 0;
        Some(calendar::weekday_from(from, weekday, forth, false).to_string())
    }

    fn deictic(&self) -> Option<(TimexKind, String)> {
        let (day, part) = self.shifted(&self.m.low("deictic")?)?;
        match part {
            Some(part) => Some((TimexKind::Time, format!("{day}T{part}"))),
            None => Some(self.at_part(day)),
        }
    }

    /// The day that "yesterday" names, and the part of it that "tonight" does.
    fn shifted(&self, word: &str) -> Option<(String, Option<&'static str>)> {
        let shift = words::meaning("shift", word)?;
        let digits = shift.trim_end_matches(|c: char| c.is_ascii_uppercase());
        let part = Some(&shift[digits.len()..]).filter(|p| !p.is_empty());
        let day = match self.anchor {
            Some(a) => (a + Duration::days(digits.parse().ok()?)).to_string(),
            None => "XXXX-XX-XX".into(),
        };
        Some((day, part))
    }

    /// "that day", "later that year", "the same month": what was told last. "the same day" with nothing told is none.
    fn that_unit(&self) -> Option<(TimexKind, String)> {
        let unit = self.m.low("u")?;
        let date = |v: String| Some((TimexKind::Date, v));
        match unit.as_str() {
            "day" if self.m.part("w").is_some() => date(self.weekday()?),
            "day" => {
                // "earlier in the day" may be the day told, if that is the article's or the one before.
                let bare = self.m.low("dem").as_deref() == Some("the");
                let late = |d: &NaiveDate| {
                    self.anchor.is_some_and(|a| (0..=1).contains(&(a - *d).num_days()))
                };
                let told = self.told_day().filter(|d| !bare || late(d));
                let day = told.or(self.anchor.filter(|_| bare));
                match day {
                    Some(d) => date(d.to_string()),
                    None => date("XXXX-XX-XX".into()).filter(|_| bare),
                }
            }
            "week" => date(calendar::week(self.told_day()?)),
            "month" => {
                let month = |t: &Timex| Some(t.value.get(..7)?.to_owned());
                date(
                    self.told()
                        .filter(|t| !t.value.contains(['W', 'Q', 'X', '_']))
                        .find_map(month)?,
                )
            }
            "year" => date(self.told_year()?.to_string()),
            part => {
                let day = self.told_day()?;
                Some((TimexKind::Time, format!("{day}T{}", words::part(part)?)))
            }
        }
    }

    fn weekend(&self) -> String {
        let Some(anchor) = self.anchor else { return "XXXX-WXX-WE".into() };
        let rel = self.m.part("rel").map(|r| r.trim_start_matches("the ")).and_then(step);
        let on_weekend = matches!(anchor.weekday(), Weekday::Sat | Weekday::Sun);
        let shift = match rel {
            Some(1) => i64::from(on_weekend),
            Some(0) => 0,
            // On a Saturday or Sunday the weekend is this one.
            None if on_weekend || self.tense() == Tense::Future => 0,
            _ => -1,
        };
        format!("{}-WE", calendar::week(anchor + Duration::weeks(shift)))
    }

    fn relative_unit(&self) -> Option<(TimexKind, String)> {
        let rel = self.m.low("rel")?;
        let unit = self.m.low("u")?;
        let date = |v: String| Some((TimexKind::Date, v));
        let Some(anchor) = self.anchor else {
            return date(match unit.as_str() {
                "day" => "XXXX-XX-XX".into(),
                "week" => "XXXX-WXX".into(),
                "month" => "XXXX-XX".into(),
                _ => "XXXX".into(),
            });
        };
        let word = rel.trim_start_matches("the ");
        let shift = step(word)?;
        if word == "past" && unit != "year" {
            return Some((TimexKind::Duration, duration("1", &unit)?));
        }
        // "the following year", "the previous month" count from what was told.
        let told = matches!(word, "following" | "previous" | "preceding") || rel == "the next";
        if told && unit == "year" {
            return date((self.told_year().unwrap_or(anchor.year()) + shift).to_string());
        }
        let from = Some(anchor).filter(|_| !told).or_else(|| self.told_from()).unwrap_or(anchor);
        date(match unit.as_str() {
            "day" => (from + Duration::days(shift.into())).to_string(),
            // On a Sunday "last week" is the one that ends.
            "week" if shift == -1 && from.weekday() == Weekday::Sun => calendar::week(from),
            "week" => calendar::week(from + Duration::weeks(shift.into())),
            "month" => calendar::month(shift_months(from, shift)?),
            "quarter" => calendar::quarter(shift_months(from, 3 * shift)?),
            "year" | "fiscal year" => (from.year() + shift).to_string(),
            "decade" => (from.year() / 10 + shift).to_string(),
            "century" => (from.year() / 100 + shift).to_string(),
            _ => return None,
        })
    }

    /// The first day of the day or month told last.
    fn told_from(&self) -> Option<NaiveDate> {
        self.told()
            .find_map(|t| t.day().or_else(|| format!("{}-01", t.value.get(..7)?).parse().ok()))
    }

    /// "for the year", "by the end of the month": this one, unless it is a year that ended on a day.
    fn this_unit(&self) -> Option<(TimexKind, String)> {
        let unit = self.m.low("u")?;
        let after = self.document.text.get(self.m.span.end..).unwrap_or_default().trim_start();
        let after = after.split(' ').next().unwrap_or_default();
        if matches!(after, "ended" | "ending") {
            return Some((TimexKind::Duration, duration("1", unit.trim_start_matches("full "))?));
        }
        let Some(anchor) = self.anchor else { return Some((TimexKind::Date, "XXXX".into())) };
        let v = match unit.as_str() {
            "week" => calendar::week(anchor),
            "month" => calendar::month(anchor),
            _ => anchor.year().to_string(),
        };
        Some((TimexKind::Date, v))
    }

    fn season(&self) -> Option<String> {
        let season = words::meaning("season", self.m.part("s")?)?;
        let (code, first) = (&season[..2], season[2..].parse::<u32>().ok()?);
        if let Some(y) = self.m.part("y") {
            return Some(format!("{y}-{code}"));
        }
        if let Some(y) = self.m.part("yw") {
            return Some(format!("{}-{code}", words::year(y)?));
        }
        let Some(a) = self.anchor else { return Some(format!("XXXX-{code}")) };
        let begun = a.month() >= first;
        let over = a.month() >= first + 3;
        // A winter is called by the year it begins in; in January the last one began a year ago.
        let year = match self.m.part("rel").and_then(step) {
            Some(-1) if self.m.low.contains("past") => a.year() - i32::from(!begun),
            Some(-1) => a.year() - i32::from(!over),
            Some(1) => a.year() + i32::from(begun),
            Some(_) => a.year(),
            None if self.tense() == Tense::Future => a.year() + i32::from(over),
            None => a.year() - i32::from(!begun),
        };
        Some(format!("{year}-{code}"))
    }

    fn quarter(&self) -> Option<String> {
        let m = self.m;
        let q: u32 = words::meaning("ordinal", m.part("q")?)?.parse().ok()?;
        if let Some(y) = m.part("y") {
            return Some(format!("{y}-Q{q}"));
        }
        let Some(a) = self.anchor else { return Some(format!("XXXX-Q{q}")) };
        let rel = m.low("rel").and_then(|r| step(r.split(' ').next()?));
        let now = a.month().div_ceil(3);
        let past = a.year() - i32::from(q > now);
        let year = match rel {
            _ if m.part("year_ago").is_some() => past - 1,
            Some(shift) => a.year() + shift,
            // The quarter that has just ended is the one that is reported now, whatever is expected of it.
            None if q + 1 == now || q == 4 && now == 1 => past,
            None if self.tense() == Tense::Future => a.year() + i32::from(q < now),
            None => past,
        };
        Some(format!("{year}-Q{q}"))
    }

    /// The quarter that a report is about: the last one told anywhere before, else the last that was over.
    fn report_quarter(&self) -> Option<(i32, u32)> {
        let anchor = self.anchor?;
        let now = (anchor.year(), anchor.month().div_ceil(3));
        let told: Vec<(i32, u32)> = self
            .earlier
            .iter()
            .filter(|t| t.rule == "quarter")
            .filter_map(|t| {
                let (y, q) = t.value.split_once("-Q")?;
                Some((y.parse().ok()?, q.parse().ok()?)).filter(|quarter| *quarter < now)
            })
            .collect();
        // A quarter with which the report's own is compared is not the report's.
        let own = |(y, q): &&(i32, u32)| !told.contains(&(y + 1, *q));
        told.iter().rev().find(own).copied().or_else(|| {
            let over = shift_months(anchor, -3)?;
            Some((over.year(), over.month().div_ceil(3)))
        })
    }

    /// "the latest quarter", "the year-earlier period", "the 1988 quarter".
    fn this_quarter(&self) -> Option<String> {
        let (year, q) = self.report_quarter()?;
        let which = self.m.low("which").unwrap_or_default();
        let told = which.split(' ').find_map(|w| w.parse::<i32>().ok().filter(|y| *y > 1500));
        let back = ["year-ago", "year-earlier", "prior-year", "previous year"];
        let year = match told {
            Some(y) => y,
            None if back.iter().any(|w| which.contains(w)) => year - 1,
            None => year,
        };
        Some(format!("{year}-Q{q}"))
    }

    fn half(&self) -> Option<String> {
        let n = words::meaning("ordinal", self.m.part("half")?)?;
        let year = match self.m.part("y") {
            Some(y) => y.to_owned(),
            None => {
                let rel = self.m.low("rel")?;
                let shift = if rel == "the" { 0 } else { step(&rel)? };
                (self.anchor?.year() + shift).to_string()
            }
        };
        Some(format!("{year}-H{n}"))
    }

    fn decade(&self) -> Option<String> {
        if let Some(d) = self.m.part("dec") {
            return Some(d.to_owned());
        }
        if let Some(d) = self.m.part("short") {
            return Some(format!("19{d}"));
        }
        let n = number(&self.m.low("word")?.replace("ies", "y"))?;
        Some(format!("19{}", n as u32 / 10))
    }

    /// "three days ago" counts from the article, "a day earlier" and "two years later" from what was told; "30 days
    /// before closing" is a length of time.
    fn distance(&self) -> Option<(TimexKind, String)> {
        let m = self.m;
        let unit = unit(m.part("u")?)?;
        let (told, forth) = match () {
            () if m.part("ago").is_some() => (false, false),
            () if m.part("ahead").is_some() => (false, true),
            () => (true, m.part("later").is_some()),
        };
        let n = m.part("n").unwrap_or("several");
        let length = || Some((TimexKind::Duration, duration(n, m.part("u")?)?));
        if m.low("back").as_deref() == Some("before") {
            let after = self.document.text.get(m.span.end..).unwrap_or_default();
            if after.trim_start_matches(' ').starts_with(char::is_alphanumeric) {
                return length();
            }
        }
        let Some(n) = number(n) else {
            return match (told, forth) {
                (true, true) => length(),
                (false, true) => Some((TimexKind::Date, "FUTURE_REF".into())),
                (_, false) => Some((TimexKind::Date, "PAST_REF".into())),
            };
        };
        if unit == "Y"
            && n == 1.0
            && !forth
            && let Some(quarter) = self.a_year_before_the_report()
        {
            return Some((TimexKind::Date, quarter));
        }
        let from = match unit {
            _ if !told => None,
            "Y" | "DE" | "CE" => self.told_year().and_then(|y| NaiveDate::from_ymd_opt(y, 1, 1)),
            "M" | "Q" => self.told_from(),
            _ => self.told_day(),
        };
        match from.or(self.anchor.filter(|_| !(told && forth))) {
            Some(from) => Some((TimexKind::Date, away(from, if forth { n } else { -n }, unit)?)),
            None => length(),
        }
    }

    /// In a report about a quarter, "a year ago" is the same quarter of the year before.
    fn a_year_before_the_report(&self) -> Option<String> {
        let told = self.earlier.iter().any(|t| t.rule == "quarter" || t.rule == "this-quarter");
        let (year, q) = self.report_quarter().filter(|_| told)?;
        Some(format!("{}-Q{q}", year - 1))
    }

    /// "a year" as a length of time; behind an amount ("3 million a year", "twice a week") it is a rate, and none.
    fn one_unit(&self) -> Option<(TimexKind, String)> {
        let m = self.m;
        if m.low("more").as_deref() == Some(" and a half") {
            return Some((TimexKind::Duration, duration("1.5", m.part("u")?)?));
        }
        let value = duration("1", m.part("u")?)?;
        let before = self.document.text.get(..m.span.start).unwrap_or_default();
        let mut words = before.trim_end().rsplit(' ').take(3);
        let last = words.next().unwrap_or_default().to_lowercase();
        let counted =
            words.any(|w| w.contains(|c: char| c.is_ascii_digit()) || number(w).is_some());
        let rate = matches!(last.as_str(), "once" | "twice" | "times" | "million" | "billion")
            || counted && (last.ends_with('s') || last.contains(|c: char| c.is_ascii_digit()));
        (!rate).then_some((TimexKind::Duration, value))
    }

    fn clock(&self) -> Option<String> {
        let m = self.m;
        let (h, min): (u32, u32) = match m.part("point") {
            Some(point) => {
                let minutes: u32 = words::meaning("clock", point)?.parse().ok()?;
                (minutes / 60, minutes % 60)
            }
            None => {
                let h: u32 = m.part("h")?.parse().ok()?;
                let min = m.part("min").unwrap_or("0").parse().ok()?;
                let half = m.low("ap").unwrap_or_default();
                let pm = half.starts_with('p') || matches!(half.as_str(), "afternoon" | "evening");
                let am = half.starts_with('a') && !pm || half == "morning";
                match () {
                    () if pm && h < 12 => (h + 12, min),
                    () if am && h == 12 => (0, min),
                    () => (h, min),
                }
            }
        };
        if h > 24 || min > 59 {
            return None;
        }
        let day = match self.anchor {
            _ if m.part("w").is_some() => self.weekday()?,
            _ if m.part("m").is_some() => {
                self.day_of_month(words::month(m.part("m")?)?, m.part("d")?.parse().ok()?)?
            }
            _ if m.part("deictic").is_some() => self.shifted(&m.low("deictic")?)?.0,
            // "at 7 a.m." of the day that was told, if it is one of the last.
            Some(a) => {
                let late = |d: &NaiveDate| (0..=7).contains(&(a - *d).num_days());
                self.told_day().filter(late).unwrap_or(a).to_string()
            }
            None => "XXXX-XX-XX".into(),
        };
        Some(format!("{day}T{h:02}:{min:02}"))
    }

    /// "the 9/11 attacks", "Sept. 11 victims"; on its own "Sept. 11" is a day of the year.
    fn fixed_day(&self) -> Option<String> {
        let day = self.m.part("fixed")?;
        let after = self.document.text.get(self.m.span.end..).unwrap_or_default();
        let mut next = after.trim_start().split(|c: char| !c.is_alphanumeric()).take(3);
        let thing = after.starts_with(' ') && next.any(|w| words::meaning("about", w).is_some());
        if thing || !day.contains(' ') {
            return words::meaning("fixed", day).map(str::to_owned);
        }
        let number = day.split(' ').next_back()?.trim_end_matches("th");
        self.day_of_month(words::month(day)?, number.parse().ok()?)
    }

    fn holiday(&self) -> Option<String> {
        let rule = words::meaning("holiday", self.m.part("holiday")?)?;
        if let Some(y) = self.m.part("y") {
            return Some(calendar::holiday(rule, y.parse().ok()?)?.to_string());
        }
        let Some(anchor) = self.anchor else {
            let day = calendar::holiday(rule, 2000)?;
            let fixed = rule.contains('-') && !rule.starts_with('-');
            return Some(if fixed {
                format!("XXXX-{}", day.format("%m-%d"))
            } else {
                "XXXX".into()
            });
        };
        let rel = self.m.part("rel").and_then(step);
        let tense = self.tense();
        (-1..=1)
            .filter_map(|k| calendar::holiday(rule, anchor.year() + k))
            .filter(|d| match rel {
                Some(-1) => *d < anchor,
                Some(1) => *d > anchor,
                Some(_) => d.year() == anchor.year(),
                None => true,
            })
            .min_by_key(|d| penalty((*d - anchor).num_days(), tense))
            .map(|d| d.to_string())
    }
}

/// How unlikely a day is that lies `away` days from the article: the tense decides where two years are about as near.
fn penalty(away: i64, tense: Tense) -> i64 {
    let against = match tense {
        Tense::Past => away > 0,
        Tense::Future => away < 0,
        Tense::Unknown => away > 60,
    };
    away.abs() + if against { 120 } else { 0 }
}

/// How many units "last", "this", "next" go on from this one.
fn step(word: &str) -> Option<i32> {
    words::meaning("step", word)?.parse().ok()
}

/// The value `n` units from `from`, as exact as the unit.
fn away(from: NaiveDate, n: f64, unit: &str) -> Option<String> {
    // Nobody counts further, and the calendar would not follow.
    if n.abs() > 100_000.0 {
        return None;
    }
    let whole = n as i64;
    let months = |k: f64| shift_months(from, k as i32);
    Some(match unit {
        "D" => from.checked_add_signed(Duration::days(whole))?.to_string(),
        "W" => calendar::week(from.checked_add_signed(Duration::weeks(whole))?),
        "M" => calendar::month(months(n)?),
        "Q" => calendar::quarter(months(3.0 * n)?),
        "Y" => format!(
            "{:04}",
            months(12.0 * n).map_or(i64::from(from.year()) + whole, |d| d.year().into())
        ),
        "DE" => format!("{:03}", (i64::from(from.year()) + 10 * whole) / 10),
        "CE" => format!("{:02}", (i64::from(from.year()) + 100 * whole) / 100),
        _ => from.to_string(),
    })
}

/// "P3D", "PT24H", "PXM", "P2Y6M".
fn duration(n: &str, u: &str) -> Option<String> {
    let n = n.to_lowercase();
    let mut amount = number(&n);
    if u.to_lowercase().starts_with("fortnight") {
        amount = amount.map(|a| 2.0 * a);
    }
    let code = unit(u)?;
    let half = match code {
        "Y" => "6M",
        "TH" => "30M",
        "TM" => "30S",
        _ => "",
    };
    let (t, letters) = match code.strip_prefix('T') {
        Some(c) => ("T", c),
        None => ("", code),
    };
    Some(match amount {
        None => format!("P{t}X{letters}"),
        Some(a) if a.fract() == 0.5 && !half.is_empty() => {
            format!("P{t}{:.0}{letters}{half}", a.floor())
        }
        Some(a) if a.fract() == 0.0 => format!("P{t}{a:.0}{letters}"),
        Some(a) => format!("P{t}{a}{letters}"),
    })
}
