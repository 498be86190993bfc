//! The editor's corrections (`[[corrections]]` of `story.toml`): found again in the readings by their words, and
//! reported where they no longer apply.

use super::cluster::Constraints;
use crate::{
    attribution::{Act, Attribution, Quotation},
    config::Correction,
    diagnostic::Diagnostic,
    entity::Speakers,
    reading::{Dated, Reading},
    segment::Document,
    text::{Span, TokenKind},
};
use std::collections::{BTreeMap, BTreeSet};

/// An attribution and the statement that an editor holds it against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// (article, attribution).
    pub at: (usize, usize),
    /// Words or id of the other statement.
    pub words: String,
    /// Where the correction stands in `story.toml`.
    pub place: Option<Span>,
}

/// What the corrections come to.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// (article, attribution) pairs that are no statement.
    pub hidden: BTreeSet<(usize, usize)>,
    /// Right speakers by name; an empty list: nobody.
    pub speakers: BTreeMap<(usize, usize), Vec<String>>,
    /// Attributions that an editor has touched: shown whatever their confidence.
    pub touched: BTreeSet<(usize, usize)>,
    /// Pairs that are the same.
    pub same_as: Vec<Pairing>,
    /// Pairs that are not.
    pub not_same_as: Vec<Pairing>,
    /// Corrections that no longer apply.
    pub diagnostics: Vec<Diagnostic>,
}

/// Applies the corrections of acts and dates to `readings` and collects the others. `path` is the story file's.
/// Words that no attribution holds make one, where the correction names a speaker.
pub fn apply(path: &str, corrections: &[Correction], readings: &mut [Reading]) -> Edits {
    let mut edits = Edits::default();
    for c in corrections {
        let Some(article) = readings.iter().position(|r| is_file(r, &c.file)) else {
            edits.diagnostics.push(stale(path, c, &format!("there is no article {}", c.file)));
            continue;
        };
        let found = find(&readings[article], &c.words);
        let target = match found[..] {
            [one] => one,
            [] => match add(&mut readings[article], c) {
                Some(new) => new,
                None => {
                    let why = format!("no statement of {} holds “{}”", c.file, c.words);
                    edits.diagnostics.push(stale(path, c, &why));
                    continue;
                }
            },
            _ => {
                let why = format!("{} statements of {} hold “{}”", found.len(), c.file, c.words);
                let mut d = Diagnostic::warning(
                    "ambiguous-correction",
                    format!("a correction is not applied: {why}"),
                )
                .at(path)
                .help("give more of the words, so that they are found once");
                d.span = c.place;
                edits.diagnostics.push(d);
                continue;
            }
        };
        let at = (article, target);
        edits.touched.insert(at);
        if c.hide {
            edits.hidden.insert(at);
        }
        if let Some(names) = &c.speakers {
            edits.speakers.insert(at, names.clone());
        }
        if let Some(act) =
            c.act.as_ref().and_then(|a| serde_json::from_value::<Act>(a.as_str().into()).ok())
        {
            readings[article].attributions[target].act = act;
        }
        if let Some(date) = &c.said_on {
            readings[article].said_on[target] = (!date.is_empty()).then(|| Dated {
                date: date.clone(),
                timex: None,
                words: None,
                rule: "editor".into(),
            });
        }
        if let Some(words) = &c.same_as {
            edits.same_as.push(Pairing { at, words: words.clone(), place: c.place });
        }
        if let Some(words) = &c.not_same_as {
            edits.not_same_as.push(Pairing { at, words: words.clone(), place: c.place });
        }
    }
    edits
}

impl Edits {
    /// The pairs of instances that are to be joined or kept apart. `instances` are (article, attribution) in the order
    /// of their index; `by_id` gives the instances of a statement's id.
    pub fn constraints(
        &mut self,
        path: &str,
        readings: &[Reading],
        instances: &[(usize, usize)],
        by_id: &dyn Fn(&str) -> Vec<usize>,
    ) -> Constraints {
        let mut out = Constraints::default();
        let resolve = |words: &str| -> Vec<usize> {
            let found = by_id(words);
            if !found.is_empty() {
                return found;
            }
            let all = readings
                .iter()
                .enumerate()
                .flat_map(|(article, r)| find(r, words).into_iter().map(move |a| (article, a)));
            all.filter_map(|at| instances.iter().position(|i| *i == at)).collect()
        };
        for (list, same) in [(&self.same_as, true), (&self.not_same_as, false)] {
            for Pairing { at, words, place } in list {
                let own = instances.iter().position(|i| i == at);
                let others = resolve(words);
                let pairs: BTreeSet<(usize, usize)> = own
                    .into_iter()
                    .flat_map(|i| others.iter().map(move |&j| (i.min(j), i.max(j))))
                    .filter(|(i, j)| i != j)
                    .collect();
                if pairs.is_empty() {
                    let key = if same { "same_as" } else { "not_same_as" };
                    let message =
                        format!("a correction no longer applies: {key} “{words}” is no statement");
                    let d = Diagnostic::warning("stale-correction", message)
                        .at(path)
                        .help("give the id or the words of a statement that is there");
                    self.diagnostics.push(Diagnostic { span: *place, ..d });
                }
                if same { &mut out.must } else { &mut out.cannot }.extend(pairs);
            }
        }
        out
    }
}

