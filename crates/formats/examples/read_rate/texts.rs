//! Chats as texts: one line, or a few, for a message.

use super::talk::{Page, Said};
use std::io::{self, Write};

pub fn whatsapp(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "13/09/20, 12:26 - Messages and calls are end-to-end encrypted.")?;
    page.fill(|page, said| {
        writeln!(page, "{} - {}: {}", said.time("%d/%m/%y, %H:%M"), said.one_of_two(), said.text)
    })
}

pub fn wechat(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "小禾 和 阿岚 在微信上的聊天记录如下，请查收。\n")?;
    let mut day = String::new();
    page.fill(|page, said| {
        let today = said.time("%Y-%m-%d");
        if today != day {
            writeln!(page, "—————  {today}  —————\n\n")?;
            day = today;
        }
        writeln!(page, "{}  {}\n\n{}\n", said.one_of_two(), said.time("%H:%M"), said.text)
    })
}

pub fn qq(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "\u{feff}消息记录（此消息记录为文本格式，不支持重新导入）\r\n\r")?;
    let rule = "=".repeat(64);
    page.fill_threads(|page, thread| {
        let Some(first) = thread.first() else { return Ok(()) };
        write!(page, "{rule}\r\n消息分组:客户\r\n{rule}\r\n消息对象:{}\r\n{rule}\r\n\r\n", first.customer())?;
        thread.iter().try_for_each(|said| {
            let text = said.text.replace('\n', "\r\n");
            write!(page, "{} {}\r\n{text}\r\n\r\n", said.time("%Y-%m-%d %H:%M:%S"), said.name())
        })
    })
}

pub fn wangwang(page: &mut Page<'_>) -> io::Result<()> {
    let rule = "=".repeat(64);
    write!(page, "云上小铺:客服小禾\r\n\r\n{rule}\r\n{:31}单聊{:29}\r\n{rule}\r\n", "", "")?;
    let dashes = "-".repeat(28);
    page.fill_threads(|page, thread| {
        let Some(first) = thread.first() else { return Ok(()) };
        write!(page, "{dashes}{}{dashes}\r\n", first.customer())?;
        thread.iter().try_for_each(|said| {
            let name =
                if said.is_of_shop() { "云上小铺:客服小禾".to_owned() } else { said.customer() };
            let text = said.text.replace('\n', "\r\n");
            write!(page, "{name}({}):  {text}\r\n", said.time("%Y-%m-%d %H:%M:%S"))
        })
    })
}

pub fn line(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "[LINE] 灯火サポートのトーク履歴\n保存日時：2024/03/08 12:00")?;
    let mut day = String::new();
    page.fill(|page, said| {
        let today = said.time("%Y/%m/%d");
        if today != day {
            writeln!(page, "\n{today}({})", weekday(said))?;
            day = today;
        }
        let text = if said.text.contains('\n') { said.cell() } else { said.text.clone() };
        writeln!(page, "{}\t{}\t{text}", said.time("%H:%M"), said.one_of_two())
    })
}

fn weekday(said: &Said) -> &'static str {
    const DAYS: [&str; 7] = ["日", "月", "火", "水", "木", "金", "土"];
    said.time("%w").parse().ok().and_then(|day: usize| DAYS.get(day).copied()).unwrap_or_default()
}

pub fn pasted(page: &mut Page<'_>) -> io::Result<()> {
    page.fill(|page, said| {
        writeln!(page, "{}\n{}\n{}\n", said.one_of_two(), said.time("%Y/%-m/%-d %H:%M:%S"), said.text)
    })
}

pub fn csv(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "\u{feff}会话ID,发送时间,发送人,角色,消息内容,消息ID,备注")?;
    page.fill(|page, said| {
        let role = if said.is_of_shop() { "客服" } else { "客户" };
        let (thread, time, name) = (said.thread(), said.time("%Y/%-m/%-d %H:%M:%S"), said.name());
        writeln!(
            page,
            "S{thread},{time},{name},{role},{},{},",
            said.cell(),
            7_000_000_000_000_000_000 + said.n
        )
    })
}

pub fn memotrace(page: &mut Page<'_>) -> io::Result<()> {
    write!(page, "\u{feff}消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\r\n")?;
    page.fill(|page, said| {
        let (id, time, name) =
            (4_611_686_018_427_387_905 + said.n, said.time("%Y-%m-%d %H:%M:%S"), said.one_of_two());
        write!(page, "{id},文本,{name},{time},{},{name},{name},more\r\n", said.cell())
    })
}

pub fn xml(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<export shop=\"灯火小店\">")?;
    page.fill_threads(|page, thread| {
        let Some(first) = thread.first() else { return Ok(()) };
        writeln!(page, "  <conversation id=\"c-{}\" title=\"{}\">", first.thread(), first.customer())?;
        thread.iter().try_for_each(|said| {
            let (id, time, name) =
                (700_000_000_000_000 + said.n, said.time("%Y-%m-%d %H:%M:%S"), said.name());
            let role = if said.is_of_shop() { "客服" } else { "顾客" };
            writeln!(page, "    <message id=\"{id}\" time=\"{time}\" sender=\"{name}\" role=\"{role}\">")?;
            writeln!(page, "      <text>{}</text>\n    </message>", said.xml())
        })?;
        writeln!(page, "  </conversation>")
    })?;
    writeln!(page, "</export>")
}
