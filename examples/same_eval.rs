//! Measures the comparison when sources, contents, acts and speakers are given rightly.
//!
//! `same_eval gold GOLD_DIR TEXT_DIR`: hand-made digests (`GOLD_DIR/*/gold.json`, texts in `TEXT_DIR/<story>/`);
//! counts the pairs that belong together and are, and those that do not and are.
//! `same_eval measures GOLD_DIR TEXT_DIR`: the measures of all pairs of one speaker, to find thresholds by.
//! `same_eval pairs < pairs.tsv`: lines `label <tab> sentence <tab> sentence`; writes the label and the measures of
//! the pair, as if one speaker had said both.
//! `same_eval made ARTICLES STATEMENTS`: times one made-up story of that size.

use serde_json::Value;
use std::{collections::BTreeMap, io::BufRead};
use story_digest::{
    align::{
        self,
        features::{Features, Interner, features, weigh},
        same::{likeness, verdict},
    },
    article::{Article, Meta},
    attribution::{Act, Attribution, Quotation, Via, ViaKind},
    clean,
    config::{Site, Story},
    entity::{self, Entity, EntityKind, Speakers},
    reading::Reading,
    segment::{self, Document},
    story::Digest,
    text::Span,
};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("gold") if args.len() == 3 => gold(&args[1], &args[2]),
        Some("pairs") => pairs(),
        Some("measures") if args.len() == 3 => measures(&args[1], &args[2]),
        Some("made") if args.len() == 3 => {
            made(args[1].parse().unwrap_or(300), args[2].parse().unwrap_or(6000));
        }
        _ => eprintln!(
            "same_eval gold|measures GOLD_DIR TEXT_DIR | pairs < pairs.tsv | made ARTICLES STATEMENTS"
        ),
    }
}

/// A reading of `document` with these attributions, mentions resolved from their sources.
fn reading(article: Article, document: Document, attributions: Vec<Attribution>) -> Reading {
    let read = entity::resolve(&document, &attributions, &[], &[]);
    let n = attributions.len();
    Reading {
        article,
        document,
        attributions,
        mentions: read.mentions,
        entities: read.entities,
        speakers: read.speakers,
        said_on: vec![None; n],
        ..Reading::default()
    }
}

fn article_of(id: &str, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        path: format!("{id}.txt"),
        text: text.to_owned(),
        front_matter: 0,
        meta: Meta { outlet: Some(id.to_owned()), ..Meta::default() },
    }
}

/// An attribution of these contents, its kind by its quotation marks.
fn attribution(
    document: &Document,
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
) -> Attribution {
    let text: Vec<&str> = content.iter().map(|s| s.of(&document.text)).collect();
    let quotation = if text.iter().all(|t| t.starts_with(['“', '"'])) {
        Quotation::Direct
    } else if text.iter().any(|t| t.contains(['“', '"'])) {
        Quotation::Mixed
    } else {
        Quotation::Indirect
    };
    Attribution {
        source,
        cue,
        content,
        quotation,
        act: Act::Asserts,
        hedged: false,
        unreal: false,
        via: vec![],
        parent: None,
        rule: "gold".into(),
        confidence: 1.0,
    }
}

fn strings(row: &Value, key: &str) -> Vec<String> {
    let all = row[key].as_array().into_iter().flatten();
    all.filter_map(|v| v.as_str()).map(str::to_owned).collect()
}

fn gold(gold_dir: &str, text_dir: &str) {
    let mut dirs: Vec<_> = std::fs::read_dir(gold_dir).expect("gold folder").flatten().collect();
    dirs.sort_by_key(std::fs::DirEntry::path);
    let mut sums = [0usize; 4];
    for dir in dirs {
        let Ok(text) = std::fs::read_to_string(dir.path().join("gold.json")) else { continue };
        let g: Value = serde_json::from_str(&text).expect("gold.json");
        let id = g["story"].as_str().unwrap_or_default();
        let (digest, of) = gold_digest(&g, &format!("{text_dir}/{id}"));
        println!("== {id}: {} statements", digest.statements.len());
        let pairs = |key: &str| -> Vec<(String, String)> {
            let all = g[key].as_array().into_iter().flatten();
            all.map(|p| {
                let of = |k: usize| p[k].as_str().unwrap_or_default().to_owned();
                (of(0), of(1))
            })
            .collect()
        };
        for (key, wanted, at) in [("must_link", true, 0), ("cannot_link", false, 2)] {
            for (a, b) in pairs(key) {
                let joined = of.get(&a).is_some() && of.get(&a) == of.get(&b);
                sums[at + 1] += 1;
                sums[at] += usize::from(joined);
                if joined != wanted {
                    println!("{} {a} {b}", if joined { "JOINED" } else { "APART " });
                }
            }
        }
        show(&digest);
    }
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    println!(
        "must_link kept {} of {} ({:.1} %), cannot_link joined {} of {} ({:.1} %)",
        sums[0],
        sums[1],
        share(sums[0], sums[1]),
        sums[2],
        sums[3],
        share(sums[2], sums[3])
    );
}

