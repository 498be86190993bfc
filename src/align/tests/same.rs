//! What is one statement, and what is not.

use super::*;

#[test]
fn ok_what_one_will_do_told_and_quoted_is_one_statement() {
    assert!(one(
        "Hal Ren | threatened | to drown the whole valley | warns",
        "Hal Ren | said | “Ask me that once more and I'll drown this town with its mayor in it” | asserts",
    ));
    assert!(!one(
        "Hal Ren | threatened | to drown the whole valley | warns",
        "Hal Ren | said | “I will not drown anybody, and you may print that” | asserts",
    ));
    assert!(one(
        "Hal Ren | said | the inspectors could never be bribed by a builder | asserts",
        "Hal Ren | said | “You cannot bribe people like that” | asserts",
    ));
}

#[test]
fn ok_a_short_sentence_within_a_longer_quotation_is_found_by_its_small_words() {
    assert!(one(
        "Hal Ren | said | “I wish I did not have to do it” | asserts",
        "Hal Ren | said | “Nobody takes this more seriously. I wish I did not have to do it” | asserts",
    ));
    assert!(!one(
        "Hal Ren | said | “I wish I did not have to do it” | asserts",
        "Hal Ren | said | “I wish this were the safest valley of all” | asserts",
    ));
}

#[test]
fn ok_pieces_of_one_utterance_are_one_statement_and_two_utterances_are_not() {
    let piece =
        "Hal Ren | said | “The gates will stay shut until the autumn floods are over” | asserts";
    let other = "Hal Ren | added | “Nobody asked the farmers about their harvest” | asserts";
    let whole = "Hal Ren | said | “The gates will stay shut until the autumn floods are over. Nobody asked the farmers about their harvest” | asserts";
    let d = digest(vec![article("Courier", &[piece, other]), article("Valley Post", &[whole])]);
    assert_eq!(d.statements.len(), 1);
    let d = digest(vec![article("Courier", &[piece, other])]);
    assert_eq!(d.statements.len(), 2);
}

#[test]
fn ok_a_topic_in_common_or_a_name_is_no_statement() {
    assert!(!one(
        "Hal Ren | voiced support for | the dam safety bill | asserts",
        "Hal Ren | voiced | opposition to the dam safety bill | asserts",
    ));
    assert!(!one(
        "Hal Ren | spoke of | Minister Asa Moss | asserts",
        "Hal Ren | said | “I have met Minister Asa Moss a dozen times in this very room” | asserts",
    ));
}

#[test]
fn ok_a_quotation_and_its_paraphrase_are_one_statement() {
    assert!(one(
        "Hal Ren | said | “No report of cracks in the dam ever reached this office” | asserts",
        "Hal Ren | said | his office had never received a report of cracks in the dam | asserts",
    ));
    assert!(one(
        "Hal Ren | called | the order a “reckless gamble” | criticises",
        "Hal Ren | said | “It is a reckless gamble with the lives of people below the dam” | criticises",
    ));
}

#[test]
fn ok_one_person_translated_twice_is_one_statement() {
    assert!(one(
        "Ida Moss | said | “We will not allow the evacuation of the valley to be delayed” | asserts",
        "Ida Moss | said | “We won't permit a postponement of the valley's evacuation” | asserts",
    ));
}

#[test]
fn ok_who_does_what_to_whom_is_enough_where_nothing_contradicts() {
    assert!(one(
        "Ida Moss | said | the council would sue the operator over the flooded cellars in the lower town | announces",
        "Ida Moss | said | the council would take the operator to court over lawsuits for flooded cellars | announces",
    ));
}

#[test]
fn two_people_who_say_nearly_the_same_make_two_statements() {
    assert!(!one(
        "Ida Moss | said | the dam is safe and nobody needs to leave the valley | asserts",
        "Hal Ren | said | the dam is safe and nobody needs to leave the valley | asserts",
    ));
}

#[test]
fn what_contradicts_is_not_joined() {
    assert!(!one(
        "Ida Moss | said | the ministry supports the sale of the dam to the operator | asserts",
        "Ida Moss | said | the ministry opposes the sale of the dam to the operator | asserts",
    ));
    assert!(!one(
        "Ida Moss | said | the inspectors found 12 cracks in the wall of the dam | asserts",
        "Ida Moss | said | the inspectors found 40 cracks in the wall of the dam | asserts",
    ));
    assert!(!one(
        "Ida Moss | said | the operator had told the ministry of the cracks | asserts",
        "Ida Moss | said | the operator had not told the ministry of the cracks | asserts",
    ));
}

