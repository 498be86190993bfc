//! The folder of a site: its configuration, its stories and their files, everything in a fixed order.

pub use super::files::{address_key, front_matter, site_from, story_from};

use super::{Site, Sources, Story, check::probably, files::read_config};
use crate::{
    diagnostic::{Diagnostic, Severity},
    text::Span,
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Endings of the files that are articles.
pub const ARTICLE_ENDINGS: &[&str] = &["txt", "text", "md", "markdown", "html", "htm"];

/// Folder beside `story.toml` that holds stored readings.
pub const READINGS: &str = ".readings";

/// A file that is no part of the site, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skipped {
    /// Path relative to the site's root, with `/`.
    pub path: String,
    /// Why, in words for the summary.
    pub reason: String,
}

/// One story as it lies on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryFolder {
    /// Folder name under `content/`.
    pub folder: String,
    /// Its part of addresses: the folder name made safe.
    pub slug: String,
    /// `story.toml`, or the defaults where there is none.
    pub story: Story,
    /// File names of its articles, sorted; drafts are not among them.
    pub files: Vec<String>,
    /// File names of articles marked as drafts.
    pub drafts: Vec<String>,
}

/// A site's folder, loaded.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The root, as an absolute path without links.
    pub root: PathBuf,
    /// `site.toml`, or the defaults where there is none.
    pub site: Site,
    /// The stories in the order of their folder names, drafts among them.
    pub stories: Vec<StoryFolder>,
    /// Files that are not used.
    pub skipped: Vec<Skipped>,
    /// What is wrong or worth knowing.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether anything is wrong enough that nothing can be built.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// The typed part alone.
    pub fn sources(&self) -> Sources {
        Sources {
            site: self.site.clone(),
            stories: self.stories.iter().map(|s| (s.folder.clone(), s.story.clone())).collect(),
        }
    }
}

/// Loads the site whose root is `root`. Only a root that cannot be read is an `Err`; everything else that is wrong is
/// a diagnostic of the result, so that all of it can be shown at once.
pub fn load(root: &Path) -> io::Result<Loaded> {
    let root = fs::canonicalize(root)?;
    if !root.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotADirectory, "this is no folder"));
    }
    let mut loaded = Loaded {
        root: root.clone(),
        site: Site::untitled(),
        stories: Vec::new(),
        skipped: Vec::new(),
        diagnostics: Vec::new(),
    };
    let content = root.join("content");
    match read_config(&root.join("site.toml"), "site.toml") {
        Ok(Some(text)) => {
            let (site, diagnostics) = site_from(&text);
            loaded.diagnostics.extend(diagnostics);
            if let Some(site) = site {
                loaded.site = site;
            }
        }
        Ok(None) if content.is_dir() => loaded.diagnostics.push(
            Diagnostic::new(
                Severity::Note,
                "no-site-toml",
                "there is no site.toml here; the defaults are used",
            )
            .help("write a site.toml with at least: title = \"…\""),
        ),
        Ok(None) => {
            let above = root.ancestors().skip(1).find(|a| a.join("site.toml").is_file());
            let help = match above {
                Some(site) => format!("a site lies above: --root {}", site.display()),
                None => "go to the site's folder, name it with --root DIR, or make a new one: digest init my-site".into(),
            };
            let message = format!("{} holds neither site.toml nor content/", root.display());
            loaded.diagnostics.push(Diagnostic::error("no-site", message).help(help));
            return Ok(loaded);
        }
        Err(d) => loaded.diagnostics.push(*d),
    }
    if !content.is_dir() {
        loaded.diagnostics.push(
            Diagnostic::warning(
                "no-content",
                "there is no folder content/: the site has no stories",
            )
            .help("make one with: digest new harrow-dam"),
        );
        return Ok(loaded);
    }
    stories(&root, &content, &mut loaded);
    same_slug(&mut loaded);
    loaded.skipped.sort();
    Ok(loaded)
}

/// The entries of a folder by name; names that are not Unicode are reported.
fn entries(folder: &Path, shown: &str, loaded: &mut Loaded) -> Vec<(String, PathBuf)> {
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(e) => {
            loaded.diagnostics.push(Diagnostic::error("unreadable", e.to_string()).at(shown));
            return Vec::new();
        }
    };
    let mut out = Vec::new();
    for entry in listing.flatten() {
        match entry.file_name().into_string() {
            Ok(name) => out.push((name, entry.path())),
            Err(name) => loaded.skipped.push(Skipped {
                path: format!("{shown}/{}", name.to_string_lossy()),
                reason: "its name is not Unicode".into(),
            }),
        }
    }
    out.sort();
    out
}

/// Where `path` leads, or why it is not followed.
fn inside(root: &Path, path: &Path) -> Result<fs::Metadata, String> {
    let target = fs::canonicalize(path).map_err(|e| format!("cannot be read: {e}"))?;
    if !target.starts_with(root) {
        return Err("a link that leads out of the site".into());
    }
    fs::metadata(&target).map_err(|e| format!("cannot be read: {e}"))
}

