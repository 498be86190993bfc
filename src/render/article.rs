//! The page of one article: its text, or excerpts, with source, cue and content marked.

use super::{
    story::{SourceView, source},
    views::{OutletView, SpeakerView, Views, fold, short},
    wordings::WordingsView,
};
use crate::{
    config::PublishMode,
    export::json::{act_name, sha256},
    text::{ParagraphKind, Span},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything on an article's page.
#[derive(Debug, Serialize)]
pub struct ArticleView {
    /// Its story: title and address.
    pub story: (String, String),
    /// What is known of it.
    pub source: SourceView,
    /// Hash of the text held here.
    pub sha256: String,
    /// Whether the whole text is shown.
    pub full: bool,
    /// Its headline as it stands in the text, with its marks; `None` where it is not shown whole or is another one.
    pub headline: Option<ParagraphView>,
    /// Its paragraphs.
    pub paragraphs: Vec<ParagraphView>,
    /// What was cut: kind and words; in full mode only.
    pub removed: Vec<(String, String)>,
}

/// A paragraph.
#[derive(Debug, Serialize)]
pub struct ParagraphView {
    /// "headline", "deck", "body", "heading", "item".
    pub kind: &'static str,
    /// Its stretches.
    pub stretches: Vec<StretchView>,
    /// The statements whose content begins in it.
    pub notes: Vec<NoteView>,
    /// The events of the timeline whose words begin in it.
    pub events: Vec<EventView>,
}

/// An event that a paragraph tells of in the article's own voice.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// Its anchor on the story's page, without `e-`.
    pub id: String,
    /// ISO day, where it has one.
    pub date: Option<String>,
}

/// A stretch of a paragraph with one marking.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct StretchView {
    /// The words.
    pub text: String,
    /// "source", "cue", "content", "event" (of the timeline, or a number), "" (plain), "gap" for words left out.
    pub mark: &'static str,
    /// Anchors that stand before it: `p` and the number of the attribution, `e-` and the identifier of the event, `f` and
    /// the number of the figure.
    pub anchors: Vec<String>,
    /// Number of the note it belongs to, 1-based; 0 for none.
    pub note: usize,
    /// Numbers of the notes whose passage starts here.
    pub starts: Vec<usize>,
}

/// A note beside a paragraph.
#[derive(Debug, Serialize)]
pub struct NoteView {
    /// Its number on the page.
    pub number: usize,
    /// Identifier of the statement; empty where the passage is part of none that is shown.
    pub statement: String,
    /// Who.
    pub speakers: Vec<SpeakerView>,
    /// Label of the act.
    pub label: String,
    /// The act, as exported.
    pub act: String,
    /// Other outlets' versions: outlet and passage.
    pub others: Vec<(OutletView, String)>,
    /// How many wordings of the statement the story's page compares; 0 where it compares none.
    pub wordings: usize,
    /// The passage in the original, by a text fragment, where its address is known.
    pub original: Option<String>,
}

