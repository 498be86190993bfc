//! The command line as typed values; no work is done here.

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "digest",
    version,
    about = "Compare how several outlets report one story: who said what, according to whom, when, in whose words",
    long_about = "digest turns articles about one story into a static site that shows, side by side, who said what, \
according to whom, when, and in which outlet's words. Every line of the site is somebody's sentence, quoted verbatim \
and linked to the place it was taken from.",
    after_help = "A first site:
  digest init my-site              make a site with a sample story
  cd my-site
  digest serve                     look at it; it follows every change you make
  digest new \"Market hall\"         a story of your own: content/market-hall/
  digest add market-hall a.txt b.html
  digest check                     what to look at before you publish
  digest build                     write it to public/, for any static host

Exit status: 0 done, 1 the input is wrong, 2 wrong usage.
More: docs/commands.md and docs/config.md of the program's repository.",
    arg_required_else_help = true,
    subcommand_required = true,
    max_term_width = 100
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// The site's folder: the one that holds site.toml and content/ [default: the current folder]
    #[arg(long, global = true, value_name = "DIR", default_value = ".", hide_default_value = true, value_hint = ValueHint::DirPath)]
    pub root: PathBuf,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Write results and messages as JSON to standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Colours: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: ColorChoice,
}

/// When messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal only
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new site with a small sample story
    #[command(after_help = "Example:\n  digest init my-site && cd my-site && digest serve")]
    Init(Init),
    /// Make a folder for a new story
    #[command(
        after_help = "Examples:\n  digest new \"Harrow dam\"                    makes content/harrow-dam/\n  digest new \"Harrow dam\" --date 2024-06-03"
    )]
    New(New),
    /// Copy articles into a story
    #[command(
        long_about = "Copies articles into a story: texts pasted from a page (.txt), Markdown with front matter (.md), saved pages \
(.html). What you know about an article can be given with it; it is appended to story.toml.\n\nPages are not fetched from \
the web by this version: save the page in a browser, then add the file and give its address with --url.",
        after_help = "Examples:
  digest add harrow-dam courier.txt post.html
  digest add harrow-dam a.txt --outlet \"The Courier\" --published 2024-06-04
  digest add harrow-dam page.html --url https://courier.example/dam"
    )]
    Add(Add),
    /// Build the site
    #[command(
        long_about = "Reads every article of content/, compares the articles of each story and writes the site to its output folder \
(public/). The folder is replaced as a whole, and only when everything is right; a folder that digest did not make is \
never emptied. Readings are kept in .digest/, so that the next build reads only what changed.",
        after_help = "Examples:
  digest build
  digest build --out /tmp/site --base-url https://example.org/digest/
  digest build --keep-readings     readings beside each story, to be committed"
    )]
    Build(Build),
    /// Build the site and show it in a browser; it follows every change
    #[cfg(feature = "serve")]
    #[command(
        long_about = "Builds the site in memory, serves it on this machine and builds again what a change touches: a story when one of \
its files changes, the pages when templates/, static/ or site.toml do. Open pages reload by themselves. While something \
is wrong, the pages show what, over the last good state. Nothing is written but .digest/; publish with digest build.",
        after_help = "Examples:
  digest serve
  digest serve --port 4000 --base-path /digest/    as below another site
  digest serve --poll       where changes go unnoticed: network folders, containers"
    )]
    Serve(Serve),
    /// List the built-in templates and assets, or copy one into the site to change it
    #[command(
        long_about = "Every page is made from templates that are built in. A file of the same name in the site's templates/ (or \
static/) replaces one; the others stay as they are and follow new versions. docs/templates.md tells what each is given.",
        after_help = "Examples:
  digest templates                         list them
  digest templates --eject story.html      copy templates/story.html into the site
  digest templates --eject site.css        copy static/site.css into the site"
    )]
    Templates(Templates),
    /// Look for what should be mended before publishing
    #[command(
        long_about = "Reads and compares as digest build does, writes nothing, and lists what an editor should look at: statements \
without a clear speaker, articles without outlet or date, dates to come, corrections that no longer find their words, the \
same text twice, entries of the timeline without a date, links of the pages that lead nowhere.",
        after_help = "Examples:
  digest check
  digest check --strict && digest build      publish only what needs no look

