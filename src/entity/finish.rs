//! From the walk's working state to the public types.

use super::{
    Entity, EntityKind, Mention, Resolved, Role, Speakers,
    cluster::{Draft, Related},
    discourse::{Answer, Discourse},
    lexicon::{Gaz, Lexicon},
};
use crate::{
    attribution::Attribution,
    diagnostic::{Diagnostic, Severity},
    text::hull,
};

/// Classes of roles whose holders speak for somebody.
pub(super) const SPEAKS: [&str; 5] = ["spokesman", "diplomat", "minister", "official", "secretary"];

/// Entities that nothing means are left out; the rest keep their order.
pub(super) fn finish(
    walk: Discourse<'_>,
    answers: Vec<Answer>,
    attributions: &[Attribution],
) -> Resolved {
    let lex = walk.p.lex;
    let drafts = &walk.clusters.entities;
    let mut used = vec![false; drafts.len()];
    // Groups that are only talked about are no entities to anybody.
    let shown = |e: usize| {
        !(matches!(drafts[e].kind, EntityKind::Unnamed | EntityKind::Group) && drafts[e].plural)
    };
    for m in walk.mentions.iter().filter(|m| shown(m.entity)) {
        used[m.entity] = true;
    }
    for e in answers.iter().flat_map(|a| &a.entities) {
        used[*e] = true;
    }
    let spoken_for: Vec<Option<usize>> = (0..drafts.len()).map(|e| speaks_for(drafts, e)).collect();
    for e in 0..drafts.len() {
        if let (true, Some(to)) = (used[e], spoken_for[e]) {
            used[to] = true;
        }
    }
    let mut new = vec![usize::MAX; drafts.len()];
    for (count, e) in (0..drafts.len()).filter(|&e| used[e]).enumerate() {
        new[e] = count;
    }
    let entities = (0..drafts.len())
        .filter(|&e| used[e])
        .map(|e| entity(&walk, &drafts[e], spoken_for[e].map(|t| new[t]), lex))
        .collect();
    let mut mentions: Vec<Mention> = walk
        .mentions
        .iter()
        .filter(|m| used[m.entity])
        .map(|m| Mention {
            span: walk.p.words.span(m.from, m.to),
            kind: m.kind,
            entity: new[m.entity],
            because: m.because.clone(),
        })
        .collect();
    mentions.sort_by_key(|a| (a.span, a.entity));
    mentions.dedup_by(|a, b| a.span == b.span && a.entity == b.entity);
    let mut diagnostics = Vec::new();
    let speakers = answers
        .into_iter()
        .zip(attributions)
        .map(|(answer, a)| {
            if answer.entities.is_empty()
                && let Some(span) = hull(&a.source)
            {
                let d = Diagnostic::new(Severity::Note, "speaker-unclear", answer.because.clone());
                diagnostics.push(d.span(span));
            }
            Speakers {
                entities: answer.entities.iter().map(|e| new[*e]).collect(),
                because: answer.because,
                confidence: answer.confidence,
            }
        })
        .collect();
    Resolved { mentions, entities, speakers, diagnostics }
}

/// The body, state or person that an entity speaks for by its roles or its description.
fn speaks_for(drafts: &[Draft], e: usize) -> Option<usize> {
    let d = &drafts[e];
    let state = |c: usize| {
        drafts.iter().position(|x| x.kind == EntityKind::Government && x.country == Some(c))
    };
    let to = |related: &[Related]| {
        related.iter().find_map(|r| match r {
            Related::Entity(to) if *to != e => Some(*to),
            Related::Country(c) => state(*c).filter(|to| *to != e),
            _ => None,
        })
    };
    match d.kind {
        EntityKind::Person => {
            d.roles.iter().filter(|r| SPEAKS.contains(&r.class)).find_map(|r| to(&r.speaks))
        }
        EntityKind::Unnamed => to(&d.speaks),
        EntityKind::Organisation => d.country.and_then(state).filter(|to| *to != e),
        EntityKind::Government | EntityKind::Group => None,
    }
}

fn entity(walk: &Discourse<'_>, d: &Draft, speaks_for: Option<usize>, lex: &Lexicon) -> Entity {
    let words = walk.p.words;
    let mut roles: Vec<Role> = Vec::new();
    let mut drafts: Vec<_> = d.roles.iter().collect();
    drafts.sort_by_key(|r| r.from);
    for r in drafts {
        let span = words.span(r.from, r.to);
        let text = span.of(words.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_end_matches([',', ' ']).to_string();
        if !roles.iter().any(|x| x.text == text) {
            roles.push(Role { text, span });
        }
    }
    let (mut name, mut aliases) = if d.kind == EntityKind::Government {
        government_name(d, lex)
    } else {
        (d.name.clone(), d.forms.clone())
    };
    // "Lady Osgood", of whom the text gives no other name.
    if let Some(style) =
        d.style.as_ref().filter(|_| d.kind == EntityKind::Person && !name.contains(' '))
    {
        aliases.insert(0, name.clone());
        name = format!("{style} {name}");
    }
    aliases.retain(|a| *a != name);
    Entity {
        name,
        kind: d.kind,
        aliases,
        roles,
        gender: if d.kind == EntityKind::Person || !d.plural { d.gender } else { None },
        plural: d.plural,
        speaks_for,
    }
}

/// A state's own name if the text uses it, else the seat's, else the first form; the rest are aliases.
fn government_name(d: &Draft, lex: &Lexicon) -> (String, Vec<String>) {
    let forms: Vec<&String> = std::iter::once(&d.name).chain(&d.forms).collect();
    let rank = |form: &str| {
        let words: Vec<&str> = form.split(' ').map(|w| w.trim_end_matches('.')).collect();
        match lex.gazetteer_whole(&words) {
            Some(Gaz::Country(_)) => 0,
            Some(Gaz::Seat(_)) => 1,
            Some(Gaz::Capital(_)) => 3,
            _ => 2,
        }
    };
    let best = forms
        .iter()
        .enumerate()
        .min_by_key(|(i, f)| (rank(f), std::cmp::Reverse(f.len()), *i))
        .map_or(0, |(i, _)| i);
    let name = forms[best].clone();
    (
        name,
        forms.into_iter().enumerate().filter(|(i, _)| *i != best).map(|(_, f)| f.clone()).collect(),
    )
}
