//! `digest serve` as a browser meets it: pages, reloading, the overlay over the last good page.
#![cfg(feature = "serve")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A running server, ended with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(root: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_digest"))
            .args(["serve", "--port", "0", "--poll", "--json", "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let url = said["url"].as_str().unwrap();
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        let port = url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        Self { child, port }
    }

    /// Status line with headers, and the body.
    fn ask(&self, request: &str) -> (String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let all = String::from_utf8_lossy(&all).into_owned();
        let (head, body) = all.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    fn get(&self, path: &str) -> (String, String) {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n",
            self.port
        ))
    }

    /// Waits until the index page is as wanted.
    fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let (_, body) = self.get("/");
            if wanted(&body) {
                return body;
            }
            assert!(Instant::now() < end, "{what} never came; the page is\n{body}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn site() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let story = root.path().join("content/harrow-dam");
    fs::create_dir_all(&story).unwrap();
    fs::write(root.path().join("site.toml"), "title = \"Valley digest\"\n").unwrap();
    fs::write(
        story.join("a.txt"),
        "Dam is safe, says mayor\n\n“The dam is safe,” Ida Moss, the mayor of Harrow, said on Monday.\n",
    )
    .unwrap();
    root
}

#[test]
fn ok_pages_follow_the_sources_and_an_error_lies_over_the_last_good_page() {
    let root = site();
    let server = Server::start(root.path());

    let (head, body) = server.get("/");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(body.contains("Valley digest") && body.contains("-digest/reload.js"), "{body}");
    assert!(!body.contains("digest-problems"), "{body}");

    // The stream of events tells of the next build.
    let mut events = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    events.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(events, "GET /-digest/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port)
        .unwrap();
    let mut events = BufReader::new(events);
    let mut line = String::new();
    events.read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 200"), "{line}");

    fs::write(root.path().join("site.toml"), "title = \"<b>Harrow</b> digest\"\ntitel = 1\n")
        .unwrap();
    let page = server.until("the overlay", |b| b.contains("digest-problems"));
    assert!(page.contains("Valley digest"), "the last good page stays: {page}");
    assert!(page.contains("titel") && !page.contains("<b>Harrow"), "what is wrong is text: {page}");
    while !line.starts_with("event: changed") {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended without an event");
    }

    fs::write(root.path().join("site.toml"), "title = \"Harrow digest\"\n").unwrap();
    server.until("the mended page", |b| {
        b.contains("Harrow digest") && !b.contains("digest-problems")
    });

    // Who connects after a change has the new page already: told of it, it would load again, and again.
    let mut late = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    late.set_read_timeout(Some(Duration::from_millis(1500))).unwrap();
    write!(late, "GET /-digest/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port)
        .unwrap();
    let mut heard = String::new();
    let mut late = BufReader::new(late);
    while late.read_line(&mut heard).is_ok_and(|n| n > 0) {}
    assert!(heard.starts_with("HTTP/1.1 200") && !heard.contains("event:"), "{heard}");
}

#[test]
fn err_what_is_not_there_not_asked_for_rightly_or_not_of_this_machine() {
    let root = site();
    let server = Server::start(root.path());
    assert!(server.get("/no/such/page/").0.starts_with("HTTP/1.1 404"));
    for outside in
        ["/../site.toml", "/%2e%2e/site.toml", "/..%2fsite.toml", "/content/harrow-dam/a.txt"]
    {
        let (head, body) = server.get(outside);
        assert!(head.starts_with("HTTP/1.1 404"), "{outside}: {head}");
        assert!(!body.contains("The dam is safe"), "{outside}: {body}");
    }
    let (head, body) =
        server.ask("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 403") && !body.contains("Valley"), "{head}\n{body}");
    let (head, _) = server.ask(
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    );
    assert!(head.starts_with("HTTP/1.1 405"), "{head}");
    let (head, body) =
        server.ask("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200") && body.is_empty(), "{head}\n{body}");
    let (head, _) = server.get("/harrow-dam");
    assert!(head.starts_with("HTTP/1.1 307") && head.contains("location: /harrow-dam/"), "{head}");
}
