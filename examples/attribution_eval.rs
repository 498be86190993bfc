//! Reads NDJSON articles (`{"id", "text"}`), writes their attributions by code points: input of the scorers.
//!
//! `cargo run --profile fast --example attribution_eval -- [--net|--rules] < gold.jsonl > pred.jsonl`; without a flag the two are
//! merged as the program does it.

use std::io::{BufRead, Write};
use story_digest::{
    attribution::{Settings, extract, net},
    segment,
    text::{Span, offsets::CodePoints},
};

fn main() {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(article) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
        let text = article["text"].as_str().unwrap_or_default();
        let document = segment::document(text);
        let points = CodePoints::new(text);
        let place = |spans: &[Span]| -> Vec<[usize; 2]> {
            let all = spans.iter().flat_map(|&s| document.map.to_source(s, text));
            all.map(|s| points.span(s)).collect()
        };
        let net = (mode != "--rules").then(|| net::candidates(&document)).flatten();
        let attributions: Vec<serde_json::Value> = if mode == "--net" {
            let found = net.unwrap_or_default();
            found.iter().map(|c| serde_json::json!({
                "source": place(&c.source), "cue": place(&c.cue), "content": place(&c.content),
                "confidence": c.confidence, "source_confidence": c.source_confidence,
            })).collect()
        } else {
            let found = extract(&document, net.as_deref(), &Settings::default());
            found.iter().map(|a| serde_json::json!({
                "source": place(&a.source), "cue": place(&a.cue), "content": place(&a.content),
                "confidence": a.confidence, "rule": a.rule, "act": a.act,
                "hedged": a.hedged, "unreal": a.unreal, "via": a.via.iter().map(|v| &v.name).collect::<Vec<_>>(),
            })).collect()
        };
        let record = serde_json::json!({"id": article["id"], "attributions": attributions});
        let _ = writeln!(out, "{record}");
    }
}
