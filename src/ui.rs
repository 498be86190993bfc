//! The site's own words, by language.

use serde::Serialize;
use std::collections::BTreeMap;

const ENGLISH: &str = include_str!("../data/ui/en.toml");
const SPANISH: &str = include_str!("../data/ui/es.toml");

/// The languages that have a table of the site's words.
pub const LANGUAGES: &[&str] = &["en", "es"];

/// Whether the site's own words are there in `language` (BCP 47).
pub fn is_there(language: &str) -> bool {
    let main = language.split('-').next().unwrap_or_default();
    LANGUAGES.iter().any(|l| l.eq_ignore_ascii_case(main))
}

/// One language's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// By key, as `data/ui/en.toml` names them.
    #[serde(flatten)]
    pub words: BTreeMap<String, String>,
    /// Labels of the acts.
    pub acts: BTreeMap<String, String>,
}

impl Words {
    /// The words of a site in `language` (BCP 47); English where there is no table for it.
    pub fn of(language: &str) -> Self {
        let main = language.split('-').next().unwrap_or_default();
        parse(if main.eq_ignore_ascii_case("es") { SPANISH } else { ENGLISH })
    }

    /// The label of an act.
    pub fn act(&self, name: &str) -> String {
        self.acts.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// A number with the word for it: "1 text", "2 texts", of the keys `one_text` and `many_text`.
    pub fn count(&self, n: usize, of: &str) -> String {
        let number = if n == 1 { "one" } else { "many" };
        format!("{n} {}", self.get(&format!("{number}_{of}")))
    }

    /// One word.
    pub fn get(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }
}

fn parse(table: &str) -> Words {
    let table: toml::Table = table.parse().unwrap_or_default();
    let text = |v: &toml::Value| v.as_str().map(str::to_owned);
    let mut words = Words::default();
    for (key, value) in &table {
        match value {
            toml::Value::Table(acts) => {
                words.acts = acts.iter().filter_map(|(k, v)| Some((k.clone(), text(v)?))).collect();
            }
            value => {
                words.words.extend(text(value).map(|v| (key.clone(), v)));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::schema::ACTS;

    #[test]
    fn every_language_has_every_word() {
        let (english, spanish) = (parse(ENGLISH), parse(SPANISH));
        assert!(english.words.len() > 60);
        assert!(english.words.keys().eq(spanish.words.keys()));
        assert!(english.acts.keys().eq(spanish.acts.keys()));
        let mut acts: Vec<&str> = ACTS.to_vec();
        acts.sort_unstable();
        assert_eq!(english.acts.keys().collect::<Vec<_>>(), acts);
    }

    #[test]
    fn ok_a_language_without_a_table_is_english() {
        assert_eq!(Words::of("fr"), Words::of("en-GB"));
        assert_eq!(Words::of("es-MX").act("denies"), "niega");
        assert!(is_there("en-GB") && is_there("ES-mx") && !is_there("fr") && !is_there(""));
    }
}
