//! Builds the served site: everything once, then what a change touches.

use super::super::{Context, build::count};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};
use story_digest::{
    config::load::Loaded,
    diagnostic::{Diagnostic, Severity, render::Printer},
    pipeline::{self, Keep},
    story::Digest,
};

/// What browsers see.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// The files of the last good state, by their path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What is wrong now, as in the terminal; empty: nothing.
    pub problems: Vec<String>,
}

/// A story as it was compared last, with what was said about it.
#[derive(Clone)]
struct Kept {
    digest: Option<Digest>,
    diagnostics: Vec<Diagnostic>,
}

/// The site and what is known of it.
pub struct Worker {
    context: Context,
    keep: Keep,
    loaded: Loaded,
    /// By folder name.
    stories: BTreeMap<String, Kept>,
    shown: Shown,
}

impl Worker {
    /// Loads and builds the site. An error in it is shown, not fatal: it will be mended while the server runs.
    pub fn new(context: &Context, cache: bool) -> Result<Self, ExitCode> {
        let loaded = context.load()?;
        if let Some(d) = loaded.diagnostics.iter().find(|d| d.code == "no-site") {
            return Err(context.fail(std::slice::from_ref(d), super::super::WRONG_INPUT));
        }
        let mut worker = Self {
            context: context.clone(),
            keep: Keep { cache, beside: false },
            loaded,
            stories: BTreeMap::new(),
            shown: Shown::default(),
        };
        worker.build(Instant::now());
        Ok(worker)
    }

    /// The root of the site.
    pub fn root(&self) -> &Path {
        &self.loaded.root
    }

    /// Where `digest build` writes: never watched.
    pub fn output(&self) -> PathBuf {
        self.loaded.root.join(&self.loaded.site.output)
    }

    /// What browsers see now.
    pub fn shown(&self) -> Shown {
        self.shown.clone()
    }

    /// Builds what the changed files touch.
    pub fn rebuild(&mut self, changed: &[PathBuf]) {
        let started = Instant::now();
        match story_digest::config::load::load(&self.loaded.root) {
            Ok(loaded) => {
                if loaded.site != self.loaded.site {
                    self.stories.clear();
                }
                let content = self.loaded.root.join("content");
                for path in changed {
                    let below = path.strip_prefix(&content).ok();
                    match below.and_then(|p| p.components().next()) {
                        Some(folder) => {
                            self.stories.remove(&*folder.as_os_str().to_string_lossy());
                        }
                        // content/ itself came or went.
                        None if path == &content => self.stories.clear(),
                        None => {}
                    }
                }
                self.loaded = loaded;
            }
            Err(e) => {
                let d =
                    Diagnostic::error("no-root", format!("the site's folder cannot be read: {e}"));
                self.shown.problems = self.told(&[d]);
                return;
            }
        }
        self.build(started);
    }

    fn build(&mut self, started: Instant) {
        let mut diagnostics = self.loaded.diagnostics.clone();
        let mut read = 0;
        if !self.loaded.has_errors() {
            read = self.read_stories();
            self.stories.retain(|name, _| self.loaded.stories.iter().any(|s| &s.folder == name));
            diagnostics.extend(self.stories.values().flat_map(|k| k.diagnostics.iter().cloned()));
        }
        if !diagnostics.iter().any(|d| d.severity == Severity::Error) {
            let digests: Vec<Digest> =
                self.stories.values().filter_map(|k| k.digest.clone()).collect();
            match pipeline::files(&self.loaded, &digests) {
                Ok(files) => {
                    self.shown.files = files.into_iter().collect();
                    self.context.say(format_args!(
                        "built {}, {} of them anew, in {:.2} s",
                        count(digests.len(), "story", "stories"),
                        read,
                        started.elapsed().as_secs_f64()
                    ));
                }
                Err(wrong) => diagnostics.extend(wrong),
            }
        }
        self.shown.problems = self.told(&diagnostics);
    }

    /// Reads and compares the stories that are not known; the number of them.
    fn read_stories(&mut self) -> usize {
        let mut part = self.loaded.clone();
        part.stories.retain(|s| !self.stories.contains_key(&s.folder));
        let folders: Vec<(String, String)> =
            part.stories.iter().map(|s| (s.folder.clone(), s.slug.clone())).collect();
        if folders.is_empty() {
            return 0;
        }
        let read = pipeline::read_site(&part, self.keep, &|| ());
        let mut about = read.diagnostics.clone();
        let (digests, compared) = pipeline::compare_site(&part, read);
        about.extend(compared);
        for (folder, slug) in &folders {
            let below = format!("content/{folder}/");
            let diagnostics: Vec<Diagnostic> = about
                .iter()
                .filter(|d| d.path.as_deref().is_some_and(|p| p.starts_with(&below)))
                .cloned()
                .collect();
            let digest = digests.iter().find(|d| &d.slug == slug).cloned();
            self.stories.insert(folder.clone(), Kept { digest, diagnostics });
        }
        folders.len()
    }

    /// Says what is wrong in the terminal; the errors as text.
    fn told(&self, diagnostics: &[Diagnostic]) -> Vec<String> {
        let grave = self.context.report_some(diagnostics);
        let text_of = |path: &str| self.context.text_of(path);
        let printer = Printer::new(false, &text_of);
        grave
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .map(|d| printer.terminal(d))
            .collect()
    }
}
