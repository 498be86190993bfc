use super::*;
use crate::{
    align,
    article::{Article, Meta},
    config::Story,
    pipeline::{ReadSettings, read_article},
};

fn digest(texts: &[&str]) -> Digest {
    let readings = texts
        .iter()
        .enumerate()
        .map(|(i, text)| {
            let meta = Meta { outlet: Some(format!("Outlet {i}")), ..Meta::default() };
            let article = Article {
                id: format!("a{i}"),
                path: format!("content/dam/a{i}.txt"),
                text: (*text).to_owned(),
                front_matter: 0,
                meta,
            };
            read_article(article, &ReadSettings::default())
        })
        .collect();
    align::compare("dam", &Story::default(), &Site::untitled(), readings)
}

fn pages(site: &Site, texts: &[&str]) -> BTreeMap<String, String> {
    let templates = Templates::load(None).unwrap();
    render(&templates, site, &[digest(texts)])
        .unwrap()
        .into_iter()
        .map(|(p, b)| (p, String::from_utf8_lossy(&b).into_owned()))
        .collect()
}

const TEXT: &str = "Dam is safe, mayor says\n\n“The dam is </script><b>safe</b> & sound,” Ida Moss, the mayor of Harrow, said on Monday.\n\nThe market in the square opened at its usual hour, and the buses ran.\n";

