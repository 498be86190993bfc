//! Pages that go over stories: the index, speakers, outlets.

use super::{
    story::{Counts, StoryView},
    views::{StatementView, Views},
};
use crate::{align::coverage, config::Site, story::Digest, ui::Words};
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
    /// Texts of the first claims, and whether they are contested.
    pub claims: Vec<(String, bool)>,
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
        claims: s.claims.iter().take(2).map(|c| (c.text.clone(), c.contested)).collect(),
    }
}

/// What a speaker said in one story.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// Title of the story.
    pub story: String,
    /// Its page.
    pub url: String,
    /// The statements, by day.
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
    /// By story.
    pub stories: Vec<Said>,
    /// Number of statements.
    pub statements: usize,
}

/// An outlet over all stories.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OutletPage {
    /// Part of the address.
    pub key: String,
    /// Name.
    pub name: String,
    /// Stories: title, page, number of its texts.
    pub stories: Vec<(String, String, usize)>,
    /// Whom it quotes: name, page, how often.
    pub quotes: Vec<(String, String, usize)>,
    /// All instances of statements.
    pub all: usize,
    /// Of those, without a name.
    pub unnamed: usize,
    /// Quoted at least in part.
    pub quoted: usize,
    /// Share of the unnamed among all, in whole percent.
    pub unnamed_share: usize,
    /// Share of the quoted among all, in whole percent.
    pub quoted_share: usize,
    /// Agencies and outlets it credits.
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
            page.stories.push(Said {
                story: d.title.clone(),
                url: format!("{}/", d.slug),
                statements: said.iter().map(|&k| v.statement(k, None)).collect(),
            });
        }
    }
    let known: std::collections::BTreeSet<String> = pages.keys().cloned().collect();
    let mut out: Vec<SpeakerPage> = pages.into_values().collect();
    for p in &mut out {
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
    let mut pages: BTreeMap<String, OutletPage> = BTreeMap::new();
    for d in digests {
        let v = Views::new(d, site, words);
        let heard = coverage::heard(d);
        for (c, column) in v.columns().iter().enumerate().filter(|(_, c)| c.known) {
            let view = v.outlet(c);
            let page = pages.entry(view.key.clone()).or_default();
            page.key = view.key;
            page.name.clone_from(&column.outlet);
            page.stories.push((d.title.clone(), format!("{}/", d.slug), column.articles.len()));
            if let Some((_, h)) = heard.get(c) {
                page.all += h.all();
                page.unnamed += h.unnamed;
                page.quoted += h.quoted;
            }
            for i in d.statements.iter().flat_map(|s| &s.instances) {
                if !column.articles.contains(&i.article) {
                    continue;
                }
                for &s in &i.speakers {
                    let s = v.speaker(s);
                    match page.quotes.iter_mut().find(|q| q.0 == s.name) {
                        Some(q) => q.2 += 1,
                        None => page.quotes.push((s.name, s.url, 1)),
                    }
                }
                for via in &i.via {
                    match page.credits.iter_mut().find(|c| c.0 == *via) {
                        Some(c) => c.1 += 1,
                        None => page.credits.push((via.clone(), 1)),
                    }
                }
            }
        }
    }
    let mut out: Vec<OutletPage> = pages.into_values().collect();
    for p in &mut out {
        let share = |n: usize| (n * 100 + p.all / 2).checked_div(p.all).unwrap_or(0);
        (p.unnamed_share, p.quoted_share) = (share(p.unnamed), share(p.quoted));
        p.quotes.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
        p.credits.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    out
}
