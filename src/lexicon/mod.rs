//! The word lists of `data/en`, compiled in and parsed once.

use crate::attribution::Act;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What may follow an attributing verb; see the head of `data/en/cues.tsv`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frames {
    /// Words in quotation marks; the verb may also follow them.
    pub quote: bool,
    /// May follow unquoted content.
    pub tag: bool,
    /// A clause after "that".
    pub that: bool,
    /// A clause without "that".
    pub bare: bool,
    /// A clause after whether, if or a question word.
    pub whether: bool,
    /// An infinitive.
    pub infinitive: bool,
    /// An -ing form.
    pub gerund: bool,
    /// A noun phrase.
    pub object: bool,
    /// A person before the content.
    pub person: bool,
    /// An object and "as".
    pub as_: bool,
    /// An object and what it is called.
    pub colour: bool,
    /// Other readings are common.
    pub weak: bool,
    /// Prepositions before the content.
    pub prepositions: Vec<&'static str>,
}

/// An attributing verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueVerb {
    /// Base form.
    pub lemma: &'static str,
    /// The fixed second word of a phrase ("point out").
    pub particle: Option<&'static str>,
    /// What may follow it.
    pub frames: Frames,
    /// What its subject does.
    pub act: Act,
}

/// An attributing noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueNoun {
    /// Singular.
    pub lemma: &'static str,
    /// "claim that …".
    pub that: bool,
    /// "promise to …".
    pub infinitive: bool,
    /// "accusations of …".
    pub of: bool,
    /// What its possessor does.
    pub act: Act,
}

/// A form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerbForm {
    /// say
    Base,
    /// says
    Third,
    /// said
    Past,
    /// saying
    Ing,
    /// said, written: only where it differs from the past.
    Participle,
}

/// Lists of closed-class words, as bits.
pub mod list {
    #![allow(
        missing_docs,
        reason = "each name is a list of data/en/cues_words.tsv, described there"
    )]
    pub const TIME: u32 = 1;
    pub const TIMEMOD: u32 = 1 << 1;
    pub const WEEKPART: u32 = 1 << 2;
    pub const ADJUNCT: u32 = 1 << 3;
    pub const SUB: u32 = 1 << 4;
    pub const BE: u32 = 1 << 5;
    pub const HAVE: u32 = 1 << 6;
    pub const DO: u32 = 1 << 7;
    pub const NEG: u32 = 1 << 8;
    pub const PRONOUN: u32 = 1 << 9;
    pub const MEDIUM: u32 = 1 << 10;
    pub const VENUE: u32 = 1 << 11;
    pub const OUTLET: u32 = 1 << 12;
    pub const SPEAKER: u32 = 1 << 13;
    pub const SAYS: u32 = 1 << 14;
    pub const STANDARD: u32 = 1 << 15;
    pub const REQUEST: u32 = 1 << 16;
    pub const RESPONDS: u32 = 1 << 17;
    pub const RETURNS: u32 = 1 << 18;
    pub const FRONTING: u32 = 1 << 19;
}

/// What the lexicon knows of one word form.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Kinds of word it can be, most frequent first (letters of `data/en/tags.tsv`); empty where unknown.
    pub tags: &'static str,
    /// Verbs it is a form of: index into [`Lexicon::verbs`], and which form.
    pub verbs: Vec<(usize, VerbForm)>,
    /// The noun it is a form of: index into [`Lexicon::nouns`].
    pub noun: Option<usize>,
    /// The [`list`]s it is in.
    pub lists: u32,
}

/// All word lists.
#[derive(Debug)]
pub struct Lexicon {
    /// Attributing verbs, in the order of the file.
    pub verbs: Vec<CueVerb>,
    /// Attributing nouns, in the order of the file.
    pub nouns: Vec<CueNoun>,
    words: HashMap<String, Entry>,
}

