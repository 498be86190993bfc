//! The comparison on small stories of our own: each line of an article is one sentence `source | cue | content | act`.

mod claims;
mod same;

use super::*;
use crate::{
    align::coverage::{Carried, credits, introductions, wordings},
    article::{Article, Meta},
    attribution::{Act, Attribution, Quotation, Via, ViaKind},
    config::{ClaimEntry, Correction},
    entity, segment,
    story::Statement,
    text::Span,
};

/// An article of `outlet`. A line without `|` is the outlet's own voice; `via NAME` as a fifth part credits an outlet.
fn article(outlet: &str, lines: &[&str]) -> Reading {
    let mut text = String::new();
    let mut marks = Vec::new();
    for line in lines {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [source, cue, content, act, ..] = parts[..] else {
            text.push_str(line);
            continue;
        };
        let mut spans = [Span::new(0, 0); 3];
        for (k, part) in [source, cue, content].into_iter().enumerate() {
            let from = text.len();
            text.push_str(part);
            spans[k] = Span::new(from, text.len());
            text.push_str(if k < 2 { " " } else { "." });
        }
        marks.push((spans, act.to_owned(), parts.get(4).map(|v| (*v).to_owned())));
    }
    let document = segment::document(&text);
    // The reading text may differ from `text` in white space only, so that spans are found again by their words.
    let find = |s: Span| {
        let words = s.of(&text);
        let from = document.text.find(words).expect("the words stand in the reading text");
        Span::new(from, from + words.len())
    };
    let attributions: Vec<Attribution> = marks
        .iter()
        .map(|([source, cue, content], act, via)| {
            let words = content.of(&text);
            let quotation = if words.starts_with('“') && words.ends_with('”') {
                Quotation::Direct
            } else if words.contains('“') {
                Quotation::Mixed
            } else {
                Quotation::Indirect
            };
            let content = find(*content);
            let via = via.iter().map(|name| Via {
                span: content,
                kind: ViaKind::Outlet,
                name: name.clone(),
                beside: false,
            });
            Attribution {
                source: if source.is_empty() { vec![] } else { vec![find(*source)] },
                cue: vec![find(*cue)],
                content: vec![content],
                quotation,
                act: serde_json::from_value(act.as_str().into()).expect("an act"),
                hedged: false,
                unreal: false,
                via: via.collect(),
                parent: None,
                rule: "test".into(),
                confidence: 1.0,
            }
        })
        .collect();
    let read = entity::resolve(&document, &attributions, &[], &[]);
    let id = outlet.to_lowercase().replace(' ', "-");
    Reading {
        article: Article {
            path: format!("content/dam/{id}.txt"),
            id,
            text,
            meta: Meta { outlet: Some(outlet.into()), ..Meta::default() },
            ..Article::default()
        },
        said_on: vec![None; attributions.len()],
        document,
        attributions,
        mentions: read.mentions,
        entities: read.entities,
        speakers: read.speakers,
        ..Reading::default()
    }
}

fn digest(readings: Vec<Reading>) -> Digest {
    compare("dam", &Story::default(), &Site::untitled(), readings)
}

fn edited(story: Story, readings: Vec<Reading>) -> Digest {
    compare("dam", &story, &Site::untitled(), readings)
}

/// The statement that has `words` in one of its instances.
fn statement<'a>(d: &'a Digest, words: &str) -> &'a Statement {
    let holds = |s: &&Statement| {
        s.instances.iter().any(|i| {
            let r = &d.articles[i.article];
            r.attributions[i.attribution].content[0].of(&r.document.text).contains(words)
        })
    };
    let mut found = d.statements.iter().filter(holds);
    let one = found.next().unwrap_or_else(|| panic!("no statement holds “{words}”"));
    assert!(found.next().is_none(), "two statements hold “{words}”");
    one
}

fn same(d: &Digest, a: &str, b: &str) -> bool {
    statement(d, a).id == statement(d, b).id
}

