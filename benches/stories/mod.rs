//! Made-up stories of three articles each, the same for the same number: what the benches read.

mod chance;

use chance::Chance;
use std::{fs, path::Path};

#[rustfmt::skip]
const FIRST: &[&str] = &[
    "Ida", "Hal", "Lena", "Tom", "Ana", "Otto", "Mara", "Jon", "Edda", "Karl", "Nora", "Piet", "Ruth", "Sven", "Vera", "Wim",
    "Alma", "Boris", "Clara", "David", "Elsa", "Frank", "Greta", "Hugo", "Irene", "Jakob",
];
#[rustfmt::skip]
const LAST: &[&str] = &[
    "Moss", "Ren", "Quist", "Field", "Brandt", "Lund", "Vale", "Marsh", "Tarn", "Holt", "Crane", "Weir", "Stern", "Falk", "Birk",
    "Dahl", "Egger", "Frost", "Graf", "Hald", "Ivers", "Jarl", "Kron", "Lier", "Munk", "Nord",
];
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "the mayor of Harrow", "a spokesman for the ministry", "the director of the plant", "an inspector of the ministry",
    "a farmer", "the head of the union", "a professor of hydrology", "the opposition leader", "a police officer",
];
const TOPICS: &[(&str, &str, &str)] = &[
    ("Harrow dam", "the wall was safe", "the wall had not been checked for years"),
    ("market hall", "the hall would stay open", "the council had sold the hall"),
    ("river bridge", "the bridge would carry lorries", "the steel was too thin"),
    ("night train", "the line would run every day", "nobody had ordered the carriages"),
    ("hospital", "the beds would be enough", "two wards had been closed"),
    ("school meals", "the kitchen was clean", "children had fallen ill"),
    ("wind park", "the masts would be built by autumn", "the permit had run out"),
];
const VERDICTS: &[&str] = &[
    "We looked at every paper and we found nothing that should worry anybody",
    "Somebody is not telling the truth, and people want to know who it is",
    "I have been in this office for twelve years and I have never seen such a report",
    "There is no money for it, and there will be none next year",
    "We will publish the log so that everybody can read it",
    "This is not the time for accusations",
];
const OUTLETS: &[&str] = &[
    "The Courier",
    "Valley Post",
    "Radio 6",
    "Morning Paper",
    "The Evening Star",
    "Westmark Herald",
];
const DAYS: &[&str] = &[
    "on Monday",
    "on Tuesday",
    "yesterday",
    "last week",
    "on 3 June",
    "in March",
    "late on Sunday",
];

/// One made-up story: its `story.toml` and its articles with their file names.
pub struct Story {
    /// Folder name.
    pub slug: String,
    /// `story.toml`.
    pub toml: String,
    /// File name and text.
    pub articles: Vec<(String, String)>,
}

/// Story number `n`.
pub fn story(n: u64) -> Story {
    let mut chance = Chance(n.wrapping_mul(7919));
    let (topic, good, bad) = chance.of(TOPICS);
    let people: Vec<(String, &str)> = (0..5)
        .map(|_| (format!("{} {}", chance.of(FIRST), chance.of(LAST)), chance.of(ROLES)))
        .collect();
    let said: Vec<&str> = (0..3).map(|_| chance.of(VERDICTS)).collect();
    let killed = 3 + chance.below(300);
    let mut toml = format!("title = \"{topic}: story {n}\"\ndate = 2024-06-04\n");
    let mut articles = Vec::new();
    for (i, file) in ["a.txt", "b.txt", "c.txt"].into_iter().enumerate() {
        let outlet = OUTLETS[(n as usize + i) % OUTLETS.len()];
        toml.push_str(&format!(
            "\n[[articles]]\nfile = \"{file}\"\noutlet = \"{outlet}\"\npublished = 2024-06-0{}\n",
            4 + i
        ));
        let who = |k: usize| &people[(k + i) % people.len()];
        let short = |k: usize| who(k).0.split(' ').next_back().unwrap_or_default();
        let day = chance.of(DAYS);
        let text = format!(
            "{}\n\n{}, {}, said {day} that {good}. “{},” {} told reporters in Harrow.\n\n\
“{},” said {}, {}. {} denied that {bad}.\n\n\
Read also: Ten walks around the lake\n\n\
According to {}, {}, at least {killed} people had left their homes by Monday night. The ministry declined to comment.\n\n\
{} accused the council of having known since March that {bad}. “{},” {} added {}.\n\n\
Two engineers, who asked not to be named, told {outlet} that they had warned the company. {} rejected that: “No such report \
reached us.” The talks will go on next week, and a decision is expected on 14 June.\n\n\
{} promised to answer the questions of the council by Friday, but would not say whether {good}.\n",
            ["Row over the ", "Questions about the ", "New doubts on the "][i].to_owned() + topic,
            who(0).0,
            who(0).1,
            said[0],
            short(0),
            said[1],
            who(1).0,
            who(1).1,
            short(1),
            who(2).0,
            who(2).1,
            who(3).0,
            said[2],
            short(3),
            chance.of(DAYS),
            short(0),
            short(1),
        );
        articles.push((file.to_owned(), text));
    }
    Story { slug: format!("story-{n:04}"), toml, articles }
}

/// Writes a site of `stories` stories into `root`.
pub fn site(root: &Path, stories: u64) {
    fs::create_dir_all(root.join("content")).expect("the folder can be made");
    fs::write(root.join("site.toml"), "title = \"Bench\"\nbase_url = \"https://example.org/\"\n")
        .expect("it can be written");
    for n in 0..stories {
        let story = story(n);
        let folder = root.join("content").join(&story.slug);
        fs::create_dir_all(&folder).expect("the folder can be made");
        fs::write(folder.join("story.toml"), &story.toml).expect("it can be written");
        for (file, text) in &story.articles {
            fs::write(folder.join(file), text).expect("it can be written");
        }
    }
}
