//! Noun phrases and subjects, found from the words around a cue. A shallow reading: no tree, only what may stand
//! beside what.

use super::view::Node;
use crate::lexicon::list;
use std::ops::Range;

/// Prepositions that may stand inside a noun phrase.
const INNER: [&str; 16] = [
    "of", "for", "in", "at", "from", "to", "with", "on", "by", "against", "about", "under", "near",
    "between", "among", "behind",
];

/// Whether the node belongs to an expression of time at position `i` ("Monday", "last week", "14" of "March 14").
pub fn temporal(n: &[Node], i: usize) -> bool {
    let x = &n[i];
    let beside =
        |j: Option<usize>, lists| j.and_then(|j| n.get(j)).is_some_and(|y: &Node| y.listed(lists));
    x.listed(list::TIME)
        || (x.listed(list::WEEKPART) && beside(i.checked_sub(1), list::TIME | list::TIMEMOD))
        || (x.listed(list::TIMEMOD) && beside(Some(i + 1), list::TIME | list::WEEKPART))
        || (x.tag == b'U'
            && (beside(i.checked_sub(1), list::TIME) || beside(Some(i + 1), list::TIME)))
}

/// Steps back from `e` over adverbs and expressions of time; the result may be below `floor`.
fn skip_left(n: &[Node], mut e: isize, floor: usize) -> isize {
    while e >= floor as isize {
        let x = &n[e as usize];
        if (x.tag == b'R' || x.listed(list::NEG)) && !x.listed(list::PRONOUN) {
            e -= 1;
        } else if temporal(n, e as usize) {
            e -= 1;
            if e >= floor as isize
                && matches!(n[e as usize].low.as_str(), "on" | "in" | "by" | "since")
            {
                e -= 1;
            }
        } else {
            break;
        }
    }
    e
}

/// The subject of the verb group that begins at `group`: the noun phrase before it, with its appositions.
/// `None` where no noun phrase stands there (a coordinated verb, an inverted clause).
pub fn subject(n: &[Node], group: usize, floor: usize) -> Option<Range<usize>> {
    let e = skip_left(n, group as isize - 1, floor);
    let mut found = (e >= floor as isize).then(|| phrase_to(n, e as usize, floor, 0)).flatten()?;
    // "A study published in a journal found": two verbs in a row, so the first is a participle.
    if let [.., head, verb, at] = &n[floor..found.start.max(floor)]
        && at.is(b"I")
        && !at.listed(list::SUB)
        && verb.is(b"DE")
        && head.is(b"NP")
        && let Some(outer) = phrase_to(n, found.start - 3, floor, 1)
    {
        found.start = outer.start;
    }
    Some(found)
}

/// The noun phrase that ends with node `e`.
fn phrase_to(n: &[Node], e: usize, floor: usize, depth: u8) -> Option<Range<usize>> {
    if depth > 3 {
        return None;
    }
    let x = &n[e];
    if x.tag == b',' || x.tag == b'-' {
        return after_insertion(n, e, floor, depth);
    }
    if x.tag == b')' {
        let open = (floor..e).rev().find(|&i| n[i].tag == b'(')?;
        let r = phrase_to(n, open.checked_sub(1).filter(|&i| i >= floor)?, floor, depth + 1)?;
        return Some(r.start..e + 1);
    }
    if x.tag == b'W' && matches!(x.low.as_str(), "who" | "which") {
        // "Podolyak, an adviser, who said": the antecedent belongs to the source.
        let mut p = e;
        while p > floor && n[p - 1].tag == b',' {
            p -= 1;
        }
        let antecedent = p
            .checked_sub(1)
            .filter(|&i| i >= floor)
            .and_then(|i| phrase_to(n, i, floor, depth + 1));
        return Some(antecedent.map_or(e, |r| r.start)..e + 1);
    }
    if x.is(b"O")
        || (x.is(b"T")
            && matches!(x.low.as_str(), "this" | "all" | "both" | "some" | "many" | "others"))
    {
        return Some(e..e + 1);
    }
    base_to(n, e, floor)
}

