//! What the word being typed could mean: names from the vault, values of filters, dates, filters themselves; each by a part of it
//! or by its pinyin.

use crate::{
    api::{
        Result,
        query::{MatchNames, NameMatch, Suggestion},
    },
    query::{Expr, FilterName, fixed},
};
use yanju_model::annotation::SavedSearch;
use yanju_store::{Noun, Stretch, Typed, Vault};

/// Date expressions that are offered, in both languages.
const DATES: &[&str] = &[
    "今天",
    "昨天",
    "本周",
    "上周",
    "本月",
    "上个月",
    "今年",
    "去年",
    "近7天",
    "近30天",
    "近90天",
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-year",
    "last-year",
    "last:7d",
    "last:30d",
    "last:90d",
];

/// The names that are offered to a word without a filter, in this order.
const NOUNS: &[Noun] =
    &[Noun::SavedSearch, Noun::Person, Noun::Title, Noun::Tag, Noun::Ticket, Noun::Category];

/// How many of a kind come before those of other kinds do.
const SHARE: usize = 3;

/// Something that could be meant, and where it holds what is being typed.
type Meant = (Suggestion, Stretch);

/// Up to `limit` things that a word could mean: a word, or a filter's name with a colon and the beginning of a value.
pub(crate) fn suggestions(vault: &Vault, word: &str, limit: usize) -> Result<Vec<Suggestion>> {
    let word = word.trim();
    if let Some((name, value)) = filter_begun(word) {
        let found = values(vault, name, &Typed::new(value), limit)?;
        return Ok(best(vec![found], limit, limit));
    }
    let typed = Typed::new(word);
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let mut kinds = vec![dates(FilterName::Date, &typed), of_fixed(FilterName::On, &typed)];
    let names = vault.names(&typed, NOUNS, limit)?;
    kinds.push(saved(vault, &names, &typed)?);
    kinds.extend(NOUNS.iter().filter_map(|noun| filter_of(*noun).zip(Some(noun))).map(|(filter, noun)| {
        let of_noun = names.iter().filter(|found| found.noun == *noun);
        of_noun.filter_map(|found| named(Offer::Value(filter), &found.name, &typed)).collect()
    }));
    kinds.extend([FilterName::Role, FilterName::Has, FilterName::Is].map(|name| of_fixed(name, &typed)));
    // A letter may begin anything; two say more.
    let is_telling = word.chars().nth(1).is_some() || !word.is_ascii();
    kinds.insert(if is_telling { 0 } else { kinds.len() }, filters(&typed));
    Ok(best(kinds, SHARE, limit))
}

/// Which of some names hold what is being typed, those that begin with it first.
pub(crate) fn matches(request: &MatchNames) -> Vec<NameMatch> {
    let typed = Typed::new(&request.word);
    let place = |(index, name): (usize, &String)| Some((typed.place_in(name)?, index));
    let mut found: Vec<_> = request.names.iter().enumerate().filter_map(place).collect();
    found.sort_by_key(|(place, _)| place.from > 0);
    found.into_iter().map(|(place, index)| NameMatch { index: index as u32, marks: marks(place) }).collect()
}

/// The filter whose name stands before a colon, and what follows, without the quote that is opened.
fn filter_begun(word: &str) -> Option<(FilterName, &str)> {
    let (name, value) = word.split_once([':', '：'])?;
    Some((FilterName::from_text(name)?, value.trim_start_matches(['"', '＂', '“', '「'])))
}

fn values(vault: &Vault, name: FilterName, typed: &Typed, limit: usize) -> Result<Vec<Meant>> {
    let noun = match name {
        FilterName::From | FilterName::With => Noun::Person,
        FilterName::In => Noun::Title,
        FilterName::Tag => Noun::Tag,
        FilterName::Ticket => Noun::Ticket,
        FilterName::Category => Noun::Category,
        FilterName::Date | FilterName::After | FilterName::Before => return Ok(dates(name, typed)),
        fixed => return Ok(of_fixed(fixed, typed)),
    };
    let names = vault.names(typed, &[noun], limit)?;
    Ok(names.into_iter().filter_map(|found| named(Offer::Value(name), &found.name, typed)).collect())
}

