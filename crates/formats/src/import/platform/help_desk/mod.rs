//! Conversations as help desks hand them out through their interfaces: JSON that says who asks and who answers.
//!
//! Each desk is a module; how their files are cut into records is in [`pages`], which fields a head names in
//! [`outline`], how messages reach the sink in [`threads`], what words and files a record holds in [`content`].

mod chatwoot;
mod content;
mod intercom;
mod outline;
mod pages;
mod threads;
mod zammad;
mod zendesk_chat;
mod zendesk_support;
mod zendesk_survey;
mod zendesk_ticket;

pub use chatwoot::Chatwoot;
pub use intercom::Intercom;
pub use zammad::Zammad;
pub use zendesk_chat::ZendeskChat;
pub use zendesk_support::ZendeskSupport;
