//! `/quan-tri/tin-nhan`: what was sent to people, for those who watch over it. Addresses are masked.

use access::permit::{Action, allowed};
use askama::Template;
use axum::response::Response;
use base::{MessageId, mask};
use dossier::DossierCode;
use web::{Chip, Context, Empty, Fields, Gate, Icon, Link, Nav, Page, Pager, Query, Routes, Tone};

use crate::message::{Message, MessageState, Way};
use crate::store;

const ADDRESS: &str = "/quan-tri/tin-nhan";
const SHOWN: usize = 50;

/// The routes of this crate.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("messages").get("messages.list", ADDRESS, Gate::Roles(allowed(Action::ReadMessages)), show).with_state(())
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
}

async fn show(ctx: Context, Query(wanted): Query<Wanted>) -> Result<Response, web::Error> {
    let before = wanted.before.parse().unwrap_or_else(|_| MessageId::from_uuid(base::MessageId::new(jiff::Timestamp::MAX).uuid()));
    let code = DossierCode::parse(&wanted.code);
    let state = MessageState::from_name(&wanted.state);
    let limit = i64::try_from(SHOWN).unwrap_or(50) + 1;
    let mut found = ctx
        .site
        .db
        .read(move |tx| match (&code, state) {
            (Some(code), _) => store::of_code(tx, code.as_str(), before, limit),
            (None, Some(state)) => store::in_state(tx, state, before, limit),
            (None, None) => store::newest(tx, before, limit),
        })
        .await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let page = ctx.page(Nav::Messages);
    let next = found.last().filter(|_| more).map(|last| Link {
        label: page.t("messages-older"),
        href: format!("{ADDRESS}?ma={}&trang-thai={}&sau={}", wanted.code, wanted.state, last.id),
    });
    let rows: Vec<Row> = found.iter().map(|message| row(&page, message)).collect();
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
