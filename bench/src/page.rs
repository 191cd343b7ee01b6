//! Pages people wait for, asked of the real router with its middleware, without a socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::Failure;
use crate::load::Centre;

/// Which page.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Tracking,
    Inbox,
    Workbench,
    Procedure,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Tracking, Self::Inbox, Self::Workbench, Self::Procedure];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Tracking => "tracking `/tra-cuu/{ma}`",
            Self::Inbox => "inbox `/ban-lam-viec`",
            Self::Workbench => "workbench `/ho-so/{ma}`",
            Self::Procedure => "procedure search `/thu-tuc?q=`",
        }
    }
}

/// Times of many requests, sorted.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    fn at(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let place = (last as f64 * share).round() as usize;
        self.0.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }

    pub(crate) fn p50_ms(&self) -> f64 {
        self.at(0.5)
    }

    pub(crate) fn p99_ms(&self) -> f64 {
        self.at(0.99)
    }

    pub(crate) fn worst_ms(&self) -> f64 {
        self.at(1.0)
    }
}

/// Asks for a page at a steady pace until it is told to stop.
pub(crate) async fn watch(
    centre: &Centre,
    kind: Kind,
    pace: Duration,
    stop: Arc<AtomicBool>,
) -> Result<Times, Failure> {
    let mut all = Times(Vec::new());
    while !stop.load(Ordering::Relaxed) {
        all.0.extend(measure(centre, kind, 1, 1).await?.0);
        tokio::time::sleep(pace).await;
    }
    all.0.sort_unstable();
    Ok(all)
}

/// Asks for a page many times from several clients at once.
pub(crate) async fn measure(centre: &Centre, kind: Kind, requests: usize, clients: usize) -> Result<Times, Failure> {
    let codes = centre.codes().await?;
    let mut tasks = tokio::task::JoinSet::new();
    for client in 0..clients {
        let (router, session, codes) = (centre.app.router.clone(), centre.session.clone(), codes.clone());
        let share = requests / clients;
        tasks.spawn(async move {
            let mut times = Vec::with_capacity(share);
            for turn in 0..share {
                let code = codes.get((client * share + turn) % codes.len().max(1));
                let path = match (kind, code) {
                    (Kind::Tracking, Some(code)) => format!("/tra-cuu/{code}"),
                    (Kind::Workbench, Some(code)) => format!("/ho-so/{code}"),
                    (Kind::Tracking | Kind::Workbench, None) | (Kind::Inbox, _) => "/ban-lam-viec".to_owned(),
                    (Kind::Procedure, _) => "/thu-tuc?q=so+do".to_owned(),
                };
                // Every request from another address, as a province's would be; the limiter stays on.
                let from = format!("10.{}.{}.{}", client, turn / 250, turn % 250);
                let request = Request::get(path)
                    .header("host", "localhost")
                    .header("x-forwarded-for", from)
                    .header("cookie", format!("motcua_session={session}"))
                    .body(Body::empty())?;
                let started = Instant::now();
                let response = router.clone().oneshot(request).await?;
                let status = response.status();
                response.into_body().collect().await?;
                times.push(started.elapsed());
                if status != StatusCode::OK {
                    return Err(Failure::from(format!("a page answered {status}")));
                }
            }
            Ok(times)
        });
    }
    let mut all = Vec::with_capacity(requests);
    while let Some(ended) = tasks.join_next().await {
        all.extend(ended??);
    }
    all.sort_unstable();
    Ok(Times(all))
}
