//! schema.org as JSON-LD, for the head of a story page: what the page is based on, the quotations with their real
//! speakers, the claims with where they appear. No `ClaimReview`: a digest gives no verdict.

use super::json::{act_name, quotation_name};
use crate::{
    config::Site,
    entity::EntityKind,
    story::{Digest, Instance},
    text::Span,
};
use serde_json::{Map, Value, json};

/// The graph of a story page.
pub fn story(site: &Site, d: &Digest) -> Value {
    let base = site.base_url.as_ref().map(|b| format!("{}/", b.trim_end_matches('/')));
    let page = base.map(|b| format!("{b}{}/", d.slug));
    let id = |fragment: &str| format!("{}{fragment}", page.as_deref().unwrap_or_default());
    let articles: Vec<Value> = (0..d.articles.len()).map(|a| article(d, a)).collect();
    let mut graph = vec![json!({
        "@type": "WebPage", "@id": id("#page"), "name": d.title, "description": d.description, "inLanguage": site.language,
        "isBasedOn": articles,
        "correction": d.corrections.iter().filter_map(|c| c.note.clone()).collect::<Vec<_>>(),
    })];
    for s in &d.statements {
        let first = &s.instances[s.representative];
        graph.push(json!({
            "@type": "Quotation", "@id": id(&format!("#s-{}", s.id)), "text": words(d, first),
            "creator": s.speakers.iter().map(|&x| speaker(d, x)).collect::<Vec<_>>(),
            "dateCreated": s.said_on, "additionalType": act_name(s.act), "genre": quotation_name(s.quotation),
            "isBasedOn": s.instances.iter().map(|i| reference(d, i.article)).collect::<Vec<_>>(),
        }));
    }
    for c in &d.claims {
        let text = &d.articles[c.text.article].document.text;
        let pieces: Vec<&str> =
            c.text.spans.iter().filter_map(|s: &Span| text.get(s.start..s.end)).collect();
        let mut appearances: Vec<(Option<&str>, usize)> = c
            .positions
            .iter()
            .flat_map(|p| &p.statements)
            .flat_map(|&s| &d.statements[s].instances)
            .map(|i| (i.said_on.as_deref(), i.article))
            .collect();
        appearances.sort_by_key(|(_, a)| *a);
        appearances.dedup_by_key(|(_, a)| *a);
        graph.push(json!({
            "@type": "Claim", "@id": id(&format!("#c-{}", c.id)), "name": c.title,
            "text": fold(&pieces.join(" … ")),
            "appearance": appearances.iter().map(|(_, a)| reference(d, *a)).collect::<Vec<_>>(),
            "firstAppearance": appearances.first().map(|(_, a)| reference(d, *a)),
        }));
    }
    json!({"@context": "https://schema.org", "@graph": graph.into_iter().map(bare).collect::<Vec<_>>()})
}

/// An object without what is not known.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let known: Map<String, Value> = map
                .into_iter()
                .map(|(k, v)| (k, bare(v)))
                .filter(|(_, v)| !v.is_null() && v.as_array().is_none_or(|a| !a.is_empty()))
                .collect();
            Value::Object(known)
        }
        Value::Array(list) => Value::Array(list.into_iter().map(bare).collect()),
        value => value,
    }
}

fn article(d: &Digest, a: usize) -> Value {
    let m = &d.articles[a].article.meta;
    json!({
        "@type": "NewsArticle", "@id": m.url, "url": m.url, "headline": m.headline, "name": d.articles[a].article.id,
        "publisher": m.outlet.as_ref().map(|o| json!({"@type": "Organization", "name": o})),
        "author": m.authors.iter().map(|n| json!({"@type": "Person", "name": n})).collect::<Vec<_>>(),
        "datePublished": m.published.as_ref().map(|p| p.time.clone().unwrap_or_else(|| p.date.to_string())),
        "inLanguage": m.language,
    })
}

fn reference(d: &Digest, a: usize) -> Value {
    let m = &d.articles[a].article.meta;
    match &m.url {
        Some(url) => json!({"@type": "NewsArticle", "@id": url}),
        None => {
            json!({"@type": "NewsArticle", "name": d.articles[a].article.id, "headline": m.headline})
        }
    }
}

fn speaker(d: &Digest, s: usize) -> Value {
    let s = &d.speakers[s];
    let kind = match s.kind {
        EntityKind::Person => "Person",
        EntityKind::Government => "GovernmentOrganization",
        EntityKind::Organisation => "Organization",
        EntityKind::Group | EntityKind::Unnamed => "Thing",
    };
    json!({"@type": kind, "name": s.name, "description": s.role})
}

fn words(d: &Digest, i: &Instance) -> String {
    let r = &d.articles[i.article];
    let spans = &r.attributions[i.attribution].content;
    let pieces: Vec<&str> =
        spans.iter().filter_map(|s| r.document.text.get(s.start..s.end)).collect();
    fold(&pieces.join(" … "))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
