//! Claims: propositions that more than one party takes a position on.
//!
//! An answer (a denial, rejection, confirmation, refusal to comment, admission) is tied to the assertion it restates,
//! or, where it only names it ("the reports", "the allegation", "it"), to what was said about whoever answers just
//! before in its article. A plain assertion that turns another party's words into their opposite answers it, too.
//! Assertions of one proposition by several parties are one claim. Its text is verbatim: a clause that can be read by
//! itself. What somebody says about what another said ("A says that B said so") is one chain, not two parties.
//! Where little is contested, the assertions that most outlets carry stand as claims of one side.

use super::{
    claim_text::{Readable, text_of},
    features::Features,
    same::{Conflict, Likeness, likeness},
    words::{fold, lexicon},
};
use crate::{
    attribution::{Act, Attribution},
    entity::EntityKind,
    reading::Reading,
    story::{Claim, Instance, Place, Position, Speaker, Statement},
    text::hull,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Farthest an answer that only names its target lies behind it, in bytes of the reading text.
const NEAR: usize = 900;
/// Most claims of a story that the program finds by itself.
const MOST: usize = 8;
/// So many claims are wanted at least: filled up with what most outlets carry.
const WANTED: usize = 3;
/// A word in more statements than these pairs nothing: it is the story's topic, and pairs would grow with their square.
const MOST_HOLDERS: usize = 60;
/// Least content words in common by weight between an answer and what it answers.
const EVIDENCE: f32 = 0.9;

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

    fn attribution(&self, i: &Instance) -> &'a Attribution {
        &self.readings[i.article].attributions[i.attribution]
    }

    /// Whether two statements have parties of their own: nobody speaks in both or for a speaker of the other.
    fn strangers(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.statements[i].speakers, &self.statements[j].speakers);
        let kin = |s: usize, t: usize| {
            s == t
                || self.speakers[s].speaks_for == Some(t)
                || self.speakers[t].speaks_for == Some(s)
        };
        i != j && !a.is_empty() && !b.is_empty() && !a.iter().any(|s| b.iter().any(|t| kin(*s, *t)))
    }

    /// Whether an instance of one lies within one of the other: then the one is what the other relays.
    fn chained(&self, i: usize, j: usize) -> bool {
        let content = |x: &Instance| hull(&self.attribution(x).content);
        self.statements[i].instances.iter().any(|x| {
            self.statements[j].instances.iter().any(|y| {
                x.article == y.article
                    && matches!((content(x), content(y)), (Some(a), Some(b)) if a.overlaps(b))
            })
        })
    }

    fn outlets(&self, i: usize) -> BTreeSet<usize> {
        self.statements[i].instances.iter().map(|x| x.article).collect()
    }
}

/// A statement and what its party does about a claim.
type Stand = (usize, Act);

