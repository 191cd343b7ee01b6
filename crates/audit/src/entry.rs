//! One entry of the log, and what it says of whom.

use std::net::IpAddr;

use base::{Actor, ActorKind, AgencyId, DossierId, OfficeId, StaffId, UnitId};
use jiff::Timestamp;

use crate::Kind;

/// Something that was read or done.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// What.
    pub kind: Kind,
    /// By whom.
    pub actor: &'a Actor,
    /// To what.
    pub subject: Subject<'a>,
    /// More about it, without personal data: names of fields, a number of rows.
    pub detail: &'a str,
    /// From which network address.
    pub client: Option<IpAddr>,
    /// When.
    pub at: Timestamp,
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Nothing but the actor.
    Nothing,
    /// A dossier.
    Dossier {
        /// Which one.
        id: DossierId,
        /// Its code, as people know it.
        code: &'a str,
    },
    /// Something known by a name that is not a person's: a token, a file, a login.
    Named(&'a str),
}

impl<'a> Subject<'a> {
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Dossier { .. } => "dossier",
            Self::Named(_) => "named",
        }
    }

    pub(crate) const fn code(self) -> &'a str {
        match self {
            Self::Nothing => "",
            Self::Dossier { code, .. } | Self::Named(code) => code,
        }
    }

    pub(crate) const fn dossier(self) -> Option<DossierId> {
        match self {
            Self::Dossier { id, .. } => Some(id),
            Self::Nothing | Self::Named(_) => None,
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// Personal data that was seen, by name; never its value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum PersonalField { $($(#[$doc])* $variant),+ }

        impl PersonalField {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier stored, also the end of the sentence's key.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.name() == name)
            }
        }
    };
}

fields! {
    /// Who the person is: name and day of birth.
    Identity = "identity",
    /// The personal number.
    PersonalId = "personal-id",
    /// Telephone number, e-mail, address.
    Contact = "contact",
    /// What was declared in the form.
    Declaration = "declaration",
    /// Papers handed in and results.
    Papers = "papers",
    /// Messages sent to the person.
    Messages = "messages",
}

/// Fields as one text, in the order given.
pub(crate) fn names_of(fields: &[PersonalField]) -> String {
    fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(" ")
}

/// What kind of actor an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Citizen,
    Staff,
    Integration,
    System,
    /// A refused sign-in under a login that nobody has.
    Unknown,
}

impl Who {
    pub(crate) const ALL: [Self; 5] = [Self::Citizen, Self::Staff, Self::Integration, Self::System, Self::Unknown];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Staff => "staff",
            Self::Integration => "integration",
            Self::System => "system",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|who| who.name() == name)
    }
}

db::text_enum!(Who);

/// The actor as the log keeps it: officers by name and post, citizens by account only.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) who: Who,
    pub(crate) name: String,
    pub(crate) staff: Option<StaffId>,
    pub(crate) agency: Option<AgencyId>,
    pub(crate) unit: Option<UnitId>,
    pub(crate) office: Option<OfficeId>,
    pub(crate) client: String,
}

impl Named {
    pub(crate) fn of(entry: &Entry<'_>) -> Self {
        let Actor { kind, name, .. } = entry.actor;
        let client = entry.client.map(|client| client.to_string()).unwrap_or_default();
        let nowhere = Self {
            who: Who::System,
            name: name.clone(),
            staff: None,
            agency: None,
            unit: None,
            office: None,
            client: String::new(),
        };
        match *kind {
            ActorKind::Staff { staff, agency, unit, office } => Self {
                who: Who::Staff,
                staff: Some(staff),
                agency: Some(agency),
                unit: Some(unit),
                office,
                client,
                ..nowhere
            },
            // The network address of a citizen is personal data and of no use here.
            ActorKind::Citizen => Self { who: Who::Citizen, name: String::new(), ..nowhere },
            ActorKind::Integration { .. } => Self { who: Who::Integration, client, ..nowhere },
            ActorKind::System if entry.kind == Kind::SignInRefused => {
                Self { who: Who::Unknown, name: String::new(), client, ..nowhere }
            }
            ActorKind::System => nowhere,
        }
    }
}
