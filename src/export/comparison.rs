//! The keys of `digest.json` that compare: `variants`, `figures`, `coverage`.

use super::{Places, json::kind_name};
use crate::{
    align::coverage::{self, Carried},
    attribution::ViaKind,
    story::Digest,
};
use serde_json::{Value, json};

/// `variants`: each statement that articles word differently, the representative wording first. A part's `common` tells
/// whether the representative wording has its words; `null` where the two are too far apart to compare word by word.
pub fn variants(d: &Digest, places: &[Places<'_>]) -> Value {
    let all = (0..d.statements.len()).filter_map(|index| {
        let s = &d.statements[index];
        let wordings = coverage::wordings(d, index);
        if wordings.len() < 2 {
            return None;
        }
        let wordings: Vec<Value> = wordings
            .iter()
            .map(|w| {
                let instance = &s.instances[w.instance];
                let parts: Vec<Value> = w
                    .stretches
                    .iter()
                    .map(|part| {
                        let at = places[instance.article].of(&[part.span]);
                        json!({"spans": at.spans, "text": at.text, "common": part.common})
                    })
                    .collect();
                let article = &d.articles[instance.article].article.id;
                json!({"instance": w.instance, "article": article, "parts": parts})
            })
            .collect();
        Some(json!({"statement": s.id, "wordings": wordings}))
    });
    all.collect()
}

/// `figures`: each number of one thing, with the places that give it. `conflicts` are indices into this list.
pub fn figures(d: &Digest, places: &[Places<'_>]) -> Value {
    let rows = d.figures.iter().map(|row| {
        let instances: Vec<Value> = row
            .instances
            .iter()
            .map(|&(article, figure)| {
                let reading = &d.articles[article];
                let f = &reading.figures[figure];
                let mut spans = vec![f.number, f.unit];
                spans.extend(f.counts);
                spans.sort_unstable();
                let at = places[article].of(&crate::text::merge(spans));
                let words = |span: Option<crate::text::Span>| {
                    span.map(|s| places[article].of(&[s])).map(|p| json!({"spans": p.spans, "text": p.text}))
                };
                json!({
                    "article": reading.article.id, "spans": at.spans, "text": at.text, "bound": f.bound,
                    "area": words(f.area), "period": words(f.period),
                })
            })
            .collect();
        let speakers: Vec<&str> = row.speakers.iter().map(|&s| d.speakers[s].id.as_str()).collect();
        json!({
            "label": row.label, "value": value(row.milli), "instances": instances,
            "speakers": speakers, "conflicts": row.conflicts,
        })
    });
    rows.collect()
}

/// A value in thousandths as a number: whole where it is whole.
fn value(milli: i64) -> Value {
    if milli % 1000 == 0 { (milli / 1000).into() } else { json!(milli as f64 / 1000.0) }
}

/// `coverage`: who carries what, who is heard, who is credited, who is introduced as what, which texts are one.
pub fn coverage(d: &Digest) -> Value {
    let table = coverage::coverage(d);
    let id = |article: usize| d.articles[article].article.id.clone();
    let ids = |articles: &[usize]| articles.iter().map(|&a| id(a)).collect::<Vec<_>>();
    let outlets: Vec<Value> = coverage::heard(d)
        .iter()
        .map(|(column, h)| {
            json!({
                "outlet": column.outlet, "known": column.known, "articles": ids(&column.articles),
                "heard": {
                    "people": h.people, "bodies": h.bodies, "unnamed": h.unnamed, "documents": h.documents,
                    "unattributed": h.unattributed, "official": h.official, "quoted": h.quoted, "relayed": h.relayed,
                },
            })
        })
        .collect();
    let statements: Vec<Value> = d
        .statements
        .iter()
        .zip(table.rows.iter().zip(&table.only))
        .map(|(s, (row, only))| {
            let cells: Vec<&str> = row.iter().map(|c| carried_name(*c)).collect();
            let only = only.map(|c| table.columns[c].outlet.clone());
            json!({"statement": s.id, "cells": cells, "only": only})
        })
        .collect();
    let credits: Vec<Value> = coverage::credits(d)
        .iter()
        .map(|c| {
            let places: Vec<Value> = c
                .places
                .iter()
                .map(|&(s, i)| json!({"statement": d.statements[s].id, "instance": i}))
                .collect();
            let outlet = c.column.map(|k| table.columns[k].outlet.clone());
            json!({"name": c.name, "kind": via_name(c.kind), "outlet": outlet, "places": places})
        })
        .collect();
    let introductions: Vec<Value> = coverage::introductions(d)
        .iter()
        .map(|i| {
            let s = &d.speakers[i.speaker];
            let roles: Vec<Value> =
                i.roles.iter().map(|(r, a)| json!({"role": r, "articles": ids(a)})).collect();
            json!({
                "speaker": s.id, "kind": kind_name(s.kind), "roles": roles, "without": ids(&i.without),
            })
        })
        .collect();
    let syndicated: Vec<Value> = d
        .syndicated
        .iter()
        .map(|s| json!({"articles": ids(&s.articles), "agency": s.agency}))
        .collect();
    json!({
        "outlets": outlets, "statements": statements, "credits": credits,
        "introductions": introductions, "syndicated": syndicated,
    })
}

/// The name of how an outlet carries a statement.
fn carried_name(c: Carried) -> &'static str {
    match c {
        Carried::Quoted => "quoted",
        Carried::Reported => "reported",
        Carried::NotFound => "not-found",
    }
}

/// The name of a kind of `via`.
fn via_name(kind: ViaKind) -> &'static str {
    match kind {
        ViaKind::Outlet => "outlet",
        ViaKind::Medium => "medium",
        ViaKind::Venue => "venue",
        ViaKind::Reporter => "reporter",
    }
}
