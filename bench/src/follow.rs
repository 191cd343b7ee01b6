//! A holiday is announced: how long until every open dossier has its new date, and how the desk
//! answers meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base::Actor;
use calendar::{Clock as _, Holiday, HolidayKind, SystemClock};
use dossier::FollowCalendar;
use jobs::{Job as _, Progress};
use timetable::{Change, Save, progress};

use crate::Failure;
use crate::load::Centre;
use crate::page::{self, Times};

/// What was measured.
pub(crate) struct Followed {
    pub(crate) open: i64,
    pub(crate) moved: i64,
    pub(crate) seconds: f64,
    /// The inbox, asked again and again meanwhile.
    pub(crate) inbox: Times,
}

/// Announces a day off within the week and computes all open dossiers again.
pub(crate) async fn measure(centre: &Centre) -> Result<Followed, Failure> {
    let edition = announce(centre).await?;
    let done = Arc::new(AtomicBool::new(false));
    let watching = page::watch(centre, page::Kind::Inbox, Duration::from_millis(20), Arc::clone(&done));
    let job = FollowCalendar::new(centre.app.dossiers.clone());
    let working = async {
        let started = Instant::now();
        let mut outcome = Ok(());
        loop {
            match job.run(SystemClock.now()).await {
                Ok(Progress::More) => {}
                Ok(Progress::Rest) => break,
                Err(error) => {
                    outcome = Err(Failure::from(error.to_string()));
                    break;
                }
            }
        }
        done.store(true, Ordering::Relaxed);
        outcome.map(|()| started.elapsed().as_secs_f64())
    };
    let (seconds, inbox) = tokio::join!(working, watching);
    let told = centre.app.db.read::<_, _, db::Error>(move |tx| progress::of(tx, edition)).await?;
    let told = told.ok_or("the recomputation left no count")?;
    Ok(Followed { open: told.done, moved: told.moved, seconds: seconds?, inbox: inbox? })
}

/// Saves the first working day from three days ahead as a holiday.
async fn announce(centre: &Centre) -> Result<i64, Failure> {
    let (timetable, now) = (&centre.app.timetable, SystemClock.now());
    let current = timetable.current();
    let date = current.centre().add_working_days(calendar::local(now).date(), 3);
    let day = Holiday { date, kind: HolidayKind::Public, name: "Ngày nghỉ".to_owned() };
    let save = Save {
        seen: current.number(),
        change: Change::AddDay { day },
        reason: "QĐ 1/QĐ-TTg".to_owned(),
        actor: Actor::system(),
        client: None,
        key: "a holiday is announced".to_owned(),
        now,
    };
    Ok(timetable.save(save, |_| true).await?)
}
