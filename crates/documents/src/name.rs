//! Names of files: kept as people gave them, made safe to send back.

use base::text::clean;

use crate::FileKind;

/// Characters a kept name may have.
const NAME_MAX: usize = 120;

/// The name to keep: without folders, not too long, and with an ending that fits what the file is,
/// so that a saved copy opens with the right program.
pub(crate) fn kept(given: &str, kind: FileKind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        clean(last).chars().filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | '|')).collect();
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((plain.as_str(), ""));
    let fits = kind.endings().iter().any(|known| known.eq_ignore_ascii_case(ending));
    let (stem, ending) = if fits { (stem, ending) } else { (plain.as_str(), kind.endings()[0]) };
    let stem: String = stem.trim_matches(['.', ' ']).chars().take(NAME_MAX).collect();
    if stem.is_empty() { format!("tep.{ending}") } else { format!("{stem}.{ending}") }
}

/// The header that lets a browser show the file and save it under its name (RFC 6266).
pub(crate) fn disposition(name: &str) -> String {
    let ascii: String = base::text::fold(name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("inline; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_words_and_loses_its_folders() {
        assert_eq!(kept("C:\\Tài liệu\\Giấy khai sinh.PDF", FileKind::Pdf), "Giấy khai sinh.PDF");
        assert_eq!(kept("../../etc/passwd", FileKind::Jpeg), "passwd.jpg");
        assert_eq!(kept("đơn.exe", FileKind::Pdf), "đơn.exe.pdf");
        assert_eq!(kept("  ", FileKind::Png), "tep.png");
        assert_eq!(kept(".pdf", FileKind::Pdf), "tep.pdf");
        assert_eq!(kept(&"a".repeat(500), FileKind::Pdf).chars().count(), NAME_MAX + 4);
    }

    #[test]
    fn a_header_holds_any_name_without_being_broken_by_it() {
        let header = disposition("Sổ đỏ \"số 1\"; x\r\n.pdf");
        assert!(header.is_ascii() && !header.contains(['\r', '\n']), "{header}");
        assert!(
            header.ends_with("filename*=UTF-8''S%E1%BB%95%20%C4%91%E1%BB%8F%20%22s%E1%BB%91%201%22%3B%20x%0D%0A.pdf")
        );
        assert_eq!(header.matches('"').count(), 2, "{header}");
    }
}
