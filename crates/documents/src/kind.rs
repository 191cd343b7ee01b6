//! What kind of file it is, read from its bytes; names and declared types are not believed.

use crate::pages;

/// Where the end of a whole PDF is looked for: some programs append a little after it.
const PDF_TAIL: usize = 4096;

/// Kinds that are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A document.
    Pdf,
    /// A photograph or scan.
    Jpeg,
    /// A picture.
    Png,
}

impl FileKind {
    /// Recognises the first bytes of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match infer::get(bytes)?.mime_type() {
            "application/pdf" => Some(Self::Pdf),
            "image/jpeg" => Some(Self::Jpeg),
            "image/png" => Some(Self::Png),
            _ => None,
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// Endings its name may have; the first is given to a name that has none of them.
    pub(crate) const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg", "jfif"],
            Self::Png => &["png"],
        }
    }

    /// Number of pages where it can be told: a picture is one, see [`pages`] for a PDF.
    pub(crate) fn pages(self, bytes: &[u8]) -> Option<u32> {
        match self {
            Self::Jpeg | Self::Png => Some(1),
            Self::Pdf => pages::of_pdf(bytes),
        }
    }

    /// Whether the end of the file is there: a copy that was cut off begins as it should.
    pub(crate) fn is_whole(self, bytes: &[u8]) -> bool {
        match self {
            Self::Pdf => {
                let tail = &bytes[bytes.len().saturating_sub(PDF_TAIL)..];
                contains(tail, b"%%EOF") || contains(tail, b"startxref")
            }
            Self::Jpeg => jpeg_scan(bytes).is_some_and(|scan| contains(scan, &[0xFF, 0xD9])),
            Self::Png => contains(bytes, b"IEND"),
        }
    }
}

/// The picture itself, behind the headers: a preview inside them has an end of its own.
fn jpeg_scan(bytes: &[u8]) -> Option<&[u8]> {
    const START_OF_SCAN: u8 = 0xDA;
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xFF, marker, after @ ..] = rest else { return None };
        if *marker == 0xFF {
            rest = &rest[1..];
            continue;
        }
        let [high, low, ..] = after else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if *marker == START_OF_SCAN {
            return after.get(length..);
        }
        rest = after.get(length.max(2)..)?;
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{JPEG, PDF, PNG};

    #[test]
    fn the_bytes_decide_and_not_the_name() {
        assert_eq!([PDF, JPEG, PNG].map(FileKind::of), [FileKind::Pdf, FileKind::Jpeg, FileKind::Png].map(Some));
        for wrong in [&b"MZ\x90\x00"[..], b"<html><script>", b"PK\x03\x04", b"GIF89a", b""] {
            assert_eq!(FileKind::of(wrong), None);
        }
    }

    #[test]
    fn a_file_without_its_end_is_not_whole() {
        for bytes in [PDF, JPEG, PNG] {
            let kind = FileKind::of(bytes).unwrap();
            assert!(kind.is_whole(bytes), "{kind:?}");
            assert!(!kind.is_whole(&bytes[..bytes.len() - 12]), "{kind:?}");
        }
    }

    #[test]
    fn a_preview_with_an_end_does_not_make_a_photograph_whole() {
        let mut cut = vec![0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x06, 0xFF, 0xD8, 0xFF, 0xD9];
        cut.extend([0xFF, 0xDA, 0x00, 0x02, 0x11, 0x22]);
        assert!(!FileKind::Jpeg.is_whole(&cut));
        cut.extend([0xFF, 0xD9, 0x00, 0x00]);
        assert!(FileKind::Jpeg.is_whole(&cut), "some telephones append to the picture");
    }

    #[test]
    fn a_picture_is_one_page() {
        assert_eq!([FileKind::Jpeg.pages(JPEG), FileKind::Pdf.pages(PDF)], [Some(1), Some(2)]);
    }
}
