//! Traps of WhatsApp's layouts of headers, one by one.

mod support;

use support::{Collected, confidence, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::Kind;

fn whatsapp(text: &str) -> Collected {
    read("whatsapp", "chat.txt", text)
}

#[test]
fn a_time_may_end_with_a_dot() {
    let text = "2022/12/14, 13:34. - You were added\n2022/12/14, 13:34. - John Doe: Lorem\nipsum\n";
    assert_eq!(confidence("whatsapp", "chat.txt", text), Confidence::Likely);
    let chat = whatsapp(text);
    assert_eq!(chat.senders(), ["-", "John Doe"]);
    assert_eq!(chat.texts(), ["You were added", "Lorem\nipsum"]);
    assert_eq!(chat.message_at(0).kind, Kind::System);
    assert_eq!(chat.times(), ["2022-12-14 13:34:00 minute"; 2]);
    let quoted = whatsapp(
        "2022/12/14, 13:34 - John: look\n2022/12/13, 10:00. - Ann: old\n2022/12/14, 13:35 - Bo: ok\n",
    );
    assert_eq!(quoted.senders(), ["John", "Bo"], "one export writes all of its times alike");
}

#[test]
fn no_dot_behind_a_time_begins_a_name() {
    let text = "2022/12/14, 13:34. - John Doe: Lorem\n2022/12/14, 13:35. - Jane Roe: ipsum\n";
    assert_eq!(confidence("pasted_text", "chat.txt", text), Confidence::No);
    let refused = outcome("pasted_text", "chat.txt", text, &ReadOptions::default());
    assert!(matches!(refused, Err(Error::Lacks { .. })), "nobody is called `. - John Doe`: {refused:?}");
    let own = read("pasted_text", "chat.txt", "2024-03-05 10:02 .Mia: one\n2024-03-05 10:03 . Mia: two\n");
    assert_eq!(own.senders(), [".Mia", ". Mia"], "a dot alone may be the name's own");
}

#[test]
fn an_iphone_of_old_writes_a_colon_behind_the_seconds() {
    let text = "24/3/14, 13:59:59: John Doe: see: this\nmore\n24/3/14, 14:01:00: You created group\n";
    assert_eq!(confidence("whatsapp", "chat.txt", text), Confidence::Likely);
    let chat = whatsapp(text);
    assert_eq!(
        (chat.senders(), chat.texts()),
        (vec!["John Doe", "-"], vec!["see: this\nmore", "You created group"])
    );
    assert_eq!(chat.times(), ["2014-03-24 13:59:59 second", "2014-03-24 14:01:00 second"]);
    let chat = whatsapp("3/24/14, 1:59:59 PM: John Doe: a\n3/24/14, 2:00:00 PM: Jane: b: c\n");
    assert_eq!((chat.senders(), chat.texts()), (vec!["John Doe", "Jane"], vec!["a", "b: c"]));
    let log = "2014-03-24 13:59:59: main: started\n2014-03-24 14:00:00: main: stopped\n";
    assert_eq!(confidence("whatsapp", "a.txt", log), Confidence::No, "logs have no comma there");
}

#[test]
fn headers_of_another_layout_stay_words_and_several_of_them_are_told_once() {
    let old = "[19.03.24, 09:00:12] C: old\n[19.03.24, 09:01:12] D: words\n";
    let passed_on = whatsapp(&format!("20/03/24, 10:00 - A: look:\n{old}20/03/24, 10:01 - B: yes\n"));
    assert_eq!(passed_on.codes(), Vec::<&str>::new(), "one talk passed on is nothing to look at");
    let event = "[19.03.24, 09:02:12] You created group\n";
    let chat = whatsapp(&format!(
        "20/03/24, 10:00 - A: look:\n{old}{event}20/03/24, 10:01 - B: yes\n{old}{}",
        "20/03/24, 10:02 - A: so\n".repeat(4)
    ));
    assert_eq!((chat.senders().len(), chat.codes()), (6, vec!["quoted_headers"]));
    assert_eq!(chat.message_at(1).text, format!("yes\n{}", old.trim_end()));
    let told = chat.warnings.first().expect("one");
    assert_eq!((told.place.as_str(), told.detail.as_str()), ("line 2", "4 × [19.03.24, 09:00:12] C: old"));
}

#[test]
fn only_the_mark_of_the_app_is_taken_off_a_body() {
    let chat = whatsapp(
        "[3/28/24, 10:02:27 AM] Ann: \u{200F}שלום\n[3/28/24, 10:02:29 AM] Ann: \u{200E}image omitted\n[3/28/24, 10:02:30 AM] Ann : ok\n",
    );
    assert_eq!(chat.texts(), ["\u{200F}שלום", "image omitted", "ok"]);
    assert_eq!(chat.senders(), ["Ann"; 3], "a space behind a name is layout");
}

#[test]
fn a_name_with_a_colon_is_whole_where_every_message_has_it() {
    let line = |words: &str| format!("3/28/24, 10:02 AM - Harbor: Support: {words}\n");
    let text = format!("{}3/28/24, 10:03 AM - Ann: ok: fine\n{}{}", line("hi"), line("yes: no"), line("bye"));
    let chat = whatsapp(&text);
    assert_eq!(chat.senders(), ["Harbor: Support", "Ann", "Harbor: Support", "Harbor: Support"]);
    assert_eq!(chat.texts(), ["hi", "ok: fine", "yes: no", "bye"]);
    assert_eq!(chat.codes(), ["names_by_pattern"]);
}
