//! Articles that print one text: wire copy, found by the shingles they share (Broder 1997) and counted once.

use super::words::fold;
use crate::{reading::Reading, story::Syndicated, text::TokenKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words of a shingle.
const SHINGLE: usize = 6;
/// One of so many shingles is kept, by its hash ("0 mod m" sketches): enough to estimate containment.
const KEEP: u64 = 4;
/// Least share of the shorter text's shingles in the longer one.
const COPIED: f64 = 0.6;
/// Fewest kept shingles by which texts are compared.
const FEWEST: usize = 8;

/// The groups of articles that print one text, by their first article.
pub fn syndicated(readings: &[Reading]) -> Vec<Syndicated> {
    let sketches: Vec<BTreeSet<u64>> = readings.iter().map(sketch).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut root: Vec<usize> = (0..readings.len()).collect();
    for (i, sketch) in sketches.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for s in sketch {
            let holders = holders.entry(*s).or_default();
            for &j in holders.iter() {
                *shared.entry(j).or_default() += 1;
            }
            holders.push(i);
        }
        for (j, n) in shared {
            let shorter = sketch.len().min(sketches[j].len());
            if shorter >= FEWEST && n as f64 >= COPIED * shorter as f64 {
                let (a, b) = (find(&mut root, i), find(&mut root, j));
                root[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..readings.len() {
        groups.entry(find(&mut root, i)).or_default().push(i);
    }
    groups
        .into_values()
        .filter(|g| g.len() > 1)
        .map(|articles| {
            let agency = articles.iter().find_map(|&a| readings[a].article.meta.agency.clone());
            Syndicated { articles, agency }
        })
        .collect()
}

fn find(root: &mut [usize], mut i: usize) -> usize {
    while root[i] != i {
        root[i] = root[root[i]];
        i = root[i];
    }
    i
}

/// The kept hashes of a text's shingles.
fn sketch(reading: &Reading) -> BTreeSet<u64> {
    let document = &reading.document;
    let words: Vec<String> = document
        .tokens
        .iter()
        .filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number))
        .map(|t| fold(t.span.of(&document.text)))
        .collect();
    words
        .windows(SHINGLE)
        .map(|w| {
            let hash = blake3::hash(w.join(" ").as_bytes());
            u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default())
        })
        .filter(|h| h % KEEP == 0)
        .collect()
}
