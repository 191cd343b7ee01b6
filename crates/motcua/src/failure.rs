//! What stops a command, with the whole chain of causes for the person at the terminal.

/// A failed command.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Failure {
    what: String,
    #[source]
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Failure {
    /// A failure that is its own explanation.
    #[must_use]
    pub fn plain(what: impl Into<String>) -> Self {
        Self { what: what.into(), cause: None }
    }

    /// A failure with a cause.
    pub fn because(what: impl Into<String>, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { what: what.into(), cause: Some(cause.into()) }
    }

    /// The sentence with every cause below it.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut text = self.what.clone();
        let mut next = std::error::Error::source(self);
        while let Some(cause) = next {
            text.push_str("\n  because: ");
            text.push_str(&cause.to_string());
            next = cause.source();
        }
        text
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        Self::because("the database refused", error)
    }
}
