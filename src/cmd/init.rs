//! `digest init`: a new site with a small made-up story.

use super::Context;
use crate::cli::Init;
use anyhow::Context as _;
use include_dir::{Dir, include_dir};
use std::{fs, path::Path, process::ExitCode};

/// The new site's files. Outlets, people and events in it are made up.
static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/sample");

/// What the site's own repository should not hold.
const GITIGNORE: &str = "/public/\n/.digest/\n";

pub fn run(context: &Context, args: &Init) -> anyhow::Result<ExitCode> {
    let folder = &args.folder;
    let shown = folder.display();
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Ok(context.refuse(
                    "not-empty",
                    format!(
                        "{shown} is not empty; digest init writes into an empty or new folder only"
                    ),
                    "name a new folder; a story of your own needs no new site: digest new \"Harrow dam\"",
                ));
            }
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {shown}"))?;
        }
        Err(e) => {
            return Ok(context.refuse(
                "unreadable",
                format!("{shown}: {e}"),
                "name a folder: digest init my-site",
            ));
        }
    }
    write(&SAMPLE, folder)?;
    fs::write(folder.join(".gitignore"), GITIGNORE)
        .with_context(|| format!("cannot write in {shown}"))?;
    context.say(format_args!(
        "made a site in {shown}: site.toml and one sample story, content/harrow-dam/\n\nnext:\n  cd {shown}\n  digest serve        look at it while you work\n  digest build        write it to public/"
    ));
    context.result(&serde_json::json!({"schema": 1, "ok": true, "root": folder}))?;
    Ok(ExitCode::SUCCESS)
}

fn write(dir: &Dir<'_>, target: &Path) -> anyhow::Result<()> {
    for file in dir.files() {
        let path = target.join(file.path());
        fs::write(&path, file.contents())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    for inner in dir.dirs() {
        let path = target.join(inner.path());
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        write(inner, target)?;
    }
    Ok(())
}
