//! Definitions made from a published procedure, or from the template of its kind.
//!
//! Templates: `instant` (received, examined, signed and returned in one visit) and `5-at-place`
//! (receive, appraise, approve, seal, return; S0-25) with the limit split between them.

use base::{Role, WorkflowId};
use catalogue::{Procedure, ProcedureVersion};
use jiff::Timestamp;

use crate::check::check;
use crate::definition::{Definition, Phase, Step, Work};
use crate::{DefinitionError, Performer, Performers, Place};

/// Makes and checks the definition of a procedure version.
///
/// # Errors
/// [`DefinitionError`] names the step; such a procedure is published but not open for filing.
pub fn define(
    version: &ProcedureVersion,
    performers: &Performers,
    now: Timestamp,
) -> Result<Definition, DefinitionError> {
    let procedure = &version.facts;
    let limit = procedure.binding_limit().ok_or(DefinitionError::NoLimit)?;
    let minutes = catalogue::budget_minutes(limit);
    let from_template = procedure.steps.is_empty();
    let steps = if from_template { template(procedure, minutes) } else { published(procedure, performers)? };
    let definition = Definition::linear(WorkflowId::new(now), version.id, steps, from_template);
    check(&definition, minutes)?;
    Ok(definition)
}

fn published(procedure: &Procedure, performers: &Performers) -> Result<Vec<Step>, DefinitionError> {
    let decision = procedure
        .steps
        .iter()
        .position(|step| matches!(step.work, catalogue::Work::By { role: Role::Leader, .. }))
        .unwrap_or(usize::MAX);
    procedure
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let work = match &step.work {
                catalogue::Work::By { role, unit } => {
                    let found = performers.find(*role, unit);
                    let performer = found.map_err(|source| DefinitionError::Performer { step: step.no, source })?;
                    Work::By { performer }
                }
                catalogue::Work::Pause { reason, waits_for } => {
                    Work::Pause { reason: *reason, waits_for: waits_for.clone() }
                }
            };
            let phase = phase_of(&work, index, decision);
            Ok(Step {
                no: step.no,
                name: step.name.clone(),
                phase,
                work,
                budget_minutes: step.minutes,
                parallel_group: step.parallel_group.clone(),
            })
        })
        .collect()
}

fn phase_of(work: &Work, index: usize, decision: usize) -> Phase {
    let Work::By { performer } = work else { return Phase::Waiting };
    if performer.role == Role::CounterOfficer && index == 0 {
        Phase::Intake
    } else if performer.role == Role::Leader && index == decision {
        Phase::Decision
    } else if performer.role == Role::StampKeeper {
        Phase::Sealing
    } else if performer.role == Role::ReturnOfficer {
        Phase::Return
    } else {
        Phase::Appraisal
    }
}