/// Writes the measures of all pairs of one speaker's statements of the hand-made digests.
fn measures(gold_dir: &str, text_dir: &str) {
    println!(
        "story\ta\tb\tlabel\tscore\treason\tsame_article\tshared\tweight\tcontained\tjaccard\tverbatim\trun\trun_terms\tquoted_run\tquoted_terms\tquoted_weight\tflipped\tconflict\tkinds\tacts\theadline\tgap\twa\twb"
    );
    let mut dirs: Vec<_> = std::fs::read_dir(gold_dir).expect("gold folder").flatten().collect();
    dirs.sort_by_key(std::fs::DirEntry::path);
    for dir in dirs {
        let Ok(text) = std::fs::read_to_string(dir.path().join("gold.json")) else { continue };
        let g: Value = serde_json::from_str(&text).expect("gold.json");
        let id = g["story"].as_str().unwrap_or_default();
        let (d, of) = gold_digest(&g, &format!("{text_dir}/{id}"));
        let mut interner = Interner::default();
        let mut all: Vec<(String, Vec<usize>, Features)> = Vec::new();
        let names = |a: usize, e: usize| {
            let e = &d.articles[a].entities[e];
            let named = !matches!(e.kind, EntityKind::Unnamed | EntityKind::Group);
            let last = e.name.split_whitespace().last().unwrap_or_default();
            named.then(|| align::words::lexicon().term(&align::words::fold(last)))
        };
        for (row, (k, i)) in &of.places {
            let instance = &d.statements[*k].instances[*i];
            let reading = &d.articles[instance.article];
            let f =
                features(instance.article, reading, instance.attribution, &names, &mut interner);
            all.push((row.clone(), instance.speakers.clone(), f));
        }
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let voices: Vec<usize> = all
            .iter()
            .map(|(_, v, _)| {
                let next = known.len();
                *known.entry(v.clone()).or_insert(next)
            })
            .collect();
        let mut weighed: Vec<Features> = all.iter().map(|a| a.2.clone()).collect();
        align::features::weigh_by_voice(&mut weighed, &voices);
        let listed = |key: &str, a: &str, b: &str| {
            g[key].as_array().into_iter().flatten().any(|p| {
                let p = (p[0].as_str().unwrap_or_default(), p[1].as_str().unwrap_or_default());
                p == (a, b) || p == (b, a)
            })
        };
        for i in 0..all.len() {
            for j in 0..i {
                let (a, b) = (&all[j], &all[i]);
                let label = if listed("must_link", &a.0, &b.0) {
                    "must"
                } else if listed("cannot_link", &a.0, &b.0) {
                    "cannot"
                } else {
                    "-"
                };
                if voices[i] != voices[j] {
                    continue;
                }
                let (x, y) = (&weighed[j], &weighed[i]);
                let l = likeness(x, y);
                let (score, reason) = verdict(x, y, &l);
                let gap = if x.article == y.article {
                    x.hull.start.max(y.hull.start).saturating_sub(x.hull.end.min(y.hull.end))
                } else {
                    9999
                };
                println!(
                    "{id}\t{}\t{}\t{label}\t{score:.3}\t{reason:?}\t{}\t{}\t{:.3}\t{:.3}\t{:.3}\t{:.3}\t{}\t{}\t{}\t{}\t{:.3}\t{}\t{:?}\t{:?}+{:?}\t{:?}+{:?}\t{}{}\t{gap}\t{:.2}\t{:.2}",
                    a.0,
                    b.0,
                    x.article == y.article,
                    l.shared,
                    l.shared_weight,
                    l.contained,
                    l.jaccard,
                    l.verbatim,
                    l.run,
                    l.run_terms,
                    l.quoted_run,
                    l.quoted_terms,
                    l.quoted_weight,
                    l.flipped,
                    l.conflict,
                    x.quotation,
                    y.quotation,
                    x.act,
                    y.act,
                    u8::from(x.in_headline),
                    u8::from(y.in_headline),
                    x.weight,
                    y.weight
                );
            }
        }
    }
}

/// Where the rows of a hand-made digest came to lie: (statement, instance).
struct Rows {
    places: BTreeMap<String, (usize, usize)>,
}

impl Rows {
    fn get(&self, row: &str) -> Option<usize> {
        self.places.get(row).map(|p| p.0)
    }
}

