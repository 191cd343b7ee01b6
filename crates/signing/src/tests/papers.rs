//! Small documents of both kinds: with a table, and with everything packed into streams.

use std::fmt::Write as _;

/// Objects of a document of two pages. The last is a picture that no page shows.
const OBJECTS: [&str; 8] = [
    "<</Type /Catalog /Pages 2 0 R /Metadata 8 0 R>>",
    "<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 420 595]>>",
    "<</Type /Page /Parent 2 0 R /Contents 5 0 R /Resources <</Font <</F 7 0 R>>>>>>",
    "<</Type /Page /Parent 2 0 R /Contents 6 0 R /Resources <<>> /Annots []>>",
    "<</Length 42>>\nstream\nBT /F 12 Tf 40 500 Td (128.000 dong) Tj ET\nendstream",
    "<</Length 9>>\nstream\n0 0 9 9 re\nendstream",
    "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    "<</Type /Metadata /Subtype /XML /Length 8>>\nstream\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>\nendstream",
];

fn object(number: usize, body: &str) -> String {
    format!("{number} 0 obj\n{body}\nendobj\n")
}

/// Lengths are counted here, so that texts above may be edited.
fn bodies() -> Vec<String> {
    OBJECTS
        .iter()
        .map(|body| match body.split_once("\nstream\n") {
            Some((dict, rest)) => {
                let content = rest.strip_suffix("\nendstream").unwrap();
                let kept = dict.split("/Length").next().unwrap();
                format!("{kept}/Length {}>>\nstream\n{content}\nendstream", content.len())
            }
            None => (*body).to_owned(),
        })
        .collect()
}

pub(crate) fn with_table() -> Vec<u8> {
    let mut text = String::from("%PDF-1.7\n%\u{e9}\u{e9}\n");
    let mut table = String::from("0000000000 65535 f \n");
    let bodies = bodies();
    for (index, body) in bodies.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", text.len()).unwrap();
        text.push_str(&object(index + 1, body));
    }
    let (start, size) = (text.len(), bodies.len() + 1);
    write!(text, "xref\n0 {size}\n{table}trailer\n<</Size {size} /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").unwrap();
    text.into_bytes()
}

/// Catalogue, pages and font in an object stream; the table is a stream as well.
pub(crate) fn with_streams() -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let bodies = bodies();
    let (packed, loose): (Vec<_>, Vec<_>) = bodies
        .iter()
        .enumerate()
        .map(|(index, body)| (index + 1, body))
        .partition(|(_, body)| !body.contains("stream"));
    let mut rows = vec![[0, 0, 0, 0]; bodies.len() + 3];
    for (number, body) in &loose {
        rows[*number] = row(1, bytes.len(), 0);
        bytes.extend_from_slice(object(*number, body).as_bytes());
    }
    let (mut heads, mut content) = (String::new(), String::new());
    for (index, (number, body)) in packed.iter().enumerate() {
        rows[*number] = row(2, bodies.len() + 1, index);
        write!(heads, "{number} {} ", content.len()).unwrap();
        writeln!(content, "{body}").unwrap();
    }
    let (count, first) = (packed.len(), heads.len());
    let pack = zipped(&[heads, content].concat().into_bytes());
    rows[bodies.len() + 1] = row(1, bytes.len(), 0);
    let dict = format!("<</Type /ObjStm /N {count} /First {first} /Filter /FlateDecode /Length {}>>", pack.len());
    bytes.extend(stream(bodies.len() + 1, &dict, &pack));
    let start = bytes.len();
    rows[bodies.len() + 2] = row(1, start, 0);
    let (rows, size) = (zipped(&rows.concat()), rows.len());
    let dict =
        format!("<</Type /XRef /Size {size} /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length {}>>", rows.len());
    bytes.extend(stream(bodies.len() + 2, &dict, &rows));
    bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    bytes
}

fn row(kind: u8, second: usize, third: usize) -> [u8; 4] {
    let [high, low] = u16::try_from(second).unwrap().to_be_bytes();
    [kind, high, low, u8::try_from(third).unwrap()]
}

fn stream(number: usize, dict: &str, content: &[u8]) -> Vec<u8> {
    [format!("{number} 0 obj\n{dict}\nstream\n").as_bytes(), content, b"\nendstream\nendobj\n"].concat()
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A drawing of one page for the visible part of a signature.
pub(crate) const DRAWING: &[u8] = include_bytes!("../../samples/chu-ky.pdf");
/// A form as the house prints them: PDF/A-2a, tagged.
pub(crate) const PRINTED: &[u8] = include_bytes!("../../samples/giay.pdf");

/// Appends a revision by hand, as an attacker would: objects, a table over them, a trailer.
pub(crate) fn appended(document: &[u8], objects: &[(u32, &str)], trailer: &str) -> Vec<u8> {
    let mut bytes = document.to_vec();
    let previous = crate::paper::xref::start(document).unwrap();
    let mut table = String::from("xref\n");
    for (number, body) in objects {
        write!(table, "{number} 1\n{:010} 00000 n \n", bytes.len()).unwrap();
        bytes.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let start = bytes.len();
    let end = format!("trailer\n<</Size 90 /Root 1 0 R /Prev {previous} {trailer}>>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend_from_slice(table.as_bytes());
    bytes.extend_from_slice(end.as_bytes());
    bytes
}
