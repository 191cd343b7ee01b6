//! The head of the tracking page: what the person needs to know or do now, in words, with the date
//! and one action. A late dossier begins with an apology.

use calendar::{Class, Explanation, ExtensionGround, Sla, Status};
use dossier::{Dossier, Outcome, ReturnChannel, State, SupplementRecord, present};
use web::{Chip, DueDate, Link, Page, Tone};

use super::proof::Viewer;

/// What is known when the head is written.
pub(crate) struct Facts<'a> {
    pub(crate) page: &'a Page,
    pub(crate) dossier: &'a Dossier,
    pub(crate) calendar: &'a calendar::Calendar,
    pub(crate) why: Option<&'a Explanation>,
    pub(crate) viewer: Viewer,
    /// Why a new date was given, in the officer's words.
    pub(crate) apology: Option<&'a str>,
    /// Name of the office that received it.
    pub(crate) office: &'a str,
    pub(crate) code: &'a str,
    /// Whether a file was made of the decision.
    pub(crate) made: bool,
}

/// The head.
pub(crate) struct Need {
    pub(crate) title: String,
    pub(crate) chip: Chip,
    pub(crate) apology: Vec<String>,
    pub(crate) text: Vec<String>,
    pub(crate) due: Option<DueDate>,
    pub(crate) is_paused: bool,
    pub(crate) action: Option<Link>,
}

/// Writes the head.
pub(crate) fn need(facts: &Facts<'_>) -> Need {
    let (title, mut text) = words(facts);
    if let Some(why) = facts.why.filter(|_| !facts.dossier.state.is_closed() && !is_resolved(facts.dossier)) {
        text.push(present::due_sentence(facts.page, why));
    }
    Need {
        title,
        chip: chip(facts),
        apology: apology(facts),
        text,
        due: due(facts),
        is_paused: facts
            .why
            .is_some_and(|why| matches!(why.outcome.status, Status::Paused { .. } | Status::AwaitingSupplement { .. })),
        action: action(facts),
    }
}

const fn is_resolved(dossier: &Dossier) -> bool {
    matches!(dossier.state, State::Resolved { .. })
}

/// The title and the sentences under it, by state.
fn words(facts: &Facts<'_>) -> (String, Vec<String>) {
    let page = facts.page;
    let own_words = |reason: &str| if facts.viewer.is_known() { vec![reason.to_owned()] } else { Vec::new() };
    match &facts.dossier.state {
        State::Draft | State::Submitted => (page.t("portal-need-submitted"), submitted(facts)),
        State::Received { .. } | State::InProgress { .. } => {
            (page.t("portal-need-working"), vec![page.t("portal-need-working-text")])
        }
        State::AwaitingSupplement { .. } => (page.t("portal-need-supplement"), supplement(facts)),
        State::AwaitingPayment { amount, .. } => {
            let text = if facts.viewer.is_known() {
                page.t1("portal-need-payment-amount", "amount", page.money(amount))
            } else {
                page.t("portal-need-payment-text")
            };
            (page.t("portal-need-payment"), vec![text, page.t("portal-need-payment-later")])
        }
        State::Paused { reason, .. } => {
            (page.said(&present::pause_reason(*reason)), vec![page.t("portal-need-paused-text")])
        }
        State::Resolved { outcome } => (resolved_title(page, *outcome), vec![how_to_receive(facts)]),
        State::Returned { .. } => {
            let at = facts.dossier.returned_at.map(|at| page.moment(at)).unwrap_or_default();
            (page.t("portal-need-returned"), vec![page.t1("portal-need-returned-text", "at", at)])
        }
        State::Declined { reason } => {
            let mut text = own_words(reason);
            text.push(page.t("portal-need-declined-text"));
            (page.t("portal-need-declined"), text)
        }
        State::Withdrawn { .. } => (page.t("portal-need-withdrawn"), vec![page.t("portal-need-withdrawn-text")]),
        State::Stopped { reason } => (page.t("portal-need-stopped"), own_words(reason)),
    }
}

fn submitted(facts: &Facts<'_>) -> Vec<String> {
    let by = facts.dossier.answer_owed_since().map(|at| facts.calendar.acceptance_deadline(at));
    let Some(by) = by else { return Vec::new() };
    let latest =
        facts.page.say("portal-need-submitted-text").with("office", facts.office).with("by", facts.page.moment(by));
    vec![latest.to_string()]
}

fn supplement(facts: &Facts<'_>) -> Vec<String> {
    let Some(record) = facts.dossier.open_supplement() else { return Vec::new() };
    let closes = facts.calendar.supplement_closes_at(record.asked_at);
    let text = facts
        .page
        .say("portal-need-supplement-text")
        .with("n", record.items.len())
        .with("by", facts.page.date(calendar::local(closes).date()));
    vec![text.to_string()]
}

fn resolved_title(page: &Page, outcome: Outcome) -> String {
    page.t(match outcome {
        Outcome::Granted => "portal-need-resolved",
        Outcome::Refused => "portal-need-refused",
    })
}

fn how_to_receive(facts: &Facts<'_>) -> String {
    let page = facts.page;
    match facts.dossier.content.return_channel {
        ReturnChannel::Counter => page.t1("portal-receive-counter", "office", facts.office),
        ReturnChannel::Post => page.t("portal-receive-post"),
        ReturnChannel::Electronic => page.t("portal-receive-electronic"),
    }
}

