//! Times without settlement: suspended offices, systems that were down.

use jiff::civil::DateTime;

use super::{
    ChangeError, Fault, NOTE_LENGTH_MAX, NewClosure, TEXT_LENGTH_MAX, URGENT_MAX, covered, fault, required, text,
};
use crate::rules::{ClosureRule, Rules};

/// National codes such as `1.001193`, and those of a province.
const CODE_LENGTH_MAX: usize = 40;

impl Rules {
    pub(super) fn add_closure(&mut self, new: &NewClosure) -> Result<(), ChangeError> {
        is_period(new.from, new.to)?;
        required("decision", &new.decision, TEXT_LENGTH_MAX)?;
        text("note", &new.note, NOTE_LENGTH_MAX)?;
        if new.urgent.len() > URGENT_MAX {
            return Err(fault("urgent", Fault::TooMany(URGENT_MAX)));
        }
        if let Some(code) = new.urgent.iter().find(|code| !is_code(code)) {
            return Err(fault("urgent", Fault::NoProcedureCode(code.clone())));
        }
        let NewClosure { office, from, to, reason, excluded, urgent, decision, note } = new.clone();
        let id = self.next_id();
        self.closures.push(ClosureRule { id, office, from, to, reason, excluded, urgent, decision, note });
        self.closures.sort_by_key(|closure| (closure.from, closure.id));
        Ok(())
    }

    pub(super) fn end_closure(&mut self, id: u32, to: DateTime) -> Result<(), ChangeError> {
        let closure = self.closures.iter_mut().find(|closure| closure.id == id);
        let closure = closure.ok_or(fault("id", Fault::UnknownRule(id)))?;
        is_period(closure.from, to)?;
        closure.to = to;
        Ok(())
    }
}

fn is_period(from: DateTime, to: DateTime) -> Result<(), ChangeError> {
    covered("from", from.date())?;
    covered("to", to.date())?;
    if from < to { Ok(()) } else { Err(fault("to", Fault::Backwards)) }
}

fn is_code(code: &str) -> bool {
    let plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    plain && (1..=CODE_LENGTH_MAX).contains(&code.len())
}
