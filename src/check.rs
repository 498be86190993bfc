//! What an editor should look at before publishing: what the reading left open, and links of the pages that lead nowhere.
//!
//! A pure function of a built site and of the day it is checked on; nothing is read from disk.

use crate::{
    article::PublishedFrom,
    diagnostic::{Diagnostic, Severity, render::position},
    pipeline::{Built, source_span},
    story::Digest,
    text::hull,
};
use chrono::{Days, NaiveDate};
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// Everything worth knowing about a built site, beside [`Built::diagnostics`].
pub fn check(built: &Built, today: NaiveDate) -> Vec<Diagnostic> {
    let mut found = future_dates(&built.digests, today);
    for digest in &built.digests {
        articles(digest, &mut found);
        unattributed(digest, built, &mut found);
        undated(digest, &mut found);
    }
    found.extend(links(&built.files));
    found
}

/// A warning for every article that is dated later than tomorrow: a slip of the pen more often than an embargo. (An
/// article of the east may be of tomorrow while it is today here.)
pub fn future_dates(digests: &[Digest], today: NaiveDate) -> Vec<Diagnostic> {
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let articles = digests.iter().flat_map(|d| &d.articles).map(|r| &r.article);
    articles
        .filter_map(|a| {
            let published = a.meta.published.as_ref().filter(|p| p.date > last)?;
            let message = format!("it is dated {}, which is still to come", published.date);
            let d = Diagnostic::warning("future-date", message).at(a.path.clone());
            Some(d.help("correct `published` in story.toml; the article is used all the same"))
        })
        .collect()
}

/// Articles that do not say whose they are or when they appeared, and texts that are there twice.
fn articles(digest: &Digest, found: &mut Vec<Diagnostic>) {
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    for reading in &digest.articles {
        let article = &reading.article;
        let at = |d: Diagnostic| d.at(article.path.clone());
        if article.meta.outlet.is_none() {
            let d = Diagnostic::warning("no-outlet", "nothing says which outlet published it");
            found.push(at(d).help("add `outlet` to its [[articles]] table in story.toml"));
        }
        match &article.meta.published {
            None => {
                let d = Diagnostic::warning("no-date", "nothing says when it was published");
                found.push(
                    at(d)
                        .help("add `published` to its [[articles]] table in story.toml: without it “on Monday” stays open"),
                );
            }
            Some(p) if p.from == PublishedFrom::Guess => {
                let message = format!("its date, {}, is a guess", p.date);
                let d = Diagnostic::warning("guessed-date", message);
                found.push(at(d).help("confirm it with `published` in story.toml"));
            }
            Some(_) => {}
        }
        if let Some(other) = texts.insert(reading.document.text.trim(), &article.path) {
            let d = Diagnostic::warning("duplicate", format!("its text is the same as {other}'s"));
            found.push(at(d).help("remove one of the two, or keep both if two outlets print it"));
        }
    }
}

/// Statements whose speaker stayed open, where no graver message is about that place.
fn unattributed(digest: &Digest, built: &Built, found: &mut Vec<Diagnostic>) {
    for statement in &digest.statements {
        for instance in statement.instances.iter().filter(|i| i.speakers.is_empty()) {
            let Some(reading) = digest.articles.get(instance.article) else { continue };
            let Some(a) = reading.attributions.get(instance.attribution) else { continue };
            let words = hull(&a.source).or_else(|| a.content.first().copied());
            let span = words.and_then(|w| source_span(reading, w));
            let path = reading.article.path.as_str();
            let said = |d: &Diagnostic| {
                d.severity > Severity::Note
                    && d.path.as_deref() == Some(path)
                    && d.span.zip(span).is_some_and(|(a, b)| a.overlaps(b))
            };
            if built.diagnostics.iter().any(said) {
                continue;
            }
            let because = reading.speakers.get(instance.attribution).map(|s| s.because.trim());
            let message = match because {
                Some(because) if !because.is_empty() => {
                    format!("who said this is not clear ({because})")
                }
                _ => "who said this is not clear".to_owned(),
            };
            let mut d = Diagnostic::warning("no-speaker", message)
                .at(path)
                .help("name the speaker with a [[corrections]] table in story.toml, or leave it: it is shown as unattributed");
            d.span = span;
            found.push(d);
        }
    }
}

/// What the timeline shows without a date, one message an article: single ones would drown the warnings.
fn undated(digest: &Digest, found: &mut Vec<Diagnostic>) {
    let mut lines: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for entry in digest.timeline.iter().filter(|e| e.date.is_none()) {
        let Some(place) = entry.instances.first().map(|i| &i.place) else { continue };
        let Some(reading) = digest.articles.get(place.article) else { continue };
        let Some(span) = hull(&place.spans).and_then(|s| source_span(reading, s)) else { continue };
        let line = position(&reading.article.text, span.start).line;
        lines.entry(reading.article.path.as_str()).or_default().insert(line);
    }
    for (path, lines) in lines {
        let several = if lines.len() == 1 { "line" } else { "lines" };
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        let message =
            format!("no words say when it was said or happened: {several} {}", lines.join(", "));
        found.push(Diagnostic::new(Severity::Note, "undated", message).at(path).help(
            "that is often so; where you know it, give `said_on` in a [[corrections]] table",
        ));
    }
}

