//! What kind of file it is, read from its bytes; names and declared types are not believed.

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

    /// Number of pages where it can be told: a picture is one; a PDF whose pages are not compressed
    /// into object streams is counted, others are not guessed.
    #[must_use]
    pub fn pages(self, bytes: &[u8]) -> Option<u32> {
        match self {
            Self::Jpeg | Self::Png => Some(1),
            Self::Pdf => count_pages(bytes),
        }
    }
}

/// Counts `/Type /Page` objects.
fn count_pages(bytes: &[u8]) -> Option<u32> {
    const TYPE: &[u8] = b"/Type";
    const PAGE: &[u8] = b"/Page";
    let mut pages = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(TYPE.len()).position(|window| window == TYPE) {
        at += found + TYPE.len();
        let rest = &bytes[at..];
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = &rest[blanks..];
        let ends = rest.get(PAGE.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if rest.starts_with(PAGE) && ends {
            pages += 1;
        }
    }
    (pages > 0).then_some(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide_and_not_the_name() {
        assert_eq!(FileKind::of(b"%PDF-1.7\n..."), Some(FileKind::Pdf));
        assert_eq!(FileKind::of(&[0xff, 0xd8, 0xff, 0xe0, 0, 0]), Some(FileKind::Jpeg));
        assert_eq!(FileKind::of(b"\x89PNG\r\n\x1a\n0000"), Some(FileKind::Png));
        for wrong in [&b"MZ\x90\x00"[..], b"<html><script>", b"PK\x03\x04", b""] {
            assert_eq!(FileKind::of(wrong), None);
        }
    }

    #[test]
    fn pages_are_counted_where_they_can_be() {
        let pdf = b"%PDF-1.4 <</Type /Pages /Count 2>> <</Type/Page >> <</Type /Page/Parent 1 0 R>>";
        assert_eq!(FileKind::Pdf.pages(pdf), Some(2));
        assert_eq!(FileKind::Pdf.pages(b"%PDF-1.7 compressed"), None);
        assert_eq!(FileKind::Png.pages(b""), Some(1));
    }
}
