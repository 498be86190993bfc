//! `digest explain`: how an article, or a line of it, was read, and why.

mod lines;
mod view;

use super::{Context, WRONG_INPUT, WRONG_USAGE};
use crate::cli::Explain;
use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::Path,
    process::ExitCode,
};
use story_digest::{
    article,
    config::{ArticleEntry, Correction, load::Loaded},
    diagnostic::{Diagnostic, Severity},
    pipeline::{self, Keep, ReadSettings},
    reading::Reading,
    story::Digest,
};

pub fn run(context: &Context, args: &Explain) -> anyhow::Result<ExitCode> {
    let (article, line) = with_line(&args.article);
    if line == Some(0) {
        return Ok(context.refuse("no-line", "lines count from 1", "digest explain a.txt:1"));
    }
    let context = &context.for_article(article);
    let loaded = match context.load() {
        Ok(loaded) => loaded,
        Err(status) => return Ok(status),
    };
    let Some(found) = find(&loaded, article) else {
        return alone(context, &loaded, article, line);
    };
    let about = format!("content/{}/", loaded.stories[found.0].folder);
    let wrong: Vec<Diagnostic> = loaded
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .filter(|d| {
            d.path.as_deref().is_none_or(|p| p == "site.toml" || p.starts_with(about.as_str()))
        })
        .cloned()
        .collect();
    if !wrong.is_empty() {
        return Ok(context.fail(&wrong, WRONG_INPUT));
    }
    let (story, path) = found;
    let mut one = loaded.clone();
    one.stories = vec![loaded.stories[story].clone()];
    // A draft is explained as well: that is when one looks.
    one.stories[0].story.draft = false;
    let drafts = std::mem::take(&mut one.stories[0].drafts);
    one.stories[0].files.extend(drafts.into_iter().filter(|f| path.ends_with(&format!("/{f}"))));
    one.stories[0].files.sort();
    let keep = Keep { cache: !args.no_cache, beside: false };
    let read = pipeline::read_site(&one, keep, &|| ());
    let about: Vec<Diagnostic> = read
        .diagnostics
        .iter()
        .filter(|d| d.path.as_deref() == Some(&path) && d.severity > Severity::Note)
        .cloned()
        .collect();
    let (digests, _) = pipeline::compare_site(&one, read);
    let place = digests
        .iter()
        .find_map(|d| Some((d, d.articles.iter().position(|r| r.article.path == path)?)));
    let Some((digest, index)) = place else {
        return Ok(context.fail(&about, WRONG_INPUT));
    };
    let corrections = loaded.stories[story].story.corrections.iter();
    let corrections = corrections.filter(|c| path.ends_with(&format!("/{}", c.file))).collect();
    show(context, &digest.articles[index], Some((digest, index)), corrections, line)
}

/// An article that belongs to no story here.
fn alone(
    context: &Context,
    loaded: &Loaded,
    article: &str,
    line: Option<usize>,
) -> anyhow::Result<ExitCode> {
    if !Path::new(article).exists() {
        return Ok(context.fail(&[no_such_article(loaded, article)], WRONG_USAGE));
    }
    let entry = ArticleEntry::default();
    match article::load(Path::new(""), article, &entry, &loaded.site) {
        Ok((article, _)) => {
            let reading = pipeline::read_article(article, &ReadSettings::default());
            show(context, &reading, None, Vec::new(), line)
        }
        Err(d) => Ok(context.fail(&[d.at(article)], WRONG_INPUT)),
    }
}

