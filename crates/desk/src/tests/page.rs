//! Every page of a dossier in both languages, at each step of its life, without a key left unsaid.

use testkit::Answer;

use super::world::{COUNTER, HEAD, LEADER, RETURN_OFFICER, SPECIALIST, STAMP_KEEPER, World};

/// Sentence keys of the crates whose sentences stand on these pages: a missing one is shown as it is.
const CRATES: [&str; 4] = ["desk-", "dossier-", "messages-", "web-"];

/// Keys that stand between blanks, quotes or tags; classes and identifiers in tags do not count.
pub(super) fn unsaid(page: &Answer) -> Vec<String> {
    let text = page.text();
    let shown = text.split('<').filter_map(|part| part.split_once('>')).map(|(_, shown)| shown);
    let words = shown.flat_map(|shown| shown.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')));
    words.filter(|word| CRATES.iter().any(|name| word.starts_with(name))).map(ToOwned::to_owned).collect()
}

async fn all_said(world: &World, login: &str, code: &str, paths: &[&str]) {
    let mut officer = world.officer(login).await;
    for path in paths {
        for language in ["vi", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let address = format!("/ho-so/{code}{path}{joint}lang={language}");
            let page = officer.get(&address).await;
            assert_eq!(page.status, 200, "{login} {address}");
            assert_eq!(unsaid(&page), Vec::<String>::new(), "{login} {address}");
            assert!(page.text().contains(&format!("<html lang=\"{language}\"")), "{address}");
        }
    }
}

const TABS: [&str; 6] = ["", "?muc=thong-tin", "?muc=phi-thue", "?muc=ket-qua", "?muc=nhat-ky", "?muc=tin-nhan"];

#[tokio::test]
async fn every_page_is_said_in_both_languages() {
    let world = World::new().await;
    let code = world.filed().await;
    let intake = ["", "/tiep-nhan", "/tu-choi-tiep-nhan", "/yeu-cau-bo-sung", "/rut"];
    all_said(&world, COUNTER, &code, &intake).await;
    world.does(COUNTER, &code, "tiep-nhan", &[]).await;
    world.does(COUNTER, &code, "chuyen-buoc", &[]).await;
    all_said(&world, HEAD, &code, &["", "/chuyen-buoc", "/tra-lai", "/dung-giai-quyet"]).await;
    world.does(HEAD, &code, "chuyen-buoc", &[]).await;
    all_said(&world, SPECIALIST, &code, &TABS).await;
    all_said(&world, SPECIALIST, &code, &["/yeu-cau-bo-sung", "/tam-dung", "/cho-nop-tien"]).await;
    world.does(SPECIALIST, &code, "cho-nop-tien", &[("amount_vnd", "75000"), ("notice", "TB-12")]).await;
    all_said(&world, COUNTER, &code, &["", "?muc=phi-thue", "/xac-nhan-nop-tien"]).await;
    world.does(COUNTER, &code, "xac-nhan-nop-tien", &[("amount_vnd", "75000"), ("proof", "BL-7")]).await;
    world.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
    all_said(&world, SPECIALIST, &code, &["/trinh-ket-qua"]).await;
    world.does(SPECIALIST, &code, "trinh-ket-qua", &[("outcome", "granted"), ("title", "Giấy phép xây dựng")]).await;
    world.does(HEAD, &code, "chuyen-buoc", &[]).await;
    all_said(&world, LEADER, &code, &["", "?muc=ket-qua", "/phe-duyet", "/tu-choi-giai-quyet"]).await;
    world.does(LEADER, &code, "phe-duyet", &[]).await;
    all_said(&world, STAMP_KEEPER, &code, &["", "/dong-dau"]).await;
    world.does(STAMP_KEEPER, &code, "dong-dau", &[("seal", "UBND phường Hạ Long"), ("copies", "1")]).await;
    all_said(&world, RETURN_OFFICER, &code, &["", "?muc=ket-qua", "/chuyen-tra", "/tra-ket-qua"]).await;
}

#[tokio::test]
async fn every_page_of_a_waiting_dossier_is_said_in_both_languages() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let ground = [("reason", "fieldwork"), ("legal_basis", "Luật Xây dựng Đ.102")];
    world.does(SPECIALIST, &code, "tam-dung", &ground).await;
    all_said(&world, SPECIALIST, &code, &["", "/tinh-tiep"]).await;
    world.does(SPECIALIST, &code, "tinh-tiep", &[]).await;
    let asked = [("paper", "3"), ("what.3", "Bản vẽ thiếu mặt cắt móng"), ("viec", "gui")];
    world.does(SPECIALIST, &code, "yeu-cau-bo-sung", &asked).await;
    all_said(&world, COUNTER, &code, &["", "/bo-sung", "/rut"]).await;
}
