//! What `digest explain` shows of a reading, as text and as JSON.

use super::lines::{BOLD, PLAIN, Part, field, painted, parts, printable, underlined};
use serde_json::{Value, json};
use std::fmt::Write as _;
use story_digest::{
    align::corrections::find,
    attribution::Attribution,
    config::Correction,
    diagnostic::render::position,
    export::{
        Places,
        json::{act_name, quotation_name},
    },
    reading::{Event, Reading},
    story::{Digest, Statement},
    text::{Span, hull},
};

/// A reading to be explained, whole or one line of its source text.
pub struct Explained<'a> {
    /// The reading.
    pub reading: &'a Reading,
    /// The story it belongs to and its index there.
    pub story: Option<(&'a Digest, usize)>,
    /// The editor's corrections of the article.
    pub corrections: Vec<&'a Correction>,
    /// A line of the source text, from 1.
    pub line: Option<usize>,
}

impl Explained<'_> {
    fn text_of(&self) -> &str {
        &self.reading.document.text
    }

    /// Bytes of the source text that the asked line covers.
    fn window(&self) -> Option<Span> {
        let source = &self.reading.article.text;
        let mut start = 0;
        for (i, line) in source.split_inclusive('\n').enumerate() {
            if Some(i + 1) == self.line {
                return Some(Span::new(start, start + line.trim_end_matches(['\n', '\r']).len()));
            }
            start += line.len();
        }
        self.line.map(|_| Span::new(source.len(), source.len()))
    }

    /// Whether any of `spans` of the reading text touches the asked line.
    fn asked(&self, spans: &[Span]) -> bool {
        let Some(window) = self.window() else { return true };
        let source = &self.reading.article.text;
        let map = &self.reading.document.map;
        spans.iter().flat_map(|s| map.to_source(*s, source)).any(|s| s.overlaps(window))
    }

    fn attributions(&self) -> Vec<usize> {
        let all = self.reading.attributions.iter().enumerate();
        all.filter(|(_, a)| self.asked(&parts(a).map(|(s, _)| s).collect::<Vec<_>>()))
            .map(|(i, _)| i)
            .collect()
    }

    fn statement(&self, attribution: usize) -> Option<(&Statement, usize)> {
        let (digest, article) = self.story?;
        digest.statements.iter().find_map(|s| {
            let of = |i: &story_digest::story::Instance| {
                i.article == article && i.attribution == attribution
            };
            Some((s, s.instances.iter().position(of)?))
        })
    }

    fn line_of(&self, span: Span) -> usize {
        let source = &self.reading.article.text;
        let pieces = self.reading.document.map.to_source(span, source);
        position(source, pieces.first().map_or(0, |p| p.start)).line
    }

    /// The sentences that hold the attribution.
    fn sentences(&self, a: &Attribution) -> Span {
        let spans: Vec<Span> = parts(a).map(|(s, _)| s).collect();
        let whole = hull(&spans).unwrap_or(Span::new(0, 0));
        let document = &self.reading.document;
        let sentence = |at: usize| document.sentence_at(at).map(|i| document.sentences[i].span);
        let first = sentence(whole.start);
        let last = sentence(whole.end.saturating_sub(1));
        [first, last].into_iter().flatten().fold(whole, Span::cover)
    }

    /// The explanation for people, lines at most `width` characters wide where words allow.
    pub fn text(&self, width: usize, color: bool) -> String {
        let mut out = String::new();
        self.head(&mut out, width, color);
        let shown = self.attributions();
        if shown.is_empty() {
            let front = self.reading.article.front_matter;
            let why = match self.window() {
                Some(line) if line.end <= front && front > 0 => {
                    "this line is front matter, no part of the article"
                }
                Some(_) => "no attribution touches this line",
                None => "no attribution was found",
            };
            let _ = writeln!(out, "\n{why}");
        } else {
            let legend = [("source", Part::Source), ("cue", Part::Cue), ("content", Part::Content)]
                .map(|(name, part)| {
                    painted(&format!("{name} {}", part.mark().to_string().repeat(3)), part, color)
                });
            let _ = writeln!(out, "\nmarks: {}", legend.join("   "));
        }
        for i in shown {
            self.attribution(&mut out, i, width, color);
        }
        self.events(&mut out, width);
        self.dates(&mut out, width);
        self.cut(&mut out, width);
        out
    }

    fn head(&self, out: &mut String, width: usize, color: bool) {
        let article = &self.reading.article;
        let meta = &article.meta;
        let (on, off) = if color { (BOLD, PLAIN) } else { ("", "") };
        let place = self.line.map(|l| format!(":{l}")).unwrap_or_default();
        let _ = writeln!(out, "{on}{}{place}{off}", printable(&article.path));
        let unknown = || "not known".to_owned();
        let published = meta.published.as_ref().map(|p| {
            format!(
                "{} (from {})",
                p.time.clone().unwrap_or_else(|| p.date.to_string()),
                name_of(&p.from)
            )
        });
        for (name, value) in [
            ("headline", meta.headline.clone()),
            ("outlet", meta.outlet.clone()),
            ("published", published),
        ] {
            field(out, name, &value.unwrap_or_else(unknown), width);
        }
        if let Some(agency) = &meta.agency {
            field(out, "agency", agency, width);
        }
    }

    fn attribution(&self, out: &mut String, index: usize, width: usize, color: bool) {
        let a = &self.reading.attributions[index];
        let sentences = self.sentences(a);
        let (on, off) = if color { (BOLD, PLAIN) } else { ("", "") };
        let _ = writeln!(out, "\n{on}[{index}] line {}{off}", self.line_of(sentences));
        out.push_str(&underlined(self.text_of(), sentences, a, width, color));
        let mut act = format!("{}, {}", act_name(a.act), quotation_name(a.quotation));
        if a.hedged {
            act.push_str(", with a hedge");
        }
        if a.unreal {
            act.push_str("; denied, asked or supposed: nobody said it, so it is no statement");
        }
        field(out, "act", &act, width);
        field(out, "read by", &format!("{} (confidence {:.2})", a.rule, a.confidence), width);
        if let Some(parent) = a.parent {
            field(out, "inside", &format!("the content of [{parent}]"), width);
        }
        field(out, "speaker", &self.speaker(index), width);
        if let Some(s) = self.reading.speakers.get(index)
            && !s.because.is_empty()
        {
            field(
                out,
                "because",
                &format!("{} (confidence {:.2})", s.because, s.confidence),
                width,
            );
        }
        for mention in self.mentions(a) {
            field(out, "mention", &mention, width);
        }
        for via in &a.via {
            field(out, "via", &format!("{} (“{}”)", via.name, via.span.of(self.text_of())), width);
        }
        field(out, "said on", &self.said_on(index), width);
        for correction in self.corrected(index) {
            field(out, "corrected", &correction, width);
        }
        if let Some((digest, _)) = self.story {
            self.merged(out, index, digest, width);
        }
    }

    fn speaker(&self, index: usize) -> String {
        let entities =
            self.reading.speakers.get(index).map(|s| s.entities.as_slice()).unwrap_or(&[]);
        let names: Vec<&str> = entities
            .iter()
            .filter_map(|&e| self.reading.entities.get(e))
            .map(|e| e.name.as_str())
            .collect();
        if names.is_empty() { "not clear: shown as unattributed".into() } else { names.join("; ") }
    }

    /// The mentions inside the source, with what they mean and why.
    fn mentions(&self, a: &Attribution) -> Vec<String> {
        let inside = |span: Span| a.source.iter().any(|s| s.contains(span));
        let found = self.reading.mentions.iter().filter(|m| inside(m.span));
        found
            .filter_map(|m| {
                let entity = self.reading.entities.get(m.entity)?;
                let words = m.span.of(self.text_of());
                let because =
                    if m.because.is_empty() { String::new() } else { format!(": {}", m.because) };
                Some(format!("“{words}” = {}{because}", entity.name))
            })
            .collect()
    }

    fn said_on(&self, index: usize) -> String {
        match self.reading.said_on.get(index).and_then(Option::as_ref) {
            None => self.unplaced(index).unwrap_or_else(|| "no words say when".into()),
            Some(d) => {
                let words = d.words.map(|w| format!(", by “{}”", w.of(self.text_of())));
                format!("{}{} ({})", d.date, words.unwrap_or_default(), d.rule)
            }
        }
    }

    /// Words beside the content that would date it, if the day of the article were known: "on Monday".
    fn unplaced(&self, index: usize) -> Option<String> {
        let a = &self.reading.attributions[index];
        let sentence = self.sentences(a);
        let open = self.reading.timexes.iter().find(|t| {
            sentence.contains(t.span)
                && t.value.starts_with('X')
                && !a.content.iter().any(|c| c.overlaps(t.span))
        })?;
        Some(format!(
            "not known: “{}” counts from the day of the article, and nothing says which that is",
            open.span.of(self.text_of())
        ))
    }

    /// What the editor's corrections of an attribution say.
    fn corrected(&self, index: usize) -> Vec<String> {
        let about = |c: &&&Correction| find(self.reading, &c.words) == [index];
        self.corrections.iter().filter(about).map(|c| effect(c)).collect()
    }

    fn merged(&self, out: &mut String, index: usize, digest: &Digest, width: usize) {
        let Some((statement, at)) = self.statement(index) else {
            let hidden = |c: &&&Correction| c.hide && find(self.reading, &c.words) == [index];
            let why = match self.corrections.iter().find(hidden) {
                Some(_) => "none: hidden by a correction",
                None => "none: it is not shown by itself",
            };
            field(out, "statement", why, width);
            return;
        };
        let others: Vec<String> = statement
            .instances
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != at)
            .filter_map(|(_, i)| {
                let reading = digest.articles.get(i.article)?;
                let a = reading.attributions.get(i.attribution)?;
                let words = a.content.first()?.of(&reading.document.text);
                Some(format!("{}: “{}”", reading.article.path, short(words, 70)))
            })
            .collect();
        let names: Vec<&str> = statement
            .speakers
            .iter()
            .filter_map(|&s| digest.speakers.get(s))
            .map(|s| s.name.as_str())
            .collect();
        let by = if names.is_empty() { "nobody named".to_owned() } else { names.join("; ") };
        field(out, "statement", &format!("{} by {by}", statement.id), width);
        for other in others {
            field(out, "same as", &other, width);
        }
        for line in &statement.evidence {
            field(out, "evidence", line, width);
        }
        for answered in &statement.answers {
            if let Some(s) = digest.statements.get(*answered) {
                field(out, "answers", &s.id, width);
            }
        }
    }

    /// The events that touch the line asked for.
    fn shown_events(&self) -> impl Iterator<Item = &Event> {
        self.reading
            .events
            .iter()
            .filter(|e| self.asked(&[e.span]) || e.when.words.is_some_and(|w| self.asked(&[w])))
    }

    /// What the text says happened, and when.
    fn events(&self, out: &mut String, width: usize) {
        let shown: Vec<_> = self.shown_events().collect();
        if shown.is_empty() {
            return;
        }
        out.push_str("\nevents\n");
        for e in shown {
            let words = e.when.words.map(|w| format!(", by “{}”", w.of(self.text_of())));
            let ahead = if e.scheduled { ", ahead" } else { "" };
            let said = e.said_by.map(|a| format!(", in the content of [{a}]")).unwrap_or_default();
            let line = format!(
                "“{}” = {}{} ({}{ahead}{said})",
                short(e.span.of(self.text_of()), 120),
                e.when.date,
                words.unwrap_or_default(),
                e.when.rule,
            );
            field(out, &format!("line {}", self.line_of(e.span)), &line, width);
        }
    }

    fn dates(&self, out: &mut String, width: usize) {
        let shown: Vec<_> = self.reading.timexes.iter().filter(|t| self.asked(&[t.span])).collect();
        if shown.is_empty() {
            return;
        }
        out.push_str("\ndates and times\n");
        for t in shown {
            let modifier = t.modifier.as_ref().map(|m| format!(" {m}")).unwrap_or_default();
            let line = format!(
                "“{}” = {}{modifier} ({}, {})",
                t.span.of(self.text_of()),
                t.value,
                name_of(&t.kind),
                t.rule
            );
            field(out, &format!("line {}", self.line_of(t.span)), &line, width);
        }
    }

    fn cut(&self, out: &mut String, width: usize) {
        let source = &self.reading.article.text;
        let window = self.window();
        let shown: Vec<_> = self
            .reading
            .removed
            .iter()
            .filter(|r| window.is_none_or(|w| r.span.overlaps(w)))
            .collect();
        if shown.is_empty() {
            return;
        }
        out.push_str("\ncut before reading\n");
        for r in shown {
            let words = r.span.of(source).split_whitespace().collect::<Vec<_>>().join(" ");
            let line = format!("{} ({}): “{}”", name_of(&r.kind), r.rule, short(&words, 90));
            field(out, &format!("line {}", position(source, r.span.start).line), &line, width);
        }
    }

    /// The explanation for programs. Offsets count code points of the source text.
    pub fn json(&self) -> Value {
        let places = Places::new(self.reading);
        let place = |spans: &[Span]| {
            let p = places.of(spans);
            json!({"spans": p.spans, "text": p.text})
        };
        let attributions: Vec<Value> = self
            .attributions()
            .into_iter()
            .map(|i| {
                let a = &self.reading.attributions[i];
                let speakers = self.reading.speakers.get(i);
                let said = self.reading.said_on.get(i).and_then(Option::as_ref);
                let names: Vec<&str> = speakers
                    .map(|s| s.entities.as_slice())
                    .unwrap_or(&[])
                    .iter()
                    .filter_map(|&e| self.reading.entities.get(e))
                    .map(|e| e.name.as_str())
                    .collect();
                let statement = self.statement(i).map(|(s, _)| {
                    json!({"id": s.id, "instances": s.instances.len(), "evidence": s.evidence})
                });
                json!({
                    "index": i,
                    "line": self.line_of(self.sentences(a)),
                    "sentence": place(&[self.sentences(a)]),
                    "source": place(&a.source), "cue": place(&a.cue), "content": place(&a.content),
                    "act": act_name(a.act), "kind": quotation_name(a.quotation),
                    "hedged": a.hedged, "unreal": a.unreal, "parent": a.parent,
                    "rule": a.rule, "confidence": rounded(a.confidence),
                    "speakers": names,
                    "because": speakers.map(|s| s.because.as_str()),
                    "speaker_confidence": speakers.map(|s| rounded(s.confidence)),
                    "mentions": self.mentions(a),
                    "via": a.via.iter().map(|v| &v.name).collect::<Vec<_>>(),
                    "said_on": said.map(|d| json!({
                        "date": d.date, "rule": d.rule,
                        "words": d.words.map(|w| place(&[w])),
                    })),
                    "corrected": self.corrected(i),
                    "statement": statement,
                })
            })
            .collect();
        let timexes: Vec<Value> = self
            .reading
            .timexes
            .iter()
            .filter(|t| self.asked(&[t.span]))
            .map(|t| json!({"place": place(&[t.span]), "type": t.kind, "value": t.value, "mod": t.modifier, "rule": t.rule}))
            .collect();
        let events: Vec<Value> = self
            .shown_events()
            .map(|e| {
                json!({"place": place(&[e.span]), "date": e.when.date, "rule": e.when.rule,
                    "words": e.when.words.map(|w| place(&[w])), "scheduled": e.scheduled, "said_by": e.said_by})
            })
            .collect();
        let window = self.window();
        let source = &self.reading.article.text;
        let removed: Vec<Value> = self
            .reading
            .removed
            .iter()
            .filter(|r| window.is_none_or(|w| r.span.overlaps(w)))
            .map(|r| json!({"kind": r.kind, "rule": r.rule, "text": r.span.of(source)}))
            .collect();
        json!({
            "schema": 1, "ok": true, "article": self.reading.article.path, "line": self.line,
            "meta": self.reading.article.meta,
            "attributions": attributions, "events": events, "timexes": timexes, "removed": removed,
        })
    }
}

