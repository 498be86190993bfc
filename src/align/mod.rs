//! Across the articles of a story: speakers, statements, claims and their answers, timeline, coverage, figures.
//!
//! [`compare`] is a pure function of the readings and the editor's settings; the order in which the readings are given
//! does not matter. How statements are joined is described in `docs/comparison.md`.

pub mod claims;
pub mod cluster;
pub mod corrections;
pub mod coverage;
pub mod features;
pub mod figures;
mod phrases;
pub mod same;
pub mod speakers;
mod spelling;
pub mod statements;
pub mod syndication;
pub mod timeline;
pub mod words;

use crate::{
    config::{Site, Story},
    diagnostic::Diagnostic,
    entity::EntityKind,
    reading::Reading,
    story::{Digest, Speaker},
};
use cluster::{Clusters, Constraints, Voice};
use features::{Features, Interner, features, weigh_by_voice};
use words::fold;

/// Compares the articles of one story.
pub fn compare(slug: &str, story: &Story, site: &Site, mut readings: Vec<Reading>) -> Digest {
    readings.sort_by(|a, b| order(a).cmp(&order(b)));
    // Beside the articles: the folder's name may differ from the story's part of the address.
    let folder = readings.iter().find_map(|r| r.article.path.rsplit_once('/')).map(|(f, _)| f);
    let path =
        folder.map_or_else(|| format!("content/{slug}/story.toml"), |f| format!("{f}/story.toml"));
    let mut edits = corrections::apply(&path, &story.corrections, &mut readings);
    let speakers::Merged { mut speakers, of } =
        speakers::merge(&readings, &site.speakers, &story.speakers);

    let mut instances: Vec<(usize, usize)> = Vec::new();
    let mut voices: Vec<Voice> = Vec::new();
    for (article, reading) in readings.iter().enumerate() {
        for (index, a) in reading.attributions.iter().enumerate() {
            let at = (article, index);
            let sure = a.confidence >= site.reading.min_confidence && !a.unreal;
            if edits.hidden.contains(&at)
                || a.content.is_empty()
                || !(sure || edits.touched.contains(&at))
            {
                continue;
            }
            let who = match edits.speakers.get(&at) {
                Some(names) => names.iter().map(|n| by_name(&mut speakers, n)).collect(),
                None => resolved(reading, index, &of[article], site.reading.min_speaker_confidence),
            };
            instances.push(at);
            voices.push(voice(&speakers, who));
        }
    }
    let names =
        |article: usize, entity: usize| name_key(&readings, &speakers, &of, article, entity);
    let mut interner = Interner::default();
    let mut features: Vec<Features> = instances
        .iter()
        .map(|&(article, index)| {
            features(article, &readings[article], index, &names, &mut interner)
        })
        .collect();
    weigh_by_voice(&mut features, &numbered(&voices));
    let related =
        |a: usize, b: usize| speakers[a].speaks_for == Some(b) || speakers[b].speaks_for == Some(a);
    let run = |voices: &[Voice], constraints: &Constraints| {
        cluster::cluster(&features, voices, constraints, &related)
    };
    let mut clusters = run(&voices, &Constraints::default());
    // A name that two other articles contradict is worse than none.
    for (i, names) in outvoted(&features, &speakers, &voices, &clusters) {
        let (article, index) = instances[i];
        if edits.speakers.contains_key(&(article, index)) {
            continue;
        }
        edits.diagnostics.push(names_differ(&readings[article], &names));
        voices[i] = Voice { speakers: Vec::new(), named: false };
        clusters = Clusters::default();
    }
    if clusters == Clusters::default() {
        clusters = run(&voices, &Constraints::default());
    }
    let make = |clusters: &Clusters| {
        statements::statements(&readings, &speakers, &features, &voices, clusters)
    };
    let mut statements = make(&clusters);
    if !edits.same_as.is_empty() || !edits.not_same_as.is_empty() {
        let by_id = |id: &str| -> Vec<usize> {
            let found = statements.iter().find(|s| s.id == id);
            let places = found.map(|s| s.instances.iter().map(|i| (i.article, i.attribution)));
            places
                .into_iter()
                .flatten()
                .filter_map(|at| instances.iter().position(|i| *i == at))
                .collect()
        };
        let constraints = edits.constraints(&path, &readings, &instances, &by_id);
        clusters = run(&voices, &constraints);
        statements = make(&clusters);
    }
    let mut diagnostics = std::mem::take(&mut edits.diagnostics);
    diagnostics.extend(statements::disagreements(
        &readings,
        &speakers,
        &features,
        &clusters,
        &statements,
    ));

    let place: std::collections::HashMap<(usize, usize), usize> =
        instances.iter().enumerate().map(|(k, at)| (*at, k)).collect();
    let by_statement: Vec<Vec<&Features>> = statements
        .iter()
        .map(|s| {
            s.instances.iter().map(|i| &features[place[&(i.article, i.attribution)]]).collect()
        })
        .collect();
    let inputs = claims::Story {
        readings: &readings,
        speakers: &speakers,
        statements: &statements,
        features: &by_statement,
    };
    let (mut claims, answers) = claims::claims(&inputs);
    let edited = claims::edit(&inputs, &path, &story.claims, &mut claims);
    claims::board(&inputs, &mut claims, edited.pinned, &edited.dropped);
    diagnostics.extend(edited.diagnostics);
    for (s, answers) in statements.iter_mut().zip(answers) {
        s.answers = answers;
    }
    let timeline = timeline::timeline(&readings, &statements, &names, &mut interner);
    let figures = figures::figures(&readings, &statements);
    let syndicated = syndication::syndicated(&readings);

    let title = story
        .title
        .clone()
        .or_else(|| readings.iter().find_map(|r| r.article.meta.headline.clone()));
    let mut digest = Digest {
        slug: slug.to_owned(),
        title: title.unwrap_or_else(|| slug.to_owned()),
        description: story.description.clone(),
        tags: story.tags.clone(),
        corrections: story.corrections.iter().filter(|c| c.public).cloned().collect(),
        from: None,
        to: None,
        articles: readings,
        speakers,
        statements,
        timeline,
        claims,
        figures,
        syndicated,
        diagnostics,
    };
    (digest.from, digest.to) = extent(&digest);
    digest
}

