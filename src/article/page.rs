//! Saved HTML pages: their main text as plain text, and what they say about themselves.

use super::{Meta, Published, PublishedFrom, decode, guard, page_meta};
use crate::diagnostic::Diagnostic;
use scraper::{ElementRef, Html, Node};
use std::{sync::mpsc, thread, time::Duration};

/// Stack of the thread that parses a page; the guard bounds the nesting that reaches it.
const STACK: usize = 64 << 20;
/// After so long a page is read without its structure. Real pages take hundredths of a second; no page that passes the
/// guard was found to come near it, so that the result does not depend on the machine.
const PATIENCE: Duration = Duration::from_secs(8);

/// A page, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// The headline, where known, and the paragraphs of the main text, with blank lines between; items of lists begin
    /// with a bullet.
    pub text: String,
    /// What the page says about itself.
    pub meta: Meta,
    /// What an editor should look at.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a page. `url` is its address, where known from elsewhere.
///
/// # Errors
/// Where the bytes are no text (see [`decode`](mod@decode)), or the page holds none.
pub(super) fn read(bytes: &[u8], url: Option<&str>) -> Result<Page, Diagnostic> {
    let decoded = decode::decode_as(bytes, declared_encoding(bytes))?;
    let html = decoded.text;
    let mut page = match guard::refusal(&html) {
        Some(why) => degraded(&html, &why),
        None => {
            let (send, receive) = mpsc::sync_channel(1);
            let (for_worker, address) = (html.clone(), url.map(str::to_owned));
            let worker =
                thread::Builder::new().stack_size(STACK).name("page".into()).spawn(move || {
                    // Nobody listens any more where the page took too long.
                    let _ = send.send(parse(&for_worker, address.as_deref()));
                });
            match worker.map(|_| receive.recv_timeout(PATIENCE)) {
                Ok(Ok(page)) => page,
                Ok(Err(mpsc::RecvTimeoutError::Timeout)) => {
                    degraded(&html, "it took too long to parse")
                }
                Ok(Err(mpsc::RecvTimeoutError::Disconnected)) => {
                    degraded(&html, "the parser failed on it")
                }
                Err(e) => degraded(&html, &format!("no thread could be started for it: {e}")),
            }
        }
    };
    if decoded.replaced {
        page.diagnostics.push(Diagnostic::warning(
            "bytes-replaced",
            format!("some bytes mean nothing in {}; they are shown as \u{fffd}", decoded.encoding),
        ));
    }
    if page.text.trim().is_empty() {
        return Err(Diagnostic::error("empty-page", "no article text was found in this page")
            .help("copy the article's text into a .txt file"));
    }
    Ok(page)
}

/// The encoding that a `meta` element declares among the first bytes.
fn declared_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let label = start.split("charset").nth(1)?.trim_start_matches([' ', '=', '"', '\'']);
    let end = label
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
        .unwrap_or(label.len());
    encoding_rs::Encoding::for_label(&label.as_bytes()[..end])
}

fn degraded(html: &str, why: &str) -> Page {
    Page {
        text: guard::stripped(html),
        meta: Meta::default(),
        diagnostics: vec![
            Diagnostic::warning("page-degraded", format!("this page was read without its structure: {why}"))
                .help("check what was read with `digest read`, or copy the article's text into a .txt file"),
        ],
    }
}

/// Main text and metadata of a page that passed the guard.
fn parse(html: &str, url: Option<&str>) -> Page {
    let document = Html::parse_document(html);
    let mut meta = page_meta::read(&document, url);
    let mut options = trafilatura::Options::default();
    options.html_date_mode = trafilatura::HtmlDateMode::Disabled;
    options.exclude_comments = true;
    let extracted = trafilatura::extract(html, &options).ok();
    let mut paragraphs =
        extracted.as_ref().map(|e| paragraphs(&e.content_html)).unwrap_or_default();
    if paragraphs.is_empty() {
        paragraphs = guard::stripped(html).split("\n\n").map(str::to_owned).collect();
    }
    if let Some(found) = extracted.map(|e| e.metadata) {
        let given = |s: String| Some(s).filter(|s| !s.trim().is_empty());
        meta.headline = meta.headline.or_else(|| given(found.title));
        if meta.authors.is_empty() {
            meta.authors = super::credits::authors(&found.author);
        }
        meta.language = meta.language.or_else(|| given(found.language));
        meta.published = meta.published.or_else(|| {
            found.date.map(|date| Published { date, time: None, from: PublishedFrom::Guess })
        });
    }
    if let Some(headline) = &meta.headline
        && !paragraphs.iter().take(4).any(|p| p.trim() == headline.trim())
    {
        paragraphs.insert(0, headline.clone());
    }
    Page { text: paragraphs.join("\n\n"), meta, diagnostics: vec![] }
}

/// The paragraphs of the extracted content.
fn paragraphs(html: &str) -> Vec<String> {
    let fragment = Html::parse_fragment(html);
    let mut out = Paragraphs::default();
    out.walk(fragment.root_element());
    out.end();
    out.done
}

#[derive(Default)]
struct Paragraphs {
    done: Vec<String>,
    line: String,
    item: bool,
}

impl Paragraphs {
    fn walk(&mut self, element: ElementRef) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.line.push_str(text),
                Node::Element(e) => {
                    let Some(inner) = ElementRef::wrap(child) else { continue };
                    match e.name() {
                        "br" => self.line.push('\n'),
                        "script" | "style" | "img" | "figure" => {}
                        "li" => {
                            self.end();
                            self.item = true;
                            self.walk(inner);
                            self.end();
                            self.item = false;
                        }
                        "a" | "b" | "i" | "em" | "strong" | "span" | "del" | "ins" | "u" | "s"
                        | "code" | "sub" | "sup" | "q" | "cite" | "abbr" | "mark" | "small"
                        | "time" | "font" | "hi" | "ref" => self.walk(inner),
                        _ => {
                            self.end();
                            self.walk(inner);
                            self.end();
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Ends the paragraph. Two line breaks make paragraphs, one is white space.
    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        let mut current = String::new();
        let mut push = |words: &mut String| {
            let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                self.done.push(if self.item { format!("• {text}") } else { text });
            }
            words.clear();
        };
        for part in line.split('\n') {
            if part.trim().is_empty() {
                push(&mut current);
            } else {
                current.push(' ');
                current.push_str(part);
            }
        }
        push(&mut current);
    }
}
