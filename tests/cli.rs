//! The whole program, as a user would type it.

mod common;

use common::{DAM, Run, Site};
use serde_json::{Value, json};
use std::fs;

#[test]
fn ok_from_an_empty_folder_to_a_site() {
    let site = Site::empty();
    let said = site.run(&["init", "."]).ends(0);
    assert!(said.stderr.contains("digest build"), "it says what comes next: {}", said.stderr);
    site.run(&["new", "Market hall", "--date", "2024-06-10"]).ends(0);
    site.write(
        "downloads/Morning Paper.txt",
        "Hall to close\n\n“The market hall will close in May,” Ana Brandt, the mayor, said on Monday.\n",
    );
    site.write(
        "downloads/evening.html",
        "<html><head><title>Hall stays open</title></head><body><article><h1>Hall stays open</h1><p>The mayor, Ana Brandt, denied on Tuesday that the market hall would close.</p><p>“We will keep every stall,” she said in an interview with this newspaper at the town hall.</p></article></body></html>",
    );
    site.run(&["add", "market-hall", "downloads/Morning Paper.txt", "--outlet", "Morning Paper"])
        .ends(0);
    site.run(&[
        "add",
        "market-hall",
        "downloads/evening.html",
        "--url",
        "https://evening.example/hall",
        "--published",
        "2024-06-11",
    ])
    .ends(0);
    let toml = site.read("content/market-hall/story.toml");
    assert!(toml.contains("file = \"morning-paper.txt\"\noutlet = \"Morning Paper\"\n"), "{toml}");
    assert!(toml.contains("url = \"https://evening.example/hall\""), "{toml}");

    let built = site.run(&["build"]).ends(0);
    assert!(built.stdout.is_empty(), "results are for --json only: {}", built.stdout);
    assert!(built.stderr.contains("2 stories, 5 articles"), "{}", built.stderr);
    let files = site.files("public");
    for page in ["index.html", "market-hall/index.html", "market-hall/digest.json", "404.html"] {
        assert!(files.contains_key(page), "{page} is missing: {:?}", files.keys());
    }
    let digest: Value = serde_json::from_slice(&files["market-hall/digest.json"]).unwrap();
    assert_eq!(digest["schema"], 1);
    assert_eq!(digest["articles"].as_array().unwrap().len(), 2);
    let speakers = digest["speakers"].to_string();
    assert!(speakers.contains("Ana Brandt"), "{speakers}");

    site.run(&["check"]).ends(0);
    let explained = site.run(&["explain", "market-hall/morning-paper.txt:3"]).ends(0);
    assert!(explained.stdout.contains("Ana Brandt"), "{}", explained.stdout);

    // Nothing changed: nothing is read anew, and every byte is the same.
    let again = site.run(&["build"]).ends(0);
    assert!(again.stderr.contains("0 read anew, 5 kept"), "{}", again.stderr);
    assert_eq!(site.files("public"), files);
}

#[test]
fn ok_a_folder_of_texts_and_nothing_else() {
    let texts: Vec<_> = DAM.iter().filter(|(path, _)| path.ends_with(".txt")).copied().collect();
    let site = Site::of(&texts);
    site.run(&["build"]).ends(0);
    assert!(site.read("public/dam/index.html").contains("Ida Moss"));
}

#[test]
fn ok_quiet_says_nothing_and_json_says_all() {
    let site = Site::of(DAM);
    let run = site.run(&["build", "--quiet"]).ends(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));

    site.write("content/dam/notes.docx", "not read");
    let run = site.run(&["build", "--json"]).ends(0);
    assert_eq!(run.stderr, "");
    let summary = run.json();
    assert_eq!(summary["ok"], true);
    assert_eq!(summary["schema"], 1);
    assert_eq!(summary["stories"][0]["slug"], "dam");
    assert_eq!(summary["stories"][0]["articles"], 2);
    assert_eq!(summary["articles"], json!({"read_anew": 0, "kept": 2}));
    assert_eq!(summary["skipped"][0]["path"], "content/dam/notes.docx");

    // Errors stand in the same place, and standard error stays empty.
    site.write("site.toml", "titel = \"x\"\n");
    let run = site.run(&["build", "--json"]).ends(1);
    assert_eq!(run.stderr, "");
    let failed = run.json();
    assert_eq!(failed["ok"], false);
    let codes: Vec<_> =
        failed["diagnostics"].as_array().unwrap().iter().map(|d| &d["code"]).collect();
    assert_eq!(codes, ["unknown-key", "missing-key"]);
    assert_eq!(failed["diagnostics"][0]["start"], json!({"line": 1, "column": 1}));

    let run = site.run(&["build", "--quiet"]).ends(1);
    assert!(run.stderr.contains("titel"), "errors are said with --quiet, too: {}", run.stderr);
}

