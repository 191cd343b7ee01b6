//! A closure on its way to an engine's thread, and its answer on the way back.

use tokio::sync::oneshot;

use crate::{Error, Tx};

/// Work an engine can run without knowing what it returns.
pub(crate) trait Work: Send {
    /// Runs the closure; `true` when its changes shall be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Gives the answer to whoever waits: the closure's own, or the engine's failure.
    fn answer(self: Box<Self>, engine: Result<(), Error>);
}

pub(crate) struct Job<F, T, E> {
    work: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    pub(crate) fn boxed(work: F) -> (Box<dyn Work>, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { work, outcome: None, reply }), answer)
    }
}

impl<F, T, E> Work for Job<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = (self.work)(tx);
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, engine: Result<(), Error>) {
        let outcome = match (engine, self.outcome) {
            // A closure's own refusal stands whatever became of the others in its batch.
            (_, Some(Err(refused))) => Err(refused),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Ok(()), None) => Err(Error::Unavailable.into()),
            (Err(failure), _) => Err(failure.into()),
        };
        // Whoever asked may have gone away; the work is done all the same.
        let _ = self.reply.send(outcome);
    }
}

/// Runs work, turning a panic into `Err(Panicked)`.
pub(crate) fn run_caught(work: &mut dyn Work, tx: &mut Tx<'_>) -> Result<bool, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work.run(tx))).map_err(|_| Error::Panicked)
}
