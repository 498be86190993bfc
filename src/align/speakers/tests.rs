//! Made-up articles: who is one speaker.

use super::*;
use crate::{
    article::Article,
    entity::{Role, Speakers},
    text::Span,
};

/// A person with roles.
fn person(name: &str, roles: &[&str]) -> Entity {
    let role = |r: &&str| Role { text: (*r).into(), span: Span::new(0, 0) };
    Entity {
        name: name.into(),
        kind: EntityKind::Person,
        aliases: vec![],
        roles: roles.iter().map(role).collect(),
        gender: None,
        plural: false,
        speaks_for: None,
    }
}

fn other(name: &str, kind: EntityKind) -> Entity {
    Entity { kind, ..person(name, &[]) }
}

/// A reading in which every entity speaks.
fn reading(id: &str, entities: Vec<Entity>) -> Reading {
    let speakers = (0..entities.len())
        .map(|e| Speakers { entities: vec![e], because: String::new(), confidence: 1.0 })
        .collect();
    Reading {
        article: Article {
            id: id.into(),
            path: format!("content/story/{id}.txt"),
            ..Article::default()
        },
        entities,
        speakers,
        ..Reading::default()
    }
}

/// Whether the first entities of two articles are one speaker.
fn same(a: Entity, b: Entity) -> bool {
    let merged = merge(&[reading("a", vec![a]), reading("b", vec![b])], &[], &[]);
    merged.of[0][0] == merged.of[1][0]
}

#[test]
fn ok_spellings_nicknames_and_fuller_names() {
    let spokesman = &["Kremlin spokesman"];
    assert!(same(person("Dimitri Karpov", spokesman), person("Dmitry Karpov", spokesman)));
    assert!(same(person("Mijailo Hordiak", &[]), person("Mykhailo Hordyak", &[])));
    assert!(same(person("William Orr", &[]), person("Bill Orr", &[])));
    assert!(same(person("Susan E. Marsh", &[]), person("Susan Marsh", &[])));
    assert!(same(person("Peña Rojas", &[]), person("Enrique Pena Rojas", &[])));
    assert!(same(person("Karpov", &[]), person("Dmitry Karpov", &[])));
}

#[test]
fn err_two_people_of_one_family_name() {
    assert!(!same(person("John Marsh", &["Senator"]), person("Peter Marsh", &["Senator"])));
    assert!(!same(person("George W. Orr", &[]), person("George H. Orr", &[])));
    assert!(!same(person("Maria Keller", &[]), person("Mario Keller", &[])));
    let a = reading("a", vec![person("John Marsh", &[]), person("Peter Marsh", &[])]);
    let merged = merge(&[a, reading("b", vec![person("Marsh", &[])])], &[], &[]);
    assert_eq!(merged.speakers.len(), 3);
}

#[test]
fn ok_a_shared_name_goes_by_gender() {
    let mut hers = person("Anna Marsh", &[]);
    hers.gender = Some(Gender::Female);
    let mut his = person("John Marsh", &[]);
    his.gender = Some(Gender::Male);
    let mut short = person("Marsh", &[]);
    short.gender = Some(Gender::Female);
    let merged = merge(&[reading("a", vec![hers, his]), reading("b", vec![short])], &[], &[]);
    assert_eq!(merged.of[1][0], merged.of[0][0]);
}

#[test]
fn ok_governments_by_capital_seat_and_adjective() {
    let g = |name: &str| other(name, EntityKind::Government);
    assert!(same(g("Beijing"), g("China")));
    assert!(same(g("Chinese government"), g("China’s government")));
    assert!(same(g("Kremlin"), g("Russia")));
    assert!(!same(g("Moscow"), g("Kyiv")));
    let merged =
        merge(&[reading("a", vec![g("Kremlin")]), reading("b", vec![g("Russia")])], &[], &[]);
    assert_eq!(merged.speakers[0].name, "Russia (Kremlin)");
}

#[test]
fn ok_ministries_apart_from_governments() {
    let ministry = other("Chinese Foreign Ministry", EntityKind::Organisation);
    assert!(!same(ministry.clone(), other("China", EntityKind::Government)));
    assert!(same(ministry, other("Foreign Ministry of China", EntityKind::Organisation)));
}

#[test]
fn ok_descriptions_only_where_they_name_something() {
    let u = |name: &str| other(name, EntityKind::Unnamed);
    assert!(same(u("US officials"), u("American officials")));
    assert!(!same(u("officials"), u("officials")));
    assert!(!same(u("three American officials"), u("US officials")));
    assert!(!same(u("a spokesman"), u("a spokesman")));
}

