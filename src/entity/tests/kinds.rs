//! Kinds of language in which a careless reader names the wrong one.

use super::*;

/// Name, kind and roles of the entities of a text.
fn entities(text: &str) -> Vec<(String, EntityKind, Vec<String>)> {
    let (plain, spans) = unmark(text);
    let document = segment::document(&plain);
    let attributions: Vec<Attribution> = spans.iter().map(|s| attribution(&document, *s)).collect();
    let read = resolve(&document, &attributions, &[], &[]);
    let roles = |e: &Entity| e.roles.iter().map(|r| r.text.clone()).collect();
    read.entities.iter().map(|e| (e.name.clone(), e.kind, roles(e))).collect()
}

#[test]
fn ok_one_word_is_the_source_once() {
    // Two attributions share "He": a signal and what was said with it.
    let (plain, spans) =
        unmark("Ada Quill asked Tom Birk whether he would go. [He] nodded, saying: “I will.”");
    let document = segment::document(&plain);
    let one = attribution(&document, spans[0]);
    let read = resolve(&document, &[one.clone(), one], &[], &[]);
    assert_eq!(read.speakers[0].entities, read.speakers[1].entities);
}

#[test]
fn ok_they_are_the_people_talked_about() {
    check(
        "Democrats were firm, according to [an official]. Pressed by Ada Quill, [they] said they would not move.",
        &["an official", "Democrats"],
    );
    check(
        "[Members of both parties] said they would vote. Family members of the victims came, and [they] said it was late.",
        &["members of both parties", "family members of the victims"],
    );
}

#[test]
fn ok_they_may_be_a_body() {
    check(
        "The Harrow Hunt Club wrote to hunters on Monday. [They] said the ban was a mistake.",
        &["Harrow Hunt Club"],
    );
}

#[test]
fn ok_the_deputy_is_not_the_chief() {
    check(
        "Vice President Ada Quill left. President Tom Birk spoke on Monday. [The vice president] said nothing had changed.",
        &["Ada Quill"],
    );
    check(
        "President Tom Birk met former Mayor Ada Quill. [The former mayor] said nothing had changed.",
        &["Ada Quill"],
    );
}

#[test]
fn ok_an_office_named_long_before() {
    let talk = "Trains ran late all day in the rain. ".repeat(12);
    check(
        &format!(
            "Ada Quill met former Governor Tom Birk. {talk} [The former governor] said nothing had changed."
        ),
        &["Tom Birk"],
    );
}

#[test]
fn err_after_a_source_that_stays_unclear_nobody_else_is_meant() {
    check(
        "Tom Birk spoke on Monday. John Marsh and Peter Marsh listened. [Marsh] said it was late. [He] said he would go.",
        &["", ""],
    );
}

#[test]
fn ok_it_is_the_document() {
    check(
        "The Harrow Brigade slept. The cable warned of an attack on the Harrow Brigade. [It] said that help was far.",
        &[""],
    );
    check(
        "Tom Birk’s letter named nobody. Instead, [it] said that the plan was wrong. [He] said so twice.",
        &["Tom Birk", "Tom Birk"],
    );
}

#[test]
fn ok_the_two() {
    check(
        "Ms. Quill said so with Senator Tom Birk of Ohio. Ada Quill left. [The two] said that they would vote.",
        &["Ada Quill + Tom Birk"],
    );
    check(
        "[An official] said that Ada Quill had met Tom Birk. [A second official] said it was late. [Both] said that they knew.",
        &["an official", "a second official", "an official + a second official"],
    );
}

#[test]
fn err_nobody_said_it() {
    check("[No senior official] said that the plan was good.", &[""]);
    check("[Neither party] said that the plan was good.", &[""]);
}

#[test]
fn ok_who_goes_back_to_a_person() {
    check(
        "The news shocked officials at the Harbour Ministry, [who] said that all was well.",
        &["officials at the Harbour Ministry"],
    );
    check(
        "He met Sheriff Ada Quill of Harrow County, [Ariz., who] said that all was well.",
        &["Ada Quill"],
    );
    check(
        "He wrote to Tom Birk, [the top Democrat on the Harbour Committee, which] said that all was well.",
        &["Harbour Committee"],
    );
}

