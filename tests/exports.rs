//! What other programs read holds to its schema (`schemas/`), and every field of it is described in `docs/exports.md`.

mod common;

use common::{DAM, Site};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};

fn repository(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn schema(name: &str) -> jsonschema::Validator {
    let text = repository(&format!("schemas/{name}.schema.json"));
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// What is wrong with `value`, with the place of each fault.
fn faults(schema: &jsonschema::Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[track_caller]
fn holds(name: &str, value: &Value) {
    assert_eq!(faults(&schema(name), value), Vec::<String>::new(), "{value}");
}

/// A story with everything: named and unnamed sources, a chain, a denial, a refusal, days, figures, a correction.
const EVERYTHING: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"Side by side\"\nbase_url = \"https://example.org/d/\"\nauthor = \"A desk\"\n",
    ),
    (
        "content/dam/story.toml",
        "title = \"Was the operator warned?\"\ndate = 2024-06-05\ntags = [\"dams\"]\n\n[[articles]]\nfile = \"courier.txt\"\noutlet = \"The Courier\"\npublished = 2024-06-04\nurl = \"https://courier.example/dam\"\n\n[[articles]]\nfile = \"post.txt\"\noutlet = \"Valley Post\"\npublished = 2024-06-05\n\n[[corrections]]\nfile = \"post.txt\"\nwords = \"the gates would hold\"\nact = \"believes\"\nnote = \"An opinion, not a report.\"\ndate = 2024-06-06\npublic = true\n",
    ),
    (
        "content/dam/courier.txt",
        "Dam operator was told of cracks\n\nThe operator was told of the cracks in March, two engineers told Radio 6 on Monday.\n\nHal Ren, the director of the plant, denied on Tuesday that the operator had received a report. “No such report reached us,” he said. “Nobody,” he added, “told us of any cracks.”\n\nThe ministry of energy declined to comment. At least 38 people were moved on Monday night, the mayor, Ana Bell, said.\n\nThe log will be published on Friday, Ren said.\n",
    ),
    (
        "content/dam/post.txt",
        "Plant: no report\n\n“No report of the kind reached us,” said Hal Ren, plant director, on Tuesday.\n\nMayor Ana Bell said that 40 people were moved on Monday. An inspector said that the gates would hold.\n",
    ),
];

fn built(site: &Site, out: &str) -> Vec<(String, String)> {
    let summary = site.run(&["build", "--out", out, "--json"]).ends(0).json();
    assert!(summary.is_object(), "{summary}");
    site.files(out).into_iter().filter_map(|(p, b)| Some((p, String::from_utf8(b).ok()?))).collect()
}

#[test]
fn ok_every_export_of_a_site_holds_to_its_schema() {
    let mut seen = BTreeSet::new();
    let sample = {
        let site = Site::empty();
        site.run(&["init", "sample"]).ends(0);
        site.run(&["build", "--root", "sample", "--out", "out", "--quiet"]).ends(0);
        site.files("out")
    };
    let sample = sample.into_iter().filter_map(|(p, b)| Some((p, String::from_utf8(b).ok()?)));
    for (path, text) in sample.chain(built(&Site::of(EVERYTHING), "out")) {
        let name = match path.rsplit('/').next() {
            Some("digest.json") => "digest",
            Some("annotations.jsonld") => "annotations",
            Some("feed.json") => "feed",
            _ => continue,
        };
        let value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        holds(name, &value);
        seen.insert(name);
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["annotations", "digest", "feed"]);
}

#[test]
fn ok_identifiers_lead_to_what_they_name() {
    let files = built(&Site::of(EVERYTHING), "out");
    let text = &files.iter().find(|(p, _)| p == "dam/digest.json").unwrap().1;
    let d: Value = serde_json::from_str(text).unwrap();
    let ids = |list: &str| -> BTreeSet<String> {
        d[list].as_array().unwrap().iter().map(|x| x["id"].as_str().unwrap().to_owned()).collect()
    };
    let (articles, speakers, statements) = (ids("articles"), ids("speakers"), ids("statements"));
    let mut checked = 0;
    walk(&d, "", &mut |key, id| {
        let known = match key {
            "article" | "articles" | "not_found_in" | "without" => &articles,
            "speaker" | "speakers" | "speaks_for" => &speakers,
            "statement" | "statements" | "parts" | "answers" => &statements,
            _ => return,
        };
        checked += 1;
        assert!(known.contains(id), "{key}: {id}");
    });
    assert!(checked > 30, "{checked}");
    assert!(d["figures"].as_array().is_some());
    assert!(!d["claims"].as_array().unwrap().is_empty());
}

/// Every string of a document with the key it stands under.
fn walk(value: &Value, key: &str, each: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(s) => each(key, s),
        Value::Array(list) => list.iter().for_each(|x| walk(x, key, each)),
        Value::Object(map) => map.iter().for_each(|(k, x)| walk(x, k, each)),
        _ => {}
    }
}

