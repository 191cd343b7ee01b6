//! One message and what became of it.

use base::{DossierId, MessageId};
use jiff::Timestamp;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }

        db::text_enum!($name);
    };
}

words! {
    /// What became of a message.
    MessageState {
        /// Waits for the worker.
        Queued = "queued",
        /// Handed to the gateway.
        Sent = "sent",
        /// Given up after many tries.
        Failed = "failed",
        /// The person left no telephone number and no address.
        NoAddress = "no_address",
    }
}

words! {
    /// How a message travels.
    Way {
        /// To a telephone.
        Sms = "sms",
        /// To an e-mail address.
        Email = "email",
        /// Nowhere.
        Nowhere = "none",
    }
}

db::row! {
    /// One message.
    pub struct Message {
        /// Identifier; the gateway's idempotency key.
        pub id: MessageId,
        /// The dossier.
        pub dossier: DossierId,
        /// Its code.
        pub code: String,
        /// What it tells about: `dossier.accepted`.
        pub kind: String,
        /// Position in the log of what it tells about.
        pub seq: Option<i64>,
        /// How it travels.
        pub way: Way,
        /// To whom.
        pub recipient: Option<String>,
        /// What it says.
        pub text: String,
        /// When it was written.
        pub created_at: Timestamp,
        /// What became of it.
        pub state: MessageState,
        /// How often it was tried.
        pub tries: i64,
        /// Why it failed last.
        pub last_error: Option<String>,
        /// When it was sent.
        pub sent_at: Option<Timestamp>,
    }
}
