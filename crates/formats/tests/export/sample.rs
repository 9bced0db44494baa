//! A varied document, written by us: every kind of line the page must carry.

use super::document::{
    Added, Attachment, AttachmentContent, Completeness, Conversation, Document, Language, Message, Omission,
    OmissionCode, Participant, Selection, Source, ZoneStatement,
};
use std::sync::Arc;
use yanju_model::{Kind, Platform, Precision, Role, Timestamp, ZoneBasis};

/// 2023-08-20 14:30:05 +08:00, and some seconds after it.
pub fn at(seconds: i64, precision: Precision) -> Timestamp {
    Timestamp {
        utc_ms: 1_692_513_005_000 + seconds * 1000,
        offset_minutes: 480,
        precision,
        basis: ZoneBasis::Assumed,
    }
}

/// A plain message.
pub fn message(serial: u64, sender: &str, role: Role, text: &str) -> Message {
    Message {
        serial,
        sender: sender.to_owned(),
        stated_sender: None,
        role,
        sent_at: at(serial.cast_signed() * 67, Precision::Second),
        stated_time: None,
        kind: if sender.is_empty() { Kind::System } else { Kind::Text },
        text: text.to_owned(),
        recalled: false,
        quote: String::new(),
        attachments: Vec::new(),
        added: Added::default(),
    }
}

/// A document of these messages in one conversation.
pub fn document_of(messages: Vec<Message>) -> Document {
    let held = messages.len() as u64;
    let mut participants: Vec<Participant> = Vec::new();
    for message in messages.iter().filter(|message| !message.sender.is_empty()) {
        match participants.iter_mut().find(|participant| participant.name == message.sender) {
            Some(participant) => participant.messages += 1,
            None => participants.push(Participant {
                name: message.sender.clone(),
                role: message.role,
                messages: 1,
                joined: Vec::new(),
            }),
        }
    }
    Document {
        language: Language::Chinese,
        title: "聊天记录证据报告".to_owned(),
        subject: "远山家居旗舰店 · 包裹签收争议（运单 YDH12345678）".to_owned(),
        number: "YJ-20230820-7F3A".to_owned(),
        selection: Selection::default(),
        made_at: at(86_400, Precision::Second),
        software: "言据 Yanju 0.1.0".to_owned(),
        zones: vec![ZoneStatement::Assumed("Asia/Shanghai".to_owned())],
        completeness: Completeness::Full,
        sources: vec![Source {
            name: "旺旺聊天记录_20230820.csv".to_owned(),
            format: "千牛・旺旺 表格".to_owned(),
            bytes: 4_812_336,
            sha256: "f65a010000eea843cab2d27e0e00a850501fc5702330b1b30e546bdb8e350130".to_owned(),
            imported_at: at(80_000, Precision::Second),
        }],
        conversations: vec![Conversation {
            title: "远山家居旗舰店".to_owned(),
            platform: Platform::WangWang,
            participants,
            added: Added {
                ticket: Some("KF-2023-0820-114".to_owned()),
                category: Some("物流问题".to_owned()),
                tags: vec!["物流纠纷".to_owned(), "未收到包裹".to_owned()],
                note: Some("已向平台投诉，等待赔付结果。".to_owned()),
            },
            messages,
            held,
        }],
    }
}

