//! Attributions: who (source), by which words (cue), is said to have said what (content).
//!
//! The terms are PolNeAR's (Newell, Margolin and Ruths 2018): a *source* span names who is attributed to, a
//! *cue* the attributing words, a *content* what is attributed.

mod act;
mod chain;
mod cue;
mod extract;
mod merge;
pub mod net;
mod phrase;
pub mod quotes;
mod rules;
mod via;
pub(crate) mod view;

pub use extract::{Candidate, Convention, Settings, extract};

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// How much of the content stands between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quotation {
    /// (Nearly) all of it.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
}

/// What the speaker did. The names are the vocabulary of the pages and of `digest.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Said it as so.
    Asserts,
    /// Said it is not so.
    Denies,
    /// Turned a proposal, demand or position down.
    Rejects,
    /// Would not say.
    Declines,
    /// Said that they do not know.
    ProfessesNoKnowledge,
    /// Confirmed what others had said.
    Confirms,
    /// Spoke of a danger or a threat.
    Warns,
    /// Bound themselves.
    Promises,
    /// Wanted others to act.
    Urges,
    /// Put a question.
    Asks,
    /// Found fault.
    Criticises,
    /// Found good.
    Praises,
    /// Said sorry.
    Apologises,
    /// Spoke of what will be.
    Predicts,
    /// Accused somebody of something.
    Alleges,
    /// Admitted.
    Concedes,
    /// Made something known that they themselves do or have done.
    Announces,
    /// Thought, hoped, wanted or planned it; did not say it.
    Believes,
}

/// What a `via` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ViaKind {
    /// A newspaper, agency or broadcaster that carried the words.
    Outlet,
    /// The medium: a tweet, a letter, a statement.
    Medium,
    /// The occasion: a press conference, an interview, a hearing.
    Venue,
    /// A person or body who reported the words.
    Reporter,
}

/// What stands between the article and the speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// The words that name it.
    pub span: Span,
    /// What it is.
    pub kind: ViaKind,
    /// Its name as shown ("Interfax").
    pub name: String,
    /// Whether it stands in a list with the link before: "X, Y and Z reported" is no chain of three.
    pub beside: bool,
}

/// One attribution relation. Spans are bytes of the reading text; lists because a cue often interrupts its
/// quotation ("…," she said, "…").
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who it is attributed to, in the text's words; empty where the text names nobody.
    pub source: Vec<Span>,
    /// The attributing words; empty where there are none (a bare continued quotation).
    pub cue: Vec<Span>,
    /// What is attributed; never empty. Without the complementiser "that", with its quotation marks.
    pub content: Vec<Span>,
    /// How much of it is quoted.
    pub quotation: Quotation,
    /// What the speaker did.
    pub act: Act,
    /// Whether it was said with a hedge ("had reason to believe", "might").
    pub hedged: bool,
    /// Whether the attribution itself is denied, asked or supposed ("did not say that", "if he says"): then
    /// nobody said it.
    pub unreal: bool,
    /// What stands between the article and the speaker, outermost first.
    pub via: Vec<Via>,
    /// Index of the attribution whose content holds this one.
    pub parent: Option<usize>,
    /// The rule or reader that found it ("net", "rule:according-to", "net+rule:quote-then-cue").
    pub rule: String,
    /// Probability that content and source are right, from 0 to 1.
    pub confidence: f32,
}
