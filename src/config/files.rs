//! Configuration files, from their bytes to typed settings: every mistake with its place.

use super::{
    ArticleEntry, Site, Story,
    check::check,
    schema::{FRONT_MATTER, SITE, STORY},
};
use crate::{diagnostic::Diagnostic, text::Span, ui};
use serde::de::DeserializeOwned;
use std::{collections::BTreeMap, fs, io, path::Path};

/// Most bytes of a configuration file.
const CONFIG_LIMIT: u64 = 4 << 20;

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
pub(super) fn read_config(file: &Path, path: &str) -> Result<Option<String>, Box<Diagnostic>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

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
}
