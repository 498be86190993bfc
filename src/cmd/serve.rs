//! `digest serve`: the site on this machine, built again as it changes.
//!
//! The site lies in memory; nothing is written but the kept readings. [`work`] builds it, [`watch`] notices changes,
//! this file answers browsers.

mod watch;
mod work;

use super::Context;
use crate::cli::Serve;
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use std::{
    convert::Infallible,
    net::{Ipv4Addr, SocketAddr},
    process::ExitCode,
    sync::{Arc, RwLock},
    time::Duration,
};
use story_digest::diagnostic::render::escape_html;
use tokio::{net::TcpListener, sync::watch as signal};
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};
use work::Shown;

/// Where the script, the style and the events of the server itself lie; no page of a site begins so.
const OWN: &str = "-digest/";

/// Under which the published pages work, too.
const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

const RELOAD_JS: &str = include_str!("serve/reload.js");
const OVERLAY_CSS: &str = include_str!("serve/overlay.css");

/// What every request sees.
#[derive(Clone)]
struct Server {
    shown: Arc<RwLock<Arc<Shown>>>,
    changes: signal::Receiver<u64>,
    /// "/" or "/digest/".
    base: Arc<str>,
}

pub fn run(context: &Context, args: &Serve) -> anyhow::Result<ExitCode> {
    let Some(base) = base_path(&args.base_path) else {
        return Ok(context.refuse(
            "bad-value",
            format!(
                "--base-path {}: a path of letters, digits, - and _ was expected",
                args.base_path
            ),
            "write it as --base-path /digest/",
        ));
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let listener = match runtime.block_on(TcpListener::bind(address)) {
        Ok(listener) => listener,
        Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => {
            let next = args.port.checked_add(1).unwrap_or(4000);
            return Ok(context.refuse(
                "port-taken",
                format!("port {} is taken by another program (another digest serve?)", args.port),
                &format!("stop it, or take another port: digest serve --port {next} (0: any that is free)"),
            ));
        }
        Err(e) => {
            return Ok(context.refuse(
                "no-listening",
                format!("cannot listen on {address}: {e}"),
                "take a port above 1023 with --port",
            ));
        }
    };
    let worker = match work::Worker::new(context, !args.no_cache) {
        Ok(worker) => worker,
        Err(status) => return Ok(status),
    };
    let address = listener.local_addr()?;
    let place = format!("http://{address}{base}");
    let (tell, changes) = signal::channel(0_u64);
    let shown = Arc::new(RwLock::new(Arc::new(worker.shown())));
    let server = Server { shown: Arc::clone(&shown), changes, base: base.clone().into() };
    let root = worker.root().to_owned();
    let own_output = worker.output();
    let events = match watch::start(&root, &own_output, args.poll) {
        Ok(events) => events,
        Err(e) => {
            return Ok(context.refuse(
                "no-watching",
                format!("changes cannot be watched: {e}"),
                "digest serve --poll looks for them itself",
            ));
        }
    };
    std::thread::Builder::new().name("build".into()).spawn(move || {
        let mut worker = worker;
        while let Some(paths) = events.next() {
            worker.rebuild(&paths);
            let next = Arc::new(worker.shown());
            if let Ok(mut shown) = shown.write() {
                *shown = next;
            }
            tell.send_modify(|n| *n += 1);
        }
    })?;
    context.say(format_args!("{place}   (Ctrl-C ends)"));
    context.result(&serde_json::json!({"schema": 1, "ok": true, "url": place}))?;
    if args.open {
        open(context, &place);
    }
    runtime.block_on(async move {
        let router = Router::new()
            .route(&format!("{base}{OWN}events"), get(events_of))
            .fallback(get(page))
            .with_state(server);
        tokio::select! {
            served = axum::serve(listener, router) => served,
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })?;
    // Open event streams and a build under way are nobody's concern any more.
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}

/// "/" and "/digest/" of "", "/", "digest", "/digest".
fn base_path(written: &str) -> Option<String> {
    let parts: Vec<&str> = written.split('/').filter(|p| !p.is_empty()).collect();
    let plain = |p: &&str| p.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    parts.iter().all(plain).then(|| match parts.len() {
        0 => "/".to_owned(),
        _ => format!("/{}/", parts.join("/")),
    })
}

fn open(context: &Context, place: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let silent = std::process::Stdio::null;
    let opened =
        std::process::Command::new(program).arg(place).stdout(silent()).stderr(silent()).spawn();
    if let Err(e) = opened {
        context.say(format_args!(
            "no browser could be opened ({program}: {e}); open {place} yourself"
        ));
    }
}

async fn events_of(
    State(server): State<Server>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, StatusCode> {
    if !local(&headers) {
        return Err(StatusCode::FORBIDDEN);
    }
    // The value that is there when a page connects is no change.
    // A clone has seen what the first receiver saw, which is nothing: without this every page that connects after a change
    // would be told of it, load again, and connect again.
    let mut changes = server.changes.clone();
    changes.mark_unchanged();
    let changes = WatchStream::from_changes(changes);
    let events = changes.map(|n| Ok(Event::default().event("changed").data(n.to_string())));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

async fn page(
    State(server): State<Server>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, "only GET is answered\n").into_response();
    }
    // A page elsewhere that has its own name point to this machine gets nothing.
    if !local(&headers) {
        return (StatusCode::FORBIDDEN, "this host is not served\n").into_response();
    }
    let Some(path) = uri.path().strip_prefix(&*server.base) else {
        let base = server.base.to_string();
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, base)]).into_response();
    };
    match path {
        "-digest/reload.js" => return own("text/javascript; charset=utf-8", RELOAD_JS),
        "-digest/overlay.css" => return own("text/css; charset=utf-8", OVERLAY_CSS),
        _ => {}
    }
    let shown = match server.shown.read() {
        Ok(shown) => Arc::clone(&shown),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let path = decoded(path);
    let name = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.clone()
    };
    if let Some(bytes) = shown.files.get(&name) {
        return answer(&server, &shown, StatusCode::OK, &name, bytes);
    }
    if shown.files.contains_key(&format!("{path}/index.html")) {
        let to =
            format!("{}{}/", server.base, uri.path().strip_prefix(&*server.base).unwrap_or(""));
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response();
    }
    let empty = Vec::new();
    let missing = shown.files.get("404.html").unwrap_or(&empty);
    answer(&server, &shown, StatusCode::NOT_FOUND, "404.html", missing)
}

