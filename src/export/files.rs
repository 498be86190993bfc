//! Everything of a site but its pages: digest.json, CSV, Web Annotations, feeds, sitemap, robots.

use super::{
    digest_json,
    json::{act_name, quotation_name},
    places,
};
use crate::{
    config::{Correction, Site},
    story::Digest,
    ui::Words,
};
use serde_json::{Value, json};

/// The policy that the pages work under.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/// The files: (path below the output folder, bytes). Nothing in them depends on the clock: the days of feeds are those of
/// the stories and corrections.
pub fn files(site: &Site, digests: &[Digest]) -> Vec<(String, Vec<u8>)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for d in digests {
        out.push((format!("{}/digest.json", d.slug), digest_json(d)));
        out.push((format!("{}/statements.csv", d.slug), csv(d)));
        out.push((format!("{}/annotations.jsonld", d.slug), pretty(&annotations(site, d))));
        let one = std::slice::from_ref(d);
        if site.feeds.atom {
            out.push((
                format!("{}/feed.xml", d.slug),
                atom(site, one, &format!("{}/", d.slug), &d.title),
            ));
        }
        if site.feeds.json {
            out.push((
                format!("{}/feed.json", d.slug),
                pretty(&json_feed(site, one, &format!("{}/", d.slug), &d.title)),
            ));
        }
    }
    if site.feeds.atom {
        out.push(("feed.xml".into(), atom(site, digests, "", &site.title)));
    }
    if site.feeds.json {
        out.push(("feed.json".into(), pretty(&json_feed(site, digests, "", &site.title))));
    }
    out.push(("_headers".into(), format!("/*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n")));
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = base(site) {
        out.push(("sitemap.xml".into(), sitemap(&base, site, digests)));
        robots.push_str(&format!("Sitemap: {base}sitemap.xml\n"));
    }
    out.push(("robots.txt".into(), robots));
    out.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The address of the site with a slash at its end, where it is known.
fn base(site: &Site) -> Option<String> {
    site.base_url.as_ref().map(|b| format!("{}/", b.trim_end_matches('/')))
}

/// An absolute address where the site's is known, else a name that stays the same.
fn identifier(site: &Site, path: &str) -> String {
    match base(site) {
        Some(base) => format!("{base}{path}"),
        None => format!("urn:digest:{}", path.trim_end_matches('/').replace("/#", ":")),
    }
}

/// One row an instance (RFC 4180, UTF-8). A cell that a spreadsheet would take for a formula begins with an apostrophe.
pub fn csv(d: &Digest) -> String {
    let mut out = String::from(
        "statement,article,outlet,speakers,act,kind,hedged,said_on,dated_by,via,source,cue,content,spans,confidence\r\n",
    );
    let places = places(&d.articles);
    for s in &d.statements {
        for i in &s.instances {
            let r = &d.articles[i.article];
            let a = &r.attributions[i.attribution];
            let at = &places[i.article];
            let content = at.of(&a.content);
            let names: Vec<&str> =
                i.speakers.iter().map(|&x| d.speakers[x].name.as_str()).collect();
            let spans: Vec<String> =
                content.spans.iter().map(|s| format!("{}-{}", s[0], s[1])).collect();
            let row = [
                s.id.clone(),
                r.article.id.clone(),
                r.article.meta.outlet.clone().unwrap_or_default(),
                names.join("; "),
                act_name(a.act),
                quotation_name(a.quotation).to_owned(),
                a.hedged.to_string(),
                i.said_on.clone().unwrap_or_default(),
                i.dated_by.map(|w| at.of(&[w]).text).unwrap_or_default(),
                i.via.join("; "),
                at.of(&a.source).text,
                at.of(&a.cue).text,
                content.text,
                spans.join(" "),
                format!("{:.3}", a.confidence),
            ];
            out.push_str(&row.iter().map(|c| cell(c)).collect::<Vec<_>>().join(","));
            out.push_str("\r\n");
        }
    }
    out
}

