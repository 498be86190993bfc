//! What templates see of a story: plain text, links and labels, made from the digest.

use super::urls;
use crate::{
    align::coverage::{Column, columns},
    config::Site,
    entity::EntityKind,
    export::json::{act_name, kind_name, quotation_name},
    story::{Digest, EntryKind, Instance},
    text::Span,
    ui::Words,
};
use serde::Serialize;

/// An outlet as a template names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutletView {
    /// Name, or the identifier of the article where no outlet is stated.
    pub name: String,
    /// Whether the name is the outlet's.
    pub known: bool,
    /// Its page, from the root; empty where it is not known.
    pub url: String,
    /// A short form for the filters.
    pub key: String,
}

/// Somebody who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerView {
    /// Identifier in the story.
    pub id: String,
    /// Name or description.
    pub name: String,
    /// "person", "organisation", "government", "group", "unnamed".
    pub kind: &'static str,
    /// Role, as printed.
    pub role: Option<String>,
    /// The speaker's page, from the root; empty for the unnamed.
    pub url: String,
}

/// Where one article carries a statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InstanceView {
    /// The outlet.
    pub outlet: OutletView,
    /// Headline or identifier of the article.
    pub article: String,
    /// BCP 47 tag of the article.
    pub lang: Option<String>,
    /// The passage on the article's page, from the root.
    pub url: String,
    /// The passage in the original, by a text fragment, where its address is known.
    pub original: Option<String>,
    /// The words attributed.
    pub text: String,
    /// The words that name the source.
    pub source: String,
    /// The attributing words.
    pub cue: String,
    /// "direct", "mixed", "indirect".
    pub kind: &'static str,
    /// What stands between article and speaker, outermost first.
    pub via: Vec<String>,
    /// ISO day it was said on, and the words that date it.
    pub said_on: Option<String>,
    /// The words that date it.
    pub dated_by: Option<String>,
}

/// An outlet that carries a statement, by one chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// The outlet.
    pub outlet: OutletView,
    /// The first passage there, from the root.
    pub url: String,
    /// What stands between outlet and speaker, outermost first.
    pub via: Vec<String>,
}

/// The outlets that carry a statement by one chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChainView {
    /// What stands between outlets and speaker, outermost first.
    pub via: Vec<String>,
    /// The outlets, with the first passage of each, from the root.
    pub places: Vec<(OutletView, String)>,
}

/// Places by their chains, in the order of the first of each.
pub fn chains(places: &[PlaceView]) -> Vec<ChainView> {
    let mut out: Vec<ChainView> = Vec::new();
    for p in places {
        let place = (p.outlet.clone(), p.url.clone());
        match out.iter_mut().find(|c| c.via == p.via) {
            Some(c) if c.places.iter().any(|x| x.0 == place.0) => {}
            Some(c) => c.places.push(place),
            None => out.push(ChainView { via: p.via.clone(), places: vec![place] }),
        }
    }
    out
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementView {
    /// Stable identifier; the anchor is `s-` and this.
    pub id: String,
    /// The words of the representative instance.
    pub text: String,
    /// Whether words were left out of `text` (the cap of the publishing policy).
    pub shortened: bool,
    /// BCP 47 tag of the words.
    pub lang: Option<String>,
    /// Who said it; empty: not clear.
    pub speakers: Vec<SpeakerView>,
    /// The act, as exported.
    pub act: String,
    /// Its label.
    pub act_label: String,
    /// Said with a hedge.
    pub hedged: bool,
    /// "direct", "mixed", "indirect".
    pub kind: &'static str,
    /// ISO day.
    pub said_on: Option<String>,
    /// The words that date it, first found.
    pub dated_by: Option<String>,
    /// The representative first.
    pub instances: Vec<InstanceView>,
    /// Where it stands, an outlet and a chain once each, in the order of `instances`.
    pub places: Vec<PlaceView>,
    /// The same by chain: outlets that have it the same way stand together.
    pub chains: Vec<ChainView>,
    /// How many wordings of it are compared on the story's page; 0 where they are not.
    pub wordings: usize,
    /// The one outlet that carries it, in a story of several.
    pub only: Option<OutletView>,
    /// Outlets that carry it.
    pub outlets: Vec<OutletView>,
    /// Statements it answers: identifier and words.
    pub answers: Vec<(String, String)>,
}

/// Makes views of one digest.
pub struct Views<'a> {
    pub(super) d: &'a Digest,
    pub(super) site: &'a Site,
    pub(super) words: &'a Words,
    columns: Vec<Column>,
    column_of: Vec<usize>,
    /// The shown attributions of each article, in the order of the statements.
    shown: Vec<Vec<usize>>,
}

