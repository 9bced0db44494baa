//! The filters of the language: each with its English name and its Chinese twin.

/// A filter that a query can carry, as `name:value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterName {
    /// Written by.
    From,
    /// In a conversation with.
    With,
    /// In a conversation by title or id.
    In,
    /// On a platform.
    On,
    /// Written by a role.
    Role,
    /// Carries a keyword.
    Tag,
    /// Carries a ticket number.
    Ticket,
    /// Is in a category.
    Category,
    /// Has a kind of content.
    Has,
    /// Sent on a day or in a range.
    Date,
    /// Sent on this day or later.
    After,
    /// Sent before this day.
    Before,
    /// Is in a state.
    Is,
    /// Speaks of a sum.
    Amount,
    /// Speaks of the order of this number.
    Order,
    /// Speaks of the parcel of this number.
    Tracking,
    /// Speaks of the invoice of this number.
    Invoice,
    /// Speaks of this telephone number.
    Phone,
    /// Speaks of this mail address.
    Email,
}

/// One row per filter: the variant, its English name, its Chinese twins.
const FILTERS: &[(FilterName, &str, &[&str])] = &[
    (FilterName::From, "from", &["发件人", "发送人"]),
    (FilterName::With, "with", &["对话人"]),
    (FilterName::In, "in", &["会话"]),
    (FilterName::On, "on", &["平台", "platform"]),
    (FilterName::Role, "role", &["角色"]),
    (FilterName::Tag, "tag", &["关键词", "标签"]),
    (FilterName::Ticket, "ticket", &["编号", "工单"]),
    (FilterName::Category, "category", &["分类"]),
    (FilterName::Has, "has", &["含"]),
    (FilterName::Date, "date", &["日期"]),
    (FilterName::After, "after", &["之后", "不早于"]),
    (FilterName::Before, "before", &["之前", "早于"]),
    (FilterName::Is, "is", &["是"]),
    (FilterName::Amount, "amount", &["金额"]),
    (FilterName::Order, "order", &["订单号", "订单"]),
    (FilterName::Tracking, "tracking", &["运单号", "快递单号"]),
    (FilterName::Invoice, "invoice", &["发票号", "发票"]),
    (FilterName::Phone, "phone", &["电话", "手机"]),
    (FilterName::Email, "email", &["邮箱"]),
];

impl FilterName {
    /// The filter of a name in either language, any case.
    pub fn from_text(text: &str) -> Option<Self> {
        FILTERS
            .iter()
            .find(|(_, english, twins)| {
                english.eq_ignore_ascii_case(text) || twins.iter().any(|twin| twin.eq_ignore_ascii_case(text))
            })
            .map(|(name, _, _)| *name)
    }

    /// Every filter.
    pub fn all() -> impl Iterator<Item = Self> {
        FILTERS.iter().map(|(name, _, _)| *name)
    }

    /// Every name of the filter, the English one first, then the Chinese one.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        let known = FILTERS.iter().find(|(name, _, _)| *name == self);
        known.into_iter().flat_map(|(_, english, chinese)| [english].into_iter().chain(*chinese)).copied()
    }

    /// The English name, which is the canonical one.
    pub fn text(self) -> &'static str {
        FILTERS.iter().find(|(name, _, _)| *name == self).map_or("", |(_, english, _)| english)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_filter_has_one_canonical_name_and_a_twin() {
        for (name, english, chinese) in FILTERS {
            assert_eq!(FilterName::from_text(english), Some(*name));
            assert_eq!(name.text(), *english);
            assert!(!chinese.is_empty(), "{english} needs a Chinese twin");
            for twin in *chinese {
                assert_eq!(FilterName::from_text(twin), Some(*name), "{twin} is a twin of {english}");
            }
        }
    }
}
