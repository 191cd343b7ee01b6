//! Gateways: how a message leaves the house. The file gateway is the demo's; telephone and mail
//! gateways come behind the same trait.

use std::collections::{BTreeMap, HashSet};
use std::fs::OpenOptions;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use base::MessageId;
use calendar::local;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;

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

/// Writes messages to files, one line of JSON each, one file a day.
///
/// A message is written once: what was written today and yesterday is remembered, also across a
/// restart, and a message that comes again (the process stopped between the line and the settlement)
/// is not written a second time. A gateway to the outside can only hand the identifier on.
#[derive(Clone, Debug)]
pub struct FileGateway {
    folder: PathBuf,
    written: Arc<Mutex<Written>>,
}

/// Identifiers of the lines of a day and of the day before.
type Written = BTreeMap<Date, HashSet<MessageId>>;

/// Days remembered: a message comes again within hours.
const DAYS_REMEMBERED: usize = 2;

#[derive(serde::Serialize)]
struct Line<'a> {
    id: MessageId,
    at: Timestamp,
    channel: &'static str,
    to: &'a str,
    text: &'a str,
}

/// Only the identifier of a line.
#[derive(serde::Deserialize)]
struct LineId {
    id: MessageId,
}

impl FileGateway {
    /// Opens the folder, which is made when missing, and remembers what was written lately.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut written = Written::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if let Some(day) = day_of(&path) {
                written.insert(day, HashSet::new());
            }
        }
        forget_old_days(&mut written);
        for (day, ids) in &mut written {
            *ids = read_ids(&folder.join(file_name(*day)))?;
        }
        Ok(Self { folder: folder.to_path_buf(), written: Arc::new(Mutex::new(written)) })
    }

    fn write(&self, message: &Message, now: Timestamp) -> Result<(), GatewayError> {
        let to = message.recipient.as_deref().ok_or_else(|| GatewayError::Refused("no address".to_owned()))?;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.values().any(|ids| ids.contains(&message.id)) {
            return Ok(());
        }
        let day = local(now).date();
        let line = Line { id: message.id, at: now, channel: message.way.name(), to, text: &message.text };
        let line = serde_json::to_vec(&line).map_err(|error| GatewayError::Refused(error.to_string()))?;
        append(&self.folder.join(file_name(day)), line)
            .map_err(|error| GatewayError::Unreachable(error.to_string()))?;
        written.entry(day).or_default().insert(message.id);
        forget_old_days(&mut written);
        Ok(())
    }
}

/// Appends a whole line and waits until it is on the disk. A line that a crash cut off is closed
/// first, so that it spoils no other.
fn append(path: &Path, mut line: Vec<u8>) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
    if file.metadata()?.len() > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            line.insert(0, b'\n');
        }
    }
    line.push(b'\n');
    file.write_all(&line)?;
    file.sync_all()
}

fn read_ids(path: &Path) -> std::io::Result<HashSet<MessageId>> {
    let text = std::fs::read(path)?;
    // A line that was cut off was not acknowledged and comes again.
    let ids = text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<LineId>(line).ok());
    Ok(ids.map(|line| line.id).collect())
}

fn forget_old_days(written: &mut Written) {
    while written.len() > DAYS_REMEMBERED {
        written.pop_first();
    }
}

fn file_name(day: Date) -> String {
    format!("{day}.jsonl")
}

fn day_of(path: &Path) -> Option<Date> {
    path.file_name()?.to_str()?.strip_suffix(".jsonl")?.parse().ok()
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

#[cfg(test)]
mod tests {
    use base::DossierId;

    use super::*;
    use crate::MessageState;
    use crate::message::Way;

    fn at(text: &str) -> Timestamp {
        format!("{text}+07:00").parse().unwrap()
    }

    fn message(number: u128) -> Message {
        let now = at("2026-11-25T09:00:00");
        Message {
            id: MessageId::from_uuid(uuid::Uuid::from_u128(number)),
            dossier: DossierId::new(now),
            code: "H49.101-261125-0001".to_owned(),
            kind: "dossier.accepted".to_owned(),
            seq: Some(1),
            way: Way::Sms,
            recipient: Some("0900000789".to_owned()),
            text: "Hồ sơ H49.101-261125-0001 đã được tiếp nhận".to_owned(),
            created_at: now,
            state: MessageState::Queued,
            tries: 0,
            last_error: None,
            sent_at: None,
        }
    }

    fn lines(folder: &Path, day: &str) -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(folder.join(format!("{day}.jsonl"))).unwrap();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    #[tokio::test]
    async fn a_message_is_a_line_of_its_day_and_written_once() {
        let folder = tempfile::tempdir().unwrap();
        let gateway = FileGateway::open(&folder.path().join("messages")).unwrap();
        for _ in 0..2 {
            gateway.send(&message(1), at("2026-11-25T23:59:59")).await.unwrap();
        }
        gateway.send(&message(2), at("2026-11-26T00:00:01")).await.unwrap();
        gateway.send(&message(1), at("2026-11-26T00:00:02")).await.unwrap();
        let folder = folder.path().join("messages");
        let first = lines(&folder, "2026-11-25");
        assert_eq!((first.len(), lines(&folder, "2026-11-26").len()), (1, 1));
        assert_eq!(first[0]["to"], "0900000789");
        assert_eq!(first[0]["channel"], "sms");
        assert_eq!(first[0]["id"], message(1).id.to_string());
    }

    #[tokio::test]
    async fn what_was_written_is_remembered_across_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let gateway = FileGateway::open(folder.path()).unwrap();
            gateway.send(&message(1), at("2026-11-25T09:00:00")).await.unwrap();
        }
        assert_eq!(lines(folder.path(), "2026-11-25").len(), 1);
    }

    #[tokio::test]
    async fn a_line_cut_off_by_a_crash_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2026-11-25.jsonl");
        std::fs::write(&path, "{\"id\":\"00000000-0000-0000-0000-0000000").unwrap();
        let gateway = FileGateway::open(folder.path()).unwrap();
        gateway.send(&message(1), at("2026-11-25T09:00:00")).await.unwrap();
        let again = FileGateway::open(folder.path()).unwrap();
        again.send(&message(1), at("2026-11-25T09:00:05")).await.unwrap();
        assert_eq!(lines(folder.path(), "2026-11-25").len(), 1);
    }

    #[tokio::test]
    async fn a_folder_that_is_gone_is_told_and_a_missing_address_refused() {
        let folder = tempfile::tempdir().unwrap();
        let gateway = FileGateway::open(&folder.path().join("messages")).unwrap();
        std::fs::remove_dir(folder.path().join("messages")).unwrap();
        let failed = gateway.send(&message(1), at("2026-11-25T09:00:00")).await;
        assert!(matches!(failed, Err(GatewayError::Unreachable(_))), "{failed:?}");
        let nowhere = Message { recipient: None, ..message(1) };
        let failed = gateway.send(&nowhere, at("2026-11-25T09:00:00")).await;
        assert!(matches!(failed, Err(GatewayError::Refused(_))), "{failed:?}");
    }
}
