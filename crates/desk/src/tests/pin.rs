//! Signing at the desk: a PIN for one sending, told when it is wrong, and a file that holds.

use dossier::State;

use super::world::{COUNTER, LEADER, PIN, STAMP_KEEPER, World, address, has, lacks, send};
use crate::tests::page::unsaid;

impl World {
    async fn is_decided(&self, code: &str) -> bool {
        self.dossier(code).await.content.result.is_some_and(|result| result.decided_at.is_some())
    }
}

#[tokio::test]
async fn a_leader_signs_many_with_one_pin_and_a_wrong_one_changes_nothing() {
    let world = World::signing(false).await;
    let (first, second) = (world.drafted().await, world.drafted().await);
    let mut leader = world.officer(LEADER).await;
    let page = leader.get("/trinh-ky").await;
    has(&page, &["Mã PIN ký số", "Nguyễn Thành Trung (trình diễn)"]);
    let (one, two) = (world.choice(&first).await, world.choice(&second).await);
    let chosen = [("chon", one.as_str()), ("chon", two.as_str())];
    for (pin, told) in [("", "Nhập mã PIN"), ("111111", "Còn 4 lần")] {
        let fields = [chosen.as_slice(), &[("pin", pin)]].concat();
        let refused = send(&mut leader, &page, "/trinh-ky", &fields).await;
        assert_eq!(refused.status, 422);
        has(&refused, &[told, " checked"]);
        lacks(&refused, &["111111"]);
        assert!(!world.is_decided(&first).await);
    }
    let fields = [chosen.as_slice(), &[("pin", PIN)]].concat();
    let done = send(&mut leader, &page, "/trinh-ky", &fields).await;
    has(&done, &["Đã xong 2 trong 2 hồ sơ"]);
    lacks(&done, &[PIN]);
    let id = world.dossier(&first).await.id;
    let made = world.files.made_for(id).await.unwrap();
    assert_eq!(made.len(), 1, "the signed file is there with the decision");

    // A second press signs nothing and tells the same.
    let again = send(&mut leader, &page, "/trinh-ky", &fields).await;
    has(&again, &["Đã xong 2 trong 2 hồ sơ"]);
    assert_eq!(world.files.made_for(id).await.unwrap(), made);
}

#[tokio::test]
async fn the_form_of_one_dossier_asks_for_the_pin_and_the_seal_may_go_without() {
    let world = World::signing(false).await;
    let code = world.drafted().await;
    for (pin, told) in [("", "Nhập mã PIN"), ("222222", "Còn 4 lần")] {
        let refused = world.tries(LEADER, &code, "phe-duyet", &[("pin", pin)]).await;
        assert_eq!(refused.status, 422);
        has(&refused, &[told]);
    }
    world.does(LEADER, &code, "phe-duyet", &[("pin", PIN)]).await;
    let signed = world.files.made_for(world.dossier(&code).await.id).await.unwrap();
    let seal = [("seal", "Con dấu thứ nhất"), ("copies", "1"), ("pin", PIN)];
    let sealed = world.does(STAMP_KEEPER, &code, "dong-dau", &seal).await;
    let with_seal = world.files.made_for(sealed.id).await.unwrap();
    assert!(with_seal.len() == 1 && with_seal[0].size > signed[0].size, "{signed:?} {with_seal:?}");

    let on_paper = world.drafted().await;
    world.does(LEADER, &on_paper, "phe-duyet", &[("pin", PIN)]).await;
    world.drafted().await;
    for (login, path) in [(LEADER, "/trinh-ky"), (STAMP_KEEPER, "/dong-dau")] {
        let page = world.officer(login).await.get(&format!("{path}?lang=en")).await;
        has(&page, &["Signing PIN"]);
        assert_eq!(unsaid(&page), Vec::<String>::new());
    }
    let fields = [("seal", "Con dấu thứ nhất"), ("copies", "2")];
    let sealed = world.does(STAMP_KEEPER, &on_paper, "dong-dau", &fields).await;
    assert!(matches!(sealed.state, State::InProgress { .. }), "{:?}", sealed.state);
}

#[tokio::test]
async fn where_signing_is_required_nobody_approves_without_a_certificate() {
    let world = World::signing(true).await;
    let code = world.drafted().await;
    let certificates = world.certificates_of(LEADER).await;
    world.end(certificates).await;
    let page = world.officer(LEADER).await.get(&address(&code, "phe-duyet")).await;
    lacks(&page, &["Mã PIN"]);
    let refused = world.tries(LEADER, &code, "phe-duyet", &[]).await;
    assert_eq!(refused.status, 422);
    has(&refused, &["chưa có chứng thư số"]);
    assert!(!world.is_decided(&code).await);
    assert_eq!(world.officer(COUNTER).await.get("/trinh-ky").await.status, 403);
}
