//! Every shared part on two pages, to look at: `cargo run -p web --example gallery`, then open
//! `/`, `/loi`, and `/vao` (signs an invented officer in) on port 8099.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use base::{AccountId, Actor, ActorKind, AgencyId, Grant, Role, Scope, StaffId, UnitId};
use calendar::FrozenClock;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use web::{
    Chip, Context, DayMark, DayStrip, DueDate, Empty, Error, FieldErrors, Fields, FileRow, Form, Gate, Icon, Identify,
    Link, Locales, Nav, Note, Page, Pager, Routes, Settings, SignedIn, Site, StepMark, StripDay, Timeline,
    TimelineStep, Tone, Used,
};

#[derive(Template)]
#[template(path = "../examples/gallery.html")]
struct Gallery {
    page: Page,
    form: Fields,
    chips: Vec<Chip>,
    notes: Vec<Note>,
    due: DueDate,
    days: DayStrip,
    timeline: Timeline,
    files: Vec<FileRow>,
    empties: Vec<Empty>,
    options: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "../examples/gallery_desk.html")]
struct DeskGallery {
    page: Page,
    form: Fields,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    class: &'static str,
    code: &'static str,
    person: &'static str,
    chip: Chip,
    used: Used,
}

fn chips() -> Vec<Chip> {
    vec![
        Chip::new(Tone::Ok, "Còn 4 ngày"),
        Chip::new(Tone::Soon, "Hôm nay, 17:00"),
        Chip::new(Tone::Late, "Quá hạn 2 ngày"),
        Chip::new(Tone::Pause, "Dừng 3 ngày"),
        Chip::new(Tone::Info, "Trả ngay trong ngày"),
    ]
}

fn notes() -> Vec<Note> {
    vec![
        Note::new(Tone::Info, "Không phụ thuộc nơi thường trú.").titled("Nộp được ở bất kỳ xã, phường nào"),
        Note::new(Tone::Ok, "Đã gửi yêu cầu bổ sung cho người nộp lúc 10:05."),
        Note::new(Tone::Late, "Trần Thị C vừa sửa hồ sơ này lúc 09:40.").linked("So sánh hai bản", "/"),
        Note::new(Tone::Pause, "Đang tạm dừng tính ngày từ 10/11."),
    ]
}

fn strip(page: &Page) -> DayStrip {
    let days = [27, 28, 29, 30, 31].into_iter().map(|day| date(2026, 10, day));
    let days = days.chain((1..=13).map(|day| date(2026, 11, day)));
    let mut number = 0;
    let mark = |day: Date| {
        let paused = day.month() == 11 && (10..=12).contains(&day.day());
        if day.weekday().to_monday_zero_offset() > 4 {
            return DayMark::Off;
        }
        if paused {
            return DayMark::Paused;
        }
        number += 1;
        if day > date(2026, 11, 12) { DayMark::Expected(number) } else { DayMark::Counted(number) }
    };
    let mut mark = mark;
    let days = days.map(|day| StripDay { date: day, mark: mark(day), today: day == date(2026, 11, 12) }).collect();
    DayStrip::new(page, days)
}

fn timeline() -> Timeline {
    let step = |mark, title: &str, time: &str, text: &str| TimelineStep {
        mark,
        title: title.to_owned(),
        time: time.to_owned(),
        text: text.to_owned(),
        link: None,
    };
    let mut received =
        step(StepMark::Done, "Tiếp nhận hồ sơ", "14:20 thứ Hai 26/10", "Trung tâm Phục vụ hành chính công.");
    received.link = Some(Link { label: "Giấy tiếp nhận và hẹn trả".to_owned(), href: "/".to_owned() });
    Timeline {
        steps: vec![
            received,
            step(StepMark::Pause, "Chờ nghĩa vụ tài chính", "Từ 08:00 thứ Ba 10/11", "Thuế đã ra thông báo."),
            step(StepMark::Now, "Ký giấy chứng nhận", "Dự kiến 16/11", ""),
            step(StepMark::Ahead, "Trả kết quả", "Dự kiến 17/11", "Bưu chính công ích"),
        ],
    }
}

fn form(page: &Page) -> Fields {
    Fields::blank(page).with("how", "post").with("code", "001099000117")
}

async fn gallery(context: Context) -> Result<Response, Error> {
    let page = context.page(Nav::Tracking).crumb("Trang chủ", "/").crumb("Thành phần", "");
    show(page.clone(), form(&page))
}

async fn send(context: Context, sent: Form) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    sent.required("name", &mut errors);
    sent.date("issued", "web-error-date", &mut errors);
    let page = context.page(Nav::Tracking).with_errors(!errors.is_empty());
    show(page.clone(), Fields::again(&page, &sent, errors))
}

