//! Every word the document itself says, in Chinese and in English, as one flat table.
//!
//! Record text is never looked up or changed here. Sentences have named gaps such as `{count}`; [`fill`] closes
//! them in one pass, so that a value containing `{count}` stays what it is.

use super::document::{Language, OmissionCode};
use yanju_model::{Kind, Platform, Role};

macro_rules! words {
    ($($name:ident: $chinese:literal, $english:literal;)*) => {
        /// The words of one language. The English text documents each.
        #[derive(Debug)]
        pub struct Words { $(#[doc = $english] pub $name: &'static str,)* }

        static CHINESE: Words = Words { $($name: $chinese,)* };
        static ENGLISH: Words = Words { $($name: $english,)* };

        impl Words {
            /// Every word with its name.
            pub fn all(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
                [$((stringify!($name), self.$name),)*].into_iter()
            }
        }
    };
}

// The table: name, Chinese, English.
words! {
    language_tag: "zh-CN", "en";
    kicker: "聊天记录证据文件", "Chat record evidence";

    number: "文件编号", "Document no.";
    platforms: "平台", "Platforms";
    period: "记录时间", "Period";
    period_none: "所印消息均未注明时间", "No printed message states a time";
    zones: "时区说明", "Time zone";
    zone_source: "来源载明了时区或绝对时间，按来源印出", "Stated by the source and printed as stated";
    zone_assumed: "来源未注明时区，按 {zone} 解读", "Not stated by the source; read as {zone}";
    zone_one_offset: "全部时间印作 {offset}", "all times are printed at {offset}";
    zone_many_offsets: "时间所用的偏移不止一种，逐条印在时间之后", "offsets differ and are printed after each time";
    counts: "数量", "Counts";
    counts_value: "{conversations} 个会话，{messages} 条消息，{attachments} 个附件", "{conversations} conversation(s), {messages} message(s), {attachments} attachment(s)";
    completeness: "完整性", "Completeness";
    full: "完整", "FULL";
    partial: "部分", "PARTIAL";
    full_sentence: "完整 FULL：所选会话在保险库中的 {printed} 条消息全部印出；来源文件没有声明自身不完整，导入时也没有发现内容缺失。", "FULL: all {printed} message(s) of the selected conversations held in the vault are printed; no source file calls itself incomplete, and none was found to lack content.";
    partial_sentence: "部分 PARTIAL：所选会话在保险库中共有 {held} 条消息，印出其中 {printed} 条；未收录的内容共 {items} 项，逐项列于「未收录内容」。", "PARTIAL: of {held} message(s) held in the vault for the selected conversations, {printed} are printed; {items} omission(s) are listed under “Omissions”.";
    selection: "选择范围", "Selection";
    selection_everything: "所列会话的全部消息", "Everything in the conversations listed";
    selection_query: "检索式：{query}", "Query: {query}";
    selection_between: "日期：{from} 至 {to}", "Dates: {from} to {to}";
    selection_since: "日期：自 {from} 起", "Dates: from {from}";
    selection_until: "日期：至 {to} 止", "Dates: up to {to}";
    selection_join: "；", "; ";
    made_at: "制作时间", "Made at";
    software: "制作软件", "Made with";
    bytes_exact: "{bytes} 字节", "{bytes} bytes";

    sources: "来源文件", "Source files";
    source_format: "格式", "Format";
    source_size: "大小", "Size";
    source_imported: "导入时间", "Imported";
    sha256: "SHA-256", "SHA-256";

    participants: "对话人", "Participants";
    participant_name: "名称", "Name";
    participant_role: "角色", "Role";
    participant_messages: "消息数", "Messages";
    joined: "会话 {conversation}：来源中的「{name}」（印出 {messages} 条）由使用者认定与「{kept}」为同一人，并入其名下；来源本身将二者分列。", "Conversation {conversation}: “{name}” of the source ({messages} message(s) printed) is by the user's word the same person as “{kept}” and stands under that name; the source tells the two apart.";
    conversation: "会话", "Conversation";

    index: "目录", "Contents";
    index_number: "序", "No.";
    index_title: "会话名称", "Conversation";
    index_platform: "平台", "Platform";
    index_period: "起止日期", "Dates";
    index_messages: "消息数", "Messages";
    index_serials: "序号", "Serials";
    index_page: "页", "Page";
    index_undated: "未注明时间", "undated";

    transcript: "聊天记录正文", "Transcript";
    conversation_heading: "会话 {number}", "Conversation {number}";
    conversation_counts: "印出 {printed} 条，保险库共存 {held} 条", "{printed} printed of {held} held in the vault";
    conversation_continued: "（续）", " (continued)";
    untitled: "（未命名会话）", "(untitled conversation)";
    tags: "关键词", "Keywords";
    ticket: "问题编号", "Ticket no.";
    category: "分类", "Category";
    note: "备注", "Note";
    added: "整理信息，非原文", "Added by the user, not part of the record";
    undated: "原文无可读时间", "No readable time in the source";
    no_sender: "（未注明）", "(not stated)";
    stated_sender: "来源署名：{name}", "in the source: {name}";
    undetermined: "时间无法确定", "Time cannot be determined";
    stated_time: "来源所记时间：{time}", "time in the source: {time}";
    recalled: "已撤回", "Recalled";
    recalled_without_words: "此消息已被发送者撤回，来源未保留原文。", "Recalled by its sender; the source does not hold the words.";
    without_words: "来源未附文字。", "The source holds no words.";
    quote: "引用：", "In reply to: ";
    attachment: "附件 {number}", "Attachment {number}";
    attachment_missing: "未收入此文件：来源未附，或未能读出", "this file is not held: the source lacks it, or it could not be read";
    attachment_unnamed: "（未命名文件）", "(unnamed file)";
    image_size: "{width}×{height} 像素", "{width}×{height} pixels";
    image_undrawable: "图像无法解码，未能印出；文件本身见 SHA-256", "The image cannot be decoded and is not printed; the file is identified by its SHA-256";
    image_too_large: "图像尺寸过大，未印出；文件本身见 SHA-256", "The image is too large to be printed; the file is identified by its SHA-256";

    omissions: "未收录内容", "Omissions";
    omissions_none: "无。所选会话的消息全部印出。", "None. Every message of the selected conversations is printed.";
    omission_what: "说明", "What is left out";
    omission_not_matched: "共 {of} 条消息，其中 {count} 条不在选择范围内，未印出。", "{count} of {of} message(s) do not match the selection and are not printed.";
    omission_source_partial: "来源文件本身不完整：{detail}", "The source is not all there: {detail}";
    omission_source_partial_silent: "来源文件自述不完整。", "The source calls itself incomplete.";
    reason_has_more: "后面还有记录没有导出", "there are further records that were not exported";
    reason_truncated: "内容被截断", "it was cut off";
    reason_partial: "注明只是一部分", "it is marked as a part";
    reason_incomplete: "注明不完整", "it is marked as incomplete";
    reason_failures: "有 {n} 项没能取到", "{n} item(s) could not be fetched";
    reason_media_omitted: "有 {n} 个媒体文件只有占位，没有文件", "{n} media file(s) are only a placeholder here";
    reason_damaged_lines: "有 {n} 行已损坏，没能读出", "{n} damaged line(s) could not be read";
    reason_unread_chats: "压缩包里有 {n} 个聊天没能读出", "{n} chat(s) of the archive could not be read";
    reason_unread_files: "导出中有 {n} 个文件没能完整读出", "{n} file(s) of the export could not be read to their end";
    reason_date_range: "导出时只选了一段日期", "it was exported for a range of dates only";
    reason_comments_not_included: "有的工单没有带上回复，只有最初的描述", "tickets are there without their comments, by their descriptions only";
    reason_last_messages_only: "会话列表只带有每个会话最后的消息", "a list of conversations has only the last messages of each";
    reason_other_count: "它自述的消息条数与实际不符", "it counts another number of messages than it holds";
    omission_missing_attachment: "{count} 个附件只有名称，没有文件：来源未附，或未能读出。", "{count} attachment(s) are only named: the source lacks the file, or it could not be read.";
    omission_missing_numbers: "来源的消息编号缺 {count} 条：{detail}。", "{count} message number(s) are missing from the source: {detail}.";
    omission_uncovered: "有 {count} 段时间没有任何来源覆盖：{detail}。", "{count} period(s) are covered by no source: {detail}.";
    omission_undated: "有 {count} 条符合其余条件的消息在来源中没有日期，按日期选择时无从取舍，未收录。", "{count} message(s) that meet everything else have no date in their source; a choice of dates cannot place them, and they are left out.";
    omission_doubtful_content: "来源「{detail}」中有 {count} 处内容存疑或未能收入，导入时已逐处记录。", "{count} place(s) of the source “{detail}” are doubtful or were not taken in; each was noted on import.";
    omission_whole_source: "（整个来源）", "(the source as a whole)";

    notes: "阅读说明", "How to read this document";
    note_serials: "每条消息前的六位序号在全文中唯一并且连续。", "The six-digit serial before each message is unique and continuous throughout the document.";
    note_times: "时间以来源所载的精度为准：来源只到分钟的不印秒；来源没有时间或时间读不出的，印作「原文无可读时间」；所记不足以定出时间的（如只有时刻而无日期），印作「时间无法确定」并照录所记。两者均保持其在来源中的位置。", "Times are as precise as the source: no seconds where it states minutes only; a message without a time, or with one that cannot be read, is marked so; where what the source has cannot be made a time (such as a clock without a day), it is marked and printed as written. Both stand where the source put them.";
    note_bars: "消息左侧的竖条表示角色：实条为客户，双线为客服，虚线为机器人，细线为未注明；角色同时以文字写在名称之后。", "The bar beside a message shows the role: solid for a customer, double for an agent, dashed for a bot, thin where not stated; the role also stands in words after the name.";
    note_marks: "带底色的 [U+…] 是不可见的控制字符或字库中没有的字，以其 Unicode 码位代替印出；零宽字符不印。", "A tinted [U+…] stands for a control character, or one that no font here can draw, by its Unicode code point; zero-width characters are not printed.";
    note_added: "标明「整理信息，非原文」的灰色小字，是使用本软件的人所加的编号、分类、关键词和备注，不属于聊天记录；消息下方的整理信息在竖条之外。", "Small grey print marked “Added by the user, not part of the record” is a ticket number, category, keywords or a note by whoever used this software; below a message it stands outside the bar.";
    note_joined: "使用者认定为同一人的几位对话人，消息印在同一名称之下，名称之后另注「来源署名」；每一项认定列于「对话人」，不属于聊天记录。", "The messages of participants whom the user says to be one person stand under one name, followed by the name in the source; each such statement is listed under “Participants” and is no part of the record.";
    note_links: "文件中的网址、号码均为原文，未经核实。", "Addresses and numbers in messages are the writers' own and unverified.";

    verification: "核验方法与声明", "Verification";
    verify_heading: "核验步骤", "Steps";
    verify_hash: "取得来源文件，计算其 SHA-256，与「来源文件」所列逐位比对。", "Take the source file, compute its SHA-256 and compare every digit with “Source files”.";
    verify_commands: "Windows：certutil -hashfile 文件名 SHA256；macOS：shasum -a 256 文件名；Linux：sha256sum 文件名", "Windows: certutil -hashfile FILE SHA256; macOS: shasum -a 256 FILE; Linux: sha256sum FILE";
    verify_records: "按序号抽取消息，在来源文件中找到同一条，核对发送者、时间与文字。", "Pick messages by serial, find them in the source file, and compare sender, time and words.";
    verify_attachments: "对附件文件计算 SHA-256，与图注或附件行所列比对。", "Compute the SHA-256 of attached files and compare it with the captions and attachment lines.";
    verify_counts: "核对序号首尾相接、页码连续，并核对「未收录内容」。", "Check that serials and page numbers run without a gap, and read “Omissions”.";
    proved_heading: "能够证明的", "What this shows";
    proved: "SHA-256 一致，说明该来源文件自导入时起未被改动；步骤 2 相符，说明所印内容与来源一致。", "Equal SHA-256 values show that the source file is unchanged since its import; step 2 shows that what is printed agrees with it.";
    not_proved_heading: "不能证明的", "What it does not show";
    not_proved: "来源文件在导入之前是否真实、完整、未经编辑，以及账号背后的真实身份，均不在本文件证明之列。本文件未附电子签名或时间戳，其自身未被改动须以步骤 1 至 4 核对。", "It does not show that the source was true, complete or unedited before its import, nor who stands behind an account. This document carries no electronic signature or time stamp: that it is itself unaltered is checked by steps 1 to 4.";
    uncovered: "有 {count} 个字符字库中没有，以码位印出：{list}", "{count} character(s) no font here can draw are printed as code points: {list}";
    sign_maker: "制作人（签名）", "Made by (signature)";
    sign_checker: "核对人（签名）", "Checked by (signature)";
    sign_date: "日期", "Date";

    page_of: "第 {page} 页 / 共 {pages} 页", "Page {page} of {pages}";
    list_join: "、", ", ";
    colon: "：", ": ";
    range: "{from} 至 {to}", "{from} to {to}";

    kind_text: "文字", "Text";
    kind_sticker: "表情", "Sticker";
    kind_image: "图片", "Image";
    kind_file: "文件", "File";
    kind_voice: "语音", "Voice";
    kind_video: "视频", "Video";
    kind_link: "链接", "Link";
    kind_location: "位置", "Location";
    kind_transfer: "转账", "Transfer";
    kind_forward: "合并转发", "Forwarded";
    kind_contact: "名片", "Contact";
    kind_call: "通话", "Call";
    kind_card: "卡片", "Card";
    kind_internal: "内部备注", "Internal note";
    kind_system: "系统消息", "System";

    role_unknown: "角色未注明", "role not stated";
    role_customer: "客户", "Customer";
    role_agent: "客服", "Agent";
    role_bot: "机器人", "Bot";
    role_system: "系统", "System";

    monday: "星期一", "Monday";
    tuesday: "星期二", "Tuesday";
    wednesday: "星期三", "Wednesday";
    thursday: "星期四", "Thursday";
    friday: "星期五", "Friday";
    saturday: "星期六", "Saturday";
    sunday: "星期日", "Sunday";
}

impl Language {
    /// The words of this language.
    pub fn words(self) -> &'static Words {
        match self {
            Self::Chinese => &CHINESE,
            Self::English => &ENGLISH,
        }
    }

    /// The half of a (Chinese, English) pair that belongs to this language.
    pub fn of(self, (chinese, english): (&'static str, &'static str)) -> &'static str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// The name of a platform.
    pub fn platform(self, platform: Platform) -> &'static str {
        self.of(platform.display_names())
    }
}

