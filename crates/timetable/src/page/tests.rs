//! The pages behind the real middleware: two steps to a change, and everything that stands in the
//! way of one.

mod world;

use base::{Role, Scope};
use jiff::civil::date;
use testkit::Answer;

use self::world::{HA_LONG, REASON, World};
use crate::rules::ClosureReason;

const HOME: &str = "/quan-tri/lich-lam-viec";

/// A form, what is typed into it, and what is said about that.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

fn has(answer: &Answer, parts: &[&str]) {
    let text = answer.text();
    for part in parts {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[tokio::test]
async fn the_year_shows_its_days_its_counts_and_what_is_only_expected() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    let page = administrator.get(HOME).await;
    assert_eq!(page.status, 200, "{}", page.text());
    has(&page, &["Lịch làm việc 2026", "làm bù ngày 10/01/2026", "tháng 12, 2026", "aria-current=\"date\""]);
    has(&page, &["Bản ban đầu", "07:30–11:30, 13:30–17:30", "Ngày làm việc của năm 2026", "<dd>249</dd>"]);
    assert!(!page.text().contains("Chưa công bố, dự kiến"));
    let next = administrator.get(&format!("{HOME}?nam=2027")).await;
    has(&next, &["Chưa công bố, dự kiến", "cal__d--projected", "muc=nam.2027"]);
    let far = administrator.get(&format!("{HOME}?nam=2031")).await;
    has(&far, &["Chưa công bố, dự kiến", "Tính sẵn", "(dự kiến) Tết Nguyên Đán"]);
}

#[tokio::test]
async fn a_day_off_is_previewed_with_the_dossiers_it_moves_then_saved() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    let form = administrator.get(&format!("{HOME}/ngay-nghi")).await;
    let fields = [("date", "04/12/2026"), ("kind", "public"), ("name", "Nghỉ theo quyết định"), ("reason", REASON)];
    let preview = world::send(&mut administrator, "ngay-nghi", &form, &fields).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    has(&preview, &["thứ Sáu 04/12/2026, Nghỉ lễ, Tết: Nghỉ theo quyết định", "Ảnh hưởng đến 3 hồ sơ"]);
    has(&preview, &["2 hồ sơ lùi ngày hẹn và 1 hồ sơ", "H49.101-261126-0001", "17:30 thứ Năm 03/12/2026", REASON]);
    assert_eq!(world.timetable.current().number(), 1, "a preview changes nothing");

    let saved = world::confirm(&mut administrator, &preview).await;
    assert_eq!((saved.status.as_u16(), saved.location.as_deref()), (303, Some("/quan-tri/lich-lam-viec?nam=2026")));
    assert!(!world.timetable.current().centre().is_working(date(2026, 12, 4)));
    let page = administrator.get(HOME).await;
    has(&page, &["Đã lưu lịch", "sắp được tính lại theo bản số 2", "Bản số 2, lưu lúc 09:00", REASON]);
    has(&page, &["Thêm: thứ Sáu 04/12/2026"]);
}

#[tokio::test]
async fn a_form_that_is_confirmed_twice_saves_once() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    let preview = world::previewed_day(&mut administrator, "04/12/2026").await;
    for _ in 0..2 {
        assert_eq!(world::confirm(&mut administrator, &preview).await.status, 303);
    }
    assert_eq!(world.timetable.current().number(), 2);
}

