//! One thread or many: the same work, the same answer.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use crate::{Control, EngineError, Progress};

/// Who does the work, and whom it reports to.
pub(crate) struct Crew<'a> {
    parallel: bool,
    control: &'a Control<'a>,
    done: AtomicU64,
    total: AtomicU64,
    /// Whether the asker has cancelled: after that there is no way back, since pieces have been skipped.
    is_cancelled: AtomicBool,
}

impl<'a> Crew<'a> {
    /// A crew of one or of many, for `total` pieces of work.
    pub fn new(parallel: bool, control: &'a Control<'a>, total: u64) -> Self {
        Crew {
            parallel,
            control,
            done: AtomicU64::new(0),
            total: AtomicU64::new(total),
            is_cancelled: AtomicBool::new(false),
        }
    }

    /// Whether several threads work.
    pub fn is_parallel(&self) -> bool {
        self.parallel
    }

    /// Whether the asker wants the work to end. Pieces of work are then skipped, and what comes of them means nothing: whoever uses it has to [`Self::check`] first.
    pub fn is_cancelled(&self) -> bool {
        if !self.is_cancelled.load(Ordering::Relaxed) && (self.control.cancelled)() {
            self.is_cancelled.store(true, Ordering::Relaxed);
        }
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Ends the work where the asker wants that.
    pub fn check(&self) -> Result<(), EngineError> {
        if self.is_cancelled() { Err(EngineError::Cancelled) } else { Ok(()) }
    }

    /// There are `total` pieces of work, which are better known now than when the crew was put together.
    pub fn expect(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// One more piece of work is done.
    pub fn done(&self, what: &'static str) {
        self.advance(1, what);
    }

    /// So many more pieces of work are done.
    pub fn advance(&self, pieces: u64, what: &'static str) {
        if pieces > 0 {
            let done = self.done.fetch_add(pieces, Ordering::Relaxed) + pieces;
            (self.control.progress)(Progress { done, total: self.total.load(Ordering::Relaxed), what });
        }
    }

    /// Calls `work` with every piece of `size` items of `items` and the place of its first item. Pieces are independent of each other. Where the asker cancels,
    /// pieces that are left are skipped.
    pub fn pieces<T: Send>(&self, items: &mut [T], size: usize, work: impl Fn(usize, &mut [T]) + Sync + Send) {
        let work = |first: usize, piece: &mut [T]| {
            if !self.is_cancelled() {
                work(first, piece);
            }
        };
        if self.parallel && items.len() > size {
            items.par_chunks_mut(size).enumerate().for_each(|(at, piece)| work(at * size, piece));
        } else {
            items.chunks_mut(size).enumerate().for_each(|(at, piece)| work(at * size, piece));
        }
    }

    /// Whether `work` is true of any item; it is called for all of them, with room that is `fresh` for each thread at first. Items are
    /// independent of each other. Where the asker cancels, items that are left are skipped.
    pub fn any<T: Send, R>(
        &self, items: Vec<T>, fresh: impl Fn() -> R + Sync + Send, work: impl Fn(&mut R, T) -> bool + Sync + Send,
    ) -> bool {
        let work = |room: &mut R, item: T| !self.is_cancelled() && work(room, item);
        if self.parallel && items.len() > 1 {
            items.into_par_iter().map_init(fresh, work).reduce(|| false, |a, b| a | b)
        } else {
            let mut room = fresh();
            items.into_iter().map(|item| work(&mut room, item)).fold(false, |a, b| a | b)
        }
    }

    /// The results of `work` for the numbers below `count`, in order.
    pub fn map<R: Send>(
        &self, count: usize, work: impl Fn(usize) -> Result<R, EngineError> + Sync + Send,
    ) -> Result<Vec<R>, EngineError> {
        if self.parallel { (0..count).into_par_iter().map(work).collect() } else { (0..count).map(work).collect() }
    }
}
