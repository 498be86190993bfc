//! The words that state a claim: verbatim, and such as can be read by themselves.

use super::{
    super::{
        features::{Features, Word},
        phrases::lead,
        words::{entries, fold, lexicon},
    },
    Story, is_answer,
};
use crate::{
    attribution::Quotation,
    lexicon::Lexicon,
    reading::Reading,
    story::Place,
    text::{Span, hull},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// How well a passage states a claim by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Readable {
    /// A clause.
    Clause,
    /// What somebody said in full.
    Quotation,
    /// A clause as far as the form of a word tells, or a thing with a participle ("the reports | published in the north").
    Loose,
    /// No clause, but with whose it is and the cue ("Ren ordered the crew to leave").
    WithCue,
    /// Words that do not stand by themselves.
    Fragment,
}

/// The passage that states the claim best: a clause of its own length below the headline, rather told than quoted, that
/// holds what the others have in common with it. Of a passage of several sentences it is one of them.
pub(super) fn text_of(story: &Story<'_>, group: &BTreeSet<usize>) -> Option<(Readable, Place)> {
    let core = core(story, group);
    group
        .iter()
        .flat_map(|&i| story.features[i].iter().map(move |f| (i, *f)))
        .flat_map(|(i, f)| {
            let core = &core;
            pieces(story, f).into_iter().map(move |piece| {
                let words = piece.words;
                let length = if (4..=25).contains(&words) { 0 } else { words.abs_diff(14) };
                let answer = is_answer(story.act(i));
                let torn = piece.how >= Readable::WithCue;
                let missing = core.iter().filter(|t| !piece.terms.contains(t)).count();
                // Thirds of what the others say that the piece lacks.
                let missing = 3 * missing / core.len().max(1);
                let loose = piece.how == Readable::Loose;
                let place = (piece.how, f.article, f.hull, piece.spans.clone());
                (torn, loose, f.in_headline, missing, piece.points, answer, length, place)
            })
        })
        .min()
        .map(|(.., (how, article, _, spans))| (how, Place { article, spans }))
}

/// The content words that the most passages of the claim have.
fn core(story: &Story<'_>, group: &BTreeSet<usize>) -> BTreeSet<u32> {
    let mut holders: BTreeMap<u32, usize> = BTreeMap::new();
    for t in group.iter().flat_map(|&i| &story.features[i]).flat_map(|f| &f.terms) {
        *holders.entry(t.id).or_default() += 1;
    }
    let most = holders.values().copied().max().unwrap_or(0);
    holders.into_iter().filter(|(_, n)| *n == most).map(|(t, _)| t).collect()
}

/// A stretch of a passage that may state a claim.
struct Piece {
    how: Readable,
    spans: Vec<Span>,
    /// Words.
    words: usize,
    /// Its content words.
    terms: BTreeSet<u32>,
    /// Begins with a word that points elsewhere ("it", "they").
    points: bool,
}

/// The sentences of a passage; a passage of one sentence whole.
fn pieces(story: &Story<'_>, f: &Features) -> Vec<Piece> {
    let reading = &story.readings[f.article];
    let document = &reading.document;
    let content = &reading.attributions[f.attribution].content;
    let Some(whole) = hull(content) else { return Vec::new() };
    let (first, last) =
        (document.sentence_at(whole.start), document.sentence_at(whole.end.saturating_sub(1)));
    let one = first == last || first.is_none();
    let mut stretches: Vec<(Vec<Span>, &[Word])> = Vec::new();
    if one {
        stretches.push((content.clone(), &f.words));
    } else {
        let mut sentences = f.sentences();
        let mut spans: Vec<Span> = content
            .iter()
            .flat_map(|c| {
                document.sentences.iter().filter_map(move |s| {
                    let (from, to) = (c.start.max(s.span.start), c.end.min(s.span.end));
                    (from < to).then(|| Span::new(from, to))
                })
            })
            .collect();
        spans.sort_by_key(|s| s.start);
        let mut at = None;
        for span in spans {
            // Two spans of one sentence have their words in one stretch.
            let sentence = document.sentence_at(span.start);
            if at == sentence
                && let Some(last) = stretches.last_mut()
            {
                last.0.push(span);
                continue;
            }
            at = sentence;
            stretches.push((vec![span], sentences.next().unwrap_or_default()));
        }
    }
    stretches.into_iter().filter_map(|(spans, words)| piece(story, f, &spans, words)).collect()
}

fn piece(story: &Story<'_>, f: &Features, spans: &[Span], words: &[Word]) -> Option<Piece> {
    let reading = &story.readings[f.article];
    let document = &reading.document;
    let spans = proposition(reading, f, spans);
    let (how, spans) = readable(story, f, &spans)?;
    let first = spans.iter().flat_map(|s| document.tokens_in(*s)).next()?;
    let points = points(&fold(first.span.of(&document.text)));
    let terms = words.iter().filter_map(|w| w.term).collect();
    Some(Piece { how, spans, words: words.len(), terms, points })
}