#[tokio::test]
async fn what_is_wrong_is_said_next_to_its_field_and_what_was_typed_stays() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    let cases: &[Case] = &[
        (
            "ngay-nghi",
            &[("date", "01/01/2026"), ("kind", "public"), ("name", "Tết")],
            "Ngày 01/01/2026 đã có trong lịch",
        ),
        ("ngay-nghi", &[("date", "31/02/2026"), ("kind", "public"), ("name", "Tết")], "Nhập ngày theo mẫu"),
        ("ngay-nghi", &[("date", "04/12/2026"), ("name", "Tết")], "Chọn một mục"),
        ("hoan-doi", &[("off", "05/12/2026"), ("worked", "12/12/2026")], "Ngày 05/12/2026 vốn là ngày nghỉ"),
        ("hoan-doi", &[("off", "04/12/2026"), ("worked", "03/12/2026")], "Ngày 03/12/2026 vốn là ngày làm việc"),
        ("gio-lam-viec", &[("opens1", "11:00"), ("closes1", "8:00")], "đóng cửa lúc 08:00"),
        (
            "gio-lam-viec",
            &[("opens1", "7h"), ("closes1", "12h"), ("opens2", "11h"), ("closes2", "17h")],
            "còn đến 12:00",
        ),
        ("gio-lam-viec", &[("opens1", "7h"), ("closes1", "")], "Nhập giờ"),
        (
            "gio-lam-viec",
            &[("opens1", "7h"), ("closes1", "12h"), ("season_from", "30/2"), ("season_through", "1/3")],
            "Không năm nào có ngày 30/02",
        ),
        (
            "tam-dung",
            &[("first", "10/12/2026"), ("last", "01/12/2026"), ("counting", "excluded"), ("decision", REASON)],
            "phải sau lúc bắt đầu",
        ),
        ("tam-dung", &[("first", "10/12/2026"), ("last", "11/12/2026"), ("decision", REASON)], "Chọn một mục"),
        ("nhap", &[], "Chọn tệp CSV hoặc ICS"),
    ];
    for (task, fields, said) in cases {
        let form = administrator.get(&format!("{HOME}/{task}")).await;
        let mut fields = fields.to_vec();
        if form.input("reason").is_some() {
            fields.push(("reason", REASON));
        }
        let again = world::send(&mut administrator, task, &form, &fields).await;
        assert_eq!(again.status, 422, "{task} {fields:?}: {}", again.text());
        has(&again, &["class=\"errsum\"", said]);
        let (name, typed) = fields[0];
        if name != "reason" {
            assert_eq!(again.input(name).as_deref(), Some(typed));
        }
    }
    let form = administrator.get(&format!("{HOME}/ngay-nghi")).await;
    let silent = [("date", "04/12/2026"), ("kind", "public"), ("name", "Nghỉ")];
    has(&world::send(&mut administrator, "ngay-nghi", &form, &silent).await, &["href=\"#f-reason\""]);
    assert_eq!(world.timetable.current().number(), 1);
}

#[tokio::test]
async fn who_comes_second_learns_what_the_first_changed_and_may_go_on() {
    let world = World::open().await;
    let (mut first, mut second) = (world.administrator(), world.administrator());
    let form = second.get(&format!("{HOME}/ngay-nghi")).await;
    let late = world::previewed_day(&mut second, "07/12/2026").await;
    let preview = world::previewed_day(&mut first, "04/12/2026").await;
    assert_eq!(world::confirm(&mut first, &preview).await.status, 303);

    let conflict = world::confirm(&mut second, &late).await;
    assert_eq!(conflict.status, 409);
    has(&conflict, &["Có người vừa lưu thay đổi khác", "Thêm: thứ Sáu 04/12/2026", "Thêm: thứ Hai 07/12/2026"]);
    assert_eq!(world.timetable.current().number(), 2);
    assert_eq!(world::confirm(&mut second, &conflict).await.status, 303);
    assert_eq!(world.timetable.current().number(), 3);

    let day = [("date", "08/12/2026"), ("kind", "public"), ("name", "Nghỉ"), ("reason", REASON)];
    let old_form = world::send(&mut second, "ngay-nghi", &form, &day).await;
    assert_eq!(old_form.status, 409);
    has(&old_form, &["Thêm: thứ Sáu 04/12/2026", "Thêm: thứ Hai 07/12/2026"]);
}

#[tokio::test]
async fn a_change_that_somebody_else_made_first_is_refused_with_the_reason() {
    let world = World::open().await;
    let (mut first, mut second) = (world.administrator(), world.administrator());
    let same = world::previewed_day(&mut second, "04/12/2026").await;
    let preview = world::previewed_day(&mut first, "04/12/2026").await;
    world::confirm(&mut first, &preview).await;
    let refused = world::confirm(&mut second, &same).await;
    assert_eq!(refused.status, 409);
    has(&refused, &["Ngày 04/12/2026 đã có trong lịch"]);
    assert_eq!(refused.input("thay-doi"), None, "nothing is left to confirm");
}

#[tokio::test]
async fn only_an_administrator_of_everything_passes_and_only_with_the_secret_of_the_session() {
    let world = World::open().await;
    let routes = ["", "/ngay-nghi", "/xuat/lich.csv"].map(|end| format!("{HOME}{end}"));
    for (role, scope) in [
        (Role::CounterOfficer, Scope::Province),
        (Role::Inspector, Scope::Province),
        (Role::Administrator, Scope::Agency(base::AgencyId::new(world::now()))),
    ] {
        let mut visitor = world.officer(role, scope);
        for route in &routes {
            assert_eq!(visitor.get(route).await.status, 403, "{role:?} {scope:?} {route}");
        }
    }
    for route in &routes {
        let stranger = world.stranger().get(route).await;
        assert!(stranger.location.is_some_and(|to| to.starts_with("/dang-nhap")), "{route}");
    }
    let mut administrator = world.administrator();
    let preview = world::previewed_day(&mut administrator, "04/12/2026").await;
    let change = preview.input("thay-doi").unwrap().replace("&#34;", "\"");
    let forged = [("ban", "1"), ("reason", REASON), ("thay-doi", change.as_str())];
    assert_eq!(administrator.post(&format!("{HOME}/luu"), &forged).await.status, 403);
    assert_eq!(world.timetable.current().number(), 1);
}

