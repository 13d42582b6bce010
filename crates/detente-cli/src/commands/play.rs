//! `detente play`: step through a conflict, move by move.

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use detente_analysis::certify::{Prover, Request};
use detente_analysis::motion::{self, Offer, Path, Step, Worth};
use detente_model::concept::{NASH, SEQ};
use detente_model::{DmId, Meaning};
use detente_report::document::Document;
use detente_report::pages;

use super::question::{certify_failure, find};
use super::solve::solve;
use crate::args::{Format, Layout, Play, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

/// A line that is longer is not a command.
const MAX_LINE: u64 = 1 << 12;

const HELP: &str = "\
A number makes that move. Nobody moves twice in succession.
  u, undo     take the last move back
  r, reset    begin again
  a, all      list all moves, not only the first few that are no improvement
  w, why      why the state would last, or would not
  p, pass     let the others answer (with --as)
  h, help     this
  q, quit     end, with the transcript
";

pub fn run(args: &Play) -> Result<u8, Failure> {
    if args.input.file == "-" {
        return Err(Failure::usage("the moves come from standard input, so the conflict has to come from a file"));
    }
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    let answer = match solve(conflict, &[&NASH, &SEQ], &Work::default()) {
        Ok(answer) => Some(answer),
        Err(failure) if failure.code == exit::TOO_LARGE => None,
        Err(failure) => return Err(failure),
    };
    let from = find(&meaning, args.state.as_deref(), answer.as_ref())?;
    let own = args.own.as_deref().map(|id| super::decision_maker(conflict, id)).transpose()?;
    let words = pages::Play { meaning: &meaning, answer: answer.as_ref() };
    let layout = Layout { format: Format::Text, width: args.width };
    let mut game = Game { meaning: &meaning, own, path: Path { from, steps: Vec::new() }, rounds: Vec::new() };

    let mut title = Document::titled(conflict.title.as_str());
    if let Some(dm) = own {
        title.paragraph(format!(
            "You move for {}. After each of your moves the others answer in order, each with a best improvement if it has one.",
            conflict.dm(dm).name
        ));
    }
    terminal::show(&title, &layout)?;
    terminal::print("Type a number to make a move, “help” for more.\n")?;
    let (mut all, mut stale) = (false, true);
    while !terminal::interrupted() {
        let offers = game.offers();
        if stale {
            terminal::print("\n")?;
            terminal::show(&words.turn(game.path.end(), &offers, all), &layout)?;
            if offers.is_empty() {
                let who = if own.is_some() {
                    "You have no move from here: pass, undo"
                } else {
                    "Nobody who may has a move from here: undo"
                };
                terminal::print(&format!("{who}, reset or quit.\n"))?;
            }
        }
        (all, stale) = (false, false);
        let Some(line) = next_line()? else { break };
        match line.trim().to_lowercase().as_str() {
            "" => {}
            "q" | "quit" | "exit" => break,
            "h" | "help" | "?" => terminal::print(HELP)?,
            "a" | "all" => (all, stale) = (true, true),
            "u" | "undo" => match game.undo() {
                true => stale = true,
                false => terminal::print("There is no move to take back.\n")?,
            },
            "r" | "reset" => {
                game.path.steps.clear();
                game.rounds.clear();
                stale = true;
            }
            "w" | "why" => {
                let state = game.path.end();
                let mut verdicts = Vec::new();
                let mut prover = Prover::new(&meaning);
                for dm in conflict.dm_ids() {
                    for concept in [&NASH, &SEQ] {
                        let request = Request { concept, dm, state: state.clone() };
                        let reasons = prover.reasons(&request).map_err(certify_failure)?;
                        verdicts.push((request, reasons));
                    }
                }
                let page = pages::Why { meaning: &meaning, answer: answer.as_ref() }.page(state, &verdicts);
                terminal::show(&page, &layout)?;
            }
            "p" | "pass" => match own {
                Some(_) => {
                    game.rounds.push(game.path.steps.len());
                    answered(&mut game, &words, &layout)?;
                    stale = true;
                }
                None => terminal::print("There is nobody to pass to: choose a move of anybody.\n")?,
            },
            other => match other.parse::<usize>().ok().and_then(|n| offers.get(n.checked_sub(1)?)) {
                Some(offer) => {
                    game.rounds.push(game.path.steps.len());
                    let step = Step { by: offer.by, to: offer.to.clone() };
                    terminal::show(&words.told(game.path.end(), &step), &layout)?;
                    game.path.steps.push(step);
                    if own.is_some() {
                        answered(&mut game, &words, &layout)?;
                    }
                    stale = true;
                }
                None if offers.is_empty() => {
                    terminal::print("There is no move to choose; “help” says what there is.\n")?
                }
                None => {
                    let last = offers.len();
                    terminal::print(&format!("“{other}” is no move from 1 to {last}; “help” says what there is.\n"))?;
                }
            },
        }
    }
    terminal::print("\n")?;
    terminal::show(&words.transcript(&game.path), &layout)?;
    Ok(if terminal::interrupted() { exit::INTERRUPTED } else { exit::OK })
}

/// Lets the others answer, and tells what they do.
fn answered(game: &mut Game, words: &pages::Play, layout: &Layout) -> Result<(), Failure> {
    let before = game.path.steps.len();
    game.answer();
    if game.path.steps.len() == before {
        terminal::print("Nobody answers: none of the others has an improvement.\n")?;
    }
    for at in before..game.path.steps.len() {
        let from = if at == 0 { &game.path.from } else { &game.path.steps[at - 1].to };
        terminal::show(&words.told(from, &game.path.steps[at]), layout)?;
    }
    Ok(())
}

/// The next line of standard input, of which a prompt is shown; `None` at its end.
fn next_line() -> Result<Option<String>, Failure> {
    terminal::print("> ")?;
    let stdin = std::io::stdin();
    let mut bytes = Vec::new();
    stdin
        .lock()
        .take(MAX_LINE)
        .read_until(b'\n', &mut bytes)
        .map_err(|error| Failure::new(exit::BAD_INPUT, format_args!("standard input cannot be read: {error}")))?;
    if bytes.is_empty() {
        terminal::print("\n")?;
        return Ok(None);
    }
    let line = String::from_utf8_lossy(&bytes).chars().filter(|letter| !letter.is_control()).collect::<String>();
    // What was typed is on the screen already; what comes from a file is not.
    if !stdin.is_terminal() {
        terminal::print(&format!("{line}\n"))?;
    }
    Ok(Some(line))
}

/// A game: what was played so far.
struct Game<'m, 'c> {
    meaning: &'m Meaning<'c>,
    /// The decision maker that the player moves for; `None` where it is everybody.
    own: Option<DmId>,
    path: Path,
    /// How many steps had been taken before each round: undo goes back a round.
    rounds: Vec<usize>,
}

impl Game<'_, '_> {
    /// What the player can do now.
    fn offers(&self) -> Vec<Offer> {
        let last = self.path.steps.last().map(|step| step.by);
        match self.own {
            // The others have had their turn, even where they let it pass.
            Some(own) => {
                motion::offers(self.meaning, self.path.end(), None).into_iter().filter(|o| o.by == own).collect()
            }
            None => motion::offers(self.meaning, self.path.end(), last),
        }
    }

    /// The others answer, each once, with a best improvement; of several the first.
    fn answer(&mut self) {
        for dm in self.meaning.conflict().dm_ids().filter(|&dm| Some(dm) != self.own) {
            let best = motion::offers(self.meaning, self.path.end(), None)
                .into_iter()
                .find(|offer| offer.by == dm && offer.worth == Worth::Best);
            if let Some(offer) = best {
                self.path.steps.push(Step { by: dm, to: offer.to });
            }
        }
    }

    fn undo(&mut self) -> bool {
        match self.rounds.pop() {
            Some(steps) => {
                self.path.steps.truncate(steps);
                true
            }
            None => false,
        }
    }
}
