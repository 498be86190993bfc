//! Views over a digest: which outlet carries which statement, who is heard, who is credited, who is introduced as what,
//! how wordings differ.
//!
//! All of them are pure functions of the [`Digest`]; pages and exports call them. Their order is that of names and
//! indices, never that of a hash map.
//!
//! | view | answers |
//! |---|---|
//! | [`columns`] | which outlets there are, and which articles are theirs |
//! | [`coverage`] | statement by outlet: quoted, reported, not found; which one only has it |
//! | [`heard`] | whom each outlet lets speak: named, unnamed, official, documents, nobody |
//! | [`credits`] | which outlets and media are credited for what was said |
//! | [`introductions`] | who is introduced under different roles |
//! | [`wordings`] | one statement in the words of each instance, differences marked |

use super::words::{entries, fold, lexicon};
use crate::{
    attribution::{Quotation, ViaKind},
    entity::EntityKind,
    reading::Reading,
    story::{Digest, Instance, Speaker},
    text::Span,
};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// Least share of the shorter wording's content words, 0 to 1, that stand in both in one order, at which a word-by-word
/// comparison shows anything.
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
    /// Documents: reports, letters, court papers that nobody is named for.
    pub documents: usize,
    /// Statements without a speaker.
    pub unattributed: usize,
    /// Of all, those of governments, of whoever speaks for them and of who holds an office ("police", "a minister").
    pub official: usize,
    /// Of all, those quoted at least in part.
    pub quoted: usize,
    /// Of all, those that came by way of another outlet or medium.
    pub relayed: usize,
}

impl Heard {
    /// All instances.
    pub fn all(&self) -> usize {
        self.people + self.bodies + self.unnamed + self.documents + self.unattributed
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
    // Once a speaker, not once a statement: a spokesperson has hundreds of them.
    let official: Vec<bool> = d.speakers.iter().map(|s| is_official(d, s)).collect();
    columns(&d.articles)
        .into_iter()
        .map(|column| {
            let mut out = Heard::default();
            let own = d.statements.iter().flat_map(|s| &s.instances);
            for i in
                own.filter(|i| column.articles.contains(&i.article) && !copies.contains(&i.article))
            {
                let who: Vec<&Speaker> = i.speakers.iter().map(|&s| &d.speakers[s]).collect();
                let any = |k: &[EntityKind]| who.iter().any(|s| k.contains(&s.kind));
                if who.is_empty() {
                    out.unattributed += 1;
                } else if any(&[EntityKind::Person]) {
                    out.people += 1;
                } else if who.iter().all(|s| is_document(&s.name)) {
                    out.documents += 1;
                } else if any(&[EntityKind::Organisation, EntityKind::Government]) {
                    out.bodies += 1;
                } else {
                    out.unnamed += 1;
                }
                out.official += usize::from(i.speakers.iter().any(|&s| official[s]));
                out.quoted += usize::from(carried(d, i) == Carried::Quoted);
                out.relayed += usize::from(!i.via.is_empty());
            }
            (column, out)
        })
        .collect()
}

/// Whether a description names something written ("a court filing", "the report of the ministry").
fn is_document(name: &str) -> bool {
    let head = |w: &&str| !matches!(*w, "of" | "by" | "from" | "on" | "in" | "for" | "to");
    // "Post" is a name, "a post" a document.
    let last = name.split_whitespace().take_while(head).last();
    last.filter(|w| w.starts_with(char::is_lowercase))
        .is_some_and(|w| crate::entity::lexicon::lexicon().document(&fold(w)).is_some())
}

/// Whether a speaker speaks for a state or holds one of its offices.
fn is_official(d: &Digest, s: &Speaker) -> bool {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let words = WORDS
        .get_or_init(|| entries(include_str!("../../data/en/align/official_words.txt")).collect());
    let government = |s: &Speaker| s.kind == EntityKind::Government;
    let office = |text: &str| text.split([' ', '-', '.']).any(|w| words.contains(fold(w).as_str()));
    let described = if s.kind == EntityKind::Person {
        s.roles.iter().any(|(_, role)| office(role))
    } else {
        office(&s.name)
    };
    government(s) || s.speaks_for.is_some_and(|b| government(&d.speakers[b])) || described
}

/// An outlet, medium or reporter that articles credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Its name as most articles print it.
    pub name: String,
    /// What it is.
    pub kind: ViaKind,
    /// Index of its own column, where it is one of the outlets compared.
    pub column: Option<usize>,
    /// Where it is credited: (statement, instance).
    pub places: Vec<(usize, usize)>,
}

/// Who is credited for what was said, most often credited first; places and occasions are left out.
pub fn credits(d: &Digest) -> Vec<Credit> {
    let columns = columns(&d.articles);
    let mut by: BTreeMap<(ViaKind, String), (BTreeMap<&str, usize>, Vec<(usize, usize)>)> =
        BTreeMap::new();
    for (s, statement) in d.statements.iter().enumerate() {
        for (k, i) in statement.instances.iter().enumerate() {
            for via in &d.articles[i.article].attributions[i.attribution].via {
                if via.kind == ViaKind::Venue {
                    continue;
                }
                let (forms, places) = by.entry((via.kind, bare_name(&via.name))).or_default();
                *forms.entry(&via.name).or_default() += 1;
                if places.last() != Some(&(s, k)) {
                    places.push((s, k));
                }
            }
        }
    }
    let mut out: Vec<Credit> = by
        .into_iter()
        .map(|((kind, key), (forms, places))| {
            let name = forms
                .iter()
                .max_by_key(|(form, n)| (**n, std::cmp::Reverse(**form)))
                .map_or_else(String::new, |(form, _)| (*form).to_owned());
            let own = |c: &Column| c.known && bare_name(&c.outlet) == key;
            Credit { name, kind, column: columns.iter().position(own), places }
        })
        .collect();
    out.sort_by(|a, b| b.places.len().cmp(&a.places.len()).then(a.name.cmp(&b.name)));
    out
}

