//! Text to [`Expr`], by recursive descent over characters. Every error names its place.
//!
//! ```text
//! or    = and { "OR" and }
//! and   = unary { unary }
//! unary = "-" unary | "(" or ")" | phrase | name ":" ( phrase | bare ) | bare
//! ```
//! A colon after anything that is not a filter's name is an ordinary character (`10:30`, `https://…`).

use super::{Expr, FilterName, Problem, QueryError};

/// Groups may be nested this deeply: far beyond what people type, far below what a stack holds.
const DEPTH_LIMIT: usize = 64;

/// Parses a query. The empty text is the query for everything.
pub fn parse(text: &str) -> Result<Expr, QueryError> {
    let mut parser = Parser { chars: text.chars().collect(), at: 0, depth: 0 };
    parser.skip_space();
    if parser.peek().is_none() {
        return Ok(Expr::And(Vec::new()));
    }
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok(expr),
        Some(c) => Err(parser.error(parser.at, Problem::UnexpectedToken, c)),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn or(&mut self) -> Result<Expr, QueryError> {
        let mut any = vec![self.and()?];
        while self.eat_or() {
            any.push(self.and()?);
        }
        Ok(if any.len() == 1 { any.swap_remove(0) } else { Expr::Or(any) })
    }

    fn and(&mut self) -> Result<Expr, QueryError> {
        let mut all = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None | Some(')' | '）') => break,
                Some(_) if self.at_or() => break,
                Some(_) => all.push(self.unary()?),
            }
        }
        match all.len() {
            0 => Err(QueryError::new(self.at, Problem::UnexpectedToken, self.rest())),
            1 => Ok(all.swap_remove(0)),
            _ => Ok(Expr::And(all)),
        }
    }

    fn unary(&mut self) -> Result<Expr, QueryError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(QueryError::new(self.at, Problem::TooDeep, String::new()));
        }
        let expr = match self.peek() {
            Some(minus)
                if is_minus(minus) && self.chars.get(self.at + 1).is_some_and(|c| !c.is_whitespace()) =>
            {
                self.at += 1;
                if matches!(self.peek(), Some(')' | '）')) {
                    return Err(self.error(self.at, Problem::UnexpectedToken, ')'));
                }
                Expr::Not(Box::new(self.unary()?))
            }
            Some('(' | '（') => self.group()?,
            Some(open) if closing_quote(open).is_some() => Expr::Word(self.phrase(open)?),
            _ => self.word_or_filter()?,
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn group(&mut self) -> Result<Expr, QueryError> {
        let opened = self.at;
        self.at += 1;
        self.skip_space();
        if matches!(self.peek(), Some(')' | '）')) {
            return Err(self.error(opened, Problem::EmptyGroup, '('));
        }
        let expr = self.or()?;
        self.skip_space();
        if !matches!(self.peek(), Some(')' | '）')) {
            return Err(self.error(opened, Problem::UnclosedGroup, '('));
        }
        self.at += 1;
        Ok(expr)
    }

    /// A quoted phrase; a backslash keeps the next character from closing it.
    fn phrase(&mut self, open: char) -> Result<String, QueryError> {
        let opened = self.at;
        let close = closing_quote(open).unwrap_or(open);
        self.at += 1;
        let mut phrase = String::new();
        while let Some(c) = self.next() {
            match c {
                '\\' => phrase.extend(self.next()),
                c if c == close && phrase.is_empty() => {
                    return Err(self.error(opened, Problem::EmptyValue, open));
                }
                c if c == close => return Ok(phrase),
                c => phrase.push(c),
            }
        }
        Err(self.error(opened, Problem::UnclosedQuote, open))
    }

    fn word_or_filter(&mut self) -> Result<Expr, QueryError> {
        let start = self.at;
        let mut word = String::new();
        while let Some(c) = self.peek() {
            if matches!(c, ':' | '：')
                && let Some(name) = FilterName::from_text(&word)
            {
                self.at += 1;
                return self.filter(name);
            }
            if ends_word(c) {
                break;
            }
            word.push(c);
            self.at += 1;
        }
        if word.is_empty() {
            let c = self.peek().unwrap_or(' ');
            return Err(self.error(start, Problem::UnexpectedToken, c));
        }
        Ok(Expr::Word(word))
    }

    fn filter(&mut self, name: FilterName) -> Result<Expr, QueryError> {
        let position = self.at;
        let value = match self.peek() {
            Some(open) if closing_quote(open).is_some() => self.phrase(open)?,
            _ => {
                let mut value = String::new();
                while let Some(c) = self.peek().filter(|c| !ends_word(*c)) {
                    value.push(c);
                    self.at += 1;
                }
                value
            }
        };
        if value.trim().is_empty() {
            let part = format!("{}:", name.text());
            return Err(QueryError::new(position, Problem::EmptyValue, part));
        }
        Ok(Expr::Filter { name, value, position })
    }

    fn eat_or(&mut self) -> bool {
        self.skip_space();
        let found = self.at_or();
        if found {
            self.at += 2;
        }
        found
    }

    /// Whether a whole word `OR` stands here. Lower-case "or" is a word to look for.
    fn at_or(&self) -> bool {
        self.chars.get(self.at..self.at + 2).is_some_and(|two| two == ['O', 'R'] || two == ['Ｏ', 'Ｒ'])
            && self.chars.get(self.at + 2).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '（'))
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn rest(&self) -> String {
        self.chars.get(self.at..).unwrap_or_default().iter().take(20).collect()
    }

    #[expect(clippy::unused_self, reason = "reads as the parser's own error at the call sites")]
    fn error(&self, position: usize, problem: Problem, part: char) -> QueryError {
        QueryError::new(position, problem, part)
    }
}

