//! Gives the program a hash of its own reading rules (sources and word lists), so that readings kept from an earlier
//! build are never taken for this one's.

use std::{collections::BTreeSet, fs, path::Path};

fn main() {
    let mut files = BTreeSet::new();
    // What comes after reading (pages, exports, commands) does not count: a change there keeps the readings.
    for folder in ["data", "src"] {
        collect(Path::new(folder), &mut files);
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    // FNV-1a, 64 bits: no dependency is worth having here, and nobody attacks it.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |bytes: &[u8]| {
        for &b in bytes {
            hash = (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for file in &files {
        add(file.as_bytes());
        add(&fs::read(file).unwrap_or_default());
    }
    println!("cargo::rustc-env=DIGEST_SOURCES={hash:016x}");
}

/// Parts of the program whose changes do not change how a text is read.
const NOT_READING: &[&str] = &[
    "src/render",
    "src/export",
    "src/cmd",
    "src/cli.rs",
    "src/main.rs",
    "src/site.rs",
    "src/align",
    "data/ui",
];

fn collect(path: &Path, files: &mut BTreeSet<String>) {
    let name = path.to_string_lossy().replace('\\', "/");
    if NOT_READING.contains(&name.as_str()) {
        return;
    }
    if path.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files);
        }
    } else {
        files.insert(name);
    }
}
