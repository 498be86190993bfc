//! What holds of every text, however odd.

use super::{Document, document, segment};
use crate::{
    clean::Block,
    text::{ParagraphKind, Span},
};
use proptest::prelude::*;

/// Checks every promise of [`Document`].
fn holds(source: &str, d: &Document) {
    let in_range = |s: Span| {
        assert!(s.start < s.end, "{s:?} is empty");
        assert!(d.text.is_char_boundary(s.start) && d.text.is_char_boundary(s.end));
        assert_eq!(s.trim(&d.text), s, "{:?} is not trimmed", s.of(&d.text));
    };
    let mut before = 0;
    for p in &d.paragraphs {
        in_range(p.span);
        assert_eq!(&d.text[before..p.span.start], if before == 0 { "" } else { "\n\n" });
        assert!(!p.span.of(&d.text).contains(['\n', '\r']));
        before = p.span.end;
    }
    assert_eq!(before, d.text.len());
    // Sentences lie within their paragraphs, tokens within their sentences, and leave out nothing that shows.
    let mut covered = vec![false; d.text.len()];
    let mut last = 0;
    for s in &d.sentences {
        in_range(s.span);
        assert!(s.span.start >= last);
        assert!(d.paragraphs[s.paragraph].span.contains(s.span));
        last = s.span.end;
    }
    last = 0;
    for t in &d.tokens {
        in_range(t.span);
        assert!(t.span.start >= last);
        assert!(d.sentences[t.sentence].span.contains(t.span));
        covered[t.span.start..t.span.end].fill(true);
        last = t.span.end;
    }
    for (i, c) in d.text.char_indices() {
        assert!(covered[i] || super::is_blank(c), "{c:?} at {i} is in no token");
    }
    // Every byte stands in the source, but for the blanks between the runs.
    let mut end = 0;
    for r in d.map.runs() {
        assert!(matches!(&d.text[end..r.reading], "" | " " | "\n\n"));
        assert_eq!(d.text[r.reading..r.reading + r.len], source[r.source..r.source + r.len]);
        end = r.reading + r.len;
    }
    assert_eq!(end, d.text.len());
}

/// Texts of the pieces that segmentation decides on, so that chance meets the rules.
fn news() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Mr.",
        "U.S.",
        "a.m.",
        "Feb.",
        "24",
        "said",
        "he",
        "The",
        "J.",
        "“",
        "”",
        "‘",
        "’",
        "\"",
        "'",
        "'s",
        "?",
        "!",
        ".",
        "...",
        "…",
        ",",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\u{a0}",
        "(EFE).-",
        "—",
        "Rome",
        "EFE",
        "é",
        "日本。",
        "🙂",
        "e\u{301}",
        "\u{feff}",
        "\u{200b}",
        "\u{85}",
        "\u{2028}",
        "$1.5m",
        "x.y",
        "\t",
        "\r\n",
        "&",
        "-",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|v| v.concat())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        holds(&text, &document(&text));
    }

    #[test]
    fn any_news_is_read(text in news()) {
        holds(&text, &document(&text));
    }

    #[test]
    fn any_blocks_are_read(text in news(), cuts in prop::collection::vec((0usize..200, 0usize..4), 0..12)) {
        // Spans between sorted cuts, some left out, some joined to one paragraph.
        let mut at: Vec<usize> = cuts.iter().map(|c| c.0.min(text.len())).collect();
        at.sort_unstable();
        at.iter_mut().for_each(|a| while !text.is_char_boundary(*a) { *a -= 1 });
        let mut blocks: Vec<Block> = Vec::new();
        for (w, c) in at.windows(2).zip(&cuts) {
            let piece = Span::new(w[0], w[1]);
            match (c.1, blocks.last_mut()) {
                (0, _) => {}
                (1, Some(last)) => last.pieces.push(piece),
                _ => blocks.push(Block { kind: ParagraphKind::Body, pieces: vec![piece] }),
            }
        }
        holds(&text, &segment(&text, &blocks));
    }
}

#[test]
fn long_lines_take_linear_time() {
    for unit in ["a", ".", "“", "'", "? ", "Mr. ", "x.y", "’s ", "U.S. ", ". . ", "$"] {
        let text = unit.repeat(200_000 / unit.len());
        let started = std::time::Instant::now();
        holds(&text, &document(&text));
        assert!(started.elapsed().as_secs() < 10, "{unit:?} took {:?}", started.elapsed());
    }
}
