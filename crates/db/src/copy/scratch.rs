//! A place to load a copy into and look at it, gone afterwards.

use std::path::Path;

use super::{CopyError, engine_of, postgres};
use crate::postgres_engine::apart;
use crate::{Engine, Error};

/// The place. Dropping it removes what was loaded.
#[derive(Debug)]
pub struct Scratch {
    address: String,
    /// Where a database was made for it, and its name.
    made: Option<(String, String)>,
}

impl Scratch {
    /// A place on the engine of an address: a file in a folder, or a new database beside the one the address names.
    /// `name` tells several apart.
    ///
    /// # Errors
    /// [`CopyError`], such as when no database may be made there.
    pub fn beside(address: &str, folder: &Path, name: &str) -> Result<Self, CopyError> {
        if engine_of(address)? == Engine::Sqlite {
            let path = folder.join(format!("{name}.db"));
            return Ok(Self { address: format!("sqlite:{}", path.display()), made: None });
        }
        let sql = format!("CREATE DATABASE \"{name}\" TEMPLATE template0");
        apart(|| {
            Ok::<_, CopyError>(
                postgres::connect(address)?.batch_execute(&sql).map_err(postgres::refused("CREATE DATABASE"))?,
            )
        })?;
        let made = Some((address.to_owned(), name.to_owned()));
        Ok(Self { address: with_database(address, name)?, made })
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let removed = match &self.made {
            None => super::clear(&self.address),
            Some((beside, name)) => apart(|| {
                let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
                Ok::<_, CopyError>(
                    postgres::connect(beside)?.batch_execute(&sql).map_err(postgres::refused("DROP DATABASE"))?,
                )
            }),
        };
        if let Err(error) = removed {
            tracing::warn!(%error, "a scratch database is left behind");
        }
    }
}

/// The address of another database of the same server.
fn with_database(address: &str, name: &str) -> Result<String, Error> {
    let (rest, settings) = address.split_once('?').map_or((address, String::new()), |(a, b)| (a, format!("?{b}")));
    let from = rest.find("://").map(|at| at + 3).ok_or_else(|| Error::Address(String::new()))?;
    let to = rest[from..].find('/').map_or(rest.len(), |length| from + length);
    Ok(format!("{}/{name}{settings}", &rest[..to]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_of_the_same_server_keeps_user_and_settings() {
        let of = |address| with_database(address, "a").unwrap();
        assert_eq!(of("postgres://u:p@h:5432/motcua"), "postgres://u:p@h:5432/a");
        assert_eq!(of("postgres:///motcua?host=/run&user=u"), "postgres:///a?host=/run&user=u");
        assert_eq!(of("postgresql://h"), "postgresql://h/a");
    }
}
