//! Claims: propositions that more than one party takes a position on.
//!
//! An answer (a denial, rejection, confirmation, refusal to comment, admission) is tied to the assertion it restates,
//! or, where it only names it ("the reports", "the allegation", "it"), to what was said about whoever answers just
//! before in its article. A plain assertion that turns another party's words into their opposite answers it, too.
//! Assertions of one proposition by several parties are one claim. Its text is verbatim: a clause that can be read by
//! itself. What somebody says about what another said ("A says that B said so") is one chain, not two parties.
//! Where little is contested, the assertions that most outlets carry stand as claims of one side.

mod answers;
mod board;
mod edits;
mod likeness;
mod text;

pub use board::board;
pub use edits::{Edited, edit};

use super::{
    features::Features,
    words::{fold, lexicon},
};
use crate::{
    attribution::{Act, Attribution, Quotation},
    reading::Reading,
    story::{Claim, Instance, Speaker, Statement},
    text::{Span, TokenKind, hull},
};
use answers::{comments, contradicted, pointed_at, restated};
use board::claim;
use likeness::{agree, akin, denies_alike, neighbours};
use std::collections::{BTreeMap, BTreeSet};

/// What the claims are made from.
#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    /// The readings.
    pub readings: &'a [Reading],
    /// The speakers.
    pub speakers: &'a [Speaker],
    /// The statements.
    pub statements: &'a [Statement],
    /// For each statement, the features of its instances in their order.
    pub features: &'a [Vec<&'a Features>],
}

impl<'a> Story<'a> {
    pub(super) fn act(&self, i: usize) -> Act {
        self.statements[i].act
    }

    pub(super) fn attribution(&self, i: &Instance) -> &'a Attribution {
        &self.readings[i.article].attributions[i.attribution]
    }

    /// Whether two statements have parties of their own: nobody speaks in both or for a speaker of the other.
    pub(super) fn strangers(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.statements[i].speakers, &self.statements[j].speakers);
        let kin = |s: usize, t: usize| {
            s == t
                || self.speakers[s].speaks_for == Some(t)
                || self.speakers[t].speaks_for == Some(s)
        };
        i != j && !a.is_empty() && !b.is_empty() && !a.iter().any(|s| b.iter().any(|t| kin(*s, *t)))
    }

    /// Whether an instance of one lies within one of the other: then the one is what the other relays.
    pub(super) fn chained(&self, i: usize, j: usize) -> bool {
        let content = |x: &Instance| hull(&self.attribution(x).content);
        self.statements[i].instances.iter().any(|x| {
            self.statements[j].instances.iter().any(|y| {
                x.article == y.article
                    && matches!((content(x), content(y)), (Some(a), Some(b)) if a.overlaps(b))
            })
        })
    }

    /// Whether a statement is but a thing of which its cue says something ("cited | dozens of cases").
    pub(super) fn bare(&self, i: usize) -> bool {
        self.features[i].iter().all(|f| f.bare && f.quotation == Quotation::Indirect)
    }

    /// Whether a statement is of what its speaker did or would do ("he would not have gone", “I never went”): of two
    /// parties these are two things.
    pub(super) fn of_themselves(&self, i: usize) -> bool {
        let statement = &self.statements[i];
        statement.instances.iter().any(|x| {
            let reading = &self.readings[x.article];
            let Some(from) = self.attribution(x).content.first().map(|s| s.start) else {
                return false;
            };
            let first = reading.document.tokens_in(Span::new(from, reading.document.text.len()));
            let word = first.iter().find(|t| t.kind == TokenKind::Word);
            word.is_some_and(|w| {
                let own = |e: usize| {
                    let here = (x.article, e);
                    statement.speakers.iter().any(|s| self.speakers[*s].members.contains(&here))
                };
                let quoted = lexicon().first_person(&fold(w.span.of(&reading.document.text)));
                quoted || reading.mentions.iter().any(|m| m.span.contains(w.span) && own(m.entity))
            })
        })
    }

    pub(super) fn outlets(&self, i: usize) -> BTreeSet<usize> {
        self.statements[i].instances.iter().map(|x| x.article).collect()
    }
}

