//! One TOML text against its table of keys: every mistake is reported with its place, and what is right is kept.

use super::schema::{Key, Kind};
use crate::{diagnostic::Diagnostic, text::Span};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml::{
    Spanned, Table, Value,
    de::{DeTable, DeValue},
};

/// What is left of a file after the check.
#[derive(Debug, Default)]
pub struct Checked {
    /// The entries that are as they should be; dates as strings.
    pub table: Table,
    /// Where each value stands, by its path ("articles.2.url").
    pub places: BTreeMap<String, Span>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks `text`, the content of the file `path`, against `keys`.
pub fn check(text: &str, path: &str, keys: &[Key]) -> Checked {
    let mut out = Checked::default();
    let (table, errors) = DeTable::parse_recoverable(text);
    for e in &errors {
        out.diagnostics.push(syntax_error(text, path, e));
    }
    // After a broken line the parser's idea of the rest is a guess: messages about it would mislead.
    if errors.is_empty() {
        let mut walk = Walk { text, path, out: &mut out };
        let table = walk.table(table.get_ref(), table.span(), keys, "");
        out.table = table;
    }
    out
}

fn syntax_error(text: &str, path: &str, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let span = clip(text, range);
    let line_start = text[..span.start].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let value = line.split_once('=').map_or("", |(_, v)| v.trim());
    let mut d =
        Diagnostic::error("toml-syntax", error.message().trim_end_matches('.').replace('\n', "; "))
            .at(path)
            .span(span);
    if value.starts_with(|c: char| c.is_ascii_digit()) && value.contains('-') {
        d = d.help(format!("expected {}", Kind::DayOrTime.expected()));
    } else if value.starts_with(|c: char| c.is_alphabetic()) {
        d = d.help("strings stand in quotation marks: key = \"value\"");
    }
    d
}

/// A byte range of the parser as a span of `text`, on character borders.
fn clip(text: &str, range: std::ops::Range<usize>) -> Span {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    Span::new(start, end)
}

/// Whether `written` is an absolute http or https address.
pub fn is_address(written: &str) -> bool {
    url::Url::parse(written)
        .is_ok_and(|u| matches!(u.scheme(), "http" | "https") && u.host().is_some())
}

/// The name among `known` that was probably meant by `name`.
pub fn probably<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |s: &str| s.to_lowercase().replace(['-', ' '], "_");
    let name = fold(name);
    known
        .into_iter()
        .map(|k| {
            let k_folded = fold(k);
            let score = if name.len() >= 3
                && (k_folded.starts_with(&name) || name.starts_with(&k_folded))
            {
                0.9
            } else if name.len() >= 4 && common_start(&name, &k_folded) + 1 >= name.len() {
                // Another form of the word: "deny" for "denies".
                0.8
            } else {
                strsim::normalized_damerau_levenshtein(&name, &k_folded)
            };
            (score, k)
        })
        .filter(|&(score, _)| score >= 0.6)
        // The first of equals, so that the answer does not depend on how a maximum is taken.
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(b) if b.0 >= next.0 => Some(b),
            _ => Some(next),
        })
        .map(|(_, k)| k)
}

fn common_start(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count()
}

struct Walk<'a> {
    text: &'a str,
    path: &'a str,
    out: &'a mut Checked,
}

