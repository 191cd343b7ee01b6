//! The tabs of the workbench. They are links: each names what it holds, and only the chosen one is
//! loaded, so that the log says which part of a dossier was read.

use audit::PersonalField;
use base::mask;
use dossier::{Dossier, Outcome, ResultRecord, SupplementRecord};
use web::{Page, Timeline};

use super::history;
use super::ledger::{self, LedgerView};
use super::viewer::{self, Look, Viewer};
use crate::Desk;
use crate::head::{Case, href};
use crate::upload::FileView;
use web::{Context, Error};

/// A part of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    Papers,
    Declared,
    Money,
    Result,
    Ledger,
    History,
    Messages,
}

impl Tab {
    const ALL: [Self; 7] =
        [Self::Papers, Self::Declared, Self::Money, Self::Result, Self::Ledger, Self::History, Self::Messages];

    const fn slug(self) -> &'static str {
        match self {
            Self::Papers => "giay-to",
            Self::Declared => "thong-tin",
            Self::Money => "phi-thue",
            Self::Result => "ket-qua",
            Self::Ledger => "so-dong-ho",
            Self::History => "nhat-ky",
            Self::Messages => "tin-nhan",
        }
    }

    pub(crate) fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.slug() == slug).unwrap_or(Self::Papers)
    }

    /// The personal data a look at it shows beside the owner's identity.
    pub(crate) const fn personal(self) -> PersonalField {
        match self {
            Self::Papers | Self::Result => PersonalField::Papers,
            Self::Declared => PersonalField::Declaration,
            Self::Money | Self::Ledger | Self::History => PersonalField::Contact,
            Self::Messages => PersonalField::Messages,
        }
    }
}

/// A tab as a link.
pub(crate) struct TabLink {
    pub(crate) href: String,
    pub(crate) slug: &'static str,
    pub(crate) label: String,
    pub(crate) count: Option<usize>,
    pub(crate) is_current: bool,
}

pub(crate) fn links(page: &Page, case: &Case, current: Tab) -> Vec<TabLink> {
    let dossier = &case.dossier;
    let count = |tab: Tab| match tab {
        Tab::Papers => Some(dossier.content.papers.len()),
        Tab::Declared | Tab::Money | Tab::Result | Tab::Ledger | Tab::History | Tab::Messages => None,
    };
    let link = |tab: Tab| TabLink {
        href: web::address_with(&href(&dossier.label()), &[("muc", tab.slug())]),
        slug: tab.slug(),
        label: page.t(&format!("desk-part-{}", tab.slug())),
        count: count(tab).filter(|count| *count > 0),
        is_current: tab == current,
    };
    Tab::ALL.into_iter().map(link).collect()
}

/// What the chosen tab shows.
pub(crate) enum Content {
    Papers { rows: Vec<PaperRow>, supplements: Vec<SupplementView>, viewer: Option<Viewer> },
    Declared(Vec<(String, String)>),
    Money { fee: Option<FeeView>, payments: Vec<PaymentView>, note: String },
    Result(Option<ResultView>),
    Ledger(LedgerView),
    History(Timeline),
    Messages(Vec<MessageView>),
}

/// A message sent to the person.
pub(crate) struct MessageView {
    pub(crate) at: String,
    pub(crate) text: String,
    pub(crate) recipient: String,
    pub(crate) state: String,
}

/// A paper of the checklist, or one handed in beside it.
pub(crate) struct PaperRow {
    pub(crate) no: String,
    pub(crate) name: String,
    /// When it is asked, or that it is not.
    pub(crate) condition: String,
    pub(crate) form: String,
    pub(crate) quantity: String,
    pub(crate) files: Vec<FileView>,
    pub(crate) status: PaperStatus,
}

/// Whether a paper is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaperStatus {
    Here,
    Missing,
    /// Asked in some cases only.
    Conditional,
    /// Looked up by the officer, not asked.
    Replaced,
}

impl PaperStatus {
    pub(crate) fn chip(self, page: &Page) -> web::Chip {
        let (tone, key) = match self {
            Self::Here => (web::Tone::Ok, "desk-paper-here"),
            Self::Missing => (web::Tone::Late, "desk-paper-missing"),
            Self::Conditional => (web::Tone::Info, "desk-paper-conditional"),
            Self::Replaced => (web::Tone::Info, "desk-paper-replaced"),
        };
        web::Chip::new(tone, page.t(key))
    }
}