/// The order in which articles are shown: by day, then clock time, then outlet, then id; undated ones last.
fn order(r: &Reading) -> (bool, Option<chrono::NaiveDate>, Option<&str>, Option<&str>, &str, &str) {
    let published = r.article.meta.published.as_ref();
    (
        published.is_none(),
        published.map(|p| p.date),
        published.and_then(|p| p.time.as_deref()),
        r.article.meta.outlet.as_deref(),
        &r.article.id,
        &r.article.path,
    )
}

/// The speakers of an attribution, as far as its reading is sure of them.
fn resolved(reading: &Reading, index: usize, of: &[Option<usize>], least: f32) -> Vec<usize> {
    let Some(speakers) = reading.speakers.get(index).filter(|s| s.confidence >= least) else {
        return Vec::new();
    };
    speakers.entities.iter().filter_map(|&e| of.get(e).copied().flatten()).collect()
}

fn voice(speakers: &[Speaker], mut who: Vec<usize>) -> Voice {
    who.sort_unstable();
    who.dedup();
    let named = !who.is_empty()
        && who
            .iter()
            .all(|&s| !matches!(speakers[s].kind, EntityKind::Unnamed | EntityKind::Group));
    Voice { speakers: who, named }
}

/// Least words running between the quotation marks of two articles by which one of two names is wrong.
const QUOTED: usize = 7;

