//! What holds of every article, however odd: nothing panics, every span lies in its text and on character borders, and
//! what is shown stands in the source.

use proptest::{prelude::*, test_runner::Config};
use story_digest::{
    align,
    article::{self, Article, Meta},
    attribution::{self, Attribution, Candidate, Convention, Settings},
    clean,
    config::{ArticleEntry, Site, Story},
    dating, entity, export, figures,
    pipeline::{ReadSettings, read_article},
    reading::Reading,
    segment::{Document, segment},
    text::Span,
    timex,
};

/// Pieces that the stages decide on, so that chance meets the rules.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "Ida Moss", "Moss", "the mayor", "Mr. Hal Ren", "she", "He", "they", "officials", "The ministry",
    "a spokesman for the ministry", "who", "told Radio 6", "said", "says", "denied", "declined to comment", "added",
    "according to", "According to", "warned that", "promised to", "said that", "that", "not", "whether", "asked", "“",
    "”", "\"", "‘", "’", "'", ",", ".", "?", "!", "...", ":", ";", "—", "-", " ", " ", " ", " ", " ", "\n", "\n\n", "\n\n",
    "\r\n", "\t", "\u{a0}", "\u{200b}", "\u{feff}", "\u{2028}", "The dam is safe", "the wall had been checked", "on Monday",
    "yesterday", "last year", "on 31 February", "in June 2024", "at 10.30 p.m.", "tomorrow", "38 people", "at least 1,200",
    "$1.5 million", "nearly 0", "99999999999999999999", "Read also: Ten walks", "Advertisement", "HARROW (AP) -",
    "Photo: Getty", "By Ana Brandt", "Harrow dam: was it safe?", "U.S.", "e\u{301}", "日本。", "🙂", "é", "İ", "ﬁ", "Σ",
    "## ", "> ", "- ", "1. ", "[link](https://example.org)", "**", "&amp;", "<b>", "\u{0}", "\u{1b}[31m",
];

fn news() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..70).prop_map(|v| v.concat())
}

/// The same, with blanks between the pieces: texts that read more like sentences.
fn prose() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..50).prop_map(|v| v.join(" "))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => news(), 5 => prose(), 1 => any::<String>()]
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a.txt", "a.md"])
}

fn article(text: &str, name: &str) -> Article {
    Article {
        id: "a".into(),
        path: name.into(),
        text: text.into(),
        front_matter: 0,
        meta: Meta::default(),
    }
}

#[track_caller]
fn lies_in(text: &str, span: Span) {
    assert!(span.start < span.end && span.end <= text.len(), "{span:?} of {}", text.len());
    assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?}");
}

fn attributions_hold(d: &Document, attributions: &[Attribution]) {
    for (i, a) in attributions.iter().enumerate() {
        assert!(!a.content.is_empty(), "{a:?}");
        for spans in [&a.source, &a.cue, &a.content] {
            for &s in spans {
                lies_in(&d.text, s);
                assert_eq!(s.trim(&d.text), s, "{:?} in {a:?}", s.of(&d.text));
            }
            for w in spans.windows(2) {
                assert!(w[0].end <= w[1].start, "the spans are in order and apart: {a:?}");
            }
        }
        a.via.iter().for_each(|v| lies_in(&d.text, v.span));
        assert!((0.0..=1.0).contains(&a.confidence), "{a:?}");
        // Parents are followed by those who read the list: they must lead somewhere and end.
        let mut at = i;
        for _ in 0..=attributions.len() {
            let Some(parent) = attributions[at].parent else { break };
            at = parent;
            assert_ne!(at, i, "{i} is its own ancestor");
        }
    }
}

