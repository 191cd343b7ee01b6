//! The counter: one form that keeps everything, takes in nothing incomplete and nothing twice; and a
//! visit settled as far as the officer's roles reach.

use dossier::{Dossier, Event, Outcome, State, StateName};
use testkit::{Answer, Visitor};

use super::page::unsaid;
use super::world::{COUNTER, NUMBER, OWNER, RETURN_OFFICER, SPECIALIST, World, has, lacks, send};

/// Holds every role of a visit.
const ALL_ROLES: &str = "khongcho.halong";
const PROVINCE: &str = "motcua.tinh";
const CARD: &str = "022099000117|100999111|Lý Văn Phúc|01021999|Nam|Tổ 7, phường Hạ Long, Quảng Ninh|10052021";
/// Giấy phép xây dựng: papers 1 and 3 are always handed in.
const BUILDING: &str = "1.013225";
/// Bản sao trích lục hộ tịch: settled in one visit, 8.000 đ.
const EXTRACT: &str = "2.000635";

const PERSON: [(&str, &str); 3] =
    [("owner.name", OWNER), ("owner.personal_id", NUMBER), ("owner.address", "Tổ 7, phường Hạ Long")];
const PERMIT: [(&str, &str); 5] = [
    ("thu-tuc", BUILDING),
    ("giay", "1.013225.1"),
    ("giay", "1.013225.3"),
    ("fee_vnd", "50000"),
    ("viec", "tiep-nhan"),
];
const COPY: [(&str, &str); 3] = [("thu-tuc", EXTRACT), ("giay", "2.000635.1"), ("sets", "1")];

/// A process of `data/workflows`.
fn example(code: &str) -> workflow::Process {
    let file = format!("{}/../../data/workflows/{code}.yaml", env!("CARGO_MANIFEST_DIR"));
    workflow::read_yaml(&std::fs::read_to_string(file).unwrap()).unwrap().remove(0).process
}

/// Opens the counter and sends its form.
async fn at_counter(world: &World, login: &str, fields: &[&[(&str, &str)]]) -> (Visitor, Answer, Answer) {
    let mut officer = world.officer(login).await;
    let page = officer.get("/quay").await;
    assert_eq!(page.status, 200, "{login}");
    let answer = send(&mut officer, &page, "/quay", &fields.concat()).await;
    (officer, page, answer)
}

fn code_in(location: &str) -> &str {
    location.strip_prefix("/quay/da-nhan/").unwrap_or_else(|| panic!("{location} is no received dossier"))
}

fn received(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    code_in(answer.location.as_deref().unwrap()).to_owned()
}

/// Dossiers of the person of these tests.
async fn filed(world: &World) -> Vec<Dossier> {
    world.dossiers.search(&base::Actor::system(), NUMBER).await.unwrap()
}

#[tokio::test]
async fn a_card_fills_the_person_and_never_stands_in_an_address() {
    let world = World::new().await;
    let (_, _, answer) = at_counter(&world, COUNTER, &[&[("quet", CARD), ("owner.phone", "0900000789")]]).await;
    assert_eq!((answer.status.as_u16(), &answer.location), (200, &None));
    has(&answer, &[NUMBER, OWNER, "01/02/1999", "Tổ 7, phường Hạ Long", "0900000789"]);
    lacks(&answer, &["100999111", "|Nam|"]);
}

#[tokio::test]
async fn twelve_digits_are_a_personal_number() {
    let world = World::new().await;
    let (_, _, answer) = at_counter(&world, COUNTER, &[&[("quet", NUMBER), ("owner.name", OWNER)]]).await;
    has(&answer, &[&format!("value=\"{NUMBER}\""), OWNER]);
}

#[tokio::test]
async fn a_dossier_code_opens_the_dossier_and_keeps_a_form_that_is_in_use() {
    let world = World::new().await;
    let code = world.filed().await;
    for scan in [code.clone(), format!("https://motcua.example/tra-cuu/{code}")] {
        let (_, _, answer) = at_counter(&world, COUNTER, &[&[("quet", &scan)]]).await;
        assert_eq!(answer.location, Some(format!("/ho-so/{code}")));
    }
    let (_, _, answer) = at_counter(&world, COUNTER, &[&PERSON, &[("quet", &code)]]).await;
    assert_eq!(answer.status, 200);
    has(&answer, &[&format!("/ho-so/{code}"), "Tổ 7, phường Hạ Long"]);
    let (_, _, answer) = at_counter(&world, COUNTER, &[&[("quet", "H49.101-261125-0999")]]).await;
    has(&answer, &["H49.101-261125-0999"]);
}

