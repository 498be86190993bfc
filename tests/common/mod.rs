//! A site in a temporary folder, and the program run in it as a user would.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A site of two short articles: what every test that needs "some site" builds.
pub const DAM: &[(&str, &str)] = &[
    ("site.toml", "title = \"Side by side\"\n"),
    (
        "content/dam/story.toml",
        "title = \"Was the dam safe?\"\ndate = 2024-06-04\n\n[[articles]]\nfile = \"courier.txt\"\noutlet = \"The Courier\"\npublished = 2024-06-04\n\n[[articles]]\nfile = \"post.txt\"\noutlet = \"Valley Post\"\n",
    ),
    (
        "content/dam/courier.txt",
        "Dam is safe, says mayor\n\n“The dam is safe,” Ida Moss, the mayor of Harrow, said on Monday. “We looked at every stone.”\n\nThe operator declined to comment.\n",
    ),
    (
        "content/dam/post.txt",
        "Mayor: no danger\n\n“The dam is safe,” the mayor, Ida Moss, told reporters on Monday.\n\nAn engineer, Hal Ren, denied that the wall had been checked.\n",
    ),
];

/// A temporary folder with a site in it; a home folder of its own lies beside the site.
pub struct Site {
    folder: tempfile::TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error, with the site's folder written as `[ROOT]`.
    pub stderr: String,
}

impl Site {
    /// An empty folder.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder }
    }

    /// A folder with these files.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let site = Self::empty();
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// The site's folder, without links in its path.
    pub fn root(&self) -> PathBuf {
        fs::canonicalize(self.folder.path().join("site")).unwrap()
    }

    /// A path below the site's folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// The folder that the program is told is the user's home.
    pub fn home(&self) -> PathBuf {
        fs::canonicalize(self.folder.path().join("home")).unwrap()
    }

    /// Writes a file of the site, with its folders.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    /// The text of a file of the site.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Runs `digest` in the site's folder.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, "")
    }

    /// Runs `digest` in the site's folder with `input` on standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_digest"))
            .args(args)
            .current_dir(self.root())
            .env("HOME", self.home())
            .env_remove("DIGEST_LOG")
            .env_remove("COLUMNS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // From a thread of its own: both ends may be waiting for the other.
        let writer = std::thread::spawn(move || {
            // The program may end without reading it.
            let _ = stdin.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let root = self.root().display().to_string();
        Run {
            status: output.status.code().expect("it ends by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap().replace(&root, "[ROOT]"),
        }
    }

    /// Every file below a folder of the site with its bytes. Links are listed, not followed.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files_below(&self.path(folder))
    }
}

/// Every file below `folder` with its bytes.
pub fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            let inner = files_below(&entry.path());
            out.extend(inner.into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            out.insert(name, fs::read(entry.path()).unwrap_or_default());
        }
    }
    out
}

impl Run {
    /// The run, if it ended with `status`.
    #[track_caller]
    pub fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {}", self.stdout))
    }

    /// Standard output as one JSON value a line.
    #[track_caller]
    pub fn lines(&self) -> Vec<serde_json::Value> {
        let value = |l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"));
        self.stdout.lines().map(value).collect()
    }
}
