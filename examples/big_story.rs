//! Writes a site of one made-up story of many articles, to measure what comparing costs:
//!
//! ```sh
//! cargo run --profile fast --example big_story -- /tmp/big 300 4   # 300 articles; four carry what one party says
//! digest build --root /tmp/big && digest build --root /tmp/big --jobs 1
//! ```
//!
//! A month of news: parties say things, outlets carry a thing for some days, in their own words, whole, in part or
//! reported, and others deny, reject or confirm it. The same arguments give the same bytes.

#[path = "../benches/stories/chance.rs"]
mod chance;

use chance::Chance;
use std::{collections::BTreeSet, fs, path::PathBuf};

#[rustfmt::skip]
const FIRST: &[&str] = &[
    "Ida", "Hal", "Lena", "Tom", "Ana", "Otto", "Mara", "Jon", "Edda", "Karl", "Nora", "Piet", "Ruth", "Sven", "Vera", "Wim",
    "Alma", "Boris", "Clara", "David", "Elsa", "Frank", "Greta", "Hugo", "Irene", "Jakob", "Katrin", "Leo", "Miriam", "Niels",
];
#[rustfmt::skip]
const SYLLABLES: &[&str] = &[
    "bra", "dor", "mel", "vin", "sta", "lem", "kor", "hal", "tri", "wen", "gar", "sol", "pel", "nor", "ber", "fal", "dun", "mar",
];
const ENDINGS: &[&str] = &["n", "t", "sen", "ck", "dt", "berg", "man", "ner", "ski", "lund"];
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "Harrow", "Tarnford", "Westmark", "Lower Quay", "Birkdale", "Stonebridge", "Eastmere", "Millbrook", "Kingsport", "Ashfield",
    "Norwick", "Redwater", "Calder", "Oldham Cross", "Fairhaven", "Greyhill",
];
#[rustfmt::skip]
const BODIES: &[&str] = &[
    "energy ministry", "interior ministry", "water board", "farmers' union", "dam operator", "fire service", "health office",
    "regional court", "transport authority", "chamber of commerce", "opposition", "rail company", "engineers' association",
    "fishing association", "insurance federation", "weather service", "audit office", "teachers' union", "port authority",
];
#[rustfmt::skip]
const ROLES: &[&str] = &["head", "director", "spokeswoman", "spokesman", "deputy head", "chief engineer", "lawyer", "inspector"];
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "gate", "wall", "turbine", "tunnel", "reservoir", "road", "bridge", "harbour", "school", "hospital", "pump", "cable", "canal",
    "depot", "report", "survey", "contract", "permit", "budget", "tender", "alarm", "siren", "log", "valve", "pipeline", "dyke",
    "orchard", "village", "cellar", "mill", "ferry", "railway", "warehouse", "archive", "drill", "sensor", "pier", "foundation",
    "lock", "embankment", "shelter", "convoy", "ward", "laboratory", "map", "model", "forecast", "account", "loan", "audit",
];
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "upper", "lower", "old", "new", "northern", "southern", "eastern", "western", "main", "second", "temporary", "private", "public",
    "closed", "planned", "flooded", "damaged", "rented", "unfinished", "secret", "annual", "regional", "spare", "outer", "inner",
];
#[rustfmt::skip]
const DONE: &[&str] = &[
    "had been checked", "had been repaired", "had been sold", "had failed", "had been closed", "had been ordered too late",
    "was safe", "was too weak", "was too expensive", "was ready", "would be rebuilt", "would stay open", "would be handed over",
    "would be torn down", "had leaked", "had been built without permission", "had been paid for twice", "needed a new owner",
    "had been moved", "had never been tested", "was worth more than expected", "had cracked", "would be inspected",
    "had been approved", "had been ignored", "was under water", "had been saved", "would be replaced", "had been insured",
];
#[rustfmt::skip]
const WHEN: &[&str] = &[
    "in March", "last autumn", "before the floods", "after the storm", "by the end of the year", "in the spring", "two years ago",
    "during the holidays", "at the last minute", "before the vote", "while nobody was looking", "without a tender",
];
#[rustfmt::skip]
const WHY: &[&str] = &[
    "because of the heavy rain", "for lack of money", "against the advice of the engineers", "with help from abroad",
    "at the request of the court", "under pressure from the bank", "in spite of the warnings", "to protect the villages",
    "as part of the settlement", "on the orders of the owner", "with the consent of the council", "through an error of the software",
];
#[rustfmt::skip]
const OPINIONS: &[&str] = &[
    "Nobody can sleep in a house below {}", "We have written about {} again and again", "{} is the least of our worries",
    "I would not send my own children near {}", "People have a right to know what happened to {}",
    "We will fight for {} in every court", "There is no money left for {}", "All the papers on {} are on the table",
    "Whoever speaks of {} today kept silent last year", "It took us nine weeks to get a map of {}",
    "I am proud of what our teams did at {}", "We were told about {} by the newspapers",
];
const OUTLETS: &[&str] = &[
    "The Courier",
    "Valley Post",
    "Radio 6",
    "Morning Paper",
    "The Evening Star",
    "Westmark Herald",
    "Channel Nine",
    "The Observer of Tarnford",
    "Quay News",
    "The Daily Ledger",
    "Northern Mail",
    "City Wire",
];

/// Somebody who speaks.
struct Party {
    name: String,
    role: String,
}