impl<'a> Views<'a> {
    /// Prepares the views of `d`.
    pub fn new(d: &'a Digest, site: &'a Site, words: &'a Words) -> Self {
        let columns = columns(&d.articles);
        let mut column_of = vec![0; d.articles.len()];
        for (c, column) in columns.iter().enumerate() {
            column.articles.iter().for_each(|&a| column_of[a] = c);
        }
        let mut shown = vec![Vec::new(); d.articles.len()];
        for i in d.statements.iter().flat_map(|s| &s.instances) {
            shown[i.article].push(i.attribution);
        }
        Self { d, site, words, columns, column_of, shown }
    }

    /// The outlets of the story.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// One outlet.
    pub fn outlet(&self, column: usize) -> OutletView {
        let c = &self.columns[column];
        let key = urls::outlet(&c.outlet);
        // "Text 2": an article without an outlet is known by its place among the sources.
        let unnamed = || {
            let number = c.articles.first().map_or(0, |a| a + 1);
            format!("{} {number}", self.words.get("text_number"))
        };
        OutletView {
            name: if c.known { c.outlet.clone() } else { unnamed() },
            known: c.known,
            url: if c.known { format!("outlets/{key}/") } else { String::new() },
            key,
        }
    }

    /// The column of an article among the outlets of the story.
    pub fn column_of(&self, article: usize) -> usize {
        self.column_of[article]
    }

    /// The outlet of an article.
    pub fn outlet_of(&self, article: usize) -> OutletView {
        self.outlet(self.column_of[article])
    }

    /// The article's headline, or what it is known by.
    pub fn headline(&self, article: usize) -> String {
        let a = &self.d.articles[article].article;
        a.meta.headline.clone().unwrap_or_else(|| a.id.clone())
    }

    /// One speaker.
    pub fn speaker(&self, index: usize) -> SpeakerView {
        let s = &self.d.speakers[index];
        let named = !matches!(s.kind, EntityKind::Unnamed | EntityKind::Group);
        SpeakerView {
            id: s.id.clone(),
            name: s.name.clone(),
            kind: kind_name(s.kind),
            role: s.role.clone(),
            url: if named { format!("speakers/{}/", s.id) } else { String::new() },
        }
    }

    /// Words of an article's reading text; pieces that stand apart are joined by an ellipsis, unless only blanks lie between.
    pub fn text(&self, article: usize, spans: &[Span]) -> String {
        joined(&self.d.articles[article].document.text, spans)
    }

    /// Address of the passage of an attribution on its article's page, from the root.
    pub fn passage(&self, article: usize, attribution: usize) -> String {
        format!("{}/{}/#p{attribution}", self.d.slug, self.d.articles[article].article.id)
    }

    /// The outlet of the first article that prints the text of `article`, where there is one before it.
    pub fn copy_of(&self, article: usize) -> Option<OutletView> {
        let group = self.d.syndicated.iter().find(|s| s.articles.contains(&article))?;
        let first = *group.articles.first()?;
        (first != article).then(|| self.outlet_of(first))
    }

