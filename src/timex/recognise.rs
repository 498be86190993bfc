//! Finds expressions by the patterns of `data/en/timex/rules.toml`.
//!
//! A pattern is compiled when the first text comes that holds a word it needs: most runs read one short text, and all
//! patterns together take longer to compile than that text to read.

use super::words::meaning;
use crate::text::Span;
use regex::Regex;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashSet},
    sync::{LazyLock, OnceLock},
};

static RULES: &str = include_str!("../../data/en/timex/rules.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    groups: BTreeMap<String, String>,
    lists: BTreeMap<String, String>,
    rule: Vec<Rule>,
}

/// A rule as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// Words of which a text must hold one, of each entry.
    needs: Vec<String>,
    /// Its pattern.
    pattern: String,
    /// What must not stand right before.
    not_after: Option<String>,
    /// What must not stand right behind.
    not_before: Option<String>,
    /// Which normalisation it asks for.
    pub does: String,
    /// "text = value" as of 5 June 2024.
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the test of all examples"))]
    pub examples: Vec<String>,
    /// Texts in which it finds nothing.
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the test of all examples"))]
    pub counterexamples: Vec<String>,
    #[serde(skip)]
    compiled: OnceLock<Option<Compiled>>,
}

struct Compiled {
    pattern: Regex,
    not_after: Option<Regex>,
    not_before: Option<Regex>,
}

impl Rule {
    /// The patterns; `None` where one is broken, which a test forbids.
    fn compiled(&self) -> Option<&Compiled> {
        self.compiled
            .get_or_init(|| {
                let aside = |p: &Option<String>, build: fn(&str) -> String| match p {
                    Some(p) => compile(&build(p)).map(Some),
                    None => Some(None),
                };
                Some(Compiled {
                    pattern: compile(&self.pattern)?,
                    not_after: aside(&self.not_after, |p| format!("(?:{p})$"))?,
                    not_before: aside(&self.not_before, |p| format!("^(?:{p})"))?,
                })
            })
            .as_ref()
    }

    /// Whether a text of these words may hold what the rule looks for.
    fn wanted(&self, words: &Words) -> bool {
        self.needs.iter().all(|need| {
            need.split('|').any(|w| w == "DIGIT" && words.digit || words.words.contains(w))
        })
    }

    /// Whether its patterns are sound.
    #[cfg(test)]
    pub fn sound(&self) -> bool {
        self.compiled().is_some()
    }
}

fn compile(pattern: &str) -> Option<Regex> {
    // Digits and borders of words by ASCII: what Unicode has besides makes patterns ten times as large.
    let pattern = pattern.replace(r"\d", "[0-9]").replace(r"\b", r"(?-u:\b)");
    Regex::new(&format!("(?i){pattern}")).ok()
}

/// The rules, in the order of the file.
pub fn rules() -> &'static [Rule] {
    static RULES_READ: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let Ok(file) = toml::from_str::<File>(RULES) else { return Vec::new() };
        let mut rules = file.rule;
        for rule in &mut rules {
            // A list may hold lists; three rounds reach the deepest.
            for _ in 0..3 {
                for (name, words) in &file.lists {
                    let name = format!("{{{name}}}");
                    for p in
                        [Some(&mut rule.pattern), rule.not_after.as_mut(), rule.not_before.as_mut()]
                            .into_iter()
                            .flatten()
                    {
                        *p = p.replace(&name, words);
                    }
                }
            }
            for need in &mut rule.needs {
                let words: Vec<&str> =
                    need.split('|').map(|w| file.groups.get(w).map_or(w, String::as_str)).collect();
                *need = words.join("|");
            }
        }
        rules
    });
    &RULES_READ
}

/// The words of a text in lower case, and whether it holds a digit.
struct Words<'a> {
    words: HashSet<&'a str>,
    digit: bool,
}

impl<'a> Words<'a> {
    fn of(low: &'a str) -> Self {
        Words {
            words: low.split(|c: char| !c.is_alphabetic()).collect(),
            digit: low.contains(|c: char| c.is_ascii_digit()),
        }
    }
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
    parts: BTreeMap<&'static str, String>,
    /// The whole match in lower case.
    pub low: String,
}

