//! Whole sites of made-up stories, from the pasted texts to the pages: what an editor would look for in them.

mod common;

use common::{DAM, Site};
use serde_json::Value;
use std::{fs, path::Path};

/// A site that holds the story `tests/sites/<name>/` beside another, built, and the story's digest.
fn built(name: &str) -> (Site, Value) {
    let site = Site::of(DAM);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        site.write(&format!("content/{name}/{file}"), fs::read(&path).unwrap());
    }
    site.run(&["build", "--quiet"]).ends(0);
    let digest = serde_json::from_str(&site.read(&format!("public/{name}/digest.json"))).unwrap();
    (site, digest)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("no list {key} in {value}"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no text {key} in {value}"))
}

/// The names of the speakers of a statement.
fn names(digest: &Value, statement: &Value) -> String {
    let name = |id: &Value| {
        let speaker = list(digest, "speakers").iter().find(|s| &s["id"] == id).unwrap();
        text(speaker, "name").to_owned()
    };
    list(statement, "speakers").iter().map(name).collect::<Vec<_>>().join("; ")
}

/// The statement that holds these words.
fn statement<'a>(digest: &'a Value, words: &str) -> Option<&'a Value> {
    list(digest, "statements")
        .iter()
        .find(|s| list(s, "instances").iter().any(|i| text(&i["content"], "text").contains(words)))
}