#[tokio::test]
async fn what_is_no_code_is_told_and_loses_nothing() {
    let world = World::new().await;
    let (_, _, answer) = at_counter(&world, COUNTER, &[&PERSON, &[("quet", "???")]]).await;
    assert_eq!(answer.status, 200);
    has(&answer, &["Không nhận ra mã này. Thử quét lại hoặc gõ mã hồ sơ.", OWNER, NUMBER]);
}

#[tokio::test]
async fn procedures_are_found_by_words_by_code_and_by_button() {
    let world = World::new().await;
    for fields in [&[("tim", BUILDING)][..], &[("chon", BUILDING)]] {
        let (_, _, answer) = at_counter(&world, COUNTER, &[&PERSON, fields]).await;
        has(&answer, &["Cấp giấy phép xây dựng", "Bản vẽ thiết kế", "15 ngày làm việc", OWNER]);
    }
    let (mut officer, _, answer) = at_counter(&world, COUNTER, &[&[("tim", "khai sinh")]]).await;
    has(&answer, &["name=\"chon\" value=\"1.001193\""]);
    has(&officer.get(&format!("/quay?thu-tuc={EXTRACT}")).await, &["Tờ khai cấp bản sao trích lục", "8.000"]);
}

#[tokio::test]
async fn each_office_finds_what_it_receives_most() {
    let world = World::new().await;
    let commune = world.officer(COUNTER).await.get("/quay").await;
    for code in [EXTRACT, "1.001193", BUILDING, "1.001612", "1.000656"] {
        has(&commune, &[&format!("value=\"{code}\"")]);
    }
    has(&world.officer(PROVINCE).await.get("/quay").await, &["value=\"1.013831\""]);
}

