//! `motcua migrate` and `motcua import`.
#![expect(clippy::print_stdout, reason = "the terminal is where a command line speaks")]

use std::path::Path;

use crate::Failure;
use crate::config::Store;
use crate::setup::{self, Folder};

/// Brings the schema up to date.
pub(crate) fn migrate(store: &Store) -> Result<(), Failure> {
    let db = db::Db::open(&store.address(), &db::Options::default())
        .map_err(|e| Failure::because("the database cannot be opened", e))?;
    let migrated = db.migrate().map_err(|e| Failure::because("the schema cannot be brought up to date", e))?;
    match migrated.applied.as_slice() {
        [] => println!("The schema was up to date."),
        applied => applied.iter().for_each(|name| println!("applied {name}")),
    }
    Ok(())
}

/// Loads procedures.
pub(crate) async fn procedures(
    store: &Store,
    file: &Path,
    valid_from: Option<jiff::civil::Date>,
    performers: Option<&Path>,
) -> Result<(), Failure> {
    let sources = catalogue::Sources::read(file)
        .map_err(|(path, e)| Failure::because(format!("{} cannot be read", path.display()), e))?;
    let performers = setup::performers(performers)?;
    let db = setup::open(store)?;
    let (report, defined) = setup::import_procedures(&db, sources, valid_from, &performers, setup::now()).await?;
    println!("{} added, {} changed, {} unchanged.", report.added, report.changed, report.unchanged);
    println!("{} procedures are open for filing, {} are published only:", defined.open, defined.closed.len());
    defined.closed.iter().for_each(|(code, reason)| println!("  {code}: {reason}"));
    Ok(())
}

/// Loads the organisation.
pub(crate) async fn organisation(store: &Store, folder: &Path) -> Result<(), Failure> {
    let password = std::env::var("MOTCUA_FIRST_PASSWORD").map_err(|_| {
        Failure::plain("set MOTCUA_FIRST_PASSWORD to the first password of new officers' accounts and run again")
    })?;
    let db = setup::open(store)?;
    let (_, access) = setup::access(&db).await?;
    let hash = access.hash_password(&password).await.map_err(|e| Failure::because("the password was not hashed", e))?;
    let (changed, made) = setup::import_organisation(&db, Folder::OnDisk(folder), hash, setup::now()).await?;
    println!("{changed} rows added or changed, {made} accounts made.");
    Ok(())
}
