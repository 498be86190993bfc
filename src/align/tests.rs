//! The comparison on small stories of our own: each line of an article is one sentence `source | cue | content | act`.

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
            front_matter: 0,
            meta: Meta { outlet: Some(outlet.into()), ..Meta::default() },
        },
        removed: vec![],
        said_on: vec![None; attributions.len()],
        document,
        attributions,
        timexes: vec![],
        mentions: read.mentions,
        entities: read.entities,
        speakers: read.speakers,
        events: vec![],
        figures: vec![],
        diagnostics: vec![],
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

#[test]
fn ok_what_one_will_do_told_and_quoted_is_one_statement() {
    assert!(one(
        "Hal Ren | threatened | to drown the whole valley | warns",
        "Hal Ren | said | “Ask me that once more and I'll drown this town with its mayor in it” | asserts",
    ));
    assert!(!one(
        "Hal Ren | threatened | to drown the whole valley | warns",
        "Hal Ren | said | “I will not drown anybody, and you may print that” | asserts",
    ));
    assert!(one(
        "Hal Ren | said | the inspectors could never be bribed by a builder | asserts",
        "Hal Ren | said | “You cannot bribe people like that” | asserts",
    ));
}

#[test]
fn ok_a_short_sentence_within_a_longer_quotation_is_found_by_its_small_words() {
    assert!(one(
        "Hal Ren | said | “I wish I did not have to do it” | asserts",
        "Hal Ren | said | “Nobody takes this more seriously. I wish I did not have to do it” | asserts",
    ));
    assert!(!one(
        "Hal Ren | said | “I wish I did not have to do it” | asserts",
        "Hal Ren | said | “I wish this were the safest valley of all” | asserts",
    ));
}

#[test]
fn ok_pieces_of_one_utterance_are_one_statement_and_two_utterances_are_not() {
    let piece =
        "Hal Ren | said | “The gates will stay shut until the autumn floods are over” | asserts";
    let other = "Hal Ren | added | “Nobody asked the farmers about their harvest” | asserts";
    let whole = "Hal Ren | said | “The gates will stay shut until the autumn floods are over. Nobody asked the farmers about their harvest” | asserts";
    let d = digest(vec![article("Courier", &[piece, other]), article("Valley Post", &[whole])]);
    assert_eq!(d.statements.len(), 1);
    let d = digest(vec![article("Courier", &[piece, other])]);
    assert_eq!(d.statements.len(), 2);
}

#[test]
fn ok_a_topic_in_common_or_a_name_is_no_statement() {
    assert!(!one(
        "Hal Ren | voiced support for | the dam safety bill | asserts",
        "Hal Ren | voiced | opposition to the dam safety bill | asserts",
    ));
    assert!(!one(
        "Hal Ren | spoke of | Minister Asa Moss | asserts",
        "Hal Ren | said | “I have met Minister Asa Moss a dozen times in this very room” | asserts",
    ));
}

#[test]
fn ok_a_quotation_and_its_paraphrase_are_one_statement() {
    assert!(one(
        "Hal Ren | said | “No report of cracks in the dam ever reached this office” | asserts",
        "Hal Ren | said | his office had never received a report of cracks in the dam | asserts",
    ));
    assert!(one(
        "Hal Ren | called | the order a “reckless gamble” | criticises",
        "Hal Ren | said | “It is a reckless gamble with the lives of people below the dam” | criticises",
    ));
}

#[test]
fn ok_one_person_translated_twice_is_one_statement() {
    assert!(one(
        "Ida Moss | said | “We will not allow the evacuation of the valley to be delayed” | asserts",
        "Ida Moss | said | “We won't permit a postponement of the valley's evacuation” | asserts",
    ));
}

#[test]
fn ok_who_does_what_to_whom_is_enough_where_nothing_contradicts() {
    assert!(one(
        "Ida Moss | said | the council would sue the operator over the flooded cellars in the lower town | announces",
        "Ida Moss | said | the council would take the operator to court over lawsuits for flooded cellars | announces",
    ));
}

