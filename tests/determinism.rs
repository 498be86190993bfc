//! The same sources give the same bytes: whatever the order in which files came to be, the number of threads, and
//! what was kept from an earlier build.

mod common;

use common::{DAM, Site};
use std::collections::BTreeMap;

/// A second story, so that there are pages over stories: speakers and outlets.
const HALL: &[(&str, &str)] = &[
    (
        "content/hall/a.txt",
        "Market hall to close\n\nThe Courier - 3 June 2024\n\nIda Moss, the mayor of Harrow, said that the market hall would close in May. “We have no money for it,” she said.\n\nTraders criticised the plan.\n",
    ),
    (
        "content/hall/b.md",
        "+++\noutlet = \"Valley Post\"\npublished = 2024-06-04\n+++\n\n# Traders angry\n\n“Nobody asked us,” Tom Field, a trader, told the Valley Post. Moss denied that.\n\nAccording to the council, 38 traders work there.\n",
    ),
];

fn built(site: &Site, args: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let summary = site.run(&[&["build", "--json"], args].concat()).ends(0).json();
    assert_eq!(summary["skipped"], serde_json::json!([]));
    site.files("public")
}

#[test]
fn ok_same_bytes_in_any_order_with_any_threads_with_and_without_cache() {
    let mut files: Vec<(&str, &str)> = DAM.iter().chain(HALL).copied().collect();
    let one = Site::of(&files);
    files.reverse();
    let other = Site::of(&files);
    let first = built(&one, &["--jobs", "1", "--no-cache"]);
    assert!(first.len() > 20, "{:?}", first.keys());
    for (site, args) in [
        (&other, &["--jobs", "4", "--no-cache"][..]),
        (&one, &["--jobs", "4"]),
        (&one, &["--jobs", "1"]),
        (&other, &["--keep-readings"]),
        (&other, &["--no-cache"]),
    ] {
        let again = built(site, args);
        let differing: Vec<&String> =
            first.keys().chain(again.keys()).filter(|f| first.get(*f) != again.get(*f)).collect();
        assert!(differing.is_empty(), "{args:?}: {differing:?}");
    }
}

#[test]
fn ok_an_edit_changes_the_ids_of_what_was_edited_only() {
    let ids = |site: &Site| -> BTreeMap<String, String> {
        let digest: serde_json::Value =
            serde_json::from_str(&site.read("public/dam/digest.json")).unwrap();
        let statements = digest["statements"].as_array().unwrap().clone();
        statements
            .iter()
            .map(|s| {
                let text = s["instances"][0]["content"]["text"].as_str().unwrap();
                (text.to_owned(), s["id"].as_str().unwrap().to_owned())
            })
            .collect()
    };
    let site = Site::of(DAM);
    built(&site, &[]);
    let before = ids(&site);
    let text = site.read("content/dam/post.txt");
    let new = text.replace(
        "Mayor: no danger\n",
        "Mayor: no danger\n\n“Nothing is new,” Lena Quist, a farmer, said.\n",
    );
    site.write("content/dam/post.txt", new);
    built(&site, &[]);
    let after = ids(&site);
    assert!(before.len() >= 3 && after.len() > before.len(), "{before:?} {after:?}");
    for (text, id) in &before {
        assert_eq!(after.get(text), Some(id), "{text}");
    }
}

#[test]
fn ok_extract_gives_the_same_lines_with_any_threads() {
    let site = Site::of(DAM);
    let texts: Vec<&str> =
        DAM.iter().filter(|(p, _)| p.ends_with(".txt")).map(|(_, t)| *t).collect();
    let input: String = (0..40)
        .map(|i| serde_json::json!({"id": i, "text": texts[i % texts.len()]}).to_string() + "\n")
        .collect();
    let one = site.run_with(&["extract", "--threads", "1"], &input).ends(0);
    let ids: Vec<_> = one.lines().iter().map(|l| l["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..40).collect::<Vec<_>>());
    let four = site.run_with(&["extract", "--threads", "4"], &input).ends(0);
    assert!(one.stdout == four.stdout);
}
