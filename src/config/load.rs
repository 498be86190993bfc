//! The folder of a site: its configuration, its stories and their files, everything in a fixed order.

use super::{
    ArticleEntry, Site, Sources, Story,
    check::{check, probably},
    schema::{FRONT_MATTER, SITE, STORY},
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    text::Span,
    ui,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Endings of the files that are articles.
pub const ARTICLE_ENDINGS: &[&str] = &["txt", "text", "md", "markdown", "html", "htm"];

/// Folder beside `story.toml` that holds stored readings.
pub const READINGS: &str = ".readings";

/// Most bytes of a configuration file.
const CONFIG_LIMIT: u64 = 4 << 20;

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

/// `site.toml` from its text; `None` where not even the required keys are usable.
pub fn site_from(text: &str) -> (Option<Site>, Vec<Diagnostic>) {
    let checked = check(text, "site.toml", SITE);
    let mut diagnostics = checked.diagnostics;
    twice(text, "site.toml", "outlets", "name", &checked.places, &checked.table, &mut diagnostics);
    twice(text, "site.toml", "speakers", "name", &checked.places, &checked.table, &mut diagnostics);
    let complete = checked.table.contains_key("title");
    let mut site: Option<Site> =
        complete.then(|| typed("site.toml", checked.table, &mut diagnostics)).flatten();
    // Pages that say they are French while their words are English are read aloud wrongly.
    if let Some(site) = site.as_mut().filter(|s| !ui::is_there(&s.language)) {
        let message = format!("the site's own words are not there in \"{}\"", site.language);
        let help = format!("they are shown in English; there are: {}", ui::LANGUAGES.join(", "));
        let d = Diagnostic::warning("no-words", message).at("site.toml").help(help);
        diagnostics.push(Diagnostic { span: checked.places.get("language").copied(), ..d });
        site.language = Site::untitled().language;
    }
    (site, diagnostics)
}

/// `story.toml` from its text. `path` is shown in messages.
pub fn story_from(text: &str, path: &str) -> (Story, Vec<Diagnostic>) {
    let checked = check(text, path, STORY);
    let mut diagnostics = checked.diagnostics;
    twice(text, path, "articles", "file", &checked.places, &checked.table, &mut diagnostics);
    twice(text, path, "articles", "url", &checked.places, &checked.table, &mut diagnostics);
    twice(text, path, "speakers", "name", &checked.places, &checked.table, &mut diagnostics);
    let mut table = checked.table;
    // An entry without the key that says what it is about was reported above; it can't be used.
    for (list, key) in [("articles", "file"), ("speakers", "name"), ("corrections", "file")] {
        if let Some(toml::Value::Array(entries)) = table.get_mut(list) {
            entries.retain(|e| e.get(key).is_some());
        }
    }
    let mut story: Story = typed(path, table, &mut diagnostics).unwrap_or_default();
    // Where an entry stands in the file, for messages about it later on.
    let place =
        |list: &str, i: usize, key: &str| checked.places.get(&format!("{list}.{i}.{key}")).copied();
    for (i, c) in story.corrections.iter_mut().enumerate() {
        c.place = place("corrections", i, "words");
    }
    for (i, c) in story.claims.iter_mut().enumerate() {
        c.place = place("claims", i, "statements");
    }
    (story, diagnostics)
}

/// An article's front matter (TOML, without its fences). `path` is shown in messages; `offset` is where `text` begins
/// in that file, so that messages point into the file.
pub fn front_matter(text: &str, path: &str, offset: usize) -> (ArticleEntry, Vec<Diagnostic>) {
    let checked = check(text, path, FRONT_MATTER);
    let mut diagnostics = checked.diagnostics;
    let entry = typed(path, checked.table, &mut diagnostics).unwrap_or_default();
    for d in &mut diagnostics {
        d.span = d.span.map(|s| Span::new(s.start + offset, s.end + offset));
    }
    (entry, diagnostics)
}

/// A checked table as its structure. The check leaves nothing that could fail; if it does, that is said, not hidden.
fn typed<T: DeserializeOwned>(
    path: &str,
    table: toml::Table,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    match serde_path_to_error::deserialize(toml::Value::Table(table)) {
        Ok(value) => Some(value),
        Err(e) => {
            diagnostics.push(
                Diagnostic::error("bad-value", format!("{}: {}", e.path(), e.inner().message()))
                    .at(path),
            );
            None
        }
    }
}

/// Reports entries of `list` that share the value of `key`.
fn twice(
    text: &str,
    path: &str,
    list: &str,
    key: &str,
    places: &BTreeMap<String, Span>,
    table: &toml::Table,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(entries) = table.get(list).and_then(|v| v.as_array()) else { return };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (i, entry) in entries.iter().enumerate() {
        let Some(value) = entry.get(key).and_then(|v| v.as_str()) else { continue };
        let folded = if key == "url" { address_key(value) } else { value.to_owned() };
        let Some(&first) = seen.get(&folded) else {
            seen.insert(folded, i);
            continue;
        };
        let place = |i: usize| places.get(&format!("{list}.{i}.{key}")).copied();
        let line = place(first).map_or(0, |s| text[..s.start].matches('\n').count() + 1);
        let file = |i: usize| entries[i].get("file").and_then(|v| v.as_str()).unwrap_or("?");
        let (code, message, help) = if key == "url" {
            (
                "same-url",
                format!("{} and {} have the same address", file(first), file(i)),
                format!(
                    "it is also given in line {line}; keep one file of an article, or correct the address"
                ),
            )
        } else {
            (
                "listed-twice",
                format!("`{value}` stands twice in [[{list}]]"),
                format!("it is also in line {line}; join the two entries"),
            )
        };
        let mut d = Diagnostic::error(code, message).at(path).help(help);
        d.span = place(i);
        diagnostics.push(d);
    }
}

/// An address as it is compared: without scheme, fragment, tracking parameters and closing slash, host in lower case,
/// the query in order.
pub fn address_key(url: &str) -> String {
    let Ok(u) = url::Url::parse(url.trim()) else { return url.trim().to_owned() };
    let mut query: Vec<(String, String)> = u
        .query_pairs()
        .filter(|(k, _)| {
            !(k.starts_with("utm_")
                || matches!(k.as_ref(), "fbclid" | "gclid" | "mc_cid" | "mc_eid"))
        })
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    query.sort();
    let host = u.host_str().unwrap_or("").trim_start_matches("www.").to_lowercase();
    format!("{host}{}{query:?}", u.path().trim_end_matches('/'))
}

/// Reads a configuration file; `Ok(None)` where it does not exist.
fn read_config(file: &Path, path: &str) -> Result<Option<String>, Box<Diagnostic>> {
    let meta = match fs::metadata(file) {
        Ok(meta) => meta,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Box::new(Diagnostic::error("unreadable", e.to_string()).at(path))),
    };
    let problem = |message: String| Box::new(Diagnostic::error("unreadable", message).at(path));
    if !meta.is_file() {
        return Err(problem(format!("{path} is no file")));
    }
    if meta.len() > CONFIG_LIMIT {
        return Err(problem(format!("{path} is larger than {CONFIG_LIMIT} bytes")));
    }
    let bytes = fs::read(file).map_err(|e| problem(e.to_string()))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))),
        Err(e) => Err(Box::new(not_utf8(e.as_bytes(), e.utf8_error().valid_up_to(), path))),
    }
}

