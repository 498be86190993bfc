//! Pages that go over stories: the index, speakers, outlets.

use super::{
    heard::HeardView,
    story::{Counts, StoryView, source},
    views::{OutletView, StatementView, Views, short},
};
use crate::{
    align::coverage::{self, Carried, Heard},
    config::Site,
    story::Digest,
    ui::Words,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A story in the index.
#[derive(Clone, Debug, Serialize)]
pub struct StoryCard {
    /// Title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Line below the title.
    pub description: Option<String>,
    /// First and last day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Outlets' names.
    pub outlets: Vec<String>,
    /// Numbers.
    pub counts: Counts,
    /// Tags.
    pub tags: Vec<String>,
    /// The first claims, and how things stand with them.
    pub claims: Vec<CardClaim>,
}

/// A claim in the index.
#[derive(Clone, Debug, Serialize)]
pub struct CardClaim {
    /// Its words.
    pub text: String,
    /// BCP 47 tag of the words.
    pub lang: Option<String>,
    /// Its anchor on the story's page, without `c-`.
    pub id: String,
    /// Whether more than one side is found.
    pub contested: bool,
    /// Who holds what: act, its label, number of parties.
    pub stances: Vec<(String, String, usize)>,
}

/// The card of a story.
pub fn card(s: &StoryView) -> StoryCard {
    StoryCard {
        title: s.title.clone(),
        url: format!("{}/", s.slug),
        description: s.description.clone(),
        from: s.from.clone(),
        to: s.to.clone(),
        outlets: s.outlets.iter().map(|o| o.name.clone()).collect(),
        counts: s.counts,
        tags: s.tags.clone(),
        claims: s
            .claims
            .iter()
            .take(2)
            .map(|c| CardClaim {
                text: short(&c.text),
                lang: c.lang.clone(),
                id: c.id.clone(),
                contested: c.contested,
                stances: c
                    .sides
                    .iter()
                    .flat_map(|s| &s.stances)
                    .map(|s| (s.stance.clone(), s.label.clone(), s.parties.len()))
                    .collect(),
            })
            .collect(),
    }
}

/// What a speaker said in one story.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// Title of the story.
    pub story: String,
    /// Its page.
    pub url: String,
    /// First day of the statements, else of the story.
    pub from: Option<String>,
    /// The statements, by day, undated last.
    pub statements: Vec<StatementView>,
}

/// A speaker over all stories.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SpeakerPage {
    /// Part of the address.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// Roles as printed, with the outlets that give them.
    pub roles: Vec<(String, Vec<String>)>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whom they speak for: name and page.
    pub speaks_for: Option<(String, String)>,
    /// By story, the one with the earliest words first.
    pub stories: Vec<Said>,
    /// Number of statements.
    pub statements: usize,
    /// What they did, most often first: act, its label, how often.
    pub acts: Vec<(String, String, usize)>,
    /// Outlets that carry their words, most often first: name, page (empty where it is not known), number of statements.
    pub outlets: Vec<(String, String, usize)>,
}

/// A story that an outlet has texts of.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OutletStory {
    /// Title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Last day.
    pub to: Option<String>,
    /// The outlet's texts: headline or identifier, page, ISO day.
    pub texts: Vec<(String, String, Option<String>)>,
    /// Statements of the story that the outlet carries.
    pub statements: usize,
    /// Of those, found in this outlet only.
    pub only: usize,
}

/// An outlet over all stories.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OutletPage {
    /// Part of the address.
    pub key: String,
    /// Name.
    pub name: String,
    /// Its stories, newest first.
    pub stories: Vec<OutletStory>,
    /// Whom it quotes: name, page, how often, length of its bar in percent.
    pub quotes: Vec<(String, String, usize, usize)>,
    /// All instances of statements.
    pub all: usize,
    /// Who is heard, over all stories.
    pub heard: Option<HeardView>,
    /// Agencies and outlets it credits: name, how often.
    pub credits: Vec<(String, usize)>,
}

