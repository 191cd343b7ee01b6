//! Keeps the files a dossier names, in the transaction in which it names them.

use db::Tx;
use dossier::{Happened, Listener};

use crate::store;

/// Listens to dossiers.
#[derive(Clone, Copy, Debug)]
pub struct Keeper;

impl Listener for Keeper {
    fn happened(&self, tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error> {
        let content = &happened.dossier.content;
        let papers = content.papers.iter().flat_map(|paper| &paper.files);
        let results = content.result.iter().flat_map(|result| &result.files);
        for file in papers.chain(results) {
            store::keep(tx, file.id, happened.dossier.id)?;
        }
        Ok(())
    }
}
