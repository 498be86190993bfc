//! Small made-up articles: who is meant by each source.

mod kinds;

use super::*;
use crate::{
    attribution::{Act, Quotation},
    segment,
};

/// Reads `text`, in which `[source|content]` marks attributions in the order of the text: the brackets are taken
/// out, the content is the sentence around. Gives the names that each source resolves to, joined by " + ".
fn speakers(text: &str) -> Vec<String> {
    let (plain, spans) = unmark(text);
    let document = segment::document(&plain);
    let attributions: Vec<Attribution> = spans.iter().map(|s| attribution(&document, *s)).collect();
    let read = resolve(&document, &attributions, &[], &[]);
    read.speakers
        .iter()
        .map(|s| {
            let names: Vec<&str> =
                s.entities.iter().map(|e| read.entities[*e].name.as_str()).collect();
            names.join(" + ")
        })
        .collect()
}

/// Takes the brackets out.
fn unmark(text: &str) -> (String, Vec<Span>) {
    let (mut plain, mut spans, mut open) = (String::new(), Vec::new(), 0);
    for c in text.chars() {
        match c {
            '[' => open = plain.len(),
            ']' => spans.push(Span::new(open, plain.len())),
            c => plain.push(c),
        }
    }
    (plain, spans)
}

/// An attribution whose content is what is quoted in the source's sentence, or the rest of it.
fn attribution(document: &Document, source: Span) -> Attribution {
    let sentence = document.sentences[document.sentence_at(source.start).unwrap()].span;
    let text = sentence.of(&document.text);
    let quoted = text.find('“').zip(text.rfind('”'));
    let (content, quotation) = match quoted {
        Some((a, b)) => {
            (Span::new(sentence.start + a, sentence.start + b + '”'.len_utf8()), Quotation::Direct)
        }
        None if source.end < sentence.end => {
            (Span::new(source.end, sentence.end), Quotation::Indirect)
        }
        None => (Span::new(sentence.start, source.start), Quotation::Indirect),
    };
    Attribution {
        source: vec![source],
        cue: vec![],
        content: vec![content],
        quotation,
        act: if document.text[source.end..].trim_start().starts_with("asked") {
            Act::Asks
        } else {
            Act::Asserts
        },
        hedged: false,
        unreal: false,
        via: vec![],
        parent: None,
        rule: "test".into(),
        confidence: 1.0,
    }
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(speakers(text), expected, "{text}");
}

#[test]
fn ok_partial_names() {
    check(
        "Finance Minister Orla Brennan will resign, [Brennan] said. “It is time,” [Mrs. Brennan] said.",
        &["Orla Brennan", "Orla Brennan"],
    );
    check("Enrique Salas Prado spoke in Lima. “No,” said [Salas].", &["Enrique Salas Prado"]);
    check("Spokesman Zhao Tianming spoke. “No,” [Zhao] said.", &["Zhao Tianming"]);
}

#[test]
fn ok_titles_and_appositions() {
    check(
        "[Harbour Ministry spokesman Dimitar Kolev] denied it. [The harbour spokesman] spoke to reporters.",
        &["Dimitar Kolev", "Dimitar Kolev"],
    );
    check(
        "The report was read by [Olena Hrytsak, adviser to the Presidency of Ukraine], who praised it.",
        &["Olena Hrytsak"],
    );
    check("[Ines Duarte - a member of the negotiating team -] claimed progress.", &["Ines Duarte"]);
    check("[Mayor Tom Birk’s lawyer, Ada Quill,] said so.", &["Ada Quill"]);
    check(
        "[Mr. Birk’s lawyer] confirmed it. Later Mr. Birk’s lawyer, Ada Quill, left the room.",
        &["Ada Quill"],
    );
}

#[test]
fn ok_ambiguous_apposition_stays_unnamed() {
    check(
        "[A spokesman for the district attorney in Harrow, Ruth Oakes,] declined to comment.",
        &["a spokesman for the district attorney in Harrow"],
    );
}

#[test]
fn ok_pronouns_by_subject_and_gender() {
    check(
        "Senator Paula Reyes met Mayor Tom Birk on Monday. “We disagree,” [she] said. “Badly,” said [Birk].",
        &["Paula Reyes", "Tom Birk"],
    );
    check("Governor Carl Dunn praised Tom Birk. “He did well,” [he] said.", &["Carl Dunn"]);
}

