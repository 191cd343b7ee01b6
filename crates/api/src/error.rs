//! What stands in the way of an answer, one variant per thing the other system does next. It is
//! told by [`crate::problem`].

use access::permit::Denied;
use web::Sentence;

/// A refusal or a failure.
#[derive(Debug)]
pub(crate) enum Error {
    /// Told by `web`: nothing there, too often, busy, a fault of ours.
    Web(web::Error),
    /// The body is not JSON.
    Malformed {
        /// Line of the first character that cannot be read, from 1.
        line: usize,
        /// Column.
        column: usize,
    },
    /// The body does not say that it is JSON.
    NotJson,
    /// The body is too large.
    TooLarge,
    /// The idempotency key is too long or has characters that no key has.
    Key,
    /// Fields of the body or parameters of the address cannot be used.
    Faults(Vec<Fault>),
    /// A paper that everyone has to hand in is missing.
    PaperMissing {
        /// Its number in the checklist.
        no: u16,
        /// Its name.
        name: String,
    },
    /// There is no such command.
    UnknownCommand,
    /// The dossiers refused.
    Dossier(dossier::Error),
}

/// What is wrong with one field.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Where it stands: `owner.born_on`, `papers[2].no`.
    pub(crate) field: String,
    /// What is wrong, for machines.
    pub(crate) code: &'static str,
    /// What is wrong, for people.
    pub(crate) sentence: Sentence,
}

impl Fault {
    /// A fault whose sentence follows from its code.
    pub(crate) fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self::saying(field, code, Sentence::new(format!("api-fault-{code}")))
    }

    /// A fault with a sentence of its own.
    pub(crate) fn saying(field: impl Into<String>, code: &'static str, sentence: Sentence) -> Self {
        Self { field: field.into(), code, sentence }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Faults(vec![fault])
    }
}

impl From<web::Error> for Error {
    fn from(error: web::Error) -> Self {
        Self::Web(error)
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        Self::Web(error.into())
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Dossier(denied.into())
    }
}

impl From<dossier::Error> for Error {
    fn from(error: dossier::Error) -> Self {
        match error {
            dossier::Error::Store(error) => error.into(),
            told @ (dossier::Error::NotFound
            | dossier::Error::Denied(_)
            | dossier::Error::Stale { .. }
            | dossier::Error::Refused(_)
            | dossier::Error::Filing(_)
            | dossier::Error::KeyReused) => Self::Dossier(told),
        }
    }
}
