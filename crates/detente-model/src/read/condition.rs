//! Conditions as they are written: from text to a tree with the place of every name.
//!
//! Precedence climbing over a hand-made lexer. `not` binds closest, then `and`, then `or`; `implies`, `if` and `iff` come last and do not
//! chain, because people disagree on what `a implies b implies c` says.

use std::ops::Range;

use crate::diagnostic::shorten;

/// Parentheses and negations may be nested this deep.
pub(crate) const MAX_DEPTH: usize = 128;

/// A condition as written. Places are bytes within the text of the condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Written {
    Constant(bool),
    Name(String, Range<usize>),
    Not(Box<Written>),
    And(Vec<Written>),
    Or(Vec<Written>),
    Implies(Box<Written>, Box<Written>),
    Iff(Box<Written>, Box<Written>),
}

/// Why a text is not a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unreadable {
    pub at: Range<usize>,
    pub message: String,
    pub help: Option<String>,
}

const GRAMMAR: &str =
    "a condition is made of names, joined by `and`, `or`, `implies`, `if` or `iff`, with `not` and parentheses";

/// Words that cannot be ids.
pub(crate) const RESERVED: [&str; 8] = ["not", "and", "or", "implies", "if", "iff", "true", "false"];

/// Reads a condition.
pub(crate) fn read_condition(text: &str) -> Result<Written, Unreadable> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, next: 0, end: text.len(), depth: 0 };
    if parser.peek() == &Token::End {
        return Err(Unreadable {
            at: 0..text.len(),
            message: "the condition is empty".into(),
            help: Some("write `true` for a condition that always holds".into()),
        });
    }
    let written = parser.arrow()?;
    match parser.peek() {
        Token::End => Ok(written),
        Token::Close => {
            Err(parser.unexpected("this parenthesis closes nothing", "leave it out, or add the `(` that it belongs to"))
        }
        Token::Name(_) | Token::Not | Token::Open | Token::Constant(_) => {
            Err(parser
                .unexpected("two conditions follow each other with nothing between", "join them with `and` or `or`"))
        }
        _ => Err(parser.unexpected(
            "`implies`, `if` and `iff` do not chain",
            "put parentheses around one of them, to say which comes first",
        )),
    }
}

/// Whether `text` is an id: letters, digits and `_`, not beginning with a digit, and no reserved word.
pub fn is_id(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(is_id_char) && !is_reserved(text)
}

/// Whether conditions read `text` as a word of their own, in capitals or not.
pub(crate) fn is_reserved(text: &str) -> bool {
    RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_id_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Constant(bool),
    Not,
    And,
    Or,
    Implies,
    If,
    Iff,
    Open,
    Close,
    End,
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Token::Name(name) => format!("`{}`", shorten(name)),
            Token::Constant(value) => format!("`{value}`"),
            Token::Not => "`not`".into(),
            Token::And => "`and`".into(),
            Token::Or => "`or`".into(),
            Token::Implies => "`implies`".into(),
            Token::If => "`if`".into(),
            Token::Iff => "`iff`".into(),
            Token::Open => "`(`".into(),
            Token::Close => "`)`".into(),
            Token::End => "the end".into(),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Unreadable> {
    // Longest first, so that `<->` is not read as `<` and `->`.
    const SYMBOLS: [(&str, Token); 12] = [
        ("<->", Token::Iff),
        ("<=>", Token::Iff),
        ("->", Token::Implies),
        ("=>", Token::Implies),
        ("&&", Token::And),
        ("||", Token::Or),
        ("!", Token::Not),
        ("&", Token::And),
        ("|", Token::Or),
        ("(", Token::Open),
        (")", Token::Close),
        ("¬", Token::Not),
    ];
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
        } else if let Some((symbol, token)) = SYMBOLS.iter().find(|(symbol, _)| text[at..].starts_with(symbol)) {
            tokens.push((token.clone(), at..at + symbol.len()));
            at += symbol.len();
        } else if is_id_char(c) {
            let length = text[at..].find(|c| !is_id_char(c) && c != '.').unwrap_or(text.len() - at);
            let word = &text[at..at + length];
            tokens.push((word_token(word, at)?, at..at + length));
            at += length;
        } else {
            let help = match c {
                '-' | '~' => "write `not` for negation and `_` within names",
                '=' | '<' | '>' => "write `iff` for equality, `implies` or `if` for a consequence",
                ',' | ';' | '+' => "join conditions with `and` or `or`",
                '.' => "a name is `dm.option`, or `option` alone where that is clear",
                _ => GRAMMAR,
            };
            let message = format!("`{}` has no meaning here", shorten(&text[at..at + c.len_utf8()]));
            return Err(Unreadable { at: at..at + c.len_utf8(), message, help: Some(help.into()) });
        }
    }
    Ok(tokens)
}

