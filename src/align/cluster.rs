//! Instances into statements: agglomerative clustering under constraints, so that unlike things never chain.

use super::{
    features::{Features, Word},
    same::{Conflict, Likeness, Reason, likeness, verdict},
};
use crate::attribution::Quotation;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Least certainty of the same statement.
const JOIN: f32 = 0.5;
/// Least mean certainty between the members of two clusters that are joined.
const ALIKE: f32 = 0.42;
/// Least certainty of any two members from the body of one article.
const TWICE: f32 = 0.3;
/// Least certainty by which a quotation of a body and one of whoever speaks for it are one.
const KIN: f32 = 0.65;
/// Least share of a piece of a quotation that stands in the whole of it.
const PIECE: f32 = 0.8;
/// Most words of an utterance whose pieces are one statement.
const UTTERANCE: usize = 50;
/// Least certainty that it is a piece of it.
const SURE: f32 = 0.75;
/// Least words running in common by which two described sources are one.
const ONE_TEXT: usize = 9;
/// Most members of each cluster that are compared before two clusters are joined.
const WITNESSES: usize = 16;

/// Who speaks, as far as joining is concerned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Voice {
    /// Indices of the speakers, sorted; empty: unattributed.
    pub speakers: Vec<usize>,
    /// All of them are named people or bodies.
    pub named: bool,
}

/// What the editor said about pairs of instances.
#[derive(Clone, Debug, Default)]
pub struct Constraints {
    /// Pairs that are the same, smaller index first.
    pub must: BTreeSet<(usize, usize)>,
    /// Pairs that are not.
    pub cannot: BTreeSet<(usize, usize)>,
}

/// Why two instances were joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// The instances.
    pub pair: (usize, usize),
    /// How sure it is; 2 where the editor says so.
    pub score: f32,
    /// Why; `None`: the editor.
    pub reason: Option<Reason>,
    /// The measures.
    pub likeness: Likeness,
}

/// The clusters of a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clusters {
    /// Members by index, each cluster sorted; clusters by their first member.
    pub groups: Vec<Vec<usize>>,
    /// The joins that made them.
    pub joins: Vec<Join>,
    /// (whole, part): like each other, but kept apart because the whole says more.
    pub parts: Vec<(usize, usize)>,
    /// The same words under two different named speakers.
    pub disputed: Vec<(usize, usize)>,
}

/// Clusters the instances. `related(s, t)` tells whether one speaker speaks for the other.
pub fn cluster(
    features: &[Features],
    voices: &[Voice],
    constraints: &Constraints,
    related: &dyn Fn(usize, usize) -> bool,
) -> Clusters {
    let mut out = Clusters::default();
    let mut joins: Vec<Join> = Vec::new();
    for &(i, j) in &constraints.must {
        joins.push(Join { pair: (i, j), score: 2.0, reason: None, likeness: Likeness::default() });
    }
    for (i, j) in same_voice(features, voices) {
        let l = likeness(&features[i], &features[j]);
        let (score, reason) = verdict(&features[i], &features[j], &l);
        if score >= JOIN {
            joins.push(Join { pair: (i, j), score, reason: Some(reason), likeness: l });
        }
    }
    for (i, j) in same_words(features, voices) {
        let l = likeness(&features[i], &features[j]);
        if features[i].article == features[j].article {
            continue;
        }
        let (a, b) = (&voices[i], &voices[j]);
        let subset = |x: &Voice, y: &Voice| x.speakers.iter().all(|s| y.speakers.contains(s));
        let kin = || a.speakers.iter().any(|s| b.speakers.iter().any(|t| related(*s, *t)));
        let (score, _) = verdict(&features[i], &features[j], &l);
        // Who speaks for another says much of the same in words of his own: only most of a quotation tells.
        let repeats = l.quoted_terms >= 3 && l.verbatim >= 0.5 && score >= KIN;
        if !(copied(&l) || repeats && kin()) {
            continue;
        }
        if matches!(l.conflict, Some(Conflict::Numbers | Conflict::Polarity | Conflict::Acts)) {
            continue;
        }
        // Somebody described may be the one another outlet names, if both quote the same words; nobody may be anybody.
        let open = |v: &Voice| v.speakers.is_empty() || !v.named && l.quoted_run >= 5;
        // Two descriptions under which one text stands mean the same source.
        let one_text = !a.named && !b.named && l.run >= ONE_TEXT && l.verbatim >= 0.75;
        if one_text || open(a) || open(b) || subset(a, b) || subset(b, a) || kin() {
            let score = 0.5 + 0.4 * l.verbatim;
            joins.push(Join { pair: (i, j), score, reason: Some(Reason::Verbatim), likeness: l });
        } else if a.named && b.named && l.verbatim >= 0.8 {
            out.disputed.push((i, j));
        }
    }
    joins.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.pair.cmp(&b.pair)));
    let mut of: Vec<usize> = (0..features.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..features.len()).map(|i| vec![i]).collect();
    let mut left = Vec::new();
    for join in joins {
        let (x, y) = (of[join.pair.0], of[join.pair.1]);
        if x == y {
            out.joins.push(join);
            continue;
        }
        if join.reason.is_some()
            && !compatible(features, voices, constraints, related, &groups[x], &groups[y])
        {
            left.push(join);
            continue;
        }
        let (into, from) = (x.min(y), x.max(y));
        let moved = std::mem::take(&mut groups[from]);
        for &m in &moved {
            of[m] = into;
        }
        groups[into].extend(moved);
        groups[into].sort_unstable();
        out.joins.push(join);
    }
    rearrange(
        features,
        voices,
        constraints,
        related,
        &joins_of(&out.joins, &left),
        &mut of,
        &mut groups,
    );
    for join in left {
        let (i, j) = join.pair;
        if of[i] == of[j] {
            out.joins.push(join);
            continue;
        }
        if constraints.cannot.contains(&join.pair) || join.likeness.contained < 0.6 {
            continue;
        }
        out.parts.push(whole_and_part(features, join.pair));
    }
    let (kept, undone) = std::mem::take(&mut out.joins)
        .into_iter()
        .partition(|join: &Join| of[join.pair.0] == of[join.pair.1]);
    out.joins = kept;
    let undone: Vec<Join> = undone;
    out.parts.extend(undone.iter().map(|join| whole_and_part(features, join.pair)));
    groups.retain(|g| !g.is_empty());
    groups.sort();
    out.groups = groups;
    out
}

