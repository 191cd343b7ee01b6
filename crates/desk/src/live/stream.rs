//! One stream: what one officer is told at one window.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::Event;
use base::Actor;
use db::events::Cursor;
use dossier::{Dossier, DossierCode, Which, holds_step};
use serde::Serialize;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::watch;
use web::{Context, Error, Site};

use super::hub::{Live, Moved, News, Seat, write_position};
use crate::Desk;

/// A sign of life, so that a broken line is noticed; the session is asked for with it.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// How long a page waits before it connects again.
const CONNECT_AGAIN: Duration = Duration::from_secs(5);

/// An officer's window.
pub(crate) struct Listener {
    desk: Desk,
    site: Site,
    session: String,
    actor: Actor,
    news: Receiver<Arc<News>>,
    closed: watch::Receiver<bool>,
    waiting: VecDeque<Event>,
    _seat: Seat,
}

/// A dossier that moved, as pages are told.
#[derive(Debug, Serialize)]
struct Told<'a> {
    code: String,
    version: i64,
    by: &'a str,
    /// The tray it lies in, where it waits for the officer's own role.
    tray: Option<&'static str>,
}

impl Listener {
    pub(crate) async fn new(desk: &Desk, ctx: &Context) -> Result<Self, Error> {
        let actor = ctx.staff()?.clone();
        let session = ctx.session().unwrap_or_default().to_owned();
        let live: &Live = &desk.live;
        let wait = u32::try_from(CONNECT_AGAIN.as_secs()).unwrap_or(u32::MAX);
        let seat = live.take_seat(&session).ok_or(Error::RateLimited { retry_after_seconds: wait })?;
        let news = live.join(&ctx.site.db).await?;
        let first = Event::default().retry(CONNECT_AGAIN).comment("");
        let (desk, site, closed) = (desk.clone(), ctx.site.clone(), live.closed());
        Ok(Self { desk, site, session, actor, news, closed, waiting: VecDeque::from([first]), _seat: seat })
    }

    /// Tells what came while the window was not connected.
    pub(crate) async fn catch_up(&mut self, after: Option<Cursor>) -> Result<(), Error> {
        let Some(after) = after else { return self.count().await };
        match self.desk.live.since(&self.site.db, after).await? {
            Some(news) => self.tell(&news).await,
            None => self.count().await,
        }
    }

    /// Tells at once when the open dossier is no longer what the page was drawn from.
    pub(crate) async fn compare(&mut self, code: &str, version: i64) -> Result<(), Error> {
        let Some(code) = DossierCode::parse(code) else { return Ok(()) };
        match self.desk.dossiers.read(&self.actor, Which::Code(code)).await {
            Ok(dossier) if dossier.version > version => {
                let told = vec![self.told(&dossier, "")];
                self.waiting.push_back(moved(&told)?);
                Ok(())
            }
            Ok(_) | Err(dossier::Error::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The next thing to tell; `None` when the stream is over.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.closed.borrow() {
                return None;
            }
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let heard = tokio::select! {
                heard = self.news.recv() => Some(heard),
                () = tokio::time::sleep(HEARTBEAT) => None,
                _ = self.closed.changed() => continue,
            };
            if !self.is_still_signed_in().await {
                return None;
            }
            let told = match heard {
                None => {
                    self.waiting.push_back(Event::default().comment(""));
                    Ok(())
                }
                Some(Ok(news)) => self.tell(&news).await,
                Some(Err(RecvError::Lagged(_))) => {
                    self.waiting.push_back(Event::default().event("nhieu").data(""));
                    self.count().await
                }
                Some(Err(RecvError::Closed)) => return None,
            };
            if let Err(error) = told {
                tracing::warn!(error = &error as &dyn std::error::Error, "an open page could not be told what moved");
                return None;
            }
        }
    }

    /// Asks for the session, without counting as its use, and takes the roles that hold now.
    async fn is_still_signed_in(&mut self) -> bool {
        match self.site.identify.glance(&self.session, self.site.clock.now()).await {
            Ok(Some(signed_in)) => {
                self.actor = signed_in.actor;
                true
            }
            Ok(None) | Err(_) => false,
        }
    }

    async fn tell(&mut self, news: &News) -> Result<(), Error> {
        let seen = news.moved.iter().filter(|moved| moved.dossier.may_be_read_by(&self.actor));
        let told: Vec<_> = seen.map(|Moved { dossier, by }| self.told(dossier, by)).collect();
        if told.is_empty() {
            return Ok(());
        }
        let event = moved(&told)?.id(write_position(news.cursor));
        self.waiting.push_back(event);
        self.count().await
    }

    fn told<'a>(&self, dossier: &Dossier, by: &'a str) -> Told<'a> {
        let tray = waits_for(&self.actor, dossier).then(|| dossier.state.tray().name());
        Told { code: dossier.label(), version: dossier.version, by, tray }
    }

    /// The numbers beside the navigation, by the address of the list.
    async fn count(&mut self) -> Result<(), Error> {
        let counts = self.desk.dossiers.counts(&self.actor).await?;
        let told = [
            ("/ban-lam-viec", counts.work),
            ("/ban-lam-viec/cho-tiep-nhan", counts.intake),
            ("/ban-lam-viec/tam-dung", counts.waiting),
            ("/ban-lam-viec/cho-tra", counts.returning),
        ];
        let told: std::collections::BTreeMap<_, _> = told.into_iter().collect();
        let event = Event::default().event("so-luong").json_data(told).map_err(Error::internal)?;
        self.waiting.push_back(event);
        Ok(())
    }
}

fn moved(told: &[Told<'_>]) -> Result<Event, Error> {
    Event::default().event("ho-so").json_data(told).map_err(Error::internal)
}

/// Whether a step of the dossier waits for the officer's own role, at one of several open steps or at
/// the only one.
fn waits_for(actor: &Actor, dossier: &Dossier) -> bool {
    let at = |step: u16| dossier.seen_as(step).is_some_and(|seen| holds_step(actor, &seen));
    let at_a_leg = || dossier.legs().is_some_and(|legs| legs.open.iter().any(|leg| at(leg.step)));
    holds_step(actor, dossier) || at_a_leg()
}
