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

fn read(line: Line<'_>) -> Result<Value, (Value, String)> {
    let Line::Bytes(bytes) = line else {
        let limit = ndjson::LINE_LIMIT >> 20;
        return Err((Value::Null, format!("the line is longer than {limit} MB")));
    };
    if bytes.trim_ascii().is_empty() {
        return Err((Value::Null, "the line is empty; a JSON object was expected".into()));
    }
    let input: Input = serde_json::from_slice(bytes).map_err(|e| {
        let id = serde_json::from_slice::<Value>(bytes).ok().and_then(|v| v.get("id").cloned());
        (id.unwrap_or_default(), format!("not an article: {e}"))
    })?;
    let published = match &input.published {
        None => None,
        Some(written) => {
            let day = written.get(..10).and_then(|d| d.parse::<NaiveDate>().ok());
            let Some(date) = day else {
                let message = format!(
                    "`published` is {written:?}; 2022-03-14 or 2022-03-14T10:30:00+01:00 was expected"
                );
                return Err((input.id, message));
            };
            let time = (written.len() > 10).then(|| written.clone());
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