/// The pages of speakers who have a name, by identifier.
pub fn speakers(digests: &[Digest], site: &Site, words: &Words) -> Vec<SpeakerPage> {
    let mut pages: BTreeMap<String, SpeakerPage> = BTreeMap::new();
    for d in digests {
        let v = Views::new(d, site, words);
        for (index, s) in d.speakers.iter().enumerate() {
            let view = v.speaker(index);
            let mut said: Vec<usize> = (0..d.statements.len())
                .filter(|&k| d.statements[k].speakers.contains(&index))
                .collect();
            if view.url.is_empty() || said.is_empty() {
                continue;
            }
            said.sort_by_key(|&k| {
                (d.statements[k].said_on.is_none(), d.statements[k].said_on.clone(), k)
            });
            let page = pages.entry(s.id.clone()).or_default();
            page.id.clone_from(&s.id);
            page.name.clone_from(&s.name);
            page.kind = view.kind.to_owned();
            for (article, role) in &s.roles {
                let role = super::views::fold(role);
                let outlet = v.outlet_of(*article).name;
                match page.roles.iter_mut().find(|(r, _)| *r == role) {
                    Some((_, outlets)) if outlets.contains(&outlet) => {}
                    Some((_, outlets)) => outlets.push(outlet),
                    None => page.roles.push((role, vec![outlet])),
                }
            }
            for alias in &s.aliases {
                if !page.aliases.contains(alias) {
                    page.aliases.push(alias.clone());
                }
            }
            if let Some(body) = s.speaks_for {
                let body = v.speaker(body);
                page.speaks_for = Some((body.name, body.url));
            }
            page.statements += said.len();
            let statements: Vec<StatementView> =
                said.iter().map(|&k| v.statement(k, None)).collect();
            for st in &statements {
                match page.acts.iter_mut().find(|a| a.0 == st.act) {
                    Some(a) => a.2 += 1,
                    None => page.acts.push((st.act.clone(), st.act_label.clone(), 1)),
                }
                for o in st.outlets.iter().filter(|o| o.known) {
                    match page.outlets.iter_mut().find(|x| x.0 == o.name) {
                        Some(x) => x.2 += 1,
                        None => page.outlets.push((o.name.clone(), o.url.clone(), 1)),
                    }
                }
            }
            let first = d.from.clone();
            page.stories.push(Said {
                story: d.title.clone(),
                url: format!("{}/", d.slug),
                from: statements.iter().find_map(|s| s.said_on.clone()).or(first),
                statements,
            });
        }
    }
    let known: std::collections::BTreeSet<String> = pages.keys().cloned().collect();
    let mut out: Vec<SpeakerPage> = pages.into_values().collect();
    for p in &mut out {
        p.stories.sort_by(|a, b| (&a.from, &a.url).cmp(&(&b.from, &b.url)));
        p.acts.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
        p.outlets.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
        // A body without statements of its own has no page.
        if let Some((_, url)) = &mut p.speaks_for
            && !known.contains(url.trim_start_matches("speakers/").trim_end_matches('/'))
        {
            url.clear();
        }
    }
    out
}

/// The pages of the outlets that are known, by name.
pub fn outlets(digests: &[Digest], site: &Site, words: &Words) -> Vec<OutletPage> {
    let mut pages: BTreeMap<String, (OutletPage, Heard)> = BTreeMap::new();
    for d in digests {
        let v = Views::new(d, site, words);
        let (heard, cover) = (coverage::heard(d), coverage::coverage(d));
        let credits = coverage::credits(d);
        for (c, column) in v.columns().iter().enumerate().filter(|(_, c)| c.known) {
            let view = v.outlet(c);
            let (page, sum) = pages.entry(view.key.clone()).or_default();
            page.key = view.key;
            page.name.clone_from(&column.outlet);
            let texts = column.articles.iter().map(|&a| source(&v, a));
            page.stories.push(OutletStory {
                title: d.title.clone(),
                url: format!("{}/", d.slug),
                to: d.to.clone(),
                texts: texts.map(|s| (s.headline.unwrap_or(s.id), s.url, s.published)).collect(),
                statements: cover.rows.iter().filter(|r| r[c] != Carried::NotFound).count(),
                only: cover.only.iter().filter(|o| **o == Some(c)).count(),
            });
            if let Some((_, h)) = heard.get(c) {
                add(sum, h);
            }
            for i in d.statements.iter().flat_map(|s| &s.instances) {
                if !column.articles.contains(&i.article) {
                    continue;
                }
                for &s in &i.speakers {
                    let s = v.speaker(s);
                    match page.quotes.iter_mut().find(|q| q.0 == s.name) {
                        Some(q) => q.2 += 1,
                        None => page.quotes.push((s.name, s.url, 1, 0)),
                    }
                }
            }
            for credit in &credits {
                let own = |p: &&(usize, usize)| {
                    column.articles.contains(&d.statements[p.0].instances[p.1].article)
                };
                let n = credit.places.iter().filter(own).count();
                match page.credits.iter_mut().find(|x| x.0 == credit.name) {
                    _ if n == 0 => {}
                    Some(x) => x.1 += n,
                    None => page.credits.push((credit.name.clone(), n)),
                }
            }
        }
    }
    let outlet = |p: &OutletPage| OutletView {
        name: p.name.clone(),
        known: true,
        url: format!("outlets/{}/", p.key),
        key: p.key.clone(),
    };
    pages
        .into_values()
        .map(|(mut p, sum)| {
            p.all = sum.all();
            p.heard = Some(HeardView::new(outlet(&p), &sum, None));
            p.stories.sort_by(|a, b| b.to.cmp(&a.to).then(a.url.cmp(&b.url)));
            p.quotes.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
            let most = p.quotes.first().map_or(1, |q| q.2);
            p.quotes.iter_mut().for_each(|q| q.3 = q.2 * 100 / most);
            p.credits.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            p
        })
        .collect()
}

fn add(sum: &mut Heard, h: &Heard) {
    sum.people += h.people;
    sum.bodies += h.bodies;
    sum.unnamed += h.unnamed;
    sum.documents += h.documents;
    sum.unattributed += h.unattributed;
    sum.official += h.official;
    sum.quoted += h.quoted;
    sum.relayed += h.relayed;
}
