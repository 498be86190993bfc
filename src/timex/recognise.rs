//! Finds expressions by the patterns of `data/en/timex/rules.toml`.

use crate::text::Span;
use regex::Regex;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    sync::{LazyLock, OnceLock},
};

static RULES: &str = include_str!("../../data/en/timex/rules.toml");
static NUMBERS: &str = include_str!("../../data/en/timex/numbers.tsv");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lists: BTreeMap<String, String>,
    rule: Vec<Rule>,
}

/// A rule as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// Its pattern.
    pub pattern: String,
    /// Which normalisation it asks for.
    pub does: String,
    /// "text = value" as of 5 June 2024.
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the test of all examples"))]
    pub examples: Vec<String>,
}

/// A rule, compiled.
pub struct Compiled {
    /// The rule.
    pub rule: Rule,
    regex: Regex,
}

/// The rules, in the order of the file; one with a broken pattern is left out, which a test forbids.
pub fn rules() -> &'static [Compiled] {
    static COMPILED: OnceLock<Vec<Compiled>> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let Ok(file) = toml::from_str::<File>(RULES) else { return Vec::new() };
        file.rule
            .into_iter()
            .filter_map(|rule| {
                let mut pattern = rule.pattern.clone();
                // Lists hold lists, two deep.
                for (name, words) in file.lists.iter().chain(&file.lists).chain(&file.lists) {
                    pattern = pattern.replace(&format!("{{{name}}}"), words);
                }
                // Digits and borders of words by ASCII: what Unicode has besides makes patterns ten times as large.
                let pattern = pattern.replace(r"\d", "[0-9]").replace(r"\b", r"(?-u:\b)");
                let regex = Regex::new(&format!("(?i){pattern}")).ok()?;
                Some(Compiled { rule, regex })
            })
            .collect()
    })
}

/// An expression that a rule found.
#[derive(Debug, Clone)]
pub struct Match {
    /// Where it stands.
    pub span: Span,
    /// The rule's name.
    pub id: &'static str,
    /// Which normalisation it asks for.
    pub does: &'static str,
    /// The named parts of the pattern.
    pub parts: BTreeMap<String, String>,
    /// The whole match in lower case.
    pub low: String,
}

impl Match {
    /// A named part, or its second form.
    pub fn part(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|n| self.parts.get(*n)).map(String::as_str)
    }
}

/// The expressions of `text`: the longest first, none overlapping another, in order.
pub fn find(text: &str) -> Vec<Match> {
    let mut all: Vec<(usize, usize, Match)> = Vec::new();
    for (order, c) in rules().iter().enumerate() {
        for found in c.regex.captures_iter(text) {
            let whole = found.name("out").or(found.get(0));
            let Some(whole) = whole.filter(|w| !w.as_str().contains('\n')) else { continue };
            let names = c.regex.capture_names().flatten();
            let parts: BTreeMap<String, String> = names
                .filter_map(|n| Some((n.to_owned(), found.name(n)?.as_str().to_owned())))
                .collect();
            let words = whole.as_str();
            let start = whole.start() + (words.len() - words.trim_start().len());
            let span = Span::new(start, start + words.trim().len());
            if amount(text, span, &c.rule.does) {
                continue;
            }
            let low = span.of(text).to_lowercase();
            all.push((
                order,
                span.len(),
                Match { span, id: &c.rule.id, does: &c.rule.does, parts, low },
            ));
        }
    }
    all.sort_by_key(|(order, len, m)| (std::cmp::Reverse(*len), *order, m.span.start));
    let mut out: Vec<Match> = Vec::new();
    for (_, _, m) in all {
        if !out.iter().any(|o| o.span.overlaps(m.span)) {
            out.push(m);
        }
    }
    out.sort_by_key(|m| m.span.start);
    out
}

/// A bare number that looks like a year but counts something: "$1998", "1,998", "2000 people" is left to the pattern,
/// "No. 1998".
fn amount(text: &str, span: Span, does: &str) -> bool {
    if does != "year" {
        return false;
    }
    let before = text[..span.start].chars().next_back();
    let mut after = text[span.end..].chars();
    let (next, second) = (after.next(), after.next());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    before.is_some_and(|c| "$£€#/.,".contains(c) && c != ',' || c == '-')
        || next == Some('%')
        || next == Some('-') && second.is_some_and(char::is_alphabetic)
        || matches!(next, Some('.' | ',' | ':')) && digit(second)
}

/// The value of a number in words or digits; `None` for a vague one.
pub fn number(words: &str) -> Option<f64> {
    static VALUES: LazyLock<BTreeMap<&str, f64>> = LazyLock::new(|| {
        NUMBERS
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| {
                let mut c = l.split('\t').skip(1);
                Some((c.next()?, c.next()?.parse().ok()?))
            })
            .collect()
    });
    let low = words.to_lowercase();
    let plain = low.replace(',', "");
    if let Ok(n) = plain.parse() {
        return Some(n);
    }
    let mut total = None;
    if let Some(n) = low.strip_suffix(" 1/2") {
        return n.parse::<f64>().ok().map(|n| n + 0.5);
    }
    if let Some(n) = low.strip_suffix(" and a half") {
        return number(n).map(|n| n + 0.5);
    }
    for w in low.split([' ', '-']).filter(|w| *w != "and") {
        match VALUES.get(w) {
            Some(&n) if n >= 100.0 => total = Some(total.unwrap_or(1.0) * n),
            Some(&n) => total = Some(total.unwrap_or(0.0) + n),
            None if matches!(w, "a" | "an") => {
                total = total.or(Some(0.0)).map(|t: f64| if low.len() < 3 { 1.0 } else { t })
            }
            None => return None,
        }
    }
    match total {
        // "a dozen", "a hundred": the article added nothing.
        Some(0.0) => VALUES.get(low.trim_start_matches("a ")).copied(),
        total => total,
    }
}