#[test]
fn ok_every_link_leads_to_a_page_and_an_anchor() {
    let pages = pages(&Site::untitled(), &[TEXT, TEXT]);
    let pattern = regex::Regex::new(r#"(?:href|src)="([^"]*)""#).unwrap();
    let mut links = 0;
    for (path, html) in pages.iter().filter(|(p, _)| p.ends_with(".html")) {
        for link in pattern.captures_iter(html).map(|c| c[1].to_owned()) {
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let mut at: Vec<&str> = path.split('/').collect();
            at.pop();
            for part in file.split('/').filter(|_| !file.is_empty()) {
                if part == ".." {
                    assert!(at.pop().is_some(), "{path}: {link} leaves the site");
                } else {
                    at.push(part);
                }
            }
            let target = if file.is_empty() { path.clone() } else { at.join("/") };
            if [".xml", ".json", ".csv", ".jsonld"].iter().any(|e| target.ends_with(e)) {
                continue;
            }
            let Some(page) = pages.get(&target) else { panic!("{path}: nothing at {link}") };
            assert!(
                anchor.is_empty() || page.contains(&format!("id=\"{anchor}\"")),
                "{path}: no anchor for {link}"
            );
            links += 1;
        }
    }
    assert!(links > 40, "{links}");
}

#[test]
fn ok_hostile_words_are_text() {
    let pages = pages(&Site::untitled(), &[TEXT]);
    let story = &pages["dam/index.html"];
    assert!(story.contains("&lt;b&gt;safe"), "{story}");
    assert!(!story.contains("<b>safe"));
    assert!(!story.contains("</script><b>"));
}

#[test]
fn ok_excerpts_leave_out_what_is_not_cited() {
    let mut site = Site::untitled();
    let article = pages(&site, &[TEXT])["dam/a0/index.html"].clone();
    assert!(article.contains("class=\"m content\""));
    assert!(!article.contains("The market"));
    site.publish.mode = crate::config::PublishMode::Full;
    let article = pages(&site, &[TEXT])["dam/a0/index.html"].clone();
    assert!(article.contains("The market") && article.contains("noindex"), "{article}");
}

#[test]
fn ok_theme_values_cannot_leave_their_rule() {
    let mut site = Site::untitled();
    site.theme.text_font = Some("Georgia; } body { display: none".into());
    let css = theme(&site);
    assert_eq!(css.matches('{').count(), 1, "{css}");
    assert!(css.contains("--text-font: Georgia  body  display none;"));
    site.theme.accent = Some("#003366".into());
    let css = theme(&site);
    assert!(
        css.contains("(prefers-color-scheme: light) {\n:root {\n  --accent: #003366;"),
        "{css}"
    );
    assert!(!css.contains("dark"), "{css}");
    assert_eq!((direction("ar-EG"), direction("es-419")), ("rtl", "ltr"));
}

#[test]
fn ok_a_story_has_a_picture_where_the_address_of_the_site_is_known() {
    let site = Site { base_url: Some("https://x.org/a/b".into()), ..Site::untitled() };
    let templates = Templates::load(None).unwrap();
    let mut d = digest(&[TEXT]);
    let path = format!("{}/picture.png", d.slug);
    let picture = |site: &Site, d: &Digest| {
        let files = render(&templates, site, std::slice::from_ref(d)).unwrap();
        let page = format!("{}/index.html", d.slug);
        let page =
            files.iter().find(|f| f.0 == page).map(|f| String::from_utf8_lossy(&f.1).into_owned());
        assert_eq!(
            page.unwrap().contains(&format!("og:image\" content=\"https://x.org/a/b/{path}\"")),
            files.iter().any(|f| f.0 == path)
        );
        files.into_iter().find(|f| f.0 == path).map(|f| f.1)
    };
    let first = picture(&site, &d).unwrap();
    assert_eq!(&first[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&first[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
    assert!(first.len() < 60_000, "{}", first.len());
    assert_eq!(picture(&site, &d).as_ref(), Some(&first));
    assert_eq!(picture(&Site::untitled(), &d), None);
    // Boxes in place of letters are worse than no picture.
    d.title = "大坝安全吗".into();
    assert_eq!(picture(&site, &d), None);
}

#[test]
fn ok_days_in_words() {
    assert_eq!(filters::readable_day("2022-03-14", "en"), "14 March 2022");
    assert_eq!(filters::readable_day("2022-03-14T10:00:00Z", "es"), "14 de marzo de 2022");
    assert_eq!(filters::readable_day("2022-03", "en-GB"), "March 2022");
    assert_eq!(filters::readable_day("2022", "en"), "2022");
    assert_eq!(filters::readable_day("2022-W11", "en"), "2022-W11");
}

#[test]
fn ok_every_documented_variable_of_a_page_is_there_and_every_variable_documented() {
    let docs = include_str!("../../docs/templates.md");
    let (site, d) = (Site::untitled(), digest(&[TEXT]));
    let words = crate::ui::Words::of("en");
    let v = views::Views::new(&d, &site, &words);
    let pages = [
        ("## story.html", serde_json::to_value(story::view(&v)).unwrap()),
        ("## article.html", serde_json::to_value(article::view(&v, 0, &[])).unwrap()),
    ];
    let pattern = regex::Regex::new(r"`page\.(\w+)`").unwrap();
    for (heading, view) in pages {
        let section = docs.split(heading).nth(1).unwrap().split("\n## ").next().unwrap();
        let rows: String = section
            .lines()
            .filter(|l| l.starts_with("| `"))
            .filter_map(|l| l.split(" | ").next())
            .collect();
        let documented: std::collections::BTreeSet<&str> =
            pattern.captures_iter(&rows).filter_map(|c| c.get(1)).map(|m| m.as_str()).collect();
        let there: std::collections::BTreeSet<&str> =
            view.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(documented, there, "{heading}");
    }
}

#[test]
fn ok_a_mistake_of_a_template_of_the_site_has_its_place() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("templates")).unwrap();
    fs::write(dir.path().join("templates/404.html"), "<p>\n{{ broken }\n").unwrap();
    let wrong = Templates::load(Some(dir.path())).err().unwrap();
    assert_eq!(wrong[0].path.as_deref(), Some("templates/404.html"));
    assert!(wrong[0].span.is_some_and(|s| s.start > 4), "{wrong:?}");
}

#[test]
fn ok_the_page_for_what_does_not_exist_links_from_the_root_of_its_host() {
    let site = Site { base_url: Some("https://x.org/a/b".into()), ..Site::untitled() };
    let pages = pages(&site, &[TEXT]);
    assert!(pages["404.html"].contains("href=\"/a/b/static/site."), "{}", pages["404.html"]);
    assert!(pages["index.html"].contains("href=\"static/site."));
}
