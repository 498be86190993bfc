//! Everything read from one article: the record that is cached, stored beside a story, and compared.

use crate::{
    article::Article,
    attribution::Attribution,
    clean::Removed,
    diagnostic::Diagnostic,
    entity::{Entity, Mention, Speakers},
    segment::Document,
    text::Span,
    timex::Timex,
};
use serde::{Deserialize, Serialize};

/// A date with the words that give it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// ISO 8601, as exact as the words allow: "2022-03-14", "2022-03", "2022".
    pub date: String,
    /// Index of the timex that gives it; `None` where no words do.
    pub timex: Option<usize>,
    /// Bytes of the reading text that date it.
    pub words: Option<Span>,
    /// The rule that took these words for that clause.
    pub rule: String,
}

/// An event that the article itself dates: a clause with a timex, outside what anybody says or inside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The clause.
    pub span: Span,
    /// When.
    pub when: Dated,
    /// Whether it lies ahead of the article ("scheduled for later on Monday").
    pub scheduled: bool,
    /// Index of the attribution whose content holds it, where somebody says so.
    pub said_by: Option<usize>,
}

/// A figure of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The words of the number ("at least 35", "nearly 600").
    pub number: Span,
    /// Its value; thousandths where it has a fraction, so that records compare exactly.
    pub milli: i64,
    /// "at least", "nearly", "more than", where the text says so.
    pub bound: Option<String>,
    /// Unit ("people", "euros", "rounds of talks"), as printed.
    pub unit: Span,
    /// What happened to what is counted ("killed"), as printed.
    pub counts: Option<Span>,
    /// Where, as printed: the names after "in", "near".
    pub area: Option<Span>,
    /// When or since when, as printed: the nearest words of time in the sentence.
    pub period: Option<Span>,
    /// The sentence.
    pub sentence: usize,
    /// Attribution whose content holds it.
    pub said_by: Option<usize>,
}

/// One article, read. A pure function of its text and settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The article, its metadata completed from the text.
    pub article: Article,
    /// What was cut, in the order of the source text.
    pub removed: Vec<Removed>,
    /// The reading text.
    pub document: Document,
    /// The attributions, by the start of their content.
    pub attributions: Vec<Attribution>,
    /// The temporal expressions.
    pub timexes: Vec<Timex>,
    /// The mentions.
    pub mentions: Vec<Mention>,
    /// The entities.
    pub entities: Vec<Entity>,
    /// For each attribution, whom its source means.
    pub speakers: Vec<Speakers>,
    /// For each attribution, when it was said, where words say so.
    pub said_on: Vec<Option<Dated>>,
    /// Events that the text dates.
    pub events: Vec<Event>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// What an editor should look at.
    pub diagnostics: Vec<Diagnostic>,
}