#[test]
fn ok_records_of_the_filters_hold_to_their_schemas() {
    let site = Site::of(EVERYTHING);
    let text = site.read("content/dam/courier.txt");
    let given = json!({"id": 7, "text": text, "published": "2024-06-04", "outlet": "The Courier"});
    holds("extract-input", &given);
    let lines = site.run_with(&["extract"], &format!("{given}\nno object\n")).ends(1).lines();
    lines.iter().for_each(|l| holds("extract", l));
    assert_eq!(lines.len(), 2);
    assert!(lines[0]["attributions"].as_array().unwrap().len() > 3);
    assert_eq!(lines[1]["line"], 2);

    let lines =
        site.run(&["read", "content/dam/courier.txt", "content/dam/nothing.txt"]).ends(1).lines();
    lines.iter().for_each(|l| holds("read", l));
    assert_eq!(lines[0]["id"], "courier");
    assert!(lines[1]["error"].is_string());
}

#[test]
fn err_what_is_no_export_does_not_hold() {
    let files = built(&Site::of(DAM), "out");
    let text = &files.iter().find(|(p, _)| p == "dam/digest.json").unwrap().1;
    let right: Value = serde_json::from_str(text).unwrap();
    let schema = schema("digest");
    for (place, wrong) in [
        ("/schema", json!(2)),
        ("/statements/0/act", json!("slams")),
        ("/statements/0/instances", json!([])),
        ("/statements/0/instances/0/content/spans/0", json!([3])),
        ("/articles/0/text_sha256", json!("abc")),
        ("/statements/0/said_on", json!("Monday")),
    ] {
        let mut value = right.clone();
        *value.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = wrong;
        assert!(!faults(&schema, &value).is_empty(), "{place}");
    }
    let mut value = right;
    value["statements"][0]["verdict"] = json!("false");
    assert!(!faults(&schema, &value).is_empty(), "a field that nobody described");
}

#[test]
fn ok_every_field_of_a_schema_is_described() {
    let docs = repository("docs/exports.md");
    let mut missing = BTreeSet::new();
    for name in ["digest", "extract", "extract-input", "read", "annotations", "feed"] {
        let schema: Value =
            serde_json::from_str(&repository(&format!("schemas/{name}.schema.json"))).unwrap();
        assert!(docs.contains(&format!("schemas/{name}.schema.json")), "{name}");
        properties(&schema, &mut |field| {
            if !docs.contains(&format!("`{field}`")) {
                missing.insert(format!("{name}: {field}"));
            }
        });
    }
    assert_eq!(missing, BTreeSet::new());
    let head = "statement,article,outlet,speakers,act,kind,hedged,said_on,dated_by,via,source,cue,content,spans,confidence";
    assert!(docs.contains(head));
    let files = built(&Site::of(EVERYTHING), "out");
    let csv = &files.iter().find(|(p, _)| p == "dam/statements.csv").unwrap().1;
    assert_eq!(csv.split("\r\n").next(), Some(head));
}

/// The names of all properties of a schema.
fn properties(schema: &Value, each: &mut impl FnMut(&str)) {
    match schema {
        Value::Array(list) => list.iter().for_each(|x| properties(x, each)),
        Value::Object(map) => {
            for (key, value) in map {
                if let ("properties", Value::Object(fields)) = (key.as_str(), value) {
                    fields.keys().for_each(|f| each(f));
                }
                properties(value, each);
            }
        }
        _ => {}
    }
}
