//! `digest templates`: what is built in, and a copy of it to change.

use super::{Context, WRONG_INPUT};
use crate::cli::Templates;
use std::{
    collections::BTreeMap,
    io::{self, Write},
    process::ExitCode,
};
use story_digest::{diagnostic::Diagnostic, render};

pub fn run(context: &Context, args: &Templates) -> anyhow::Result<ExitCode> {
    let builtin: BTreeMap<String, &str> = render::builtin_templates().into_iter().collect();
    match &args.eject {
        Some(name) => eject(context, &builtin, name, args.force),
        None => list(context, &builtin),
    }
}

/// One name a line; a star where the site has a file of its own.
fn list(context: &Context, builtin: &BTreeMap<String, &str>) -> anyhow::Result<ExitCode> {
    // In the folder of `digest` itself the templates are the built-in ones: the same text replaces nothing.
    let replaced = |name: &str, text: &str| {
        std::fs::read(context.root.join(name)).is_ok_and(|own| own != text.as_bytes())
    };
    if context.json {
        let files: Vec<_> = builtin
            .iter()
            .map(|(n, t)| serde_json::json!({"name": n, "bytes": t.len(), "replaced": replaced(n, t)}))
            .collect();
        let context_version = render::CONTEXT_VERSION;
        context.result(&serde_json::json!({"schema": 1, "ok": true, "context_version": context_version, "files": files}))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = io::stdout().lock();
    for (name, text) in builtin {
        let mark = if replaced(name, text) { "  (replaced by the site's own)" } else { "" };
        writeln!(out, "{name}{mark}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn eject(
    context: &Context,
    builtin: &BTreeMap<String, &str>,
    asked: &str,
    force: bool,
) -> anyhow::Result<ExitCode> {
    let found = [asked.to_owned(), format!("templates/{asked}"), format!("static/{asked}")]
        .into_iter()
        .find_map(|n| builtin.get_key_value(n.as_str()));
    let Some((name, text)) = found else {
        let near = builtin
            .keys()
            .max_by(|a, b| similar(a, asked).total_cmp(&similar(b, asked)))
            .map_or_else(String::new, |n| format!("did you mean {n}? "));
        return Ok(context.refuse(
            "unknown-template",
            format!("--eject {asked}: no built-in template or asset has this name"),
            &format!("{near}digest templates lists them"),
        ));
    };
    let file = context.root.join(name);
    if !context.root.join("site.toml").is_file() {
        return Ok(context.refuse(
            "no-site",
            format!("{} holds no site.toml", context.root.display()),
            "name the site's folder with --root",
        ));
    }
    let written = (|| {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        if force {
            return std::fs::write(&file, text);
        }
        std::fs::File::create_new(&file)?.write_all(text.as_bytes())
    })();
    match written {
        Ok(()) => {
            context.say(format_args!(
                "{} is the site's own now; delete it to return to the built-in one",
                file.display()
            ));
            context.result(&serde_json::json!({"schema": 1, "ok": true, "written": file}))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(context.refuse(
            "is-there",
            format!("{} is there already", file.display()),
            "--force replaces it; what was changed in it is lost then",
        )),
        Err(e) => {
            let d = Diagnostic::error("not-written", format!("{}: {e}", file.display()));
            Ok(context.fail(&[d], WRONG_INPUT))
        }
    }
}

/// How alike a built-in name, without its folder, and what was typed are.
fn similar(name: &str, asked: &str) -> f64 {
    let own = name.split_once('/').map_or(name, |(_, n)| n);
    let asked = asked.rsplit('/').next().unwrap_or(asked);
    strsim::jaro_winkler(own, asked)
}