fn cell(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text };
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// W3C Web Annotations: each instance as a TextQuoteSelector refined by its TextPositionSelector (code points of the
/// source text held).
pub fn annotations(site: &Site, d: &Digest) -> Value {
    let places = places(&d.articles);
    let words = Words::of(&site.language);
    let id = identifier(site, &format!("{}/annotations.jsonld", d.slug));
    let mut items = Vec::new();
    for s in &d.statements {
        for (n, i) in s.instances.iter().enumerate() {
            let r = &d.articles[i.article];
            let text = &r.article.text;
            let names: Vec<&str> =
                i.speakers.iter().map(|&x| d.speakers[x].name.as_str()).collect();
            let source = r.article.meta.url.clone().unwrap_or_else(|| r.article.path.clone());
            let targets: Vec<Value> = places[i.article]
                .bytes(&r.attributions[i.attribution].content)
                .iter()
                .zip(places[i.article].of(&r.attributions[i.attribution].content).spans)
                .map(|(b, [start, end])| {
                    let before: Vec<char> = text[..b.start].chars().rev().take(32).collect();
                    let after: String = text[b.end..].chars().take(32).collect();
                    let selector = json!({
                        "type": "TextQuoteSelector", "exact": b.of(text),
                        "prefix": before.into_iter().rev().collect::<String>(), "suffix": after,
                        "refinedBy": {"type": "TextPositionSelector", "start": start, "end": end},
                    });
                    json!({"source": source, "selector": selector})
                })
                .collect();
            let who = match names.as_slice() {
                [] => words.get("unattributed").to_owned(),
                names => names.join("; "),
            };
            items.push(json!({
                "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",
                "id": format!("{}-{n}", identifier(site, &format!("{}/#s-{}", d.slug, s.id))),
                "motivation": "identifying",
                "body": {"type": "TextualBody", "purpose": "tagging", "value": format!("{who}: {}", act_name(s.act))},
                "target": one_or_all(targets),
            }));
        }
    }
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection",
        "id": id, "label": d.title, "total": items.len(),
        "first": {"type": "AnnotationPage", "id": format!("{id}#1"), "partOf": id, "startIndex": 0, "items": items},
    })
}

/// Several targets are several places; selectors of one target would all mean the same place.
fn one_or_all(mut targets: Vec<Value>) -> Value {
    if targets.len() == 1 { targets.remove(0) } else { targets.into() }
}

/// An entry of a feed.
struct Item {
    id: String,
    title: String,
    link: Option<String>,
    day: String,
    summary: String,
}

/// A name of a correction that stays while its words and its article do; the same in feeds and on pages.
pub fn correction_id(c: &Correction) -> String {
    let about = format!("{}\n{}", c.file, c.words);
    blake3::hash(about.as_bytes()).to_hex()[..8].to_owned()
}

/// Stories and public corrections, the newest first.
fn items(site: &Site, digests: &[Digest]) -> Vec<Item> {
    let words = Words::of(&site.language);
    let mut out = Vec::new();
    for d in digests {
        let path = format!("{}/", d.slug);
        let day = d.to.clone().unwrap_or_else(|| "1970-01-01".into());
        let counts = [
            words.count(d.articles.len(), "text"),
            words.count(d.statements.len(), "statement"),
            words.count(d.claims.len(), "claim"),
        ]
        .join(", ");
        let link = base(site).map(|b| format!("{b}{path}"));
        for c in &d.corrections {
            let anchor = format!("#correction-{}", correction_id(c));
            let about = format!("“{}”", c.words.split_whitespace().collect::<Vec<_>>().join(" "));
            let note = c.note.as_ref().map(|n| format!(" {n}")).unwrap_or_default();
            out.push(Item {
                id: identifier(site, &format!("{path}{anchor}")),
                title: format!("{}: {}", words.get("correction"), d.title),
                link: link.as_ref().map(|l| format!("{l}{anchor}")),
                day: c.date.map_or_else(|| day.clone(), |d| d.to_string()),
                summary: format!("{about}{note}"),
            });
        }
        out.push(Item {
            id: identifier(site, &path),
            title: d.title.clone(),
            link,
            day,
            summary: d.description.clone().unwrap_or(counts),
        });
    }
    out.sort_by(|a, b| b.day.cmp(&a.day).then(a.id.cmp(&b.id)));
    out.truncate(site.feeds.limit);
    out
}

