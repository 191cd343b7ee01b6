//! What each command asks for, for the description of the interface. The types that are read stand
//! in [`dossier::command`]; the tests hold both against each other.

use dossier::CommandName;

/// One field of a command's data.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DataField {
    pub(crate) name: &'static str,
    pub(crate) kind: FieldKind,
    pub(crate) required: bool,
    pub(crate) says: &'static str,
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// Yes or no.
    Flag,
    /// `granted` or `refused`.
    Outcome,
    /// A legal ground of a pause.
    PauseReason,
    /// `wd`, `wh` or `day`.
    ExtensionUnit,
    /// How a result goes out.
    ReturnChannel,
    /// Identifier of an officer, as the history names it.
    Officer,
    /// Identifier of an agency or unit, as the history names it.
    Place,
    /// Papers as in a filing.
    Papers,
    /// What is missing.
    SupplementItems,
}

const fn needed(name: &'static str, kind: FieldKind, says: &'static str) -> DataField {
    DataField { name, kind, required: true, says }
}

const fn open(name: &'static str, kind: FieldKind, says: &'static str) -> DataField {
    DataField { name, kind, required: false, says }
}

const NOTE: DataField = open("note", FieldKind::Text, "A word for the next officer.");
const REASON: DataField = needed("reason", FieldKind::Text, "Why, shown to the person.");
const LEGAL_BASIS: DataField = needed("legal_basis", FieldKind::Text, "The provision.");
const LENGTH: DataField = needed("value", FieldKind::Text, "By how much, a decimal number: `2`, `1.5`.");
const UNIT: DataField =
    needed("unit", FieldKind::ExtensionUnit, "Working days, working hours, or days with days off included.");
const AMOUNT: DataField = needed("amount_vnd", FieldKind::Whole, "How much, in đồng.");

/// The data of every command.
#[must_use]
pub(crate) fn fields_of(command: CommandName) -> Vec<DataField> {
    use FieldKind::{Flag, Officer, Outcome, Papers, PauseReason, Place, ReturnChannel, SupplementItems, Text, Whole};
    match command {
        CommandName::Submit => vec![],
        CommandName::Accept => {
            vec![NOTE, open("slip_wanted", Flag, "Give a slip although the procedure is settled at once.")]
        }
        CommandName::Decline
        | CommandName::SendBack
        | CommandName::Refuse
        | CommandName::Withdraw
        | CommandName::CloseUnsupplemented => vec![REASON],
        CommandName::RequestSupplement => vec![
            needed("items", SupplementItems, "All faults together: the law allows one request."),
            open("reason", Text, "Why; needed for a second request."),
        ],
        CommandName::Supplement => {
            vec![open("papers", Papers, "Papers handed in now."), open("note", Text, "A word from the person.")]
        }
        CommandName::CompleteStep | CommandName::Resume | CommandName::Approve => vec![NOTE],
        CommandName::Pause => vec![
            needed("reason", PauseReason, "The legal ground."),
            LEGAL_BASIS,
            open("note", Text, "Evidence or explanation."),
        ],
        CommandName::Extend => vec![LENGTH, UNIT, LEGAL_BASIS, REASON],
        CommandName::Apologise => vec![LENGTH, UNIT, REASON],
        CommandName::RequirePayment => vec![AMOUNT, open("notice", Text, "Number of the tax notice.")],
        CommandName::ConfirmPayment => vec![AMOUNT, needed("proof", Text, "Number of the receipt or transaction.")],
        CommandName::ProposeResult => vec![
            open("outcome", Outcome, "Granted when left out."),
            needed("title", Text, "What the person receives."),
            open("summary", Text, "Content or grounds; needed for a refusal."),
        ],
        CommandName::Seal => {
            vec![open("seal", Text, "Which seal."), open("copies", Whole, "Copies sealed; 1 when left out.")]
        }
        CommandName::Deliver => vec![open("place", Text, "Shelf or box at the return desk.")],
        CommandName::Return => vec![
            needed("receiver", Text, "Who takes it."),
            needed("via", ReturnChannel, "How it goes."),
            open("identity_checked", Flag, "Must be true at a counter."),
            NOTE,
        ],
        CommandName::Annotate => vec![needed("note", Text, "The note; people outside never see it.")],
        CommandName::Assign => vec![open("officer", Officer, "Who works the step; nobody when left out."), NOTE],
        CommandName::AskOpinion => vec![
            needed("agency", Place, "Who is asked."),
            open("unit", Place, "Which unit there; the agency as a whole when left out."),
            needed("question", Text, "What is asked."),
            open("days", Whole, "Working days for the answer, 1 to 30; 5 when left out."),
        ],
        CommandName::GiveOpinion => vec![
            needed("no", Whole, "Number of the opinion in the dossier."),
            needed("agrees", Flag, "Whether it agrees."),
            needed("text", Text, "The opinion in words."),
        ],
        CommandName::Transfer => vec![needed("agency", Place, "The agency that is competent."), REASON],
        CommandName::Stop => vec![REASON, LEGAL_BASIS],
    }
}

#[cfg(test)]
mod tests {
    use super::super::command::read;
    use super::*;
    use crate::error::Error;
    use serde_json::{Map, Value, json};

    fn example(kind: FieldKind) -> Value {
        match kind {
            FieldKind::Text => json!("Lý do"),
            FieldKind::Whole => json!(2),
            FieldKind::Flag => json!(true),
            FieldKind::Outcome => json!("refused"),
            FieldKind::PauseReason => json!("fieldwork"),
            FieldKind::ExtensionUnit => json!("wd"),
            FieldKind::ReturnChannel => json!("post"),
            FieldKind::Place | FieldKind::Officer => json!("0193a5f0-0000-7000-8000-000000000000"),
            FieldKind::Papers => json!([]),
            FieldKind::SupplementItems => json!([{ "paper": 1, "what": "Nộp lại", "legal_basis": "" }]),
        }
    }

    fn all_fields(command: CommandName) -> Map<String, Value> {
        fields_of(command).iter().map(|field| (field.name.to_owned(), example(field.kind))).collect()
    }

    /// The reader names the fields it knows when it meets one it does not.
    fn known_to_the_reader(command: CommandName) -> Vec<String> {
        let said = command.with_data(json!({ "no-such-field": 1 })).unwrap_err().detail;
        let names = said.split('`').skip(1).step_by(2).filter(|name| !matches!(*name, "no-such-field" | "files"));
        names.map(str::to_owned).collect()
    }

    #[test]
    fn every_field_of_a_command_is_described_and_no_other() {
        for command in CommandName::ALL {
            let described: Vec<_> = fields_of(*command).iter().map(|field| field.name.to_owned()).collect();
            assert_eq!(known_to_the_reader(*command), described, "{}", command.name());
        }
    }

    #[test]
    fn what_is_described_is_read_and_only_what_is_needed_is_missed() {
        for command in CommandName::ALL {
            let full = all_fields(*command);
            read(*command, Value::Object(full.clone())).unwrap();
            for field in fields_of(*command) {
                let mut without = full.clone();
                without.remove(field.name);
                let missed = match read(*command, Value::Object(without)) {
                    Ok(_) => false,
                    Err(Error::Faults(faults)) => faults[0].field == format!("data.{}", field.name),
                    Err(error) => panic!("{error:?}"),
                };
                assert_eq!(missed, field.required, "{} {}", command.name(), field.name);
            }
        }
    }
}
