//! Articles from files.

use super::{Article, Meta, Published, PublishedFrom, credits, dates, decode, front, page};
use crate::{
    config::{ArticleEntry, Site, load::slug},
    diagnostic::Diagnostic,
};
use std::{io::Read, path::Path};

/// Reads the article `rel_path` (relative to `root`, with `/`): `.txt`, `.md` with TOML front matter, `.html`.
///
/// What `story.toml` says (`entry`) goes before front matter, and that before what a page says of itself.
/// The warnings are about the article (a replaced byte, a bad key of front matter); it can be used all the same.
///
/// # Errors
/// A diagnostic with the path, where the file can't be read, is too large, empty or no text.
pub fn load(
    root: &Path,
    rel_path: &str,
    entry: &ArticleEntry,
    site: &Site,
) -> Result<(Article, Vec<Diagnostic>), Diagnostic> {
    let bytes = bytes_of(&root.join(rel_path)).map_err(|d| d.at(rel_path))?;
    from_bytes(&bytes, rel_path, entry, site).map_err(|d| d.at(rel_path))
}

/// [`load`] of bytes that were read elsewhere.
///
/// # Errors
/// As [`load`], without a path.
pub fn from_bytes(
    bytes: &[u8],
    rel_path: &str,
    entry: &ArticleEntry,
    site: &Site,
) -> Result<(Article, Vec<Diagnostic>), Diagnostic> {
    let name = rel_path.rsplit('/').next().unwrap_or(rel_path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut diagnostics = Vec::new();
    let mut meta = of_entry(entry);
    let mut front_matter = 0;
    let text = match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" => {
            let page = page::read(bytes, entry.url.as_deref())?;
            diagnostics.extend(page.diagnostics.into_iter().map(|d| d.at(rel_path)));
            complete(&mut meta, page.meta);
            page.text
        }
        ending => {
            let decoded = decode::decode(bytes)?;
            if decoded.replaced {
                let message = format!(
                    "some bytes mean nothing in {}; they are shown as \u{fffd}",
                    decoded.encoding
                );
                diagnostics.push(
                    Diagnostic::warning("bytes-replaced", message)
                        .at(rel_path)
                        .help("save the file as UTF-8"),
                );
            }
            if matches!(ending, "md" | "markdown") {
                match front::find(&decoded.text) {
                    Ok(Some((toml, end))) => {
                        let (front, found) = crate::config::load::front_matter(
                            toml.of(&decoded.text),
                            rel_path,
                            toml.start,
                        );
                        diagnostics.extend(found);
                        complete(&mut meta, of_entry(&front));
                        front_matter = end;
                    }
                    Ok(None) => {}
                    Err(d) => diagnostics.push(d.at(rel_path)),
                }
            }
            decoded.text
        }
    };
    if meta.outlet.is_none()
        && let Some(host) = meta.url.as_deref().and_then(host_of)
    {
        meta.outlet = outlet_of(site, &host);
    }
    if let Some(outlet) = &mut meta.outlet {
        *outlet = known_name(site, outlet);
    }
    let article = Article { id: id_of(stem), path: rel_path.to_owned(), text, front_matter, meta };
    Ok((article, diagnostics))
}

/// The bytes of a file, no more of them than an article may have.
///
/// # Errors
/// A diagnostic without a path, where the file can't be read or is too large.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let problem =
        |e: std::io::Error| Diagnostic::error("unreadable", format!("cannot be read: {e}"));
    let file = std::fs::metadata(path).map_err(problem)?;
    if !file.is_file() {
        return Err(Diagnostic::error("unreadable", "this is no file"));
    }
    if file.len() > decode::LIMIT {
        return Err(decode::too_large(file.len()));
    }
    let mut bytes = Vec::with_capacity(file.len() as usize);
    // The file may grow while it is read.
    let taken = std::fs::File::open(path).map_err(problem)?.take(decode::LIMIT + 1);
    std::io::BufReader::new(taken).read_to_end(&mut bytes).map_err(problem)?;
    Ok(bytes)
}

/// What `story.toml` or front matter says.
fn of_entry(entry: &ArticleEntry) -> Meta {
    Meta {
        headline: entry.headline.clone(),
        authors: entry.authors.clone(),
        outlet: entry.outlet.clone(),
        published: entry.published.as_deref().and_then(|p| {
            // Configuration was checked when it was loaded; a caller's own entry may be anything.
            dates::published(p, PublishedFrom::Story).or_else(|| {
                crate::config::check::day(p).map(|date| Published {
                    date,
                    time: None,
                    from: PublishedFrom::Story,
                })
            })
        }),
        url: entry.url.clone(),
        language: entry.language.clone(),
        ..Meta::default()
    }
}

