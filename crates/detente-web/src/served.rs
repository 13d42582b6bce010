//! The server as tests ask it: without a socket, with the token of its start.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

use crate::folder::Folder;
use crate::guard::Guard;
use crate::routes::{Shared, router};
use crate::stream::Workshop;

/// A server with an empty folder.
pub struct Served {
    runtime: Runtime,
    router: Router,
    token: String,
}

impl Served {
    /// Starts it.
    pub fn new() -> Self {
        let guard = Guard::new(4000).expect("random numbers");
        let token = guard.address().split_once('#').expect("a token").1.to_string();
        let shared = Shared {
            folder: Folder::new(PathBuf::from("/nonexistent"), Vec::new()),
            opened: None,
            page: None,
            workshop: Workshop::default(),
        };
        let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime");
        Served { runtime, router: router(Arc::new(shared), guard), token }
    }

    /// The whole answer to what is posted.
    pub fn post(&self, path: &str, body: Vec<u8>) -> (StatusCode, String) {
        let request = Request::post(path)
            .header("host", "127.0.0.1:4000")
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(Body::from(body))
            .expect("a request");
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("an answer");
            let status = response.status();
            let bytes = response.into_body().collect().await.expect("the whole answer").to_bytes();
            (status, String::from_utf8(bytes.to_vec()).expect("text"))
        })
    }
}
