//! Claims: propositions that more than one party takes a position on.
//!
//! An answer (a denial, rejection, confirmation, refusal to comment, admission) is tied to the assertion it restates,
//! or, where it only names it ("the reports", "the allegation", "it"), to the assertion it follows in its article.
//! Assertions of one proposition by several speakers are one claim. Its text is an assertion's, verbatim.

use super::{
    corrections,
    features::Features,
    same::{Conflict, Likeness, likeness},
    words::{entries, lexicon},
};
use crate::{
    attribution::{Act, Quotation},
    config::ClaimEntry,
    diagnostic::Diagnostic,
    reading::Reading,
    story::{Claim, Place, Position, Statement},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Farthest an answer that only names its target lies behind it, in bytes of the reading text.
const NEAR: usize = 700;

/// What the claims are made from.
#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    /// The readings.
    pub readings: &'a [Reading],
    /// The statements.
    pub statements: &'a [Statement],
    /// For each statement, the features of its instances in their order.
    pub features: &'a [Vec<&'a Features>],
}

/// Finds the claims, most contested first, and for each statement the statements it answers.
pub fn claims(story: &Story<'_>) -> (Vec<Claim>, Vec<Vec<usize>>) {
    let n = story.statements.len();
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut groups = Groups::new(n);
    let pairs = neighbours(story);
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); n];
    for &(i, j) in &pairs {
        near[i].push(j);
        near[j].push(i);
    }
    // One proposition asserted by several.
    for &(i, j) in &pairs {
        if asserts(story, i) && asserts(story, j) && agree(story, i, j) {
            groups.join(i, j);
        }
    }
    let bare = bare_words();
    for d in 0..n {
        let act = story.statements[d].act;
        let target = if is_answer(act) {
            restated(story, d, &near[d]).or_else(|| pointed_at(story, d, &bare))
        } else {
            contradicted(story, d, &near[d])
        };
        if let Some(t) = target {
            answers[d].push(t);
        }
    }
    let mut members: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for i in 0..n {
        members.entry(groups.root(i)).or_default().insert(i);
    }
    let mut out = Vec::new();
    for group in members.values() {
        let answering: Vec<usize> = (0..n)
            .filter(|d| answers[*d].iter().any(|t| group.contains(t)) && !group.contains(d))
            .collect();
        let contested = !answering.is_empty();
        let parties: BTreeSet<&[usize]> = group
            .iter()
            .chain(&answering)
            .map(|&i| story.statements[i].speakers.as_slice())
            .collect();
        if parties.len() < 2 || !contested && group.len() < 2 {
            continue;
        }
        let mut positions: Vec<(usize, Act)> =
            group.iter().map(|&i| (i, story.statements[i].act)).collect();
        for &d in &answering {
            let act = story.statements[d].act;
            positions.push((d, if is_answer(act) { act } else { Act::Denies }));
        }
        if let Some(claim) = claim(story, group, &positions) {
            out.push(claim);
        }
    }
    out.sort_by(|a, b| {
        contest(story, b).cmp(&contest(story, a)).then(a.text.cmp(&b.text)).then(a.id.cmp(&b.id))
    });
    (out, answers)
}

/// Groups of statements, by union-find.
struct Groups(Vec<usize>);

impl Groups {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, i: usize, j: usize) {
        let (a, b) = (self.root(i), self.root(j));
        self.0[a.max(b)] = a.min(b);
    }
}

fn is_answer(act: Act) -> bool {
    matches!(
        act,
        Act::Denies
            | Act::Rejects
            | Act::Confirms
            | Act::Declines
            | Act::ProfessesNoKnowledge
            | Act::Concedes
    )
}

/// Whether a statement puts something forward that others can answer.
fn asserts(story: &Story<'_>, i: usize) -> bool {
    matches!(
        story.statements[i].act,
        Act::Asserts
            | Act::Alleges
            | Act::Announces
            | Act::Warns
            | Act::Predicts
            | Act::Criticises
            | Act::Confirms
    )
}

