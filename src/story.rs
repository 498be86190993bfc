//! One story: the comparison of its articles' readings. Plain data; made by [`align`](crate::align), read by
//! [`render`](crate::render).

use crate::{
    attribution::{Act, Quotation},
    config::Correction,
    diagnostic::Diagnostic,
    entity::EntityKind,
    reading::Reading,
    text::Span,
};

/// A place in an article: bytes of its *reading text*.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the article in [`Digest::articles`].
    pub article: usize,
    /// The spans, in order; never empty.
    pub spans: Vec<Span>,
}

/// Somebody who speaks in the story, over all its articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Stable identifier, from the name ("dmitry-peskov").
    pub id: String,
    /// The fullest form of the name, or the description of an unnamed source.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// The role most articles give, verbatim.
    pub role: Option<String>,
    /// Every role with the article that gives it.
    pub roles: Vec<(usize, String)>,
    /// Other forms of the name.
    pub aliases: Vec<String>,
    /// The (article, entity) pairs that were joined.
    pub members: Vec<(usize, usize)>,
    /// Why they were joined, one line a join, for `explain`.
    pub evidence: Vec<String>,
    /// Index of the speaker it speaks for.
    pub speaks_for: Option<usize>,
}

/// Where one article carries a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// Index of the article.
    pub article: usize,
    /// Index of the attribution in that article's reading.
    pub attribution: usize,
    /// Indices of the speakers; empty: unattributed.
    pub speakers: Vec<usize>,
    /// ISO date it was said on, where the article's words give it.
    pub said_on: Option<String>,
    /// The words that date it.
    pub dated_by: Option<Span>,
    /// Names of what stands between article and speaker, outermost first.
    pub via: Vec<String>,
}

/// One thing one speaker (or joint speakers) said, over all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Stable identifier, from the words of the representative instance.
    pub id: String,
    /// Indices of the speakers; empty: unattributed.
    pub speakers: Vec<usize>,
    /// What was done.
    pub act: Act,
    /// Said with a hedge.
    pub hedged: bool,
    /// How the representative is quoted.
    pub quotation: Quotation,
    /// ISO date.
    pub said_on: Option<String>,
    /// Its instances, by article and place; never empty.
    pub instances: Vec<Instance>,
    /// Index of the instance shown first.
    pub representative: usize,
    /// Statements that restate a part of this one.
    pub parts: Vec<usize>,
    /// Statements this one answers (a denial of an assertion).
    pub answers: Vec<usize>,
    /// Why the instances were joined, one line a join.
    pub evidence: Vec<String>,
}

/// What kind of entry of the timeline it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// Something that happened.
    Event,
    /// An occasion on which statements were made.
    Statement,
    /// Something that was to come when it was written.
    Scheduled,
}

/// Where an article carries an entry of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryInstance {
    /// The words that name the event.
    pub place: Place,
    /// The words that date it.
    pub dated_by: Option<Span>,
}

/// A dated event or occasion.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Stable identifier.
    pub id: String,
    /// ISO date, as exact as the words allow; `None`: undated.
    pub date: Option<String>,
    /// What it is.
    pub kind: EntryKind,
    /// Where articles carry it.
    pub instances: Vec<EntryInstance>,
    /// The statements made on the occasion.
    pub statements: Vec<usize>,
    /// Dates that other articles give it: (article, ISO date, words).
    pub conflicts: Vec<(usize, String, Span)>,
}

/// A party's position on a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// What the party does about it.
    pub stance: Act,
    /// Index of the speaker; `None`: unattributed.
    pub speaker: Option<usize>,
    /// The statements that show it.
    pub statements: Vec<usize>,
    /// Said with a hedge.
    pub hedged: bool,
}

/// A proposition that more than one party takes a position on.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Stable identifier.
    pub id: String,
    /// The verbatim words that state it.
    pub text: Place,
    /// A name given by the editor.
    pub title: Option<String>,
    /// Who holds what.
    pub positions: Vec<Position>,
    /// Articles whose texts held here have no word of it.
    pub silent: Vec<usize>,
}

/// A figure over articles.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    /// What is counted, verbatim ("civilians killed").
    pub label: String,
    /// Value in thousandths.
    pub milli: i64,
    /// Where articles give it: (article, index of the figure in its reading).
    pub instances: Vec<(usize, usize)>,
    /// Indices of the speakers who give it.
    pub speakers: Vec<usize>,
    /// Rows that count the same thing with another value.
    pub conflicts: Vec<usize>,
}

/// Articles that print one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syndicated {
    /// Indices of the articles.
    pub articles: Vec<usize>,
    /// Agency credited.
    pub agency: Option<String>,
}

/// The comparison of one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// Folder name under `content/`.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Line below the title, from `story.toml`.
    pub description: Option<String>,
    /// Tags, from `story.toml`.
    pub tags: Vec<String>,
    /// The editor's corrections that are marked `public`, in the order of `story.toml`.
    pub corrections: Vec<Correction>,
    /// First and last day among articles and dated entries, ISO.
    pub from: Option<String>,
    /// Last day, ISO.
    pub to: Option<String>,
    /// The articles' readings, in the order shown (by date, then outlet, then id).
    pub articles: Vec<Reading>,
    /// Speakers.
    pub speakers: Vec<Speaker>,
    /// Statements, in the order shown.
    pub statements: Vec<Statement>,
    /// Timeline, by date, undated last.
    pub timeline: Vec<Entry>,
    /// Claims, most contested first.
    pub claims: Vec<Claim>,
    /// Figures.
    pub figures: Vec<FigureRow>,
    /// Groups of articles that print one text.
    pub syndicated: Vec<Syndicated>,
    /// What an editor should look at.
    pub diagnostics: Vec<Diagnostic>,
}