fn full_day(day: &str) -> String {
    // A month or year alone begins with its first day.
    let day = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    format!("{day}T00:00:00Z")
}

/// An Atom feed (RFC 4287).
fn atom(site: &Site, digests: &[Digest], path: &str, title: &str) -> String {
    use atom_syndication::{Entry, Feed, Generator, Link, Person, Text};
    let when = |day: &str| full_day(day).parse().unwrap_or_default();
    let items = items(site, digests);
    let mut feed = Feed {
        title: Text::plain(title),
        id: identifier(site, &format!("{path}feed.xml")),
        updated: items.first().map_or_else(Default::default, |i| when(&i.day)),
        authors: vec![Person {
            name: site.author.clone().unwrap_or_else(|| site.title.clone()),
            ..Person::default()
        }],
        generator: Some(Generator { value: "digest".into(), ..Generator::default() }),
        ..Feed::default()
    };
    if let Some(base) = base(site) {
        feed.links = vec![
            Link { href: format!("{base}{path}feed.xml"), rel: "self".into(), ..Link::default() },
            Link { href: format!("{base}{path}"), ..Link::default() },
        ];
    }
    feed.entries = items
        .into_iter()
        .map(|i| Entry {
            title: Text::plain(i.title),
            id: i.id,
            updated: when(&i.day),
            links: i.link.into_iter().map(|href| Link { href, ..Link::default() }).collect(),
            summary: Some(Text::plain(i.summary)),
            ..Entry::default()
        })
        .collect();
    let mut bytes = feed.write_to(Vec::new()).unwrap_or_default();
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

/// A JSON Feed 1.1.
fn json_feed(site: &Site, digests: &[Digest], path: &str, title: &str) -> Value {
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": title, "language": site.language,
        "items": items(site, digests).into_iter().map(|i| {
            let mut item = json!({"id": i.id, "title": i.title, "date_modified": full_day(&i.day), "content_text": i.summary});
            if let Some(link) = i.link {
                item["url"] = link.into();
            }
            item
        }).collect::<Vec<_>>(),
    });
    if let Some(author) = &site.author {
        feed["authors"] = json!([{"name": author}]);
    }
    if let Some(base) = base(site) {
        feed["home_page_url"] = format!("{base}{path}").into();
        feed["feed_url"] = format!("{base}{path}feed.json").into();
    }
    feed
}

fn sitemap(base: &str, site: &Site, digests: &[Digest]) -> String {
    let escape = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let full = site.publish.mode == crate::config::PublishMode::Full;
    let mut paths = vec![String::new(), "speakers/".into(), "outlets/".into()];
    for d in digests {
        paths.push(format!("{}/", d.slug));
        // Whole texts are kept from search engines.
        if !full {
            paths.extend(d.articles.iter().map(|r| format!("{}/{}/", d.slug, r.article.id)));
        }
    }
    for p in paths {
        out.push_str(&format!("<url><loc>{}</loc></url>\n", escape(&format!("{base}{p}"))));
    }
    out.push_str("</urlset>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_cells_are_quoted_and_no_formula() {
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("a\n\nb"), "a b");
    }

    #[test]
    fn ok_feeds_without_an_address_keep_stable_names() {
        let mut site = Site::untitled();
        assert_eq!(identifier(&site, "dam/"), "urn:digest:dam");
        site.base_url = Some("https://example.org/d".into());
        assert_eq!(identifier(&site, "dam/"), "https://example.org/d/dam/");
        assert_eq!(full_day("2022-03"), "2022-03-01T00:00:00Z");
    }
}
