//! Readings kept between builds, so that an article is read once.
//!
//! A record is found by its [`Key`]: the hash of everything the reading depends on. Two places hold records:
//! `.digest/readings/`, which may be deleted at any time, and `.readings/` beside a story, which its editor may commit
//! so that every machine renders from the same readings. A record that is missing, broken, or made by another version
//! is a miss, never an error.

use crate::reading::Reading;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// Folder below the site's root.
pub const FOLDER: &str = ".digest";

/// First bytes of a record; the last is the version of its layout.
const MAGIC: &[u8; 8] = b"digest\0\x01";

/// How long a record that no build used is kept.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// What a reading depends on, as a hash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key(String);

impl Key {
    /// The key of a reading made from these parts: text, what is known of the article, settings, reader's version.
    pub fn new(parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            // The lengths keep ("ab", "c") and ("a", "bc") apart.
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().to_hex().to_string())
    }
}

/// The records of `.digest/`.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache of the site at `root`.
    pub fn of(root: &Path) -> Self {
        Self { folder: root.join(FOLDER).join("readings") }
    }

    fn file(&self, key: &Key) -> PathBuf {
        self.folder.join(&key.0[..2]).join(&key.0[2..])
    }

    /// The reading under `key`, if there is a whole one.
    pub fn get(&self, key: &Key) -> Option<Reading> {
        decode(&fs::read(self.file(key)).ok()?)
    }

    /// Keeps a reading. A cache that can't be written costs time, not correctness: the caller may ignore the error.
    pub fn put(&self, key: &Key, reading: &Reading) -> io::Result<()> {
        let bytes = encode(reading)?;
        replace(&self.file(key), &bytes)
    }

    /// Removes records that are not among `used` and have lain for a month.
    pub fn prune(&self, used: &BTreeSet<Key>) {
        let now = SystemTime::now();
        for entry in
            walkdir::WalkDir::new(&self.folder).min_depth(2).max_depth(2).into_iter().flatten()
        {
            let name =
                entry.path().iter().rev().take(2).map(|p| p.to_string_lossy()).collect::<Vec<_>>();
            let key = Key(format!("{}{}", name[1], name[0]));
            let age = entry
                .metadata()
                .ok()
                .and_then(|m| m.modified().ok())
                .and_then(|m| now.duration_since(m).ok());
            if !used.contains(&key) && age.is_some_and(|a| a > KEPT) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn encode(reading: &Reading) -> io::Result<Vec<u8>> {
    let payload = postcard::to_stdvec(reading).map_err(io::Error::other)?;
    let mut out = Vec::with_capacity(payload.len() + 40);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(blake3::hash(&payload).as_bytes());
    out.extend_from_slice(&payload);
    Ok(out)
}

fn decode(bytes: &[u8]) -> Option<Reading> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (hash, payload) = rest.split_at_checked(32)?;
    (blake3::hash(payload).as_bytes() == hash).then(|| postcard::from_bytes(payload).ok()).flatten()
}

/// Writes `bytes` to `file` so that a reader sees the old content or the new, never a part.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    // Readings may be committed and read by others; a temporary file is its owner's alone. The umask still counts.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temp = builder.tempfile_in(folder)?;
    temp.write_all(bytes)?;
    temp.persist(file).map_err(|e| e.error)?;
    Ok(())
}