/// The spans without what only leads up to the proposition ("media reports that") and without marks that hold nothing
/// else between them.
fn proposition(reading: &Reading, f: &Features, spans: &[Span]) -> Vec<Span> {
    let text = &reading.document.text;
    let content = &reading.attributions[f.attribution].content;
    let mut out = spans.to_vec();
    if let (Some(first), Some(own)) = (out.first_mut(), content.first())
        && first.start == own.start
    {
        first.start = lead(reading, *own).clamp(first.start, first.end);
    }
    if let [one] = &mut out[..] {
        *one = unmarked(text, *one);
    }
    out.retain(|s| !s.of(text).trim().is_empty());
    out
}

/// A span without the quotation marks around it, or the one that its sentence opens or closes with, and without the
/// comma or full stop before them; marks inside it keep theirs.
fn unmarked(text: &str, span: Span) -> Span {
    let mark = |c: char| matches!(c, '“' | '”' | '"' | '«' | '»');
    let words = span.of(text);
    let loose = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':');
    let inner = words.trim_matches(|c: char| mark(c) || loose(c));
    let inner = if inner.chars().any(mark) { words.trim_matches(loose) } else { inner };
    // "in the U.S." keeps its stop.
    let inner = match inner.strip_suffix('.') {
        Some(rest) if !rest.ends_with(char::is_uppercase) => rest,
        _ => inner,
    };
    let from = span.start + (inner.as_ptr() as usize - words.as_ptr() as usize);
    Span::new(from, from + inner.len())
}

/// Whether a word points elsewhere where it opens a sentence.
fn points(word: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    WORDS
        .get_or_init(|| entries(include_str!("../../../data/en/align/pointers.txt")).collect())
        .contains(word)
}

/// How spans of a passage can be shown as a claim, and the spans to show.
pub(super) fn readable(
    story: &Story<'_>,
    f: &Features,
    spans: &[Span],
) -> Option<(Readable, Vec<Span>)> {
    let reading = &story.readings[f.article];
    let document = &reading.document;
    let a = &reading.attributions[f.attribution];
    let tokens: Vec<String> = spans
        .iter()
        .flat_map(|s| document.tokens_in(*s))
        .map(|t| fold(t.span.of(&document.text)))
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .collect();
    let first = tokens.first()?;
    let finite = tokens.iter().skip(1).any(|w| is_finite(w));
    // "poured out", "published by": before such a word a form in "ed" is more often a participle.
    let sure = tokens.iter().skip(1).enumerate().any(|(k, w)| {
        let next = tokens.get(k + 2).map_or("", String::as_str);
        is_finite(w) && (lexicon().is_finite(w) || !follows_participle(next))
    });
    // "For the record, the gates held": what a comma ends may open a clause.
    let comma = spans
        .iter()
        .flat_map(|s| document.tokens_in(*s))
        .take(9)
        .any(|t| t.span.of(&document.text) == ",");
    let opens = !is_finite(first) && (!opens_badly(first) || comma);
    if tokens.len() >= 4 && finite && opens {
        let how = match a.quotation {
            Quotation::Direct => Readable::Quotation,
            _ if sure => Readable::Clause,
            _ => Readable::Loose,
        };
        return Some((how, spans.to_vec()));
    }
    // With source and cue, where the three make one stretch of one sentence.
    let all: Vec<Span> = a.source.iter().chain(&a.cue).chain(&a.content).copied().collect();
    let whole = hull(&all)?;
    let one =
        document.sentence_at(whole.start) == document.sentence_at(whole.end.saturating_sub(1));
    let words = document.tokens_in(whole).len();
    let starts = a.source.first().is_some_and(|s| s.start == whole.start);
    if one && starts && !a.cue.is_empty() && words <= 45 && tokens.len() >= 2 {
        return Some((Readable::WithCue, vec![whole]));
    }
    Some((Readable::Fragment, a.content.clone()))
}

/// Whether a folded word is a finite verb, as far as its form tells.
fn is_finite(word: &str) -> bool {
    lexicon().is_finite(word) || word.len() > 4 && word.ends_with("ed") || word.ends_with("n't")
}

/// Whether a folded word follows participles rather than verbs: a preposition, a particle, or the end.
fn follows_participle(word: &str) -> bool {
    word.is_empty()
        || Lexicon::shared().entry(word).is_some_and(|e| e.tags.starts_with(['I', 'C', 'R']))
}

/// Whether a clause can't begin with this folded word: infinitives, relative and subordinate clauses, loose ends.
fn opens_badly(word: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    WORDS
        .get_or_init(|| {
            entries(include_str!("../../../data/en/align/clause_openers.txt")).collect()
        })
        .contains(word)
        || word.len() > 5 && word.ends_with("ing")
}