/// What a correction does, in words.
fn effect(c: &Correction) -> String {
    let mut does = Vec::new();
    if c.hide {
        does.push("hidden".to_owned());
    }
    match c.speakers.as_deref() {
        Some([]) => does.push("nobody said it".into()),
        Some(names) => does.push(format!("said by {}", names.join("; "))),
        None => {}
    }
    does.extend(c.act.as_ref().map(|act| format!("act: {act}")));
    match c.said_on.as_deref() {
        Some("") => does.push("day not known".into()),
        Some(day) => does.push(format!("said on {day}")),
        None => {}
    }
    does.extend(c.same_as.as_ref().map(|other| format!("the same as “{other}”")));
    does.extend(c.not_same_as.as_ref().map(|other| format!("not the same as “{other}”")));
    if does.is_empty() {
        does.push("kept, however sure the reading is".into());
    }
    does.extend(c.note.as_ref().map(|note| format!("({note})")));
    format!("by story.toml: {}", does.join("; "))
}

fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

/// The name of a value as the JSON formats write it.
fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// At most `most` characters of `s`, with a sign where something is left out.
fn short(s: &str, most: usize) -> String {
    match s.char_indices().nth(most) {
        None => s.to_owned(),
        Some((i, _)) => format!("{}…", s[..i].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use story_digest::{
        article::{Article, Meta},
        pipeline::{ReadSettings, read_article},
    };

    fn reading(text: &str) -> Reading {
        let article = Article {
            id: "a".into(),
            path: "a.txt".into(),
            text: text.into(),
            front_matter: 0,
            meta: Meta::default(),
        };
        read_article(article, &ReadSettings::default())
    }

    #[test]
    fn ok_a_line_that_nothing_touches() {
        let reading = reading("Dam\n\nThe lake is full.\n\n“It is safe,” Ida Moss said.\n");
        let line = |n| {
            Explained { reading: &reading, story: None, corrections: vec![], line: Some(n) }
                .text(80, false)
        };
        assert!(line(3).contains("no attribution touches this line"), "{}", line(3));
        assert!(line(5).contains("Ida Moss"), "{}", line(5));
        assert!(!line(5).contains("no attribution"));
    }

    #[test]
    fn ok_what_an_editor_has_corrected() {
        let reading = reading("“It is safe,” Ida Moss said on Monday.\n");
        let correction = Correction {
            file: "a.txt".into(),
            words: "It is safe".into(),
            speakers: Some(vec!["Hal Ren".into()]),
            said_on: Some("2024-06-03".into()),
            note: Some("a slip of the paper".into()),
            ..Correction::default()
        };
        let text = |corrections| {
            Explained { reading: &reading, story: None, corrections, line: None }.text(120, false)
        };
        let shown = text(vec![&correction]);
        assert!(
            shown.contains(
                "by story.toml: said by Hal Ren; said on 2024-06-03; (a slip of the paper)"
            ),
            "{shown}"
        );
        assert!(!text(vec![]).contains("story.toml"));
        assert!(
            text(vec![]).contains("“Monday” counts from the day of the article"),
            "{}",
            text(vec![])
        );
    }

    #[test]
    fn ok_control_characters_stay_out_of_the_terminal() {
        let reading = reading("“It is \u{1b}[31msafe,” Ida Moss said.\n");
        let text = Explained { reading: &reading, story: None, corrections: vec![], line: None }
            .text(80, false);
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}
