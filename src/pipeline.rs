//! The stages in their order: from a loaded site to one [`Digest`] a story.
//!
//! [`read_article`] is a pure function of one article's text and settings; its result is kept by [`cache`].
//! [`read_site`] runs it over all articles in parallel, [`compare_site`] compares the articles of each story.
//! Everything that is wrong is a [`Diagnostic`] of the result; one bad file never costs the others.

use crate::{
    align,
    article::{self, Article},
    attribution, cache, clean,
    config::{
        ArticleEntry, Site, SpeakerEntry, Story, load::Loaded, load::READINGS, load::Skipped,
    },
    dating,
    diagnostic::{Diagnostic, Severity},
    entity, export, figures,
    reading::Reading,
    render, segment,
    story::Digest,
    text::Span,
    timex,
};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

/// Folder beside `story.toml` that holds the extracted plain text of its pages: what their offsets count in.
pub const TEXTS: &str = ".texts";

/// Changes whenever the same text may be read differently: the version of the program and of its own reading rules.
/// While the version in `Cargo.toml` stays, the build of the program stands for the rules.
const READER: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("DIGEST_SOURCES"));

/// What the reading of an article depends on, beside its text and what is known about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadSettings {
    /// Day of the story: anchors an article that has no date of its own.
    pub near: Option<NaiveDate>,
    /// The speakers that `site.toml` and `story.toml` name.
    pub speakers: Vec<SpeakerEntry>,
    /// How cautious the reading of attributions is.
    pub attribution: attribution::Settings,
}

impl ReadSettings {
    /// The settings of the articles of `story`.
    pub fn of(site: &Site, story: &Story) -> Self {
        Self {
            near: story.date,
            speakers: story.speakers.iter().chain(&site.speakers).cloned().collect(),
            attribution: attribution::Settings {
                min_confidence: site.reading.min_confidence,
                convention: attribution::Convention::Digest,
            },
        }
    }
}

/// Reads one article: furniture out, sentences, attributions, dates, speakers.
///
/// ```
/// use story_digest::{article::{Article, Meta}, pipeline::{ReadSettings, read_article}};
/// let text = "Dam is safe, says mayor\n\n“The dam is safe,” Ida Moss, the mayor of Harrow, said on Monday.\n";
/// let article = Article { id: "a".into(), path: "a.txt".into(), text: text.into(), front_matter: 0, meta: Meta::default() };
/// let reading = read_article(article, &ReadSettings::default());
/// assert!(reading.attributions.iter().any(|a| a.content[0].of(&reading.document.text).contains("The dam is safe")));
/// ```
pub fn read_article(mut article: Article, settings: &ReadSettings) -> Reading {
    let cleaned = clean::clean_near(&article, settings.near);
    let document = segment::segment(&article.text, &cleaned.blocks);
    article.meta = cleaned.meta;
    let anchor = article.meta.published.as_ref().map(|p| p.date).or(settings.near);
    let net = attribution::net::candidates(&document);
    let attributions = attribution::extract(&document, net.as_deref(), &settings.attribution);
    let timexes = timex::annotate(&document, anchor);
    let resolved = entity::resolve(&document, &attributions, &settings.speakers, &[]);
    let mut dates = dating::date(&document, &attributions, &timexes, anchor);
    dating::carry(&document, &attributions, &timexes, &resolved.speakers, &mut dates.said_on);
    let figures = figures::read(&document, &attributions, &timexes);
    let mut diagnostics = cleaned.diagnostics;
    let in_source = |d: Diagnostic| {
        let pieces = d.span.map(|s| document.map.to_source(s, &article.text));
        let span = pieces.and_then(|p| crate::text::hull(&p));
        Diagnostic { span, path: Some(article.path.clone()), ..d }
    };
    diagnostics.extend(resolved.diagnostics.into_iter().map(in_source));
    for d in &mut diagnostics {
        d.path.get_or_insert_with(|| article.path.clone());
    }
    Reading {
        removed: cleaned.removed,
        attributions,
        timexes,
        mentions: resolved.mentions,
        entities: resolved.entities,
        speakers: resolved.speakers,
        said_on: dates.said_on,
        events: dates.events,
        figures,
        diagnostics,
        document,
        article,
    }
}

