//! QR and Code 128, drawn as vectors so that they stay sharp on any printer.
//!
//! One drawing serves paper (`qr` and `barcode` of the official layout) and screens.

use std::fmt::Write;

use barcoders::sym::code128::Code128;
use qrcode::{Color, EcLevel, QrCode};

use crate::Error;

/// Light modules around the symbol that a reader needs (ISO/IEC 18004, ISO/IEC 15417).
const QR_QUIET: usize = 4;
const CODE128_QUIET: usize = 10;

/// A QR code with its quiet zone, as a square SVG. Level M survives a fold or a stamp's edge.
pub fn qr_svg(text: &str) -> Result<String, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Error::Qr(text.len()))?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let dark: Vec<bool> = row.iter().map(|color| *color == Color::Dark).collect();
        draw_runs(&mut path, &dark, QR_QUIET, y + QR_QUIET);
    }
    let side = width + 2 * QR_QUIET;
    Ok(svg(side, side, &path))
}

/// A Code 128 with its quiet zones, one unit high: stretch it to the height wanted.
///
/// Dossier codes are letters and digits; runs of digits are packed two to a symbol, which makes
/// the bars a quarter shorter, or a quarter wider and easier to read.
pub fn code128_svg(text: &str) -> Result<String, Error> {
    let refuse = || Error::Barcode(text.to_owned());
    if !text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return Err(refuse());
    }
    let modules = Code128::new(in_sets(text)).map_err(|_| refuse())?.encode();
    let dark: Vec<bool> = modules.iter().map(|module| *module == 1).collect();
    let mut path = String::new();
    draw_runs(&mut path, &dark, CODE128_QUIET, 0);
    Ok(svg(dark.len() + 2 * CODE128_QUIET, 1, &path))
}

/// Marks where the encoder changes between letters (set B) and pairs of digits (set C).
fn in_sets(text: &str) -> String {
    const LETTERS: char = 'Ɓ';
    const PAIRS: char = 'Ć';
    let mut marked = String::new();
    let mut set = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        // Below four digits the two changes of set cost more than they save.
        let (wanted, taken) =
            if digits >= 4 && digits % 2 == 0 { (PAIRS, digits) } else { (LETTERS, first.len_utf8()) };
        if set != Some(wanted) {
            marked.push(wanted);
            set = Some(wanted);
        }
        let (now, later) = rest.split_at(taken);
        marked.push_str(now);
        rest = later;
    }
    marked
}

/// Adds each run of dark modules as one rectangle of a single path: neighbours drawn as one shape
/// show no light seams between rows.
fn draw_runs(path: &mut String, dark: &[bool], left: usize, top: usize) {
    let mut x = 0;
    while x < dark.len() {
        let run = dark[x..].iter().take_while(|module| **module == dark[x]).count();
        if dark[x] {
            let _ = write!(path, "M{} {top}h{run}v1h-{run}z", left + x);
        }
        x += run;
    }
}

fn svg(width: usize, height: usize, path: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="none" shape-rendering="crispEdges"><path d="{path}"/></svg>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_digits_share_a_symbol_when_it_pays() {
        assert_eq!(in_sets("H49.12-261026-0117"), "ƁH49.12-Ć261026Ɓ-Ć0117");
        assert_eq!(in_sets("1234567"), "Ɓ1Ć234567");
        assert_eq!(in_sets("K012"), "ƁK012");
    }

    #[test]
    fn a_bar_cannot_carry_marks() {
        let refused = code128_svg("Hồ sơ").unwrap_err();
        assert_eq!(refused.to_string(), "a barcode cannot hold \"Hồ sơ\"");
        assert!(code128_svg("").is_err());
    }

    #[test]
    fn a_qr_code_has_an_end() {
        assert_eq!(qr_svg(&"9a".repeat(4000)).unwrap_err().to_string(), "a QR code cannot hold 8000 bytes");
    }

    #[test]
    fn the_quiet_zone_is_part_of_the_drawing() {
        assert!(qr_svg("https://a.example/K7P2").unwrap().contains(r#"viewBox="0 0 33 33""#));
        assert!(code128_svg("C1").unwrap().contains(r#"d="M10 0h2v1h-2z"#));
    }
}
