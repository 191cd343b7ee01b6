//! The worked processes with legs at several agencies, each lived from filing to hand-over in a store,
//! with each answer that its branches ask for.

use base::{Actor, DossierId};
use dossier::command::Accept;
use dossier::{Answer, Channel, Command, Dossier, Event, Request, StateName};
use testkit::each_engine;

use crate::world::World;

type Answers = &'static [(&'static str, &'static str)];

/// Code, answers, and a step that only these answers lead to.
const LIVES: &[(&str, Answers, &str)] = &[
    ("1.013831", &[], "Nhận chứng từ nộp tiền"),
    ("1.013831", &[("duty.exempt", "có")], ""),
    ("1.013978", &[], ""),
    (
        "1.013225",
        &[("work.kind", "công trình khác"), ("work.fire_review", "có")],
        "Lấy ý kiến về phòng cháy, chữa cháy",
    ),
    ("1.013225", &[("work.kind", "nhà ở riêng lẻ"), ("work.floors", "3")], "Lấy ý kiến về ranh giới thửa đất"),
    ("2.000986", &[("home.of_other", "không")], ""),
    ("2.000986", &[("home.of_other", "có")], ""),
];

impl World {
    async fn filed_with(&self, code: &str, answers: &[(&str, &str)]) -> Dossier {
        let mut filing = self.filing(code, Channel::Counter).await;
        let answer = |(key, value): &(&str, &str)| Answer {
            key: (*key).to_owned(),
            label: String::new(),
            value: (*value).to_owned(),
        };
        filing.declared = answers.iter().map(answer).collect();
        let accept = vec![Command::Accept(Accept::default())];
        self.dossiers.file(&Actor::system(), filing, accept, Request::at(self.now())).await.unwrap()
    }

    /// Names of the steps a dossier visited, in the order they were entered.
    async fn visited(&self, dossier: &Dossier) -> Vec<String> {
        let definition = self.dossiers.workflows().get(dossier.workflow).await.unwrap();
        let visits = dossier.content.visits.iter();
        visits.filter_map(|visit| definition.step(visit.step)).map(|step| step.name.clone()).collect()
    }

    async fn log(&self, id: DossierId) -> Vec<Event> {
        self.dossiers.history(id).await.unwrap().into_iter().map(|line| line.event).collect()
    }
}

#[tokio::test]
async fn every_worked_process_is_lived_to_the_hand_over() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        for code in ["1.013831", "1.013978", "1.013225", "2.000986"] {
            world.publishes_example(code).await;
        }
        for (code, answers, mark) in LIVES {
            let filed = world.filed_with(code, answers).await;
            let ended = world.to_the_end(&filed).await;
            assert_eq!(ended.state.name(), StateName::Returned, "{code} {answers:?}");
            let stored = world.read(&ended).await;
            assert_eq!(stored, ended, "{code}: what is stored is what was made");
            assert!(stored.content.visits.iter().all(|visit| visit.left_at.is_some()), "{code}: a place stays open");
            assert!(stored.resolved_at.is_some(), "{code}: the clock has ended");
            let visited = world.visited(&stored).await;
            assert!(mark.is_empty() || visited.iter().any(|name| name == mark), "{code} {answers:?} {visited:#?}");
            let log = world.log(stored.id).await;
            assert_eq!(i64::try_from(log.len()).unwrap(), stored.version, "{code}: one version an event");
        }
    })
    .await;
}

#[tokio::test]
async fn other_answers_lead_other_ways() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        for code in ["1.013831", "1.013225", "2.000986"] {
            world.publishes_example(code).await;
        }
        let pairs: [(&str, [Answers; 2]); 3] = [
            ("1.013831", [&[("duty.exempt", "không")], &[("duty.exempt", "có")]]),
            (
                "1.013225",
                [&[("work.fire_review", "không")], &[("work.fire_review", "có"), ("work.kind", "công trình khác")]],
            ),
            ("2.000986", [&[("home.of_other", "không")], &[("home.of_other", "có")]]),
        ];
        for (code, both) in pairs {
            let mut ways = Vec::new();
            for answers in both {
                let ended = world.to_the_end(&world.filed_with(code, answers).await).await;
                ways.push(world.visited(&ended).await);
            }
            assert_ne!(ways[0], ways[1], "{code}");
        }
    })
    .await;
}