/// Every span of `digest.json` counts code points of the article's file, and every id leads somewhere.
fn offsets_and_ids_hold(site: &Site, digest: &Value) {
    let sources: Vec<(&Value, Vec<char>)> = list(digest, "articles")
        .iter()
        .map(|a| (&a["id"], site.read(text(a, "path")).chars().collect()))
        .collect();
    let words = |article: &Value, spans: &Value| -> String {
        let (_, source) =
            sources.iter().find(|(id, _)| *id == article).expect("the article is listed");
        let piece = |s: &Value| -> String {
            let at = |i: usize| s[i].as_u64().unwrap() as usize;
            source[at(0)..at(1)].iter().collect()
        };
        let pieces: Vec<String> = spans.as_array().unwrap().iter().map(piece).collect();
        pieces.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let folded = |s: &str| {
        s.replace(" […] ", " ").replace(" … ", " ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for s in list(digest, "statements") {
        assert!(!list(s, "instances").is_empty());
        for i in list(s, "instances") {
            for part in ["source", "cue", "content"] {
                let there = words(&i["article"], &i[part]["spans"]);
                assert_eq!(there, folded(text(&i[part], "text")), "{part} of {i}");
            }
        }
    }
    let ids: Vec<&Value> = list(digest, "statements").iter().map(|s| &s["id"]).collect();
    for claim in list(digest, "claims") {
        for position in list(claim, "positions") {
            assert!(list(position, "statements").iter().all(|id| ids.contains(&id)), "{position}");
        }
    }
    for entry in list(digest, "timeline") {
        assert!(list(entry, "statements").iter().all(|id| ids.contains(&id)), "{entry}");
        for i in list(entry, "instances") {
            assert_eq!(words(&i["article"], &i["spans"]), folded(text(i, "text")), "{i}");
        }
    }
}

#[test]
fn ok_the_bridge_who_said_what() {
    let (site, digest) = built("bridge");
    offsets_and_ids_hold(&site, &digest);
    // A wrong name is the worst error, so each of these has the one right name.
    for (words, speaker, act) in [
        ("before every pillar has been looked at", "Lena Quist", "asserts"),
        ("it had neglected the bridge", "Westrail", "denies"),
        ("Every pillar was inspected in April", "Edda Vale", "asserts"),
        ("having ignored two letters", "Lena Quist", "alleges"),
        ("the company had answered both letters", "Edda Vale", "asserts"),
        ("the crack could grow in the summer heat", "Otto Lund", "warns"),
        ("There was no letter", "Karl Falk", "asserts"),
        ("repair the pillar by the end of the month", "Karl Falk", "promises"),
        ("I lose an hour every day", "Tom Field", "asserts"),
    ] {
        let found = statement(&digest, words).unwrap_or_else(|| panic!("not found: {words}"));
        assert_eq!((names(&digest, found).as_str(), text(found, "act")), (speaker, act), "{words}");
    }
    let declined = list(&digest, "statements").iter().find(|s| s["act"] == "declines").unwrap();
    assert!(names(&digest, declined).contains("ministry of transport"), "{declined}");
}

#[test]
fn ok_the_bridge_compared() {
    let (_, digest) = built("bridge");
    // What two outlets carry is one statement; what Quist and Falk say of the letters are two.
    for words in ["before every pillar has been looked at", "Every pillar was inspected in April"] {
        let instances = list(statement(&digest, words).unwrap(), "instances");
        let mut articles: Vec<_> = instances.iter().map(|i| text(i, "article")).collect();
        articles.sort_unstable();
        assert_eq!(articles, ["courier", "herald"], "{words}");
    }
    let id = |words| text(statement(&digest, words).unwrap(), "id");
    assert_ne!(id("There was no letter"), id("I signed both letters myself"));
    // The accusation and its rejection stand together.
    let claim = list(&digest, "claims")
        .iter()
        .find(|c| text(c, "text").contains("ignored two letters"))
        .expect("the accusation is a claim");
    let stances: Vec<&str> = list(claim, "positions").iter().map(|p| text(p, "stance")).collect();
    assert!(stances.contains(&"alleges") && stances.contains(&"rejects"), "{claim}");
}

#[test]
fn ok_the_bridge_dated() {
    let (_, digest) = built("bridge");
    let said_on = |words| &statement(&digest, words).unwrap()["said_on"];
    assert_eq!(said_on("before every pillar has been looked at"), "2024-06-10");
    assert_eq!(said_on("never received a letter"), "2024-06-12");
    let closed = list(&digest, "timeline")
        .iter()
        .find(|t| {
            list(t, "instances").iter().any(|i| text(i, "text").contains("closed to lorries"))
        })
        .expect("the closing is an event");
    assert_eq!((text(closed, "date"), text(closed, "kind")), ("2024-06-10", "event"));
}

#[test]
fn ok_the_bridge_on_its_pages() {
    let (site, _) = built("bridge");
    let page = site.read("public/bridge/index.html");
    // With an address, a statement links to its words in the original.
    assert!(page.contains("https://courier.example/bridge#:~:text="), "no link to the original");
    // Web Annotations quote what stands around a passage, furniture or not; nothing else may show any.
    for (path, bytes) in site.files("public").iter().filter(|(p, _)| !p.ends_with(".jsonld")) {
        let text = String::from_utf8_lossy(bytes);
        for furniture in
            ["Read also", "Ten walks", "newsletter", "All rights reserved", "Click here"]
        {
            assert!(!text.contains(furniture), "{furniture} in {path}");
        }
    }
    let index = site.read("public/index.html");
    for title in ["Who closed the river bridge?", "Was the dam safe?"] {
        assert!(index.contains(title), "{title} is not on the index");
    }
}

#[test]
fn ok_extract_finds_the_quotations_of_the_site_in_the_same_places() {
    let (site, digest) = built("bridge");
    let input = list(&digest, "articles").iter().map(|a| {
        let text = site.read(text(a, "path"));
        serde_json::json!({"id": a["id"], "text": text, "published": a["published"]}).to_string()
    });
    let run = site.run_with(&["extract"], &input.collect::<Vec<_>>().join("\n")).ends(0);
    let lines = run.lines();
    let mut compared = 0;
    for s in list(&digest, "statements").iter().filter(|s| s["kind"] == "direct") {
        for i in list(s, "instances") {
            let line = lines.iter().find(|l| l["id"] == i["article"]).unwrap();
            let same = |a: &&Value| a["content"] == i["content"]["spans"];
            let found = list(line, "attributions").iter().find(same);
            assert!(found.is_some_and(|a| a["kind"] == "direct"), "{i}");
            compared += 1;
        }
    }
    assert!(compared >= 5, "{compared}");
}

#[test]
fn ok_the_sample_of_init_holds_together() {
    let site = Site::empty();
    site.run(&["init", "."]).ends(0);
    site.run(&["build", "--quiet"]).ends(0);
    let digest = serde_json::from_str(&site.read("public/harrow-dam/digest.json")).unwrap();
    offsets_and_ids_hold(&site, &digest);
    for (words, speaker) in [
        ("No such report reached us", "Hal Ren"),
        ("Somebody is not telling the truth", "Lena Quist"),
        ("the report existed", "Ida Moss"),
    ] {
        let found = statement(&digest, words).unwrap_or_else(|| panic!("not found: {words}"));
        assert_eq!(names(&digest, found), speaker, "{words}");
    }
    let check = site.run(&["check", "--json"]).ends(0).json();
    assert_eq!(check["errors"], 0, "{check}");
}