fn stale(path: &str, c: &Correction, why: &str) -> Diagnostic {
    let note = c.note.as_ref().map(|n| format!(" ({n})")).unwrap_or_default();
    let message = format!("a correction no longer applies: {why}{note}");
    let d = Diagnostic::warning("stale-correction", message)
        .at(path)
        .help("change its file or words, or delete it");
    Diagnostic { span: c.place, ..d }
}

/// Whether `file` of `story.toml` names this article.
fn is_file(reading: &Reading, file: &str) -> bool {
    let path = &reading.article.path;
    path == file || path.rsplit('/').next() == Some(file) || reading.article.id == file
}

/// A text as it is looked for: white space folded, typographic marks as typed ones.
fn plain(text: &str) -> String {
    let marks: String = text
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            c => c,
        })
        .collect();
    marks.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The attributions whose content holds `words`; of nested ones the innermost. Where none does and the words are whole
/// sentences, those that begin in them: one copies a sentence with who said it.
pub fn find(reading: &Reading, written: &str) -> Vec<usize> {
    let words = plain(written);
    if words.is_empty() {
        return Vec::new();
    }
    let holds = |a: &Attribution| {
        let text: Vec<&str> = a.content.iter().map(|s| s.of(&reading.document.text)).collect();
        plain(&text.join(" ")).contains(&words)
    };
    let all: Vec<usize> =
        reading.attributions.iter().enumerate().filter(|(_, a)| holds(a)).map(|(i, _)| i).collect();
    if all.is_empty() {
        return in_sentences(reading, written);
    }
    let parents: BTreeSet<usize> =
        all.iter().filter_map(|&i| reading.attributions[i].parent).collect();
    all.into_iter().filter(|i| !parents.contains(i)).collect()
}

/// The attributions, without those that others hold, whose content begins in `words`, if these are whole sentences.
fn in_sentences(reading: &Reading, words: &str) -> Vec<usize> {
    let document = &reading.document;
    let Some(span) = place(document, words) else { return Vec::new() };
    let sentence = |at: usize| document.sentence_at(at).map(|i| document.sentences[i].span);
    let (Some(first), Some(last)) = (sentence(span.start), sentence(span.end.saturating_sub(1)))
    else {
        return Vec::new();
    };
    let rest = Span::new(span.end, last.end.max(span.end)).of(&document.text);
    if first.start != span.start || rest.chars().any(char::is_alphanumeric) {
        return Vec::new();
    }
    // A quotation may go on after the sentence.
    let inside = |a: &Attribution| a.content.first().is_some_and(|c| span.contains(*c));
    let all = reading.attributions.iter().enumerate();
    all.filter(|(_, a)| a.parent.is_none() && inside(a)).map(|(i, _)| i).collect()
}

/// Where `words` stand in the reading text, if they stand there once.
fn place(document: &Document, words: &str) -> Option<Span> {
    let words: Vec<String> = words.split_whitespace().map(plain).collect();
    let at = document.tokens.iter().map(|t| t.span.start).filter_map(|start| {
        let rest = &document.text[start..];
        let mut end = start;
        let mut given = rest.split_whitespace();
        for (i, w) in words.iter().enumerate() {
            let next = given.next()?;
            let there = plain(next);
            let last = i + 1 == words.len();
            if there != *w && !(last && there.starts_with(w.as_str())) {
                return None;
            }
            let from = next.as_ptr() as usize - document.text.as_ptr() as usize;
            let len = if there == *w {
                next.len()
            } else {
                next.char_indices().nth(w.chars().count()).map_or(next.len(), |(i, _)| i)
            };
            end = from + len;
        }
        Some(Span::new(start, end))
    });
    let found: Vec<Span> = at.filter(|s| !s.is_empty()).collect();
    let [span] = found[..] else { return None };
    Some(span)
}

/// Makes an attribution of words that the reading has overlooked.
fn add(reading: &mut Reading, c: &Correction) -> Option<usize> {
    if c.hide || c.speakers.as_ref().is_none_or(Vec::is_empty) {
        return None;
    }
    let document = &reading.document;
    let span = place(document, &c.words)?;
    let quotes = document.tokens_in(span).iter().filter(|t| t.kind == TokenKind::Quote).count();
    reading.attributions.push(Attribution {
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![span],
        quotation: if quotes >= 2 { Quotation::Mixed } else { Quotation::Indirect },
        act: Act::Asserts,
        hedged: false,
        unreal: false,
        via: Vec::new(),
        parent: None,
        rule: "editor".into(),
        confidence: 1.0,
    });
    reading.speakers.push(Speakers {
        because: "the editor says so".into(),
        confidence: 1.0,
        ..Speakers::default()
    });
    reading.said_on.push(None);
    Some(reading.attributions.len() - 1)
}
