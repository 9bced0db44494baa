//! The demo cases (F69): chat exports written for the program, imported by the ordinary importers and
//! organised by the ordinary verbs, so that looking around the demo is looking at the program itself.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        annotate::{Annotate, AnnotationEdit, SaveCategory},
        import::ImportOptions,
        library::Find,
    },
};
use yanju_model::{job::Job, query::Sort};
use yanju_store::Vault;

/// The password of the demo vault. It guards nothing and is printed wherever the demo is opened.
pub const PASSWORD: &str = "yanju-demo";

/// An export file of the demo.
struct Export {
    name: &'static str,
    content: &'static [u8],
    platform: Option<&'static str>,
}

const EXPORTS: &[Export] = &[
    Export {
        name: "钉钉客服-杭州服饰城.json",
        content: include_bytes!("../demo/hangzhou-logistics.json"),
        platform: Some("dingtalk"),
    },
    Export {
        name: "陈晓雨和云账本客服.txt",
        content: include_bytes!("../demo/wechat-account.txt"),
        platform: None,
    },
    Export {
        name: "WhatsApp Chat with Harbor Trade Support.txt",
        content: include_bytes!("../demo/whatsapp-payment.txt"),
        platform: None,
    },
    Export {
        name: "dws-票税通技术支持群.json",
        content: include_bytes!("../demo/dingtalk-invoice.json"),
        platform: None,
    },
    Export {
        name: "千牛客服记录-2023上半年.csv",
        content: include_bytes!("../demo/shop-export.csv"),
        platform: Some("wangwang"),
    },
];

/// What a person has already organised in the demo.
struct Filed {
    /// Words that only the conversation's title holds.
    title: &'static str,
    category: &'static str,
    ticket: Option<&'static str>,
    tags: &'static [&'static str],
    note: Option<&'static str>,
    starred: bool,
}

const FILED: &[Filed] = &[
    Filed {
        title: "杭州服饰城・物流延误",
        category: "物流纠纷",
        ticket: Some("CS-20230820-017"),
        tags: &["误签收", "运费险", "优惠券", "报销"],
        note: Some("补偿已到账：8月21日 10:14 客户确认。导出给财务留底。"),
        starred: true,
    },
    Filed {
        title: "云账本客服",
        category: "账号异常",
        ticket: Some("KF-230306-112"),
        tags: &["密码", "异地登录"],
        note: None,
        starred: false,
    },
    Filed {
        title: "Harbor Trade",
        category: "支付问题",
        ticket: Some("HT-5521"),
        tags: &["重复扣款", "退款"],
        note: Some("2 月 21 日退款到账 USD 249.00。"),
        starred: true,
    },
    Filed {
        title: "票税通",
        category: "技术故障",
        ticket: Some("PST-0613-044"),
        tags: &["开票"],
        note: None,
        starred: false,
    },
    Filed {
        title: "华东仓客服群",
        category: "物流纠纷",
        ticket: None,
        tags: &["误签收"],
        note: None,
        starred: false,
    },
    Filed {
        title: "客服小美",
        category: "功能咨询",
        ticket: None,
        tags: &["发票"],
        note: None,
        starred: false,
    },
    Filed {
        title: "退换货",
        category: "支付问题",
        ticket: None,
        tags: &["运费险"],
        note: None,
        starred: false,
    },
    Filed {
        title: "周末咨询", category: "功能咨询", ticket: None, tags: &[], note: None, starred: false
    },
    Filed {
        title: "打印服务", category: "技术故障", ticket: None, tags: &[], note: None, starred: false
    },
];

/// The mark on a demo that was filled to its end.
const COMPLETE: &str = "demo";

/// Whether a vault holds the whole demo.
pub(crate) fn is_complete(vault: &Vault) -> Result<bool> {
    Ok(vault.is_marked(COMPLETE)?)
}

/// Fills an open, empty vault with the demo cases.
pub(crate) fn fill(session: &Session, job: &Job) -> Result<()> {
    for export in EXPORTS {
        let options =
            ImportOptions { platform: export.platform.map(str::to_owned), ..ImportOptions::default() };
        session.import_bytes(export.name, export.content.to_vec(), &options, job)?;
    }
    let logistics = SaveCategory { id: None, name: "物流纠纷".to_owned(), color: 4, baseline: None };
    session.save_category(&logistics)?;
    for filed in FILED {
        let conversation = conversation_titled(session, filed.title)?;
        for edit in filed.edits(session)? {
            session.annotate(&Annotate { targets: vec![conversation.clone()], edit })?;
        }
    }
    session.with(|vault| Ok(vault.mark(COMPLETE)?))
}

impl Filed {
    fn edits(&self, session: &Session) -> Result<Vec<AnnotationEdit>> {
        let mut edits =
            vec![AnnotationEdit::SetCategory { category: Some(session.category_named(self.category)?) }];
        edits.extend(self.tags.iter().map(|&tag| AnnotationEdit::AddTag { tag: tag.to_owned() }));
        edits.extend(self.ticket.map(|ticket| AnnotationEdit::SetTicket { ticket: Some(ticket.to_owned()) }));
        edits.extend(self.note.map(|note| AnnotationEdit::SetNote { note: Some(note.to_owned()) }));
        if self.starred {
            edits.push(AnnotationEdit::SetStar { starred: true });
        }
        Ok(edits)
    }
}

fn conversation_titled(session: &Session, title: &str) -> Result<String> {
    let find = Find { query: format!("in:\"{title}\""), order: Sort::Newest, offset: 0, limit: 2 };
    let found = session.find_conversations(&find)?;
    match found.conversations.as_slice() {
        [only] => Ok(only.id.clone()),
        _ => Err(ApiError::new(ErrorCode::Internal)
            .because(format!("demo: {} titles hold «{title}»", found.total))),
    }
}
