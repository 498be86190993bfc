//! `digest check`: what an editor should look at before publishing.

use super::{
    Context, WRONG_INPUT,
    build::{count, say_skipped},
};
use crate::cli::Check;
use serde_json::json;
use std::process::ExitCode;
use story_digest::{
    check,
    diagnostic::Severity,
    pipeline::{self, Keep},
};

pub fn run(context: &Context, args: &Check) -> anyhow::Result<ExitCode> {
    let loaded = match context.load() {
        Ok(loaded) => loaded,
        Err(status) => return Ok(status),
    };
    if loaded.has_errors() {
        return Ok(context.fail(&loaded.diagnostics, WRONG_INPUT));
    }
    let keep = Keep { cache: !args.no_cache, beside: false };
    let mut built = pipeline::build(&loaded, keep, &|| ());
    let found = check::check(&built, chrono::Local::now().date_naive());
    // The warnings about statements say it of every one that is published.
    built.diagnostics.retain(|d| d.code != "speaker-unclear");
    built.diagnostics.extend(found);
    let number = |s| built.diagnostics.iter().filter(|d| d.severity == s).count();
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    let failed = errors > 0 || (args.strict && warnings > 0);
    context.report(&built.diagnostics);
    say_skipped(context, &built.skipped);
    context.say(format_args!(
        "checked {}: {}, {}, {}",
        count(built.digests.len(), "story", "stories"),
        count(errors, "error", "errors"),
        count(warnings, "warning", "warnings"),
        count(number(Severity::Note), "note", "notes"),
    ));
    context.result(&json!({
        "schema": 1, "ok": !failed, "errors": errors, "warnings": warnings,
        "skipped": built.skipped, "diagnostics": context.records(&built.diagnostics),
    }))?;
    Ok(if failed { ExitCode::from(WRONG_INPUT) } else { ExitCode::SUCCESS })
}
