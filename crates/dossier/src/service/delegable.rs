//! The published procedures with the agencies that decide on them, for the register of delegations.

use access::{Delegable, Procedures};
use calendar::local;
use futures_util::future::BoxFuture;
use jiff::Timestamp;

use super::Dossiers;

impl Procedures for Dossiers {
    fn delegable(&self, now: Timestamp) -> BoxFuture<'_, Result<Vec<Delegable>, db::Error>> {
        Box::pin(async move {
            let published = self.parts.catalogue.current(now).await?;
            let day = local(now).date();
            let mut all: Vec<Delegable> = Vec::new();
            for version in published.all() {
                let (code, field) = (version.facts.key.code.to_string(), version.facts.field.clone());
                let agencies = self.deciding_agencies(version, day);
                all.push(Delegable { code, field, agencies });
            }
            // Variants of a procedure are one procedure.
            all.sort_by(|one, other| one.code.cmp(&other.code));
            all.dedup_by(|one, kept| one.code == kept.code);
            Ok(all)
        })
    }
}