/// Two outlets, one line each: whether they are one statement.
fn one(a: &str, b: &str) -> bool {
    let d = digest(vec![article("Courier", &[a]), article("Valley Post", &[b])]);
    d.statements.len() == 1
}

fn three_outlets() -> Vec<Reading> {
    vec![
        article(
            "Courier",
            &[
                "Two engineers | said | the operator Hal Ren was told of cracks in the dam in March | alleges",
                "Hal Ren | denied | he was ever told of cracks in the dam | denies",
                "The energy ministry | declined | to comment | declines",
            ],
        ),
        article(
            "Valley Post",
            &[
                "Hal Ren | said | “No one told me of any cracks in that dam” | denies",
                "Ida Moss, the mayor of Harrow, | said | the evacuation would begin at dawn on Friday | announces",
            ],
        ),
        article(
            "Radio 6",
            &[
                "Ida Moss, leader of the council, | said | the evacuation would start on Friday at dawn | announces | Courier",
            ],
        ),
    ]
}

fn correction(file: &str, words: &str) -> Correction {
    Correction { file: file.into(), words: words.into(), ..Correction::default() }
}

#[test]
fn ok_corrections_hide_attribute_retime_and_change_acts() {
    let story = Story {
        corrections: vec![
            Correction { hide: true, ..correction("courier.txt", "to comment") },
            Correction {
                speakers: Some(vec!["Ann Odu".into()]),
                ..correction("radio-6.txt", "on Friday at dawn")
            },
            Correction {
                act: Some("promises".into()),
                said_on: Some("2024-06-03".into()),
                ..correction("valley-post.txt", "begin at dawn")
            },
            Correction {
                place: Some(Span::new(7, 8)),
                ..correction("courier.txt", "no such words")
            },
        ],
        ..Story::default()
    };
    let d = edited(story, three_outlets());
    assert!(d.statements.iter().all(|s| s.act != Act::Declines), "hidden");
    let odu = statement(&d, "on Friday at dawn");
    assert_eq!(d.speakers[odu.speakers[0]].name, "Ann Odu");
    let moss = statement(&d, "begin at dawn");
    assert_eq!((moss.act, moss.said_on.as_deref()), (Act::Promises, Some("2024-06-03")));
    let stale = d.diagnostics.iter().find(|d| d.code == "stale-correction").unwrap();
    assert_eq!(stale.span, Some(Span::new(7, 8)));
}

#[test]
fn the_same_words_of_two_speakers_are_reported_once_and_not_where_one_denies_them() {
    let words = "the old audit of the upper dam had never been tested before the spring floods";
    let said = |who: &str, cue: &str, act: &str| format!("{who} | {cue} | {words} | {act}");
    let d = digest(vec![
        article("Courier", &[&said("Ida Moss", "said", "asserts")]),
        article("Valley Post", &[&said("Ida Moss", "said", "asserts")]),
        article("Radio 6", &[&said("Lena Quist", "said", "asserts")]),
        article("Evening Star", &[&said("Hal Ren", "denied that", "denies")]),
    ]);
    let told: Vec<&str> = d
        .diagnostics
        .iter()
        .filter(|d| d.code == "same-words-two-speakers")
        .map(|d| d.message.as_str())
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("Ida Moss") && told[0].contains("Lena Quist"), "{told:?}");
}

#[test]
fn ok_a_correction_may_quote_the_whole_sentence() {
    let sentence =
        "Ida Moss, leader of the council, said the evacuation would start on Friday at dawn.";
    let story = Story {
        corrections: vec![Correction {
            speakers: Some(vec!["Ann Odu".into()]),
            ..correction("radio-6.txt", sentence)
        }],
        ..Story::default()
    };
    let d = edited(story, three_outlets());
    let odu = statement(&d, "on Friday at dawn");
    assert_eq!(d.speakers[odu.speakers[0]].name, "Ann Odu");
    let radio = d.articles.iter().position(|r| r.article.id == "radio-6").unwrap();
    assert_eq!(d.articles[radio].attributions.len(), 1, "no second statement beside the wrong one");
}

