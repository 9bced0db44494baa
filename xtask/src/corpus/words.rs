//! What is said at a desk.

use super::chance::{Chance, scatter};

/// Words of the Chinese and of the English vocabulary: those below, most frequent first, and invented ones after them.
const CHINESE: usize = 30_000;
const ENGLISH: usize = 8_000;
/// A word that is rarely said, and where it stands.
const RARE: (usize, &str) = (20_000, "仲裁");

/// What a desk speaks of, most frequent first.
#[rustfmt::skip]
const DESK_WORDS: &[&str] = &[
    "的", "了", "我", "是", "你", "不", "在", "有", "就", "还", "也", "没", "吗", "呢", "这个", "请问", "订单",
    "已经", "可以", "您好", "亲", "我们", "退款", "发货", "收到", "什么时候", "商品", "没有", "快递", "物流",
    "帮您", "一下", "麻烦", "稍等", "查询", "地址", "尺码", "颜色", "库存", "质量", "问题", "图片", "申请",
    "处理", "时间", "今天", "明天", "工作日", "仓库", "显示", "签收", "包裹", "客服", "联系", "电话", "发票",
    "优惠券", "活动", "价格", "付款", "支付", "成功", "失败", "账号", "登录", "密码", "退货", "换货", "运费",
    "承担", "赠品", "礼物", "生日", "使用", "方法", "说明书", "充电", "屏幕", "开机", "维修", "保修", "售后",
    "评价", "好评", "截图", "上传", "系统", "更新", "版本", "下载", "安装", "卸载", "重启", "网络", "信号",
    "套餐", "流量", "会员", "积分", "余额", "提现", "银行卡", "到账", "审核", "资料", "身份证", "营业执照",
    "合同", "盖章", "快件", "派送", "中通", "顺丰", "圆通", "自提", "驿站", "丢件", "破损", "补发", "拦截",
    "修改", "取消", "下单", "拍下", "预售", "定金", "尾款", "满减", "红包", "直播间", "主播", "链接", "店铺",
    "收藏", "关注", "新品", "断货", "补货", "通知", "短信", "验证码", "投诉", "举报", "平台", "介入", "凭证",
    "证据", "协商", "一致", "同意", "拒绝", "超时", "自动", "确认", "收货", "七天", "无理由", "破例", "领导",
    "反馈", "建议", "感谢", "理解", "支持", "抱歉", "久等", "催促", "加急", "优先", "安排", "明白", "清楚",
    "知道", "好的", "嗯", "对", "不是", "为什么", "怎么", "多少", "哪里", "谁", "如果", "但是", "因为", "所以",
    "然后", "或者", "还是", "只是", "真的", "非常", "比较", "特别", "一直", "刚刚", "马上", "尽快", "以后",
    "之前", "现在", "昨天", "上午", "下午", "晚上", "周末", "月底", "年初",
];

/// The same in English.
#[rustfmt::skip]
const DESK_ENGLISH: &[&str] = &[
    "the", "to", "you", "your", "is", "for", "of", "and", "a", "we", "I", "it", "order", "on", "in", "this",
    "not", "my", "will", "have", "be", "please", "with", "can", "that", "refund", "are", "shipping", "been",
    "package", "received", "still", "when", "delivery", "account", "has", "email", "number", "address",
    "payment", "tracking", "would", "like", "item", "return", "day", "business", "invoice", "but", "what",
    "wrong", "size", "color", "send", "out", "sent", "help", "from", "do", "so", "at", "as", "or", "if", "me",
    "an", "was", "get", "our", "now", "by", "no", "hello", "thank", "sorry", "today", "check", "confirm",
    "team", "support", "customer", "service", "product", "warehouse", "days", "hours", "week", "update",
    "cancel", "change", "replacement", "damaged", "broken", "missing", "photo", "attached", "warranty",
    "manual", "charger", "screen", "password", "login", "error", "website", "app", "card", "bank", "transfer",
    "amount", "price", "discount", "coupon", "code", "expired", "membership", "points", "subscription",
    "request", "process", "processed", "approved", "rejected", "escalate", "manager", "resolve", "issue",
    "problem", "case", "ticket", "reply", "response", "available", "stock", "soon", "later", "again", "before",
    "after", "already", "yet",
];

/// Characters that invented words are made of, most frequent first.
const CHARACTERS: &str = "\
    的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种\
    面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本\
    去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比\
    或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总\
    次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做\
    必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权\
    收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信\
    马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连\
    断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存\
    候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严\
    ";

/// What invented English words are made of.
#[rustfmt::skip]
const SYLLABLES: &[&str] = &[
    "an", "ber", "con", "dor", "el", "fin", "gar", "hal", "in", "jor", "kel", "lam", "mon", "ner", "or", "pal",
    "qui", "ras", "sil", "tor", "un", "ver", "wil", "xan", "yor", "zen", "ba", "ce", "di", "fo", "gu",
];

