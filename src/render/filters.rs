//! Filters of the templates: addresses, counts, days in words.

use super::urls;
use chrono::Datelike;
use tera::{Kwargs, State, Tera, TeraResult};

/// Makes the filters known to `tera`.
pub fn register(tera: &mut Tera) {
    tera.register_filter("rel", rel);
    tera.register_filter("day", day);
    tera.register_filter("weekday", weekday);
    tera.register_filter("count", count);
    tera.register_filter("tag_url", |name: &str, _: Kwargs, _: &State<'_>| urls::tag(name));
}

/// `{{ url | rel(depth=depth) }}`: an address below the root, relative to the page.
fn rel(url: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let depth: usize = kwargs.get("depth")?.unwrap_or(0);
    Ok(urls::relative(url, depth))
}

/// `{{ n | count(one=ui.one_text, many=ui.many_text) }}`: "1 text", "2 texts".
fn count(n: i64, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let word: String = kwargs.must_get(if n == 1 { "one" } else { "many" })?;
    Ok(format!("{n} {word}"))
}

/// `{{ date | day(lang=site.language) }}`: "14 March 2022" of an ISO day, "March 2022" of a month, else as it is; with
/// `until=LAST`, for the first of two days, without what both share.
fn day(date: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let language: String = kwargs.get("lang")?.unwrap_or_else(|| "en".to_owned());
    let until: Option<String> = kwargs.get("until")?;
    Ok(match until {
        Some(until) => first_of(date, &until, &language),
        None => readable_day(date, &language),
    })
}

/// `{{ date | weekday(lang=site.language) }}`: "Monday" of an ISO day, nothing of a month.
fn weekday(date: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let language: String = kwargs.get("lang")?.unwrap_or_else(|| "en".to_owned());
    Ok(weekday_of(date, &language).unwrap_or_default().to_owned())
}

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const WEEKDAYS: [[&str; 7]; 2] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
];

fn is_spanish(language: &str) -> bool {
    language.starts_with("es")
}

/// An ISO day in words.
pub fn readable_day(date: &str, language: &str) -> String {
    let spanish = is_spanish(language);
    let months = if spanish { SPANISH } else { ENGLISH };
    let parts: Vec<&str> = date.split('T').next().unwrap_or(date).split('-').collect();
    let month = parts
        .get(1)
        .and_then(|m| m.parse::<usize>().ok())
        .and_then(|m| months.get(m.wrapping_sub(1)));
    let of = if spanish { " de " } else { " " };
    match (parts.as_slice(), month) {
        ([year, _], Some(month)) => format!("{month}{of}{year}"),
        ([year, _, d], Some(month)) => match d.parse::<u8>() {
            Ok(d) => format!("{d}{of}{month}{of}{year}"),
            Err(_) => date.to_owned(),
        },
        _ => date.to_owned(),
    }
}

/// The first day of a stretch of time: "13" before "14 March 2022", "28 February" before "1 March 2022".
fn first_of(date: &str, until: &str, language: &str) -> String {
    let first = readable_day(date, language);
    let day = |d: &str| d.parse::<chrono::NaiveDate>().ok();
    let of = if is_spanish(language) { " de " } else { " " };
    match (day(date), day(until)) {
        (Some(a), Some(b)) if a.year() == b.year() && a.month() == b.month() => a.day().to_string(),
        (Some(a), Some(b)) if a.year() == b.year() => {
            first.trim_end_matches(&format!("{of}{}", a.year())).to_owned()
        }
        _ => first,
    }
}

/// The weekday of an ISO day.
fn weekday_of(date: &str, language: &str) -> Option<&'static str> {
    let day: chrono::NaiveDate = date.parse().ok()?;
    let names = WEEKDAYS[usize::from(is_spanish(language))];
    names.get(day.weekday().num_days_from_monday() as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_stretch_of_days_says_once_what_both_share() {
        assert_eq!(first_of("2022-03-13", "2022-03-14", "en"), "13");
        assert_eq!(first_of("2022-02-28", "2022-03-14", "en"), "28 February");
        assert_eq!(first_of("2022-02-28", "2022-03-14", "es"), "28 de febrero");
        assert_eq!(first_of("2021-12-31", "2022-01-01", "en"), "31 December 2021");
        assert_eq!(first_of("2021-12", "2022-01-01", "en"), "December 2021");
    }

    #[test]
    fn ok_weekdays() {
        assert_eq!(weekday_of("2022-03-14", "en"), Some("Monday"));
        assert_eq!(weekday_of("2022-03-13", "es-MX"), Some("domingo"));
        assert_eq!(weekday_of("2022-03", "en"), None);
    }
}
