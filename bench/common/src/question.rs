//! What is asked, as every peer understands it in its own language.

use std::fmt;

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// The text holds this.
    Has(String),
    /// The text does not hold this.
    Lacks(String),
    /// Sent at this moment or later, in UTC milliseconds.
    From(i64),
    /// Sent before this moment.
    Until(i64),
    /// Written by the one of this name.
    Sender(String),
    /// In the conversation of this title.
    Conversation(String),
    /// On the platform of this stable name.
    On(String),
    /// Written by an agent.
    ByAgent,
}

/// All conditions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Question(pub Vec<Part>);

impl Question {
    /// The texts that are looked for.
    pub fn has(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| if let Part::Has(text) = part { Some(text.as_str()) } else { None })
    }

    /// The texts that must not be there.
    pub fn lacks(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| if let Part::Lacks(text) = part { Some(text.as_str()) } else { None })
    }

    /// The condition on the time: the first millisecond inside, the first after.
    pub fn range(&self) -> (i64, i64) {
        self.0.iter().fold((i64::MIN, i64::MAX), |(from, until), part| match part {
            Part::From(ms) => (*ms, until),
            Part::Until(ms) => (from, *ms),
            _ => (from, until),
        })
    }

    /// Whether it asks for anything but texts.
    pub fn filters(&self) -> bool {
        self.0.iter().any(|part| !matches!(part, Part::Has(_) | Part::Lacks(_)))
    }

    /// The same with one more condition.
    #[must_use]
    pub fn and(mut self, part: Part) -> Self {
        self.0.push(part);
        self
    }

    /// What [`fmt::Display`] wrote.
    pub fn parse(line: &str) -> Self {
        let part = |text: &str| {
            let mut rest = text.chars();
            let kind = rest.next()?;
            let value = rest.as_str();
            Some(match kind {
                '+' => Part::Has(value.to_owned()),
                '-' => Part::Lacks(value.to_owned()),
                '>' => Part::From(value.parse().ok()?),
                '<' => Part::Until(value.parse().ok()?),
                '@' => Part::Sender(value.to_owned()),
                '#' => Part::Conversation(value.to_owned()),
                '^' => Part::On(value.to_owned()),
                '%' => Part::ByAgent,
                _ => return None,
            })
        };
        Self(line.split('\t').filter_map(part).collect())
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, part) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\t")?;
            }
            match part {
                Part::Has(text) => write!(f, "+{text}"),
                Part::Lacks(text) => write!(f, "-{text}"),
                Part::From(ms) => write!(f, ">{ms}"),
                Part::Until(ms) => write!(f, "<{ms}"),
                Part::Sender(name) => write!(f, "@{name}"),
                Part::Conversation(title) => write!(f, "#{title}"),
                Part::On(platform) => write!(f, "^{platform}"),
                Part::ByAgent => f.write_str("%"),
            }?;
        }
        Ok(())
    }
}
