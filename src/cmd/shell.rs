//! `digest completions` and `digest man`: what packagers install beside the program.

use crate::cli::{Cli, Completions};
use clap::CommandFactory;
use clap_mangen::Man;
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
    io::stdout().lock().write_all(page()?.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// What the program looks at beside its arguments, and which files it reads and writes.
const AROUND: &str = r#".SH "EXIT STATUS"
.TP
0
done
.TP
1
the input is wrong; a message names file, line, column and what was expected
.TP
2
wrong usage
.SH ENVIRONMENT
.TP
NO_COLOR
if set and not empty, no colours unless \-\-color always asks for them
.TP
DIGEST_LOG
what is told of the inside, to standard error: info, debug, story_digest=trace
.SH FILES
.TP
site.toml
the site: title, address, outlets, speakers; may be missing
.TP
content/STORY/
articles of one story (.txt, .md, .html), with story.toml: what is known of them, and corrections
.TP
templates/, static/
files that replace or add to the built\-in ones
.TP
public/
the built site
.TP
\&.digest/
kept readings; may be deleted at any time
"#;

fn page() -> io::Result<String> {
    let mut command = Cli::command();
    command.build();
    let whole = Man::new(command.clone());
    let mut out = Vec::new();
    whole.render_title(&mut out)?;
    whole.render_name_section(&mut out)?;
    writeln!(out, ".SH SYNOPSIS\n\\fBdigest\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]")?;
    whole.render_description_section(&mut out)?;
    whole.render_options_section(&mut out)?;
    writeln!(out, ".SH COMMANDS")?;
    for sub in command.get_subcommands().filter(|c| c.get_name() != "help") {
        // The options of every command stand once, at the top; --help explains itself.
        let mut own = sub.clone().disable_help_flag(true).mut_args(|a| {
            let hidden = a.is_global_set() || a.get_id() == "help";
            a.hide(hidden)
        });
        let usage = own.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ").trim();
        writeln!(out, ".SS \"{}\"", roff(usage))?;
        let mut section = Vec::new();
        let one = Man::new(own);
        one.render_description_section(&mut section)?;
        one.render_options_section(&mut section)?;
        // Below a command's own heading those of its parts are too much.
        let section = String::from_utf8_lossy(&section);
        for line in section.lines().filter(|l| !l.starts_with(".SH ")) {
            writeln!(out, "{line}")?;
        }
        if let Some(examples) = sub.get_after_help() {
            example(&mut out, &examples.to_string())?;
        }
    }
    writeln!(out, ".SH EXAMPLES")?;
    if let Some(first) = command.get_after_help() {
        let first = first.to_string();
        // What follows the example stands in sections of its own.
        example(&mut out, first.split("\n\n").next().unwrap_or(&first))?;
    }
    out.extend_from_slice(AROUND.as_bytes());
    whole.render_version_section(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// Lines that stay as they are.
fn example(out: &mut Vec<u8>, lines: &str) -> io::Result<()> {
    writeln!(out, ".PP\n.nf")?;
    for line in lines.lines() {
        writeln!(out, "{}", roff(line))?;
    }
    writeln!(out, ".fi")
}

/// A line of text that means nothing to troff.
fn roff(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-").replace('"', "\\(dq");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_page_tells_of_every_command_and_of_no_page_that_is_not_there() {
        let page = page().unwrap();
        for sub in Cli::command().get_subcommands() {
            let heading = format!(".SS \"digest {}", sub.get_name());
            assert!(page.contains(&heading), "{heading} is missing:\n{page}");
        }
        assert!(!page.contains("(1)\n"), "pages of single commands do not exist:\n{page}");
        assert!(
            page.contains("digest add harrow\\-dam courier.txt post.html"),
            "examples:\n{page}"
        );
        assert_eq!(page.matches("\n.SH \"EXIT STATUS\"").count(), 1);
        assert!(
            page.matches("\\-\\-root").count() <= 2,
            "options of every command stand once:\n{page}"
        );
    }
}