impl Match {
    /// A named part, as printed; the pattern's further parts of that name are numbered ("w", "w2").
    pub fn part(&self, name: &str) -> Option<&str> {
        self.parts
            .iter()
            .find(|(n, _)| {
                n.strip_prefix(name).is_some_and(|r| r.chars().all(|c| c.is_ascii_digit()))
            })
            .map(|(_, v)| v.as_str())
    }

    /// A named part in lower case.
    pub fn low(&self, name: &str) -> Option<String> {
        self.part(name).map(str::to_lowercase)
    }
}

/// The expressions of `text`: the longest first, none overlapping another, in order.
pub fn find(text: &str) -> Vec<Match> {
    let low = text.to_lowercase();
    let words = Words::of(&low);
    let mut all: Vec<(usize, Match)> = Vec::new();
    for (order, rule) in rules().iter().enumerate().filter(|(_, r)| r.wanted(&words)) {
        let Some(compiled) = rule.compiled() else { continue };
        for found in compiled.pattern.captures_iter(text) {
            let names = || compiled.pattern.capture_names().flatten();
            let out = names().filter(|n| n.starts_with("out")).find_map(|n| found.name(n));
            let Some(whole) = out.or(found.get(0)).filter(|w| !w.as_str().contains('\n')) else {
                continue;
            };
            let span = Span::new(whole.start(), whole.end()).trim(text);
            let barred = |p: &Option<Regex>, s: &str| p.as_ref().is_some_and(|p| p.is_match(s));
            if barred(&compiled.not_before, &text[span.end..])
                || barred(&compiled.not_after, last_words(&text[..span.start]))
                || amount(text, span, &rule.does)
                || title(text, span)
            {
                continue;
            }
            let parts = names()
                .filter(|n| !n.starts_with("out"))
                .filter_map(|n| Some((n, found.name(n)?.as_str().to_owned())))
                .collect();
            let low = span.of(text).to_lowercase();
            all.push((order, Match { span, id: &rule.id, does: &rule.does, parts, low }));
        }
    }
    all.sort_by_key(|(order, m)| (std::cmp::Reverse(m.span.len()), *order, m.span.start));
    let mut out: Vec<Match> = Vec::new();
    for (_, m) in all {
        if !out.iter().any(|o| o.span.overlaps(m.span)) {
            out.push(m);
        }
    }
    out.sort_by_key(|m| m.span.start);
    out
}

/// The end of what stands before an expression; no pattern looks further back.
fn last_words(before: &str) -> &str {
    let mut from = before.len().saturating_sub(40);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    &before[from..]
}

/// A name in quotation marks: the “Today” show, on ABC's “This Week”, “Fox News Sunday”. A quoted "Tomorrow," that is
/// followed by its speaker is none.
fn title(text: &str, span: Span) -> bool {
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '‘' | '’');
    let words = span.of(text);
    let after = &text[span.end..];
    let inside = after.trim_start_matches([',', '.']);
    if !words.starts_with(char::is_uppercase) || !inside.starts_with(['"', '”']) {
        return false;
    }
    let before = last_words(&text[..span.start]);
    let Some((open, c)) = before.char_indices().rev().find(|(_, c)| quote(*c)) else {
        return false;
    };
    let name = &before[open + c.len_utf8()..];
    if c == '”' || !name.split_whitespace().all(|w| w.starts_with(char::is_uppercase)) {
        return false;
    }
    let outside = before[..open].trim_end();
    let on = outside.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let again = after.trim_start_matches(quote).trim_start();
    let next = again.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    meaning("show", on).is_some() || inside.len() == after.len() && meaning("show", next).is_some()
}

/// A bare number that looks like a year but counts something: "$1998", "1,998", "No. 1998-b", "3.1998".
fn amount(text: &str, span: Span, does: &str) -> bool {
    if does != "year" {
        return false;
    }
    let before = text[..span.start].chars().next_back();
    let mut after = text[span.end..].chars();
    let (next, second) = (after.next(), after.next());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    before.is_some_and(|c| "$£€#/.-".contains(c))
        || next == Some('%')
        || next == Some('-') && second.is_some_and(char::is_alphabetic)
        || matches!(next, Some('.' | ',' | ':')) && digit(second)
}
