//! Addresses: relative links between pages, text fragments into originals.

use crate::config::load::slug;

/// The part of an address that stands for an outlet.
pub fn outlet(name: &str) -> String {
    let out = slug(name);
    if out.is_empty() { "outlet".into() } else { out }
}

/// The page of a tag.
pub fn tag(name: &str) -> String {
    format!("tags/{}/", slug(name))
}

/// From an address below the root ("speakers/ida-moss/#x") to one relative to a page `depth` folders down, with
/// `index.html` written out, so that it works from a disk as well.
///
/// ```
/// use story_digest::render::urls::relative;
/// assert_eq!(relative("speakers/ida-moss/#x", 2), "../../speakers/ida-moss/index.html#x");
/// assert_eq!(relative("", 1), "../index.html");
/// ```
pub fn relative(address: &str, depth: usize) -> String {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, format!("#{fragment}")),
        None => (address, String::new()),
    };
    let file = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    format!("{}{path}{file}{fragment}", "../".repeat(depth))
}

/// An address with a text fragment (WICG scroll-to-text) that leads to `words`: the first and last words of a long
/// passage, all of a short one. Without support the plain address still works.
pub fn with_fragment(url: &str, words: &str) -> String {
    let list: Vec<&str> = words.split_whitespace().take_while(|w| *w != "…").collect();
    let (url, joint) = match url.split_once('#') {
        Some((u, f)) if !f.is_empty() => (format!("{u}#{f}"), ":~:text="),
        Some((u, _)) => (u.to_owned(), "#:~:text="),
        None => (url.to_owned(), "#:~:text="),
    };
    if list.is_empty() {
        return url;
    }
    let code = |w: &[&str]| encode(&w.join(" "));
    let text = if list.len() <= 10 {
        code(&list)
    } else {
        format!("{},{}", code(&list[..4]), code(&list[list.len() - 4..]))
    };
    format!("{url}{joint}{text}")
}

/// Percent-encodes what means something in a text fragment (`-`, `,`, `&`) or in an address.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'~') {
            out.push(b as char);
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_fragments() {
        let url = "https://a.example/x";
        assert_eq!(
            with_fragment(url, "not-so, “no”"),
            format!("{url}#:~:text=not%2Dso%2C%20%E2%80%9Cno%E2%80%9D")
        );
        let long = "a b c d e f g h i j k l";
        assert_eq!(with_fragment(url, long), format!("{url}#:~:text=a%20b%20c%20d,i%20j%20k%20l"));
        assert_eq!(
            with_fragment("https://a.example/x#top", "a"),
            "https://a.example/x#top:~:text=a"
        );
    }
}
