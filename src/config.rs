//! `site.toml` and `story.toml`, typed. The structures mirror the files.

pub mod check;
mod files;
pub mod load;
pub mod schema;

use crate::text::Span;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `site.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Title of the site; the one key that must be there.
    pub title: String,
    /// Address under which the site is published; used for feeds, the sitemap and canonical links only.
    #[serde(default)]
    pub base_url: Option<String>,
    /// BCP 47 tag of the site's own words.
    #[serde(default = "english")]
    pub language: String,
    /// Line below the title.
    #[serde(default)]
    pub description: Option<String>,
    /// Who is responsible for the site.
    #[serde(default)]
    pub author: Option<String>,
    /// Time zone of dates without one, as an offset from UTC: "+01:00".
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Output folder, relative to the site's root.
    #[serde(default = "public")]
    pub output: String,
    /// What of the sources is published.
    #[serde(default)]
    pub publish: Publish,
    /// How cautious the reading is.
    #[serde(default)]
    pub reading: ReadingSettings,
    /// Feeds.
    #[serde(default)]
    pub feeds: Feeds,
    /// Colours and fonts.
    #[serde(default)]
    pub theme: Theme,
    /// What is known about outlets.
    #[serde(default)]
    pub outlets: Vec<Outlet>,
    /// Speakers over all stories.
    #[serde(default)]
    pub speakers: Vec<SpeakerEntry>,
}

impl Site {
    /// The defaults, for a folder without `site.toml`.
    pub fn untitled() -> Self {
        Self {
            title: "Digest".into(),
            base_url: None,
            language: english(),
            description: None,
            author: None,
            time_zone: None,
            output: public(),
            publish: Publish::default(),
            reading: ReadingSettings::default(),
            feeds: Feeds::default(),
            theme: Theme::default(),
            outlets: Vec::new(),
            speakers: Vec::new(),
        }
    }
}

fn english() -> String {
    "en".into()
}

fn public() -> String {
    "public".into()
}

/// `[publish]`: how much of the sources' texts the site shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publish {
    /// `excerpts` (cited passages with a little context) or `full` (whole texts; those pages are `noindex`).
    pub mode: PublishMode,
    /// Most words shown of one statement in excerpts mode.
    pub statement_words: usize,
    /// Most words shown of one article in excerpts mode, as a percentage of the article.
    pub article_percent: u8,
}

impl Default for Publish {
    fn default() -> Self {
        Self { mode: PublishMode::Excerpts, statement_words: 120, article_percent: 60 }
    }
}

/// How much of an article is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PublishMode {
    /// Cited passages only.
    Excerpts,
    /// Whole texts.
    Full,
}

/// `[reading]`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReadingSettings {
    /// Below this probability a statement is left out.
    pub min_confidence: f32,
    /// Below this probability a statement is shown without a speaker.
    pub min_speaker_confidence: f32,
}

impl Default for ReadingSettings {
    fn default() -> Self {
        Self { min_confidence: 0.45, min_speaker_confidence: 0.5 }
    }
}

/// `[feeds]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Feeds {
    /// Write Atom feeds.
    pub atom: bool,
    /// Write JSON feeds.
    pub json: bool,
    /// Most entries of a feed.
    pub limit: usize,
}

impl Default for Feeds {
    fn default() -> Self {
        Self { atom: true, json: true, limit: 50 }
    }
}

/// `[theme]`: values of CSS custom properties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Theme {
    /// Accent colour on light ground, as `#rrggbb`.
    pub accent: Option<String>,
    /// Accent colour on dark ground, as `#rrggbb`.
    pub accent_dark: Option<String>,
    /// Font family of running text.
    pub text_font: Option<String>,
    /// Font family of headings.
    pub heading_font: Option<String>,
    /// Font family of the site's own words: labels, dates, outlets.
    pub ui_font: Option<String>,
}

/// `[[outlets]]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// Name as shown.
    pub name: String,
    /// Other spellings, as texts and pages give them.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its front page.
    #[serde(default)]
    pub url: Option<String>,
    /// Domains of its pages.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Country, as shown.
    #[serde(default)]
    pub country: Option<String>,
}

/// `[[speakers]]` of `site.toml` and `story.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SpeakerEntry {
    /// Name as shown.
    pub name: String,
    /// Role as shown.
    #[serde(default)]
    pub role: Option<String>,
    /// Other names and spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Name of the body it speaks for.
    #[serde(default)]
    pub speaks_for: Option<String>,
}

/// `story.toml`; every key may be missing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Story {
    /// Title; else the headline of the first article.
    pub title: Option<String>,
    /// Anchors articles that have no date of their own.
    pub date: Option<NaiveDate>,
    /// Line below the title.
    pub description: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Not published, only counted.
    pub draft: bool,
    /// What is known about the articles.
    pub articles: Vec<ArticleEntry>,
    /// Speakers.
    pub speakers: Vec<SpeakerEntry>,
    /// Claims that the editor pins, names, merges or drops.
    pub claims: Vec<ClaimEntry>,
    /// Corrections of the reading.
    pub corrections: Vec<Correction>,
}

/// `[[articles]]` of `story.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ArticleEntry {
    /// File name beside `story.toml`.
    pub file: String,
    /// Outlet.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Date or date-time of publication, as written; checked when loaded.
    pub published: Option<String>,
    /// Headline.
    pub headline: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Left out of the story.
    pub draft: bool,
}

