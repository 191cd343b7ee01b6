//! The way out to time-stamp authorities: short, small, and without following anybody elsewhere.

use std::time::Duration;

use signing::{Network, NetworkError};
use ureq::http::Response;
use ureq::{Agent, Body};

/// An answer takes no longer; the officer waits for it.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// Time-stamps and OCSP answers have some kilobytes, lists of revoked certificates some megabytes.
const BYTES_MAX: u64 = 8 << 20;

#[derive(Debug)]
pub(crate) struct Http {
    agent: Agent,
}

impl Http {
    pub(crate) fn new() -> Self {
        let settings = Agent::config_builder().timeout_global(Some(ANSWER_MAX)).max_redirects(0).build();
        Self { agent: settings.into() }
    }
}

impl Network for Http {
    fn get(&self, address: &str) -> Result<Vec<u8>, NetworkError> {
        read(address, self.agent.get(address).call())
    }

    fn post(&self, address: &str, kind: &str, body: &[u8]) -> Result<Vec<u8>, NetworkError> {
        read(address, self.agent.post(address).header("content-type", kind).send(body))
    }
}

fn read(address: &str, answer: Result<Response<Body>, ureq::Error>) -> Result<Vec<u8>, NetworkError> {
    let silent = |error: ureq::Error| NetworkError { address: address.to_owned(), reason: error.to_string() };
    let mut answer = answer.map_err(silent)?;
    answer.body_mut().with_config().limit(BYTES_MAX).read_to_vec().map_err(silent)
}