#[test]
fn ok_a_title_in_quotation_marks_before_the_name() {
    check("[“Harrow Today” show host Ada Quill] asked what had changed.", &["Ada Quill"]);
}

#[test]
fn ok_some_of_a_group_are_not_the_group() {
    check(
        "[Three officials familiar with the talks] said so. [One of the officials] said it was late.",
        &[
            "three officials familiar with the talks",
            "one of the three officials familiar with the talks",
        ],
    );
    check(
        "[A senior aide] said so. Tom Birk wept, according to [one of his aides].",
        &["a senior aide", "one of Tom Birk’s aides"],
    );
    check("[One of the lawyers, Ada Quill,] said so.", &["Ada Quill"]);
    check("[A chorus of senators] said it was over.", &["a chorus of senators"]);
}

#[test]
fn ok_the_possessor_by_the_full_name() {
    check(
        "Tom Birk lost. [Mr. Birk’s campaign] said it was over. [A few of his colleagues] said the same.",
        &["Tom Birk’s campaign", "a few of Tom Birk’s colleagues"],
    );
    check(
        "[President Tom Birk and his allies] denied it. Peter Strand wept.",
        &["Tom Birk + Tom Birk’s allies"],
    );
}

#[test]
fn ok_some_democrats_are_not_the_democrats() {
    check("[Moderate Democrats] said it was over.", &["moderate Democrats"]);
    check("[Fellow Republicans] said it was over.", &["fellow Republicans"]);
}

#[test]
fn ok_descriptions_end_where_the_clause_begins() {
    check("[A harbour spokesman e-mailed] that it was over.", &["a harbour spokesman"]);
    check("[Liberal groups such as Harrow First] said it was over.", &["liberal groups"]);
    check("[Members of the “No Deal] said it was over.", &["members"]);
    check("It is a [a project Democratic lawmakers] say is over.", &["Democratic lawmakers"]);
}

#[test]
fn ok_former_offices_in_appositions() {
    check(
        "Ann and Beth Quill disagree. [Their father, former Vice Premier Tom Quill,] said it was over.",
        &["Tom Quill"],
    );
}

#[test]
fn err_a_document_is_no_person() {
    check(
        "According to [a petition filed in Harrow], Tom Birk lived with his mother.",
        &["a petition filed in Harrow"],
    );
}

#[test]
fn ok_titles_to_come() {
    check(
        "Speaker-to-be Ada Quill came. [Quill] said it was over. [Senator-elect Tom Birk] said so, too.",
        &["Ada Quill", "Tom Birk"],
    );
}

#[test]
fn ok_slogans_and_headlines_are_nobody() {
    check(
        "Tom Birk is known as Mad Dog Birk. Members of Resist Birk came. [Birk] said it was over.",
        &["Tom Birk"],
    );
    check(
        "Tom To Birk: Drop Out Now\n\nTom Hall met Ada Birk. [Birk] said it was over.",
        &["Ada Birk"],
    );
}

#[test]
fn ok_the_short_name_of_a_paper() {
    check("The Harrow Times has the story. [The Times] said it was over.", &["Harrow Times"]);
}

#[test]
fn ok_offices_with_of() {
    check(
        "[The Minister of Health, Ada Quill,] said it was over. [The minister] said so twice.",
        &["Ada Quill", "Ada Quill"],
    );
    let all = entities("[The Minister of Health, Ada Quill,] said it was over.");
    assert!(all.iter().any(|(n, k, _)| n == "Ada Quill" && *k == EntityKind::Person), "{all:?}");
}

#[test]
fn ok_families() {
    check(
        "[Tom and Anna Reyes] said they were worried. [Mrs. Reyes] said so. [Mr. Reyes] said so. [Both] said so.",
        &["Tom Reyes + Anna Reyes", "Anna Reyes", "Tom Reyes", "Tom Reyes + Anna Reyes"],
    );
    check(
        "William Castell Sr. died in May. [William Castell Jr.] said it was over.",
        &["William Castell Jr."],
    );
    check("[Mum-of-two Kelly Marsh, 34,] said it was over.", &["Kelly Marsh"]);
    check("[Alfie, 9,] said it was over.", &["Alfie"]);
}