#[tokio::test]
async fn all_missing_papers_are_told_at_once_and_nothing_is_taken_in() {
    let world = World::new().await;
    let fields = [("thu-tuc", BUILDING), ("viec", "tiep-nhan"), ("owner.name", OWNER), ("owner.phone", "12")];
    let (_, _, answer) = at_counter(&world, COUNTER, &[&fields]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["id=\"f-owner-personal-id-e\"", "id=\"f-owner-phone-e\"", OWNER]);
    let summary = answer.text();
    let summary = summary.split("class=\"errsum\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(summary.contains("Đơn đề nghị cấp GPXD") && summary.contains("Bản vẽ thiết kế"), "{summary}");
    assert!(filed(&world).await.is_empty());
}

#[tokio::test]
async fn whoever_files_for_another_brings_the_authorisation() {
    let world = World::new().await;
    let proxy =
        [("proxy", "co"), ("proxy.name", "Vũ Thị Mai"), ("proxy.personal_id", "022195000779"), ("fee_vnd", "8000")];
    let (_, _, answer) = at_counter(&world, COUNTER, &[&PERSON, &COPY, &proxy, &[("viec", "tiep-nhan")]]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["Giấy ủy quyền", "Vũ Thị Mai"]);
    let (_, _, answer) =
        at_counter(&world, COUNTER, &[&PERSON, &COPY, &proxy, &[("giay", "2.000635.2"), ("viec", "tiep-nhan")]]).await;
    let dossier = world.dossier(&received(&answer)).await;
    assert_eq!(dossier.content.proxy.unwrap().name, "Vũ Thị Mai");
}

#[tokio::test]
async fn a_complete_dossier_is_received_once_with_its_code_and_slip() {
    let world = World::new().await;
    let (mut officer, page, first) = at_counter(&world, COUNTER, &[&PERSON, &PERMIT]).await;
    let code = received(&first);
    let second = send(&mut officer, &page, "/quay", &[&PERSON[..], &PERMIT].concat()).await;
    assert_eq!(second.location, first.location, "a second press has no second effect");
    let dossiers = filed(&world).await;
    assert_eq!(dossiers.len(), 1);
    assert_eq!(dossiers[0].state, State::Received { step: 1 });
    let shown = officer.get(first.location.as_deref().unwrap()).await;
    has(&shown, &[&code, &format!("/ho-so/{code}/giay-tiep-nhan.pdf"), "/quay\""]);
}

#[tokio::test]
async fn a_form_used_again_for_something_else_is_told_and_not_swallowed() {
    let world = World::new().await;
    let (mut officer, page, first) = at_counter(&world, COUNTER, &[&PERSON, &PERMIT]).await;
    let changed = [&PERSON[..], &PERMIT, &[("request", "Nhà kho")]].concat();
    let told = send(&mut officer, &page, "/quay", &changed).await;
    assert_eq!(told.status, 409);
    has(&told, &[&received(&first), "Nhà kho"]);
    let again = send(&mut officer, &told, "/quay", &changed).await;
    assert_ne!(received(&again), received(&first));
    assert_eq!(filed(&world).await.len(), 2);
}

#[tokio::test]
async fn the_guidance_lists_everything_missing_stores_nothing_and_leads_back() {
    let world = World::new().await;
    let fields = [("thu-tuc", BUILDING), ("giay", "1.013225.1"), ("viec", "huong-dan")];
    let (mut officer, _, sheet) = at_counter(&world, COUNTER, &[&PERSON, &fields]).await;
    assert_eq!(sheet.status, 200);
    has(&sheet, &["Bản vẽ thiết kế", "Cam kết an toàn công trình liền kề", OWNER]);
    assert!(filed(&world).await.is_empty());
    let kept = inputs(&sheet);
    let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let back = send(&mut officer, &sheet, "/quay", &[&kept[..], &[("viec", "ve")]].concat()).await;
    has(&back, &[OWNER, NUMBER, "value=\"1.013225.1\" id=\"giay-1\" aria-label=\"", "checked"]);
}

/// The hidden inputs of the form in the page itself.
fn inputs(page: &Answer) -> Vec<(String, String)> {
    let text = page.text();
    let main = text.find("<main").map_or(text.as_str(), |at| &text[at..]);
    let part =
        |tag: &str, name: &str| tag.split(&format!("{name}=\"")).nth(1)?.split('"').next().map(ToOwned::to_owned);
    main.split("<input type=\"hidden\"")
        .skip(1)
        .filter_map(|tag| Some((part(tag, "name")?, part(tag, "value")?)))
        .collect()
}

#[tokio::test]
async fn money_that_was_collected_is_in_the_history_with_its_proof() {
    let world = World::new().await;
    let paid = [("fee_vnd", "8000"), ("fee_paid", "co"), ("viec", "tiep-nhan")];
    let (_, _, answer) = at_counter(&world, COUNTER, &[&PERSON, &COPY, &paid]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["id=\"f-fee-proof-e\""]);
    let (_, _, answer) = at_counter(&world, COUNTER, &[&PERSON, &COPY, &paid, &[("fee_proof", "FT26329001")]]).await;
    let dossier = world.dossier(&received(&answer)).await;
    let fee = dossier.content.fee.clone().unwrap();
    assert!(fee.paid && fee.note.is_empty());
    let history = world.dossiers.history(dossier.id).await.unwrap();
    let proof = |event: &Event| matches!(event, Event::FeePaid { proof, .. } if proof == "FT26329001");
    assert!(history.iter().any(|line| proof(&line.event)));
}

#[tokio::test]
async fn an_officer_with_every_role_settles_a_visit_in_one_press() {
    let world = World::new().await;
    let fields = [("fee_vnd", "8000"), ("fee_paid", "co"), ("fee_proof", "FT26329001"), ("viec", "ngay")];
    let (_, _, unchecked) = at_counter(&world, ALL_ROLES, &[&PERSON, &COPY, &fields]).await;
    assert_eq!(unchecked.status, 422);
    has(&unchecked, &["id=\"f-identity-checked-e\""]);
    assert!(filed(&world).await.is_empty(), "nothing is half done");
    let checked = [("identity_checked", "co")];
    let (mut officer, page, answer) = at_counter(&world, ALL_ROLES, &[&PERSON, &COPY, &fields, &checked]).await;
    let dossier = world.dossier(&received(&answer)).await;
    assert_eq!(dossier.state, State::Returned { outcome: Outcome::Granted });
    assert_eq!(dossier.content.handed_over.as_ref().unwrap().receiver, OWNER);
    let again = send(&mut officer, &page, "/quay", &[&PERSON[..], &COPY, &fields, &checked].concat()).await;
    assert_eq!(again.location, answer.location);
    assert_eq!(world.dossier(&received(&again)).await, dossier);
    assert_eq!(filed(&world).await.len(), 1);
}

#[tokio::test]
async fn a_visit_stops_where_the_roles_end_and_says_who_goes_on() {
    let world = World::new().await;
    let unpaid = [("fee_vnd", "0"), ("fee_note", "Hộ nghèo"), ("viec", "tiep-nhan")];
    let (mut officer, _, answer) = at_counter(&world, COUNTER, &[&PERSON, &COPY, &unpaid]).await;
    let code = received(&answer);
    let address = format!("/quay/da-nhan/{code}");
    let page = officer.get(&address).await;
    let settled = send(&mut officer, &page, &format!("/quay/giai-quyet/{code}"), &[]).await;
    assert_eq!(settled.location.as_deref(), Some(address.as_str()));
    assert_eq!(world.dossier(&code).await.state, State::InProgress { step: 2 });
    has(&officer.get(&address).await, &["Chuyên viên", &format!("href=\"{address}\"")]);
}

#[tokio::test]
async fn the_settling_form_asks_for_the_identity_before_anything_is_done() {
    let world = World::new().await;
    let unpaid = [("fee_vnd", "0"), ("fee_note", "Hộ nghèo"), ("viec", "tiep-nhan")];
    let (mut officer, _, answer) = at_counter(&world, ALL_ROLES, &[&PERSON, &COPY, &unpaid]).await;
    let code = received(&answer);
    let settling = format!("/quay/giai-quyet/{code}");
    let page = officer.get(&format!("/quay/da-nhan/{code}")).await;
    has(&page, &["Bản sao trích lục hộ tịch", OWNER]);
    let fields = [("title", "Bản sao trích lục khai sinh"), ("copies", "1"), ("receiver", OWNER)];
    let refused = send(&mut officer, &page, &settling, &fields).await;
    assert_eq!(refused.status, 422);
    has(&refused, &["Bản sao trích lục khai sinh", "id=\"f-identity-checked-e\""]);
    assert_eq!(world.dossier(&code).await.state.name(), StateName::Received);
    let done = send(&mut officer, &refused, &settling, &[&fields[..], &[("identity_checked", "co")]].concat()).await;
    assert_eq!(done.status, 303);
    assert_eq!(world.dossier(&code).await.state.name(), StateName::Returned);
}

#[tokio::test]
async fn earlier_dossiers_of_the_person_are_listed_within_reach_only() {
    let world = World::new().await;
    let code = world.filed().await;
    let (_, _, here) = at_counter(&world, COUNTER, &[&[("quet", CARD)]]).await;
    has(&here, &[&format!("/ho-so/{code}")]);
    let (_, _, elsewhere) = at_counter(&world, "motcua.baichay", &[&[("quet", CARD)]]).await;
    lacks(&elsewhere, &[&code]);
}

#[tokio::test]
async fn the_counter_belongs_to_counter_officers() {
    let world = World::new().await;
    for login in [SPECIALIST, RETURN_OFFICER] {
        assert_eq!(world.officer(login).await.get("/quay").await.status, 403, "{login}");
    }
}

#[tokio::test]
async fn every_page_of_the_counter_is_said_in_both_languages() {
    let world = World::new().await;
    for language in ["vi", "en"] {
        let mut officer = world.officer(ALL_ROLES).await;
        let mut pages = vec![officer.get(&format!("/quay?lang={language}")).await];
        for code in [EXTRACT, BUILDING] {
            pages.push(officer.get(&format!("/quay?thu-tuc={code}")).await);
        }
        let page = pages[1].clone();
        pages
            .push(send(&mut officer, &page, "/quay", &[("thu-tuc", EXTRACT), ("viec", "ngay"), ("proxy", "co")]).await);
        pages.push(send(&mut officer, &page, "/quay", &[("thu-tuc", EXTRACT), ("viec", "huong-dan")]).await);
        let unpaid = [("fee_vnd", "0"), ("fee_note", "Hộ nghèo"), ("viec", "tiep-nhan")];
        let answer = send(&mut officer, &page, "/quay", &[&PERSON[..], &COPY, &unpaid].concat()).await;
        pages.push(officer.get(answer.location.as_deref().unwrap()).await);
        for page in &pages {
            assert_eq!(unsaid(page), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn a_published_fee_is_not_dropped_by_emptying_its_field() {
    let world = World::new().await;
    let (_, _, answer) =
        at_counter(&world, COUNTER, &[&PERSON, &COPY, &[("fee_vnd", ""), ("viec", "tiep-nhan")]]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["id=\"f-fee-vnd-e\""]);
}

#[tokio::test]
async fn scans_of_papers_stay_with_the_form_and_go_into_the_dossier() {
    let world = World::new().await;
    let mut officer = world.officer(COUNTER).await;
    let page = officer.get(&format!("/quay?thu-tuc={BUILDING}")).await;
    let scan = ("quet-giay.1.013225.3", "ban-ve.pdf", "%PDF-1.7\nbản vẽ\n%%EOF");
    let typed = [&PERSON[..], &[("thu-tuc", BUILDING), ("fee_vnd", "50000"), ("viec", "tiep-nhan")]].concat();
    let again = send_with(&mut officer, &page, &typed, scan).await;
    assert_eq!(again.status, 422, "paper 1 is missing");
    has(&again, &["ban-ve.pdf", "Đơn đề nghị cấp GPXD"]);
    let wrong = ("quet-giay.1.013225.1", "don.exe", "MZ");
    let refused = send_with(&mut officer, &again, &typed, wrong).await;
    assert_eq!(refused.status, 422);
    has(&refused, &["ban-ve.pdf", "id=\"f-quet-giay-1-013225-1-e\""]);
    let done = send(&mut officer, &refused, "/quay", &[&typed[..], &[("giay", "1.013225.1")]].concat()).await;
    let papers = world.dossier(&received(&done)).await.content.papers;
    let files: Vec<_> = papers.iter().map(|paper| (paper.no, paper.files.len())).collect();
    assert_eq!(files, [(Some(1), 0), (Some(3), 1)]);
}

/// Sends the form of a page as a browser does when a file was chosen.
async fn send_with(officer: &mut Visitor, page: &Answer, fields: &[(&str, &str)], file: (&str, &str, &str)) -> Answer {
    let mut body = String::new();
    let hidden = super::world::hidden(page);
    let hidden = hidden.iter().map(|(name, value)| (*name, value.as_str()));
    for (name, value) in hidden.chain(fields.iter().copied()) {
        body.push_str(&format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    let (name, file_name, bytes) = file;
    body.push_str(&format!(
        "--XX\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: application/pdf\r\n\r\n{bytes}\r\n--XX--\r\n"
    ));
    officer.send(axum::http::Method::POST, "/quay", Some("multipart/form-data; boundary=XX"), body.into_bytes()).await
}

#[tokio::test]
async fn what_the_process_asks_is_asked_at_the_counter_and_kept() {
    let world = World::new().await;
    world.publishes(example(BUILDING)).await;
    let (_, _, shown) = at_counter(&world, COUNTER, &[&[("chon", BUILDING)]]).await;
    has(&shown, &["Để biết cách giải quyết", "Thuộc diện thẩm duyệt phòng cháy", "Không rõ"]);

    // Neither left open nor answered with what was not offered.
    for answers in [&[][..], &[("work.kind", "nhà ở riêng lẻ"), ("work.fire_review", "vâng"), ("work.floors", "ba")]]
    {
        let (_, _, refused) = at_counter(&world, COUNTER, &[&PERSON, &PERMIT, answers]).await;
        assert_eq!(refused.status, 422);
        has(&refused, &["Chọn câu trả lời cho “Thuộc diện thẩm duyệt phòng cháy”"]);
        assert!(filed(&world).await.is_empty());
    }
    let answers = [("work.kind", "nhà ở riêng lẻ"), ("work.fire_review", "không rõ"), ("work.floors", "3")];
    let (_, _, answer) = at_counter(&world, COUNTER, &[&PERSON, &PERMIT, &answers]).await;
    let code = received(&answer);
    let declared = filed(&world).await.remove(0).content.declared;
    let kept: Vec<(&str, &str)> = declared.iter().map(|answer| (answer.key.as_str(), answer.value.as_str())).collect();
    assert_eq!(kept, [("work.kind", "nhà ở riêng lẻ"), ("work.floors", "3"), ("work.fire_review", "không rõ")]);
    let mut officer = world.officer(COUNTER).await;
    has(&officer.get(&format!("/ho-so/{code}?muc=thong-tin")).await, &["Loại công trình", "nhà ở riêng lẻ"]);
}
