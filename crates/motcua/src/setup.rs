//! The parts that commands and the server share: the store, the organisation, the accounts, the
//! catalogue, and the process of every published procedure.

use std::sync::Arc;

use access::{Access, Passwords};
use base::Actor;
use calendar::{Clock, SystemClock, local};
use catalogue::Catalogue;
use db::{Db, Options};
use jiff::Timestamp;
use organisation::Organisation;
use workflow::{DefinitionError, Performers, Workflows};

use crate::Failure;
use crate::config::Store;

/// The shipped table of performers.
const PERFORMERS: &str = include_str!("../../../data/demo/performers.csv");

/// Opens the store and brings its schema up to date.
///
/// # Errors
/// The sentence to print.
pub(crate) fn open(store: &Store) -> Result<Db, Failure> {
    let options = Options { connections: store.connections, ..Options::default() };
    let db = Db::open(&store.address(), &options).map_err(|e| Failure::because("the database cannot be opened", e))?;
    db.migrate().map_err(|e| Failure::because("the schema cannot be brought up to date", e))?;
    Ok(db)
}

/// The moment now, asked of the machine.
pub(crate) fn now() -> Timestamp {
    SystemClock.now()
}

/// The accounts of a store.
///
/// # Errors
/// The sentence to print.
pub(crate) async fn access(db: &Db) -> Result<(Organisation, Access), Failure> {
    let organisation = Organisation::load(db.clone()).await?;
    let passwords = Passwords::new().map_err(|e| Failure::because("passwords cannot be hashed here", e))?;
    let access = Access::new(db.clone(), organisation.clone(), passwords, Arc::new(audit::Log));
    Ok((organisation, access))
}

/// Reads a table of performers; the shipped one when no path is given.
///
/// # Errors
/// The sentence to print.
pub(crate) fn performers(path: Option<&std::path::Path>) -> Result<Performers, Failure> {
    let text = match path {
        None => PERFORMERS.to_owned(),
        Some(path) => std::fs::read_to_string(path)
            .map_err(|e| Failure::because(format!("{} cannot be read", path.display()), e))?,
    };
    Performers::parse(&text).map_err(|e| Failure::because("the table of performers has an error", e))
}

/// What became of the processes of the published procedures.
#[derive(Debug, Default)]
pub(crate) struct Defined {
    /// Procedures open for filing.
    pub(crate) open: usize,
    /// Procedures that are published only, with the reason.
    pub(crate) closed: Vec<(String, DefinitionError)>,
}

/// Gives every published version its process, once and for ever.
///
/// # Errors
/// The sentence to print.
pub(crate) async fn define_all(
    db: &Db,
    catalogue: &Catalogue,
    performers: &Performers,
    now: Timestamp,
) -> Result<Defined, Failure> {
    let published = catalogue.current(now).await?;
    let mut defined = Defined::default();
    let mut definitions = Vec::new();
    for version in published.all() {
        match workflow::define(version, performers, now) {
            Ok(definition) => definitions.push(definition),
            Err(reason) => defined.closed.push((version.facts.key.to_string(), reason)),
        }
    }
    defined.open = definitions.len();
    db.write(move |tx| definitions.iter().try_for_each(|definition| Workflows::save(tx, definition))).await?;
    Ok(defined)
}

/// Imports the organisation and gives officers their accounts.
///
/// # Errors
/// Every error of the files, a line each.
pub(crate) async fn import_organisation(
    db: &Db,
    folder: Folder<'_>,
    password_hash: String,
    now: Timestamp,
) -> Result<(u64, u64), Failure> {
    let errors = |errors: Vec<organisation::ImportError>| Failure::plain(listed(&errors));
    // One password for many officers is known to many; in a demo it is printed on purpose.
    let is_shared = matches!(folder, Folder::OnDisk(_));
    let sources = match folder {
        Folder::OnDisk(path) => organisation::import::Sources::read(path).map_err(errors)?,
        Folder::Shipped(sources) => sources,
    };
    let register = organisation::import::parse(&sources).map_err(errors)?;
    let imported = db.write(move |tx| {
        let imported = organisation::import::store(tx, &register, now)?;
        let made = access::import_staff_accounts(tx, &imported.staff, &password_hash, now)?;
        if is_shared {
            access::demand_new_password(tx, &password_hash)?;
        }
        Ok::<_, db::Error>((imported.changed, made))
    });
    Ok(imported.await?)
}

/// Where the organisation's files are.
pub(crate) enum Folder<'a> {
    /// In a folder.
    OnDisk(&'a std::path::Path),
    /// In the binary.
    Shipped(organisation::import::Sources),
}

/// Errors, a line each.
pub(crate) fn listed<E: std::fmt::Display>(errors: &[E]) -> String {
    let lines: Vec<String> = errors.iter().map(|error| format!("  {error}")).collect();
    format!("nothing was loaded; mend these {} errors and load the file again:\n{}", errors.len(), lines.join("\n"))
}

/// Loads procedures and gives them their processes.
///
/// # Errors
/// The sentence to print.
pub(crate) async fn import_procedures(
    db: &Db,
    sources: catalogue::Sources,
    valid_from: Option<jiff::civil::Date>,
    performers: &Performers,
    now: Timestamp,
) -> Result<(catalogue::Report, Defined), Failure> {
    let parsed = catalogue::parse(&sources).map_err(|errors| Failure::plain(listed(&errors)))?;
    let catalogue = Catalogue::load(db.clone(), now).await?;
    let day = valid_from.unwrap_or_else(|| local(now).date());
    let report = catalogue
        .import(parsed, day, Actor::system(), now)
        .await
        .map_err(|e| Failure::because("the procedures were not loaded", e))?;
    let defined = define_all(db, &catalogue, performers, now).await?;
    Ok((report, defined))
}