#[tokio::test]
async fn hours_sessions_suspensions_and_outages_come_from_their_forms() {
    let world = World::open().await;
    let office = world.office().to_string();
    let mut administrator = world.administrator();
    let mut made = async |task: &'static str, fields: &[(&str, &str)]| {
        let form = administrator.get(&format!("{HOME}/{task}")).await;
        let preview = world::send(&mut administrator, task, &form, fields).await;
        assert_eq!(preview.status, 200, "{task}: {}", preview.text());
        assert_eq!(world::confirm(&mut administrator, &preview).await.status, 303);
    };
    let winter = [("season_from", "16/10"), ("season_through", "15/4"), ("t6", "co"), ("since", "1/7/2026")];
    let day = [("office", office.as_str()), ("opens1", "8:00"), ("closes1", "12h"), ("reason", REASON)];
    made("gio-lam-viec", &[&winter[..], &day[..]].concat()).await;
    let saturday = [("office", ""), ("weekday", "t7"), ("opens", "7:30"), ("closes", "11:00"), ("reason", REASON)];
    made("tiep-nhan-them", &saturday).await;
    let covid = [("first", "01/04/2020"), ("last", "15/04/2020"), ("counting", "counted"), ("decision", "16/CT-TTg")];
    made("tam-dung", &[&covid[..], &[("urgent", "1.000656\n1.001193")]].concat()).await;
    let outage = [("from_date", "3/3/2026"), ("from_time", "9:00"), ("to_date", "3/3/2026"), ("to_time", "15h30")];
    made("su-co", &[&outage[..], &[("office", office.as_str()), ("decision", "BB 7")]].concat()).await;

    let edition = world.timetable.current();
    let rules = edition.rules();
    let hours = &rules.hours[0];
    assert_eq!((hours.office, hours.rule.weekdays.len()), (Some(world.office()), 1));
    assert_eq!(hours.rule.season.unwrap().from, (10, 16));
    assert_eq!(rules.intake[0].office, None);
    let [suspended, down] = rules.closures.as_slice() else { panic!("{:?}", rules.closures) };
    assert_eq!(
        (suspended.excluded, suspended.urgent.len(), suspended.reason),
        (false, 2, ClosureReason::OfficeSuspension)
    );
    assert_eq!(suspended.dates(), Some((date(2020, 4, 1), date(2020, 4, 15))));
    assert_eq!((down.excluded, down.to), (true, "2026-03-03T15:30".parse().unwrap()));

    let page = administrator.get(&format!("{HOME}?noi={office}")).await;
    has(
        &page,
        &[HA_LONG, "08:00–12:00", "hằng năm từ 16/10 đến 15/04; thứ Sáu", "thứ Bảy 07:30–11:00", "cal__d--intake"],
    );
    has(
        &page,
        &["vẫn tính vào thời hạn", "1.000656, 1.001193", "từ 09:00 03/03/2026 đến 15:30 03/03/2026", "cal__d--closed"],
    );
}

#[tokio::test]
async fn what_is_listed_is_taken_away_or_ended_with_a_reason() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    let address = format!("{HOME}/bo?muc=ngay.2026-08-31");
    let form = administrator.get(&address).await;
    has(&form, &["thứ Hai 31/08/2026, Nghỉ hoán đổi", "thứ Bảy 22/08/2026, Làm bù"]);
    let muc = form.input("muc").unwrap();
    let preview = world::send(&mut administrator, "bo", &form, &[("muc", &muc), ("reason", REASON)]).await;
    has(&preview, &["Bỏ: thứ Bảy 22/08/2026", "Bỏ: thứ Hai 31/08/2026"]);
    world::confirm(&mut administrator, &preview).await;
    assert!(world.timetable.current().centre().is_working(date(2026, 8, 31)));
    assert_eq!(administrator.get(&address).await.status, 404);
    assert_eq!(administrator.get(&format!("{HOME}/bo")).await.status, 404);
    assert_eq!(administrator.get(&format!("{HOME}/khac")).await.status, 404);

    let form = administrator.get(&format!("{HOME}/cong-bo?muc=nam.2027")).await;
    let muc = form.input("muc").unwrap();
    let preview = world::send(&mut administrator, "cong-bo", &form, &[("muc", &muc), ("reason", REASON)]).await;
    has(&preview, &["Đổi: thứ Năm 04/02/2027, Nghỉ, dự kiến"]);
}