#[test]
fn ok_corrections_join_and_part() {
    let words = ("begin at dawn", "on Friday at dawn");
    assert!(same(&digest(three_outlets()), words.0, words.1));
    let part = Story {
        corrections: vec![Correction {
            not_same_as: Some(words.1.into()),
            ..correction("valley-post.txt", words.0)
        }],
        ..Story::default()
    };
    assert!(!same(&edited(part, three_outlets()), words.0, words.1));
    let join = Story {
        corrections: vec![Correction {
            same_as: Some("“No one told me”".trim_matches(['“', '”']).into()),
            ..correction("valley-post.txt", words.0)
        }],
        ..Story::default()
    };
    assert!(same(&edited(join, three_outlets()), words.0, "No one told me"));
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let straight = digest(three_outlets());
    for order in [[2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        let mut readings: Vec<Option<Reading>> = three_outlets().into_iter().map(Some).collect();
        let shuffled = order.iter().filter_map(|&k| readings[k].take()).collect();
        assert_eq!(digest(shuffled), straight);
    }
}

#[test]
fn ids_do_not_change_when_another_statement_does() {
    let ids = |d: &Digest| d.statements.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
    let before = ids(&digest(three_outlets()));
    let mut readings = three_outlets();
    readings[0] = article(
        "Courier",
        &[
            "A farmer | said | the road to the dam had been closed since Monday | asserts",
            "Two engineers | said | the operator Hal Ren was told of cracks in the dam in March | alleges",
            "Hal Ren | denied | he was ever told of cracks in the dam | denies",
            "The energy ministry | declined | to comment | declines",
        ],
    );
    let after = ids(&digest(readings));
    assert_eq!(after.len(), before.len() + 1);
    assert!(before.iter().all(|id| after.contains(id)), "{before:?} {after:?}");
}

#[test]
fn ok_coverage_tells_quoted_from_reported_and_who_only_has_it() {
    let d = digest(three_outlets());
    let c = coverage::coverage(&d);
    let outlets: Vec<&str> = c.columns.iter().map(|c| c.outlet.as_str()).collect();
    assert_eq!(outlets, ["Courier", "Radio 6", "Valley Post"]);
    let row = |words: &str| {
        let id = &statement(&d, words).id;
        d.statements.iter().position(|s| s.id == *id).unwrap()
    };
    let denial = row("No one told me");
    assert_eq!(c.rows[denial], [Carried::Reported, Carried::NotFound, Carried::Quoted]);
    assert_eq!(c.only[denial], None);
    assert_eq!(c.only[row("told of cracks in the dam in March")], Some(0));
}

#[test]
fn ok_credits_and_introductions() {
    let d = digest(three_outlets());
    let credits = credits(&d);
    assert_eq!((credits[0].name.as_str(), credits[0].column), ("Courier", Some(0)));
    let all = introductions(&d);
    let moss = all.iter().find(|i| d.speakers[i.speaker].name == "Ida Moss").unwrap();
    assert_eq!(moss.roles.len(), 2);
}

#[test]
fn ok_wordings_mark_what_differs() {
    let d = digest(vec![
        article(
            "Courier",
            &["Ida Moss | said | “The gates will be opened on Friday at noon” | announces"],
        ),
        article(
            "Valley Post",
            &["Ida Moss | said | “The gates will be opened on Friday at dawn” | announces"],
        ),
    ]);
    let all = wordings(&d, 0);
    assert_eq!(all.len(), 2);
    let words = |w: &coverage::Wording, common: bool| -> Vec<String> {
        let text = &d.articles[d.statements[0].instances[w.instance].article].document.text;
        let marked = w.stretches.iter().filter(|s| s.common == Some(common));
        marked.map(|s| s.span.of(text).to_owned()).collect()
    };
    assert_eq!(words(&all[1], false).len(), 1);
    assert!(words(&all[1], false)[0].starts_with("dawn"));
}