/// Finds the claims, in no order, and for each statement the statements it answers.
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
    // One proposition asserted by several, the likest first, so that unlike ones do not chain.
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
        let all = left.iter().all(|&x| {
            right.iter().all(|&y| (x, y) == (i, j) || (x, y) == (j, i) || akin(story, x, y))
        });
        if all {
            groups.join(a, b);
            held.insert(a.min(b), left.into_iter().chain(right).collect());
        }
    }
    for d in 0..n {
        let target = if answers_others(story, d) {
            restated(story, d, &near[d]).or_else(|| pointed_at(story, d))
        } else {
            contradicted(story, d, &near[d])
        };
        answers[d].extend(target);
    }
    // Who denies what another denies answers what that one answers, also where the words differ from the claim's.
    let denies: Vec<usize> =
        (0..n).filter(|&d| matches!(story.act(d), Act::Denies | Act::Rejects)).collect();
    for &d in denies.iter().filter(|&&d| answers[d].is_empty()).collect::<Vec<_>>() {
        let alike = |e: usize| {
            let (share, l) = best(story, d, e)?;
            let fits = l.shared >= 3
                && l.plain >= 2
                && l.contained.max(share) >= 0.5
                && l.jaccard.max(l.closest) >= 0.2
                && matches!(l.conflict, None | Some(Conflict::Kinds));
            fits.then_some(share + l.jaccard)
        };
        let found = denies
            .iter()
            .filter(|&&e| e != d && !answers[e].is_empty())
            .filter_map(|&e| Some((alike(e)?, e)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, e)) = found {
            answers[d] = answers[e].clone();
        }
    }
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
            .filter(|d| !group.contains(d))
            .collect();
        if answering.is_empty() && group.len() < 2 {
            continue;
        }
        let mut stands: Vec<Stand> = group.iter().map(|&i| (i, story.act(i))).collect();
        stands.extend(answering.iter().map(|&d| (d, stance(story.act(d)))));
        if let Some(claim) = claim(story, group, &stands) {
            for (i, _) in stands {
                of[i].get_or_insert(out.len());
            }
            out.push((group.clone(), claim));
        }
    }
    comments(story, &mut answers, &of, &mut out);
    (out.into_iter().map(|(_, c)| c).collect(), answers)
}

/// Puts the claims in their order, the first `pinned` of them aside, and makes a board of them that can be taken in:
/// the most contested, and where these are few, what is denied and what most outlets carry. Statements in `dropped` are
/// not shown again.
pub fn board(story: &Story<'_>, claims: &mut Vec<Claim>, pinned: usize, dropped: &BTreeSet<usize>) {
    let rank = |a: &Claim, b: &Claim| {
        contest(story, b).cmp(&contest(story, a)).then(a.text.cmp(&b.text)).then(a.id.cmp(&b.id))
    };
    claims[pinned..].sort_by(rank);
    let mut place = 0;
    claims.retain(|c| {
        place += 1;
        place <= MOST.max(pinned) || c.title.is_some()
    });
    let taken: BTreeSet<usize> = stated(claims).chain(dropped.iter().copied()).collect();
    let mut single = denied(story, &taken);
    single.sort_by(rank);
    let mut more = carried(story, &taken);
    more.sort_by(rank);
    single.extend(more);
    single.truncate(WANTED.saturating_sub(claims.len()));
    claims.extend(single);
}

/// The statements of claims.
fn stated(claims: &[Claim]) -> impl Iterator<Item = usize> + '_ {
    claims.iter().flat_map(|c| &c.positions).flat_map(|p| p.statements.iter().copied())
}

/// What somebody denies without a text held here saying who claims it.
fn denied(story: &Story<'_>, taken: &BTreeSet<usize>) -> Vec<Claim> {
    (0..story.statements.len())
        .filter(|&i| story.act(i) == Act::Denies && !taken.contains(&i))
        .filter(|&i| !story.statements[i].speakers.is_empty())
        .filter(|&i| {
            text_of(story, &BTreeSet::from([i])).is_some_and(|(how, _)| how == Readable::Clause)
        })
        .filter_map(|i| claim(story, &BTreeSet::from([i]), &[(i, Act::Denies)]))
        .collect()
}

/// The assertions that several outlets carry, of one side.
fn carried(story: &Story<'_>, taken: &BTreeSet<usize>) -> Vec<Claim> {
    (0..story.statements.len())
        .filter(|i| !taken.contains(i) && !story.statements[*i].speakers.is_empty())
        .filter(|&i| asserts(story.act(i)) || story.act(i) == Act::Promises)
        .filter(|&i| story.outlets(i).len() > 1)
        .filter_map(|i| claim(story, &BTreeSet::from([i]), &[(i, story.act(i))]))
        .collect()
}

