//! `digest read`: articles as read, before any attribution.

use super::{Context, WRONG_INPUT};
use crate::cli::Read;
use std::{
    io::{self, Write},
    process::ExitCode,
};
use story_digest::{
    article, clean,
    config::{ArticleEntry, Site, check::is_address},
    diagnostic::{Diagnostic, Severity, render::position},
};

pub fn run(context: &Context, args: &Read) -> anyhow::Result<ExitCode> {
    if args.url.is_some() && args.files.len() > 1 {
        return Ok(context.refuse(
            "one-file-only",
            "--url is about one page, but several files are named",
            "read the files one by one",
        ));
    }
    let url = args.url.clone().or_else(|| args.base_url.clone());
    if let Some(wrong) = url.as_deref().filter(|u| !is_address(u)) {
        return Ok(context.refuse(
            "bad-value",
            format!("{wrong} is no absolute http or https address"),
            "write it as --url https://courier.example/dam",
        ));
    }
    let site = Site::untitled();
    let entry = ArticleEntry { url, ..ArticleEntry::default() };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut failed = false;
    for file in &args.files {
        let shown = file.display().to_string();
        let bytes = article::bytes_of(file);
        let line = match bytes.and_then(|b| article::from_bytes(&b, &shown, &entry, &site)) {
            Ok((article, found)) if found.iter().any(|d| d.severity == Severity::Error) => {
                failed = true;
                let wrong = found.iter().find(|d| d.severity == Severity::Error);
                let wrong = wrong.map(|d| placed(d, &article.text)).unwrap_or_default();
                serde_json::json!({"path": shown, "error": wrong}).to_string()
            }
            Ok((article, _)) => {
                let cleaned = clean::clean(&article);
                let mut record = clean::record::read_record(&article, &cleaned);
                // The record is about the file: its stem as it is, not the address that a site would make of it.
                if let Some(stem) = file.file_stem() {
                    record.id = stem.to_string_lossy().into_owned();
                }
                serde_json::to_string(&record)?
            }
            Err(d) => {
                failed = true;
                serde_json::json!({"path": shown, "error": d.message}).to_string()
            }
        };
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(if failed { ExitCode::from(WRONG_INPUT) } else { ExitCode::SUCCESS })
}

/// A mistake in front matter, with its place in the file.
fn placed(d: &Diagnostic, text: &str) -> String {
    match d.span {
        Some(span) => {
            let at = position(text, span.start);
            format!("line {}, column {}: {}", at.line, at.column, d.message)
        }
        None => d.message.clone(),
    }
}
