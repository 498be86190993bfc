//! The Rust side against the training code: `training/fixture.py` wrote what it makes of a few texts.

use super::{candidates, input, model};
use crate::{segment, text::Span, text::offsets::CodePoints};
use serde::Deserialize;

#[derive(Deserialize)]
struct Example {
    text: String,
    ids: Vec<i32>,
    types: Vec<i32>,
    scores: Vec<Vec<f32>>,
    attributions: Vec<Spans>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Spans {
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
}

fn examples() -> Vec<Example> {
    serde_json::from_str(include_str!("../../../data/model/fixture.json")).unwrap()
}

#[test]
fn ok_pieces_types_and_scores_are_those_of_the_training_code() {
    let model = model::model().unwrap();
    for e in examples() {
        let document = segment::document(&e.text);
        let rows = input::rows(&document, &model.vocabulary);
        let windows = input::windows(&rows, model.settings.window, model.settings.overlap);
        let input = input::assemble(&rows, &windows[0]);
        let special = |id: i32| match id {
            model::CLS => model.vocabulary.cls,
            model::SEP => model.vocabulary.sep,
            id => id,
        };
        assert_eq!(input.ids.iter().map(|&id| special(id)).collect::<Vec<_>>(), e.ids);
        assert_eq!(input.types, e.types);
        let scores = model.run(&input).unwrap();
        for (i, expected) in e.scores.iter().enumerate() {
            let row = &scores.values[i * scores.width..];
            // Two programs round 8-bit products differently: scores differ a little, decisions must not.
            for (ours, theirs) in row.iter().zip(expected) {
                assert!((ours - theirs).abs() < 0.6, "piece {i}: {ours} for {theirs}");
            }
        }
    }
}

#[test]
fn ok_spans_are_those_of_the_training_code() {
    for e in examples() {
        let document = segment::document(&e.text);
        let points = CodePoints::new(&e.text);
        let place = |spans: &[Span]| -> Vec<[usize; 2]> {
            let all = spans.iter().flat_map(|&s| document.map.to_source(s, &e.text));
            all.map(|s| points.span(s)).collect()
        };
        let found = candidates(&document).unwrap();
        let ours: Vec<Spans> = found
            .iter()
            .map(|c| Spans {
                source: place(&c.source),
                cue: place(&c.cue),
                content: place(&c.content),
            })
            .collect();
        assert_eq!(ours, e.attributions);
    }
}

#[test]
fn ok_a_second_reading_is_the_first() {
    for e in examples() {
        let document = segment::document(&e.text);
        assert_eq!(candidates(&document), candidates(&document));
    }
}