/// Adds those who would not comment to the claim that their article has told last before, where it is about them or
/// where they answer for the body it is about.
fn comments(
    story: &Story<'_>,
    answers: &mut [Vec<usize>],
    of: &[Option<usize>],
    out: &mut [(BTreeSet<usize>, Claim)],
) {
    let mut added: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for d in 0..story.statements.len() {
        let refuses = matches!(story.act(d), Act::Declines | Act::ProfessesNoKnowledge);
        if !refuses || !answers[d].is_empty() || of[d].is_some() {
            continue;
        }
        let told = story.features[d].iter().filter(|f| bare(story, f).is_some()).find_map(|f| {
            let before = story.features.iter().enumerate().filter(|(t, _)| of[*t].is_some());
            before
                .filter(|(t, _)| story.strangers(d, *t))
                .flat_map(|(t, all)| all.iter().map(move |g| (t, g)))
                .filter(|(_, g)| g.article == f.article && g.hull.end <= f.hull.start)
                .filter(|(_, g)| f.hull.start - g.hull.end <= NEAR)
                .max_by_key(|(t, g)| (g.hull.end, std::cmp::Reverse(*t)))
                .and_then(|(t, _)| Some((t, of[t]?)))
        });
        if let Some((t, c)) = told {
            answers[d].push(t);
            added.entry(c).or_default().push(d);
        }
    }
    for (c, declining) in added {
        let (group, known) = &out[c];
        let mut stands: Vec<Stand> = known
            .positions
            .iter()
            .flat_map(|p| p.statements.iter().map(|&s| (s, p.stance)))
            .collect();
        stands.extend(declining.iter().map(|&d| (d, story.act(d))));
        if let Some(claim) = claim(story, group, &stands) {
            out[c].1 = claim;
        }
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
fn answers_others(story: &Story<'_>, i: usize) -> bool {
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
fn stance(act: Act) -> Act {
    if is_answer(act) || act == Act::Criticises { act } else { Act::Denies }
}

/// Whether an act puts something forward that others can answer.
fn asserts(act: Act) -> bool {
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

/// Pairs of statements of different parties that share a rare content word.
fn neighbours(story: &Story<'_>) -> BTreeSet<(usize, usize)> {
    let mut holders: HashMap<u32, BTreeSet<usize>> = HashMap::new();
    for (i, all) in story.features.iter().enumerate() {
        for t in all.iter().flat_map(|f| &f.terms) {
            holders.entry(t.id).or_default().insert(i);
        }
    }
    let mut out = BTreeSet::new();
    for holders in holders.values().filter(|h| h.len() <= MOST_HOLDERS) {
        for &i in holders {
            out.extend(holders.range(..i).filter(|&&j| story.strangers(i, j)).map(|&j| (j, i)));
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

/// Whether two statements of different parties assert one proposition, and how like they are.
fn agree(story: &Story<'_>, i: usize, j: usize) -> Option<f32> {
    let (_, l) = best(story, i, j)?;
    let alike = l.shared >= 3
        && l.plain >= 2
        && (l.jaccard >= 0.4 && l.contained >= 0.6
            || l.contained >= 0.8 && l.closest >= 0.3
            || l.head >= 3 && l.jaccard >= 0.3)
        && matches!(l.conflict, None | Some(Conflict::Kinds));
    (alike && !story.chained(i, j)).then_some(l.jaccard + l.contained)
}

/// Whether two statements may put one claim forward together: enough in common, nothing that contradicts.
fn akin(story: &Story<'_>, i: usize, j: usize) -> bool {
    best(story, i, j).is_some_and(|(_, l)| {
        l.plain >= 2
            && l.contained >= 0.5
            && l.jaccard.max(l.closest) >= 0.2
            && matches!(l.conflict, None | Some(Conflict::Kinds))
    })
}

/// Whether enough words are in common to speak of one thing: rare ones, or most of what both say.
fn evident(l: &Likeness, alike: f32) -> bool {
    l.shared >= 2 && l.shared_weight >= EVIDENCE || l.shared >= 3 && (alike >= 0.4 || l.head >= 3)
}

/// The assertion whose words an answer restates.
fn restated(story: &Story<'_>, d: usize, near: &[usize]) -> Option<usize> {
    let act = story.act(d);
    near.iter()
        .copied()
        .filter(|&t| asserts(story.act(t)) || act == Act::Rejects && story.act(t) == Act::Urges)
        .filter(|&t| !story.chained(d, t) && !answers_others(story, t))
        .filter_map(|t| {
            let (share, l) = best(story, d, t)?;
            let turned = match act {
                // A denial's words are turned; a turned assertion is no target of it.
                Act::Denies | Act::Rejects => l.turned > 0.5,
                Act::Confirms | Act::Concedes => l.turned <= 0.5 && !l.opposed,
                _ => true,
            };
            let alike = l.jaccard.max(l.closest);
            let fits = evident(&l, alike) && share >= 0.5 && alike >= 0.25 && turned;
            // A plain assertion or an accusation is answered rather than a criticism or a warning.
            let plain = matches!(story.act(t), Act::Asserts | Act::Alleges | Act::Announces);
            let sure = share + alike + if plain { 0.3 } else { 0.0 };
            (fits && l.conflict != Some(Conflict::Numbers)).then_some((sure, t))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, t)| t)
}

/// The assertion of another that a plain one turns into its opposite ("they had not asked", "they won't pay").
fn contradicted(story: &Story<'_>, d: usize, near: &[usize]) -> Option<usize> {
    if !asserts(story.act(d)) {
        return None;
    }
    let negated = |i: usize| story.features[i].iter().flat_map(|f| &f.terms).any(|t| t.negated);
    near.iter()
        .copied()
        .filter(|&t| asserts(story.act(t)) && negated(d) && !story.chained(d, t))
        .filter_map(|t| {
            let (_, l) = best(story, d, t)?;
            let alike = l.jaccard.max(l.closest);
            let fits = evident(&l, alike) && l.contained >= 0.55 && alike >= 0.3 && l.turned >= 0.4;
            // The negated one answers.
            let turns = |i: usize| {
                story.features[i].iter().flat_map(|f| &f.terms).filter(|t| t.negated).count()
            };
            (fits && turns(d) > turns(t)).then_some((l.contained + alike, t))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, t)| t)
}

/// How an answer without words of its own names what it answers.
#[derive(Clone, Debug, Default)]
struct Pointer {
    /// Speakers it names: "Ms. Rice's assessment".
    of: Vec<usize>,
    /// It speaks of an accusation.
    accusing: bool,
}

/// Reads an answer that has no words of its own: "the allegations", "it", "to comment on the report", "Ren's account".
fn bare(story: &Story<'_>, f: &Features) -> Option<Pointer> {
    let reading = &story.readings[f.article];
    let document = &reading.document;
    let mut out = Pointer::default();
    let mut words = 0;
    for &span in &reading.attributions[f.attribution].content {
        for token in document.tokens_in(span) {
            let word = fold(token.span.of(&document.text));
            if !word.chars().any(char::is_alphabetic) {
                continue;
            }
            words += 1;
            if let Some(m) = reading.mentions.iter().find(|m| m.span.contains(token.span)) {
                let here = (f.article, m.entity);
                let who = story.speakers.iter().position(|s| s.members.contains(&here));
                if let Some(who) = who {
                    out.of.push(who);
                    continue;
                }
            }
            if lexicon().is_function(&word) || lexicon().is_honorific(&word) {
                continue;
            }
            out.accusing |= lexicon().claim_word(&word)?;
        }
    }
    (words <= 8).then_some(out)
}

/// Whether a statement speaks of one of these speakers.
fn about(story: &Story<'_>, t: usize, who: &[usize]) -> bool {
    story.statements[t].instances.iter().any(|x| {
        let content = &story.attribution(x).content;
        story.readings[x.article].mentions.iter().any(|m| {
            let here = (x.article, m.entity);
            content.iter().any(|s| s.contains(m.span))
                && who.iter().any(|w| story.speakers[*w].members.contains(&here))
        })
    })
}

/// What an answer without words of its own answers: the last statement before it in its article of the speaker it names,
/// or else what was said about whoever answers.
fn pointed_at(story: &Story<'_>, d: usize) -> Option<usize> {
    if !matches!(story.act(d), Act::Denies | Act::Rejects | Act::Confirms) {
        return None;
    }
    story.features[d].iter().find_map(|f| {
        let pointer = bare(story, f)?;
        let own = &story.statements[d].speakers;
        let named: Vec<usize> = pointer.of.iter().copied().filter(|s| !own.contains(s)).collect();
        let fits = |t: usize| {
            if !named.is_empty() {
                return named.iter().any(|s| story.statements[t].speakers.contains(s));
            }
            let accuses = matches!(story.act(t), Act::Alleges | Act::Criticises);
            (accuses || !pointer.accusing) && (story.act(t) == Act::Alleges || about(story, t, own))
        };
        let far = if named.is_empty() { NEAR } else { usize::MAX };
        story
            .features
            .iter()
            .enumerate()
            .filter(|(t, _)| story.strangers(d, *t) && !story.chained(d, *t))
            .filter(|(t, _)| asserts(story.act(*t)) && story.act(*t) != Act::Announces)
            .flat_map(|(t, all)| all.iter().map(move |g| (t, g)))
            .filter(|(_, g)| g.article == f.article && g.hull.end <= f.hull.start)
            .filter(|(_, g)| f.hull.start - g.hull.end <= far)
            .filter(|(t, _)| fits(*t))
            .max_by_key(|(t, g)| (g.hull.end, std::cmp::Reverse(*t)))
            .map(|(t, _)| t)
    })
}

/// Makes a claim of the statements that put it forward and all stands; none where no words state it.
pub(super) fn claim(story: &Story<'_>, group: &BTreeSet<usize>, stands: &[Stand]) -> Option<Claim> {
    let (how, text) = text_of(story, group)?;
    (how < Readable::WithCue).then(|| claim_of(story, text, stands))
}

/// Makes the editor's claim, whatever words state it.
pub(super) fn editors_claim(
    story: &Story<'_>,
    group: &BTreeSet<usize>,
    stands: &[Stand],
) -> Option<Claim> {
    text_of(story, group).map(|(_, text)| claim_of(story, text, stands))
}

fn claim_of(story: &Story<'_>, text: Place, stands: &[Stand]) -> Claim {
    let mut by: BTreeMap<(u8, Act, Option<usize>), BTreeSet<usize>> = BTreeMap::new();
    for &(i, act) in stands {
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
    claim
}

/// Assertions first, then what answers them.
fn rank(act: Act) -> u8 {
    match act {
        Act::Asserts | Act::Alleges | Act::Announces | Act::Criticises | Act::Promises => 0,
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
        .map(|t| fold(t.span.of(&document.text)))
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

/// How contested a claim is: whether sides meet, kinds of position, named parties, articles.
fn contest(story: &Story<'_>, claim: &Claim) -> (bool, usize, usize, usize, usize) {
    let stances: BTreeSet<u8> = claim.positions.iter().map(|p| rank(p.stance)).collect();
    let speakers: BTreeSet<Option<usize>> = claim.positions.iter().map(|p| p.speaker).collect();
    let named = speakers
        .iter()
        .flatten()
        .filter(|s| !matches!(story.speakers[**s].kind, EntityKind::Unnamed | EntityKind::Group));
    let carried = claim.positions.iter().flat_map(|p| &p.statements);
    (
        stances.contains(&3),
        stances.len(),
        story.readings.len() - claim.silent.len(),
        named.count() + speakers.len(),
        carried.map(|&s| story.statements[s].instances.len()).sum(),
    )
}
