//! What is checked of a page before any parser sees it, and how it is read when it fails the check.
//!
//! Parsers of HTML recurse: fifty thousand nested elements overflow their stack and end the process, and a hundred
//! thousand keep them busy for minutes. One pass over the bytes, without recursion, finds such pages.

/// Deepest nesting that goes to the parser. Real pages stay below a hundred.
const DEPTH: usize = 256;
/// Most tags that go to the parser.
const TAGS: usize = 200_000;
/// Most attributes of all tags together.
const ATTRIBUTES: usize = 400_000;

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements whose end tag is mostly left out; the parser closes them before the next of their kind.
const OPTIONAL: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "colgroup", "rp",
    "rt", "html", "head", "body",
];
/// Elements whose content is no markup.
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "noscript", "iframe", "xmp", "noembed", "noframes",
    "template",
];
/// Elements whose content is dropped where tags are stripped.
const HIDDEN: &[&str] = &[
    "script", "style", "noscript", "iframe", "svg", "template", "head", "select", "nav", "button",
    "textarea",
];

/// One piece of a page.
enum Piece<'a> {
    Text(&'a str),
    Open { name: String, attributes: usize, closed: bool },
    Close(String),
}

/// The pieces of a page, in one linear pass. Comments and raw content other than text are left out.
struct Pieces<'a> {
    html: &'a str,
    at: usize,
    /// Element whose raw content begins here.
    raw: Option<String>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let rest = &self.html[self.at..];
            if rest.is_empty() {
                return None;
            }
            if let Some(name) = self.raw.take() {
                // Until its end tag, whatever stands between.
                let end = find_end_tag(rest, &name).unwrap_or(rest.len());
                self.at += end;
                if end > 0 {
                    return Some(Piece::Text(&rest[..end]));
                }
                continue;
            }
            if let Some(after) = rest.strip_prefix("<!--") {
                self.at += after.find("-->").map_or(rest.len(), |i| i + 7);
                continue;
            }
            let mut chars = rest.chars();
            let (first, second) = (chars.next(), chars.next());
            if first != Some('<') {
                let end = rest.find('<').unwrap_or(rest.len());
                self.at += end;
                return Some(Piece::Text(&rest[..end]));
            }
            match second {
                Some('!' | '?') => self.at += rest.find('>').map_or(rest.len(), |i| i + 1),
                Some('/') => {
                    let end = rest.find('>').map_or(rest.len(), |i| i + 1);
                    self.at += end;
                    return Some(Piece::Close(name_of(&rest[2..])));
                }
                Some(c) if c.is_ascii_alphabetic() => {
                    let (length, attributes) = tag(rest);
                    self.at += length;
                    let name = name_of(&rest[1..]);
                    if RAW.contains(&name.as_str()) {
                        self.raw = Some(name.clone());
                    }
                    return Some(Piece::Open {
                        name,
                        attributes,
                        closed: rest[..length].ends_with("/>"),
                    });
                }
                _ => {
                    self.at += 1;
                    return Some(Piece::Text(&rest[..1]));
                }
            }
        }
    }
}

/// Length of the tag that `rest` begins with, quoted attribute values read over, and a count of its attributes.
fn tag(rest: &str) -> (usize, usize) {
    let mut quote = None;
    let mut attributes = 0;
    for (i, b) in rest.bytes().enumerate() {
        match (quote, b) {
            (Some(q), b) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'>') => return (i + 1, attributes),
            (None, b'=') => attributes += 1,
            _ => {}
        }
    }
    (rest.len(), attributes)
}

fn name_of(after: &str) -> String {
    after
        .bytes()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
        .map(|b| b.to_ascii_lowercase() as char)
        .collect()
}

