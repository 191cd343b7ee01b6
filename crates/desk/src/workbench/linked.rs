//! Dossiers of other agencies that this one waits for, and the one it was opened for.

use base::{Actor, DossierId};
use dossier::{SubDossierRecord, Which, present};
use web::{Error, Page};

use super::tab;
use crate::Desk;
use crate::head::{Case, href};

/// One dossier that belongs to this one.
pub(crate) struct Linked {
    pub(crate) code: String,
    /// None where the officer may not read it.
    pub(crate) href: Option<String>,
    /// What it is to this one.
    pub(crate) relation: String,
    /// Where it stands or what it came to; empty where that is not known.
    pub(crate) standing: String,
}

impl Desk {
    /// The dossiers opened for this one, and the one above it.
    pub(super) async fn linked(&self, page: &Page, actor: &Actor, case: &Case) -> Result<Vec<Linked>, Error> {
        let mut linked = Vec::new();
        if let Some(parent) = &case.dossier.content.parent {
            linked.push(Linked {
                code: parent.code.to_string(),
                href: self.readable(actor, parent.dossier).await?.map(|(href, _)| href),
                relation: page.t("desk-linked-above"),
                standing: String::new(),
            });
        }
        for sub in &case.dossier.content.sub_dossiers {
            let readable = self.readable(actor, sub.dossier).await?;
            let agency = self.dossiers.organisation().agency(sub.agency);
            let state = readable.as_ref().map(|(_, state)| page.said(&present::state(*state))).unwrap_or_default();
            linked.push(Linked {
                code: sub.code.to_string(),
                relation: agency.map(|agency| agency.name.clone()).unwrap_or_default(),
                standing: standing(page, sub).unwrap_or(state),
                href: readable.map(|(href, _)| href),
            });
        }
        Ok(linked)
    }

    async fn readable(&self, actor: &Actor, id: DossierId) -> Result<Option<(String, dossier::StateName)>, Error> {
        match self.dossiers.read(actor, Which::Id(id)).await {
            Ok(dossier) => Ok(Some((href(&dossier.label()), dossier.state.name()))),
            Err(dossier::Error::NotFound) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }
}

/// What a dossier that ended came to.
fn standing(page: &Page, sub: &SubDossierRecord) -> Option<String> {
    let ended = sub.ended.as_ref()?;
    let outcome = ended.outcome.map_or_else(|| page.t("desk-linked-undecided"), |outcome| tab::outcome(page, outcome));
    let number = ended.number.as_ref().map(|number| format!("{outcome}, {number}"));
    Some(format!("{} · {}", number.unwrap_or(outcome), page.moment(ended.at)))
}
