//! Conditions and grounds in words.

use detente_model::{Conflict, Expr, OptionId, Provenance};

use crate::document::{Rich, Tone};
use crate::words::quoted;

/// A condition in words, with the options as their texts and owners: `not “Take Taiwan by force” (China)`, …
pub(super) fn condition(conflict: &Conflict, expr: &Expr) -> String {
    let words = phrase(conflict, expr, false);
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn phrase(conflict: &Conflict, expr: &Expr, inner: bool) -> String {
    let part = |expr: &Expr| phrase(conflict, expr, true);
    let list = |parts: &[Expr], joint: &str| parts.iter().map(part).collect::<Vec<_>>().join(joint);
    let words = match expr {
        Expr::Constant(true) => return "anything".into(),
        Expr::Constant(false) => return "nothing".into(),
        Expr::Option(option) => return option_words(conflict, *option),
        Expr::Not(a) => match &**a {
            // Only a single option can be negated without saying how far "not" goes.
            Expr::Option(option) => return format!("not {}", option_words(conflict, *option)),
            Expr::And(parts) if parts.len() == 2 => format!("not both {}", list(parts, " and ")),
            Expr::And(parts) => format!("not all of {}", list(parts, ", ")),
            Expr::Or(parts) => format!("none of {}", list(parts, ", ")),
            other => format!("it is not so that {}", part(other)),
        },
        Expr::And(parts) if parts.len() == 1 => return phrase(conflict, &parts[0], inner),
        Expr::Or(parts) if parts.len() == 1 => return phrase(conflict, &parts[0], inner),
        Expr::And(parts) if parts.len() == 2 && parts.iter().all(|part| negated(part).is_some()) => {
            let options: Vec<String> =
                parts.iter().filter_map(negated).map(|option| option_words(conflict, option)).collect();
            format!("neither {}", options.join(" nor "))
        }
        Expr::And(parts) if parts.len() == 2 => format!("both {}", list(parts, " and ")),
        Expr::And(parts) => list(parts, " and "),
        Expr::Or(parts) => list(parts, " or "),
        Expr::Implies(a, b) => format!("if {}, then {}", part(a), part(b)),
        Expr::Iff(a, b) => format!("{} exactly when {}", part(a), part(b)),
    };
    if inner { format!("[{words}]") } else { words }
}

/// The option, where a condition says that a single one is off.
fn negated(expr: &Expr) -> Option<OptionId> {
    match expr {
        Expr::Not(inner) => match **inner {
            Expr::Option(option) => Some(option),
            _ => None,
        },
        _ => None,
    }
}

fn option_words(conflict: &Conflict, option: OptionId) -> String {
    let of = conflict.option(option);
    format!("{} ({})", quoted(&of.text), conflict.dm(of.owner).name)
}

/// The ground of an element: `cited: K04, K24`, and the sentence that says why.
pub(super) fn ground(conflict: &Conflict, provenance: &Provenance) -> Rich {
    let mut rich = match provenance.basis {
        Some(basis) => Rich::from(match basis {
            detente_model::Basis::Judgement => "the analyst’s judgement".to_string(),
            other => other.word().to_string(),
        }),
        // A model without a ledger rests on its reference as a whole.
        None if conflict.claims.is_empty() => return provenance.because.as_deref().unwrap_or("–").into(),
        None => Rich::toned(Tone::Warn, "no basis given"),
    };
    for (place, claim) in provenance.cites.iter().enumerate() {
        rich = rich
            .plain(if place == 0 { ": " } else { ", " })
            .then(Tone::Name, conflict.claims[claim.index()].id.as_str());
    }
    if let Some(because) = &provenance.because {
        rich = rich.plain(". ").plain(because.as_str());
    }
    rich
}
