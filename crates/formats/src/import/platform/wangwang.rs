//! 旺旺 and 千牛, the chat programs of Taobao, Tmall and 1688: what their message manager exports, what is copied
//! out of their windows, and the workbooks that scripts write.
//!
//! Each is a format of its own; here is what they share.

mod copy;
mod copy_layout;
mod copy_reader;
mod copy_survey;
mod manager;
mod manager_layout;
mod words;
mod workbook;

pub use copy::QianniuCopy;
pub use manager::WangWangText;
pub use workbook::QianniuWorkbook;

use std::collections::BTreeSet;

/// The identity of what a shop and somebody say to each other, whichever of its accounts answers.
fn thread_key(shop: Option<&str>, other: &str) -> String {
    match shop {
        Some(shop) => format!("{shop}\u{1F}{other}"),
        None => other.to_owned(),
    }
}

/// The identity of a conversation of which only those who took part are known. Where these are accounts of one
/// shop and one other, it is the one of their thread.
fn key_of_names(names: &BTreeSet<String>) -> String {
    let shops: BTreeSet<&str> = names.iter().filter_map(|name| shop_of(name)).collect();
    let others: Vec<&String> = names.iter().filter(|name| shop_of(name).is_none()).collect();
    match (shops.first(), shops.len(), others.as_slice()) {
        (Some(shop), 1, [other]) => thread_key(Some(shop), other),
        _ => format!("names:{}", names.iter().map(String::as_str).collect::<Vec<_>>().join("\u{1F}")),
    }
}

/// The shop of a sub-account: they are called `shop:account`.
fn shop_of(account: &str) -> Option<&str> {
    account.split_once(':').map(|(shop, _)| shop).filter(|shop| !shop.is_empty())
}