/// How readings are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Look into `.digest/` and write to it.
    pub cache: bool,
    /// Store every reading beside its story, to be committed.
    pub beside: bool,
}

/// The readings of one story.
#[derive(Clone, Debug)]
pub struct StoryReadings {
    /// Index in [`Loaded::stories`].
    pub story: usize,
    /// The readings, in the order of the file names.
    pub readings: Vec<Reading>,
}

/// A site, read.
#[derive(Clone, Debug, Default)]
pub struct ReadSite {
    /// The stories that are no drafts and hold an article.
    pub stories: Vec<StoryReadings>,
    /// Files that could not be used, and why.
    pub skipped: Vec<Skipped>,
    /// What is wrong or worth knowing about the articles.
    pub diagnostics: Vec<Diagnostic>,
    /// Articles read anew; the others were kept.
    pub read_anew: usize,
    /// Articles whose reading was found.
    pub kept: usize,
    /// The keys of all readings, for [`Cache::prune`](cache::Cache::prune) after a whole site was read.
    pub used: BTreeSet<cache::Key>,
}

/// One article of the work list.
struct Job<'a> {
    story: usize,
    path: String,
    file: &'a str,
    entry: ArticleEntry,
}

/// What became of a [`Job`].
enum Done {
    Read { reading: Box<Reading>, anew: bool, key: cache::Key, diagnostics: Vec<Diagnostic> },
    Failed(Diagnostic),
}

/// Reads every article of the site that is no draft. `each` is called once an article is done, from any thread.
pub fn read_site(loaded: &Loaded, keep: Keep, each: &(dyn Fn() + Sync)) -> ReadSite {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for (index, story) in loaded.stories.iter().enumerate().filter(|(_, s)| !s.story.draft) {
        for file in &story.files {
            let listed = story.story.articles.iter().find(|a| &a.file == file);
            jobs.push(Job {
                story: index,
                path: format!("content/{}/{file}", story.folder),
                file,
                entry: listed.cloned().unwrap_or_default(),
            });
        }
    }
    let settings: Vec<ReadSettings> =
        loaded.stories.iter().map(|s| ReadSettings::of(&loaded.site, &s.story)).collect();
    let hashes: Vec<Vec<u8>> = settings.iter().map(bytes_of).collect();
    let kept = keep.cache.then(|| cache::Cache::of(&loaded.root));
    let done: Vec<Done> = jobs
        .par_iter()
        .map(|job| {
            let done = work(loaded, job, &settings[job.story], &hashes[job.story], &kept, keep);
            each();
            done
        })
        .collect();

    let mut site = ReadSite::default();
    let mut by_story: BTreeMap<usize, Vec<Reading>> = BTreeMap::new();
    for (job, done) in jobs.iter().zip(done) {
        match done {
            Done::Read { reading, anew, key, diagnostics } => {
                site.used.insert(key);
                site.read_anew += usize::from(anew);
                site.kept += usize::from(!anew);
                site.diagnostics.extend(diagnostics);
                let readings = by_story.entry(job.story).or_default();
                if let Some(other) = readings.iter().find(|r| r.article.id == reading.article.id) {
                    site.diagnostics.push(same_id(job, &other.article.path));
                    continue;
                }
                site.diagnostics.extend(reading.diagnostics.iter().cloned());
                readings.push(*reading);
            }
            Done::Failed(d) => {
                let reason = d.message.clone();
                site.skipped.push(Skipped { path: job.path.clone(), reason });
                site.diagnostics.push(d);
            }
        }
    }
    for readings in by_story.values() {
        let articles = readings.iter().map(|r| &r.article);
        site.diagnostics.extend(article::same_address(articles));
    }
    // A story that nothing is left of would otherwise be missing without a word.
    for (index, story) in loaded.stories.iter().enumerate().filter(|(_, s)| !s.story.draft) {
        if !by_story.contains_key(&index) {
            let reason = "holds no article that can be used: it has no page".to_owned();
            site.skipped.push(Skipped { path: format!("content/{}/", story.folder), reason });
        }
    }
    tracing::info!("{} articles read anew, {} readings kept", site.read_anew, site.kept);
    site.stories =
        by_story.into_iter().map(|(story, readings)| StoryReadings { story, readings }).collect();
    site
}