fn chip(facts: &Facts<'_>) -> Chip {
    let page = facts.page;
    let Some(why) = facts.why else { return present::status_chip(page, facts.dossier) };
    match why.outcome.status {
        Status::Paused { .. } => Chip::new(Tone::Pause, page.t("portal-chip-paused")),
        Status::AwaitingSupplement { .. } | Status::Running => {
            present::sla_chip(page, Sla::of(&why.outcome, facts.calendar, page.now))
        }
        Status::Finished { .. } | Status::Ended { .. } => present::status_chip(page, facts.dossier),
    }
}

/// NĐ 118/2025/NĐ-CP Đ.19: whoever is late apologises in writing and gives a new date. The date that was
/// given stands as long as it is not over.
fn apology(facts: &Facts<'_>) -> Vec<String> {
    let Some(why) = facts.why else { return Vec::new() };
    let page = facts.page;
    if let Some(said) = apologised(facts, why) {
        return said;
    }
    match (why.outcome.class(page.now), Sla::of(&why.outcome, facts.calendar, page.now)) {
        (Some(Class::Overdue), Sla::OverdueDays(days)) => {
            vec![page.t1("portal-late-running", "days", days), page.t("portal-late-rule")]
        }
        (Some(Class::Overdue), _) => vec![page.t("portal-late-before"), page.t("portal-late-rule")],
        (Some(Class::Late), _) => {
            let due = calendar::local(why.outcome.late_after).date();
            vec![page.t1("portal-late-done", "due", page.date(due))]
        }
        (Some(Class::InTime | Class::Early | Class::OnTime) | None, _) => Vec::new(),
    }
}

/// The apology that was given, with both dates; the reason for whoever may read it.
fn apologised(facts: &Facts<'_>, why: &Explanation) -> Option<Vec<String>> {
    let page = facts.page;
    let due = why.outcome.due.filter(|due| page.now <= *due && why.outcome.status == Status::Running)?;
    why.extensions.iter().find(|line| line.ground == ExtensionGround::Apology)?;
    let day = |at| page.date(calendar::local(at).date());
    let said = page.say("portal-apologised").with("first", day(why.outcome.late_after)).with("due", day(due));
    let mut said = vec![said.to_string()];
    said.extend(facts.apology.filter(|_| facts.viewer.is_known()).map(str::to_owned));
    Some(said)
}

fn due(facts: &Facts<'_>) -> Option<DueDate> {
    let page = facts.page;
    let leaf = |key: &str, at| Some(DueDate::new(page, page.t(key), calendar::local(at).date()));
    match (&facts.dossier.state, facts.why) {
        (State::Submitted, _) => {
            leaf("portal-due-answer", facts.calendar.acceptance_deadline(facts.dossier.answer_owed_since()?))
        }
        (State::AwaitingSupplement { .. }, None) => leaf(
            "portal-due-supplement",
            facts.calendar.supplement_closes_at(facts.dossier.open_supplement()?.asked_at),
        ),
        (_, None) => None,
        (_, Some(why)) => match why.outcome.status {
            Status::Running => leaf("portal-due-promised", why.outcome.due?),
            Status::Paused { .. } | Status::AwaitingSupplement { .. } => leaf("portal-due-expected", why.expected_due?),
            Status::Finished { at } => leaf("portal-due-done", at),
            Status::Ended { .. } => None,
        },
    }
}

/// The one thing to press.
fn action(facts: &Facts<'_>) -> Option<Link> {
    let link = |key: &str, href: String| Some(Link { label: facts.page.t(key), href });
    match &facts.dossier.state {
        State::AwaitingSupplement { .. } if facts.viewer.is_known() => {
            link("portal-action-supplement", format!("/tra-cuu/{}/bo-sung", facts.code))
        }
        State::Declined { .. } | State::Withdrawn { .. } => {
            link("portal-action-again", crate::filing::filing_path(&facts.dossier.procedure_code))
        }
        State::Resolved { .. } | State::Returned { .. }
            if facts.viewer == Viewer::Owner && has_file(facts.dossier, facts.made) =>
        {
            link("portal-action-result", "#ket-qua".to_owned())
        }
        State::Draft
        | State::Submitted
        | State::Received { .. }
        | State::InProgress { .. }
        | State::AwaitingSupplement { .. }
        | State::AwaitingPayment { .. }
        | State::Paused { .. }
        | State::Resolved { .. }
        | State::Returned { .. }
        | State::Stopped { .. } => None,
    }
}

/// Whether there is a result to download: decided, sealed, and meant to be had as a file or handed
/// over already.
pub(crate) fn has_file(dossier: &Dossier, made: bool) -> bool {
    let has_files = |result: &dossier::ResultRecord| made || !result.files.is_empty();
    is_out(dossier) && dossier.content.result.as_ref().is_some_and(has_files)
}

/// Whether files of the result may be had, where there are any.
pub(crate) fn is_out(dossier: &Dossier) -> bool {
    let ready = matches!(dossier.state, State::Returned { .. })
        || (is_resolved(dossier) && dossier.content.return_channel == ReturnChannel::Electronic);
    let is_sealed = |result: &dossier::ResultRecord| result.sealed_at.is_some();
    ready && dossier.content.result.as_ref().is_some_and(is_sealed)
}

/// The request that waits, for whoever may read it.
pub(crate) fn open_request(dossier: &Dossier, viewer: Viewer) -> Option<&SupplementRecord> {
    dossier.open_supplement().filter(|_| viewer.is_known())
}