/// Makes the view of article `a` of a story whose page compares `wordings`.
pub fn view(v: &Views<'_>, a: usize, wordings: &[WordingsView]) -> ArticleView {
    let r = &v.d.articles[a];
    let full = v.site.publish.mode == PublishMode::Full;
    let mut notes: BTreeMap<usize, (usize, NoteView)> = BTreeMap::new();
    let mut shown: Vec<usize> = Vec::new();
    for s in &v.d.statements {
        for i in s.instances.iter().filter(|i| i.article == a) {
            shown.push(i.attribution);
            let mut others: Vec<(OutletView, String)> = Vec::new();
            for o in s.instances.iter().filter(|o| o.article != a) {
                let outlet = v.outlet_of(o.article);
                if !others.iter().any(|x| x.0 == outlet) {
                    others.push((outlet, v.passage(o.article, o.attribution)));
                }
            }
            let compared = wordings.iter().find(|w| w.statement.id == s.id);
            let act = act_name(s.act);
            let note = NoteView {
                number: 0,
                statement: s.id.clone(),
                speakers: i.speakers.iter().map(|&x| v.speaker(x)).collect(),
                label: v.words.act(&act),
                act,
                others,
                wordings: compared.map_or(0, |w| w.rows.len()),
                original: v.original(i),
            };
            let start = r.attributions[i.attribution].content.first().map_or(0, |c| c.start);
            notes.insert(i.attribution, (start, note));
        }
    }
    let mut order: Vec<usize> = notes.keys().copied().collect();
    order.sort_by_key(|k| (notes[k].0, *k));
    for (n, k) in order.iter().enumerate() {
        if let Some((_, note)) = notes.get_mut(k) {
            note.number = n + 1;
        }
    }
    let numbers: BTreeMap<usize, usize> =
        notes.iter().map(|(k, (_, note))| (*k, note.number)).collect();
    let marks = Marks::new(v, a, &numbers);
    let visible = visible(v, a, &marks, full);
    let told: Vec<(usize, usize)> = v.told(a).collect();
    let mut paragraphs = Vec::new();
    for p in &r.document.paragraphs {
        let stretches = marks.stretches(v, a, p.span, &visible);
        if stretches.iter().all(|s| s.mark == "gap" && s.anchors.is_empty()) {
            continue;
        }
        let begins = |k: &usize| notes.get(k).is_some_and(|(at, _)| p.span.holds(*at));
        let here: Vec<usize> = order.iter().copied().filter(begins).collect();
        let events = told.iter().filter(|(e, i)| {
            v.d.timeline[*e].instances[*i]
                .place
                .spans
                .first()
                .is_some_and(|s| p.span.holds(s.start))
        });
        paragraphs.push(ParagraphView {
            kind: match p.kind {
                ParagraphKind::Headline => "headline",
                ParagraphKind::Deck => "deck",
                ParagraphKind::Body => "body",
                ParagraphKind::Heading => "heading",
                ParagraphKind::Item => "item",
            },
            stretches,
            notes: here.iter().filter_map(|k| notes.remove(k)).map(|(_, note)| note).collect(),
            events: events
                .map(|(e, _)| &v.d.timeline[*e])
                .map(|e| EventView { id: e.id.clone(), date: e.date.clone() })
                .collect(),
        });
    }
    let kind = |k: &crate::clean::RemovedKind| {
        serde_json::to_value(k).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let shown = source(v, a);
    let whole = |p: &ParagraphView| {
        let text: String = p.stretches.iter().map(|s| s.text.as_str()).collect();
        p.kind == "headline"
            && p.stretches.iter().all(|s| s.mark != "gap")
            && shown.headline.as_deref() == Some(&fold(&text))
    };
    let headline = paragraphs.first().is_some_and(whole).then(|| paragraphs.remove(0));
    ArticleView {
        headline,
        story: (v.d.title.clone(), format!("{}/", v.d.slug)),
        source: shown,
        sha256: sha256(&r.article.text),
        full,
        paragraphs,
        removed: if full {
            let text = &r.article.text;
            r.removed.iter().map(|x| (kind(&x.kind), fold(x.span.of(text)))).collect()
        } else {
            Vec::new()
        },
    }
}

/// Which bytes are marked as what.
struct Marks {
    /// (span, mark, number of the note, anchor that stands at its start).
    spans: Vec<(Span, &'static str, usize, Option<String>)>,
}

impl Marks {
    fn new(v: &Views<'_>, a: usize, numbers: &BTreeMap<usize, usize>) -> Self {
        let mut spans = Vec::new();
        for (&k, &number) in numbers {
            let x = &v.d.articles[a].attributions[k];
            for (n, s) in x.content.iter().enumerate() {
                spans.push((*s, "content", number, (n == 0).then(|| format!("p{k}"))));
            }
            spans.extend(x.source.iter().map(|s| (*s, "source", number, None)));
            spans.extend(x.cue.iter().map(|s| (*s, "cue", number, None)));
        }
        for (e, i) in v.told(a) {
            let entry = &v.d.timeline[e];
            for (n, s) in entry.instances[i].place.spans.iter().enumerate() {
                spans.push((*s, "event", 0, (n == 0).then(|| format!("e-{}", entry.id))));
            }
        }
        for f in v.counted(a) {
            let figure = &v.d.articles[a].figures[f];
            spans.push((figure.number, "event", 0, Some(format!("f{f}"))));
        }
        // The innermost wins: later ones are shorter.
        spans.sort_by_key(|s| (s.0.start, std::cmp::Reverse(s.0.end), s.2));
        Self { spans }
    }

    fn stretches(&self, v: &Views<'_>, a: usize, p: Span, visible: &[Span]) -> Vec<StretchView> {
        let text = &v.d.articles[a].document.text;
        let mut borders: Vec<usize> = vec![p.start, p.end];
        let inside = |x: usize| p.start < x && x < p.end;
        for (s, ..) in &self.spans {
            borders.extend([s.start, s.end].into_iter().filter(|x| inside(*x)));
        }
        for s in visible {
            borders.extend([s.start, s.end].into_iter().filter(|x| inside(*x)));
        }
        borders.sort_unstable();
        borders.dedup();
        let mut out: Vec<StretchView> = Vec::new();
        for w in borders.windows(2) {
            let (from, to) = (w[0], w[1]);
            let begins = self.spans.iter().filter(|s| s.0.start == from);
            let (anchors, starts): (Vec<String>, Vec<usize>) =
                begins.filter_map(|s| Some((s.3.clone()?, s.2))).unzip();
            let starts: Vec<usize> = starts.into_iter().filter(|n| *n > 0).collect();
            if !visible.iter().any(|s| s.start <= from && to <= s.end) {
                match out.last_mut() {
                    Some(last) if last.mark == "gap" => last.anchors.extend(anchors),
                    _ => out.push(StretchView { mark: "gap", anchors, ..StretchView::default() }),
                }
                continue;
            }
            let over: Vec<_> =
                self.spans.iter().filter(|s| s.0.start <= from && to <= s.0.end).collect();
            let inner = over.iter().min_by_key(|s| s.0.len());
            let text = text[from..to].to_owned();
            // A comma or a blank between two marks belongs to neither, unless it stands in what was said.
            let words = text.contains(char::is_alphanumeric);
            let inner = if words { inner } else { over.iter().find(|s| s.1 == "content") };
            let (mark, note) = inner.map_or(("", 0), |s| (s.1, s.2));
            out.push(StretchView { text, mark, anchors, note, starts });
        }
        out
    }
}

/// The stretches of the text that may be shown: all of it, or the sentences of the passages that are cited, as long as
/// they are no more than the share that the publishing policy allows. What is cited itself stands on the story's page and is
/// shown here in any case: beyond the share it stands without the rest of its sentence.
fn visible(v: &Views<'_>, a: usize, marks: &Marks, full: bool) -> Vec<Span> {
    let document = &v.d.articles[a].document;
    if full {
        return vec![Span::new(0, document.text.len())];
    }
    let words = |s: Span| s.of(&document.text).split_whitespace().count();
    let all: usize = document.sentences.iter().map(|s| words(s.span)).sum();
    let mut left = all * usize::from(v.site.publish.article_percent) / 100;
    let mut out = Vec::new();
    for s in &document.sentences {
        let kind = document.paragraphs[s.paragraph].kind;
        let head = matches!(kind, ParagraphKind::Headline | ParagraphKind::Deck);
        let cited = marks.spans.iter().any(|m| m.0.overlaps(s.span));
        let n = words(s.span);
        if (head || cited) && n <= left {
            left -= n;
            out.push(s.span);
        } else {
            out.extend(marks.spans.iter().map(|m| m.0).filter(|m| s.span.contains(*m)));
        }
    }
    crate::text::merge(out)
}

/// The first words of a paragraph, for the page's description.
pub fn teaser(view: &ArticleView) -> String {
    let text: String = view
        .paragraphs
        .iter()
        .filter(|p| p.kind == "body")
        .flat_map(|p| &p.stretches)
        .map(|s| s.text.as_str())
        .take(12)
        .collect();
    short(&fold(&text))
}