fn stories(root: &Path, content: &Path, loaded: &mut Loaded) {
    for (name, path) in entries(content, "content", loaded) {
        if name.starts_with('.') {
            continue;
        }
        let shown = format!("content/{name}");
        match inside(root, &path) {
            Ok(meta) if meta.is_dir() => {
                let story = story(root, &path, &name, loaded);
                loaded.stories.push(story);
            }
            Ok(_) => loaded.skipped.push(Skipped {
                path: shown,
                reason: "lies in no story: move it into a folder, content/<story>/".into(),
            }),
            Err(reason) => loaded.skipped.push(Skipped { path: shown, reason }),
        }
    }
}

fn story(root: &Path, folder: &Path, name: &str, loaded: &mut Loaded) -> StoryFolder {
    let shown = format!("content/{name}");
    let toml_path = format!("{shown}/story.toml");
    let toml_file = folder.join("story.toml");
    // A link out of the site is not followed for configuration either.
    let linked_out = toml_file.is_symlink() && inside(root, &toml_file).is_err();
    let text = if linked_out {
        loaded.diagnostics.push(
            Diagnostic::error("link-out", "story.toml is a link that leads out of the site")
                .at(&toml_path),
        );
        None
    } else {
        match read_config(&toml_file, &toml_path) {
            Ok(text) => text,
            Err(d) => {
                loaded.diagnostics.push(*d);
                None
            }
        }
    };
    let mut story = Story::default();
    if let Some(text) = &text {
        let (read, diagnostics) = story_from(text, &toml_path);
        story = read;
        loaded.diagnostics.extend(diagnostics);
    }

    let mut files = Vec::new();
    for (file, path) in entries(folder, &shown, loaded) {
        if file == "story.toml" || file.starts_with('.') {
            continue;
        }
        let skipped =
            |reason: &str| Skipped { path: format!("{shown}/{file}"), reason: reason.into() };
        match inside(root, &path) {
            Err(reason) => loaded.skipped.push(skipped(&reason)),
            Ok(meta) if meta.is_dir() => {
                loaded
                    .skipped
                    .push(skipped("a folder inside a story: move its articles one level up"));
            }
            Ok(_) => {
                let ending = Path::new(&file).extension().and_then(|e| e.to_str()).unwrap_or("");
                if ARTICLE_ENDINGS.iter().any(|e| e.eq_ignore_ascii_case(ending)) {
                    files.push(file);
                } else if probably(&file, ["story.toml"]).is_some() && ending == "toml" {
                    loaded.skipped.push(skipped("not read; is it meant to be story.toml?"));
                } else {
                    loaded.skipped.push(skipped("no article: .txt, .md and .html are read"));
                }
            }
        }
    }
    if let Some(text) = &text {
        missing_files(text, &toml_path, &story, &files, loaded);
    }
    let is_draft = |f: &String| story.articles.iter().any(|a| a.draft && &a.file == f);
    let (drafts, files): (Vec<_>, Vec<_>) = files.into_iter().partition(is_draft);
    StoryFolder { folder: name.to_owned(), slug: slug(name), story, files, drafts }
}

