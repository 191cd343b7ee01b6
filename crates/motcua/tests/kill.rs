//! The real binary is killed in the middle of work, again and again: what was acknowledged is there
//! once, what was not leaves no half, and numbers have no duplicates.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_motcua");
const ROUNDS: usize = 4;
const CLIENTS: usize = 6;

struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(data: &Path) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(BINARY)
            .args(["serve", "--demo", "--data"])
            .arg(data)
            .env("PORT", port.to_string())
            .env_remove("DATABASE_URL")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { child, port };
        let until = Instant::now() + Duration::from_secs(60);
        while ask(port, "GET", "/thu-tuc", "", "", "").is_none_or(|(status, _)| status != 200) {
            assert!(Instant::now() < until, "the server answers within a minute");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// No goodbye: SIGKILL.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// One request over a socket of its own; `None` when no whole answer came.
#[expect(clippy::too_many_arguments, reason = "the parts of a request")]
fn ask(port: u16, method: &str, path: &str, token: &str, key: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    (!body.is_empty() || status == 204).then(|| (status, body.to_owned()))
}

fn token(data: &Path) -> String {
    let made = Command::new(BINARY)
        .args(["token", "create", "--role", "integration", "--scope", "province", "--data"])
        .arg(data)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

fn filing(number: usize) -> String {
    format!(
        r#"{{"procedure":"1.013225","office":"H49.101","accept":true,"papers":[{{"no":1}},{{"no":2}},{{"no":3}}],
            "owner":{{"name":"Lý Văn Phúc","personal_id":"{:012}","phone":"0900000117"}}}}"#,
        22_099_000_000_usize + number
    )
}

/// The code in a dossier's JSON, wherever the answer was cut into chunks.
fn code_of(body: &str) -> Option<String> {
    let at = body.find("\"code\":\"H49.101-")? + 8;
    Some(body[at..at + body[at..].find('"')?].to_owned())
}

#[test]
fn killed_in_the_middle_nothing_acknowledged_is_lost_and_no_half_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let first = Server::start(folder.path());
    let token = token(folder.path());
    first.kill();

    let numbers = Arc::new(AtomicUsize::new(0));
    let acknowledged: Arc<Mutex<Vec<(usize, String)>>> = Arc::default();
    for round in 0..ROUNDS {
        let server = Server::start(folder.path());
        let stopping = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (numbers, acknowledged) = (Arc::clone(&numbers), Arc::clone(&acknowledged));
                let (stopping, token, port) = (Arc::clone(&stopping), token.clone(), server.port);
                std::thread::spawn(move || {
                    while !stopping.load(Ordering::Relaxed) {
                        let number = numbers.fetch_add(1, Ordering::Relaxed);
                        let key = format!("kill-{number}");
                        match ask(port, "POST", "/api/v1/dossiers", &token, &key, &filing(number)) {
                            Some((201, body)) => {
                                let code = code_of(&body).unwrap_or_else(|| panic!("no code in {body}"));
                                acknowledged.lock().unwrap().push((number, code));
                            }
                            Some((status, body)) => panic!("{status}: {body}"),
                            None => {}
                        }
                    }
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(250 + 150 * round as u64));
        server.kill();
        stopping.store(true, Ordering::Relaxed);
        clients.into_iter().for_each(|client| client.join().unwrap());
    }

    let server = Server::start(folder.path());
    let acknowledged = acknowledged.lock().unwrap();
    assert!(acknowledged.len() > ROUNDS, "work was done: {}", acknowledged.len());
    let mut codes = BTreeSet::new();
    for (number, code) in acknowledged.iter() {
        assert!(codes.insert(code.clone()), "{code} was given twice");
        let (status, body) = ask(server.port, "GET", &format!("/api/v1/dossiers/{code}"), &token, "", "").unwrap();
        assert_eq!(status, 200, "{code} is there");
        // Filed and accepted in one transaction: never one without the other.
        assert!(body.contains("\"state\":\"received\"") && body.contains("\"version\":2"), "{body}");
        // The same request again has no second effect and the same answer.
        let again = ask(server.port, "POST", "/api/v1/dossiers", &token, &format!("kill-{number}"), &filing(*number));
        let (_, body) = again.unwrap();
        assert_eq!(code_of(&body).as_ref(), Some(code));
    }
    // What was asked but never answered either happened whole or not at all: asking again settles it.
    let all = numbers.load(Ordering::Relaxed);
    for number in 0..all {
        let body = ask(server.port, "POST", "/api/v1/dossiers", &token, &format!("kill-{number}"), &filing(number));
        let code = code_of(&body.unwrap().1).unwrap();
        codes.insert(code);
    }
    assert_eq!(codes.len(), all, "one dossier for each request, no more and no fewer");
    server.kill();
}