/// A statement and what its party does about a claim.
type Stand = (usize, Act);

/// Finds the claims, in no order, and for each statement the statements it answers.
pub fn claims(story: &Story<'_>) -> (Vec<Claim>, Vec<Vec<usize>>) {
    let n = story.statements.len();
    let pairs = neighbours(story);
    let mut groups = agreed(story, &pairs);
    let mut answers = answers(story, &pairs);
    // Two that deny one thing answer one claim.
    for &(i, j) in &pairs {
        if stance(story.act(i)) == Act::Denies
            && stance(story.act(j)) == Act::Denies
            && let (Some(&s), Some(&t)) = (answers[i].first(), answers[j].first())
            && agree(story, i, j).is_some()
        {
            groups.join(s, t);
        }
    }
    let mut members: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for i in 0..n {
        members.entry(groups.root(i)).or_default().insert(i);
    }
    let mut answered: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (d, targets) in answers.iter().enumerate() {
        for t in targets {
            answered.entry(groups.root(*t)).or_default().insert(d);
        }
    }
    let mut out = Vec::new();
    let mut of: Vec<Option<usize>> = vec![None; n];
    for (root, group) in &members {
        let answering: Vec<usize> = answered
            .get(root)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&d| !group.contains(&d) && stands_apart(story, d, group))
            .collect();
        let mut group = group.clone();
        one_side(story, &mut group, &answering);
        if group.is_empty() || answering.is_empty() && parties(story, &group) < 2 {
            continue;
        }
        let mut stands: Vec<Stand> = group.iter().map(|&i| (i, story.act(i))).collect();
        stands.extend(answering.iter().map(|&d| (d, stance(story.act(d)))));
        if let Some(claim) = claim(story, &group, &stands) {
            for (i, _) in stands {
                of[i].get_or_insert(out.len());
            }
            out.push((group, claim));
        }
    }
    comments(story, &mut answers, &of, &mut out);
    (out.into_iter().map(|(_, c)| c).collect(), answers)
}

/// Groups of statements that assert one proposition, the likest joined first, so that unlike ones do not chain.
fn agreed(story: &Story<'_>, pairs: &BTreeSet<(usize, usize)>) -> Groups {
    let mut groups = Groups::new(story.statements.len());
    let puts_forward = |i: usize| asserts(story.act(i)) && !answers_others(story, i);
    let mut agreed: Vec<(f32, usize, usize)> = pairs
        .iter()
        .filter(|&&(i, j)| puts_forward(i) && puts_forward(j))
        .filter_map(|&(i, j)| Some((agree(story, i, j)?, i, j)))
        .collect();
    agreed.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut held: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (_, i, j) in agreed {
        let (a, b) = (groups.root(i), groups.root(j));
        if a == b {
            continue;
        }
        let of = |root: usize| held.get(&root).cloned().unwrap_or_else(|| vec![root]);
        let (left, right) = (of(a), of(b));
        let (mut alike, mut all) = (0, 0);
        for (x, y) in left.iter().flat_map(|&x| right.iter().map(move |&y| (x, y))) {
            all += 1;
            alike += usize::from((x, y) == (i, j) || (x, y) == (j, i) || akin(story, x, y));
        }
        // A long one need not be like each short one.
        if 2 * alike >= all {
            groups.join(a, b);
            held.insert(a.min(b), left.into_iter().chain(right).collect());
        }
    }
    groups
}

