//! Mistakes as people make them, and how the program takes them: with the place, and without harm.

mod common;

use common::{DAM, Site};
use std::fs;

const HALL: &str = "Hall to close\n\n“The market hall will close in May,” somebody in the crowd of traders said.\n";

#[test]
fn err_front_matter_of_another_kind() {
    let site = Site::of(DAM);
    site.write("content/dam/hall.md", format!("---\noutlet: Courier\n---\n{HALL}"));
    let run = site.run(&["build"]).ends(1);
    assert!(run.stderr.contains("error[yaml-front-matter]"), "{}", run.stderr);
    assert!(run.stderr.contains("content/dam/hall.md:1:1"), "{}", run.stderr);
    site.write("content/dam/hall.md", format!("+++\noutlet = \"Courier\"\n{HALL}"));
    let run = site.run(&["build"]).ends(1);
    assert!(run.stderr.contains("error[open-front-matter]"), "{}", run.stderr);
    let read = site.run(&["read", "content/dam/hall.md"]).ends(1);
    assert!(read.lines()[0]["error"].as_str().unwrap().starts_with("line 1, column 1: "));
    site.write("content/dam/hall.md", format!("+++\noutlet = \"Courier\"\n+++\n{HALL}"));
    site.run(&["build"]).ends(0);
    assert!(!site.read("public/dam/hall/index.html").contains("outlet ="));
}

#[test]
fn err_one_address_in_story_toml_and_in_front_matter() {
    let site = Site::of(DAM);
    let toml = site.read("content/dam/story.toml");
    site.write(
        "content/dam/story.toml",
        toml.replace(
            "outlet = \"Valley Post\"",
            "outlet = \"Valley Post\"\nurl = \"https://x.example/a\"",
        ),
    );
    site.write("content/dam/hall.md", format!("+++\nurl = \"https://x.example/a/\"\n+++\n{HALL}"));
    let run = site.run(&["build"]).ends(1);
    assert!(
        run.stderr.contains("error[same-url]: content/dam/hall.md and content/dam/post.txt"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("content/dam/hall.md:2:8"), "{}", run.stderr);
}

#[test]
fn ok_a_message_about_an_article_points_into_its_source_text() {
    let site = Site::of(DAM);
    let long = "It has stood at the square for a hundred years, and traders come from all villages of the valley.";
    let page = format!(
        "<html><head><title>Hall to close</title></head><body><nav>Home</nav><article><h1>Hall to close</h1><p>{long}</p><p>“The market hall will close in May,” it was said in the hall.</p><p>“Nobody asked us,” one of them said.</p></article></body></html>"
    );
    site.write("content/dam/page.html", &page);
    let utf16: Vec<u8> =
        "\u{feff}Hall\n\nTraders were angry.\n\n“Nobody asked us,” one of them said.\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
    site.write("content/dam/wide.txt", utf16);
    let found = site.run(&["check", "--json"]).ends(0).json();
    for path in ["content/dam/page.html", "content/dam/wide.txt"] {
        let about = found["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .find(|d| d["path"] == path && d["code"] == "no-speaker");
        let place = &about.unwrap_or_else(|| panic!("nothing about {path}: {found}"))["start"];
        let line = place["line"].as_u64().unwrap();
        // The same line that `explain` takes.
        let asked = format!("{path}:{line}");
        let explained = site.run(&["explain", &asked]).ends(0);
        assert!(explained.stdout.contains("Nobody asked us"), "{asked}: {}", explained.stdout);
    }
    let shown = site.run(&["check"]).ends(0).stderr;
    assert!(shown.contains("| “Nobody asked us,” one of them said."), "{shown}");
    assert!(!shown.contains("<nav>"), "{shown}");
}

#[test]
fn ok_a_correction_that_quotes_the_whole_sentence() {
    let site = Site::of(DAM);
    let toml = site.read("content/dam/story.toml");
    let correction = "\n[[corrections]]\nfile = \"post.txt\"\nwords = \"An engineer, Hal Ren, denied that the wall had been checked.\"\nspeakers = [\"Lena Quist\"]\n";
    site.write("content/dam/story.toml", toml + correction);
    site.run(&["build"]).ends(0);
    let digest: serde_json::Value =
        serde_json::from_str(&site.read("public/dam/digest.json")).unwrap();
    let held: Vec<_> = digest["statements"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s.to_string().contains("the wall had been checked"))
        .map(|s| s["speakers"].to_string())
        .collect();
    assert_eq!(
        held,
        ["[\"lena-quist\"]"],
        "one statement, and not the one that was wrong beside it"
    );
    let said = site.run(&["explain", "dam/post.txt:5"]).ends(0).stdout;
    assert!(said.contains("by story.toml: said by Lena Quist"), "{said}");
}

#[test]
fn ok_files_at_the_top_of_the_site() {
    let site = Site::of(DAM);
    site.write("static/root/CNAME", "digest.example\n");
    site.write("static/root/.well-known/security.txt", "Contact: x\n");
    site.write("static/a.txt", "A\n");
    site.run(&["build"]).ends(0);
    assert_eq!(site.read("public/CNAME"), "digest.example\n");
    assert_eq!(site.read("public/.well-known/security.txt"), "Contact: x\n");
    assert!(!site.path("public/a.txt").exists());
    site.write("static/root/index.html", "mine\n");
    let run = site.run(&["build"]).ends(1);
    assert!(run.stderr.contains("index.html"), "{}", run.stderr);
    assert_ne!(site.read("public/index.html"), "mine\n");
}

#[test]
fn ok_a_damaged_reading_beside_a_story_is_read_anew() {
    let site = Site::of(DAM);
    site.run(&["build", "--keep-readings", "--no-cache"]).ends(0);
    let before = site.files("public");
    let file = site.path("content/dam/.readings/courier.json");
    let good = fs::read_to_string(&file).unwrap();
    for bad in [
        good.replace("The dam is safe", "The dam is gone"),
        good[..good.len() / 2].into(),
        String::new(),
    ] {
        fs::write(&file, bad).unwrap();
        let run = site.run(&["build", "--no-cache"]).ends(0);
        assert!(run.stderr.contains("1 read anew, 1 kept"), "{}", run.stderr);
        assert_eq!(site.files("public"), before);
    }
}

#[test]
fn err_outside_of_a_site_says_where_one_is() {
    let site = Site::of(DAM);
    let run = site.run(&["build", "--root", "content/dam"]).ends(1);
    assert!(run.stderr.contains("a site lies above: --root [ROOT]"), "{}", run.stderr);
    let run = site.run(&["build", "--root", "site.toml"]).ends(2);
    assert!(run.stderr.contains("no folder"), "{}", run.stderr);
    let run = site.run(&["explain", "courier.txt"]).ends(2);
    assert!(run.stderr.contains("did you mean `dam/courier.txt`?"), "{}", run.stderr);
}
