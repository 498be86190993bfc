//! What the speaker did: the cue's own act, and the rules of `data/en/acts.toml` that look at its negation, its modal
//! and the words around it.
//!
//! ```text
//! The mayor did not say whether the dam was safe.   -> declines
//! The mayor did not say that the dam was safe.      -> asserts, unreal: nobody said it
//! The mayor said he did not know.                   -> professes no knowledge
//! ```

use super::{Act, cue, cue::Form, merge::Merged, view::Node, view::View};
use crate::lexicon::{Lexicon, list};
use crate::text::{Span, hull};
use regex::Regex;
use serde::Deserialize;
use std::sync::OnceLock;

/// What the words of a cue and of its content tell of the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doing {
    /// What they did.
    pub act: Act,
    /// Said with a hedge.
    pub hedged: bool,
    /// Nobody said it.
    pub unreal: bool,
    /// The rule of `acts.toml` that decided, empty where the cue did by itself.
    pub rule: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    #[serde(default)]
    from: Vec<Act>,
    #[serde(default)]
    lemma: Vec<String>,
    negated: Option<bool>,
    modal: Option<bool>,
    before: Option<String>,
    group: Option<String>,
    after: Option<String>,
    act: Option<Act>,
    #[serde(default)]
    unreal: bool,
    #[cfg_attr(not(test), expect(dead_code, reason = "the test reads them"))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the test reads them"))]
    counterexamples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Vec<Row>,
    hedge: Vec<Row>,
}

struct Rule {
    row: Row,
    before: Option<Regex>,
    group: Option<Regex>,
    after: Option<Regex>,
}

/// The rules, and the hedges.
struct Rules {
    acts: Vec<Rule>,
    hedges: Vec<Rule>,
}

/// The rules of `acts.toml`.
///
/// # Panics
/// Where the compiled-in file is malformed; a test reads it.
fn shared() -> &'static Rules {
    static SHARED: OnceLock<Rules> = OnceLock::new();
    SHARED.get_or_init(|| {
        let table: Table = toml::from_str(include_str!("../../data/en/acts.toml"))
            .unwrap_or_else(|e| panic!("data/en/acts.toml: {e}"));
        let compile = |rows: Vec<Row>| rows.into_iter().map(Rule::new).collect();
        Rules { acts: compile(table.rule), hedges: compile(table.hedge) }
    })
}

/// What a rule looks at.
struct Seen<'a> {
    act: Act,
    lemma: &'a str,
    negated: bool,
    modal: bool,
    before: String,
    group: String,
    after: String,
}

impl Rule {
    fn new(row: Row) -> Self {
        let regex = |p: &Option<String>| {
            p.as_deref().map(|p| {
                Regex::new(p).unwrap_or_else(|e| panic!("data/en/acts.toml: {}: {e}", row.id))
            })
        };
        let (before, group, after) = (regex(&row.before), regex(&row.group), regex(&row.after));
        Self { row, before, group, after }
    }

    fn holds(&self, s: &Seen<'_>) -> bool {
        let r = &self.row;
        (r.from.is_empty() || r.from.contains(&s.act))
            && (r.lemma.is_empty() || r.lemma.iter().any(|l| l == s.lemma))
            && r.negated.is_none_or(|x| x == s.negated)
            && r.modal.is_none_or(|x| x == s.modal)
            && self.before.as_ref().is_none_or(|p| p.is_match(&s.before))
            && self.group.as_ref().is_none_or(|p| p.is_match(&s.group))
            && self.after.as_ref().is_none_or(|p| p.is_match(&s.after))
    }
}

/// Reads what the speaker of a merged attribution did. A cue that the lexicon does not know speaks of a thought rather
/// than of words, unless something is quoted (`quoted`).
pub fn doing(view: &View<'_>, m: &Merged, quoted: bool) -> Doing {
    let (mut seen, end) = look(view, m, quoted);
    seen.after = after(view, m, end);
    let rules = shared();
    let mut done = Doing { act: seen.act, hedged: false, unreal: false, rule: "" };
    if let Some(rule) = rules.acts.iter().find(|r| r.holds(&seen)) {
        done.act = rule.row.act.unwrap_or(done.act);
        done.unreal = rule.row.unreal;
        done.rule = &rule.row.id;
    }
    done.hedged = rules.hedges.iter().any(|r| r.holds(&seen));
    done
}

