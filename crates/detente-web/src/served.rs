//! The server as tests and fuzzers ask it: without a socket, with the token of its start.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

use crate::folder::Folder;
use crate::guard::Guard;
use crate::kept::Kept;
use crate::routes::{Route, Shared, router};
use crate::stream::Workshop;

/// Work that nobody waits for any more must end within this time.
const ENDS_WITHIN: Duration = Duration::from_secs(5);

/// A server that is asked in its own process.
#[derive(Debug)]
pub struct Served {
    runtime: Runtime,
    router: Router,
    token: String,
    workshop: Workshop,
}

impl Served {
    /// Starts it on a folder.
    ///
    /// # Panics
    /// When the system gives no threads or random numbers.
    pub fn new(folder: PathBuf) -> Self {
        let guard = Guard::new(4000).expect("random numbers");
        let token = guard.address().split_once('#').expect("a token").1.to_string();
        let workshop = Workshop::default();
        let shared = Shared {
            folder: Folder::new(folder, Vec::new()),
            opened: None,
            page: None,
            workshop: workshop.clone(),
            kept: Kept::default(),
        };
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        Served { runtime, router: router(Arc::new(shared), guard), token, workshop }
    }

    /// The whole answer to a request with this body.
    pub fn ask(&self, route: Route, body: Vec<u8>) -> (StatusCode, String) {
        self.runtime.block_on(self.answered(route, body))
    }

    /// The same, but whoever asks goes away when there is no answer in time: then there is none, and the work must end.
    ///
    /// # Panics
    /// When the work goes on.
    pub fn ask_for(&self, patience: Duration, route: Route, body: Vec<u8>) -> Option<(StatusCode, String)> {
        let answer = self.runtime.block_on(async { tokio::time::timeout(patience, self.answered(route, body)).await });
        if answer.is_err() {
            let gone = Instant::now();
            while !self.workshop.is_idle() {
                assert!(gone.elapsed() < ENDS_WITHIN, "{} goes on when nobody waits any more", route.path());
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        answer.ok()
    }

    async fn answered(&self, route: Route, body: Vec<u8>) -> (StatusCode, String) {
        let request = Request::builder()
            .method(if route == Route::Start { Method::GET } else { Method::POST })
            .uri(route.path())
            .header("host", "127.0.0.1:4000")
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(Body::from(body))
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let status = response.status();
        let bytes = response.into_body().collect().await.expect("the whole answer").to_bytes();
        (status, String::from_utf8(bytes.to_vec()).expect("text"))
    }
}
