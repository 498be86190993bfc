//! The claims that are shown, in their order, and what each of them shows.

use super::{
    super::words::fold,
    Stand, Story, asserts,
    likeness::denies_alike,
    rank,
    text::{Readable, text_of},
};
use crate::{
    attribution::Act,
    entity::EntityKind,
    story::{Claim, Place, Position},
};
use std::collections::{BTreeMap, BTreeSet};

/// Most claims of a story that the program finds by itself.
const MOST: usize = 8;
/// So many claims are wanted at least: filled up with what most outlets carry.
const WANTED: usize = 3;

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
    let mut puts: BTreeMap<Option<usize>, Act> = BTreeMap::new();
    for &(i, act) in stands {
        let speakers = &story.statements[i].speakers;
        let who: Vec<Option<usize>> = if speakers.is_empty() {
            vec![None]
        } else {
            speakers.iter().copied().map(Some).collect()
        };
        for s in who {
            // Whoever puts it forward has one place for it, however often and under whichever verb.
            let act = if rank(act) == 0 { *puts.entry(s).or_insert(act) } else { act };
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

/// Puts the claims in their order, the first `pinned` of them aside, and makes a board of them that can be taken in:
/// the most contested, then what is denied by somebody without a text held here saying who claims it. Where nothing is
/// contested, what most outlets carry stands by itself. Statements in `dropped` are not shown again.
pub fn board(story: &Story<'_>, claims: &mut Vec<Claim>, pinned: usize, dropped: &BTreeSet<usize>) {
    let rank = |a: &Claim, b: &Claim| {
        contest(story, b).cmp(&contest(story, a)).then(a.text.cmp(&b.text)).then(a.id.cmp(&b.id))
    };
    let mut taken: BTreeSet<usize> = stated(claims).chain(dropped.iter().copied()).collect();
    attach(story, &mut claims[pinned..], &mut taken);
    claims[pinned..].sort_by(rank);
    // What stands in one claim is not told again in a lesser one.
    let mut told: BTreeSet<usize> = stated(&claims[..pinned]).collect();
    let mut place = 0;
    claims.retain(|c| {
        place += 1;
        let own: BTreeSet<usize> = stated(std::slice::from_ref(c)).collect();
        let new = own.iter().any(|s| !told.contains(s) && puts_forward(story, c, *s));
        let keep = place <= pinned || c.title.is_some() || place <= MOST && new;
        if keep {
            told.extend(own);
        }
        keep
    });
    let mut single = denied(story, &taken);
    single.sort_by(rank);
    if claims.is_empty() && single.is_empty() {
        single = carried(story, &taken);
        single.sort_by(rank);
    }
    single.truncate(WANTED.saturating_sub(claims.len()));
    claims.extend(single);
}

/// Whether a statement puts a claim forward in it, and does not only answer it.
fn puts_forward(story: &Story<'_>, c: &Claim, s: usize) -> bool {
    let stances = c.positions.iter().filter(|p| p.statements.contains(&s)).map(|p| p.stance);
    stances.into_iter().any(asserts) || story.act(s) == Act::Denies
}

/// Puts denials that answer nothing to the claim whose denial or assertion they are most like.
fn attach(story: &Story<'_>, claims: &mut [Claim], taken: &mut BTreeSet<usize>) {
    for d in 0..story.statements.len() {
        if story.act(d) != Act::Denies
            || taken.contains(&d)
            || story.statements[d].speakers.is_empty()
        {
            continue;
        }
        let likest = claims
            .iter()
            .enumerate()
            .filter_map(|(c, claim)| {
                let all = stated(std::slice::from_ref(claim));
                let all = all.filter(|&s| story.act(s) == Act::Denies);
                let sure = all.filter_map(|s| denies_alike(story, d, s)).max_by(f32::total_cmp)?;
                Some((sure, c))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, c)) = likest {
            let mut stands: Vec<Stand> = claims[c]
                .positions
                .iter()
                .flat_map(|p| p.statements.iter().map(|&s| (s, p.stance)))
                .collect();
            stands.push((d, Act::Denies));
            let (text, title) = (claims[c].text.clone(), claims[c].title.take());
            claims[c] = Claim { title, ..claim_of(story, text, &stands) };
            taken.insert(d);
        }
    }
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
        .filter(|&i| story.outlets(i).len() > 1 && !story.bare(i))
        .filter(|&i| {
            text_of(story, &BTreeSet::from([i])).is_some_and(|(how, _)| how == Readable::Clause)
        })
        .filter_map(|i| claim(story, &BTreeSet::from([i]), &[(i, story.act(i))]))
        .collect()
}
