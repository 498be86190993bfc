//! Notices changes of a site's sources.

use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, NoCache, new_debouncer_opt,
    notify::{self, Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode},
};
use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, Sender, channel},
    time::Duration,
};

/// How long a burst of changes is waited for; an editor writes a file in several steps.
const PAUSE: Duration = Duration::from_millis(120);

/// How often `--poll` looks.
const POLL: Duration = Duration::from_millis(500);

/// The changes, one batch after another.
pub struct Changes {
    batches: Receiver<Vec<PathBuf>>,
    /// The watcher, which watches as long as it lives.
    _watching: Box<dyn Send>,
}

impl Changes {
    /// The paths that changed since the last call; waits for one. `None`: there will be no more.
    pub fn next(&self) -> Option<Vec<PathBuf>> {
        let mut paths = self.batches.recv().ok()?;
        // What came while the last build ran is built at once.
        while let Ok(more) = self.batches.try_recv() {
            paths.extend(more);
        }
        paths.sort();
        paths.dedup();
        Some(paths)
    }
}

/// Watches the sources of the site at `root`; `output` is where it is built to.
pub fn start(root: &Path, output: &Path, poll: bool) -> notify::Result<Changes> {
    let (send, batches) = channel();
    let filter = Filter { root: root.to_owned(), output: output.to_owned() };
    let tell = move |result: DebounceEventResult| filter.tell(result, &send);
    let watching: Box<dyn Send> = if poll {
        let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
        let mut watcher =
            new_debouncer_opt::<_, PollWatcher, NoCache>(PAUSE, None, tell, NoCache, config)?;
        sources(root, |p, mode| watcher.watch(p, mode))?;
        Box::new(watcher)
    } else {
        let mut watcher = new_debouncer_opt::<_, RecommendedWatcher, NoCache>(
            PAUSE,
            None,
            tell,
            NoCache,
            Config::default(),
        )?;
        sources(root, |p, mode| watcher.watch(p, mode))?;
        Box::new(watcher)
    };
    Ok(Changes { batches, _watching: watching })
}

/// The folders that are watched: the root for site.toml and for folders that come, and each folder of sources.
fn sources(
    root: &Path,
    mut watch: impl FnMut(&Path, RecursiveMode) -> notify::Result<()>,
) -> notify::Result<()> {
    let there: Vec<PathBuf> = ["content", "templates", "static"]
        .iter()
        .map(|n| root.join(n))
        .filter(|p| p.is_dir())
        .collect();
    // Where a folder may still come, all of the root is watched; what does not count is filtered out.
    if there.len() < 3 {
        return watch(root, RecursiveMode::Recursive);
    }
    watch(root, RecursiveMode::NonRecursive)?;
    there.iter().try_for_each(|p| watch(p, RecursiveMode::Recursive))
}

/// What counts as a change.
struct Filter {
    root: PathBuf,
    output: PathBuf,
}

impl Filter {
    fn tell(&self, result: DebounceEventResult, send: &Sender<Vec<PathBuf>>) {
        let Ok(events) = result else { return };
        let paths: Vec<PathBuf> = events
            .into_iter()
            .filter(|e: &DebouncedEvent| !matches!(e.kind, EventKind::Access(_)))
            .flat_map(|e| e.event.paths)
            .filter(|p| self.counts(p))
            .collect();
        if !paths.is_empty() {
            // A closed channel: the program is about to end.
            let _ = send.send(paths);
        }
    }

    /// Whether a path is one of the sources: below content/, templates/ or static/, or site.toml; not what `digest`
    /// writes itself, and no file of an editor's own.
    fn counts(&self, path: &Path) -> bool {
        if path.starts_with(&self.output) {
            return false;
        }
        let Ok(below) = path.strip_prefix(&self.root) else { return false };
        let mut parts = below.iter().map(|p| p.to_string_lossy());
        let Some(first) = parts.next() else { return false };
        let hidden = |p: &str| p.starts_with('.') || p.ends_with('~') || p.starts_with('#');
        match &*first {
            "site.toml" => true,
            "content" | "templates" | "static" => !parts.any(|p| hidden(&p)),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_what_digest_and_editors_write() {
        let filter = Filter { root: "/s".into(), output: "/s/public".into() };
        for path in [
            "/s/site.toml",
            "/s/content/dam/a.txt",
            "/s/content",
            "/s/templates/x.html",
            "/s/static/a/b.css",
        ] {
            assert!(filter.counts(Path::new(path)), "{path}");
        }
        for path in [
            "/s/public/index.html",
            "/s/.digest/readings/x",
            "/s/content/dam/.texts/a.txt",
            "/s/content/dam/.readings/a.json",
            "/s/content/dam/.a.txt.swp",
            "/s/content/dam/a.txt~",
            "/s",
            "/else/x",
            "/s/.public.digest-new-1-0/index.html",
        ] {
            assert!(!filter.counts(Path::new(path)), "{path}");
        }
    }
}