/// What the two sides of the sample say.
const TALK: [(&str, Role, &str); 14] = [
    (
        "林晓雯",
        Role::Customer,
        "你好，我的包裹显示“已签收”，可是我没有收到。订单号 20230820000012873，运单号 YDH12345678。",
    ),
    ("智能助手", Role::Bot, "亲，您好！我是智能助手小远，请问需要什么帮助？回复“人工”转接人工客服。"),
    ("林晓雯", Role::Customer, "人工"),
    (
        "客服・小林",
        Role::Agent,
        "您好，已经帮您查到：包裹于 2023-08-18 18:22 由【中通快递】投递至“丰巢智能柜（3号楼东门）”，取件码已发送到尾号 5521 的手机。",
    ),
    ("林晓雯", Role::Customer, "我没有收到取件码😡，也没有同意放快递柜！"),
    ("客服・小林", Role::Agent, "非常抱歉给您带来不便🙏 我们马上联系快递员核实，24小时内给您答复。"),
    (
        "客服・小林",
        Role::Agent,
        "We have opened a claim with the carrier (ref. ZT-88213/A). You don’t need to do anything; the “refund or resend” decision will be sent within two business days to the address on file.",
    ),
    (
        "林晓雯",
        Role::Customer,
        "好的。商品页面写着「七天无理由退换货」、「48小时内发货」，为什么现在又说不支持？请给我一个书面的说法！！！价格是￥1,299.00，不是¥1,199.00……",
    ),
    (
        "林晓雯",
        Role::Customer,
        "链接在这里：https://example.com/orders/20230820000012873/tracking?carrier=zto&waybill=YDH12345678&utm_source=app_share&session=6f1d0c9a8b7e6f5d4c3b2a19",
    ),
    ("客服・小林", Role::Agent, "收到👌 家庭地址是“杭州市余杭区文一西路 969 号”吗？👨‍👩‍👧 🇨🇳 👍🏽 ❤️ 1️⃣ ✅"),
    ("林晓雯", Role::Customer, "是的。我爱人姓㛃，名字里有生僻字：𠮷野家的𠮷、龘、㐂。"),
    ("客服・小林", Role::Agent, "مرحبا، طلبك رقم 12345 قيد المراجعة (YDH12345678)"),
    ("客服・小林", Role::Agent, "สวัสดีค่ะ พัสดุของคุณอยู่ระหว่างการจัดส่ง"),
    (
        "林晓雯",
        Role::Customer,
        "收款人\u{202E}321 账号\u{202C}请核对；这个字打不出来：\u{E123}。\n第二行：\n    缩进的第三行",
    ),
];

/// Some thirty messages of every kind, in two conversations, in part.
#[expect(clippy::too_many_lines, reason = "a list of data")]
pub fn varied() -> Document {
    let mut messages: Vec<Message> = Vec::new();
    let mut push = |mut message: Message| {
        message.serial = messages.len() as u64 + 1;
        messages.push(message);
    };
    push(message(1, "", Role::System, "以下为 2023-08-20 的会话记录"));
    for (index, (sender, role, text)) in TALK.iter().enumerate() {
        push(message(index as u64 + 2, sender, *role, text));
    }
    let picture = |name: &str, bytes: Vec<u8>| Attachment {
        name: name.to_owned(),
        content: Some(AttachmentContent {
            sha256: "bc77f4a284c5cdc0031053e8bdb645e03b1b0332075cf105058a00e0e72bd2ac".to_owned(),
            bytes: bytes.len() as u64,
            image: Some(bytes.into()),
        }),
    };
    push(Message {
        kind: Kind::Image,
        attachments: vec![picture("快递柜截图_20230818.png", png(480, 360))],
        ..message(20, "林晓雯", Role::Customer, "")
    });
    push(Message {
        quote: "我们马上联系快递员核实，24小时内给您答复。".to_owned(),
        sent_at: at(95_000, Precision::Minute),
        ..message(21, "林晓雯", Role::Customer, "已经过去 26 个小时了，还没有任何答复。")
    });
    push(Message {
        recalled: true,
        sent_at: at(95_100, Precision::Minute),
        added: Added {
            ticket: Some("KF-2023-0821-007".to_owned()),
            tags: vec!["推诿".to_owned()],
            note: Some("撤回前已截图，见附件。\n第二天由主管致歉。".to_owned()),
            ..Added::default()
        },
        ..message(22, "客服・小林", Role::Agent, "这个不归我们管")
    });
    push(Message {
        recalled: true,
        sent_at: at(95_160, Precision::Minute),
        ..message(23, "客服・小林", Role::Agent, "")
    });
    push(Message {
        sent_at: at(0, Precision::Undated),
        ..message(24, "客服・小林", Role::Agent, "（离线留言）仓库已确认可以补发。")
    });
    push(Message {
        sent_at: at(96_000, Precision::Day),
        ..message(25, "", Role::System, "林晓雯 已被移出售后群")
    });
    push(Message {
        kind: Kind::File,
        sent_at: at(97_000, Precision::Milli),
        attachments: vec![
            Attachment { name: "签收底单.pdf".to_owned(), content: None },
            Attachment {
                name: "赔付协议（盖章版）.docx".to_owned(),
                content: Some(AttachmentContent {
                    sha256: "031053e8bdb645e03b1b0332075cf105058a00e0e72bd2ac348aee000010a56f".to_owned(),
                    bytes: 37_512,
                    image: None,
                }),
            },
            picture(
                "坏图.png",
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x40\x08\x02\0\0\0broken".to_vec(),
            ),
        ],
        ..message(26, "客服・小林", Role::Agent, "底单和协议请查收")
    });
    push(Message {
        kind: Kind::Transfer,
        sent_at: at(98_000, Precision::Second),
        ..message(27, "客服・小林", Role::Agent, "¥1,299.00 退款")
    });
    push(Message {
        kind: Kind::Voice,
        sent_at: at(98_060, Precision::Second),
        ..message(28, "", Role::Unknown, "")
    });
    push(Message {
        sent_at: at(98_120, Precision::Second),
        ..message(29, "路过的人", Role::Unknown, "我也遇到过同样的问题。")
    });
    let mut second = Vec::new();
    for index in 0..3 {
        second.push(Message {
            serial: messages.len() as u64 + 1 + index,
            sent_at: at(200_000 + index.cast_signed() * 300, Precision::Minute),
            ..message(
                1,
                ["王磊", "财务-陈静", "王磊"][index as usize],
                [Role::Customer, Role::Agent, Role::Customer][index as usize],
                [
                    "差旅报销单 BX-2023-0817 什么时候到账？发票号 04412345。",
                    "下周三之前。发票抬头请核对：远山（杭州）信息科技有限公司。",
                    "收到，谢谢！",
                ][index as usize],
            )
        });
    }
    let mut document = document_of(messages);
    let other = document_of(second).conversations.remove(0);
    document.conversations.extend([Conversation {
        title: "财务部・报销咨询".to_owned(),
        platform: Platform::DingTalk,
        added: Added::default(),
        held: 118,
        ..other
    }]);
    document.selection = Selection {
        query: "签收 OR 报销".to_owned(),
        from: "2023-08-01".to_owned(),
        to: "2023-08-31".to_owned(),
    };
    document.completeness = Completeness::Partial(vec![
        Omission {
            code: OmissionCode::NotMatched,
            conversation: "财务部・报销咨询".to_owned(),
            count: 115,
            of: 118,
            detail: String::new(),
        },
        Omission {
            code: OmissionCode::MissingAttachment,
            conversation: "远山家居旗舰店".to_owned(),
            count: 1,
            of: 0,
            detail: String::new(),
        },
        Omission {
            code: OmissionCode::SourcePartial,
            conversation: String::new(),
            count: 0,
            of: 0,
            detail: "hasMore: true".to_owned(),
        },
    ]);
    document.sources.push(Source {
        name: "dingtalk-export.json".to_owned(),
        format: "钉钉导出".to_owned(),
        bytes: 91_204,
        sha256: "3dd298c79c779ad6f65a010000eea843cab2d27e0e00a850501fc5702330b1b3".to_owned(),
        imported_at: at(80_060, Precision::Second),
    });
    document
}

