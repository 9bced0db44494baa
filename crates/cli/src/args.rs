//! The arguments, as one tree from which parser and help derive.

mod saved;

pub use saved::{Saved, SavedAct};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 言据 · chat records, kept as evidence
#[derive(Debug, Parser)]
#[command(name = "yanju", version, about = "言据：聊天记录，留作证据 · chat records, kept as evidence")]
pub struct Args {
    /// 保险库的文件夹 · the vault's folder
    #[arg(long, global = true, env = "YANJU_VAULT", value_name = "DIR")]
    pub vault: Option<PathBuf>,
    /// 输出一个 JSON 文档 · print one JSON document
    #[arg(long, global = true)]
    pub json: bool,
    /// 不显示进度 · no progress, no remarks
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// 从文件读密码（第一行）· read the password from a file's first line
    #[arg(long, global = true, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 新建保险库 · create a vault
    Init(Init),
    /// 新建演示保险库，内有演示案例 · create a vault with the demo cases
    Demo,
    /// 导入聊天记录文件 · import chat exports
    Import(Import),
    /// 能读写的格式 · formats that can be read and written
    Formats,
    /// 列出会话 · list conversations
    Conversations(Conversations),
    /// 阅读一个会话 · read a conversation
    Show(Show),
    /// 搜索消息 · find messages
    Search(Search),
    /// 搜索结果按平台、对话人、分类、关键词、编号、月份统计 · what a query finds, by platform, person, category, keyword, ticket, month
    Facets(Facets),
    /// 相关的会话：同一单号、同一个人、相似的话 · conversations about the same: numbers, people, words they share
    Related(Related),
    /// 关键词 · keywords
    Tag(Annotate),
    /// 问题编号 · ticket number
    Ticket(Annotate),
    /// 分类 · category
    Category(Annotate),
    /// 备注 · note
    Note(Annotate),
    /// 星标 · star
    Star(Star),
    /// 同一人：来源分列的几位对话人 · one person whom the sources tell apart
    Same(Same),
    /// 更改假定的时区 · read times in another zone than was assumed
    Zone(Zone),
    /// 撤销上一次整理 · take back the latest organising act
    Undo,
    /// 重做 · make it again
    Redo,
    /// 已存搜索：给搜索语句起个名称 · searches that are kept under a name
    Saved(Saved),
    /// 导出为 PDF、Word · export to PDF or Word
    Export(Export),
    /// 保险库的统计 · figures of the vault
    Stats,
    /// 更换密码 · change the password
    Password(NewPassword),
    /// 恢复词：忘了密码时用 · recovery words, for a forgotten password
    Recovery(Recovery),
    /// 备份保险库 · back up the vault
    Backup(Backup),
    /// 列出可恢复的备份 · list what can be restored
    Backups(Backups),
    /// 从备份恢复保险库 · restore a vault from a backup
    Restore(Restore),
    /// 校验备份 · verify a backup
    Verify(Verify),
    /// 检查保险库的每个部分，重建可重建的 · examine every part of the vault, rebuild what is derived
    Doctor,
    /// 收件箱：自动导入放进文件夹的导出文件 · a folder whose new files are imported
    Inbox(Inbox),
    /// 过期雷达：各平台的记录还能导出多久 · until when platforms keep what is not in the vault
    Radar(Radar),
    /// 识别规则：从文字里认出订单号、金额等 · how order numbers, amounts and so on are recognised
    Rules(Rules),
    /// 查看操作日志 · what was done with the vault
    Log(Log),
}

/// `yanju rules`
#[derive(Debug, ClapArgs)]
pub struct Rules {
    /// 不给即列出 · without: list them
    #[command(subcommand)]
    pub act: Option<RulesAct>,
}

/// What to do with the rules.
#[derive(Debug, Subcommand)]
pub enum RulesAct {
    /// 按 JSON 文件设定：{"off": [内置规则名], "own": [{kind, name, pattern, enabled}]} · set them by a JSON file
    Set {
        /// 文件 · the file
        file: PathBuf,
    },
}

/// `yanju log`
#[derive(Debug, ClapArgs)]
pub struct Log {
    /// 最多几条 · how many at most
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// 跳过几条 · how many to skip
    #[arg(long, default_value_t = 0)]
    pub offset: u64,
}

/// `yanju inbox`
#[derive(Debug, ClapArgs)]
pub struct Inbox {
    /// 收件箱的文件夹，并开启 · the folder, which is watched from now on
    #[arg(long, value_name = "DIR", conflicts_with = "off")]
    pub folder: Option<PathBuf>,
    /// 关闭 · watch it no longer
    #[arg(long, conflicts_with = "look")]
    pub off: bool,
    /// 现在就导入新文件，失败过的也再试 · import what is new now, and try again what failed
    #[arg(long)]
    pub look: bool,
}

