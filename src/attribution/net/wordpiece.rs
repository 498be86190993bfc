//! WordPiece (Schuster and Nakajima 2012; Devlin et al. 2019) as uncased BERT does it, with offsets.

use regex::Regex;
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Longest word in characters; a longer one is unknown.
const LONGEST: usize = 100;

/// A word piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its number in the vocabulary.
    pub id: i32,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The pieces that are known.
#[derive(Debug)]
pub struct Vocabulary {
    /// Pieces that begin a word.
    initial: HashMap<&'static str, i32>,
    /// Pieces that go on in a word, without their "##".
    further: HashMap<&'static str, i32>,
    /// Number of `[UNK]`.
    unknown: i32,
    /// Number of `[CLS]`.
    pub cls: i32,
    /// Number of `[SEP]`.
    pub sep: i32,
}

impl Vocabulary {
    /// Reads a vocabulary: a piece a line. `None` where a special piece is missing.
    pub fn new(text: &'static str) -> Option<Self> {
        let (mut initial, mut further) = (HashMap::new(), HashMap::new());
        for (id, piece) in (0..).zip(text.lines()) {
            match piece.strip_prefix("##").filter(|p| !p.is_empty()) {
                Some(rest) => further.insert(rest, id),
                None => initial.insert(piece, id),
            };
        }
        let special = |name: &str| initial.get(name).copied();
        let (unknown, cls, sep) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Some(Self { initial, further, unknown, cls, sep })
    }

    /// The pieces of `text`, whose first byte is `base`.
    pub fn pieces(&self, text: &str, base: usize) -> Vec<Piece> {
        let mut out = Vec::with_capacity(text.len() / 4);
        let mut word = Word::default();
        for (at, c) in text.char_indices() {
            if c.is_whitespace() || is_format(c) {
                self.flush(&mut word, &mut out);
            } else if is_punctuation(c) {
                self.flush(&mut word, &mut out);
                word.push(c, base + at, base + at + c.len_utf8());
                self.flush(&mut word, &mut out);
            } else {
                decompose_canonical(c, |f| {
                    if !is_combining_mark(f) {
                        for l in f.to_lowercase() {
                            word.push(l, base + at, base + at + c.len_utf8());
                        }
                    }
                });
            }
        }
        self.flush(&mut word, &mut out);
        out
    }

    fn flush(&self, word: &mut Word, out: &mut Vec<Piece>) {
        let from = out.len();
        let mut at = 0;
        while at < word.text.len() && word.places.len() <= LONGEST {
            let table = if at == 0 { &self.initial } else { &self.further };
            let found = word.ends(at).find_map(|end| Some((end, *table.get(&word.text[at..end])?)));
            let Some((end, id)) = found else { break };
            out.push(Piece { id, start: word.place(at).0, end: word.place(end - 1).1 });
            at = end;
        }
        if at < word.text.len() {
            out.truncate(from);
            let (start, end) = (word.place(0).0, word.place(word.text.len() - 1).1);
            out.push(Piece { id: self.unknown, start, end });
        }
        word.text.clear();
        word.places.clear();
    }
}

/// A word, folded, with the place of every character.
#[derive(Default)]
struct Word {
    text: String,
    /// (byte in `text`, first byte in the source, one past its last) of each character.
    places: Vec<(usize, usize, usize)>,
}

impl Word {
    fn push(&mut self, c: char, start: usize, end: usize) {
        self.places.push((self.text.len(), start, end));
        self.text.push(c);
    }

    /// Bytes at which a piece that starts at `at` may end, the longest first.
    fn ends(&self, at: usize) -> impl Iterator<Item = usize> {
        let from = self.places.partition_point(|p| p.0 <= at);
        std::iter::once(self.text.len()).chain(self.places[from..].iter().rev().map(|p| p.0))
    }

    /// The place of the character that holds byte `at`.
    fn place(&self, at: usize) -> (usize, usize) {
        let i = self.places.partition_point(|p| p.0 <= at).saturating_sub(1);
        self.places.get(i).map_or((0, 0), |p| (p.1, p.2))
    }
}

/// What BERT splits at: every ASCII symbol, and Unicode's punctuation.
fn is_punctuation(c: char) -> bool {
    static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{P}$").ok());
    if c.is_ascii() { c.is_ascii_punctuation() } else { c.is_ascii_punctuation() || is(&MARKS, c) }
}

fn is_format(c: char) -> bool {
    static FORMAT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Cf}$").ok());
    c.is_control() || (!c.is_ascii() && is(&FORMAT, c))
}

fn is(class: &LazyLock<Option<Regex>>, c: char) -> bool {
    // Letters are by far the most frequent, and need no look at the class.
    !c.is_alphanumeric() && class.as_ref().is_some_and(|r| r.is_match(c.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let vocabulary = Vocabulary::new(
            "[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##aff\n##able\nzurich\n,\n“\n”\n##s\na",
        )
        .unwrap();
        vocabulary
            .pieces(text, 0)
            .iter()
            .map(|p| format!("{}:{}", p.id, &text[p.start..p.end]))
            .collect()
    }

    #[test]
    fn ok_the_longest_piece_first() {
        assert_eq!(words("Unaffable, a"), ["4:Un", "5:aff", "6:able", "8:,", "12:a"]);
    }

    #[test]
    fn ok_accents_are_folded_and_places_are_the_text_s() {
        assert_eq!(words("“Zürichs”"), ["9:“", "7:Zürich", "11:s", "10:”"]);
    }

    #[test]
    fn ok_a_word_with_an_unknown_part_is_unknown_whole() {
        assert_eq!(words("unq\u{ad}a"), ["1:unq", "12:a"]);
        assert_eq!(words(&"un".repeat(60)).len(), 1);
    }
}
