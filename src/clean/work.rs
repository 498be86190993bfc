//! The cleaning of one article, step by step.

use super::{
    Block, Cleaned, Removed, RemovedKind,
    head::{self, folded},
    lines::{self, Line, Wrapping},
    rules::{Match, RULES, Rule, Zone},
};
use crate::{
    article::{Article, Meta, Published, PublishedFrom, credits, dates},
    diagnostic::Diagnostic,
    text::{ParagraphKind, Span},
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Share of an article's words, in per cent, that an end marker may take with it.
const MOST_CUT_AFTER_THE_END: usize = 40;
/// A line of so many words that ends as a sentence does is running text.
const LONG: usize = 12;
/// After an end marker, so many words of a finished sentence show that the article goes on.
const GOES_ON: usize = 8;
/// Lines that a heading of links may take with it inside the text.
const SECTION_LINES: usize = 10;

/// Why a line is cut.
#[derive(Clone, Debug)]
struct Cut {
    kind: RemovedKind,
    rule: &'static str,
    /// Whether the article is over here.
    end: bool,
    /// Whether lines below belong to it.
    section: bool,
}

impl Cut {
    fn by(rule: &'static Rule) -> Self {
        Self { kind: rule.kind, rule: &rule.id, end: rule.end, section: rule.section }
    }

    fn plain(kind: RemovedKind, rule: &'static str) -> Self {
        Self { kind, rule, end: false, section: false }
    }
}

/// An article on its way.
struct Work<'a> {
    article: &'a Article,
    near: Option<NaiveDate>,
    lines: Vec<Line>,
    wrapping: Option<Wrapping>,
    cuts: Vec<Option<Cut>>,
    kinds: Vec<Option<ParagraphKind>>,
    suffix: Option<(usize, Span)>,
    meta: Meta,
    /// Day printed in a line of its own, and in the dateline.
    printed: Option<NaiveDate>,
    diagnostics: Vec<Diagnostic>,
}

pub(super) fn clean(article: &Article, lines: Vec<Line>, near: Option<NaiveDate>) -> Cleaned {
    let near = article.meta.published.as_ref().map(|p| p.date).or(near);
    let wrapping = lines::wrapping(&lines);
    let n = lines.len();
    let mut work = Work {
        article,
        near,
        wrapping,
        cuts: vec![None; n],
        kinds: lines.iter().map(|l| l.kind).collect(),
        lines,
        suffix: None,
        meta: article.meta.clone(),
        printed: None,
        diagnostics: vec![],
    };
    work.apply(Zone::Any, 0, n);
    work.head();
    let last = work.body().last().map_or(0, |i| i + 1);
    work.apply(Zone::Foot, last, n);
    work.sections();
    work.tail();
    work.duplicates();
    work.finish()
}

