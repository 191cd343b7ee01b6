//! Editions in the store, on both engines: saved whole or not at all, seen by every process.

use calendar::{Holiday, HolidayKind};
use jiff::civil::{Date, date};
use testkit::each_engine;

use super::*;
use crate::{Fault, progress};

const DAY: Date = date(2026, 12, 4);

fn now() -> Timestamp {
    "2026-12-01T02:00:00Z".parse().unwrap()
}

fn save(seen: i64, day: Date, key: &str) -> Save {
    let day = Holiday { date: day, kind: HolidayKind::Public, name: "Nghỉ theo quyết định".to_owned() };
    Save {
        seen,
        change: Change::AddDay { day },
        reason: "Quyết định 12/QĐ-UBND".to_owned(),
        actor: Actor { name: "Lại Văn Kiên".to_owned(), ..Actor::system() },
        client: None,
        key: format!("key-of-the-form-{key}"),
        now: now(),
    }
}

async fn load_timetable(db: &Db) -> Timetable {
    Timetable::load(db.clone(), now()).await.unwrap()
}

#[tokio::test]
async fn the_first_edition_is_the_shipped_calendar_whoever_starts_first() {
    each_engine(|db| async move {
        let (one, other) = (load_timetable(&db).await, load_timetable(&db).await);
        assert_eq!((one.current().number(), other.current().number()), (1, 1));
        assert_eq!(one.current().rules(), &Rules::shipped());
        let outstanding = db.read::<_, _, db::Error>(progress::outstanding).await.unwrap();
        assert_eq!(outstanding, [0; 0], "no dossier was computed with anything else");
    })
    .await;
}

