//! Reading one dossier: how much is seen, and that the look is noted.

use base::Role;
use testkit::each_engine;

use crate::world::{BUILDING_PERMIT, World, filing, text};

db::query! {
    /// What the audit log says of a dossier: who looked at what.
    fn looks(code: &str) -> many (String, String, String) =
        "SELECT kind, actor_name, detail FROM audit_entry WHERE subject_code = $1 ORDER BY seq LIMIT 100"
}

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
            assert_eq!(
                (text(&read, "/owner/name"), text(&read, "/owner/personal_id")),
                ("Lý Văn Phúc", seen),
                "{role:?}"
            );
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

#[tokio::test]
async fn every_read_is_noted_with_what_was_seen() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
        let dossier = counter.file(&filing(BUILDING_PERMIT)).await;
        let code = text(&dossier, "/code").to_owned();
        let path = format!("/api/v1/dossiers/{code}");
        world.system(Role::Integration, "province").await.get(&path).await;
        world.system(Role::Supervisor, "province").await.get(&path).await;
        world.system(Role::CounterOfficer, "office:H49.102").await.get(&path).await.refused(404, "not-found");
        let noted = world.db.read::<_, _, db::Error>(move |tx| looks(tx, &code)).await.unwrap();
        let noted: Vec<_> =
            noted.iter().map(|(kind, who, seen)| (kind.as_str(), who.as_str(), seen.as_str())).collect();
        assert_eq!(
            noted,
            [
                ("read", "integration", "identity declaration papers personal-id contact"),
                ("read", "supervisor", "identity declaration papers"),
            ]
        );
    })
    .await;
}