/// An error for every link of the pages that leads to no file or no place of the site.
///
/// ```
/// use story_digest::check::links;
/// let page = |s: &str| s.as_bytes().to_vec();
/// let files = [("a.html".to_owned(), page("<p id=x><a href='b/#y'>b</a>")),
///              ("b/index.html".to_owned(), page("<a href='../a.html#x'>a</a>"))];
/// let wrong = links(&files);
/// assert_eq!(wrong.len(), 1);
/// assert_eq!(wrong[0].message, "links to b/#y, but no element of b/index.html has that id");
/// ```
pub fn links(files: &[(String, Vec<u8>)]) -> Vec<Diagnostic> {
    let Ok(with_id) = Selector::parse("[id]") else { return Vec::new() };
    let Ok(with_link) = Selector::parse("[href], [src]") else { return Vec::new() };
    let mut pages: Vec<(&str, BTreeSet<String>, BTreeSet<String>)> = Vec::new();
    for (path, bytes) in files.iter().filter(|(p, _)| p.ends_with(".html")) {
        let html = Html::parse_document(&String::from_utf8_lossy(bytes));
        let ids = html.select(&with_id).filter_map(|e| e.attr("id")).map(str::to_owned).collect();
        let links = html
            .select(&with_link)
            .flat_map(|e| [e.attr("href"), e.attr("src")])
            .flatten()
            .map(str::to_owned)
            .collect();
        pages.push((path, ids, links));
    }
    let names: BTreeSet<&str> = files.iter().map(|(p, _)| p.as_str()).collect();
    let ids: BTreeMap<&str, &BTreeSet<String>> = pages.iter().map(|(p, i, _)| (*p, i)).collect();
    let mut found = Vec::new();
    for (page, _, links) in &pages {
        for link in links {
            if let Some(why) = broken(page, link, &names, &ids) {
                let d = Diagnostic::error("broken-link", format!("links to {link}, but {why}"));
                found.push(d.at(*page).help(
                    "if you changed a template or a file of static/, look there; if not, please report it",
                ));
            }
        }
    }
    found
}

/// Why a link of `page` leads nowhere; `None` where it leads somewhere or out of the site.
fn broken(
    page: &str,
    link: &str,
    names: &BTreeSet<&str>,
    ids: &BTreeMap<&str, &BTreeSet<String>>,
) -> Option<String> {
    // The page's own folder under an address that stands for the site's root: an address that leaves it shows.
    let root = "http://site.invalid/root/";
    let base = url::Url::parse(root).and_then(|r| r.join(page)).ok()?;
    let Ok(target) = base.join(link) else { return Some("that is no address".into()) };
    if target.host_str() != Some("site.invalid") {
        return None;
    }
    let Some(path) = target.path().strip_prefix("/root/") else {
        // The page for what is not found is shown under any address: it alone may link from the root of the host.
        return (page != "404.html").then(|| "that leads out of the site".into());
    };
    let path = decoded(path);
    let file = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.clone()
    };
    if !names.contains(file.as_str()) {
        return Some(format!("there is no {file}"));
    }
    let fragment =
        target.fragment().map(decoded).filter(|f| !f.is_empty() && !f.contains(":~:"))?;
    let there = ids.get(file.as_str())?;
    (fragment != "top" && !there.contains(&fragment))
        .then(|| format!("no element of {file} has that id"))
}

/// Percent signs of an address undone.
fn decoded(s: &str) -> String {
    let mut out = Vec::with_capacity(s.len());
    let bytes = s.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let hex = (bytes[i] == b'%').then(|| s.get(i + 1..i + 3)).flatten();
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(b) => {
                out.push(b);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> =
            files.iter().map(|(p, b)| ((*p).to_owned(), b.as_bytes().to_vec())).collect();
        links(&files).into_iter().map(|d| d.message).collect()
    }

    #[test]
    fn ok_links_in_the_site_and_out_of_it() {
        let page = "<link href='style.css'><a href='#here' id='here'>a</a><a href='./'>b</a>\
            <a href='https://courier.example/x#:~:text=dam'>c</a><a href='mailto:desk@courier.example'>d</a>\
            <a href='s/?q=1#top'>e</a><a href='s/caf%C3%A9.html'>f</a>";
        let files =
            [("index.html", page), ("style.css", ""), ("s/index.html", ""), ("s/café.html", "")];
        assert_eq!(wrong(&files), Vec::<String>::new());
    }

    #[test]
    fn err_missing_files_places_and_ways_out() {
        let page =
            "<img src='x.png'><a href='../'>up</a><a href='#no'>n</a><a href='/index.html'>r</a>";
        let found = wrong(&[("index.html", page)]);
        assert_eq!(
            found,
            [
                "links to #no, but no element of index.html has that id",
                "links to ../, but that leads out of the site",
                "links to /index.html, but that leads out of the site",
                "links to x.png, but there is no x.png",
            ]
        );
    }
}
