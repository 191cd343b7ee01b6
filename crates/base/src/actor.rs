//! Who is asking: an account with the roles it was given and how far each reaches.
//!
//! The table of what a role may do stands in `access`; this is only the question's subject.

use jiff::Timestamp;

use crate::{AccountId, AgencyId, ApiTokenId, OfficeId, StaffId, UnitId};

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What a grant lets its holder do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $variant),+ }

        impl Role {
            /// Every role, in the order of the organisation chart.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier used in data and on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads an identifier such as `counter_officer`.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|role| role.name() == name)
            }
        }
    };
}

roles! {
    /// Files, pays, follows, amends, withdraws.
    Citizen = "citizen",
    /// Receives, scans, asks for supplements, refuses intake.
    CounterOfficer = "counter_officer",
    /// Hands results over.
    ReturnOfficer = "return_officer",
    /// Collects fees and confirms payments.
    Cashier = "cashier",
    /// Appraises, pauses the clock, drafts the result.
    Specialist = "specialist",
    /// Assigns, checks, sends back, submits for signature.
    HeadOfUnit = "head_of_unit",
    /// Approves or refuses.
    Leader = "leader",
    /// Numbers results.
    Clerk = "clerk",
    /// Seals approved results.
    StampKeeper = "stamp_keeper",
    /// Reads all progress, urges, reports; changes no case.
    Supervisor = "supervisor",
    /// Reads dossiers and the audit log in scope; changes nothing.
    Inspector = "inspector",
    /// Drafts procedure versions.
    CatalogueEditor = "catalogue_editor",
    /// Publishes procedure versions.
    CatalogueApprover = "catalogue_approver",
    /// Accounts, settings, backup; reads no dossier content.
    Administrator = "administrator",
    /// An outside system, within the scope of its token.
    Integration = "integration",
}

/// How far a role reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Scope {
    /// Only dossiers the account itself owns or filed.
    Own,
    /// Dossiers at one unit.
    Unit(UnitId),
    /// Dossiers an agency is competent for or holds.
    Agency(AgencyId),
    /// Dossiers received at one office.
    Office(OfficeId),
    /// Everything in the installation.
    Province,
}

/// One role with its reach and its term.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Grant {
    /// What the holder is.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// First moment the grant holds.
    pub valid_from: Timestamp,
    /// Moment the grant ends; open when absent.
    pub valid_to: Option<Timestamp>,
}

impl Grant {
    /// Whether the grant holds at `now`.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.valid_from <= now && self.valid_to.is_none_or(|end| now < end)
    }
}

/// What kind of account asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ActorKind {
    /// A person or a business at the portal.
    Citizen,
    /// An officer at a desk.
    Staff {
        /// The officer's record.
        staff: StaffId,
        /// Home agency.
        agency: AgencyId,
        /// Home unit.
        unit: UnitId,
        /// The one-stop office where the officer works, for counter posts.
        office: Option<OfficeId>,
    },
    /// An outside system with a bearer token.
    Integration {
        /// The token that was used.
        token: ApiTokenId,
    },
    /// The system itself: workers and imports.
    System,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account; for the system itself a fixed id of zeros.
    pub account: AccountId,
    /// What kind of account.
    pub kind: ActorKind,
    /// The name shown in the log.
    pub name: String,
    /// Roles that hold now; expired ones are left out when the actor is loaded.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// The system acting by itself (workers, imports).
    #[must_use]
    pub fn system() -> Self {
        Self {
            account: AccountId::from_uuid(uuid::Uuid::nil()),
            kind: ActorKind::System,
            name: "Hệ thống".to_owned(),
            grants: Vec::new(),
        }
    }

    /// Whether the actor holds a role, whatever its reach.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether the actor is an officer.
    #[must_use]
    pub const fn is_staff(&self) -> bool {
        matches!(self.kind, ActorKind::Staff { .. })
    }

    /// The reaches of one role.
    pub fn scopes_of(&self, role: Role) -> impl Iterator<Item = Scope> + '_ {
        self.grants.iter().filter(move |grant| grant.role == role).map(|grant| grant.scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_holds_between_its_dates() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let grant = Grant { role: Role::Leader, scope: Scope::Province, valid_from: at(10), valid_to: Some(at(20)) };
        assert!(!grant.holds_at(at(9)));
        assert!(grant.holds_at(at(10)));
        assert!(!grant.holds_at(at(20)));
    }

    #[test]
    fn every_role_has_a_name_that_reads_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(*role));
        }
        assert_eq!(Role::from_name("king"), None);
    }
}
