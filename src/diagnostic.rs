//! Messages about input: one type for the terminal, the JSON summary and the browser.

pub mod render;

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// The build goes on, but an editor should look.
    Warning,
    /// This file (or the whole build) cannot be used.
    Error,
}

/// One message, with the place it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// A short stable name of the kind of message: `unknown-key`, `speaker-unclear`, `file-too-large`.
    pub code: String,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The file, relative to the site's root, where there is one.
    pub path: Option<String>,
    /// Bytes of that file's decoded text that the message is about.
    pub span: Option<Span>,
    /// What to do: the accepted forms, the key that was probably meant.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A message of the given gravity, without a place.
    pub fn new(severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.into(),
            message: message.into(),
            path: None,
            span: None,
            help: None,
        }
    }

    /// An error, without a place.
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning, without a place.
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// The same message about `path`.
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same message about `span` of its file.
    pub fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same message with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
