//! Gives the program a hash of its own reading rules (sources and word lists), so that readings kept from an earlier
//! build are never taken for this one's; and unpacks the network, which is kept compressed so that the package stays
//! within the registry's 10 MB.

use std::{collections::BTreeSet, env, fs, path::Path};

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
    unpack(Path::new("data/model/reader.onnx.z"), "reader.onnx");
}

/// Writes what is packed in `from` to a file of the build's own folder, unless that is there and newer: this script runs
/// again after every change of the sources.
fn unpack(from: &Path, name: &str) {
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let to = Path::new(&folder).join(name);
    let changed = |file: &Path| fs::metadata(file).and_then(|m| m.modified()).ok();
    if changed(&to).is_some_and(|made| changed(from).is_some_and(|packed| packed < made)) {
        return;
    }
    let packed = fs::read(from).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
    let data = miniz_oxide::inflate::decompress_to_vec_zlib(&packed)
        .unwrap_or_else(|e| panic!("{} is damaged: {e}", from.display()));
    fs::write(to, data).expect("the build's own folder is writable");
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
