//! `digest build`: the whole site.

use super::{Context, WRONG_INPUT, WRONG_USAGE};
use crate::cli::Build;
use serde_json::json;
use std::{io::IsTerminal, path::PathBuf, process::ExitCode, time::Instant};
use story_digest::{
    check,
    config::load::{Loaded, Skipped},
    diagnostic::Diagnostic,
    pipeline::{self, Built, Keep},
    site::{self, Target},
};

pub fn run(context: &Context, args: &Build) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let mut loaded = match context.load() {
        Ok(loaded) => loaded,
        Err(status) => return Ok(status),
    };
    if let Some(url) = &args.base_url {
        match base_url(url) {
            Ok(url) => loaded.site.base_url = Some(url),
            Err(why) => return Ok(context.refuse("bad-value", why, BASE_URL_HELP)),
        }
    }
    if loaded.has_errors() {
        return Ok(context.fail(&loaded.diagnostics, WRONG_INPUT));
    }
    let out = args.out.clone().unwrap_or_else(|| loaded.root.join(&loaded.site.output));
    let target = match Target::check(&out, &loaded.root) {
        Ok(target) => target,
        Err(e) => return Ok(refused(context, &e)),
    };
    if let Some(jobs) = args.jobs {
        rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global().ok();
    }
    let keep = Keep { cache: !args.no_cache, beside: args.keep_readings };
    let bar = progress(context, &loaded);
    let mut built = pipeline::build(&loaded, keep, &|| bar.inc(1));
    bar.finish_and_clear();
    if built.has_errors() {
        return Ok(context.fail(&built.diagnostics, WRONG_INPUT));
    }
    if let Err(e) = target.write(built.files.iter().map(|(p, b)| (p.as_str(), b.as_slice()))) {
        return Ok(refused(context, &e));
    }
    let future = check::future_dates(&built.digests, chrono::Local::now().date_naive());
    built.diagnostics.extend(future);
    context.report_some(&built.diagnostics);
    let summary =
        Summary { built: &built, loaded: &loaded, out, seconds: started.elapsed().as_secs_f64() };
    summary.say(context);
    context.result(&summary.record(context))?;
    Ok(ExitCode::SUCCESS)
}

const BASE_URL_HELP: &str = "write it as --base-url https://example.org/digest/";

/// The address under which a site is published: absolute, http or https, with a slash at its end.
pub fn base_url(written: &str) -> Result<String, String> {
    let wrong = |why: &str| Err(format!("--base-url {written}: {why}"));
    let Ok(url) = url::Url::parse(written) else {
        return wrong("not an absolute address");
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return wrong("only http and https addresses are published");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return wrong("an address with ? or # can't have pages below it");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("it holds a user name or password, which would be published");
    }
    let url = String::from(url);
    Ok(if url.ends_with('/') { url } else { url + "/" })
}

pub fn refused(context: &Context, error: &site::Error) -> ExitCode {
    let d = Diagnostic::error("not-written", error.to_string());
    match error {
        site::Error::Refused { help, .. } => context.fail(&[d.help(help.clone())], WRONG_USAGE),
        site::Error::Io { .. } => {
            let help = "the last site is as it was; look at the disk and its rights, or choose another folder with --out";
            context.fail(&[d.help(help)], WRONG_INPUT)
        }
        _ => context.fail(&[d], WRONG_INPUT),
    }
}

/// A bar on a terminal only, and only where there is enough to wait for.
fn progress(context: &Context, loaded: &Loaded) -> indicatif::ProgressBar {
    let articles: usize = loaded.stories.iter().map(|s| s.files.len()).sum();
    if context.quiet || context.json || articles < 20 || !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let bar = indicatif::ProgressBar::new(articles as u64);
    if let Ok(style) =
        indicatif::ProgressStyle::with_template("reading {bar:30} {pos}/{len} articles {eta}")
    {
        bar.set_style(style);
    }
    bar
}

/// What a build did.
struct Summary<'a> {
    built: &'a Built,
    loaded: &'a Loaded,
    out: PathBuf,
    seconds: f64,
}

impl Summary<'_> {
    /// Stories and articles that are drafts, as paths.
    fn drafts(&self) -> (Vec<String>, Vec<String>) {
        let (drafts, others): (Vec<_>, Vec<_>) =
            self.loaded.stories.iter().partition(|s| s.story.draft);
        let stories = drafts.iter().map(|s| format!("content/{}/", s.folder)).collect();
        let file = |folder: &str, f: &String| format!("content/{folder}/{f}");
        let articles =
            others.iter().flat_map(|s| s.drafts.iter().map(|f| file(&s.folder, f))).collect();
        (stories, articles)
    }

    fn say(&self, context: &Context) {
        let statements: usize = self.built.digests.iter().map(|d| d.statements.len()).sum();
        let articles: usize = self.built.digests.iter().map(|d| d.articles.len()).sum();
        context.say(format_args!(
            "{}, {}, {} in {} ({:.2} s, {} read anew, {} kept)",
            count(self.built.digests.len(), "story", "stories"),
            count(articles, "article", "articles"),
            count(statements, "statement", "statements"),
            self.out.display(),
            self.seconds,
            self.built.read_anew,
            self.built.kept,
        ));
        let (stories, drafts) = self.drafts();
        if !(stories.is_empty() && drafts.is_empty()) {
            context.say(format_args!(
                "drafts left out: {}, {} ({})",
                count(stories.len(), "story", "stories"),
                count(drafts.len(), "article", "articles"),
                some([stories, drafts].concat()),
            ));
        }
        say_skipped(context, &self.built.skipped);
    }

    fn record(&self, context: &Context) -> serde_json::Value {
        let (draft_stories, draft_articles) = self.drafts();
        let (stories, articles) = (draft_stories.len(), draft_articles.len());
        let paths = [draft_stories, draft_articles].concat();
        let drafts = json!({"stories": stories, "articles": articles, "paths": paths});
        json!({
            "schema": 1,
            "ok": true,
            "out": self.out,
            "stories": self.built.digests.iter().map(|d| json!({
                "slug": d.slug, "title": d.title, "articles": d.articles.len(), "statements": d.statements.len(),
                "speakers": d.speakers.len(), "claims": d.claims.len(),
            })).collect::<Vec<_>>(),
            "articles": {"read_anew": self.built.read_anew, "kept": self.built.kept},
            "drafts": drafts,
            "skipped": self.built.skipped,
            "seconds": (self.seconds * 1000.0).round() / 1000.0,
            "diagnostics": context.records(&self.built.diagnostics),
        })
    }
}

/// How many files and folders are not used, and why.
pub fn say_skipped(context: &Context, skipped: &[Skipped]) {
    if skipped.is_empty() {
        return;
    }
    context.say(format_args!("skipped {}:", skipped.len()));
    for s in skipped {
        context.say(format_args!("  {}: {}", s.path, s.reason));
    }
}

/// The first names of a list, and how many more there are.
fn some(names: Vec<String>) -> String {
    const SHOWN: usize = 5;
    match names.len().saturating_sub(SHOWN) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names[..SHOWN].join(", ")),
    }
}

pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
