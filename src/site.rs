//! Writes a built site: beside the old one first, then in its place as a whole.
//!
//! A folder is replaced only if `digest` made it: the marker file [`MARKER`] lists what was written, and anything
//! else that lies in the folder stops the build. Nothing is ever deleted that is not on that list.

use rayon::prelude::*;
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Component, Path, PathBuf},
};

/// File in the output folder that says that `digest` made it, with the path of every file it wrote.
pub const MARKER: &str = ".digest-output";

/// First line of the marker.
const MARKER_HEAD: &str =
    "Made by digest. This folder is replaced as a whole by every build. Files written:";

/// Why a site is not written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The output folder is one that must not be replaced.
    #[error("{} {why}", .folder.display())]
    Refused {
        /// The folder.
        folder: PathBuf,
        /// Why, as the rest of a sentence.
        why: String,
        /// What to do about it.
        help: String,
    },
    /// A path of the site is not safe to write.
    #[error("`{path}` cannot be written: {why}")]
    Path {
        /// The path as given.
        path: String,
        /// Why.
        why: &'static str,
    },
    /// Two pages want the same file.
    #[error("two pages would be written to `{0}`")]
    Twice(String),
    /// The disk said no.
    #[error("{} cannot be written: {error}", .path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What.
        error: io::Error,
    },
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
    move |error| Error::Io { path: path.to_owned(), error }
}

/// An output folder that was found safe to replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    folder: PathBuf,
}

impl Target {
    /// Checks that `out` may be made or replaced by a site whose root is `root` (absolute, without links): it is
    /// missing, empty, or made by `digest` and unchanged in what it holds.
    pub fn check(out: &Path, root: &Path) -> Result<Self, Error> {
        let folder = absolute(out)?;
        let refuse = |why: &str, help: &str| {
            Err(Error::Refused { folder: folder.clone(), why: why.into(), help: help.into() })
        };
        const ANOTHER: &str = "choose a folder of its own for the site, for example --out public";
        if folder.parent().is_none() {
            return refuse("is the root of the file system", ANOTHER);
        }
        if root.starts_with(&folder) {
            return refuse("holds the site's sources", ANOTHER);
        }
        if let Some(home) = std::env::home_dir().and_then(|h| fs::canonicalize(h).ok())
            && home.starts_with(&folder)
        {
            return refuse("is the home folder or holds it", ANOTHER);
        }
        for name in ["content", "templates", "static", ".digest", ".git"] {
            let source = root.join(name);
            // The folder may be a link to where the sources lie.
            let linked = fs::canonicalize(&source).unwrap_or_else(|_| source.clone());
            if folder.starts_with(&source) || folder.starts_with(&linked) {
                return refuse(&format!("lies within the site's {name}/"), ANOTHER);
            }
            if linked.starts_with(&folder) {
                return refuse(&format!("holds the site's {name}/"), ANOTHER);
            }
        }
        let meta = match fs::symlink_metadata(&folder) {
            Ok(meta) => meta,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Self { folder }),
            Err(e) => return Err(io_error(&folder)(e)),
        };
        if !meta.is_dir() {
            return refuse("is no folder", ANOTHER);
        }
        let found = listing(&folder)?;
        if found.is_empty() {
            return Ok(Self { folder });
        }
        let Ok(marker) = fs::read_to_string(folder.join(MARKER)) else {
            return refuse(
                "is not empty and was not made by digest",
                "choose another folder with --out, or empty this one yourself",
            );
        };
        let known: BTreeSet<&str> = marker.lines().skip(1).collect();
        if let Some(foreign) = found.iter().find(|f| *f != MARKER && !known.contains(f.as_str())) {
            return refuse(
                &format!("holds a file that digest did not write: {foreign}"),
                "move it away; what every build should publish there goes into static/root/",
            );
        }
        Ok(Self { folder })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the files (relative paths with `/`, bytes) and puts them in place of what was there. If anything fails,
    /// what was there stays.
    pub fn write<'a>(
        &self,
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<(), Error> {
        let mut files: Vec<(&str, &[u8])> = files.into_iter().collect();
        files.sort();
        for (path, _) in &files {
            safe(path)?;
        }
        // Compared without case: many disks and some hosts do not tell `A.html` from `a.html`.
        let mut seen = BTreeSet::new();
        for (path, _) in &files {
            if !seen.insert(path.to_lowercase()) {
                return Err(Error::Twice((*path).to_owned()));
            }
        }
        let parent = self.folder.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(parent).map_err(io_error(parent))?;
        let fresh = self.aside("new")?;
        let written = self.fill(&fresh, &files).and_then(|()| self.swap(&fresh));
        if written.is_err() {
            // Only what this call made is removed.
            let _ = fs::remove_dir_all(&fresh);
        }
        written
    }

