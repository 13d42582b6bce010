//! Work that may take long: done beside the server, told line by line, ended when nobody listens any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use detente_engine::{Control, Progress};
use serde::Serialize;
use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use crate::api::{Line, Problem};

/// So many pieces of work are done at a time; others wait.
const AT_A_TIME: usize = 3;
/// Progress is told every so many milliseconds.
const EVERY: u64 = 120;

/// Where work is done.
#[derive(Clone, Debug)]
pub struct Workshop(Arc<Semaphore>);

impl Default for Workshop {
    fn default() -> Self {
        Workshop(Arc::new(Semaphore::new(AT_A_TIME)))
    }
}

impl Workshop {
    /// Whether nothing is being done.
    #[cfg(any(test, feature = "fuzzing"))]
    pub fn is_idle(&self) -> bool {
        self.0.available_permits() == AT_A_TIME
    }

    /// Does `work` and answers with lines. The work is cancelled when the answer is not read to its end.
    pub fn answer<T: Serialize + Send + 'static>(
        &self, work: impl FnOnce(&Control) -> Result<T, Problem> + Send + 'static,
    ) -> Response {
        // A page that reads slowly holds progress back, never the work: what does not fit is left out.
        let (lines, read) = mpsc::channel::<Result<Bytes, std::convert::Infallible>>(16);
        let places = self.0.clone();
        tokio::spawn(async move {
            let Ok(place) = places.acquire_owned().await else { return };
            if lines.is_closed() {
                return;
            }
            let gone = Arc::new(AtomicBool::new(false));
            let watched = {
                let (lines, gone) = (lines.clone(), gone.clone());
                async move {
                    lines.closed().await;
                    gone.store(true, Ordering::Relaxed);
                }
            };
            let watch = tokio::spawn(watched);
            let done = tokio::task::spawn_blocking(move || {
                // Work that takes no more than a moment is not told of, and longer work no more often than somebody can see.
                let (began, told) = (Instant::now(), AtomicU64::new(0));
                let progress = |progress: Progress| {
                    let now = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                    let before = told.load(Ordering::Relaxed);
                    let due = now >= before.saturating_add(EVERY);
                    if due && told.compare_exchange(before, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                        let Progress { what, done, total } = progress;
                        let _ = lines.try_send(Ok(line(&Line::<()>::Progress { what: what.into(), done, total })));
                    }
                };
                let control = Control { cancelled: &|| gone.load(Ordering::Relaxed), progress: &progress };
                let last = match work(&control) {
                    Ok(answer) => line(&Line::Done { answer }),
                    Err(problem) => line(&Line::<()>::Failed { problem }),
                };
                let _ = lines.blocking_send(Ok(last));
                drop(place);
            });
            // A panic is a mistake of ours: the answer then ends without a last line, which the page takes for what it is.
            let _ = done.await;
            watch.abort();
        });
        ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(ReceiverStream::new(read))).into_response()
    }
}

fn line<T: Serialize>(line: &Line<T>) -> Bytes {
    let mut bytes = serde_json::to_vec(line).unwrap_or_else(|error| {
        let problem = Problem { kind: "bad_answer".into(), message: error.to_string() };
        serde_json::to_vec(&Line::<()>::Failed { problem }).unwrap_or_default()
    });
    bytes.push(b'\n');
    bytes.into()
}
