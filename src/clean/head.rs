//! The head of an article: what stands before its running text.

use super::{RemovedKind, lines::Line};
use crate::{
    article::{Meta, credits},
    text::{ParagraphKind, Span},
};

/// What the head says.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Lines that are the headline, the deck.
    pub kinds: Vec<(usize, ParagraphKind)>,
    /// Lines that are cut, why, and the rule.
    pub cuts: Vec<(usize, RemovedKind, &'static str)>,
    /// Part of the headline's line that is cut (" | The Courier").
    pub suffix: Option<(usize, Span)>,
    /// Outlet named by such a suffix.
    pub outlet: Option<String>,
}

/// Letters and digits in small letters: what remains the same when a line is printed twice.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Reads the head: `before` are the lines before the running text that no rule cut, in order, and `first` the first
/// line of the running text.
pub(super) fn read(lines: &[Line], before: &[usize], first: Option<usize>, meta: &Meta) -> Head {
    let mut head = Head::default();
    let fold = |i: usize| folded(&lines[i].text);
    let known = meta.headline.as_deref().map(folded).filter(|k| !k.is_empty());
    // PolNeAR-like texts end their headline in a full stop, so a known headline may be the first "sentence".
    let candidates = before.iter().copied().chain(first.filter(|_| known.is_some()));
    let agrees = |i: usize| known.as_ref().is_some_and(|k| fold(i) == *k);
    let headline =
        candidates.clone().find(|&i| agrees(i)).or_else(|| printed_headline(lines, before));
    let Some(headline) = headline else { return head };
    let wanted = fold(headline);
    head.kinds.push((headline, ParagraphKind::Headline));
    if let Some((span, outlet)) = site_suffix(&lines[headline]) {
        head.suffix = Some((headline, span));
        head.outlet = outlet;
    }
    let mut deck = false;
    for &i in before {
        let line = &lines[i];
        let words = line.words();
        if i == headline {
            continue;
        }
        let here = fold(i);
        if here == wanted {
            head.cuts.push((i, RemovedKind::Duplicate, "headline-twice"));
        } else if is_extended(&here, &wanted) && here.ends_with(&wanted) {
            head.cuts.push((i, RemovedKind::Navigation, "headline-after-breadcrumb"));
        } else if is_extended(&here, &wanted)
            && here.starts_with(&wanted)
            && line.text.contains([' ', '|'])
        {
            head.cuts.push((i, RemovedKind::Duplicate, "headline-before-site"));
            if head.outlet.is_none() {
                head.outlet = site_suffix(line).and_then(|(_, outlet)| outlet);
            }
        } else if i < headline && words <= 4 && !line.finished() && line.kind.is_none() {
            head.cuts.push((i, RemovedKind::Navigation, "kicker"));
        } else if i > headline
            && !deck
            && (4..=40).contains(&words)
            && !line.finished()
            && line.kind.is_none()
            && !line.text.ends_with(':')
        {
            head.kinds.push((i, ParagraphKind::Deck));
            deck = true;
        }
    }
    head
}

/// The headline among the lines before the running text, where none is known.
fn printed_headline(lines: &[Line], before: &[usize]) -> Option<usize> {
    let plain: Vec<usize> = before
        .iter()
        .copied()
        .filter(|&i| matches!(lines[i].kind, None | Some(ParagraphKind::Heading)))
        .collect();
    if let Some(&i) = plain.iter().find(|&&i| lines[i].kind == Some(ParagraphKind::Heading)) {
        return Some(i);
    }
    let fold: Vec<String> = plain.iter().map(|&i| folded(&lines[i].text)).collect();
    let long = |n: usize| lines[plain[n]].words() >= 3;
    // Printed twice, or once more with a breadcrumb or the site's name: the shorter form is the headline.
    for n in 0..plain.len() {
        let again = |m: usize| {
            m != n
                && (fold[m] == fold[n]
                    || is_extended(&fold[m], &fold[n])
                        && (fold[m].ends_with(&fold[n]) || fold[m].starts_with(&fold[n])))
        };
        if long(n) && (0..plain.len()).any(again) {
            return Some(plain[n]);
        }
    }
    let sentence = |text: &str| text.trim_end_matches(['”', '"', '’', '\'', ')']).ends_with('.');
    let first = plain.iter().copied().find(|&i| {
        !sentence(&lines[i].text) && lines[i].words() >= 4 && !lines[i].text.ends_with(':')
    });
    first.or_else(|| {
        plain.first().copied().filter(|&i| {
            !lines[i].finished() && lines[i].words() >= 2 && !lines[i].text.ends_with(':')
        })
    })
}

/// Whether `longer` holds `shorter` and at most 45 letters more.
fn is_extended(longer: &str, shorter: &str) -> bool {
    shorter.len() >= 12 && longer.len() > shorter.len() && longer.len() - shorter.len() <= 45
}

/// "Mayor resigns | The Courier": the part from the separator on, and the outlet. After a dash the outlet must be known.
fn site_suffix(line: &Line) -> Option<(Span, Option<String>)> {
    let piece = *line.pieces.last()?;
    let at = line.text.rfind(" | ").or_else(|| {
        [" - ", " – ", " — ", " :: ", " » "]
            .iter()
            .filter_map(|s| line.text.rfind(s).map(|i| (i, i + s.len())))
            .filter(|&(_, after)| credits::is_outlet(&line.text[after..]))
            .map(|(i, _)| i)
            .max()
    })?;
    let words = line.text[at..].trim_start_matches([' ', '|', '-', '–', '—', ':', '»']);
    let fits = line.pieces.len() == 1 && piece.len() == line.text.len() && at > 0;
    (fits && words.split_whitespace().count() <= 6 && !words.is_empty()).then(|| {
        (
            Span::new(piece.start + at, piece.end),
            credits::outlet(words).filter(|_| words.chars().next().is_some_and(char::is_uppercase)),
        )
    })
}
