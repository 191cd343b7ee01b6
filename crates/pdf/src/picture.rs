//! One page of a PDF that somebody handed in, as a picture: what a screen shows needs no reader of PDF,
//! and nothing in the file can run.
//!
//! The bytes are a stranger's. Whoever serves pages draws them in a process of its own, with limits.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

/// Widest picture, in pixels.
pub const WIDTH_MAX: u16 = 2400;
/// Tallest picture for its width: beyond it the page is drawn smaller.
const HEIGHT_PER_WIDTH: f32 = 4.0;

/// A page as a picture.
#[derive(Debug)]
pub struct Picture {
    /// The picture, as PNG.
    pub png: Vec<u8>,
    /// How many pages the file has.
    pub pages: usize,
}

/// Why a page cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("the file is encrypted")]
    Encrypted,
    #[error("the file cannot be read as PDF")]
    Unreadable,
    #[error("the file has {pages} pages")]
    NoSuchPage { pages: usize },
    #[error("the page has no size that can be drawn")]
    Size,
    #[error("the picture cannot be written: {0}")]
    Png(String),
}

/// Draws a page, counted from 1, as wide as asked.
///
/// # Errors
/// [`PictureError`].
pub fn picture(pdf: Vec<u8>, page: usize, width: u16) -> Result<Picture, PictureError> {
    let pdf = Pdf::new(pdf).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PictureError::Encrypted,
        LoadPdfError::Invalid => PictureError::Unreadable,
    })?;
    let pages = pdf.pages();
    let count = pages.len();
    let page = page.checked_sub(1).and_then(|at| pages.get(at)).ok_or(PictureError::NoSuchPage { pages: count })?;
    let (wide, tall) = page.render_dimensions();
    let is_drawable = wide.is_finite() && tall.is_finite() && wide >= 1.0 && tall >= 1.0;
    if !is_drawable {
        return Err(PictureError::Size);
    }
    let width = f32::from(width.clamp(1, WIDTH_MAX));
    let scale = (width / wide).min(width * HEIGHT_PER_WIDTH / tall);
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    if drawn.width() == 0 || drawn.height() == 0 {
        return Err(PictureError::Size);
    }
    let png = drawn.into_png().map_err(|error| PictureError::Png(error.to_string()))?;
    Ok(Picture { png, pages: count })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE_PAGE: &[u8] = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n\
        <</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]\
        /Contents 4 0 R>>\nendobj\n4 0 obj\n<</Length 30>>\nstream\n1 0 0 rg 0 0 100 100 re f     \nendstream\nendobj\n\
        trailer\n<</Root 1 0 R>>\n%%EOF";

    fn size(png: &[u8]) -> (u32, u32) {
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        (number(16), number(20))
    }

    #[test]
    fn a_page_is_drawn_as_wide_as_asked() {
        let drawn = picture(ONE_PAGE.to_vec(), 1, 400).unwrap();
        assert_eq!((size(&drawn.png), drawn.pages), ((400, 200), 1));
        let small = picture(ONE_PAGE.to_vec(), 1, 1).unwrap_err();
        assert!(matches!(small, PictureError::Size), "half a pixel is no height");
    }

    #[test]
    fn what_cannot_be_drawn_says_why() {
        assert!(matches!(picture(ONE_PAGE.to_vec(), 2, 400), Err(PictureError::NoSuchPage { pages: 1 })));
        assert!(matches!(picture(ONE_PAGE.to_vec(), 0, 400), Err(PictureError::NoSuchPage { pages: 1 })));
        assert!(picture(b"%PDF-1.7 nothing more".to_vec(), 1, 400).is_err());
        assert!(picture(Vec::new(), 1, 400).is_err());
    }
}