#[test]
fn ok_exit_status_two_is_for_wrong_usage() {
    let site = Site::of(DAM);
    for wrong in [
        vec![],
        vec!["biuld"],
        vec!["build", "--no-such-option"],
        vec!["build", "--jobs", "0"],
        vec!["build", "--jobs", "many"],
        vec!["build", "--root", "nowhere"],
        vec!["build", "--base-url", "example.org"],
        vec!["build", "--base-url", "https://user:secret@example.org/"],
        vec!["new", "  "],
        vec!["new", "Dam", "--date", "2024-02-30"],
        vec!["new", "Dam"],
        vec!["init", "."],
        vec!["add", "dma", "site.toml"],
        vec!["add", "dam", "nowhere.txt"],
        vec!["add", "dam", "site.toml"],
        vec!["add", "dam", "https://courier.example/dam"],
        vec!["explain", "dam/nowhere.txt"],
        vec!["explain", "dam/courier.txt:99"],
        vec!["explain", "dam/courier.txt:0"],
        vec!["read"],
        vec!["read", "a.txt", "b.txt", "--url", "https://courier.example/dam"],
        vec!["extract", "--threads", "0"],
        vec!["completions", "tcsh"],
    ] {
        let run = site.run(&wrong);
        assert_eq!(run.status, 2, "{wrong:?}: {}{}", run.stdout, run.stderr);
        assert!(!run.stderr.is_empty(), "{wrong:?} says why");
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
    assert!(site.run(&["add", "dma", "site.toml"]).stderr.contains("did you mean `dam`?"));
}

#[test]
fn ok_help_and_version_go_to_standard_output() {
    let site = Site::empty();
    let mut commands = vec![
        "init",
        "new",
        "add",
        "build",
        "check",
        "explain",
        "extract",
        "read",
        "templates",
        "completions",
        "man",
    ];
    if cfg!(feature = "serve") {
        commands.push("serve");
    }
    let all = site.run(&["--help"]).ends(0).stdout;
    for command in commands {
        assert!(all.contains(&format!("\n  {command} ")), "{command} is not in: {all}");
        let help = site.run(&[command, "--help"]).ends(0);
        assert!(help.stdout.contains(&format!("Usage: digest {command}")), "{}", help.stdout);
        assert_eq!(help.stderr, "");
    }
    let version = site.run(&["--version"]).ends(0).stdout;
    assert_eq!(version.trim_end(), format!("digest {}", env!("CARGO_PKG_VERSION")));
    assert!(site.run(&["man"]).ends(0).stdout.contains(".TH digest 1"));
    assert!(site.run(&["completions", "bash"]).ends(0).stdout.contains("_digest"));
}

#[test]
fn err_unknown_key_with_line_column_caret_and_suggestion() {
    let site = Site::of(DAM);
    site.write(
        "content/dam/story.toml",
        "title = \"Dam\"\n\n[[articles]]\nfile = \"courier.txt\"\noutlte = \"The Courier\"\n",
    );
    insta::assert_snapshot!(site.run(&["build"]).ends(1).stderr, @r#"
    error[unknown-key]: unknown key `outlte` in [[articles]]
     --> content/dam/story.toml:5:1
      |
    5 | outlte = "The Courier"
      | ^^^^^^
      |
      = help: did you mean `outlet`? accepted keys: file, outlet, url, published, headline, authors, language, draft
    "#);
}

#[test]
fn err_every_mistake_of_a_file_is_reported_at_once() {
    let site = Site::of(DAM);
    site.write(
        "site.toml",
        "title = 3\nlanguage = \"english, of course\"\n\n[publish]\nmode = \"exerpts\"\narticle_percent = 101\n\n[theme]\naccent = \"blue\"\n",
    );
    site.write("content/dam/story.toml", "date = 2024-02-30\n");
    insta::assert_snapshot!(site.run(&["build"]).ends(1).stderr, @r##"
    error[wrong-type]: `title` cannot be a whole number
     --> site.toml:1:9
      |
    1 | title = 3
      |         ^
      |
      = help: expected a string: "…"

    error[bad-value]: `language`: "english, of course" is no language tag
     --> site.toml:2:12
      |
    2 | language = "english, of course"
      |            ^^^^^^^^^^^^^^^^^^^^
      |
      = help: expected a language tag: "en" or "es-419"

    error[bad-value]: `mode`: "exerpts" is not one of the accepted words
     --> site.toml:5:8
      |
    5 | mode = "exerpts"
      |        ^^^^^^^^^
      |
      = help: did you mean "excerpts"? expected "excerpts" or "full"

    error[bad-value]: `article_percent`: 101 is out of range
     --> site.toml:6:19
      |
    6 | article_percent = 101
      |                   ^^^
      |
      = help: expected a whole number from 1 to 100

    error[bad-value]: `accent`: "blue" is no colour
     --> site.toml:9:10
      |
    9 | accent = "blue"
      |          ^^^^^^
      |
      = help: expected a colour: "#1f6feb"

    error[toml-syntax]: invalid date, expected day between 01 and 29
     --> content/dam/story.toml:1:8
      |
    1 | date = 2024-02-30
      |        ^^^^^^^^^^
      |
      = help: expected a date or a date-time: 2022-03-14 or 2022-03-14T10:30:00+01:00
    "##);
}

#[test]
fn err_two_files_for_one_address_on_the_web() {
    let site = Site::of(DAM);
    site.write(
        "content/dam/story.toml",
        "[[articles]]\nfile = \"courier.txt\"\nurl = \"https://courier.example/dam\"\n\n[[articles]]\nfile = \"post.txt\"\nurl = \"https://www.courier.example/dam/?utm_source=feed\"\n",
    );
    insta::assert_snapshot!(site.run(&["build"]).ends(1).stderr, @r#"
    error[same-url]: courier.txt and post.txt have the same address
     --> content/dam/story.toml:7:7
      |
    7 | url = "https://www.courier.example/dam/?utm_source=feed"
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: it is also given in line 3; keep one file of an article, or correct the address
    "#);
}

#[test]
fn ok_files_that_cannot_be_read_cost_only_themselves() {
    let site = Site::of(DAM);
    site.write("content/dam/empty.txt", "");
    site.write("content/dam/blank.txt", " \n\u{a0}\n\t\n");
    site.write(
        "content/dam/junk.txt",
        (0..4096u32).map(|i| (i * 97 % 31) as u8).collect::<Vec<_>>(),
    );
    site.write("content/dam/paper.txt", b"%PDF-1.7\n\x00\x01\x02");
    site.write("content/dam/huge.txt", vec![b'a'; 50 << 20]);
    let run = site.run(&["build"]).ends(0);
    let summary = run.stderr[run.stderr.find("skipped 5:").unwrap()..].trim_end();
    insta::assert_snapshot!(summary, @r#"
    skipped 5:
      content/dam/blank.txt: this file holds no text
      content/dam/empty.txt: this file holds no text
      content/dam/huge.txt: this file has 52.4 MB; an article may have 8 MB
      content/dam/junk.txt: this file is no text: it is full of control characters
      content/dam/paper.txt: this is a PDF, not a text
    "#);
    let digest: Value = serde_json::from_str(&site.read("public/dam/digest.json")).unwrap();
    assert_eq!(digest["articles"].as_array().unwrap().len(), 2);
}

#[test]
fn ok_an_undecodable_file_is_read_as_far_as_it_goes() {
    let site = Site::of(DAM);
    // Cut in the middle of a character, and a text in another encoding.
    let text = "Cut\n\n“The lake is full,” Lena Quist, a farmer, said. “Go home…”\n";
    let inside = text.find('…').unwrap() + 1;
    site.write("content/dam/cut.txt", &text.as_bytes()[..inside]);
    site.write("content/dam/latin.txt", b"Caf\xe9 closed\n\n\"The caf\xe9 below the dam is closed,\" Andr\xe9 Lund, its owner, said on Monday.\n");
    site.write(
        "content/dam/utf16.txt",
        "\u{feff}Lake full\n\n“Nobody swims,” Edda Vale, a guard, said.\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>(),
    );
    let run = site.run(&["build"]).ends(0);
    assert!(
        run.stderr.contains("warning[bytes-replaced]")
            && run.stderr.contains("content/dam/cut.txt"),
        "{}",
        run.stderr
    );
    let digest = site.read("public/dam/digest.json");
    for name in ["Lena Quist", "André Lund", "Edda Vale"] {
        assert!(digest.contains(name), "{name}: {digest}");
    }
}

#[test]
fn ok_drafts_are_left_out_and_counted() {
    let site = Site::of(DAM);
    site.write("content/hall/story.toml", "draft = true\n");
    site.write("content/hall/a.txt", "Hall\n\n“No,” Ana Brandt said.\n");
    site.write("content/dam/story.toml", "[[articles]]\nfile = \"post.txt\"\ndraft = true\n");
    let run = site.run(&["build"]).ends(0);
    let said = "drafts left out: 1 story, 1 article (content/hall/, content/dam/post.txt)";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let files = site.files("public");
    assert!(!files.keys().any(|f| f.contains("hall") || f.contains("post")), "{:?}", files.keys());
}

#[test]
fn ok_a_story_of_which_nothing_is_left_is_not_missing_without_a_word() {
    let site = Site::of(DAM);
    site.write("content/hall/story.toml", "title = \"Hall\"\n");
    let run = site.run(&["build"]).ends(0);
    let said = "skipped 1:\n  content/hall/: holds no article that can be used";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn err_an_output_folder_that_digest_did_not_make() {
    let site = Site::of(DAM);
    site.write("public/thesis.txt", "years of work");
    let run = site.run(&["build"]).ends(2);
    assert!(run.stderr.contains("was not made by digest"), "{}", run.stderr);
    assert_eq!(site.read("public/thesis.txt"), "years of work");
    assert_eq!(site.files("public").len(), 1);
}

#[test]
fn err_an_output_folder_that_holds_something_else() {
    let site = Site::of(DAM);
    let before = site.files(".");
    let home = site.home().display().to_string();
    let above = site.root().parent().unwrap().display().to_string();
    for out in [".", "..", "/", "content", "content/dam/out", "static", &home, &above] {
        let run = site.run(&["build", "--no-cache", "--out", out]);
        assert_eq!(run.status, 2, "--out {out}: {}", run.stderr);
    }
    assert_eq!(site.files("."), before, "nothing was written");
}

#[test]
fn ok_a_failed_build_leaves_the_last_one_untouched() {
    let site = Site::of(DAM);
    site.run(&["build"]).ends(0);
    let before = site.files("public");
    let good = site.read("site.toml");
    for (path, text) in [
        ("site.toml", "title = "),
        ("content/dam/story.toml", "date = \"soon\"\n"),
        ("templates/story.html", "{% if %}"),
        ("templates/story.html", "{{ page.no_such_thing.at_all }}"),
    ] {
        site.write(path, text);
        let run = site.run(&["build"]).ends(1);
        assert!(run.stderr.contains(path), "the file is named: {}", run.stderr);
        assert_eq!(site.files("public"), before, "{path}");
        fs::remove_file(site.path(path)).unwrap();
        site.write("site.toml", &good);
    }
    site.run(&["build"]).ends(0);
    let beside: Vec<String> = fs::read_dir(site.root())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.contains("digest-"))
        .collect();
    assert_eq!(beside, Vec::<String>::new(), "nothing is left beside the output folder");
}

#[test]
#[cfg(unix)]
fn ok_links_that_leave_the_site_are_not_followed() {
    use std::os::unix::fs::symlink;
    let site = Site::of(DAM);
    fs::write(site.home().join("diary.txt"), "Diary\n\n“It is secret,” Ida Moss said.\n").unwrap();
    symlink(site.home().join("diary.txt"), site.path("content/dam/diary.txt")).unwrap();
    symlink(site.home(), site.path("content/home")).unwrap();
    let run = site.run(&["build"]).ends(0);
    for path in ["content/dam/diary.txt", "content/home"] {
        let said = format!("  {path}: a link that leads out of the site");
        assert!(run.stderr.contains(&said), "{}", run.stderr);
    }
    let secret = |site: &Site| {
        let files = site.files("public").into_values();
        files.filter(|b| String::from_utf8_lossy(b).contains("It is secret")).count()
    };
    assert_eq!(secret(&site), 0);

    // In static/ and templates/ a missing file would be looked for in vain: that is an error.
    symlink(site.home(), site.path("static")).unwrap();
    symlink(site.home(), site.path("templates")).unwrap();
    let run = site.run(&["build"]).ends(1);
    for folder in ["static", "templates"] {
        let said = format!("{folder} is a link that leads out of the site");
        assert!(run.stderr.contains(&said), "{}", run.stderr);
    }
    assert_eq!(secret(&site), 0);

    // Links within the site are followed.
    for folder in ["static", "templates"] {
        fs::remove_file(site.path(folder)).unwrap();
    }
    site.write("pictures/wall.txt", "a wall");
    symlink(site.path("pictures"), site.path("static")).unwrap();
    site.run(&["build"]).ends(0);
    assert!(site.files("public").keys().any(|f| f.starts_with("static/wall.")));
}

const MOSS: &str = "“The dam is safe,” Ida Moss said on Monday.";

#[test]
fn ok_extract_gives_a_line_for_a_line() {
    let site = Site::empty();
    let input = [
        json!({"id": "a", "text": MOSS, "published": "2024-06-05"}).to_string(),
        "{\"id\": \"b\", \"text\": ".into(),
        json!({"id": "c", "headline": "no text"}).to_string(),
        String::new(),
        json!({"id": 5, "text": "", "published": "2024-06-05T10:00:00+02:00"}).to_string(),
        json!({"id": "f", "text": "Rain fell.", "published": "yesterday"}).to_string(),
        json!({"id": null, "text": "Rain fell.", "other": {"key": [1]}}).to_string(),
    ]
    .join("\n");
    let one = site.run_with(&["extract", "--threads", "1"], &input).ends(1);
    let lines = one.lines();
    let ids: Vec<_> = lines.iter().map(|l| l["id"].clone()).collect();
    assert_eq!(
        ids,
        [json!("a"), Value::Null, json!("c"), Value::Null, json!(5), json!("f"), Value::Null]
    );
    let bad: Vec<_> =
        lines.iter().filter(|l| l.get("error").is_some()).map(|l| l["line"].clone()).collect();
    assert_eq!(bad, [2, 3, 4, 6]);
    assert_eq!(one.stderr, "", "the records say it all");

    // Offsets count code points: the quotation marks are three bytes each.
    let a = &lines[0]["attributions"][0];
    let chars: Vec<char> = MOSS.chars().collect();
    let at = |span: &Value| -> String {
        let n = |i: usize| span[i].as_u64().unwrap() as usize;
        chars[n(0)..n(1)].iter().collect()
    };
    assert_eq!(at(&a["source"][0]), "Ida Moss");
    assert_eq!(at(&a["cue"][0]), "said");
    assert!(at(&a["content"][0]).contains("The dam is safe"));
    assert_eq!(
        (&a["speaker"], &a["kind"], &a["said_on"]),
        (&json!("Ida Moss"), &json!("direct"), &json!("2024-06-03"))
    );
    assert_eq!(lines[0]["timexes"][0]["value"], "2024-06-03");
    assert_eq!(at(&lines[0]["timexes"][0]["span"]), "Monday");

    let four = site.run_with(&["extract", "--threads", "4"], &input).ends(1);
    assert_eq!(four.stdout, one.stdout);
    let good = site.run_with(&["extract"], &input[..input.find('\n').unwrap()]).ends(0);
    assert_eq!(good.stdout.lines().next(), one.stdout.lines().next());
    assert_eq!(site.run_with(&["extract"], "").ends(0).stdout, "");
}

#[test]
fn ok_extract_ends_quietly_when_nobody_reads_on() {
    let site = Site::empty();
    let line = json!({"id": 1, "text": MOSS}).to_string();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_digest"))
        .arg("extract")
        .current_dir(site.root())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    use std::io::Write;
    // Standard input stays open until the program has ended.
    let _ = stdin.write_all(format!("{line}\n").as_bytes());
    let status = child.wait().unwrap();
    assert!(status.success(), "{status}");
    let mut stderr = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut stderr).unwrap();
    assert_eq!(stderr, "");
}

#[test]
fn ok_read_shows_an_article_and_goes_on_after_a_bad_one() {
    let site = Site::of(DAM);
    site.write(
        "page.html",
        "<html><head><meta property=\"og:site_name\" content=\"Valley Post\"></head><body><nav>Home</nav><article><h1>Dam is safe</h1><p>The dam is safe, the mayor of Harrow said on Monday to reporters at the town hall.</p><p>She had looked at every stone of it, she said, and found nothing that was not as it should be.</p></article></body></html>",
    );
    site.write("empty.txt", "");
    let run = site
        .run(&["read", "content/dam/courier.txt", "empty.txt", "nowhere.txt", "page.html"])
        .ends(1);
    let lines = run.lines();
    assert_eq!(lines.len(), 4);
    assert_eq!(
        (&lines[0]["id"], &lines[0]["headline"]),
        (&json!("courier"), &json!("Dam is safe, says mayor"))
    );
    assert!(lines[0]["text"].as_str().unwrap().starts_with("“The dam is safe,”"), "{}", lines[0]);
    for (line, path) in [(1, "empty.txt"), (2, "nowhere.txt")] {
        assert_eq!(lines[line]["path"], path);
        assert!(lines[line]["error"].is_string());
    }
    assert_eq!(lines[3]["outlet"], "Valley Post");
    let url = "https://post.example/2024/06/04/dam.html";
    let run = site.run(&["read", "page.html", "--url", url]).ends(0);
    assert_eq!(run.lines()[0]["url"], url);
}

#[test]
fn ok_check_is_strict_only_when_asked() {
    let site = Site::of(DAM);
    site.write("content/dam/story.toml", "title = \"Dam\"\n");
    let run = site.run(&["check"]).ends(0);
    assert!(run.stderr.contains("no-outlet"), "{}", run.stderr);
    site.run(&["check", "--strict"]).ends(1);
    assert!(!site.path("public").exists(), "check writes no site");
    let record = site.run(&["check", "--json"]).ends(0).json();
    assert!(record["warnings"].as_u64().unwrap() > 0, "{record}");
}

#[test]
fn ok_corrections_survive_and_lost_ones_are_reported() {
    let site = Site::of(DAM);
    let toml = site.read("content/dam/story.toml");
    site.write(
        "content/dam/story.toml",
        format!("{toml}\n[[corrections]]\nfile = \"post.txt\"\nwords = \"the wall had been checked\"\nhide = true\n"),
    );
    site.run(&["build"]).ends(0);
    assert!(!site.read("public/dam/digest.json").contains("\"the wall had been checked\""));
    site.write("content/dam/post.txt", "Mayor: no danger\n\nNothing was said.\n");
    let run = site.run(&["build"]).ends(0);
    assert!(run.stderr.contains("the wall had been checked"), "{}", run.stderr);
}

#[test]
fn ok_readings_kept_beside_the_story_are_used_without_a_cache() {
    let site = Site::of(DAM);
    site.run(&["build", "--keep-readings"]).ends(0);
    let kept = site.files("content/dam/.readings");
    assert_eq!(kept.keys().collect::<Vec<_>>(), ["courier.json", "post.json"]);
    fs::remove_dir_all(site.path(".digest")).unwrap();
    let before = site.files("public");
    let run: Run = site.run(&["build", "--no-cache", "--json"]).ends(0);
    assert_eq!(run.json()["articles"], json!({"read_anew": 0, "kept": 2}));
    assert_eq!(site.files("public"), before);
    // A broken record is a miss.
    site.write("content/dam/.readings/post.json", "{");
    let run = site.run(&["build", "--no-cache", "--json"]).ends(0);
    assert_eq!(run.json()["articles"], json!({"read_anew": 1, "kept": 1}));
    assert_eq!(site.files("public"), before);
}

#[test]
fn ok_the_log_tells_of_phases_articles_and_rules() {
    let site = Site::of(DAM);
    let log = |level: &str| {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_digest"))
            .args(["build", "--quiet"])
            .current_dir(site.root())
            .env("DIGEST_LOG", level)
            .output()
            .unwrap();
        assert!(run.status.success() && run.stdout.is_empty());
        String::from_utf8(run.stderr).unwrap()
    };
    let info = log("info");
    assert!(info.contains("2 articles read anew, 0 readings kept"), "{info}");
    assert!(!info.contains("courier.txt"), "{info}");
    assert!(log("debug").contains("content/dam/courier.txt: its reading was kept"));
    assert!(log("story_digest=trace").contains("quote-source-cue"));
    assert!(log("nonsense=loud").contains("DIGEST_LOG is not understood"));
}