/// A configuration file in another encoding: where the first byte stands that is no UTF-8.
fn not_utf8(bytes: &[u8], at: usize, path: &str) -> Diagnostic {
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let message = if utf16 { "the file is UTF-16" } else { "the file is not UTF-8" };
    // As messages decode it: each byte before `at` is good, so lines and columns are as an editor counts them.
    let bom = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let at = at.saturating_sub(bom);
    Diagnostic::error("not-utf8", message)
        .at(path)
        .span(Span::new(at, at + '\u{fffd}'.len_utf8()))
        .help("save the file as UTF-8")
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
    fn a_language_without_words_is_said_and_not_pretended() {
        let text = "title = \"x\"\nlanguage = \"fr-CA\"\n";
        let (site, found) = site_from(text);
        assert_eq!(site.unwrap().language, "en");
        assert_eq!(found[0].span.map(|s| s.of(text)), Some("\"fr-CA\""));
        assert_eq!(found[0].severity, Severity::Warning);
        let (site, found) = site_from("title = \"x\"\nlanguage = \"es-419\"\n");
        assert_eq!((site.unwrap().language.as_str(), found.len()), ("es-419", 0));
    }

    #[test]
    fn err_another_encoding_with_its_place() {
        let bytes = b"title = \"x\"\ndescription = \"caf\xe9\"\n";
        let d = not_utf8(bytes, 30, "site.toml");
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(d.span.map(|s| s.of(&shown)), Some("\u{fffd}"));
        assert!(not_utf8(b"\xff\xfet\0", 0, "site.toml").message.contains("UTF-16"));
    }

    #[test]
    fn err_nothing_here() {
        let dir = tempfile::tempdir().unwrap();
        let loaded = load(dir.path()).unwrap();
        assert_eq!(loaded.diagnostics[0].code, "no-site");
    }
}