/// `yanju radar`
#[derive(Debug, ClapArgs)]
pub struct Radar {
    /// 设定一个平台的保留期限；不给天数即不提醒 · say how long a platform keeps chats; without days: no reminder
    #[arg(long, value_name = "PLATFORM", conflicts_with = "reset")]
    pub set: Option<String>,
    /// 可查的天数 · days at hand
    #[arg(long, value_name = "N", requires = "set")]
    pub days: Option<u32>,
    /// 彻底删除前的天数 · days until they are gone for good
    #[arg(long, value_name = "N", requires = "set")]
    pub final_days: Option<u32>,
    /// 恢复一个平台的预设 · back to what is preset
    #[arg(long, value_name = "PLATFORM")]
    pub reset: Option<String>,
}

/// `yanju init`
#[derive(Debug, ClapArgs)]
pub struct Init {
    /// 同时生成恢复词，并显示这一次 · make recovery words too, and print them this once
    #[arg(long)]
    pub recovery_words: bool,
}

/// `yanju password`
#[derive(Debug, ClapArgs)]
pub struct NewPassword {
    /// 从文件读新密码（第一行）；或用 YANJU_NEW_PASSWORD · read the new password from a file's first line
    #[arg(long, value_name = "FILE")]
    pub new_password_file: Option<PathBuf>,
}

/// `yanju recovery`
#[derive(Debug, ClapArgs)]
pub struct Recovery {
    /// What to do with them.
    #[command(subcommand)]
    pub act: RecoveryAct,
}

/// `yanju recovery …`
#[derive(Debug, Subcommand)]
pub enum RecoveryAct {
    /// 生成恢复词，显示这一次；以前的作废 · make words and print them this once; earlier ones are worthless
    Create {
        /// 用哪个词表 · the list they are written in
        #[arg(long, value_name = "LANG", value_parser = ["en", "zh"])]
        language: Option<String>,
    },
    /// 作废恢复词 · make the words worthless
    Remove,
    /// 用恢复词打开，并换一个新密码 · open by the words and set a new password
    Use {
        /// 从文件读恢复词；或用 YANJU_RECOVERY_WORDS · read the words from a file
        #[arg(long, value_name = "FILE")]
        words_file: Option<PathBuf>,
        /// The password to come.
        #[command(flatten)]
        password: NewPassword,
    },
}