/// Checks every promise of a [`Reading`].
fn holds(r: &Reading) {
    let d = &r.document;
    r.removed.iter().for_each(|x| lies_in(&r.article.text, x.span));
    attributions_hold(d, &r.attributions);
    assert_eq!(r.speakers.len(), r.attributions.len());
    assert_eq!(r.said_on.len(), r.attributions.len());
    for s in &r.speakers {
        assert!(s.entities.iter().all(|&e| e < r.entities.len()), "{s:?}");
        assert!((0.0..=1.0).contains(&s.confidence), "{s:?}");
    }
    for e in &r.entities {
        assert!(!e.name.trim().is_empty(), "{e:?}");
        assert!(e.speaks_for.is_none_or(|i| i < r.entities.len()), "{e:?}");
        e.roles.iter().for_each(|role| assert_eq!(role.span.of(&d.text), role.text));
    }
    for m in &r.mentions {
        lies_in(&d.text, m.span);
        assert!(m.entity < r.entities.len(), "{m:?}");
    }
    let mut before = 0;
    for t in &r.timexes {
        lies_in(&d.text, t.span);
        assert!(t.span.start >= before && !t.value.is_empty(), "{t:?}");
        before = t.span.end;
    }
    let dated = r.said_on.iter().flatten().chain(r.events.iter().map(|e| &e.when));
    for when in dated {
        assert!(when.timex.is_none_or(|t| t < r.timexes.len()), "{when:?}");
        when.words.iter().for_each(|&w| lies_in(&d.text, w));
        assert!(
            when.date.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit())),
            "{when:?}"
        );
    }
    for e in &r.events {
        lies_in(&d.text, e.span);
        assert!(e.said_by.is_none_or(|a| a < r.attributions.len()), "{e:?}");
    }
    for f in &r.figures {
        [Some(f.number), Some(f.unit), f.counts].into_iter().flatten().for_each(|s| {
            assert!(
                s.end <= d.text.len()
                    && d.text.is_char_boundary(s.start)
                    && d.text.is_char_boundary(s.end)
            );
        });
        assert!(
            f.sentence < d.sentences.len() && f.said_by.is_none_or(|a| a < r.attributions.len())
        );
    }
    for g in &r.diagnostics {
        if let Some(s) = g.span {
            assert!(
                s.end <= r.article.text.len() && r.article.text.is_char_boundary(s.start),
                "{g:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: 400, ..Config::default() })]

    #[test]
    fn any_bytes_are_an_article_or_a_message(bytes in prop::collection::vec(any::<u8>(), 0..400), head in text()) {
        let mixed = [head.as_bytes(), &bytes].concat();
        for name in ["content/x/a.txt", "content/x/a.md", "content/x/a.html"] {
            for bytes in [&bytes, &mixed] {
                match article::from_bytes(bytes, name, &ArticleEntry::default(), &Site::untitled()) {
                    Ok((article, _)) => assert!(article.text.is_char_boundary(article.front_matter)),
                    Err(d) => assert!(!d.message.is_empty() && !d.code.is_empty()),
                }
            }
        }
    }

    #[test]
    fn any_text_is_cleaned(text in text(), name in name()) {
        let cleaned = clean::clean(&article(&text, name));
        let mut before = 0;
        for piece in cleaned.blocks.iter().flat_map(|b| &b.pieces) {
            lies_in(&text, *piece);
            assert!(piece.start >= before, "the pieces are in the order of the text");
            before = piece.end;
        }
        cleaned.removed.iter().for_each(|r| lies_in(&text, r.span));
        // Nothing is both kept and cut.
        for r in &cleaned.removed {
            assert!(cleaned.blocks.iter().flat_map(|b| &b.pieces).all(|p| !p.overlaps(r.span)), "{r:?}");
        }
    }

    #[test]
    fn any_proposal_of_the_network_gives_sound_attributions(
        text in prose(),
        picks in prop::collection::vec(prop::collection::vec((0usize..64, 0usize..9), 3..6), 0..8),
    ) {
        let d = segment(&text, &clean::clean(&article(&text, "a.txt")).blocks);
        // The network proposes runs of tokens; which ones is its own affair.
        let run = |&(from, length): &(usize, usize)| {
            let first = d.tokens.get(from % d.tokens.len().max(1))?;
            let last = d.tokens[from % d.tokens.len()..].iter().take(length + 1).next_back()?;
            Some(Span::new(first.span.start, last.span.end))
        };
        let candidates: Vec<Candidate> = picks
            .iter()
            .filter_map(|p| {
                let content: Vec<Span> = p[2..].iter().filter_map(run).collect();
                let some = |i: usize| if p[i].1 == 0 { vec![] } else { run(&p[i]).into_iter().collect() };
                (!content.is_empty()).then(|| Candidate {
                    source: some(0),
                    cue: some(1),
                    content: story_digest::text::merge(content),
                    confidence: p[0].1 as f32 / 8.0,
                    source_confidence: p[1].1 as f32 / 8.0,
                })
            })
            .collect();
        for convention in [Convention::Corpus, Convention::Digest] {
            let settings = Settings { min_confidence: 0.0, convention };
            let found = attribution::extract(&d, Some(&candidates), &settings);
            attributions_hold(&d, &found);
            let anchor = "2024-06-05".parse().ok();
            let timexes = timex::annotate(&d, anchor);
            let dates = dating::date(&d, &found, &timexes, anchor);
            assert_eq!(dates.said_on.len(), found.len());
            assert_eq!(entity::resolve(&d, &found, &[], &[]).speakers.len(), found.len());
            for f in figures::read(&d, &found, &timexes) {
                let told = [Some(f.number), Some(f.unit), f.counts, f.area, f.period];
                assert!(told.into_iter().flatten().all(|s| d.text.get(s.start..s.end).is_some()));
            }
        }
    }
}

proptest! {
    // The network takes a few hundredths of a second a text.
    #![proptest_config(Config { cases: 24, ..Config::default() })]

    #[test]
    fn any_two_articles_are_compared_word_for_word(one in text(), other in text(), name in name()) {
        let settings = ReadSettings { near: "2024-06-05".parse().ok(), ..ReadSettings::default() };
        let mut readings = Vec::new();
        for (id, text) in [("a", &one), ("b", &other), ("c", &one)] {
            let mut article = article(text, name);
            article.id = id.into();
            article.path = format!("content/x/{id}.txt");
            let reading = read_article(article.clone(), &settings);
            holds(&reading);
            assert_eq!(read_article(article, &settings), reading);
            // What the cache keeps is what was read.
            let kept = postcard::to_stdvec(&reading).unwrap();
            assert_eq!(postcard::from_bytes::<Reading>(&kept).unwrap(), reading);
            let record = export::extract::record(&serde_json::Value::Null, &reading);
            let chars = reading.article.text.chars().count() as u64;
            for a in record["attributions"].as_array().unwrap() {
                for part in ["source", "cue", "content"] {
                    for span in a[part].as_array().unwrap() {
                        let (start, end) = (span[0].as_u64().unwrap(), span[1].as_u64().unwrap());
                        assert!(start < end && end <= chars, "{a}");
                    }
                }
            }
            readings.push(reading);
        }
        let digest = align::compare("x", &Story::default(), &Site::untitled(), readings);
        assert_eq!(export::verbatim::verify(&digest), vec![]);
    }
}
