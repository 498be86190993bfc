//! What a text says about itself: agency, outlet, place and day of its dateline.

use super::dates;
use chrono::NaiveDate;
use regex::Regex;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// Display names of agencies by the forms texts use.
static AGENCIES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    entries(include_str!("../../data/en/agencies.tsv"))
        .filter_map(|l| l.split_once('\t'))
        .flat_map(|(forms, name)| forms.split('|').map(move |f| (f, name)))
        .collect()
});

/// Display names of outlets by domain.
static OUTLETS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    entries(include_str!("../../data/en/outlets.tsv")).filter_map(|l| l.split_once('\t')).collect()
});

static PLACES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../data/en/dateline_places.txt")).collect());

/// The display name of the agency that a text calls `form`.
pub fn agency(form: &str) -> Option<&'static str> {
    AGENCIES.get(form.trim()).copied()
}

/// The outlet whose pages stand at `host` ("www.example.org"), its longest known domain.
pub fn outlet_of_host(host: &str) -> Option<&'static str> {
    let host = host.trim().trim_end_matches('.').to_lowercase();
    let mut rest = host.as_str();
    loop {
        if let Some(name) = OUTLETS.get(rest) {
            return Some(name);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// The outlet that a credit names: a known domain's name, an agency's, else the words themselves.
pub(crate) fn outlet(words: &str) -> Option<String> {
    let words = words.trim().trim_matches(['"', '“', '”', '\'', '‘', '’', '_', '*', ':', '|', ' ']);
    let bare =
        words.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let host = bare.split('/').next().unwrap_or(bare);
    if words.is_empty() || words.len() > 60 {
        return None;
    }
    let known =
        agency(words).or_else(|| if host.contains('.') { outlet_of_host(host) } else { None });
    Some(known.map_or_else(|| words.to_owned(), str::to_owned))
}

/// Whether these are the words of a known outlet or agency.
pub(crate) fn is_outlet(words: &str) -> bool {
    let words = words.trim();
    agency(words).is_some()
        || OUTLETS.values().any(|n| n.eq_ignore_ascii_case(words))
        || words.contains('.') && outlet_of_host(words).is_some()
}

/// Place, day and agency that the first paragraph opens with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dateline {
    pub place: Option<String>,
    pub day: Option<NaiveDate>,
    pub agency: Option<&'static str>,
}

static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?";
    Regex::new(&format!(
        r"^(?:(?<place>\p{{Lu}}[\p{{L}}.’' -]{{1,40}}?(?:,\s?(?:(?:\p{{Lu}}\p{{Ll}}*\.\s?){{1,3}}|\p{{Lu}}[\p{{L}}’' -]{{1,24}}?))?)\s*,?\s*)??(?:(?<day>{month}\s+\d{{1,2}}|\d{{1,2}}\s+{month})(?:,?\s+\d{{4}})?[,.]?\s*)?(?:[(\[](?<agency>[^()\[\]]{{2,40}})[)\]]\s*)?(?<mark>[.,]?\s*(?:--?|[–—])\s*|:\s+)"
    ))
    .expect("a fixed pattern")
});

/// Reads "Beijing, Mar 14 (EFE).- China …", "LONDON (Reuters) - Shares …", "HARTFORD, Conn. — The …", "New Delhi: The …".
///
/// A place in small letters is believed only where a day or an agency follows, or where it is a well-known city.
pub(crate) fn dateline(paragraph: &str, near: Option<NaiveDate>) -> Dateline {
    let Some(c) = OPENING.captures(paragraph) else { return Dateline::default() };
    let agency = c.name("agency").and_then(|a| a.as_str().split(['/', ',']).find_map(agency));
    let day = c.name("day").and_then(|_| dates::printed_day(&c[0], near));
    let place = c.name("place").map(|p| p.as_str().trim().trim_end_matches(',')).filter(|p| {
        let first = p.split(',').next().unwrap_or(p);
        let capitals = first.chars().all(|c| !c.is_lowercase())
            && first.chars().filter(|c| c.is_uppercase()).count() > 2;
        let colon = c.name("mark").is_some_and(|m| m.as_str().starts_with(':'));
        let known = PLACES.contains(first) || PLACES.contains(title_case(first).as_str());
        known || !colon && (capitals || agency.is_some() || c.name("day").is_some())
    });
    if place.is_none() && agency.is_none() {
        return Dateline::default();
    }
    let place = place.map(|p| {
        if p.chars().any(char::is_lowercase) && !is_upper_word(p) {
            p.to_owned()
        } else {
            p.split(", ")
                .map(|w| if is_upper_word(w) { title_case(w) } else { w.to_owned() })
                .collect::<Vec<_>>()
                .join(", ")
        }
    });
    Dateline { place, day, agency }
}

