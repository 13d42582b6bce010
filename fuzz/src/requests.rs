//! Requests of any kind to the workbench, and what holds of every answer.

use std::time::Duration;

use detente_web::fuzzing::{Grounds, Route, SECRET, Served, lawful, mutated, samples};
use libfuzzer_sys::arbitrary::Unstructured;
use serde_json::Value;

/// The first bytes say what is asked, the others are the text that it is asked of, so that a corpus of files is one of requests.
const HEAD: usize = 48;
/// Whoever asks waits so long, and then goes away.
const PATIENCE: Duration = Duration::from_millis(1500);

/// A server, and the folder that it serves.
pub struct Workbench {
    grounds: Grounds,
    served: Served,
}

impl Default for Workbench {
    fn default() -> Self {
        let grounds = Grounds::new("fuzz");
        let served = Served::new(grounds.folder());
        Workbench { grounds, served }
    }
}

impl Workbench {
    /// Starts it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends the request that some bytes stand for, and checks what holds of the answer.
    pub fn ask(&self, bytes: &[u8]) {
        let (head, text) = bytes.split_at(bytes.len().min(HEAD));
        let mut choices = Unstructured::new(head);
        let mut below = |bound: usize| choices.choose_index(bound).unwrap_or(0);
        let route = Route::ALL[below(Route::ALL.len())];
        let body = match below(4) {
            0 => text.to_vec(),
            how => {
                // Of a short text it is asked as of the file in the folder, so that there is something to ask about.
                let text = String::from_utf8_lossy(text);
                let text = if text.len() < 16 { Grounds::text() } else { text.into_owned() };
                let mut samples = samples(route, &text);
                let mut request = samples.swap_remove(below(samples.len()));
                for _ in 1..how {
                    request = changed(&request, &text, &mut below);
                }
                serde_json::to_vec(&request).expect("it is JSON")
            }
        };
        let answer = self.served.ask_for(PATIENCE, route, body);
        if let Some((status, text)) = answer {
            lawful(status, &text).unwrap_or_else(|wrong| panic!("{}: {wrong}", route.path()));
            assert!(!text.contains(SECRET), "{}: {text:.500}", route.path());
        }
        if route == Route::Save {
            self.grounds.assert_untouched();
            self.grounds.lay_out();
        }
    }
}

/// A request with something changed in it, but mostly not its text, which is changed already.
fn changed(request: &Value, text: &str, below: &mut dyn FnMut(usize) -> usize) -> Value {
    let mut changed = mutated(request, below);
    if below(8) > 0
        && let Some(said) = changed.get_mut("text")
    {
        *said = text.into();
    }
    changed
}
