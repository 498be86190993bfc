//! Kinds of news English with brackets: `tests/annotated/README.md`.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};
use story_digest::{
    attribution::{self, Attribution, Settings, net},
    segment,
    text::Span,
};

/// One bracketed attribution.
#[derive(Default, Debug)]
struct Wanted {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
}

/// The text without brackets, and what they mark.
fn parse(marked: &str) -> (String, BTreeMap<u32, Wanted>) {
    let (mut text, mut wanted) = (String::new(), BTreeMap::<u32, Wanted>::new());
    let mut open: Vec<(char, u32, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => {
                let (head, tail) = rest.split_once(' ').expect("a space after a bracket's name");
                let kind = head.chars().next().expect("s, c or q");
                let number = head[1..].parse().expect("a number after s, c or q");
                open.push((kind, number, text.len()));
                rest = tail;
            }
            ']' => {
                let (kind, number, start) = open.pop().expect("an opening bracket");
                let w = wanted.entry(number).or_default();
                let span = Span::new(start, text.len());
                match kind {
                    's' => w.source.push(span),
                    'c' => w.cue.push(span),
                    'q' => w.content.push(span),
                    other => panic!("{other:?} is none of s, c, q"),
                }
            }
            c => text.push(c),
        }
    }
    assert!(open.is_empty(), "a bracket stays open in: {marked}");
    // A cue alone ("asked whether ...") only helps the reader of the file.
    wanted.retain(|_, w| !w.content.is_empty());
    (text, wanted)
}

fn shared(a: &[Span], b: &[Span]) -> f64 {
    let both = a
        .iter()
        .flat_map(|x| b.iter().map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start))));
    both.sum::<usize>() as f64
}

fn size(spans: &[Span]) -> f64 {
    spans.iter().map(|s| s.len()).sum::<usize>().max(1) as f64
}

fn matches(w: &Wanted, a: &Attribution) -> bool {
    let content = shared(&w.content, &a.content);
    let source = shared(&w.source, &a.source);
    let who = match w.source.is_empty() {
        true => a.source.is_empty(),
        false => source >= 0.5 * size(&w.source) && source >= 0.4 * size(&a.source),
    };
    content >= 0.8 * size(&w.content)
        && content >= 0.8 * size(&a.content)
        && who
        && (w.cue.is_empty() || shared(&w.cue, &a.cue) > 0.0)
}

#[test]
fn every_case_is_read_as_its_brackets_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/annotated");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let (mut wrong, mut cases) = (String::new(), 0);
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt")) {
        let all = fs::read_to_string(file).unwrap();
        for case in all.split("\n= ").flat_map(|c| {
            // "=?" stands for a case that is known to fail.
            c.split("\n=? ").enumerate().map(|(i, c)| (i > 0, c)).collect::<Vec<_>>()
        }) {
            let (known, case) = case;
            let Some((name, body)) = case.split_once('\n').filter(|(n, _)| !n.starts_with('#'))
            else {
                continue;
            };
            cases += 1;
            let (text, wanted) = parse(body.trim());
            let document = segment::document(&text);
            let proposed = net::candidates(&document);
            let found = attribution::extract(&document, proposed.as_deref(), &Settings::default());
            let missed: Vec<&u32> = wanted
                .iter()
                .filter(|(_, w)| !found.iter().any(|a| matches(w, a)))
                .map(|(k, _)| k)
                .collect();
            let extra: Vec<&Attribution> =
                found.iter().filter(|a| !wanted.values().any(|w| matches(w, a))).collect();
            let right = missed.is_empty() && extra.is_empty();
            if right != known {
                continue;
            }
            let at = file.file_name().unwrap_or_default().to_string_lossy();
            writeln!(wrong, "{at}: {name}").unwrap();
            if known {
                writeln!(wrong, "  is right now: write \"=\" for \"=?\"").unwrap();
            }
            for k in missed {
                writeln!(wrong, "  missed {k}").unwrap();
            }
            for a in extra {
                let of = |spans: &[Span]| {
                    spans.iter().map(|s| s.of(&document.text)).collect::<Vec<_>>().join(" … ")
                };
                let (s, c, q) = (of(&a.source), of(&a.cue), of(&a.content));
                writeln!(wrong, "  got   [{s}] [{c}] [{q}] {} {:.2}", a.rule, a.confidence)
                    .unwrap();
            }
        }
    }
    assert!(cases > 50, "only {cases} cases were found");
    assert!(wrong.is_empty(), "\n{wrong}");
}