/// The instances whose person is contradicted: two other articles quote the same words from another person, and no second
/// one gives them to this one. With the names (this article's, the others').
fn outvoted(
    features: &[Features],
    speakers: &[Speaker],
    voices: &[Voice],
    clusters: &Clusters,
) -> std::collections::BTreeMap<usize, (String, String)> {
    let mut of = vec![0; features.len()];
    for (index, group) in clusters.groups.iter().enumerate() {
        for &i in group {
            of[i] = index;
        }
    }
    let backing = |i: usize| {
        let same =
            clusters.groups[of[i]].iter().filter(|&&j| voices[j].speakers == voices[i].speakers);
        same.map(|&j| features[j].article).collect::<std::collections::BTreeSet<_>>().len()
    };
    let person = |i: usize| match voices[i].speakers[..] {
        [one] if speakers[one].kind == EntityKind::Person => Some(&speakers[one].name),
        _ => None,
    };
    let mut out = std::collections::BTreeMap::new();
    // Two may say the same; one sentence between quotation marks is one person's.
    let quoted = |&&(i, j): &&(usize, usize)| {
        same::likeness(&features[i], &features[j]).quoted_run >= QUOTED
    };
    for &(i, j) in clusters.disputed.iter().filter(quoted) {
        for (lone, other) in [(i, j), (j, i)] {
            if let (Some(name), Some(theirs)) = (person(lone), person(other))
                && backing(lone) == 1
                && backing(other) >= 2
            {
                out.insert(lone, (name.clone(), theirs.clone()));
            }
        }
    }
    out
}

/// Says that a name was withdrawn.
fn names_differ(reading: &Reading, (name, theirs): &(String, String)) -> Diagnostic {
    Diagnostic::warning(
        "outvoted-speaker",
        format!(
            "words read as {name}'s in {} are {theirs}'s in two other articles: left without a name",
            reading.article.id
        ),
    )
    .at(reading.article.path.clone())
    .help("name the speaker with a correction (speakers)")
}

/// A number for each voice, the same for the same speakers.
fn numbered(voices: &[Voice]) -> Vec<usize> {
    let mut known: std::collections::BTreeMap<&Voice, usize> = std::collections::BTreeMap::new();
    voices
        .iter()
        .map(|v| {
            let next = known.len();
            *known.entry(v).or_insert(next)
        })
        .collect()
}

/// The speaker of that name or alias; a new one where there is none.
fn by_name(speakers: &mut Vec<Speaker>, name: &str) -> usize {
    let is = |other: &str| fold(other) == fold(name);
    let known = speakers
        .iter()
        .position(|s| is(&s.name))
        .or_else(|| speakers.iter().position(|s| s.aliases.iter().any(|a| is(a))));
    known.unwrap_or_else(|| {
        let slug: String =
            fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let mut id = slug.clone();
        let mut n = 1;
        while speakers.iter().any(|s| s.id == id) {
            n += 1;
            id = format!("{slug}-{n}");
        }
        speakers.push(Speaker {
            id,
            name: name.to_owned(),
            kind: EntityKind::Person,
            role: None,
            roles: Vec::new(),
            aliases: Vec::new(),
            members: Vec::new(),
            evidence: vec!["named by the editor".into()],
            speaks_for: None,
        });
        speakers.len() - 1
    })
}

/// What stands for an entity in the comparison: the last word of the speaker's or entity's name.
fn name_key(
    readings: &[Reading],
    speakers: &[Speaker],
    of: &[Vec<Option<usize>>],
    article: usize,
    entity: usize,
) -> Option<String> {
    let e = readings[article].entities.get(entity)?;
    if matches!(e.kind, EntityKind::Unnamed | EntityKind::Group) {
        return None;
    }
    if e.kind == EntityKind::Government
        && let Some(key) =
            phrases::state_key(std::iter::once(&e.name).chain(&e.aliases).map(String::as_str))
    {
        return Some(key);
    }
    let speaker = of.get(article).and_then(|of| of.get(entity)).copied().flatten();
    let name = speaker.map_or(e.name.as_str(), |s| speakers[s].name.as_str());
    let last = name.split_whitespace().last().map(fold)?;
    Some(words::lexicon().term(&last))
}

/// First and last day among the articles and the statements.
fn extent(d: &Digest) -> (Option<String>, Option<String>) {
    let published = d
        .articles
        .iter()
        .filter_map(|r| r.article.meta.published.as_ref())
        .map(|p| p.date.to_string());
    let said = d.statements.iter().filter_map(|s| s.said_on.clone()).filter(|d| d.len() == 10);
    let days: std::collections::BTreeSet<String> = published.chain(said).collect();
    (days.first().cloned(), days.last().cloned())
}

#[cfg(test)]
mod tests;
