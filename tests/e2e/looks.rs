//! The main screens in both themes and languages: each is free of serious accessibility faults, and, where
//! `YANJU_SCREENSHOTS` names a folder, has its picture taken for the documents.

use crate::window::{Window, by_id};
use std::{env, fs, path::Path};

/// axe-core, as the interface's own packages bring it.
const AXE: &str = include_str!("../../ui/node_modules/axe-core/axe.min.js");

const THEMES: [&str; 2] = ["light", "dark"];
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

#[test]
fn the_demo_opens_with_its_cases_and_every_screen_can_be_used_by_everyone() {
    let window = Window::open(&["--demo"]);
    window.sees(&by_id("conversation-row"));
    assert!(window.count(&by_id("conversation-row")) >= 5, "each demo export is a conversation at least");
    for theme in THEMES {
        for language in LANGUAGES {
            choose(&window, theme, language);
            look_at_each_screen(&window, &format!("{theme}-{language}"));
        }
    }
}

fn choose(window: &Window, theme: &str, language: &str) {
    window.click("settings");
    window.click(&format!("theme-{theme}"));
    window.click(&format!("language-{language}"));
    window.click("settings");
    window.sees(&format!("html[lang=\"{language}\"]"));
}

fn look_at_each_screen(window: &Window, variant: &str) {
    window.click("conversation-row");
    window.sees(&by_id("message"));
    look(window, "library", variant);

    window.fill("search-input", "包裹");
    window.sees("[data-testid=\"conversation-row\"] mark");
    window.click("conversation-row");
    window.sees("[data-testid=\"message\"].target mark");
    look(window, "search", variant);

    window.click("export");
    window.sees(&by_id("export-holds"));
    look(window, "export", variant);
    window.click_on("[data-testid=\"export-dialog\"] button");
    window.misses(&by_id("export-dialog"));

    window.click("import");
    window.sees(&by_id("import-pick-files"));
    look(window, "import", variant);
    let chat =
        "2023-09-04 10:12 - 沈屿: 发票抬头开错了，能重开吗？\n2023-09-04 10:15 - 客服小满: 可以，税号发我\n";
    window.will_pick(&window.file("WhatsApp Chat with 客服小满.txt", chat));
    window.click("import-pick-files");
    window.sees(&by_id("import-file"));
    look(window, "preview", variant);
    window.click("import-back");

    let table = "2023-09-04 10:12,沈屿,发票抬头开错了\n2023-09-04 10:15,客服小满,税号发我\n";
    window.will_pick(&window.file("无表头.csv", table));
    window.click("import-pick-files");
    window.sees(&by_id("import-columns"));
    look(window, "mapping", variant);
    window.click("import-back");
    window.click_on("[data-testid=\"import-dialog\"] button");
    window.misses(&by_id("import-dialog"));

    window.click("same-person");
    window.sees(&by_id("same-choice"));
    look(window, "people", variant);
    window.click("same-person");

    window.click("change-zone");
    window.sees(&by_id("zone-effect"));
    look(window, "zone", variant);
    window.click_on("[data-testid=\"zone-dialog\"] button");
    window.misses(&by_id("zone-dialog"));

    for (name, shown) in [("inbox", "inbox-standing"), ("radar", "radar-source")] {
        sheet(window, name);
        window.sees(&by_id(shown));
        look(window, name, variant);
        leave(window, name);
    }

    sheet(window, "security");
    window.click("examine");
    window.sees(&by_id("examine-check"));
    look(window, "security", variant);
    leave(window, "security");

    sheet(window, "backup");
    window.sees(&by_id("backup-standing"));
    look(window, "backup", variant);
    leave(window, "backup");

    sheet(window, "log");
    window.sees(&by_id("log-entry"));
    look(window, "log", variant);
    leave(window, "log");

    window.click("lock");
    window.sees(&by_id("door-demo"));
    look(window, "doors", variant);
    window.click("door-demo");
    window.sees(&by_id("conversation-row"));
}

/// Opens a sheet from the menu of the settings.
fn sheet(window: &Window, name: &str) {
    window.click("settings");
    window.click(&format!("open-{name}"));
    window.sees(&by_id(&format!("{name}-sheet")));
}

fn leave(window: &Window, name: &str) {
    window.click_on(&format!("[data-testid=\"{name}-sheet\"] header button"));
    window.misses(&by_id(&format!("{name}-sheet")));
}

fn look(window: &Window, screen: &str, variant: &str) {
    window.script(AXE);
    let faults = window.script(
        "return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
           .filter(({ impact }) => impact === 'serious' || impact === 'critical')
           .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`))",
    );
    assert_eq!(faults, serde_json::json!([]), "{screen} ({variant}) has serious accessibility faults");
    // What a dialog holds is scrolled only where the window is too low for it, not squeezed into a slit.
    let squeezed = window.script(
        "return [...document.querySelectorAll('dialog[open] *')].filter(
           (box) => box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY === 'auto'
             && box.tagName !== 'TEXTAREA' && box.clientHeight < innerHeight / 2).length",
    );
    assert_eq!(squeezed, 0, "{screen} ({variant}) hides what its dialog holds");
    if let Some(folder) = env::var_os("YANJU_SCREENSHOTS") {
        let path = Path::new(&folder).join(format!("{screen}-{variant}.png"));
        fs::write(path, window.picture()).expect("the folder for pictures is writable");
    }
}
