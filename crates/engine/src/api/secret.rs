//! Passwords and recovery words on their way across the border.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;
use zeroize::Zeroizing;

/// A text that is wiped from memory when dropped and never printed. What serde and the webview hold of it on the
/// way is out of reach.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export, type = "string")]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text, for the moment that it is needed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<Zeroizing<String>> for Secret {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use crate::api::vault::OpenVault;

    #[test]
    fn a_secret_is_a_plain_text_at_the_border_and_nothing_in_a_log() {
        let request: OpenVault = serde_json::from_str(r#"{"path": null, "password": "horse"}"#).unwrap();
        assert_eq!(request.password.expose(), "horse");
        assert!(!format!("{request:?}").contains("horse"), "{request:?}");
        assert_eq!(serde_json::to_string(&request.password).unwrap(), r#""horse""#);
    }
}
