//! Whether two instances of one speaker carry the same statement.
//!
//! Three things make two instances the same: a run of words in common (one text copied), a quoted fragment in
//! common (one quotation cut differently), or enough content words in common where nothing contradicts (a
//! paraphrase). Numbers, polarity and people that differ, or acts that cannot be one act, forbid a paraphrase.

use super::features::Features;
use crate::attribution::{Act, Quotation};

/// How two instances stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// Content words in common, by number.
    pub shared: usize,
    /// Their weight.
    pub shared_weight: f32,
    /// Their weight by the weight of the lighter instance, 0 to 1.
    pub contained: f32,
    /// Their weight by the weight of both together, 0 to 1.
    pub jaccard: f32,
    /// Weight of the content words in runs of three and more words in common, by the weight of the lighter one.
    pub verbatim: f32,
    /// Words of the longest run in common.
    pub run: usize,
    /// Content words of that run.
    pub run_terms: usize,
    /// Words of the longest run that both put between quotation marks.
    pub quoted_run: usize,
    /// Weight of the content words of that run.
    pub quoted_weight: f32,
    /// Content words of that run.
    pub quoted_terms: usize,
    /// Content words in common that are negated in one only.
    pub flipped: usize,
    /// Something that one paraphrase of the other cannot differ in.
    pub conflict: Option<Conflict>,
}

/// In what two instances contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Each gives numbers, and none is in both.
    Numbers,
    /// A word is negated in one only.
    Polarity,
    /// Each names people that the other does not.
    People,
    /// One refuses or asks where the other states.
    Acts,
}

/// Compares two instances.
pub fn likeness(a: &Features, b: &Features) -> Likeness {
    let mut out = Likeness::default();
    let (mut i, mut j) = (0, 0);
    while i < a.terms.len() && j < b.terms.len() {
        let (s, t) = (a.terms[i], b.terms[j]);
        match s.id.cmp(&t.id) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                out.shared += 1;
                out.shared_weight += s.weight.min(t.weight);
                out.flipped += usize::from(s.negated != t.negated);
                i += 1;
                j += 1;
            }
        }
    }
    let lighter = a.weight.min(b.weight).max(0.01);
    out.contained = (out.shared_weight / lighter).min(1.0);
    out.jaccard = out.shared_weight / (a.weight + b.weight - out.shared_weight).max(0.01);
    if out.shared == 0 {
        return out;
    }
    runs(a, b, lighter, &mut out);
    out.conflict = conflict(a, b, out.flipped);
    out
}

/// Looks for runs of words in common.
fn runs(a: &Features, b: &Features, lighter: f32, out: &mut Likeness) {
    let weight_of =
        |id: u32| a.terms.binary_search_by_key(&id, |t| t.id).map_or(0.0, |k| a.terms[k].weight);
    let mut lengths = vec![0usize; b.words.len() + 1];
    let mut quoted = vec![0usize; b.words.len() + 1];
    let mut covered = vec![false; a.words.len()];
    let (mut best, mut best_quoted) = ((0, 0), (0, 0));
    for (i, wa) in a.words.iter().enumerate() {
        // From the right, so that the row before is still there.
        for (j, wb) in b.words.iter().enumerate().rev() {
            if wa.form != wb.form {
                lengths[j + 1] = 0;
                quoted[j + 1] = 0;
                continue;
            }
            lengths[j + 1] = lengths[j] + 1;
            quoted[j + 1] = if wa.quoted && wb.quoted { quoted[j] + 1 } else { 0 };
            if lengths[j + 1] >= 3 {
                covered[i + 1 - lengths[j + 1]..=i].fill(true);
            }
            if lengths[j + 1] > best.0 {
                best = (lengths[j + 1], i);
            }
            if quoted[j + 1] > best_quoted.0 {
                best_quoted = (quoted[j + 1], i);
            }
        }
    }
    let terms = |(len, end): (usize, usize)| {
        let run = &a.words[end + 1 - len.max(1).min(end + 1)..=end];
        let ids: Vec<u32> = run.iter().filter_map(|w| w.term).collect();
        (ids.len(), ids.iter().map(|id| weight_of(*id)).sum::<f32>())
    };
    out.run = best.0;
    out.run_terms = if best.0 == 0 { 0 } else { terms(best).0 };
    out.quoted_run = best_quoted.0;
    if best_quoted.0 > 0 {
        (out.quoted_terms, out.quoted_weight) = terms(best_quoted);
    }
    let mut seen = Vec::new();
    let mut sum = 0.0;
    for (w, covered) in a.words.iter().zip(&covered) {
        if let (true, Some(id)) = (*covered, w.term)
            && !seen.contains(&id)
        {
            seen.push(id);
            sum += weight_of(id);
        }
    }
    out.verbatim = (sum / lighter).min(1.0);
}

