//! One dossier at the return desk: the result, whose it is, what stands in the way, the form of the
//! hand-over.

use base::{Actor, Role};
use dossier::{CommandName, ReturnChannel, present};
use web::{Field, Fields, Note, Page, Tone};

use crate::Desk;
use crate::effect::owed;
use crate::head::{Case, Head, href};
use crate::offer::Offers;
use crate::task::Task;
use crate::workbench::{PersonView, ResultView, result_view};

/// The longest name or remark.
const LINE_MAX: u32 = 200;

/// The result on the table.
pub(crate) struct Ready {
    pub(crate) head: Head,
    pub(crate) code: String,
    pub(crate) version: i64,
    pub(crate) result: Option<ResultView>,
    pub(crate) owner: PersonView,
    pub(crate) proxy: Option<PersonView>,
    pub(crate) fields: Vec<Field>,
    /// Why it cannot be handed over now.
    pub(crate) obstacle: Option<Note>,
}

impl Ready {
    pub(super) fn new(desk: &Desk, page: &Page, actor: &Actor, case: &Case, form: &Fields) -> Self {
        let dossier = &case.dossier;
        Self {
            head: Head::new(desk, page, dossier),
            code: dossier.label(),
            version: dossier.version,
            result: dossier.content.result.as_ref().map(|record| result_view(page, dossier, record)),
            owner: PersonView::new(page, &dossier.content.owner, false),
            proxy: dossier.content.proxy.as_ref().map(|proxy| PersonView::new(page, proxy, false)),
            fields: fields(page, form),
            obstacle: obstacle(desk, page, actor, case),
        }
    }
}

/// Who is expected and how it was asked for.
pub(super) fn prefilled(case: &Case, form: Fields) -> Fields {
    let content = &case.dossier.content;
    let receiver = content.proxy.as_ref().unwrap_or(&content.owner);
    form.with("receiver", receiver.name.clone()).with("via", content.return_channel.name())
}

fn fields(page: &Page, form: &Fields) -> Vec<Field> {
    let channels: Vec<(String, String)> = ReturnChannel::ALL
        .iter()
        .map(|channel| (channel.name().to_owned(), page.said(&present::return_channel(*channel))))
        .collect();
    vec![
        form.text("receiver", page.t("desk-field-receiver")).length_max(LINE_MAX),
        form.radio("via", page.t("desk-field-via"), &channels),
        form.checkbox("identity_checked", page.t("desk-field-identity")),
        form.text("note", page.t("desk-field-return-note")).length_max(LINE_MAX).optional(),
    ]
}

/// Not ready yet, handed over already, somebody else's to hand over, or a fee that is owed.
fn obstacle(desk: &Desk, page: &Page, actor: &Actor, case: &Case) -> Option<Note> {
    let dossier = &case.dossier;
    let path = href(&dossier.label());
    if let Some(over) = &dossier.content.handed_over {
        let at = dossier.returned_at.map(|at| page.moment(at)).unwrap_or_default();
        let text = page.say("desk-return-already").with("receiver", &over.receiver).with("at", at).to_string();
        return Some(Note::new(Tone::Info, text).linked(page.t("desk-return-open"), path));
    }
    if crate::offer::next(dossier, &case.definition) != Some(CommandName::Return) {
        let text = match dossier.holder {
            Some(holder) => page.t1("desk-not-ready-held", "holder", desk.holder(page, &holder)),
            None => page.t1("desk-not-ready", "state", page.said(&present::state(dossier.state.name()))),
        };
        return Some(Note::new(Tone::Soon, text).linked(page.t("desk-return-open"), path));
    }
    if let Some(fee) = owed(dossier) {
        let note = Note::new(Tone::Soon, page.t1("desk-return-unpaid", "amount", page.money(fee)));
        let paying = Task::of(CommandName::ConfirmPayment)
            .filter(|_| dossier::may(actor, dossier, CommandName::ConfirmPayment).is_ok());
        return Some(match paying {
            Some(task) => note.linked(page.t("desk-return-pay"), format!("{path}/{}", task.slug)),
            None => note.linked(page.t("desk-return-open"), path),
        });
    }
    let today = page.now;
    let may = Offers::of(actor, dossier, &case.definition, today).contains(CommandName::Return);
    (!may).then(|| {
        Note::new(Tone::Soon, page.t1("desk-return-not-yours", "role", crate::place::role(page, Role::ReturnOfficer)))
    })
}