/// "Zhao, a spokesman, said": `e` is the comma (or dash) before the verb. The insertion between the two is an
/// apposition, an age, a party and state, or a relative clause.
fn after_insertion(n: &[Node], e: usize, floor: usize, depth: u8) -> Option<Range<usize>> {
    let mark = n[e].tag;
    let open = (floor..e).rev().find(|&i| n[i].tag == mark)?;
    let inner = &n[open + 1..e];
    let relative = inner.first().is_some_and(|x| x.tag == b'W');
    let quiet = !inner.iter().any(|x| x.finite() || (x.quote().is_some() && !x.inline));
    let head = open.checked_sub(1).filter(|&i| i >= floor)?;
    if (relative || quiet) && !inner.is_empty() && inner.len() <= 40 {
        let outer = phrase_to(
            n,
            skip_left(n, head as isize, floor).max(floor as isize) as usize,
            floor,
            depth + 1,
        );
        if let Some(r) = outer {
            let named = n[r.clone()].iter().any(|x| x.nominal() && !x.listed(list::TIME));
            let after_preposition =
                r.start > floor && n[r.start - 1].is(b"I") && !n[r.start - 1].listed(list::SUB);
            if named && !after_preposition {
                return Some(r.start..e);
            }
        }
    }
    None
}

/// Walks left from `e` over everything that may stand in a noun phrase.
fn base_to(n: &[Node], e: usize, floor: usize) -> Option<Range<usize>> {
    let mut start = e + 1;
    // After a determiner the phrase goes on only through a preposition or a coordinator.
    let mut complete = false;
    // Start of the phrase as it was before the coordinator that may have joined two clauses.
    let mut before_joint: Option<usize> = None;
    let mut i = e as isize;
    let mut clean = true;
    while i >= floor as isize {
        let at = i as usize;
        let x = &n[at];
        let left = at.checked_sub(1).filter(|&j| j >= floor).map(|j| &n[j]);
        let follows = at + 1 == start || start > e;
        if x.tag == b'Q' && at == floor && at < e {
            // A quotation that opens the sentence is what is said, not part of a name.
            break;
        } else if x.nominal() || (x.tag == b'J' && start <= e + 1) {
            if complete {
                break;
            }
            start = at;
        } else if x.is(b"EG")
            && start <= e
            && start == at + 1
            && n[start].is(b"NPJ")
            && left.is_none_or(|l| l.is(b"TSJRNPI,") || l.clitic)
        {
            if complete {
                break;
            }
            start = at;
        } else if x.tag == b'R' && start == at + 1 && start <= e && n[start].is(b"JEU") {
            if complete {
                break;
            }
            start = at;
        } else if x.is(b"TS") {
            if complete {
                break;
            }
            start = at;
            complete = true;
        } else if x.tag == b'I'
            && !x.listed(list::SUB)
            && INNER.contains(&x.low.as_str())
            && start == at + 1
        {
            let holds = left.is_some_and(|l| {
                (l.nominal() && !l.listed(list::TIME))
                    || l.tag == b')'
                    || (x.low == "of" && l.is(b"TUJO"))
            });
            if !holds {
                clean = x.listed(list::SUB);
                break;
            }
            complete = false;
        } else if x.tag == b'C'
            && matches!(x.low.as_str(), "and" | "or" | "&" | "nor" | "")
            && start == at + 1
        {
            if !left.is_some_and(|l| l.nominal() || l.is(b",)")) {
                break;
            }
            before_joint.get_or_insert(start);
            complete = false;
        } else if x.tag == b','
            && before_joint.is_some()
            && follows
            && left.is_some_and(|l| l.nominal() && !l.listed(list::TIME))
        {
            complete = false;
        } else if x.tag == b')' {
            let Some(open) = (floor..at).rev().find(|&j| n[j].tag == b'(') else { break };
            i = open as isize - 1;
            continue;
        } else {
            clean = !x.is(b"DZMBEGI") || x.listed(list::SUB);
            break;
        }
        i -= 1;
    }
    if !clean {
        start = before_joint.unwrap_or(start);
    }
    while start < e && (n[start].listed(list::TIME) || n[start].is(b"RC,")) {
        start += 1;
    }
    (start <= e && n[start..=e].iter().any(|x| x.nominal() || x.is(b"JTO"))).then_some(start..e + 1)
}

/// The noun phrase that begins at `b`, with its appositions where `appositions`.
pub fn phrase_from(n: &[Node], b: usize, appositions: bool) -> Option<Range<usize>> {
    let first = n.get(b)?;
    if first.is(b"O") && !first.clitic {
        return Some(b..b + 1);
    }
    let mut end = base_from(n, b)?;
    if appositions {
        while let Some(next) = apposition(n, end) {
            end = next;
        }
    }
    Some(b..end)
}

