//! Reckoning with days: shifts, holidays, the nearest day of a name.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The day `by` months on; the last of the month where there is no such day.
pub fn shift_months(day: NaiveDate, by: i32) -> Option<NaiveDate> {
    let n = Months::new(by.unsigned_abs());
    if by < 0 { day.checked_sub_months(n) } else { day.checked_add_months(n) }
}

/// "2022-W11", the ISO week.
pub fn week(day: NaiveDate) -> String {
    let w = day.iso_week();
    format!("{}-W{:02}", w.year(), w.week())
}

/// "2022-Q3".
pub fn quarter(day: NaiveDate) -> String {
    format!("{}-Q{}", day.year(), day.month().div_ceil(3))
}

/// "2022-03".
pub fn month(day: NaiveDate) -> String {
    format!("{}-{:02}", day.year(), day.month())
}

/// The day of a holiday in `year`, from its rule in `words.tsv`: "12-25", "11/4/4" (fourth Thursday of November; 5 is
/// the last), "-2" (days from Easter Sunday).
pub fn holiday(rule: &str, year: i32) -> Option<NaiveDate> {
    if let Some((month, day)) = rule.split_once('-').filter(|(m, _)| !m.is_empty()) {
        return NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?);
    }
    let parts: Vec<u32> = rule.split('/').filter_map(|p| p.parse().ok()).collect();
    if let [month, nth, weekday] = parts[..] {
        let weekday = Weekday::try_from(u8::try_from(weekday).ok()?.checked_sub(1)?).ok()?;
        let nth = u8::try_from(nth).ok()?;
        return (1..=nth)
            .rev()
            .find_map(|n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n));
    }
    easter(year)?.checked_add_signed(chrono::Duration::days(rule.parse().ok()?))
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}

/// The weekday `forth` or back from `day`, and how far off it is in days; today counts as zero both ways.
pub fn weekday_from(day: NaiveDate, weekday: u32, forth: bool, today: bool) -> NaiveDate {
    let back = u64::from((7 + day.weekday().number_from_monday() - weekday) % 7);
    match (forth, back) {
        (_, 0) if today => day,
        (true, 0) => day + Days::new(7),
        (false, 0) => day - Days::new(7),
        (true, b) => day + Days::new(7 - b),
        (false, b) => day - Days::new(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_holidays() {
        let day = |rule, year| holiday(rule, year).map(|d| d.to_string());
        assert_eq!(day("12-25", 2021).as_deref(), Some("2021-12-25"));
        assert_eq!(day("11/4/4", 2024).as_deref(), Some("2024-11-28"));
        assert_eq!(day("5/5/1", 2024).as_deref(), Some("2024-05-27"));
        assert_eq!(day("-2", 2024).as_deref(), Some("2024-03-29"));
        assert_eq!(day("0", 1999).as_deref(), Some("1999-04-04"));
    }

    #[test]
    fn ok_weekdays_both_ways() {
        let wednesday = NaiveDate::from_ymd_opt(2024, 6, 5).unwrap();
        let day = |w, forth, today| weekday_from(wednesday, w, forth, today).to_string();
        assert_eq!(day(1, false, true), "2024-06-03");
        assert_eq!(day(1, true, true), "2024-06-10");
        assert_eq!(day(3, true, true), "2024-06-05");
        assert_eq!(day(3, false, false), "2024-05-29");
    }
}
