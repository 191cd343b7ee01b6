//! Gateways: how a message leaves the house. The file gateway is the demo's; telephone and mail
//! gateways come behind the same trait.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use base::MessageId;
use calendar::local;
use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::Message;

/// Hands messages to the outside.
pub trait Gateway: Send + Sync + 'static {
    /// Hands over one message. The same identifier may come again after a crash; a gateway that can
    /// remember it does not send twice.
    fn send<'a>(&'a self, message: &'a Message, now: Timestamp) -> BoxFuture<'a, Result<(), GatewayError>>;
}

/// Why a message was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// Nobody answered; try later.
    #[error("the gateway cannot be reached: {0}")]
    Unreachable(String),
    /// The address will never work.
    #[error("the gateway refuses the address: {0}")]
    Refused(String),
}

/// Writes messages to files, one line of JSON each, one file a day. Remembers what it wrote.
#[derive(Clone, Debug)]
pub struct FileGateway {
    folder: PathBuf,
    written: Arc<Mutex<HashSet<MessageId>>>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Written<'a> {
    id: MessageId,
    at: Timestamp,
    to: &'a str,
    text: std::borrow::Cow<'a, str>,
}

/// Only the identifier of a written line.
#[derive(serde::Deserialize)]
struct WrittenId {
    id: MessageId,
}

/// Days of files that are read for identifiers at start: a lease lasts minutes.
const REMEMBERED_FILES: usize = 2;

impl FileGateway {
    /// Opens the folder, which is made when missing, and remembers what was written lately.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
        files.sort();
        let mut written = HashSet::new();
        for file in files.iter().rev().filter(|f| f.extension().is_some_and(|e| e == "jsonl")).take(REMEMBERED_FILES) {
            for line in BufReader::new(std::fs::File::open(file)?).lines() {
                // A line cut off by a crash was not acknowledged and comes again.
                if let Ok(WrittenId { id }) = serde_json::from_str(&line?) {
                    written.insert(id);
                }
            }
        }
        Ok(Self { folder: folder.to_path_buf(), written: Arc::new(Mutex::new(written)) })
    }

    fn write(&self, message: &Message, now: Timestamp) -> Result<(), GatewayError> {
        let unreachable = |error: std::io::Error| GatewayError::Unreachable(error.to_string());
        let to = message.recipient.as_deref().ok_or_else(|| GatewayError::Refused("no address".to_owned()))?;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.contains(&message.id) {
            return Ok(());
        }
        let line = Written { id: message.id, at: now, to, text: message.text.as_str().into() };
        let mut line = serde_json::to_string(&line).map_err(|e| GatewayError::Refused(e.to_string()))?;
        line.push('\n');
        let path = self.folder.join(format!("{}.jsonl", local(now).date()));
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).map_err(unreachable)?;
        file.write_all(line.as_bytes()).map_err(unreachable)?;
        file.sync_data().map_err(unreachable)?;
        written.insert(message.id);
        Ok(())
    }
}

impl Gateway for FileGateway {
    fn send<'a>(&'a self, message: &'a Message, now: Timestamp) -> BoxFuture<'a, Result<(), GatewayError>> {
        let (gateway, message) = (self.clone(), message.clone());
        Box::pin(async move {
            let written = tokio::task::spawn_blocking(move || gateway.write(&message, now)).await;
            written.unwrap_or_else(|error| Err(GatewayError::Unreachable(error.to_string())))
        })
    }
}