/// What agents send by a key.
#[rustfmt::skip]
const CANNED: &[&str] = &[
    "亲，您好，很高兴为您服务，请问有什么可以帮您的呢？", "您好，请稍等，马上为您查询。",
    "亲，您的订单已经安排发货，请您耐心等待，物流信息会在24小时内更新。",
    "非常抱歉给您带来不便，我们会尽快为您处理。", "感谢您的支持，祝您生活愉快！",
    "您好，退款已经提交，预计1-3个工作日原路退回。", "亲，这款商品支持七天无理由退货，请保持包装完好。",
    "请您提供一下订单号和问题图片，这边为您登记。", "还有其他问题可以帮您吗？",
    "您好，当前咨询人数较多，请您稍候，客服会按顺序为您接待。", "如果您对本次服务满意，麻烦给个好评哦。",
    "Hello, thank you for contacting us. How can I help you today?",
    "Thanks for your patience, we are looking into this for you.",
];

/// What is said in between.
#[rustfmt::skip]
const SHORT: &[&str] = &[
    "好的", "嗯嗯", "谢谢", "收到", "在吗", "你好", "ok", "OK", "可以", "行", "不用了", "谢谢亲", "等一下",
    "?", "😊", "👌", "[微笑]", "好", "明白了", "thanks",
];

/// Everything that can be said.
pub(super) struct Words {
    chinese: Vec<String>,
    english: Vec<String>,
}

impl Words {
    pub(super) fn new() -> Self {
        let (mut chinese, english) =
            (vocabulary(DESK_WORDS, CHINESE, chinese_word), vocabulary(DESK_ENGLISH, ENGLISH, english_word));
        RARE.1.clone_into(&mut chinese[RARE.0]);
        Self { chinese, english }
    }

    /// A message.
    pub(super) fn say(&self, chance: &mut Chance, is_agent: bool) -> String {
        if is_agent && chance.percent(26) {
            return chance.one(CANNED).to_owned();
        }
        if chance.percent(7) {
            return chance.one(SHORT).to_owned();
        }
        let mut said = if chance.percent(13) { self.english(chance) } else { self.chinese(chance) };
        if chance.percent(14) {
            said.push_str(&number(chance));
        }
        said
    }

    fn chinese(&self, chance: &mut Chance) -> String {
        let mut said = String::new();
        let words = 3 + chance.below(14);
        for place in 1..=words {
            said.push_str(&self.chinese[chance.rank(CHINESE)]);
            if place == words {
                said.push_str(chance.one(&["", "", "。", "？", "！", "吗？"]));
            } else if chance.percent(18) {
                said.push('，');
            }
        }
        said
    }

    fn english(&self, chance: &mut Chance) -> String {
        let words = 3 + chance.below(12);
        let said: Vec<&str> = (0..words).map(|_| self.english[chance.rank(ENGLISH)].as_str()).collect();
        said.join(" ") + chance.one(&["", ".", "?"])
    }
}

/// A number of the kinds people quote.
fn number(chance: &mut Chance) -> String {
    match chance.below(7) {
        0..=2 => format!("，订单号YDH{}", chance.digits(8)),
        3 => format!(" 订单编号：{}{}", 1 + chance.below(9), chance.digits(17)),
        4 => format!("，运单号SF{}", chance.digits(13)),
        5 => format!("，一共{}.{}元", 1 + chance.below(2000), chance.digits(2)),
        _ => format!("，电话1{}{}", 3 + chance.below(7), chance.digits(9)),
    }
}

fn vocabulary(known: &[&str], size: usize, invent: fn(u64) -> String) -> Vec<String> {
    let invented = (known.len() as u64..size as u64).map(invent);
    known.iter().map(|word| (*word).to_owned()).chain(invented).collect()
}

/// Mostly of two characters.
fn chinese_word(number: u64) -> String {
    let characters: Vec<char> = CHARACTERS.chars().collect();
    let length = [1, 2, 2, 2, 2, 2, 2, 3, 3, 4][(scatter(number) % 10) as usize];
    let character = |place: u64| {
        let drawn = scatter(number * 8 + place + 1);
        // One in forty is none of the common ones.
        if drawn.is_multiple_of(40) {
            return char::from_u32(0x4e00 + (drawn >> 8) as u32 % 0x5000).unwrap_or('一');
        }
        characters[(drawn >> 8) as usize % characters.len()]
    };
    (0..length).map(character).collect()
}

fn english_word(number: u64) -> String {
    let length = 2 + scatter(number) % 3;
    (0..length)
        .map(|place| SYLLABLES[(scatter(number * 8 + place + 1) % SYLLABLES.len() as u64) as usize])
        .collect()
}
