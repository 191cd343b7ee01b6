//! Step 4: who decides or receives, and how the result comes back. Filing and return are chosen
//! independently (NĐ 118/2025/NĐ-CP Đ.13).

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dossier::ReturnChannel;
use web::{Context, FieldErrors, Fields, Form, Page, Path, Query};

use super::draft::{Draft, today, value};
use super::kept::{Kept, conflict, is_for_later, stale_note};
use super::place::{Place, places};
use super::step::{Frame, Step};
use super::stop::Stop;
use crate::Portal;

#[derive(Template)]
#[template(path = "delivery.html")]
pub(crate) struct DeliveryPage {
    pub(crate) page: Page,
    pub(crate) frame: Frame,
    pub(crate) form: Fields,
    pub(crate) places: Vec<(String, String)>,
    pub(crate) channels: Vec<(String, String)>,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let choices = places(&portal.dossiers, &draft.version, today(ctx.now));
    let page = draft.page(&ctx, Step::Delivery);
    let content = &draft.dossier.content;
    let form =
        Fields::blank(&page).with("noi", place_of(&draft, &choices)).with("cach", content.return_channel.name()).with(
            "dia-chi",
            if content.return_address.is_empty() { &content.owner.address } else { &content.return_address },
        );
    Ok(web::html(DeliveryPage::new(page, &draft, &query, &choices, form))?)
}

pub(crate) async fn save(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    form: Form,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let choices = places(&portal.dossiers, &draft.version, today(ctx.now));
    let mut errors = FieldErrors::new();
    let place = choices.iter().find(|place| place.value == form.text("noi"));
    if place.is_none() {
        errors.push("noi", "portal-place-missing");
    }
    let channel = ReturnChannel::from_name(&form.text("cach"));
    if channel.is_none() {
        errors.push("cach", "portal-channel-missing");
    }
    let address = form.text("dia-chi");
    if channel == Some(ReturnChannel::Post) && address.is_empty() && !is_for_later(&form) {
        errors.push("dia-chi", "portal-post-address-missing");
    }
    let (Some(place), Some(channel), true) = (place, channel, errors.is_empty()) else {
        let page = draft.page(&ctx, Step::Delivery).with_errors(true);
        let form = Fields::again(&page, &form, errors);
        return Ok(web::html_invalid(DeliveryPage::new(page, &draft, &query, &choices, form))?);
    };
    let kept = portal
        .keep(&ctx, &draft, &form, |filing| {
            (filing.office, filing.competent_agency) = (place.office, Some(place.agency));
            filing.return_channel = channel;
            filing.return_address.clone_from(&address);
        })
        .await?;
    match kept {
        Kept::Saved => Ok(draft.on_from(&ctx, Step::Delivery, &form, &query)),
        Kept::Stale(now) => {
            let page = draft.page(&ctx, Step::Delivery).with_errors(true);
            let form = Fields::again(&page, &form, FieldErrors::new());
            let mut view = DeliveryPage::new(page, &now, &query, &choices, form);
            view.frame.stale = Some(stale_note(&view.page, &now));
            Ok(conflict(web::html(view)?))
        }
    }
}

/// The choice the draft holds.
fn place_of(draft: &Draft, choices: &[Place]) -> String {
    let (office, agency) = (draft.dossier.receiving_office, draft.dossier.competent_agency);
    let held = choices.iter().find(|place| place.office == office && place.agency == agency);
    held.map(|place| place.value.clone()).unwrap_or_default()
}

impl DeliveryPage {
    fn new(page: Page, draft: &Draft, query: &[(String, String)], choices: &[Place], form: Fields) -> Self {
        let channel =
            |channel: &ReturnChannel| (channel.name().to_owned(), page.t(&format!("portal-return-{}", channel.name())));
        Self {
            frame: Frame::new(&page, draft, Step::Delivery, value(query, "ve")),
            places: choices.iter().map(|place| (place.value.clone(), place.label.clone())).collect(),
            channels: ReturnChannel::ALL.iter().map(channel).collect(),
            form,
            page,
        }
    }
}
