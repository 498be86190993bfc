//! Speakers over articles: entities of one name are one speaker.

use super::words::fold;
use crate::{config::SpeakerEntry, entity::EntityKind, reading::Reading, story::Speaker};
use std::collections::BTreeMap;

/// The speakers of a story, and which entity of which article is which.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// The speakers.
    pub speakers: Vec<Speaker>,
    /// For each article and entity, its speaker.
    pub of: Vec<Vec<Option<usize>>>,
}

/// Joins entities by exact name, by the names the editor gives, and people by a surname that one full name of the
/// story has.
pub fn merge(readings: &[Reading], site: &[SpeakerEntry], story: &[SpeakerEntry]) -> Merged {
    let plain = |name: &str| name.split_whitespace().map(fold).collect::<Vec<_>>().join(" ");
    let mut canonical: BTreeMap<String, String> = BTreeMap::new();
    for entry in site.iter().chain(story) {
        for name in entry.aliases.iter().chain([&entry.name]) {
            canonical.insert(plain(name), entry.name.clone());
        }
    }
    let mut full: BTreeMap<String, std::collections::BTreeSet<String>> = BTreeMap::new();
    for e in readings.iter().flat_map(|r| &r.entities) {
        let name = plain(&e.name);
        if let (EntityKind::Person, Some((_, last))) = (e.kind, name.rsplit_once(' ')) {
            full.entry(last.to_owned()).or_default().insert(e.name.clone());
        }
    }
    let mut out = Merged::default();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (article, reading) in readings.iter().enumerate() {
        let mut of = Vec::new();
        for (entity, e) in reading.entities.iter().enumerate() {
            let mut name =
                canonical.get(&plain(&e.name)).cloned().unwrap_or_else(|| e.name.clone());
            if e.kind == EntityKind::Person
                && !plain(&name).contains(' ')
                && let Some(names) = full.get(&plain(&name))
                && let (Some(only), 1) = (names.first(), names.len())
            {
                name = only.clone();
            }
            let mut key = plain(&name);
            if e.kind == EntityKind::Unnamed {
                key = format!("{article} {entity} {key}");
            }
            let index = *known.entry(key).or_insert_with(|| {
                out.speakers.push(Speaker {
                    id: String::new(),
                    name: name.clone(),
                    kind: e.kind,
                    role: None,
                    roles: Vec::new(),
                    aliases: Vec::new(),
                    members: Vec::new(),
                    evidence: Vec::new(),
                    speaks_for: None,
                });
                out.speakers.len() - 1
            });
            let speaker = &mut out.speakers[index];
            speaker.members.push((article, entity));
            speaker.roles.extend(e.roles.iter().map(|r| (article, r.text.clone())));
            for alias in e.aliases.iter().chain([&e.name]) {
                if *alias != speaker.name && !speaker.aliases.contains(alias) {
                    speaker.aliases.push(alias.clone());
                }
            }
            of.push(Some(index));
        }
        out.of.push(of);
    }
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for s in &mut out.speakers {
        let id = plain(&s.name).replace(|c: char| !c.is_alphanumeric(), "-");
        let n = ids.entry(id.clone()).or_default();
        *n += 1;
        s.id = if *n == 1 { id } else { format!("{id}-{n}") };
        s.role = s.roles.first().map(|(_, r)| r.clone());
    }
    out
}
