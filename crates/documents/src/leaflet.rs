//! Tờ rơi: one procedure in large type with the QR code of its page, to be handed out at the counter
//! (S0-58). Made from what is published on the day it is asked for.

use axum::extract::State;
use axum::response::Response;
use base::Locale;
use catalogue::{Paper, Procedure, ProcedureVersion, Search, fee_words, limit_words, online_words};
use pdf::{Facts, Press, Rendered, Template};
use serde::{Deserialize, Serialize};
use web::{Context, Limit, Nav, Page, Path, Query};

use crate::download::Papers;

static FORM: Template = Template::new("to-roi.typ", include_str!("../forms/to-roi.typ"));

/// Tried in turn until the leaflet is one page; the last may run on.
const LAYOUTS: [&str; 4] = ["a4-large", "a4", "a4-tight", "a4-long"];

/// Leaflets for one network address: a page is typeset for each.
const PRINT_LIMIT: Limit = Limit { name: "documents.leaflet", times: 30, seconds: 600 };

/// What the leaflet says.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Leaflet {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) field: String,
    /// Name of the installation.
    pub(crate) office: String,
    pub(crate) limit: String,
    pub(crate) fee: String,
    pub(crate) result: String,
    pub(crate) channel: String,
    pub(crate) papers: Vec<PaperLine>,
    /// The address of the procedure's page, to type.
    pub(crate) address: String,
    /// The same for the QR code.
    pub(crate) url: String,
    pub(crate) hotline: String,
    pub(crate) valid_from: String,
}

/// One paper to bring.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PaperLine {
    pub(crate) name: String,
    /// Form, number and when it is asked; may be empty.
    pub(crate) detail: String,
}

#[derive(Serialize)]
struct Sheet<'a> {
    layout: &'a str,
    #[serde(flatten)]
    leaflet: &'a Leaflet,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    #[serde(rename = "truong-hop")]
    variant: Option<u16>,
}

pub(crate) async fn show(
    State(papers): State<Papers>,
    ctx: Context,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, web::Error> {
    ctx.site.limiter.take(PRINT_LIMIT, &ctx.client_key(), ctx.now)?;
    let published = papers.dossiers.catalogue().current(ctx.now).await?;
    let mut key = Search::key_of(&code).ok_or(web::Error::NotFound)?;
    key.variant = asked.variant.unwrap_or(key.variant);
    let version = published.by_key(&key).ok_or(web::Error::NotFound)?;
    let leaflet = leaflet(&ctx, version);
    let name = format!("to-roi-{}.pdf", version.facts.key.code);
    let now = ctx.now;
    papers.printed(&name, move |press| render(press, &leaflet, now)).await
}

/// The leaflet as a PDF/A file.
pub(crate) fn render(press: &Press, leaflet: &Leaflet, at: jiff::Timestamp) -> Result<Rendered, pdf::Error> {
    crate::one_page(press, &FORM, &LAYOUTS, at, |layout| {
        Ok(Facts::new(&Sheet { layout, leaflet })?.with_drawing("qr.svg", pdf::qr_svg(&leaflet.url)?))
    })
}

fn leaflet(ctx: &Context, version: &ProcedureVersion) -> Leaflet {
    let mut page = ctx.page(Nav::None);
    page.locale = Locale::Vi;
    let (facts, settings) = (&version.facts, &ctx.site.settings);
    let url = format!("{}{}", settings.base_url, facts.key.path());
    Leaflet {
        code: facts.key.code.to_string(),
        name: facts.name.clone(),
        field: facts.field.clone(),
        office: settings.province_name.clone(),
        limit: with_note(limit_words(&page, facts.binding_limit()), &facts.limit_note),
        fee: with_note(fee_words(&page, facts), &facts.fee_note),
        result: facts.result.clone(),
        channel: channel(&page, facts),
        papers: facts.papers.iter().map(|paper| paper_line(&page, paper)).collect(),
        address: url.trim_start_matches("https://").trim_start_matches("http://").to_owned(),
        url,
        hotline: settings.hotline.clone(),
        valid_from: page.t1("documents-leaflet-valid-from", "date", page.date(version.valid_from)),
    }
}

fn with_note(text: String, note: &str) -> String {
    if note.is_empty() { text } else { format!("{text} ({note})") }
}

fn channel(page: &Page, facts: &Procedure) -> String {
    let online = online_words(page, facts.online);
    if facts.is_filed_online() {
        page.t1("documents-leaflet-either", "online", online)
    } else {
        page.t("documents-leaflet-counter")
    }
}

fn paper_line(page: &Page, paper: &Paper) -> PaperLine {
    let count = paper.quantity.filter(|count| *count > 1).map(|count| page.t1("documents-leaflet-copies", "n", count));
    let parts = paper.forms.iter().cloned().chain(count).chain(paper.condition.clone());
    PaperLine { name: paper.name.clone(), detail: parts.collect::<Vec<_>>().join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printed::{codes, is_archivable, text};

    fn leaflet(papers: usize) -> Leaflet {
        let paper = |n| PaperLine { name: format!("Giấy tờ thứ {n}"), detail: "bản chính".into() };
        Leaflet {
            code: "1.013225".into(),
            name: "Cấp giấy phép xây dựng mới công trình cấp III, IV và nhà ở riêng lẻ".into(),
            field: "Xây dựng".into(),
            office: "tỉnh Quảng Ninh".into(),
            limit: "10 ngày làm việc".into(),
            fee: "150.000 đ".into(),
            result: "Giấy phép xây dựng".into(),
            channel: "Tại trung tâm hoặc trực tuyến".into(),
            papers: (1..=papers).map(paper).collect(),
            address: "motcua.example/thu-tuc/1.013225".into(),
            url: "https://motcua.example/thu-tuc/1.013225".into(),
            hotline: "1900 0000".into(),
            valid_from: "Áp dụng từ 01/07/2025".into(),
        }
    }

    #[test]
    fn a_leaflet_is_one_page_in_type_that_shrinks_only_when_it_must() {
        let press = Press::new().unwrap();
        for papers in [0, 8, 40] {
            let file = render(&press, &leaflet(papers), jiff::Timestamp::UNIX_EPOCH).unwrap();
            assert!(is_archivable(&file) && file.pages == 1, "{papers} papers: {} pages", file.pages);
            assert_eq!(codes(&file), ["QR-Code:https://motcua.example/thu-tuc/1.013225"]);
            let words = text(&file);
            for part in ["Thời hạn: 10 ngày làm việc", "Hỏi đáp: 1900 0000", "Cấp giấy phép xây dựng mới"]
            {
                assert!(words.contains(part), "{part}\nis not in\n{words}");
            }
            assert!(papers == 0 || words.contains(&format!("Giấy tờ thứ {papers}")), "{words}");
        }
    }
}
