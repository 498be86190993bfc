//! One statement in the words of each outlet, differences marked.

use super::{
    story::{bare, shortened},
    views::{OutletView, StatementView, Views, fold},
};
use crate::{
    align::{
        coverage,
        words::{fold as fold_word, lexicon},
    },
    text::Span,
};
use serde::Serialize;

/// Most words that a wording is said to lack.
const FEW: usize = 14;

/// A statement in several wordings.
#[derive(Debug, Serialize)]
pub struct WordingsView {
    /// The statement.
    pub statement: StatementView,
    /// Each wording.
    pub rows: Vec<WordingView>,
}

/// One wording.
#[derive(Debug, Serialize)]
pub struct WordingView {
    /// The outlets that have it, with the passage of each.
    pub places: Vec<(OutletView, String)>,
    /// BCP 47 tag.
    pub lang: Option<String>,
    /// "direct", "mixed", "indirect".
    pub kind: &'static str,
    /// Whether it is the one compared with.
    pub first: bool,
    /// Whether it is close enough to the first for a comparison word by word.
    pub close: bool,
    /// (words, whether the first wording lacks them).
    pub stretches: Vec<(String, bool)>,
    /// Words of the first wording that this one lacks, a stretch each; none where they are too far apart to compare.
    pub lacks: Vec<String>,
}

/// Statements whose wordings can be compared: at least two that differ and are close enough for the difference to say
/// something. Outlets that print the same words stand in one row. Each statement learns how many wordings it has.
pub fn wordings(v: &Views<'_>, statements: &mut [StatementView]) -> Vec<WordingsView> {
    let mut out = Vec::new();
    for (index, s) in v.d.statements.iter().enumerate() {
        let content = |i: &crate::story::Instance| {
            let content = &v.d.articles[i.article].attributions[i.attribution].content;
            bare(&v.text(i.article, content))
        };
        let mut rows: Vec<WordingView> = Vec::new();
        let mut base = String::new();
        for (k, w) in coverage::wordings(v.d, index).iter().enumerate() {
            let i = &s.instances[w.instance];
            let reading = &v.d.articles[i.article];
            let own = content(i);
            let mut places: Vec<(OutletView, String)> = Vec::new();
            for same in std::iter::once(i).chain(s.instances.iter().filter(|x| content(x) == own)) {
                let outlet = v.outlet_of(same.article);
                if !places.iter().any(|p| p.0 == outlet) {
                    places.push((outlet, v.passage(same.article, same.attribution)));
                }
            }
            let quotation = reading.attributions[i.attribution].quotation;
            let close = k == 0 || w.stretches.iter().all(|x| x.common.is_some());
            let stretches = stretches(&reading.document.text, &w.stretches);
            let whole: String = stretches.iter().map(|x| x.0.as_str()).collect();
            let lacks = if k > 0 && close { lacks(&base, &whole) } else { Vec::new() };
            if k == 0 {
                base = whole;
            }
            rows.push(WordingView {
                places,
                lang: reading.article.meta.language.clone(),
                kind: crate::export::json::quotation_name(quotation),
                first: k == 0,
                close,
                stretches,
                lacks,
            });
        }
        if rows.iter().filter(|r| r.close).count() > 1 {
            statements[index].wordings = rows.len();
            out.push(WordingsView { statement: shortened(&statements[index]), rows });
        }
    }
    out
}

