//! The keys of `site.toml`, `story.toml` and front matter: what each may hold, and one sentence on what it does.
//!
//! The tables drive three things: the [check](super::check) of a file, the list of accepted keys in its messages,
//! and the reference in `docs/config.md` (a test keeps that file equal to [`reference()`]). Other tests hold
//! them against the structures of [`config`](super) and their defaults.

/// What the value of a key may be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any string that is not blank.
    Text,
    /// Any string, also the empty one.
    AnyText,
    /// `true` or `false`.
    Flag,
    /// A whole number between the two bounds, both allowed.
    Count(i64, i64),
    /// A number from 0 to 1.
    Fraction,
    /// A calendar day: a TOML date or a string of that form.
    Day,
    /// A calendar day or a point in time: a TOML date, a TOML date-time or a string of either form.
    DayOrTime,
    /// A list of strings.
    Texts,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `#rrggbb` or `#rgb`.
    Color,
    /// An offset from UTC: "Z", "+01:00".
    Zone,
    /// An absolute `http` or `https` address.
    Address,
    /// A BCP 47 language tag.
    Language,
    /// The name of a file beside `story.toml`.
    FileName,
    /// A relative folder.
    Folder,
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of tables with these keys: `[[name]]`.
    Tables(&'static [Key]),
}

impl Kind {
    /// What is expected, in words for messages and documentation.
    pub fn expected(self) -> String {
        match self {
            Kind::Text => "a string: \"…\"".into(),
            Kind::AnyText => "a string: \"…\" or \"\"".into(),
            Kind::Flag => "`true` or `false`".into(),
            Kind::Count(from, to) if to == i64::MAX => format!("a whole number from {from} up"),
            Kind::Count(from, to) => format!("a whole number from {from} to {to}"),
            Kind::Fraction => "a number from 0 to 1".into(),
            Kind::Day => "a date: 2022-03-14".into(),
            Kind::DayOrTime => {
                "a date or a date-time: 2022-03-14 or 2022-03-14T10:30:00+01:00".into()
            }
            Kind::Texts => "a list of strings: [\"…\", \"…\"]".into(),
            Kind::Choice(words) => {
                let words: Vec<String> = words.iter().map(|w| format!("\"{w}\"")).collect();
                match words.split_last() {
                    Some((last, rest)) if !rest.is_empty() => {
                        format!("{} or {last}", rest.join(", "))
                    }
                    _ => words.concat(),
                }
            }
            Kind::Color => "a colour: \"#1f6feb\"".into(),
            Kind::Zone => "an offset from UTC: \"+01:00\" or \"Z\"".into(),
            Kind::Address => "an address: \"https://example.org/\"".into(),
            Kind::Language => "a language tag: \"en\" or \"es-419\"".into(),
            Kind::FileName => "the name of a file beside story.toml: \"courier.txt\"".into(),
            Kind::Folder => "a folder below the site's root: \"public\"".into(),
            Kind::Table(_) => "a table: [name]".into(),
            Kind::Tables(_) => "a list of tables: [[name]]".into(),
        }
    }
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As written in the file.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it does, in one or two sentences.
    pub doc: &'static str,
}

impl Key {
    /// The sentences on what it does, and the default that they name.
    pub fn meaning_and_default(&self) -> (String, Option<&'static str>) {
        let Some((before, rest)) = self.doc.split_once("Default: ") else {
            return (self.doc.to_owned(), None);
        };
        // A full stop ends the default where a sentence or the text ends; "0.45" holds one as well.
        let end = rest.find(". ").unwrap_or(rest.len() - 1);
        let after = rest.get(end + 1..).unwrap_or("");
        (format!("{}{after}", before.trim_end()).trim().to_owned(), rest.get(..end))
    }
}

const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: false, doc }
}

const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: true, doc }
}

/// The acts an editor may give a statement; the names of [`Act`](crate::attribution::Act).
pub const ACTS: &[&str] = &[
    "asserts",
    "denies",
    "rejects",
    "declines",
    "professes-no-knowledge",
    "confirms",
    "warns",
    "promises",
    "urges",
    "asks",
    "criticises",
    "praises",
    "apologises",
    "predicts",
    "alleges",
    "concedes",
    "announces",
    "believes",
];

