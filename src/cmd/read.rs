//! `digest read`: articles as read, before any attribution.

use super::{WRONG_INPUT, WRONG_USAGE};
use crate::cli::Read;
use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};
use story_digest::{
    article, clean,
    config::{ArticleEntry, Site},
};

pub fn run(args: &Read) -> anyhow::Result<ExitCode> {
    if args.url.is_some() && args.files.len() > 1 {
        eprintln!("error: --url is about one page, but several files are named");
        return Ok(ExitCode::from(WRONG_USAGE));
    }
    let site = Site::untitled();
    let url = args.url.clone().or_else(|| args.base_url.clone());
    let entry = ArticleEntry { url, ..ArticleEntry::default() };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut failed = false;
    for file in &args.files {
        let line = match article::load(Path::new("."), file, &entry, &site) {
            Ok((article, _)) => {
                let cleaned = clean::clean(&article);
                let mut record = clean::record::read_record(&article, &cleaned);
                // The record is about the file: its stem as it is, not the address that a site would make of it.
                if let Some(stem) = Path::new(file).file_stem() {
                    record.id = stem.to_string_lossy().into_owned();
                }
                serde_json::to_string(&record)?
            }
            Err(d) => {
                failed = true;
                serde_json::json!({"path": file, "error": d.message}).to_string()
            }
        };
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(if failed { ExitCode::from(WRONG_INPUT) } else { ExitCode::SUCCESS })
}