/// The digest of a story whose attributions and speakers are a hand-made digest's, and the statement of each row.
fn gold_digest(g: &Value, dir: &str) -> (Digest, Rows) {
    let rows = g["statements"].as_array().cloned().unwrap_or_default();
    let mut files: Vec<&str> = rows.iter().filter_map(|r| r["article"].as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let mut readings = Vec::new();
    let mut ids: BTreeMap<(String, usize), String> = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(format!("{dir}/{file}")).expect("text");
        let stem = file.trim_end_matches(".txt");
        let article = article_of(stem, &text);
        let document = segment::segment(&text, &clean::clean(&article).blocks);
        let at: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let mut mine = Vec::new();
        let mut attributions = Vec::new();
        for row in rows.iter().filter(|r| r["article"] == file) {
            let spans = |key: &str| -> Vec<Span> {
                let all = row[key].as_array().into_iter().flatten();
                all.filter_map(|s| to_reading(&document, &at, s)).collect()
            };
            let content = spans("content");
            if content.is_empty() {
                continue;
            }
            let mut a = attribution(&document, spans("source"), spans("cue"), content);
            a.act = act(row["act"].as_str().unwrap_or_default());
            a.via = strings(row, "via")
                .into_iter()
                .map(|name| Via { span: a.content[0], kind: ViaKind::Outlet, name, beside: false })
                .collect();
            attributions.push(a);
            mine.push(row);
        }
        let mut r = reading(article, document, attributions);
        for (index, row) in mine.iter().enumerate() {
            let names = row["speaker"].as_str().unwrap_or_default().split(';').map(str::trim);
            let entities = names
                .filter(|n| !n.contains("no speaker"))
                .map(|n| entity_of(&mut r.entities, n))
                .collect();
            r.speakers[index] = Speakers { entities, because: "gold".into(), confidence: 1.0 };
            ids.insert((stem.to_owned(), index), row["id"].as_str().unwrap_or_default().to_owned());
        }
        readings.push(r);
    }
    let digest = align::compare("gold", &Story::default(), &Site::untitled(), readings);
    let mut places = BTreeMap::new();
    for (k, s) in digest.statements.iter().enumerate() {
        for (n, i) in s.instances.iter().enumerate() {
            let article = digest.articles[i.article].article.id.clone();
            places.insert(ids[&(article, i.attribution)].clone(), (k, n));
        }
    }
    (digest, Rows { places })
}

/// The entity of that name; a new one where the article's reading has none.
fn entity_of(entities: &mut Vec<Entity>, name: &str) -> usize {
    let (name, kind) = match name.strip_prefix("unnamed:") {
        Some(description) => (description.trim(), EntityKind::Unnamed),
        None => (name, EntityKind::Person),
    };
    let last = |n: &str| n.split_whitespace().last().unwrap_or_default().to_lowercase();
    let known = entities.iter().position(|e| {
        (e.kind == EntityKind::Unnamed) == (kind == EntityKind::Unnamed)
            && last(&e.name) == last(name)
    });
    known.unwrap_or_else(|| {
        entities.push(Entity {
            name: name.to_owned(),
            kind,
            aliases: vec![],
            roles: vec![],
            gender: None,
            plural: false,
            speaks_for: None,
        });
        entities.len() - 1
    })
}

