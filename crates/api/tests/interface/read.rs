//! Reading one dossier: how much is seen, and that the look is noted.

use base::Role;
use testkit::each_engine;

use crate::world::{BUILDING_PERMIT, World, filing, text};

#[tokio::test]
async fn numbers_are_masked_for_roles_that_do_not_need_them() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
        let dossier = counter.file(&filing(BUILDING_PERMIT)).await;
        let path = format!("/api/v1/dossiers/{}", text(&dossier, "/code"));
        for (role, seen) in [
            (Role::Integration, "022099000117"),
            (Role::Specialist, "022099000117"),
            (Role::Cashier, "0220 •••• 0117"),
            (Role::Supervisor, "0220 •••• 0117"),
        ] {
            let read = world.system(role, "province").await.get(&path).await.body;
            assert_eq!((text(&read, "/owner/name"), text(&read, "/owner/personal_id")), ("Lý Văn Phúc", seen), "{role:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_read_answers_what_the_command_answered() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
        let dossier = counter.file(&filing(BUILDING_PERMIT)).await;
        let path = format!("/api/v1/dossiers/{}", text(&dossier, "/code"));
        assert_eq!(counter.get(&path).await.body, dossier);
        // As people type it.
        let typed = path.to_lowercase().replace("-261102-", "261102");
        assert_eq!(counter.get(&typed).await.body, dossier);
    })
    .await;
}
