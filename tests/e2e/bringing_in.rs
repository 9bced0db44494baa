//! What comes in without a format of its own: a chat that was copied, a table whose columns nobody knows.

use crate::{
    evidence::create_vault,
    window::{Window, by_id},
};

/// A chat as people copy it out of a window.
const COPIED: &str = "\
买家甲 2024-05-02 09:03:10\n这盏灯还有货吗\n\
小美 2024-05-02 09:04:00\n有的，今天发\n\
买家甲 2024-05-02 09:05:30\n好\n";

/// A table whose columns have no telling names.
const CODED: &str = "a1,a2,a3\n2024-06-01 10:00,买家乙,包裹破了\n2024-06-01 10:05,小美,给您补发\n";

#[test]
fn a_copied_chat_and_a_table_nobody_knows_come_in() {
    let window = Window::open(&[]);
    create_vault(&window);
    window.click("import");
    window.click("import-paste");
    write(&window, "import-paste-text", COPIED);
    window.control("a");
    window.control("c");
    window.click("import-paste-read");
    window.sees(GOOD);
    window.enter("import-title", "灯火小店");
    window.reads(&by_id("import-file"), "灯火小店");
    store(&window);
    window.reads(&by_id("conversation-row"), "灯火小店");

    // Pressed where nothing is being typed, the same text comes in as a file would.
    window.script("document.activeElement.blur()");
    window.control("v");
    window.sees(GOOD);
    window.click("import-back");

    let table = window.file("codes.csv", CODED);
    window.will_pick(&table);
    window.click("import-pick-files");
    window.sees("[data-testid=\"import-file\"][data-state=\"failed\"] [data-testid=\"import-columns\"]");
    for (column, meaning) in [(0, "time"), (1, "sender"), (2, "text")] {
        window.sees(&format!("[data-testid=\"import-column-{column}\"]"));
        choose(&window, column, meaning);
        window.sees(&chosen(column, meaning));
    }
    window.sees(GOOD);
    store(&window);
    window.fill("search-input", "补发");
    window.reads("[data-testid=\"conversation-row\"] mark", "补发");
}

const GOOD: &str = "[data-testid=\"import-file\"][data-state=\"good\"]";

/// Puts text into a field as a clipboard would, whatever keys the display has.
fn write(window: &Window, id: &str, text: &str) {
    window.sees(&by_id(id));
    let text = serde_json::Value::from(text);
    window.script(&format!(
        "const field = document.querySelector('[data-testid={id}]');
         field.value = {text};
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         field.focus();"
    ));
}

fn store(window: &Window) {
    window.click("import-confirm");
    window.sees(&by_id("import-report"));
    window.click("import-done");
    window.misses(&by_id("import-dialog"));
}

fn choose(window: &Window, column: u8, meaning: &str) {
    window.script(&format!(
        "const select = document.querySelector('[data-testid=import-column-{column}]');
         select.value = '{meaning}';
         select.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ));
}

/// A column that is shown to mean something, when the table has been read anew.
fn chosen(column: u8, meaning: &str) -> String {
    format!("[data-testid=\"import-column-{column}\"] option[value=\"{meaning}\"]:checked")
}