fn conflict(a: &Features, b: &Features, flipped: usize) -> Option<Conflict> {
    let apart =
        |x: &[i64], y: &[i64]| !x.is_empty() && !y.is_empty() && !x.iter().any(|v| y.contains(v));
    if apart(&a.numbers, &b.numbers) {
        return Some(Conflict::Numbers);
    }
    if flipped > 0 {
        return Some(Conflict::Polarity);
    }
    let extra = |x: &[u32], y: &[u32]| x.iter().any(|v| !y.contains(v));
    if extra(&a.people, &b.people) && extra(&b.people, &a.people) {
        return Some(Conflict::People);
    }
    (class(a) != class(b)).then_some(Conflict::Acts)
}

/// Acts that one paraphrase may put for another share a class.
fn class(f: &Features) -> u8 {
    match f.act {
        Act::Declines | Act::ProfessesNoKnowledge => 1,
        Act::Asks => 2,
        Act::Urges => 3,
        _ => 0,
    }
}

/// Why two instances are the same statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// One text, (nearly) word for word.
    Verbatim,
    /// A quoted fragment in common.
    Quotation,
    /// The same content words.
    Paraphrase,
}

/// The verdict on two instances of one speaker: how sure they are the same statement, 0 to 1, and why.
/// Below 0.5 they are not joined.
pub fn verdict(a: &Features, b: &Features, l: &Likeness) -> (f32, Reason) {
    if l.shared == 0 {
        return (0.0, Reason::Paraphrase);
    }
    let verbatim = if l.run >= 5 && l.run_terms >= 2 || l.run >= 3 && l.run_terms >= 3 {
        0.35 + 0.6 * l.verbatim
    } else if l.verbatim >= 0.95 && l.shared >= 2 {
        0.6
    } else {
        0.0
    };
    let quotation = if l.quoted_terms >= 3 || l.quoted_run >= 4 && l.quoted_terms >= 2 {
        0.5 + 0.1 * l.quoted_weight.min(4.0)
    } else if l.quoted_terms >= 1 {
        0.2 + 0.2 * l.quoted_weight + 0.6 * l.contained
    } else {
        0.0
    };
    let paraphrase = if l.conflict.is_some() || l.shared < 2 {
        0.0
    } else {
        let both_indirect =
            a.quotation == Quotation::Indirect && b.quotation == Quotation::Indirect;
        let few = if l.shared < 3 { 0.15 } else { 0.0 };
        0.55 * l.contained + 0.5 * l.jaccard + 0.04 * l.shared_weight.min(4.0)
            - few
            - if both_indirect { 0.0 } else { 0.02 }
    };
    let best = verbatim.max(quotation).max(paraphrase).clamp(0.0, 1.0);
    let reason = if best == verbatim.min(1.0) {
        Reason::Verbatim
    } else if best == quotation.min(1.0) {
        Reason::Quotation
    } else {
        Reason::Paraphrase
    };
    (best, reason)
}