fn strangers(story: &Story<'_>, i: usize, j: usize) -> bool {
    let (a, b) = (&story.statements[i].speakers, &story.statements[j].speakers);
    i != j && !a.iter().any(|s| b.contains(s)) && !(a.is_empty() && b.is_empty())
}

/// Pairs of statements of different speakers that share two content words, one of them rare.
fn neighbours(story: &Story<'_>) -> BTreeSet<(usize, usize)> {
    let mut holders: HashMap<u32, BTreeSet<usize>> = HashMap::new();
    for (i, all) in story.features.iter().enumerate() {
        for t in all.iter().flat_map(|f| &f.terms) {
            holders.entry(t.id).or_default().insert(i);
        }
    }
    let most = (story.statements.len() / 8).clamp(12, 60);
    let mut out = BTreeSet::new();
    for holders in holders.values().filter(|h| h.len() <= most) {
        for &i in holders {
            out.extend(holders.range(..i).filter(|&&j| strangers(story, i, j)).map(|&j| (j, i)));
        }
    }
    out
}

/// The best likeness among the instances of two statements, by the share of `i`'s words that `j` has.
fn best(story: &Story<'_>, i: usize, j: usize) -> Option<(f32, Likeness)> {
    let few = |k: usize| story.features[k].iter().take(3);
    few(i)
        .flat_map(|a| {
            few(j).map(move |b| {
                let l = likeness(a, b);
                (l.shared_weight / a.weight.max(0.01), l)
            })
        })
        .max_by(|x, y| x.0.total_cmp(&y.0))
}

/// Whether two statements of different speakers assert one proposition.
fn agree(story: &Story<'_>, i: usize, j: usize) -> bool {
    best(story, i, j).is_some_and(|(_, l)| {
        l.shared >= 3 && l.jaccard >= 0.4 && l.contained >= 0.6 && l.conflict.is_none()
    })
}

/// The assertion whose words an answer restates.
fn restated(story: &Story<'_>, d: usize, near: &[usize]) -> Option<usize> {
    let act = story.statements[d].act;
    near.iter()
        .copied()
        .filter(|&t| {
            asserts(story, t) || act == Act::Rejects && story.statements[t].act == Act::Urges
        })
        .filter_map(|t| {
            let (share, l) = best(story, d, t)?;
            let turned = match act {
                // A denial's words are turned; a turned assertion is no target of it.
                Act::Denies => l.flipped * 2 > l.shared,
                Act::Confirms | Act::Concedes => l.flipped * 2 <= l.shared,
                _ => true,
            };
            let fits = l.shared >= 2 && l.shared_weight >= 0.9 && share >= 0.5 && turned;
            (fits && l.conflict != Some(Conflict::Numbers)).then_some((share + 0.2 * l.jaccard, t))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, t)| t)
}

/// The assertion of another that a plain assertion turns into its opposite ("Russia had not asked").
fn contradicted(story: &Story<'_>, d: usize, near: &[usize]) -> Option<usize> {
    if story.statements[d].act != Act::Asserts {
        return None;
    }
    let negated = |i: usize| story.features[i].iter().flat_map(|f| &f.terms).any(|t| t.negated);
    near.iter()
        .copied()
        .filter(|&t| asserts(story, t) && negated(d) && !negated(t))
        .filter_map(|t| {
            let (share, l) = best(story, d, t)?;
            let fits =
                l.shared >= 3 && share >= 0.65 && l.flipped >= 1 && l.flipped * 3 >= l.shared;
            fits.then_some((share, t))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, t)| t)
}

/// The terms of words that name a claim without saying it.
fn bare_words() -> BTreeSet<String> {
    let list = include_str!("../../data/en/align/claim_words.txt");
    entries(list).map(|w| lexicon().term(w)).collect()
}

