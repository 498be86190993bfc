//! The claim board: each claim with who holds it, who denies it, who would not say.

use super::{
    story::{bare, shortened},
    views::{OutletView, SpeakerView, StatementView, Views, chains},
};
use crate::{attribution::Act, export::json::act_name};
use serde::Serialize;
use std::collections::BTreeSet;

/// A claim and its positions.
#[derive(Debug, Serialize)]
pub struct ClaimView {
    /// Anchor without `c-`.
    pub id: String,
    /// Name given by the editor.
    pub title: Option<String>,
    /// Verbatim words.
    pub text: String,
    /// BCP 47 tag of the words.
    pub lang: Option<String>,
    /// Where the words stand.
    pub url: String,
    /// Whether more than one side is found.
    pub contested: bool,
    /// Who holds what: those for it, those against it, everybody else.
    pub sides: Vec<SideView>,
    /// Outlets without a word of it.
    pub silent: Vec<OutletView>,
}

/// The stances of one column of the claim board.
#[derive(Debug, Serialize)]
pub struct SideView {
    /// "for", "against", "open".
    pub key: &'static str,
    /// The stances.
    pub stances: Vec<StanceView>,
}

/// Everybody who takes one stance.
#[derive(Debug, Serialize)]
pub struct StanceView {
    /// Act as exported.
    pub stance: String,
    /// Its label.
    pub label: String,
    /// Who takes it.
    pub parties: Vec<PartyView>,
}

/// One party to a claim.
#[derive(Debug, Serialize)]
pub struct PartyView {
    /// Who; `None`: not clear.
    pub speaker: Option<SpeakerView>,
    /// How many sources are described by the same words; they need not be the same people. 1 for a name.
    pub alike: usize,
    /// Said with a hedge.
    pub hedged: bool,
    /// The statements that show it, shortened.
    pub statements: Vec<StatementView>,
}

/// Makes the view of one claim.
pub fn claim(v: &Views<'_>, c: &crate::story::Claim, statements: &[StatementView]) -> ClaimView {
    let stances: BTreeSet<_> = c.positions.iter().map(|p| p.stance).collect();
    let mut silent: Vec<OutletView> = c.silent.iter().map(|&a| v.outlet_of(a)).collect();
    silent.dedup();
    // The passage of the first statement that has the claim's words, or the article.
    let holder = v.d.articles[c.text.article]
        .attributions
        .iter()
        .position(|a| a.content.iter().any(|s| c.text.spans.iter().any(|t| s.overlaps(*t))));
    ClaimView {
        id: c.id.clone(),
        title: c.title.clone(),
        text: v.text(c.text.article, &c.text.spans),
        lang: v.d.articles[c.text.article].article.meta.language.clone(),
        url: v.passage(c.text.article, holder.unwrap_or(0)),
        contested: stances.len() > 1,
        sides: sides(v, c, statements),
        silent,
    }
}

/// The side of an act on the claim board. What is neither for nor against a claim stands by itself.
fn side(act: Act) -> usize {
    match act {
        Act::Asserts
        | Act::Confirms
        | Act::Announces
        | Act::Concedes
        | Act::Alleges
        | Act::Believes
        | Act::Predicts => 0,
        Act::Denies | Act::Rejects => 1,
        _ => 2,
    }
}

/// The positions of a claim by side, stance and party. Sources that are described by the same words stand in one row, which
/// says so: that they are the same people is not known.
fn sides(v: &Views<'_>, c: &crate::story::Claim, statements: &[StatementView]) -> Vec<SideView> {
    let mut sides: Vec<SideView> = ["for", "against", "open"]
        .into_iter()
        .map(|key| SideView { key, stances: Vec::new() })
        .collect();
    for p in &c.positions {
        let stances = &mut sides[side(p.stance)].stances;
        let stance = act_name(p.stance);
        let at = stances.iter().position(|s| s.stance == stance).unwrap_or_else(|| {
            let label = v.words.act(&stance);
            stances.push(StanceView { stance, label, parties: Vec::new() });
            stances.len() - 1
        });
        let parties = &mut stances[at].parties;
        let speaker = p.speaker.map(|s| v.speaker(s));
        let shown = p.statements.iter().map(|&s| shortened(&statements[s]));
        let alike = parties.iter_mut().find(|x| {
            x.hedged == p.hedged
                && matches!((&x.speaker, &speaker), (Some(a), Some(b)) if a.url.is_empty() && b.url.is_empty()
                    && a.name.to_lowercase() == b.name.to_lowercase())
        });
        match alike {
            Some(party) => {
                party.alike += 1;
                for st in shown {
                    // The same words of sources described alike: one line with all its outlets.
                    match party.statements.iter_mut().find(|x| bare(&x.text) == bare(&st.text)) {
                        Some(same) => {
                            same.only = None;
                            same.places.extend(st.places);
                            same.chains = chains(&same.places);
                        }
                        None => party.statements.push(st),
                    }
                }
            }
            None => parties.push(PartyView {
                speaker,
                alike: 1,
                hedged: p.hedged,
                statements: shown.collect(),
            }),
        }
    }
    sides.retain(|s| !s.stances.is_empty());
    sides
}