const SPEAKER: &[Key] = &[
    required("name", Kind::Text, "Name as shown."),
    key("role", Kind::Text, "Role as shown: \"mayor of Harrow\"."),
    key("aliases", Kind::Texts, "Other names and spellings that mean the same person or body."),
    key("speaks_for", Kind::Text, "Name of the body the person speaks for."),
];

/// The keys of `site.toml`.
pub const SITE: &[Key] = &[
    required("title", Kind::Text, "Title of the site."),
    key(
        "base_url",
        Kind::Address,
        "Address under which the site is published. Used for feeds, the sitemap and canonical links only; all other links are relative. `digest build --base-url` overrides it.",
    ),
    key(
        "language",
        Kind::Language,
        "Language of the site's own words: English, Spanish, or a kind of them (\"es-419\"). Default: \"en\".",
    ),
    key("description", Kind::Text, "Line below the title."),
    key("author", Kind::Text, "Who is responsible for the site; named in the feeds."),
    key(
        "time_zone",
        Kind::Zone,
        "Time zone of times that state none, as an offset from UTC. Default: left open.",
    ),
    key(
        "output",
        Kind::Folder,
        "Output folder below the site's root. Default: \"public\". `digest build --out` overrides it.",
    ),
    key(
        "publish",
        Kind::Table(&[
            key(
                "mode",
                Kind::Choice(&["excerpts", "full"]),
                "How much of the articles is published: cited passages with a little context, or whole texts (those pages are kept out of search engines). Default: \"excerpts\".",
            ),
            key(
                "statement_words",
                Kind::Count(1, i64::MAX),
                "Most words shown of one statement in excerpts mode. Default: 120.",
            ),
            key(
                "article_percent",
                Kind::Count(1, 100),
                "Most words shown of one article in excerpts mode, in percent of the article. Default: 60.",
            ),
        ]),
        "What of the sources is published.",
    ),
    key(
        "reading",
        Kind::Table(&[
            key(
                "min_confidence",
                Kind::Fraction,
                "A statement below this probability is left out. Default: 0.45.",
            ),
            key(
                "min_speaker_confidence",
                Kind::Fraction,
                "A statement whose speaker is below this probability is shown without a speaker. Default: 0.5.",
            ),
        ]),
        "How cautious the reading is.",
    ),
    key(
        "feeds",
        Kind::Table(&[
            key("atom", Kind::Flag, "Write Atom feeds. Default: true."),
            key("json", Kind::Flag, "Write JSON feeds. Default: true."),
            key("limit", Kind::Count(1, i64::MAX), "Most entries of a feed. Default: 50."),
        ]),
        "Feeds.",
    ),
    key(
        "theme",
        Kind::Table(&[
            key("accent", Kind::Color, "Accent colour on light ground."),
            key("accent_dark", Kind::Color, "Accent colour on dark ground."),
            key("text_font", Kind::Text, "Font family of running text."),
            key("heading_font", Kind::Text, "Font family of headings."),
            key(
                "ui_font",
                Kind::Text,
                "Font family of the site's own words: labels, dates, outlets.",
            ),
        ]),
        "Colours and fonts.",
    ),
    key(
        "outlets",
        Kind::Tables(&[
            required("name", Kind::Text, "Name as shown."),
            key("aliases", Kind::Texts, "Other spellings, as texts and pages give them."),
            key("url", Kind::Address, "Its front page."),
            key(
                "domains",
                Kind::Texts,
                "Domains of its pages; an article with an address there belongs to it.",
            ),
            key("country", Kind::Text, "Country, as shown."),
        ]),
        "What is known about outlets.",
    ),
    key("speakers", Kind::Tables(SPEAKER), "Speakers over all stories."),
];

