//! `cargo bench`: each stage, and whole builds, in processor time. A part of it: `cargo bench -- article/net`,
//! `cargo bench -- 'site/kept/10$'`. Numbers stand in `docs/measurements.md`.

mod cpu;
mod sites;
mod stages;
mod stories;

use criterion::{Criterion, criterion_group, criterion_main};

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(cpu::Cpu);
    targets = stages::of_one_article, stages::of_one_story, sites::whole
}
criterion_main!(benches);
