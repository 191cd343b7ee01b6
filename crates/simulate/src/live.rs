//! Live traffic: so many acts a second on a running store, through the same door as everybody else, with
//! messages and alerts; until somebody says stop.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base::{Actor, DossierId};
use calendar::Clock;
use db::Db;
use dossier::{Channel, Dossiers, PageFilter, Request, StateName, Terms, Which};
use tokio::sync::Semaphore;
use tokio::time::MissedTickBehavior;

use crate::Error;
use crate::act::{self, Scene};
use crate::cast::Cast;
use crate::fate::Fate;
use crate::history::holds_real_dossiers;
use crate::offer::{self, Offer};
use crate::people;
use crate::random::Random;

/// Share of acts that are new filings: about what keeps the number of open dossiers as it is.
const FILINGS: f64 = 0.12;
/// Acts under way at once.
const AT_ONCE: usize = 64;
/// Open dossiers of each state taken up at the beginning.
const TAKEN_UP: i64 = 2000;

/// What traffic is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Traffic {
    /// Acts a second.
    pub rate: f64,
    /// Seed of people and fates.
    pub seed: u64,
    /// Go on although somebody else filed dossiers here.
    pub among_real: bool,
}

/// What traffic did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Acts that were accepted, filings among them.
    pub acts: u64,
    /// Filings.
    pub filed: u64,
    /// Acts that were refused, by the rules or because somebody was faster.
    pub refused: u64,
}

struct Street {
    dossiers: Dossiers,
    clock: Arc<dyn Clock>,
    seed: u64,
    offers: Vec<Offer>,
    weights: Vec<f64>,
    cast: Mutex<Cast>,
    open: Mutex<VecDeque<Case>>,
    done: Mutex<Done>,
}

struct Case {
    id: DossierId,
    fate: Fate,
    chance: Random,
    acts: u32,
}

/// Makes traffic until `stop` is over, then waits for what is under way. `told` hears of it every second.
///
/// # Errors
/// See [`Error`].
#[expect(clippy::too_many_arguments, reason = "where, by which clock, how much, until when, and who hears of it")]
pub async fn live(
    db: &Db,
    dossiers: &Dossiers,
    clock: Arc<dyn Clock>,
    traffic: Traffic,
    stop: impl Future<Output = ()>,
    mut told: impl FnMut(Done),
) -> Result<Done, Error> {
    if !traffic.among_real && holds_real_dossiers(db).await? {
        return Err(Error::RealDossiers);
    }
    let street = Arc::new(Street::open(dossiers, clock, traffic).await?);
    let under_way = Arc::new(Semaphore::new(AT_ONCE));
    let mut pace = tokio::time::interval(Duration::from_secs_f64(1.0 / traffic.rate.clamp(0.01, 10_000.0)));
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut second = tokio::time::interval(Duration::from_secs(1));
    let mut number = u64::try_from(street.clock.now().as_millisecond()).unwrap_or(0);
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            _ = second.tick() => told(street.done()),
            _ = pace.tick() => {
                let Ok(permit) = Arc::clone(&under_way).acquire_owned().await else { break };
                number += 1;
                let (street, number) = (Arc::clone(&street), number);
                tokio::spawn(async move {
                    street.turn(number).await;
                    drop(permit);
                });
            }
        }
    }
    let _all_done = under_way.acquire_many(u32::try_from(AT_ONCE).unwrap_or(1)).await;
    Ok(street.done())
}

impl Street {
    async fn open(dossiers: &Dossiers, clock: Arc<dyn Clock>, traffic: Traffic) -> Result<Self, Error> {
        let mut cast = Cast::new(traffic.seed);
        let offers = offer::offers(dossiers, &mut cast, clock.now()).await?;
        let mut open = VecDeque::new();
        let nowhere = DossierId::from_uuid(uuid::Uuid::nil());
        for state in [StateName::Submitted, StateName::Received, StateName::InProgress, StateName::Resolved] {
            let filter = PageFilter { agency: None, state: Some(state) };
            let lines = dossiers.page(filter, nowhere, TAKEN_UP).await.map_err(Error::Refused)?;
            open.extend(
                lines.into_iter().enumerate().map(|(n, line)| Case::new(line.id, traffic.seed, n as u64, false)),
            );
        }
        let weights = offers.iter().map(|offer| offer.weight).collect();
        Ok(Self {
            dossiers: dossiers.clone(),
            clock,
            seed: traffic.seed,
            offers,
            weights,
            cast: Mutex::new(cast),
            open: Mutex::new(open),
            done: Mutex::new(Done::default()),
        })
    }

    fn done(&self) -> Done {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn turn(&self, number: u64) {
        let mut chance = Random::of(self.seed, number);
        let case = self.open.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let outcome = match case.filter(|_| !chance.chance(FILINGS)) {
            Some(case) => self.act(case).await,
            None => self.file(number, &mut chance).await,
        };
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Ok(Some(is_filing)) => {
                done.acts += 1;
                done.filed += u64::from(is_filing);
            }
            Ok(None) => {}
            Err(_) => done.refused += 1,
        }
    }

    async fn file(&self, number: u64, chance: &mut Random) -> Result<Option<bool>, dossier::Error> {
        let Some(offer) = self.offers.get(chance.weighted(&self.weights)) else { return Ok(None) };
        let person = people::person(self.seed, chance.below(1_000_000));
        let actor = self.cast.lock().unwrap_or_else(PoisonError::into_inner).desk_of(&offer.office, chance);
        let filing = offer::filing(&offer.terms, &offer.office, Channel::Counter, person);
        let request = Request::at(self.clock.now()).keyed(format!("simulate-{number}"));
        let filed = self.dossiers.file(&actor, filing, Vec::new(), request).await?;
        self.keep(Case::new(filed.id, self.seed, number, false));
        Ok(Some(true))
    }

    fn keep(&self, case: Case) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).push_back(case);
    }

    /// The next act on a dossier, now; none when its story is over.
    async fn act(&self, mut case: Case) -> Result<Option<bool>, dossier::Error> {
        let dossier = self.dossiers.read(&Actor::system(), Which::Id(case.id)).await?;
        let Some(terms) = self.dossiers.terms(dossier.procedure).await? else { return Ok(None) };
        let Some(act) = self.next(&mut case, &dossier, &terms) else { return Ok(None) };
        let request = Request::at(self.clock.now());
        let after = self
            .dossiers
            .execute_all(&act.actor, Which::Id(case.id), dossier.version, vec![act.command], request)
            .await?;
        case.acts += 1;
        if !after.state.is_closed() {
            self.keep(case);
        }
        Ok(Some(false))
    }

    fn next(&self, case: &mut Case, dossier: &dossier::Dossier, terms: &Terms) -> Option<act::Act> {
        let scene = Scene { dossier, terms, fate: &case.fate, acts: case.acts, last_at: self.clock.now() };
        let mut cast = self.cast.lock().unwrap_or_else(PoisonError::into_inner);
        act::next(&scene, &mut cast, &mut case.chance)
    }
}

impl Case {
    fn new(id: DossierId, seed: u64, number: u64, is_online: bool) -> Self {
        let mut chance = Random::of(seed, number);
        // Nobody waits fifteen days in a demonstration.
        let fate = Fate { unanswered: false, ..Fate::draw(&mut chance, is_online) };
        Self { id, fate, chance, acts: 1 }
    }
}
