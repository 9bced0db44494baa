//! How a text is read, once its survey is done: which lines are headers of it, and whose names are names.

use super::{
    days::Days,
    header::{Header, Layout, Shape},
    met::{Known, Met},
    name::is_sentence,
    readings::readings_in,
    survey::Parting,
    when::{Family, When, Writing},
};
use crate::import::{generic::Sequence, platform::wechat::window::Seen};
use foldhash::quality::RandomState;
use std::collections::{BTreeSet, HashMap, HashSet};
use yanju_model::draft::DateOrder;

/// The names that people write for the two sides of a talk: they need not come back to be names.
const SIDES: &[&str] = &[
    "客服",
    "客户",
    "顾客",
    "买家",
    "卖家",
    "商家",
    "店家",
    "店主",
    "用户",
    "坐席",
    "人工客服",
    "机器人",
    "我",
    "对方",
    "me",
    "you",
    "customer",
    "agent",
    "client",
    "user",
    "support",
    "bot",
    "buyer",
    "seller",
];

/// What people fill in: they name nobody.
const LABELS: &[&str] = &[
    "地址",
    "收货地址",
    "电话",
    "手机",
    "手机号",
    "联系电话",
    "姓名",
    "收货人",
    "收件人",
    "订单",
    "订单号",
    "订单编号",
    "单号",
    "快递",
    "快递单号",
    "物流",
    "时间",
    "日期",
    "数量",
    "金额",
    "价格",
    "型号",
    "颜色",
    "尺寸",
    "规格",
    "备注",
    "问题",
    "原因",
    "注意",
    "附件",
    "主题",
    "address",
    "phone",
    "name",
    "order",
    "order number",
    "date",
    "time",
    "note",
    "subject",
];

/// What is known of a name in one reading.
#[derive(Debug, Clone, Copy)]
pub struct Stat {
    /// How often it begins a message.
    pub count: u64,
    /// How many of them have a time with a day.
    pub dated: u64,
    /// How the time beside the first is written.
    pub writing: Option<Writing>,
    /// Whether something parts the first from the line before.
    pub parted: bool,
    /// Whether a time beside it runs ahead of the header below, which follows on from the one above.
    pub ahead: bool,
}

/// The names in one reading, asked for twice a message.
pub type Names = HashMap<String, Stat, RandomState>;

/// Whether headers stand apart from what is above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parted {
    /// At least four of five, of five or more.
    Always,
    /// More than half.
    Mostly,
    /// Fewer.
    Seldom,
}

impl Parted {
    /// How often `parted` of `all` is.
    pub fn of(parted: u64, all: u64) -> Self {
        if all >= 4 && parted * 5 >= all * 4 {
            Self::Always
        } else if parted * 2 > all {
            Self::Mostly
        } else {
            Self::Seldom
        }
    }
}

/// How a text is read.
#[derive(Debug)]
pub struct Settled {
    /// The layout of its headers.
    pub layout: Layout,
    /// Whether it begins with one.
    pub starts: bool,
    /// The order of its dates.
    pub order: Order,
    /// The orders that they can be read in.
    pub orders: Vec<DateOrder>,
    /// Whether the newest message comes first.
    pub sequence: Sequence,
    /// What most times are.
    pub family: Family,
    /// Whether drawn lines part messages.
    pub ruled: bool,
    /// Everyone who wrote.
    pub writers: BTreeSet<String>,
    /// Whether all of them have an id in brackets behind the name.
    pub has_ids: bool,
    /// How many headers there are, about.
    pub headers: u64,
    /// How it writes the days above times.
    pub headings: Days,
    /// Whether headers stand apart.
    pub(super) parting: Parted,
    /// How the times beside names that come back are written.
    pub(super) writings: HashSet<Writing, RandomState>,
    /// How many names come back.
    pub(super) recurring: usize,
    /// How many of them do, or are those of sides.
    pub(super) sides: usize,
    /// What is known of each name.
    pub(super) names: Names,
}

/// The order of the dates of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// All dates tell it themselves.
    Told,
    /// Settled by the user or by the whole text.
    Settled(DateOrder),
    /// Nothing settles it.
    Open,
}

impl Order {
    /// The order, where it is known.
    pub fn known(self) -> Option<DateOrder> {
        match self {
            Self::Told => Some(DateOrder::Ymd),
            Self::Settled(order) => Some(order),
            Self::Open => None,
        }
    }

    /// The order, where it was open and is settled.
    pub fn settled(self) -> Option<DateOrder> {
        match self {
            Self::Settled(order) => Some(order),
            Self::Told | Self::Open => None,
        }
    }
}

impl Settled {
    /// The header that a line is in this text.
    pub fn header<'a>(
        &self,
        seen: &Seen<'a>,
        known: Option<&Known<'a>>,
        parting: Parting,
        met: &mut Met,
    ) -> Option<Header<'a>> {
        if let Some(Known::Name(header, number)) = known {
            let stands_right = self.stands_right(header, parting);
            return (stands_right && met.is_accepted(*number, || self.accepts(header))).then_some(*header);
        }
        let mut found = None;
        readings_in(seen, known, self.layout.shape, met, |header| {
            if found.is_none() && self.stands_right(&header, parting) && self.accepts(&header) {
                found = Some(header);
            }
        });
        found
    }

    /// Whether this reading of a line is laid out as the headers of this text are.
    fn stands_right(&self, header: &Header<'_>, parting: Parting) -> bool {
        header.layout == self.layout && (self.parting != Parted::Always || parting != Parting::None)
    }

    /// Whether what is laid out so is a header of this text, and no quotation or sentence.
    fn accepts(&self, header: &Header<'_>) -> bool {
        // A name not remembered is one of too many.
        self.names.get(header.name).is_none_or(|stat| {
            let family = header.when.map(When::family);
            let fits = family
                .is_none_or(|family| family == self.family || self.family == Family::Clock || stat.dated > 0);
            fits && self.is_writer(header.name, stat)
        })
    }

    /// Whether a name in this layout is somebody's, and not the start of a sentence that ends in a time.
    pub(super) fn is_writer(&self, name: &str, stat: &Stat) -> bool {
        if self.layout.shape == Shape::Said {
            return is_side(name) || (!is_label(name) && (stat.count > 1 || self.sides < 2));
        }
        let is_known = stat.count > 1 && (self.family == Family::Clock || stat.dated > 0);
        is_known
            || self.recurring == 0
            || (stat.writing.is_none_or(|writing| self.writings.contains(&writing))
                && (self.parting == Parted::Seldom || stat.parted)
                && !stat.ahead
                && !is_sentence(name))
    }
}

/// The id in brackets at the end of a name, and what stands before it: `小林(z00123)`.
pub fn id_of(name: &str) -> Option<(&str, &str)> {
    let (before, id) = name
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        .or_else(|| name.strip_suffix('）').and_then(|rest| rest.rsplit_once('（')))?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@' | '.' | '*');
    let is_id = id.len() >= 3 && id.chars().all(plain) && id.chars().any(|c| c.is_ascii_digit());
    (is_id && !before.trim().is_empty()).then(|| (before.trim_end(), id))
}

/// Whether a name is that of a side of a talk.
pub fn is_side(name: &str) -> bool {
    SIDES.contains(&name.to_lowercase().as_str())
}

/// Whether a name is that of something to be filled in.
pub fn is_label(name: &str) -> bool {
    LABELS.contains(&name.to_lowercase().as_str())
}
