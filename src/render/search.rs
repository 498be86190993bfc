//! The search index: small files of JSON that the search page loads as it needs them.
//!
//! `search/index.json` holds how many documents there are, what the filters offer, and which shards exist; `search/t-XX.json` maps the
//! terms that begin with these characters (two, or more where there are many) to documents; `search/d-N.json` holds
//! [`CHUNK`] documents. A query of one word loads one shard and the chunks of the results shown.

use super::views::{Views, fold, short};
use crate::{
    align::words::fold as fold_word, config::Site, export::json::act_name, story::Digest, ui::Words,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Documents in one file.
pub const CHUNK: usize = 24;

/// A term in more documents than this is found by its rarer companions, or shows these.
const MOST: usize = 400;

/// Bytes above which a shard is divided.
const SHARD: usize = 16_000;

/// Most characters that name a shard.
const LONGEST: usize = 5;

/// What can be found.
#[derive(Debug, Serialize)]
struct Doc {
    /// "statement", "speaker", "outlet", "story".
    k: &'static str,
    /// Words shown.
    t: String,
    /// Address below the root.
    u: String,
    /// Who, for a statement.
    #[serde(skip_serializing_if = "String::is_empty")]
    w: String,
    /// Act.
    #[serde(skip_serializing_if = "String::is_empty")]
    a: String,
    /// Outlets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    o: Vec<String>,
    /// What stands between outlet and speaker.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    v: Vec<String>,
    /// Day.
    #[serde(skip_serializing_if = "Option::is_none")]
    d: Option<String>,
    /// Story.
    #[serde(skip_serializing_if = "String::is_empty")]
    s: String,
}

/// The files of the index.
pub fn files(site: &Site, words: &Words, digests: &[Digest]) -> Vec<(String, Vec<u8>)> {
    let docs = documents(site, words, digests);
    let mut terms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, (doc, more)) in docs.iter().enumerate() {
        // The title of a story is found by the story, not by each of its statements.
        let all = format!("{} {} {}", doc.t, doc.w, more);
        let own: BTreeSet<String> = all
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 1)
            .map(fold_word)
            .collect();
        for term in own {
            terms.entry(term).or_default().push(n);
        }
    }
    let mut shards: BTreeMap<String, Shard<'_>> = BTreeMap::new();
    divide(
        terms.iter().map(|(t, l)| (t.as_str(), &l[..l.len().min(MOST)])).collect(),
        2,
        &mut shards,
    );
    let mut acts: BTreeMap<&str, String> = BTreeMap::new();
    let mut outlets: BTreeSet<&str> = BTreeSet::new();
    for (doc, _) in &docs {
        outlets.extend(doc.o.iter().map(String::as_str));
        if !doc.a.is_empty() {
            acts.insert(&doc.a, words.act(&doc.a));
        }
    }
    let index = serde_json::json!({
        "schema": 1, "documents": docs.len(), "chunk": CHUNK, "shards": shards.keys().collect::<Vec<_>>(),
        "outlets": outlets, "acts": acts,
    });
    let json = |v: &dyn erased_json::Json| v.json();
    let mut out = vec![("search/index.json".to_owned(), json(&index))];
    for (name, shard) in &shards {
        out.push((format!("search/t-{name}.json"), json(shard)));
    }
    let docs: Vec<Doc> = docs.into_iter().map(|(d, _)| d).collect();
    for (n, chunk) in docs.chunks(CHUNK).enumerate() {
        out.push((format!("search/d-{n}.json"), json(&chunk)));
    }
    out
}

mod erased_json {
    pub trait Json {
        fn json(&self) -> Vec<u8>;
    }
    impl<T: serde::Serialize> Json for T {
        fn json(&self) -> Vec<u8> {
            serde_json::to_vec(self).unwrap_or_default()
        }
    }
}

/// Terms and the documents that hold them.
type Shard<'a> = BTreeMap<&'a str, &'a [usize]>;

