//! Reads NDJSON texts (`{"id", "text", "dct"}`), writes their temporal expressions by code points: input of a scorer.

use std::io::{BufRead, Write};
use story_digest::{segment, text::offsets::CodePoints, timex};

fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(article) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
        let text = article["text"].as_str().unwrap_or_default();
        let anchor = article["dct"].as_str().and_then(|d| d.get(..10)?.parse().ok());
        let document = segment::document(text);
        let points = CodePoints::new(text);
        let timexes: Vec<serde_json::Value> = timex::annotate(&document, anchor)
            .iter()
            .flat_map(|t| {
                let source = document.map.to_source(t.span, text);
                source.first().map(|s| {
                    let [start, end] = points.span(*s);
                    serde_json::json!({"start": start, "end": end, "type": t.kind, "value": t.value})
                })
            })
            .collect();
        let _ = writeln!(out, "{}", serde_json::json!({"id": article["id"], "timexes": timexes}));
    }
}
