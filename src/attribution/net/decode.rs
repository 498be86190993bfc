//! From scores to attributions: the best tags under BIO (Viterbi), then the best links.

use super::{
    input::{Assembled, Row, Window},
    model::{Scores, Settings},
};
use crate::{
    attribution::Candidate,
    segment::Document,
    text::{Span, TokenKind},
};

/// Number of tags: outside, and begin and inside of source, cue and content.
const TAGS: usize = 7;

/// How far a source may stand from the content that shares it, in bytes.
const SHARED_WITHIN: usize = 160;

/// A shared source is a guess: it is as likely as its own tags say, times this (measured on PolNeAR dev).
const SHARED: f32 = 0.6;

/// A span with the probability of its tags.
#[derive(Clone, Copy, Debug)]
struct Tagged {
    span: Span,
    sure: f32,
    paragraph: usize,
}

#[derive(Clone, Copy, Debug)]
struct Cue {
    tagged: Tagged,
    /// Index of its source and the probability of that choice.
    source: Option<(usize, f32)>,
}

#[derive(Clone, Copy, Debug)]
struct Content {
    tagged: Tagged,
    /// Index of its cue and the probability of that choice.
    cue: Option<(usize, f32)>,
}

/// What was found so far, over windows.
#[derive(Debug, Default)]
pub struct Reading {
    sources: Vec<Tagged>,
    cues: Vec<Cue>,
    contents: Vec<Content>,
}

/// A span as positions of a window.
struct Found {
    kind: usize,
    first: usize,
    end: usize,
    /// Index in [`Reading`]'s list of its kind.
    index: usize,
}

impl Reading {
    /// Adds what one window shows.
    pub fn window(
        &mut self,
        rows: &[Row],
        window: &Window,
        input: &Assembled,
        scores: &Scores,
        settings: &Settings,
    ) {
        let log: Vec<[f32; TAGS]> =
            (0..input.ids.len()).map(|i| log_softmax(&row(scores, i)[..TAGS])).collect();
        let path = viterbi(&log, &input.origin);
        let mut found = spans(&path);
        let tagged = |f: &Found| -> Option<Tagged> {
            let (r, i) = input.origin[f.first]?;
            let (r2, j) = input.origin[f.end - 1]?;
            let span = Span::new(rows[r].pieces[i].start, rows[r2].pieces[j].end);
            let sum: f32 = (f.first..f.end).map(|k| log[k][path[k]]).sum();
            Some(Tagged {
                span,
                sure: (sum / (f.end - f.first) as f32).exp(),
                paragraph: rows[r].paragraph,
            })
        };
        let starts = |found: &[Found], kind: usize| -> Vec<(usize, usize)> {
            found.iter().filter(|f| f.kind == kind).map(|f| (f.first, f.index)).collect()
        };
        for f in found.iter_mut().filter(|f| f.kind == 0) {
            let Some(t) = tagged(f) else { continue };
            f.index = self.sources.len();
            self.sources.push(t);
        }
        let sources = starts(&found, 0);
        for f in found.iter_mut().filter(|f| f.kind == 1) {
            let Some(t) = tagged(f) else { continue };
            let source = pick(scores, settings, 1, f.first, &sources);
            f.index = self.cues.len();
            self.cues.push(Cue { tagged: t, source });
        }
        let cues = starts(&found, 1);
        for f in found.iter().filter(|f| f.kind == 2) {
            let counts =
                input.origin[f.first].is_some_and(|(r, _)| window.from <= r && r < window.to);
            let Some(t) = tagged(f).filter(|_| counts) else { continue };
            let cue = pick(scores, settings, 0, f.first, &cues);
            self.contents.push(Content { tagged: t, cue });
        }
    }

    /// The attributions: contents that share a cue are one.
    pub fn finish(self, document: &Document) -> Vec<Candidate> {
        let mut out: Vec<(Candidate, Option<usize>, usize)> = Vec::new();
        for c in &self.contents {
            let cue = c.cue.map(|(index, _)| index);
            let same = out.iter_mut().rev().find(|o| cue.is_some() && o.1 == cue);
            if let Some((candidate, ..)) = same {
                candidate.content.push(c.tagged.span);
                candidate.confidence = candidate.confidence.min(c.tagged.sure);
                continue;
            }
            let mut candidate = Candidate {
                content: vec![c.tagged.span],
                confidence: c.tagged.sure,
                ..Candidate::default()
            };
            if let Some((index, linked)) = c.cue {
                let cue = self.cues[index];
                candidate.cue = vec![cue.tagged.span];
                if let Some((source, chosen)) = cue.source {
                    let source = self.sources[source];
                    candidate.source = vec![source.span];
                    candidate.source_confidence = source.sure * chosen * linked;
                }
            }
            out.push((candidate, cue, c.tagged.paragraph));
        }
        for (candidate, _, paragraph) in &mut out {
            if candidate.source.is_empty() {
                self.share(candidate, *paragraph);
            }
            for spans in [&mut candidate.source, &mut candidate.cue, &mut candidate.content] {
                spans.iter_mut().for_each(|s| *s = whole_words(document, *s));
            }
            candidate.content.iter_mut().for_each(|s| *s = s.trim(&document.text));
        }
        out.into_iter().map(|o| o.0).collect()
    }

