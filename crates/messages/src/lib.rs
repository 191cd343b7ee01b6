//! Messages to people: one for each step of a dossier that concerns them (S2-28).
//!
//! A message is written in the transaction of the step it tells about, and delivered afterwards by a
//! worker, at least once, through a [`Gateway`]. It carries the dossier's code and what the person
//! has to know, never a name or a number of anybody.
//!
//! Invariants:
//! - nothing is sent that did not happen, and nothing that happened goes unsaid;
//! - a gateway gets the message's identifier, and the one here never sends the same one twice.
//!
//! Emits no events.

mod deliver;
mod gateway;
mod message;
mod messenger;
mod page;
mod store;
#[cfg(test)]
mod tests;

pub use deliver::{Sender, deliveries};
pub use gateway::{FileGateway, Gateway, GatewayError};
pub use message::{Message, MessageState};
pub use messenger::Messenger;
pub use page::routes;
pub use store::of_dossier;

/// The sentences of messages.
pub const LOCALE: web::LocaleFiles = web::locale_files!("messages");
