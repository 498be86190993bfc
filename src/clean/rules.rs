//! The rules of `data/en/boilerplate.toml`, compiled once.

use super::RemovedKind;
use regex::{Captures, Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::sync::{LazyLock, OnceLock};

/// Where in an article a rule applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Zone {
    /// Anywhere.
    #[default]
    Any,
    /// Before the running text.
    Head,
    /// After the running text.
    Foot,
}

/// What a rule cuts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum At {
    /// The line.
    #[default]
    Line,
    /// What matches, less the stop that it leans on.
    Inline,
}

/// One rule; the keys are explained at the top of the data file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub id: String,
    pub kind: RemovedKind,
    pattern: String,
    #[serde(default)]
    at: At,
    #[serde(default)]
    pub zone: Zone,
    #[serde(default = "forty")]
    max_words: usize,
    #[serde(default)]
    pub section: bool,
    #[serde(default)]
    pub end: bool,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test that runs them"))]
    examples: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test that runs them"))]
    counterexamples: Vec<String>,
}

fn forty() -> usize {
    40
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

/// The rules with their compiled patterns.
pub(super) struct Rules {
    rules: Vec<Rule>,
    patterns: Vec<OnceLock<Regex>>,
    set: RegexSet,
}

/// A rule that matches a line.
pub(super) struct Match<'t> {
    pub rule: &'static Rule,
    pub captures: Captures<'t>,
}

/// The rules, from the data file.
///
/// # Panics
/// Where the file compiled in is malformed, which a test excludes.
pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../data/en/boilerplate.toml"))
        .expect("boilerplate.toml is well-formed");
    let patterns = file.rule.iter().map(|_| OnceLock::new()).collect();
    let set = RegexSetBuilder::new(file.rule.iter().map(|r| plain(&r.pattern)))
        .size_limit(LIMIT)
        .dfa_size_limit(LIMIT)
        .build()
        .expect("each pattern compiles alone");
    Rules { rules: file.rule, patterns, set }
});

/// Bytes that a compiled pattern, and the automata made of it, may take.
const LIMIT: usize = 1 << 26;

/// A pattern with the digits and letters of the scripts that are read here: all of Unicode makes it ten times as large,
/// and starting the program as much slower.
fn plain(pattern: &str) -> String {
    pattern.replace(r"\d", "[0-9]").replace(r"\w", r"[0-9A-Za-z_\u{C0}-\u{24F}]")
}

fn compile(rule: &Rule) -> Regex {
    let built = RegexBuilder::new(&plain(&rule.pattern)).size_limit(LIMIT).build();
    built.unwrap_or_else(|e| panic!("{}: {e}", rule.id))
}

impl Rules {
    /// The rules that cut the whole of `line`, in the order of the file.
    pub fn of_line<'t>(&'static self, line: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.matching(line, At::Line)
    }

    /// The rules that cut a part of `line`.
    pub fn in_line<'t>(&'static self, line: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.matching(line, At::Inline)
    }

    fn matching<'t>(&'static self, line: &'t str, at: At) -> impl Iterator<Item = Match<'t>> {
        // No rule touches a line of more than 200 words, so that a whole book on one line costs nothing.
        let words = if line.len() > 4_000 { usize::MAX } else { line.split_whitespace().count() };
        let hits: Vec<usize> =
            if words > 200 { vec![] } else { self.set.matches(line).into_iter().collect() };
        hits.into_iter().filter_map(move |i| {
            let rule = &self.rules[i];
            (rule.at == at && words <= rule.max_words).then_some(())?;
            // Compiled when it is first needed: most rules match nothing in most texts.
            let pattern = self.patterns[i].get_or_init(|| compile(rule));
            Some(Match { rule, captures: pattern.captures(line)? })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_matches_and_no_counterexample() {
        let mut wrong = Vec::new();
        for rule in &RULES.rules {
            assert!(
                !rule.examples.is_empty() && !rule.counterexamples.is_empty(),
                "{} lacks examples",
                rule.id
            );
            let hits = |line: &str| RULES.matching(line, rule.at).any(|m| m.rule.id == rule.id);
            wrong.extend(
                rule.examples
                    .iter()
                    .filter(|e| !hits(e))
                    .map(|e| format!("{} misses {e:?}", rule.id)),
            );
            wrong.extend(
                rule.counterexamples
                    .iter()
                    .filter(|e| hits(e))
                    .map(|e| format!("{} takes {e:?}", rule.id)),
            );
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn no_rule_touches_another_rules_counterexample() {
        let wrong: Vec<String> = RULES
            .rules
            .iter()
            .flat_map(|r| &r.counterexamples)
            .filter(|c| c.split_whitespace().count() > 4 && c.ends_with('.'))
            .flat_map(|c| {
                RULES
                    .of_line(c)
                    .filter(|m| m.rule.zone == Zone::Any)
                    .map(move |m| format!("{} takes {c:?}", m.rule.id))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<&str> = RULES.rules.iter().map(|r| r.id.as_str()).collect();
        ids.sort_unstable();
        let n = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), n);
    }
}
