//! `digest build`: the whole site.

use super::{Context, WRONG_INPUT, WRONG_USAGE};
use crate::cli::Build;
use serde_json::json;
use std::{io::IsTerminal, path::PathBuf, process::ExitCode, time::Instant};
use story_digest::{
    config::load::{Loaded, Skipped},
    diagnostic::{Diagnostic, Severity},
    export,
    pipeline::{self, Keep},
    render,
    site::{self, Target},
    story::Digest,
};

pub fn run(context: &Context, args: &Build) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let mut loaded = match context.load() {
        Ok(loaded) => loaded,
        Err(status) => return Ok(status),
    };
    if let Some(url) = &args.base_url {
        loaded.site.base_url = Some(url.clone());
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
    let read = pipeline::read_site(&loaded, keep, &|| bar.inc(1));
    bar.finish_and_clear();
    let mut skipped = loaded.skipped.clone();
    skipped.extend(read.skipped.iter().cloned());
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(read.diagnostics.iter().cloned());
    let (anew, kept) = (read.read_anew, read.kept);
    let (digests, compared) = pipeline::compare_site(&loaded, read);
    diagnostics.extend(compared);
    if pipeline::forbids(&diagnostics, &skipped) {
        return Ok(context.fail(&diagnostics, WRONG_INPUT));
    }
    let files = match pages(&loaded, &digests) {
        Ok(files) => files,
        Err(wrong) => {
            diagnostics.extend(wrong);
            return Ok(context.fail(&diagnostics, WRONG_INPUT));
        }
    };
    if let Err(e) = target.write(files.iter().map(|(p, b)| (p.as_str(), b.as_slice()))) {
        return Ok(refused(context, &e));
    }
    context.report(&diagnostics);
    let summary = Summary {
        digests: &digests,
        loaded: &loaded,
        skipped: &skipped,
        diagnostics: &diagnostics,
        anew,
        kept,
        out,
        seconds: started.elapsed().as_secs_f64(),
    };
    summary.say(context);
    context.result(&summary.record(context))?;
    let failed = diagnostics.iter().any(|d| d.severity == Severity::Error);
    Ok(if failed { ExitCode::from(WRONG_INPUT) } else { ExitCode::SUCCESS })
}

/// Every file of the site.
pub fn pages(
    loaded: &Loaded,
    digests: &[Digest],
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let templates = render::Templates::load(Some(&loaded.root))?;
    let mut files = render::render(&templates, &loaded.site, digests)?;
    files.extend(export::files(&loaded.site, digests));
    Ok(files)
}

fn refused(context: &Context, error: &site::Error) -> ExitCode {
    let d = Diagnostic::error("not-written", error.to_string());
    match error {
        site::Error::Refused { help, .. } => context.fail(&[d.help(help.clone())], WRONG_USAGE),
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
    digests: &'a [Digest],
    loaded: &'a Loaded,
    skipped: &'a [Skipped],
    diagnostics: &'a [Diagnostic],
    anew: usize,
    kept: usize,
    out: PathBuf,
    seconds: f64,
}

impl Summary<'_> {
    fn drafts(&self) -> (usize, usize) {
        let stories = self.loaded.stories.iter().filter(|s| s.story.draft).count();
        let articles =
            self.loaded.stories.iter().filter(|s| !s.story.draft).map(|s| s.drafts.len()).sum();
        (stories, articles)
    }

    fn say(&self, context: &Context) {
        let statements: usize = self.digests.iter().map(|d| d.statements.len()).sum();
        let articles: usize = self.digests.iter().map(|d| d.articles.len()).sum();
        context.say(format_args!(
            "{}, {}, {} in {} ({:.2} s, {} read anew, {} kept)",
            count(self.digests.len(), "story", "stories"),
            count(articles, "article", "articles"),
            count(statements, "statement", "statements"),
            self.out.display(),
            self.seconds,
            self.anew,
            self.kept,
        ));
        let (stories, drafts) = self.drafts();
        if stories + drafts > 0 {
            context.say(format_args!(
                "drafts left out: {}, {}",
                count(stories, "story", "stories"),
                count(drafts, "article", "articles"),
            ));
        }
        for s in self.skipped {
            context.say(format_args!("skipped {}: {}", s.path, s.reason));
        }
    }

    fn record(&self, context: &Context) -> serde_json::Value {
        let (draft_stories, draft_articles) = self.drafts();
        json!({
            "schema": 1,
            "ok": !self.diagnostics.iter().any(|d| d.severity == Severity::Error),
            "out": self.out,
            "stories": self.digests.iter().map(|d| json!({
                "slug": d.slug, "title": d.title, "articles": d.articles.len(), "statements": d.statements.len(),
                "speakers": d.speakers.len(), "claims": d.claims.len(),
            })).collect::<Vec<_>>(),
            "articles": {"read_anew": self.anew, "kept": self.kept},
            "drafts": {"stories": draft_stories, "articles": draft_articles},
            "skipped": self.skipped,
            "seconds": (self.seconds * 1000.0).round() / 1000.0,
            "diagnostics": context.records(self.diagnostics),
        })
    }
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
