//! Whole builds, from the folder of the sources to the written pages: everything read anew, and with kept readings.
//!
//! 1,000 stories read anew take a minute or more, so that build is timed once, when the readings are kept for the other.

use crate::{cpu::Cpu, stories};
use cpu_time::ProcessTime;
use criterion::{BenchmarkId, Criterion, SamplingMode};
use std::path::Path;
use story_digest::{
    config::load,
    pipeline::{self, Keep},
    site::Target,
};

/// Builds the site and gives the number of files.
fn build(root: &Path, cache: bool) -> usize {
    let loaded = load::load(root).expect("the folder is there");
    let target =
        Target::check(&root.join("public"), &loaded.root).expect("the folder may be replaced");
    let built = pipeline::build(&loaded, Keep { cache, beside: false }, &|| ());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    target
        .write(built.files.iter().map(|(p, b)| (p.as_str(), b.as_slice())))
        .expect("it can be written");
    built.files.len()
}

pub fn whole(c: &mut Criterion<Cpu>) {
    let mut g = c.benchmark_group("site");
    g.sampling_mode(SamplingMode::Flat).sample_size(10);
    for stories in [10, 100, 1000u64] {
        let folder = tempfile::tempdir().expect("there is room");
        let root = folder.path();
        stories::site(root, stories);
        if stories < 1000 {
            let id = BenchmarkId::new("anew", stories);
            g.bench_with_input(id, root, |b, root| b.iter(|| build(root, false)));
        }
        let id = BenchmarkId::new("kept", stories);
        let mut filled = false;
        g.bench_with_input(id, root, |b, root| {
            // Here, so that a filter of benches that leaves this one out does not wait for it.
            if !std::mem::replace(&mut filled, true) {
                let started = ProcessTime::now();
                let files = build(root, true);
                let seconds = started.elapsed().as_secs_f64();
                println!(
                    "site/anew/{stories}, once: {seconds:.2} s of processor time, {files} files"
                );
            }
            b.iter(|| build(root, true));
        });
    }
    g.finish();
}