fn same_id(job: &Job<'_>, other: &str) -> Diagnostic {
    Diagnostic::error("same-page", format!("{} and {other} would have one address", job.path))
        .at(job.path.clone())
        .help("give one of the files another name")
}

fn work(
    loaded: &Loaded,
    job: &Job<'_>,
    settings: &ReadSettings,
    hash: &[u8],
    cache: &Option<cache::Cache>,
    keep: Keep,
) -> Done {
    let (article, mut diagnostics) =
        match article::load(&loaded.root, &job.path, &job.entry, &loaded.site) {
            Ok(loaded) => loaded,
            // One file that can't be used costs that file only.
            Err(d) => return Done::Failed(Diagnostic { severity: Severity::Warning, ..d }),
        };
    if Path::new(job.file)
        .extension()
        .is_some_and(|e| e.to_ascii_lowercase().to_string_lossy().contains("htm"))
        && let Err(e) = keep_text(loaded, job, &article.text)
    {
        let message = format!("the text of the page cannot be kept beside it: {e}");
        diagnostics.push(Diagnostic::warning("unwritable", message).at(job.path.clone()));
    }
    let key = key_of(&article, hash);
    let folder = loaded.root.join(&job.path);
    let stored = folder.with_file_name(READINGS).join(format!("{}.json", article.id));
    let found = cache::stored(&stored, &key).or_else(|| cache.as_ref().and_then(|c| c.get(&key)));
    let anew = found.is_none();
    // A mistake of ours on one text must not cost the other files.
    let read = || catch_unwind(AssertUnwindSafe(|| read_article(article, settings))).ok();
    let Some(reading) = found.or_else(read).map(Box::new) else {
        let message = "internal error: this text could not be read; please report it";
        return Done::Failed(Diagnostic::warning("internal", message).at(job.path.clone()));
    };
    log_reading(&reading, anew);
    if let Some(cache) = cache.as_ref().filter(|_| anew)
        && let Err(e) = cache.put(&key, &reading)
    {
        tracing::info!("{}: its reading was not kept: {e}", job.path);
    }
    if keep.beside
        && let Err(e) = cache::store(&stored, &key, &reading)
    {
        let message = format!("its reading cannot be stored beside the story: {e}");
        return Done::Failed(Diagnostic::error("unwritable", message).at(job.path.clone()));
    }
    Done::Read { reading, anew, key, diagnostics }
}

/// What was found in an article, for `DIGEST_LOG`: a line an article, and one a rule that read something.
fn log_reading(reading: &Reading, anew: bool) {
    let path = &reading.article.path;
    tracing::debug!(
        "{path}: {}; {} attributions, {} temporal expressions, {} events, {} pieces cut",
        if anew { "read anew" } else { "its reading was kept" },
        reading.attributions.len(),
        reading.timexes.len(),
        reading.events.len(),
        reading.removed.len(),
    );
    for (a, who) in reading.attributions.iter().zip(&reading.speakers) {
        let content = a.content.first().map_or("", |c| c.of(&reading.document.text));
        tracing::trace!(
            "{path}: {} ({:.2}) “{content}”: {}",
            a.rule,
            a.confidence,
            if who.because.is_empty() { "no speaker" } else { &who.because }
        );
    }
}

/// Keeps the text of a page beside its story; an unchanged file keeps its time, so that watchers stay calm.
fn keep_text(loaded: &Loaded, job: &Job<'_>, text: &str) -> std::io::Result<()> {
    let folder = loaded.root.join(&job.path).with_file_name(TEXTS);
    let file = folder.join(format!("{}.txt", job.file));
    if fs::read(&file).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::create_dir_all(&folder)?;
    fs::write(file, text)
}