impl Walk<'_> {
    fn error(&mut self, code: &str, message: String, span: Span, help: String) {
        self.out
            .diagnostics
            .push(Diagnostic::error(code, message).at(self.path).span(span).help(help));
    }

    fn table(
        &mut self,
        table: &DeTable<'_>,
        span: std::ops::Range<usize>,
        keys: &[Key],
        place: &str,
    ) -> Table {
        let mut out = Table::new();
        for (name, value) in table {
            let at = clip(self.text, name.span());
            let name = name.get_ref().as_ref();
            let Some(key) = keys.iter().find(|k| k.name == name) else {
                self.unknown(name, at, keys, place);
                continue;
            };
            let inner = if place.is_empty() { name.into() } else { format!("{place}.{name}") };
            self.out.places.insert(inner.clone(), clip(self.text, value.span()));
            if let Some(v) = self.value(value, key, &inner) {
                out.insert(name.into(), v);
            }
        }
        for key in keys.iter().filter(|k| k.required && !table.contains_key(k.name)) {
            // For a table the place is its header line; for the file its first byte.
            let at = if place.is_empty() {
                Span::new(0, 0)
            } else {
                let whole = clip(self.text, span.clone());
                let line = whole.of(self.text).lines().next().unwrap_or("").len();
                Span::new(whole.start, whole.start + line)
            };
            let where_ =
                if place.is_empty() { String::new() } else { format!(" in {}", header(place)) };
            self.error(
                "missing-key",
                format!("the key `{}` is missing{where_}", key.name),
                at,
                format!("add: {} = {}", key.name, example(key)),
            );
        }
        out
    }

    fn unknown(&mut self, name: &str, at: Span, keys: &[Key], place: &str) {
        let accepted = keys.iter().map(|k| k.name).collect::<Vec<_>>().join(", ");
        let help = match probably(name, keys.iter().map(|k| k.name)) {
            Some(near) => format!("did you mean `{near}`? accepted keys: {accepted}"),
            None => format!("accepted keys: {accepted}"),
        };
        let where_ =
            if place.is_empty() { String::new() } else { format!(" in {}", header(place)) };
        self.error("unknown-key", format!("unknown key `{name}`{where_}"), at, help);
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, key: &Key, place: &str) -> Option<Value> {
        let at = clip(self.text, value.span());
        let checked = match (key.kind, value.get_ref()) {
            (Kind::Table(keys), DeValue::Table(t)) => {
                return Some(Value::Table(self.table(t, value.span(), keys, place)));
            }
            (Kind::Tables(keys), DeValue::Array(list)) => {
                let mut out = Vec::new();
                for (i, v) in list.iter().enumerate() {
                    match v.get_ref() {
                        DeValue::Table(t) => out.push(Value::Table(self.table(
                            t,
                            v.span(),
                            keys,
                            &format!("{place}.{i}"),
                        ))),
                        other => {
                            let at = clip(self.text, v.span());
                            self.wrong_type(key, other, at);
                        }
                    }
                }
                return Some(Value::Array(out));
            }
            (Kind::Texts, DeValue::Array(list)) => {
                let mut out = Vec::new();
                for v in list {
                    match v.get_ref() {
                        DeValue::String(s) => out.push(Value::String(s.to_string())),
                        other => {
                            let at = clip(self.text, v.span());
                            self.wrong_type(key, other, at);
                        }
                    }
                }
                return Some(Value::Array(out));
            }
            (kind, v) => scalar(kind, v),
        };
        match checked {
            Ok(v) => Some(v),
            Err(Wrong::Type) => {
                self.wrong_type(key, value.get_ref(), at);
                None
            }
            Err(Wrong::Value(why)) => {
                let mut help = format!("expected {}", key.kind.expected());
                if let (Kind::Choice(words), DeValue::String(s)) = (key.kind, value.get_ref())
                    && let Some(near) = probably(s, words.iter().copied())
                {
                    help = format!("did you mean \"{near}\"? {help}");
                }
                self.error("bad-value", format!("`{}`: {why}", key.name), at, help);
                None
            }
        }
    }

    fn wrong_type(&mut self, key: &Key, found: &DeValue<'_>, at: Span) {
        let expected = match key.kind {
            Kind::Table(_) => format!("a table: [{}]", key.name),
            Kind::Tables(_) => format!("a list of tables: [[{}]]", key.name),
            kind => kind.expected(),
        };
        let found = match found.type_str() {
            "string" => "a string",
            "integer" => "a whole number",
            "float" => "a number",
            "boolean" => "true or false",
            "datetime" => "a date",
            "array" => "a list",
            _ => "a table",
        };
        self.error(
            "wrong-type",
            format!("`{}` cannot be {found}", key.name),
            at,
            format!("expected {expected}"),
        );
    }
}

fn header(place: &str) -> String {
    // "articles.2" is the third table of a list, "publish" a table.
    match place.rsplit_once('.') {
        Some((name, number)) if number.parse::<usize>().is_ok() => format!("[[{name}]]"),
        _ => format!("[{place}]"),
    }
}

fn example(key: &Key) -> &'static str {
    match (key.kind, key.name) {
        (Kind::FileName, _) => "\"courier.txt\"",
        (_, "title") => "\"Side by side\"",
        (_, "name") => "\"Ida Moss\"",
        _ => "\"…\"",
    }
}

enum Wrong {
    Type,
    Value(String),
}

