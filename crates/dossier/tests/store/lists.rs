//! Due soon and overdue as parts of a list: the same lines, counted and paged by moment.

use base::{Actor, Grant, Role, Scope};
use dossier::command::{Apologise, Supplement};
use dossier::{Command, Place, Span, Tray, Wanted};
use jiff::Timestamp;
use testkit::each_engine;

use crate::world::{World, at};

fn supervisor_of(role: Role) -> Actor {
    let grant = Grant { role, scope: Scope::Province, valid_from: Timestamp::UNIX_EPOCH, valid_to: None };
    Actor { grants: vec![grant], ..Actor::system() }
}

fn work(span: Span) -> Wanted {
    Wanted { span, ..Wanted::all(Tray::Work) }
}

#[tokio::test]
async fn a_part_of_a_list_is_read_counted_and_paged_by_moment() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        for day in ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"] {
            world.it_is(&format!("{day}T08:00"));
            world.accepted().await;
        }
        // Due on 23, 25, 26 and 27 November at 17:30.
        let officer = supervisor_of(Role::CounterOfficer);
        let now = at("2026-11-26T08:00");
        let overdue = Span { until: now, ..Span::ALL };
        let soon = Span { from: now, until: at("2026-11-27T00:00") };
        let counts = world.dossiers.count_all(&officer, [Span::ALL, overdue, soon].map(work).to_vec()).await.unwrap();
        assert_eq!(counts, [4, 2, 1]);
        let mut shown = Vec::new();
        let mut after: Option<Place> = None;
        loop {
            let page = world.dossiers.wanted(&officer, work(overdue), after, 1).await.unwrap();
            let Some(line) = page.first() else { break };
            after = Some(line.place());
            shown.push(line.sort_at);
        }
        assert_eq!(shown, [at("2026-11-23T17:30"), at("2026-11-25T17:30")]);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_that_was_late_before_its_supplement_stays_among_the_overdue() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.in_examination().await;
    world.it_is("2026-11-25T09:00");
    let item =
        dossier::command::SupplementItem { paper: Some(3), what: "Ký lại".to_owned(), legal_basis: String::new() };
    let ask = dossier::command::RequestSupplement { items: vec![item], reason: String::new() };
    let dossier = world.does(&dossier, Command::RequestSupplement(ask)).await;
    let answer = Supplement { papers: Vec::new(), note: "Đã ký".to_owned() };
    world.does(&dossier, Command::Supplement(answer)).await;
    let overdue = Span { until: world.now(), ..Span::ALL };
    let officer = supervisor_of(Role::Specialist);
    let lines = world.dossiers.wanted(&officer, work(overdue), None, 10).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].late_after, Some(at("2026-11-23T17:30")), "lateness counts from when it began");
    assert_eq!(lines[0].due_at, Some(at("2026-12-16T17:30")), "the person still gets the new date");
}

#[tokio::test]
async fn the_list_follows_the_date_lateness_is_measured_by_and_shows_the_promised_one() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.accepted().await;
    world.it_is("2026-11-20T09:00");
    let (value, unit) = ("3".to_owned(), dossier::ExtensionUnit::WorkingDay);
    world.does(&dossier, Command::Apologise(Apologise { value, unit, reason: "Đo lại".to_owned() })).await;
    let officer = supervisor_of(Role::CounterOfficer);
    let line = world.dossiers.tray(&officer, Tray::Work, Place::start(), 10).await.unwrap().remove(0);
    assert_eq!((line.sort_at, line.due_at), (at("2026-11-23T17:30"), Some(at("2026-11-27T17:30"))));
}

#[tokio::test]
async fn a_line_that_waits_for_papers_says_for_how_many_days() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.in_examination().await;
    world.it_is("2026-11-06T09:00");
    let item =
        dossier::command::SupplementItem { paper: Some(3), what: "Ký lại".to_owned(), legal_basis: String::new() };
    let ask = dossier::command::RequestSupplement { items: vec![item], reason: String::new() };
    let dossier = world.does(&dossier, Command::RequestSupplement(ask)).await;
    let officer = supervisor_of(Role::CounterOfficer);
    let line = world.dossiers.tray(&officer, Tray::Waiting, Place::start(), 10).await.unwrap().remove(0);
    let sign = dossier::present::line_sla(&line, &dossier.calendar, at("2026-11-09T08:00"));
    assert_eq!(
        sign,
        Some(calendar::Sla::AwaitingSupplementDays(3)),
        "Saturday and Sunday count: the 15 days are calendar days"
    );
}
