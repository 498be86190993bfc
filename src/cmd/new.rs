//! `digest new`: a folder for a story.

use super::{Context, WRONG_INPUT};
use crate::cli::New;
use anyhow::Context as _;
use std::{fs, process::ExitCode};
use story_digest::config::{check::day, load::slug};

pub fn run(context: &Context, args: &New) -> anyhow::Result<ExitCode> {
    let title = args.title.trim();
    if title.is_empty() {
        return Ok(context.refuse("no-title", "the title is empty", "digest new \"Harrow dam\""));
    }
    if let Some(date) = &args.date
        && (day(date).is_none() || date.len() != 10)
    {
        return Ok(context.refuse(
            "bad-value",
            format!("--date {date}: no day of the calendar"),
            "write it as year-month-day: --date 2024-06-03",
        ));
    }
    let site = match context.load() {
        Ok(site) => site,
        Err(status) => return Ok(status),
    };
    if let Some(d) = site.diagnostics.iter().find(|d| d.code == "no-site") {
        return Ok(context.fail(std::slice::from_ref(d), WRONG_INPUT));
    }
    let name = slug(title);
    let folder = site.root.join("content").join(&name);
    if folder.symlink_metadata().is_ok() {
        return Ok(context.refuse(
            "exists",
            format!("content/{name}/ is there already"),
            "choose another title, or add articles to the story: digest add",
        ));
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make content/{name}"))?;
    let date = match &args.date {
        Some(date) => format!("date = {date}\n"),
        None => "# Day of the story; articles that state no date are read as of this day.\n# date = 2024-06-03\n".into(),
    };
    let text = format!(
        "# Every key is optional; all of them: digest's docs/config.md\ntitle = {}\n{date}\n# What is known about the articles, where they do not say it themselves:\n# [[articles]]\n# file = \"courier.txt\"\n# outlet = \"The Courier\"\n# published = 2024-06-03\n# url = \"https://courier.example/dam\"\n",
        toml::Value::String(title.into())
    );
    fs::write(folder.join("story.toml"), text)
        .with_context(|| format!("cannot write content/{name}/story.toml"))?;
    context.say(format_args!(
        "made content/{name}/story.toml\nnext: put articles (.txt, .md, .html) beside it, or: digest add {name} FILE..."
    ));
    context.result(&serde_json::json!({"schema": 1, "ok": true, "story": name}))?;
    Ok(ExitCode::SUCCESS)
}