/// The template of a kind, with the limit split so that the shares sum to it exactly.
fn template(procedure: &Procedure, minutes: u32) -> Vec<Step> {
    let at_agency = || Place::CompetentAgency { unit_kind: None };
    let plan: &[(&str, Role, Phase, u32, bool)] = if procedure.is_instant() {
        &[
            ("Tiếp nhận, kiểm tra, số hóa", Role::CounterOfficer, Phase::Intake, 2, true),
            ("Thẩm tra, lập kết quả", Role::Specialist, Phase::Appraisal, 6, false),
            ("Ký", Role::Leader, Phase::Decision, 4, false),
            ("Đóng dấu, vào sổ, trả kết quả", Role::ReturnOfficer, Phase::Return, 0, true),
        ]
    } else {
        &[
            ("Tiếp nhận, số hóa, chuyển", Role::CounterOfficer, Phase::Intake, 1, true),
            ("Thẩm định, dự thảo kết quả", Role::Specialist, Phase::Appraisal, 9, false),
            ("Kiểm tra, trình ký", Role::HeadOfUnit, Phase::Appraisal, 2, false),
            ("Phê duyệt", Role::Leader, Phase::Decision, 2, false),
            ("Đóng dấu, số hóa", Role::StampKeeper, Phase::Sealing, 1, false),
            ("Trả kết quả", Role::ReturnOfficer, Phase::Return, 0, true),
        ]
    };
    let mut left = minutes;
    let mut steps: Vec<Step> = Vec::with_capacity(plan.len());
    for (index, (name, role, phase, sixteenths, at_counter)) in plan.iter().enumerate() {
        let last = index + 1 == plan.len();
        let budget = if last { left } else { minutes / 16 * sixteenths };
        left = left.saturating_sub(budget);
        let place = if *at_counter { Place::ReceivingOffice } else { at_agency() };
        let unit_name = if *at_counter { "one-stop".to_owned() } else { procedure.agency.clone() };
        steps.push(Step {
            no: u16::try_from(index + 1).unwrap_or(u16::MAX),
            name: (*name).to_owned(),
            phase: *phase,
            work: Work::By { performer: Performer { role: *role, place, unit_name } },
            budget_minutes: budget,
            parallel_group: None,
        });
    }
    steps
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use base::ProcedureId;
    use calendar::PauseReason;

    use super::*;
    use crate::StepAction;

    fn moment() -> Timestamp {
        Timestamp::from_second(1_790_000_000).unwrap()
    }

    fn shipped() -> Vec<ProcedureVersion> {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let parsed = catalogue::parse(&catalogue::Sources::read(&data).unwrap()).unwrap();
        let facts = parsed.procedures.into_iter();
        facts
            .map(|facts| ProcedureVersion {
                id: ProcedureId::new(moment()),
                valid_from: jiff::civil::date(2025, 7, 1),
                valid_to: None,
                facts,
            })
            .collect()
    }

    fn performers() -> Performers {
        Performers::parse(include_str!("../../../data/demo/performers.csv")).unwrap()
    }

    fn defined(code: &str) -> Definition {
        let version = shipped().into_iter().find(|version| version.facts.key.to_string() == code).unwrap();
        define(&version, &performers(), moment()).unwrap()
    }

    #[test]
    fn every_shipped_procedure_with_a_limit_has_a_process_that_sums_to_it() {
        let performers = performers();
        for version in shipped() {
            match define(&version, &performers, moment()) {
                Ok(definition) => assert!(definition.steps.len() >= 4, "{}", version.facts.key),
                Err(DefinitionError::NoLimit) => assert_eq!(version.facts.binding_limit(), None),
                Err(other) => panic!("{}: {other}", version.facts.key),
            }
        }
    }

    #[test]
    fn a_pause_of_the_published_process_is_entered_by_its_own_command() {
        let land = defined("1.013831");
        assert_eq!(land.finishing_action(4), Some(StepAction::RequirePayment));
        assert_eq!(land.performed_from(5).map(|step| step.no), Some(6));
        let first_title = defined("1.013978");
        assert_eq!(first_title.finishing_action(2), Some(StepAction::Pause(PauseReason::PublicPosting)));
    }

    #[test]
    fn the_result_is_drafted_before_the_decision_and_sealed_after_it() {
        let permit = defined("1.013225");
        assert_eq!(permit.finishing_action(4), Some(StepAction::ProposeResult));
        assert_eq!(permit.finishing_action(6), Some(StepAction::Decide));
        assert_eq!(permit.sealing_step(), Some(7));
        // Where sealing is published as part of the return, it belongs to that step.
        assert_eq!(defined("2.000635").sealing_step(), Some(4));
        // A utility signs a contract: nobody decides, nothing is sealed.
        let water = shipped().into_iter().find(|version| version.facts.name.contains("cấp nước")).unwrap();
        let water = define(&water, &performers(), moment()).unwrap();
        assert!(!water.has_decision() && water.sealing_step().is_none());
    }

    #[test]
    fn steps_that_do_not_sum_to_the_limit_are_refused() {
        let mut version = shipped().into_iter().find(|version| version.facts.key.to_string() == "1.013225").unwrap();
        version.facts.steps[2].minutes += 60;
        let refused = define(&version, &performers(), moment()).unwrap_err();
        assert_eq!(refused, DefinitionError::Budget { steps: 7_260, limit: 7_200 });
    }
}