#[test]
fn ok_pronoun_of_new_subject_not_last_speaker() {
    check(
        "“No deal,” [Carl Dunn] said of Tom Birk.\n\nBirk hit back on the radio.\n\n“Dunn is wrong,” [he] said.",
        &["Carl Dunn", "Tom Birk"],
    );
}

#[test]
fn ok_pronoun_within_indirect_speech_is_its_speaker() {
    check(
        "Tom Birk heard it all. [Carl Dunn] said [he] regretted the vote.",
        &["Carl Dunn", "Carl Dunn"],
    );
}

#[test]
fn ok_joint_sources() {
    check("[China and Russia] denied the report.", &["China + Russia"]);
    check("[Tom Birk and Ada Quill] denied the report.", &["Tom Birk + Ada Quill"]);
    check(
        "[U.S. and Iranian officials] reported progress.",
        &["U.S. officials + Iranian officials"],
    );
    check(
        "[An adviser to Tom Birk and Ada Quill] denied it.",
        &["an adviser to Tom Birk and Ada Quill"],
    );
}

#[test]
fn ok_governments_and_places() {
    check(
        "[Beijing] denied it. [The Chinese government] said so. Trains left Beijing on time.",
        &["Chinese government", "Chinese government"],
    );
    check("[The Kremlin] said no. [Russia] would answer.", &["Russia", "Russia"]);
}

#[test]
fn ok_unnamed_sources_keep_their_words() {
    check(
        "[Three American officials] said so on Sunday. [The officials] declined to elaborate.",
        &["three American officials", "three American officials"],
    );
    check(
        "[People with knowledge of the case] said so. [Two of the people] named a date.",
        &["people with knowledge of the case", "two of the people with knowledge of the case"],
    );
}

#[test]
fn ok_bodies_and_documents() {
    check(
        "The Harbour Ministry was warned. [The ministry] said it was not.",
        &["Harbour Ministry"],
    );
    check(
        "“No,” [Ada Quill] said in a statement. [The statement] called the plan reckless.",
        &["Ada Quill", "Ada Quill"],
    );
    check("[The statement from Tom Birk’s lawyer, Ada Quill,] said so.", &["Ada Quill"]);
}

#[test]
fn err_nobody_is_guessed() {
    check("[He] said so.", &[""]);
    check("[The senator] said so.", &[""]);
    check("[The statement] said so.", &[""]);
    check("John Marsh and Peter Marsh met. [Marsh] said so.", &[""]);
}

#[test]
fn ignores_capitals_of_sentences_and_headlines() {
    check(
        "Residents Say Flood Warnings Came Too Late\n\n[Residents] said warnings came late.",
        &["residents"],
    );
}

#[test]
fn ok_surname_that_is_also_an_outlet() {
    check("Former President Vicente Fox spoke to CNN. “No,” [Fox] said.", &["Vicente Fox"]);
}

#[test]
fn ok_editor_lists_aliases() {
    let (plain, spans) = unmark("Old Sam was there. “No,” [Samuel Orr] said.");
    let document = segment::document(&plain);
    let attributions = vec![attribution(&document, spans[0])];
    let known = SpeakerEntry {
        name: "Samuel Orr".into(),
        role: None,
        aliases: vec!["Old Sam".into()],
        speaks_for: None,
    };
    let read = resolve(&document, &attributions, &[known], &[]);
    assert_eq!(read.entities[read.speakers[0].entities[0]].name, "Samuel Orr");
}

#[test]
fn ok_roles_are_verbatim() {
    let document = segment::document(
        "Kremlin spokesman Ivan Dolin spoke. Ivan Dolin, a former diplomat, left.",
    );
    let read = resolve(&document, &[], &[], &[]);
    let dolin = read.entities.iter().find(|e| e.name == "Ivan Dolin").unwrap();
    let roles: Vec<&str> = dolin.roles.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(roles, ["Kremlin spokesman", "a former diplomat"]);
}

