//! Chats in what holds several parts: archives, workbooks, mail.

use super::{
    documents,
    talk::{Page, Said, THREAD},
    texts,
};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
};
use zip::{ZipWriter, write::SimpleFileOptions};

type Archive = ZipWriter<BufWriter<File>>;

fn archive(file: File) -> Archive {
    ZipWriter::new(BufWriter::new(file))
}

/// Writes an entry of about `wanted` bytes; returns what it became.
fn entry(
    archive: &mut Archive,
    name: &str,
    wanted: u64,
    write: impl FnOnce(&mut Page<'_>) -> io::Result<()>,
) -> io::Result<u64> {
    archive.start_file(name, SimpleFileOptions::default().large_file(true))?;
    let mut out = BufWriter::new(archive);
    let mut page = Page::new(&mut out, wanted);
    write(&mut page)?;
    let written = page.written();
    out.flush()?;
    Ok(written)
}

fn text(archive: &mut Archive, name: &str, text: &str) -> io::Result<u64> {
    entry(archive, name, 0, |page| page.write_all(text.as_bytes()))
}

pub fn slack(file: File, wanted: u64) -> io::Result<u64> {
    let mut archive = archive(file);
    let mut written =
        text(&mut archive, "channels.json", r#"[{"id":"C01RET","name":"returns","members":["U01","U02"]}]"#)?;
    let user = |id: &str, name: &str| {
        format!(r#"{{"id":"{id}","name":"{name}","profile":{{"real_name":"{name}"}}}}"#)
    };
    written +=
        text(&mut archive, "users.json", &format!("[{},{}]", user("U01", "林夕"), user("U02", "灯火小店")))?;
    let day = |said: &Said| said.time("%Y-%m-%d");
    let mut next = 0;
    while written < wanted {
        let today = day(&Said::nth(next));
        written += entry(&mut archive, &format!("returns/{today}.json"), 0, |page| {
            writeln!(page, "[")?;
            let mut separator = "";
            loop {
                let said = Said::nth(next);
                if day(&said) != today {
                    break;
                }
                let user = if said.is_of_shop() { "U02" } else { "U01" };
                let (at, micros) = (said.at.timestamp(), said.n % 1_000_000);
                write!(page, "{separator} {{\n  \"type\": \"message\",\n  \"user\": \"{user}\",\n")?;
                write!(page, "  \"text\": {},\n  \"ts\": \"{at}.{micros:06}\",\n", said.json())?;
                write!(page, "  \"client_msg_id\": \"{:032x}\",\n  \"team\": \"T01\"\n }}", said.n)?;
                (separator, next) = (",\n", next + 1);
            }
            writeln!(page, "\n]")
        })?;
    }
    archive.finish()?.flush()?;
    Ok(written)
}

pub fn bundle(file: File, wanted: u64) -> io::Result<u64> {
    let mut archive = archive(file);
    let mut written = entry(&mut archive, "手机/WhatsApp Chat with Lin Xi.txt", wanted / 3, texts::whatsapp)?;
    written += entry(&mut archive, "电脑/会话.csv", wanted / 3, texts::csv)?;
    written += entry(&mut archive, "电脑/会话.jsonl", wanted / 3, documents::lines)?;
    archive.finish()?.flush()?;
    Ok(written)
}

pub fn workbook(file: File, wanted: u64) -> io::Result<u64> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const PARTS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut archive = archive(file);
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{PARTS}"><Relationship Id="rId1" Type="{KINDS}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let sheet = r#"<sheet name="聊天" sheetId="1" r:id="rId1"/>"#;
    let book = format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets>{sheet}</sheets></workbook>"#);
    let mut written = text(&mut archive, "[Content_Types].xml", CONTENT_TYPES)?;
    written += text(&mut archive, "_rels/.rels", &relation("officeDocument", "xl/workbook.xml"))?;
    written += text(&mut archive, "xl/workbook.xml", &book)?;
    written +=
        text(&mut archive, "xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml"))?;
    written += entry(&mut archive, "xl/worksheets/sheet1.xml", wanted, |page| {
        write!(page, r#"<worksheet xmlns="{MAIN}"><sheetData>"#)?;
        row(page, 1, &["会话ID", "发送时间", "发送人", "消息内容"])?;
        page.fill(|page, said| {
            let (thread, time) = (format!("S{}", said.thread()), said.time("%Y-%m-%d %H:%M:%S"));
            row(page, said.n + 2, &[&thread, &time, &said.name(), &said.xml()])
        })?;
        write!(page, "</sheetData></worksheet>")
    })?;
    archive.finish()?.flush()?;
    Ok(written)
}

const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;

fn row(page: &mut Page<'_>, number: u64, cells: &[&str]) -> io::Result<()> {
    write!(page, r#"<row r="{number}">"#)?;
    for (column, cell) in ('A'..).zip(cells) {
        write!(page, r#"<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"#)?;
    }
    write!(page, "</row>")
}

pub fn mailbox(page: &mut Page<'_>) -> io::Result<()> {
    page.fill(|page, said| {
        let (from, to) = if said.is_of_shop() {
            ("help@potters.example", "ada@quill.example")
        } else {
            ("ada@quill.example", "help@potters.example")
        };
        writeln!(page, "From {from} {}", said.time("%a %b %d %H:%M:%S +0000 %Y"))?;
        writeln!(page, "From: {from}\nTo: {to}\nSubject: Kettle {}", said.thread())?;
        writeln!(page, "Date: {}", said.time("%a, %d %b %Y %H:%M:%S +0000"))?;
        writeln!(page, "Message-ID: <k{}@quill.example>", said.n)?;
        if !said.n.is_multiple_of(THREAD) {
            writeln!(page, "In-Reply-To: <k{}@quill.example>", said.n - 1)?;
        }
        writeln!(page, "Content-Type: text/plain; charset=utf-8\n\n{}\n", said.text)
    })
}

/// A line of base64, as mail breaks it.
const ENCODED: &str = "JVBERi0xLjQKJSBhIG1hZGUtdXAgcmVjZWlwdAolJUVPRgpJVBERi0xLjQKJSBhIG1hZGUtdXA";

pub fn letter(page: &mut Page<'_>) -> io::Result<()> {
    writeln!(page, "From: ada@quill.example\nTo: help@potters.example\nSubject: Kettle")?;
    writeln!(
        page,
        "Date: Thu, 7 Mar 2024 08:00:00 +0000\nMessage-ID: <k1@quill.example>\nMIME-Version: 1.0"
    )?;
    writeln!(
        page,
        "Content-Type: multipart/mixed; boundary=\"=_outer\"\n\n--=_outer\nContent-Type: text/plain\n"
    )?;
    writeln!(page, "The photos.\n--=_outer\nContent-Type: image/jpeg; name=\"photo.jpg\"")?;
    writeln!(
        page,
        "Content-Disposition: attachment; filename=\"photo.jpg\"\nContent-Transfer-Encoding: base64\n"
    )?;
    page.fill(|page, _| writeln!(page, "{ENCODED}"))?;
    writeln!(page, "--=_outer--")
}

pub fn qq_page(page: &mut Page<'_>) -> io::Result<()> {
    const BOUNDARY: &str = "----=_NextPart_20240506_00";
    write!(page, "From: <Save by Tencent MsgMgr>\r\nSubject: Tencent IM Message\r\nMIME-Version: 1.0\r\n")?;
    write!(page, "Content-Type:multipart/related;\r\n\tcharset=\"utf-8\"\r\n\ttype=\"text/html\";\r\n")?;
    write!(page, "\tboundary=\"{BOUNDARY}\"\r\n\r\n--{BOUNDARY}\r\nContent-Type: text/html\r\n")?;
    write!(
        page,
        "Content-Transfer-Encoding:7bit\r\n\r\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head>"
    )?;
    write!(
        page,
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\" /><title>QQ Message</title>"
    )?;
    write!(page, "</head><body><table width=100% cellspacing=0>")?;
    write!(page, "<tr><td><div style=padding-left:10px;><br><b>消息记录</b></div></td></tr>\r\n")?;
    page.fill_threads(|page, thread| {
        let Some(first) = thread.first() else { return Ok(()) };
        for head in [String::from("消息分组:客户"), format!("消息对象:{}", first.customer()), "&nbsp;".to_owned()] {
            write!(page, "<tr><td><div style=padding-left:10px;>{head}</div></td></tr>\r\n")?;
        }
        let mut day = String::new();
        thread.iter().try_for_each(|said| {
            let today = said.time("%Y-%m-%d");
            if today != day {
                write!(page, "<tr><td style=border-bottom-width:1px;border-bottom-color:#8EC3EB;border-bottom-style:solid;color:#3568BB;font-weight:bold;height:24px;line-height:24px;padding-left:10px;margin-bottom:5px;>日期: {today}</td></tr>\r\n")?;
                day = today;
            }
            let colour = if said.is_of_shop() { "42B475" } else { "006EFE" };
            write!(page, "<tr><td><div style=color:#{colour};padding-left:10px;><div style=float:left;margin-right:6px;>{}</div>{}</div><div style=padding-left:20px;><font style=\"font-size:9pt;font-family:'微软雅黑','MS Sans Serif',sans-serif;\" color='000000'>{}</font></div></td></tr>\r\n", said.name(), said.time("%-H:%M:%S"), said.text.replace('\n', "<br>"))
        })
    })?;
    write!(page, "</table></body></html>\r\n\r\n--{BOUNDARY}--\r\n")
}
