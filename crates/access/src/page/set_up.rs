//! The secret of a second factor as a page shows it: a QR code drawn here, and the same to type.

use askama::Template;
use qrcode::{Color, EcLevel, QrCode};
use web::{Error, Fields, Page};

use crate::totp;

/// Light modules around the code that readers need.
const QUIET: usize = 4;

/// What is scanned or typed.
pub(crate) struct SetUp {
    pub(crate) qr: Qr,
    pub(crate) typed: String,
}

impl SetUp {
    pub(crate) fn new(secret: &[u8], login: &str) -> Result<Self, Error> {
        Ok(Self { qr: Qr::of(&totp::address(secret, login))?, typed: totp::typed(secret) })
    }
}

/// A QR code as one path of squares.
pub(crate) struct Qr {
    pub(crate) size: usize,
    pub(crate) path: String,
}

impl Qr {
    fn of(text: &str) -> Result<Self, Error> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::internal)?;
        let width = code.width();
        let dark = |(index, color): (usize, &Color)| (*color == Color::Dark).then_some(index);
        let colors = code.to_colors();
        let squares = colors.iter().enumerate().filter_map(dark);
        let square = |index: usize| format!("M{} {}h1v1h-1z", index % width + QUIET, index / width + QUIET);
        Ok(Self { size: width + 2 * QUIET, path: squares.map(square).collect() })
    }
}

/// The recovery codes, shown this once.
#[derive(Template)]
#[template(path = "codes_portal.html")]
pub(crate) struct CodesPage {
    pub(crate) page: Page,
    pub(crate) codes: Vec<String>,
    /// Where it goes on.
    pub(crate) next: String,
}

/// The recovery codes, shown this once, at the desk.
#[derive(Template)]
#[template(path = "codes_desk.html")]
pub(crate) struct DeskCodesPage {
    pub(crate) page: Page,
    pub(crate) codes: Vec<String>,
    pub(crate) next: String,
}

/// The page that sets a second factor up, before the session is open.
#[derive(Template)]
#[template(path = "step_set_up.html")]
pub(crate) struct SetUpPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) set_up: SetUp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_has_its_three_corners_and_a_quiet_edge() {
        let qr = Qr::of("otpauth://totp/MotCua:binh.tt?secret=JBSWY3DPEHPK3PXP&issuer=MotCua").unwrap();
        let has = |x: usize, y: usize| qr.path.contains(&format!("M{x} {y}h"));
        let last = qr.size - QUIET - 1;
        assert!(has(QUIET, QUIET) && has(last, QUIET) && has(QUIET, last));
        assert!(!has(QUIET - 1, QUIET) && !has(last + 1, QUIET));
    }
}