/// Takes from `other` what `meta` lacks.
fn complete(meta: &mut Meta, other: Meta) {
    fn or<T>(here: &mut Option<T>, there: Option<T>) {
        if here.is_none() {
            *here = there;
        }
    }
    or(&mut meta.headline, other.headline);
    or(&mut meta.deck, other.deck);
    or(&mut meta.outlet, other.outlet);
    or(&mut meta.agency, other.agency);
    or(&mut meta.dateline, other.dateline);
    or(&mut meta.published, other.published);
    or(&mut meta.modified, other.modified);
    or(&mut meta.url, other.url);
    or(&mut meta.language, other.language);
    if meta.authors.is_empty() {
        meta.authors = other.authors;
    }
}

fn host_of(url: &str) -> Option<String> {
    url::Url::parse(url).ok()?.host_str().map(str::to_lowercase)
}

/// The outlet of a page's host: `site.toml` first, then the table of well-known domains.
fn outlet_of(site: &Site, host: &str) -> Option<String> {
    let listed = site.outlets.iter().find(|o| {
        o.domains.iter().any(|d| {
            let d = d.trim_start_matches("www.").to_lowercase();
            host == d || host.strip_suffix(&d).is_some_and(|rest| rest.ends_with('.'))
        })
    });
    listed.map(|o| o.name.clone()).or_else(|| credits::outlet_of_host(host).map(str::to_owned))
}

/// The name that `site.toml` shows for an outlet it lists under another spelling.
pub fn known_name(site: &Site, outlet: &str) -> String {
    let same = |other: &str| other.trim().eq_ignore_ascii_case(outlet.trim());
    site.outlets
        .iter()
        .find(|o| same(&o.name) || o.aliases.iter().any(|a| same(a)))
        .map_or_else(|| outlet.to_owned(), |o| o.name.clone())
}

/// Identifier of the article in the file `stem`: made of `a-z`, digits, `-` and `_`, at most 80 bytes, and no name that
/// means something to a file system or a web server.
fn id_of(stem: &str) -> String {
    let id = slug(stem);
    let device = |name: &str, digits: bool| {
        id.strip_prefix(name).is_some_and(|rest| {
            if digits {
                rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())
            } else {
                rest.is_empty()
            }
        })
    };
    let reserved = ["con", "prn", "aux", "nul", "index"].iter().any(|n| device(n, false))
        || device("com", true)
        || device("lpt", true);
    if reserved { format!("article-{id}") } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> (Article, Vec<Diagnostic>) {
        from_bytes(text.as_bytes(), name, &ArticleEntry::default(), &Site::untitled()).unwrap()
    }

    #[test]
    fn ok_front_matter() {
        let text = "+++\nheadline = \"Mayor resigns\"\npublished = 2022-03-14\noutlet = \"The Courier\"\n+++\nThe mayor left.\n";
        let (a, d) = read("content/x/One.md", text);
        assert_eq!(d, vec![]);
        assert_eq!((a.id.as_str(), &a.text[a.front_matter..]), ("one", "The mayor left.\n"));
        assert_eq!(a.meta.headline.as_deref(), Some("Mayor resigns"));
        assert_eq!(
            a.meta.published.map(|p| (p.date.to_string(), p.from)),
            Some(("2022-03-14".into(), PublishedFrom::Story))
        );
    }

    #[test]
    fn ok_entry_goes_before_front_matter() {
        let entry = ArticleEntry { outlet: Some("Valley Post".into()), ..ArticleEntry::default() };
        let text = b"+++\noutlet = \"The Courier\"\n+++\nThe mayor left.";
        let (a, _) = from_bytes(text, "a.md", &entry, &Site::untitled()).unwrap();
        assert_eq!(a.meta.outlet.as_deref(), Some("Valley Post"));
    }

    #[test]
    fn err_front_matter_is_reported_in_its_place() {
        let (_, d) = read("a.md", "+++\nheadlin = \"x\"\n+++\nThe mayor left.");
        assert_eq!(d[0].code, "unknown-key");
        assert_eq!(d[0].span.map(|s| s.start), Some(4));
    }

    #[test]
    fn err_front_matter_that_is_none() {
        let (a, d) = read("a.md", "+++\nheadline = \"x\"\n");
        assert_eq!((a.front_matter, d[0].code.as_str()), (0, "open-front-matter"));
        let (a, d) = read("a.md", "---\noutlet: x\n---\nThe mayor left.");
        assert_eq!((a.front_matter, d[0].code.as_str()), (0, "yaml-front-matter"));
        assert_eq!(read("a.txt", "+++\n+++\nx").1, vec![], "a text has no front matter");
    }

    #[test]
    fn ok_outlet_of_the_address() {
        let entry = ArticleEntry {
            url: Some("https://www.nytimes.com/a".into()),
            ..ArticleEntry::default()
        };
        let (a, _) = from_bytes(b"The mayor left.", "a.txt", &entry, &Site::untitled()).unwrap();
        assert_eq!(a.meta.outlet.as_deref(), Some("The New York Times"));
    }

    #[test]
    fn ok_reserved_names() {
        assert_eq!(
            (id_of("CON").as_str(), id_of("com1").as_str(), id_of("index").as_str()),
            ("article-con", "article-com1", "article-index")
        );
        assert_eq!((id_of("console").as_str(), id_of("lpt").as_str()), ("console", "lpt"));
    }
}
