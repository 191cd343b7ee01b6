//! A dossier as JSON. Places are named by their codes, people as far as the token may see them,
//! moments on the wall clock of Viet Nam.

mod clock;
mod history;
mod ledger;
mod record;

use access::permit::{Action, permit};
use base::{Actor, AgencyId, Role};
use dossier::{Channel, Dossier, Dossiers, HistoryLine, ReturnChannel};
use organisation::Organisation;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Context, Nav};

use super::person::PersonView;
use crate::error::Error;
use crate::moment::Moment;
use clock::ClockView;
pub(crate) use history::HistoryView;
pub(crate) use history::HolderView;
use record::{AnswerView, FeeView, HandOverView, PaperView, PaymentView, ResultView, SubDossierView, SupplementView};

/// A dossier with its history and its clock.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierView {
    /// Identifier.
    id: String,
    /// Code, as printed on the slip.
    #[schema(example = "H49.101-261124-0007")]
    code: String,
    /// Number of events so far; a command names it.
    version: i64,
    /// Where it stands.
    #[schema(value_type = StateCode)]
    state: &'static str,
    /// The same in the national list of states, 1 to 10.
    national_state: Option<u8>,
    /// What is asked for.
    procedure: Named,
    /// How it was filed.
    #[schema(value_type = ChannelCode)]
    channel: &'static str,
    /// The one-stop office that received it.
    office: Named,
    /// The agency that decides.
    competent_agency: Named,
    /// Who must act now; null when nobody has to.
    holder: Option<HolderView>,
    /// The step that is due, or that it goes on with.
    step: Option<StepView>,
    /// Steps open side by side, each with whoever must act; empty where there is one only.
    legs: Vec<LegView>,
    /// Code of the dossier that this one was opened for at another agency.
    opened_for: Option<String>,
    /// Dossiers opened at other agencies for this one.
    sub_dossiers: Vec<SubDossierView>,
    /// Whose case it is.
    owner: PersonView,
    /// Who filed it for the owner.
    proxy: Option<PersonView>,
    /// Answers of the form.
    declared: Vec<AnswerView>,
    /// Papers handed in.
    papers: Vec<PaperView>,
    /// Number of sets handed in.
    sets: u16,
    /// How the result shall come back.
    #[schema(value_type = ReturnChannelCode)]
    return_channel: &'static str,
    /// Where the post brings it.
    return_address: String,
    /// The fee of intake.
    fee: Option<FeeView>,
    /// Number of the receipt slip in the office's book of the year.
    slip_no: Option<i64>,
    /// When it was filed.
    submitted_at: Option<Moment>,
    /// When it was accepted.
    received_at: Option<Moment>,
    /// When the clock ended.
    resolved_at: Option<Moment>,
    /// When the result was handed over.
    returned_at: Option<Moment>,
    /// When it was closed, however.
    closed_at: Option<Moment>,
    /// The clock; null before acceptance.
    clock: Option<ClockView>,
    /// Supplement requests with their answers.
    supplements: Vec<SupplementView>,
    /// Financial obligations.
    payments: Vec<PaymentView>,
    /// The result, once drafted.
    result: Option<ResultView>,
    /// The hand-over.
    handed_over: Option<HandOverView>,
    /// What happened, in order.
    events: Vec<HistoryView>,
}

/// Something known by its code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    /// Its code.
    code: String,
    /// Its name.
    name: String,
}

/// One of several steps that are open side by side.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LegView {
    /// The step; a command names its number.
    step: StepView,
    /// Who must act.
    holder: HolderView,
    /// Whether nobody works in it, because it waits for a legal ground or a payment.
    waits: bool,
}

/// A step of the process.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepView {
    /// Number, from 1.
    no: u16,
    /// What is done.
    name: String,
    /// What the public sees: `intake`, `appraisal`, `waiting`, `decision`, `sealing`, `return`.
    phase: &'static str,
    /// Share of the limit in working minutes.
    budget_minutes: u32,
}