impl Lexicon {
    /// The lexicon of `data/en`.
    ///
    /// # Panics
    /// Where a compiled-in data file is malformed; a test reads them all.
    pub fn shared() -> &'static Lexicon {
        static SHARED: OnceLock<Lexicon> = OnceLock::new();
        SHARED.get_or_init(|| {
            Lexicon::parse(
                include_str!("../../data/en/tags.tsv"),
                include_str!("../../data/en/cues.tsv"),
                include_str!("../../data/en/cues_nouns.tsv"),
                include_str!("../../data/en/cues_channels.tsv"),
                include_str!("../../data/en/cues_words.tsv"),
            )
            .unwrap_or_else(|e| panic!("data/en: {e}"))
        })
    }

    /// What is known of a lower-cased word with straight apostrophes.
    pub fn entry(&self, word: &str) -> Option<&Entry> {
        self.words.get(word)
    }

    fn parse(
        tags: &'static str,
        verbs: &'static str,
        nouns: &'static str,
        channels: &'static str,
        words: &'static str,
    ) -> Result<Self, String> {
        let mut lexicon = Lexicon { verbs: Vec::new(), nouns: Vec::new(), words: HashMap::new() };
        for [word, kinds] in rows(tags, "tags.tsv")? {
            lexicon.word(word).tags = kinds;
        }
        for [lemma, forms, frames, act] in rows(verbs, "cues.tsv")? {
            lexicon.add_verb(lemma, forms, frames, act)?;
        }
        for [lemma, frames, act] in rows(nouns, "cues_nouns.tsv")? {
            let has = |f: &str| frames.split(' ').any(|x| x == f);
            let index = lexicon.nouns.len();
            lexicon.nouns.push(CueNoun {
                lemma,
                that: has("that"),
                infinitive: has("inf"),
                of: has("of"),
                act: act_named(act)
                    .ok_or_else(|| format!("cues_nouns.tsv: unknown act {act:?}"))?,
            });
            lexicon.word(lemma).noun = Some(index);
            lexicon.word(&plural(lemma)).noun = Some(index);
        }
        for [word, kind] in rows(channels, "cues_channels.tsv")? {
            let bit = bit_named(kind)
                .ok_or_else(|| format!("cues_channels.tsv: unknown kind {kind:?}"))?;
            lexicon.word(word).lists |= bit;
            lexicon.word(&plural(word)).lists |= bit;
        }
        for [word, name] in rows(words, "cues_words.tsv")? {
            let bit =
                bit_named(name).ok_or_else(|| format!("cues_words.tsv: unknown list {name:?}"))?;
            lexicon.word(word).lists |= bit;
        }
        Ok(lexicon)
    }

    fn word(&mut self, word: &str) -> &mut Entry {
        self.words.entry(word.to_owned()).or_default()
    }

    fn add_verb(
        &mut self,
        lemma: &'static str,
        forms: &str,
        frames: &'static str,
        act: &str,
    ) -> Result<(), String> {
        let (base, particle) = lemma.split_once(' ').map_or((lemma, None), |(a, b)| (a, Some(b)));
        let mut f = Frames::default();
        for name in frames.split(' ') {
            match name {
                "quote" => f.quote = true,
                "tag" => f.tag = true,
                "that" => f.that = true,
                "bare" => f.bare = true,
                "whether" => f.whether = true,
                "inf" => f.infinitive = true,
                "ger" => f.gerund = true,
                "obj" => f.object = true,
                "person" => f.person = true,
                "as" => f.as_ = true,
                "colour" => f.colour = true,
                "weak" => f.weak = true,
                _ => match name.strip_prefix('+') {
                    Some(preposition) => f.prepositions.push(preposition),
                    None => return Err(format!("cues.tsv: {lemma}: unknown frame {name:?}")),
                },
            }
        }
        let act =
            act_named(act).ok_or_else(|| format!("cues.tsv: {lemma}: unknown act {act:?}"))?;
        let index = self.verbs.len();
        self.verbs.push(CueVerb { lemma: base, particle, frames: f, act });
        let inflected: Vec<String> = match forms {
            "-" => regular(base).to_vec(),
            _ => forms.split(',').map(str::to_owned).collect(),
        };
        let kinds = [VerbForm::Third, VerbForm::Past, VerbForm::Ing, VerbForm::Participle];
        if !(3..=4).contains(&inflected.len()) {
            return Err(format!("cues.tsv: {lemma}: three or four forms are needed"));
        }
        self.word(base).verbs.push((index, VerbForm::Base));
        for (form, kind) in inflected.iter().zip(kinds) {
            self.word(form).verbs.push((index, kind));
        }
        Ok(())
    }
}

