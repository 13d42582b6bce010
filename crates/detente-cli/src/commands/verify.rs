//! `detente verify`: certificates, checked by the plain meaning of moves and preferences alone.

use detente_proof::{Bundle, Finding, Rejection, Verified, verify};

use crate::args::Verify;
use crate::exit::{self, Failure};
use crate::{input, terminal};

/// A certificate file longer than this is not read: 1 GiB.
const MAX_CERTIFICATE_BYTES: u64 = 1 << 30;
/// So many rejections or findings of one file are shown.
const SHOWN: usize = 10;

pub fn run(args: &Verify) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let mut code = exit::OK;
    for name in &args.certificates {
        let text = input::read_text(name, MAX_CERTIFICATE_BYTES)?;
        let checked = match Bundle::from_json(&text) {
            Ok(bundle) => verify(&loaded.conflict, &bundle).map(|verified| (verified, bundle.findings)),
            Err(error) => Err(vec![Rejection { what: "the file".into(), because: error.to_string() }]),
        };
        let shown = if name == "-" { "standard input" } else { name };
        match checked {
            Ok((verified, findings)) => {
                terminal::print(&accepted(shown, &loaded.conflict, &verified, &findings))?;
            }
            Err(rejections) => {
                code = exit::FOUND_FAULT;
                terminal::print(&rejected(shown, &rejections))?;
            }
        }
    }
    Ok(code)
}

fn accepted(name: &str, conflict: &detente_model::Conflict, verified: &Verified, findings: &[Finding]) -> String {
    let some = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let proved = match (verified.verdicts, verified.findings) {
        (verdicts, 0) => some(verdicts, "verdict"),
        (0, findings) => some(findings, "finding"),
        (verdicts, findings) => format!("{} and {}", some(verdicts, "verdict"), some(findings, "finding")),
    };
    let mut text = format!("{name}: accepted, {proved} proved\n");
    for tally in &verified.tallies {
        text.push_str(&format!("  {:<5} {} stable, {} unstable", tally.concept.name, tally.stable, tally.unstable));
        // Where every decision maker's verdict on a state is proved, so is whether it is an equilibrium.
        match tally.equilibria.as_slice() {
            [] if tally.not_equilibria > 0 => text.push_str("; no equilibrium among the states proved"),
            [] => {}
            states => {
                let names: Vec<String> =
                    states.iter().take(8).map(|state| detente_proof::state_text(conflict, state)).collect();
                let more = if states.len() > names.len() {
                    format!(" and {} more", states.len() - names.len())
                } else {
                    String::new()
                };
                text.push_str(&format!(
                    "; {} equilibri{}: {}{more}",
                    states.len(),
                    if states.len() == 1 { "um" } else { "a" },
                    names.join(", ")
                ));
            }
        }
        text.push('\n');
    }
    for finding in findings.iter().take(SHOWN) {
        text.push_str(&format!("  {finding}\n"));
    }
    if findings.len() > SHOWN {
        text.push_str(&format!("  and {} more\n", findings.len() - SHOWN));
    }
    text
}

fn rejected(name: &str, rejections: &[Rejection]) -> String {
    let mut text = format!("{name}: REJECTED\n");
    for rejection in rejections.iter().take(SHOWN) {
        text.push_str(&format!("  {}: {}\n", rejection.what, rejection.because));
    }
    if rejections.len() > SHOWN {
        text.push_str(&format!("  and {} more\n", rejections.len() - SHOWN));
    }
    text
}
