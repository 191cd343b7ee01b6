//! What a role may do: one table of role × action × scope, with the separations of duty.
//!
//! The table is data ([`allowed`]); [`permit`] is the only question. It is printed for auditors by
//! `motcua doctor --permissions` and kept as a reviewed file beside the tests.

use base::{AccountId, Actor, ActorKind, AgencyId, Grant, OfficeId, Role, Scope, UnitId};

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// Something a person can ask the system to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $variant),+ }

        impl Action {
            /// Every action, in the order of a dossier's life.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier used in the printed table.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

actions! {
    /// File a dossier.
    Submit = "submit",
    /// Accept a submitted dossier at the one-stop office.
    Accept = "accept",
    /// Refuse intake, with the reason.
    Decline = "decline",
    /// Ask for everything that is missing, once.
    RequestSupplement = "request_supplement",
    /// Hand in what was missing.
    Supplement = "supplement",
    /// Finish the step one holds.
    CompleteStep = "complete_step",
    /// Send the dossier back to the step before.
    SendBack = "send_back",
    /// Pause the clock for a legal reason.
    Pause = "pause",
    /// Let the clock run again.
    Resume = "resume",
    /// Give a longer limit by rule.
    Extend = "extend",
    /// Apologise and give a new date.
    Apologise = "apologise",
    /// Ask for a financial obligation to be met.
    RequirePayment = "require_payment",
    /// Confirm that it was met.
    ConfirmPayment = "confirm_payment",
    /// Draft the result.
    ProposeResult = "propose_result",
    /// Approve the drafted result.
    Approve = "approve",
    /// Refuse the dossier by decision.
    Refuse = "refuse",
    /// Seal the approved result.
    Seal = "seal",
    /// Bring the result to the return desk.
    Deliver = "deliver",
    /// Hand the result over.
    Return = "return",
    /// Take the dossier back.
    Withdraw = "withdraw",
    /// Stop the settlement for good.
    Stop = "stop",
    /// Close what was not supplemented in time.
    CloseUnsupplemented = "close_unsupplemented",
    /// Write an internal note.
    Annotate = "annotate",
    /// Name the officer who works a step.
    Assign = "assign",
    /// Ask another agency or unit for its opinion.
    AskOpinion = "ask_opinion",
    /// Answer for whoever was asked.
    GiveOpinion = "give_opinion",
    /// Pass a dossier to the agency that is competent.
    Transfer = "transfer",
    /// Read a dossier.
    ReadDossier = "read_dossier",
    /// See a personal number or telephone number in full.
    RevealPersonalData = "reveal_personal_data",
    /// Print the register book and the control sheets of an office.
    ReadBooks = "read_books",
    /// See the register of seals and the log of impressions.
    ReadSeals = "read_seals",
    /// Register seals and hand them over.
    ManageSeals = "manage_seals",
    /// See the register of certificates to sign with.
    ReadCertificates = "read_certificates",
    /// Register certificates and end them.
    ManageCertificates = "manage_certificates",
    /// See who signs for whom.
    ReadDelegations = "read_delegations",
    /// Record delegations and end them.
    ManageDelegations = "manage_delegations",
    /// Read the audit log.
    ReadAudit = "read_audit",
    /// See messages sent to people.
    ReadMessages = "read_messages",
    /// Draw processes; publishing one is left to those who load procedures.
    DraftWorkflows = "draft_workflows",
    /// Load procedures and publish processes.
    ImportProcedures = "import_procedures",
    /// Change the working calendars.
    EditTimetable = "edit_timetable",
    /// Manage accounts and tokens.
    ManageAccounts = "manage_accounts",
}

/// Where a dossier is now: the role that must act, and the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Holder {
    /// The role that must act.
    pub role: Role,
    /// The agency of the step.
    pub agency: AgencyId,
    /// The unit of the step, where the definition names one.
    pub unit: Option<UnitId>,
    /// The one-stop office, for steps at the counter.
    pub office: Option<OfficeId>,
}