impl Work<'_> {
    /// Lines of running text that nothing cut so far.
    fn body(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.lines.len()).filter(|&i| self.cuts[i].is_none() && self.is_body(i))
    }

    fn is_body(&self, i: usize) -> bool {
        let line = &self.lines[i];
        let words = line.words();
        words >= LONG && line.finished() && line.kind != Some(ParagraphKind::Heading)
            || words >= 40
            || lines::is_wrapped_body(line, self.wrapping) && self.has_wrapped_neighbour(i)
    }

    fn has_wrapped_neighbour(&self, i: usize) -> bool {
        let joined =
            |a: usize, b: usize| lines::reads_on(&self.lines[a], &self.lines[b], self.wrapping);
        i > 0 && joined(i - 1, i) || i + 1 < self.lines.len() && joined(i, i + 1)
    }

    /// Cuts the lines `from..to` that a rule of `zone` matches.
    fn apply(&mut self, zone: Zone, from: usize, to: usize) {
        for i in from..to {
            // A line in the middle of wrapped text is no unit.
            let wrapped = i > 0
                && self.wrapping.is_some()
                && self.cuts[i - 1].is_none()
                && lines::reads_on(&self.lines[i - 1], &self.lines[i], self.wrapping);
            if self.cuts[i].is_some() || wrapped {
                continue;
            }
            let text = self.lines[i].text.clone();
            if let Some(found) = RULES.of_line(&text).find(|m| m.rule.zone == zone) {
                self.read_captures(&found);
                self.cuts[i] = Some(Cut::by(found.rule));
            }
        }
    }

    /// Takes over what a matched line says about the article.
    fn read_captures(&mut self, found: &Match) {
        let group = |name: &str| found.captures.name(name).map(|m| m.as_str());
        if let Some(outlet) = group("outlet").and_then(credits::outlet)
            && self.meta.outlet.is_none()
        {
            self.meta.outlet = Some(outlet);
        }
        if let Some(agency) = group("agency").and_then(credits::agency)
            && self.meta.agency.is_none()
        {
            self.meta.agency = Some(agency.to_owned());
        }
        if let Some(author) = group("author")
            && self.meta.authors.is_empty()
        {
            self.meta.authors = credits::authors(author);
            // "By Jane Doe, Reuters" and "By Jane Doe | AFP": a desk stands where an agency may.
            let line = found.captures.get(0).map_or("", |m| m.as_str());
            let named = line
                .split([',', '|', '–', '—', '·', '•', '/', '(', ')'])
                .skip(1)
                .find_map(credits::agency);
            if self.meta.agency.is_none() {
                self.meta.agency = named.map(str::to_owned);
            }
        }
        if let Some(day) = group("date").and_then(|d| dates::printed_day(d, self.near))
            && self.printed.is_none()
        {
            self.printed = Some(day);
        }
        if let Some(modified) = group("modified")
            && self.meta.modified.is_none()
        {
            self.meta.modified = Some(modified.trim().to_owned());
        }
    }

    fn head(&mut self) {
        let first = self.body().next();
        let end = first.unwrap_or(self.lines.len());
        self.apply(Zone::Head, 0, end);
        let before: Vec<usize> = (0..end).filter(|&i| self.cuts[i].is_none()).collect();
        let head = head::read(&self.lines, &before, first, &self.meta);
        for (i, kind) in head.kinds {
            self.kinds[i] = Some(kind);
            let words = self.lines[i].text.clone();
            let words = match head.suffix {
                Some((at, span)) if at == i => {
                    words[..words.len() - span.len()].trim_end().to_owned()
                }
                _ => words,
            };
            match kind {
                ParagraphKind::Headline if self.meta.headline.is_none() => {
                    self.meta.headline = Some(words)
                }
                ParagraphKind::Deck if self.meta.deck.is_none() => self.meta.deck = Some(words),
                _ => {}
            }
        }
        for (i, kind, rule) in head.cuts {
            self.cuts[i] = Some(Cut::plain(kind, rule));
        }
        self.suffix = head.suffix;
        if self.meta.outlet.is_none() {
            self.meta.outlet = head.outlet;
        }
    }

    /// Lines below a heading of links, as long as they are neither sentences nor long.
    fn sections(&mut self) {
        for i in 0..self.lines.len() {
            let Some(cut) = self.cuts[i].clone().filter(|c| c.section) else { continue };
            for j in i + 1..self.lines.len().min(i + 1 + SECTION_LINES) {
                let line = &self.lines[j];
                if self.cuts[j].is_some() {
                    continue;
                }
                if line.finished()
                    || line.words() > 25
                    || self.is_body(j)
                    || self.kinds[j] == Some(ParagraphKind::Headline)
                    || line.text.ends_with(':')
                {
                    break;
                }
                self.cuts[j] = Some(Cut::plain(cut.kind, cut.rule));
            }
        }
    }

    /// Everything after the first end marker after which nothing long and finished follows.
    fn tail(&mut self) {
        let n = self.lines.len();
        let Some(first) = self.body().next() else { return };
        let words: Vec<usize> = self.lines.iter().map(Line::words).collect();
        let total: usize = words.iter().sum();
        let goes_on = |w: &Self, j: usize| {
            w.cuts[j].is_none() && (w.lines[j].finished() && words[j] >= GOES_ON || w.is_body(j))
        };
        let last = (0..n).rev().find(|&j| goes_on(self, j)).unwrap_or(first);
        let marker = (last + 1..n).find(|&i| self.cuts[i].as_ref().is_some_and(|c| c.end));
        let Some(marker) = marker else {
            if let Some(i) = (first..last).find(|&i| {
                self.cuts[i].as_ref().is_some_and(|c| {
                    c.end && c.kind != RemovedKind::Related && c.kind != RemovedKind::Ad
                })
            }) {
                let span = self.lines[i].span();
                self.diagnostics.push(
                    Diagnostic::new(
                        crate::diagnostic::Severity::Note,
                        "text-after-end",
                        "the article seems to end here, but sentences follow; they were kept",
                    )
                    .at(&self.article.path)
                    .span(span)
                    .help("delete what is not the article's from the file, if anything"),
                );
            }
            return;
        };
        let rest: usize = words[marker..].iter().sum();
        if rest * 100 > total * MOST_CUT_AFTER_THE_END {
            return;
        }
        let mut cut = Cut::plain(RemovedKind::Related, "after-the-end");
        for j in marker..n {
            match &self.cuts[j] {
                Some(c) if c.end => cut.kind = c.kind,
                Some(_) => {}
                None => self.cuts[j] = Some(cut.clone()),
            }
        }
    }

    /// Long paragraphs, and the headline, printed a second time.
    fn duplicates(&mut self) {
        let mut seen = BTreeSet::new();
        let headline = self.meta.headline.as_deref().map(folded).unwrap_or_default();
        for i in 0..self.lines.len() {
            if self.cuts[i].is_some() || self.wrapping.is_some() && self.has_wrapped_neighbour(i) {
                continue;
            }
            let line = folded(&self.lines[i].text);
            let is_headline = self.kinds[i] == Some(ParagraphKind::Headline);
            if !is_headline && line.len() > 12 && line == headline && !self.lines[i].finished() {
                self.cuts[i] = Some(Cut::plain(RemovedKind::Duplicate, "headline-twice"));
            } else if self.lines[i].words() >= LONG && !seen.insert(line) {
                self.cuts[i] = Some(Cut::plain(RemovedKind::Duplicate, "paragraph-twice"));
            }
        }
    }

    fn finish(mut self) -> Cleaned {
        let source = &self.article.text;
        let mut removed: Vec<Removed> = Vec::new();
        for (line, cut) in self.lines.iter().zip(&self.cuts) {
            if let Some(c) = cut {
                removed.push(Removed { span: line.span(), kind: c.kind, rule: c.rule.to_owned() });
            }
        }
        if let Some((_, span)) = self.suffix {
            removed.push(Removed {
                span,
                kind: RemovedKind::Navigation,
                rule: "site-suffix".into(),
            });
        }
        // Inline furniture, then lines that read on.
        let mut blocks: Vec<Block> = Vec::new();
        let mut last: Option<usize> = None;
        for i in 0..self.lines.len() {
            if self.cuts[i].is_some() {
                continue;
            }
            let mut pieces = self.lines[i].pieces.clone();
            if let Some((at, span)) = self.suffix
                && at == i
                && let Some(p) = pieces.last_mut()
            {
                *p = Span::new(p.start, span.start).trim(source);
            }
            let text = self.lines[i].text.clone();
            let found = RULES.in_line(&text).next();
            if let Some(m) = found
                && let (Some(cut), [piece]) = (m.captures.name("cut"), pieces.as_mut_slice())
                && piece.len() == text.len()
                && self.may_cut_inline(i, m.rule)
            {
                let span = Span::new(piece.start + cut.start(), piece.start + cut.end());
                removed.push(Removed {
                    span: span.trim(source),
                    kind: m.rule.kind,
                    rule: m.rule.id.clone(),
                });
                *piece = Span::new(piece.start, span.start).trim(source);
                self.read_captures(&m);
            }
            let joins = last == i.checked_sub(1)
                && last.is_some_and(|l| self.kinds[l].is_none() && self.kinds[i].is_none() && lines::reads_on(&self.lines[l], &self.lines[i], self.wrapping))
                // Nothing of the text stands before the first line; an item may read on.
                || last.is_some_and(|l| l + 1 == i && self.kinds[l] == Some(ParagraphKind::Item) && self.kinds[i].is_none() && lines::reads_on(&self.lines[l], &self.lines[i], self.wrapping));
            match blocks.last_mut() {
                Some(block) if joins => block.pieces.extend(pieces),
                _ => blocks
                    .push(Block { kind: self.kinds[i].unwrap_or(ParagraphKind::Body), pieces }),
            }
            last = Some(i);
        }
        headings(source, &mut blocks);
        self.complete(source, &blocks);
        removed.sort_by_key(|r| r.span);
        Cleaned { blocks, removed, meta: self.meta, diagnostics: self.diagnostics }
    }

    /// An agency glued to a line's end is a signature only at the end of the text.
    fn may_cut_inline(&self, i: usize, rule: &Rule) -> bool {
        rule.kind != RemovedKind::Signature
            || (i + 1..self.lines.len()).filter(|&j| self.cuts[j].is_none()).count() <= 2
    }

    /// Completes what is known from the dateline and the credits.
    fn complete(&mut self, source: &str, blocks: &[Block]) {
        let opening =
            blocks.iter().find(|b| b.kind == ParagraphKind::Body).and_then(|b| b.pieces.first());
        if let Some(piece) = opening {
            let line = credits::dateline(piece.of(source), self.near);
            if self.meta.dateline.is_none() {
                self.meta.dateline = line.place;
            }
            if self.meta.agency.is_none() {
                self.meta.agency = line.agency.map(str::to_owned);
            }
            self.printed = self.printed.or(line.day);
        }
        if self.meta.published.is_none()
            && let Some(date) = self.printed
        {
            self.meta.published = Some(Published { date, time: None, from: PublishedFrom::Text });
        }
        // A text that credits nobody but an agency is the agency's.
        if self.meta.outlet.is_none() {
            self.meta.outlet = self.meta.agency.clone();
        }
        if self.meta.language.is_none() {
            self.meta.language = language(source, blocks);
        }
    }
}