/// The key of an article's reading: everything that [`read_article`] depends on.
pub fn key_of(article: &Article, settings: &[u8]) -> cache::Key {
    let known = serde_json::to_vec(&article.meta).unwrap_or_default();
    let front = article.front_matter.to_le_bytes();
    cache::Key::new(&[
        READER.as_bytes(),
        attribution::net::model_id().as_bytes(),
        settings,
        article.path.as_bytes(),
        &known,
        &front,
        article.text.as_bytes(),
    ])
}

fn bytes_of(settings: &ReadSettings) -> Vec<u8> {
    let near = settings.near.map(|d| d.to_string());
    let least = settings.attribution.min_confidence.to_bits();
    serde_json::to_vec(&(near, &settings.speakers, least)).unwrap_or_default()
}

/// Compares the articles of every story, checks that every line is verbatim, and gives the digests in the order of the
/// folder names, with what is wrong or worth knowing.
pub fn compare_site(loaded: &Loaded, read: ReadSite) -> (Vec<Digest>, Vec<Diagnostic>) {
    let results: Vec<(Digest, Vec<Diagnostic>)> = read
        .stories
        .into_par_iter()
        .map(|s| {
            let folder = &loaded.stories[s.story];
            let digest = align::compare(&folder.slug, &folder.story, &loaded.site, s.readings);
            tracing::debug!(
                "{}: {} statements of {} speakers, {} claims, {} entries of the timeline",
                digest.slug,
                digest.statements.len(),
                digest.speakers.len(),
                digest.claims.len(),
                digest.timeline.len(),
            );
            let wrong = export::verbatim::verify(&digest);
            (digest, wrong)
        })
        .collect();
    let mut digests = Vec::new();
    let mut diagnostics = Vec::new();
    for (digest, wrong) in results {
        diagnostics.extend(digest.diagnostics.iter().cloned());
        diagnostics.extend(wrong);
        digests.push(digest);
    }
    tracing::info!("{} stories compared, their lines looked up in the source texts", digests.len());
    (digests, diagnostics)
}

/// A site, read and compared, with every file of its output.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The digests in the order of the folder names.
    pub digests: Vec<Digest>,
    /// Files that could not be used, and why.
    pub skipped: Vec<Skipped>,
    /// What is wrong or worth knowing; errors forbid to publish.
    pub diagnostics: Vec<Diagnostic>,
    /// Articles read anew.
    pub read_anew: usize,
    /// Articles whose reading was kept.
    pub kept: usize,
    /// Relative path and bytes of every file of the site; empty where something forbids to publish.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Built {
    /// Whether anything forbids to publish.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}

/// The whole path from a loaded site to the files of its output. Nothing is written but the kept readings.
pub fn build(loaded: &Loaded, keep: Keep, each: &(dyn Fn() + Sync)) -> Built {
    let mut read = read_site(loaded, keep, each);
    if keep.cache {
        cache::Cache::of(&loaded.root).prune(&read.used);
    }
    let mut built = Built {
        skipped: loaded.skipped.iter().cloned().chain(std::mem::take(&mut read.skipped)).collect(),
        diagnostics: loaded.diagnostics.clone(),
        read_anew: read.read_anew,
        kept: read.kept,
        ..Built::default()
    };
    built.skipped.sort();
    built.diagnostics.append(&mut read.diagnostics);
    let (digests, compared) = compare_site(loaded, read);
    built.diagnostics.extend(compared);
    built.digests = digests;
    if !built.has_errors() {
        match files(loaded, &built.digests) {
            Ok(files) => built.files = files,
            Err(wrong) => built.diagnostics.extend(wrong),
        }
    }
    built
}

/// Every file of the site's output, from its digests.
pub fn files(
    loaded: &Loaded,
    digests: &[Digest],
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let templates = render::Templates::load(Some(&loaded.root))?;
    let mut files = render::render(&templates, &loaded.site, digests)?;
    tracing::info!("{} pages and assets rendered", files.len());
    files.extend(export::files(&loaded.site, digests));
    tracing::info!("{} files in all", files.len());
    Ok(files)
}

/// The place of a span of a reading in its source text, for messages.
pub fn source_span(reading: &Reading, span: Span) -> Option<Span> {
    crate::text::hull(&reading.document.map.to_source(span, &reading.article.text))
}