    /// The shown attribution of an article whose content holds some of these words.
    fn holder(&self, article: usize, spans: &[Span]) -> Option<usize> {
        let read = &self.d.articles[article].attributions;
        self.shown[article]
            .iter()
            .copied()
            .find(|&k| read[k].content.iter().any(|s| spans.iter().any(|t| s.overlaps(*t))))
    }

    /// Events of the timeline that an article tells of in its own voice: entry and instance. Those in the words of a
    /// statement stand there.
    pub fn told(&self, article: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let entries = self.d.timeline.iter().enumerate();
        entries.filter(|(_, e)| e.kind != EntryKind::Statement).flat_map(move |(e, entry)| {
            // The first place of an entry has its anchor.
            let here = entry.instances.iter().position(|i| i.place.article == article);
            here.filter(|&i| self.holder(article, &entry.instances[i].place.spans).is_none())
                .map(|i| (e, i))
        })
    }

    /// Figures of the table of numbers that an article gives in its own voice.
    pub fn counted(&self, article: usize) -> impl Iterator<Item = usize> + '_ {
        let all = self.d.figures.iter().flat_map(|row| &row.instances);
        let here: std::collections::BTreeSet<usize> =
            all.filter(|(a, _)| *a == article).map(|(_, f)| *f).collect();
        let figures = &self.d.articles[article].figures;
        here.into_iter().filter(move |&f| {
            figures.get(f).is_some_and(|f| self.holder(article, &[f.number]).is_none())
        })
    }

    /// Where words stand on the page of their article: in the passage of a statement, else at an anchor of their own.
    pub fn standing(&self, article: usize, spans: &[Span], anchor: &str) -> String {
        match self.holder(article, spans) {
            Some(k) => self.passage(article, k),
            None => format!("{}/{}/#{anchor}", self.d.slug, self.d.articles[article].article.id),
        }
    }

    /// The words of an instance in the original, by a text fragment, where its address is known.
    pub fn original(&self, i: &Instance) -> Option<String> {
        let r = &self.d.articles[i.article];
        let first = r.attributions[i.attribution].content.first();
        let first = first.map(|s| self.text(i.article, &[*s])).unwrap_or_default();
        r.article.meta.url.as_ref().map(|u| urls::with_fragment(u, &first))
    }

    /// One instance.
    pub fn instance(&self, i: &Instance) -> InstanceView {
        let r = &self.d.articles[i.article];
        let a = &r.attributions[i.attribution];
        let text = self.text(i.article, &a.content);
        InstanceView {
            outlet: self.outlet_of(i.article),
            article: self.headline(i.article),
            lang: r.article.meta.language.clone(),
            url: self.passage(i.article, i.attribution),
            original: self.original(i),
            source: self.text(i.article, &a.source),
            cue: self.text(i.article, &a.cue),
            kind: quotation_name(a.quotation),
            via: self.chain(i),
            said_on: i.said_on.clone(),
            dated_by: i.dated_by.map(|w| self.text(i.article, &[w])),
            text: capped(&text, self.site.publish.statement_words).0,
        }
    }

    /// The words of a statement.
    pub fn words_of(&self, statement: usize) -> (String, bool) {
        let s = &self.d.statements[statement];
        let i = &s.instances[s.representative];
        let a = &self.d.articles[i.article].attributions[i.attribution];
        capped(&self.text(i.article, &a.content), self.site.publish.statement_words)
    }

    /// The links of an instance's chain; those that the text puts beside each other ("X, Y and Z reported") are one.
    fn chain(&self, i: &Instance) -> Vec<String> {
        let links = &self.d.articles[i.article].attributions[i.attribution].via;
        let mut out: Vec<String> = Vec::new();
        for name in &i.via {
            let beside = links.iter().any(|v| v.name == *name && v.beside);
            match out.last_mut() {
                Some(link) if beside => {
                    link.push_str(", ");
                    link.push_str(name);
                }
                _ => out.push(name.clone()),
            }
        }
        out
    }

    fn places(&self, instances: &[&Instance]) -> Vec<PlaceView> {
        let mut out: Vec<PlaceView> = Vec::new();
        for i in instances {
            let outlet = self.outlet_of(i.article);
            let via = self.chain(i);
            if !out.iter().any(|p| p.outlet == outlet && p.via == via) {
                let url = self.passage(i.article, i.attribution);
                out.push(PlaceView { outlet, url, via });
            }
        }
        out
    }

    /// One statement.
    pub fn statement(&self, index: usize, only: Option<usize>) -> StatementView {
        let s = &self.d.statements[index];
        let (text, shortened) = self.words_of(index);
        let mut order: Vec<&Instance> = s.instances.iter().collect();
        order.sort_by_key(|i| !std::ptr::eq(*i, &s.instances[s.representative]));
        let representative = &s.instances[s.representative];
        let mut outlets: Vec<usize> =
            s.instances.iter().map(|i| self.column_of[i.article]).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let act = act_name(s.act);
        let places = self.places(&order);
        StatementView {
            id: s.id.clone(),
            text,
            shortened,
            lang: self.d.articles[representative.article].article.meta.language.clone(),
            speakers: s.speakers.iter().map(|&x| self.speaker(x)).collect(),
            act_label: self.words.act(&act),
            act,
            hedged: s.hedged,
            kind: quotation_name(s.quotation),
            said_on: s.said_on.clone(),
            dated_by: s
                .instances
                .iter()
                .find_map(|i| i.dated_by.map(|w| self.text(i.article, &[w]))),
            chains: chains(&places),
            places,
            wordings: 0,
            instances: order.iter().map(|i| self.instance(i)).collect(),
            only: only.map(|c| self.outlet(c)),
            outlets: outlets.iter().map(|&c| self.outlet(c)).collect(),
            answers: s
                .answers
                .iter()
                .map(|&a| (self.d.statements[a].id.clone(), short(&self.words_of(a).0)))
                .collect(),
        }
    }
}

