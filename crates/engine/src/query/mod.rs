//! The query language: text to tree and back, and the tree to what the vault looks for.
//!
//! [`parse`] gives an [`Expr`] that keeps the words as typed, so that it can be shown as chips, saved and
//! printed again; [`resolve`] settles it against a clock and a zone into the vault's
//! [`Query`](yanju_model::query::Query). What matches is decided in the store, not here.

mod amounts;
mod dates;
mod filter;
mod parse;
mod print;
mod relative;
mod resolve;
mod values;

pub use dates::{Span, span};
pub use filter::FilterName;
pub use parse::parse;
pub use print::parsed;
pub use resolve::{Moment, resolve};
pub(crate) use resolve::{instants, sent_within};
pub(crate) use values::{fixed, platforms_named};

/// A query as typed: words kept, relative dates still relative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// All of these; empty means everything.
    And(Vec<Expr>),
    /// Any of these.
    Or(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// A word or a phrase, found as a substring.
    Word(String),
    /// A filter and its value as typed.
    Filter {
        /// Which filter.
        name: FilterName,
        /// The value, without quotes.
        value: String,
        /// Where the value stands in the text, in characters from 0.
        position: usize,
    },
}

/// Why a query cannot be understood, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem:?} at {position}")]
pub struct QueryError {
    /// Characters from the start of the text, from 0.
    pub position: usize,
    /// What is wrong.
    pub problem: Problem,
    /// The part of the text that is at fault; may be empty.
    pub part: String,
    /// The values that could stand there, where they are known.
    pub allowed: Vec<String>,
}

impl QueryError {
    fn new(position: usize, problem: Problem, part: impl Into<String>) -> Self {
        Self { position, problem, part: part.into(), allowed: Vec::new() }
    }
}

/// What is wrong with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// A quote is opened and not closed.
    UnclosedQuote,
    /// A parenthesis is opened and not closed.
    UnclosedGroup,
    /// A closing parenthesis, an `OR` or a `-` stands where a word is due.
    UnexpectedToken,
    /// `( )` with nothing in it.
    EmptyGroup,
    /// A filter without a value.
    EmptyValue,
    /// The filter knows no such value.
    UnknownValue,
    /// Not a date expression.
    BadDate,
    /// Not a sum, nor a range of sums.
    BadAmount,
    /// Groups are nested too deeply.
    TooDeep,
}

impl Problem {
    /// Every problem, for the test that holds the locale files to them.
    pub const ALL: &'static [Self] = &[
        Self::UnclosedQuote,
        Self::UnclosedGroup,
        Self::UnexpectedToken,
        Self::EmptyGroup,
        Self::EmptyValue,
        Self::UnknownValue,
        Self::BadDate,
        Self::BadAmount,
        Self::TooDeep,
    ];

    /// The stable code, as under `query.problem` in the locale files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnclosedQuote => "unclosed_quote",
            Self::UnclosedGroup => "unclosed_group",
            Self::UnexpectedToken => "unexpected_token",
            Self::EmptyGroup => "empty_group",
            Self::EmptyValue => "empty_value",
            Self::UnknownValue => "unknown_value",
            Self::BadDate => "bad_date",
            Self::BadAmount => "bad_amount",
            Self::TooDeep => "too_deep",
        }
    }
}
