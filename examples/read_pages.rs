//! Prints the record of `digest read` for each file named, for measuring: `read_pages FILE...`, a line a file.
//! With `--times` also the milliseconds each file took, on standard error.

use std::io::Write;
use story_digest::{article, clean, config};

fn main() {
    let mut times = false;
    let site = config::Site::untitled();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for name in std::env::args().skip(1) {
        if name == "--times" {
            times = true;
            continue;
        }
        let started = std::time::Instant::now();
        let root = std::path::Path::new(".");
        let line = match article::load(root, &name, &config::ArticleEntry::default(), &site) {
            Ok((article, _)) => serde_json::to_string(&clean::record::read_record(
                &article,
                &clean::clean(&article),
            )),
            Err(e) => serde_json::to_string(&serde_json::json!({"path": name, "error": e.message})),
        };
        let _ = writeln!(out, "{}", line.unwrap_or_default());
        if times {
            eprintln!("{} {name}", started.elapsed().as_millis());
        }
    }
}
