//! The story page.

use super::{
    board::{ClaimView, claim},
    corrections::{CorrectionView, corrections},
    heard::{HeardView, MissingView, missing},
    timeline::{DayView, EntryView, timeline},
    views::{OutletView, SpeakerView, StatementView, Views, fold, short},
    wordings::{WordingsView, wordings},
};
use crate::{
    align::coverage::{self, Carried},
    export::json::act_name,
    story::FigureRow,
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
    /// Named speakers whom some outlets let speak and others do not.
    pub missing: Vec<MissingView>,
    /// Speakers whom outlets introduce differently.
    pub introduced: Vec<IntroducedView>,
    /// All statements by speaker.
    pub groups: Vec<GroupView>,
    /// The editor's corrections that are public.
    pub corrections: Vec<CorrectionView>,
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
    /// How many outlets carry it.
    pub carried: usize,
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
    /// Where: outlet, passage or page, sentence.
    pub places: Vec<(OutletView, String, String)>,
    /// The numbers of other rows that count the same with another value.
    pub also: Vec<String>,
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
    /// The outlet of another article that prints the same text, where this one is a copy.
    pub copy_of: Option<OutletView>,
}

/// Makes the view.
pub fn view(v: &Views<'_>) -> StoryView {
    let d = v.d;
    let cover = coverage::coverage(d);
    let mut statements: Vec<StatementView> =
        (0..d.statements.len()).map(|s| v.statement(s, cover.only[s])).collect();
    let wordings = wordings(v, &mut statements);
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
        wordings,
        coverage: matrix(v, &cover, &statements),
        numbers: numbers(v),
        heard: coverage::heard(d)
            .iter()
            .enumerate()
            .map(|(c, (column, h))| {
                let copy = column.articles.iter().find_map(|&a| v.copy_of(a));
                HeardView::new(v.outlet(c), h, copy.filter(|_| h.all() == 0))
            })
            .collect(),
        missing: missing(v),
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
        corrections: corrections(v),
        sources: (0..d.articles.len()).map(|a| source(v, a)).collect(),
        filter_speakers,
        filter_acts: acts.into_iter().map(|a| (a.clone(), v.words.act(&a))).collect(),
    }
}

/// A statement with its words shortened.
pub fn shortened(s: &StatementView) -> StatementView {
    StatementView { text: short(&s.text), ..s.clone() }
}

/// The words alone, as far as one wording is the same as another.
pub fn bare(text: &str) -> String {
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
            carried: carried(&s),
            only: c.only[s].is_some(),
        })
        .collect()
}

fn names(speakers: &[SpeakerView]) -> String {
    speakers.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn numbers(v: &Views<'_>) -> Vec<NumberView> {
    let d = v.d;
    let number = |row: &FigureRow| {
        let &(article, figure) = row.instances.first()?;
        let f = d.articles[article].figures.get(figure)?;
        // A currency sign stands before its number, a noun after; "35 … people" where words stand between.
        let apart = f.unit.start > f.number.end + 2;
        Some(match apart {
            true => v.text(article, &[f.number, f.unit]),
            false => v.text(article, &[f.number.cover(f.unit)]),
        })
    };
    d.figures
        .iter()
        .filter_map(|row| {
            let mut places: Vec<(OutletView, String, String)> = Vec::new();
            let mut setting: Vec<String> = Vec::new();
            for &(a, f) in &row.instances {
                let r = &d.articles[a];
                let figure = r.figures.get(f)?;
                let sentence = r.document.sentences.get(figure.sentence);
                let words = sentence.map(|s| v.text(a, &[s.span])).unwrap_or_default();
                let url = v.standing(a, &[figure.number], &format!("f{f}"));
                let place = (v.outlet_of(a), url, short(&words));
                if !places.iter().any(|p| p.0 == place.0 && p.2 == place.2) {
                    places.push(place);
                }
                for span in [figure.area, figure.period].into_iter().flatten() {
                    let words = v.text(a, &[span]);
                    if !setting.contains(&words) {
                        setting.push(words);
                    }
                }
            }
            Some(NumberView {
                number: number(row)?,
                // "$" alone says no more than the number.
                label: Some(fold(&row.label))
                    .filter(|l| l.contains(char::is_alphabetic))
                    .unwrap_or_default(),
                setting,
                speakers: row.speakers.iter().map(|&s| v.speaker(s)).collect(),
                places,
                also: row.conflicts.iter().filter_map(|&c| number(d.figures.get(c)?)).collect(),
            })
        })
        .collect()
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
        copy_of: v.copy_of(a),
    }
}