/// A supplement request with its answer.
pub(crate) struct SupplementView {
    pub(crate) asked: String,
    /// Asked after the three working days from receipt.
    pub(crate) is_late: bool,
    pub(crate) items: Vec<String>,
    pub(crate) reason: String,
    pub(crate) answered: String,
    pub(crate) note: String,
}

/// The fee of intake.
pub(crate) struct FeeView {
    pub(crate) amount: String,
    pub(crate) is_paid: bool,
    pub(crate) note: String,
}

/// A financial obligation.
pub(crate) struct PaymentView {
    pub(crate) asked: String,
    pub(crate) amount: String,
    pub(crate) notice: String,
    pub(crate) confirmed: String,
    pub(crate) proof: String,
}

/// The result from draft to seal.
pub(crate) struct ResultView {
    pub(crate) title: String,
    pub(crate) outcome: String,
    pub(crate) is_refusal: bool,
    pub(crate) summary: String,
    pub(crate) files: Vec<FileView>,
    /// Label and text, in order.
    pub(crate) facts: Vec<(String, String)>,
}

pub(crate) async fn content(
    desk: &Desk,
    ctx: &Context,
    page: &Page,
    case: &Case,
    (tab, look): (Tab, &Look),
) -> Result<Content, Error> {
    let dossier = &case.dossier;
    Ok(match tab {
        Tab::Papers => Content::Papers {
            rows: papers(page, case),
            viewer: viewer::view(page, dossier, look),
            supplements: dossier
                .content
                .supplements
                .iter()
                .map(|record| supplement(desk, page, dossier, record))
                .collect(),
        },
        Tab::Declared => Content::Declared(
            dossier.content.declared.iter().map(|answer| (answer.label.clone(), answer.value.clone())).collect(),
        ),
        Tab::Money => money(page, case),
        Tab::Result => {
            let made = desk.files.made_for(dossier.id).await?;
            let mut view = dossier.content.result.as_ref().map(|record| result(page, dossier, record));
            if let Some(view) = &mut view {
                view.files.extend(FileView::all(page, &made));
            }
            Content::Result(view)
        }
        Tab::Ledger => Content::Ledger(ledger::view(desk, page, case).await?),
        Tab::History => Content::History(history::view(desk, page, case).await?),
        Tab::Messages => {
            let id = dossier.id;
            let sent = ctx.site.db.read(move |tx| messages::of_dossier(tx, id)).await?;
            Content::Messages(sent.iter().map(|message| message_view(page, message)).collect())
        }
    })
}

fn papers(page: &Page, case: &Case) -> Vec<PaperRow> {
    let handed_in = &case.dossier.content.papers;
    let asked = &case.version.facts.papers;
    let mut rows: Vec<PaperRow> = Vec::new();
    for paper in asked {
        let here: Vec<_> = handed_in.iter().filter(|here| here.no == Some(paper.no)).collect();
        let condition = match (&paper.replaced_by_database, &paper.condition) {
            (Some(database), _) => page.t1("desk-paper-replaced-by", "database", database),
            (None, Some(condition)) => condition.clone(),
            (None, None) => String::new(),
        };
        let absent = if paper.replaced_by_database.is_some() {
            PaperStatus::Replaced
        } else if paper.is_always_asked() {
            PaperStatus::Missing
        } else {
            PaperStatus::Conditional
        };
        rows.push(PaperRow {
            no: paper.no.to_string(),
            name: paper.name.clone(),
            condition,
            form: here.first().map(|here| here.form.clone()).unwrap_or_default(),
            quantity: here.first().map(|here| here.quantity.to_string()).unwrap_or_default(),
            files: here.iter().flat_map(|here| FileView::all(page, &here.files)).collect(),
            status: if here.is_empty() { absent } else { PaperStatus::Here },
        });
    }
    let beside = handed_in.iter().filter(|here| asked.iter().all(|paper| here.no != Some(paper.no)));
    rows.extend(beside.map(|here| PaperRow {
        no: "+".to_owned(),
        name: here.name.clone(),
        condition: String::new(),
        form: here.form.clone(),
        quantity: here.quantity.to_string(),
        files: FileView::all(page, &here.files),
        status: PaperStatus::Here,
    }));
    rows
}

