//! An input method in the real window: what a person has not finished composing is not looked for.

use crate::{
    evidence::{create_vault, import},
    window::{Window, by_id},
};

const CHAT: &str = "\
2023/8/20 14:30 - 王芳: 你好，系统显示已签收但未收到包裹\n\
2023/8/20 14:31 - 顺通客服: 您好，we will check，请提供运单号\n";

/// What WebKit tells a page while somebody writes a word by its sounds, with every event that any engine adds at the end.
const COMPOSE: &str = r"
    const field = document.querySelector('[data-testid=search-input]');
    const told = (kind, data) => field.dispatchEvent(new CompositionEvent(kind, { data, bubbles: true }));
    const changed = (inputType, data, isComposing) =>
      field.dispatchEvent(new InputEvent('input', { inputType, data, isComposing, bubbles: true }));
    window.asked = [];
    const fetch = window.fetch;
    window.fetch = (what, ...how) => {
      window.asked.push(String(what));
      return fetch(what, ...how);
    };
    field.focus();
    told('compositionstart', '');
    for (const letters of ['w', 'we', 'we’i', 'we’i’shou']) {
      field.value = letters;
      told('compositionupdate', letters);
      changed('insertCompositionText', letters, true);
    }
    field.value = '未收到包裹';
    changed('insertFromComposition', field.value, true);
    told('compositionend', field.value);
    changed('insertText', field.value, false);";

/// How often the page has asked for conversations since.
fn searches(window: &Window) -> usize {
    let asked = window.script("return window.asked");
    let asked = asked.as_array().into_iter().flatten().filter_map(|asked| asked.as_str());
    asked.filter(|command| command.contains("find_conversations")).count()
}

#[test]
fn a_composed_word_is_looked_for_once_when_it_is_finished() {
    let window = Window::open(&[]);
    create_vault(&window);
    import(&window, "WhatsApp 聊天 - 顺通客服.txt", CHAT);
    window.script(COMPOSE);
    window.reads("[data-testid=\"conversation-row\"] mark", "未收到包裹");
    window.sees(&by_id("totals"));
    assert_eq!(searches(&window), 1, "the letters ask for nothing, and the word asks once");
    window.type_on("search-input", "！");
    window.misses(&by_id("conversation-row"));
    assert_eq!(searches(&window), 2, "what a key adds to it is looked for at once");
}
