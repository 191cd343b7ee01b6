//! Filing online (NĐ 118/2025/NĐ-CP Đ.13): one topic a page, saved on every step, filed once.
//!
//! | Address | Page |
//! |---|---|
//! | `/nop-ho-so` | what can be filed here, the own drafts |
//! | `/nop-ho-so/{code}` | what is needed, how long, how much; opens a draft |
//! | `…/nguoi-nop`, `…/thong-tin`, `…/giay-to`, `…/nhan-ket-qua` | the steps of a draft `?nhap={id}` |
//! | `…/kiem-tra` | everything once more, then “Nộp hồ sơ” |
//! | `…/da-nop` | the code, and what comes next |

mod answers;
mod check;
mod delivery;
mod draft;
mod filed;
mod index;
mod kept;
mod papers;
mod person;
mod place;
mod question;
mod set;
mod start;
mod step;
mod stop;

pub(crate) use draft::filing_path;
pub(crate) use index::{DraftView, drafts_of};
pub(crate) use kept::conflict;
pub(crate) use stop::Stop;

#[cfg(test)]
pub(crate) use set::all as sets;

use web::{Gate, Routes};

use crate::Portal;

pub(crate) fn routes() -> Routes<Portal> {
    Routes::new("portal")
        .get("portal.filing", "/nop-ho-so", Gate::Public, index::show)
        .get("portal.start", "/nop-ho-so/{code}", Gate::Public, start::show)
        .post("portal.open_draft", "/nop-ho-so/{code}", Gate::Citizen, start::open)
        .post("portal.discard_draft", "/nop-ho-so/{code}/xoa", Gate::Citizen, start::discard)
        .get("portal.person", "/nop-ho-so/{code}/nguoi-nop", Gate::Citizen, person::show)
        .post("portal.save_person", "/nop-ho-so/{code}/nguoi-nop", Gate::Citizen, person::save)
        .get("portal.answers", "/nop-ho-so/{code}/thong-tin", Gate::Citizen, answers::show)
        .post("portal.save_answers", "/nop-ho-so/{code}/thong-tin", Gate::Citizen, answers::save)
        .get("portal.papers", "/nop-ho-so/{code}/giay-to", Gate::Citizen, papers::show)
        .post("portal.save_papers", "/nop-ho-so/{code}/giay-to", Gate::Citizen, papers::save)
        .get("portal.delivery", "/nop-ho-so/{code}/nhan-ket-qua", Gate::Citizen, delivery::show)
        .post("portal.save_delivery", "/nop-ho-so/{code}/nhan-ket-qua", Gate::Citizen, delivery::save)
        .get("portal.check", "/nop-ho-so/{code}/kiem-tra", Gate::Citizen, check::show)
        .post("portal.submit", "/nop-ho-so/{code}/kiem-tra", Gate::Citizen, check::submit)
        .get("portal.filed", "/nop-ho-so/{code}/da-nop", Gate::Citizen, filed::show)
}
