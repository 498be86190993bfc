//! What a page says about itself: JSON-LD first, then `meta` elements, then what it shows, then its address.

use super::{Meta, Published, PublishedFrom, credits, dates};
use regex::Regex;
use scraper::{Html, Selector};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, sync::LazyLock};

fn selector(css: &'static str) -> Selector {
    Selector::parse(css).unwrap_or_else(|e| panic!("{css}: {e}"))
}

static JSON_LD: LazyLock<Selector> = LazyLock::new(|| selector("script[type*='ld+json']"));
static META: LazyLock<Selector> = LazyLock::new(|| selector("meta[content]"));
static H1: LazyLock<Selector> = LazyLock::new(|| selector("h1"));
static TITLE: LazyLock<Selector> = LazyLock::new(|| selector("title"));
static CANONICAL: LazyLock<Selector> = LazyLock::new(|| selector("link[rel~='canonical'][href]"));
static TIME: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        "article time[datetime], main time[datetime], header time[datetime], [class*='publish'] time[datetime], time[datetime]",
    )
});
static ITEM_DATE: LazyLock<Selector> = LazyLock::new(|| selector("[itemprop~='datePublished']"));
static ITEM_AUTHOR: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        "[itemprop~='author'] [itemprop~='name'], [itemprop~='author'], [rel~='author'], .byline__name, .author-name, .byline-name",
    )
});
static ROOT: LazyLock<Selector> = LazyLock::new(|| selector("html[lang]"));
static URL_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"/((?:19|20)\d\d)[/-]([01]?\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-]([0-3]?\d)(?:[/-]|$)|[/-]((?:19|20)\d\d)([01]\d)([0-3]\d)(?:\D|$)|/((?:19|20)\d\d)-([01]\d)-([0-3]\d)").expect("a fixed pattern")
});

const DATE_KEYS: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "dcterms.issued",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "pubdate",
    "pdate",
    "date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article:post_date",
    "rnews:datepublished",
    "datecreated",
    "article.created",
    "article_date_original",
    "originalpublicationdate",
    "displaydate",
    "ptime",
    "iso-8601-publish-date",
    "shareaholic:article_published_time",
    "video:release_date",
    "published",
    "last-published",
    "prism.publicationdate",
    "citation_publication_date",
    "bt:pubdate",
    "release_date",
];
const AUTHOR_KEYS: &[&str] = &[
    "author",
    "parsely-author",
    "sailthru.author",
    "article:author",
    "dc.creator",
    "dc.creator.name",
    "dcterms.creator",
    "byl",
    "article.author",
    "og:article:author",
    "article:author_name",
    "cxenseparse:author",
    "citation_author",
    "twitter:data1",
    "shareaholic:article_author_name",
    "author_name",
    "byline",
    "authors",
];

/// Reads the metadata of a page; `url` is its address, where known from elsewhere.
pub(super) fn read(document: &Html, url: Option<&str>) -> Meta {
    let nodes = json_ld(document);
    let article = nodes.article();
    let meta = metas(document);
    let named = |keys: &[&str]| keys.iter().find_map(|k| meta.get(*k).cloned());
    let field = |key: &str| article.and_then(|a| a.get(key)).and_then(text);

    let address = url
        .map(str::to_owned)
        .or_else(|| {
            document
                .select(&CANONICAL)
                .next()
                .and_then(|l| l.value().attr("href"))
                .map(str::to_owned)
                .filter(|u| is_address(u))
        })
        .or_else(|| named(&["og:url"]).filter(|u| is_address(u)))
        .or_else(|| field("url").filter(|u| is_address(u)));
    let host = address
        .as_deref()
        .and_then(|u| url::Url::parse(u).ok())
        .and_then(|u| u.host_str().map(str::to_owned));
    let outlet = outlet(&nodes, article, &meta, host.as_deref());
    Meta {
        headline: title(document, field("headline"), &meta, outlet.as_deref()),
        authors: authors(document, &nodes, article, &meta, outlet.as_deref()),
        published: published(
            document,
            field("datePublished").or_else(|| field("dateCreated")),
            &meta,
            address.as_deref(),
        ),
        modified: field("dateModified").or_else(|| {
            named(&[
                "article:modified_time",
                "og:updated_time",
                "last-modified",
                "lastmod",
                "datemodified",
            ])
        }),
        language: document
            .select(&ROOT)
            .next()
            .and_then(|r| r.value().attr("lang"))
            .map(str::to_owned)
            .or_else(|| field("inLanguage"))
            .or_else(|| named(&["og:locale", "language", "content-language", "dc.language"]))
            .map(|l| l.replace('_', "-"))
            .filter(|l| {
                (2..=12).contains(&l.len())
                    && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            }),
        outlet,
        url: address,
        ..Meta::default()
    }
}

