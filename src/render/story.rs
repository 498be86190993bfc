//! The story page.

use super::views::{OutletView, SpeakerView, StatementView, Views, fold, short};
use crate::{
    align::coverage::{self, Carried, Heard},
    attribution::Act,
    export::json::act_name,
    story::EntryKind,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything on a story page, in the order shown.
#[derive(Debug, Serialize)]
pub struct StoryView {
    /// Part of the address.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Line below it.
    pub description: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Outlets.
    pub outlets: Vec<OutletView>,
    /// Numbers of texts, statements, speakers that are named and that are not.
    pub counts: Counts,
    /// The claim board.
    pub claims: Vec<ClaimView>,
    /// The timeline by day.
    pub days: Vec<DayView>,
    /// Entries without a day.
    pub undated: Vec<EntryView>,
    /// Statements in several wordings.
    pub wordings: Vec<WordingsView>,
    /// Coverage.
    pub coverage: Vec<CoverageRow>,
    /// Figures.
    pub numbers: Vec<NumberView>,
    /// Who is heard, by outlet.
    pub heard: Vec<HeardView>,
    /// Speakers whom outlets introduce differently.
    pub introduced: Vec<IntroducedView>,
    /// All statements by speaker.
    pub groups: Vec<GroupView>,
    /// The sources.
    pub sources: Vec<SourceView>,
    /// Speakers that filters offer.
    pub filter_speakers: Vec<SpeakerView>,
    /// Acts that filters offer: name and label.
    pub filter_acts: Vec<(String, String)>,
}

/// Numbers of a story.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Texts.
    pub texts: usize,
    /// Outlets that are known.
    pub outlets: usize,
    /// Texts whose outlet is not stated.
    pub unstated: usize,
    /// Statements.
    pub statements: usize,
    /// Speakers with a name who say something.
    pub named: usize,
    /// Speakers without one.
    pub unnamed: usize,
    /// Claims with more than one side.
    pub contested: usize,
}

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

/// One day of the timeline.
#[derive(Debug, Serialize)]
pub struct DayView {
    /// ISO, as exact as known.
    pub date: String,
    /// Days since the day before it on the axis, where both are known to the day and more than one.
    pub gap: Option<i64>,
    /// Length of that stretch of the axis: 0 (no gap) to 3 (months).
    pub stretch: u8,
    /// Whether all of it was still to come.
    pub scheduled: bool,
    /// Its entries.
    pub entries: Vec<EntryView>,
}

/// An entry.
#[derive(Debug, Serialize)]
pub struct EntryView {
    /// Anchor without `e-`.
    pub id: String,
    /// "event", "statement", "scheduled".
    pub kind: &'static str,
    /// Words of the first article.
    pub text: String,
    /// Where each article carries it.
    pub places: Vec<DatingView>,
    /// Statements made on the occasion.
    pub statements: Vec<StatementView>,
    /// Days that other articles give: day, words, outlet.
    pub conflicts: Vec<(String, String, OutletView)>,
}

/// A place of an entry, with what dates it.
#[derive(Debug, Serialize)]
pub struct DatingView {
    /// The outlet.
    pub outlet: OutletView,
    /// Its page.
    pub url: String,
    /// The words there.
    pub text: String,
    /// The words that date it.
    pub dated_by: Option<String>,
}

/// A statement in several wordings.
#[derive(Debug, Serialize)]
pub struct WordingsView {
    /// The statement.
    pub statement: StatementView,
    /// Each wording.
    pub rows: Vec<WordingView>,
}

/// One wording.
#[derive(Debug, Serialize)]
pub struct WordingView {
    /// The outlets that have it, with the passage of each.
    pub places: Vec<(OutletView, String)>,
    /// BCP 47 tag.
    pub lang: Option<String>,
    /// "direct", "mixed", "indirect".
    pub kind: &'static str,
    /// Whether it is the one compared with.
    pub first: bool,
    /// Whether it is close enough to the first for a comparison word by word.
    pub close: bool,
    /// (words, whether the first wording lacks them).
    pub stretches: Vec<(String, bool)>,
}

