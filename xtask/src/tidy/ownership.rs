//! Only a table's owner reads or writes it; others call the owner's functions, follow its events,
//! or read a view that it publishes.

use std::collections::BTreeMap;

use super::{migrations, sql};
use crate::finding::Finding;
use crate::tree::{File, Tree};

/// Table → the capability that owns it. Published views are left out: they are everybody's.
type Owners<'a> = BTreeMap<&'a str, &'a str>;

/// SQL in a crate names only tables of that crate, and so does a migration of its capability.
pub(crate) fn only_the_owner_names_a_table(tree: &Tree) -> Vec<Finding> {
    let owners = owners(tree);
    let in_sources = tree.files.iter().filter_map(|file| file.source_of().map(|name| (file, name)));
    let mut findings: Vec<Finding> =
        in_sources.flat_map(|(file, name)| strangers_in_source(file, name, &owners)).collect();
    for file in migrations::files(tree) {
        if let Some(name) = migrations::name(file, tree) {
            findings.extend(strangers(file, 0, name.capability, &migrations::touched(&file.text), &owners));
        }
    }
    findings
}

fn owners(tree: &Tree) -> Owners<'_> {
    let mut owners = Owners::new();
    for file in migrations::files(tree) {
        let Some(name) = migrations::name(file, tree) else { continue };
        let published = migrations::published(&file.text);
        let tables = migrations::created(&file.text).into_iter().map(|(_, table)| table);
        owners.extend(
            tables
                .filter(|table| !published.contains(table) && migrations::belongs(table, name.capability))
                .map(|table| (table, name.capability)),
        );
    }
    owners
}

fn strangers_in_source(file: &File, name: &str, owners: &Owners<'_>) -> Vec<Finding> {
    sql::statements(&file.text)
        .iter()
        .flat_map(|piece| strangers(file, piece.line, name, &sql::names_in_table_places(piece.text), owners))
        .collect()
}

fn strangers(file: &File, line: usize, name: &str, tables: &[&str], owners: &Owners<'_>) -> Vec<Finding> {
    tables
        .iter()
        .filter_map(|table| Some((table, owners.get(table)?)))
        .filter(|(_, owner)| **owner != name)
        .map(|(table, owner)| {
            Finding::new(&file.path, line, format!("`{table}` belongs to `{owner}`: call its functions, not its table"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const LIBS: [(&str, &str); 2] = [("crates/fees/src/lib.rs", "//! F.\n"), ("crates/dossier/src/lib.rs", "//! D.\n")];
    const DOSSIER: (&str, &str) = (
        "migrations/V202612010900__dossier_create.sql",
        "-- The heart.\n-- Published: dossier_open.\nCREATE TABLE dossier (id uuid);\nCREATE VIEW dossier_open AS SELECT id FROM dossier;\n",
    );

    fn findings(path: &str, text: &str) -> Vec<String> {
        found(only_the_owner_names_a_table, &[LIBS[0], LIBS[1], DOSSIER, (path, text)])
    }

    #[test]
    fn a_stranger_in_the_sql_is_found_at_its_line() {
        let source = "//! Store.\nfn f() { q(\"SELECT r.id FROM fees_receipt r JOIN dossier d ON d.id = r.id\") }\n";
        assert_eq!(
            findings("crates/fees/src/store.rs", source),
            ["crates/fees/src/store.rs:2: `dossier` belongs to `dossier`: call its functions, not its table"]
        );
    }

    #[test]
    fn the_owner_the_tests_and_published_views_are_free() {
        let query = "fn f() { q(\"SELECT id FROM dossier\") }\n";
        assert_eq!(findings("crates/dossier/src/store.rs", query), [""; 0]);
        assert_eq!(findings("crates/fees/src/a.rs", &format!("#[cfg(test)]\nmod tests {{ {query} }}")), [""; 0]);
        assert_eq!(findings("crates/fees/src/b.rs", "fn f() { q(\"SELECT id FROM dossier_open\") }"), [""; 0]);
    }

    #[test]
    fn a_migration_does_not_fill_a_table_of_another() {
        let sql = "-- Why.\nINSERT INTO dossier (id) VALUES (1);\n";
        assert_eq!(findings("migrations/V202612010901__fees_fill.sql", sql).len(), 1);
    }
}
