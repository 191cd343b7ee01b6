//! Companion rows gathered by example, then attached to the procedure they work out.
//!
//! An example names its procedure by code, by variant, or (without a code) by name. Examples that
//! share a code are its variants in their order: where the list has fewer rows than examples, the
//! further variant repeats the facts of the first row under the example's own name.

use std::collections::BTreeMap;

use base::text::fold;

use super::table::Cells;
use super::{ImportError, Reason};
use crate::code::Key;
use crate::procedure::{FeeLine, Paper, Procedure, Step, budget_minutes};

/// What the companion files say about one example.
#[derive(Debug, Default)]
pub(crate) struct Example {
    origin: Option<(String, u64)>,
    code: String,
    name: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) fees: Vec<FeeLine>,
    pub(crate) applicants: Vec<String>,
    pub(crate) rules: Vec<String>,
    pub(crate) legal_basis: Vec<String>,
}

/// The list and the examples found so far.
pub(crate) struct Examples {
    procedures: Vec<Procedure>,
    examples: BTreeMap<u32, Example>,
}

impl Examples {
    pub(crate) const fn new(procedures: Vec<Procedure>) -> Self {
        Self { procedures, examples: BTreeMap::new() }
    }

    /// The example of a companion row; its code must be the one of the earlier rows.
    pub(crate) fn of(&mut self, file: &str, cells: &mut Cells<'_>) -> Option<&mut Example> {
        let number = cells.number("example", 1..=100_000)?;
        let code = cells.text("code");
        let example = self.examples.entry(number).or_default();
        if example.origin.is_none() {
            example.origin = Some((file.to_owned(), cells.line()));
            code.clone_into(&mut example.code);
        } else if example.code != code {
            return cells.refuse("code", Reason::ExampleDiffers { example: number, expected: example.code.clone() });
        }
        if example.name.is_empty() {
            cells.text("procedure").clone_into(&mut example.name);
        }
        Some(example)
    }

    /// Attaches every example and checks that its steps add up to the limit.
    pub(crate) fn attach(mut self, steps_file: &str, errors: &mut Vec<ImportError>) -> Vec<Procedure> {
        let bare = self.procedures.clone();
        let mut variants: BTreeMap<String, u16> = BTreeMap::new();
        for example in std::mem::take(&mut self.examples).into_values() {
            let (file, line) = example.origin.clone().unwrap_or_default();
            let count = variants.entry(example.code.clone()).or_default();
            *count += 1;
            let place = match find(&bare, &example, *count) {
                Ok(key) => self.place(&bare, key, &example),
                Err(reason) => Err(reason),
            };
            let checked = place.and_then(|place| {
                let procedure = &mut self.procedures[place];
                fill(procedure, example);
                check_sum(procedure)
            });
            if let Err(reason) = checked {
                let is_of_steps = matches!(reason, Reason::StepsDoNotSum { .. } | Reason::StepsWithoutLimit(_));
                let (file, column) = if is_of_steps { (steps_file.to_owned(), "hours") } else { (file, "code") };
                errors.push(ImportError { file, line, column: column.to_owned(), reason });
            }
        }
        self.procedures
    }

    /// The place of a variant; a variant the list has no row for is made from the first one.
    fn place(&mut self, bare: &[Procedure], key: Key, example: &Example) -> Result<usize, Reason> {
        if let Some(place) = self.procedures.iter().position(|procedure| procedure.key == key) {
            return Ok(place);
        }
        let first = bare.iter().find(|procedure| procedure.key.code == key.code);
        match first {
            Some(first) if !example.name.is_empty() => {
                self.procedures.push(Procedure { key, name: example.name.clone(), ..first.clone() });
                Ok(self.procedures.len() - 1)
            }
            _ => Err(Reason::UnknownProcedure(key.to_string())),
        }
    }
}

/// Which procedure an example works out.
fn find(procedures: &[Procedure], example: &Example, count: u16) -> Result<Key, Reason> {
    if example.code.is_empty() {
        return find_by_name(procedures, &example.name);
    }
    let key: Key = example.code.parse().map_err(|_| Reason::NotACode(example.code.clone()))?;
    let variant = if example.code.contains('/') { key.variant } else { count };
    Ok(Key { variant, ..key })
}

/// The procedure whose name holds all words of the given one (a closing bracket left out) and adds
/// the fewest; a tie is refused, nothing is guessed.
fn find_by_name(procedures: &[Procedure], name: &str) -> Result<Key, Reason> {
    let wanted = fold(without_bracket(name));
    let mut best: (usize, Vec<&Procedure>) = (usize::MAX, Vec::new());
    for procedure in procedures {
        let words = fold(without_bracket(&procedure.name));
        let holds_all = !wanted.is_empty() && wanted.split(' ').all(|word| words.split(' ').any(|other| other == word));
        let length = words.split(' ').count();
        if holds_all && length < best.0 {
            best = (length, vec![procedure]);
        } else if holds_all && length == best.0 {
            best.1.push(procedure);
        }
    }
    match best.1.as_slice() {
        [] => Err(Reason::UnknownProcedure(name.to_owned())),
        [procedure] => Ok(procedure.key.clone()),
        several => {
            Err(Reason::SeveralProcedures(several.iter().map(|p| p.key.to_string()).collect::<Vec<_>>().join(", ")))
        }
    }
}

fn without_bracket(name: &str) -> &str {
    match name.rsplit_once(" (") {
        Some((before, after)) if after.ends_with(')') => before,
        _ => name,
    }
}

fn fill(procedure: &mut Procedure, example: Example) {
    procedure.steps = example.steps;
    procedure.papers = example.papers;
    procedure.fees = example.fees;
    procedure.applicants = example.applicants;
    procedure.rules = example.rules;
    procedure.legal_basis = example.legal_basis;
}

/// The published process must use the limit exactly; 8 working hours are one working day.
fn check_sum(procedure: &Procedure) -> Result<(), Reason> {
    if procedure.steps.is_empty() {
        return Ok(());
    }
    let Some(limit) = procedure.binding_limit() else {
        return Err(Reason::StepsWithoutLimit(procedure.key.clone()));
    };
    let (found, expected) = (procedure.step_minutes(), budget_minutes(limit));
    if found == expected { Ok(()) } else { Err(Reason::StepsDoNotSum { key: procedure.key.clone(), found, expected }) }
}