/// For each statement those that it answers.
fn answers(story: &Story<'_>, pairs: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let n = story.statements.len();
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); n];
    for &(i, j) in pairs {
        near[i].push(j);
        near[j].push(i);
    }
    let mut answers: Vec<Vec<usize>> = (0..n)
        .map(|d| {
            let target = if answers_others(story, d) {
                restated(story, d, &near[d])
            } else {
                contradicted(story, d, &near[d])
            };
            target.into_iter().collect()
        })
        .collect();
    // Who denies what another denies answers what that one answers, also where the words differ from the claim's.
    let denies: Vec<usize> =
        (0..n).filter(|&d| matches!(story.act(d), Act::Denies | Act::Rejects)).collect();
    for &d in &denies {
        let alike = |e: usize| denies_alike(story, d, e);
        let found = denies
            .iter()
            .filter(|&&e| e != d && answers[d].is_empty() && !answers[e].is_empty())
            .filter_map(|&e| Some((alike(e)?, e)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, e)) = found {
            answers[d] = answers[e].clone();
        }
    }
    for d in 0..n {
        if answers[d].is_empty() && answers_others(story, d) {
            let target = pointed_at(story, d, &answers);
            answers[d].extend(target);
        }
    }
    answers
}

/// The parties of a group of statements, by number.
fn parties(story: &Story<'_>, group: &BTreeSet<usize>) -> usize {
    group.iter().map(|&i| &story.statements[i].speakers).collect::<BTreeSet<_>>().len()
}

/// Whether an answer is one by its act, or comes from somebody who does not put the claim forward as well: words of his
/// own that look turned are no denial.
fn stands_apart(story: &Story<'_>, d: usize, group: &BTreeSet<usize>) -> bool {
    let own = &story.statements[d].speakers;
    is_answer(story.act(d))
        || !group.iter().any(|&i| story.statements[i].speakers.iter().any(|s| own.contains(s)))
}

/// Leaves out what a party asserts that denies the claim, unless it denies the very words: nobody is shown on both sides
/// by a likeness alone.
fn one_side(story: &Story<'_>, group: &mut BTreeSet<usize>, answering: &[usize]) {
    let against = |i: usize| {
        answering.iter().any(|&d| {
            let own = &story.statements[d].speakers;
            let both = story.statements[i].speakers.iter().any(|s| own.contains(s));
            both && matches!(stance(story.act(d)), Act::Denies | Act::Rejects)
        })
    };
    if group.iter().any(|&i| !against(i)) {
        group.retain(|&i| !against(i));
    }
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

pub(super) fn is_answer(act: Act) -> bool {
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

/// Whether a statement answers others: by its act, or because it finds fault with a claim ("slammed the reports that ...").
pub(super) fn answers_others(story: &Story<'_>, i: usize) -> bool {
    let of_claim = |x: &Instance| {
        let document = &story.readings[x.article].document;
        let content = story.attribution(x).content.first().copied();
        let tokens = content.map(|s| document.tokens_in(s)).unwrap_or_default();
        let mut words = tokens.iter().take(3).map(|t| fold(t.span.of(&document.text)));
        words.any(|w| lexicon().claim_word(&w).is_some())
    };
    is_answer(story.act(i))
        || story.act(i) == Act::Criticises && story.statements[i].instances.iter().any(of_claim)
}

/// What an answer does about a claim: who plainly says the opposite denies it.
pub(super) fn stance(act: Act) -> Act {
    if is_answer(act) || act == Act::Criticises { act } else { Act::Denies }
}

/// Whether an act puts something forward that others can answer.
pub(super) fn asserts(act: Act) -> bool {
    matches!(
        act,
        Act::Asserts
            | Act::Alleges
            | Act::Announces
            | Act::Warns
            | Act::Predicts
            | Act::Criticises
            | Act::Confirms
            | Act::Promises
    )
}

/// Assertions first, then what answers them.
pub(super) fn rank(act: Act) -> u8 {
    match act {
        Act::Asserts | Act::Alleges | Act::Announces | Act::Criticises | Act::Promises => 0,
        Act::Predicts | Act::Warns => 1,
        Act::Confirms | Act::Concedes => 2,
        Act::Denies | Act::Rejects => 3,
        Act::Declines | Act::ProfessesNoKnowledge => 4,
        _ => 5,
    }
}
