//! Which column of a table, or field of a JSON object, means what: the synonyms seen in exports of support
//! tools, and the words such columns use for roles, kinds and platforms.
//!
//! Only names and words are known here; cells are read in [`generic`](super::generic).

use yanju_model::{Kind, Platform, Role};

/// What a column can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Date and time, or the time of day where a [`Field::Date`] stands beside it.
    Time,
    /// A date.
    Date,
    /// The writer's name.
    Sender,
    /// The writer's id.
    SenderKey,
    /// The words.
    Text,
    /// What tells one conversation from another.
    Conversation,
    /// The conversation's name, beside its id.
    Title,
    /// The writer's role.
    Role,
    /// The platform.
    Platform,
    /// The message's id.
    Id,
    /// The kind of message.
    Kind,
}

/// The synonyms of each field, [folded](fold), the preferred first. A column has one meaning, so the order of
/// the fields counts too: `sender` is a name, unless `sendername` is there.
#[rustfmt::skip] // a list is easier to check as a paragraph than as a column
const SYNONYMS: &[(Field, &[&str])] = &[
    (
        Field::Text,
        &[
            "消息内容",
            "聊天内容",
            "发送内容",
            "对话内容",
            "会话内容",
            "内容",
            "消息",
            "文本",
            "正文",
            "留言",
            "messagetext",
            "messagecontent",
            "messagebody",
            "msgcontent",
            "strcontent",
            "content",
            "text",
            "message",
            "body",
            "msg",
            "utterance",
        ],
    ),
    (
        Field::Time,
        &[
            "发送时间",
            "消息时间",
            "聊天时间",
            "沟通时间",
            "时间",
            "创建时间",
            "记录时间",
            "日期时间",
            "sentat",
            "sendtime",
            "msgtime",
            "messagetime",
            "time",
            "timestamp",
            "datetime",
            "timestampms",
            "strtime",
            "createtime",
            "createdat",
            "createat",
            "createdtime",
            "ts",
        ],
    ),
    (Field::Date, &["发送日期", "消息日期", "聊天日期", "日期", "date", "day"]),
    (
        Field::Sender,
        &[
            "发送人",
            "发送者",
            "发送方",
            "发言人",
            "说话人",
            "发件人",
            "发送人昵称",
            "发送者昵称",
            "发送账号",
            "sendername",
            "senderdisplayname",
            "sendernick",
            "fromname",
            "authorname",
            "nickname",
            "昵称",
            "sender",
            "from",
            "author",
            "speaker",
            "username",
            "user",
            "name",
            "talker",
        ],
    ),
    (
        Field::SenderKey,
        &[
            "发送人id",
            "发送者id",
            "senderid",
            "senderusername",
            "fromid",
            "fromuserid",
            "authorid",
            "userid",
            "wxid",
            "uid",
            "sender",
        ],
    ),
    (
        Field::Conversation,
        &[
            "会话id",
            "会话编号",
            "对话id",
            "聊天id",
            "群id",
            "会话",
            "对话",
            "群名",
            "群聊",
            "订单号",
            "订单编号",
            "客户名",
            "客户",
            "conversationid",
            "conversation",
            "convoid",
            "convid",
            "chatid",
            "sessionid",
            "threadid",
            "ticketid",
            "dialogueid",
            "dialogid",
            "roomid",
            "channelid",
            "groupid",
            "talker",
            "chat",
            "session",
            "thread",
            "ticket",
            "dialogue",
            "dialog",
            "roomname",
            "room",
            "channel",
        ],
    ),
    (
        Field::Title,
        &[
            "会话名称",
            "会话标题",
            "群名称",
            "对话名称",
            "标题",
            "conversationtitle",
            "conversationname",
            "talkername",
            "roomname",
            "groupname",
            "channelname",
            "chatname",
            "sessionname",
            "title",
            "subject",
        ],
    ),
    (
        Field::Role,
        &[
            "角色",
            "账号类型",
            "发送者类型",
            "发送人类型",
            "身份",
            "role",
            "sendertype",
            "authorrole",
            "usertype",
        ],
    ),
    (Field::Platform, &["平台", "渠道", "platform"]),
    (Field::Id, &["消息id", "消息编号", "msgsvrid", "messageid", "msgid", "utteranceid", "uuid", "id"]),
    (Field::Kind, &["消息类型", "类型", "messagetype", "msgtype", "typename", "contenttype", "type", "kind"]),
];

/// Columns that hold a name only when they stand alone: side by side they name both parties of every row, and
/// neither is known to be the writer.
const PARTIES: &[&str] = &["客服", "顾客", "买家", "客户昵称", "买家昵称", "customer", "agent"];

/// A header cell or key with case, width, spaces and separators removed, and without a remark in brackets.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .map(half_width)
        .take_while(|c| *c != '(')
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Where each field stands in a list of names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    places: Vec<(Field, usize)>,
}

impl Columns {
    /// Finds the fields among the names of a header row or of an object.
    pub(crate) fn among<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let folded: Vec<String> = names.into_iter().map(fold).collect();
        let mut columns = Self::default();
        for (field, synonyms) in SYNONYMS {
            if let Some(place) = columns.unused(&folded, synonyms) {
                columns.places.push((*field, place));
            } else if *field == Field::Sender
                && let Some(place) = lone_party(&folded)
            {
                columns.places.push((Field::Sender, place));
            }
        }
        columns
    }

    fn unused(&self, folded: &[String], synonyms: &[&str]) -> Option<usize> {
        synonyms.iter().find_map(|synonym| {
            folded
                .iter()
                .enumerate()
                .find(|(place, name)| name == synonym && self.is_free(*place))
                .map(|(place, _)| place)
        })
    }

    fn is_free(&self, place: usize) -> bool {
        self.places.iter().all(|(_, taken)| *taken != place)
    }

    /// The position of a field.
    pub(crate) fn place(&self, field: Field) -> Option<usize> {
        self.places.iter().find(|(found, _)| *found == field).map(|(_, place)| *place)
    }

    /// Whether any of the fields is there.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }

    /// How many fields are there.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the column at `place` has a meaning.
    pub(crate) fn uses(&self, place: usize) -> bool {
        !self.is_free(place)
    }
}

