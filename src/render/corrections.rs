//! The editor's corrections that are public: what was corrected, and where it stands now.

use super::views::{OutletView, Views, fold};
use crate::{config::Correction, export::correction_id};
use serde::Serialize;

/// A correction.
#[derive(Debug, Serialize)]
pub struct CorrectionView {
    /// Anchor without `correction-`.
    pub id: String,
    /// ISO day it was made on.
    pub date: Option<String>,
    /// The words it is about.
    pub words: String,
    /// The outlet that has them; `None`: the article is no longer there.
    pub outlet: Option<OutletView>,
    /// Identifier of the statement that has the words now.
    pub statement: Option<String>,
    /// Who said it, as corrected; an empty list: nobody.
    pub speakers: Option<Vec<String>>,
    /// The act as corrected, as exported.
    pub act: Option<String>,
    /// Its label.
    pub act_label: Option<String>,
    /// The ISO day as corrected; empty: not known.
    pub said_on: Option<String>,
    /// Whether it was taken out.
    pub hide: bool,
    /// Whether it was joined with another statement.
    pub joined: bool,
    /// Whether it was separated from one.
    pub separated: bool,
    /// Why.
    pub note: Option<String>,
}

/// The corrections of a story, in the order of `story.toml`.
pub fn corrections(v: &Views<'_>) -> Vec<CorrectionView> {
    v.d.corrections.iter().map(|c| view(v, c)).collect()
}

fn view(v: &Views<'_>, c: &Correction) -> CorrectionView {
    let named = |path: &str| path.rsplit('/').next() == Some(&c.file);
    let article = v.d.articles.iter().position(|r| named(&r.article.path));
    let words = fold(&c.words);
    let holds = |s: &crate::story::Statement| {
        s.instances.iter().any(|i| {
            let content = &v.d.articles[i.article].attributions[i.attribution].content;
            Some(i.article) == article && v.text(i.article, content).contains(&words)
        })
    };
    CorrectionView {
        id: correction_id(c),
        date: c.date.map(|d| d.to_string()),
        outlet: article.map(|a| v.outlet_of(a)),
        statement: v.d.statements.iter().find(|s| holds(s)).map(|s| s.id.clone()),
        speakers: c.speakers.clone(),
        act_label: c.act.as_deref().map(|a| v.words.act(a)),
        act: c.act.clone(),
        said_on: c.said_on.clone(),
        hide: c.hide,
        joined: c.same_as.is_some(),
        separated: c.not_same_as.is_some(),
        note: c.note.clone(),
        words,
    }
}
