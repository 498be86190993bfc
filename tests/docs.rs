//! The documentation says what is so. `UPDATE_DOCS=1 cargo test --test docs` writes the generated parts anew.

use std::{collections::BTreeSet, fs, path::Path};
use story_digest::config::{
    check::check,
    schema::{FRONT_MATTER, Key, Kind, SITE, STORY, reference},
};

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

const FILES: &[(&str, &[Key])] =
    &[("site.toml", SITE), ("story.toml", STORY), ("front matter", FRONT_MATTER)];

#[test]
fn ok_every_key_is_in_the_reference_as_the_program_knows_it() {
    let old = read("docs/config.md");
    let mut new = old.clone();
    for (file, keys) in FILES {
        let begin = format!("<!-- keys of {file} -->\n");
        let start = new.find(&begin).unwrap_or_else(|| panic!("no mark {begin}")) + begin.len();
        let end = start + new[start..].find("<!-- end of keys -->").unwrap();
        new.replace_range(start..end, &format!("{}\n", reference(file, keys)));
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/config.md"), &new).unwrap();
    } else {
        assert!(
            old == new,
            "docs/config.md is not up to date: UPDATE_DOCS=1 cargo test --test docs"
        );
    }
}

/// The paths of all keys: "publish.mode", "outlets.name".
fn paths(keys: &[Key], before: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for k in keys {
        let path = format!("{before}{}", k.name);
        if let Kind::Table(inner) | Kind::Tables(inner) = k.kind {
            out.extend(paths(inner, &format!("{path}.")));
        }
        out.insert(path);
    }
    out
}

#[test]
fn ok_the_examples_hold_every_key_and_are_right() {
    let docs = read("docs/config.md");
    for (file, keys) in FILES {
        let begin = format!("```toml\n# {file}\n");
        let start = docs.find(&begin).unwrap_or_else(|| panic!("no example {begin}"));
        let example = docs[start..].trim_start_matches("```toml\n");
        let example = &example[..example.find("```").unwrap()];
        let checked = check(example, file, keys);
        assert_eq!(checked.diagnostics, vec![], "{file}");
        // "outlets.0.name" is a place of "outlets.name".
        let held: BTreeSet<String> = checked
            .places
            .keys()
            .map(|p| {
                p.split('.').filter(|x| x.parse::<usize>().is_err()).collect::<Vec<_>>().join(".")
            })
            .collect();
        assert_eq!(held, paths(keys, ""), "{file}");
    }
}

#[test]
fn ok_links_between_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents =
        vec!["README.md".into(), "ARCHITECTURE.md".into(), "CONTRIBUTING.md".into()];
    for entry in fs::read_dir(root.join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") {
            documents.push(format!("docs/{name}"));
        }
    }
    let mut dead = Vec::new();
    for document in &documents {
        let text = read(document);
        let folder = root.join(document).parent().unwrap().to_owned();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap();
            if !file.is_empty() && !file.contains(':') && !folder.join(file).exists() {
                dead.push(format!("{document}: {target}"));
            }
        }
        // Files of the project that are named without a link.
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || "/._-".contains(c))) {
            let named = word.starts_with("docs/") && word.ends_with(".md");
            if named && !root.join(word).exists() {
                dead.push(format!("{document}: {word}"));
            }
        }
    }
    assert_eq!(dead, Vec::<String>::new());
}

#[test]
#[cfg(unix)]
fn ok_the_first_site_of_the_readme_goes_as_written() {
    let readme = read("README.md");
    let part = &readme[readme.find("## A first site of your own").unwrap()..];
    let block = &part[part.find("```sh\n").unwrap() + 6..];
    let commands = &block[..block.find("```").unwrap()];
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    fs::create_dir(home.join("Downloads")).unwrap();
    let text = "Hall to close\n\n“The market hall will close in May,” Ana Brandt, the mayor, said on Monday.\n";
    fs::write(home.join("Downloads/hall.txt"), text).unwrap();
    let page = "<html><head><title>Hall stays open</title></head><body><article><h1>Hall stays open</h1><p>The mayor, Ana Brandt, denied on Tuesday that the market hall would close.</p><p>“We will keep every stall,” she said in an interview with this newspaper at the town hall.</p></article></body></html>";
    fs::write(home.join("Downloads/page.html"), page).unwrap();
    // The program is there already, and a server would not end.
    let typed: Vec<&str> = commands
        .lines()
        .filter(|l| !l.starts_with("cargo install") && !l.starts_with("digest serve"))
        .collect();
    assert!(typed.len() > 5, "{commands}");
    let program = Path::new(env!("CARGO_BIN_EXE_digest")).parent().unwrap().to_owned();
    let old = std::env::var_os("PATH").unwrap();
    let path = std::iter::once(program).chain(std::env::split_paths(&old));
    let run = std::process::Command::new("sh")
        .args(["-ec", &typed.join("\n")])
        .current_dir(home)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("HOME", home)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    assert!(said.contains("2 stories, 5 articles"), "{said}");
    assert!(home.join("my-site/public/market-hall/index.html").exists());
}

/// The commands of a session with the output that is shown for each: "$ command" and the lines after it.
fn session(block: &str) -> Vec<(String, String)> {
    let mut steps: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => {
                output.push_str(line);
                output.push('\n');
            }
            (None, None) => panic!("a session begins with a command: {line}"),
        }
    }
    steps
}

/// Counts, probabilities and times are an example: they may change with the reading.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' | '.' if out.ends_with('0') => {}
            '0'..='9' => out.push('0'),
            c => out.push(c),
        }
    }
    out.replace("warnings", "warning").replace("notes", "note")
}

#[test]
#[cfg(unix)]
fn ok_the_sessions_of_the_commands_go_as_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut here = fs::canonicalize(folder.path()).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_digest")).parent().unwrap().to_owned();
    let path = std::env::join_paths(
        std::iter::once(program).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let docs = read("docs/commands.md");
    let blocks = docs.split("```console\n").skip(1).map(|b| &b[..b.find("```").unwrap()]);
    let steps: Vec<_> = blocks.flat_map(session).collect();
    assert!(steps.len() > 20);
    let assert = snapbox::Assert::new().normalize_paths(false);
    let mut wrong = String::new();
    for (command, shown) in steps {
        if let Some(folder) = command.strip_prefix("cd ") {
            here.push(folder);
            continue;
        }
        let run = std::process::Command::new("sh")
            .args(["-c", &format!("{{ {command}\n}} 2>&1")])
            .current_dir(&here)
            .env("PATH", &path)
            .env("HOME", folder.path())
            .env_remove("DIGEST_LOG")
            .output()
            .unwrap();
        let said = String::from_utf8(run.stdout).unwrap();
        let (said, shown) = (without_numbers(said.trim_end()), without_numbers(shown.trim_end()));
        // "..." stands for any lines, "[..]" for any words of a line.
        let expected = snapbox::Data::text(format!("{shown}\n"));
        if let Err(difference) = assert.try_eq(None, format!("{said}\n").into(), expected) {
            wrong.push_str(&format!("$ {command}\n{difference}\n"));
        }
    }
    assert!(wrong.is_empty(), "docs/commands.md does not show what happens:\n{wrong}");
}
