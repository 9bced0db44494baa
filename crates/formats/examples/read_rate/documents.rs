//! Chats as JSON: one document, or a value on each line.

use super::talk::{Page, Said};
use std::io::{self, Write};

pub fn lines(page: &mut Page<'_>) -> io::Result<()> {
    page.fill(|page, said| writeln!(page, "{}", plain(said)))
}

pub fn list(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "[")?;
    page.fill(|page, said| writeln!(page, "{}{}", comma(said.n), plain(said)))?;
    writeln!(page, "]")
}

fn plain(said: &Said) -> String {
    let role = if said.is_of_shop() { "agent" } else { "customer" };
    let (thread, time, name) = (said.thread(), said.time("%Y-%m-%dT%H:%M:%S+08:00"), said.name());
    let text = said.json();
    format!(
        r#"{{"conversation":"S{thread}","time":"{time}","sender":"{name}","role":"{role}","text":{text}}}"#
    )
}

fn comma(n: u64) -> &'static str {
    if n == 0 { " " } else { "," }
}

pub fn dingtalk(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "{{\n  \"contractVersion\": \"1\",\n  \"messages\": [")?;
    // Newest first, as the tool writes them.
    let first = page.wanted() / 200;
    page.fill(|page, said| {
        let said = Said { n: said.n, text: said.text.clone(), ..Said::nth(first.saturating_sub(said.n)) };
        let (sender, id) =
            if said.is_of_shop() { ("云上小铺客服", "D-agent") } else { ("顾客乙", "D-customer") };
        write!(
            page,
            "{}    {{\n      \"messageId\": \"m-{:09}\",\n",
            if said.n == 0 { "" } else { ",\n" },
            said.n
        )?;
        write!(
            page,
            "      \"conversationId\": \"cid-{}\",\n      \"sender\": \"{sender}\",\n",
            said.n % 20
        )?;
        writeln!(page, "      \"senderId\": \"{id}\",\n      \"senderType\": \"user\",")?;
        writeln!(page, "      \"messageType\": \"text\",\n      \"text\": {},", said.json())?;
        write!(page, "      \"createTime\": \"{}\"\n    }}", said.time("%Y-%m-%d %H:%M:%S"))
    })?;
    writeln!(page, "\n  ],\n  \"complete\": true,\n  \"hasMore\": false\n}}")
}

pub fn telegram(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(
        page,
        "{{\n \"name\": \"林夕\",\n \"type\": \"personal_chat\",\n \"id\": 7001,\n \"messages\": ["
    )?;
    page.fill(|page, said| {
        let (name, id, text) =
            (said.one_of_two(), if said.is_of_shop() { "user7001" } else { "user41" }, said.json());
        write!(
            page,
            "{}  {{\n   \"id\": {},\n   \"type\": \"message\",\n",
            if said.n == 0 { "" } else { ",\n" },
            said.n
        )?;
        writeln!(page, "   \"date\": \"{}\",", said.time("%Y-%m-%dT%H:%M:%S"))?;
        write!(page, "   \"date_unixtime\": \"{}\",\n   \"from\": \"{name}\",\n", said.at.timestamp())?;
        write!(page, "   \"from_id\": \"{id}\",\n   \"text\": {text},\n   \"text_entities\": [\n    {{\n")?;
        write!(page, "     \"type\": \"plain\",\n     \"text\": {text}\n    }}\n   ]\n  }}")
    })?;
    writeln!(page, "\n ]\n}}")
}

pub fn zendesk(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "{{\"chats\": [")?;
    page.fill_threads(|page, thread| {
        // A chat has a dozen lines.
        for chat in thread.chunks(12) {
            let Some(first) = chat.first() else { return Ok(()) };
            let (n, started, visitor) = (first.n, first.time("%Y-%m-%dT%H:%M:%SZ"), first.customer());
            write!(page, "{}{{\"id\": \"2406.{n}.Tea\", \"type\": \"chat\", ", comma(n))?;
            write!(page, "\"visitor\": {{\"id\": \"9.{}\", \"name\": \"{visitor}\"}}, ", first.thread())?;
            write!(page, "\"timestamp\": \"{started}\", \"agent_names\": [\"客服小禾\"], \"history\": [")?;
            for said in chat {
                let (nick, by) =
                    if said.is_of_shop() { ("agent:40021", "Agent") } else { ("visitor", "Visitor") };
                let (separator, time) =
                    (if said.n == n { "" } else { ", " }, said.time("%Y-%m-%dT%H:%M:%SZ"));
                write!(
                    page,
                    "{separator}{{\"type\": \"chat.msg\", \"timestamp\": \"{time}\", \"name\": \"{}\", ",
                    said.name()
                )?;
                write!(page, "\"nick\": \"{nick}\", \"sender_type\": \"{by}\", \"msg\": {}, ", said.json())?;
                write!(page, "\"msg_id\": \"{}\"}}", 1001 + said.n)?;
            }
            writeln!(page, "]}}")?;
        }
        Ok(())
    })?;
    writeln!(page, "]}}")
}

pub fn wecom(page: &mut Page<'_>) -> io::Result<()> {
    page.fill(|page, said| {
        let customer = format!("wmQzC7EAAAdL0n3PqkV5tRwxYb{:07}", said.thread());
        let (from, to) =
            if said.is_of_shop() { ("LinXia", customer.as_str()) } else { (customer.as_str(), "LinXia") };
        let at = said.at.timestamp_millis();
        write!(page, r#"{{"msgid": "{}_{at}_external", "action": "send", "from": "{from}", "#, said.n)?;
        write!(page, r#""tolist": ["{to}"], "roomid": "", "msgtime": {at}, "msgtype": "text", "#)?;
        writeln!(page, r#""text": {{"content": {}}}}}"#, said.json())
    })
}