#[test]
fn two_people_who_say_nearly_the_same_make_two_statements() {
    assert!(!one(
        "Ida Moss | said | the dam is safe and nobody needs to leave the valley | asserts",
        "Hal Ren | said | the dam is safe and nobody needs to leave the valley | asserts",
    ));
}

#[test]
fn what_contradicts_is_not_joined() {
    assert!(!one(
        "Ida Moss | said | the ministry supports the sale of the dam to the operator | asserts",
        "Ida Moss | said | the ministry opposes the sale of the dam to the operator | asserts",
    ));
    assert!(!one(
        "Ida Moss | said | the inspectors found 12 cracks in the wall of the dam | asserts",
        "Ida Moss | said | the inspectors found 40 cracks in the wall of the dam | asserts",
    ));
    assert!(!one(
        "Ida Moss | said | the operator had told the ministry of the cracks | asserts",
        "Ida Moss | said | the operator had not told the ministry of the cracks | asserts",
    ));
}

#[test]
fn a_topic_in_common_is_not_enough() {
    assert!(!one(
        "Ida Moss | said | the evacuation of the valley would begin at dawn | asserts",
        "Ida Moss | said | compensation for the valley would be paid by the operator | asserts",
    ));
}

#[test]
fn ok_a_refusal_and_its_words_are_one_statement() {
    let d = digest(vec![article(
        "Courier",
        &[
            "Hal Ren | declined to say | whether he had known of the warning | declines",
            "Ren | said | “I won't go into what I knew about the warning” | declines",
        ],
    )]);
    assert_eq!(d.statements.len(), 1);
}

