//! Following a dossier by its code, proving whose it is, answering a supplement request, taking it
//! back.
//!
//! | Address | Page |
//! |---|---|
//! | `/tra-cuu`, `?ma=` | look a code up |
//! | `/tra-cuu/{ma}` | what is needed now, the date and why, the progress |
//! | `…/xac-minh` | the last four digits, sent as a form: shows names and officers' words |
//! | `…/bo-sung` | everything that is missing, answered once |
//! | `…/rut` | take the dossier back |
//! | `…/lich.ics` | the promised day for a calendar |

mod basket;
mod calendar_file;
mod look_up;
mod need;
mod proof;
mod show;
mod supplement;
mod view;
mod withdrawal;

pub(crate) use basket::Baskets;
pub(crate) use proof::Proofs;
#[cfg(test)]
pub(crate) use proof::Viewer;

use web::{Gate, Routes};

use crate::Portal;

pub(crate) fn routes() -> Routes<Portal> {
    Routes::new("portal")
        .get("portal.look_up", "/tra-cuu", Gate::Public, look_up::show)
        .get("portal.dossier", "/tra-cuu/{ma}", Gate::Public, show::show)
        .post("portal.prove", "/tra-cuu/{ma}/xac-minh", Gate::Public, show::prove)
        .get("portal.calendar", "/tra-cuu/{ma}/lich.ics", Gate::Public, calendar_file::download)
        .get("portal.supplement", "/tra-cuu/{ma}/bo-sung", Gate::Public, supplement::show)
        .post("portal.send_supplement", "/tra-cuu/{ma}/bo-sung", Gate::Citizen, supplement::send)
        .get("portal.withdrawal", "/tra-cuu/{ma}/rut", Gate::Citizen, withdrawal::show)
        .post("portal.withdraw", "/tra-cuu/{ma}/rut", Gate::Citizen, withdrawal::send)
}
