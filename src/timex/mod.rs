//! Temporal expressions (TIMEX3, ISO-TimeML): recognised, anchored, normalised.
//!
//! The patterns stand in `data/en/timex/rules.toml`, each with examples; [`recognise`] finds them, `normalise` gives them
//! values against the day of the article and the tense of the clause. Where nothing anchors an expression its value is
//! underspecified (`XXXX-03-14`), never guessed.

mod calendar;
mod normalise;
mod recognise;
mod tense;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use crate::{segment::Document, text::Span};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexKind {
    /// A calendar date of any granularity.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// One temporal expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timex {
    /// Where it stands.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimexKind,
    /// TIMEX3 value: "2022-03-14", "2022-W11", "P3D", "PRESENT_REF".
    pub value: String,
    /// TIMEX3 mod: "START", "APPROX", ...
    pub modifier: Option<String>,
    /// The rule that read it.
    pub rule: String,
}

impl Timex {
    /// The calendar day it fixes, if it does.
    pub fn day(&self) -> Option<NaiveDate> {
        matches!(self.kind, TimexKind::Date | TimexKind::Time)
            .then(|| self.value.get(..10)?.parse().ok())
            .flatten()
    }
}

/// Whether the clause around an expression looks ahead: "will meet on Friday".
pub fn looks_ahead(document: &Document, at: Span) -> bool {
    tense::around(document, at) == tense::Tense::Future
}

/// Whether a word is an irregular past form: "met", "began".
pub fn is_past_form(word: &str) -> bool {
    tense::is(&word.to_lowercase(), "past")
}

/// The temporal expressions of a document, in order; relative ones count from `anchor`, the day of the article.
///
/// ```
/// use story_digest::{segment::document, timex::annotate};
/// let d = document("They met on Monday and will meet again on June 7.");
/// let found = annotate(&d, "2024-06-05".parse().ok());
/// let values: Vec<&str> = found.iter().map(|t| t.value.as_str()).collect();
/// assert_eq!(values, ["2024-06-03", "2024-06-07"]);
/// ```
pub fn annotate(document: &Document, anchor: Option<NaiveDate>) -> Vec<Timex> {
    let mut out: Vec<Timex> = Vec::new();
    for m in recognise::find(&document.text) {
        if let Some(t) = normalise::timex(document, anchor, &out, &m) {
            out.push(t);
        }
    }
    out
}