/// The rows of a table: lines of `N` columns, less comments and empty lines.
fn rows<const N: usize>(table: &'static str, file: &str) -> Result<Vec<[&'static str; N]>, String> {
    table
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'))
        .map(|(n, l)| {
            <[&str; N]>::try_from(l.split('\t').collect::<Vec<_>>())
                .map_err(|_| format!("{file}:{}: {N} columns are needed", n + 1))
        })
        .collect()
}

fn act_named(name: &str) -> Option<Act> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

fn bit_named(name: &str) -> Option<u32> {
    Some(match name {
        "time" => list::TIME,
        "timemod" => list::TIMEMOD,
        "weekpart" => list::WEEKPART,
        "adjunct" => list::ADJUNCT,
        "sub" => list::SUB,
        "be" => list::BE,
        "have" => list::HAVE,
        "do" => list::DO,
        "neg" => list::NEG,
        "pronoun" => list::PRONOUN,
        "medium" => list::MEDIUM,
        "venue" => list::VENUE,
        "outlet" => list::OUTLET,
        "speaker" => list::SPEAKER,
        "says" => list::SAYS,
        "standard" => list::STANDARD,
        "request" => list::REQUEST,
        "responds" => list::RESPONDS,
        "returns" => list::RETURNS,
        "fronting" => list::FRONTING,
        _ => return None,
    })
}

/// Third person, past and -ing form of a regular verb.
fn regular(base: &str) -> [String; 3] {
    let vowel = |c: char| "aeiou".contains(c);
    let mut ends = base.chars().rev();
    let (last, before) = (ends.next().unwrap_or(' '), ends.next().unwrap_or(' '));
    if last == 'y' && !vowel(before) {
        let stem = &base[..base.len() - 1];
        return [format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing")];
    }
    let third = if base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh") {
        format!("{base}es")
    } else {
        format!("{base}s")
    };
    if last == 'e' {
        let stem = &base[..base.len() - 1];
        let ing = if before == 'e' { format!("{base}ing") } else { format!("{stem}ing") };
        return [third, format!("{base}d"), ing];
    }
    [third, format!("{base}ed"), format!("{base}ing")]
}

fn plural(noun: &str) -> String {
    let [third, ..] = regular(noun);
    third
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_all_data_files_parse() {
        let lexicon = Lexicon::shared();
        assert!(lexicon.verbs.len() > 200);
        assert!(lexicon.entry("said").is_some_and(|e| !e.verbs.is_empty()));
    }

    #[test]
    fn ok_regular_inflection() {
        assert_eq!(regular("deny"), ["denies", "denied", "denying"]);
        assert_eq!(regular("urge"), ["urges", "urged", "urging"]);
        assert_eq!(regular("stress"), ["stresses", "stressed", "stressing"]);
        assert_eq!(regular("portray"), ["portrays", "portrayed", "portraying"]);
    }

    #[test]
    fn ok_lists_have_no_word_twice() {
        for (name, table) in [
            ("tags.tsv", include_str!("../../data/en/tags.tsv")),
            ("cues_nouns.tsv", include_str!("../../data/en/cues_nouns.tsv")),
        ] {
            let words: Vec<&str> = table
                .lines()
                .filter(|l| !l.starts_with('#'))
                .filter_map(|l| l.split('\t').next())
                .collect();
            let mut unique = words.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), words.len(), "{name} holds a word twice");
        }
    }
}
