//! Who is meant: mentions, coreference within an article, canonical names.
//!
//! The order of work: [`names`] finds names, [`cluster`] joins those that mean the same, [`roles`] reads
//! titles and appositions, [`source`] takes the words of each attribution's source apart, [`discourse`] goes
//! through the article in reading order and resolves descriptions and pronouns by [`salience`].

mod cluster;
mod describe;
mod discourse;
mod finish;
pub(crate) mod lexicon;
mod names;
mod roles;
mod salience;
mod source;
#[cfg(test)]
mod tests;
mod words;

use crate::{
    attribution::Attribution, config::SpeakerEntry, diagnostic::Diagnostic, segment::Document,
    text::Span,
};
use serde::{Deserialize, Serialize};

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A named person.
    Person,
    /// A named organisation, an outlet among them.
    Organisation,
    /// A state, its government or a seat that stands for it ("Beijing", "the Kremlin").
    Government,
    /// A named or described group ("Republicans", "residents").
    Group,
    /// Somebody the text does not name ("a US official").
    Unnamed,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By description.
    Nominal,
    /// By pronoun.
    Pronoun,
}

/// An occurrence of an entity in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// How it refers.
    pub kind: MentionKind,
    /// Index of its entity in the article.
    pub entity: usize,
    /// Why it was given to that entity: the rule, in words for `explain`.
    pub because: String,
}

/// A role that a text gives an entity, verbatim ("Kremlin spokesman").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// Grammatical gender as far as the text shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gender {
    /// "he"
    Male,
    /// "she"
    Female,
}

/// An entity of one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The fullest name the text gives, or the description of an unnamed one.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Other forms of the name in this article.
    pub aliases: Vec<String>,
    /// Roles in the order they are given.
    pub roles: Vec<Role>,
    /// Gender where pronouns, titles or the first name show it.
    pub gender: Option<Gender>,
    /// Whether it is several people ("officials").
    pub plural: bool,
    /// Index of the entity it speaks for ("Kremlin spokesman" -> the Kremlin).
    pub speaks_for: Option<usize>,
}

/// What the source spans of one attribution were resolved to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Speakers {
    /// Indices of the article's entities; empty: visibly unattributed. Several for a joint source.
    pub entities: Vec<usize>,
    /// Why, in words for `explain` ("“he”: the only man named in this paragraph").
    pub because: String,
    /// Probability that this is right, 0 to 1.
    pub confidence: f32,
}

/// What a trained model says about a mention; taken as one more piece of evidence, never alone.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint {
    /// These words name an entity of this kind.
    Name {
        /// The words.
        span: Span,
        /// The kind.
        kind: EntityKind,
        /// Probability, 0 to 1.
        confidence: f32,
    },
    /// This pronoun or description means what those words mean.
    Antecedent {
        /// The pronoun or description.
        anaphor: Span,
        /// An earlier mention.
        antecedent: Span,
        /// Probability, 0 to 1.
        confidence: f32,
    },
}

/// Everything that [`resolve`] finds out about one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// The mentions, in the order of the text.
    pub mentions: Vec<Mention>,
    /// The entities.
    pub entities: Vec<Entity>,
    /// Whom each attribution's source means, in the order of the attributions.
    pub speakers: Vec<Speakers>,
    /// Sources that stayed unclear.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds out whom the sources of an article's attributions mean.
///
/// `known` are the speakers that `site.toml` and `story.toml` name: their aliases are one person here, too.
/// `hints` come from the trained model; an empty slice is fine.
///
/// ```
/// use story_digest::{entity, segment::Document};
/// let read = entity::resolve(&Document::default(), &[], &[], &[]);
/// assert!(read.entities.is_empty());
/// ```
pub fn resolve(
    document: &Document,
    attributions: &[Attribution],
    known: &[SpeakerEntry],
    hints: &[Hint],
) -> Resolved {
    let lex = lexicon::lexicon();
    let words = words::Words::new(document, attributions, lex);
    let known_names: Vec<String> =
        known.iter().flat_map(|k| std::iter::once(&k.name).chain(&k.aliases)).cloned().collect();
    let names = names::spot(&words, lex, &known_names, hints);
    let mut clusters = cluster::cluster(&words, lex, &names, known);
    let phrases = roles::Phrases { words: &words, lex, names: &names };
    let appositions = roles::assign(phrases, &mut clusters);
    let mut walk = discourse::Discourse::new(phrases, clusters, appositions, attributions, hints);
    let answers = walk.run();
    finish::finish(walk, answers, attributions)
}
