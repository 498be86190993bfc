//! Whole pasted texts, each in the shape in which people paste them.

use super::*;
use crate::article::PublishedFrom;

fn article(text: &str) -> Article {
    Article {
        id: "a".into(),
        path: "a.txt".into(),
        text: text.into(),
        front_matter: 0,
        meta: Meta::default(),
    }
}

/// One line a paragraph ("kind: words") and one a cut ("- kind rule: words").
fn show(text: &str) -> String {
    let a = article(text);
    let c = clean(&a);
    let mut out: Vec<String> = c
        .blocks
        .iter()
        .map(|b| {
            let words: Vec<&str> = b.pieces.iter().map(|p| p.of(text)).collect();
            format!("{:?}: {}", b.kind, words.join(" "))
        })
        .collect();
    out.extend(c.removed.iter().map(|r| format!("- {:?} {}: {}", r.kind, r.rule, r.span.of(text))));
    out.join("\n")
}

const BODY: &str = "The mayor of Harrow resigned on Monday after the worst flood in the history of the town.\n\n“I am sorry,” she said at a press conference in the town hall, where hundreds had come.";

#[test]
fn ok_headline_printed_twice_with_furniture() {
    insta::assert_snapshot!(show(&format!(
        "World News\n\nMayor of Harrow resigns after flood\n\nMayor of Harrow resigns after flood\n\nPlay all audios:\n\nLoading...\n\nFile - Mayor Anna Ruiz\n\nHer deputy is to take over in May\n\n{BODY}\n\nRead: Ten things about dams\n\nShe did not say when she would leave, and took no questions from the reporters in the hall.\n\nab/cd\n\nRelated Articles\n\nBack to top button\n"
    )), @"
    Headline: Mayor of Harrow resigns after flood
    Deck: Her deputy is to take over in May
    Body: The mayor of Harrow resigned on Monday after the worst flood in the history of the town.
    Body: “I am sorry,” she said at a press conference in the town hall, where hundreds had come.
    Body: She did not say when she would leave, and took no questions from the reporters in the hall.
    - Navigation kicker: World News
    - Duplicate headline-twice: Mayor of Harrow resigns after flood
    - Widget player: Play all audios:
    - Widget player: Loading...
    - Caption file-photo: File - Mayor Anna Ruiz
    - Related read-link: Read: Ten things about dams
    - Signature desk-signature: ab/cd
    - Related related-heading: Related Articles
    - Navigation back-to-top: Back to top button
    ");
}

#[test]
fn ok_breadcrumb_glued_to_the_headline() {
    insta::assert_snapshot!(show(&format!("HomeUncategorizedMayor of 'Harrow' resigns\n\nMayor of ‘Harrow’ resigns\n\n{BODY}")), @"
    Headline: Mayor of ‘Harrow’ resigns
    Body: The mayor of Harrow resigned on Monday after the worst flood in the history of the town.
    Body: “I am sorry,” she said at a press conference in the town hall, where hundreds had come.
    - Navigation headline-after-breadcrumb: HomeUncategorizedMayor of 'Harrow' resigns
    ");
}

#[test]
fn ok_tail_after_the_end() {
    insta::assert_snapshot!(show(&format!(
        "{BODY}\n\nShe will be followed by her deputy, the council said in a short note on its web page.\n\nSource: | This article originally belongs to Nbcnews.com\n\nLeave a Reply\n\nBank robbed\n\nPolice in Harrow said on Friday that a bank had been…"
    )), @"
    Body: The mayor of Harrow resigned on Monday after the worst flood in the history of the town.
    Body: “I am sorry,” she said at a press conference in the town hall, where hundreds had come.
    Body: She will be followed by her deputy, the council said in a short note on its web page.
    - Credit belongs-to: Source: | This article originally belongs to Nbcnews.com
    - Comment comment-form: Leave a Reply
    - Comment comment-form: Bank robbed
    - Comment comment-form: Police in Harrow said on Friday that a bank had been…
    ");
    let credited = clean(&article(&format!(
        "{BODY}\n\nSource: | This article originally belongs to Nbcnews.com"
    )));
    assert_eq!(credited.meta.outlet.as_deref(), Some("NBC News"));
}

#[test]
fn ignores_an_end_marker_that_ends_nothing() {
    let text = format!(
        "{BODY}\n\nRelated Articles\n\nDam to be closed\n\nThe council will meet on Tuesday to talk about what is to be done with the dam.\n\n“We won.”"
    );
    insta::assert_snapshot!(show(&text), @"
    Body: The mayor of Harrow resigned on Monday after the worst flood in the history of the town.
    Body: “I am sorry,” she said at a press conference in the town hall, where hundreds had come.
    Body: The council will meet on Tuesday to talk about what is to be done with the dam.
    Body: “We won.”
    - Related related-heading: Related Articles
    - Related related-heading: Dam to be closed
    ");
}

#[test]
fn ok_latest_developments_are_the_articles_own() {
    insta::assert_snapshot!(show(&format!("{BODY}\n\nLatest developments:\n\n  • The mayor of Harrow resigned.\n  • The dam is closed\n\nNobody was hurt, the council said in its note, but forty houses were lost to the water.")), @"
    Body: The mayor of Harrow resigned on Monday after the worst flood in the history of the town.
    Body: “I am sorry,” she said at a press conference in the town hall, where hundreds had come.
    Heading: Latest developments:
    Item: The mayor of Harrow resigned.
    Item: The dam is closed
    Body: Nobody was hurt, the council said in its note, but forty houses were lost to the water.
    ");
}

#[test]
fn ok_byline_dates_and_agency_are_read() {
    let text = "Mayor resigns | The Harrow Courier\nBy Jane Doe and John Roe\nPublished: March 14, 2022 10:30\nUpdated: March 15, 2022\n\nHarrow, Mar 14 (EFE).- The mayor of Harrow resigned on Monday after the worst flood in years.\nThey met in Rome, Italy.EFE";
    let c = clean(&article(text));
    assert_eq!(c.meta.headline.as_deref(), Some("Mayor resigns"));
    assert_eq!(c.meta.outlet.as_deref(), Some("The Harrow Courier"));
    assert_eq!(c.meta.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(
        c.meta.published.map(|p| (p.date.to_string(), p.from)),
        Some(("2022-03-14".into(), PublishedFrom::Text))
    );
    assert_eq!(c.meta.agency.as_deref(), Some("EFE"));
    assert_eq!(c.meta.dateline.as_deref(), Some("Harrow"));
    assert_eq!(c.meta.modified.as_deref(), Some("March 15, 2022"));
    assert_eq!(c.removed.last().map(|r| r.span.of(text)), Some("EFE"));
}

#[test]
fn ok_the_agency_of_a_byline() {
    for (byline, agency) in [
        ("By Jane Doe, Reuters", Some("Reuters")),
        ("By Jane Doe, Associated Press", Some("AP")),
        ("By Jane Doe | AFP", Some("AFP")),
        ("By Jane Doe, Harrow", None),
    ] {
        let c = clean(&article(&format!("Mayor resigns\n{byline}\n\n{BODY}")));
        assert_eq!(c.meta.agency.as_deref(), agency, "{byline}");
        assert_eq!(c.meta.authors, ["Jane Doe"], "{byline}");
    }
}

#[test]
fn ok_year_of_the_dateline_from_the_story() {
    let a = article(
        "Harrow, Dec 30 (EFE).- The mayor of Harrow resigned on Monday after the worst flood in years, she said.",
    );
    assert_eq!(clean(&a).meta.published, None);
    let near = clean_near(&a, "2022-01-02".parse().ok());
    assert_eq!(near.meta.published.map(|p| p.date.to_string()).as_deref(), Some("2021-12-30"));
    assert_eq!(near.meta.outlet.as_deref(), Some("EFE"));
}

#[test]
fn ok_known_headline_agrees_with_the_first_line() {
    let mut a = article(&format!("Mayor of Harrow resigns.\n\n{BODY}"));
    a.meta.headline = Some("Mayor of Harrow resigns".into());
    let c = clean(&a);
    assert_eq!(c.blocks[0].kind, ParagraphKind::Headline);
}

#[test]
fn ignores_what_only_looks_like_furniture() {
    let text = "By Monday the water had fallen.\n\nShare prices rose.\n\n“No.”\n\nWhy?\n\nCopyright law failed them, the mayor said, and the council agreed with her at last.\n\nRead the letter.";
    assert_eq!(clean(&article(text)).removed, vec![]);
}

#[test]
fn nothing_is_lost_silently() {
    let text = format!("A | B\n\n{BODY}\n\nRelated:\n\n• x\n- y\n\nTags: a, b\n\n3 comments");
    let c = clean(&article(&text));
    let mut kept = vec![false; text.len()];
    let spans = c
        .blocks
        .iter()
        .flat_map(|b| b.pieces.iter().copied())
        .chain(c.removed.iter().map(|r| r.span));
    for s in spans {
        kept[s.start..s.end].fill(true);
    }
    let lost: String = text
        .char_indices()
        .filter(|&(i, c)| !kept[i] && !c.is_whitespace())
        .map(|(_, c)| c)
        .collect();
    assert_eq!(lost.trim_matches(['•', '-', '|']), "");
}