#[test]
fn ok_odd_texts_do_not_panic() {
    for text in [
        "",
        "“",
        "’s",
        "’s ’s",
        ". . .",
        "A",
        "İ’s Ünal said",
        "said said said",
        "the the the",
        "Mr.",
        "\u{202e}“He”",
    ] {
        let document = segment::document(text);
        let whole = Span::new(0, document.text.len());
        let mut a = match document.sentences.first() {
            Some(_) => attribution(&document, document.sentences[0].span),
            None => continue,
        };
        a.source = vec![whole];
        let read = resolve(&document, &[a], &[], &[]);
        assert_eq!(read.speakers.len(), 1);
    }
}

#[test]
fn err_things_are_nobody() {
    check("[Terms of the bill] said that the levy would end.", &[""]);
    check("[The debate] showed how far the two sides are apart.", &[""]);
    check(
        "Three economists were asked. [Officials familiar with the talks] said it was over.",
        &["officials familiar with the talks"],
    );
}

#[test]
fn ok_state_before_title_is_no_given_name() {
    check(
        "A video showed North Carolina Rep. Ward Tillbrook on a bridge. “I am sorry,” [Tillbrook] said.",
        &["Ward Tillbrook"],
    );
}

#[test]
fn ok_party_codes_are_no_names() {
    let text = "Sen. Ann Marlow, D-N.Y., spoke. “It is over,” [she] said.";
    let (plain, spans) = unmark(text);
    let document = segment::document(&plain);
    let attributions: Vec<Attribution> = spans.iter().map(|s| attribution(&document, *s)).collect();
    let read = resolve(&document, &attributions, &[], &[]);
    let names: Vec<&str> = read.entities.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["Ann Marlow"]);
    assert!(read.entities[0].roles.iter().any(|r| r.text.starts_with("D-N.Y")));
}

#[test]
fn ok_father_and_son() {
    check(
        "[Walter Grieg] praised the plan. [Walter Grieg Jr.] attacked it. [Grieg Jr.] left early.",
        &["Walter Grieg", "Walter Grieg Jr.", "Walter Grieg Jr."],
    );
    check(
        "[Walter B. Grieg Jr.] praised the plan. [Grieg] left early.",
        &["Walter B. Grieg Jr.", "Walter B. Grieg Jr."],
    );
}

#[test]
fn ok_role_without_the_words_before_it() {
    let roles = |text: &str| {
        let document = segment::document(text);
        let read = resolve(&document, &[], &[], &[]);
        read.entities[0].roles.iter().map(|r| r.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(roles("They voted to confirm Judge Ann Marlow on Monday."), ["Judge"]);
    assert_eq!(roles("But Senator Ann Marlow left on Monday."), ["Senator"]);
    assert_eq!(roles("Like Governor Ann Marlow he left on Monday."), ["Governor"]);
    assert_eq!(roles("They met acting Governor Ann Marlow on Monday."), ["acting Governor"]);
}

#[test]
fn ok_possessor_with_a_party_of_its_own() {
    check(
        "[Ohio Republican Rep. Ann Marlow's attorney] confirmed it. “We object,” said Marlow's attorney, Tom Birch.",
        &["Tom Birch"],
    );
}

#[test]
fn ok_whoever_is_asked_answers() {
    check(
        "Orla Brennan met Tom Birk. [Brennan] asked Birk whether he would stay. [He] signalled that he would.",
        &["Orla Brennan", "Tom Birk"],
    );
}

#[test]
fn ok_a_title_tells_which_of_a_family() {
    check(
        "Ann Quill ran for mayor. Beth Quill, daughter of ex-Vice Premier Tom Quill, opposed her. [Former Vice Premier Quill] said nothing would change.",
        &["Tom Quill"],
    );
    check(
        "Ann Quill ran for mayor. Her sister Beth Quill opposed her. [Senator Quill] said nothing would change.",
        &[""],
    );
}

#[test]
fn ok_a_party_and_a_state_tell_who() {
    check(
        "Sen. Tom Birk, R-Calif., met Rep. Ada Quill, R-Ohio. [The California Republican] said it was over.",
        &["Tom Birk"],
    );
    check("[The Rivers for All Society President Ada Quill] said it was over.", &["Ada Quill"]);
}

#[test]
fn ok_what_a_lawyer_issued_tells_whose_lawyer_it_is() {
    check(
        "[Republican Rep. Tom Birk's lawyer] confirmed it. It was the statement from Birk's lawyer, Ada Quill.",
        &["Ada Quill"],
    );
}
