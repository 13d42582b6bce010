//! `detente play`: step through a conflict, move by move.

use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use detente_analysis::certify::{Prover, Request};
use detente_analysis::motion::{self, Offer, Path, Step, Worth};
use detente_desk::{Refusal, find};
use detente_model::concept::{NASH, SEQ};
use detente_model::{Conflict, DmId, Meaning, OptionId, State};
use detente_report::advice::Surface;
use detente_report::{markdown, pages, text};

use crate::args::{Format, Layout, Play, Work};
use crate::exit::{self, Failure};
use crate::{input, output, terminal};

/// A line that is longer is not a command.
const MAX_LINE: u64 = 1 << 12;

/// The columns of a transcript that is saved.
const SAVED_WIDTH: usize = 100;

/// Whether somebody has pressed Ctrl-C is looked at so often while the program waits for a line.
const LISTEN: Duration = Duration::from_millis(50);

pub fn run(args: &Play) -> Result<u8, Failure> {
    if args.input.file == "-" {
        return Err(Failure::usage("the moves come from standard input, so the conflict has to come from a file"));
    }
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let meaning = Meaning::new(conflict).map_err(Refusal::from)?;
    let answer = terminal::host(&Work::default()).solve_if_it_fits(conflict, &[&NASH, &SEQ])?;
    let from = find::state(&meaning, args.state.as_deref(), answer.as_ref())?;
    let own = args.own.as_deref().map(|id| find::decision_maker(conflict, id)).transpose()?;
    let words = pages::Play { meaning: &meaning, answer: answer.as_ref() };
    let layout = Layout { format: Format::Text, width: args.width };
    let mut game = Game { meaning: &meaning, own, path: Path { from, steps: Vec::new() }, rounds: Vec::new() };
    let lines = lines();

    terminal::show(&words.opening(own), &layout)?;
    // A file that cannot be written is better known of before the game than after it.
    save(args, &words, &game)?;
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
            if let (None, Some(last), false) = (own, game.path.steps.last(), offers.is_empty()) {
                let name = &conflict.dm(last.by).name;
                terminal::print(&format!("\n{name} has just moved and waits for a move of another.\n"))?;
            }
        }
        (all, stale) = (false, false);
        let Some(line) = next_line(&lines)? else { break };
        match line.trim().to_lowercase().as_str() {
            "" => {}
            "q" | "quit" | "exit" => break,
            "h" | "help" | "?" => terminal::show(&words.help(own.is_some()), &layout)?,
            "l" | "look" => stale = true,
            "a" | "all" => (all, stale) = (true, true),
            "t" | "transcript" => terminal::show(&words.transcript(&game.path), &layout)?,
            "u" | "undo" => match game.undo() {
                true => {
                    save(args, &words, &game)?;
                    stale = true;
                }
                false => terminal::print("There is no move to take back.\n")?,
            },
            "r" | "reset" => {
                game.path.steps.clear();
                game.rounds.clear();
                save(args, &words, &game)?;
                stale = true;
            }
            "w" | "why" => {
                let state = game.path.end();
                let mut verdicts = Vec::new();
                let mut prover = Prover::new(&meaning);
                for dm in conflict.dm_ids() {
                    for concept in [&NASH, &SEQ] {
                        let request = Request { concept, dm, state: state.clone() };
                        let reasons = prover.reasons(&request).map_err(Refusal::from)?;
                        verdicts.push((request, reasons));
                    }
                }
                let page = pages::Why { meaning: &meaning, answer: answer.as_ref(), surface: Surface::CommandLine }
                    .page(state, &verdicts);
                terminal::show(&page, &layout)?;
            }
            "p" | "pass" => match own {
                Some(_) => {
                    game.rounds.push(game.path.steps.len());
                    answered(&mut game, &words, &layout)?;
                    save(args, &words, &game)?;
                    stale = true;
                }
                None => terminal::print("There is nobody to pass to: choose a move of anybody.\n")?,
            },
            other => match chosen(&meaning, &words, game.path.end(), &offers, other) {
                Ok(offer) => {
                    game.rounds.push(game.path.steps.len());
                    let step = Step { by: offer.by, to: offer.to.clone() };
                    terminal::show(&words.told(game.path.end(), &step), &layout)?;
                    game.path.steps.push(step);
                    if own.is_some() {
                        answered(&mut game, &words, &layout)?;
                    }
                    save(args, &words, &game)?;
                    stale = true;
                }
                Err(why) => terminal::print(&format!("{why}; “help” says what there is.\n"))?,
            },
        }
    }
    terminal::print("\n")?;
    terminal::show(&words.transcript(&game.path), &layout)?;
    if let Some(path) = &args.transcript {
        terminal::tell(&format!("The transcript is in {}", path.display()));
    }
    Ok(if terminal::interrupted() { exit::INTERRUPTED } else { exit::OK })
}