/// The keys of `story.toml`.
pub const STORY: &[Key] = &[
    key("title", Kind::Text, "Title. Default: the headline of the first article."),
    key(
        "date",
        Kind::Day,
        "Day of the story. Articles that state no date of their own are read as of this day.",
    ),
    key("description", Kind::Text, "Line below the title."),
    key("tags", Kind::Texts, "Tags, shown on the index."),
    key(
        "draft",
        Kind::Flag,
        "Left out of the site, counted at the end of a build. Default: false.",
    ),
    key("articles", Kind::Tables(ARTICLES), "What is known about the articles, one table a file."),
    key("speakers", Kind::Tables(SPEAKER), "Speakers of this story."),
    key(
        "claims",
        Kind::Tables(&[
            key(
                "statements",
                Kind::Texts,
                "Statement ids, or verbatim words of statements, that state the claim.",
            ),
            key("title", Kind::Text, "Its name on the page."),
            key("pin", Kind::Flag, "Shown first, in the order of the file. Default: false."),
            key("drop", Kind::Flag, "Not shown. Default: false."),
        ]),
        "Claims that the editor pins, names, merges or drops.",
    ),
    key(
        "corrections",
        Kind::Tables(&[
            required("file", Kind::FileName, "File name of the article."),
            required(
                "words",
                Kind::Text,
                "Verbatim words of the statement, enough of them to be found once in the article.",
            ),
            key("speakers", Kind::Texts, "Who said it. An empty list: nobody."),
            key("act", Kind::Choice(ACTS), "What was done by saying it."),
            key("said_on", Kind::AnyText, "ISO date it was said on; \"\" for not known."),
            key("hide", Kind::Flag, "It is no statement: leave it out. Default: false."),
            key(
                "same_as",
                Kind::Text,
                "Id or verbatim words of a statement that this is the same as.",
            ),
            key(
                "not_same_as",
                Kind::Text,
                "Id or verbatim words of a statement that this is not the same as.",
            ),
            key("note", Kind::Text, "Why, for the record."),
            key("date", Kind::Day, "When the correction was made."),
            key(
                "public",
                Kind::Flag,
                "Listed on the site and in its feeds as a correction. Default: false.",
            ),
        ]),
        "Corrections of the reading. One that no longer finds its words is reported, never dropped silently.",
    ),
];

const ARTICLES: &[Key] = &[
    required("file", Kind::FileName, "The article's file, beside `story.toml`."),
    key("outlet", Kind::Text, "Outlet that published it."),
    key("url", Kind::Address, "Address of the original."),
    key("published", Kind::DayOrTime, "When it was published."),
    key("headline", Kind::Text, "Headline."),
    key("authors", Kind::Texts, "Authors."),
    key("language", Kind::Language, "Language of the text."),
    key("draft", Kind::Flag, "Left out of the story. Default: false."),
];

/// The keys of an article's own front matter (`.md`): those of `[[articles]]` less `file`.
pub const FRONT_MATTER: &[Key] = match ARTICLES {
    [_, rest @ ..] => rest,
    [] => &[],
};

/// The tables of `file`'s keys as Markdown, as they stand in `docs/config.md`.
///
/// ```
/// use story_digest::config::schema::{SITE, reference};
/// assert!(reference("site.toml", SITE).contains("| `base_url` | an address: \"https://example.org/\" |"));
/// ```
pub fn reference(file: &str, keys: &[Key]) -> String {
    let mut out = String::new();
    section(&mut out, file, "", keys);
    out
}

fn section(out: &mut String, file: &str, name: &str, keys: &[Key]) {
    if !name.is_empty() {
        out.push_str(&format!("\n### `{name}` in `{file}`\n"));
    }
    out.push_str("\n| key | value | default | meaning |\n|---|---|---|---|\n");
    for k in keys {
        let link = |kind: &str| {
            let file = file.replace('.', "").to_lowercase();
            format!("{kind}, [below](#{}-in-{file})", k.name)
        };
        let value = match k.kind {
            Kind::Table(_) => link("table"),
            Kind::Tables(_) => link("list of tables"),
            kind => kind.expected(),
        };
        let (meaning, default) = k.meaning_and_default();
        let default = match default {
            _ if k.required => "must be there".into(),
            Some(d) if is_literal(d) => format!("`{d}`"),
            Some(d) => d.to_owned(),
            None => String::new(),
        };
        out.push_str(&format!("| `{}` | {value} | {default} | {meaning} |\n", k.name));
    }
    for k in keys {
        match k.kind {
            Kind::Table(inner) => section(out, file, &format!("[{}]", k.name), inner),
            Kind::Tables(inner) => section(out, file, &format!("[[{}]]", k.name), inner),
            _ => {}
        }
    }
}

/// Whether the words are a value as it is written in a file.
fn is_literal(words: &str) -> bool {
    format!("x = {words}").parse::<toml::Table>().is_ok()
}
