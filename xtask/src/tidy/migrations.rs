//! Migrations: one order for all capabilities, each named after its moment, its capability and
//! what it does.

use std::collections::BTreeMap;

use super::sql::names_in_table_places;
use crate::finding::Finding;
use crate::tree::{File, Tree};

/// The parts of `V202612010900__fees_create_receipt.pg.sql`.
pub(crate) struct Name<'a> {
    pub(crate) version: &'a str,
    pub(crate) capability: &'a str,
    /// `pg` or `sqlite` of a twin that one engine alone runs.
    engine: Option<&'a str>,
}

pub(crate) fn files(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.with_extension("sql").filter(|file| file.path.starts_with("migrations/"))
}

/// Reads a file name; `None` when it does not follow the pattern.
pub(crate) fn name<'a>(file: &'a File, tree: &Tree) -> Option<Name<'a>> {
    let (version, rest) = file.name().strip_prefix('V')?.strip_suffix(".sql")?.split_once("__")?;
    let (words, engine) = match rest.split_once('.') {
        Some((words, engine)) => (words, Some(engine)),
        None => (rest, None),
    };
    let (capability, what) = words.split_once('_')?;
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'));
    let known_engine = matches!(engine, None | Some("pg" | "sqlite"));
    let fits = is_moment(version) && plain(what) && known_engine && tree.crates().contains(capability);
    fits.then_some(Name { version, capability, engine })
}

/// `yyyymmddhhmm`
fn is_moment(version: &str) -> bool {
    let number = |from: usize, to: usize| version.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    version.len() == 12
        && number(0, 4).is_some_and(|year| year >= 2000)
        && number(4, 6).is_some_and(|month| (1..=12).contains(&month))
        && number(6, 8).is_some_and(|day| (1..=31).contains(&day))
        && number(8, 10).is_some_and(|hour| hour < 24)
        && number(10, 12).is_some_and(|minute| minute < 60)
}

/// The name orders the migrations, so it must be one of a kind and say whose it is.
pub(crate) fn names_say_when_whose_and_what(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(&str, Option<&str>), &str> = BTreeMap::new();
    for file in files(tree) {
        let Some(name) = name(file, tree) else {
            let message = "name it V<yyyymmddhhmm>__<capability>_<what>.sql; the capability is a crate";
            findings.push(Finding::new(&file.path, 0, message));
            continue;
        };
        if let Some(other) = seen.insert((name.version, name.engine), &file.path) {
            findings.push(Finding::new(&file.path, 0, format!("take another moment: {other} has the same")));
        }
    }
    findings
}

/// Whoever upgrades a live database reads the reason first.
pub(crate) fn begin_with_the_reason(tree: &Tree) -> Vec<Finding> {
    files(tree)
        .filter(|file| !file.text.starts_with("-- "))
        .map(|file| Finding::new(&file.path, 1, "begin with a comment that says why"))
        .collect()
}

/// A migration touches only tables of its own capability.
pub(crate) fn stay_at_home(tree: &Tree) -> Vec<Finding> {
    files(tree)
        .filter_map(|file| Some((file, name(file, tree)?)))
        .flat_map(|(file, name)| strays(file, &name))
        .collect()
}

fn strays(file: &File, name: &Name<'_>) -> Vec<Finding> {
    created(&file.text)
        .into_iter()
        .filter(|(_, table)| !belongs(table, name.capability))
        .map(|(line, table)| {
            let message = format!("begin the table name `{table}` with `{}_`, or move it", name.capability);
            Finding::new(&file.path, line, message)
        })
        .collect()
}

/// Whether a table is the capability's: named like it, or with its name as prefix.
pub(crate) fn belongs(table: &str, capability: &str) -> bool {
    table.strip_prefix(capability).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// Tables and views that a migration creates or alters, with their lines.
pub(crate) fn created(sql: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (index, line) in sql.lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let creates = matches!(words.first(), Some(&"CREATE" | &"ALTER"));
        let of_table = words.iter().take(4).any(|word| matches!(*word, "TABLE" | "VIEW"));
        if !creates || !of_table {
            continue;
        }
        let rest = words.iter().skip_while(|word| !matches!(**word, "TABLE" | "VIEW")).skip(1);
        let table = rest.copied().find(|word| !matches!(*word, "IF" | "NOT" | "EXISTS" | "ONLY"));
        if let Some(table) = table {
            found.push((index + 1, table.split('(').next().unwrap_or(table).trim_end_matches(';')));
        }
    }
    found
}

/// Views that a migration opens to every capability, by the line `-- Published: name`.
pub(crate) fn published(sql: &str) -> Vec<&str> {
    sql.lines()
        .filter_map(|line| line.trim().strip_prefix("-- Published: "))
        .flat_map(|names| names.split(','))
        .map(|name| name.trim().trim_end_matches('.'))
        .collect()
}

/// Tables that a migration reads or writes, for the check of ownership.
pub(crate) fn touched(sql: &str) -> Vec<&str> {
    names_in_table_places(sql)
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const FEES: (&str, &str) = ("crates/fees/src/lib.rs", "//! Fees.\n");

    #[test]
    fn a_name_says_when_whose_and_what() {
        let good = ("migrations/V202612010900__fees_create_receipt.sql", "");
        let twin = ("migrations/V202612010900__fees_create_receipt.pg.sql", "");
        assert_eq!(found(names_say_when_whose_and_what, &[FEES, good, twin]), [""; 0]);
        for wrong in
            ["V1__fees_a.sql", "V202613010900__fees_a.sql", "V202612010900__tolls_a.sql", "V202612010900__fees.sql"]
        {
            let path = format!("migrations/{wrong}");
            assert_eq!(found(names_say_when_whose_and_what, &[FEES, (&path, "")]).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn two_migrations_of_one_moment_are_found() {
        let files = [FEES, ("migrations/V202612010900__fees_a.sql", ""), ("migrations/V202612010900__fees_b.sql", "")];
        assert_eq!(found(names_say_when_whose_and_what, &files).len(), 1);
    }

    #[test]
    fn the_reason_comes_first() {
        assert_eq!(
            found(begin_with_the_reason, &[("migrations/V202612010900__fees_a.sql", "CREATE TABLE x")]).len(),
            1
        );
        assert_eq!(found(begin_with_the_reason, &[("migrations/V202612010900__fees_a.sql", "-- Books.\n")]), [""; 0]);
    }

    #[test]
    fn a_migration_creates_only_tables_of_its_capability() {
        let sql = "-- Books.\nCREATE TABLE fees_book (\n  id uuid\n);\nCREATE TABLE IF NOT EXISTS feesbook(id uuid);\nALTER TABLE dossier ADD x text;\n";
        let findings = found(stay_at_home, &[FEES, ("migrations/V202612010900__fees_a.sql", sql)]);
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].contains(":5: begin the table name `feesbook`"), "{findings:?}");
    }

    #[test]
    fn published_views_are_named_in_a_comment() {
        assert_eq!(published("-- Why.\n-- Published: dossier_open, dossier_late.\n"), ["dossier_open", "dossier_late"]);
    }
}
