//! Where things live and what they are called.

use crate::finding::Finding;
use crate::rust_text::{Kind, pieces, without_tests};
use crate::tree::{File, Tree};

const JUNK_DRAWERS: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc"];

/// A file is named after the thing it holds.
pub(crate) fn no_junk_drawers(tree: &Tree) -> Vec<Finding> {
    tree.paths
        .iter()
        .filter(|path| path.split('/').any(|part| JUNK_DRAWERS.contains(&part.split('.').next().unwrap_or(part))))
        .map(|path| Finding::new(path, 0, "name the file after the thing it holds, not after helping"))
        .collect()
}

/// A route `dossier.show` is declared in the crate `dossier`.
pub(crate) fn routes_carry_the_name_of_their_crate(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().filter_map(|file| file.source_of().map(|owner| (file, owner))).flat_map(misnamed_routes).collect()
}

/// A route is declared as a name and, next to it, the address: `"desk.inbox", "/ban-lam-viec"`.
fn misnamed_routes((file, owner): (&File, &str)) -> Vec<Finding> {
    let pieces = pieces(without_tests(&file.text));
    pieces
        .windows(3)
        .filter(|three| three[0].kind == Kind::Literal && three[2].kind == Kind::Literal)
        .filter(|three| three[1].text.trim() == "," && three[2].text.starts_with('/') && is_route(three[0].text))
        .filter(|three| three[0].text.split('.').next() != Some(owner))
        .map(|three| {
            Finding::new(&file.path, three[0].line, format!("begin the route name {:?} with `{owner}.`", three[0].text))
        })
        .collect()
}

fn is_route(text: &str) -> bool {
    text.contains('.') && text.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_junk_drawer_is_refused_by_its_name() {
        let files = [("crates/fees/src/utils.rs", ""), ("web/src/common/x.js", ""), ("crates/fees/src/receipt.rs", "")];
        assert_eq!(found(no_junk_drawers, &files).len(), 2);
    }

    #[test]
    fn a_route_bears_the_name_of_its_crate() {
        let routes = r#"routes.get("fees.show", "/phi", f).get("desk.fees", "/phi/2", g)"#;
        let findings = found(routes_carry_the_name_of_their_crate, &[("crates/fees/src/desk.rs", routes)]);
        assert_eq!(findings, [r#"crates/fees/src/desk.rs:1: begin the route name "desk.fees" with `fees.`"#]);
    }
}