#[tokio::test]
async fn a_saved_change_is_a_new_edition_with_its_reason_and_the_old_one_stays() {
    each_engine(|db| async move {
        let timetable = load_timetable(&db).await;
        assert_eq!(timetable.save(save(1, DAY, "a"), |_| true).await.unwrap(), 2);
        let current = timetable.current();
        assert!(!current.centre().is_working(DAY));
        assert_eq!((current.stamp().reason.as_str(), current.stamp().at), ("Quyết định 12/QĐ-UBND", now()));
        let known = timetable.clone();
        let old = db.read::<_, _, db::Error>(move |tx| known.edition_in(tx, 1)).await.unwrap();
        assert!(old.centre().is_working(DAY));
        let known = timetable.clone();
        let missing = db.read::<_, _, db::Error>(move |tx| known.edition_in(tx, 9)).await;
        assert!(matches!(missing, Err(db::Error::RowCount { .. })));
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_authors_gets_a_conflict() {
    each_engine(|db| async move {
        let timetable = load_timetable(&db).await;
        timetable.save(save(1, DAY, "a"), |_| true).await.unwrap();
        let late = timetable.save(save(1, date(2026, 12, 7), "b"), |_| true).await;
        assert!(matches!(late, Err(SaveError::Stale { seen: 1, current: 2 })), "{late:?}");
        assert!(timetable.current().centre().is_working(date(2026, 12, 7)));
    })
    .await;
}

#[tokio::test]
async fn of_authors_who_press_at_once_one_saves() {
    each_engine(|db| async move {
        let timetable = load_timetable(&db).await;
        let days = (4..9).map(|day| date(2026, 12, day));
        let saves = days.map(|day| {
            let (timetable, save) = (timetable.clone(), save(1, day, &day.to_string()));
            tokio::spawn(async move { timetable.save(save, |_| true).await.is_ok() })
        });
        let mut saved = 0;
        for pressed in saves.collect::<Vec<_>>() {
            saved += i32::from(pressed.await.unwrap());
        }
        assert_eq!((saved, timetable.current().number()), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_saves_once_and_answers_the_same() {
    each_engine(|db| async move {
        let timetable = load_timetable(&db).await;
        for _ in 0..2 {
            assert_eq!(timetable.save(save(1, DAY, "a"), |_| true).await.unwrap(), 2);
        }
        assert_eq!(timetable.current().number(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_refused_change_leaves_nothing_behind() {
    each_engine(|db| async move {
        let timetable = load_timetable(&db).await;
        let twice = timetable.save(save(1, date(2026, 1, 1), "a"), |_| true).await;
        let Err(SaveError::Refused(error)) = twice else { panic!("{twice:?}") };
        assert_eq!(error.fault, Fault::ListedTwice(date(2026, 1, 1)));
        let silent = Save { reason: " ".to_owned(), ..save(1, DAY, "a") };
        let refused = timetable.save(silent, |_| true).await;
        let Err(SaveError::Refused(error)) = refused else { panic!("{refused:?}") };
        assert_eq!((error.field, error.fault), ("reason", Fault::Missing));
        assert_eq!(timetable.save(save(1, DAY, "a"), |_| true).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn another_process_sees_the_edition_in_its_transactions_and_after_a_refresh() {
    each_engine(|db| async move {
        let (one, other) = (load_timetable(&db).await, load_timetable(&db).await);
        one.save(save(1, DAY, "a"), |_| true).await.unwrap();
        assert_eq!(other.current().number(), 1);
        let known = other.clone();
        let seen = db.read::<_, _, db::Error>(move |tx| known.current_in(tx)).await.unwrap();
        assert_eq!((seen.number(), seen.centre().is_working(DAY)), (2, false));
        assert!(other.refresh().await.unwrap());
        assert!(!other.refresh().await.unwrap());
        assert_eq!(other.current().number(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_recomputation_is_counted_and_taken_up_again_where_it_was_cut_off() {
    each_engine(|db| async move {
        let timetable = load_timetable(&db).await;
        timetable.save(save(1, DAY, "a"), |_| true).await.unwrap();
        let steps = |tx: &mut Tx<'_>| {
            assert_eq!(progress::outstanding(tx)?, [2]);
            assert_eq!(progress::of(tx, 2)?, None);
            progress::start(tx, 2, 30, now())?;
            progress::advance(tx, 2, 20, 7)?;
            progress::start(tx, 2, 31, now())?;
            progress::advance(tx, 2, 10, 1)?;
            progress::finish(tx, 2, now())?;
            assert_eq!(progress::outstanding(tx)?, [0; 0]);
            progress::of(tx, 2)
        };
        let done = db.write::<_, _, db::Error>(steps).await.unwrap().unwrap();
        assert_eq!((done.total, done.done, done.moved, done.finished_at), (30, 30, 8, Some(now())));
        let again = db.write::<_, _, db::Error>(|tx| progress::advance(tx, 2, 1, 0)).await;
        assert!(again.is_err(), "what is finished does not go on");
    })
    .await;
}

db::query! {
    fn changes_in_the_audit_log() -> many (String, String, String) =
        "SELECT actor_name, subject_code, detail FROM audit_entry WHERE kind = 'timetable-changed' ORDER BY seq LIMIT 9"
}

#[tokio::test]
async fn every_change_is_in_the_audit_log() {
    each_engine(|db| async move {
        let timetable = load_timetable(&db).await;
        timetable.save(save(1, DAY, "a"), |_| true).await.unwrap();
        let log = db.read::<_, _, db::Error>(changes_in_the_audit_log).await.unwrap();
        assert_eq!(log, [("Lại Văn Kiên".to_owned(), "2".to_owned(), "add-day".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn old_editions_kept_in_memory_are_few() {
    let store = testkit::sqlite();
    let timetable = load_timetable(&store.db).await;
    for number in 1..12 {
        let day = DAY.saturating_add(jiff::Span::new().days(number));
        timetable.save(save(number, day, &number.to_string()), |_| true).await.unwrap();
    }
    for number in 1..12 {
        let known = timetable.clone();
        store.db.read::<_, _, db::Error>(move |tx| known.edition_in(tx, number)).await.unwrap();
    }
    assert_eq!(timetable.kept().len(), KEPT_MAX);
}