    /// Gives an attribution without a source the nearest one of its paragraph.
    fn share(&self, candidate: &mut Candidate, paragraph: usize) {
        let from = candidate.cue.first().or(candidate.content.first()).copied();
        let Some(from) = from else { return };
        let gap = |s: Span| match s.end <= from.start {
            true => from.start - s.end,
            false => s.start.saturating_sub(from.end),
        };
        let inside = |s: Span| candidate.content.iter().any(|c| c.overlaps(s));
        let near = self
            .sources
            .iter()
            .filter(|s| s.paragraph == paragraph && !inside(s.span) && gap(s.span) <= SHARED_WITHIN)
            .min_by_key(|s| (gap(s.span), s.span.start));
        if let Some(source) = near {
            candidate.source = vec![source.span];
            candidate.source_confidence = source.sure * SHARED;
        }
    }
}

/// The span with the words whole that it begins or ends in: the tags are of pieces of words.
fn whole_words(document: &Document, span: Span) -> Span {
    let tokens = &document.tokens;
    let word = |at: usize| {
        let t = tokens.get(tokens.partition_point(|t| t.span.end <= at))?;
        (t.span.start < at && t.kind == TokenKind::Word).then_some(t.span)
    };
    let start = word(span.start).map_or(span.start, |w| w.start);
    let end = word(span.end).map_or(span.end, |w| w.end);
    Span::new(start, end)
}

fn row(scores: &Scores, at: usize) -> &[f32] {
    &scores.values[at * scores.width..(at + 1) * scores.width]
}

fn log_softmax(scores: &[f32]) -> [f32; TAGS] {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|s| (s - top).exp()).sum();
    let mut out = [0.0; TAGS];
    for (o, s) in out.iter_mut().zip(scores) {
        *o = s - top - sum.ln();
    }
    out
}

/// The best sequence of tags in which every "inside" follows its own kind. Special pieces are outside.
fn viterbi(log: &[[f32; TAGS]], origin: &[Option<(usize, usize)>]) -> Vec<usize> {
    let mut best = [f32::NEG_INFINITY; TAGS];
    let mut back: Vec<[usize; TAGS]> = Vec::with_capacity(log.len());
    for (i, row) in log.iter().enumerate() {
        let score = |t: usize| match origin[i] {
            None if t == 0 => 0.0,
            None => f32::NEG_INFINITY,
            Some(_) => row[t],
        };
        let mut now = [f32::NEG_INFINITY; TAGS];
        let mut from = [0; TAGS];
        let top = argmax(&best);
        for t in 0..TAGS {
            let inside = t > 0 && t % 2 == 0;
            from[t] = match inside {
                true if best[t - 1] >= best[t] => t - 1,
                true => t,
                false => top,
            };
            let before = match i {
                0 if inside => f32::NEG_INFINITY,
                0 => 0.0,
                _ => best[from[t]],
            };
            now[t] = before + score(t);
        }
        best = now;
        back.push(from);
    }
    let mut path = vec![0; log.len()];
    let mut t = argmax(&best);
    for i in (0..log.len()).rev() {
        path[i] = t;
        t = back[i][t];
    }
    path
}

/// Index of the first greatest.
fn argmax(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, s) in scores.iter().enumerate() {
        if *s > scores[best] {
            best = i;
        }
    }
    best
}

fn spans(path: &[usize]) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for (i, &t) in path.iter().enumerate() {
        match (t % 2, out.last_mut()) {
            (1, _) => out.push(Found { kind: t / 2, first: i, end: i + 1, index: usize::MAX }),
            (0, Some(last)) if t > 0 => last.end = i + 1,
            _ => {}
        }
    }
    out
}

/// Which of `options` (position, index) the span that starts at `at` links to, with its probability; `which` is 0 for
/// content to cue, 1 for cue to source.
fn pick(
    scores: &Scores,
    settings: &Settings,
    which: usize,
    at: usize,
    options: &[(usize, usize)],
) -> Option<(usize, f32)> {
    let part = |at: usize, p: usize| {
        let from = TAGS + 2 + (2 * which + p) * settings.link;
        &row(scores, at)[from..from + settings.link]
    };
    let query = part(at, 0);
    let mut all = vec![row(scores, at)[TAGS + which]];
    let reach = settings.reach as isize;
    for &(j, _) in options {
        let product: f32 = query.iter().zip(part(j, 1)).map(|(a, b)| a * b).sum();
        let distance = (j as isize - at as isize).clamp(-reach, reach) + reach;
        let bias = settings.bias[which].get(distance as usize).copied().unwrap_or(0.0);
        all.push(product / (settings.link as f32).sqrt() + bias);
    }
    let best = argmax(&all);
    let top = all[best];
    let sum: f32 = all.iter().map(|s| (s - top).exp()).sum();
    let (_, index) = *options.get(best.checked_sub(1)?)?;
    Some((index, 1.0 / sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_an_inside_never_stands_alone() {
        // The second piece would rather be inside a cue, but no cue has begun.
        let sharp = |t: usize| {
            let mut row = [-9.0; TAGS];
            row[t] = -0.01;
            row
        };
        let log = [sharp(1), sharp(4), sharp(0), sharp(5), sharp(6)];
        let origin = vec![Some((0, 0)); 5];
        let path = viterbi(&log, &origin);
        assert_eq!(path[3..], [5, 6]);
        assert!(
            path.windows(2).all(|w| w[1] == 0 || w[1] % 2 == 1 || w[0] == w[1] || w[0] == w[1] - 1)
        );
        let found = spans(&path);
        assert_eq!((found.last().map(|f| (f.kind, f.first, f.end))), Some((2, 3, 5)));
    }

    #[test]
    fn ok_separators_end_spans() {
        let mut row = [-9.0; TAGS];
        row[6] = -0.01;
        let mut first = [-9.0; TAGS];
        first[5] = -0.01;
        let path = viterbi(&[first, row, first], &[Some((0, 0)), None, Some((1, 0))]);
        assert_eq!(path, [5, 0, 5]);
    }
}