/// The move that somebody means: by its number, by the state that it leads to, or by the options that it changes.
fn chosen<'o>(
    meaning: &Meaning, words: &pages::Play, at: &State, offers: &'o [Offer], text: &str,
) -> Result<&'o Offer, String> {
    if offers.is_empty() {
        return Err("There is no move to choose".into());
    }
    if let Ok(number) = text.parse::<usize>() {
        let offer = number.checked_sub(1).and_then(|place| offers.get(place));
        return offer.ok_or_else(|| format!("“{text}” is no move from 1 to {}", offers.len()));
    }
    let named: Vec<&Offer> = offers.iter().filter(|offer| words.name(&offer.to).to_lowercase() == text).collect();
    let found = match named.is_empty() {
        false => named,
        true => {
            let wanted = options(meaning.conflict(), text).map_err(|why| match words.is_state(text) {
                true => format!("No move that can be made now leads to {text}"),
                false => why,
            })?;
            let changed = |offer: &&Offer| words.changed(at, &offer.to) == wanted;
            offers.iter().filter(changed).collect()
        }
    };
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(format!("No move that can be made now changes just {text}")),
        several => Err(format!("“{text}” fits {} moves: choose one by its number", several.len())),
    }
}

/// The options in a list of names, in the order of the file.
fn options(conflict: &Conflict, text: &str) -> Result<Vec<OptionId>, String> {
    let mut wanted = Vec::new();
    for name in text.split(',').map(str::trim) {
        let all = (0..conflict.options.len()).map(OptionId::from);
        let is_meant = |&option: &OptionId| {
            conflict.option_name(option).to_lowercase() == name || conflict.option(option).id.to_lowercase() == name
        };
        match all.filter(is_meant).collect::<Vec<_>>().as_slice() {
            [one] => wanted.push(*one),
            [] => return Err(format!("“{name}” is no command, no move and no option")),
            _ => return Err(format!("several decision makers have an option “{name}”: write DM.{name}")),
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    Ok(wanted)
}

/// Writes the transcript so far where it was asked for: what is played is not lost, however the game ends.
fn save(args: &Play, words: &pages::Play, game: &Game) -> Result<(), Failure> {
    let Some(path) = &args.transcript else { return Ok(()) };
    let page = words.saved(&game.path);
    let is_markdown = path.extension().is_some_and(|extension| extension == "md");
    let text = match is_markdown {
        true => markdown::render(&page),
        false => anstream::adapter::strip_str(&text::render(&page, SAVED_WIDTH)).to_string(),
    };
    output::replace(path, text.as_bytes())
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

/// The lines of standard input, read by a thread of its own: so that Ctrl-C is heard while nothing is typed.
fn lines() -> Receiver<std::io::Result<Vec<u8>>> {
    let (sender, receiver) = sync_channel(1);
    std::thread::spawn(move || {
        loop {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().take(MAX_LINE).read_until(b'\n', &mut bytes);
            let line = read.map(|_| bytes);
            let last = line.as_ref().map_or(true, Vec::is_empty);
            // Where nobody listens any more the game is over.
            if sender.send(line).is_err() || last {
                return;
            }
        }
    });
    receiver
}

/// The next line, of which a prompt is shown; `None` at the end of standard input, and when somebody presses Ctrl-C.
fn next_line(lines: &Receiver<std::io::Result<Vec<u8>>>) -> Result<Option<String>, Failure> {
    terminal::print("> ")?;
    let line = loop {
        match lines.recv_timeout(LISTEN) {
            Ok(line) => break line,
            Err(RecvTimeoutError::Disconnected) => break Ok(Vec::new()),
            Err(RecvTimeoutError::Timeout) if terminal::interrupted() => break Ok(Vec::new()),
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    let bytes =
        line.map_err(|error| Failure::new(exit::BAD_INPUT, format_args!("standard input cannot be read: {error}")))?;
    if bytes.is_empty() {
        terminal::print("\n")?;
        return Ok(None);
    }
    let line = String::from_utf8_lossy(&bytes).chars().filter(|letter| !letter.is_control()).collect::<String>();
    // What was typed is on the screen already; what comes from a file is not.
    if !std::io::stdin().is_terminal() {
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