fn is_address(url: &str) -> bool {
    url::Url::parse(url)
        .is_ok_and(|u| matches!(u.scheme(), "http" | "https") && u.host_str().is_some())
}

/// Contents of the `meta` elements by name, property or itemprop in small letters; the first of each.
fn metas(document: &Html) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for element in document.select(&META) {
        let value = element.value();
        let Some(content) = value.attr("content").map(str::trim).filter(|c| !c.is_empty()) else {
            continue;
        };
        for key in
            ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|k| value.attr(k))
        {
            out.entry(key.trim().to_lowercase()).or_insert_with(|| content.to_owned());
        }
    }
    out
}

/// The nodes of all JSON-LD of a page.
#[derive(Default)]
struct Nodes {
    all: Vec<Map<String, Value>>,
    /// Index by `@id`.
    by_id: BTreeMap<String, usize>,
}

/// Nodes looked at; pages with more are made to exhaust readers.
const MOST_NODES: usize = 5_000;

fn json_ld(document: &Html) -> Nodes {
    let mut nodes = Nodes::default();
    for script in document.select(&JSON_LD) {
        let raw: String = script.text().collect();
        if let Some(value) = lenient(&raw) {
            nodes.add(value, 0);
        }
    }
    for (i, node) in nodes.all.iter().enumerate() {
        // The fullest node of an id is the one others mean.
        if let Some(id) = node.get("@id").and_then(Value::as_str)
            && nodes.by_id.get(id).is_none_or(|&j| nodes.all[j].len() < node.len())
        {
            nodes.by_id.insert(id.to_owned(), i);
        }
    }
    nodes
}

