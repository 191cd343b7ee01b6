//! Runs jobs, each in a task of its own, until told to stop.

use std::sync::Arc;
use std::time::Duration;

use calendar::Clock;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::pace::Pace;
use crate::{Job, JobError, Progress, Wake};

const AFTER_FAILURE: Pace = Pace { first: Duration::from_secs(1), longest: Duration::from_secs(300) };

/// Time for the transaction that woke a job to commit.
const SETTLE: Duration = Duration::from_millis(50);

/// Jobs on their way to a worker.
pub struct Worker {
    clock: Arc<dyn Clock>,
    jobs: Vec<Arc<dyn Job>>,
}

/// Jobs that are running. Dropping it ends them in the middle; [`Running::stop`] does not.
#[derive(Debug)]
pub struct Running {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.jobs.iter().map(|job| job.name())).finish()
    }
}

impl Worker {
    /// A worker without jobs.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, jobs: Vec::new() }
    }

    /// Adds a job.
    #[must_use]
    pub fn with(mut self, job: impl Job + 'static) -> Self {
        self.jobs.push(Arc::new(job));
        self
    }

    /// Starts every job. Must be called inside a tokio runtime.
    #[must_use]
    pub fn start(self) -> Running {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for job in self.jobs {
            tasks.spawn(Shift { job, clock: Arc::clone(&self.clock), stopped: stopped.clone() }.work());
        }
        Running { stop, tasks }
    }
}

impl Running {
    /// Begins no new turn, waits for those that run, and cuts off what is left after the grace
    /// period. `true` when everything finished by itself.
    pub async fn stop(mut self, grace: Duration) -> bool {
        // Nobody listens when no job was added.
        let _ = self.stop.send(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        let finished = timeout(grace, all).await.is_ok();
        if !finished {
            tracing::warn!("jobs were cut off at shutdown; what they held is done again");
        }
        finished
    }
}

/// One job at work.
struct Shift {
    job: Arc<dyn Job>,
    clock: Arc<dyn Clock>,
    stopped: watch::Receiver<bool>,
}

impl Shift {
    async fn work(mut self) {
        let wake = self.job.wake().unwrap_or_default();
        let mut failures: u32 = 0;
        while !*self.stopped.borrow() {
            let rest = match self.turn().await {
                Ok(Progress::More) => {
                    failures = 0;
                    continue;
                }
                Ok(Progress::Rest) => {
                    failures = 0;
                    self.job.every()
                }
                Err(error) => {
                    failures = failures.saturating_add(1);
                    tracing::error!(job = self.job.name(), failures, cause = %error, "a job failed");
                    AFTER_FAILURE.after(failures, rand::random()).max(self.job.every())
                }
            };
            self.rest(rest, &wake, failures).await;
        }
    }

    /// Runs in a task of its own, so that a panic ends the turn and not the worker.
    async fn turn(&self) -> Result<Progress, JobError> {
        let (job, now) = (Arc::clone(&self.job), self.clock.now());
        let mut turn = tokio::spawn(async move { job.run(now).await });
        let limit = self.job.time_max();
        match timeout(limit, &mut turn).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(JobError::from("the turn stopped unexpectedly")),
            Err(_) => {
                turn.abort();
                Err(JobError::from(format!("the turn took longer than {} s", limit.as_secs())))
            }
        }
    }