/// What the action would touch, as far as permission depends on it.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The citizen's account the dossier belongs to.
    pub owner: Option<AccountId>,
    /// The one-stop office that received it.
    pub receiving_office: Option<OfficeId>,
    /// The agency that decides.
    pub competent_agency: Option<AgencyId>,
    /// Who must act now.
    pub holder: Option<Holder>,
    /// Who drafted the result.
    pub drafted_by: Option<AccountId>,
    /// Whether the procedure is settled in one visit.
    pub instant: bool,
}

/// Why an action was not permitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No role of the actor may do this.
    #[error("{} needs another role", action.name())]
    Role {
        /// What was asked.
        action: Action,
        /// Roles that may.
        needed: Vec<Role>,
    },
    /// The role is right but reaches another unit, agency or office.
    #[error("{} is out of reach: another unit holds it", action.name())]
    Scope {
        /// What was asked.
        action: Action,
    },
    /// The step was given to another officer.
    #[error("{} is another officer's: the step was assigned", action.name())]
    Assigned {
        /// What was asked.
        action: Action,
    },
    /// Who drafted a result may not approve it.
    #[error("whoever drafted the result may not decide on it")]
    OwnDraft,
}

/// Roles that may do an action. The step a dossier stands at narrows this further.
#[must_use]
pub const fn allowed(action: Action) -> &'static [Role] {
    use Role::{
        Administrator, Cashier, CatalogueApprover, CatalogueEditor, Citizen, Clerk, CounterOfficer, HeadOfUnit,
        Inspector, Integration, Leader, ReturnOfficer, Specialist, StampKeeper, Supervisor,
    };
    match action {
        Action::Submit => &[Citizen, CounterOfficer, Integration],
        Action::Accept | Action::Decline => &[CounterOfficer, Integration],
        Action::RequestSupplement => &[CounterOfficer, Specialist, HeadOfUnit, Leader, Integration],
        Action::Supplement | Action::Withdraw => &[Citizen, CounterOfficer, Integration],
        Action::CompleteStep => &[CounterOfficer, Specialist, HeadOfUnit, Cashier, Integration],
        Action::SendBack => &[HeadOfUnit, Leader, Specialist, StampKeeper, Integration],
        Action::Pause | Action::Resume | Action::RequirePayment | Action::ProposeResult => {
            &[Specialist, HeadOfUnit, Integration]
        }
        // An apology speaks for the agency, so it is its leader's.
        Action::Apologise => &[Leader, Integration],
        Action::ConfirmPayment => &[Cashier, CounterOfficer, Integration],
        Action::Approve | Action::Refuse => &[Leader, Integration],
        Action::Seal => &[StampKeeper, Integration],
        Action::Deliver => &[StampKeeper, Clerk, ReturnOfficer, Integration],
        Action::Return => &[ReturnOfficer, Integration],
        Action::Stop | Action::Extend => &[HeadOfUnit, Leader, Integration],
        Action::CloseUnsupplemented => &[CounterOfficer, HeadOfUnit, Leader, Integration],
        Action::Annotate => &[
            CounterOfficer,
            ReturnOfficer,
            Cashier,
            Specialist,
            HeadOfUnit,
            Leader,
            Clerk,
            StampKeeper,
            Supervisor,
            Integration,
        ],
        Action::Assign => {
            &[CounterOfficer, ReturnOfficer, Cashier, Specialist, HeadOfUnit, Leader, Clerk, StampKeeper, Integration]
        }
        Action::AskOpinion => &[Specialist, HeadOfUnit, Integration],
        Action::GiveOpinion => &[Specialist, HeadOfUnit, Leader, Integration],
        Action::Transfer => &[CounterOfficer, Specialist, HeadOfUnit, Integration],
        Action::ReadDossier => &[
            Citizen,
            CounterOfficer,
            ReturnOfficer,
            Cashier,
            Specialist,
            HeadOfUnit,
            Leader,
            Clerk,
            StampKeeper,
            Supervisor,
            Inspector,
            Integration,
        ],
        Action::RevealPersonalData => &[CounterOfficer, ReturnOfficer, Specialist, HeadOfUnit, Leader, Inspector],
        Action::ReadBooks => &[CounterOfficer, ReturnOfficer, Clerk, HeadOfUnit, Leader, Supervisor, Inspector],
        Action::ReadSeals => &[Leader, Clerk, StampKeeper, Supervisor, Inspector, Administrator],
        Action::ManageSeals => &[Clerk, Administrator],
        Action::ReadCertificates => &[Leader, Clerk, StampKeeper, Supervisor, Inspector, Administrator],
        Action::ReadDelegations => &[Leader, Supervisor, Inspector, Administrator],
        Action::ReadAudit => &[Inspector],
        Action::ReadMessages => &[Supervisor, Inspector, Administrator],
        Action::DraftWorkflows => &[CatalogueEditor, CatalogueApprover, Administrator],
        Action::ImportProcedures => &[CatalogueApprover, Administrator],
        Action::EditTimetable | Action::ManageAccounts | Action::ManageCertificates | Action::ManageDelegations => {
            &[Administrator]
        }
    }
}

