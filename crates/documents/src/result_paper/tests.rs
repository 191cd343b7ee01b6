//! Every kind of result: one archivable page of A4 with its number and its QR code.

use super::*;
use crate::printed::{codes, is_archivable, text};

fn decided(paper: ResultPaper) -> Decided {
    Decided {
        paper,
        office: Office {
            parent: "UBND tỉnh Quảng Ninh".into(),
            name: "UBND phường Hạ Long".into(),
            place: "Quảng Ninh".into(),
        },
        number: format!("0012/{}", paper.sign()),
        book: format!("{}, 2026", paper.sign()),
        dossier_code: "H49.101-261125-0001".into(),
        verify: Verify { url: "https://a.example/xac-minh?ma=1".into(), address: "a.example/xac-minh".into() },
        decided_at: "2026-11-25T09:00:00+07:00".parse().unwrap(),
        decider: "Nguyễn Thành Trung".into(),
        authority: vec!["TUQ. CHỦ TỊCH".into(), "GIÁM ĐỐC TRUNG TÂM".into()],
        person: Named {
            name: "Lý Văn Phúc".into(),
            born: "01/02/1990".into(),
            identity_kind: "Số định danh cá nhân".into(),
            identity: "022099000117".into(),
            address: "Tổ 7, phường Hạ Long".into(),
        },
        procedure: Procedure { code: "1.004873".into(), name: "Thủ tục mẫu".into() },
        summary: "Nội dung được quyết định".into(),
        declared: vec![Declared { label: "Diện tích".into(), value: "86 m²".into() }],
        papers: vec![Certified { name: "Giấy khai sinh".into(), number: "0012".into(), copies: 2 }],
    }
}

#[test]
fn every_result_is_one_archivable_page_with_its_number_and_the_way_to_check_it() {
    let press = Press::new().unwrap();
    for (paper, part) in [
        (ResultPaper::CivilExtract, "Ngày sinh: 01/02/1990"),
        (ResultPaper::BuildingPermit, "Diện tích: 86 m²"),
        (ResultPaper::Confirmation, "PHIẾU XÁC NHẬN"),
        (ResultPaper::Certification, "1 Giấy khai sinh 0012 02"),
        (ResultPaper::Refusal, "không đủ điều kiện giải quyết"),
    ] {
        let file = render(&press, &decided(paper)).unwrap_or_else(|error| panic!("{paper:?}: {error}"));
        assert!(file.pages == 1 && is_archivable(&file), "{paper:?}");
        assert_eq!(codes(&file), ["QR-Code:https://a.example/xac-minh?ma=1"], "{paper:?}");
        let words = text(&file);
        let number = format!("Số: 0012/{}", paper.sign());
        for part in [
            part,
            &number,
            "Lý Văn Phúc",
            "TUQ. CHỦ TỊCH",
            "GIÁM ĐỐC TRUNG TÂM",
            "Nguyễn Thành Trung",
            "Nội dung được quyết định",
            "a.example/xac-minh",
        ] {
            assert!(words.contains(part), "{paper:?}: {part}\nis not in\n{words}");
        }
    }
}

#[test]
fn a_refusal_is_a_letter_whatever_was_asked_for() {
    assert_eq!(ResultPaper::of("2.000635", Outcome::Refused), Some(ResultPaper::Refusal));
    assert_eq!(ResultPaper::of("2.000815", Outcome::Granted), Some(ResultPaper::Certification));
    assert_eq!(ResultPaper::of("1.001193", Outcome::Granted), None);
    for paper in ResultPaper::ALL {
        assert_eq!(ResultPaper::from_name(paper.name()), Some(*paper));
    }
}
