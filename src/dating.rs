//! When statements were made and events happened, from the words that govern their clauses.

use crate::{
    attribution::Attribution,
    reading::{Dated, Event},
    segment::Document,
    timex::Timex,
};
use chrono::NaiveDate;

/// The dates of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// For each attribution, when it was said, where words say so.
    pub said_on: Vec<Option<Dated>>,
    /// Events that the text dates.
    pub events: Vec<Event>,
}

/// Dates the statements and events of an article published on `anchor`.
pub fn date(
    document: &Document,
    attributions: &[Attribution],
    timexes: &[Timex],
    anchor: Option<NaiveDate>,
) -> Dates {
    let _ = (document, timexes, anchor);
    Dates { said_on: vec![None; attributions.len()], events: Vec::new() }
}