/// `[[claims]]` of `story.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimEntry {
    /// Statement ids, or verbatim words, that state the claim.
    pub statements: Vec<String>,
    /// Its name on the page.
    pub title: Option<String>,
    /// Shown first, in the order of the file.
    pub pin: bool,
    /// Not shown.
    pub drop: bool,
    /// Bytes of `story.toml` where it stands.
    #[serde(skip)]
    pub place: Option<Span>,
}

/// `[[corrections]]` of `story.toml`: what the editor knows better.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Correction {
    /// File name of the article.
    pub file: String,
    /// Verbatim words of the content it is about (enough of them to be found once).
    pub words: String,
    /// Right speaker or speakers; an empty list: nobody.
    pub speakers: Option<Vec<String>>,
    /// Right act.
    pub act: Option<String>,
    /// Right date of saying, ISO; "" for unknown.
    pub said_on: Option<String>,
    /// Not a statement: hide it.
    pub hide: bool,
    /// Verbatim words of a statement (or its id) that this is the same as.
    pub same_as: Option<String>,
    /// Verbatim words of a statement (or its id) that this is not the same as.
    pub not_same_as: Option<String>,
    /// Why, for the record.
    pub note: Option<String>,
    /// When it was made; published in the feed of corrections where `public`.
    pub date: Option<NaiveDate>,
    /// Listed on the site as a correction.
    pub public: bool,
    /// Bytes of `story.toml` where its words stand.
    #[serde(skip)]
    pub place: Option<Span>,
}

/// Everything below the site's root that a build needs, in a fixed order.
#[derive(Clone, Debug, PartialEq)]
pub struct Sources {
    /// `site.toml`.
    pub site: Site,
    /// The stories by folder name.
    pub stories: BTreeMap<String, Story>,
}

#[cfg(test)]
mod tests {
    use super::{
        schema::{ACTS, FRONT_MATTER, Key, Kind, SITE, STORY},
        *,
    };
    use crate::attribution::Act;

    /// Every key of `keys` with a value that differs from the default.
    fn full(keys: &[Key]) -> toml::Table {
        keys.iter()
            .map(|k| {
                let text = |s: &str| toml::Value::String(s.into());
                let value = match k.kind {
                    Kind::Flag => true.into(),
                    Kind::Count(..) => 7.into(),
                    Kind::Fraction => 0.5.into(),
                    Kind::Texts => toml::Value::Array(vec![text("a")]),
                    Kind::Choice(words) => text(words[words.len() - 1]),
                    Kind::Table(inner) => full(inner).into(),
                    Kind::Tables(inner) => toml::Value::Array(vec![full(inner).into()]),
                    Kind::Day | Kind::DayOrTime => text("2022-03-14"),
                    _ => text("x"),
                };
                (k.name.to_owned(), value)
            })
            .collect()
    }

    fn same_keys<T: serde::de::DeserializeOwned + Serialize>(keys: &[Key]) {
        let given = full(keys);
        let read: T = given.clone().try_into().unwrap();
        let written = toml::Table::try_from(&read).unwrap();
        for (name, value) in &written {
            assert_eq!(given.get(name), Some(value), "{name} is not in the table of keys");
        }
        assert_eq!(given.len(), written.len());
    }

    #[test]
    fn the_tables_of_keys_agree_with_the_structures() {
        same_keys::<Site>(SITE);
        same_keys::<Story>(STORY);
        let front: ArticleEntry = full(FRONT_MATTER).try_into().unwrap();
        assert_eq!(toml::Table::try_from(&front).unwrap().len(), FRONT_MATTER.len() + 1);
    }

    /// Every default that a key's text names is the one that holds, and every default that holds is named.
    fn same_defaults(keys: &[Key], defaults: &toml::Table, place: &str) {
        for k in keys {
            let place = format!("{place}{}", k.name);
            let holds = defaults.get(k.name);
            if let Kind::Table(inner) = k.kind {
                let table = holds.and_then(|v| v.as_table()).unwrap();
                same_defaults(inner, table, &format!("{place}."));
                continue;
            }
            let said = k.meaning_and_default().1.and_then(|d| {
                let table: toml::Table = format!("x = {d}").parse().ok()?;
                table.get("x").cloned()
            });
            let empty = |v: &&toml::Value| {
                v.as_array().is_some_and(Vec::is_empty) || v.as_str() == Some("")
            };
            let holds = holds.filter(|v| !k.required && !empty(v)).cloned();
            let text = |v: &Option<toml::Value>| v.as_ref().map(ToString::to_string);
            // A number read from an f32 has more digits than its text.
            let near = match (&holds, &said) {
                (Some(toml::Value::Float(a)), Some(toml::Value::Float(b))) => (a - b).abs() < 1e-6,
                _ => false,
            };
            assert!(
                near || text(&holds) == text(&said),
                "{place}: {holds:?} holds, {said:?} is said"
            );
        }
    }

    #[test]
    fn the_defaults_that_are_described_are_the_defaults() {
        let table = |v: toml::Value| v.as_table().cloned().unwrap();
        same_defaults(SITE, &table(toml::Value::try_from(Site::untitled()).unwrap()), "");
        same_defaults(STORY, &table(toml::Value::try_from(Story::default()).unwrap()), "");
        let entry = ArticleEntry::default();
        same_defaults(FRONT_MATTER, &table(toml::Value::try_from(entry).unwrap()), "articles.");
    }

    #[test]
    fn the_acts_of_corrections_are_the_acts() {
        for name in ACTS {
            let act: Act = serde_json::from_value((*name).into()).unwrap();
            assert_eq!(serde_json::to_value(act).unwrap(), *name);
        }
    }
}
