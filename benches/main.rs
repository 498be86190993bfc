//! `cargo bench`: each stage, and whole builds. A part of it: `cargo bench -- article/net`, `cargo bench -- site/kept/10`.
//!
//! The numbers of a quiet machine stand in `docs/measurements.md`.

mod sites;
mod stages;
mod stories;

use criterion::{criterion_group, criterion_main};

criterion_group!(benches, stages::of_one_article, stages::of_one_story, sites::whole);
criterion_main!(benches);