    /// Makes a folder beside the output folder.
    fn aside(&self, what: &str) -> Result<PathBuf, Error> {
        for n in 0.. {
            let path = self.beside(what, n);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(path),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists && n < 1000 => {}
                Err(e) => return Err(io_error(&path)(e)),
            }
        }
        unreachable!("the loop returns")
    }

    fn beside(&self, what: &str, n: usize) -> PathBuf {
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        self.folder.with_file_name(format!(".{name}.digest-{what}-{}-{n}", std::process::id()))
    }

    fn fill(&self, fresh: &Path, files: &[(&str, &[u8])]) -> Result<(), Error> {
        let folders: BTreeSet<&str> =
            files.iter().filter_map(|(p, _)| Some(p.rsplit_once('/')?.0)).collect();
        for folder in folders {
            let path = fresh.join(folder);
            fs::create_dir_all(&path).map_err(io_error(&path))?;
        }
        files.par_iter().try_for_each(|(path, bytes)| {
            let file = fresh.join(path);
            fs::write(&file, bytes).map_err(io_error(&file))
        })?;
        let mut marker = String::from(MARKER_HEAD);
        for (path, _) in files {
            marker.push('\n');
            marker.push_str(path);
        }
        marker.push('\n');
        let path = fresh.join(MARKER);
        fs::write(&path, marker).map_err(io_error(&path))
    }

    /// Two renames; if the second fails, the first is undone.
    fn swap(&self, fresh: &Path) -> Result<(), Error> {
        if self.folder.symlink_metadata().is_err() {
            return fs::rename(fresh, &self.folder).map_err(io_error(&self.folder));
        }
        let old = (0..1000)
            .map(|n| self.beside("old", n))
            .find(|p| p.symlink_metadata().is_err())
            .unwrap_or_else(|| self.beside("old", 1000));
        fs::rename(&self.folder, &old).map_err(io_error(&self.folder))?;
        if let Err(e) = fs::rename(fresh, &self.folder) {
            let _ = fs::rename(&old, &self.folder);
            return Err(io_error(&self.folder)(e));
        }
        // It was checked to hold nothing but what an earlier build wrote.
        fs::remove_dir_all(&old).map_err(io_error(&old))
    }
}

/// `path` made absolute, links of its existing part followed, `..` and `.` resolved.
fn absolute(path: &Path) -> Result<PathBuf, Error> {
    let mut rest: Vec<std::ffi::OsString> = Vec::new();
    let mut base = std::path::absolute(path).map_err(io_error(path))?;
    loop {
        match fs::canonicalize(&base) {
            Ok(mut found) => {
                for part in rest.iter().rev() {
                    if part == ".." {
                        found.pop();
                    } else if part != "." {
                        found.push(part);
                    }
                }
                return Ok(found);
            }
            Err(e) => {
                // A dangling link is not a folder that is missing.
                if base.symlink_metadata().is_ok() {
                    return Err(io_error(&base)(e));
                }
                let last = base.components().next_back();
                let Some(last) = last.map(|c| c.as_os_str().to_owned()) else {
                    return Err(io_error(path)(e));
                };
                rest.push(last);
                if !base.pop() {
                    return Err(io_error(path)(e));
                }
            }
        }
    }
}

/// Every file below `folder`, as relative paths with `/`. A link counts as a file and is not followed.
fn listing(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let mut out = BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder).follow_links(false).min_depth(1) {
        let entry = entry.map_err(|e| io_error(folder)(e.into()))?;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let parts: Vec<_> = path.iter().map(|p| p.to_string_lossy()).collect();
            out.insert(parts.join("/"));
        }
    }
    Ok(out)
}