fn base_from(n: &[Node], b: usize) -> Option<usize> {
    let mut i = b;
    let mut last = None;
    while let Some(x) = n.get(i) {
        if x.nominal() && !(last.is_some() && temporal(n, i)) {
            last = Some(i);
        } else if x.is(b"TSJ") || (x.is(b"EGR") && last.is_none()) {
            // A determiner after the head begins the next phrase.
            if last == Some(i.wrapping_sub(1)) && i > b && x.is(b"TS") {
                break;
            }
        } else if x.tag == b'I'
            && INNER.contains(&x.low.as_str())
            && last == Some(i.wrapping_sub(1))
        {
            if leaves(n, i) {
                break;
            }
        } else if x.tag == b'C'
            && matches!(x.low.as_str(), "and" | "&" | "or" | "")
            && last == Some(i.wrapping_sub(1))
        {
            let joins = n.get(i + 1).is_some_and(|y| y.is(b"NPTSJU") && !y.listed(list::TIME));
            // "and the council voted": a clause, not a second name.
            let clause =
                joins && base_from(n, i + 1).and_then(|e| n.get(e)).is_some_and(Node::finite);
            if !joins || clause {
                break;
            }
        } else if x.tag == b'(' {
            let Some(close) = (i..n.len().min(i + 8)).find(|&j| n[j].tag == b')') else { break };
            last = Some(close);
            i = close;
        } else if x.tag == b'O' && x.low != "it" && last.is_none() && i == b {
            last = Some(i);
        } else {
            break;
        }
        i += 1;
    }
    last.map(|l| l + 1)
}

/// Whether the preposition at `i` leads away from the name: "said Jones in a statement", "on Monday".
fn leaves(n: &[Node], i: usize) -> bool {
    if n[i].low == "of" {
        return false;
    }
    let object: Vec<&Node> = n[i + 1..].iter().take_while(|x| x.is(b"TSJNPUE")).take(8).collect();
    object.is_empty()
        || object.iter().any(|x| x.listed(list::TIME | list::MEDIUM | list::VENUE | list::TIMEMOD))
        || matches!(
            n[i].low.as_str(),
            "to" | "with" | "by" | "about" | "against" | "on" | "between"
        )
}

/// The end of the apposition that begins with the comma at `at`.
fn apposition(n: &[Node], at: usize) -> Option<usize> {
    if n.get(at)?.tag != b',' {
        return None;
    }
    let mut i = at + 1;
    if !n.get(i).is_some_and(|x| x.is(b"TSNPUJ") && !temporal(n, i) && !x.listed(list::TIME)) {
        return None;
    }
    while let Some(x) = n.get(i) {
        if x.is(b",.;:?!-") || (x.quote().is_some() && !x.inline) || x.tag == b'W' {
            break;
        }
        if x.finite() || x.is(b"BO") || (x.listed(list::SUB) && x.low != "that") {
            return None;
        }
        if x.is(b"G") && n[i - 1].tag == b',' {
            return None;
        }
        if x.tag == b'I'
            && leaves(n, i)
            && !matches!(
                x.low.as_str(),
                "on" | "to" | "with" | "by" | "about" | "against" | "between"
            )
        {
            break;
        }
        if temporal(n, i) {
            break;
        }
        i += 1;
    }
    while i > at + 1 && n[i - 1].is(b"IR") {
        i -= 1;
    }
    (i > at + 1).then_some(i)
}

/// Whether the nodes hold a finite verb.
pub fn has_finite(n: &[Node]) -> bool {
    n.iter().any(Node::finite)
}

/// Steps over what may stand between a cue and its content: time, adverbs, "in a statement", "to reporters".
pub fn skip_adjuncts(n: &[Node], mut i: usize) -> usize {
    while let Some(x) = n.get(i) {
        if temporal(n, i) || (x.tag == b'R' && x.low != "as") {
            i += 1;
        } else if (x.listed(list::ADJUNCT) || matches!(x.low.as_str(), "of" | "about"))
            && n.get(i + 1).is_none_or(|y| y.tag != b'B')
        {
            if n.get(i + 1).is_some_and(|y| temporal(n, i + 1) && y.tag != b'T') {
                i += 2;
                continue;
            }
            match phrase_from(n, i + 1, false) {
                Some(r) if r.len() <= 12 => i = r.end,
                _ => return i,
            }
        } else {
            return i;
        }
    }
    i
}
