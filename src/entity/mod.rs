//! Who is meant: mentions, coreference within an article, canonical names.

use crate::text::Span;
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