/// The cue as the rules see it, and where its governing verb ends.
fn look<'a>(view: &View<'_>, m: &Merged, quoted: bool) -> (Seen<'a>, Option<usize>) {
    let mut seen = Seen {
        act: Act::Asserts,
        lemma: "",
        negated: false,
        modal: false,
        before: String::new(),
        group: String::new(),
        after: String::new(),
    };
    let Some(span) = hull(&m.cue) else { return (seen, None) };
    let lexicon = Lexicon::shared();
    let at = view.sents.partition_point(|s| view.nodes[s.from].span.start <= span.start);
    let Some(&sent) = at.checked_sub(1).and_then(|s| view.sents.get(s)) else {
        return (seen, None);
    };
    let n = view.nodes_of(sent);
    let cues = cue::find(n);
    // The last verb of "said he believed" governs the content; "declined to say" is a refusal before all, "denies asking"
    // a denial.
    let touched: Vec<_> = cues.iter().filter(|c| span.overlaps(n[c.head].span)).collect();
    let governor = touched.last().and_then(|last| {
        let before = cues.iter().rev().find(|c| c.end <= last.start && last.start <= c.end + 1)?;
        let governs = match last.form {
            Form::Infinitive => matches!(before.verb.act, Act::Declines | Act::Rejects),
            Form::Ing => matches!(before.verb.act, Act::Denies | Act::Concedes),
            // "declined say": a letter or word is missing.
            _ => before.verb.act == Act::Declines && last.start == before.end,
        };
        governs.then_some(before)
    });
    if let Some(c) = governor.or(touched.last().copied()) {
        seen.act = m.found.as_ref().and_then(|f| f.act).unwrap_or(c.verb.act);
        seen.lemma = c.verb.lemma;
        (seen.negated, seen.modal) = (c.negated, c.modal);
        seen.before = words(&n[..c.start]);
        seen.group = words(&n[c.start..c.end]);
        return (seen, Some(n[c.end - 1].span.end));
    }
    if let Some(f) = &m.found {
        seen.act = f.act.or(f.verb.map(|v| v.act)).unwrap_or(Act::Asserts);
        return (seen, None);
    }
    let touched = || n.iter().filter(|x| span.overlaps(x.span));
    if let Some(noun) = touched().filter_map(|x| x.entry?.noun).next_back() {
        seen.act = lexicon.nouns[noun].act;
        seen.lemma = lexicon.nouns[noun].lemma;
        return (seen, None);
    }
    let plain = touched().any(|x| x.low == ":" || x.listed(list::SAYS));
    if !plain && !quoted {
        seen.act = Act::Believes;
    }
    (seen, None)
}

/// Words of nodes, lower-case, one blank between them.
fn words(n: &[Node]) -> String {
    let mut out = String::new();
    for x in n {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(if x.quote().is_some() { "…" } else { &x.low });
        if x.negated {
            out.push_str(" not");
        }
    }
    out
}

/// How many words behind the cue a pattern may look at.
const REACH: usize = 24;

/// The words from the cue's end to the content and the head of the content; where the content stands first, its head.
fn after(view: &View<'_>, m: &Merged, governor: Option<usize>) -> String {
    let text = &view.document.text;
    let (Some(first), cue) = (m.content.iter().min(), hull(&m.cue)) else { return String::new() };
    let mut out = String::new();
    let mut count = 0;
    let between = cue
        .map(|c| governor.unwrap_or(c.end).min(c.end))
        .filter(|end| *end <= first.start && first.start - *end <= 160)
        .map(|end| Span::new(end, first.start));
    for span in between.into_iter().chain([*first]) {
        for t in view.document.tokens_in(span) {
            let word = t.span.of(text).to_lowercase().replace('’', "'");
            if word.chars().all(|c| "“”\"«»„‘'`".contains(c)) {
                continue;
            }
            if !(out.is_empty() || matches!(word.as_str(), "," | "." | ";" | "?" | "!")) {
                out.push(' ');
            }
            out.push_str(&word);
            count += 1;
            if count == REACH {
                return out;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{Settings, extract::extract_explained};
    use crate::segment;

    fn read(sentence: &str) -> Vec<Doing> {
        let document = segment::document(sentence);
        let settings = Settings { min_confidence: 0.0, ..Settings::default() };
        extract_explained(&document, None, &settings).into_iter().map(|(_, d)| d).collect()
    }

    #[test]
    fn ok_every_rule_reads_its_examples_and_no_counterexample() {
        let mut wrong = Vec::new();
        for rule in &shared().acts {
            for example in &rule.row.examples {
                let read = read(example);
                let fits = read.iter().any(|d| {
                    d.rule == rule.row.id
                        && rule.row.act.is_none_or(|a| a == d.act)
                        && d.unreal == rule.row.unreal
                });
                if !fits {
                    wrong.push(format!("{}: {example}: {read:?}", rule.row.id));
                }
            }
            for example in &rule.row.counterexamples {
                if read(example).iter().any(|d| d.rule == rule.row.id) {
                    wrong.push(format!("{}: not {example}", rule.row.id));
                }
            }
        }
        for rule in &shared().hedges {
            let hedged = |x: &String| read(x).iter().any(|d| d.hedged);
            wrong.extend(rule.row.examples.iter().filter(|x| !hedged(x)).cloned());
            wrong.extend(rule.row.counterexamples.iter().filter(|x| hedged(x)).cloned());
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn ok_rules_have_names_of_their_own() {
        let mut ids: Vec<&str> = shared().acts.iter().map(|r| r.row.id.as_str()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|w| w[0] != w[1]));
    }
}