fn word_token(word: &str, at: usize) -> Result<Token, Unreadable> {
    let lower = word.to_ascii_lowercase();
    Ok(match lower.as_str() {
        "not" => Token::Not,
        "and" => Token::And,
        "or" => Token::Or,
        "implies" => Token::Implies,
        "if" => Token::If,
        "iff" => Token::Iff,
        "true" => Token::Constant(true),
        "false" => Token::Constant(false),
        _ if word.split('.').count() <= 2 && word.split('.').all(is_id) => Token::Name(word.into()),
        _ => {
            return Err(Unreadable {
                at: at..at + word.len(),
                message: format!("`{}` is not a name", shorten(word)),
                help: Some("a name is `dm.option`, or `option` alone where that is clear".into()),
            });
        }
    })
}

struct Parser<'t> {
    tokens: &'t [(Token, Range<usize>)],
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.next).map_or(&Token::End, |(token, _)| token)
    }

    fn place(&self) -> Range<usize> {
        self.tokens.get(self.next).map_or(self.end..self.end, |(_, at)| at.clone())
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == token;
        self.next += usize::from(found);
        found
    }

    fn unexpected(&self, message: &str, help: &str) -> Unreadable {
        Unreadable { at: self.place(), message: message.into(), help: Some(help.into()) }
    }

    fn arrow(&mut self) -> Result<Written, Unreadable> {
        let left = self.or()?;
        if self.take(&Token::Implies) {
            return Ok(Written::Implies(left.into(), self.or()?.into()));
        }
        if self.take(&Token::If) {
            return Ok(Written::Implies(self.or()?.into(), left.into()));
        }
        if self.take(&Token::Iff) {
            return Ok(Written::Iff(left.into(), self.or()?.into()));
        }
        Ok(left)
    }

    fn or(&mut self) -> Result<Written, Unreadable> {
        self.joined(&Token::Or, Self::and, Written::Or)
    }

    fn and(&mut self) -> Result<Written, Unreadable> {
        self.joined(&Token::And, Self::not, Written::And)
    }

    /// A chain becomes one node, so that a long one is not a deep one.
    fn joined(
        &mut self, joint: &Token, part: fn(&mut Self) -> Result<Written, Unreadable>, make: fn(Vec<Written>) -> Written,
    ) -> Result<Written, Unreadable> {
        let first = part(self)?;
        if self.peek() != joint {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.take(joint) {
            parts.push(part(self)?);
        }
        Ok(make(parts))
    }

    fn not(&mut self) -> Result<Written, Unreadable> {
        if self.depth == MAX_DEPTH {
            return Err(self.unexpected(
                &format!("the condition is nested more than {MAX_DEPTH} deep"),
                "name parts of it as outcomes, and use their names",
            ));
        }
        self.depth += 1;
        let at = self.place();
        let written = match self.peek().clone() {
            Token::Not => {
                self.next += 1;
                Written::Not(self.not()?.into())
            }
            Token::Open => {
                self.next += 1;
                let inner = self.arrow()?;
                if !self.take(&Token::Close) {
                    if matches!(self.peek(), Token::Implies | Token::If | Token::Iff) {
                        return Err(self.unexpected(
                            "`implies`, `if` and `iff` do not chain",
                            "put parentheses around one of them, to say which comes first",
                        ));
                    }
                    return Err(Unreadable {
                        at,
                        message: format!("this parenthesis is not closed before {}", self.peek().shown()),
                        help: Some("add `)`".into()),
                    });
                }
                inner
            }
            Token::Name(name) => {
                self.next += 1;
                Written::Name(name, at)
            }
            Token::Constant(value) => {
                self.next += 1;
                Written::Constant(value)
            }
            other => {
                let message = format!("expected a name, `not` or `(`, found {}", other.shown());
                let help = match other {
                    Token::End => "the condition breaks off: add what should follow, or leave its last word out",
                    _ => GRAMMAR,
                };
                return Err(self.unexpected(&message, help));
            }
        };
        self.depth -= 1;
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        fn show(w: &Written) -> String {
            match w {
                Written::Constant(value) => value.to_string(),
                Written::Name(name, _) => name.clone(),
                Written::Not(a) => format!("!{}", show(a)),
                Written::And(parts) => format!("({})", parts.iter().map(show).collect::<Vec<_>>().join("&")),
                Written::Or(parts) => format!("({})", parts.iter().map(show).collect::<Vec<_>>().join("|")),
                Written::Implies(a, b) => format!("({}->{})", show(a), show(b)),
                Written::Iff(a, b) => format!("({}<->{})", show(a), show(b)),
            }
        }
        match read_condition(text) {
            Ok(written) => show(&written),
            Err(error) => format!("{} at {}..{}", error.message, error.at.start, error.at.end),
        }
    }

    #[test]
    fn not_binds_closer_than_and_and_and_closer_than_or() {
        assert_eq!(shape("not a and b or c"), "((!a&b)|c)");
        assert_eq!(shape("!a & b | c"), "((!a&b)|c)");
        assert_eq!(shape("not (a and b or c)"), "!((a&b)|c)");
    }

    #[test]
    fn a_if_b_says_that_b_implies_a() {
        assert_eq!(shape("a if b"), "(b->a)");
        assert_eq!(shape("a implies b"), shape("a -> b"));
        assert_eq!(shape("a iff not b"), shape("a<->!b"));
    }

    #[test]
    fn words_and_symbols_need_no_spaces_between() {
        assert_eq!(shape("(x.a)and(not(b))"), "(x.a&!b)");
        assert_eq!(shape("a->b"), "(a->b)");
    }

    #[test]
    fn arrows_do_not_chain() {
        for text in ["a implies b implies c", "a iff b if c", "(a -> b -> c)"] {
            assert!(shape(text).contains("do not chain"), "{text}: {}", shape(text));
        }
        assert_eq!(shape("a implies (b implies c)"), "(a->(b->c))");
    }

    #[test]
    fn complaints_point_at_the_place() {
        assert_eq!(shape("a & | b"), "expected a name, `not` or `(`, found `or` at 4..5");
        assert_eq!(shape("a and"), "expected a name, `not` or `(`, found the end at 5..5");
        assert_eq!(shape("a b"), "two conditions follow each other with nothing between at 2..3");
        assert_eq!(shape("(a or b"), "this parenthesis is not closed before the end at 0..1");
        assert_eq!(shape("a)"), "this parenthesis closes nothing at 1..2");
        assert_eq!(shape("a.b.c"), "`a.b.c` is not a name at 0..5");
        assert_eq!(shape("a - b"), "`-` has no meaning here at 2..3");
        assert_eq!(shape("  "), "the condition is empty at 0..2");
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_parts_is_not_deep_but_nesting_is_limited() {
        assert!(read_condition(&vec!["a"; 100_000].join(" and ")).is_ok());
        for text in [format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000)), format!("{}a", "not ".repeat(100_000))]
        {
            assert!(read_condition(&text).unwrap_err().message.contains("nested"));
        }
    }
}