#[test]
fn ok_peers_keep_their_style() {
    check(
        "[Lady Osgood, who chairs it,] said it was over. [She] said so twice.",
        &["Lady Osgood", "Lady Osgood"],
    );
}

#[test]
fn ok_whom_the_text_goes_on_to_call_by_an_office() {
    check(
        "[Sir Keith Ballard] said it was what [a committee] called good. [The harbours secretary] said he had no regrets.",
        &["Keith Ballard", "a committee", "Keith Ballard"],
    );
    // Somebody with a role of another kind stays apart.
    check(
        "[Chief executive Ada Quill] said it was a good deal. [The harbours secretary] said he had no regrets.",
        &["Ada Quill", "harbours secretary"],
    );
}

#[test]
fn ok_one_of_a_people_and_of_an_age() {
    check(
        "Coach Lars Nygaard was furious. “It was never a penalty,” [the Dane] said.",
        &["Lars Nygaard"],
    );
    check(
        "Ada Quill, 34, and Tom Birk, 41, met. “It is over,” [the 34-year-old] said.",
        &["Ada Quill"],
    );
    check("[The Danes] said it was over.", &["Danes"]);
}

#[test]
fn ok_bodies_of_any_name() {
    check(
        "Goldring Capital, which owns a share, will sell. [The hedge fund] said it was over.",
        &["Goldring Capital"],
    );
    check("[Goldring Capital] said it was over.", &["Goldring Capital"]);
}

#[test]
fn err_a_study_somebody_had_no_part_in() {
    check(
        "[Hans Vogt, who was not involved in the study,] said it was elegant. [The study] said money was short.",
        &["Hans Vogt", ""],
    );
}

#[test]
fn ok_whoever_was_asked_by_a_passive_answers() {
    check(
        "[Tom Birk] said no. Birk was then asked whether Carl Dunn would be sold. “Never,” [he] said.",
        &["Tom Birk", "Tom Birk"],
    );
}

#[test]
fn ok_whom_a_role_speaks_for() {
    let speaks = |text: &str| {
        let document = segment::document(text);
        let read = resolve(&document, &[], &[], &[]);
        let e = read.entities.iter().find(|e| e.name == "Ada Quill").unwrap();
        e.speaks_for.map(|to| read.entities[to].name.clone())
    };
    assert_eq!(
        speaks("Ada Quill, a spokeswoman for the Harbour Ministry, left."),
        Some("Harbour Ministry".into())
    );
    assert_eq!(
        speaks("Ada Quill, the envoy for the global coalition to defeat Islamic State, left."),
        None
    );
    assert_eq!(speaks("Ada Quill, a former spokeswoman for the Harbour Ministry, left."), None);
}

#[test]
fn ok_roles_behind_then_and_before_who() {
    let roles = |text: &str| {
        entities(text).into_iter().find(|(n, ..)| n == "Ada Quill").map_or(vec![], |(.., r)| r)
    };
    assert_eq!(
        roles("Ada Quill, then the deputy director of the bank, left."),
        ["the deputy director of the bank"]
    );
    assert_eq!(
        roles("Ada Quill, a retired geneticist who also teaches, left."),
        ["a retired geneticist"]
    );
    assert_eq!(
        roles("Senator Ada Quill, Republican of Ohio, left."),
        ["Senator", "Republican of Ohio"]
    );
    assert_eq!(roles("“Although Senator Ada Quill left, he stayed."), ["Senator"]);
    assert!(roles("More than any other candidate, Ada Quill is poised to run.").is_empty());
}

#[test]
fn ok_rivals_may_be_companies() {
    let all = entities("Norvik’s rival Tessel grew. [Norvik] said so.");
    assert!(all.iter().all(|(n, k, _)| n != "Tessel" || *k != EntityKind::Person), "{all:?}");
}

#[test]
fn ok_three_sources_of_which_one_is_described() {
    check(
        "[Ada Quill, Tom Birk and other party elders] denied it.",
        &["Ada Quill + Tom Birk + other party elders"],
    );
}

