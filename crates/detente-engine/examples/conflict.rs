//! Writes one random conflict as a file, to put the whole program to it: `conflict OPTIONS DECISION_MAKERS [RULES [ONE_WAY]]`.
//!
//! It is the conflict that the example `measure` analyses with the same arguments. Its status quo is the state with nothing on, where that is
//! feasible, and it has three outcomes.

#[path = "../tests/support/mod.rs"]
mod support;

use detente_model::{Direction, Expr, OptionId, OptionVector, Preference};
use support::{Size, conflict};

fn main() {
    let arguments: Vec<usize> = std::env::args().skip(1).map(|a| a.parse().expect("a number")).collect();
    let number = |at: usize, otherwise: usize| arguments.get(at).copied().unwrap_or(otherwise);
    let size = Size { rules: number(2, 0), one_way: number(3, 0), ..Size::plain(number(0, 12), number(1, 3)) };
    let conflict = conflict(size, 1);
    println!("format = 1\ntitle = \"{}: {size:?}\"", conflict.title);
    if !conflict.is_excluded(&OptionVector::all_off(size.options)) {
        println!("status_quo = \"{}\"", "N".repeat(size.options));
    }
    for dm in &conflict.decision_makers {
        println!("\n[decision_makers.{}]\nname = \"{}\"", dm.id, dm.name);
        for option in &conflict.options[dm.options.start as usize..dm.options.end as usize] {
            let direction = match option.direction {
                Direction::Both => "both",
                Direction::On => "on",
                Direction::Off => "off",
            };
            println!("options.{} = {{ text = \"{}\", direction = \"{direction}\" }}", option.id, option.text);
        }
        let Preference::Prioritised(statements) = &dm.preference else { unreachable!("random conflicts prioritise") };
        println!("prefers = [");
        statements.iter().for_each(|statement| println!("  \"{}\",", statement.that.text(&conflict)));
        println!("]");
    }
    for rule in &conflict.rules {
        println!("\n[[infeasible]]\nid = \"{}\"\nwhen = \"{}\"", rule.id, rule.when.text(&conflict));
    }
    println!("\n[outcomes]");
    for (id, options) in [("a", 0..1), ("b", 0..2), ("c", 1..4)] {
        let on = Expr::And(options.filter(|&o| o < size.options).map(|o| Expr::Option(OptionId::from(o))).collect());
        println!("{id} = \"{}\"", on.text(&conflict));
    }
}