/// Whether the request names this machine: names of others are how foreign pages reach in (DNS rebinding).
fn local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("localhost");
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn answer(
    server: &Server,
    shown: &Shown,
    status: StatusCode,
    name: &str,
    bytes: &[u8],
) -> Response {
    let body = if name.ends_with(".html") {
        let page = String::from_utf8_lossy(bytes);
        Body::from(with_overlay(&page, &server.base, &shown.problems))
    } else {
        Body::from(bytes.to_vec())
    };
    let headers = [
        (header::CONTENT_TYPE, kind_of(name)),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, body).into_response()
}

fn own(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response()
}

/// The page with the script that reloads it and, where something is wrong, what: as text, never as markup.
fn with_overlay(html: &str, base: &str, problems: &[String]) -> String {
    let mut added = format!(
        "<link rel=\"stylesheet\" href=\"{base}{OWN}overlay.css\"><script src=\"{base}{OWN}reload.js\" defer></script>"
    );
    if !problems.is_empty() {
        // Before the first good state there is no page to show below.
        let heading =
            if html.is_empty() { "Not built yet" } else { "Not built: this is the last good page" };
        added.push_str(&format!(
            "<section class=\"digest-problems\" role=\"alert\"><h2>{heading}</h2>"
        ));
        for problem in problems {
            added.push_str(&format!("<pre>{}</pre>", escape_html(problem)));
        }
        added.push_str("</section>");
    }
    match html.rfind("</body>") {
        Some(at) => format!("{}{added}{}", &html[..at], &html[at..]),
        None => format!(
            "<!doctype html><html lang=\"en\"><title>digest serve</title><body>{html}{added}</body></html>"
        ),
    }
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, e)| e).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "jsonld" => "application/ld+json",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Percent signs of a path undone.
fn decoded(path: &str) -> String {
    let whole = format!("http://x/?p={}", path.replace('+', "%2B").replace('&', "%26"));
    url::Url::parse(&whole)
        .ok()
        .and_then(|u| u.query_pairs().next().map(|(_, v)| v.into_owned()))
        .unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_base_paths() {
        for (written, path) in [("/", "/"), ("", "/"), ("a", "/a/"), ("/a/b", "/a/b/")] {
            assert_eq!(base_path(written).as_deref(), Some(path));
        }
        assert_eq!(base_path("/a b/"), None);
        assert_eq!(base_path("/../"), None);
    }

    #[test]
    fn ok_problems_are_text_in_the_page() {
        let page =
            with_overlay("<body><p>x</p></body>", "/", &["<script>alert(1)</script>".into()]);
        assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
        assert!(page.contains("<p>x</p>"), "the last good page stays: {page}");
        assert!(page.ends_with("</body>"));
        assert!(page.contains("this is the last good page"), "{page}");
        let first = with_overlay("", "/", &["error".into()]);
        assert!(first.contains("Not built yet") && !first.contains("last good"), "{first}");
    }

    #[test]
    fn err_names_of_other_machines() {
        let of = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            local(&headers)
        };
        assert!(of("127.0.0.1:3000") && of("localhost:3000") && of("[::1]:3000"));
        assert!(
            !of("digest.example:3000") && !of("localhost.evil.example") && !of("192.0.2.7:3000")
        );
    }
}