fn wrong(why: impl Into<String>) -> Wrong {
    Wrong::Value(why.into())
}

fn scalar(kind: Kind, value: &DeValue<'_>) -> Result<Value, Wrong> {
    let text = |s: &str| Ok(Value::String(s.to_owned()));
    match (kind, value) {
        (Kind::AnyText, DeValue::String(s)) => text(s),
        (Kind::Text, DeValue::String(s)) => {
            if s.trim().is_empty() {
                Err(wrong("the string is empty"))
            } else {
                text(s)
            }
        }
        (Kind::Flag, DeValue::Boolean(b)) => Ok(Value::Boolean(*b)),
        (Kind::Count(from, to), DeValue::Integer(n)) => {
            let n = i64::from_str_radix(&n.as_str().replace('_', ""), n.radix())
                .map_err(|_| wrong("the number is too large"))?;
            if (from..=to).contains(&n) {
                Ok(Value::Integer(n))
            } else {
                Err(wrong(format!("{n} is out of range")))
            }
        }
        (Kind::Fraction, DeValue::Integer(_) | DeValue::Float(_)) => {
            let written = match value {
                DeValue::Integer(n) => n.as_str().to_owned(),
                DeValue::Float(f) => f.as_str().to_owned(),
                _ => String::new(),
            };
            match written.replace('_', "").parse::<f64>() {
                Ok(f) if (0.0..=1.0).contains(&f) => Ok(Value::Float(f)),
                _ => Err(wrong(format!("{written} is out of range"))),
            }
        }
        (Kind::Day | Kind::DayOrTime, DeValue::Datetime(d)) => {
            match (d.date, kind) {
                // Noon of a day and the day itself anchor the same dates.
                (Some(date), Kind::Day) => text(&date.to_string()),
                (Some(_), _) => text(&d.to_string()),
                (None, _) => Err(wrong("a time of day without a date")),
            }
        }
        (Kind::Day | Kind::DayOrTime, DeValue::String(s)) => match (day(s), kind) {
            (Some(date), Kind::Day) => text(&date.to_string()),
            (Some(_), _) => text(s.trim()),
            (None, _) => Err(wrong(format!("\"{s}\" is no date"))),
        },
        (Kind::Choice(words), DeValue::String(s)) => {
            if words.contains(&s.as_ref()) {
                text(s)
            } else {
                Err(wrong(format!("\"{s}\" is not one of the accepted words")))
            }
        }
        (Kind::Color, DeValue::String(s)) => {
            let hex = s.strip_prefix('#').unwrap_or("");
            if matches!(hex.len(), 3 | 6) && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                text(s)
            } else {
                Err(wrong(format!("\"{s}\" is no colour")))
            }
        }
        (Kind::Zone, DeValue::String(s)) => {
            if s == "Z" || s.parse::<chrono::FixedOffset>().is_ok() {
                text(s)
            } else {
                Err(wrong(format!("\"{s}\" is no offset from UTC")))
            }
        }
        (Kind::Address, DeValue::String(s)) if is_address(s) => text(s),
        (Kind::Address, DeValue::String(s)) => {
            Err(wrong(format!("\"{s}\" is no absolute http or https address")))
        }
        (Kind::Language, DeValue::String(s)) => {
            let mut parts = s.split('-');
            let primary = parts.next().unwrap_or("");
            let well_formed = matches!(primary.len(), 2..=3)
                && primary.bytes().all(|b| b.is_ascii_alphabetic())
                && parts.all(|p| {
                    matches!(p.len(), 1..=8) && p.bytes().all(|b| b.is_ascii_alphanumeric())
                });
            if well_formed { text(s) } else { Err(wrong(format!("\"{s}\" is no language tag"))) }
        }
        (Kind::FileName, DeValue::String(s)) => {
            if s.is_empty() || s.contains(['/', '\\']) || s.as_ref() == ".." || s.as_ref() == "." {
                Err(wrong(format!("\"{s}\" is not the name of a file in this folder")))
            } else {
                text(s)
            }
        }
        (Kind::Folder, DeValue::String(s)) => {
            let path = std::path::Path::new(s.as_ref());
            let inside = path.components().all(|c| {
                matches!(c, std::path::Component::Normal(_) | std::path::Component::CurDir)
            });
            if s.trim().is_empty() || !inside {
                Err(wrong(format!("\"{s}\" does not lie below the site's root")))
            } else {
                text(s)
            }
        }
        _ => Err(Wrong::Type),
    }
}

