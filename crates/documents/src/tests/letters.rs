//! Letters in the place where their event happened: numbered in their book, for officers in reach and
//! for the person, and nobody else.

use base::Actor;
use dossier::command::{Accept, Reason, Stop};
use dossier::{Command, Dossier, Request, Which};
use testkit::each_engine;

use super::download::ask_for_papers;
use super::world::{BUILDING_PERMIT, World};
use crate::form::{Circular, Form};
use crate::printed;
use crate::written;

async fn act(world: &World, dossier: &Dossier, command: Command) -> Dossier {
    let (which, request) = (Which::Id(dossier.id), Request::at(world.now()));
    world.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await.unwrap()
}

async fn letters(world: &World, dossier: &Dossier) -> Vec<(Form, Circular, i64)> {
    let history = world.dossiers.history(dossier.id).await.unwrap();
    written(dossier, &history).iter().map(|letter| (letter.form, letter.circular, letter.version)).collect()
}

async fn words(world: &World, who: &str, path: &str) -> String {
    let answer = world.visitor(who).get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    printed::text(&pdf::Rendered { pdf: answer.bytes, pages: 1 })
}

#[tokio::test]
async fn a_request_for_papers_is_a_numbered_letter_for_the_person_and_officers_in_reach() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let first = world.filed(BUILDING_PERMIT, Vec::new(), vec![ask_for_papers()]).await;
        let second = world.filed(BUILDING_PERMIT, Vec::new(), vec![ask_for_papers()]).await;
        let [(form, circular, version)] = letters(&world, &second).await[..] else { panic!("one letter") };
        assert_eq!((form, circular), (Form::Supplement, Circular::Of2025));
        let (staff, public) = (
            format!("/ho-so/{}/phieu/{version}", second.label()),
            format!("/tra-cuu/{}/phieu/{version}", second.label()),
        );
        let text = words(&world, "halong", &staff).await;
        for part in ["Số: 0002/HDHS", "Lý Văn Phúc", "Ký lại đơn", &second.label(), "Mẫu số 02, Thông tư 03/2025"]
        {
            assert!(text.contains(part), "{part}\nis not in\n{text}");
        }
        assert_eq!(words(&world, "phuc", &public).await, text);
        let held = format!("{public}?ma-tra-cuu={}", second.content.lookup_code);
        assert_eq!(words(&world, "nobody", &held).await, text);
        let earlier = words(&world, "halong", &format!("/ho-so/{}/phieu/{version}", first.label())).await;
        assert!(earlier.contains("Số: 0001/HDHS"), "{earlier}");

        assert_eq!(world.visitor("baichay").get(&staff).await.status, 404);
        assert_eq!(world.visitor("ich").get(&public).await.status, 422, "neither owner nor holder of the slip");
        for none in [version + 1, version - 1, 0] {
            assert_eq!(
                world.visitor("halong").get(&format!("/ho-so/{}/phieu/{none}", second.label())).await.status,
                404
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_refusal_a_stop_and_a_withdrawal_leave_their_letters() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let reason = || Reason { reason: "Không đúng thẩm quyền".to_owned() };
    let declined = world.filed(BUILDING_PERMIT, Vec::new(), vec![Command::Decline(reason())]).await;
    assert_eq!(letters(&world, &declined).await, [(Form::Refusal, Circular::Of2025, declined.version)]);
    let text = words(&world, "phuc", &format!("/tra-cuu/{}/phieu/{}", declined.label(), declined.version)).await;
    assert!(text.contains("Không đúng thẩm quyền") && text.contains("Số: 0001/TCHS"), "{text}");

    let accepted = || world.filed(BUILDING_PERMIT, Vec::new(), vec![Command::Accept(Accept::default())]);
    let stop = Stop {
        reason: "Thửa đất tranh chấp".to_owned(), legal_basis: "Luật Đất đai, Điều 133".to_owned()
    };
    let stopped = act(&world, &accepted().await, Command::Stop(stop)).await;
    let text = words(&world, "halong", &format!("/ho-so/{}/phieu/{}", stopped.label(), stopped.version)).await;
    for part in ["Số: 0001/DGQ", "Luật Đất đai, Điều 133", "quyết định của cơ quan giải quyết", "Mẫu số 05"]
    {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
    let withdrawn = act(&world, &accepted().await, Command::Withdraw(reason())).await;
    let text = words(&world, "phuc", &format!("/tra-cuu/{}/phieu/{}", withdrawn.label(), withdrawn.version)).await;
    assert!(text.contains("đề nghị của người nộp hồ sơ") && text.contains("Số: 0002/DGQ"), "{text}");

    let unreceived = world.filed(BUILDING_PERMIT, Vec::new(), vec![Command::Withdraw(reason())]).await;
    assert_eq!(letters(&world, &unreceived).await, [], "nothing was begun");
}