fn find_end_tag(rest: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(i) = rest[from..].find("</") {
        let at = from + i;
        let after = rest.as_bytes().get(at + 2..at + 2 + name.len())?;
        if after.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// Why a page must not go to the parser; `None` where it may.
pub(super) fn refusal(html: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    let (mut tags, mut attributes) = (0, 0);
    for piece in (Pieces { html, at: 0, raw: None }) {
        match piece {
            Piece::Text(_) => {}
            Piece::Open { name, attributes: own, closed } => {
                tags += 1;
                attributes += own;
                let foreign = closed && open.iter().any(|o| o == "svg" || o == "math");
                if !foreign && !VOID.contains(&name.as_str()) && !OPTIONAL.contains(&name.as_str())
                {
                    open.push(name);
                }
                if open.len() > DEPTH {
                    return Some(format!("its elements are nested more than {DEPTH} deep"));
                }
                if tags > TAGS {
                    return Some(format!("it has more than {TAGS} tags"));
                }
                if attributes > ATTRIBUTES {
                    return Some(format!("it has more than {ATTRIBUTES} attributes"));
                }
            }
            Piece::Close(name) => {
                // A stray end tag closes nothing.
                if let Some(i) = open.iter().rposition(|o| *o == name) {
                    open.truncate(i);
                }
            }
        }
    }
    None
}

/// The text of a page without its tags: block elements on lines of their own, scripts and menus left out.
pub(super) fn stripped(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 4);
    let mut hidden: Option<(String, usize)> = None;
    for piece in (Pieces { html, at: 0, raw: None }) {
        match (&mut hidden, piece) {
            (Some((name, depth)), Piece::Open { name: n, closed, .. }) if *name == n && !closed => {
                *depth += 1
            }
            (Some((name, depth)), Piece::Close(n)) if *name == n => {
                *depth -= 1;
                if *depth == 0 {
                    hidden = None;
                }
            }
            // Where the head is not closed, the body ends it.
            (Some((name, _)), Piece::Open { name: n, .. }) if name == "head" && n == "body" => {
                hidden = None
            }
            (Some(_), _) => {}
            (None, Piece::Text(text)) => out.push_str(text),
            (None, Piece::Open { name, closed, .. }) => {
                if HIDDEN.contains(&name.as_str()) && !closed {
                    hidden = Some((name, 1));
                } else if !is_inline(&name) {
                    out.push('\n');
                }
            }
            (None, Piece::Close(name)) => {
                if !is_inline(&name) {
                    out.push('\n');
                }
            }
        }
    }
    let decoded = unescape(&out);
    let lines: Vec<String> = decoded
        .lines()
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|l| !l.is_empty())
        .collect();
    lines.join("\n\n")
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "del"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Character references: numbers, and the names that news pages use.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(i) = rest.find('&') {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        // No name is longer than this, and a window of bytes keeps the search short.
        let window = &rest.as_bytes()[..rest.len().min(12)];
        let decoded = window
            .iter()
            .position(|&b| b == b';')
            .and_then(|end| Some((reference(rest.get(1..end)?)?, end + 1)));
        let (c, length) = decoded.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "laquo" => '«',
        "raquo" => '»',
        "bull" => '•',
        "middot" => '·',
        "euro" => '€',
        "pound" => '£',
        "copy" => '©',
        "eacute" => 'é',
        "egrave" => 'è',
        "aacute" => 'á',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "ntilde" => 'ñ',
        "ccedil" => 'ç',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "shy" => '\u{ad}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_real_nesting() {
        let page = format!(
            "<html><body>{}<p>Text.<p>More.<br>{}</body>",
            "<div>".repeat(200),
            "</div>".repeat(200)
        );
        assert_eq!(refusal(&page), None);
        assert_eq!(refusal(&"<p>x<li>y<br>".repeat(10_000)), None);
        assert_eq!(refusal(&format!("<script>{}</script>", "<b>".repeat(1000))), None);
        assert_eq!(refusal(&"<b>x</b>".repeat(10_000)), None);
    }

    #[test]
    fn err_hostile() {
        assert!(refusal(&"<div>".repeat(300)).is_some());
        assert!(refusal(&"<b></i>".repeat(300)).is_some());
        assert!(refusal(&"<b x='>'>".repeat(300)).is_some());
        assert!(refusal(&"<br>".repeat(200_001)).is_some());
        assert!(refusal(&format!("<a {}>", "x=1 ".repeat(400_001))).is_some());
    }

    #[test]
    fn ok_stripped() {
        let page = "<html><head><title>T</title><body><nav>Menu</nav><h1>Mayor &amp; dam</h1><p>She <b>left</b>.</p><script>x<y</script><!-- no --><p>He&#8217;s here &bogus; &";
        assert_eq!(stripped(page), "Mayor & dam\n\nShe left.\n\nHe’s here &bogus; &");
    }

    #[test]
    fn odd_pages_take_linear_time() {
        for unit in
            ["<", "</", "<!--", "<a ", "<a b=\"", "&", "&#", "<script>", "</script", "<div>", "é<"]
        {
            let page = unit.repeat(400_000 / unit.len());
            let started = std::time::Instant::now();
            let _ = (refusal(&page), stripped(&page));
            assert!(started.elapsed().as_secs() < 5, "{unit:?} took {:?}", started.elapsed());
        }
    }
}
