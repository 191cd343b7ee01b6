//! The register of delegations behind the real middleware.

use web::{Chip, Fields, Page, Tone};

use super::{post, sign_in};
use crate::fixture::{House, OFFICER, PASSWORD};
use crate::page::{delegation, delegations};

const LIST: &str = delegations::ADDRESS;

fn sent<'a>(delegate: &'a str, cover: &'a str, codes: &'a str, to: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("nguoi-uy-quyen", "Nguyễn Thị Hạnh"),
        ("nguoi-duoc-uy-quyen", delegate),
        ("hinh-thuc", "tuq"),
        ("pham-vi", cover),
        ("linh-vuc", "Hộ tịch"),
        ("ma-thu-tuc", codes),
        ("so-van-ban", "12/QĐ-UBND"),
        ("tu-ngay", "01/12/2026"),
        ("den-ngay", to),
    ]
}

#[tokio::test]
async fn an_administrator_records_a_delegation_and_the_share_says_what_is_decided_at_the_centre() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, "cuong.lv", PASSWORD, "").await;
    let empty = visitor.get(LIST).await.text();
    assert!(empty.contains("0 trên 4 thủ tục (0,0 %)") && empty.contains("Chưa có ủy quyền nào"), "{empty}");
    for (fields, said) in [
        (sent("khong.co", "all", "", "31/12/2026"), "Không có cán bộ nào đang làm việc"),
        (sent("giang.vt", "listed", "1.001193 9.9", "31/12/2026"), "Không có thủ tục nào mang mã 9.9"),
        (sent("giang.vt", "", "", "31/12/2026"), "Chọn phạm vi ủy quyền"),
        (sent("giang.vt", "all", "", ""), "Nhập ngày cuối cùng"),
        (sent(OFFICER, "all", "", "31/12/2026"), "Người thụ lý không được ký kết quả"),
        (sent("hanh.nt", "all", "", "31/12/2026"), "Không ai ủy quyền cho chính mình"),
    ] {
        let refused = post(&mut visitor, LIST, LIST, &fields).await;
        assert!(refused.status.as_u16() == 422 && refused.text().contains(said), "{said}: {}", refused.text());
    }
    let made = post(&mut visitor, LIST, LIST, &sent("giang.vt", "field", "", "10/12/2026")).await;
    assert_eq!(made.status.as_u16(), 303, "{}", made.text());
    let list = visitor.get(LIST).await.text();
    for said in ["2 trên 4 thủ tục (50,0 %)", "Vũ Thị Giang, Giám đốc Trung tâm", "Lĩnh vực Hộ tịch", "Sắp hết hạn"]
    {
        assert!(list.contains(said), "{said}\n{list}");
    }
    let twice = post(&mut visitor, LIST, LIST, &sent("giang.vt", "listed", "1.001193", "31/12/2026")).await;
    assert!(twice.text().contains("Văn bản 12/QĐ-UBND đã ủy quyền"), "{}", twice.text());

    let here = made.location.unwrap();
    let end = format!("{here}/ket-thuc");
    let refused = post(&mut visitor, &here, &end, &[("ly-do", "")]).await;
    assert_eq!(refused.status.as_u16(), 422, "{}", refused.text());
    assert_eq!(post(&mut visitor, &here, &end, &[("ly-do", "Đổi phân công")]).await.status.as_u16(), 303);
    let one = visitor.get(&here).await.text();
    assert!(one.contains("Đổi phân công") && one.contains("Hết hiệu lực") && !one.contains("ly-do"), "{one}");
    assert!(visitor.get(LIST).await.text().contains("0 trên 4 thủ tục"));
}

#[tokio::test]
async fn leaders_see_the_register_and_only_administrators_change_it() {
    let house = House::open().await;
    let mut leader = house.visitor();
    sign_in(&mut leader, "hanh.nt", PASSWORD, "").await;
    let list = leader.get(LIST).await;
    assert!(list.status.as_u16() == 200 && !list.text().contains("so-van-ban"), "{}", list.text());
    let csrf = leader.get("/tai-khoan").await.input("csrf").unwrap();
    assert_eq!(leader.post(LIST, &[("csrf", csrf.as_str())]).await.status.as_u16(), 403);
    let mut officer = house.visitor();
    sign_in(&mut officer, OFFICER, PASSWORD, "").await;
    assert_eq!(officer.get(LIST).await.status.as_u16(), 403);
}

fn line() -> delegations::Line {
    delegations::Line {
        href: LIST.to_owned(),
        document: "12/QĐ-UBND".to_owned(),
        delegator: "Nguyễn Thị Hạnh".to_owned(),
        delegate: "Vũ Thị Giang".to_owned(),
        capacity: "TUQ.".to_owned(),
        cover: "Mọi thủ tục".to_owned(),
        term: "01/12/2026 – 31/12/2026".to_owned(),
        chip: Chip::new(Tone::Ok, "Đang hiệu lực"),
    }
}

pub(super) fn list(page: Page) -> delegations::DelegationsPage {
    let pair = || vec![("all".to_owned(), "Mọi thủ tục".to_owned())];
    let choices = delegations::Choices { capacities: pair(), covers: pair(), fields: pair() };
    let told = "1 trên 2 thủ tục".to_owned();
    delegations::DelegationsPage { form: Fields::blank(&page), told, rows: vec![line()], choices: Some(choices), page }
}

pub(super) fn one(page: Page) -> delegation::DelegationPage {
    delegation::DelegationPage {
        form: Fields::blank(&page),
        line: line(),
        codes: vec!["1.001193 (Hộ tịch)".to_owned()],
        recorded_by: "Lê Văn Cường".to_owned(),
        end_reason: "Đổi phân công".to_owned(),
        may_end: true,
        page,
    }
}
