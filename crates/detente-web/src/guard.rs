//! Who may talk to the server: pages that it served itself, with the token of this start.
//!
//! The server listens on the loopback address alone. That keeps other machines out, and not other pages in the same browser, which may send requests to any address. So every
//! request must name the server's own host (a page elsewhere whose name was made to point here names another), must not come from another origin, and must carry the token,
//! which only whoever saw this program start knows.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::api::Problem;

/// What a request must have.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The port that the server listens on.
    port: u16,
    /// The token of this start.
    token: String,
}

impl Guard {
    /// A guard with a new token.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn new(port: u16) -> std::io::Result<Self> {
        let mut bytes = [0u8; 24];
        getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
        Ok(Guard { port, token: bytes.iter().map(|byte| format!("{byte:02x}")).collect() })
    }

    /// The address to open, token and all. The token is behind the `#`, so that it is never sent with the request for the page, nor to anybody that the page links to.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/#{}", self.port, self.token)
    }

    /// Whether a host is this server.
    fn is_own_host(&self, host: &str) -> bool {
        let Some((name, port)) = host.rsplit_once(':') else { return false };
        port.parse() == Ok(self.port) && matches!(name, "127.0.0.1" | "localhost")
    }

    /// Why a request is refused, if it is.
    fn refusal(&self, method: &Method, path: &str, headers: &HeaderMap) -> Option<&'static str> {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        if !text(header::HOST).is_some_and(|host| self.is_own_host(host)) {
            return Some("the request names another host than this server");
        }
        if let Some(origin) = text(header::ORIGIN)
            && !origin.strip_prefix("http://").is_some_and(|host| self.is_own_host(host))
        {
            return Some("the request comes from another page");
        }
        if let Some(site) = text(HeaderName::from_static("sec-fetch-site"))
            && !matches!(site, "same-origin" | "none")
        {
            return Some("the request comes from another page");
        }
        if !path.starts_with("/api/") {
            return (method != Method::GET && method != Method::HEAD).then_some("pages are only read");
        }
        let given = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")).unwrap_or("");
        // The time that this takes does not depend on how much of the token is right.
        let differs = given.len() ^ self.token.len()
            | given.bytes().zip(self.token.bytes()).fold(0, |all, (a, b)| all | usize::from(a ^ b));
        (differs != 0)
            .then_some("the request has not the token of this start: open the address that the program printed")
    }
}

/// Refuses what may not be answered, and gives every answer the headers that keep a browser strict.
pub async fn guarded(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let refusal = guard.refusal(request.method(), request.uri().path(), request.headers());
    let mut response = match refusal {
        Some(why) => refuse(StatusCode::FORBIDDEN, "refused", why),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry("cache-control").or_insert(HeaderValue::from_static("no-store"));
    response
}

/// An answer that is none.
pub fn refuse(status: StatusCode, kind: &str, message: impl Into<String>) -> Response<Body> {
    (status, axum::Json(Problem { kind: kind.into(), message: message.into() })).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(headers: &[(&'static str, &str)], path: &str) -> Option<&'static str> {
        let guard = Guard { port: 4000, token: "secret".into() };
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a header")));
        guard.refusal(&Method::GET, path, &headers.collect())
    }

    #[test]
    fn a_page_of_this_server_with_the_token_is_answered() {
        let headers = [
            ("host", "127.0.0.1:4000"),
            ("origin", "http://127.0.0.1:4000"),
            ("sec-fetch-site", "same-origin"),
            ("authorization", "Bearer secret"),
        ];
        assert_eq!(refusal(&headers, "/api/start"), None);
        assert_eq!(refusal(&[("host", "localhost:4000")], "/"), None);
    }

    #[test]
    fn a_name_that_was_made_to_point_here_is_another_host() {
        for host in ["evil.example:4000", "127.0.0.1:4001", "127.0.0.1", "127.0.0.1.evil.example:4000", ""] {
            let headers = [("host", host), ("authorization", "Bearer secret")];
            assert!(refusal(&headers, "/api/start").is_some(), "{host}");
            assert!(refusal(&headers, "/").is_some(), "{host}");
        }
        assert!(refusal(&[("authorization", "Bearer secret")], "/api/start").is_some());
    }

    #[test]
    fn another_origin_is_refused_even_with_the_token() {
        for (name, value) in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("origin", "http://127.0.0.1:4001"),
            ("origin", "https://127.0.0.1:4000"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let headers = [("host", "127.0.0.1:4000"), ("authorization", "Bearer secret"), (name, value)];
            assert!(refusal(&headers, "/api/start").is_some(), "{name}: {value}");
        }
    }

    #[test]
    fn without_the_whole_token_nothing_but_the_page_is_answered() {
        for given in ["", "Bearer ", "Bearer secre", "Bearer secretx", "Bearer sEcret", "secret", "Basic secret"] {
            let headers = [("host", "127.0.0.1:4000"), ("authorization", given)];
            assert!(refusal(&headers, "/api/start").is_some(), "{given:?}");
            assert_eq!(refusal(&headers, "/assets/app.js"), None);
        }
    }
}
