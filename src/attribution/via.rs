//! What stands between the article and a speaker: the outlet that carried the words, the medium, the occasion.
//!
//! ```text
//! Ms. Moss told Valley News …                  outlet   Valley News
//! … said in a statement / on her account       medium   statement
//! … said at a news conference                  venue    news conference
//! Valley News quoted Ms. Moss as saying …      outlet   Valley News
//! ```

use super::{
    Attribution, Via, ViaKind,
    merge::Merged,
    phrase::phrase_from,
    view::{Node, View},
};
use crate::lexicon::list;
use crate::text::{Span, hull};
use std::{
    collections::HashSet,
    sync::{LazyLock, OnceLock},
};

/// Names of outlets and agencies that the data files know, lower-case, without "the".
fn known() -> &'static HashSet<String> {
    static KNOWN: OnceLock<HashSet<String>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let lines =
            |table: &'static str| table.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
        let outlets =
            lines(include_str!("../../data/en/outlets.tsv")).filter_map(|l| l.split('\t').nth(1));
        let agencies =
            lines(include_str!("../../data/en/agencies.tsv")).flat_map(|l| l.split(['\t', '|']));
        outlets.chain(agencies).map(bare).collect()
    })
}

/// Lower-case, without "the".
fn bare(name: &str) -> String {
    let low = name.trim().to_lowercase();
    low.strip_prefix("the ").unwrap_or(&low).to_owned()
}

/// Words at the end of a publisher's name.
fn ends_name(word: &str) -> bool {
    static ENDINGS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let lines = include_str!("../../data/en/outlet_endings.txt").lines();
        lines.filter(|l| !l.starts_with('#')).collect()
    });
    ENDINGS.contains(word)
}

/// Whether a noun phrase names an outlet, judged by its words: "Valley News", "the agency Norex", "Interfax".
pub fn names_outlet(n: &[Node], text: &str) -> bool {
    let n = if n.first().is_some_and(|x| x.is(b"TS")) { &n[1..] } else { n };
    let (Some(first), Some(last)) = (n.first(), n.last()) else { return false };
    let words = Span::new(first.span.start, last.span.end).of(text);
    let names = n.iter().filter(|x| x.capital).count();
    known().contains(&bare(words.trim_end_matches("'s").trim_end_matches("’s")))
        || (names > 0 && n.iter().any(|x| x.listed(list::OUTLET)))
        || (n.len() >= 2
            && n.iter().all(|x| x.capital)
            && (ends_name(&last.low) || last.listed(list::OUTLET)))
}

/// Whether nodes are an acronym alone ("CNN"), which after "told" is a broadcaster.
fn acronym(n: &[Node], text: &str) -> bool {
    matches!(n, [x] if x.span.len() >= 2 && x.span.len() <= 5
        && x.span.of(text).chars().all(|c| c.is_ascii_uppercase())
        && !matches!(x.low.as_str(), "nato" | "un" | "eu" | "fbi" | "cia" | "mps" | "pm" | "us" | "uk" | "opec" | "fifa"))
}

/// The links that the sentence of an attribution names.
pub fn read(view: &View<'_>, m: &Merged) -> Vec<Via> {
    let text = &view.document.text;
    let mut out = Vec::new();
    for &span in m.found.iter().flat_map(|f| &f.through).chain(&m.through) {
        // Nobody stands between the article and himself.
        if m.source.iter().any(|s| s.overlaps(span)) {
            continue;
        }
        // "X, Y and Z were among the outlets that said so": three links.
        let n = view.within(span);
        let n = &n[..n.iter().position(Node::finite).unwrap_or(n.len())];
        let outlet = |n: &[Node]| names_outlet(n, text) || acronym(n, text);
        let parts = n.split(|x| x.is(b",C")).filter(|p| !p.is_empty());
        let parts: Vec<&[Node]> = parts.collect();
        let list = parts.len() > 1 && parts.iter().all(|p| outlet(p));
        for (k, n) in if list { parts } else { vec![n] }.into_iter().enumerate() {
            let (Some(first), Some(last)) = (n.first(), n.last()) else { continue };
            let kind = if outlet(n) { ViaKind::Outlet } else { ViaKind::Reporter };
            let at = out.len();
            push(&mut out, name_of(n, first.span.cover(last.span)), kind, text);
            out[at..].iter_mut().for_each(|v| v.beside = k > 0);
        }
    }
    let Some(cue) = m.cue.last() else { return out };
    let at = view.sents.partition_point(|s| view.nodes[s.from].span.start <= cue.start);
    let Some(sent) = at.checked_sub(1).and_then(|s| view.sents.get(s)) else { return out };
    let n = view.nodes_of(*sent);
    let inside = |x: &Node| m.content.iter().any(|c| c.overlaps(x.span));
    let source = hull(&m.source);
    let Some(mut i) = n.iter().position(|x| x.span.start >= cue.end) else { return out };
    // Over an inverted speaker: "said Ann Lee, a nurse, in a statement".
    if let Some(s) = source.filter(|s| s.start >= cue.end && s.start <= cue.end + 2) {
        i = n.iter().position(|x| x.span.start >= s.end).unwrap_or(n.len());
    }
    let tells = n.iter().any(|x| {
        cue.overlaps(x.span) && matches!(x.low.as_str(), "told" | "tell" | "tells" | "telling")
    });
    if tells && let Some(p) = phrase_from(n, i, false).filter(|p| !n[p.clone()].iter().any(inside))
    {
        channel(&n[p.clone()], true, text, &mut out);
        i = p.end;
    }
    while let Some(x) = n.get(i) {
        if inside(x) || x.is(b".;:CDZ") || x.quote().is_some() || x.low == "that" {
            break;
        }
        let leads = matches!(
            x.low.as_str(),
            "in" | "on" | "at" | "during" | "via" | "through" | "to" | "with"
        );
        if leads && let Some(p) = phrase_from(n, i + 1, false) {
            if !n[p.clone()].iter().any(inside) {
                channel(&n[p.clone()], x.low == "to" || x.low == "with", text, &mut out);
            }
            i = p.end;
        } else {
            i += 1;
        }
    }
    out
}