    /// A job that fails is not woken before its time: whoever wakes it does not know that it fails.
    async fn rest(&mut self, rest: Duration, wake: &Wake, failures: u32) {
        let woken = async {
            wake.called().await;
            sleep(SETTLE).await;
        };
        tokio::select! {
            () = sleep(rest) => {}
            () = woken, if failures == 0 => {}
            _ = self.stopped.changed() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, Ordering};

    use calendar::FrozenClock;
    use futures_util::future::BoxFuture;
    use jiff::Timestamp;
    use tokio::sync::mpsc;

    use super::*;

    /// A job that does what it is told, turn by turn, and reports each turn.
    struct Told {
        turns: Mutex<Vec<Turn>>,
        reports: mpsc::UnboundedSender<usize>,
        wake: Wake,
        every: Duration,
        running: Arc<AtomicU32>,
    }

    #[derive(Clone, Copy)]
    enum Turn {
        More,
        Rest,
        Fail,
        Panic,
        Hang,
        Long,
    }

    fn told(turns: &[Turn], every: Duration) -> (Told, mpsc::UnboundedReceiver<usize>) {
        let (reports, heard) = mpsc::unbounded_channel();
        let turns = Mutex::new(turns.iter().rev().copied().collect());
        (Told { turns, reports, wake: Wake::new(), every, running: Arc::default() }, heard)
    }

    impl Job for Told {
        fn name(&self) -> &'static str {
            "jobs.told"
        }
        fn every(&self) -> Duration {
            self.every
        }
        fn time_max(&self) -> Duration {
            Duration::from_secs(5)
        }
        fn wake(&self) -> Option<Wake> {
            Some(self.wake.clone())
        }
        fn run(&self, _: Timestamp) -> BoxFuture<'_, Result<Progress, JobError>> {
            Box::pin(async move {
                let (turn, left) = {
                    let mut turns = self.turns.lock().unwrap();
                    (turns.pop().unwrap_or(Turn::Rest), turns.len())
                };
                self.reports.send(left).unwrap();
                match turn {
                    Turn::More => Ok(Progress::More),
                    Turn::Rest => Ok(Progress::Rest),
                    Turn::Fail => Err(JobError::from("no")),
                    Turn::Panic => panic!("a bug"),
                    Turn::Hang => std::future::pending().await,
                    Turn::Long => {
                        self.running.fetch_add(1, Ordering::SeqCst);
                        sleep(Duration::from_secs(3)).await;
                        self.running.fetch_add(1, Ordering::SeqCst);
                        Ok(Progress::More)
                    }
                }
            })
        }
    }

    fn worker(job: Told) -> Running {
        Worker::new(Arc::new(FrozenClock::at(Timestamp::UNIX_EPOCH))).with(job).start()
    }

    async fn turns(heard: &mut mpsc::UnboundedReceiver<usize>, count: usize) {
        for _ in 0..count {
            heard.recv().await.unwrap();
        }
    }

    const HOUR: Duration = Duration::from_secs(3600);

    #[tokio::test(start_paused = true)]
    async fn work_is_done_without_a_rest_while_there_is_more() {
        let (job, mut heard) = told(&[Turn::More, Turn::More, Turn::Rest], HOUR);
        let began = tokio::time::Instant::now();
        let running = worker(job);
        turns(&mut heard, 3).await;
        assert_eq!(began.elapsed(), Duration::ZERO);
        turns(&mut heard, 1).await;
        assert!(began.elapsed() >= HOUR);
        assert!(running.stop(HOUR).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_ends_the_rest() {
        let (job, mut heard) = told(&[], HOUR);
        let wake = job.wake.clone();
        let began = tokio::time::Instant::now();
        let running = worker(job);
        turns(&mut heard, 1).await;
        wake.now();
        turns(&mut heard, 1).await;
        assert!(began.elapsed() <= SETTLE * 2);
        assert!(running.stop(HOUR).await);
    }

    #[tokio::test(start_paused = true)]
    async fn failures_panics_and_turns_without_end_are_outlived() {
        let (job, mut heard) = told(&[Turn::Fail, Turn::Panic, Turn::Hang, Turn::More], Duration::ZERO);
        let began = tokio::time::Instant::now();
        let running = worker(job);
        turns(&mut heard, 5).await;
        // 1 s, 2 s, then 5 s of hanging and 4 s, each wait three quarters at least.
        assert!(began.elapsed() >= Duration::from_millis(10_250), "{:?}", began.elapsed());
        assert!(running.stop(HOUR).await);
    }

    #[tokio::test(start_paused = true)]
    async fn stopping_finishes_the_turn_and_begins_no_other() {
        let (job, mut heard) = told(&[Turn::Long, Turn::Long], HOUR);
        let seen = Arc::clone(&job.running);
        let running = worker(job);
        turns(&mut heard, 1).await;
        assert!(running.stop(HOUR).await);
        assert_eq!(seen.load(Ordering::SeqCst), 2, "one turn, begun and finished");
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_outlasts_the_grace_is_cut_off() {
        let (job, mut heard) = told(&[Turn::Hang], HOUR);
        let running = worker(job);
        turns(&mut heard, 1).await;
        assert!(!running.stop(Duration::from_secs(2)).await);
    }
}