impl DossierView {
    /// The dossier as a token may see it. Its events are those up to its version, whatever happens
    /// meanwhile.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn of(
        dossiers: &Dossiers,
        dossier: &Dossier,
        actor: &Actor,
        ctx: &Context,
    ) -> Result<Self, Error> {
        let definition = dossiers.workflows().get(dossier.workflow).await?;
        let view = |no: u16| {
            definition.step(no).map(|step| StepView {
                no: step.no,
                name: step.name.clone(),
                phase: step.phase.name(),
                budget_minutes: step.budget_minutes,
            })
        };
        let step = dossier.state.step().and_then(view);
        let open = dossier.legs().into_iter().flat_map(|legs| &legs.open);
        let legs = open.filter_map(|leg| {
            let holder = HolderView::of(&leg.holder, dossiers.organisation());
            Some(LegView { step: view(leg.step)?, holder, waits: leg.waits.is_some() })
        });
        let legs = legs.collect();
        let history = dossiers.history(dossier.id).await?;
        let page = ctx.page(Nav::None);
        let case = clock::Case { dossier, definition: &definition, history: &history };
        let clock = ClockView::of(&case, &page, ctx.now);
        Ok(Self { step, legs, clock, ..Self::standing(dossiers.organisation(), dossier, actor, &history) })
    }

    /// Everything but what has to be computed for the moment.
    fn standing(organisation: &Organisation, dossier: &Dossier, actor: &Actor, history: &[HistoryLine]) -> Self {
        let (content, in_full) = (&dossier.content, sees_numbers(actor, dossier));
        let happened = history.iter().filter(|line| line.version <= dossier.version);
        Self {
            id: dossier.id.to_string(),
            code: dossier.label(),
            version: dossier.version,
            state: dossier.state.name().name(),
            national_state: dossier.state.name().national_code(),
            procedure: Named { code: dossier.procedure_code.clone(), name: dossier.procedure_name.clone() },
            channel: dossier.channel.name(),
            office: Named::office(organisation, dossier),
            competent_agency: Named::agency(organisation, dossier.competent_agency),
            holder: dossier.holder.map(|holder| HolderView::of(&holder, organisation)),
            step: None,
            legs: Vec::new(),
            opened_for: content.parent.as_ref().map(|parent| parent.code.to_string()),
            sub_dossiers: content.sub_dossiers.iter().map(|sub| SubDossierView::of(sub, organisation)).collect(),
            owner: PersonView::of(&content.owner, in_full),
            proxy: content.proxy.as_ref().map(|proxy| PersonView::of(proxy, in_full)),
            declared: content.declared.iter().map(AnswerView::from).collect(),
            papers: content.papers.iter().map(PaperView::from).collect(),
            sets: content.sets,
            return_channel: content.return_channel.name(),
            return_address: content.return_address.clone(),
            fee: content.fee.as_ref().map(FeeView::from),
            slip_no: content.slip_no,
            submitted_at: dossier.submitted_at.map(Moment),
            received_at: dossier.received_at.map(Moment),
            resolved_at: dossier.resolved_at.map(Moment),
            returned_at: dossier.returned_at.map(Moment),
            closed_at: dossier.closed_at.map(Moment),
            clock: None,
            supplements: content.supplements.iter().map(SupplementView::from).collect(),
            payments: content.payments.iter().map(PaymentView::from).collect(),
            result: content.result.as_ref().map(ResultView::from),
            handed_over: content.handed_over.as_ref().map(HandOverView::from),
            events: happened.map(|line| HistoryView::of(line, organisation)).collect(),
        }
    }
}

/// Numbers are shown in full to the roles that may see them at the desk, and to a connected system,
/// which holds them already or was given its token for them.
pub(crate) fn sees_numbers(actor: &Actor, dossier: &Dossier) -> bool {
    actor.has_role(Role::Integration) || permit(actor, Action::RevealPersonalData, &dossier.target()).is_ok()
}

impl Named {
    pub(crate) fn agency(organisation: &Organisation, id: AgencyId) -> Self {
        match organisation.agency(id) {
            Some(agency) => Self { code: agency.code.clone(), name: agency.name.clone() },
            None => Self { code: id.to_string(), name: String::new() },
        }
    }

    pub(crate) fn new(code: &str, name: &str) -> Self {
        Self { code: code.to_owned(), name: name.to_owned() }
    }

    fn office(organisation: &Organisation, dossier: &Dossier) -> Self {
        match organisation.office(dossier.receiving_office) {
            Some(office) => Self { code: office.code.clone(), name: office.name.clone() },
            None => Self { code: dossier.receiving_office.to_string(), name: String::new() },
        }
    }
}

macro_rules! names_described {
    ($($(#[$doc:meta])* $name:ident = $names:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some($names))
                    .into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

names_described! {
    /// The states.
    StateCode = dossier::StateName::ALL.iter().map(|state| state.name());
    /// How a dossier is filed.
    ChannelCode = Channel::ALL.iter().map(|channel| channel.name());
    /// How a result comes back.
    ReturnChannelCode = ReturnChannel::ALL.iter().map(|channel| channel.name());
    /// The commands.
    CommandCode = dossier::CommandName::ALL.iter().map(|command| command.name());
}
