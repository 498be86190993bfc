//! Pages: from digests to the files of a site, by Tera templates.
//!
//! A template sees small views ([`views`], [`story`], [`article`], [`across`]), never the digest itself; what they hold is
//! described in `docs/templates.md`. Addresses in views count from the root of the site; the filter `rel` makes them
//! relative to the page, so that the site works under any path and from a disk. A file `templates/X` or `static/X` of
//! the site takes the place of the built-in one.

pub mod across;
pub mod article;
pub mod board;
pub mod corrections;
pub mod filters;
pub mod heard;
pub mod picture;
pub mod search;
pub mod story;
pub mod timeline;
pub mod urls;
pub mod views;
pub mod wordings;

use crate::{config::Site, diagnostic::Diagnostic, story::Digest, text::Span, ui};
use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use tera::{Context, Tera};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// Version of what templates see. It grows when something is renamed or means something else.
pub const CONTEXT_VERSION: u32 = 1;

/// Stories on one page of the index.
const PER_PAGE: usize = 50;

/// The built-in templates and assets: name ("templates/story.html", "static/site.css") and text, by name.
pub fn builtin_templates() -> Vec<(String, &'static str)> {
    let named = |folder: &'static str, dir: &'static Dir<'static>| {
        dir.files().filter_map(move |f| {
            Some((format!("{folder}/{}", f.path().to_str()?), f.contents_utf8()?))
        })
    };
    let mut all: Vec<_> = named("templates", &TEMPLATES).chain(named("static", &STATIC)).collect();
    all.sort();
    all
}

/// The templates and assets of a site.
pub struct Templates {
    tera: Tera,
    /// Assets by name, with the name they are published under.
    assets: BTreeMap<String, (String, Vec<u8>)>,
    /// Templates that the site replaces or adds: only these have a file that a message can show.
    own: BTreeSet<String>,
}

impl Templates {
    /// The built-in ones, with those of the site's folder in their place.
    ///
    /// # Errors
    /// A diagnostic with file, line and column for every template that can't be read.
    pub fn load(root: Option<&Path>) -> Result<Self, Vec<Diagnostic>> {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut assets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for (name, text) in builtin_templates() {
            match name.split_once('/') {
                Some(("templates", file)) => {
                    texts.insert(file.to_owned(), text.to_owned());
                }
                Some((_, file)) => {
                    assets.insert(file.to_owned(), text.as_bytes().to_vec());
                }
                None => {}
            }
        }
        let mut wrong = Vec::new();
        let mut own = BTreeSet::new();
        if let Some(root) = root {
            for (name, bytes) in files_below(root, "templates", &mut wrong) {
                match String::from_utf8(bytes) {
                    Ok(text) => {
                        own.insert(name.clone());
                        texts.insert(name, text);
                    }
                    Err(_) => wrong.push(
                        Diagnostic::error("bad-template", "the template is not UTF-8")
                            .at(format!("templates/{name}")),
                    ),
                }
            }
            assets.extend(files_below(root, "static", &mut wrong));
        }
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html"]);
        filters::register(&mut tera);
        if let Err(e) = tera.add_raw_templates(texts.iter().map(|(n, t)| (n.as_str(), t.as_str())))
        {
            wrong.push(diagnose(&e, &own));
        }
        if wrong.is_empty() { Ok(Self { tera, assets: named(assets), own }) } else { Err(wrong) }
    }

    fn page<T: Serialize>(
        &self,
        template: &str,
        shared: &Context,
        depth: usize,
        path: &str,
        view: &T,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut context = shared.clone();
        context.insert("depth", &depth);
        context.insert("path", path);
        context.insert("page", view);
        self.tera
            .render(template, &context)
            .map(|html| tidy(&html).into_bytes())
            .map_err(|e| diagnose(&e, &self.own))
    }
}

