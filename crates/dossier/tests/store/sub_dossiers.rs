//! A step that asks for a dossier at another agency: it is opened there, its result comes back, and
//! neither outlives the other half done.

use base::{Actor, AgencyId};
use dossier::command::{Note, Reason};
use dossier::{Command, Dossier, Error, Outcome, RefusalReason, Request, StateName, Which};
use jiff::civil::date;
use testkit::each_engine;
use workflow::{NodeId, NodeKind, Performer, Phase, Place, Process, SubDossier, Template, from_template};

use crate::world::{BUILDING_PERMIT, LAND_TRANSFER, World};

const LAND_OFFICE: &str = "H49.26";

/// Five steps, with a dossier at the land office after the first.
fn asking_for(procedure: &str, limit: u32) -> Process {
    let mut process = from_template(Template::FiveAtPlace, "UBND cấp xã", limit);
    let id: NodeId = "ho-so-dat".parse().unwrap();
    let (mut next, mut budget_minutes) = (id.clone(), 0);
    if let NodeKind::Step(first) = &mut process.nodes[0].kind {
        std::mem::swap(&mut first.next, &mut next);
        first.budget_minutes /= 2;
        budget_minutes = first.budget_minutes;
    }
    let at = Performer {
        role: base::Role::Specialist,
        place: Place::NamedAgency { code: LAND_OFFICE.to_owned(), unit_kind: None },
        unit_name: "Chi nhánh VPĐKĐĐ".to_owned(),
    };
    let procedure = catalogue::Key { code: procedure.parse().unwrap(), variant: 1 };
    let sub = SubDossier { procedure, at, budget_minutes, next, refused: None };
    let node =
        workflow::Node {
            id, name: "Đăng ký đất".to_owned(), phase: Phase::Appraisal, kind: NodeKind::SubDossier(sub)
        };
    process.nodes.insert(1, node);
    process
}

struct Pair {
    above: Dossier,
    below: Dossier,
}

impl World {
    async fn publishes_asking_for(&self, procedure: &str) {
        let limit = workflow::version::limit_minutes(&self.version(BUILDING_PERMIT).await).unwrap();
        self.publishes(BUILDING_PERMIT, asking_for(procedure, limit), date(2026, 11, 2)).await;
    }

    fn land_office(&self) -> AgencyId {
        self.dossiers.organisation().agency_by_code(LAND_OFFICE).unwrap().id
    }

    /// A building permit at the step that waits for the land office, and the dossier there.
    async fn pair(&self) -> Pair {
        let above = self.does(&self.accepted().await, Command::CompleteStep(Note::default())).await;
        assert_eq!(self.read(&above).await, above, "what is stored is what was made");
        let below = self.below(&above).await;
        Pair { above, below }
    }

    async fn below(&self, above: &Dossier) -> Dossier {
        let id = above.content.sub_dossiers[0].dossier;
        self.dossiers.read(&Actor::system(), Which::Id(id)).await.unwrap()
    }
}

#[tokio::test]
async fn the_result_of_the_other_agency_comes_back_and_the_step_goes_on() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        world.publishes_asking_for(LAND_TRANSFER).await;
        let Pair { above, below } = world.pair().await;

        assert_eq!((below.state.name(), below.competent_agency), (StateName::Submitted, world.land_office()));
        assert_eq!(below.content.parent.as_ref().unwrap().dossier, above.id);
        assert_eq!(below.content.owner, above.content.owner, "nobody is asked twice");
        assert_eq!(below.content.papers.len(), above.content.papers.len());
        let waiting = above.state.step();
        let Err(Error::Refused(refusal)) = world.tries(&above, Command::CompleteStep(Note::default())).await else {
            panic!("the result is not there")
        };
        let code = below.code.clone().unwrap().to_string();
        assert_eq!(refusal.reason, RefusalReason::AwaitsSubDossier(code));

        let below = world.to_the_end(&below).await;
        assert_eq!(below.state.name(), StateName::Returned, "its result goes to the agency that asked");
        let above = world.read(&above).await;
        let known = &above.content.sub_dossiers[0];
        assert!(known.is_taken);
        assert_eq!(known.ended.as_ref().unwrap().outcome, Some(Outcome::Granted));
        assert_eq!(above.state.step(), waiting.map(|step| step + 1));
        // Sent back and on again, it asks anew; what came before stays on record.
        let above = world.to_the_end(&above).await;
        assert_eq!(above.state.name(), StateName::Returned);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_that_is_withdrawn_takes_the_one_below_with_it() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        world.publishes_asking_for(LAND_TRANSFER).await;
        let Pair { above, below } = world.pair().await;
        let withdrawn = world.does(&above, Command::Withdraw(Reason { reason: String::new() })).await;
        assert_eq!(world.read(&withdrawn).await, withdrawn);
        assert_eq!(world.read(&below).await.state.name(), StateName::Withdrawn);
    })
    .await;
}

#[tokio::test]
async fn one_that_ends_without_a_decision_counts_as_refused() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        world.publishes_asking_for(LAND_TRANSFER).await;
        let Pair { above, below } = world.pair().await;
        let reason = "Không thuộc thẩm quyền".to_owned();
        world.does(&below, Command::Withdraw(Reason { reason })).await;
        let after = world.read(&above).await;
        assert_eq!(after.content.sub_dossiers[0].ended.as_ref().unwrap().outcome, None);
        assert_eq!(after.state.step(), above.state.step().map(|step| step + 1), "no way of its own was drawn");
    })
    .await;
}

#[tokio::test]
async fn a_process_that_asks_for_what_cannot_be_opened_changes_nothing() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        // Its own procedure: one dossier would ask for the next without end.
        world.publishes_asking_for(BUILDING_PERMIT).await;
        let accepted = world.accepted().await;
        let above = world.does(&accepted, Command::CompleteStep(Note::default())).await;
        let mut deepest = world.below(&above).await;
        for _ in 0..2 {
            deepest = world.does(&deepest, Command::Accept(dossier::command::Accept::default())).await;
            deepest = world.does(&deepest, Command::CompleteStep(Note::default())).await;
            deepest = world.below(&deepest).await;
        }
        let deepest = world.does(&deepest, Command::Accept(dossier::command::Accept::default())).await;
        let Err(Error::Refused(refusal)) = world.tries(&deepest, Command::CompleteStep(Note::default())).await else {
            panic!("it ends somewhere")
        };
        assert!(matches!(refusal.reason, RefusalReason::NoSubDossier(_)));
        assert_eq!(world.read(&deepest).await, deepest);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_end_both_at_once_do_not_wait_in_a_circle() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        world.publishes_asking_for(LAND_TRANSFER).await;
        for _ in 0..6 {
            let Pair { above, below } = world.pair().await;
            let ends = [above.clone(), below.clone()].map(|dossier| {
                let world = world.clone();
                tokio::spawn(async move {
                    let command = Command::Withdraw(Reason { reason: String::new() });
                    let request = Request::at(world.now());
                    let which = Which::Id(dossier.id);
                    world.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await
                })
            });
            for end in ends {
                match end.await.unwrap() {
                    Ok(_) | Err(Error::Stale { .. } | Error::Refused(_)) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            let (above, below) = (world.read(&above).await, world.read(&below).await);
            assert!(below.state.is_closed());
            let known = &above.content.sub_dossiers[0];
            assert!(above.state.is_closed() || known.is_taken, "{:?}", above.state);
        }
    })
    .await;
}
