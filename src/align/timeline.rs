//! The timeline: what the articles date, merged; the occasions on which statements were made; what is undated.

use super::{
    features::{Features, Interner, NameKey, Passage, passage, weigh},
    same::{Conflict, likeness},
    words::fold,
};
use crate::{
    attribution::{Act, Quotation, ViaKind},
    reading::Reading,
    story::{Entry, EntryInstance, EntryKind, Place, Statement},
    text::Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// Builds the timeline, by date, undated occasions last.
pub fn timeline(
    readings: &[Reading],
    statements: &[Statement],
    names: NameKey<'_>,
    interner: &mut Interner,
) -> Vec<Entry> {
    let mut out = occasions(readings, statements);
    let happenings = happenings(readings, &mut out, names, interner);
    out.extend(happenings);
    for e in &mut out {
        e.instances.sort_by(|a, b| a.place.cmp(&b.place));
        e.instances.dedup_by(|a, b| a.place == b.place);
        e.conflicts.sort();
        e.conflicts.dedup();
        e.statements.sort_unstable();
    }
    out.sort_by(|a, b| {
        (a.date.is_none(), &a.date, a.kind, first(a), &a.statements).cmp(&(
            b.date.is_none(),
            &b.date,
            b.kind,
            first(b),
            &b.statements,
        ))
    });
    identify(readings, statements, &mut out);
    out
}

fn first(e: &Entry) -> Option<&Place> {
    e.instances.iter().map(|i| &i.place).min()
}

/// Statements of the same speakers on the same day are one occasion, and so are those of several speakers at a named
/// venue. Statements that no words date stay undated: an article's day of publication is no guess for them.
fn occasions(readings: &[Reading], statements: &[Statement]) -> Vec<Entry> {
    type Key<'a> = (Option<&'a str>, Vec<usize>, Option<String>);
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (index, s) in statements.iter().enumerate() {
        if s.act == Act::Believes && s.said_on.is_none() {
            continue;
        }
        let venue = s.instances.iter().find_map(|i| venue(&readings[i.article], i.attribution));
        let date = s.said_on.as_deref();
        let key = match (date, venue) {
            (Some(_), Some(venue)) => (date, Vec::new(), Some(venue)),
            _ => (date, s.speakers.clone(), None),
        };
        groups.entry(key).or_default().push(index);
    }
    // A speaker's other statements of the day belong to the occasion at the venue, where there was one only.
    let mut venues: BTreeMap<(Option<&str>, usize), BTreeSet<Key<'_>>> = BTreeMap::new();
    for (key, members) in groups.iter().filter(|(k, _)| k.2.is_some()) {
        for speaker in members.iter().flat_map(|&m| &statements[m].speakers) {
            venues.entry((key.0, *speaker)).or_default().insert(key.clone());
        }
    }
    let plain: Vec<Key<'_>> = groups
        .keys()
        .filter(|k| k.0.is_some() && k.2.is_none() && k.1.len() == 1)
        .cloned()
        .collect();
    for key in plain {
        if let Some(at) = venues.get(&(key.0, key.1[0]))
            && let (Some(only), 1) = (at.first(), at.len())
            && let Some(moved) = groups.remove(&key)
        {
            groups.entry(only.clone()).or_default().extend(moved);
        }
    }
    let mut out: Vec<Entry> = Vec::new();
    for ((date, ..), members) in groups {
        let mut entry = Entry {
            id: String::new(),
            date: date.map(str::to_owned),
            kind: EntryKind::Statement,
            instances: Vec::new(),
            statements: members,
            conflicts: Vec::new(),
        };
        for i in entry.statements.iter().flat_map(|&s| &statements[s].instances) {
            let a = &readings[i.article].attributions[i.attribution];
            let cue: Vec<Span> = a.source.iter().chain(&a.cue).copied().collect();
            let mut spans = if cue.is_empty() { a.content.clone() } else { cue };
            if let Some(words) =
                i.dated_by.filter(|w| one_sentence(&readings[i.article], *w, &spans))
            {
                spans.push(words);
            }
            match &i.said_on {
                Some(other) if Some(other.as_str()) != date => {
                    if let Some(words) = i.dated_by {
                        entry.conflicts.push((i.article, other.clone(), words));
                    }
                }
                _ => entry.instances.push(EntryInstance {
                    place: Place { article: i.article, spans: crate::text::merge(spans) },
                    dated_by: i.dated_by,
                }),
            }
        }
        out.push(entry);
    }
    out
}

