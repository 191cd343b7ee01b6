//! How many pages a PDF has, where it can be read off without taking the file apart.
//!
//! The root of the page tree says how many pages it holds; among all nodes of the tree in clear text
//! the largest count is the root's. Files that compress their structure, or encrypt it, tell nothing:
//! then no number is shown, rather than a wrong one.

/// A number beyond this is no honest page count.
const PAGES_MAX: u32 = 100_000;
/// How far a `/Count` may stand from its `/Type /Pages` within one object.
const NODE_MAX: usize = 64 * 1024;

/// The number of pages; `None` where it cannot be read off.
pub(crate) fn of_pdf(bytes: &[u8]) -> Option<u32> {
    let nodes = positions(bytes, b"/Type").filter(|at| names_pages(&bytes[at + 5..]));
    nodes.filter_map(|at| count_of(node_around(bytes, at))).filter(|count| (1..=PAGES_MAX).contains(count)).max()
}

fn names_pages(after: &[u8]) -> bool {
    let after = skip_blanks(after);
    after.strip_prefix(b"/Pages").is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// The object that a position stands in.
fn node_around(bytes: &[u8], at: usize) -> &[u8] {
    let before = &bytes[at.saturating_sub(NODE_MAX)..at];
    let begin = before.windows(4).rposition(|window| window == b" obj").map_or(at, |found| at - before.len() + found);
    let after = &bytes[at..bytes.len().min(at + NODE_MAX)];
    let end = after.windows(6).position(|window| window == b"endobj").unwrap_or(after.len());
    &bytes[begin..at + end]
}

fn count_of(node: &[u8]) -> Option<u32> {
    let at = positions(node, b"/Count").next()?;
    let digits: Vec<u8> = skip_blanks(&node[at + 6..]).iter().copied().take_while(u8::is_ascii_digit).take(7).collect();
    String::from_utf8(digits).ok()?.parse().ok()
}

fn positions<'a>(bytes: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes.windows(wanted.len()).enumerate().filter(move |(_, window)| *window == wanted).map(|(at, _)| at)
}

fn skip_blanks(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_the_page_tree_tells_the_number() {
        let tree = b"1 0 obj\n<< /Type /Pages /Kids [2 0 R 5 0 R] /Count 7 >>\nendobj\n\
            2 0 obj\n<</Count 4/Parent 1 0 R/Type/Pages>>\nendobj\n9 0 obj\n<< /Count 99 >>\nendobj\n\
            3 0 obj\n<< /Type /Page >>\nendobj\n";
        assert_eq!(of_pdf(tree), Some(7));
    }

    #[test]
    fn a_compressed_or_senseless_structure_tells_nothing() {
        for file in [&b"%PDF-1.7 ... /ObjStm ..."[..], b"1 0 obj <</Type/Pages/Count -3>> endobj", b"/Type/Pages", b""]
        {
            assert_eq!(of_pdf(file), None);
        }
    }
}
