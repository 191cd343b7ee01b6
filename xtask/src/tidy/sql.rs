//! SQL inside Rust: finding it, reading which tables it names, and how a query is written.

use crate::finding::Finding;
use crate::rust_text::{Kind, Piece, pieces, without_tests};
use crate::tree::Tree;

/// Keywords after which SQL names a table.
const BEFORE_TABLE: &[&str] = &["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "VIEW", "ON"];

/// SQL statements in the product code of a file, with their first line.
pub(crate) fn statements(text: &str) -> Vec<Piece<'_>> {
    pieces(without_tests(text)).into_iter().filter(|piece| piece.kind == Kind::Literal && is_sql(piece.text)).collect()
}

fn is_sql(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "TRUNCATE"].contains(&first) && text.contains(' ')
}

/// Names in the places where SQL names tables, in order. Aliases of subqueries and columns may be
/// among them: the caller keeps the names that are tables.
pub(crate) fn names_in_table_places(sql: &str) -> Vec<&str> {
    let tokens = tokens(sql);
    let mut names = Vec::new();
    let mut in_list = false;
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).map(|previous| tokens[previous]);
        let names_table = before.is_some_and(|word| BEFORE_TABLE.contains(&word)) || (in_list && before == Some(","));
        if names_table && is_name(token) {
            names.push(token.trim_matches('"'));
        }
        in_list = match *token {
            "FROM" => true,
            "(" | ")" | "WHERE" | "ON" | "SET" | "GROUP" | "ORDER" | "LIMIT" | "SELECT" | "RETURNING" => false,
            _ => in_list,
        };
    }
    names
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_lowercase() || c == '_' || c == '"')
}

/// Words and single marks; comments left out.
fn tokens(sql: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in sql.lines() {
        let mut rest = line.split("--").next().unwrap_or_default().trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '$' | '.');
            let end = rest.find(|c| !is_word(c)).filter(|end| *end > 0).unwrap_or(if is_word(first) {
                rest.len()
            } else {
                first.len_utf8()
            });
            found.push(&rest[..end]);
            rest = rest[end..].trim_start();
        }
    }
    found
}

/// A column added to a table must not change what a query returns.
pub(crate) fn columns_are_named(tree: &Tree) -> Vec<Finding> {
    in_statements(tree, "name the columns instead of `*`", |sql, _| {
        let tokens = tokens(sql);
        tokens.windows(2).any(|pair| pair[1] == "*" && (pair[0] == "SELECT" || pair[0].ends_with('.')))
    })
}

/// A list without an order differs between the engines and between two pages of itself.
pub(crate) fn lists_have_an_order(tree: &Tree) -> Vec<Finding> {
    in_statements(tree, "give the list an ORDER BY", |sql, code_before| {
        is_many(code_before) && !sql.starts_with("INSERT") && !sql.contains("RETURNING") && !sql.contains("ORDER BY")
    })
}

/// Whether the code before a statement declares a query of `db::query!` that returns many rows.
fn is_many(code_before: &str) -> bool {
    code_before.rsplit("->").next().is_some_and(|result| result.trim_start().starts_with("many "))
}

fn in_statements(tree: &Tree, message: &str, is_wrong: impl Fn(&str, &str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.source_of().is_some()) {
        let mut code_before = "";
        for piece in pieces(without_tests(&file.text)) {
            match piece.kind {
                Kind::Code => code_before = piece.text,
                Kind::Literal if is_sql(piece.text) && is_wrong(piece.text, code_before) => {
                    findings.push(Finding::new(&file.path, piece.line, message));
                }
                Kind::Literal | Kind::Comment => {}
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const STORE: &str = "crates/fees/src/store.rs";

    #[test]
    fn table_places_are_read_and_columns_are_not() {
        let names = |sql| names_in_table_places(sql).join(" ");
        assert_eq!(
            names("SELECT d.id FROM dossier d, fees_receipt r JOIN fees_book b ON b.id = r.book_id"),
            "dossier fees_receipt fees_book b.id"
        );
        assert_eq!(names("INSERT INTO fees_receipt (id) VALUES ($1) ON CONFLICT DO UPDATE SET x = 1"), "fees_receipt");
        assert_eq!(
            names("UPDATE fees_receipt SET dossier_id = $1 WHERE id IN (SELECT id FROM dossier)"),
            "fees_receipt dossier"
        );
        assert_eq!(names("SELECT a, b -- FROM dossier\nFROM fees_book ORDER BY a, b"), "fees_book");
    }

    #[test]
    fn sentences_are_not_statements() {
        assert_eq!(statements("f(\"could not read FROM dossier\"); g(\"SELECT id FROM fees_book\")").len(), 1);
    }

    #[test]
    fn a_star_is_found_and_a_count_is_not() {
        let source =
            "f(\"SELECT * FROM fees_book\");\ng(\"SELECT COUNT(*) FROM fees_book\");\nh(\"SELECT b.* FROM x b\")";
        assert_eq!(
            found(columns_are_named, &[(STORE, source)]),
            [
                format!("{STORE}:1: name the columns instead of `*`"),
                format!("{STORE}:3: name the columns instead of `*`"),
            ]
        );
    }

    #[test]
    fn many_rows_need_an_order_and_one_does_not() {
        let many = "db::query! { fn a() -> many String = \"SELECT code FROM fees_book\" }";
        let ordered = "db::query! { fn a() -> many String = \"SELECT code FROM fees_book ORDER BY code\" }";
        let one = "db::query! { fn a() -> maybe String = \"SELECT code FROM fees_book WHERE id = $1\" }";
        assert_eq!(found(lists_have_an_order, &[(STORE, many)]).len(), 1);
        assert_eq!(found(lists_have_an_order, &[(STORE, ordered), ("crates/fees/src/b.rs", one)]), [""; 0]);
    }
}
