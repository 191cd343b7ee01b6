//! Steps side by side on the pages of officers: who holds which, and each finished by itself.

use base::Role;
use workflow::{NodeKind, Performer, Place, Template, from_template};

use super::world::{COUNTER, HEAD, SPECIALIST, World, has, lacks};

const FIRST: &str = "Cơ quan thứ nhất giải quyết";
const SECOND: &str = "Cơ quan thứ hai giải quyết";

/// A building permit whose two legs are open: a specialist's (2) and a head of unit's (3).
async fn side_by_side(world: &World) -> String {
    let mut process = from_template(Template::InterAgency, "UBND cấp xã", 7_200);
    for (id, role) in [("co-quan-1", Role::Specialist), ("co-quan-2", Role::HeadOfUnit)] {
        let leg = process.nodes.iter_mut().find(|node| node.id.as_str() == id).unwrap();
        let NodeKind::Step(task) = &mut leg.kind else { panic!("a step") };
        let place = Place::CompetentAgency { unit_kind: Some("economy".to_owned()) };
        task.performer = Performer { role, place, unit_name: "Phòng KT-HT-ĐT".to_owned() };
    }
    world.publishes(process).await;
    let code = world.filed().await;
    world.does(COUNTER, &code, "tiep-nhan", &[]).await;
    world.does(COUNTER, &code, "chuyen-buoc", &[]).await;
    code
}

#[tokio::test]
async fn each_officer_sees_who_holds_which_step_and_finishes_the_own() {
    let world = World::new().await;
    let code = side_by_side(&world).await;
    let address = format!("/ho-so/{code}");
    for (login, own, other) in [(SPECIALIST, FIRST, SECOND), (HEAD, SECOND, FIRST)] {
        let inbox = world.officer(login).await.get("/ban-lam-viec").await;
        has(&inbox, &[code.as_str(), own]);
        let page = world.officer(login).await.get(&address).await;
        has(&page, &["Các bước đang làm song song", &format!("<strong lang=\"vi\">{own}</strong>"), other]);
        has(&page, &["chuyen-buoc"]);
        // The other step can be looked at, but not finished.
        let step = if own == FIRST { 3 } else { 2 };
        let page = world.officer(login).await.get(&format!("{address}?buoc={step}")).await;
        has(&page, &[&format!("<strong lang=\"vi\">{other}</strong>")]);
        lacks(&page, &["/chuyen-buoc\""]);
    }
    world.does(HEAD, &code, "chuyen-buoc", &[("step", "3")]).await;
    let dossier = world.does(SPECIALIST, &code, "chuyen-buoc", &[("step", "2")]).await;
    assert_eq!((dossier.state.step(), dossier.legs()), (Some(4), None));
    lacks(&world.officer(SPECIALIST).await.get(&address).await, &["Các bước đang làm song song"]);
}

#[tokio::test]
async fn a_form_for_a_step_that_was_finished_meanwhile_is_refused_with_what_changed() {
    let world = World::new().await;
    let code = side_by_side(&world).await;
    world.does(HEAD, &code, "chuyen-buoc", &[("step", "3")]).await;
    let answer = world.tries(HEAD, &code, "chuyen-buoc", &[("step", "3")]).await;
    assert!(answer.status.as_u16() >= 400, "{}", answer.status);
    assert_eq!(world.dossier(&code).await.state.step(), Some(2));
}
