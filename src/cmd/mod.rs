//! One command a file, and what they share: the site's folder, messages, exit status.

mod add;
mod build;
mod check;
mod explain;
mod extract;
mod init;
mod new;
mod read;
#[cfg(feature = "serve")]
mod serve;
mod shell;
mod templates;

use crate::cli::{Cli, ColorChoice, Command, Global};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};
use story_digest::{
    article,
    config::{ArticleEntry, Site, load::Loaded},
    diagnostic::{Diagnostic, Severity, render::Printer},
};

/// The input is wrong.
pub const WRONG_INPUT: u8 = 1;
/// Wrong usage.
pub const WRONG_USAGE: u8 = 2;

/// What every command is given.
#[derive(Clone, Debug)]
pub struct Context {
    /// The site's folder as the user named it.
    pub root: PathBuf,
    /// Errors only.
    pub quiet: bool,
    /// JSON to standard output.
    pub json: bool,
    /// Whether messages are coloured.
    pub color: bool,
    /// What the user said about colours.
    choice: ColorChoice,
}

impl Context {
    fn new(global: &Global) -> Self {
        let mut context = Self {
            root: global.root.clone(),
            quiet: global.quiet,
            json: global.json,
            color: false,
            choice: global.color,
        };
        context.color = context.color_for(io::stderr().is_terminal());
        context
    }

    /// Whether what goes to a stream is coloured.
    pub fn color_for(&self, terminal: bool) -> bool {
        match self.choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                terminal
                    && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
                    && std::env::var_os("TERM").is_none_or(|v| v != "dumb")
            }
        }
    }

    /// The same, for the site that `article` lies in, where there is none at the root and `--root` was not given.
    pub fn for_article(&self, article: &str) -> Self {
        let is_site =
            |p: &std::path::Path| p.join("site.toml").exists() || p.join("content").is_dir();
        let mut context = self.clone();
        if self.root == std::path::Path::new(".")
            && !is_site(&self.root)
            && let Ok(path) = std::fs::canonicalize(article)
            && let Some(site) =
                path.ancestors().find(|p| p.file_name().is_some_and(|n| n == "content"))
            && let Some(root) = site.parent().filter(|p| is_site(p))
        {
            context.root = root.to_owned();
        }
        context
    }

    /// Loads the site; a root that is no folder is wrong usage.
    pub fn load(&self) -> Result<Loaded, ExitCode> {
        story_digest::config::load::load(&self.root).map_err(|e| {
            self.refuse(
                "no-root",
                format!("--root {}: {e}", self.root.display()),
                "name the folder that holds site.toml",
            )
        })
    }

    /// The decoded text of a file of the site, for messages about it: of an article its source text, which of a saved
    /// page is the extracted one, as in `digest explain`.
    pub fn text_of(&self, path: &str) -> Option<String> {
        if path.starts_with("content/") && !path.ends_with(".toml") {
            let entry = ArticleEntry::default();
            let read = article::load(&self.root, path, &entry, &Site::untitled());
            return read.ok().map(|(article, _)| article.text);
        }
        let bytes = std::fs::read(self.root.join(path)).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Writes messages to standard error, gravest last so that it is seen; with `--quiet` errors only. With `--json`
    /// they are part of the result on standard output, and nothing is written here.
    pub fn report(&self, diagnostics: &[Diagnostic]) {
        self.report_up_to(diagnostics, usize::MAX);
    }

    /// [`report`](Self::report) as a build does it: what it did should still be on the screen at its end. Gives what is
    /// more than a note; of the warnings of one kind no more than eight are said, and how many more there are.
    pub fn report_some(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        // What is merely worth knowing is for `digest check`, so that a warning is not overlooked here.
        let grave = diagnostics.iter().filter(|d| d.severity > Severity::Note);
        let grave: Vec<Diagnostic> = grave.cloned().collect();
        self.report_up_to(&grave, 8);
        grave
    }

    fn report_up_to(&self, diagnostics: &[Diagnostic], most: usize) {
        if self.json {
            return;
        }
        let texts = Texts::of(self);
        let text_of = |path: &str| texts.get(path);
        let printer = Printer::new(self.color, &text_of);
        let mut shown: Vec<&Diagnostic> =
            diagnostics.iter().filter(|d| !self.quiet || d.severity == Severity::Error).collect();
        shown.sort_by_key(|d| d.severity);
        let mut err = io::stderr().lock();
        let mut of_kind: BTreeMap<&str, usize> = BTreeMap::new();
        for d in shown {
            if d.severity != Severity::Error {
                let n = of_kind.entry(&d.code).or_default();
                *n += 1;
                if *n > most {
                    continue;
                }
            }
            // A closed standard error is no reason to stop.
            let _ = writeln!(err, "{}\n", printer.terminal(d));
        }
        for (code, n) in of_kind.into_iter().filter(|(_, n)| *n > most) {
            let more = n - most;
            let _ = writeln!(err, "and {more} more of [{code}]: digest check lists all\n");
        }
    }

    /// The diagnostics as JSON values.
    pub fn records(&self, diagnostics: &[Diagnostic]) -> serde_json::Value {
        let texts = Texts::of(self);
        let text_of = |path: &str| texts.get(path);
        let printer = Printer::new(false, &text_of);
        diagnostics
            .iter()
            .map(|d| serde_json::to_value(printer.record(d)).unwrap_or_default())
            .collect::<Vec<_>>()
            .into()
    }

    /// Reports wrong usage and gives its exit status.
    pub fn refuse(&self, code: &str, message: impl Into<String>, help: &str) -> ExitCode {
        self.fail(&[Diagnostic::error(code, message).help(help)], WRONG_USAGE)
    }

    /// Reports why a command cannot go on and gives the exit status.
    pub fn fail(&self, diagnostics: &[Diagnostic], status: u8) -> ExitCode {
        if self.json {
            let result = serde_json::json!({"schema": 1, "ok": false, "diagnostics": self.records(diagnostics)});
            let _ = writeln!(io::stdout().lock(), "{result}");
        }
        self.report(diagnostics);
        ExitCode::from(status)
    }

    /// Writes a line for people to standard error.
    pub fn say(&self, line: impl std::fmt::Display) {
        if !self.quiet && !self.json {
            let _ = writeln!(io::stderr().lock(), "{line}");
        }
    }

    /// Writes the result of a command as one line of JSON, where `--json` asks for it.
    pub fn result(&self, value: &serde_json::Value) -> io::Result<()> {
        if self.json { writeln!(io::stdout().lock(), "{value}") } else { Ok(()) }
    }
}

