//! Delegations of the power to sign (ủy quyền ký): what one covers, when it is in force, and the share
//! of procedures that are decided at the centre by delegation.
//!
//! Nghị định 30/2020/NĐ-CP Điều 13: a deputy signs for the head (KT.); the head of a unit signs by order
//! (TL.) as the working rules say; whoever signs by delegation (TUQ.) does so by a paper, for a limited
//! time and matter, and delegates no further.

use base::{AgencyId, DelegationId, StaffId};
use futures_util::future::BoxFuture;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// A delegation that ends within these days is shown as one to renew.
const SOON_DAYS: i64 = 15;

/// For whom somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// TUQ.: by delegation.
    ByDelegation,
    /// TL.: by order of the head.
    ByOrder,
    /// KT.: in the place of the head or of an absent leader, of the same agency.
    ForHead,
}

impl Capacity {
    /// Every capacity, the usual one first.
    pub const ALL: &'static [Self] = &[Self::ByDelegation, Self::ByOrder, Self::ForHead];

    /// The identifier.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByDelegation => "tuq",
            Self::ByOrder => "tl",
            Self::ForHead => "kt",
        }
    }

    /// Reads an identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|capacity| capacity.name() == name)
    }

    /// What stands before the post of whom somebody signs for (Nghị định 30/2020/NĐ-CP, phụ lục I).
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::ByDelegation => "TUQ.",
            Self::ByOrder => "TL.",
            Self::ForHead => "KT.",
        }
    }

    /// Whether it needs a last day. Orders stand in the working rules until these change.
    #[must_use]
    pub const fn is_limited(self) -> bool {
        match self {
            Self::ByDelegation | Self::ForHead => true,
            Self::ByOrder => false,
        }
    }
}

db::text_enum!(Capacity);

/// What a delegation covers, of what its agency decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Every procedure.
    All,
    /// The procedures of one field.
    Field(String),
    /// Named procedures: code and field of each.
    Listed(Vec<(String, String)>),
}

impl Cover {
    /// Whether it covers a procedure.
    #[must_use]
    pub fn holds(&self, code: &str, field: &str) -> bool {
        match self {
            Self::All => true,
            Self::Field(name) => name == field,
            Self::Listed(list) => list.iter().any(|(listed, _)| listed == code),
        }
    }

    /// Whether two cover a procedure in common.
    #[must_use]
    pub(crate) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => true,
            (Self::Field(one), Self::Field(two)) => one == two,
            (cover @ Self::Field(_), Self::Listed(list)) | (Self::Listed(list), cover) => {
                list.iter().any(|(code, field)| cover.holds(code, field))
            }
        }
    }
}

/// One delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Identifier.
    pub id: DelegationId,
    /// Whose power it is.
    pub delegator: StaffId,
    /// Who signs.
    pub delegate: StaffId,
    /// For which agency.
    pub agency: AgencyId,
    /// How the signature is announced.
    pub capacity: Capacity,
    /// For which procedures.
    pub cover: Cover,
    /// Number of the paper.
    pub document_no: String,
    /// First day.
    pub from: Date,
    /// Last day; open when absent.
    pub to: Option<Date>,
    /// When the role that rests on it begins.
    pub granted_from: Timestamp,
    /// When it was ended before its last day.
    pub ended_at: Option<Timestamp>,
    /// Why.
    pub end_reason: String,
    /// Who recorded it.
    pub recorded_by: String,
}

/// Where a delegation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not begun.
    ToCome,
    /// In force.
    InForce,
    /// In force for a few days more.
    EndsSoon,
    /// Over, since the day named: its last one, or the one on which it was ended.
    Ended(Date),
}

impl Delegation {
    /// Where it stands.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        let today = calendar::local(now).date();
        if let Some(at) = self.ended_at.filter(|at| *at <= now) {
            return Standing::Ended(calendar::local(at).date());
        }
        match self.to {
            Some(last) if last < today => Standing::Ended(last),
            _ if now < self.granted_from => Standing::ToCome,
            Some(last) if last <= today.saturating_add(SOON_DAYS.days()) => Standing::EndsSoon,
            Some(_) | None => Standing::InForce,
        }
    }

    /// Whether it is in force.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        matches!(self.standing(now), Standing::InForce | Standing::EndsSoon)
    }

    /// Whether it has a day and a procedure in common with another for the same officer and agency.
    pub(crate) fn overlaps(&self, (agency, from, to): (AgencyId, Date, Option<Date>), cover: &Cover) -> bool {
        let meets = self.to.is_none_or(|last| from <= last) && to.is_none_or(|last| self.from <= last);
        self.agency == agency && meets && self.cover.meets(cover)
    }
}

/// A procedure whose decision can be delegated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegable {
    /// Its code.
    pub code: String,
    /// Its field.
    pub field: String,
    /// The agencies that decide on it here.
    pub agencies: Vec<AgencyId>,
}

/// Whoever knows the procedures. The question is asked here and answered further right.
pub trait Procedures: Send + Sync {
    /// Every published procedure once.
    fn delegable(&self, now: Timestamp) -> BoxFuture<'_, Result<Vec<Delegable>, db::Error>>;
}

/// Procedures whose decision is delegated, beside all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) delegated: usize,
    pub(crate) all: usize,
}

impl Share {
    /// Counts the procedures that one of the delegations covers for an agency that decides on them.
    pub(crate) fn count(procedures: &[Delegable], delegations: &[&Delegation]) -> Self {
        let is_delegated = |procedure: &&Delegable| {
            delegations.iter().any(|delegation| {
                procedure.agencies.contains(&delegation.agency)
                    && delegation.cover.holds(&procedure.code, &procedure.field)
            })
        };
        Self { delegated: procedures.iter().filter(is_delegated).count(), all: procedures.len() }
    }

    /// In thousandths, cut off rather than rounded, so that it never says more than is true.
    pub(crate) fn thousandths(self) -> usize {
        (self.delegated * 1000).checked_div(self.all).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