/// Short lines inside the text that end as no sentence does are headings ("What happens next").
fn headings(source: &str, blocks: &mut [Block]) {
    for i in 0..blocks.len() {
        if blocks[i].kind != ParagraphKind::Body || blocks[i].pieces.len() != 1 {
            continue;
        }
        let text = blocks[i].pieces[0].of(source);
        let words = text.split_whitespace().count();
        let before_list =
            text.ends_with(':') && blocks.get(i + 1).is_some_and(|b| b.kind == ParagraphKind::Item);
        let plain = !text.ends_with([':', ',', ';', '…', '”', '"', '-', '—'])
            && !text.starts_with(['“', '"', '‘', '\'', '—', '–', '-'])
            && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && blocks.get(i + 1).is_some_and(|b| b.kind != ParagraphKind::Headline);
        if !lines::finished(text) && words <= 12 && (before_list || plain) {
            blocks[i].kind = ParagraphKind::Heading;
        }
    }
}

/// BCP 47 tag of the text's language, where enough of it says so.
fn language(source: &str, blocks: &[Block]) -> Option<String> {
    let mut sample = String::new();
    for piece in blocks.iter().flat_map(|b| &b.pieces) {
        sample.push_str(piece.of(source));
        sample.push(' ');
        if sample.len() > 4_000 {
            break;
        }
    }
    let found = whatlang::detect(&sample)
        .filter(|i| i.is_reliable() && sample.split_whitespace().count() > 8)?;
    let tag = match found.lang() {
        whatlang::Lang::Eng => "en",
        whatlang::Lang::Spa => "es",
        whatlang::Lang::Fra => "fr",
        whatlang::Lang::Deu => "de",
        whatlang::Lang::Ita => "it",
        whatlang::Lang::Por => "pt",
        whatlang::Lang::Nld => "nl",
        whatlang::Lang::Rus => "ru",
        whatlang::Lang::Ukr => "uk",
        whatlang::Lang::Pol => "pl",
        whatlang::Lang::Swe => "sv",
        whatlang::Lang::Dan => "da",
        whatlang::Lang::Nob => "nb",
        whatlang::Lang::Fin => "fi",
        whatlang::Lang::Ces => "cs",
        whatlang::Lang::Hun => "hu",
        whatlang::Lang::Ron => "ro",
        whatlang::Lang::Tur => "tr",
        whatlang::Lang::Ara => "ar",
        whatlang::Lang::Heb => "he",
        whatlang::Lang::Pes => "fa",
        whatlang::Lang::Hin => "hi",
        whatlang::Lang::Cmn => "zh",
        whatlang::Lang::Jpn => "ja",
        whatlang::Lang::Kor => "ko",
        whatlang::Lang::Ell => "el",
        other => return Some(other.code().to_owned()),
    };
    Some(tag.to_owned())
}