/// Terms that begin with the same characters go into one file; where that would be a large one, into one for each character
/// more. So a query loads little, however many documents there are.
fn divide<'a>(terms: Shard<'a>, length: usize, out: &mut BTreeMap<String, Shard<'a>>) {
    let mut groups: BTreeMap<String, Shard<'a>> = BTreeMap::new();
    for (term, list) in terms {
        groups.entry(shard(term, length)).or_default().insert(term, list);
    }
    for (name, group) in groups {
        let size: usize = group.iter().map(|(t, l)| t.len() + 6 + 6 * l.len()).sum();
        let longer = group.keys().any(|t| t.chars().count() > length);
        if size > SHARD && longer && length < LONGEST {
            divide(group, length + 1, out);
        } else {
            out.insert(name, group);
        }
    }
}

/// The shard of a term: its first characters, as hexadecimal where they are no ASCII letters or digits.
pub fn shard(term: &str, length: usize) -> String {
    term.chars()
        .take(length)
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("x{:x}", c as u32) })
        .collect()
}

fn documents(site: &Site, words: &Words, digests: &[Digest]) -> Vec<(Doc, String)> {
    let empty = |k, t: String, u: String| Doc {
        k,
        t,
        u,
        w: String::new(),
        a: String::new(),
        o: Vec::new(),
        v: Vec::new(),
        d: None,
        s: String::new(),
    };
    // Pages before statements: of what fits alike the first is shown first.
    let (mut out, mut statements) = (Vec::new(), Vec::new());
    let mut people: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut outlets: BTreeMap<String, String> = BTreeMap::new();
    for d in digests {
        let v = Views::new(d, site, words);
        let mut story = empty("story", d.title.clone(), format!("{}/", d.slug));
        story.d.clone_from(&d.to);
        out.push((
            story,
            format!("{} {}", d.description.clone().unwrap_or_default(), d.tags.join(" ")),
        ));
        for c in 0..v.columns().len() {
            let o = v.outlet(c);
            if o.known {
                outlets.insert(o.url, o.name);
            }
        }
        for (index, s) in d.statements.iter().enumerate() {
            let who: Vec<_> = s.speakers.iter().map(|&x| v.speaker(x)).collect();
            for x in who.iter().filter(|x| !x.url.is_empty()) {
                let more =
                    people.entry(x.url.clone()).or_insert_with(|| (x.name.clone(), String::new()));
                more.1 = x.role.clone().unwrap_or_default();
            }
            let mut names: Vec<String> =
                s.instances.iter().map(|i| v.outlet_of(i.article).name).collect();
            names.sort();
            names.dedup();
            let first = &s.instances[s.representative];
            let mut doc =
                empty("statement", short(&v.words_of(index).0), format!("{}/#s-{}", d.slug, s.id));
            doc.w = who.iter().map(|x| x.name.as_str()).collect::<Vec<_>>().join(", ");
            doc.a = act_name(s.act);
            doc.o = names;
            doc.v.clone_from(&first.via);
            doc.d.clone_from(&s.said_on);
            doc.s.clone_from(&d.title);
            // All wordings can be found, also those that are not shown.
            let all: Vec<String> = s
                .instances
                .iter()
                .map(|i| {
                    v.text(i.article, &d.articles[i.article].attributions[i.attribution].content)
                })
                .collect();
            statements.push((doc, all.join(" ")));
        }
    }
    for (url, (name, role)) in people {
        out.push((empty("speaker", name, url), fold(&role)));
    }
    for (url, name) in outlets {
        out.push((empty("outlet", name, url), String::new()));
    }
    out.extend(statements);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_shards_are_safe_file_names() {
        assert_eq!(shard("kyiv", 2), "ky");
        assert_eq!(shard("a", 2), "a");
        assert_eq!(shard("éa", 2), "xe9a");
    }

    #[test]
    fn ok_a_large_shard_is_divided_and_no_term_is_lost() {
        let lists: Vec<usize> = (0..MOST).collect();
        let names: Vec<String> = (0..40).map(|n| format!("report{n}")).collect();
        let mut terms: Shard<'_> = names.iter().map(|n| (n.as_str(), &lists[..])).collect();
        terms.extend([("re", &lists[..9]), ("rest", &lists[..]), ("dam", &lists[..1])]);
        let mut out = BTreeMap::new();
        divide(terms.clone(), 2, &mut out);
        assert_eq!(out.keys().collect::<Vec<_>>(), ["da", "re", "repor", "res"]);
        let all: Shard<'_> = out.into_values().flatten().collect();
        assert_eq!(all, terms);
    }
}