/// The one of a pair that says more, and the other.
fn whole_and_part(features: &[Features], (i, j): (usize, usize)) -> (usize, usize) {
    if features[i].weight >= features[j].weight { (i, j) } else { (j, i) }
}

/// The certainties of all pairs that might be joined, for each instance.
fn joins_of(made: &[Join], left: &[Join]) -> BTreeMap<usize, Vec<(usize, f32)>> {
    let mut out: BTreeMap<usize, Vec<(usize, f32)>> = BTreeMap::new();
    for join in made.iter().chain(left) {
        let (i, j) = join.pair;
        out.entry(i).or_default().push((j, join.score));
        out.entry(j).or_default().push((i, join.score));
    }
    out
}

/// Moves instances that have more in common with another cluster than with the rest of their own: what is joined first
/// is not always what belongs together ("It is dangerous. We all want it gone": one outlet has the one, three the other).
fn rearrange(
    features: &[Features],
    voices: &[Voice],
    constraints: &Constraints,
    related: &dyn Fn(usize, usize) -> bool,
    joins: &BTreeMap<usize, Vec<(usize, f32)>>,
    of: &mut [usize],
    groups: &mut [Vec<usize>],
) {
    for (&i, near) in joins {
        if constraints.must.iter().any(|p| p.0 == i || p.1 == i) {
            continue;
        }
        let mut pull: BTreeMap<usize, f32> = BTreeMap::new();
        for &(j, score) in near {
            // Squared: two that are surely the same pull more than several that may be.
            *pull.entry(of[j]).or_default() += (score - ALIKE / 2.0).max(0.0).powi(2);
        }
        let own = pull.get(&of[i]).copied().unwrap_or(0.0);
        let best = pull.iter().filter(|(g, _)| **g != of[i]).max_by(|a, b| a.1.total_cmp(b.1));
        let Some((&to, &strength)) = best else { continue };
        if strength > own && compatible(features, voices, constraints, related, &[i], &groups[to]) {
            groups[of[i]].retain(|&m| m != i);
            groups[to].push(i);
            groups[to].sort_unstable();
            of[i] = to;
        }
    }
}

