//! What `digest explain` shows of a reading, as text and as JSON.

use serde_json::{Value, json};
use std::fmt::Write as _;
use story_digest::{
    attribution::Attribution,
    diagnostic::render::position,
    export::{
        Places,
        json::{act_name, quotation_name},
    },
    reading::Reading,
    story::{Digest, Statement},
    text::{Span, hull},
};

/// A reading to be explained, whole or one line of its source text.
pub struct Explained<'a> {
    /// The reading.
    pub reading: &'a Reading,
    /// The story it belongs to and its index there.
    pub story: Option<(&'a Digest, usize)>,
    /// A line of the source text, from 1.
    pub line: Option<usize>,
}

/// What a stretch of text is, and the mark below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Source,
    Cue,
    Content,
}

impl Part {
    fn mark(self) -> char {
        match self {
            Part::Source => '-',
            Part::Cue => '^',
            Part::Content => '=',
        }
    }

    fn ansi(self) -> &'static str {
        match self {
            Part::Source => "\x1b[36m",
            Part::Cue => "\x1b[33m",
            Part::Content => "\x1b[32m",
        }
    }
}

const PLAIN: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";

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
            let where_ = if self.line.is_some() { "touches this line" } else { "was found" };
            let _ = writeln!(out, "\nno attribution {where_}");
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
            None => "no words say when".into(),
            Some(d) => {
                let words = d.words.map(|w| format!(", by “{}”", w.of(self.text_of())));
                format!("{}{} ({})", d.date, words.unwrap_or_default(), d.rule)
            }
        }
    }

    fn merged(&self, out: &mut String, index: usize, digest: &Digest, width: usize) {
        let Some((statement, at)) = self.statement(index) else {
            field(out, "statement", "none: it is not shown by itself", width);
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
            "attributions": attributions, "timexes": timexes, "removed": removed,
        })
    }
}

fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

/// The name of a value as the JSON formats write it.
fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn parts(a: &Attribution) -> impl Iterator<Item = (Span, Part)> + '_ {
    let of = |spans: &'_ [Span], part| spans.iter().map(move |s| (*s, part)).collect::<Vec<_>>();
    [of(&a.content, Part::Content), of(&a.source, Part::Source), of(&a.cue, Part::Cue)]
        .into_iter()
        .flatten()
}

fn painted(s: &str, part: Part, color: bool) -> String {
    if color { format!("{}{s}{PLAIN}", part.ansi()) } else { s.to_owned() }
}

/// Control characters of a text must not reach the terminal.
fn printable(s: &str) -> String {
    s.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// At most `most` characters of `s`, with a sign where something is left out.
fn short(s: &str, most: usize) -> String {
    match s.char_indices().nth(most) {
        None => s.to_owned(),
        Some((i, _)) => format!("{}…", s[..i].trim_end()),
    }
}

/// A line "name value", wrapped below its value.
fn field(out: &mut String, name: &str, value: &str, width: usize) {
    const INDENT: usize = 13;
    let value = printable(value);
    let mut line = format!("  {name:<w$}", w = INDENT - 2);
    let mut used = INDENT.max(line.chars().count());
    let mut first = true;
    for word in value.split_whitespace() {
        let n = word.chars().count();
        if !first && used + 1 + n > width {
            let _ = writeln!(out, "{}", line.trim_end());
            line = " ".repeat(INDENT);
            used = INDENT;
            first = true;
        }
        if !first {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += n;
        first = false;
    }
    let _ = writeln!(out, "{}", line.trim_end());
}

/// The text of `span`, wrapped, with the parts of the attribution marked below each line.
fn underlined(text: &str, span: Span, a: &Attribution, width: usize, color: bool) -> String {
    const INDENT: usize = 4;
    let room = width.saturating_sub(INDENT).max(20);
    let marked: Vec<(Span, Part)> = parts(a).collect();
    // Later parts (source, cue) lie over earlier ones: a cue inside a content shows as a cue.
    let part_at = |at: usize| marked.iter().rev().find(|(s, _)| s.holds(at)).map(|(_, p)| *p);
    let mut cells: Vec<(char, Option<Part>)> = Vec::new();
    for (i, c) in span.of(text).char_indices() {
        let c = if c.is_control() || c.is_whitespace() { ' ' } else { c };
        cells.push((c, part_at(span.start + i)));
    }
    let mut out = String::new();
    let mut rest = cells.as_slice();
    while !rest.is_empty() {
        let cut = if rest.len() <= room {
            rest.len()
        } else {
            rest[..=room].iter().rposition(|(c, _)| *c == ' ').filter(|i| *i > 0).unwrap_or(room)
        };
        let (line, after) = rest.split_at(cut);
        let words: String = line.iter().map(|(c, _)| *c).collect();
        let _ = writeln!(out, "{:INDENT$}{}", "", words.trim_end());
        let mut marks = String::new();
        let length = line.iter().rposition(|(_, p)| p.is_some()).map_or(0, |i| i + 1);
        for group in line[..length].chunk_by(|(_, p), (_, q)| p == q) {
            match group[0].1 {
                None => marks.push_str(&" ".repeat(group.len())),
                Some(part) => marks.push_str(&painted(
                    &part.mark().to_string().repeat(group.len()),
                    part,
                    color,
                )),
            }
        }
        if !marks.is_empty() {
            let _ = writeln!(out, "{:INDENT$}{marks}", "");
        }
        let blanks = after.iter().take_while(|(c, _)| *c == ' ').count();
        rest = &after[blanks..];
    }
    out
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
    fn ok_marks_stand_below_their_words_on_wrapped_lines() {
        let text = "“The wall is safe,” Ida Moss said.";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let mut a = reading(text).attributions.remove(0);
        a.content = vec![at("“The wall is safe,”")];
        a.source = vec![at("Ida Moss")];
        a.cue = vec![at("said")];
        let whole = Span::new(0, text.len());
        assert_eq!(
            underlined(text, whole, &a, 80, false),
            "    “The wall is safe,” Ida Moss said.\n    =================== -------- ^^^^\n"
        );
        assert_eq!(
            underlined(text, whole, &a, 28, false),
            "    “The wall is safe,” Ida\n    =================== ---\n    Moss said.\n    ---- ^^^^\n"
        );
        assert!(underlined(text, whole, &a, 80, true).contains("\x1b[36m--------\x1b[0m"));
    }

    #[test]
    fn ok_a_line_that_nothing_touches() {
        let reading = reading("Dam\n\nThe lake is full.\n\n“It is safe,” Ida Moss said.\n");
        let line = |n| Explained { reading: &reading, story: None, line: Some(n) }.text(80, false);
        assert!(line(3).contains("no attribution touches this line"), "{}", line(3));
        assert!(line(5).contains("Ida Moss"), "{}", line(5));
        assert!(!line(5).contains("no attribution"));
    }

    #[test]
    fn ok_control_characters_stay_out_of_the_terminal() {
        let reading = reading("“It is \u{1b}[31msafe,” Ida Moss said.\n");
        let text = Explained { reading: &reading, story: None, line: None }.text(80, false);
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}
