//! The first promise: every line stands in a source text. It is checked before anything is written, and there is no
//! way to switch it off.

use super::Places;
use crate::{diagnostic::Diagnostic, story::Digest, text::Span};

/// Looks every statement, cue, source, dating word, event and claim up in the source text of its article, white space
/// folded. The result holds an error for each that is not there; it is empty for a digest that may be published.
pub fn verify(digest: &Digest) -> Vec<Diagnostic> {
    let places = super::places(&digest.articles);
    let mut out = Vec::new();
    let mut check = |article: usize, spans: &[Span], what: &str| {
        if let Err(why) = stands(&places[article], digest, article, spans) {
            let reading = &digest.articles[article];
            out.push(
                Diagnostic::error(
                    "not-verbatim",
                    format!("{what} does not stand in the article: {why}"),
                )
                .at(reading.article.path.clone()),
            );
        }
    };
    for s in &digest.statements {
        for i in &s.instances {
            let a = &digest.articles[i.article].attributions[i.attribution];
            for (spans, what) in
                [(&a.content, "a statement"), (&a.cue, "a cue"), (&a.source, "a source")]
            {
                if !spans.is_empty() || what == "a statement" {
                    check(i.article, spans, what);
                }
            }
            if let Some(words) = i.dated_by {
                check(i.article, &[words], "the words that date a statement");
            }
        }
    }
    for e in &digest.timeline {
        for i in &e.instances {
            check(i.place.article, &i.place.spans, "an event");
            if let Some(words) = i.dated_by {
                check(i.place.article, &[words], "the words that date an event");
            }
        }
        for (article, _, words) in &e.conflicts {
            check(*article, &[*words], "the words of a conflicting date");
        }
    }
    for c in &digest.claims {
        check(c.text.article, &c.text.spans, "a claim");
    }
    for f in &digest.figures {
        for &(article, figure) in &f.instances {
            let figure = &digest.articles[article].figures[figure];
            check(article, &[figure.number], "a figure");
            let told = [Some(figure.unit), figure.counts, figure.area, figure.period];
            for words in told.into_iter().flatten() {
                check(article, &[words], "the words of a figure");
            }
        }
    }
    out
}

fn stands(
    places: &Places<'_>,
    digest: &Digest,
    article: usize,
    spans: &[Span],
) -> Result<(), String> {
    let reading = &digest.articles[article];
    let text = &reading.document.text;
    if spans.is_empty() {
        return Err("it has no words".into());
    }
    let mut shown = String::new();
    for s in spans {
        match text.get(s.start..s.end) {
            Some(words) if !words.trim().is_empty() => shown.push_str(words),
            _ => return Err(format!("bytes {s:?} of the reading text hold no words")),
        }
    }
    let source: String = places
        .bytes(spans)
        .iter()
        .map(|s| s.of(&reading.article.text))
        .collect::<Vec<_>>()
        .concat();
    let plain = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if plain(&shown) == plain(&source) { Ok(()) } else { Err(format!("“{shown}”")) }
}
