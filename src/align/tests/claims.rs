//! Claims and their answers.

use super::*;

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

/// The stances of the named speaker on the first claim.
fn stances(d: &Digest, name: &str) -> Vec<Act> {
    let who = d.speakers.iter().position(|s| s.name == name);
    let claim = d.claims.first().expect("a claim");
    claim.positions.iter().filter(|p| p.speaker == who).map(|p| p.stance).collect()
}

#[test]
fn no_question_that_it_holds_is_no_denial() {
    let d = digest(vec![
        article(
            "Coast News",
            &["Ida Moss | said | the southern gate must hold the flood | asserts"],
        ),
        article(
            "Valley Post",
            &[
                "Paul Odu | said | there is no question that the southern gate must hold the flood | asserts",
            ],
        ),
    ]);
    assert_eq!(stances(&d, "Paul Odu"), [Act::Asserts]);
}

#[test]
fn what_each_says_of_himself_is_no_claim_of_both() {
    let d = digest(vec![
        article(
            "Coast News",
            &["Paul Odu | said | he would have opened the southern gate that night | asserts"],
        ),
        article(
            "Valley Post",
            &["Karl Ren | said | he would have opened the southern gate that night | asserts"],
        ),
    ]);
    assert!(d.claims.iter().all(|c| c.positions.len() < 2));
}

#[test]
fn ok_it_is_false_answers_what_was_said() {
    let d = digest(vec![article(
        "Coast News",
        &[
            "Ida Moss | said | Paul Odu had opened the southern gate that night | alleges",
            "Paul Odu | said | “It is completely false” | denies",
        ],
    )]);
    assert_eq!(stances(&d, "Paul Odu"), [Act::Denies]);
    assert_eq!(stances(&d, "Ida Moss"), [Act::Alleges]);
}

#[test]
fn a_statement_stands_in_one_claim_only() {
    let d = digest(three_outlets());
    let mut seen = std::collections::BTreeSet::new();
    for c in &d.claims {
        let own: std::collections::BTreeSet<usize> =
            c.positions.iter().flat_map(|p| p.statements.iter().copied()).collect();
        assert!(own.iter().any(|s| !seen.contains(s)), "nothing new in {}", c.id);
        seen.extend(own);
    }
}

#[test]
fn ok_that_criticism_is_the_one_told_just_before() {
    let d = digest(vec![article(
        "Coast News",
        &[
            "Ida Moss | said | the mayor was betting against the crews | asserts",
            "Harbour officials | dismissed | that criticism | rejects",
        ],
    )]);
    let claim = d.claims.first().expect("a claim");
    assert!(claim.positions.iter().any(|p| p.stance == Act::Rejects));
}