/// JSON as pages print it: with comments around it, raw line breaks in strings, commas too many.
fn lenient(raw: &str) -> Option<Value> {
    let trimmed = raw
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let trimmed = trimmed
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(trimmed) {
        return Some(value);
    }
    let mut out = String::with_capacity(trimmed.len());
    let (mut quoted, mut escaped) = (false, false);
    let mut chars = trimmed.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if quoted {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => quoted = false,
                _ => {}
            }
            out.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        match c {
            '"' => quoted = true,
            ',' if trimmed[i + 1..].trim_start().starts_with(['}', ']', ',']) => continue,
            '/' if chars.peek().is_some_and(|&(_, n)| n == '*') => {
                while let Some((_, c)) = chars.next() {
                    if c == '*' && chars.peek().is_some_and(|&(_, n)| n == '/') {
                        chars.next();
                        break;
                    }
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    serde_json::from_str(&out).ok()
}

impl Nodes {
    fn add(&mut self, value: Value, depth: usize) {
        if depth > 12 || self.all.len() > MOST_NODES {
            return;
        }
        match value {
            Value::Array(values) => values.into_iter().for_each(|v| self.add(v, depth + 1)),
            Value::Object(mut node) => {
                for key in [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "itemListElement",
                    "liveBlogUpdate",
                ] {
                    if (matches!(key, "@graph")
                        || node.get(key).is_some_and(|v| v.get("headline").is_some()))
                        && let Some(inner) = node.remove(key)
                    {
                        self.add(inner, depth + 1);
                    }
                }
                self.all.push(node);
            }
            _ => {}
        }
    }

    /// The node of the article: of those with such a type, the one that says most.
    fn article(&self) -> Option<&Map<String, Value>> {
        const FIELDS: [&str; 6] =
            ["headline", "datePublished", "author", "publisher", "articleBody", "dateModified"];
        let score = |n: &Map<String, Value>| FIELDS.iter().filter(|f| n.contains_key(**f)).count();
        let is_article = |n: &Map<String, Value>| {
            types(n).iter().any(|t| {
                t.ends_with("Article")
                    || t.ends_with("Posting")
                    || t.ends_with("Report")
                    || matches!(
                        *t,
                        "Review" | "LiveBlogPosting" | "VideoObject" | "Recipe" | "PodcastEpisode"
                    )
            })
        };
        let best = |pages: bool| {
            self.all
                .iter()
                .enumerate()
                .filter(|(_, n)| if pages { types(n).contains(&"WebPage") } else { is_article(n) })
                .filter(|(_, n)| score(n) > 0)
                .max_by_key(|(i, n)| (score(n), std::cmp::Reverse(*i)))
                .map(|(_, n)| n)
        };
        best(false).or_else(|| best(true))
    }

    /// The names that a value means: texts, nodes, references to nodes, lists of them.
    fn names(&self, value: &Value, depth: usize, out: &mut Vec<String>) {
        if depth > 6 || out.len() > 40 {
            return;
        }
        match value {
            Value::String(s) => out.push(s.trim().to_owned()),
            Value::Array(values) => values.iter().for_each(|v| self.names(v, depth + 1, out)),
            Value::Object(node) => match node.get("name") {
                Some(name) => self.names(name, depth + 1, out),
                None => {
                    let there =
                        node.get("@id").and_then(Value::as_str).and_then(|id| self.by_id.get(id));
                    if let Some(name) = there.and_then(|&i| self.all[i].get("name")) {
                        self.names(name, depth + 1, out);
                    }
                }
            },
            _ => {}
        }
    }
}

fn types(node: &Map<String, Value>) -> Vec<&str> {
    match node.get("@type") {
        Some(Value::String(t)) => vec![t],
        Some(Value::Array(ts)) => ts.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    }
}

fn text(value: &Value) -> Option<String> {
    let s = match value {
        Value::String(s) => s,
        Value::Array(a) => a.first()?.as_str()?,
        Value::Object(o) => o.get("name").or_else(|| o.get("@id"))?.as_str()?,
        _ => return None,
    };
    let s = plain(s);
    (!s.is_empty()).then_some(s)
}

/// Text of a field, its references decoded (pages escape twice) and its white space folded.
fn plain(s: &str) -> String {
    let decoded = super::guard::unescape(s);
    decoded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folded(s: &str) -> String {
    s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The `h1` that agrees with a declared title, else the declared one, else the page's title without the site's name.
fn title(
    document: &Html,
    headline: Option<String>,
    meta: &BTreeMap<String, String>,
    outlet: Option<&str>,
) -> Option<String> {
    let og = ["og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title"]
        .iter()
        .find_map(|k| meta.get(*k))
        .map(|t| plain(t));
    let page = document
        .select(&TITLE)
        .next()
        .map(|t| plain(&t.text().collect::<String>()))
        .filter(|t| !t.is_empty());
    let declared: Vec<String> = [&headline, &og, &page]
        .into_iter()
        .flatten()
        .map(|t| folded(t))
        .filter(|t| !t.is_empty())
        .collect();
    let shown: Vec<String> = document
        .select(&H1)
        .map(|h| plain(&h.text().collect::<Vec<_>>().join(" ")))
        .filter(|h| !h.is_empty())
        .take(20)
        .collect();
    let agrees = |h: &&String| {
        let h = folded(h);
        h.chars().count() > 8
            && declared
                .iter()
                .any(|d| d.contains(&h) || h.contains(d.as_str()) && h.len() < d.len() * 2)
    };
    if let Some(h1) = shown.iter().find(agrees) {
        return Some(h1.clone());
    }
    headline
        .or(og)
        .or_else(|| page.filter(|p| folded(p) != outlet.map(folded).unwrap_or_default()))
        .map(|t| without_site(&t, outlet))
        .or_else(|| if shown.len() == 1 { shown.into_iter().next() } else { None })
}

/// "Mayor resigns | The Courier" without the outlet.
fn without_site(title: &str, outlet: Option<&str>) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · ", " » "] {
        if let Some((before, after)) = title.rsplit_once(separator) {
            let site = outlet
                .is_some_and(|o| folded(o) == folded(after) || folded(after).contains(&folded(o)));
            if !before.trim().is_empty()
                && (site
                    || separator == " | "
                        && after.split_whitespace().count() <= 4
                        && before.split_whitespace().count() >= 4)
            {
                return before.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

fn published(
    document: &Html,
    declared: Option<String>,
    meta: &BTreeMap<String, String>,
    url: Option<&str>,
) -> Option<Published> {
    let read = dates::published;
    declared
        .and_then(|d| read(&d, PublishedFrom::Jsonld))
        .or_else(|| {
            DATE_KEYS.iter().filter_map(|k| meta.get(*k)).find_map(|d| read(d, PublishedFrom::Meta))
        })
        .or_else(|| {
            document.select(&ITEM_DATE).take(5).find_map(|e| {
                let value = e
                    .value()
                    .attr("content")
                    .or_else(|| e.value().attr("datetime"))
                    .map(str::to_owned);
                read(&value.unwrap_or_else(|| e.text().collect()), PublishedFrom::Time)
            })
        })
        .or_else(|| {
            document
                .select(&TIME)
                .take(5)
                .find_map(|e| e.value().attr("datetime").and_then(|d| read(d, PublishedFrom::Time)))
        })
        .or_else(|| url.and_then(url_day))
}

fn url_day(url: &str) -> Option<Published> {
    let c = URL_DATE.captures(url)?;
    let parts: Vec<&str> = c.iter().skip(1).flatten().map(|m| m.as_str()).collect();
    let [year, month, day] = parts[..] else { return None };
    let months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = months
        .iter()
        .position(|m| *m == month)
        .map(|i| i as u32 + 1)
        .or_else(|| month.parse().ok())?;
    let date = chrono::NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)?;
    Some(Published { date, time: None, from: PublishedFrom::Url })
}

fn outlet(
    nodes: &Nodes,
    article: Option<&Map<String, Value>>,
    meta: &BTreeMap<String, String>,
    host: Option<&str>,
) -> Option<String> {
    let mut publisher = Vec::new();
    if let Some(p) = article.and_then(|a| a.get("publisher")) {
        nodes.names(p, 0, &mut publisher);
    }
    let named = meta
        .get("og:site_name")
        .cloned()
        .or_else(|| publisher.into_iter().find(|p| !p.is_empty() && !is_address(p)))
        .or_else(|| meta.get("application-name").cloned())
        .map(|n| plain(&n));
    match named.filter(|n| n.len() <= 60) {
        // A site that gives its domain for its name.
        Some(name) if name.contains('.') && !name.contains(' ') => {
            credits::outlet_of_host(&name).map(str::to_owned).or(Some(name))
        }
        Some(name) => Some(name),
        None => host.and_then(credits::outlet_of_host).map(str::to_owned),
    }
}

fn authors(
    document: &Html,
    nodes: &Nodes,
    article: Option<&Map<String, Value>>,
    meta: &BTreeMap<String, String>,
    outlet: Option<&str>,
) -> Vec<String> {
    let mut found = Vec::new();
    for key in ["author", "creator"] {
        if let Some(value) = article.and_then(|a| a.get(key)) {
            nodes.names(value, 0, &mut found);
        }
        let found_names = clean_names(&found, outlet);
        if !found_names.is_empty() {
            return found_names;
        }
    }
    for key in AUTHOR_KEYS {
        let names = clean_names(&meta.get(*key).cloned().into_iter().collect::<Vec<_>>(), outlet);
        if !names.is_empty() {
            return names;
        }
    }
    let shown: Vec<String> = document
        .select(&ITEM_AUTHOR)
        .map(|e| e.text().collect::<String>())
        .filter(|t| t.len() < 80)
        .take(4)
        .collect();
    clean_names(&shown, outlet)
}

/// Names of people: no addresses, no site's own name, each once.
fn clean_names(found: &[String], outlet: Option<&str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in found.iter().flat_map(|f| credits::authors(&plain(f))) {
        let is_site = outlet.is_some_and(|o| folded(o) == folded(&name));
        if is_address(&name)
            || name.contains("://")
            || name.contains('@')
            || is_site
            || name.len() > 80
            || name.starts_with('{')
            || name.split_whitespace().count() > 7
        {
            continue;
        }
        if !out.iter().any(|n| folded(n) == folded(&name)) {
            out.push(name);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Meta {
        read(&Html::parse_document(html), None)
    }

    #[test]
    fn ok_json_ld_graph_with_references() {
        let m = of(
            r#"<html lang="en-GB"><title>Mayor resigns | The Courier</title><h1>Mayor resigns</h1>
          <script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},
          {"@type":"NewsArticle","headline":"Mayor resigns &amp; leaves","datePublished":"2022-03-14T10:00:00+01:00",
           "author":{"@id":"jane"},"publisher":[{"@type":"Organization","name":"The Courier"}]},
          {"@type":"Person","@id":"jane","name":"Jane Doe"},]}</script>"#,
        );
        assert_eq!(m.headline.as_deref(), Some("Mayor resigns"));
        assert_eq!(m.authors, ["Jane Doe"]);
        assert_eq!(m.outlet.as_deref(), Some("The Courier"));
        let p = m.published.unwrap();
        assert_eq!(
            (p.from, p.time.as_deref()),
            (PublishedFrom::Jsonld, Some("2022-03-14T10:00:00+01:00"))
        );
        assert_eq!(m.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn ok_meta_then_time_then_address() {
        let m = of(
            "<meta property='article:published_time' content='2022-03-14'><meta name=author content='By Jane Doe and John Roe'><meta property='og:site_name' content='nytimes.com'>",
        );
        assert_eq!(m.published.map(|p| p.from), Some(PublishedFrom::Meta));
        assert_eq!(m.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(m.outlet.as_deref(), Some("The New York Times"));
        let m = of("<article><time datetime='2022-03-14T10:00Z'>x</time></article>");
        assert_eq!(
            m.published.map(|p| (p.date.to_string(), p.from)),
            Some(("2022-03-14".into(), PublishedFrom::Time))
        );
        let m = of("<link rel=canonical href='https://example.org/2022/mar/04/mayor'>");
        assert_eq!(
            m.published.map(|p| (p.date.to_string(), p.from)),
            Some(("2022-03-04".into(), PublishedFrom::Url))
        );
    }

    #[test]
    fn ignores_broken_and_deep_json() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(
            of(&format!("<script type='application/ld+json'>{deep}</script>")).headline,
            None
        );
        assert_eq!(of("<script type='application/ld+json'>{\"a</script>").headline, None);
    }

    #[test]
    fn ok_json_with_comments_and_line_breaks() {
        let value = lenient("<!-- {\"a\": \"x\ny\", /* no */ \"b\": [1,],} -->").unwrap();
        assert_eq!(value["a"], "x y");
        assert_eq!(value["b"][0], 1);
    }
}
