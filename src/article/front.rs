//! Where the front matter of a Markdown article stands.

use crate::{diagnostic::Diagnostic, text::Span};

/// Front matter between two lines `+++` at the start: the TOML, and where the article begins.
///
/// # Errors
/// Front matter that is not closed, or is YAML: read as a part of the article it would be quoted as somebody's words.
pub(super) fn find(text: &str) -> Result<Option<(Span, usize)>, Diagnostic> {
    let Some(start) = text.find('\n').map(|i| i + 1) else { return Ok(None) };
    let first = Span::new(0, start).trim(text);
    match first.of(text) {
        "+++" => match closing(text, start, "+++") {
            Some((toml, end)) => Ok(Some((toml, end))),
            None => Err(Diagnostic::error("open-front-matter", "the front matter is not closed")
                .span(first)
                .help("a second line +++ ends it, and the article begins below")),
        },
        "---" => match closing(text, start, "---") {
            Some((yaml, _)) if is_yaml(yaml.of(text)) => {
                Err(Diagnostic::error("yaml-front-matter", "front matter is TOML here, not YAML")
                    .span(first)
                    .help("write it between two lines +++, for example: outlet = \"The Courier\""))
            }
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

/// What stands from byte `start` to the next line that is `fence`, and where that line ends.
fn closing(text: &str, start: usize, fence: &str) -> Option<(Span, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim() == fence {
            return Some((Span::new(start, at), at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Whether every line is a key with a value, a part of one, or a comment; prose between two rules is none.
fn is_yaml(text: &str) -> bool {
    let is_key = |line: &str| {
        line.split_once(':').is_some_and(|(key, rest)| {
            !key.is_empty()
                && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
                && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    let mut lines = text.lines().filter(|l| !l.trim().is_empty());
    let inner = |l: &str| l.starts_with([' ', '\t', '#']) || l.starts_with("- ");
    lines.clone().any(is_key) && lines.all(|l| is_key(l) || inner(l))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        find(text).err().map(|d| d.code)
    }

    #[test]
    fn ok_toml_between_fences() {
        let text = "+++\r\noutlet = \"x\"\r\n+++\r\nThe mayor left.";
        let (toml, end) = find(text).unwrap().unwrap();
        assert_eq!((toml.of(text), &text[end..]), ("outlet = \"x\"\r\n", "The mayor left."));
    }

    #[test]
    fn err_not_closed_or_yaml() {
        assert_eq!(
            code("+++\noutlet = \"x\"\nThe mayor left.").as_deref(),
            Some("open-front-matter")
        );
        let yaml = "---\ntitle: Mayor resigns\ntags:\n  - a\n- b\n# note\n---\nThe mayor left.";
        assert_eq!(code(yaml).as_deref(), Some("yaml-front-matter"));
    }

    #[test]
    fn ignores_rules_between_paragraphs() {
        assert_eq!(find("---\nShe said: “No.”\n---\nThe mayor left."), Ok(None));
        assert_eq!(find("---\nThe mayor left."), Ok(None));
        assert_eq!(find("The mayor left.\n+++\n"), Ok(None));
        assert_eq!(find("+++"), Ok(None));
    }
}
