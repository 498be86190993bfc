//! The tokens of a document as this stage looks at them: possessives and abbreviation stops taken off, classes
//! of function words looked up, quoted stretches marked.

use super::lexicon::{Lexicon, class};
use crate::{
    attribution::{Attribution, Quotation},
    segment::Document,
    text::{ParagraphKind, Span, TokenKind},
};
use std::borrow::Cow;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// "said"
    Lower,
    /// "Said"
    Capital,
    /// "FBI"
    Upper,
    /// Figures.
    Number,
    /// A mark, not a word.
    Mark,
}

/// One token.
#[derive(Clone, Debug)]
pub(crate) struct Word<'a> {
    /// The word without possessive ending and final stop.
    pub text: &'a str,
    /// The same in lower case.
    pub lower: Cow<'a, str>,
    /// Where `text` lies.
    pub span: Span,
    /// End with possessive ending and stop.
    pub end: usize,
    /// Whether it has a possessive ending.
    pub possessive: bool,
    /// How it is written.
    pub shape: Shape,
    /// Classes of function words.
    pub class: u64,
    /// Index of its sentence.
    pub sentence: usize,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// Whether a blank or nothing but a hyphen stands before it (no other mark).
    pub joined: bool,
}

impl Word<'_> {
    /// Whether it has one of the classes.
    pub fn is(&self, class: u64) -> bool {
        self.class & class != 0
    }

    /// Whether it is written with a capital first letter.
    pub fn capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper)
    }

    /// Whether it is a word or number, not a mark.
    pub fn word(&self) -> bool {
        self.shape != Shape::Mark
    }
}

/// All tokens of a document.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    /// The text.
    pub text: &'a str,
    /// In order.
    pub all: Vec<Word<'a>>,
    /// First token of each sentence (and the end).
    pub sentences: Vec<usize>,
    /// Paragraph of each sentence.
    pub paragraph: Vec<usize>,
    /// Whether most words of the sentence are capitalised, as in a headline.
    pub titled: Vec<bool>,
    /// Sum of the weights of the sentences up to each.
    weight: Vec<f32>,
}

const POSSESSIVES: [&str; 4] = ["'s", "’s", "'S", "’S"];

/// Splits a token into its word, and whether a possessive ending follows.
fn possessive(token: &str) -> (&str, bool) {
    for e in POSSESSIVES {
        if let Some(stem) = token.strip_suffix(e)
            && !stem.is_empty()
        {
            return (stem, true);
        }
    }
    for e in ["s'", "s’"] {
        if token.ends_with(e) {
            let quote = e.len() - 1;
            return (&token[..token.len() - quote], true);
        }
    }
    (token, false)
}

/// The pronoun of a contraction with a verb.
fn contraction<'t>(token: &'t str, lex: &Lexicon) -> Option<&'t str> {
    let at = token.find(['\'', '’']).filter(|at| *at > 0)?;
    let stem = &token[..at];
    lex.pronoun(&stem.to_lowercase()).map(|_| stem)
}

fn shape(text: &str, kind: TokenKind) -> Shape {
    match kind {
        TokenKind::Quote | TokenKind::Punct => return Shape::Mark,
        TokenKind::Number => return Shape::Number,
        TokenKind::Word => {}
    }
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        None => Shape::Number,
        Some(c) if c.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) {
                Shape::Upper
            } else {
                Shape::Capital
            }
        }
        // "al-Assad", "d'Estaing", "iPhone": a capital after a short lower-case opening.
        Some(_) => match text.char_indices().find(|(_, c)| c.is_uppercase()) {
            Some((at, _)) if at <= 3 => Shape::Capital,
            _ => Shape::Lower,
        },
    }
}