/// Stretches as they are shown: with the blanks between them, and marks of punctuation at the border of a difference
/// outside of it, since only words are compared. What was left out between two stretches is an ellipsis.
fn stretches(text: &str, list: &[coverage::Stretch]) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut push = |words: &str, differs: bool| match out.last_mut() {
        _ if words.is_empty() => {}
        Some(last) if last.1 == differs => last.0.push_str(words),
        _ => out.push((words.to_owned(), differs)),
    };
    let mut end: Option<usize> = None;
    for x in list {
        match end.and_then(|end| text.get(end..x.span.start)) {
            Some(between) if between.trim().is_empty() => {
                push(if between.is_empty() { "" } else { " " }, false);
            }
            Some(_) => push(" … ", false),
            None => {}
        }
        end = Some(x.span.end);
        let words = fold(text.get(x.span.start..x.span.end).unwrap_or_default());
        let from = words.find(char::is_alphanumeric);
        let to = words.rfind(char::is_alphanumeric);
        match (x.common, from.zip(to)) {
            (Some(false), Some((from, to))) => {
                let to = to + words[to..].chars().next().map_or(0, char::len_utf8);
                push(&words[..from], false);
                push(&words[from..to], true);
                push(&words[to..], false);
            }
            _ => push(&words, false),
        }
    }
    out
}

/// Stretches of words of `base` that `own` lacks, verbatim, without function words at their ends; a negation is a word that
/// tells. Nothing where they are more than [`FEW`] words: a shorter wording lacks what it lacks.
fn lacks(base: &str, own: &str) -> Vec<String> {
    // Each word with its bytes.
    let words = |text: &str| -> Vec<(Span, String)> {
        text.split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|w| !w.is_empty())
            .map(|w| {
                let start = w.as_ptr() as usize - text.as_ptr() as usize;
                (Span::new(start, start + w.len()), fold_word(w))
            })
            .collect()
    };
    let (base_words, own) = (words(base), words(own));
    let keys =
        |list: &[(Span, String)]| -> Vec<String> { list.iter().map(|w| w.1.clone()).collect() };
    let mut gone = vec![false; base_words.len()];
    let (old, new) = (keys(&base_words), keys(&own));
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
        if let similar::DiffOp::Delete { old_index, old_len, .. }
        | similar::DiffOp::Replace { old_index, old_len, .. } = op
        {
            gone[old_index..old_index + old_len].fill(true);
        }
    }
    let tells = |word: &str| lexicon().is_negator(word) || !lexicon().is_function(word);
    let marked: Vec<_> = base_words.iter().zip(&gone).collect();
    let (mut out, mut count) = (Vec::new(), 0);
    for part in marked.split(|(_, gone)| !**gone) {
        let first = part.iter().position(|(w, _)| tells(&w.1));
        let last = part.iter().rposition(|(w, _)| tells(&w.1));
        if let Some((first, last)) = first.zip(last) {
            count += last - first + 1;
            out.push(base[part[first].0.0.start..part[last].0.0.end].to_owned());
        }
    }
    if count > FEW { Vec::new() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_what_a_wording_lacks_is_told_by_words() {
        let base = "“No such report ever reached us at the plant,”";
        assert_eq!(lacks(base, "No such report reached us,"), ["plant"]);
        let long = "a gate, a wall, a dam, a mill, a barn, a road, a lock, a ford, a pump, a well, a weir, a pond, a mast, a pier, a quay";
        assert_eq!(lacks(long, "a gate"), [""; 0]);
        assert_eq!(
            lacks("It broke. Water ran, then stopped.", "Then stopped"),
            ["broke. Water ran"]
        );
        assert_eq!(lacks("we have not asked for it", "asking for it"), ["not asked"]);
        assert_eq!(lacks(base, "no such Report ever reached us at a plant"), [""; 0]);
    }

    #[test]
    fn ok_only_words_differ_not_the_marks_around_them() {
        let text = "it has “independent potential” to go on, he said. It can.";
        let stretch = |words: &str, common| {
            let start = text.find(words).unwrap();
            coverage::Stretch { span: Span::new(start, start + words.len()), common: Some(common) }
        };
        let list = [
            stretch("it has “", false),
            stretch("independent potential” to", true),
            stretch("go on,", false),
            stretch("It can.", true),
        ];
        let shown = stretches(text, &list);
        assert_eq!(
            shown,
            [
                ("it has".to_owned(), true),
                (" “independent potential” to ".to_owned(), false),
                ("go on".to_owned(), true),
                (", … It can.".to_owned(), false),
            ]
        );
    }
}
