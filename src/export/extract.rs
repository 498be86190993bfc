//! The record of `digest extract`: one article's attributions and temporal expressions. The format is stable
//! (`schema` 1, described in `docs/exports.md`).

use super::{
    Places,
    json::{act_name, quotation_name},
};
use crate::{reading::Reading, timex::Timex};
use serde_json::{Map, Value, json};

/// Below this probability the speaker is `null`: a missing name is the cheap error.
pub const MIN_SPEAKER_CONFIDENCE: f32 = 0.5;

/// The record of `reading`, for the line that came with `id`. All offsets count Unicode code points of the text given.
pub fn record(id: &Value, reading: &Reading) -> Value {
    let places = Places::new(reading);
    let attributions: Vec<Value> =
        (0..reading.attributions.len()).map(|i| attribution(&places, reading, i)).collect();
    let timexes: Vec<Value> = reading.timexes.iter().filter_map(|t| timex(&places, t)).collect();
    json!({"id": id, "attributions": attributions, "timexes": timexes})
}

/// The names of an attribution's speakers, joined by "; "; `None` where they are unclear.
pub fn speaker_name(reading: &Reading, index: usize) -> Option<String> {
    let speakers = reading.speakers.get(index)?;
    if speakers.entities.is_empty() || speakers.confidence < MIN_SPEAKER_CONFIDENCE {
        return None;
    }
    let names: Vec<&str> = speakers
        .entities
        .iter()
        .filter_map(|&e| reading.entities.get(e))
        .map(|e| e.name.as_str())
        .collect();
    Some(names.join("; "))
}

fn attribution(places: &Places<'_>, reading: &Reading, index: usize) -> Value {
    let a = &reading.attributions[index];
    let rounded = |x: f32| (f64::from(x) * 1000.0).round() / 1000.0;
    let said = reading.said_on.get(index).and_then(Option::as_ref);
    let mut out = Map::new();
    out.insert("source".into(), json!(places.of(&a.source).spans));
    out.insert("cue".into(), json!(places.of(&a.cue).spans));
    out.insert("content".into(), json!(places.of(&a.content).spans));
    out.insert("speaker".into(), json!(speaker_name(reading, index)));
    out.insert("kind".into(), quotation_name(a.quotation).into());
    out.insert("act".into(), act_name(a.act).into());
    out.insert("said_on".into(), json!(said.map(|d| &d.date)));
    out.insert("via".into(), json!(a.via.iter().map(|v| &v.name).collect::<Vec<_>>()));
    out.insert("confidence".into(), json!(rounded(a.confidence)));
    out.insert("hedged".into(), a.hedged.into());
    out.insert("unreal".into(), a.unreal.into());
    out.insert("rule".into(), a.rule.clone().into());
    if let Some(parent) = a.parent {
        out.insert("parent".into(), parent.into());
    }
    Value::Object(out)
}

fn timex(places: &Places<'_>, t: &Timex) -> Option<Value> {
    let spans = places.of(&[t.span]).spans;
    let (first, last) = (spans.first()?, spans.last()?);
    Some(json!({"span": [first[0], last[1]], "type": t.kind, "value": t.value, "mod": t.modifier}))
}