/// A document of `count` plain messages, a fifth of them long.
pub fn plain(count: u64) -> Document {
    let messages = (0..count)
        .map(|index| {
            let (sender, role, text) = TALK[[0, 3, 4, 5, 7][index as usize % 5]];
            let text = format!("{text} 第{index}条 ref-{}", index * 7919 % 100_003);
            message(index + 1, sender, role, &text)
        })
        .collect();
    document_of(messages)
}

/// A PNG of a few coloured shapes, stored without compression.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..height {
        rows.push(0);
        for x in 0..width {
            let inside = |cx: u32, cy: u32, r: u32| x.abs_diff(cx).pow(2) + y.abs_diff(cy).pow(2) < r.pow(2);
            let color = if inside(width / 3, height / 2, height / 4) {
                [0x2A, 0x5B, 0x8C]
            } else if inside(width * 2 / 3, height / 3, height / 5) {
                [0xB3, 0x31, 0x1F]
            } else {
                [0xE8, 0xE0 - (y * 40 / height) as u8, 0xD0 - (x * 60 / width) as u8]
            };
            rows.extend_from_slice(&color);
        }
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &stored(&rows));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    png.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let start = png.len();
    png.extend_from_slice(&name);
    png.extend_from_slice(data);
    let sum = png[start..].iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    });
    png.extend_from_slice(&(!sum).to_be_bytes());
}

/// A zlib stream of stored blocks (RFC 1950, RFC 1951 § 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let blocks = data.chunks(0xFFFF);
    let last = blocks.len().saturating_sub(1);
    for (index, block) in blocks.enumerate() {
        stream.push(u8::from(index == last));
        stream.extend_from_slice(&(block.len() as u16).to_le_bytes());
        stream.extend_from_slice(&(!(block.len() as u16)).to_le_bytes());
        stream.extend_from_slice(block);
    }
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (b + a) % 65521)
    });
    stream.extend_from_slice(&(b << 16 | a).to_be_bytes());
    stream
}

/// The bytes of a picture as the document shares them.
pub fn shared(bytes: Vec<u8>) -> Arc<[u8]> {
    bytes.into()
}
