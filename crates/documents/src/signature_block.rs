//! The visible part of a digital signature: line of authority, post, name, moment.
//!
//! Nghị định 30/2020/NĐ-CP, phụ lục I: who signs for somebody writes "KT." or "TUQ." before the post
//! of that person; the moment stands with seconds and time zone (ISO 8601).

use jiff::Timestamp;
use jiff::tz::Offset;
use pdf::{Facts, Press, Template};
use serde::Serialize;

static FORM: Template = Template::new("chu-ky.typ", include_str!("../forms/chu-ky.typ"));

/// Width and height of the drawing, in points; the place on the page has the same shape.
pub const SIZE: [i32; 2] = [190, 72];

/// What people read.
#[derive(Debug, Clone)]
pub struct SignatureBlock {
    /// `TUQ. CHỦ TỊCH`, from the delegation; none for who signs in the own right.
    pub authority: Option<String>,
    pub post: String,
    pub name: String,
    pub agency: String,
    pub signed_at: Timestamp,
}

#[derive(Serialize)]
struct Lines<'a> {
    authority: Option<&'a str>,
    post: &'a str,
    name: &'a str,
    agency: &'a str,
    signed_at: String,
}

impl SignatureBlock {
    /// Draws it as a page for `signing::Visible`.
    ///
    /// # Errors
    /// A mistake of the form; any text of the facts prints.
    pub fn draw(&self, press: &Press) -> Result<Vec<u8>, pdf::Error> {
        let lines = Lines {
            authority: self.authority.as_deref(),
            post: &self.post,
            name: &self.name,
            agency: &self.agency,
            signed_at: moment(self.signed_at),
        };
        press.draw(&FORM, Facts::new(&lines)?, self.signed_at)
    }
}

/// `2026-10-26T14:20:00+07:00`.
fn moment(at: Timestamp) -> String {
    let local = Offset::constant(7).to_datetime(at);
    format!("{}+07:00", local.strftime("%Y-%m-%dT%H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_stands_with_its_zone() {
        assert_eq!(moment("2026-10-26T07:20:00Z".parse().unwrap()), "2026-10-26T14:20:00+07:00");
    }

    #[test]
    fn long_names_still_make_one_page() {
        let press = Press::new().unwrap();
        let block = SignatureBlock {
            authority: Some("TUQ. CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH ".repeat(3)),
            post: "GIÁM ĐỐC TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG".to_owned(),
            name: "Công Tằng Tôn Nữ Thị Hồng Hạnh".to_owned(),
            agency: "Trung tâm Phục vụ hành chính công".to_owned(),
            signed_at: Timestamp::UNIX_EPOCH,
        };
        let drawing = String::from_utf8_lossy(&block.draw(&press).unwrap()).into_owned();
        assert!(drawing.contains("/Count 1"), "more than one page");
    }
}