/// A name as it is compared: folded, without an article before it.
fn bare_name(name: &str) -> String {
    let folded: Vec<String> = name.split_whitespace().map(fold).collect();
    let from = usize::from(folded.len() > 1 && folded[0] == "the");
    folded[from..].join(" ")
}

/// One speaker under the roles by which articles introduce them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// Index of the speaker.
    pub speaker: usize,
    /// Roles with the articles that give them, the most frequent first. Roles of the same content words are one.
    pub roles: Vec<(String, Vec<usize>)>,
    /// Articles that let the speaker speak and give no role.
    pub without: Vec<usize>,
}

/// The speakers whom articles introduce under different roles, by their index.
pub fn introductions(d: &Digest) -> Vec<Introduction> {
    let mut speaking: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for i in d.statements.iter().flat_map(|s| &s.instances) {
        for &s in &i.speakers {
            speaking.entry(s).or_default().insert(i.article);
        }
    }
    let mut out = Vec::new();
    for (index, speaker) in d.speakers.iter().enumerate() {
        // By content words: (forms, articles).
        let mut by: BTreeMap<BTreeSet<String>, (BTreeMap<&str, usize>, BTreeSet<usize>)> =
            BTreeMap::new();
        for (article, role) in &speaker.roles {
            let key: BTreeSet<String> = role
                .split_whitespace()
                .map(fold)
                .filter(|w| !lexicon().is_function(w))
                .map(|w| lexicon().term(&w))
                .collect();
            if key.is_empty() {
                continue;
            }
            let (forms, articles) = by.entry(key).or_default();
            *forms.entry(role).or_default() += 1;
            articles.insert(*article);
        }
        if by.len() < 2 {
            continue;
        }
        let introduced: BTreeSet<usize> =
            by.values().flat_map(|(_, a)| a.iter().copied()).collect();
        let heard = speaking.get(&index);
        let without = heard.into_iter().flatten().filter(|a| !introduced.contains(a)).copied();
        let mut roles: Vec<(String, Vec<usize>)> = by
            .into_values()
            .map(|(forms, articles)| {
                let most = forms
                    .iter()
                    .max_by_key(|(form, n)| (**n, std::cmp::Reverse(**form)))
                    .map_or_else(String::new, |(form, _)| (*form).to_owned());
                (most, articles.into_iter().collect())
            })
            .collect();
        roles.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
        out.push(Introduction { speaker: index, roles, without: without.collect() });
    }
    out
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
    let base_words: Vec<&str> = base.iter().map(|t| t.word.as_str()).collect();
    let mut order: Vec<usize> = (0..s.instances.len()).filter(|&i| i != s.representative).collect();
    order.insert(0, s.representative);
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut out = Vec::new();
    for index in order {
        let own = tokens(d, &s.instances[index]);
        let words: Vec<&str> = own.iter().map(|t| t.word.as_str()).collect();
        if !seen.insert(own.iter().map(|t| t.word.clone()).collect()) {
            continue;
        }
        let ops = capture_diff_slices(Algorithm::Myers, &base_words, &words);
        let mut common = vec![false; own.len()];
        for op in &ops {
            if let DiffOp::Equal { new_index, len, .. } = op {
                common[*new_index..new_index + len].fill(true);
            }
        }
        // A function word between changes agrees by chance.
        for i in 0..own.len() {
            let beside = |k: Option<usize>| k.and_then(|k| common.get(k)).copied().unwrap_or(false);
            if common[i] && !own[i].content && !beside(i.checked_sub(1)) && !beside(Some(i + 1)) {
                common[i] = false;
            }
        }
        // Marks go with the word before them: that a comma became a full stop is no other wording.
        for i in 1..own.len() {
            if !own[i].word.chars().any(char::is_alphanumeric) {
                common[i] = common[i - 1];
            }
        }
        if own.len() > 1 && !own[0].word.chars().any(char::is_alphanumeric) {
            common[0] = common[1];
        }
        let contents = |t: &[Token]| t.iter().filter(|t| t.content).count();
        let equal = own.iter().zip(&common).filter(|(t, c)| t.content && **c).count();
        let fewest = contents(&own).min(contents(&base)).max(1);
        let close = equal as f32 / fewest as f32 >= CLOSE;
        let mut stretches: Vec<Stretch> = Vec::new();
        for (i, Token { span, .. }) in own.iter().enumerate() {
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

/// A token of a wording.
struct Token {
    span: Span,
    /// What is compared of it.
    word: String,
    /// Whether it carries content.
    content: bool,
}

/// The tokens of an instance's content: folded words; marks compare as themselves but for the kind of quotation mark.
fn tokens(d: &Digest, i: &Instance) -> Vec<Token> {
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
                crate::text::TokenKind::Punct => text.to_owned(),
                _ => fold(text),
            };
            let content = word.chars().any(char::is_alphanumeric) && !lexicon().is_function(&word);
            Token { span: t.span, word, content }
        })
        .collect()
}
