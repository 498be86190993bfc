//! `digest add`: articles into a story.

use super::{Context, WRONG_INPUT};
use crate::cli::Add;
use anyhow::Context as _;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};
use story_digest::{
    config::{
        check::probably,
        load::{ARTICLE_ENDINGS, Loaded, slug, story_from},
    },
    diagnostic::Severity,
};

pub fn run(context: &Context, args: &Add) -> anyhow::Result<ExitCode> {
    if let Some(address) = args.files.iter().find(|f| f.contains("://")) {
        return Ok(context.refuse(
            "no-fetching",
            format!("{address}: pages are not fetched from the web by this version"),
            "save the page in a browser, then: digest add STORY page.html --url ADDRESS",
        ));
    }
    if args.files.len() > 1
        && (args.url.is_some() || args.published.is_some() || args.headline.is_some())
    {
        return Ok(context.refuse(
            "one-file-only",
            "--url, --published and --headline are about one article, but several files are named",
            "add the files one by one",
        ));
    }
    let site = match context.load() {
        Ok(site) => site,
        Err(status) => return Ok(status),
    };
    if let Some(d) = site.diagnostics.iter().find(|d| d.code == "no-site") {
        return Ok(context.fail(std::slice::from_ref(d), WRONG_INPUT));
    }
    let Some(story) = site.stories.iter().find(|s| s.folder == args.story) else {
        return Ok(no_such_story(context, &site, &args.story));
    };
    let folder = site.root.join("content").join(&story.folder);
    let mut copies: Vec<(PathBuf, String)> = Vec::new();
    for file in &args.files {
        let path = Path::new(file);
        match target(path, &folder, &copies) {
            Ok(name) => copies.push((path.to_owned(), name)),
            Err((message, help)) => return Ok(context.refuse("not-added", message, help)),
        }
    }
    // The new story.toml is checked before anything is copied.
    let toml = folder.join("story.toml");
    let mut text = if toml.exists() {
        fs::read_to_string(&toml).with_context(|| format!("cannot read {}", toml.display()))?
    } else {
        String::new()
    };
    let known = args.outlet.is_some()
        || args.url.is_some()
        || args.published.is_some()
        || args.headline.is_some();
    if known {
        for (_, name) in &copies {
            text.push_str(&entry(args, name, &text));
        }
        let (_, diagnostics) =
            story_from(&text, &format!("content/{}/story.toml (as it would be)", story.folder));
        if diagnostics.iter().any(|d| d.severity == Severity::Error) {
            return Ok(context.fail(&diagnostics, super::WRONG_USAGE));
        }
    }
    for (from, name) in &copies {
        fs::copy(from, folder.join(name))
            .with_context(|| format!("cannot copy {}", from.display()))?;
        context.say(format_args!("added content/{}/{name}", story.folder));
    }
    if known {
        fs::write(&toml, text).with_context(|| format!("cannot write {}", toml.display()))?;
    }
    let names: Vec<&str> = copies.iter().map(|(_, n)| n.as_str()).collect();
    context.result(
        &serde_json::json!({"schema": 1, "ok": true, "story": story.folder, "files": names}),
    )?;
    Ok(ExitCode::SUCCESS)
}

fn no_such_story(context: &Context, site: &Loaded, name: &str) -> ExitCode {
    let folders = || site.stories.iter().map(|s| s.folder.as_str());
    let near =
        probably(name, folders()).map(|n| format!("did you mean `{n}`? ")).unwrap_or_default();
    let all = folders().collect::<Vec<_>>().join(", ");
    let there = if all.is_empty() {
        "there are no stories yet".into()
    } else {
        format!("stories here: {all}")
    };
    context.refuse(
        "no-such-story",
        format!("there is no story content/{name}/"),
        &format!("{near}{there}; make a new one with: digest new \"{name}\""),
    )
}

/// The name under which a file is kept in the story, or why it can't be.
fn target(
    file: &Path,
    folder: &Path,
    copies: &[(PathBuf, String)],
) -> Result<String, (String, &'static str)> {
    let shown = file.display();
    if file.is_dir() {
        return Err((format!("{shown} is a folder"), "name the files in it"));
    }
    if !file.is_file() {
        return Err((format!("{shown}: there is no such file"), "name files that exist"));
    }
    let ending = file.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    if !ARTICLE_ENDINGS.contains(&ending.as_str()) {
        return Err((
            format!("{shown}: only .txt, .md and .html are read"),
            "save the article's text as .txt, or the page as .html",
        ));
    }
    let stem = file.file_stem().and_then(|s| s.to_str()).unwrap_or("article");
    let name = format!("{}.{ending}", slug(stem));
    if folder.join(&name).symlink_metadata().is_ok() || copies.iter().any(|(_, n)| *n == name) {
        return Err((
            format!("{shown}: the story holds a file {name} already"),
            "rename the file, or remove the one in the story first",
        ));
    }
    Ok(name)
}

/// The `[[articles]]` table of one file, as it is appended to `story.toml`.
fn entry(args: &Add, name: &str, before: &str) -> String {
    let quoted = |s: &str| toml::Value::String(s.into()).to_string();
    let gap = match before {
        "" => "",
        b if b.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let mut out = format!("{gap}[[articles]]\nfile = {}\n", quoted(name));
    for (key, value) in [
        ("outlet", &args.outlet),
        ("url", &args.url),
        ("published", &args.published),
        ("headline", &args.headline),
    ] {
        if let Some(value) = value {
            out.push_str(&format!("{key} = {}\n", quoted(value)));
        }
    }
    out
}
