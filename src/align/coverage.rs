//! Views over a digest: which outlet carries which statement, who is heard, how wordings differ.

use crate::{
    attribution::Quotation,
    entity::EntityKind,
    reading::Reading,
    story::{Digest, Instance},
    text::Span,
};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};

/// Least likeness of two wordings, 0 to 1, at which a word-by-word comparison shows anything.
const CLOSE: f32 = 0.4;

/// One outlet of a story and its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The outlet's name; an article without an outlet is a column by itself, under its identifier.
    pub outlet: String,
    /// Whether the outlet is known.
    pub known: bool,
    /// Indices of its articles.
    pub articles: Vec<usize>,
}

/// How an outlet carries a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carried {
    /// No word of it in the texts held here.
    NotFound,
    /// In its own words.
    Reported,
    /// At least some of it between quotation marks.
    Quoted,
}

/// Who carries what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The outlets, by name.
    pub columns: Vec<Column>,
    /// For each statement a cell for each column.
    pub rows: Vec<Vec<Carried>>,
    /// For each statement the one column that has it, where it is one only. Outlets that print one wire text count as one.
    pub only: Vec<Option<usize>>,
}

/// Whom an outlet lets speak, in instances of statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// Named people.
    pub people: usize,
    /// Named organisations and governments.
    pub bodies: usize,
    /// Sources that are described, not named, and groups.
    pub unnamed: usize,
    /// Statements without a speaker.
    pub unattributed: usize,
    /// Of all, those quoted at least in part.
    pub quoted: usize,
    /// Of all, those that came by way of another outlet or medium.
    pub relayed: usize,
}

impl Heard {
    /// All instances.
    pub fn all(&self) -> usize {
        self.people + self.bodies + self.unnamed + self.unattributed
    }
}

/// The columns of a story.
pub fn columns(articles: &[Reading]) -> Vec<Column> {
    let mut by: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    for (i, r) in articles.iter().enumerate() {
        let key = match r.article.meta.outlet.as_deref() {
            Some(outlet) => (false, outlet),
            None => (true, r.article.id.as_str()),
        };
        by.entry(key).or_default().push(i);
    }
    by.into_iter()
        .map(|((unknown, name), articles)| Column {
            outlet: name.to_owned(),
            known: !unknown,
            articles,
        })
        .collect()
}

/// Which outlet carries which statement.
pub fn coverage(d: &Digest) -> Coverage {
    let columns = columns(&d.articles);
    let mut column_of = vec![0; d.articles.len()];
    for (c, column) in columns.iter().enumerate() {
        for &a in &column.articles {
            column_of[a] = c;
        }
    }
    let wire: BTreeMap<usize, usize> = d
        .syndicated
        .iter()
        .enumerate()
        .flat_map(|(g, s)| s.articles.iter().map(move |&a| (a, g)))
        .collect();
    let mut rows = Vec::with_capacity(d.statements.len());
    let mut only = Vec::with_capacity(d.statements.len());
    for s in &d.statements {
        let mut row = vec![Carried::NotFound; columns.len()];
        for i in &s.instances {
            let cell = &mut row[column_of[i.article]];
            *cell = (*cell).max(carried(d, i));
        }
        let texts: BTreeSet<Result<usize, usize>> = s
            .instances
            .iter()
            .map(|i| wire.get(&i.article).map_or(Err(column_of[i.article]), |g| Ok(*g)))
            .collect();
        let first = row.iter().position(|c| *c != Carried::NotFound);
        let alone =
            texts.len() == 1 && row.iter().filter(|c| **c != Carried::NotFound).count() == 1;
        only.push(first.filter(|_| alone && columns.len() > 1));
        rows.push(row);
    }
    Coverage { columns, rows, only }
}

fn carried(d: &Digest, i: &Instance) -> Carried {
    match d.articles[i.article].attributions[i.attribution].quotation {
        Quotation::Indirect => Carried::Reported,
        Quotation::Direct | Quotation::Mixed => Carried::Quoted,
    }
}

