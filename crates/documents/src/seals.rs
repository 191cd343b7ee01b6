//! The register of seals: whose each one is, who keeps it since when and by which minutes, and every
//! impression with the result it was put on.
//!
//! Nghị định 99/2016/NĐ-CP on seals: a seal is handed over by minutes and kept by a named person. The
//! rule that only a decided result is sealed stands with the command (`dossier`).

mod import;
mod impression;
mod page;
mod store;

use base::{Actor, AgencyId, SealId, StaffId};
use db::{Db, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use organisation::Organisation;

pub use import::{SealImportError, import};
pub use store::SealRow;

pub(crate) use impression::log_impressions;
pub(crate) use page::routes;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+) => {
        /// What kind of seal it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SealKind { $($(#[$doc])* $variant),+ }

        impl SealKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }

        db::text_enum!(SealKind);
    };
}

kinds! {
    /// Con dấu thứ nhất.
    First = "first",
    /// Con dấu thứ hai: a copy that an agency gives to the centre.
    Second = "second",
    /// Chữ ký số của cơ quan.
    Digital = "digital"
}

/// A seal that comes into the register, in somebody's hands.
#[derive(Clone, Debug)]
pub struct NewSeal {
    /// Short and unique: `H49.03-2`.
    pub code: String,
    /// `Con dấu thứ hai của Sở Tư pháp`.
    pub name: String,
    /// Its kind.
    pub kind: SealKind,
    /// Whose it is.
    pub owner: AgencyId,
    /// Who keeps it, since when, by which minutes.
    pub custody: Custody,
}

/// A seal in somebody's hands.
#[derive(Clone, Debug)]
pub struct Custody {
    /// Who keeps it.
    pub keeper: StaffId,
    /// Số biên bản.
    pub minutes_no: String,
    /// Since when.
    pub since: Date,
}

/// Why a seal did not change hands or come into the register.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// There is one of that code.
    #[error("a seal of that code is registered")]
    CodeTaken,
    /// That officer keeps it already.
    #[error("that officer keeps the seal already")]
    SameKeeper,
    /// The minutes are older than the last ones.
    #[error("the seal changed hands on {0}, later than these minutes")]
    OlderThanLast(Date),
    /// No such seal.
    #[error("no such seal")]
    NotFound,
    /// The store's.
    #[error(transparent)]
    Store(#[from] db::Error),
}

/// Registers a seal with its first minutes.
///
/// # Errors
/// [`SealError::CodeTaken`], or the store's.
pub(crate) fn register(
    tx: &mut Tx<'_>,
    organisation: &Organisation,
    seal: &NewSeal,
    actor: &Actor,
    now: Timestamp,
) -> Result<SealId, SealError> {
    if store::by_code(tx, &seal.code)?.is_some() {
        return Err(SealError::CodeTaken);
    }
    let id = SealId::new(now);
    let Custody { keeper, since, .. } = seal.custody;
    store::insert(tx, id, &seal.code, &seal.name, seal.kind, seal.owner, keeper, since, now)?;
    let giver = organisation.agency(seal.owner).map(|agency| agency.name.clone()).unwrap_or_default();
    store::insert_hand_over(
        tx,
        base::PaperId::new(now),
        id,
        &giver,
        keeper,
        &seal.custody.minutes_no,
        since,
        &actor.name,
        now,
    )?;
    Ok(id)
}

/// Hands a seal to another keeper.
///
/// # Errors
/// [`SealError`]; nothing is changed.
pub(crate) fn hand_over(
    tx: &mut Tx<'_>,
    organisation: &Organisation,
    id: SealId,
    custody: &Custody,
    (actor, now): (&Actor, Timestamp),
) -> Result<(), SealError> {
    let seal = store::by_id(tx, id)?.ok_or(SealError::NotFound)?;
    if seal.keeper == custody.keeper {
        return Err(SealError::SameKeeper);
    }
    if custody.since < seal.kept_since {
        return Err(SealError::OlderThanLast(seal.kept_since));
    }
    // Of two who hand it over at once, the second finds another keeper than it saw.
    if store::change_keeper(tx, id, seal.keeper, custody.keeper, custody.since)? != 1 {
        return Err(SealError::SameKeeper);
    }
    let giver = organisation.staff(seal.keeper).map(|staff| staff.name.clone()).unwrap_or_default();
    let Custody { keeper, since, .. } = *custody;
    store::insert_hand_over(
        tx,
        base::PaperId::new(now),
        id,
        &giver,
        keeper,
        &custody.minutes_no,
        since,
        &actor.name,
        now,
    )?;
    Ok(())
}

/// Seals an officer may put on results: those in the officer's own custody.
///
/// # Errors
/// The store's.
pub async fn kept_by(db: &Db, keeper: StaffId) -> Result<Vec<SealRow>, db::Error> {
    db.read(move |tx| store::of_keeper(tx, keeper)).await
}
