//! Dates as pages and pasted texts print them.

use super::{Published, PublishedFrom};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SecondsFormat};
use regex::Regex;
use std::sync::LazyLock;

static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4}))?")
        .expect("a fixed pattern")
});
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?:,?[\s-]+(\d{4}))?\b")
        .expect("a fixed pattern")
});
static ISO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\D)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)").expect("a fixed pattern")
});

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first calendar day that `text` prints: "March 14, 2022", "14 Mar 2022", "2022-03-14".
///
/// A day without a year is given the year that puts it nearest to `near`; without `near` it is not read. Forms that
/// mean two days ("03/04/2022") are not read either.
pub fn printed_day(text: &str, near: Option<NaiveDate>) -> Option<NaiveDate> {
    let mut found: Vec<(usize, NaiveDate)> = Vec::new();
    let number = |s: &str| s.parse::<u32>().ok();
    if let Some(c) = ISO.captures(text) {
        let day = NaiveDate::from_ymd_opt(c[1].parse().ok()?, number(&c[2])?, number(&c[3])?);
        found.extend(day.map(|d| (c.get(0).map_or(0, |m| m.start()), d)));
    }
    for (pattern, month, day) in [(&MONTH_FIRST, 1, 2), (&DAY_FIRST, 2, 1)] {
        let Some(c) = pattern.captures(text) else { continue };
        let name = c[month].to_lowercase();
        let Some(month) = MONTHS.iter().position(|m| name.starts_with(m)) else { continue };
        let (Some(day), month) = (number(&c[day]), month as u32 + 1) else { continue };
        let read = match c.get(3) {
            Some(year) => {
                year.as_str().parse().ok().and_then(|y| NaiveDate::from_ymd_opt(y, month, day))
            }
            None => near.and_then(|n| {
                (-1..=1)
                    .filter_map(|d| NaiveDate::from_ymd_opt(n.year() + d, month, day))
                    .min_by_key(|d| (*d - n).num_days().abs())
            }),
        };
        found.extend(read.map(|d| (c.get(0).map_or(0, |m| m.start()), d)));
    }
    found.sort();
    found.into_iter().map(|(_, d)| d).find(|d| (1800..2200).contains(&d.year()))
}

/// A machine-readable point in time (ISO 8601, RFC 3339, RFC 2822) or a printed day, as exactly as it is given.
pub fn published(text: &str, from: PublishedFrom) -> Option<Published> {
    let text = text.trim();
    let time = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f %z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%z"))
        .ok();
    if let Some(t) = time.filter(|t| (1800..2200).contains(&t.year())) {
        let printed = t.to_rfc3339_opts(SecondsFormat::Secs, true);
        return Some(Published { date: t.date_naive(), time: Some(printed), from });
    }
    // A clock time without a zone names no moment: the day counts.
    for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"]
    {
        if let Ok(t) = NaiveDateTime::parse_from_str(text, form) {
            return Some(Published { date: t.date(), time: None, from });
        }
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d")
            .ok()
            .filter(|d| (1800..2200).contains(&d.year()))
            .map(|date| Published { date, time: None, from });
    }
    printed_day(text.get(..80).unwrap_or(text), None).map(|date| Published {
        date,
        time: None,
        from,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, near: Option<&str>, expected: Option<&str>) {
        let near = near.and_then(|n| n.parse().ok());
        assert_eq!(printed_day(text, near).map(|d| d.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn ok_printed_days() {
        check("Published Monday, March 14, 2022 10:30 am", None, Some("2022-03-14"));
        check("14th of March 2022", None, Some("2022-03-14"));
        check("Sept. 5, 2021", None, Some("2021-09-05"));
        check("2022-3-4 10:00", None, Some("2022-03-04"));
        check("12-Jun-2019", None, Some("2019-06-12"));
    }

    #[test]
    fn ok_year_nearest_to_the_story() {
        check("Beijing, Mar 14 (EFE)", Some("2022-03-15"), Some("2022-03-14"));
        check("Dec 30", Some("2022-01-02"), Some("2021-12-30"));
    }

    #[test]
    fn ignores_what_names_no_day() {
        check("Mar 14", None, None);
        check("03/04/2022", None, None);
        check("Feb 30, 2022", None, None);
        check("the market rose 14 points in 2022", None, None);
    }

    #[test]
    fn ok_machine_forms() {
        let read =
            |s: &str| published(s, PublishedFrom::Meta).map(|p| (p.date.to_string(), p.time));
        assert_eq!(
            read("2022-03-14T10:00:00+01:00"),
            Some(("2022-03-14".into(), Some("2022-03-14T10:00:00+01:00".into())))
        );
        assert_eq!(read("2022-03-14T10:00:00"), Some(("2022-03-14".into(), None)));
        assert_eq!(
            read("Mon, 14 Mar 2022 10:00:00 GMT"),
            Some(("2022-03-14".into(), Some("2022-03-14T10:00:00Z".into())))
        );
        assert_eq!(read("20220314"), Some(("2022-03-14".into(), None)));
        assert_eq!(read("nonsense"), None);
        assert_eq!(read("99999999"), None);
    }
}
