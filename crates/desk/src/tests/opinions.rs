//! Opinions asked outside the process, on the pages: ask, find, answer, go on meanwhile.

use super::world::{COUNTER, ELSEWHERE, SPECIALIST, World, address, has, lacks};

const TRAY: &str = "/ban-lam-viec/xin-y-kien";

impl World {
    /// The unit for the economy of phường Bãi Cháy, as the form names it.
    fn neighbour(&self) -> String {
        let (organisation, day) = (self.dossiers.organisation(), jiff::civil::date(2026, 11, 25));
        let agency = organisation.agency_by_code("H49.102").unwrap().id;
        let unit = organisation.unit_of_kind(agency, organisation::UnitKind::Economy, day).unwrap().id;
        format!("{agency}/{unit}")
    }

    async fn asks(&self, code: &str) {
        let question = [("agency", self.neighbour()), ("question", "Ranh giới có đúng không?".to_owned())];
        let mut fields: Vec<(&str, &str)> = question.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.push(("days", "2"));
        self.does(SPECIALIST, code, "xin-y-kien", &fields).await;
    }
}

#[tokio::test]
async fn another_commune_is_asked_reads_the_dossier_and_answers() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.asks(&code).await;
    let mut neighbour = world.officer(ELSEWHERE).await;
    let tray = neighbour.get(TRAY).await;
    has(&tray, &[&code, "Ranh giới có đúng không?", "Xin ý kiến<span class=\"count\">1</span>", "Chờ ý kiến"]);
    let seen = neighbour.get(&format!("/ho-so/{code}")).await;
    assert_eq!(seen.status, 200);
    has(&seen, &["Cho ý kiến", "Ranh giới có đúng không?"]);
    lacks(&seen, &["chuyen-buoc", "022099000117"]);

    // The step may go on; the page says what is not there yet.
    has(&world.officer(SPECIALIST).await.get(&address(&code, "chuyen-buoc")).await, &["Còn 1 ý kiến chưa trả lời"]);
    world.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
    let before = world.dossier(&code).await;
    let empty = world.tries(ELSEWHERE, &code, "cho-y-kien", &[("no", "1"), ("agrees", "khong"), ("text", " ")]).await;
    assert_eq!(empty.status, 422);
    has(&empty, &["aria-invalid"]);
    let unsaid = world.tries(ELSEWHERE, &code, "cho-y-kien", &[("no", "1"), ("text", "Đúng")]).await;
    has(&unsaid, &["Chọn đồng ý hoặc không đồng ý"]);
    let given = [("no", "1"), ("agrees", "khong"), ("text", "Lệch 2 m về phía đông")];
    let done = world.tries(ELSEWHERE, &code, "cho-y-kien", &given).await;
    assert_eq!(done.location.as_deref(), Some("/ban-lam-viec"), "it is no longer theirs to read");
    let after = world.dossier(&code).await;
    assert_eq!((after.state, after.holder), (before.state, before.holder));
    lacks(&neighbour.get(TRAY).await, &[&code]);
    let workbench = world.officer(SPECIALIST).await.get(&format!("/ho-so/{code}?muc=nhat-ky")).await;
    has(&workbench, &["Không đồng ý", "Lệch 2 m về phía đông", "Ý kiến đã trả lời", "UBND phường Bãi Cháy"]);
}

#[tokio::test]
async fn a_question_needs_a_place_words_and_a_deadline() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let before = world.dossier(&code).await;
    let place = world.neighbour();
    for (fields, said) in [
        (vec![("question", "Hỏi"), ("days", "2"), ("agency", "")], "Chọn cơ quan hoặc đơn vị được hỏi"),
        (vec![("question", "Hỏi"), ("days", "31"), ("agency", &place)], "Nhập số ngày làm việc từ 1 đến 30"),
        (vec![("question", "Hỏi"), ("days", "mai"), ("agency", &place)], "Nhập số ngày làm việc từ 1 đến 30"),
        (vec![("question", ""), ("days", "2"), ("agency", &place)], "aria-invalid"),
    ] {
        let refused = world.tries(SPECIALIST, &code, "xin-y-kien", &fields).await;
        assert_eq!(refused.status, 422, "{fields:?}");
        has(&refused, &[said]);
    }
    assert_eq!(world.dossier(&code).await, before);
    assert_eq!(world.officer(COUNTER).await.get(&address(&code, "xin-y-kien")).await.status, 403);
    assert_eq!(world.officer(ELSEWHERE).await.get(&address(&code, "cho-y-kien")).await.status, 404);
}
