//! `motcua export workflows` and `motcua import workflows`: the processes of a site in one file.
#![expect(clippy::print_stdout, reason = "the terminal is where a command line speaks")]

use std::path::Path;

use base::Actor;
use db::Db;
use organisation::Organisation;
use workflow::carry::{self, CarryError, CarryReport};

use crate::Failure;
use crate::config::Store;
use crate::setup;

/// Writes every published process that an office drew itself.
pub(crate) async fn export(store: &Store, file: &Path) -> Result<(), Failure> {
    let db = setup::open(store)?;
    let text = written(&db).await?;
    std::fs::write(file, text).map_err(|e| Failure::because(format!("{} cannot be written", file.display()), e))?;
    println!("Written to {}.", file.display());
    Ok(())
}

/// Takes the processes of a file in, all or none.
pub(crate) async fn import(store: &Store, file: &Path) -> Result<(), Failure> {
    let text =
        std::fs::read_to_string(file).map_err(|e| Failure::because(format!("{} cannot be read", file.display()), e))?;
    let db = setup::open(store)?;
    let report = taken(&db, &text).await?;
    println!("{} processes added, {} unchanged.", report.added, report.unchanged);
    Ok(())
}

async fn written(db: &Db) -> Result<String, Failure> {
    let carried = db.read(carry::export).await?;
    workflow::write_yaml(carried).map_err(|e| Failure::because("the processes cannot be written", e))
}

async fn taken(db: &Db, text: &str) -> Result<CarryReport, Failure> {
    let carried = workflow::read_yaml(text).map_err(|e| Failure::because("nothing was loaded", e))?;
    let organisation = Organisation::load(db.clone()).await?;
    let (by, now) = (Actor::system(), setup::now());
    let taken = db.write(move |tx| carry::import(tx, carried.clone(), &organisation, (&by, now))).await;
    taken.map_err(|error| match error {
        CarryError::Refused(refused) => Failure::plain(setup::listed(&refused)),
        CarryError::Store(error) => error.into(),
    })
}
