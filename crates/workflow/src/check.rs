//! A definition is checked when it is made and refused with the step named.

use base::Role;

use crate::{Definition, PerformerError};

/// Why a definition was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// The procedure has no published limit: no due date could be promised.
    #[error("the procedure has no published time limit")]
    NoLimit,
    /// Too few steps to receive and return.
    #[error("a process needs at least an intake and a return")]
    TooShort,
    /// The first step is not at the one-stop office.
    #[error("step 1 must be intake by a counter officer")]
    NoIntake,
    /// The last step is not a return.
    #[error("step {0}, the last, must be performed by somebody who returns the result")]
    NoReturn(u16),
    /// Two pauses in a row, or one at an end.
    #[error("step {0} is a pause with no work before or after it")]
    LoosePause(u16),
    /// Steps are not numbered 1, 2, 3, …
    #[error("step {0} is out of order")]
    OutOfOrder(u16),
    /// The budgets do not sum to the limit that binds.
    #[error("the steps take {steps} working minutes, the limit is {limit}")]
    Budget {
        /// Sum of the steps, parallel branches counted once.
        steps: u32,
        /// The limit.
        limit: u32,
    },
    /// Somebody decides before anybody has drafted a result.
    #[error("nobody drafts a result before the decision in step {0}")]
    NothingToDecide(u16),
    /// A step nobody could perform.
    #[error("step {step} has no performer")]
    Performer {
        /// Number of the step.
        step: u16,
        /// Why.
        #[source]
        source: PerformerError,
    },
}

/// Refuses a definition that could not be followed to its end.
pub(crate) fn check(definition: &Definition, limit_minutes: u32) -> Result<(), DefinitionError> {
    let steps = &definition.steps;
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Err(DefinitionError::TooShort) };
    if steps.len() < 2 {
        return Err(DefinitionError::TooShort);
    }
    if let Some((_, step)) = steps.iter().enumerate().find(|(index, step)| usize::from(step.no) != index + 1) {
        return Err(DefinitionError::OutOfOrder(step.no));
    }
    if first.role() != Some(Role::CounterOfficer) {
        return Err(DefinitionError::NoIntake);
    }
    if !matches!(last.role(), Some(Role::ReturnOfficer | Role::StampKeeper)) {
        return Err(DefinitionError::NoReturn(last.no));
    }
    if let Some(pair) = steps.windows(2).find(|pair| pair[0].is_pause() && pair[1].is_pause()) {
        return Err(DefinitionError::LoosePause(pair[1].no));
    }
    if let Some(decision) = definition.decision()
        && definition.drafting_step().is_none()
    {
        return Err(DefinitionError::NothingToDecide(decision.no));
    }
    let taken = longest_path(definition);
    if taken != limit_minutes {
        return Err(DefinitionError::Budget { steps: taken, limit: limit_minutes });
    }
    Ok(())
}

/// Working minutes along the longest path: steps of one parallel group count once, by the longest.
fn longest_path(definition: &Definition) -> u32 {
    let mut sum = 0_u32;
    let mut groups: Vec<(&str, u32)> = Vec::new();
    for step in &definition.steps {
        match step.parallel_group.as_deref() {
            None => sum = sum.saturating_add(step.budget_minutes),
            Some(name) => match groups.iter_mut().find(|(group, _)| *group == name) {
                Some((_, longest)) => *longest = step.budget_minutes.max(*longest),
                None => groups.push((name, step.budget_minutes)),
            },
        }
    }
    groups.iter().fold(sum, |sum, (_, longest)| sum.saturating_add(*longest))
}