fn is_upper_word(text: &str) -> bool {
    text.split(',').next().is_some_and(|w| {
        w.chars().filter(|c| c.is_alphabetic()).count() > 3 && !w.chars().any(char::is_lowercase)
    })
}

/// "NEW DELHI" as "New Delhi".
fn title_case(text: &str) -> String {
    let mut start = true;
    text.chars()
        .map(|c| {
            let out = if start { c.to_uppercase().next() } else { c.to_lowercase().next() };
            start = !c.is_alphabetic();
            out.unwrap_or(c)
        })
        .collect()
}

/// The authors of a byline: "Jane Doe, John Roe and Mary Moe".
pub fn authors(words: &str) -> Vec<String> {
    let words =
        words.trim().trim_start_matches("by ").trim_start_matches("By ").trim_start_matches("BY ");
    let mut out: Vec<String> = Vec::new();
    for name in words
        .replace(" and ", ",")
        .replace(" AND ", ",")
        .replace(" & ", ",")
        .replace(';', ",")
        .split(',')
    {
        let name = name.trim().trim_end_matches('.').trim();
        // "By Jane Doe, Associated Press": the agency is no author.
        if name.is_empty() || !name.contains(char::is_alphabetic) || agency(name).is_some() {
            continue;
        }
        let capitals = !name.chars().any(char::is_lowercase) && name.contains(' ');
        let name = if capitals { title_case(name) } else { name.to_owned() };
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, place: Option<&str>, day: Option<&str>, agency: Option<&str>) {
        let got = dateline(text, "2022-03-16".parse().ok());
        assert_eq!(got.place.as_deref(), place, "{text}");
        assert_eq!(got.day.map(|d| d.to_string()).as_deref(), day, "{text}");
        assert_eq!(got.agency, agency, "{text}");
    }

    #[test]
    fn ok_datelines() {
        check(
            "Beijing, Mar 14 (EFE).- The council met.",
            Some("Beijing"),
            Some("2022-03-14"),
            Some("EFE"),
        );
        check("LONDON (Reuters) - Shares fell.", Some("London"), None, Some("Reuters"));
        check("HARTFORD, Conn. — The mayor spoke.", Some("Hartford, Conn."), None, None);
        check("New Delhi: The council met.", Some("New Delhi"), None, None);
        check("WASHINGTON -- The mayor said", Some("Washington"), None, None);
        check("KYIV, Ukraine (AP) — The mayor", Some("Kyiv, Ukraine"), None, Some("AP"));
        check("(Reuters) - The mayor", None, None, Some("Reuters"));
        check("Paris, 12 March (AFP) – The mayor", Some("Paris"), Some("2022-03-12"), Some("AFP"));
    }

    #[test]
    fn ignores_openings_that_are_none() {
        check("The mayor: “I am sorry.”", None, None, None);
        check("Rain — and more of it — fell.", None, None, None);
        check("Harrow (pop. 300) - a small town.", None, None, None);
        check("", None, None, None);
    }

    #[test]
    fn ok_outlets() {
        assert_eq!(outlet("Nbcnews.com").as_deref(), Some("NBC News"));
        assert_eq!(outlet("The Harrow Courier").as_deref(), Some("The Harrow Courier"));
        assert_eq!(outlet_of_host("edition.cnn.com"), Some("CNN"));
        assert_eq!(outlet_of_host("harrow.example"), None);
    }

    #[test]
    fn ok_authors() {
        assert_eq!(
            authors("JANE DOE and John Roe, Mary van Moe"),
            ["Jane Doe", "John Roe", "Mary van Moe"]
        );
    }

    #[test]
    fn tables_are_sorted_by_domain() {
        let domains: Vec<&str> = entries(include_str!("../../data/en/outlets.tsv"))
            .filter_map(|l| l.split_once('\t'))
            .map(|e| e.0)
            .collect();
        assert!(domains.is_sorted(), "outlets.tsv: keep the domains in order");
    }
}
