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
        attribution::Attribution,
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

    /// The days of the statements whose content holds `words`.
    fn day_of(text: &str, words: &str) -> Option<String> {
        let reading = read(text);
        let holds = |a: &Attribution| {
            a.content.iter().any(|c| c.of(&reading.document.text).contains(words))
        };
        let found = reading.attributions.iter().position(holds);
        let found = found.unwrap_or_else(|| panic!("nothing found that holds {words}"));
        reading.said_on[found].as_ref().map(|d| d.date.clone())
    }

    #[test]
    fn ok_a_day_is_carried_to_what_the_speaker_says_next() {
        let text = "Dam is safe\n\n“The dam is safe,” Ida Moss, the mayor of Harrow, said on Monday.\n\n\
                    “Nobody has to leave,” Moss added.\n\n“We look at it every hour,” she said.\n";
        assert_eq!(day_of(text, "Nobody has to leave").as_deref(), Some("2024-06-03"));
        assert_eq!(day_of(text, "every hour").as_deref(), Some("2024-06-03"));
    }

    #[test]
    fn ok_a_body_and_who_speaks_for_it() {
        let text = "Dam is safe\n\nThe Harrow Council said on Monday that the dam was safe.\n\n“Nobody has to leave,” said \
                    Ida Moss, the Harrow Council spokeswoman.\n";
        assert_eq!(day_of(text, "Nobody has to leave").as_deref(), Some("2024-06-03"));
    }

    #[test]
    fn ok_a_second_saying_of_one_sentence() {
        let text = "Dam\n\nIda Moss, the mayor of Harrow, said on Monday that the dam was safe, adding that nobody had to \
                    leave.\n";
        assert_eq!(day_of(text, "nobody had to").as_deref(), Some("2024-06-03"));
    }

    #[test]
    fn ok_a_thing_between_cue_and_day() {
        let text = "Dam\n\nIda Moss, the mayor of Harrow, sharply criticized Tom Reyes of Dunmore on Monday over the \
                    state of the dam, saying he had lied.\n";
        assert_eq!(day_of(text, "Tom Reyes").as_deref(), Some("2024-06-03"));
        assert_eq!(day_of(text, "he had lied").as_deref(), Some("2024-06-03"));
    }

    #[test]
    fn ignores_the_day_for_what_was_said_at_another_time() {
        let text = "Dam is safe\n\n“The dam is safe,” Ida Moss, the mayor of Harrow, said on Monday.\n\n\
                    “The dam will outlive us all,” Moss had said when it was opened.\n";
        assert_eq!(day_of(text, "outlive us all"), None);
    }

    #[test]
    fn ignores_the_day_of_another_clause() {
        let text = "Dam\n\nMost of the men on Sunday were citizens, but Ida Moss denies that the dam was guarded.\n";
        assert_eq!(day_of(text, "guarded"), None);
    }

    #[test]
    fn ok_a_month_beside_the_cue() {
        let text = "Dam\n\nIda Moss, the mayor of Harrow, announced in March that the dam would be rebuilt.\n";
        assert_eq!(day_of(text, "rebuilt").as_deref(), Some("2024-03"));
    }

    #[test]
    fn ok_events_are_clauses() {
        let text = "Dam\n\nBut the old dam above Harrow broke on Monday, while the council was meeting to hear the \
                    engineers, who had long asked for money.\n";
        let reading = read(text);
        let told: Vec<&str> =
            reading.events.iter().map(|e| e.span.of(&reading.document.text)).collect();
        assert_eq!(told, ["the old dam above Harrow broke on Monday"]);
    }

    #[test]
    fn ok_a_relative_clause_keeps_its_name() {
        let text = "Dam\n\nThe road stays closed, and Ida Moss, who was elected mayor on Sunday, has a flood to \
                    deal with.\n";
        let reading = read(text);
        let told: Vec<&str> =
            reading.events.iter().map(|e| e.span.of(&reading.document.text)).collect();
        assert_eq!(told, ["Ida Moss, who was elected mayor on Sunday"]);
    }

    #[test]
    fn ignores_mere_sayings_and_talk() {
        let text = "Dam\n\nIda Moss, the mayor of Harrow, told reporters on Monday that the dam was safe. “I was \
                    there yesterday and we looked at it,” she said.\n";
        assert!(read(text).events.is_empty(), "{:?}", read(text).events);
    }
}