/// What stands before the reading in a file beside a story: `{"schema":1,"key":"…","hash":"…","reading":`.
fn stored_head(key: &Key, reading: &[u8]) -> String {
    format!(r#"{{"schema":1,"key":"{}","hash":"{}","reading":"#, key.0, blake3::hash(reading))
}

/// The reading of an article stored beside its story, if it is whole and was made from the same text and settings by
/// the same reader. `file` is `content/<story>/.readings/<article>.json`.
pub fn stored(file: &Path, key: &Key) -> Option<Reading> {
    let bytes = fs::read(file).ok()?;
    // Version control may have changed the end of the line.
    let whole = bytes.trim_ascii_end().strip_suffix(b"}")?;
    let start = whole.len().min(stored_head(key, b"").len());
    let (head, reading) = whole.split_at(start);
    (head == stored_head(key, reading).as_bytes()).then(|| serde_json::from_slice(reading).ok())?
}

/// Stores a reading beside its story.
pub fn store(file: &Path, key: &Key, reading: &Reading) -> io::Result<()> {
    let reading = serde_json::to_vec(reading).map_err(io::Error::other)?;
    let mut bytes = stored_head(key, &reading).into_bytes();
    bytes.extend_from_slice(&reading);
    bytes.extend_from_slice(b"}\n");
    // Unchanged files keep their time, so that version control and watchers stay calm.
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    replace(file, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn reading() -> Reading {
        Reading {
            article: Article {
                id: "a".into(),
                path: "content/dam/a.txt".into(),
                text: "“No,” she said.".into(),
                ..Article::default()
            },
            said_on: vec![None],
            ..Reading::default()
        }
    }

    #[test]
    fn ok_what_was_kept_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::of(dir.path());
        let key = Key::new(&[b"text", b"settings"]);
        assert_eq!(cache.get(&key), None);
        cache.put(&key, &reading()).unwrap();
        assert_eq!(cache.get(&key), Some(reading()));
        assert_eq!(cache.get(&Key::new(&[b"texts", b"ettings"])), None);
        cache.prune(&BTreeSet::new());
        assert!(cache.get(&key).is_some(), "a fresh record is kept");
    }

    #[test]
    fn a_broken_record_is_a_miss() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::of(dir.path());
        let key = Key::new(&[b"text"]);
        cache.put(&key, &reading()).unwrap();
        let good = fs::read(cache.file(&key)).unwrap();
        for cut in 0..good.len() {
            assert_eq!(decode(&good[..cut]), None);
            let mut bad = good.clone();
            bad[cut] ^= 0x20;
            assert_eq!(decode(&bad), None);
        }
    }

    #[test]
    fn ok_stored_beside_the_story() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(".readings/a.json");
        let key = Key::new(&[b"text"]);
        store(&file, &key, &reading()).unwrap();
        assert_eq!(stored(&file, &key), Some(reading()));
        assert_eq!(stored(&file, &Key::new(&[b"other"])), None);
        let bytes = fs::read(&file).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
        fs::write(&file, [bytes.trim_ascii_end(), b"\r\n"].concat()).unwrap();
        assert_eq!(stored(&file, &key), Some(reading()), "line ends of another system");
    }

    #[test]
    fn a_damaged_or_edited_record_beside_a_story_is_a_miss() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(".readings/a.json");
        let key = Key::new(&[b"text"]);
        store(&file, &key, &reading()).unwrap();
        let good = fs::read(&file).unwrap();
        for cut in 0..good.len() - 1 {
            fs::write(&file, &good[..cut]).unwrap();
            assert_eq!(stored(&file, &key), None, "cut at {cut}");
            let mut bad = good.clone();
            bad[cut] ^= 0x01;
            fs::write(&file, &bad).unwrap();
            assert_eq!(stored(&file, &key), None, "a byte changed at {cut}");
        }
        let edited = String::from_utf8(good).unwrap().replace("“No,”", "“Yes,”");
        fs::write(&file, edited).unwrap();
        assert_eq!(stored(&file, &key), None, "still JSON, but no longer what was stored");
    }

    #[test]
    #[cfg(unix)]
    fn ok_records_can_be_read_by_others() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.json");
        let plain = dir.path().join("plain");
        fs::write(&plain, "").unwrap();
        store(&file, &Key::new(&[b"text"]), &reading()).unwrap();
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode();
        assert_eq!(mode(&file), mode(&plain), "as any other file of this user");
    }
}
