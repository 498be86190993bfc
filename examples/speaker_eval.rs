//! Measures who is taken for the speaker when sources, cues and contents are given rightly.
//!
//! `speaker_eval gold GOLD_DIR TEXT_DIR...`: hand-made digests (`GOLD_DIR/*/gold.json`, texts in
//! `TEXT_DIR/<story>/`); a speaker is right by the rule of `score_digest.py`.
//! `speaker_eval jsonl < articles.jsonl`: one line an article (`{"id", "text", "attributions": [{"source",
//! "cue", "content"}]}`, code points); writes for each attribution the entities and their mentions.
//! `speaker_eval story < articles.jsonl`: takes the lines as the articles of one story and shows its speakers.
//! `speaker_eval speed < articles.jsonl`: words a second on one thread.

use serde_json::{Value, json};
use std::io::{BufRead, Write};
use story_digest::{
    align::speakers,
    article::Article,
    attribution::{Act, Attribution, Quotation},
    entity,
    reading::Reading,
    segment,
    text::{Span, offsets::CodePoints},
};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("gold") if args.len() == 3 => gold(&args[1], &args[2]),
        Some("jsonl") => jsonl(),
        Some("story") => story(),
        Some("speed") => speed(),
        _ => eprintln!("speaker_eval gold GOLD_DIR TEXT_DIR | jsonl | story | speed"),
    }
}

/// Bytes of every code point of a text.
fn bytes(text: &str) -> Vec<usize> {
    text.char_indices().map(|(i, _)| i).chain([text.len()]).collect()
}

/// A source span (code points) as spans of the reading text.
fn to_reading(document: &segment::Document, at: &[usize], span: &Value) -> Option<Span> {
    let s = at[usize::try_from(span[0].as_u64()?).ok()?];
    let e = at[usize::try_from(span[1].as_u64()?).ok()?];
    let mut out: Option<Span> = None;
    for r in document.map.runs() {
        let (from, to) = (s.max(r.source), e.min(r.source + r.len));
        if from < to {
            let piece = Span::new(r.reading + from - r.source, r.reading + to - r.source);
            out = Some(out.map_or(piece, |o| o.cover(piece)));
        }
    }
    out
}

fn attribution(document: &segment::Document, at: &[usize], row: &Value) -> Option<Attribution> {
    let spans = |key: &str| -> Vec<Span> {
        row[key]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|s| to_reading(document, at, s))
            .collect()
    };
    let content = spans("content");
    if content.is_empty() {
        return None;
    }
    let marks = |s: &Span| {
        let t = s.of(&document.text);
        (t.starts_with(['“', '"']), t.ends_with(['”', '"']), t.contains(['“', '"']))
    };
    let quotation = if content.iter().any(|s| marks(s).0) {
        Quotation::Direct
    } else if content.iter().any(|s| marks(s).2) {
        Quotation::Mixed
    } else {
        Quotation::Indirect
    };
    Some(Attribution {
        source: spans("source"),
        cue: spans("cue"),
        content,
        quotation,
        act: Act::Asserts,
        hedged: false,
        unreal: false,
        via: vec![],
        parent: None,
        rule: "gold".into(),
        confidence: 1.0,
    })
}

const STOP: [&str; 24] = [
    "the",
    "a",
    "an",
    "of",
    "for",
    "to",
    "and",
    "in",
    "on",
    "at",
    "by",
    "unnamed",
    "unspecified",
    "mr",
    "mrs",
    "ms",
    "dr",
    "s",
    "president",
    "sen",
    "rep",
    "gov",
    "senator",
    "u",
];

fn words(s: &str) -> Vec<String> {
    let s = s.to_lowercase().replace("u.s.", "us").replace("’s ", " ").replace("'s ", " ");
    s.split(|c: char| !c.is_alphanumeric())
        .filter(|w| {
            !w.is_empty() && !STOP.contains(w) && *w != "representative" && *w != "governor"
        })
        .map(|w| w.replace('é', "e").replace('ñ', "n"))
        .collect()
}

/// The rule of `score_digest.py`.
fn same_speaker(predicted: &str, forms: &[String]) -> bool {
    let p = words(predicted);
    if p.is_empty() {
        return false;
    }
    forms.iter().any(|f| {
        let g = words(f);
        if g.is_empty() {
            return false;
        }
        let shared = p.iter().filter(|w| g.contains(w)).count();
        let all = p.len() + g.len() - shared;
        p == g
            || (p.last() == g.last()
                && (p.len() == 1 || g.len() == 1 || shared == p.len() || shared == g.len()))
            || shared as f64 / all as f64 >= 0.5
    })
}

