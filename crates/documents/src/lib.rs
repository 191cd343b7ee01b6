//! Files people hand in and the papers the centre gives out.
//!
//! Bytes lie in a content-addressed store under their SHA-256, one copy however often they are handed
//! in; a row says who brought them and to which dossier they belong. A file is kept from the
//! transaction in which a filed dossier first names it; what no dossier and no draft names is swept
//! away after a day.
//!
//! Law served: Nghị định 118/2025/NĐ-CP Đ.17 (papers and slips), Thông tư 03/2025/TT-VPCP (Mẫu
//! 01–07), Thông tư 01/2018/TT-VPCP (Mẫu 01–06).
//!
//! Invariants:
//! - an upload that is too large, of a type not allowed, empty or cut off leaves no file and no row;
//! - bytes that a file needs are never removed, however two requests and the sweep meet;
//! - nobody downloads a file of a dossier they may not read, and every look of an officer is noted.
//!
//! Emits no events.

mod books;
pub mod control_sheet;
mod download;
mod error;
mod files;
#[cfg(test)]
mod fixture;
pub mod form;
mod hand_overs;
mod keep;
mod kind;
mod leaflet;
pub mod letter;
mod letter_book;
mod letters;
mod name;
mod one_page;
mod page_image;
mod pages;
#[cfg(test)]
mod printed;
mod receipt;
pub mod register_book;
pub mod result_paper;
mod results;
pub mod seals;
mod shelf;
pub mod signature_block;
pub mod signatures;
pub mod slip;
mod store;
mod sweep;
#[cfg(test)]
mod tests;
pub mod verification;
mod written;

pub use download::routes;
pub use error::FileError;
pub use files::Files;
pub use keep::Keeper;
pub use kind::FileKind;
use one_page::{one_page, set_large};
pub use page_image::{NO_SUCH_PAGE, Painter};
pub use results::Printing;
pub use signatures::Signing;
pub use sweep::{Sweep, sweep};
pub use written::{Written, written};

/// The sentences of files and slips.
pub const LOCALE: web::LocaleFiles = web::locale_files!("documents");