/// Reports entries of `story.toml` that are about files that are not there.
fn missing_files(text: &str, path: &str, story: &Story, files: &[String], loaded: &mut Loaded) {
    let articles = story.articles.iter().map(|a| ("articles", &a.file));
    let corrections = story.corrections.iter().map(|c| ("corrections", &c.file));
    for (list, file) in articles.chain(corrections) {
        if files.contains(file) {
            continue;
        }
        let help = match probably(file, files.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`? "),
            None => String::new(),
        };
        let there = match files.len() {
            0 => "the folder holds no articles".to_owned(),
            1..=12 => format!("articles here: {}", files.join(", ")),
            n => format!("articles here: {} and {} more", files[..12].join(", "), n - 12),
        };
        let mut d = Diagnostic::error(
            "no-such-file",
            format!("there is no article `{file}` beside story.toml, but [[{list}]] names it"),
        )
        .at(path)
        .help(format!("{help}{there}"));
        d.span = place_of(text, file);
        loaded.diagnostics.push(d);
    }
}

/// Where a string value `file` first stands as the value of a key `file`.
fn place_of(text: &str, file: &str) -> Option<Span> {
    let (table, _) = toml::de::DeTable::parse_recoverable(text);
    for list in ["articles", "corrections"] {
        let Some(entries) = table.get_ref().get(list).and_then(|v| v.get_ref().as_array()) else {
            continue;
        };
        for entry in entries {
            let value = entry.get_ref().as_table().and_then(|t| t.get("file"));
            if let Some(value) = value.filter(|v| v.get_ref().as_str() == Some(file)) {
                return Some(Span::new(value.span().start, value.span().end));
            }
        }
    }
    None
}

fn same_slug(loaded: &mut Loaded) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for s in &loaded.stories {
        if let Some(first) = seen.insert(&s.slug, &s.folder) {
            found.push(
                Diagnostic::error(
                    "same-slug",
                    format!(
                        "content/{first} and content/{} would both be published as {}/",
                        s.folder, s.slug
                    ),
                )
                .at(format!("content/{}", s.folder))
                .help("rename one of the folders"),
            );
        }
    }
    loaded.diagnostics.extend(found);
}

/// A name as a part of an address: letters `a-z`, digits, `-` and `_`, at most 80 bytes, never empty.
pub fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in name.nfkd().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c);
        } else if !unicode_normalization::char::is_combining_mark(c)
            && !out.is_empty()
            && !out.ends_with('-')
        {
            out.push('-');
        }
    }
    let kept = out.trim_matches('-').to_owned();
    let lost = name.chars().filter(|c| c.is_alphanumeric()).count()
        > kept.chars().filter(|c| c.is_alphanumeric()).count();
    if kept.is_empty() || kept.len() > 80 || (lost && !name.is_ascii()) {
        // Letters without a Latin form were lost: keep names apart that differ in them only.
        let hash = blake3::hash(name.as_bytes()).to_hex();
        let stem = kept.get(..kept.len().min(60)).unwrap_or("").trim_end_matches('-');
        return if stem.is_empty() {
            format!("story-{}", &hash[..8])
        } else {
            format!("{stem}-{}", &hash[..8])
        };
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let file = root.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
    }

    #[test]
    fn ok_folder_of_texts_without_any_configuration() {
        let dir = tempfile::tempdir().unwrap();
        write(
            dir.path(),
            &[("content/dam/b.txt", "B"), ("content/dam/a.txt", "A"), ("content/stray.txt", "S")],
        );
        let loaded = load(dir.path()).unwrap();
        assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
        assert_eq!(loaded.stories[0].files, ["a.txt", "b.txt"]);
        assert_eq!(loaded.skipped[0].path, "content/stray.txt");
    }

    #[test]
    fn err_file_that_is_not_there_and_address_given_twice() {
        let dir = tempfile::tempdir().unwrap();
        let story = "[[articles]]\nfile = \"curier.txt\"\nurl = \"https://a.example/x?utm_source=y\"\n[[articles]]\nfile = \"post.txt\"\nurl = \"http://www.a.example/x/#top\"\n";
        write(
            dir.path(),
            &[
                ("site.toml", "title = \"T\""),
                ("content/dam/courier.txt", "A"),
                ("content/dam/post.txt", "B"),
                ("content/dam/story.toml", story),
            ],
        );
        let loaded = load(dir.path()).unwrap();
        let got: Vec<_> = loaded
            .diagnostics
            .iter()
            .map(|d| {
                format!("{} {} {}", d.code, d.span.unwrap().of(story), d.help.as_deref().unwrap())
            })
            .collect();
        insta::assert_snapshot!(got.join("\n"), @r#"
        same-url "http://www.a.example/x/#top" it is also given in line 3; keep one file of an article, or correct the address
        no-such-file "curier.txt" did you mean `courier.txt`? articles here: courier.txt, post.txt
        "#);
    }

    #[test]
    #[cfg(unix)]
    fn ignores_links_that_leave_the_site() {
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), &[("secret.txt", "S")]);
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[("site.toml", "title = \"T\""), ("content/dam/a.txt", "A")]);
        std::os::unix::fs::symlink(
            outside.path().join("secret.txt"),
            dir.path().join("content/dam/b.txt"),
        )
        .unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("content/out")).unwrap();
        let loaded = load(dir.path()).unwrap();
        assert_eq!(loaded.stories.len(), 1);
        assert_eq!(loaded.stories[0].files, ["a.txt"]);
        assert_eq!(loaded.skipped.len(), 2);
    }

    #[test]
    fn err_two_folders_for_one_address() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[("content/Harrow Dam/a.txt", "A"), ("content/harrow-dam/a.txt", "A")]);
        let loaded = load(dir.path()).unwrap();
        assert!(loaded.diagnostics.iter().any(|d| d.code == "same-slug"));
    }

    #[test]
    fn slugs_are_never_empty_and_stay_apart() {
        assert_eq!(slug("russia-china-military-aid"), "russia-china-military-aid");
        assert_eq!(slug("Élection à Málaga"), "election-a-malaga");
        assert!(slug("!!!").starts_with("story-"));
        assert_ne!(slug("北京"), slug("東京"));
        assert!(slug(&"long ".repeat(60)).len() <= 80);
    }

    #[test]
    fn err_nothing_here() {
        let dir = tempfile::tempdir().unwrap();
        let loaded = load(dir.path()).unwrap();
        assert_eq!(loaded.diagnostics[0].code, "no-site");
    }
}