#[test]
fn a_topic_in_common_is_not_enough() {
    assert!(!one(
        "Ida Moss | said | the evacuation of the valley would begin at dawn | asserts",
        "Ida Moss | said | compensation for the valley would be paid by the operator | asserts",
    ));
}

#[test]
fn ok_a_refusal_and_its_words_are_one_statement() {
    let d = digest(vec![article(
        "Courier",
        &[
            "Hal Ren | declined to say | whether he had known of the warning | declines",
            "Ren | said | “I won't go into what I knew about the warning” | declines",
        ],
    )]);
    assert_eq!(d.statements.len(), 1);
}

#[test]
fn a_long_statement_does_not_chain_two_others() {
    let d = digest(vec![
        article(
            "Courier",
            &[
                "Hal Ren | said | the turbines would be stopped for repairs in autumn | asserts",
                "Ren | said | the villagers would be paid for their lost harvest | asserts",
            ],
        ),
        article(
            "Valley Post",
            &[
                "Hal Ren | said | the turbines would be stopped for repairs in autumn, and the villagers would be paid for their lost harvest | asserts",
            ],
        ),
    ]);
    assert_eq!(d.statements.len(), 2, "the two of the Courier stay two");
}

#[test]
fn things_of_which_the_cues_say_different_things_are_two_statements() {
    assert!(!one(
        "Ida Moss | made her case for | a new spillway beside the southern gate | asserts",
        "Ida Moss | stood by her demand for | a spillway at the southern gate | asserts"
    ));
    assert!(one(
        "Ida Moss | released | the full records of the southern gate | asserts",
        "Ida Moss | released | records of the southern gate | asserts"
    ));
}

#[test]
fn who_somebody_is_is_not_what_is_said_of_them() {
    assert!(!one(
        "Ida Moss | called | the case against former harbour safety inspector Paul Odu unfair | asserts",
        "Ida Moss | defended | her former harbour safety inspector, Paul Odu | asserts"
    ));
}

#[test]
fn one_articles_quotations_are_two_statements_unless_they_repeat_each_other() {
    let told = |a: &str, b: &str| {
        let d = digest(vec![article("Radio 6", &[a, "The road was closed.", b])]);
        d.statements.len()
    };
    let first =
        "Ida Moss | said | “The council could drive a harder bargain with the builders” | asserts";
    let other =
        "Ida Moss | added | “We will drive a harder bargain over the northern gate” | asserts";
    assert_eq!(told(first, other), 2);
}

#[test]
fn an_everyday_word_in_two_quotations_is_no_quotation_in_common() {
    assert!(!one(
        "Ida Moss | said | she was “very happy” with him | asserts",
        "Ida Moss | said | “The crews came home happy and rested after the flood” | asserts"
    ));
    assert!(one(
        "Ida Moss | called | the report “misleading” | asserts",
        "Ida Moss | spoke of | “misleading” figures | asserts"
    ));
}

#[test]
fn ok_contracted_and_written_out_are_one_wording() {
    let a = "Ida Moss | said | “We're asking the mayor to open the gate. Why wouldn't he?” | asks";
    let b =
        "Ida Moss | said | “We are asking the mayor to open the gate. Why would he not?” | asks";
    assert!(one(a, b));
}

#[test]
fn a_name_that_two_articles_contradict_is_withdrawn() {
    let words = "“You say the headquarters knows everything that goes on at the southern gate”";
    let d = digest(vec![
        article("Coast News", &[&format!("Ida Moss | said | {words} | asserts")]),
        article("Valley Post", &[&format!("Ida Moss | said | {words} | asserts")]),
        article("Radio 6", &[&format!("Paul Odu | said | {words} | asserts")]),
    ]);
    assert_eq!(d.statements.len(), 1);
    let s = &d.statements[0];
    assert_eq!(d.speakers[s.speakers[0]].name, "Ida Moss");
    assert_eq!(s.instances.iter().filter(|i| i.speakers.is_empty()).count(), 1);
    assert!(d.diagnostics.iter().any(|x| x.code == "outvoted-speaker"));
}