/// A source span (code points) as a span of the reading text.
fn to_reading(document: &Document, at: &[usize], span: &Value) -> Option<Span> {
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

/// The act of a hand-made digest's word for it.
fn act(name: &str) -> Act {
    let known = serde_json::from_value(name.into());
    known.unwrap_or(match name {
        "accuses" => Act::Alleges,
        "acknowledges" => Act::Concedes,
        "threatens" => Act::Warns,
        "orders" | "invites" => Act::Urges,
        _ => Act::Asserts,
    })
}

fn show(d: &Digest) {
    let text = |i: &story_digest::story::Instance| {
        let r = &d.articles[i.article];
        let a = &r.attributions[i.attribution];
        let words: Vec<&str> = a.content.iter().map(|s| s.of(&r.document.text)).collect();
        format!("{:8} {}", r.article.id, words.join(" // "))
    };
    for s in &d.statements {
        if s.instances.len() > 1 {
            let names: Vec<&str> =
                s.speakers.iter().map(|&i| d.speakers[i].name.as_str()).collect();
            println!("  {} {:?}", names.join("; "), s.act);
            for i in &s.instances {
                println!("      {}", text(i));
            }
            for e in &s.evidence {
                println!("        . {e}");
            }
        }
        for &p in &s.parts {
            println!(
                "  PART of {}\n       << {}",
                text(&s.instances[s.representative]),
                text(&d.statements[p].instances[0])
            );
        }
    }
    for c in &d.claims {
        let r = &d.articles[c.text.article].document.text;
        let words: Vec<&str> = c.text.spans.iter().map(|s| s.of(r)).collect();
        println!("  CLAIM {}", words.join(" // "));
        for p in &c.positions {
            let who = p.speaker.map_or("nobody", |s| d.speakers[s].name.as_str());
            println!("      {:?} {who}", p.stance);
            for &s in &p.statements {
                println!(
                    "          {}",
                    text(&d.statements[s].instances[d.statements[s].representative])
                );
            }
        }
    }
}

fn pairs() {
    let mut labels = Vec::new();
    let mut all: Vec<Features> = Vec::new();
    let mut interner = Interner::default();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let mut parts = line.split('\t');
        let (Some(label), Some(a), Some(b)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        labels.push(label.to_owned());
        for text in [a, b] {
            let document = segment::document(text);
            let span = Span::new(0, document.text.len());
            let a = attribution(&document, vec![], vec![], vec![span]);
            let r = reading(article_of("a", text), document, vec![a]);
            let names = |_: usize, e: usize| {
                let name = r.entities[e].name.split_whitespace().last().unwrap_or_default();
                Some(name.to_lowercase())
            };
            all.push(features(0, &r, 0, &names, &mut interner));
        }
    }
    weigh(&mut all);
    for (label, pair) in labels.iter().zip(all.chunks(2)) {
        let l = likeness(&pair[0], &pair[1]);
        let (score, reason) = verdict(&pair[0], &pair[1], &l);
        println!(
            "{label}\t{score:.3}\t{reason:?}\t{}\t{:.3}\t{:.3}\t{:.3}\t{}\t{:?}",
            l.shared, l.contained, l.jaccard, l.verbatim, l.run, l.conflict
        );
    }
}

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn made(articles: usize, statements: usize) {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let syllables =
        ["ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu", "pel", "gan", "dor", "mist"];
    let mut word = |capital: bool| {
        let n = 2 + dice.roll(2);
        let w: String = (0..n).map(|_| syllables[dice.roll(syllables.len())]).collect();
        if capital { w[..1].to_uppercase() + &w[1..] } else { w }
    };
    let names: Vec<String> = (0..120).map(|_| format!("{} {}", word(true), word(true))).collect();
    let words: Vec<String> = (0..4000).map(|_| word(false)).collect();
    // Common words come often, as in any text.
    let pick = |dice: &mut Dice| {
        let a = dice.roll(4000);
        words[a * dice.roll(4000) / 4000].clone()
    };
    let mut dice = Dice(88_172_645_463_325_252);
    let bases: Vec<(usize, Vec<String>)> = (0..statements / 3)
        .map(|_| {
            let n = 8 + dice.roll(18);
            let speaker = dice.roll(30) * dice.roll(4);
            let of = |k: usize| if k % 3 == 2 { "of the".to_owned() } else { pick(&mut dice) };
            (speaker, (0..n).map(of).collect())
        })
        .collect();
    let per = statements / articles.max(1);
    let readings: Vec<Reading> = (0..articles)
        .map(|a| {
            let mut text = format!("{} {}\n", pick(&mut dice), pick(&mut dice));
            let mut spans = Vec::new();
            for _ in 0..per {
                let (speaker, base) = &bases[dice.roll(bases.len())];
                let kept: Vec<String> = base.iter().filter(|_| dice.roll(5) > 0).cloned().collect();
                text.push('\n');
                let source = text.len();
                text.push_str(&names[*speaker]);
                let cue = text.len() + 1;
                text.push_str(" said ");
                let content = text.len();
                text.push_str(&kept.join(" "));
                spans.push([
                    Span::new(source, cue - 1),
                    Span::new(cue, content - 1),
                    Span::new(content, text.len()),
                ]);
                text.push_str(".\n");
            }
            let article = article_of(&format!("a{a:03}"), &text);
            let document = segment::document(&text);
            let at: Vec<usize> = (0..=text.len()).collect();
            let place = |s: &Span| to_reading(&document, &at, &serde_json::json!([s.start, s.end]));
            let attributions = spans
                .iter()
                .filter_map(|[s, c, t]| {
                    Some(attribution(&document, vec![place(s)?], vec![place(c)?], vec![place(t)?]))
                })
                .collect();
            reading(article, document, attributions)
        })
        .collect();
    let all: usize = readings.iter().map(|r| r.attributions.len()).sum();
    let start = std::time::Instant::now();
    let digest = align::compare("made", &Story::default(), &Site::untitled(), readings);
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{articles} articles, {all} attributions -> {} statements, {} speakers, {} claims in {seconds:.2} s",
        digest.statements.len(),
        digest.speakers.len(),
        digest.claims.len()
    );
}