fn supplement(desk: &Desk, page: &Page, dossier: &Dossier, record: &SupplementRecord) -> SupplementView {
    let item = |item: &dossier::command::SupplementItem| match item.legal_basis.as_str() {
        "" => item.what.clone(),
        basis => format!("{} ({basis})", item.what),
    };
    // NĐ 118/2025 Đ.19: within three working days of receipt.
    let notice_due = dossier.received_at.map(|received| desk.dossiers.calendar().return_notice_due(received));
    let asked = page.say("desk-supplement-asked").with("at", page.moment(record.asked_at)).with("by", &record.asked_by);
    SupplementView {
        asked: asked.to_string(),
        is_late: !record.before_receipt && notice_due.is_some_and(|due| record.asked_at > due),
        items: record.items.iter().map(item).collect(),
        reason: record.reason.clone(),
        answered: record
            .answered_at
            .map(|at| page.t1("desk-supplement-answered", "at", page.moment(at)))
            .unwrap_or_default(),
        note: record.note.clone(),
    }
}

fn money(page: &Page, case: &Case) -> Content {
    let content = &case.dossier.content;
    Content::Money {
        fee: content.fee.as_ref().map(|fee| FeeView {
            amount: page.money(fee.amount),
            is_paid: fee.paid,
            note: fee.note.clone(),
        }),
        payments: content
            .payments
            .iter()
            .map(|payment| PaymentView {
                asked: page.moment(payment.asked_at),
                amount: page.money(payment.amount),
                notice: payment.notice.clone(),
                confirmed: payment.confirmed_at.map(|at| page.moment(at)).unwrap_or_default(),
                proof: payment.proof.clone(),
            })
            .collect(),
        note: case.version.facts.fee_note.clone(),
    }
}

/// The result in words; also what the leader and the stamp keeper see in their queues.
pub(crate) fn result(page: &Page, dossier: &Dossier, record: &ResultRecord) -> ResultView {
    let step = |name: &Option<String>, at: Option<jiff::Timestamp>| match (name, at) {
        (Some(name), Some(at)) => format!("{name}, {}", page.moment(at)),
        (Some(name), None) => name.clone(),
        (None, _) => String::new(),
    };
    let handed_over = dossier.content.handed_over.as_ref();
    let facts = [
        ("desk-result-number", record.number.clone().unwrap_or_default()),
        ("desk-result-drafter", record.drafter.clone()),
        ("desk-result-decider", step(&record.decider, record.decided_at)),
        ("desk-result-authority", record.signed.as_ref().map(dossier::SignedAs::line).unwrap_or_default()),
        ("desk-result-sealer", step(&record.sealer, record.sealed_at)),
        ("desk-result-place", record.place.clone()),
        ("desk-result-receiver", handed_over.map(|over| over.receiver.clone()).unwrap_or_default()),
        (
            "desk-result-returned",
            handed_over.map(|over| step(&Some(over.by.clone()), dossier.returned_at)).unwrap_or_default(),
        ),
    ];
    ResultView {
        title: record.title.clone(),
        outcome: outcome(page, record.outcome),
        is_refusal: record.outcome == Outcome::Refused,
        summary: record.summary.clone(),
        files: FileView::all(page, &record.files),
        facts: facts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (page.t(key), text)).collect(),
    }
}

/// `Giải quyết`, `Từ chối giải quyết`.
pub(crate) fn outcome(page: &Page, outcome: Outcome) -> String {
    page.t(match outcome {
        Outcome::Granted => "desk-outcome-granted",
        Outcome::Refused => "desk-outcome-refused",
    })
}

fn message_view(page: &Page, message: &messages::Message) -> MessageView {
    let recipient = message.recipient.as_deref().unwrap_or_default();
    MessageView {
        at: page.moment(message.created_at),
        text: message.text.clone(),
        recipient: if recipient.contains('@') { mask::email(recipient) } else { mask::phone(recipient) },
        state: page.t(&format!("messages-state-{}", message.state.name().replace('_', "-"))),
    }
}
