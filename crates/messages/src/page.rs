//! `/quan-tri/tin-nhan`: what was sent to people, for those who watch over it. Addresses are masked.

use access::permit::{Action, allowed};
use askama::Template;
use axum::response::Response;
use base::{Actor, MessageId, Role, Scope, mask};
use dossier::DossierCode;
use uuid::Uuid;
use web::{Chip, Context, Empty, Fields, Gate, Icon, Link, Nav, Page, Pager, Query, Routes, Tone};

use crate::message::{Message, MessageState, Way};
use crate::store::{self, Places};

const ADDRESS: &str = "/quan-tri/tin-nhan";
const SHOWN: usize = 50;

/// The routes of this crate.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("messages")
        .get("messages.list", ADDRESS, Gate::Roles(allowed(Action::ReadMessages)), show)
        .with_state(())
}

#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(rename = "ma", default)]
    code: String,
    #[serde(rename = "trang-thai", default)]
    state: String,
    #[serde(rename = "sau", default)]
    before: String,
}

#[derive(Template)]
#[template(path = "messages.html")]
pub(crate) struct MessagesPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) states: Vec<(String, String)>,
    pub(crate) rows: Vec<Row>,
    pub(crate) empty: Option<Empty>,
    pub(crate) pager: Pager,
}

/// One line of the list.
pub(crate) struct Row {
    pub(crate) code: String,
    pub(crate) recipient: String,
    pub(crate) text: String,
    pub(crate) at: String,
    pub(crate) state: Chip,
    pub(crate) tries: i64,
    /// Why it failed last; empty when it did not.
    pub(crate) error: String,
}

async fn show(ctx: Context, Query(wanted): Query<Wanted>) -> Result<Response, web::Error> {
    let found = find(&ctx, &wanted).await?;
    let more = found.len() > SHOWN;
    let page = ctx.page(Nav::Messages);
    let rows: Vec<Row> = found.iter().take(SHOWN).map(|message| row(&page, message)).collect();
    let last = found.get(SHOWN - 1).filter(|_| more);
    let next = last.map(|last| Link {
        label: page.t("messages-older"),
        href: web::address_with(
            ADDRESS,
            &[("ma", &wanted.code), ("trang-thai", &wanted.state), ("sau", &last.id.to_string())],
        ),
    });
    let empty = rows.is_empty().then(|| Empty {
        icon: Icon::Bell,
        title: page.t("messages-none"),
        text: page.t("messages-none-hint"),
        link: None,
    });
    let mut states = vec![(String::new(), page.t("messages-state-any"))];
    states.extend(MessageState::ALL.iter().map(|state| (state.name().to_owned(), state_words(&page, *state))));
    let form = Fields::blank(&page).with("ma", wanted.code.clone()).with("trang-thai", wanted.state.clone());
    let pager = Pager { shown: page.t1("messages-shown", "n", rows.len()), previous: None, next };
    web::html(MessagesPage { page, form, states, rows, empty, pager })
}

/// One more than a page shows. A code that cannot be one finds nothing.
async fn find(ctx: &Context, wanted: &Wanted) -> Result<Vec<Message>, web::Error> {
    let before = wanted.before.parse().unwrap_or(MessageId::from_uuid(Uuid::max()));
    let code = DossierCode::parse(&wanted.code);
    if code.is_none() && !wanted.code.trim().is_empty() {
        return Ok(Vec::new());
    }
    let state = MessageState::from_name(&wanted.state);
    let [a, b, c] = places(ctx.staff()?);
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let read = ctx.site.db.read(move |tx| match (&code, state) {
        (Some(code), state) => store::of_code(tx, code.as_str(), state, before, a, b, c, limit),
        (None, Some(state)) => store::in_state(tx, state, before, a, b, c, limit),
        (None, None) => store::newest(tx, before, a, b, c, limit),
    });
    Ok(read.await?)
}

/// How far the roles that may see messages reach together. An administrator keeps the machine and
/// sees all: addresses are masked and nothing else is personal.
fn places(actor: &Actor) -> Places {
    let scopes: Vec<Scope> = allowed(Action::ReadMessages).iter().flat_map(|role| actor.scopes_of(*role)).collect();
    if scopes.contains(&Scope::Province) || actor.has_role(Role::Administrator) {
        return [None; 3];
    }
    let mut found = scopes.iter().filter_map(|scope| match scope {
        Scope::Agency(id) => Some(id.uuid()),
        Scope::Office(id) => Some(id.uuid()),
        Scope::Unit(_) | Scope::Own | Scope::Province => None,
    });
    // An identifier that nothing has: whoever reaches nothing sees nothing.
    let first = found.next().unwrap_or(Uuid::nil());
    [Some(first), Some(found.next().unwrap_or(first)), Some(found.next().unwrap_or(first))]
}

fn row(page: &Page, message: &Message) -> Row {
    let recipient = match (message.way, message.recipient.as_deref()) {
        (Way::Sms, Some(phone)) => mask::phone(phone),
        (Way::Email, Some(address)) => mask::email(address),
        (Way::Nowhere, _) | (_, None) => "–".to_owned(),
    };
    Row {
        code: message.code.clone(),
        recipient,
        text: message.text.clone(),
        at: page.moment(message.created_at),
        state: Chip::new(tone(message.state), state_words(page, message.state)),
        tries: message.tries,
        error: message.last_error.as_ref().map(|error| page.t1("messages-error", "error", error)).unwrap_or_default(),
    }
}

const fn tone(state: MessageState) -> Tone {
    match state {
        MessageState::Queued => Tone::Info,
        MessageState::Sent => Tone::Ok,
        MessageState::Failed => Tone::Late,
        MessageState::NoAddress => Tone::Soon,
    }
}

fn state_words(page: &Page, state: MessageState) -> String {
    page.t(&format!("messages-state-{}", state.name().replace('_', "-")))
}