impl Words {
    /// The label of a kind of message.
    pub fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Text => self.kind_text,
            Kind::Sticker => self.kind_sticker,
            Kind::Image => self.kind_image,
            Kind::File => self.kind_file,
            Kind::Voice => self.kind_voice,
            Kind::Video => self.kind_video,
            Kind::Link => self.kind_link,
            Kind::Location => self.kind_location,
            Kind::Transfer => self.kind_transfer,
            Kind::Forward => self.kind_forward,
            Kind::Contact => self.kind_contact,
            Kind::Call => self.kind_call,
            Kind::Card => self.kind_card,
            Kind::Internal => self.kind_internal,
            Kind::System => self.kind_system,
        }
    }

    /// The label of a role.
    pub fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Unknown => self.role_unknown,
            Role::Customer => self.role_customer,
            Role::Agent => self.role_agent,
            Role::Bot => self.role_bot,
            Role::System => self.role_system,
        }
    }

    /// The name of a day of the week.
    pub fn weekday(&self, day: chrono::Weekday) -> &'static str {
        match day {
            chrono::Weekday::Mon => self.monday,
            chrono::Weekday::Tue => self.tuesday,
            chrono::Weekday::Wed => self.wednesday,
            chrono::Weekday::Thu => self.thursday,
            chrono::Weekday::Fri => self.friday,
            chrono::Weekday::Sat => self.saturday,
            chrono::Weekday::Sun => self.sunday,
        }
    }

    /// Why a source is not all there: the words of an importer's code (`has_more`, `failures:3`), or the source's
    /// own words as they are.
    pub fn reason(&self, code: &str) -> String {
        let (name, n) = code.split_once(':').unwrap_or((code, ""));
        let sentence = match name {
            "has_more" => self.reason_has_more,
            "truncated" => self.reason_truncated,
            "partial" => self.reason_partial,
            "incomplete" => self.reason_incomplete,
            "failures" => self.reason_failures,
            "media_omitted" => self.reason_media_omitted,
            "damaged_lines" => self.reason_damaged_lines,
            "unread_chats" => self.reason_unread_chats,
            "unread_files" => self.reason_unread_files,
            "date_range" => self.reason_date_range,
            "comments_not_included" => self.reason_comments_not_included,
            "last_messages_only" => self.reason_last_messages_only,
            "other_count" => self.reason_other_count,
            _ => code,
        };
        fill(sentence, &[("n", n)])
    }

    /// The sentence of an omission, with its gaps open.
    pub fn omission(&self, code: OmissionCode) -> &'static str {
        match code {
            OmissionCode::NotMatched => self.omission_not_matched,
            OmissionCode::SourcePartial => self.omission_source_partial,
            OmissionCode::MissingAttachment => self.omission_missing_attachment,
            OmissionCode::DoubtfulContent => self.omission_doubtful_content,
            OmissionCode::MissingNumbers => self.omission_missing_numbers,
            OmissionCode::Uncovered => self.omission_uncovered,
            OmissionCode::Undated => self.omission_undated,
        }
    }
}

/// Closes the `{named}` gaps of a sentence. A gap without a value stays as it is.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            values.iter().find(|(key, _)| *key == name).map(|(_, value)| (value, tail))
        });
        if let Some((value, tail)) = value {
            filled.push_str(value);
            rest = tail;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps(sentence: &str) -> Vec<&str> {
        let mut gaps: Vec<&str> = sentence
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name)
            .collect();
        gaps.sort_unstable();
        gaps
    }

    #[test]
    fn both_languages_have_the_same_gaps_in_every_sentence() {
        for ((name, chinese), (_, english)) in CHINESE.all().zip(ENGLISH.all()) {
            assert_eq!(gaps(chinese), gaps(english), "{name} says different things in the two languages");
        }
    }

    #[test]
    fn a_value_that_looks_like_a_gap_is_not_filled_again() {
        let filled = fill("{a}-{b}-{c}", &[("a", "{b}"), ("b", "2")]);
        assert_eq!(filled, "{b}-2-{c}", "values are data, and an unknown gap stays visible");
    }
}