/// One thing that one party says.
struct Saying {
    party: usize,
    day: usize,
    /// "the upper gate at Harrow had cracked in March"
    that: String,
    /// A quotation on the same matter, of one sentence.
    quote: String,
    /// Index of the saying it answers, and how.
    answers: Option<(usize, &'static str)>,
}

fn parties(chance: &mut Chance) -> Vec<Party> {
    let mut names = BTreeSet::new();
    let mut out = Vec::new();
    while out.len() < 90 {
        let mut last = String::new();
        for _ in 0..2 {
            last.push_str(chance.of(SYLLABLES));
        }
        last.push_str(chance.of(ENDINGS));
        let last = last[..1].to_uppercase() + &last[1..];
        if names.insert(last.clone()) {
            let body = chance.of(BODIES);
            let role = if chance.below(3) == 0 {
                format!("the mayor of {}", PLACES[out.len() % PLACES.len()])
            } else {
                format!("the {} of the {body}", chance.of(ROLES))
            };
            out.push(Party { name: format!("{} {last}", chance.of(FIRST)), role });
        }
    }
    out
}

fn sayings(chance: &mut Chance, parties: usize, days: usize, count: usize) -> Vec<Saying> {
    let mut out: Vec<Saying> = Vec::new();
    for n in 0..count {
        let day = n * days / count;
        let answers = (n > 20 && chance.below(6) == 0).then(|| {
            let verb = chance.of(&["denied", "rejected the claim", "confirmed", "disputed"]);
            (n - 1 - chance.below(20), verb)
        });
        let thing =
            format!("the {} {} at {}", chance.of(KINDS), chance.of(NOUNS), chance.of(PLACES));
        let more = match chance.below(3) {
            0 => chance.of(WHEN).to_owned(),
            1 => chance.of(WHY).to_owned(),
            _ => format!("at a cost of {} million euros", 2 + chance.below(400)),
        };
        let opinion = chance.of(OPINIONS).replace("{}", &thing);
        let opinion = opinion[..1].to_uppercase() + &opinion[1..];
        out.push(Saying {
            // A few speak every day, most once.
            party: {
                let some = chance.below(parties) + 1;
                let few = chance.below(some) + 1;
                chance.below(few)
            },
            day,
            that: format!("{thing} {} {more}", chance.of(DONE)),
            quote: format!("{opinion}, {}", chance.of(WHY)),
            answers,
        });
    }
    out
}

/// A saying as one outlet carries it: a paragraph.
fn told(chance: &mut Chance, s: &Saying, all: &[Saying], parties: &[Party], known: bool) -> String {
    let party = &parties[s.party];
    let last = party.name.split(' ').next_back().unwrap_or_default();
    let who = if known { last.to_owned() } else { format!("{}, {},", party.name, party.role) };
    let Saying { that, quote, .. } = s;
    if let Some((to, verb)) = s.answers {
        return format!("{who} {verb} that {}.", all[to].that);
    }
    let half = quote.split(", ").next().unwrap_or(quote);
    let verb = chance.of(&["said", "told reporters", "told parliament", "wrote", "stated"]);
    match chance.below(7) {
        0 => format!("{who} {verb} that {that}."),
        1 => format!("“{quote},” {} said.", if known { last } else { &party.name }),
        2 => format!("{who} {verb} that {that}. “{half},” {last} added."),
        3 => format!("According to {}, {that}.", if known { last } else { &party.name }),
        4 => format!("{who} warned that {that}."),
        5 => format!(
            "{who} {verb} {} that {that}.",
            chance.of(&["on Monday", "on Tuesday", "on Friday"])
        ),
        _ => format!("{who} {verb} that {that}, and that “{half}”."),
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let Some(root) = args.next().map(PathBuf::from) else {
        eprintln!("big_story FOLDER [ARTICLES [CARRIED]]");
        std::process::exit(2);
    };
    let mut number = |default: usize| args.next().and_then(|n| n.parse().ok()).unwrap_or(default);
    let articles = number(300);
    let carried = number(4).max(1);
    let folder = root.join("content/flood");
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(root.join("site.toml"), "title = \"One big story\"\n").expect("it can be written");

    const DAYS: usize = 28;
    const EACH: usize = 18;
    let mut chance = Chance(4);
    let parties = parties(&mut chance);
    let all = sayings(&mut chance, parties.len(), DAYS, articles * EACH / carried);
    let mut toml = String::from("title = \"The flood below the dam\"\ndate = 2024-05-01\n");
    for n in 0..articles {
        let day = n * DAYS / articles;
        let published = format!("2024-05-{:02}", day + 1);
        let outlet = OUTLETS[n % OUTLETS.len()];
        toml.push_str(&format!(
            "\n[[articles]]\nfile = \"a{n:04}.txt\"\noutlet = \"{outlet}\"\npublished = {published}\n"
        ));
        // What is said today, and yesterday's and older news with it.
        let fresh: Vec<&Saying> = all.iter().filter(|s| s.day <= day && s.day + 3 > day).collect();
        let mut seen = BTreeSet::new();
        let mut known = BTreeSet::new();
        let thing = fresh[chance.below(fresh.len())].that.clone();
        let mut text = format!("Row goes on: {thing}\n\n");
        for i in 0..EACH {
            let s = fresh[chance.below(fresh.len())];
            if seen.insert(&s.that) {
                text.push_str(&told(&mut chance, s, &all, &parties, !known.insert(s.party)));
                text.push_str("\n\n");
            }
            if i % 6 == 5 {
                let place = chance.of(PLACES);
                let (people, when) =
                    (20 + chance.below(900), chance.of(&["On Sunday", "On Monday", "On 29 April"]));
                text.push_str(&format!("{when} the road to {place} was closed. At least {people} people left their homes.\n\n"));
            }
        }
        fs::write(folder.join(format!("a{n:04}.txt")), text).expect("it can be written");
    }
    fs::write(folder.join("story.toml"), toml).expect("it can be written");
    println!("{articles} articles in {}", folder.display());
}
