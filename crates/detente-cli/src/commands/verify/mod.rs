//! `detente verify`: certificates, checked by the plain meaning of moves and preferences alone.

mod said;

use detente_model::Conflict;
use detente_proof::{Bundle, Rejection, verify};

use crate::args::Verify;
use crate::exit::{self, Failure};
use crate::input::{self, Loaded};
use crate::terminal;

/// A certificate file longer than this is not read: 1 GiB.
const MAX_CERTIFICATE_BYTES: u64 = 1 << 30;
/// So many rejections of one file are shown.
const SHOWN: usize = 10;

pub fn run(args: &Verify) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let mut code = exit::OK;
    for name in &args.certificates {
        let text = input::read_text(name, MAX_CERTIFICATE_BYTES)?;
        let shown = if name == "-" { "standard input" } else { name };
        let checked = match Bundle::from_json(&text) {
            Ok(bundle) => {
                let conflict = about(&loaded, &bundle);
                verify(conflict, &bundle).map(|verified| said::accepted(shown, conflict, &bundle, &verified))
            }
            Err(error) => Err(vec![Rejection { what: "the file".into(), because: error.to_string() }]),
        };
        match checked {
            Ok(said) => terminal::print(&said)?,
            Err(rejections) => {
                code = exit::FOUND_FAULT;
                terminal::print(&rejected(shown, &rejections))?;
            }
        }
    }
    Ok(code)
}

/// The conflict that a certificate is checked against. Where a variant was asked for, it may be about the variant, or about the conflict that has it.
fn about<'l>(loaded: &'l Loaded, bundle: &Bundle) -> &'l Conflict {
    match loaded.variant_of() {
        Some((base, _)) if bundle.conflict.digest == detente_model::digest(base) => base,
        _ => &loaded.conflict,
    }
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
