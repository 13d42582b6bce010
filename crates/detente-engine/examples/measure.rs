//! Analyses one random conflict and says how long it took: `measure OPTIONS DECISION_MAKERS [RULES [ONE_WAY [dense|sparse|graph]]]`.
//!
//! One process, one conflict, so that the peak memory of the process is that of the work. It also says how far the progress that was told was from the time that had
//! passed. With `CANCEL=SECONDS` it cancels the work after so long, and says how long that took; `THREADS=NUMBER` is the number of threads.

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use detente_engine::{Control, EngineKind, Progress, Settings, analyse, estimate};
use support::{Size, conflict};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise: usize| arguments.get(at).map_or(otherwise, |a| a.parse().expect("a number"));
    let size = Size { rules: number(2, 0), one_way: number(3, 0), ..Size::plain(number(0, 12), number(1, 3)) };
    let engine = arguments.get(4).map(|word| match word.as_str() {
        "dense" => EngineKind::Dense,
        "sparse" => EngineKind::Sparse,
        _ => EngineKind::Graph,
    });
    let threads = std::env::var("THREADS").ok().map(|t| t.parse().expect("a number"));
    let cancel = std::env::var("CANCEL").ok().map(|t| Duration::from_secs_f64(t.parse().expect("seconds")));
    let settings = Settings { engine, threads, memory: 16 << 30, ..Settings::default() };
    let conflict = conflict(size, 1);
    let start = Instant::now();
    let estimate = estimate(&conflict, &settings);
    println!("{estimate:?} in {:?}", start.elapsed());
    let start = Instant::now();
    let told = Mutex::new(Vec::new());
    let progress = |progress: Progress| told.lock().expect("nobody panics").push((start.elapsed(), progress));
    let is_cancelled = AtomicBool::new(false);
    let cancelled = || {
        if cancel.is_some_and(|after| start.elapsed() > after) {
            is_cancelled.store(true, Ordering::Relaxed);
        }
        is_cancelled.load(Ordering::Relaxed)
    };
    let solution = match analyse(&conflict, &settings, &Control { cancelled: &cancelled, progress: &progress }) {
        Ok(solution) => solution,
        Err(error) => {
            let late = start.elapsed().saturating_sub(cancel.unwrap_or_default());
            println!("{error}, {late:?} after that was asked for");
            return;
        }
    };
    let time = start.elapsed();
    println!("{size:?}: {} states by the {} engine in {time:?}", solution.states(), solution.engine().word());
    for concept in solution.concepts() {
        print!("{} {}  ", concept.name, solution.equilibria(concept).count());
    }
    let told = told.into_inner().expect("nobody panics");
    let off = |(at, progress): &(Duration, Progress)| {
        (progress.done as f64 / progress.total as f64 - at.as_secs_f64() / time.as_secs_f64()).abs()
    };
    println!("\nprogress was off by up to {:.0} %", 100.0 * told.iter().map(off).fold(0.0, f64::max));
}