/// Whether a path of the site stays inside it and can be written on every system.
fn safe(path: &str) -> Result<(), Error> {
    let bad = |why| Err(Error::Path { path: path.to_owned(), why });
    if path.is_empty() || path.ends_with('/') {
        return bad("it names no file");
    }
    if path == MARKER {
        return bad("the name is digest's own");
    }
    if path.chars().any(|c| c.is_control() || c == '\\' || c == ':') {
        return bad("it holds a character that not every system can store");
    }
    if !Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
        || path.split('/').any(|p| p.is_empty() || p == "." || p == "..")
    {
        return bad("it leads out of the output folder");
    }
    if path.split('/').any(|p| p.len() > 255) {
        return bad("a part of it is longer than 255 bytes");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site's root with content, and the folder `public` in it.
    fn site() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap();
        fs::create_dir_all(root.join("content/dam")).unwrap();
        fs::write(root.join("content/dam/a.txt"), "A").unwrap();
        (dir, root)
    }

    fn build(root: &Path, files: &[(&str, &[u8])]) -> Result<(), Error> {
        Target::check(&root.join("public"), root)?.write(files.iter().copied())
    }

    #[test]
    fn ok_replaces_its_own_output_as_a_whole() {
        let (_dir, root) = site();
        build(&root, &[("index.html", b"1"), ("dam/index.html", b"2")]).unwrap();
        build(&root, &[("index.html", b"3")]).unwrap();
        assert_eq!(fs::read(root.join("public/index.html")).unwrap(), b"3");
        assert!(!root.join("public/dam").exists());
        let beside: Vec<_> = fs::read_dir(&root).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(beside.len(), 2, "nothing is left beside: {beside:?}");
    }

    #[test]
    fn err_foreign_folders_and_foreign_files() {
        let (_dir, root) = site();
        fs::create_dir(root.join("public")).unwrap();
        fs::write(root.join("public/thesis.txt"), "years of work").unwrap();
        assert!(matches!(build(&root, &[("index.html", b"1")]), Err(Error::Refused { .. })));
        fs::remove_file(root.join("public/thesis.txt")).unwrap();
        build(&root, &[("index.html", b"1")]).unwrap();
        fs::write(root.join("public/CNAME"), "example.org").unwrap();
        let refused = build(&root, &[("index.html", b"2")]).unwrap_err().to_string();
        assert!(refused.contains("did not write: CNAME"), "{refused}");
        assert_eq!(fs::read(root.join("public/CNAME")).unwrap(), b"example.org");
    }

    #[test]
    fn err_folders_that_hold_or_lie_within_the_sources() {
        let (_dir, root) = site();
        for out in [
            "",
            ".",
            "..",
            "content",
            "content/dam",
            "content/dam/public",
            "static/x",
            "public/../content/new",
            "x/../..",
        ] {
            let refused = Target::check(&root.join(out), &root);
            assert!(matches!(refused, Err(Error::Refused { .. })), "{out}: {refused:?}");
        }
        assert!(matches!(Target::check(Path::new("/"), &root), Err(Error::Refused { .. })));
        if let Some(home) = std::env::home_dir().filter(|h| h.exists()) {
            assert!(matches!(Target::check(&home, &root), Err(Error::Refused { .. })));
        }
    }

    #[test]
    #[cfg(unix)]
    fn err_a_link_to_the_sources() {
        let (_dir, root) = site();
        std::os::unix::fs::symlink(root.join("content"), root.join("public")).unwrap();
        assert!(matches!(Target::check(&root.join("public"), &root), Err(Error::Refused { .. })));
    }

    #[test]
    #[cfg(unix)]
    fn err_where_a_link_to_the_sources_leads() {
        let (_dir, root) = site();
        fs::create_dir(root.join("texts")).unwrap();
        fs::rename(root.join("content"), root.join("texts/all")).unwrap();
        std::os::unix::fs::symlink("texts/all", root.join("content")).unwrap();
        for out in ["texts", "texts/all", "texts/all/dam", "texts/all/new"] {
            let refused = Target::check(&root.join(out), &root);
            assert!(matches!(refused, Err(Error::Refused { .. })), "{out}: {refused:?}");
        }
        assert!(Target::check(&root.join("texts/public"), &root).is_ok());
    }

    #[test]
    fn err_paths_that_escape_or_collide() {
        let (_dir, root) = site();
        for bad in [
            "../x",
            "/etc/x",
            "a/../../x",
            "a//b",
            "",
            "a/",
            ".digest-output",
            "a\\b",
            "c:x",
            "a/./b",
        ] {
            assert!(matches!(build(&root, &[(bad, b"")]), Err(Error::Path { .. })), "{bad}");
        }
        assert!(matches!(build(&root, &[("a.html", b""), ("A.html", b"")]), Err(Error::Twice(_))));
        assert!(!root.join("public").exists(), "a failed build writes nothing");
    }

    #[test]
    fn a_failed_build_leaves_the_last_one() {
        let (_dir, root) = site();
        build(&root, &[("index.html", b"1")]).unwrap();
        // A file cannot be a folder too.
        assert!(build(&root, &[("a", b""), ("a/b", b"")]).is_err());
        assert_eq!(fs::read(root.join("public/index.html")).unwrap(), b"1");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 2);
    }
}