fn show(page: Page, form: Fields) -> Result<Response, Error> {
    web::html(Gallery {
        form,
        chips: chips(),
        notes: notes(),
        due: DueDate::new(&page, "Dự kiến trả", date(2026, 11, 17)),
        days: strip(&page),
        timeline: timeline(),
        files: vec![FileRow {
            icon: Icon::File,
            name: "Don-dang-ky-bien-dong.pdf".to_owned(),
            detail: "Tạo từ thông tin đã khai · 2 trang".to_owned(),
            link: Some(Link { label: "Xem".to_owned(), href: "/".to_owned() }),
        }],
        empties: vec![Empty {
            icon: Icon::Search,
            title: "Không tìm thấy thủ tục nào cho “so do”".to_owned(),
            text: "Có phải ông/bà tìm".to_owned(),
            link: Some(Link { label: "sang tên sổ đỏ".to_owned(), href: "/".to_owned() }),
        }],
        options: vec![("desk".to_owned(), "Tại quầy".to_owned()), ("post".to_owned(), "Bưu chính công ích".to_owned())],
        page,
    })
}

async fn desk(context: Context) -> Result<Response, Error> {
    let row = |class, code, person, tone, text: &str, used| Row {
        class,
        code,
        person,
        chip: Chip::new(tone, text),
        used: Used::new(used, 10, format!("{used}/10"), "ngày"),
    };
    let page = context.page(Nav::Inbox).counts([(Nav::Inbox, 18), (Nav::AwaitingIntake, 7)]);
    web::html(DeskGallery {
        form: form(&page),
        rows: vec![
            row("is-late", "H49.12-261013-0064", "Phạm Văn D", Tone::Late, "Quá hạn 2 ngày", 12),
            row("is-soon", "H49.12-261030-0077", "Đỗ Văn I", Tone::Soon, "Còn 1 ngày", 9),
            row("", "H49.12-261106-0033", "Ngô Văn L", Tone::Ok, "Còn 4 ngày", 5),
            row("is-pause", "H49.12-261026-0117", "Nguyễn Văn A", Tone::Pause, "Dừng 3 ngày", 7),
        ],
        pager: Pager {
            shown: "1–4 trong 18 hồ sơ".to_owned(),
            previous: None,
            next: Some(Link { label: "Trang sau".to_owned(), href: "/quay".to_owned() }),
        },
        page,
    })
}

async fn enter(context: Context) -> Result<Response, Error> {
    let mut response = context.redirect_noting("/quay", "web-demo-label");
    response.headers_mut().extend(context.session_cookie("officer"));
    Ok(response)
}

async fn fault() -> Result<Response, Error> {
    Err(Error::internal("shown on purpose"))
}

/// Everybody is the same officer on pages of the desk.
struct Officer(Actor);

impl Identify for Officer {
    fn session<'a>(&'a self, _: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<SignedIn>, Error>> {
        let signed_in = SignedIn { actor: self.0.clone(), csrf: "x".repeat(64), session: "1".to_owned() };
        Box::pin(async { Ok(Some(signed_in)) })
    }

    fn bearer<'a>(&'a self, _: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<Actor>, Error>> {
        Box::pin(async { Ok(None) })
    }
}

fn officer(now: Timestamp) -> Officer {
    let kind =
        ActorKind::Staff { staff: StaffId::new(now), agency: AgencyId::new(now), unit: UnitId::new(now), office: None };
    let roles = [Role::CounterOfficer, Role::Specialist, Role::Leader];
    let grants = roles.map(|role| Grant { role, scope: Scope::Province, valid_from: Timestamp::MIN, valid_to: None });
    Officer(Actor { account: AccountId::new(now), kind, name: "Trần Thị B".to_owned(), grants: grants.into() })
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now: Timestamp = "2026-11-12T02:42:00Z".parse()?;
    let settings = Settings {
        centre_name: "Trung tâm Phục vụ hành chính công tỉnh An Bình".to_owned(),
        centre_address: "Số 1 đường Mẫu, phường Hòa Lạc, tỉnh An Bình".to_owned(),
        opening_hours: "Thứ Hai đến thứ Sáu: 7:30–11:30 và 13:30–17:00".to_owned(),
        province_name: "tỉnh An Bình".to_owned(),
        hotline: "1900 0000".to_owned(),
        demo: true,
        ..Settings::default()
    };
    let folder = std::env::temp_dir().join("motcua-gallery.db");
    let db = db::Db::open(&format!("sqlite:{}", folder.display()), &db::Options::default())?;
    let site = Site::new(db, Arc::new(FrozenClock::at(now)), settings, Locales::load(&[])?, Arc::new(officer(now)));
    let routes = Routes::new("gallery")
        .get("gallery.portal", "/", Gate::Public, gallery)
        .post("gallery.send", "/", Gate::Public, send)
        .get("gallery.desk", "/quay", Gate::Staff, desk)
        .get("gallery.enter", "/vao", Gate::Public, enter)
        .get("gallery.fault", "/loi", Gate::Public, fault);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8099").await?;
    axum::serve(listener, routes.into_router(site)).await?;
    Ok(())
}