fn lone_party(folded: &[String]) -> Option<usize> {
    let mut parties = folded.iter().enumerate().filter(|(_, name)| PARTIES.contains(&name.as_str()));
    let (place, _) = parties.next()?;
    parties.next().is_none().then_some(place)
}

/// The role a cell states, where the whole cell is a word for one.
pub(crate) fn role_of(word: &str) -> Option<Role> {
    Some(match fold(word).as_str() {
        "客户" | "顾客" | "买家" | "用户" | "访客" | "消费者" | "customer" | "user" | "buyer" | "client"
        | "visitor" => Role::Customer,
        "客服" | "人工客服" | "坐席" | "人工" | "卖家" | "商家" | "agent" | "assistant" | "support"
        | "staff" | "seller" | "operator" => Role::Agent,
        "机器人" | "智能客服" | "智能助手" | "bot" | "robot" | "chatbot" => Role::Bot,
        "系统" | "系统消息" | "系统通知" | "system" => Role::System,
        _ => return None,
    })
}

/// The kind a cell states, where the whole cell is a word for one.
pub(crate) fn kind_of(word: &str) -> Option<Kind> {
    Some(match fold(word).as_str() {
        "文本" | "文字" | "text" => Kind::Text,
        "表情" | "动画表情" | "表情包" | "sticker" | "emoji" => Kind::Sticker,
        "图片" | "image" | "picture" | "photo" => Kind::Image,
        "文件" | "file" => Kind::File,
        "语音" | "voice" | "audio" => Kind::Voice,
        "视频" | "video" => Kind::Video,
        "链接" | "卡片式链接" | "分享链接" | "小程序" | "link" => Kind::Link,
        "位置" | "地理位置" | "location" => Kind::Location,
        "转账" | "红包" | "transfer" | "redpacket" => Kind::Transfer,
        "合并转发" | "合并转发的聊天记录" | "聊天记录" | "forward" => Kind::Forward,
        "名片" | "contact" => Kind::Contact,
        "通话" | "语音通话" | "视频通话" | "音视频通话" | "call" => Kind::Call,
        "卡片" | "card" => Kind::Card,
        "系统" | "系统消息" | "系统通知" | "system" => Kind::System,
        _ => return None,
    })
}

/// The platform a cell states: its id, or its name in either language.
pub(crate) fn platform_of(word: &str) -> Option<Platform> {
    let folded = fold(word);
    Platform::ALL.iter().copied().find(|platform| {
        let (chinese, english) = platform.display_names();
        [platform.name(), chinese, english].into_iter().any(|name| fold(name) == folded)
            || (*platform == Platform::WangWang
                && matches!(folded.as_str(), "千牛" | "旺旺" | "淘宝" | "天猫"))
            || (*platform == Platform::Jd && matches!(folded.as_str(), "京东" | "京东咚咚" | "咚咚"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(header: &str) -> Columns {
        Columns::among(header.split(','))
    }

    #[test]
    fn case_width_spaces_and_remarks_do_not_matter() {
        for header in [
            "Sent At",
            "sent_at",
            "ＳＥＮＴ－ＡＴ",
            "\u{feff}sentAt",
            "sent at (UTC+8)",
            "SENT AT（北京时间）",
        ] {
            assert_eq!(fold(header), "sentat", "«{header}» is one spelling of it");
        }
    }

    #[test]
    fn a_name_column_makes_the_plain_sender_column_an_id() {
        let columns = places("Time,SenderName,Sender,TalkerName,Talker,Content");
        assert_eq!(columns.place(Field::Sender), Some(1));
        assert_eq!(columns.place(Field::SenderKey), Some(2));
        assert_eq!(
            columns.place(Field::Conversation),
            Some(4),
            "the talker is the thread when a sender is named"
        );
        assert_eq!(columns.place(Field::Title), Some(3));
    }

    #[test]
    fn a_talker_is_the_sender_where_no_other_is_named() {
        let columns = places("id,MsgSvrID,type_name,is_sender,talker,room_name,content,CreateTime");
        assert_eq!(columns.place(Field::Sender), Some(4));
        assert_eq!(columns.place(Field::Conversation), Some(5));
        assert_eq!(columns.place(Field::Id), Some(1), "the server's id outranks the row number");
        assert!(!columns.has(Field::Role), "is_sender says whose phone it was, not who serves whom");
    }

    #[test]
    fn two_party_columns_do_not_name_the_writer() {
        assert!(
            !places("时间,客服,顾客,内容").has(Field::Sender),
            "neither is known to have written the row"
        );
        assert_eq!(places("时间,顾客,内容").place(Field::Sender), Some(1));
    }

    #[test]
    fn platforms_are_known_in_both_languages() {
        assert_eq!(platform_of("钉钉"), Some(Platform::DingTalk));
        assert_eq!(platform_of("WhatsApp"), Some(Platform::WhatsApp));
        assert_eq!(platform_of("千牛"), Some(Platform::WangWang));
        assert_eq!(platform_of("somewhere"), None);
    }
}
