//! A router in a box: requests through the real middleware, with a cookie jar, no socket.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// Someone with a browser: keeps cookies between requests.
#[derive(Debug, Clone)]
pub struct Visitor {
    router: Router,
    cookies: BTreeMap<String, String>,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// All headers, lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body as bytes.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The value of an input of the page, by its name: `csrf`, `idempotency_key`.
    #[must_use]
    pub fn input(&self, name: &str) -> Option<String> {
        let text = self.text();
        let at = text.find(&format!("name=\"{name}\""))?;
        let tag_start = text[..at].rfind('<')?;
        let tag = &text[tag_start..tag_start + text[tag_start..].find('>')?];
        let value = tag.find("value=\"")? + 7;
        Some(tag[value..value + tag[value..].find('"')?].to_owned())
    }

    /// A header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// An answer that goes on: server-sent events.
#[derive(Debug)]
pub struct Events {
    /// HTTP status.
    pub status: StatusCode,
    body: Body,
    read: String,
}

impl Events {
    /// The next event as it was written, without the line that ends it; `None` at the end.
    ///
    /// # Panics
    /// When the body cannot be read.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.read = rest;
                return Some(event);
            }
            let frame = self.body.frame().await?.expect("a readable body");
            self.read.push_str(&String::from_utf8_lossy(frame.data_ref().map_or(&[], |bytes| bytes)));
        }
    }
}

impl Visitor {
    /// A new visitor with an empty cookie jar.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), headers: Vec::new() }
    }

    /// Adds a header to every request.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A GET request.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    /// A POST of an urlencoded form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect::<Vec<_>>().join("&");
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), body.into_bytes()).await
    }

    /// A POST of a JSON document.
    pub async fn post_json(&mut self, path: &str, body: &str) -> Answer {
        self.send(Method::POST, path, Some("application/json"), body.as_bytes().to_vec()).await
    }

    /// Listens to server-sent events.
    ///
    /// # Panics
    /// When the request cannot be built.
    pub async fn listen(&mut self, path: &str) -> Events {
        let this = self.clone().with_header("accept", "text/event-stream");
        let response = this.ask(Method::GET, path, None, Vec::new()).await;
        let (parts, body) = response.into_parts();
        Events { status: parts.status, body, read: String::new() }
    }

    /// Any request.
    ///
    /// # Panics
    /// When the request cannot be built or the body cannot be read.
    pub async fn send(&mut self, method: Method, path: &str, content_type: Option<&str>, body: Vec<u8>) -> Answer {
        let response = self.ask(method, path, content_type, body).await;
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap_or_default());
        }
        let bytes = body.collect().await.expect("a readable body").to_bytes().to_vec();
        let headers: Vec<(String, String)> =
            parts.headers.iter().map(|(k, v)| (k.to_string(), v.to_str().unwrap_or_default().to_owned())).collect();
        let location = headers.iter().find(|(k, _)| k == "location").map(|(_, v)| v.clone());
        Answer { status: parts.status, location, headers, bytes }
    }

    async fn ask(&self, method: Method, path: &str, content_type: Option<&str>, body: Vec<u8>) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        if !self.cookies.is_empty() {
            let jar = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ");
            request = request.header(header::COOKIE, jar);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(body)).expect("a well-formed request");
        self.router.clone().oneshot(request).await.expect("routers do not fail")
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split(';');
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let gone = parts.any(|part| part.trim().eq_ignore_ascii_case("max-age=0"));
        if gone {
            self.cookies.remove(name.trim());
        } else {
            self.cookies.insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