/// A row of the coverage matrix.
#[derive(Debug, Serialize)]
pub struct CoverageRow {
    /// Identifier of the statement.
    pub id: String,
    /// Its speakers' names.
    pub speakers: String,
    /// Its words, shortened.
    pub text: String,
    /// For each outlet: "q", "r" or "" and the passage.
    pub cells: Vec<(&'static str, String)>,
    /// Whether one outlet only has it.
    pub only: bool,
}

/// A figure.
#[derive(Debug, Serialize)]
pub struct NumberView {
    /// The words of the number with its unit.
    pub number: String,
    /// What is counted.
    pub label: String,
    /// Places and times that the texts give with it, as printed.
    pub setting: Vec<String>,
    /// Who gives it.
    pub speakers: Vec<SpeakerView>,
    /// Where: outlet, page, sentence.
    pub places: Vec<(OutletView, String, String)>,
    /// Whether another row counts the same with another value.
    pub conflict: bool,
}

/// Who is heard in one outlet.
#[derive(Debug, Serialize)]
pub struct HeardView {
    /// The outlet.
    pub outlet: OutletView,
    /// Counts by kind: key of the label, number, start and width of its bar in percent.
    pub parts: Vec<(&'static str, usize, f32, f32)>,
    /// All.
    pub all: usize,
    /// Official voices.
    pub official: usize,
    /// Quoted at least in part.
    pub quoted: usize,
}

/// A speaker under several roles.
#[derive(Debug, Serialize)]
pub struct IntroducedView {
    /// Who.
    pub speaker: SpeakerView,
    /// Role and the outlets that give it.
    pub roles: Vec<(String, Vec<OutletView>)>,
}

/// All statements of one speaker.
#[derive(Debug, Serialize)]
pub struct GroupView {
    /// The speakers; empty: not clear.
    pub speakers: Vec<SpeakerView>,
    /// The statements.
    pub statements: Vec<StatementView>,
}

/// A source text.
#[derive(Debug, Serialize)]
pub struct SourceView {
    /// The outlet.
    pub outlet: OutletView,
    /// Headline.
    pub headline: Option<String>,
    /// What it is known by.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Address of the original.
    pub original: Option<String>,
    /// ISO day.
    pub published: Option<String>,
    /// Whether the day is a guess.
    pub guessed: bool,
    /// Agency credited.
    pub agency: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Number of statements.
    pub statements: usize,
    /// BCP 47 tag.
    pub lang: Option<String>,
}

/// Makes the view.
pub fn view(v: &Views<'_>) -> StoryView {
    let d = v.d;
    let cover = coverage::coverage(d);
    let statements: Vec<StatementView> =
        (0..d.statements.len()).map(|s| v.statement(s, cover.only[s])).collect();
    let claims: Vec<ClaimView> = d.claims.iter().map(|c| claim(v, c, &statements)).collect();
    let speaking: BTreeSet<usize> =
        d.statements.iter().flat_map(|s| s.speakers.iter().copied()).collect();
    let named = speaking.iter().filter(|&&s| !v.speaker(s).url.is_empty()).count();
    let mut filter_speakers: Vec<SpeakerView> = speaking.iter().map(|&s| v.speaker(s)).collect();
    filter_speakers.sort_by(|a, b| a.name.cmp(&b.name));
    let acts: BTreeSet<String> = d.statements.iter().map(|s| act_name(s.act)).collect();
    let (days, undated) = timeline(v, &statements);
    StoryView {
        slug: d.slug.clone(),
        title: d.title.clone(),
        description: d.description.clone(),
        tags: d.tags.clone(),
        from: d.from.clone(),
        to: d.to.clone(),
        outlets: (0..v.columns().len()).map(|c| v.outlet(c)).collect(),
        counts: Counts {
            texts: d.articles.len(),
            outlets: v.columns().iter().filter(|c| c.known).count(),
            unstated: v.columns().iter().filter(|c| !c.known).count(),
            statements: d.statements.len(),
            named,
            unnamed: speaking.len() - named,
            contested: claims.iter().filter(|c| c.contested).count(),
        },
        claims,
        days,
        undated,
        wordings: wordings(v, &statements),
        coverage: matrix(v, &cover, &statements),
        numbers: numbers(v),
        heard: coverage::heard(d).iter().enumerate().map(|(c, (_, h))| heard(v, c, h)).collect(),
        introduced: coverage::introductions(d)
            .into_iter()
            .map(|i| IntroducedView {
                speaker: v.speaker(i.speaker),
                roles: i
                    .roles
                    .iter()
                    .map(|(role, a)| (fold(role), a.iter().map(|&a| v.outlet_of(a)).collect()))
                    .collect(),
            })
            .collect(),
        groups: groups(v, &statements),
        sources: (0..d.articles.len()).map(|a| source(v, a)).collect(),
        filter_speakers,
        filter_acts: acts.into_iter().map(|a| (a.clone(), v.words.act(&a))).collect(),
    }
}

fn claim(v: &Views<'_>, c: &crate::story::Claim, statements: &[StatementView]) -> ClaimView {
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

fn shortened(s: &StatementView) -> StatementView {
    StatementView { text: short(&s.text), ..s.clone() }
}

fn timeline(v: &Views<'_>, statements: &[StatementView]) -> (Vec<DayView>, Vec<EntryView>) {
    let mut days: BTreeMap<String, Vec<EntryView>> = BTreeMap::new();
    let mut undated = Vec::new();
    for e in &v.d.timeline {
        let mut places: Vec<DatingView> = Vec::new();
        for i in &e.instances {
            let place = DatingView {
                outlet: v.outlet_of(i.place.article),
                url: dating_passage(v, i),
                text: short(&v.text(i.place.article, &i.place.spans)),
                dated_by: i.dated_by.map(|w| v.text(i.place.article, &[w])),
            };
            let same = |p: &DatingView| p.outlet == place.outlet && p.dated_by == place.dated_by;
            if !places.iter().any(same) {
                places.push(place);
            }
        }
        let view = EntryView {
            id: e.id.clone(),
            kind: match e.kind {
                EntryKind::Event => "event",
                EntryKind::Statement => "statement",
                EntryKind::Scheduled => "scheduled",
            },
            text: places.first().map(|p| p.text.clone()).unwrap_or_default(),
            places,
            statements: e.statements.iter().map(|&s| shortened(&statements[s])).collect(),
            conflicts: e
                .conflicts
                .iter()
                .map(|(a, date, words)| (date.clone(), v.text(*a, &[*words]), v.outlet_of(*a)))
                .collect(),
        };
        match &e.date {
            Some(date) => days.entry(date.clone()).or_default().push(view),
            None => undated.push(view),
        }
    }
    let mut out: Vec<DayView> = Vec::new();
    for (date, mut entries) in days {
        // What happened, what was said, what was still to come.
        entries
            .sort_by_key(|e| ["event", "statement", "scheduled"].iter().position(|k| *k == e.kind));
        let known = |date: &str| date.parse::<chrono::NaiveDate>().ok();
        let gap = out
            .last()
            .and_then(|before| Some((known(&date)? - known(&before.date)?).num_days()))
            .filter(|days| *days > 1);
        let stretch = match gap {
            None => 0,
            Some(..7) => 1,
            Some(..61) => 2,
            Some(_) => 3,
        };
        let scheduled = entries.iter().all(|e| e.kind == "scheduled");
        out.push(DayView { date, gap, stretch, scheduled, entries });
    }
    (out, undated)
}

/// The passage of an attribution that holds the words of an entry, or the page of its article.
fn dating_passage(v: &Views<'_>, i: &crate::story::EntryInstance) -> String {
    let article = i.place.article;
    let shown = v.d.statements.iter().flat_map(|s| &s.instances).filter(|x| x.article == article);
    let holder = shown.map(|x| x.attribution).find(|&k| {
        let content = &v.d.articles[article].attributions[k].content;
        content.iter().any(|s| i.place.spans.iter().any(|t| s.overlaps(*t)))
    });
    match holder {
        Some(k) => v.passage(article, k),
        None => format!("{}/{}/", v.d.slug, v.d.articles[article].article.id),
    }
}

/// Statements whose wordings can be compared: at least two that differ and are close enough for the difference to say
/// something. Outlets that print the same words stand in one row.
fn wordings(v: &Views<'_>, statements: &[StatementView]) -> Vec<WordingsView> {
    let mut out = Vec::new();
    for (index, s) in v.d.statements.iter().enumerate() {
        let content = |i: &crate::story::Instance| {
            let content = &v.d.articles[i.article].attributions[i.attribution].content;
            bare(&v.text(i.article, content))
        };
        let mut rows: Vec<WordingView> = Vec::new();
        for (k, w) in coverage::wordings(v.d, index).iter().enumerate() {
            let i = &s.instances[w.instance];
            let reading = &v.d.articles[i.article];
            let own = content(i);
            let mut places: Vec<(OutletView, String)> = Vec::new();
            for same in std::iter::once(i).chain(s.instances.iter().filter(|x| content(x) == own)) {
                let outlet = v.outlet_of(same.article);
                if !places.iter().any(|p| p.0 == outlet) {
                    places.push((outlet, v.passage(same.article, same.attribution)));
                }
            }
            let quotation = reading.attributions[i.attribution].quotation;
            rows.push(WordingView {
                places,
                lang: reading.article.meta.language.clone(),
                kind: crate::export::json::quotation_name(quotation),
                first: k == 0,
                close: k == 0 || w.stretches.iter().all(|x| x.common.is_some()),
                stretches: w
                    .stretches
                    .iter()
                    .map(|x| (v.text(i.article, &[x.span]), x.common == Some(false)))
                    .collect(),
            });
        }
        if rows.iter().filter(|r| r.close).count() > 1 {
            out.push(WordingsView { statement: shortened(&statements[index]), rows });
        }
    }
    out
}

/// The words alone, as far as one wording is the same as another.
fn bare(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

fn matrix(v: &Views<'_>, c: &coverage::Coverage, statements: &[StatementView]) -> Vec<CoverageRow> {
    let mut order: Vec<usize> = (0..statements.len()).collect();
    let carried = |s: &usize| c.rows[*s].iter().filter(|x| **x != Carried::NotFound).count();
    order.sort_by_key(|s| std::cmp::Reverse(carried(s)));
    order
        .into_iter()
        .map(|s| CoverageRow {
            id: statements[s].id.clone(),
            speakers: names(&statements[s].speakers),
            text: short(&statements[s].text),
            cells: c.rows[s]
                .iter()
                .enumerate()
                .map(|(column, x)| {
                    let first = v.d.statements[s]
                        .instances
                        .iter()
                        .find(|i| v.columns()[column].articles.contains(&i.article))
                        .map(|i| v.passage(i.article, i.attribution));
                    match x {
                        Carried::Quoted => ("q", first.unwrap_or_default()),
                        Carried::Reported => ("r", first.unwrap_or_default()),
                        Carried::NotFound => ("", String::new()),
                    }
                })
                .collect(),
            only: c.only[s].is_some(),
        })
        .collect()
}

fn names(speakers: &[SpeakerView]) -> String {
    speakers.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn numbers(v: &Views<'_>) -> Vec<NumberView> {
    let d = v.d;
    d.figures
        .iter()
        .filter_map(|row| {
            let &(article, figure) = row.instances.first()?;
            let f = &d.articles[article].figures[figure];
            let places = row
                .instances
                .iter()
                .map(|&(a, f)| {
                    let r = &d.articles[a];
                    let sentence = r.document.sentences.get(r.figures[f].sentence);
                    let words = sentence.map(|s| v.text(a, &[s.span])).unwrap_or_default();
                    let url = match r.figures[f].said_by {
                        Some(said) => v.passage(a, said),
                        None => format!("{}/{}/", d.slug, r.article.id),
                    };
                    (v.outlet_of(a), url, short(&words))
                })
                .collect();
            let mut setting = Vec::new();
            for &(a, f) in &row.instances {
                let f = &d.articles[a].figures[f];
                for words in [f.area, f.period].into_iter().flatten().map(|s| v.text(a, &[s])) {
                    if !setting.contains(&words) {
                        setting.push(words);
                    }
                }
            }
            // A currency sign stands before its number, a noun after; "35 … people" where words stand between.
            let apart = f.unit.start > f.number.end + 2;
            let number = match apart {
                true => v.text(article, &[f.number, f.unit]),
                false => v.text(article, &[f.number.cover(f.unit)]),
            };
            Some(NumberView {
                number,
                // "$" alone says no more than the number.
                label: Some(fold(&row.label))
                    .filter(|l| l.contains(char::is_alphabetic))
                    .unwrap_or_default(),
                setting,
                speakers: row.speakers.iter().map(|&s| v.speaker(s)).collect(),
                places,
                conflict: !row.conflicts.is_empty(),
            })
        })
        .collect()
}

fn heard(v: &Views<'_>, column: usize, h: &Heard) -> HeardView {
    let all = h.all();
    let mut start = 0.0;
    let counts = [
        ("people", h.people),
        ("bodies", h.bodies),
        ("unnamed", h.unnamed),
        ("documents", h.documents),
        ("unattributed_n", h.unattributed),
    ];
    let parts = counts
        .into_iter()
        .map(|(key, n)| {
            // Whole tenths of a percent: the same text on every machine.
            let width = (n * 1000).checked_div(all).unwrap_or(0) as f32 / 10.0;
            let part = (key, n, start, width);
            start += width;
            part
        })
        .collect();
    HeardView { outlet: v.outlet(column), parts, all, official: h.official, quoted: h.quoted }
}

fn groups(v: &Views<'_>, statements: &[StatementView]) -> Vec<GroupView> {
    let mut by: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (i, s) in v.d.statements.iter().enumerate() {
        by.entry(s.speakers.clone()).or_default().push(i);
    }
    let mut groups: Vec<(Vec<usize>, Vec<usize>)> = by.into_iter().collect();
    groups.sort_by_key(|(who, said)| {
        let instances: usize = said.iter().map(|&s| v.d.statements[s].instances.len()).sum();
        (who.is_empty(), std::cmp::Reverse(instances), said.first().copied())
    });
    groups
        .into_iter()
        .map(|(who, said)| GroupView {
            speakers: who.iter().map(|&s| v.speaker(s)).collect(),
            statements: said.iter().map(|&s| statements[s].clone()).collect(),
        })
        .collect()
}

/// One source text.
pub fn source(v: &Views<'_>, a: usize) -> SourceView {
    let article = &v.d.articles[a].article;
    let published = article.meta.published.as_ref();
    let carried = |s: &crate::story::Statement| s.instances.iter().any(|i| i.article == a);
    SourceView {
        outlet: v.outlet_of(a),
        headline: article.meta.headline.as_deref().map(fold),
        id: article.id.clone(),
        url: format!("{}/{}/", v.d.slug, article.id),
        original: article.meta.url.clone(),
        published: published.map(|p| p.date.to_string()),
        guessed: published.is_some_and(|p| p.from == crate::article::PublishedFrom::Guess),
        agency: article.meta.agency.clone(),
        authors: article.meta.authors.clone(),
        statements: v.d.statements.iter().filter(|s| carried(s)).count(),
        lang: article.meta.language.clone(),
    }
}
