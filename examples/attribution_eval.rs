//! Reads NDJSON articles (`{"id", "text"}`), writes their attributions by code points: input of the scorers.
//!
//! `cargo run --release --example attribution_eval < gold.jsonl > pred.jsonl`

use std::io::{BufRead, Write};
use story_digest::attribution::{Settings, extract};
use story_digest::text::{Paragraph, ParagraphKind, Sentence, Span, Token, TokenKind};

fn document(text: &str) -> story_digest::segment::Document {
    let mut d = story_digest::segment::Document { text: text.to_owned(), ..Default::default() };
    let mut at = 0;
    for line in text.split('\n') {
        let (s, e) = (at + (line.len() - line.trim_start().len()), at + line.trim_end().len());
        at += line.len() + 1;
        if s >= e {
            continue;
        }
        let p = d.paragraphs.len();
        d.paragraphs.push(Paragraph { span: Span::new(s, e), kind: ParagraphKind::Body });
        let body = &text[s..e];
        let re = regex::Regex::new(r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Jr|Sr|St|Lt|Col|Sgt|Rev|Prof|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|No|vs|[A-Z])\.|[$€£]?\d[\d,.:]*\d%?|\d|\w+(?:['’-]\w+)*['’]?|\S").unwrap();
        let toks: Vec<(usize, usize)> =
            re.find_iter(body).map(|m| (m.start() + s, m.end() + s)).collect();
        let mut from = s;
        let mut i = 0;
        let mut sent_start_tok = d.tokens.len();
        let _ = sent_start_tok;
        while i < toks.len() {
            let (a, b) = toks[i];
            let w = &text[a..b];
            let c = w.chars().next().unwrap();
            let kind = if c.is_alphabetic() {
                TokenKind::Word
            } else if c.is_ascii_digit() || (b - a > 1 && "$€£".contains(c)) {
                TokenKind::Number
            } else if "“”\"‘’'«»`„".contains(c) {
                TokenKind::Quote
            } else {
                TokenKind::Punct
            };
            d.tokens.push(Token { span: Span::new(a, b), kind, sentence: d.sentences.len() });
            let term = matches!(w, "." | "!" | "?" | "…");
            if term {
                // closing quotes belong
                while i + 1 < toks.len()
                    && ["”", "\"", "’", "'", "''", ")"]
                        .contains(&&text[toks[i + 1].0..toks[i + 1].1])
                    && toks[i + 1].0 == toks[i].1
                {
                    i += 1;
                    let (a, b) = toks[i];
                    d.tokens.push(Token {
                        span: Span::new(a, b),
                        kind: TokenKind::Quote,
                        sentence: d.sentences.len(),
                    });
                }
                let end = toks[i].1;
                let next_up = toks
                    .get(i + 1)
                    .is_none_or(|&(x, _)| !text[x..].chars().next().unwrap().is_lowercase());
                if next_up && toks.get(i + 1).is_none_or(|&(x, _)| x > end) {
                    d.sentences.push(Sentence { span: Span::new(from, end), paragraph: p });
                    from = toks.get(i + 1).map_or(e, |&(x, _)| x);
                    sent_start_tok = d.tokens.len();
                }
            }
            i += 1;
        }
        if from < e {
            d.sentences.push(Sentence { span: Span::new(from, e), paragraph: p });
        }
    }
    d
}

fn main() {
    let stdin = std::io::stdin();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut words = 0usize;
    let mut time = std::time::Duration::ZERO;
    for line in stdin.lock().lines() {
        let line = line.expect("stdin");
        let record: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let text = record["text"].as_str().expect("text");
        let d = document(text);
        words += text.split_whitespace().count();
        let t0 = std::time::Instant::now();
        let found = extract(&d, None, &Settings { min_confidence: 0.0 });
        time += t0.elapsed();
        let mut points = vec![0usize; text.len() + 1];
        for (n, (b, _)) in text.char_indices().enumerate() {
            points[b] = n;
        }
        points[text.len()] = text.chars().count();
        let spans =
            |s: &[Span]| s.iter().map(|x| [points[x.start], points[x.end]]).collect::<Vec<_>>();
        let list: Vec<_> = found.iter().map(|a| serde_json::json!({"source": spans(&a.source), "cue": spans(&a.cue), "content": spans(&a.content), "act": a.act, "rule": a.rule, "confidence": a.confidence, "hedged": a.hedged, "unreal": a.unreal, "parent": a.parent, "via": a.via.iter().map(|v| &v.name).collect::<Vec<_>>() })).collect();
        writeln!(out, "{}", serde_json::json!({"id": record["id"], "attributions": list}))
            .expect("stdout");
    }
    eprintln!(
        "{words} words, {:.3} s, {:.0} words/s",
        time.as_secs_f64(),
        words as f64 / time.as_secs_f64()
    );
}
