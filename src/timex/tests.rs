use super::{annotate, recognise::rules};
use crate::segment::document;

fn values(text: &str) -> Vec<String> {
    annotate(&document(text), "2024-06-05".parse().ok()).into_iter().map(|t| t.value).collect()
}

#[test]
fn every_rule_reads_its_examples() {
    assert!(rules().len() > 30, "the file of rules is broken");
    let mut wrong = Vec::new();
    for rule in rules() {
        assert!(rule.sound(), "{}: a pattern is broken", rule.id);
        assert!(!rule.examples.is_empty(), "{}: no example", rule.id);
        let found = |text: &str| annotate(&document(text), "2024-06-05".parse().ok());
        for example in &rule.examples {
            let (text, value) = example.rsplit_once(" = ").unwrap();
            let found = found(text);
            if !found.iter().any(|t| t.rule == rule.id && t.value == value) {
                wrong.push(format!("{}: {text}: {found:?}", rule.id));
            }
        }
        for text in &rule.counterexamples {
            let found = found(text);
            if found.iter().any(|t| t.rule == rule.id) {
                wrong.push(format!("{}: {text}: {found:?}", rule.id));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn ok_nothing_is_guessed_without_an_anchor() {
    let values: Vec<String> = annotate(&document("He left on Monday, Feb. 24; last week."), None)
        .into_iter()
        .map(|t| t.value)
        .collect();
    assert_eq!(values, ["XXXX-02-24", "XXXX-WXX"]);
}

#[test]
fn ignores_amounts_and_verbs() {
    for text in [
        "It cost $1998.",
        "about 1,998 people",
        "They may march on.",
        "a 100% rise in 3.1998 units",
        "The 30-year-old driver and a man 52 years old.",
    ] {
        assert_eq!(values(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn ok_a_report_about_a_quarter_compares_with_the_same_quarter() {
    let text = "Harrow Mills earned 2 million crowns in the first quarter, up from 1 million a year earlier. \
                Sales in the latest quarter were flat; the year-ago period included a gain.";
    assert_eq!(values(text), ["2024-Q1", "2023-Q1", "2024-Q1", "2023-Q1"]);
}

#[test]
fn ok_what_was_told_before_anchors_what_follows() {
    let text = "The dam broke on 3 May 2023. Two days later the mayor left, and the following month she resigned. \
                Later that year the dam was rebuilt.";
    assert_eq!(values(text), ["2023-05-03", "2023-05-05", "2023-06", "2023"]);
}

#[test]
fn never_panics_on_odd_days() {
    for text in
        ["on Feb. 31", "99/99/99", "100000000 years ago", "25:99", "on 0 May 2024", "é Monday é"]
    {
        values(text);
    }
}

#[test]
fn ignores_names_of_programmes() {
    let found = |text| values(text).len();
    assert_eq!(found("She said so on NBC's \"Today\" show."), 0);
    assert_eq!(found("He spoke on “This Week,” adding that it was over."), 0);
    assert_eq!(found("“Today,” she said, “we are safe.”"), 1);
}