Exit status: 1 where there is an error; with --strict also where there is a warning."
    )]
    Check(Check),
    /// Show how an article, or a line of it, was read, and why
    #[command(
        long_about = "Shows every attribution of an article: the sentence with its source, cue and content underlined; what was done by \
saying it; the rule or network that read it, and how sure it was; whom the source means, and why; when it was said, and by \
which words; how dates were resolved; and with which statements of other articles it was put together. With a line number, \
only what touches that line, and what was cut from it.",
        after_help = "Examples:
  digest explain harrow-dam/courier.txt
  digest explain content/harrow-dam/courier.txt:5
  digest explain page.html --json"
    )]
    Explain(Explain),
    /// Read articles from standard input (NDJSON), write their attributions
    #[command(
        long_about = "A filter: one JSON object a line on standard input, {\"id\", \"text\", and if known \"published\", \"outlet\", \
\"headline\", \"language\"}; one line of attributions and temporal expressions for each on standard output, in the order of \
the input.\n\nAn attribution has the spans of its \"source\" (who), \"cue\" (said) and \"content\" (what), the \"speaker\"'s name or null, the \
\"kind\" (direct, mixed, indirect), the \"act\" (asserts, denies, declines ...), \"said_on\", \"via\" and \"confidence\"; \"parent\" is the \
index of the attribution whose content holds it. Offsets count Unicode code points of the text, end exclusive. A line that \
can't be read gives {\"id\", \"line\", \"error\"} in its place; the exit status is then 1. Memory does not grow with the \
number of lines.",
        after_help = "Examples:
  echo '{\"id\": 1, \"text\": \"“It is safe,” Ida Moss said.\"}' | digest extract
  zcat articles.gz | digest extract --threads 4 > attributions.ndjson"
    )]
    Extract(Extract),
    /// Show articles as read, before any attribution (NDJSON)
    #[command(
        long_about = "Writes, for each file, one line of JSON: headline, authors, outlet, date and where it was found, the text \
of the article as paragraphs, and what was cut from it as furniture, with the reason. A file that can't be read gives \
{\"path\", \"error\"}; the exit status is then 1.",
        after_help = "Examples:
  digest read content/harrow-dam/*.txt
  digest read page.html --url https://courier.example/dam"
    )]
    Read(Read),
    /// Write the completions of a shell to standard output
    #[command(after_help = "Examples:
  digest completions bash > ~/.local/share/bash-completion/completions/digest
  digest completions zsh > ~/.zfunc/_digest
  digest completions fish > ~/.config/fish/completions/digest.fish")]
    Completions(Completions),
    /// Write the man page to standard output
    #[command(after_help = "Example:\n  digest man > ~/.local/share/man/man1/digest.1")]
    Man,
}

/// `digest check`.
#[derive(Clone, Debug, Args)]
pub struct Check {
    /// Fail on warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Neither look into .digest/ nor write to it
    #[arg(long)]
    pub no_cache: bool,
}

/// `digest explain`.
#[derive(Clone, Debug, Args)]
pub struct Explain {
    /// An article: a path, or story/file of this site; with a line number, that line only
    #[arg(value_name = "ARTICLE[:LINE]", value_hint = ValueHint::FilePath)]
    pub article: String,
    /// Neither look into .digest/ nor write to it
    #[arg(long)]
    pub no_cache: bool,
}

/// `digest completions`.
#[derive(Clone, Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// `digest init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder of the new site; it must be empty or not exist
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}

/// `digest new`.
#[derive(Debug, Args)]
pub struct New {
    /// Title of the story; its folder is named after it
    pub title: String,
    /// Day of the story: articles that state no date are read as of this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

/// `digest add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Folder name of the story under content/
    pub story: String,
    /// Files to copy
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<String>,
    /// Outlet that published it
    #[arg(long)]
    pub outlet: Option<String>,
    /// Address of the original (one file only)
    #[arg(long)]
    pub url: Option<String>,
    /// When it was published (one file only): 2022-03-14 or 2022-03-14T10:30:00+01:00
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Headline (one file only)
    #[arg(long)]
    pub headline: Option<String>,
}

/// `digest build`.
#[derive(Clone, Debug, Args)]
pub struct Build {
    /// Output folder, relative to the current folder [default: `output` of site.toml, or public/]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Address under which the site will be published (feeds, sitemap and canonical links need it)
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// How many threads work [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Neither look into .digest/ nor write to it
    #[arg(long)]
    pub no_cache: bool,
    /// Store the readings beside each story, in .readings/, to be committed
    #[arg(long)]
    pub keep_readings: bool,
}

/// `digest serve`.
#[cfg(feature = "serve")]
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Port; 0 takes any that is free
    #[arg(long, short, value_name = "N", default_value_t = 3000)]
    pub port: u16,
    /// Path under which the site is shown, as if it lay below another site
    #[arg(long, value_name = "PATH", default_value = "/")]
    pub base_path: String,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
    /// Look for changes twice a second instead of waiting for the system to tell
    #[arg(long)]
    pub poll: bool,
    /// Neither look into .digest/ nor write to it
    #[arg(long)]
    pub no_cache: bool,
}

/// `digest templates`.
#[derive(Clone, Debug, Args)]
pub struct Templates {
    /// List the built-in files; those that the site replaces are marked
    #[arg(long, conflicts_with = "eject")]
    pub list: bool,
    /// Copy a built-in file into the site
    #[arg(long, value_name = "NAME")]
    pub eject: Option<String>,
    /// Replace a file that is there
    #[arg(long, requires = "eject")]
    pub force: bool,
}

/// `digest extract`.
#[derive(Clone, Debug, Args)]
pub struct Extract {
    /// How many threads work [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `digest read`.
#[derive(Clone, Debug, Args)]
pub struct Read {
    /// Articles: .txt, .md, .html
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Address of a saved page (one file only)
    #[arg(long)]
    pub url: Option<String>,
    /// Address that relative links of the pages count from
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}
