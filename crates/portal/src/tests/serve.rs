//! TEMPORARY
use super::world::World;
use super::filing::{file_birth, fill_birth};
#[tokio::test(flavor="multi_thread")]
#[ignore]
async fn serve() {
    let store = testkit::sqlite();
    let settings = web::Settings { centre_name: "Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh".into(), centre_address: "Phường Hạ Long, tỉnh Quảng Ninh".into(), opening_hours: "Thứ Hai đến thứ Sáu: 7:30–11:30 và 13:30–17:00".into(), province_name: "tỉnh Quảng Ninh".into(), hotline: "1900 0000".into(), demo: true, ..Default::default() };
    let world = World::with(store.db.clone(), settings).await;
    let mut phuc = world.phuc().await;
    let a = file_birth(&mut phuc).await;
    let b = file_birth(&mut phuc).await;
    world.accept(&b).await;
    let c = file_birth(&mut phuc).await;
    world.accept(&c).await;
    world.ask_for(&c, &["Ký tên vào tờ khai đăng ký khai sinh ở trang 2", "Chụp rõ bốn góc giấy cam đoan, đọc được tên người làm chứng"]).await;
    let d = super::filing::file_plain(&mut phuc, "/nop-ho-so/1.004873").await; world.accept(&d).await;
    world.clock.advance(jiff::SignedDuration::from_mins(90));
    world.office_does(&d, dossier::Command::CompleteStep(Default::default())).await;
    world.office_does(&d, dossier::Command::Pause(dossier::command::Pause{reason: calendar::PauseReason::ExternalConsultation, legal_basis: "Nghị định 123/2015/NĐ-CP Đ.22".into(), note: String::new()})).await;
    world.clock.advance(jiff::SignedDuration::from_mins(90));
    let e = file_birth(&mut phuc).await;
    let check = fill_birth(&mut phuc).await;
    let person = super::filing::open(&mut phuc, "/nop-ho-so/1.013831", "toi").await;
    std::fs::write("/tmp/portal.txt", format!("{a}\n{b}\n{c}\n{d}\n{e}\n{check}\n{person}\n")).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8098").await.unwrap();
    let app = world.router.clone();
    tokio::time::timeout(std::time::Duration::from_secs(3600), async { axum::serve(listener, app).await.unwrap(); }).await.ok();
}