/// Pieces of a text in one line: with an ellipsis where words were left out between them.
fn joined(text: &str, spans: &[Span]) -> String {
    let mut out = String::new();
    let mut end: Option<usize> = None;
    for s in spans {
        let Some(piece) = text.get(s.start..s.end) else { continue };
        let between = end.map(|end| text.get(end..s.start).unwrap_or("…"));
        match between {
            None => {}
            Some(blank) if blank.trim().is_empty() => out.push_str(blank),
            Some(_) => out.push_str(" … "),
        }
        out.push_str(piece);
        end = Some(s.end);
    }
    fold(&out)
}

/// White space folded: the source's line breaks mean nothing on a page.
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first `most` words, and whether any were left out.
pub fn capped(text: &str, most: usize) -> (String, bool) {
    let mut ends = text.split_inclusive(char::is_whitespace);
    let kept: String = ends.by_ref().take(most).collect();
    if kept.len() == text.len() {
        (kept, false)
    } else {
        (format!("{} …", kept.trim_end()), true)
    }
}

/// A statement's words where only a glance is wanted.
pub fn short(text: &str) -> String {
    capped(text, 24).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_an_ellipsis_stands_where_words_are_missing_only() {
        let text = "one two  three";
        let pieces = |list: &[(usize, usize)]| -> Vec<Span> {
            list.iter().map(|(a, b)| Span::new(*a, *b)).collect()
        };
        assert_eq!(joined(text, &pieces(&[(0, 3), (4, 7)])), "one two");
        assert_eq!(joined(text, &pieces(&[(0, 3), (9, 14)])), "one … three");
        assert_eq!(joined(text, &pieces(&[(0, 2), (2, 3)])), "one");
    }

    #[test]
    fn ok_capped_says_that_words_are_missing() {
        assert_eq!(capped("one two three", 3), ("one two three".into(), false));
        assert_eq!(capped("one two three", 2), ("one two …".into(), true));
        assert_eq!(capped("", 2), (String::new(), false));
    }
}