#[test]
fn ok_two_roles_of_one_person() {
    check("[Ohio Attorney General and Senate candidate Tom Birk] said it was over.", &["Tom Birk"]);
}

#[test]
fn ok_bodies_with_and_and_with_owners() {
    check("[The Food and Water Department] said it was over.", &["Food and Water Department"]);
    check(
        "[The Harrow Workers’ Compensation Board] said it was over.",
        &["Harrow Workers’ Compensation Board"],
    );
    check(
        "[The Harrow Conference of Catholic Bishops] said it was over.",
        &["Harrow Conference of Catholic Bishops"],
    );
}

#[test]
fn ok_a_month_that_is_a_given_name() {
    check("[Gov. Jan Marlow] said it was over. [Marlow] left.", &["Jan Marlow", "Jan Marlow"]);
}

#[test]
fn ok_places_are_nobody() {
    check(
        "He fled in Teluk. Houses burn in Teluk. It rained in Teluk. [It] said that help was far.",
        &[""],
    );
    check("The [Safe Harbours Act] said that help was far.", &[""]);
}

#[test]
fn ok_a_family_by_its_name() {
    let all = entities("Ada Quill and Tom Quill came. [The Quills] said it was over.");
    assert!(all.iter().any(|(n, k, _)| n == "Quills" && *k == EntityKind::Group), "{all:?}");
}

#[test]
fn ok_a_short_given_name() {
    check(
        "Richard Orr lost. “I am proud of Dick,” she said. [Dick] said it was over.",
        &["Richard Orr"],
    );
}

#[test]
fn ok_what_something_is_called() {
    check(
        "[A coalition of groups called Harrow First Alliance] said it was over.",
        &["Harrow First Alliance"],
    );
}

#[test]
fn ok_the_person_described_before() {
    check(
        "[A person close to the fund] said so. [The person] said it was late.",
        &["a person close to the fund", "a person close to the fund"],
    );
}

#[test]
fn ok_of_an_executive() {
    check(
        "[The spokesperson of the Executive, Patricia Plana i Roig,] said it was over. [Al-Sayed] left.",
        &["Patricia Plana i Roig", "Al-Sayed"],
    );
}

#[test]
fn ok_a_name_only_by_office_beside_a_full_one_of_the_family() {
    check(
        "[President Orr] said it was over. Mr. Orr and his wife, Michelle Orr, left. [The president] said so twice. [Ms. Orr] wept.",
        &["Orr", "Orr", "Michelle Orr"],
    );
}

#[test]
fn ok_nouns_of_doers_in_the_singular() {
    check("[One questioner] said it was over.", &["one questioner"]);
    check("[The number] said it was over.", &[""]);
}

#[test]
fn ok_a_quotation_inside_a_description() {
    check(
        "[Listeners of his \"Harrow Live\" programme] said it was over.",
        &["listeners of his \"Harrow Live\" programme"],
    );
}

#[test]
fn ok_a_paper_and_a_chain() {
    check(
        "[The Harrow Times and the Gannel newspaper chain] said it was over.",
        &["Harrow Times + Gannel newspaper chain"],
    );
    check(
        "[Craig Bryan, head of the centre, and other scientists] said it was over.",
        &["Craig Bryan + other scientists"],
    );
}

#[test]
fn err_a_possessor_who_is_not_sure_is_not_named() {
    check(
        "Justice Frank Orr ruled on Tom Birk and Peter Hall on Monday. [The nominee] said it was late. [His ex-wife] said so, too.",
        &["", "his ex-wife"],
    );
}

#[test]
fn ignores_a_role_that_leads_up_to_a_clause() {
    let roles = |text: &str| -> Vec<String> {
        let all = entities(text);
        all.into_iter().filter(|e| e.0 == "Ada Quill").flat_map(|e| e.2).collect()
    };
    let met = "Ahead of the meeting with Harrow's senior diplomat, Ada Quill warned of floods. [She] said so.";
    assert!(roles(met).is_empty(), "{:?}", roles(met));
    let is = "They met Harrow's senior diplomat, Ada Quill, on Monday. [She] said so.";
    assert_eq!(roles(is).len(), 1, "{:?}", roles(is));
}
