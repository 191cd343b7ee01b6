//! What is needed to open a dossier: who, what, where, how.

use base::{AccountId, AgencyId, OfficeId, ProcedureId};

use crate::content::{Answer, Fee, PaperIn};
use crate::dossier::{Channel, ReturnChannel};
use crate::person::Person;

/// A filing in the making.
#[derive(Clone, Debug, PartialEq)]
pub struct Filing {
    /// The procedure version in force today.
    pub procedure: ProcedureId,
    /// The one-stop office that receives it.
    pub office: OfficeId,
    /// The agency that decides; the office's own, or the only one there is, when not named.
    pub competent_agency: Option<AgencyId>,
    /// How it is filed.
    pub channel: Channel,
    /// The citizen's account, where one files.
    pub account: Option<AccountId>,
    /// Whose case it is.
    pub owner: Person,
    /// Who files it for the owner.
    pub proxy: Option<Person>,
    /// Answers of the form.
    pub declared: Vec<Answer>,
    /// Number of sets.
    pub sets: u16,
    /// Papers handed in.
    pub papers: Vec<PaperIn>,
    /// How the result shall come back.
    pub return_channel: ReturnChannel,
    /// Where the post brings it.
    pub return_address: String,
    /// The fee at intake.
    pub fee: Option<Fee>,
}