/// The assertion that an answer without words of its own follows in its article.
fn pointed_at(story: &Story<'_>, d: usize, bare: &BTreeSet<String>) -> Option<usize> {
    let is_bare = |f: &Features| {
        let document = &story.readings[f.article].document;
        let spans = &story.readings[f.article].attributions[f.attribution].content;
        let words = spans.iter().flat_map(|s| document.tokens_in(*s));
        let mut content = words
            .map(|t| super::words::fold(t.span.of(&document.text)))
            .filter(|w| w.chars().any(char::is_alphabetic) && !lexicon().is_function(w));
        content.all(|w| bare.contains(&lexicon().term(&w)))
    };
    story.features[d].iter().filter(|f| is_bare(f)).find_map(|f| {
        let before = story.features.iter().enumerate().filter(|(t, _)| strangers(story, d, *t));
        before
            .filter(|(t, _)| asserts(story, *t))
            .flat_map(|(t, all)| all.iter().map(move |g| (t, g)))
            .filter(|(_, g)| g.article == f.article && g.hull.end <= f.hull.start)
            .filter(|(_, g)| f.hull.start - g.hull.end <= NEAR)
            .max_by_key(|(t, g)| (g.hull.end, std::cmp::Reverse(*t)))
            .map(|(t, _)| t)
    })
}

/// Makes a claim of the statements that put it forward and all positions.
fn claim(story: &Story<'_>, group: &BTreeSet<usize>, positions: &[(usize, Act)]) -> Option<Claim> {
    let text = text_of(story, group)?;
    let mut by: BTreeMap<(u8, Act, Option<usize>), BTreeSet<usize>> = BTreeMap::new();
    for &(i, act) in positions {
        let speakers = &story.statements[i].speakers;
        let who: Vec<Option<usize>> = if speakers.is_empty() {
            vec![None]
        } else {
            speakers.iter().copied().map(Some).collect()
        };
        for s in who {
            by.entry((rank(act), act, s)).or_default().insert(i);
        }
    }
    let positions: Vec<Position> = by
        .into_iter()
        .map(|((_, stance, speaker), statements)| {
            let statements: Vec<usize> = statements.into_iter().collect();
            let hedged = statements.iter().all(|&i| story.statements[i].hedged);
            Position { stance, speaker, statements, hedged }
        })
        .collect();
    let mut claim = Claim { id: String::new(), text, title: None, positions, silent: Vec::new() };
    claim.id = identifier(story, &claim.text);
    claim.silent = silent(story, &claim);
    Some(claim)
}

/// Assertions first, then what answers them.
fn rank(act: Act) -> u8 {
    match act {
        Act::Asserts | Act::Alleges | Act::Announces | Act::Criticises => 0,
        Act::Predicts | Act::Warns => 1,
        Act::Confirms | Act::Concedes => 2,
        Act::Denies | Act::Rejects => 3,
        Act::Declines | Act::ProfessesNoKnowledge => 4,
        _ => 5,
    }
}

fn identifier(story: &Story<'_>, text: &Place) -> String {
    let document = &story.readings[text.article].document;
    let words: Vec<String> = text
        .spans
        .iter()
        .flat_map(|s| document.tokens_in(*s))
        .map(|t| super::words::fold(t.span.of(&document.text)))
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .collect();
    format!("c{}", &blake3::hash(words.join(" ").as_bytes()).to_hex()[..10])
}

/// Articles none of whose passages takes a position.
fn silent(story: &Story<'_>, claim: &Claim) -> Vec<usize> {
    let heard: BTreeSet<usize> = claim
        .positions
        .iter()
        .flat_map(|p| &p.statements)
        .flat_map(|&i| &story.statements[i].instances)
        .map(|i| i.article)
        .collect();
    (0..story.readings.len()).filter(|a| !heard.contains(a)).collect()
}