/// The texts of files that messages are about, each read once; the messages of one file follow each other.
struct Texts<'a> {
    context: &'a Context,
    last: RefCell<Option<(String, Option<String>)>>,
}

impl<'a> Texts<'a> {
    fn of(context: &'a Context) -> Self {
        Self { context, last: RefCell::new(None) }
    }

    fn get(&self, path: &str) -> Option<String> {
        let mut last = self.last.borrow_mut();
        match &*last {
            Some((known, text)) if known == path => text.clone(),
            _ => {
                let text = self.context.text_of(path);
                *last = Some((path.to_owned(), text.clone()));
                text
            }
        }
    }
}

/// Runs the command.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let context = Context::new(&cli.global);
    match cli.command {
        Command::Init(args) => init::run(&context, &args),
        Command::New(args) => new::run(&context, &args),
        Command::Add(args) => add::run(&context, &args),
        Command::Build(args) => build::run(&context, &args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&context, &args),
        Command::Templates(args) => templates::run(&context, &args),
        Command::Check(args) => check::run(&context, &args),
        Command::Explain(args) => explain::run(&context, &args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man => shell::man(),
        Command::Extract(args) => extract::run(&args),
        Command::Read(args) => read::run(&context, &args),
    }
}

/// Sends log lines to standard error as `DIGEST_LOG` says ("info", "debug", "story_digest=trace").
pub fn start_log() {
    let Some(asked) = std::env::var_os("DIGEST_LOG").filter(|v| !v.is_empty()) else { return };
    let Ok(filter) = tracing_subscriber::EnvFilter::try_new(asked.to_string_lossy()) else {
        eprintln!("DIGEST_LOG is not understood: try info, debug or story_digest=trace");
        return;
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(false)
        .init();
}

/// Whether the reader of standard output went away: then there is nobody to tell.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| {
        e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}
