//! Papers handed in by another system: named by their number in the checklist, or by a name.
//!
//! Files do not come this way yet, so that a paper cannot name a file of another dossier.

use base::text;
use catalogue::{Paper, ProcedureVersion};
use dossier::PaperIn;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::Fault;

/// Most papers of one request.
const PAPERS_MAX: usize = 200;
/// Longest name of a paper, in characters.
const NAME_MAX: usize = 500;

/// A paper as another system sends it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPaper {
    /// Number in the procedure's checklist.
    no: Option<u16>,
    /// Name; may be left out for a paper of the checklist.
    name: Option<String>,
    /// Kind of copy; the first the checklist names when left out.
    form: Option<String>,
    /// How many; as the checklist says when left out.
    #[schema(minimum = 1)]
    quantity: Option<u16>,
}

/// The papers, or every fault; `at` is the field they stand in.
pub(crate) fn read_all(
    sent: Vec<NewPaper>,
    at: &str,
    version: &ProcedureVersion,
    faults: &mut Vec<Fault>,
) -> Vec<PaperIn> {
    if sent.len() > PAPERS_MAX {
        faults.push(Fault::new(at, "too-many"));
        return Vec::new();
    }
    let papers = sent.into_iter().enumerate();
    papers.filter_map(|(index, paper)| paper.read(&format!("{at}[{index}]"), version, faults)).collect()
}

impl NewPaper {
    fn read(self, at: &str, version: &ProcedureVersion, faults: &mut Vec<Fault>) -> Option<PaperIn> {
        let listed = self.no.and_then(|no| version.facts.papers.iter().find(|paper| paper.no == no));
        if self.no.is_some() && listed.is_none() {
            faults.push(Fault::new(format!("{at}.no"), "not-on-checklist"));
            return None;
        }
        let typed = self.name.as_deref().map(text::clean).filter(|name| !name.is_empty());
        let Some(name) = typed.or_else(|| listed.map(|paper| paper.name.clone())) else {
            faults.push(Fault::new(format!("{at}.name"), "required"));
            return None;
        };
        let form = self.form.as_deref().map(text::clean).unwrap_or_else(|| first_form(listed));
        if name.chars().count() > NAME_MAX || form.chars().count() > NAME_MAX {
            faults.push(Fault::new(format!("{at}.name"), "too-long"));
            return None;
        }
        let quantity = self.quantity.or_else(|| listed.and_then(|paper| paper.quantity)).unwrap_or(1);
        if quantity == 0 {
            faults.push(Fault::new(format!("{at}.quantity"), "out-of-range"));
            return None;
        }
        Some(PaperIn { no: self.no, name, form, quantity, files: Vec::new() })
    }
}

fn first_form(listed: Option<&Paper>) -> String {
    listed.and_then(|paper| paper.forms.first()).cloned().unwrap_or_default()
}