/// The passage that states the claim best: a clause of its own length below the headline, rather told than quoted.
fn text_of(story: &Story<'_>, group: &BTreeSet<usize>) -> Option<Place> {
    let worth = |i: usize, f: &Features| {
        let words = f.words.len();
        let length = if (5..=30).contains(&words) { 0 } else { words.abs_diff(17) };
        let told = match f.quotation {
            Quotation::Indirect => 0,
            Quotation::Mixed => 1,
            Quotation::Direct => 2,
        };
        let answer = is_answer(story.statements[i].act);
        (answer, f.in_headline, length, told, f.article, f.hull)
    };
    group
        .iter()
        .flat_map(|&i| story.features[i].iter().map(move |f| (i, f)))
        .min_by_key(|(i, f)| worth(*i, f))
        .map(|(_, f)| Place {
            article: f.article,
            spans: story.readings[f.article].attributions[f.attribution].content.clone(),
        })
}

/// How contested a claim is: kinds of position first, then parties, then articles.
fn contest(story: &Story<'_>, claim: &Claim) -> (bool, usize, usize, usize) {
    let stances: BTreeSet<u8> = claim.positions.iter().map(|p| rank(p.stance)).collect();
    let speakers: BTreeSet<Option<usize>> = claim.positions.iter().map(|p| p.speaker).collect();
    (stances.contains(&3), stances.len(), speakers.len(), story.readings.len() - claim.silent.len())
}

/// Applies the editor's entries: pins, names, merges and drops. An entry whose statements are gone is reported.
pub fn edit(
    story: &Story<'_>,
    path: &str,
    entries: &[ClaimEntry],
    claims: &mut Vec<Claim>,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut pinned: Vec<Claim> = Vec::new();
    for entry in entries {
        let mut listed: BTreeSet<usize> = BTreeSet::new();
        for words in &entry.statements {
            let found = statements_of(story, words);
            if found.is_empty() {
                out.push(
                    Diagnostic::warning(
                        "stale-claim",
                        format!("a claim names “{words}”, which is no statement"),
                    )
                    .at(path)
                    .help("give the id or verbatim words of a statement that is there"),
                );
            }
            listed.extend(found);
        }
        if listed.is_empty() {
            continue;
        }
        let holds =
            |c: &Claim| c.positions.iter().flat_map(|p| &p.statements).any(|s| listed.contains(s));
        let (held, rest): (Vec<Claim>, Vec<Claim>) =
            std::mem::take(claims).into_iter().partition(holds);
        *claims = rest;
        if entry.drop {
            continue;
        }
        let mut positions: BTreeSet<(usize, Act)> = held
            .iter()
            .flat_map(|c| &c.positions)
            .flat_map(|p| p.statements.iter().map(|&s| (s, p.stance)))
            .collect();
        for &s in &listed {
            if !positions.iter().any(|(p, _)| *p == s) {
                positions.insert((s, story.statements[s].act));
            }
        }
        let positions: Vec<(usize, Act)> = positions.into_iter().collect();
        // The words the editor lists state the claim; else those of the first claim that is merged.
        if let Some(mut claim) = claim(story, &listed, &positions) {
            claim.title = entry.title.clone();
            if entry.pin { &mut pinned } else { &mut *claims }.push(claim);
        }
    }
    pinned.append(claims);
    *claims = pinned;
    out
}

fn statements_of(story: &Story<'_>, words: &str) -> Vec<usize> {
    if let Some(i) = story.statements.iter().position(|s| s.id == words) {
        return vec![i];
    }
    let places: BTreeSet<(usize, usize)> = story
        .readings
        .iter()
        .enumerate()
        .flat_map(|(a, r)| corrections::find(r, words).into_iter().map(move |i| (a, i)))
        .collect();
    let holds =
        |s: &Statement| s.instances.iter().any(|i| places.contains(&(i.article, i.attribution)));
    (0..story.statements.len()).filter(|&i| holds(&story.statements[i])).collect()
}
