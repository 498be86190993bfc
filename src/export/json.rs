//! `digest.json`, schema 1.

use super::{Places, SourcePlace};
use crate::{
    attribution::{Act, Quotation},
    entity::EntityKind,
    story::{Digest, EntryKind},
    text::Span,
};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// The version of the format.
pub const SCHEMA: u32 = 1;

/// The digest as `digest.json`, two blanks of indentation, with a line break at its end.
pub fn digest_json(digest: &Digest) -> String {
    let mut text = serde_json::to_string_pretty(&digest_value(digest)).unwrap_or_default();
    text.push('\n');
    text
}

/// The digest as a JSON value.
pub fn digest_value(d: &Digest) -> Value {
    let places = super::places(&d.articles);
    json!({
        "schema": SCHEMA,
        "story": {"slug": d.slug, "title": d.title, "description": d.description, "tags": d.tags, "from": d.from, "to": d.to},
        "articles": d.articles.iter().map(article).collect::<Vec<_>>(),
        "speakers": d.speakers.iter().map(|s| speaker(d, s)).collect::<Vec<_>>(),
        "statements": (0..d.statements.len()).map(|s| statement(d, &places, s)).collect::<Vec<_>>(),
        "timeline": d.timeline.iter().map(|e| entry(d, &places, e)).collect::<Vec<_>>(),
        "claims": d.claims.iter().map(|c| claim(d, &places, c)).collect::<Vec<_>>(),
        "variants": super::comparison::variants(d, &places),
        "figures": super::comparison::figures(d, &places),
        "coverage": super::comparison::coverage(d),
    })
}

/// The name of an act in the exports: "asserts", "professes-no-knowledge".
pub fn act_name(act: Act) -> String {
    serde_json::to_value(act).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The name of a kind of quotation in the exports.
pub fn quotation_name(q: Quotation) -> &'static str {
    match q {
        Quotation::Direct => "direct",
        Quotation::Mixed => "mixed",
        Quotation::Indirect => "indirect",
    }
}

/// The name of a kind of speaker in the exports.
pub fn kind_name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Government => "government",
        EntityKind::Group => "group",
        EntityKind::Unnamed => "unnamed",
    }
}

/// The SHA-256 of a text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn article(r: &crate::reading::Reading) -> Value {
    let m = &r.article.meta;
    let published =
        m.published.as_ref().map(|p| p.time.clone().unwrap_or_else(|| p.date.to_string()));
    json!({
        "id": r.article.id, "path": r.article.path, "outlet": m.outlet, "agency": m.agency, "headline": m.headline,
        "authors": m.authors, "url": m.url, "published": published,
        "published_from": m.published.as_ref().and_then(|p| serde_json::to_value(p.from).ok()),
        "language": m.language, "text_sha256": sha256(&r.article.text),
    })
}

fn speaker(d: &Digest, s: &crate::story::Speaker) -> Value {
    json!({
        "id": s.id, "name": s.name, "role": s.role, "kind": kind_name(s.kind), "aliases": s.aliases,
        "roles": s.roles.iter().map(|(a, role)| json!({"article": d.articles[*a].article.id, "role": role})).collect::<Vec<_>>(),
        "speaks_for": s.speaks_for.map(|i| d.speakers[i].id.clone()),
    })
}

fn place(p: SourcePlace) -> Value {
    json!({"spans": p.spans, "text": p.text})
}

fn optional(places: &Places<'_>, spans: &[Span]) -> Value {
    if spans.is_empty() { Value::Null } else { place(places.of(spans)) }
}

fn ids(d: &Digest, statements: &[usize]) -> Vec<String> {
    statements.iter().map(|&i| d.statements[i].id.clone()).collect()
}

fn speaker_ids(d: &Digest, speakers: &[usize]) -> Vec<String> {
    speakers.iter().map(|&i| d.speakers[i].id.clone()).collect()
}

fn statement(d: &Digest, places: &[Places<'_>], index: usize) -> Value {
    let s = &d.statements[index];
    let instances: Vec<Value> = s
        .instances
        .iter()
        .map(|i| {
            let reading = &d.articles[i.article];
            let a = &reading.attributions[i.attribution];
            let at = &places[i.article];
            let mut out = Map::new();
            out.insert("article".into(), reading.article.id.clone().into());
            out.insert("speakers".into(), json!(speaker_ids(d, &i.speakers)));
            // Left out where the article's words give no day: then the statement's holds.
            if let Some(date) = &i.said_on {
                out.insert("said_on".into(), date.clone().into());
                out.insert(
                    "dated_by".into(),
                    i.dated_by.map_or(Value::Null, |w| place(at.of(&[w]))),
                );
            }
            out.insert("via".into(), json!(i.via));
            out.insert("act".into(), act_name(a.act).into());
            out.insert("kind".into(), quotation_name(a.quotation).into());
            out.insert("hedged".into(), a.hedged.into());
            out.insert("rule".into(), a.rule.clone().into());
            out.insert(
                "confidence".into(),
                json!((f64::from(a.confidence) * 1000.0).round() / 1000.0),
            );
            out.insert("source".into(), optional(at, &a.source));
            out.insert("cue".into(), optional(at, &a.cue));
            out.insert("content".into(), place(at.of(&a.content)));
            Value::Object(out)
        })
        .collect();
    json!({
        "id": s.id, "speakers": speaker_ids(d, &s.speakers), "act": act_name(s.act), "hedged": s.hedged,
        "kind": quotation_name(s.quotation), "said_on": s.said_on, "representative": s.representative,
        "parts": ids(d, &s.parts), "answers": ids(d, &s.answers), "instances": instances,
    })
}

fn entry(d: &Digest, places: &[Places<'_>], e: &crate::story::Entry) -> Value {
    let id = |a: usize| d.articles[a].article.id.clone();
    let instances: Vec<Value> = e
        .instances
        .iter()
        .map(|i| {
            let at = &places[i.place.article];
            let p = at.of(&i.place.spans);
            json!({
                "article": id(i.place.article), "spans": p.spans, "text": p.text,
                "dated_by": i.dated_by.map_or(Value::Null, |w| place(at.of(&[w]))),
            })
        })
        .collect();
    let conflicts: Vec<Value> = e
        .conflicts
        .iter()
        .map(|(a, date, words)| {
            json!({"article": id(*a), "date": date, "dated_by": place(places[*a].of(&[*words]))})
        })
        .collect();
    let kind = match e.kind {
        EntryKind::Event => "event",
        EntryKind::Statement => "statement",
        EntryKind::Scheduled => "scheduled",
    };
    json!({
        "id": e.id, "date": e.date, "kind": kind, "instances": instances,
        "statements": ids(d, &e.statements), "conflicts": conflicts,
    })
}

fn claim(d: &Digest, places: &[Places<'_>], c: &crate::story::Claim) -> Value {
    let p = places[c.text.article].of(&c.text.spans);
    let positions: Vec<Value> = c
        .positions
        .iter()
        .map(|x| {
            json!({
                "stance": act_name(x.stance), "speaker": x.speaker.map(|s| d.speakers[s].id.clone()),
                "hedged": x.hedged, "statements": ids(d, &x.statements),
            })
        })
        .collect();
    let silent: Vec<String> = c.silent.iter().map(|&a| d.articles[a].article.id.clone()).collect();
    json!({
        "id": c.id, "text": p.text, "title": c.title, "article": d.articles[c.text.article].article.id,
        "spans": p.spans, "positions": positions, "not_found_in": silent,
    })
}
