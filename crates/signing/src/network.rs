//! What is asked of others: time-stamps and revocation data, over a connection that is handed in.

/// Why an answer did not come.
#[derive(Debug, thiserror::Error)]
#[error("{address} did not answer: {reason}")]
pub struct NetworkError {
    pub address: String,
    pub reason: String,
}

/// A way out. Implementations limit time and size, and refuse addresses inside the own network.
pub trait Network {
    fn get(&self, address: &str) -> Result<Vec<u8>, NetworkError>;

    /// `kind` is the media type of the body.
    fn post(&self, address: &str, kind: &str, body: &[u8]) -> Result<Vec<u8>, NetworkError>;
}