/// Searches that are kept, each to be put into the field as it was typed.
fn saved(vault: &Vault, names: &[yanju_store::Suggestion], typed: &Typed) -> Result<Vec<Meant>> {
    if !names.iter().any(|found| found.noun == Noun::SavedSearch) {
        return Ok(Vec::new());
    }
    let meant = |kept: SavedSearch| {
        let place = typed.place_in(&kept.name)?;
        let suggestion =
            Suggestion { kind: "saved".to_owned(), label: kept.name, text: kept.query, marks: marks(place) };
        Some((suggestion, place))
    };
    Ok(vault.saved_searches()?.into_iter().filter_map(meant).collect())
}

fn dates(name: FilterName, typed: &Typed) -> Vec<Meant> {
    let meant = DATES.iter().filter_map(|date| named(Offer::Value(name), date, typed));
    meant.filter(|(_, place)| place.from == 0).collect()
}

/// The values of a fixed set, found by any of their names and written by the first.
fn of_fixed(name: FilterName, typed: &Typed) -> Vec<Meant> {
    let found = |names: Vec<&'static str>| {
        let place = names.iter().filter_map(|name| typed.place_in(name)).min()?;
        let value = names.first()?;
        let suggestion = Offer::Value(name).suggestion(value, Vec::new());
        Some((suggestion, place))
    };
    fixed(name).into_iter().filter_map(found).collect()
}

/// Filters by the beginning of one of their names; the name stays in the language it is typed in.
fn filters(typed: &Typed) -> Vec<Meant> {
    let found = |filter: FilterName| {
        let named = filter.names().filter_map(|name| named(Offer::Filter, name, typed));
        named.into_iter().find(|(_, place)| place.from == 0)
    };
    FilterName::all().filter_map(found).collect()
}

/// The best of several kinds of things: those that begin with what is typed before others, and of each kind its share before
/// more of another.
fn best(kinds: Vec<Vec<Meant>>, share: usize, limit: usize) -> Vec<Suggestion> {
    let mut ranked: Vec<(bool, bool, Suggestion)> = Vec::new();
    for mut kind in kinds {
        kind.sort_by_key(|(_, place)| place.from > 0);
        let placed = kind.into_iter().enumerate();
        ranked.extend(placed.map(|(at, (one, place))| (at >= share, place.from > 0, one)));
    }
    ranked.sort_by_key(|(is_more, is_inside, _)| (*is_more, *is_inside));
    ranked.into_iter().map(|(_, _, one)| one).take(limit).collect()
}

/// What a name becomes in a query.
#[derive(Clone, Copy)]
enum Offer {
    /// The value of a filter.
    Value(FilterName),
    /// A filter to which a value is still to come.
    Filter,
}

impl Offer {
    fn suggestion(self, label: &str, marks: Vec<(u32, u32)>) -> Suggestion {
        let (kind, text) = match self {
            Self::Value(name) => {
                (name.text(), Expr::Filter { name, value: label.to_owned(), position: 0 }.to_string())
            }
            Self::Filter => ("filter", format!("{label}:")),
        };
        Suggestion { kind: kind.to_owned(), label: label.to_owned(), text, marks }
    }
}

/// The filter that finds what a noun names.
fn filter_of(noun: Noun) -> Option<FilterName> {
    Some(match noun {
        Noun::Person => FilterName::From,
        Noun::Title => FilterName::In,
        Noun::Tag => FilterName::Tag,
        Noun::Ticket => FilterName::Ticket,
        Noun::Category => FilterName::Category,
        Noun::SavedSearch => return None,
    })
}

fn named(offer: Offer, name: &str, typed: &Typed) -> Option<Meant> {
    let place = typed.place_in(name)?;
    Some((offer.suggestion(name, marks(place)), place))
}

fn marks(place: Stretch) -> Vec<(u32, u32)> {
    if place.from < place.to { vec![(place.from, place.to)] } else { Vec::new() }
}