/// The named venue of an attribution ("CNN", "a hearing of the Senate"): one that a word in capitals tells from others.
fn venue(reading: &Reading, attribution: usize) -> Option<String> {
    let via = &reading.attributions[attribution].via;
    via.iter()
        .find(|v| v.kind == ViaKind::Venue && v.name.chars().any(char::is_uppercase))
        .map(|v| fold(&v.name))
}

fn one_sentence(reading: &Reading, words: Span, spans: &[Span]) -> bool {
    let sentence = |at: usize| reading.document.sentence_at(at);
    spans.iter().any(|s| sentence(s.start) == sentence(words.start))
}

/// The events that articles date, merged; those that are only the saying of a statement go to its occasion.
fn happenings(
    readings: &[Reading],
    occasions: &mut [Entry],
    names: NameKey<'_>,
    interner: &mut Interner,
) -> Vec<Entry> {
    // (article, sayings): source and cue spans, with the occasion they belong to.
    let mut sayings: BTreeMap<usize, Vec<(Span, usize)>> = BTreeMap::new();
    for (index, o) in occasions.iter().enumerate().filter(|(_, o)| o.date.is_some()) {
        for i in &o.instances {
            sayings
                .entry(i.place.article)
                .or_default()
                .extend(i.place.spans.iter().map(|s| (*s, index)));
        }
    }
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut all: Vec<Features> = Vec::new();
    for (article, reading) in readings.iter().enumerate() {
        for (index, e) in reading.events.iter().enumerate() {
            let said = sayings.get(&article).into_iter().flatten().find(|(s, o)| {
                e.span.overlaps(*s)
                    && e.said_by.is_none()
                    && occasions[*o].date.as_deref() == Some(e.when.date.as_str())
            });
            if let Some(&(_, o)) = said {
                occasions[o].instances.push(instance(article, reading, index));
                continue;
            }
            // The words that date it are the same for all events of the day and tell nothing of this one.
            let mut spans = match e.when.words.filter(|w| e.span.contains(*w)) {
                Some(w) => vec![Span::new(e.span.start, w.start), Span::new(w.end, e.span.end)],
                None => vec![e.span],
            };
            spans.retain(|s| !s.is_empty());
            let what = Passage {
                article,
                reading,
                spans: &spans,
                act: Act::Asserts,
                quotation: Quotation::Indirect,
                own: &[],
            };
            places.push((article, index));
            all.push(passage(&what, names, interner));
        }
    }
    weigh(&mut all);
    let mut by_date: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (k, &(article, index)) in places.iter().enumerate() {
        by_date.entry(&readings[article].events[index].when.date).or_default().push(k);
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for members in by_date.values() {
        let from = groups.len();
        for &k in members {
            // Like a third of those that tell it already: one that tells it shortly need not be like each.
            let fits = |g: &Vec<usize>| {
                let like = g.iter().filter(|&&m| alike(&all[m], &all[k])).count();
                (like > 0 && 3 * like >= g.len()).then_some(like)
            };
            let best = (from..groups.len())
                .filter_map(|g| Some((fits(&groups[g])?, std::cmp::Reverse(g))))
                .max();
            match best {
                Some((_, std::cmp::Reverse(g))) => groups[g].push(k),
                None => groups.push(vec![k]),
            }
        }
    }
    let event = |k: usize| &readings[places[k].0].events[places[k].1];
    let mut out: Vec<Entry> = groups
        .iter()
        .map(|g| {
            let scheduled = g.iter().all(|&k| event(k).scheduled);
            Entry {
                id: String::new(),
                date: Some(event(g[0]).when.date.clone()),
                kind: if scheduled { EntryKind::Scheduled } else { EntryKind::Event },
                instances: g
                    .iter()
                    .map(|&k| instance(places[k].0, &readings[places[k].0], places[k].1))
                    .collect(),
                statements: Vec::new(),
                conflicts: Vec::new(),
            }
        })
        .collect();
    conflicts(readings, &places, &all, &groups, &mut out);
    out
}

fn instance(article: usize, reading: &Reading, event: usize) -> EntryInstance {
    let e = &reading.events[event];
    EntryInstance { place: Place { article, spans: vec![e.span] }, dated_by: e.when.words }
}

/// Whether two clauses with one date tell one event: one deed and somebody or something else in common, or most of the
/// words of the shorter.
fn alike(a: &Features, b: &Features) -> bool {
    let l = likeness(a, b);
    let people = a.people.iter().any(|p| b.people.contains(p));
    let acts = |f: &Features| f.terms.iter().any(|t| t.verb);
    if l.verbs == 0 && acts(a) && acts(b) {
        // What both are about, and not what happened to it.
        return l.shared >= 3 && l.contained >= 0.6 || inside(a, b);
    }
    let others = l.conflict == Some(Conflict::People);
    l.shared >= 3 && l.contained >= 0.4
        || l.shared >= 2 && !others && (l.contained >= 0.5 || people && l.contained >= 0.35)
        || l.shared >= 2 && !others && l.verbs >= 1 && l.shared_weight >= DEED
        || inside(a, b)
}

/// Whether two clauses of one article lie within each other.
fn inside(a: &Features, b: &Features) -> bool {
    a.article == b.article && a.hull.overlaps(b.hull)
}

/// Least weight of a deed and something else in common by which two clauses of a day tell one event.
const DEED: f32 = 1.1;

/// Events told alike by different articles, with days that are at most a week apart and differ.
fn conflicts(
    readings: &[Reading],
    places: &[(usize, usize)],
    all: &[Features],
    groups: &[Vec<usize>],
    entries: &mut [Entry],
) {
    let day = |e: &Entry| e.date.as_deref().and_then(|d| d.parse::<chrono::NaiveDate>().ok());
    let days: Vec<_> = entries.iter().map(day).collect();
    let told: Vec<BTreeSet<usize>> =
        groups.iter().map(|g| g.iter().map(|&k| places[k].0).collect()).collect();
    for x in 0..groups.len() {
        for y in 0..groups.len() {
            let (Some(a), Some(b)) = (days[x], days[y]) else { continue };
            if a == b || (a - b).num_days().abs() > 7 || !told[x].is_disjoint(&told[y]) {
                continue;
            }
            let one = |&i: &usize, &j: &usize| {
                let l = likeness(&all[i], &all[j]);
                l.shared >= 4 && l.jaccard >= 0.5 && l.conflict.is_none()
            };
            if groups[x].iter().all(|i| groups[y].iter().all(|j| one(i, j))) {
                for &k in &groups[y] {
                    let e = &readings[places[k].0].events[places[k].1];
                    if let Some(words) = e.when.words {
                        entries[x].conflicts.push((places[k].0, e.when.date.clone(), words));
                    }
                }
            }
        }
    }
}

/// Identifiers from the date and the words of the first instance.
fn identify(readings: &[Reading], statements: &[Statement], entries: &mut [Entry]) {
    let mut used = BTreeSet::new();
    for e in entries {
        let mut hasher = blake3::Hasher::new();
        hasher.update(e.date.as_deref().unwrap_or("undated").as_bytes());
        match (e.statements.first(), e.instances.first()) {
            (Some(&s), _) => {
                hasher.update(statements[s].id.as_bytes());
            }
            (None, Some(i)) => {
                for s in &i.place.spans {
                    hasher.update(fold(s.of(&readings[i.place.article].document.text)).as_bytes());
                }
            }
            (None, None) => {}
        }
        let id = format!("t{}", &hasher.finalize().to_hex()[..10]);
        let mut free = id.clone();
        let mut n = 1;
        while !used.insert(free.clone()) {
            n += 1;
            free = format!("{id}-{n}");
        }
        e.id = free;
    }
}
