//! One thread or many: the same work, the same answer.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::{Control, EngineError, Progress};

/// Who does the work, and whom it reports to.
pub(crate) struct Crew<'a> {
    parallel: bool,
    control: &'a Control<'a>,
    done: AtomicU64,
    total: u64,
}

impl<'a> Crew<'a> {
    /// A crew of one or of many, for `total` pieces of work.
    pub fn new(parallel: bool, control: &'a Control<'a>, total: u64) -> Self {
        Crew { parallel, control, done: AtomicU64::new(0), total }
    }

    /// Ends the work where the asker wants that.
    pub fn check(&self) -> Result<(), EngineError> {
        if (self.control.cancelled)() { Err(EngineError::Cancelled) } else { Ok(()) }
    }

    /// One more piece of work is done.
    pub fn done(&self, what: &'static str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.control.progress)(Progress { done, total: self.total, what });
    }

    /// Calls `work` with every piece of `size` items of `items` and the place of its first item. Pieces are independent of each other.
    pub fn pieces<T: Send>(&self, items: &mut [T], size: usize, work: impl Fn(usize, &mut [T]) + Sync + Send) {
        if self.parallel && items.len() > size {
            items.par_chunks_mut(size).enumerate().for_each(|(at, piece)| work(at * size, piece));
        } else {
            items.chunks_mut(size).enumerate().for_each(|(at, piece)| work(at * size, piece));
        }
    }

    /// Whether `work` is true of any item; it is called for all of them, with room that is `fresh` for each thread at first. Items are
    /// independent of each other.
    pub fn any<T: Send, R>(
        &self, items: Vec<T>, fresh: impl Fn() -> R + Sync + Send, work: impl Fn(&mut R, T) -> bool + Sync + Send,
    ) -> bool {
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
