//! Two files of one address: one article that would count as two.

use super::Article;
use crate::{config::load::address_key, diagnostic::Diagnostic, text::Span};
use std::collections::BTreeMap;

/// Articles of one story that have the same address. It is an error where an editor gave both addresses, and a warning
/// where a saved page says so itself: some pages name their outlet's front page, or another article.
pub fn same_address<'a>(articles: impl IntoIterator<Item = &'a Article>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &Article> = BTreeMap::new();
    let mut found = Vec::new();
    for article in articles {
        let Some(url) = &article.meta.url else { continue };
        let Some(&first) = seen.get(&address_key(url)) else {
            seen.insert(address_key(url), article);
            continue;
        };
        let message = format!("{} and {} have the same address", first.path, article.path);
        const HELP: &str = "keep one file of an article, or correct the address";
        if is_page(first) || is_page(article) {
            found.push(Diagnostic::warning("same-url", message).at(&article.path).help(HELP));
            continue;
        }
        // The address stands in front matter, or else in `story.toml`, where a list's own entries were compared.
        let (at, span) = match (in_front_matter(article), in_front_matter(first)) {
            (None, Some(span)) => (first, Some(span)),
            (span, _) => (article, span),
        };
        let d = Diagnostic::error("same-url", message).at(&at.path).help(HELP);
        found.push(Diagnostic { span, ..d });
    }
    found
}

fn is_page(article: &Article) -> bool {
    let ending = article.path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ending.contains("htm")
}

fn in_front_matter(article: &Article) -> Option<Span> {
    let front = article.text.get(..article.front_matter)?;
    let url = article.meta.url.as_deref()?;
    front.find(url).map(|at| Span::new(at, at + url.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Meta;

    fn article(path: &str, url: &str, front: bool) -> Article {
        let front = if front { format!("+++\nurl = \"{url}\"\n+++\n") } else { String::new() };
        Article {
            id: path.into(),
            path: path.into(),
            front_matter: front.len(),
            text: front + "The mayor left.",
            meta: Meta { url: Some(url.into()), ..Meta::default() },
        }
    }

    #[test]
    fn err_given_twice_by_an_editor() {
        let a = article("a.txt", "https://x.example/a", false);
        let b = article("b.md", "https://www.x.example/a/?utm_source=q", true);
        let found = same_address([&a, &b]);
        assert_eq!(found[0].message, "a.txt and b.md have the same address");
        let span = found[0].span.unwrap();
        assert_eq!((span.of(&b.text), found.len()), ("https://www.x.example/a/?utm_source=q", 1));
        let (b, a) = (article("a.md", "https://x.example/a", true), a);
        assert_eq!(
            same_address([&b, &a])[0].path.as_deref(),
            Some("a.md"),
            "where it can be shown"
        );
    }

    #[test]
    fn a_page_says_so_itself_is_a_warning() {
        let a = article("a.html", "https://x.example/", false);
        let b = article("b.html", "https://x.example", false);
        let c = article("c.html", "https://x.example/c", false);
        let found = same_address([&a, &b, &c]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, crate::diagnostic::Severity::Warning);
    }
}