fn show(
    context: &Context,
    reading: &Reading,
    story: Option<(&Digest, usize)>,
    corrections: Vec<&Correction>,
    line: Option<usize>,
) -> anyhow::Result<ExitCode> {
    let lines = reading.article.text.lines().count().max(1);
    if let Some(line) = line.filter(|l| *l > lines) {
        let message =
            format!("{} has {lines} lines, but line {line} was asked for", reading.article.path);
        return Ok(context.refuse(
            "no-line",
            message,
            "name a line that is there, or none for all",
        ));
    }
    let out = io::stdout();
    let explained = view::Explained { reading, story, corrections, line };
    if context.json {
        writeln!(out.lock(), "{}", explained.json())?;
        return Ok(ExitCode::SUCCESS);
    }
    let terminal = out.is_terminal();
    let width = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let width = asked.or(width.filter(|_| terminal)).unwrap_or(100).clamp(30, 140);
    let color = context.color_for(terminal);
    out.lock().write_all(explained.text(width, color).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The article and the line of "a.txt:5"; a file whose name ends so is a file.
fn with_line(written: &str) -> (&str, Option<usize>) {
    if Path::new(written).exists() {
        return (written, None);
    }
    match written.rsplit_once(':') {
        Some((article, line)) if !article.is_empty() => match line.parse() {
            Ok(line) => (article, Some(line)),
            Err(_) => (written, None),
        },
        _ => (written, None),
    }
}

/// Index of the story and path of the article that `written` means: a path from here, a path from the root, or
/// `story/file`, with or without the file's ending.
fn find(loaded: &Loaded, written: &str) -> Option<(usize, String)> {
    let plain = written.trim_start_matches("./").replace('\\', "/");
    let absolute = fs::canonicalize(written).ok();
    for (index, story) in loaded.stories.iter().enumerate() {
        for file in story.files.iter().chain(&story.drafts) {
            let path = format!("content/{}/{file}", story.folder);
            let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy();
            let same = absolute
                .as_ref()
                .is_some_and(|a| fs::canonicalize(loaded.root.join(&path)).is_ok_and(|p| &p == a));
            if same
                || plain == path
                || plain == format!("{}/{file}", story.folder)
                || plain == format!("{}/{stem}", story.folder)
            {
                return Some((index, path));
            }
        }
    }
    None
}

fn no_such_article(loaded: &Loaded, written: &str) -> Diagnostic {
    let all: Vec<String> = loaded
        .stories
        .iter()
        .flat_map(|s| s.files.iter().map(move |f| format!("{}/{f}", s.folder)))
        .collect();
    let d = Diagnostic::error("no-such-article", format!("there is no article {written}"));
    d.help(instead(written, &all))
}

/// What was probably meant by `written`, of the articles `all` (story/file).
fn instead(written: &str, all: &[String]) -> String {
    // "courier.txt" for "harrow-dam/courier.txt", "harrow-dam" for an article of that story.
    let plain = written.trim_end_matches('/').trim_start_matches("content/");
    let is_part = |a: &&String| a.split('/').any(|part| part == plain);
    let near: Vec<&str> = match all.iter().filter(is_part).map(String::as_str).collect::<Vec<_>>() {
        some if !some.is_empty() => some,
        _ => {
            let near = story_digest::config::check::probably(plain, all.iter().map(String::as_str));
            near.into_iter().collect()
        }
    };
    match (near.len(), all.len()) {
        (1, _) => format!("did you mean `{}`?", near[0]),
        (2.., _) => format!("did you mean one of {}?", some(&near)),
        (_, 0) => "name a file, or go to the site's folder and name story/file".to_owned(),
        _ => format!("articles here: {}", some(all)),
    }
}

/// The first names of a list, and how many more there are.
fn some(names: &[impl AsRef<str>]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_article_that_was_probably_meant() {
        let all = ["harrow-dam/courier.txt", "harrow-dam/radio-6.md", "market/courier.md"];
        let all: Vec<String> = all.iter().map(|a| (*a).to_owned()).collect();
        assert_eq!(instead("courier.txt", &all), "did you mean `harrow-dam/courier.txt`?");
        assert_eq!(
            instead("harrow-dam/couriar.txt", &all),
            "did you mean `harrow-dam/courier.txt`?"
        );
        let story = "did you mean one of harrow-dam/courier.txt, harrow-dam/radio-6.md?";
        assert_eq!(
            (instead("harrow-dam", &all), instead("content/harrow-dam/", &all)),
            (story.into(), story.into())
        );
        assert!(instead("zzz", &all).starts_with("articles here: harrow-dam/courier.txt, "));
        assert!(instead("zzz", &[]).starts_with("name a file"));
    }
}
