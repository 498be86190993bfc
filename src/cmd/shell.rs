//! `digest completions` and `digest man`: what packagers install beside the program.

use crate::cli::{Cli, Completions};
use clap::CommandFactory;
use std::{
    io::{self, Write},
    process::ExitCode,
};

pub fn completions(args: &Completions) -> anyhow::Result<ExitCode> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "digest", &mut out);
    io::stdout().lock().write_all(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// One page that holds every command, so that `man digest` answers everything.
pub fn man() -> anyhow::Result<ExitCode> {
    let mut command = Cli::command();
    command.build();
    let mut out = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut out)?;
    for sub in command.get_subcommands().filter(|c| c.get_name() != "help") {
        let name = format!("digest {}", sub.get_name());
        writeln!(out, ".SH {}", name.to_uppercase())?;
        // The options of every command stand once, at the top.
        let own = sub.clone().mut_args(|a| if a.is_global_set() { a.hide(true) } else { a });
        let page = clap_mangen::Man::new(own);
        page.render_description_section(&mut out)?;
        page.render_options_section(&mut out)?;
    }
    // The page of one command is a section here: its own headings become headings below it.
    let text = String::from_utf8_lossy(&out);
    let mut seen_command = false;
    let mut page = String::with_capacity(text.len());
    for line in text.lines() {
        seen_command |= line.starts_with(".SH DIGEST ");
        if line == ".SH DESCRIPTION" && seen_command {
            continue;
        }
        match line.strip_prefix(".SH ").filter(|h| seen_command && !h.starts_with("DIGEST ")) {
            Some(heading) => page.push_str(&format!(".SS {heading}\n")),
            None => page.push_str(&format!("{line}\n")),
        }
    }
    io::stdout().lock().write_all(page.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
