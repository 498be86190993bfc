//! Classes of function words, as bits.

/// Articles, demonstratives and the like.
pub const DETERMINER: u64 = 1;
/// "the", "this", "these".
pub const DEFINITE: u64 = 1 << 1;
/// "a", "some".
pub const INDEFINITE: u64 = 1 << 2;
/// "several", "three", "at least".
pub const QUANTIFIER: u64 = 1 << 3;
/// "two" of "two of the people".
pub const PARTITIVE: u64 = 1 << 4;
/// Prepositions.
pub const PREPOSITION: u64 = 1 << 5;
/// Words inside names of bodies.
pub const LINKER: u64 = 1 << 6;
/// Words inside names of people.
pub const PARTICLE: u64 = 1 << 7;
/// "who".
pub const RELATIVE: u64 = 1 << 8;
/// "and".
pub const CONJUNCTION: u64 = 1 << 9;
/// "when".
pub const SUBORDINATOR: u64 = 1 << 10;
/// "is", "would".
pub const AUXILIARY: u64 = 1 << 11;
/// Frequent verbs and what stands between subject and verb.
pub const VERB: u64 = 1 << 12;
/// Months and days.
pub const CALENDAR: u64 = 1 << 13;
/// "Jr."
pub const SUFFIX: u64 = 1 << 14;
/// Words that open a sentence with a capital letter and are no names.
pub const OPENER: u64 = 1 << 15;
/// Modifiers before a title.
pub const FORMER: u64 = 1 << 16;
/// "from" of "the statement from".
pub const ISSUE: u64 = 1 << 17;
/// "for" of "spokesman for".
pub const FOR: u64 = 1 << 18;
/// Nouns of people without a role.
pub const ANIMATE: u64 = 1 << 19;
/// Adverbs between a subject and its verb.
pub const ADVERB: u64 = 1 << 20;
/// "not".
pub const NEGATIVE: u64 = 1 << 21;
/// An ordinary word of English.
pub const COMMON: u64 = 1 << 22;
/// A word that ends or opens the name of a body.
pub const ORGANISATION: u64 = 1 << 23;

/// Cues that go on with what was said: "added".
pub const CONTINUING: u64 = 1 << 24;

/// Classes of roles whose holders news texts name sooner or later.
pub const NAMED_OFFICE: u64 = 1 << 25;
/// Months that are names of people as well.
pub const NAME_MONTH: u64 = 1 << 26;

/// Participles that tell how somebody came to be quoted, no part of the description.
pub const REPORTED: u64 = 1 << 27;

/// Ordinary words that stand before a title as part of it: "acting", "freshman".
pub const ROLE_MODIFIER: u64 = 1 << 28;

/// Adjectives that follow the noun they describe: "officials familiar with the talks".
pub const POSTPOSED: u64 = 1 << 29;

/// Plural nouns that are no part of a body's name before "of": "Members of Congress".
pub const MEMBERS: u64 = 1 << 32;

/// Nouns for bodies of any name: "the company", "the charity".
pub const GENERIC_BODY: u64 = 1 << 31;

/// Last words of newspapers' names that stand for the whole: "the Times".
pub const PAPER: u64 = 1 << 30;

pub(super) const NAMES: [(&str, u64); 31] = [
    ("members", MEMBERS),
    ("generic_body", GENERIC_BODY),
    ("paper", PAPER),
    ("postposed", POSTPOSED),
    ("role_modifier", ROLE_MODIFIER),
    ("determiner", DETERMINER),
    ("definite", DEFINITE),
    ("indefinite", INDEFINITE),
    ("quantifier", QUANTIFIER),
    ("partitive", PARTITIVE),
    ("preposition", PREPOSITION),
    ("linker", LINKER),
    ("particle", PARTICLE),
    ("relative", RELATIVE),
    ("conjunction", CONJUNCTION),
    ("subordinator", SUBORDINATOR),
    ("auxiliary", AUXILIARY),
    ("verb", VERB),
    ("calendar", CALENDAR),
    ("suffix", SUFFIX),
    ("opener", OPENER),
    ("former", FORMER),
    ("document_issue", ISSUE),
    ("for", FOR),
    ("animate", ANIMATE),
    ("adverb", ADVERB),
    ("negative", NEGATIVE),
    ("continuing", CONTINUING),
    ("named_office", NAMED_OFFICE),
    ("reported", REPORTED),
    ("name_month", NAME_MONTH),
];
