//! The companion files of a list: steps, papers, fees, notes. Key column `example`.

use base::text::fold;
use base::{Role, Vnd};
use calendar::PauseReason;

use super::example::Examples;
use super::table::{Cells, Table};
use super::{ImportError, Reason, SourceFile};
use crate::procedure::{FeeLine, Paper, Step, Work};

/// `procedure-steps.csv`: a role `pause` is a pause of the clock and no performer.
pub(crate) fn read_steps(file: &SourceFile, examples: &mut Examples, errors: &mut Vec<ImportError>) {
    let columns = ["example", "code", "procedure", "step", "name", "role", "unit", "hours", "parallel_group"];
    Table::read(file, &columns, errors).each(errors, |cells| {
        let step = read_step(cells);
        if let (Some(example), Some(step)) = (examples.of(&file.name, cells), step)
            && in_order(cells, "step", step.no, example.steps.last().map(|step| step.no)).is_some()
        {
            example.steps.push(step);
        }
    });
}

fn read_step(cells: &mut Cells<'_>) -> Option<Step> {
    let no = cells.number("step", 1..=500);
    let name = cells.required("name");
    let unit = cells.required("unit");
    let minutes = read_minutes(cells);
    let work = match (cells.text("role"), minutes) {
        ("pause", Some(minutes)) if minutes > 0 => cells.refuse("hours", Reason::PauseTakesTime),
        ("pause", _) => read_pause(cells).zip(unit).map(|(reason, waits_for)| Work::Pause { reason, waits_for }),
        (_, Some(0)) => cells.refuse("hours", Reason::StepTakesNoTime),
        _ => cells.word("role", Role::ALL, Role::name).zip(unit).map(|(role, unit)| Work::By { role, unit }),
    };
    Some(Step {
        no: no?,
        name: step_name(&name?),
        work: work?,
        minutes: minutes?,
        parallel_group: cells.optional("parallel_group"),
    })
}

/// The label that some lists put before a pause says what the role says already.
fn step_name(name: &str) -> String {
    let bare = name.strip_prefix("TẠM DỪNG: ").unwrap_or(name);
    let mut letters = bare.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Hours with at most two decimals, as working minutes.
fn read_minutes(cells: &mut Cells<'_>) -> Option<u32> {
    let text = cells.text("hours").replace(',', ".");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
    let hundredths = format!("{decimals:0<2}");
    let minutes = match (whole.parse::<u32>(), hundredths.parse::<u32>()) {
        (Ok(hours), Ok(parts)) if hours <= 20_000 && hundredths.len() == 2 && parts * 60 % 100 == 0 => {
            Some(hours * 60 + parts * 60 / 100)
        }
        _ => None,
    };
    minutes.or_else(|| cells.refuse("hours", Reason::NotANumber(text.clone())))
}

/// The ground of a pause: its own column, or else what the name of the step says.
fn read_pause(cells: &mut Cells<'_>) -> Option<PauseReason> {
    if !cells.text("pause_reason").is_empty() {
        return cells.word("pause_reason", &PauseReason::ALL, PauseReason::name);
    }
    let name = fold(cells.text("name"));
    if name.contains("niem yet") {
        Some(PauseReason::PublicPosting)
    } else if name.contains("nghia vu tai chinh") || name.contains("thue") {
        Some(PauseReason::FinancialObligation)
    } else {
        cells.refuse("pause_reason", Reason::PauseWithoutGround)
    }
}

fn in_order(cells: &mut Cells<'_>, column: &str, found: u16, last: Option<u16>) -> Option<u16> {
    let expected = last.unwrap_or(0) + 1;
    if found == expected { Some(found) } else { cells.refuse(column, Reason::OutOfOrder { found, expected }) }
}

/// `procedure-papers.csv`: `luôn` means that everyone hands the paper in.
pub(crate) fn read_papers(file: &SourceFile, examples: &mut Examples, errors: &mut Vec<ImportError>) {
    let columns = ["example", "code", "paper_no", "paper", "form", "quantity", "when", "replaced_by_database"];
    Table::read(file, &columns, errors).each(errors, |cells| {
        let paper = read_paper(cells);
        if let (Some(example), Some(paper)) = (examples.of(&file.name, cells), paper)
            && in_order(cells, "paper_no", paper.no, example.papers.last().map(|paper| paper.no)).is_some()
        {
            example.papers.push(paper);
        }
    });
}

fn read_paper(cells: &mut Cells<'_>) -> Option<Paper> {
    let no = cells.number("paper_no", 1..=500);
    let name = cells.required("paper");
    let forms = cells.required("form");
    let condition = cells.required("when");
    let quantity = match cells.text("quantity") {
        "n" => Some(None),
        _ => cells.number("quantity", 1..=100).map(Some),
    };
    Some(Paper {
        no: no?,
        name: name?,
        forms: split_forms(&forms?),
        quantity: quantity?,
        condition: condition.map(|text| Some(text).filter(|text| text != "luôn"))?,
        replaced_by_database: cells.optional("replaced_by_database"),
    })
}

/// Alternatives are divided by a stroke; a stroke inside brackets belongs to the text.
fn split_forms(text: &str) -> Vec<String> {
    if text.contains('(') {
        return vec![text.to_owned()];
    }
    text.split('/').map(|form| form.trim().to_owned()).filter(|form| !form.is_empty()).collect()
}

/// `procedure-fees.csv`: the amount stays a text; an exact one is read as money too.
pub(crate) fn read_fees(file: &SourceFile, examples: &mut Examples, errors: &mut Vec<ImportError>) {
    let columns = ["example", "code", "fee_case", "amount_text"];
    Table::read(file, &columns, errors).each(errors, |cells| {
        let line = cells.required("fee_case").zip(cells.required("amount_text"));
        if let (Some(example), Some((case, amount))) = (examples.of(&file.name, cells), line) {
            let exact = Vnd::parse(amount.split('/').next().unwrap_or_default());
            example.fees.push(FeeLine { case, amount, exact });
        }
    });
}

/// `procedure-notes.csv`: one sentence a row.
pub(crate) fn read_notes(file: &SourceFile, examples: &mut Examples, errors: &mut Vec<ImportError>) {
    Table::read(file, &["example", "code", "kind", "text"], errors).each(errors, |cells| {
        let text = cells.required("text");
        let kind = cells.word("kind", &["applicant", "rule", "legal_basis"], |kind| kind);
        if let (Some(example), Some(text), Some(kind)) = (examples.of(&file.name, cells), text, kind) {
            match kind {
                "applicant" => example.applicants.push(text),
                "rule" => example.rules.push(text),
                _ => example.legal_basis.push(text),
            }
        }
    });
}
