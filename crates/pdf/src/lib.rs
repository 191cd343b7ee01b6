//! Paper: typst pages, fonts, QR and Code 128.
//!
//! Forms are typst templates an administrator can read. A template takes its facts from
//! `json("/data.json")` and the shared official layout from `#import "/official.typ": *`; it sees
//! no other file, no network and no clock. Facts enter as strings, so nothing a citizen typed is
//! ever read as markup.
//!
//! Every page leaves as PDF/A-2a: archived for decades (Luật Lưu trữ 33/2024/QH15), tagged for
//! screen readers, with every letter extractable. Signing is not done here.

mod picture;
mod press;
mod template;

mod error;
mod legible;
mod room;
mod symbol;

pub use error::Error;
pub use picture::{Picture, PictureError, WIDTH_MAX, picture};
pub use press::{Facts, Mark, Press, Rendered, Typeset};
pub use symbol::{code128_svg, qr_svg};
pub use template::Template;
