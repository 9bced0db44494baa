//! The desktop's language, told to the window.
//!
//! On Linux the webview takes a desktop that names no language (`C`, `POSIX`, nothing) for an American one. The window
//! begins in Chinese there, so it is told what the desktop really says; elsewhere the webview knows best.

use tauri::{
    Wry,
    plugin::{Builder, TauriPlugin},
};

/// Sets `desktopLanguage` before the window's own script runs.
pub fn plugin() -> TauriPlugin<Wry> {
    let builder = Builder::new("desktop-language");
    if cfg!(target_os = "linux") {
        builder.js_init_script(script(&named(|name| std::env::var(name).ok()))).build()
    } else {
        builder.build()
    }
}

/// What the environment names, in the order the C library asks it.
fn named(variable: impl Fn(&str) -> Option<String>) -> String {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default()
}

/// Whatever the environment holds, only the letters of a language get into the script.
fn script(language: &str) -> String {
    let plain: String = language
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '@'))
        .collect();
    format!("globalThis.desktopLanguage = \"{plain}\";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_says_something_counts() {
        let environment = |name: &str| match name {
            "LC_ALL" => Some(String::new()),
            "LANG" => Some("zh_CN.UTF-8".to_owned()),
            _ => None,
        };
        assert_eq!(named(environment), "zh_CN.UTF-8");
        assert_eq!(named(|_| None), "", "a desktop may name none");
    }

    #[test]
    fn nothing_but_a_name_gets_into_the_script() {
        assert_eq!(script("en_US\";alert(1)//"), "globalThis.desktopLanguage = \"en_USalert1\";");
    }
}