/// Whom each outlet lets speak, by the columns of [`columns`]. Of articles that print one wire text only the first counts.
pub fn heard(d: &Digest) -> Vec<(Column, Heard)> {
    let copies: BTreeSet<usize> =
        d.syndicated.iter().flat_map(|s| s.articles.iter().skip(1).copied()).collect();
    columns(&d.articles)
        .into_iter()
        .map(|column| {
            let mut out = Heard::default();
            let own = d.statements.iter().flat_map(|s| &s.instances);
            for i in
                own.filter(|i| column.articles.contains(&i.article) && !copies.contains(&i.article))
            {
                let kinds: Vec<EntityKind> =
                    i.speakers.iter().map(|&s| d.speakers[s].kind).collect();
                let any = |k: &[EntityKind]| kinds.iter().any(|x| k.contains(x));
                if kinds.is_empty() {
                    out.unattributed += 1;
                } else if any(&[EntityKind::Person]) {
                    out.people += 1;
                } else if any(&[EntityKind::Organisation, EntityKind::Government]) {
                    out.bodies += 1;
                } else {
                    out.unnamed += 1;
                }
                out.quoted += usize::from(carried(d, i) == Carried::Quoted);
                out.relayed += usize::from(!i.via.is_empty());
            }
            (column, out)
        })
        .collect()
}

/// A stretch of a wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Bytes of the article's reading text.
    pub span: Span,
    /// Whether the representative wording has these words too; `None` where the texts are too far apart to compare.
    pub common: Option<bool>,
}

/// How one instance words a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Index of the instance.
    pub instance: usize,
    /// Its content, cut where it starts or ends to agree with the representative.
    pub stretches: Vec<Stretch>,
}

/// The wordings of a statement: the representative first, then the others in their order, each compared with it word
/// by word where they are close. Where several instances have the very same words the first stands for all.
pub fn wordings(d: &Digest, statement: usize) -> Vec<Wording> {
    let s = &d.statements[statement];
    let base = tokens(d, &s.instances[s.representative]);
    let base_words: Vec<&str> = base.iter().map(|t| t.1.as_str()).collect();
    let mut order: Vec<usize> = (0..s.instances.len()).filter(|&i| i != s.representative).collect();
    order.insert(0, s.representative);
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut out = Vec::new();
    for index in order {
        let own = tokens(d, &s.instances[index]);
        let words: Vec<&str> = own.iter().map(|t| t.1.as_str()).collect();
        if !seen.insert(own.iter().map(|t| t.1.clone()).collect()) {
            continue;
        }
        let ops = capture_diff_slices(Algorithm::Myers, &base_words, &words);
        let mut common = vec![false; own.len()];
        for op in &ops {
            if let DiffOp::Equal { new_index, len, .. } = op {
                common[*new_index..new_index + len].fill(true);
            }
        }
        let equal = common.iter().filter(|c| **c).count() as f32;
        let close = equal / own.len().min(base.len()).max(1) as f32 >= CLOSE;
        let mut stretches: Vec<Stretch> = Vec::new();
        for (i, (span, _)) in own.iter().enumerate() {
            let mark = close.then_some(common[i]);
            match stretches.last_mut() {
                Some(last)
                    if last.common == mark && joined(d, &s.instances[index], last.span, *span) =>
                {
                    last.span = last.span.cover(*span);
                }
                _ => stretches.push(Stretch { span: *span, common: mark }),
            }
        }
        out.push(Wording { instance: index, stretches });
    }
    out
}

/// Whether two stretches lie in one piece of the content.
fn joined(d: &Digest, i: &Instance, a: Span, b: Span) -> bool {
    let content = &d.articles[i.article].attributions[i.attribution].content;
    content.iter().any(|s| s.contains(a) && s.contains(b))
}

/// The tokens of an instance's content, with what is compared of them: folded words; marks compare as themselves
/// but for the kind of quotation mark.
fn tokens(d: &Digest, i: &Instance) -> Vec<(Span, String)> {
    let reading = &d.articles[i.article];
    let document = &reading.document;
    reading.attributions[i.attribution]
        .content
        .iter()
        .flat_map(|s| document.tokens_in(*s))
        .map(|t| {
            let text = t.span.of(&document.text);
            let word = match t.kind {
                crate::text::TokenKind::Quote => "\"".to_owned(),
                _ => text.to_lowercase().replace('’', "'"),
            };
            (t.span, word)
        })
        .collect()
}