/// `yanju import`
#[derive(Debug, ClapArgs)]
pub struct Import {
    /// 文件或文件夹；- 为标准输入 · files or folders; - reads standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
    /// 格式（见 yanju formats）· the format's id
    #[arg(long, value_name = "ID")]
    pub format: Option<String>,
    /// 来源没有时区时采用的时区 · the zone to assume where the source names none
    #[arg(long, value_name = "TZ")]
    pub zone: Option<String>,
    /// 数字日期的顺序 · the order of numeric dates
    #[arg(long, value_name = "ORDER", value_parser = ["ymd", "dmy", "mdy"])]
    pub date_order: Option<String>,
    /// 平台 · the platform, where the file names none
    #[arg(long, value_name = "ID")]
    pub platform: Option<String>,
    /// 会话标题 · the title, for files of one conversation
    #[arg(long)]
    pub title: Option<String>,
    /// 列的含义：JSON 文件，如 {"发送时间": "time", "昵称": "sender", "内容": "text"}；没写到的列不再按列名猜 ·
    /// what columns mean, as a JSON file; columns it does not name mean nothing, whatever they are called
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// 只预览，不保存 · look only, store nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `yanju conversations`
#[derive(Debug, ClapArgs)]
pub struct Conversations {
    /// 搜索语句 · a query
    pub query: Vec<String>,
    /// 最多几个 · how many at most
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// 跳过几个 · how many to skip
    #[arg(long, default_value_t = 0)]
    pub offset: u64,
}

/// `yanju facets`
#[derive(Debug, ClapArgs)]
pub struct Facets {
    /// 搜索语句；不写就是全部 · a query; everything without one
    pub query: Vec<String>,
}

/// `yanju related`
#[derive(Debug, ClapArgs)]
pub struct Related {
    /// 会话或消息编号，如 c12、m345 · the id of a conversation or a message
    pub to: String,
    /// 最多几个 · how many at most
    #[arg(long, default_value_t = 10)]
    pub limit: u32,
}

/// `yanju show`
#[derive(Debug, ClapArgs)]
pub struct Show {
    /// 会话编号，如 c12 · a conversation's id
    pub conversation: String,
    /// 围绕这条消息 · around this message
    #[arg(long, value_name = "MESSAGE", conflicts_with = "offset")]
    pub around: Option<String>,
    /// 最多几条 · how many at most
    #[arg(long, default_value_t = 200)]
    pub limit: u32,
    /// 跳过几条 · how many to skip
    #[arg(long, default_value_t = 0)]
    pub offset: u64,
}

/// `yanju search`
#[derive(Debug, ClapArgs)]
pub struct Search {
    /// 搜索语句，如：未收到包裹 平台:钉钉 日期:2023-08 · a query
    #[arg(required_unless_present = "saved")]
    pub query: Vec<String>,
    /// 用一条已存搜索（见 yanju saved）· a search that is kept under this name
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    pub saved: Option<String>,
    /// 最多几条 · how many at most
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// 跳过几条 · how many to skip
    #[arg(long, default_value_t = 0)]
    pub offset: u64,
    /// 顺序 · the order
    #[arg(long, value_enum, default_value = "newest")]
    pub sort: Sort,
    /// 只要总数 · the total only
    #[arg(long)]
    pub count: bool,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Latest first.
    Newest,
    /// Earliest first.
    Oldest,
    /// What suits the words best first.
    Relevance,
}

/// `yanju tag`, `ticket`, `category`, `note`
#[derive(Debug, ClapArgs)]
pub struct Annotate {
    /// 添加或移除 · add or remove
    #[arg(value_enum)]
    pub act: Act,
    /// 内容 · the keyword, number, category or note
    pub value: String,
    /// 会话编号、消息编号，或一条搜索语句 · ids of conversations and messages, or a query
    #[arg(required = true, value_name = "QUERY-OR-ID")]
    pub targets: Vec<String>,
}

/// `yanju star`
#[derive(Debug, ClapArgs)]
pub struct Star {
    /// 添加或移除 · add or remove
    #[arg(value_enum)]
    pub act: Act,
    /// 会话编号、消息编号，或一条搜索语句 · ids of conversations and messages, or a query
    #[arg(required = true, value_name = "QUERY-OR-ID")]
    pub targets: Vec<String>,
}

/// `yanju same`
#[derive(Debug, ClapArgs)]
pub struct Same {
    /// What is said of them.
    #[command(subcommand)]
    pub act: SameAct,
}

/// `yanju same …`
#[derive(Debug, Subcommand)]
pub enum SameAct {
    /// 认定为同一人 · say that they are one person
    Add {
        /// 沿用其名称的对话人，如 p3（见 yanju show）· the participant whose name stays, as yanju show tells
        #[arg(value_name = "PARTICIPANT")]
        kept: String,
        /// 并入其名下的对话人 · those who stand under that name from now on
        #[arg(required = true, value_name = "PARTICIPANT")]
        others: Vec<String>,
    },
    /// 分开 · say that they are not
    Remove {
        /// 对话人编号 · ids of participants
        #[arg(required = true, value_name = "PARTICIPANT")]
        participants: Vec<String>,
    },
}

/// `yanju zone`
#[derive(Debug, ClapArgs)]
pub struct Zone {
    /// 时区，如 Europe/Berlin · the zone
    #[arg(value_name = "TZ")]
    pub to: String,
    /// 文件编号 f3，或导入编号 i2（其全部文件）· ids of files, or of imports for all their files
    #[arg(required = true, value_name = "FILE-OR-IMPORT")]
    pub of: Vec<String>,
    /// 只看会改动什么 · look only, change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Attach or detach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Act {
    /// Attach.
    Add,
    /// Detach.
    Remove,
}

/// `yanju export`
#[derive(Debug, ClapArgs)]
pub struct Export {
    /// 输出文件，如 证据.pdf · the file to write
    #[arg(required = true, value_name = "OUT")]
    pub out: PathBuf,
    /// 格式；省略时由文件名决定 · the format; by the file's ending where not given
    #[arg(long, value_name = "ID")]
    pub format: Option<String>,
    /// 搜索语句 · a query
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub query: String,
    /// 第一天 · first day
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// 最后一天（含）· last day, inclusive
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// 标题 · the title
    #[arg(long)]
    pub title: Option<String>,
    /// 文档语言 · the document's language
    #[arg(long, value_name = "LANG", value_parser = ["zh-CN", "en"], default_value = "zh-CN")]
    pub lang: String,
}

/// `yanju backup`
#[derive(Debug, ClapArgs)]
pub struct Backup {
    /// 备份文件夹，须已存在；第一次给出时记住 · the folder for backups, which must exist; remembered the first time
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// 只在今天还没有备份时备份 · only when today has none yet
    #[arg(long, conflicts_with_all = ["folder", "full"])]
    pub if_due: bool,
    /// 重读备份中已有的一切，修复损坏 · read what is there already, and mend what is damaged
    #[arg(long)]
    pub full: bool,
    /// 随后试恢复一次并逐字节核对 · then restore it for trial, and read it through
    #[arg(long)]
    pub rehearse: bool,
}

/// `yanju backups`
#[derive(Debug, ClapArgs)]
pub struct Backups {
    /// 备份文件夹；给出时不需要保险库 · the folder for backups; with it no vault is needed
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// `yanju restore`
#[derive(Debug, ClapArgs)]
pub struct Restore {
    /// 备份文件夹 · the folder for backups, or a vault's own in it
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
    /// 恢复到这个空文件夹；省略时为 --vault · an empty folder; --vault where not given
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// 哪一次备份；省略时为最近一次 · which snapshot; the latest where not given
    #[arg(long, value_name = "ID")]
    pub snapshot: Option<String>,
}

/// `yanju verify`
#[derive(Debug, ClapArgs)]
pub struct Verify {
    /// 备份文件夹 · the folder for backups, or a vault's own in it
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
}