#[test]
fn a_long_statement_does_not_chain_two_others() {
    let d = digest(vec![
        article(
            "Courier",
            &[
                "Hal Ren | said | the turbines would be stopped for repairs in autumn | asserts",
                "Ren | said | the villagers would be paid for their lost harvest | asserts",
            ],
        ),
        article(
            "Valley Post",
            &[
                "Hal Ren | said | the turbines would be stopped for repairs in autumn, and the villagers would be paid for their lost harvest | asserts",
            ],
        ),
    ]);
    assert_eq!(d.statements.len(), 2, "the two of the Courier stay two");
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

#[test]
fn ok_a_claim_shows_who_asserts_denies_and_declines() {
    let d = digest(three_outlets());
    let claim = &d.claims[0];
    let text = &d.articles[claim.text.article].document.text;
    assert_eq!(
        claim.text.spans[0].of(text),
        "the operator Hal Ren was told of cracks in the dam in March"
    );
    let positions: Vec<(Act, &str)> = claim
        .positions
        .iter()
        .map(|p| (p.stance, d.speakers[p.speaker.unwrap()].name.as_str()))
        .collect();
    assert_eq!(positions[0].0, Act::Alleges);
    assert_eq!(positions[1], (Act::Denies, "Hal Ren"));
    assert_eq!(positions[2].0, Act::Declines);
    assert_eq!(claim.silent.len(), 1, "Radio 6 has no word of it");
}

#[test]
fn ok_an_answer_that_only_points_finds_what_was_said_of_whoever_answers() {
    let d = digest(vec![article(
        "Courier",
        &[
            "Ida Moss | said | Hal Ren has hidden the cracks from the council | alleges",
            "Ren | denied | the accusation | denies",
        ],
    )]);
    assert_eq!(d.claims.len(), 1);
    assert_eq!(d.claims[0].positions.len(), 2);
}

#[test]
fn ok_it_stands_for_what_another_said_in_the_same_sentence() {
    let mut r = article(
        "Courier",
        &[
            "Hal Ren | says | the town will pay for the new wall, but Ida Moss vowed it would never happen | asserts",
        ],
    );
    let at = |r: &Reading, words: &str| {
        let from = r.document.text.find(words).unwrap();
        Span::new(from, from + words.len())
    };
    r.attributions[0].content = vec![at(&r, "the town will pay for the new wall")];
    let mut answer = r.attributions[0].clone();
    answer.source = vec![at(&r, "Ida Moss")];
    answer.cue = vec![at(&r, "vowed")];
    answer.content = vec![at(&r, "it would never happen")];
    answer.act = Act::Promises;
    r.attributions.push(answer);
    r.said_on.push(None);
    let read = entity::resolve(&r.document, &r.attributions, &[], &[]);
    (r.mentions, r.entities, r.speakers) = (read.mentions, read.entities, read.speakers);
    let d = digest(vec![r]);
    let stances: Vec<Act> = d.claims[0].positions.iter().map(|p| p.stance).collect();
    assert_eq!(stances, [Act::Asserts, Act::Denies]);
}

#[test]
fn ok_several_who_assert_and_several_who_deny_make_one_claim() {
    let d = digest(vec![
        article(
            "Courier",
            &[
                "Two engineers | said | Harrow Power had asked the council for emergency money | asserts",
                "Harrow Power | denied | it had asked the council for emergency money | denies",
            ],
        ),
        article(
            "Valley Post",
            &[
                "Ann Odu | said | Harrow Power had requested emergency money from the council | asserts",
                "Ida Moss | slammed | reports that Harrow Power had asked the council for emergency money | criticises",
            ],
        ),
    ]);
    assert_eq!(d.claims.len(), 1);
    let stances: Vec<Act> = d.claims[0].positions.iter().map(|p| p.stance).collect();
    assert_eq!(stances, [Act::Asserts, Act::Asserts, Act::Criticises, Act::Denies]);
}

#[test]
fn what_one_says_another_said_is_no_second_party() {
    let mut r = article(
        "Courier",
        &[
            "The Valley Post | reported | Ida Moss had told the council that the dam was never inspected | asserts",
        ],
    );
    let words = "the dam was never inspected";
    let from = r.document.text.find(words).unwrap();
    let moss = r.document.text.find("Ida Moss").unwrap();
    let cue = r.document.text.find("told").unwrap();
    let mut inner = r.attributions[0].clone();
    inner.source = vec![Span::new(moss, moss + 8)];
    inner.cue = vec![Span::new(cue, cue + 4)];
    inner.content = vec![Span::new(from, from + words.len())];
    inner.parent = Some(0);
    r.attributions.push(inner);
    r.said_on.push(None);
    let read = entity::resolve(&r.document, &r.attributions, &[], &[]);
    (r.mentions, r.entities, r.speakers) = (read.mentions, read.entities, read.speakers);
    let d = digest(vec![r]);
    assert_eq!(d.statements.len(), 2);
    assert!(d.claims.is_empty());
}

#[test]
fn ok_where_nothing_is_contested_what_most_carry_stands_by_itself() {
    let d = digest(three_outlets().split_off(1));
    let sides: Vec<usize> = d.claims.iter().map(|c| c.positions.len()).collect();
    assert_eq!(sides, [1], "the announcement that two outlets carry");
}

#[test]
fn ok_the_editor_pins_names_and_drops_claims() {
    let entry = |words: &str| ClaimEntry { statements: vec![words.into()], ..Default::default() };
    let story = Story {
        claims: vec![
            ClaimEntry {
                pin: true,
                title: Some("When the valley is cleared".into()),
                ..entry("the evacuation would begin at dawn")
            },
            ClaimEntry { drop: true, ..entry("Hal Ren was told of cracks") },
            ClaimEntry { place: Some(Span::new(3, 9)), ..entry("the moon is cheese") },
        ],
        ..Story::default()
    };
    let d = edited(story, three_outlets());
    assert_eq!(d.claims.len(), 1);
    assert_eq!(d.claims[0].title.as_deref(), Some("When the valley is cleared"));
    let stale: Vec<_> = d.diagnostics.iter().filter(|d| d.code == "stale-claim").collect();
    assert_eq!(stale.len(), 1);
    assert_eq!(stale[0].span, Some(Span::new(3, 9)));
    assert_eq!(stale[0].path.as_deref(), Some("content/dam/story.toml"));
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