/// The quote that closes one opened by `open`.
pub(super) fn closing_quote(open: char) -> Option<char> {
    match open {
        '"' | '＂' => Some(open),
        '“' => Some('”'),
        '「' => Some('」'),
        _ => None,
    }
}

/// Whether a character in front of a word negates it: also as an input method writes it.
pub(super) fn is_minus(c: char) -> bool {
    matches!(c, '-' | '－')
}

/// Whether a word says that either of two will do.
pub(super) fn is_or(word: &str) -> bool {
    matches!(word, "OR" | "ＯＲ")
}

pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Expr {
        Expr::Word(text.into())
    }

    fn filter(name: FilterName, value: &str, position: usize) -> Expr {
        Expr::Filter { name, value: value.into(), position }
    }

    #[test]
    fn words_are_anded_and_phrases_keep_their_spaces() {
        assert_eq!(
            parse("退款 \"ticket no 5\" 未收到").unwrap(),
            Expr::And(vec![word("退款"), word("ticket no 5"), word("未收到")])
        );
    }

    #[test]
    fn chinese_names_and_full_width_marks_are_twins() {
        assert_eq!(
            parse("平台：钉钉　（退款 OR 退货）").unwrap(),
            Expr::And(vec![filter(FilterName::On, "钉钉", 3), Expr::Or(vec![word("退款"), word("退货")])])
        );
        assert_eq!(
            parse("－发件人：“小 林” －（退款 ＯＲ ＂退 货＂） 「原话 里」").unwrap(),
            Expr::And(vec![
                Expr::Not(Box::new(filter(FilterName::From, "小 林", 5))),
                Expr::Not(Box::new(Expr::Or(vec![word("退款"), word("退 货")]))),
                word("原话 里"),
            ])
        );
    }

    #[test]
    fn a_colon_after_no_filter_name_is_an_ordinary_character() {
        assert_eq!(parse("10:30").unwrap(), word("10:30"));
        assert_eq!(parse("https://a.example").unwrap(), word("https://a.example"));
    }

    #[test]
    fn negation_binds_to_what_follows() {
        assert_eq!(
            parse("退款 -from:小林 -(a OR b) - x").unwrap(),
            Expr::And(vec![
                word("退款"),
                Expr::Not(Box::new(filter(FilterName::From, "小林", 9))),
                Expr::Not(Box::new(Expr::Or(vec![word("a"), word("b")]))),
                word("-"),
                word("x"),
            ])
        );
    }

    #[test]
    fn alternatives_bind_looser_than_what_stands_side_by_side() {
        let both = |a, b| Expr::And(vec![word(a), word(b)]);
        assert_eq!(parse("a b OR c d").unwrap(), Expr::Or(vec![both("a", "b"), both("c", "d")]));
        assert_eq!(parse("a OR b OR c").unwrap(), Expr::Or(vec![word("a"), word("b"), word("c")]));
        assert_eq!(parse("a or b").unwrap(), Expr::And(vec![word("a"), word("or"), word("b")]));
        assert_eq!(parse("--a").unwrap(), Expr::Not(Box::new(Expr::Not(Box::new(word("a"))))));
    }

    #[test]
    fn errors_point_at_the_place() {
        for (text, position, problem) in [
            ("退款 \"未收到", 3, Problem::UnclosedQuote),
            ("退款 (a b", 3, Problem::UnclosedGroup),
            ("退款 ()", 3, Problem::EmptyGroup),
            ("退款)", 2, Problem::UnexpectedToken),
            ("退款 OR", 5, Problem::UnexpectedToken),
            ("OR 退款", 0, Problem::UnexpectedToken),
            ("from: x", 5, Problem::EmptyValue),
            ("\"\"", 0, Problem::EmptyValue),
        ] {
            let error = parse(text).expect_err(text);
            assert_eq!((error.position, error.problem), (position, problem), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_not_overflowed() {
        let text = "(".repeat(100_000);
        assert_eq!(parse(&text).expect_err("too deep").problem, Problem::TooDeep);
    }
}