/// Blank lines that loops of templates leave behind are no part of a page.
fn tidy(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for line in html.lines().map(str::trim_end).filter(|l| !l.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Folder in `static/` whose files are published at the top of the site under their own names: `CNAME`, `favicon.ico`.
const AS_NAMED: &str = "root/";

/// Published names: a hash of the content before the ending, so that a browser never shows an old style with a new page.
fn named(assets: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, (String, Vec<u8>)> {
    assets
        .into_iter()
        .map(|(name, bytes)| {
            let hash = &blake3::hash(&bytes).to_hex()[..8];
            let published = match (name.strip_prefix(AS_NAMED), name.rsplit_once('.')) {
                (Some(own), _) => own.to_owned(),
                (None, Some((stem, ending))) => format!("static/{stem}.{hash}.{ending}"),
                (None, None) => format!("static/{name}.{hash}"),
            };
            (name, (published, bytes))
        })
        .collect()
}

/// Files of a folder of the site, by name with `/`. A link that leads out of the site would publish what was never meant
/// to be; it is not followed, and that is said, since a file that is silently missing would be looked for in vain.
fn files_below(root: &Path, folder: &str, wrong: &mut Vec<Diagnostic>) -> Vec<(String, Vec<u8>)> {
    let path = root.join(folder);
    let inside = |link: &Path| match (fs::canonicalize(link), fs::canonicalize(root)) {
        (Ok(target), Ok(root)) => target.starts_with(root),
        _ => false,
    };
    let mut out = Vec::new();
    let mut walk = walkdir::WalkDir::new(&path).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry else { continue };
        let shown = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy();
        if entry.path_is_symlink() && !inside(entry.path()) {
            let message = format!("{shown} is a link that leads out of the site");
            wrong.push(
                Diagnostic::error("link-out", message)
                    .help("copy what it leads to into the site, or remove the link"),
            );
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_file()
            && let Some(name) = entry.path().strip_prefix(&path).ok().and_then(Path::to_str)
            && let Ok(bytes) = fs::read(entry.path())
        {
            out.push((name.replace('\\', "/"), bytes));
        }
    }
    out
}

/// A mistake of a template as a message: with its file and place where it is one of the site's own, else with its name and line.
fn diagnose(e: &tera::Error, own: &BTreeSet<String>) -> Diagnostic {
    use std::error::Error;
    use tera::ErrorKind::{RenderingError, SyntaxError};
    const HELP: &str = "docs/templates.md lists what a template sees; `digest templates --eject` writes the built-in ones";
    if let SyntaxError(report) | RenderingError(report) = e.kind() {
        let message = report.message().trim_end_matches('.');
        let (name, at) = (report.filename(), report.span());
        if own.contains(name) {
            let span = Span::new(at.range.start, at.range.end.max(at.range.start));
            return Diagnostic::error("template", message)
                .at(format!("templates/{name}"))
                .span(span)
                .help(HELP);
        }
        let place = format!("built-in template {name}, line {}: {message}", at.start_line);
        return Diagnostic::error("template", place).help(HELP);
    }
    let mut message = e.to_string();
    let mut source = e.source();
    while let Some(s) = source {
        message.push_str(&format!("\n{s}"));
        source = s.source();
    }
    Diagnostic::error("template", message.trim_end().to_owned()).help(HELP)
}

/// What every page sees.
#[derive(Serialize)]
struct SiteView<'a> {
    title: &'a str,
    description: Option<&'a str>,
    author: Option<&'a str>,
    language: &'a str,
    /// "rtl" for a language written from right to left, else "ltr".
    dir: &'static str,
    base_url: Option<String>,
    atom: bool,
    json: bool,
}

/// How the language of a BCP 47 tag is written.
fn direction(language: &str) -> &'static str {
    let main = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let right = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"];
    if right.contains(&main.as_str()) { "rtl" } else { "ltr" }
}

#[derive(Serialize)]
struct IndexView {
    stories: Vec<across::StoryCard>,
    number: usize,
    newer: Option<String>,
    older: Option<String>,
}

#[derive(Serialize)]
struct TagView {
    name: String,
    url: String,
    stories: Vec<across::StoryCard>,
}

/// The corrections of one story.
#[derive(Serialize)]
struct CorrectedView<'a> {
    story: (&'a str, String),
    corrections: &'a [corrections::CorrectionView],
}

/// All pages and assets: (path below the output folder, bytes).
///
/// # Errors
/// A diagnostic for every page whose template fails.
pub fn render(
    templates: &Templates,
    site: &Site,
    digests: &[Digest],
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let words = ui::Words::of(&site.language);
    let mut shared = Context::new();
    shared.insert(
        "site",
        &SiteView {
            title: &site.title,
            description: site.description.as_deref(),
            author: site.author.as_deref(),
            language: &site.language,
            dir: direction(&site.language),
            base_url: site.base_url.as_ref().map(|b| format!("{}/", b.trim_end_matches('/'))),
            atom: site.feeds.atom,
            json: site.feeds.json,
        },
    );
    shared.insert("ui", &words);
    shared.insert("context_version", &CONTEXT_VERSION);
    let mut assets: Vec<(String, Vec<u8>)> = templates.assets.values().cloned().collect();
    let theme = theme(site);
    let theme_name = format!("static/theme.{}.css", &blake3::hash(theme.as_bytes()).to_hex()[..8]);
    let mut paths: BTreeMap<String, String> = templates
        .assets
        .iter()
        .map(|(n, (p, _))| (n.replace(['.', '-', '/'], "_"), p.clone()))
        .collect();
    paths.insert("theme_css".into(), theme_name.clone());
    assets.push((theme_name, theme.into_bytes()));
    shared.insert("assets", &paths);

    let stories: Vec<story::StoryView> =
        digests.par_iter().map(|d| story::view(&views::Views::new(d, site, &words))).collect();
    let mut pages: Vec<Result<(String, Vec<u8>), Diagnostic>> = digests
        .par_iter()
        .zip(&stories)
        .flat_map_iter(|(d, view)| {
            let v = views::Views::new(d, site, &words);
            let mut own = shared.clone();
            own.insert("jsonld", &script_json(&crate::export::jsonld::story(site, d)));
            // Only an absolute address is of use to who shows a picture, so a site without one needs none.
            let address = site.base_url.as_ref();
            let picture = address.and_then(|_| picture::png(site, &words, view));
            let name = format!("{}/picture.png", d.slug);
            own.insert("picture", &picture.as_ref().map(|_| &name));
            let path = format!("{}/index.html", d.slug);
            let first = templates.page("story.html", &own, 1, &path, view).map(|b| (path, b));
            let articles: Vec<_> = (0..d.articles.len())
                .map(|a| {
                    let page = article::view(&v, a, &view.wordings);
                    let path = format!("{}/{}/index.html", d.slug, d.articles[a].article.id);
                    templates.page("article.html", &shared, 2, &path, &page).map(|b| (path, b))
                })
                .collect();
            let picture = picture.map(|bytes| Ok((name, bytes)));
            std::iter::once(first).chain(articles).chain(picture)
        })
        .collect();

    let mut cards: Vec<across::StoryCard> = stories.iter().map(across::card).collect();
    cards.sort_by(|a, b| b.to.cmp(&a.to).then(a.url.cmp(&b.url)));
    let one = |template: &str, depth: usize, path: String, view: &dyn erased::Page| {
        view.render(templates, template, &shared, depth, &path).map(|b| (path, b))
    };
    pages.extend(index_pages(&cards, &one));
    let speakers = across::speakers(digests, site, &words);
    let outlets = across::outlets(digests, site, &words);
    for s in &speakers {
        pages.push(one("speaker.html", 2, format!("speakers/{}/index.html", s.id), s));
    }
    for o in &outlets {
        pages.push(one("outlet.html", 2, format!("outlets/{}/index.html", o.key), o));
    }
    pages.push(one("speakers.html", 1, "speakers/index.html".into(), &speakers));
    pages.push(one("outlets.html", 1, "outlets/index.html".into(), &outlets));
    pages.push(one("search.html", 1, "search/index.html".into(), &()));
    let missing = one("404.html", 0, "404.html".into(), &());
    pages.push(missing.map(|(path, html)| (path, rooted(site, html))));
    pages.extend(tag_pages(&cards, &one));
    let corrected: Vec<CorrectedView<'_>> = stories
        .iter()
        .filter(|s| !s.corrections.is_empty())
        .map(|s| CorrectedView {
            story: (&s.title, format!("{}/", s.slug)),
            corrections: &s.corrections,
        })
        .collect();
    pages.push(one("corrections.html", 1, "corrections/index.html".into(), &corrected));

    let mut wrong = Vec::new();
    let mut files = assets;
    for page in pages {
        match page {
            Ok(file) => files.push(file),
            Err(d) if wrong.contains(&d) => {}
            Err(d) => wrong.push(d),
        }
    }
    files.extend(search::files(site, &words, digests));
    if wrong.is_empty() { Ok(files) } else { Err(wrong) }
}

/// The index in pages of [`PER_PAGE`]. The pages count from the oldest story, so that a page keeps its stories when new
/// ones come; the first page shown is the newest.
fn index_pages(
    cards: &[across::StoryCard],
    one: &dyn Fn(&str, usize, String, &dyn erased::Page) -> Result<(String, Vec<u8>), Diagnostic>,
) -> Vec<Result<(String, Vec<u8>), Diagnostic>> {
    let oldest: Vec<&across::StoryCard> = cards.iter().rev().collect();
    let pages = oldest.len().div_ceil(PER_PAGE).max(1);
    let address = |n: usize| if n == pages { String::new() } else { format!("page/{n}/") };
    (1..=pages)
        .map(|n| {
            let from = (n - 1) * PER_PAGE;
            let to = oldest.len().min(n * PER_PAGE);
            let view = IndexView {
                stories: oldest[from..to].iter().rev().map(|c| (*c).clone()).collect(),
                number: n,
                newer: (n < pages).then(|| address(n + 1)),
                older: (n > 1).then(|| address(n - 1)),
            };
            let depth = if n == pages { 0 } else { 2 };
            one("index.html", depth, format!("{}index.html", address(n)), &view)
        })
        .collect()
}

/// The page of every tag, and the list of them.
fn tag_pages(
    cards: &[across::StoryCard],
    one: &dyn Fn(&str, usize, String, &dyn erased::Page) -> Result<(String, Vec<u8>), Diagnostic>,
) -> Vec<Result<(String, Vec<u8>), Diagnostic>> {
    let mut by: BTreeMap<String, TagView> = BTreeMap::new();
    for card in cards {
        for name in &card.tags {
            let url = urls::tag(name);
            let view = || TagView { name: name.clone(), url: url.clone(), stories: Vec::new() };
            by.entry(url.clone()).or_insert_with(view).stories.push(card.clone());
        }
    }
    let tags: Vec<TagView> = by.into_values().collect();
    let mut pages: Vec<_> =
        tags.iter().map(|t| one("tag.html", 2, format!("{}index.html", t.url), t)).collect();
    pages.push(one("tags.html", 1, "tags/index.html".into(), &tags));
    pages
}

/// A host shows the page for what does not exist under any address: where the site's own is known, the links of that
/// page count from the root of the host.
fn rooted(site: &Site, html: Vec<u8>) -> Vec<u8> {
    let base = site.base_url.as_deref().and_then(|b| url::Url::parse(b).ok());
    let Some(base) = base else { return html };
    let root = format!("{}/", base.path().trim_end_matches('/'));
    let html = String::from_utf8_lossy(&html);
    let mut out = String::with_capacity(html.len());
    for (n, part) in html.split("href=\"").enumerate() {
        if n > 0 {
            out.push_str("href=\"");
            if !part.starts_with(['#', '/']) && !part.starts_with("http") {
                out.push_str(&root);
            }
        }
        out.push_str(part);
    }
    out.into_bytes()
}

/// Pages of different views in one list.
mod erased {
    use super::{Context, Diagnostic, Templates};
    use serde::Serialize;

    pub trait Page {
        fn render(
            &self,
            templates: &Templates,
            template: &str,
            shared: &Context,
            depth: usize,
            path: &str,
        ) -> Result<Vec<u8>, Diagnostic>;
    }

    impl<T: Serialize> Page for T {
        fn render(
            &self,
            templates: &Templates,
            template: &str,
            shared: &Context,
            depth: usize,
            path: &str,
        ) -> Result<Vec<u8>, Diagnostic> {
            templates.page(template, shared, depth, path, self)
        }
    }
}

/// The theme's values as CSS custom properties; only what cannot end the rule is let through.
fn theme(site: &Site) -> String {
    let clean = |s: &str| -> String {
        s.chars().filter(|c| c.is_alphanumeric() || " ,#-'\"".contains(*c)).collect()
    };
    let rule = |name: &str, value: &Option<String>| {
        value.as_ref().map(|v| format!("  {name}: {};\n", clean(v))).unwrap_or_default()
    };
    let t = &site.theme;
    let both = rule("--text-font", &t.text_font)
        + &rule("--heading-font", &t.heading_font)
        + &rule("--ui-font", &t.ui_font);
    let (light, dark) = (rule("--accent", &t.accent), rule("--accent", &t.accent_dark));
    // A colour is for its ground: the light one set alone must not stand on dark.
    let mut out = format!(":root {{\n{both}}}\n");
    for (scheme, rules) in [("light", light), ("dark", dark)] {
        if !rules.is_empty() {
            out.push_str(&format!(
                "@media (prefers-color-scheme: {scheme}) {{\n:root {{\n{rules}}}\n}}\n"
            ));
        }
    }
    out
}

/// JSON that may stand inside `<script>`: nothing in it can end the element or be read as markup.
pub fn script_json(value: &serde_json::Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests;