#[test]
fn ok_what_belongs_to_one_person_under_two_names() {
    let u = |name: &str| other(name, EntityKind::Unnamed);
    let a = reading("a", vec![person("Ann Marsh", &[]), u("Ann Marsh’s aides")]);
    let b = reading("b", vec![person("Marsh", &[]), u("Marsh’s aides")]);
    let merged = merge(&[a.clone(), b], &[], &[]);
    assert_eq!(merged.of[0][1], merged.of[1][1]);
    assert_eq!(merged.speakers[merged.of[0][1].unwrap()].name, "Ann Marsh’s aides");
    let c = reading("c", vec![person("Peter Marsh", &[]), u("Peter Marsh’s aides")]);
    let merged = merge(&[a, c], &[], &[]);
    assert_ne!(merged.of[0][1], merged.of[1][1]);
}

#[test]
fn ok_editor_overrides() {
    let entry = SpeakerEntry {
        name: "Old Sam".into(),
        role: Some("ferryman".into()),
        aliases: vec!["Samuel Orr".into()],
        speaks_for: None,
    };
    let articles =
        [reading("a", vec![person("Samuel Orr", &[])]), reading("b", vec![person("Old Sam", &[])])];
    let merged = merge(&articles, &[], &[entry]);
    assert_eq!(merged.speakers.len(), 1);
    assert_eq!(merged.speakers[0].name, "Old Sam");
    assert_eq!(merged.speakers[0].role.as_deref(), Some("ferryman"));
    assert!(!merged.speakers[0].evidence.is_empty());
}

#[test]
fn ok_order_of_articles_does_not_matter() {
    let names = [
        "Dmitry Karpov",
        "Dimitri Karpov",
        "Karpov",
        "Anna Karpova",
        "John Marsh",
        "J. Marsh",
        "Marsh",
        "Ann Marsh",
    ];
    let all: Vec<Reading> = names
        .iter()
        .enumerate()
        .map(|(i, n)| reading(&format!("a{i}"), vec![person(n, &["spokesman"])]))
        .collect();
    let plain = |r: &[Reading]| {
        let m = merge(r, &[], &[]);
        m.speakers
            .iter()
            .map(|s| {
                let mut members: Vec<&str> =
                    s.members.iter().map(|(a, _)| r[*a].article.id.as_str()).collect();
                members.sort_unstable();
                format!("{} {} {members:?} {:?}", s.id, s.name, s.evidence)
            })
            .collect::<Vec<_>>()
    };
    let expected = plain(&all);
    let mut turned = all.clone();
    for _ in 0..all.len() {
        turned.rotate_left(1);
        assert_eq!(plain(&turned), expected);
    }
    turned.reverse();
    assert_eq!(plain(&turned), expected);
}

#[test]
fn ok_many_articles_are_quick() {
    let syllables = ["ka", "lo", "mi", "ren", "tas", "vo", "ber", "sun", "dal", "pe"];
    let name = |i: usize| {
        format!(
            "A{} {}{}{}",
            syllables[i % 10],
            syllables[i % 10],
            syllables[i / 10 % 10],
            syllables[i / 100 % 10]
        )
    };
    let articles: Vec<Reading> = (0..300)
        .map(|a| {
            reading(
                &format!("a{a:03}"),
                (0..30).map(|e| person(&name((a * 7 + e * 13) % 1000), &[])).collect(),
            )
        })
        .collect();
    let start = std::time::Instant::now();
    let merged = merge(&articles, &[], &[]);
    assert!(merged.speakers.len() <= 1000);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn ok_two_generations_in_one_article_are_two_people_everywhere() {
    let merged = merge(
        &[
            reading("a", vec![person("Walter Grieg", &[]), person("Walter Grieg Jr.", &[])]),
            reading("b", vec![person("Walter Grieg Jr.", &[])]),
            reading("c", vec![person("Walter Grieg", &[])]),
        ],
        &[],
        &[],
    );
    assert_ne!(merged.of[0][0], merged.of[0][1]);
    assert_eq!(merged.of[0][1], merged.of[1][0]);
    assert_eq!(merged.of[0][0], merged.of[2][0]);
    // Where no article tells two apart, one outlet gives the suffix and another leaves it out.
    assert!(same(person("Walter Grieg Jr.", &[]), person("Walter Grieg", &[])));
}

#[test]
fn ok_role_that_tells_something_goes_before_a_party() {
    let role = |roles: &[&str]| {
        merge(&[reading("a", vec![person("Ann Marlow", roles)])], &[], &[]).speakers[0].role.clone()
    };
    assert_eq!(role(&["R-Ohio", "Sen."]).as_deref(), Some("Sen."));
    assert_eq!(role(&["Sen.", "former mayor"]).as_deref(), Some("former mayor"));
    assert_eq!(role(&["his deputy"]), None);
}
