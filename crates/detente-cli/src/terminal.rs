//! What the program shows and hears: pages on standard output, progress on standard error, and Ctrl-C.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use detente_desk::{Host, SURVEY_WORK};
use detente_engine::{EngineKind, Progress};
use detente_report::advice::Surface;
use detente_report::document::Document;
use detente_report::{markdown, text};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::args::{Engine, Format, Layout, Work};
use crate::exit::Failure;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whoever waits for Ctrl-C, and cannot look now and then.
static WAITING: Mutex<Option<Box<dyn FnOnce() + Send>>> = Mutex::new(None);

/// Does something once when Ctrl-C is pressed.
pub fn when_interrupted(then: impl FnOnce() + Send + 'static) {
    *WAITING.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(then));
}

/// Lets Ctrl-C end work in good order; pressed again, it ends the program at once.
pub fn listen_for_interrupts() {
    // Where no handler can be set, Ctrl-C just ends the program.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(crate::exit::INTERRUPTED));
        }
        if let Some(then) = WAITING.lock().unwrap_or_else(PoisonError::into_inner).take() {
            then();
        }
    });
}

/// Whether somebody has pressed Ctrl-C.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Writes text to standard output. Styles are kept only on a terminal that wants them (`NO_COLOR` is obeyed).
pub fn print(text: &str) -> Result<(), Failure> {
    end_of_work();
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a note to standard error.
pub fn tell(text: &str) {
    end_of_work();
    // Nothing can be done when standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Writes a page as text or Markdown.
pub fn show(page: &Document, layout: &Layout) -> Result<(), Failure> {
    match layout.format {
        Format::Markdown => print(&markdown::render(page)),
        _ => print(&text::render(page, width(layout))),
    }
}

fn width(layout: &Layout) -> usize {
    match layout.width {
        Some(width) => usize::from(width),
        None if std::io::stdout().is_terminal() => {
            terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(60, 120))
        }
        None => 100,
    }
}

/// What a question needs of this program.
pub fn host(work: &Work) -> Host<'static> {
    Host {
        cancelled: &interrupted,
        progress: &progress,
        tell: &tell,
        memory: work.memory.saturating_mul(1 << 20),
        threads: work.threads,
        engine: work.engine.map(|engine| match engine {
            Engine::Dense => EngineKind::Dense,
            Engine::Sparse => EngineKind::Sparse,
            Engine::Graph => EngineKind::Graph,
            Engine::Symbolic => EngineKind::Symbolic,
        }),
        survey_work: SURVEY_WORK,
        folders: &[],
        surface: Surface::CommandLine,
    }
}

/// Work that takes no longer is not shown.
const MOMENT: Duration = Duration::from_millis(500);

/// The work that is being done: since when, and how it is shown.
static WORK: Mutex<Option<(Instant, Option<Bar>)>> = Mutex::new(None);

/// Shows how far work is, on standard error, once it takes more than a moment. Whatever is printed or told next takes its place.
pub fn progress(progress: Progress) {
    // Many threads may tell how far they are: who comes while another is being heard is left out.
    let Ok(mut work) = WORK.try_lock() else { return };
    let (began, bar) = work.get_or_insert_with(|| (Instant::now(), None));
    if began.elapsed() >= MOMENT {
        bar.get_or_insert_with(|| Bar::new(&progress)).show(&progress);
    }
}

/// Lines about rows come so often where no bar can be shown.
#[cfg(feature = "sweep")]
const LINE_EVERY: Duration = Duration::from_secs(15);

/// When the rows began, how many were done then, and when a line was last told of them.
#[cfg(feature = "sweep")]
static ROWS: Mutex<Option<(Instant, u64, Instant)>> = Mutex::new(None);

/// The same for rows of a sweep, with how many are done a second; where standard error is no terminal, a line now and then, for logs.
#[cfg(feature = "sweep")]
pub fn rows(progress: Progress) {
    if std::io::stderr().is_terminal() {
        return self::progress(progress);
    }
    let Ok(mut rows) = ROWS.try_lock() else { return };
    let now = Instant::now();
    let (began, before, last) = rows.get_or_insert((now, progress.done, now));
    if now.duration_since(*last) < LINE_EVERY {
        return;
    }
    *last = now;
    let (done, seconds) = (progress.done - *before, now.duration_since(*began).as_secs().max(1));
    let rate = (done / seconds).max(1);
    let number = |n: u64| detente_report::number(n);
    let left = (progress.total - progress.done) / rate;
    tell(&format!(
        "{} of {} rows, {} a second, {} s left",
        number(progress.done),
        number(progress.total),
        number(rate),
        number(left)
    ));
}

/// Clears away what is shown of work.
fn end_of_work() {
    drop(WORK.lock().unwrap_or_else(PoisonError::into_inner).take());
}

/// A bar on standard error for work that takes more than a moment.
#[derive(Debug)]
struct Bar(ProgressBar);

impl Bar {
    /// It shows itself on a terminal only.
    fn new(progress: &Progress) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(8));
        let template = match progress.what {
            "rows" => "{human_pos} of {human_len} {msg} {wide_bar} {rate} a second, {eta} left",
            _ => "{msg} {wide_bar} {percent}% {eta} left",
        };
        let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A bar that cannot be drawn is nothing to complain of.
            let _ = write!(out, "{}", detente_report::number(state.per_sec() as u64));
        };
        let style = ProgressStyle::with_template(template).expect("the template is constant");
        bar.set_style(style.with_key("rate", rate));
        // What was done before is no measure of what is done now.
        bar.set_position(progress.done);
        bar.reset_eta();
        bar.enable_steady_tick(Duration::from_millis(250));
        Bar(bar)
    }

    /// Shows how far the work is.
    fn show(&self, progress: &Progress) {
        self.0.set_length(progress.total);
        self.0.set_position(progress.done);
        self.0.set_message(progress.what);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