impl<'a> Words<'a> {
    /// Looks at the tokens of `document`; content of direct quotations counts as quoted, as does whatever
    /// stands between double quotation marks.
    pub fn new(
        document: &'a Document,
        attributions: &[Attribution],
        lex: &'static Lexicon,
    ) -> Words<'a> {
        let text = document.text.as_str();
        let mut all: Vec<Word<'a>> = Vec::with_capacity(document.tokens.len());
        let mut sentences = Vec::with_capacity(document.sentences.len() + 1);
        for t in &document.tokens {
            while sentences.len() <= t.sentence {
                sentences.push(all.len());
            }
            let raw = t.span.of(text);
            let adjacent = all.last().is_some_and(|p: &Word| p.end == t.span.start);
            // A possessive ending or an abbreviation's stop that was cut off goes back to its word.
            if adjacent && let Some(previous) = all.last_mut() {
                if POSSESSIVES.contains(&raw) && previous.word() {
                    previous.possessive = true;
                    previous.end = t.span.end;
                    continue;
                }
                let mark = matches!(raw, "'" | "’");
                if mark && previous.text.ends_with('s') && previous.capital() && !previous.quoted {
                    let next = text[t.span.end..].chars().next();
                    if next == Some(' ') && !quote_open(text, previous.span.start) {
                        previous.possessive = true;
                        previous.end = t.span.end;
                        continue;
                    }
                }
                if raw == "." && previous.capital() && abbreviation(previous.text, lex) {
                    previous.end = t.span.end;
                    continue;
                }
            }
            let (stem, possessive) =
                if t.kind == TokenKind::Word { possessive(raw) } else { (raw, false) };
            // "she’ll", "he’s": the pronoun, with its verb.
            let (stem, possessive) = match contraction(raw, lex) {
                Some(pronoun) if t.kind == TokenKind::Word => (pronoun, false),
                _ => (stem, possessive),
            };
            let word = if t.kind == TokenKind::Word { stem.trim_end_matches('.') } else { stem };
            let word = if word.is_empty() { stem } else { word };
            let lower = if word.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
                Cow::Owned(word.to_lowercase())
            } else {
                Cow::Borrowed(word)
            };
            let shape = shape(word, t.kind);
            let mut class = if shape == Shape::Mark { 0 } else { lex.class(&lower) };
            if raw != word && lex.class(raw) & class::AUXILIARY != 0 {
                class |= class::AUXILIARY;
            }
            if lex.organisation_word(word) {
                class |= class::ORGANISATION;
            }
            let joined = all.last().is_some_and(|p| {
                p.word() && p.sentence == t.sentence && text[p.end..t.span.start].trim().is_empty()
            });
            all.push(Word {
                text: word,
                lower,
                span: Span::new(t.span.start, t.span.start + word.len()),
                end: t.span.end,
                possessive,
                shape,
                class,
                sentence: t.sentence,
                quoted: false,
                joined,
            });
        }
        while sentences.len() <= document.sentences.len() {
            sentences.push(all.len());
        }
        let paragraph = document.sentences.iter().map(|s| s.paragraph).collect();
        let mut words =
            Words { text, all, sentences, paragraph, titled: Vec::new(), weight: Vec::new() };
        words.mark_quotes(document, attributions);
        words.titled =
            (0..document.sentences.len()).map(|s| words.is_titled(s, document)).collect();
        let mut sum = 0.0;
        words.weight = (0..document.sentences.len())
            .map(|s| {
                let tokens = &words.all[words.sentence(s)];
                let quoted = tokens.iter().filter(|w| w.word()).all(|w| w.quoted);
                sum += if quoted { 0.2 } else { 1.0 };
                sum
            })
            .collect();
        words
    }

    fn mark_quotes(&mut self, document: &Document, attributions: &[Attribution]) {
        let mut open = false;
        let mut paragraph = usize::MAX;
        for w in &mut self.all {
            let p = document.sentences.get(w.sentence).map_or(0, |s| s.paragraph);
            if p != paragraph {
                open = false;
                paragraph = p;
            }
            match w.text {
                "“" | "«" => open = true,
                "”" | "»" => open = false,
                "\"" | "''" | "``" => open = !open,
                _ => w.quoted = open,
            }
        }
        for a in attributions.iter().filter(|a| a.quotation == Quotation::Direct) {
            for span in &a.content {
                let from = self.all.partition_point(|w| w.span.start < span.start);
                for w in self.all[from..].iter_mut().take_while(|w| w.span.start < span.end) {
                    w.quoted = true;
                }
            }
        }
    }

    fn is_titled(&self, sentence: usize, document: &Document) -> bool {
        let words = &self.all[self.sentence(sentence)];
        let long = |w: &&Word| w.span.len() >= 4 && !matches!(w.shape, Shape::Mark | Shape::Number);
        let count = words.iter().filter(long).count();
        let capital = words.iter().filter(long).filter(|w| w.capital()).count();
        let heading = document
            .sentences
            .get(sentence)
            .and_then(|s| document.paragraphs.get(s.paragraph))
            .is_some_and(|p| matches!(p.kind, ParagraphKind::Headline | ParagraphKind::Heading));
        // Headlines end without a stop; a sentence that ends with one must show more.
        let stopped = words
            .iter()
            .rev()
            .find(|w| w.shape == Shape::Mark || w.word())
            .is_some_and(|w| w.text == ".");
        // "Ann To Bob: Drop Out": short, and every word of it.
        let every =
            words.iter().filter(|w| w.word() && w.shape != Shape::Number).all(Word::capital);
        if heading && every && words.iter().filter(|w| w.word()).count() >= 4 {
            return true;
        }
        match (heading, stopped) {
            (true, _) | (false, false) => count >= 4 && capital * 10 >= count * 7,
            (false, true) => count >= 6 && capital * 10 >= count * 9,
        }
    }

    /// How far two sentences lie apart; what is quoted as a whole counts little, because a quotation of many
    /// sentences does not take its speaker out of mind.
    pub fn distance(&self, from: usize, to: usize) -> f32 {
        if from == to { 0.0 } else { self.weight[to] - self.weight[from] }
    }

    /// The tokens of a sentence.
    pub fn sentence(&self, sentence: usize) -> std::ops::Range<usize> {
        self.sentences[sentence]..self.sentences[sentence + 1]
    }

    /// The tokens that start within `span`.
    pub fn within(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.all.partition_point(|w| w.end <= span.start);
        let to = self.all.partition_point(|w| w.span.start < span.end);
        from..to.max(from)
    }

    /// Bytes of the tokens `from..to`, less the possessive ending of the last.
    pub fn span(&self, from: usize, to: usize) -> Span {
        let last = &self.all[to - 1];
        let end = if last.possessive { last.span.end } else { last.end };
        // An empty range (a determiner alone as a source) is an empty span, not a mistake.
        let start = self.all[from].span.start;
        Span::new(start, end.max(start))
    }

    /// The words of tokens `from..to` as printed.
    pub fn of(&self, from: usize, to: usize) -> &'a str {
        self.span(from, to).of(self.text)
    }

    /// Whether token `at` is the first word of its sentence, or follows a mark that opens a new clause.
    pub fn opens(&self, at: usize) -> bool {
        let start = self.sentences[self.all[at].sentence];
        if at == start {
            return true;
        }
        let before = &self.all[at - 1];
        matches!(before.text, "“" | "\"" | "‘" | "'" | ":" | "«" | "•" | "``" | "…" | ".")
            || (before.shape == Shape::Mark && at == start + 1)
    }
}

/// Whether a word that a stop follows is an abbreviation in names ("J.", "Mr.", "Jr.").
fn abbreviation(word: &str, lex: &Lexicon) -> bool {
    let one = word.chars().count() == 1;
    let initials = word.contains('.');
    let title = lex.title(word).is_some() && word.len() <= 5;
    let suffix = lex.class(&word.to_lowercase()) & class::SUFFIX != 0;
    one || initials || title || (suffix && matches!(word, "Jr" | "Sr"))
}

/// Whether a single quotation mark opened in the paragraph before byte `at` is still open; then a mark after
/// "s" may close it.
fn quote_open(text: &str, at: usize) -> bool {
    let start = text[..at].rfind("\n\n").map_or(0, |i| i + 2);
    let opened = text[start..at].matches('‘').count();
    let closed = text[start..at].matches("’ ").count() + text[start..at].matches("’,").count();
    opened > closed
}