/// The calendar day of a date or date-time as written in a configuration file: "2022-03-14",
/// "2022-03-14T10:30", "2022-03-14 10:30:00+01:00". `None` where it is no such text or no day of the calendar.
pub fn day(written: &str) -> Option<NaiveDate> {
    let written = written.trim();
    let date = written.get(..10).and_then(|d| NaiveDate::parse_from_str(d, "%Y-%m-%d").ok())?;
    let rest = &written[10..];
    if rest.is_empty() {
        return Some(date);
    }
    let time = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let (clock, zone) = match time.find(['Z', 'z', '+', '-', ' ']) {
        Some(i) => (&time[..i], time[i..].trim_start()),
        None => (time, ""),
    };
    let clock_ok = ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f"]
        .iter()
        .any(|f| chrono::NaiveTime::parse_from_str(clock, f).is_ok());
    let zone_ok = matches!(zone, "" | "Z" | "z") || zone.parse::<chrono::FixedOffset>().is_ok();
    (clock_ok && zone_ok).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::schema::{SITE, STORY};

    fn messages(text: &str, keys: &[Key]) -> Vec<String> {
        check(text, "f.toml", keys)
            .diagnostics
            .iter()
            .map(|d| {
                format!(
                    "{} @ {:?}: {} | {}",
                    d.code,
                    d.span.map(|s| s.of(text)).unwrap_or(""),
                    d.message,
                    d.help.as_deref().unwrap_or("").split(" accepted keys").next().unwrap()
                )
            })
            .collect()
    }

    #[test]
    fn err_every_mistake_of_a_file_is_reported() {
        let text = "titel = \"A\"\nlanguage = 3\ntime_zone = \"CET\"\n[publish]\nmode = \"ful\"\narticle_percent = 400\n";
        insta::assert_snapshot!(messages(text, SITE).join("\n"), @r#"
        unknown-key @ "titel": unknown key `titel` | did you mean `title`?
        wrong-type @ "3": `language` cannot be a whole number | expected a language tag: "en" or "es-419"
        bad-value @ "\"CET\"": `time_zone`: "CET" is no offset from UTC | expected an offset from UTC: "+01:00" or "Z"
        bad-value @ "\"ful\"": `mode`: "ful" is not one of the accepted words | did you mean "full"? expected "excerpts" or "full"
        bad-value @ "400": `article_percent`: 400 is out of range | expected a whole number from 1 to 100
        missing-key @ "": the key `title` is missing | add: title = "Side by side"
        "#);
    }

    #[test]
    fn ok_dates_as_date_time_and_string() {
        let text = "date = 2022-03-14T09:00:00Z\n[[articles]]\nfile = \"a.txt\"\npublished = \"2022-03-14 10:30+01:00\"\n[[articles]]\nfile = \"b.txt\"\npublished = 2022-03-14T10:30:00+01:00\n";
        let checked = check(text, "story.toml", STORY);
        assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
        assert_eq!(checked.table["date"].as_str(), Some("2022-03-14"));
        let articles = checked.table["articles"].as_array().unwrap();
        assert_eq!(articles[1]["published"].as_str(), Some("2022-03-14T10:30:00+01:00"));
    }

    #[test]
    fn err_days_that_are_none() {
        for bad in ["2025-13-45", "2025-02-30", "14 March 2022", "2022-03-14Tnoon", "", "2022"] {
            assert_eq!(day(bad), None, "{bad}");
        }
        let found = messages("date = 2025-13-45\n", STORY);
        assert!(found[0].contains("expected a date or a date-time"), "{found:?}");
    }

    #[test]
    fn suggests_only_what_is_near() {
        assert_eq!(probably("base-url", ["base_url", "title"]), Some("base_url"));
        assert_eq!(probably("lang", ["title", "language"]), Some("language"));
        assert_eq!(probably("zebra", ["title", "language"]), None);
    }

    #[test]
    fn never_panics_on_broken_files() {
        for text in ["", "\u{feff}", "= = =", "[[", "a = \"\u{2026}", "title = [1, {]}\n", "é = 1"]
        {
            check(text, "f.toml", SITE);
            check(text, "f.toml", STORY);
        }
    }
}
