//! Which roles one person may not hold at the same time, whatever their reach: the *must not* of
//! each post of a one-stop office as a rule about grants. What a role may do at all stands in
//! [`crate::permit`]; who may not decide on the own draft is checked there, dossier by dossier.
//!
//! One post is different: a procedure settled in one visit has one official who examines, decides,
//! seals, takes the fee and returns (Nghị định 118/2025/NĐ-CP Điều 17). A grant to such a person says so.
//!
//! A supervisor may lead a unit as well: the director of a centre watches over it. The role of
//! supervisor itself changes nothing.

use base::{Grant, Role};

use crate::{Action, allowed};

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// A rule of the separation of duties.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule { $($(#[$doc])* $variant),+ }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier in the printed table, also the end of the sentence's key.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

rules! {
    /// Whoever manages accounts reads no dossier.
    AdministratorReadsNoDossier = "administrator-reads-no-dossier",
    /// Whoever inspects changes nothing, so that nobody inspects the own work.
    InspectorChangesNothing = "inspector-changes-nothing",
    /// Whoever takes the money does not settle what it is paid for.
    CashierSettlesNothing = "cashier-settles-nothing",
    /// Whoever appraises does not sign.
    SpecialistSignsNothing = "specialist-signs-nothing",
    /// Whoever signs does not keep the seal.
    SignerKeepsNoSeal = "signer-keeps-no-seal",
    /// Whoever drafts a procedure does not approve it.
    EditorApprovesNothing = "editor-approves-nothing",
}

impl Rule {
    /// Whether the official who settles procedures in one visit is outside the rule.
    #[must_use]
    pub const fn spares_one_visit(self) -> bool {
        match self {
            Self::CashierSettlesNothing | Self::SpecialistSignsNothing | Self::SignerKeepsNoSeal => true,
            Self::AdministratorReadsNoDossier | Self::InspectorChangesNothing | Self::EditorApprovesNothing => false,
        }
    }

    /// Whether the rule keeps two roles apart, in this order.
    fn parts(self, one: Role, other: Role) -> bool {
        match self {
            Self::AdministratorReadsNoDossier => {
                one == Role::Administrator && allowed(Action::ReadDossier).contains(&other)
            }
            Self::InspectorChangesNothing => {
                one == Role::Inspector && !matches!(other, Role::Inspector | Role::Supervisor | Role::Administrator)
            }
            Self::CashierSettlesNothing => {
                one == Role::Cashier && matches!(other, Role::Specialist | Role::HeadOfUnit | Role::Leader)
            }
            Self::SpecialistSignsNothing => one == Role::Specialist && other == Role::Leader,
            Self::SignerKeepsNoSeal => one == Role::Leader && other == Role::StampKeeper,
            Self::EditorApprovesNothing => one == Role::CatalogueEditor && other == Role::CatalogueApprover,
        }
    }
}

/// Two roles that do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Why not.
    pub rule: Rule,
    /// The role held.
    pub held: Role,
    /// The role wanted beside it.
    pub wanted: Role,
}

/// The rule that keeps two roles apart, when there is one.
#[must_use]
pub fn rule_between(one: Role, other: Role) -> Option<Rule> {
    Rule::ALL.iter().copied().find(|rule| rule.parts(one, other) || rule.parts(other, one))
}

/// Whether a role may be an officer's at all.
#[must_use]
pub(crate) const fn is_for_staff(role: Role) -> bool {
    !matches!(role, Role::Citizen | Role::Integration)
}

/// What stands against a grant beside those held in the same time.
pub(crate) fn clashes(held: &[Grant], wanted: &Grant) -> Vec<Clash> {
    let overlapping = held.iter().filter(|grant| overlap(grant, wanted));
    let clash = |grant: &Grant| {
        let rule = rule_between(grant.role, wanted.role)?;
        Some(Clash { rule, held: grant.role, wanted: wanted.role })
    };
    overlapping.filter_map(clash).collect()
}

fn overlap(one: &Grant, other: &Grant) -> bool {
    let begins_before_end = |a: &Grant, b: &Grant| b.valid_to.is_none_or(|end| a.valid_from < end);
    begins_before_end(one, other) && begins_before_end(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Scope;
    use jiff::Timestamp;

    fn grant(role: Role, from: i64, to: Option<i64>) -> Grant {
        let at = |second| Timestamp::from_second(second).unwrap();
        Grant { role, scope: Scope::Province, valid_from: at(from), valid_to: to.map(at) }
    }

    #[test]
    fn an_administrator_holds_no_role_that_reads_dossiers() {
        for role in Role::ALL.iter().copied().filter(|role| is_for_staff(*role)) {
            let apart = rule_between(Role::Administrator, role) == Some(Rule::AdministratorReadsNoDossier);
            assert_eq!(apart, allowed(Action::ReadDossier).contains(&role), "{role:?}");
        }
    }

    #[test]
    fn an_inspector_holds_no_role_that_may_change_a_dossier() {
        let reads = [
            Action::ReadDossier,
            Action::RevealPersonalData,
            Action::ReadBooks,
            Action::ReadSeals,
            Action::ReadCertificates,
            Action::ReadDelegations,
            Action::ReadAudit,
            Action::ReadMessages,
        ];
        // A note, by which a supervisor urges, changes nothing of the dossier.
        let is_change = |action: &&Action| !reads.contains(action) && **action != Action::Annotate;
        for action in Action::ALL.iter().filter(is_change) {
            for role in allowed(*action).iter().copied().filter(|role| is_for_staff(*role)) {
                assert!(rule_between(Role::Inspector, role).is_some(), "{role:?} may {action:?}");
            }
        }
    }

    #[test]
    fn roles_meet_only_when_their_terms_do() {
        let held = [grant(Role::Specialist, 10, Some(20))];
        assert_eq!(clashes(&held, &grant(Role::Leader, 20, None)), []);
        let clash = Clash { rule: Rule::SpecialistSignsNothing, held: Role::Specialist, wanted: Role::Leader };
        assert_eq!(clashes(&held, &grant(Role::Leader, 19, None)), [clash]);
        assert_eq!(clashes(&held, &grant(Role::Leader, 1, Some(10))), []);
        assert_eq!(clashes(&held, &grant(Role::CounterOfficer, 10, None)), []);
    }

    #[test]
    fn the_printed_separations_are_the_reviewed_ones() {
        let staff: Vec<Role> = Role::ALL.iter().copied().filter(|role| is_for_staff(*role)).collect();
        let mut printed = String::from("role | role | rule | spares who settles in one visit\n");
        for (place, one) in staff.iter().enumerate() {
            for other in &staff[place..] {
                if let Some(rule) = rule_between(*one, *other) {
                    let spared = if rule.spares_one_visit() { "yes" } else { "no" };
                    printed.push_str(&format!("{} | {} | {} | {spared}\n", one.name(), other.name(), rule.name()));
                }
            }
        }
        expect_test::expect_file!["../separations.txt"].assert_eq(&printed);
    }
}