/// Reads one noun phrase: "an interview with the Harrow Gazette" is an occasion and an outlet.
fn channel(n: &[Node], listener: bool, text: &str, out: &mut Vec<Via>) {
    let mut rest = n;
    while !rest.is_empty() {
        let end = rest
            .iter()
            .skip(1)
            .position(|x| x.tag == b'I' || x.is(b","))
            .map_or(rest.len(), |e| e + 1);
        let part = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        let part = match part.iter().position(|x| !x.is(b"TSJ") || x.capital) {
            Some(from) => &part[from..],
            None => continue,
        };
        let Some(last) = part.last() else { continue };
        let span = Span::new(part[0].span.start, last.span.end);
        let press = matches!(last.low.as_str(), "reporters" | "journalists" | "newsmen");
        if names_outlet(part, text) || (listener && acronym(part, text)) {
            push(out, span, ViaKind::Outlet, text);
        } else if last.listed(list::VENUE) || (listener && press) {
            push(out, span, ViaKind::Venue, text);
        } else if last.listed(list::MEDIUM) {
            push(out, span, ViaKind::Medium, text);
        }
    }
}

/// A name's span, without its article.
fn name_of(n: &[Node], span: Span) -> Span {
    match n {
        [first, second, ..] if first.is(b"TS") => Span::new(second.span.start, span.end),
        _ => span,
    }
}

fn push(out: &mut Vec<Via>, span: Span, kind: ViaKind, text: &str) {
    if !out.iter().any(|v| v.span.overlaps(span)) {
        out.push(Via { span, kind, name: span.of(text).to_owned(), beside: false });
    }
}

/// Gives what an outlet is told to have reported the outlet as its link: in "Valley News reported that the mayor had
/// said so", the mayor's words came through Valley News.
pub fn inherit(view: &View<'_>, all: &mut [Attribution]) {
    let text = &view.document.text;
    for i in 0..all.len() {
        let mut links = Vec::new();
        let mut up = all[i].parent;
        // Parents hold their children, so that the chain ends.
        while let Some(p) = up {
            if let Some(s) = all[p].source.first().filter(|_| !all[p].unreal) {
                let n = view.within(*s);
                if names_outlet(n, text) {
                    push(&mut links, name_of(n, *s), ViaKind::Outlet, text);
                }
            }
            up = all[p].parent;
        }
        links.reverse();
        for v in std::mem::take(&mut all[i].via) {
            if !links.iter().any(|l| l.span.overlaps(v.span)) {
                links.push(v);
            }
        }
        all[i].via = links;
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::{Settings, ViaKind, extract};
    use crate::segment;

    #[test]
    fn ok_every_example_of_a_chain_is_read() {
        let mut wrong = Vec::new();
        let table = include_str!("../../data/en/channels_examples.tsv");
        for line in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [sentence, speaker, links] = cells[..] else { panic!("three columns: {line}") };
            let d = segment::document(sentence);
            let all = extract(&d, None, &Settings { min_confidence: 0.0, ..Settings::default() });
            let own =
                all.iter().find(|a| a.source.first().is_some_and(|s| s.of(&d.text) == speaker));
            let read = own.map(|a| {
                let one = |v: &crate::attribution::Via| {
                    let kind = match v.kind {
                        ViaKind::Outlet => "outlet",
                        ViaKind::Medium => "medium",
                        ViaKind::Venue => "venue",
                        ViaKind::Reporter => "reporter",
                    };
                    format!("{kind}:{}", v.name)
                };
                a.via.iter().map(one).collect::<Vec<_>>().join("; ")
            });
            if read.as_deref() != Some(links) {
                wrong.push(format!("{sentence}: {read:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
