//! `digest extract`: articles in, attributions out.

use super::WRONG_INPUT;
use crate::cli::Extract;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{io, process::ExitCode, thread};
use story_digest::{
    article::{Article, Meta, Published, PublishedFrom},
    export,
    ndjson::{self, Line, Output},
    pipeline::{self, ReadSettings},
};

pub fn run(args: &Extract) -> anyhow::Result<ExitCode> {
    let threads = args
        .threads
        .map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let (_, failed) = ndjson::filter(io::stdin(), &mut io::stdout().lock(), threads, work)?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(WRONG_INPUT) })
}

/// One input line. Keys that are not known are passed over: other pipelines carry their own.
#[derive(Deserialize)]
struct Input {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    outlet: Option<String>,
    #[serde(default)]
    headline: Option<String>,
    #[serde(default)]
    language: Option<String>,
}

fn work(number: usize, line: Line<'_>) -> Output {
    match read(line) {
        Ok(record) => Output { line: record.to_string(), failed: false },
        Err((id, error)) => {
            let record = json!({"id": id, "line": number, "error": error});
            Output { line: record.to_string(), failed: true }
        }
    }
}

/// The id of a line that is no article, where it has one, and what is wrong with it.
fn no_article(bytes: &[u8], error: &serde_json::Error) -> (Value, String) {
    // Every line is a document of its own: only the column of the place says something.
    let short = |e: &serde_json::Error| {
        let text = e.to_string();
        text.rsplit_once(" at line ").map_or(text.clone(), |(why, _)| why.to_owned())
    };
    if let Err(e) = std::str::from_utf8(bytes) {
        return (Value::Null, format!("not UTF-8: byte {} cannot be decoded", e.valid_up_to() + 1));
    }
    match serde_json::from_slice::<Value>(bytes) {
        Err(e) => (Value::Null, format!("no JSON: {} (column {})", short(&e), e.column())),
        Ok(Value::Object(object)) => {
            let id = object.get("id").cloned().unwrap_or_default();
            (id, format!("not an article: {}", short(error)))
        }
        Ok(_) => {
            (Value::Null, "not an article: {\"id\": …, \"text\": \"…\"} was expected".to_owned())
        }
    }
}

fn read(line: Line<'_>) -> Result<Value, (Value, String)> {
    let Line::Bytes(bytes) = line else {
        let limit = ndjson::LINE_LIMIT >> 20;
        return Err((Value::Null, format!("the line is longer than {limit} MB")));
    };
    // Some programs begin a file with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err((Value::Null, "the line is empty; a JSON object was expected".into()));
    }
    let input: Input = serde_json::from_slice(bytes).map_err(|e| no_article(bytes, &e))?;
    let published = match input.published.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(written) => {
            let day = written.get(..10).and_then(|d| d.parse::<NaiveDate>().ok());
            let Some(date) = day else {
                let message = format!(
                    "`published` is {written:?}; 2022-03-14 or 2022-03-14T10:30:00+01:00 was expected"
                );
                return Err((input.id, message));
            };
            let time = (written.len() > 10).then(|| written.to_owned());
            Some(Published { date, time, from: PublishedFrom::Story })
        }
    };
    let meta = Meta {
        headline: input.headline,
        outlet: input.outlet,
        published,
        language: input.language,
        ..Meta::default()
    };
    let article = Article {
        id: String::new(),
        path: "text.txt".into(),
        text: input.text,
        front_matter: 0,
        meta,
    };
    let reading = pipeline::read_article(article, &ReadSettings::default());
    Ok(export::extract::record(&input.id, &reading))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(line: &[u8]) -> String {
        let (id, why) = read(Line::Bytes(line)).unwrap_err();
        format!("{id} {why}")
    }

    #[test]
    fn err_what_is_wrong_with_a_line() {
        assert_eq!(error(b"no"), "null no JSON: expected ident (column 2)");
        assert_eq!(error(b"{\"id\": 3}"), "3 not an article: missing field `text`");
        assert!(error(b"[1]").contains("was expected"), "{}", error(b"[1]"));
        assert!(error(b"\"x\"").contains("was expected"));
        assert_eq!(error(b"{\"id\": \"caf\xe9\"}"), "null not UTF-8: byte 12 cannot be decoded");
        assert!(error(br#"{"id": 1, "text": "x", "published": "soon"}"#).contains("\"soon\""));
        assert!(error(b" ").contains("empty"));
    }

    #[test]
    fn ok_a_byte_order_mark_and_an_empty_day() {
        let line = b"\xef\xbb\xbf{\"id\": 1, \"text\": \"\", \"published\": \"\"}";
        assert_eq!(read(Line::Bytes(line)).unwrap()["id"], 1);
    }
}
