//! When statements were made and events happened, from the words that govern their clauses.
//!
//! A statement is dated by an expression beside its cue, outside its content: "said on Monday", "told reporters Friday",
//! "On Monday, X said". A date inside the content dates what is said, never the saying. Events are clauses of the article's own voice, or of a
//! content, that a calendar day dates.

mod events;
mod said;
mod words;

use crate::{
    attribution::Attribution,
    entity::Speakers,
    reading::{Dated, Event},
    segment::Document,
    timex::Timex,
};
use chrono::NaiveDate;

/// The dates of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// For each attribution, when it was said, where words say so.
    pub said_on: Vec<Option<Dated>>,
    /// Events that the text dates.
    pub events: Vec<Event>,
}

/// Dates the statements and events of an article published on `anchor`.
///
/// A statement is dated by words of its own clause only; [`carry`] takes the day on to what the same speaker says next.
pub fn date(
    document: &Document,
    attributions: &[Attribution],
    timexes: &[Timex],
    anchor: Option<NaiveDate>,
) -> Dates {
    let article = said::Article { document, attributions, timexes, anchor };
    let said_on: Vec<Option<Dated>> = attributions.iter().map(|a| article.said(a)).collect();
    let used: Vec<usize> = said_on.iter().flatten().filter_map(|d| d.timex).collect();
    let events = article.events(&used);
    Dates { said_on, events }
}

/// Dates statements that no words of their own date by what the same speaker says around them; the words recorded are
/// those that date the other statement, the rule is "same-speaker".
pub fn carry(
    document: &Document,
    attributions: &[Attribution],
    timexes: &[Timex],
    speakers: &[Speakers],
    said_on: &mut [Option<Dated>],
) {
    said::Article { document, attributions, timexes, anchor: None }.carry(speakers, said_on);
}

#[cfg(test)]
mod tests {
    use crate::{
        article::{Article, Meta},
        pipeline::{ReadSettings, read_article},
    };

    fn read(text: &str) -> crate::reading::Reading {
        let article = Article {
            id: "a".into(),
            path: "a.txt".into(),
            text: text.into(),
            front_matter: 0,
            meta: Meta::default(),
        };
        let near = "2024-06-05".parse().ok();
        read_article(article, &ReadSettings { near, ..ReadSettings::default() })
    }

    fn days(text: &str) -> Vec<Option<String>> {
        read(text).said_on.into_iter().map(|d| d.map(|d| d.date)).collect()
    }

    #[test]
    fn ok_the_words_beside_the_cue_date_a_statement() {
        let text =
            "Dam is safe\n\n“The dam is safe,” Ida Moss, the mayor of Harrow, said on Monday.\n";
        assert!(days(text).contains(&Some("2024-06-03".into())), "{:?}", days(text));
    }

    #[test]
    fn ignores_a_day_inside_what_is_said() {
        let text = "Dam closed\n\nIda Moss, the mayor of Harrow, said that the dam was closed on Monday after the flood.\n";
        assert!(days(text).iter().all(Option::is_none), "{:?}", days(text));
        let events = read(text).events;
        assert!(events.iter().any(|e| e.when.date == "2024-06-03"), "{events:?}");
    }

    #[test]
    fn ok_what_lies_ahead_is_scheduled() {
        let events =
            read("Talks\n\nThe council will meet on Friday in Harrow to hear the engineers.\n")
                .events;
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(events[0].scheduled && events[0].when.date == "2024-06-07");
    }
}