fn gold(gold_dir: &str, text_dir: &str) {
    let mut dirs: Vec<_> = std::fs::read_dir(gold_dir).expect("gold folder").flatten().collect();
    dirs.sort_by_key(std::fs::DirEntry::path);
    let (mut right, mut wrong, mut empty, mut core) = (0, 0, 0, 0);
    for dir in dirs {
        let Ok(text) = std::fs::read_to_string(dir.path().join("gold.json")) else { continue };
        let g: Value = serde_json::from_str(&text).expect("gold.json");
        let story = g["story"].as_str().unwrap_or_default().to_string();
        let rows = g["statements"].as_array().cloned().unwrap_or_default();
        let mut files: Vec<&str> = rows.iter().filter_map(|r| r["article"].as_str()).collect();
        files.sort_unstable();
        files.dedup();
        for file in files {
            let text = std::fs::read_to_string(format!("{text_dir}/{story}/{file}")).expect("text");
            let document = segment::document(&text);
            let at = bytes(&text);
            let mine: Vec<(&Value, Attribution)> = rows
                .iter()
                .filter(|r| r["article"] == file)
                .filter_map(|r| Some((r, attribution(&document, &at, r)?)))
                .collect();
            let attributions: Vec<Attribution> = mine.iter().map(|m| m.1.clone()).collect();
            let read = entity::resolve(&document, &attributions, &[], &[]);
            for ((row, a), s) in mine.iter().zip(&read.speakers) {
                let speaker = row["speaker"].as_str().unwrap_or_default();
                let mut forms: Vec<String> = speaker
                    .split(';')
                    .map(|p| p.replace("unnamed:", "").trim().to_string())
                    .collect();
                forms.extend(
                    row["speaker_forms"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(|f| f.as_str())
                        .map(str::to_string),
                );
                let names: Vec<&str> =
                    s.entities.iter().map(|e| read.entities[*e].name.as_str()).collect();
                let optional = row["optional"] == true;
                let ok = names.iter().any(|n| same_speaker(n, &forms));
                let verdict = if names.is_empty() {
                    "NONE "
                } else if ok {
                    "right"
                } else {
                    "WRONG"
                };
                if !optional && !a.source.is_empty() {
                    core += 1;
                    match verdict {
                        "right" => right += 1,
                        "WRONG" => wrong += 1,
                        _ => empty += 1,
                    }
                }
                let source: Vec<&str> = a.source.iter().map(|s| s.of(&document.text)).collect();
                let mark = if optional { " (optional)" } else { "" };
                println!(
                    "{verdict} {story}/{}{mark} {source:?} -> {names:?} gold {speaker:?} {:.2} {}",
                    row["id"].as_str().unwrap_or_default(),
                    s.confidence,
                    s.because
                );
            }
        }
    }
    let share = |n: usize| n as f64 / f64::from(u32::try_from(core.max(1)).unwrap_or(1));
    println!(
        "{core} core rows with a source: right {right} ({:.3}), wrong {wrong} ({:.3}), unattributed {empty} ({:.3})",
        share(right),
        share(wrong),
        share(empty)
    );
}

fn jsonl() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let v: Value = serde_json::from_str(&line).expect("one JSON object a line");
        let text = v["text"].as_str().unwrap_or_default();
        let document = segment::document(text);
        let at = bytes(text);
        let rows = v["attributions"].as_array().cloned().unwrap_or_default();
        let kept: Vec<(usize, Attribution)> = rows
            .iter()
            .enumerate()
            .filter_map(|(i, r)| Some((i, attribution(&document, &at, r)?)))
            .collect();
        let attributions: Vec<Attribution> = kept.iter().map(|k| k.1.clone()).collect();
        let read = entity::resolve(&document, &attributions, &[], &[]);
        let points = CodePoints::new(text);
        let place = |s: Span| document.map.to_source(s, text).first().map(|s| points.span(*s));
        let result: Vec<Value> = kept
            .iter()
            .zip(&read.speakers)
            .map(|((i, a), s)| {
                let source: Vec<&str> = a.source.iter().map(|s| s.of(&document.text)).collect();
                json!({"row": i, "source": source, "entities": s.entities, "confidence": s.confidence, "because": s.because})
            })
            .collect();
        let entities: Vec<Value> = read
            .entities
            .iter()
            .enumerate()
            .map(|(k, e)| {
                let mentions: Vec<Value> = read.mentions.iter().filter(|m| m.entity == k).map(|m| json!([place(m.span), m.span.of(&document.text)])).collect();
                json!({"name": e.name, "kind": e.kind, "aliases": e.aliases, "roles": e.roles.iter().map(|r| &r.text).collect::<Vec<_>>(), "mentions": mentions, "speaks_for": e.speaks_for, "gender": e.gender})
            })
            .collect();
        let record = json!({"id": v["id"], "attributions": result, "entities": entities});
        writeln!(out, "{record}").expect("stdout");
    }
}

fn story() {
    let mut readings: Vec<Reading> = Vec::new();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let v: Value = serde_json::from_str(&line).expect("one JSON object a line");
        let text = v["text"].as_str().unwrap_or_default();
        let document = segment::document(text);
        let at = bytes(text);
        let attributions: Vec<Attribution> = v["attributions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|r| attribution(&document, &at, r))
            .collect();
        let read = entity::resolve(&document, &attributions, &[], &[]);
        readings.push(Reading {
            article: Article {
                id: v["id"].as_str().unwrap_or_default().to_string(),
                ..Article::default()
            },
            document,
            attributions,
            mentions: read.mentions,
            entities: read.entities,
            speakers: read.speakers,
            ..Reading::default()
        });
    }
    let merged = speakers::merge(&readings, &[], &[]);
    for s in &merged.speakers {
        let target = s.speaks_for.map(|t| merged.speakers[t].name.as_str());
        println!(
            "{} | {:?} | {} | role {:?} | also {:?} | for {target:?} | {} articles",
            s.id,
            s.kind,
            s.name,
            s.role,
            s.aliases,
            s.members.len()
        );
        for line in &s.evidence {
            println!("      {line}");
        }
    }
}

fn speed() {
    let mut count = 0;
    let mut seconds = 0.0;
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let v: Value = serde_json::from_str(&line).expect("one JSON object a line");
        let text = v["text"].as_str().unwrap_or_default();
        let document = segment::document(text);
        let at = bytes(text);
        let attributions: Vec<Attribution> = v["attributions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|r| attribution(&document, &at, r))
            .collect();
        count += text.split_whitespace().count();
        let start = std::time::Instant::now();
        let read = entity::resolve(&document, &attributions, &[], &[]);
        seconds += start.elapsed().as_secs_f64();
        assert_eq!(read.speakers.len(), attributions.len());
    }
    println!("{count} words in {seconds:.2} s: {:.0} words/s", count as f64 / seconds);
}
