//! Conditions on option vectors.

use crate::{Conflict, OptionId, OptionVector};

/// A condition on option vectors, with every name resolved.
///
/// *A if B* is kept as *B implies A*, and the name of an outcome as its condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Always true, or always false.
    Constant(bool),
    /// The option is on.
    Option(OptionId),
    /// Negation.
    Not(Box<Expr>),
    /// All of them (true where there are none).
    And(Vec<Expr>),
    /// At least one of them (false where there are none).
    Or(Vec<Expr>),
    /// The first is false or the second is true.
    Implies(Box<Expr>, Box<Expr>),
    /// Both are true or both are false.
    Iff(Box<Expr>, Box<Expr>),
}

impl Expr {
    /// The value at `vector`.
    pub fn holds(&self, vector: &OptionVector) -> bool {
        match self {
            Expr::Constant(value) => *value,
            Expr::Option(option) => vector.is_on(*option),
            Expr::Not(a) => !a.holds(vector),
            Expr::And(all) => all.iter().all(|a| a.holds(vector)),
            Expr::Or(any) => any.iter().any(|a| a.holds(vector)),
            Expr::Implies(a, b) => !a.holds(vector) || b.holds(vector),
            Expr::Iff(a, b) => a.holds(vector) == b.holds(vector),
        }
    }

    /// The value when only some options are known, where those suffice (Kleene's strong three-valued logic).
    ///
    /// `None` does not mean that the value is open: `a or not a` is `None` while `a` is unknown.
    pub fn holds_partly(&self, known: &dyn Fn(OptionId) -> Option<bool>) -> Option<bool> {
        match self {
            Expr::Constant(value) => Some(*value),
            Expr::Option(option) => known(*option),
            Expr::Not(a) => a.holds_partly(known).map(|a| !a),
            Expr::And(all) => fold_partly(all, known, false),
            Expr::Or(any) => fold_partly(any, known, true),
            Expr::Implies(a, b) => match (a.holds_partly(known), b.holds_partly(known)) {
                (Some(false), _) | (_, Some(true)) => Some(true),
                (Some(true), Some(false)) => Some(false),
                _ => None,
            },
            Expr::Iff(a, b) => Some(a.holds_partly(known)? == b.holds_partly(known)?),
        }
    }

    /// Calls `visit` with every option that occurs.
    pub fn for_each_option(&self, visit: &mut dyn FnMut(OptionId)) {
        match self {
            Expr::Constant(_) => {}
            Expr::Option(option) => visit(*option),
            Expr::Not(a) => a.for_each_option(visit),
            Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| part.for_each_option(visit)),
            Expr::Implies(a, b) | Expr::Iff(a, b) => {
                a.for_each_option(visit);
                b.for_each_option(visit);
            }
        }
    }

    /// The condition in words, with the options as `dm.option`. Reading it again gives an equal condition.
    pub fn text(&self, conflict: &Conflict) -> String {
        let mut out = String::new();
        self.write(conflict, 0, &mut out);
        out
    }

    /// How tightly the outermost operator binds; parentheses are needed within anything tighter.
    fn level(&self) -> u8 {
        match self {
            Expr::Implies(..) | Expr::Iff(..) => 1,
            Expr::Or(parts) if parts.len() > 1 => 2,
            Expr::And(parts) if parts.len() > 1 => 3,
            _ => 4,
        }
    }

    fn write(&self, conflict: &Conflict, within: u8, out: &mut String) {
        // One part alone is the part itself, parentheses and all.
        if let Expr::And(parts) | Expr::Or(parts) = self
            && let [part] = parts.as_slice()
        {
            return part.write(conflict, within, out);
        }
        let parenthesised = self.level() < within;
        if parenthesised {
            out.push('(');
        }
        match self {
            Expr::Constant(value) => out.push_str(if *value { "true" } else { "false" }),
            Expr::Option(option) => out.push_str(&conflict.option_name(*option)),
            Expr::Not(a) => {
                out.push_str("not ");
                a.write(conflict, 4, out);
            }
            Expr::And(parts) => write_joined(parts, " and ", "true", 4, conflict, out),
            Expr::Or(parts) => write_joined(parts, " or ", "false", 3, conflict, out),
            Expr::Implies(a, b) | Expr::Iff(a, b) => {
                a.write(conflict, 2, out);
                out.push_str(if matches!(self, Expr::Iff(..)) { " iff " } else { " implies " });
                b.write(conflict, 2, out);
            }
        }
        if parenthesised {
            out.push(')');
        }
    }
}

/// `and` (decided by a false part) or `or` (decided by a true part) over partly known values.
fn fold_partly(parts: &[Expr], known: &dyn Fn(OptionId) -> Option<bool>, decides: bool) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match part.holds_partly(known) {
            Some(value) if value == decides => return Some(decides),
            Some(_) => {}
            None => open = true,
        }
    }
    if open { None } else { Some(!decides) }
}

fn write_joined(parts: &[Expr], joint: &str, empty: &str, within: u8, conflict: &Conflict, out: &mut String) {
    if parts.is_empty() {
        out.push_str(empty);
    }
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            out.push_str(joint);
        }
        part.write(conflict, within, out);
    }
}
