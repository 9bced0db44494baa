//! Negations among the arguments: `yanju search 退款 -优惠券` means what it means in quotes.
//!
//! A parser of arguments takes `-优惠券` for options. Told to let it pass, it would let `--limit` pass as well. So the
//! words are put behind `--` before it looks, whenever one of them begins with a minus.

use clap::{Command, CommandFactory};
use std::ffi::{OsStr, OsString};

/// The arguments of a command line in the order the parser understands.
pub fn behind_options<T: CommandFactory>(line: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let line: Vec<OsString> = line.into_iter().collect();
    let command = T::command();
    let (mut options, mut words) = (Vec::new(), Vec::new());
    let mut arguments = line.iter().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            words.extend(arguments.by_ref());
        } else if is_option(argument) {
            options.push(argument);
            if takes_a_value(&command, argument) {
                options.extend(arguments.next());
            }
        } else {
            words.push(argument);
        }
    }
    let Some(program) = line.first() else { return line };
    let (verbs, words) = words.split_at(verbs(&command, &words));
    if verbs.is_empty() || !words.iter().any(|word| is_negation(word)) {
        return line;
    }
    let before = std::iter::once(&program).chain(verbs).copied().chain(options).map(OsString::as_os_str);
    let behind = words.iter().map(|word| word.as_os_str());
    before.chain([OsStr::new("--")]).chain(behind).map(OsStr::to_owned).collect()
}

/// How many of the words name the command: `search`, or `saved add`.
fn verbs(command: &Command, words: &[&OsString]) -> usize {
    let Some((first, rest)) = words.split_first() else { return 0 };
    let named = first.to_str().and_then(|name| command.find_subcommand(name));
    named.map_or(0, |command| 1 + verbs(command, rest))
}

fn is_option(argument: &OsStr) -> bool {
    argument.to_string_lossy().starts_with("--") || ["-q", "-h", "-V"].iter().any(|flag| argument == *flag)
}

fn is_negation(word: &OsStr) -> bool {
    word.len() > 1 && word.to_string_lossy().starts_with('-')
}

/// Whether a long option, anywhere in the program, takes the next argument as its value.
fn takes_a_value(command: &Command, option: &OsStr) -> bool {
    let Some(name) = option.to_str().and_then(|option| option.strip_prefix("--")) else { return false };
    let verbs = command.get_subcommands().flat_map(Command::get_arguments);
    command
        .get_arguments()
        .chain(verbs)
        .any(|argument| argument.get_long() == Some(name) && argument.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Args, Command, SavedAct};
    use clap::Parser;

    fn parsed(line: &str) -> Args {
        let line = line.split(' ').map(OsString::from);
        Args::try_parse_from(behind_options::<Args>(line)).expect("the line is understood")
    }

    #[test]
    fn a_negation_is_a_word_and_options_stay_options() {
        for line in
            ["yanju search 退款 -优惠券 --limit 3 --json", "yanju --json search --limit 3 退款 -优惠券"]
        {
            let args = parsed(line);
            let Command::Search(search) = args.command else { panic!("{line} searches") };
            assert_eq!(search.query, ["退款", "-优惠券"], "{line}");
            assert_eq!((search.limit, args.json), (3, true), "{line}: options work on either side");
        }
    }

    #[test]
    fn a_query_may_begin_with_a_negation_or_stand_behind_dashes() {
        for line in ["yanju search -refund", "yanju search --json -- -refund", "yanju search -q -refund"] {
            let Command::Search(search) = parsed(line).command else { panic!("{line} searches") };
            assert_eq!(search.query, ["-refund"], "{line}");
        }
        let Command::Export(export) = parsed("yanju export out.pdf --query -退款").command else {
            panic!()
        };
        assert_eq!(export.query, "-退款");
    }

    #[test]
    fn a_misspelt_option_is_still_refused() {
        let line = ["yanju", "search", "退款", "-优惠券", "--limt", "3"].map(OsString::from);
        assert!(Args::try_parse_from(behind_options::<Args>(line)).is_err(), "it is no word of the query");
    }

    #[test]
    fn the_act_of_a_verb_is_no_word() {
        let Command::Saved(saved) = parsed("yanju saved add 退款 退款 -优惠券").command else {
            panic!()
        };
        let Some(SavedAct::Add { name, query }) = saved.act else { panic!("it is added") };
        assert_eq!(
            (name.as_str(), query.as_slice()),
            ("退款", &["退款".to_owned(), "-优惠券".to_owned()][..])
        );
    }

    #[test]
    fn standard_input_is_no_negation() {
        let Command::Import(import) = parsed("yanju import - --zone UTC").command else { panic!() };
        assert_eq!(import.paths, ["-"]);
    }
}
