//! Diagnostics for the terminal, for programs and for the browser.

use super::{Diagnostic, Severity};
use crate::text::Span;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

/// Where a span lies, as people count: lines and columns from 1, columns in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
}

/// The position of byte `at` of `text`; past its end, the position of its end.
pub fn position(text: &str, at: usize) -> Position {
    let at = text.floor_char_boundary(at.min(text.len()));
    let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    Position {
        line: text[..at].bytes().filter(|&b| b == b'\n').count() + 1,
        column: text[line_start..at].chars().count() + 1,
    }
}

/// A diagnostic as programs read it (`--json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// "error", "warning" or "note".
    pub severity: Severity,
    /// Stable name of the kind of message.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// File, relative to the site's root.
    pub path: Option<String>,
    /// Where it begins.
    pub start: Option<Position>,
    /// Where it ends.
    pub end: Option<Position>,
    /// What to do.
    pub help: Option<String>,
}

/// Turns diagnostics into text. `text_of` gives the decoded text of a file by its path, where it can be had; without
/// it a message names the file only.
pub struct Printer<'a> {
    renderer: Renderer,
    text_of: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Printer<'a> {
    /// A printer with or without colours.
    pub fn new(color: bool, text_of: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Self { renderer: renderer.term_width(120), text_of }
    }

    /// One message for the terminal: severity and message, file with line and column, the line with a caret, help.
    pub fn terminal(&self, d: &Diagnostic) -> String {
        let level = match d.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let message = printable(&d.message);
        let code = printable(&d.code);
        let help = d.help.as_deref().map(printable);
        let path = d.path.as_deref().map(printable);
        let text = d.path.as_deref().filter(|_| d.span.is_some()).and_then(|p| (self.text_of)(p));
        let window = match (&text, d.span) {
            (Some(text), Some(span)) => Some(Window::around(text, span)),
            _ => None,
        };
        let mut group = level.primary_title(message.as_str()).id(code.as_str()).elements(
            // An empty list gives the iterator its type; the elements follow one by one.
            std::iter::empty::<annotate_snippets::Message<'_>>(),
        );
        if let Some(w) = &window {
            group = group.element(
                Snippet::source(w.text.as_str())
                    .line_start(w.line)
                    .path(path.as_deref())
                    .annotation(AnnotationKind::Primary.span(w.span.start..w.span.end)),
            );
        } else if let Some(path) = &path {
            group = group.element(annotate_snippets::Origin::path(path.as_str()));
        }
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let shown = self.renderer.render(&[group]);
        match window {
            Some(_) => shown,
            // Without a line number the arrow would stand further left than the help below it.
            None => shown.replacen('\n', if path.is_some() { "\n " } else { "\n" }, 1),
        }
    }

    /// One message for programs.
    pub fn record(&self, d: &Diagnostic) -> Record {
        let text = d.path.as_deref().filter(|_| d.span.is_some()).and_then(|p| (self.text_of)(p));
        let at = |f: fn(Span) -> usize| match (&text, d.span) {
            (Some(text), Some(span)) => Some(position(text, f(span))),
            _ => None,
        };
        Record {
            severity: d.severity,
            code: d.code.clone(),
            message: d.message.clone(),
            path: d.path.clone(),
            start: at(|s| s.start),
            end: at(|s| s.end),
            help: d.help.clone(),
        }
    }
}

/// The lines around a span, so that a message about one line of a large file costs one line.
struct Window {
    text: String,
    line: usize,
    span: Span,
}

/// Most bytes of a line shown before and after a span: pasted articles have lines of many thousand.
const CONTEXT: usize = 90;

impl Window {
    fn around(text: &str, span: Span) -> Self {
        let from = text.floor_char_boundary(span.start.min(text.len()));
        // Only the first line of a long span is shown.
        let line_end = text[from..].find('\n').map_or(text.len(), |i| from + i);
        let to = text.ceil_char_boundary(span.end.clamp(from, line_end));
        let start = text[..from].rfind('\n').map_or(0, |i| i + 1);
        let line = text[..start].bytes().filter(|&b| b == b'\n').count() + 1;
        let left =
            if from - start > CONTEXT { text.floor_char_boundary(from - CONTEXT) } else { start };
        let right =
            if line_end - to > CONTEXT { text.ceil_char_boundary(to + CONTEXT) } else { line_end };
        // Columns in the header count from the line's start, so the cut must keep the width.
        let blank: String = text[start..left].chars().map(|_| ' ').collect();
        let shift = blank.len();
        let shown = |s: &str| -> String {
            s.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
        };
        let before = shown(&text[left..from]);
        let inside = shown(&text[from..to]);
        let after = shown(&text[to..right]);
        let at = shift + before.len();
        Self {
            span: Span::new(at, at + inside.len()),
            text: format!("{blank}{before}{inside}{after}"),
            line,
        }
    }
}

/// Content may hold terminal escapes; messages quote content.
fn printable(s: &str) -> String {
    s.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// Escapes text for HTML content and attribute values.
pub fn escape_html(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminal(text: &str, d: &Diagnostic) -> String {
        let text_of = |_: &str| Some(text.to_owned());
        Printer::new(false, &text_of).terminal(d)
    }

    #[test]
    fn ok_file_line_column_caret_and_help() {
        let d = Diagnostic::error("unknown-key", "unknown key `titel`")
            .at("site.toml")
            .span(Span::new(16, 21))
            .help("did you mean `title`?");
        insta::assert_snapshot!(terminal("# Straße\nx = 1\ntitel = 3\n", &d), @r"
        error[unknown-key]: unknown key `titel`
         --> site.toml:3:1
          |
        3 | titel = 3
          | ^^^^^
          |
          = help: did you mean `title`?
        ");
    }

    #[test]
    fn ok_without_a_place() {
        let d = Diagnostic::warning("empty", "nothing to read").at("content/a/b.txt");
        insta::assert_snapshot!(terminal("", &d), @r"
        warning[empty]: nothing to read
         --> content/a/b.txt
        ");
    }

    #[test]
    fn never_panics_and_lets_no_escape_through() {
        let text = "a\u{1b}[31m é\r\n日本".repeat(40);
        for start in 0..text.len() + 3 {
            let d = Diagnostic::error("x", "m\u{1b}[2J").at("f").span(Span::new(start, start + 5));
            assert!(!terminal(&text, &d).contains('\u{1b}'));
        }
    }

    #[test]
    fn positions_count_code_points() {
        assert_eq!(position("é日x", 5), Position { line: 1, column: 3 });
        assert_eq!(position("a\nb", 99), Position { line: 2, column: 2 });
    }
}
