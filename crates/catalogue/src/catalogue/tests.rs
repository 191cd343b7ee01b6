//! Versions on both engines: imported twice, changed, kept for the dossiers that began with them.

use std::path::Path;

use base::Actor;
use jiff::civil::date;

use super::*;
use crate::import::{Sources, parse};
use crate::procedure::Work;

fn shipped() -> Parsed {
    parse(&Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")).unwrap()).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

const NOW: &str = "2026-11-24T02:00:00Z";

#[tokio::test]
async fn a_second_import_of_the_same_list_changes_nothing() {
    testkit::each_engine(|db| async move {
        let catalogue = Catalogue::load(db, at(NOW)).await.unwrap();
        let first = catalogue.import(shipped(), date(2025, 7, 1), Actor::system(), at(NOW)).await.unwrap();
        assert_eq!(first, Report { added: 270, changed: 0, unchanged: 0, words_changed: true, events_changed: true });
        let ids: Vec<_> = catalogue.current(at(NOW)).await.unwrap().all().iter().map(|version| version.id).collect();
        let second = catalogue.import(shipped(), date(2026, 11, 24), Actor::system(), at(NOW)).await.unwrap();
        assert_eq!(
            second,
            Report { added: 0, changed: 0, unchanged: 270, words_changed: false, events_changed: false }
        );
        let after: Vec<_> = catalogue.current(at(NOW)).await.unwrap().all().iter().map(|version| version.id).collect();
        assert_eq!(ids, after);
    })
    .await;
}

#[tokio::test]
async fn what_is_stored_reads_back_as_it_was_imported() {
    testkit::each_engine(|db| async move {
        let catalogue = Catalogue::load(db, at(NOW)).await.unwrap();
        catalogue.import(shipped(), date(2025, 7, 1), Actor::system(), at(NOW)).await.unwrap();
        let published = catalogue.current(at(NOW)).await.unwrap();
        let land = published.by_key(&key("1.013831")).unwrap();
        assert_eq!(land.facts.steps.len(), 10);
        assert!(matches!(land.facts.steps[4].work, Work::Pause { .. }));
        assert_eq!(published.variants(&"2.000815".parse().unwrap()).len(), 2);
        assert_eq!(published.search("so do", 1)[0].procedure.facts.key, key("1.013831"));
        assert_eq!(published.event("sinh-con").unwrap().steps[0].key, key("2.000986"));
        assert!(published.events_of(&key("1.013831")).iter().any(|event| event.slug == "nha-dat"));
        assert!(published.everyday_names(&key("1.013831")).contains(&"sổ đỏ".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_change_makes_a_new_version_and_keeps_the_old_one() {
    testkit::each_engine(|db| async move {
        let catalogue = Catalogue::load(db.clone(), at(NOW)).await.unwrap();
        catalogue.import(shipped(), date(2025, 7, 1), Actor::system(), at(NOW)).await.unwrap();
        let old = catalogue.current(at(NOW)).await.unwrap().by_key(&key("1.013831")).unwrap().id;

        let mut list = shipped();
        let place = list.procedures.iter().position(|facts| facts.key == key("1.013831")).unwrap();
        "đổi từ tháng 12".clone_into(&mut list.procedures[place].limit_note);
        let report = catalogue.import(list, date(2026, 12, 1), Actor::system(), at(NOW)).await.unwrap();
        assert_eq!((report.added, report.changed, report.unchanged), (0, 1, 269));

        // Until its day comes the old version holds; afterwards the dossiers that began with it
        // still find it.
        assert_eq!(catalogue.current(at(NOW)).await.unwrap().by_key(&key("1.013831")).unwrap().id, old);
        let later = at("2026-12-01T02:00:00Z");
        let new = Arc::clone(catalogue.current(later).await.unwrap().by_key(&key("1.013831")).unwrap());
        assert_ne!(new.id, old);
        assert_eq!(new.facts.limit_note, "đổi từ tháng 12");
        assert_eq!(catalogue.version(old).await.unwrap().unwrap().valid_to, Some(date(2026, 12, 1)));
        let before = db.read(|tx| version_on(tx, &key("1.013831"), date(2026, 11, 30))).await.unwrap().unwrap();
        assert_eq!(before.id, old);
        let known = db.read(move |tx| version(tx, new.id)).await.unwrap();
        assert!(known.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_mistake_is_corrected_on_the_same_day_but_not_in_the_past() {
    testkit::each_engine(|db| async move {
        let catalogue = Catalogue::load(db, at(NOW)).await.unwrap();
        let today = date(2026, 11, 24);
        catalogue.import(shipped(), today, Actor::system(), at(NOW)).await.unwrap();
        let mut list = shipped();
        "Giấy khai sinh (bản chính)".clone_into(&mut list.procedures[0].result);
        let wrong_day = catalogue.import(list.clone(), date(2026, 11, 23), Actor::system(), at(NOW)).await;
        assert!(matches!(wrong_day, Err(ImportFailure::EarlierThanStored { .. })));
        let report = catalogue.import(list.clone(), today, Actor::system(), at(NOW)).await.unwrap();
        assert_eq!(report.changed, 1);
        let shown = catalogue.current(at(NOW)).await.unwrap();
        assert_eq!(shown.by_key(&list.procedures[0].key).unwrap().facts.result, "Giấy khai sinh (bản chính)");
        assert_eq!(shown.all().len(), 270);
    })
    .await;
}

#[tokio::test]
async fn an_import_by_another_process_is_seen_after_a_second() {
    testkit::each_engine(|db| async move {
        let here = Catalogue::load(db.clone(), at(NOW)).await.unwrap();
        let there = Catalogue::load(db, at(NOW)).await.unwrap();
        there.import(shipped(), date(2025, 7, 1), Actor::system(), at(NOW)).await.unwrap();
        assert_eq!(here.current(at("2026-11-24T02:00:00.5Z")).await.unwrap().all().len(), 0);
        assert_eq!(here.current(at("2026-11-24T02:00:02Z")).await.unwrap().all().len(), 270);
    })
    .await;
}
