//! The page, compiled in.

use std::borrow::Cow;
use std::path::{Component, Path};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// A file of the page.
struct Asset {
    path: &'static str,
    bytes: &'static [u8],
}

// `ASSETS` and `BUILT`: whether the page was built, or a plain one stands in for it.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Whether this program has the workbench in it, and not only a page that says why it has not.
pub const fn is_built() -> bool {
    BUILT
}

/// A file of the page, by its path; the page itself for `/`. From a folder where one is given, for whoever works on the page.
pub fn asset(path: &str, folder: Option<&Path>) -> Option<Response<Body>> {
    let path = if path == "/" { "/index.html" } else { path };
    let bytes: Cow<'static, [u8]> = match folder {
        None => ASSETS.iter().find(|asset| asset.path == path)?.bytes.into(),
        Some(folder) => {
            let name = Path::new(path.strip_prefix('/')?);
            let inside = name.components().all(|component| matches!(component, Component::Normal(_)));
            std::fs::read(inside.then(|| folder.join(name))?).ok()?.into()
        }
    };
    let (kind, cache) = match path.rsplit('.').next() {
        Some("html") => ("text/html; charset=utf-8", "no-store"),
        // The names of these change with what is in them.
        Some("js") => ("text/javascript; charset=utf-8", "private, max-age=31536000, immutable"),
        Some("css") => ("text/css; charset=utf-8", "private, max-age=31536000, immutable"),
        Some("svg") => ("image/svg+xml", "private, max-age=3600"),
        Some("woff2") => ("font/woff2", "private, max-age=31536000, immutable"),
        _ => ("application/octet-stream", "no-store"),
    };
    // What makes styles while it runs (the editor) may do so with the nonce of this answer.
    let nonce = if path.ends_with(".html") { nonce() } else { None };
    let mut response = match (&nonce, std::str::from_utf8(&bytes)) {
        (Some(nonce), Ok(text)) => (StatusCode::OK, text.replace("__NONCE__", nonce)).into_response(),
        _ => (StatusCode::OK, Body::from(bytes.into_owned())).into_response(),
    };
    let policy = match &nonce {
        Some(nonce) => POLICY.replace("style-src 'self'", &format!("style-src 'self' 'nonce-{nonce}'")),
        None => POLICY.to_string(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Some(response)
}

/// What the page may do: load its own files, talk to its own server, and nothing else. Pictures that it makes itself are saved by way of `blob:`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A word that nobody can guess; `None` where the system has no random numbers.
fn nonce() -> Option<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