/// Whether an actor may do something to a target.
///
/// # Errors
/// [`Denied`] says whether the role, the reach or the separation of duties stands in the way.
pub fn permit(actor: &Actor, action: Action, target: &Target) -> Result<(), Denied> {
    if actor.kind == ActorKind::System {
        return Ok(());
    }
    let needed = allowed(action);
    let mut held = actor.grants.iter().filter(|grant| needed.contains(&grant.role)).peekable();
    if held.peek().is_none() {
        return Err(Denied::Role { action, needed: needed.to_vec() });
    }
    if !held.any(|grant| reaches(actor, grant, target)) {
        return Err(Denied::Scope { action });
    }
    if matches!(action, Action::Approve | Action::Refuse) && is_own_draft(actor, target) {
        return Err(Denied::OwnDraft);
    }
    Ok(())
}

// A procedure settled in one visit has one official who examines, decides and returns at the
// counter (NĐ 118/2025 Đ.17); everything else is decided by somebody else than its drafter.
// A token stands for another system, which keeps its own officers apart.
fn is_own_draft(actor: &Actor, target: &Target) -> bool {
    let by_system = matches!(actor.kind, ActorKind::Integration { .. });
    !target.instant && !by_system && target.drafted_by == Some(actor.account)
}

/// Whether a grant reaches a target.
#[must_use]
pub fn reaches(actor: &Actor, grant: &Grant, target: &Target) -> bool {
    match grant.scope {
        Scope::Province => true,
        Scope::Own => target.owner.is_none_or(|owner| owner == actor.account),
        Scope::Unit(unit) => target.holder.is_some_and(|holder| holder.unit == Some(unit)),
        Scope::Agency(agency) => {
            target.competent_agency == Some(agency) || target.holder.is_some_and(|holder| holder.agency == agency)
        }
        Scope::Office(office) => {
            target.receiving_office == Some(office) || target.holder.is_some_and(|h| h.office == Some(office))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn at() -> Timestamp {
        Timestamp::from_second(1_790_000_000).unwrap()
    }

    fn actor(role: Role, scope: Scope) -> Actor {
        Actor {
            account: AccountId::new(at()),
            kind: ActorKind::Staff {
                staff: base::StaffId::new(at()),
                agency: AgencyId::new(at()),
                unit: UnitId::new(at()),
                office: None,
            },
            name: "Trần Thị B".to_owned(),
            grants: vec![Grant { role, scope, valid_from: at(), valid_to: None }],
        }
    }

    fn held_by(agency: AgencyId, unit: UnitId) -> Target {
        Target {
            competent_agency: Some(agency),
            holder: Some(Holder { role: Role::Specialist, agency, unit: Some(unit), office: None }),
            ..Target::default()
        }
    }

    #[test]
    fn a_role_that_is_not_in_the_table_may_not() {
        let administrator = actor(Role::Administrator, Scope::Province);
        let refused = permit(&administrator, Action::ReadDossier, &Target::default());
        assert!(matches!(refused, Err(Denied::Role { .. })), "{refused:?}");
    }

    #[test]
    fn a_specialist_reaches_only_the_own_unit() {
        let (agency, unit) = (AgencyId::new(at()), UnitId::new(at()));
        let specialist = actor(Role::Specialist, Scope::Unit(unit));
        assert_eq!(permit(&specialist, Action::CompleteStep, &held_by(agency, unit)), Ok(()));
        let elsewhere = held_by(agency, UnitId::new(at()));
        let refused = permit(&specialist, Action::CompleteStep, &elsewhere);
        assert_eq!(refused, Err(Denied::Scope { action: Action::CompleteStep }));
    }

    #[test]
    fn nobody_approves_the_own_draft_unless_the_procedure_is_instant() {
        let leader = actor(Role::Leader, Scope::Province);
        let draft = Target { drafted_by: Some(leader.account), ..Target::default() };
        assert_eq!(permit(&leader, Action::Approve, &draft), Err(Denied::OwnDraft));
        let instant = Target { instant: true, ..draft };
        assert_eq!(permit(&leader, Action::Approve, &instant), Ok(()));
    }

    #[test]
    fn a_citizen_reaches_only_the_own_dossiers() {
        let mut citizen = actor(Role::Citizen, Scope::Own);
        citizen.kind = ActorKind::Citizen;
        let own = Target { owner: Some(citizen.account), ..Target::default() };
        assert_eq!(permit(&citizen, Action::Withdraw, &own), Ok(()));
        let other = Target { owner: Some(AccountId::new(at())), ..Target::default() };
        assert!(permit(&citizen, Action::Withdraw, &other).is_err());
    }

    #[test]
    fn supervisors_and_inspectors_change_nothing() {
        let urges = |role, action| role == Role::Supervisor && action == Action::Annotate;
        for role in [Role::Supervisor, Role::Inspector] {
            let watcher = actor(role, Scope::Province);
            for action in Action::ALL {
                let reads = matches!(
                    action,
                    Action::ReadDossier
                        | Action::RevealPersonalData
                        | Action::ReadBooks
                        | Action::ReadSeals
                        | Action::ReadCertificates
                        | Action::ReadDelegations
                        | Action::ReadAudit
                        | Action::ReadMessages
                );
                if !reads && !urges(role, *action) {
                    assert!(permit(&watcher, *action, &Target::default()).is_err(), "{role:?} {action:?}");
                }
            }
        }
    }

    #[test]
    fn a_question_takes_less_than_five_microseconds() {
        let (agency, unit) = (AgencyId::new(at()), UnitId::new(at()));
        let mut officer = actor(Role::Supervisor, Scope::Province);
        // Ten roles that are asked before the one that fits.
        officer.grants = vec![officer.grants[0].clone(); 10];
        officer.grants.extend(actor(Role::Specialist, Scope::Unit(unit)).grants);
        let target = held_by(agency, unit);
        let round = || {
            let begun = std::time::Instant::now();
            for action in Action::ALL.iter().cycle().take(1000) {
                let _ = std::hint::black_box(permit(std::hint::black_box(&officer), *action, &target));
            }
            begun.elapsed() / 1000
        };
        // The best of many rounds: whatever else the machine does is not what is measured.
        let best = (0..50).map(|_| round()).min().unwrap();
        assert!(best < std::time::Duration::from_micros(5), "{best:?}");
    }

    #[test]
    fn the_printed_table_is_the_reviewed_one() {
        let mut printed = String::from("action | roles\n");
        for action in Action::ALL {
            let roles: Vec<&str> = allowed(*action).iter().map(|role| role.name()).collect();
            printed.push_str(&format!("{} | {}\n", action.name(), roles.join(", ")));
        }
        expect_test::expect_file!["../permissions.txt"].assert_eq(&printed);
    }
}
