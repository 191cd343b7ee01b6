//! Ground types that every room shares: typed ids, money, people's names, folding, masked
//! personal data, identity cards, languages, and who is asking.
//!
//! Pure: no I/O, no clock of its own. Everything here is parsed at the edge and passed on as a
//! type that cannot be wrong.

pub mod actor;
pub mod id;
pub mod identity;
pub mod identity_card;
pub mod locale;
pub mod mask;
pub mod money;
pub mod person;
pub mod secret;
pub mod text;

pub use actor::{Actor, ActorKind, Grant, Role, Scope};
pub use identity::{Email, IdentityError, PersonalId, Phone, TaxCode};
pub use locale::Locale;
pub use money::Vnd;

pub use id::{
    AccountId, AgencyId, ApiTokenId, CertificateId, DelegationId, DossierId, FileId, MessageId, OfficeId, PaperId,
    ProcedureId, ResultId, SealId, StaffId, StepId, UnitId, WorkflowId,
};