/// Whether two clusters may be one: their members are alike on the average, and no two of them contradict.
fn compatible(
    features: &[Features],
    voices: &[Voice],
    constraints: &Constraints,
    related: &dyn Fn(usize, usize) -> bool,
    x: &[usize],
    y: &[usize],
) -> bool {
    // Two short passages of one long statement need not be like each other: a pair counts by the weight of both.
    let (mut sum, mut all) = (0.0, 0.0);
    for &i in x.iter().take(WITNESSES) {
        for &j in y.iter().take(WITNESSES) {
            let pair = (i.min(j), i.max(j));
            if constraints.cannot.contains(&pair) {
                return false;
            }
            let (a, b) = (&features[i], &features[j]);
            let weight = (a.weight * b.weight).max(0.01);
            all += weight;
            if constraints.must.contains(&pair) {
                sum += weight;
                continue;
            }
            let l = likeness(a, b);
            if voices[i].named && voices[j].named && voices[i].speakers != voices[j].speakers {
                let (p, q) = (&voices[i].speakers, &voices[j].speakers);
                let meet = p.iter().any(|s| q.contains(s));
                let kin = p.iter().any(|s| q.iter().any(|t| related(*s, *t)));
                if !(kin || meet && copied(&l)) {
                    return false;
                }
            }
            let (score, _) = verdict(a, b, &l);
            let contradict = matches!(l.conflict, Some(Conflict::Numbers | Conflict::Polarity));
            let twice = a.article == b.article && !a.in_headline && !b.in_headline;
            if score < JOIN && contradict {
                return false;
            }
            // Two pieces of one quotation that another outlet gives whole need not be like each other.
            if score < ALIKE && pieces(features, i, j, x.iter().chain(y)) {
                all -= weight;
                continue;
            }
            if score < TWICE && twice {
                return false;
            }
            sum += weight * score;
        }
    }
    sum >= ALIKE * all
}

/// Whether two instances are pieces of one short quotation among `others`, which gives both nearly word for word between
/// two pairs of quotation marks.
fn pieces<'a>(
    features: &[Features],
    i: usize,
    j: usize,
    mut others: impl Iterator<Item = &'a usize>,
) -> bool {
    others.any(|&w| {
        let whole = &features[w];
        // The stretch of the whole in which most of the piece stands.
        let within = |p: usize| {
            let piece = &features[p];
            if piece.article == whole.article || piece.weight >= whole.weight {
                return None;
            }
            let l = likeness(piece, whole);
            if l.contained < PIECE || verdict(piece, whole, &l).0 < SURE {
                return None;
            }
            let held = |words: &[Word]| {
                piece.terms.iter().filter(|t| words.iter().any(|w| w.term == Some(t.id))).count()
            };
            whole
                .stretches()
                .enumerate()
                .filter(|(_, words)| words.len() <= UTTERANCE)
                .max_by_key(|(k, words)| (held(words), std::cmp::Reverse(*k)))
                .filter(|(_, words)| held(words) > 0)
                .map(|(k, _)| k)
        };
        w != i
            && w != j
            && whole.quotation != Quotation::Indirect
            && within(i).is_some_and(|k| within(j) == Some(k))
    })
}

/// Whether the words in common are too many to be chance, whoever speaks.
fn copied(l: &Likeness) -> bool {
    l.quoted_terms >= 3 && l.quoted_run >= 5 && l.verbatim >= 0.5
        || l.run >= 7 && l.run_terms >= 3 && l.verbatim >= 0.75
}

/// Pairs of one voice that have words in common, by an inverted index over their content words.
fn same_voice(features: &[Features], voices: &[Voice]) -> Vec<(usize, usize)> {
    let mut blocks: BTreeMap<&[usize], Vec<usize>> = BTreeMap::new();
    for (i, v) in voices.iter().enumerate() {
        if !v.speakers.is_empty() {
            blocks.entry(&v.speakers).or_default().push(i);
        }
    }
    let mut out = Vec::new();
    for members in blocks.values() {
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        for &i in members {
            let mut shared: BTreeMap<usize, f32> = BTreeMap::new();
            for t in &features[i].terms {
                for &j in holders.get(&t.id).into_iter().flatten() {
                    *shared.entry(j).or_default() += t.weight;
                }
            }
            for (j, weight) in shared {
                if weight >= 0.15 * features[i].weight.min(features[j].weight) {
                    out.push((j, i));
                }
            }
            for t in &features[i].terms {
                holders.entry(t.id).or_default().push(i);
            }
        }
    }
    out
}

/// Pairs of different voices that have a run of four words with two content words in common.
fn same_words(features: &[Features], voices: &[Voice]) -> Vec<(usize, usize)> {
    let mut holders: HashMap<[u32; 4], Vec<usize>> = HashMap::new();
    let mut out = Vec::new();
    for (i, f) in features.iter().enumerate() {
        let shingles: BTreeSet<[u32; 4]> = f
            .words
            .windows(4)
            .filter(|w| w.iter().filter(|w| w.term.is_some()).count() >= 2)
            .map(|w| [w[0].form, w[1].form, w[2].form, w[3].form])
            .collect();
        let mut seen = BTreeSet::new();
        for s in &shingles {
            seen.extend(holders.get(s).into_iter().flatten().copied());
        }
        out.extend(
            seen.into_iter()
                .filter(|&j| {
                    voices[i].speakers != voices[j].speakers || voices[i].speakers.is_empty()
                })
                .map(|j| (j, i)),
        );
        for s in shingles {
            holders.entry(s).or_default().push(i);
        }
    }
    out
}
