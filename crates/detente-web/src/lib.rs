//! The workbench: a local server and the page that it serves.
//!
//! The server ([`Workbench`]) listens on the loopback address alone, answers nobody but its own page with the token of this start, reads and writes nothing but the conflict files of
//! one folder, and never asks anything of another machine. Nothing depends on what it was asked before: every request carries the text of the file, so the text is the document. `api` is
//! what the two say to each other; the page is in `ui/`.

#![forbid(unsafe_code)]

mod analysis;
pub mod api;
mod ask;
mod assets;
mod doc;
mod export;
mod folder;
mod graph;
#[cfg(any(test, feature = "fuzzing"))]
mod grounds;
mod guard;
mod kept;
mod listing;
mod moves;
#[cfg(test)]
mod mutations;
mod published;
#[cfg(test)]
mod questions;
mod reading;
#[cfg(any(test, feature = "fuzzing"))]
mod requests;
mod routes;
#[cfg(any(test, feature = "fuzzing"))]
mod served;
mod sketch;
mod solve;
mod stream;
#[cfg(test)]
mod typescript;
mod ways;

use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

pub use api::FileRef;
pub use assets::is_built;

/// Requests for fuzzers, put to the server in its own process. Not for anybody else.
#[cfg(feature = "fuzzing")]
pub mod fuzzing {
    pub use crate::grounds::{Grounds, SECRET};
    pub use crate::requests::{lawful, mutated, samples};
    pub use crate::routes::Route;
    pub use crate::served::Served;
}

/// What is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder whose conflict files can be opened and saved.
    pub folder: PathBuf,
    /// The file to begin with.
    pub opened: Option<FileRef>,
    /// Further folders in which the documents of ledgers are looked for.
    pub sources: Vec<PathBuf>,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// A folder that has the page, instead of the one that is compiled in.
    pub page: Option<PathBuf>,
}

/// A server that listens already and answers once it [runs](Workbench::run).
#[derive(Debug)]
pub struct Workbench {
    runtime: tokio::runtime::Runtime,
    listener: tokio::net::TcpListener,
    router: axum::Router,
    address: String,
}

impl Workbench {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the port is taken, or the system gives no port, threads or random numbers.
    pub fn listen(options: Options) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)))?;
        let guard = guard::Guard::new(listener.local_addr()?.port())?;
        let address = guard.address();
        let shared = routes::Shared {
            folder: folder::Folder::new(options.folder, options.sources),
            opened: options.opened,
            page: options.page,
            workshop: stream::Workshop::default(),
            kept: kept::Kept::default(),
        };
        Ok(Workbench { runtime, listener, router: routes::router(Arc::new(shared), guard), address })
    }

    /// The address to open in a browser. Whoever knows it can use the workbench.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Answers until `wait` returns, which is called in a thread of its own.
    ///
    /// # Errors
    /// When the system stops the server.
    pub fn run(self, wait: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let Workbench { runtime, listener, router, .. } = self;
        let ended = runtime.block_on(async move {
            tokio::select! {
                ended = async { axum::serve(listener, router).await } => ended,
                _ = tokio::task::spawn_blocking(wait) => Ok(()),
            }
        });
        // Work that is still being done is left behind.
        runtime.shutdown_background();
        ended
    }
}