#[tokio::test]
async fn what_is_given_out_comes_back_the_same() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    for (name, kind) in [("lich.csv", "text/csv; charset=utf-8"), ("lich.ics", "text/calendar; charset=utf-8")] {
        let file = administrator.get(&format!("{HOME}/xuat/{name}")).await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, Some(kind)));
        let same = world::import(&mut administrator, name, &file.bytes).await;
        assert_eq!(same.status, 422, "{}", same.text());
        has(&same, &["Lịch đã đúng như vậy"]);
    }
    assert_eq!(administrator.get(&format!("{HOME}/xuat/lich.pdf")).await.status, 404);
}

#[tokio::test]
async fn an_imported_year_replaces_the_expected_one() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    let file = "\u{feff}date,kind,name\n2027-01-01,public,Tết Dương lịch\n2027-02-05,public,Giao thừa\n";
    let preview = world::import(&mut administrator, "2027.csv", file.as_bytes()).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    has(&preview, &["Bỏ: thứ Năm 04/02/2027", "Đổi: thứ Sáu 05/02/2027"]);
    assert_eq!(world::confirm(&mut administrator, &preview).await.status, 303);
    let edition = world.timetable.current();
    assert_eq!(edition.rules().days_of(2027).count(), 2);
    assert_eq!(edition.rules().days_of(2026).count(), crate::Rules::shipped().days_of(2026).count());
}

#[tokio::test]
async fn a_file_with_one_wrong_line_is_refused_with_the_line() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    for (file, said) in [
        ("date,kind,name\n2027-01-01,public,Tết\n2027-13-01,public,?\n", "Dòng 3: “2027-13-01” không phải ngày"),
        ("date,kind,name\n2027-01-01,holiday,Tết\n", "Dòng 2: “holiday” không phải loại ngày"),
        ("ngày,loại,tên\n", "Dòng 1: dòng đầu thiếu cột date"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270101T080000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "có giờ"),
        ("date,kind,name\n2027-01-04,working_saturday,?\n", "Ngày 04/01/2027 vốn là ngày làm việc"),
    ] {
        let refused = world::import(&mut administrator, "lich", file.as_bytes()).await;
        assert_eq!(refused.status, 422, "{file}");
        has(&refused, &[said]);
    }
}

#[tokio::test]
async fn the_page_tells_how_far_the_open_dossiers_follow() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    let preview = world::previewed_day(&mut administrator, "04/12/2026").await;
    world::confirm(&mut administrator, &preview).await;
    let half = |tx: &mut db::Tx<'_>| {
        crate::progress::start(tx, 2, 1200, world::now())?;
        crate::progress::advance(tx, 2, 600, 41)
    };
    world.db.write::<_, _, db::Error>(half).await.unwrap();
    let page = administrator.get(HOME).await;
    has(&page, &["600 trong 1.200 hồ sơ, 41 hồ sơ đổi ngày", "max=\"1200\" value=\"600\"", "Làm mới"]);
    let rest = |tx: &mut db::Tx<'_>| {
        crate::progress::advance(tx, 2, 600, 9)?;
        crate::progress::finish(tx, 2, world::now())
    };
    world.db.write::<_, _, db::Error>(rest).await.unwrap();
    let page = administrator.get(HOME).await;
    has(&page, &["Đã tính lại 1.200 hồ sơ, 50 hồ sơ đổi ngày hẹn"]);
    assert!(!page.text().contains("Làm mới"));
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let world = World::open().await;
    let mut administrator = world.administrator();
    let preview = world::previewed_day(&mut administrator, "04/12/2026").await;
    world::confirm(&mut administrator, &preview).await;
    let mut addresses: Vec<String> =
        super::task::Task::ALL.iter().filter(|task| task.stands_alone()).map(|task| task.slug().to_owned()).collect();
    addresses.extend(["bo?muc=ngay.2026-01-01", "cong-bo?muc=nam.2027"].map(str::to_owned));
    for language in ["vi", "en"] {
        for end in &addresses {
            let join = if end.contains('?') { '&' } else { '?' };
            let page = administrator.get(&format!("{HOME}/{end}{join}lang={language}")).await;
            assert_eq!(page.status, 200, "{end}");
            assert!(!page.text().contains("timetable-"), "a sentence is missing in {}", page.text());
        }
        let page = administrator.get(&format!("{HOME}?lang={language}")).await.text();
        assert!(!page.contains("timetable-"), "a sentence is missing in {page}");
    }
}
