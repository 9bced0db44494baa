//! The kinds of message (F4) and the roles of those who write them.

use serde::{Deserialize, Serialize};

/// Defines an enum whose variants have a stable text name (database, JSON, queries) and a stable number.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $number:literal $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant = $number,)* }

        impl $name {
            /// Every variant, in order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name used in JSON, queries and exports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The variant of a stable name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.name() == name)
            }

            /// The variant of a stored number.
            pub fn from_number(number: i64) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| i64::from(*v as u8) == number)
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What a message is. A recalled message keeps its kind; recall is a mark on it.
    Kind {
        /// Words.
        Text = 0 "text",
        /// A sticker or an emoji package picture.
        Sticker = 1 "sticker",
        /// A picture.
        Image = 2 "image",
        /// A document or any other file.
        File = 3 "file",
        /// A voice message.
        Voice = 4 "voice",
        /// A video.
        Video = 5 "video",
        /// A link card, a mini program, a shared article.
        Link = 6 "link",
        /// A place.
        Location = 7 "location",
        /// A transfer of money or a red packet.
        Transfer = 8 "transfer",
        /// Several messages forwarded as one.
        Forward = 9 "forward",
        /// A contact card.
        Contact = 10 "contact",
        /// A voice or video call.
        Call = 11 "call",
        /// A poll, a card, a form: structured content none of the above describes.
        Card = 12 "card",
        /// A line of the system: joined, renamed, encryption notice.
        System = 13 "system",
        /// A remark among those who answer, which the one who asked never saw.
        Internal = 14 "internal",
    }
}

named! {
    /// The part a participant plays. `Unknown` until a source or a person says it: a role is never guessed.
    Role {
        /// Not stated by the source.
        Unknown = 0 "unknown",
        /// The one who asks.
        Customer = 1 "customer",
        /// The one who answers on behalf of a business.
        Agent = 2 "agent",
        /// A program that answers.
        Bot = 3 "bot",
        /// The platform itself.
        System = 4 "system",
    }
}
