//! Every statement that the code declares with `query!`, read from the sources: the list cannot fall
//! behind them. Knows string literals, `concat!`, constants and one-argument macros of the same file,
//! which is what statements are written with; anything else stops the test.

use std::path::{Path, PathBuf};

/// Files whose statements macros write for several places alike; the tests of their own capability hold
/// each of them to its index.
const HELD_THERE: &[&str] = &["dossier/src/list/at.rs"];

/// One declared statement.
#[derive(Debug)]
pub(crate) struct Declared {
    /// File and function.
    pub(crate) name: String,
    /// Text for SQLite, parameters as declared.
    pub(crate) sqlite: String,
    /// Text for PostgreSQL.
    pub(crate) postgres: String,
}

/// All statements of the capabilities.
pub(crate) fn all() -> Vec<Declared> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&crates).unwrap() {
        rust_files(&entry.unwrap().path().join("src"), &mut files);
    }
    files.sort();
    for file in HELD_THERE {
        assert!(files.iter().any(|known| known.ends_with(file)), "{file} is gone");
    }
    files.retain(|file| !HELD_THERE.iter().any(|held| file.ends_with(held)));
    files.iter().flat_map(|file| of_file(file, &crates)).collect()
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

fn of_file(path: &Path, crates: &Path) -> Vec<Declared> {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let file = path.strip_prefix(crates).unwrap().display().to_string();
    let source = Source { tokens: tokens(text), file };
    let mut found = Vec::new();
    for at in 0..source.tokens.len() {
        if source.is(at, &["query", "!", "{"]) {
            found.push(source.statement(at + 3));
        }
    }
    found
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
}

struct Source {
    tokens: Vec<Token>,
    file: String,
}

impl Source {
    fn is(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(n, word)| matches!(self.tokens.get(at + n), Some(Token::Word(w)) if w == word))
    }

    fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(Token::Word(word)) => word,
            Some(Token::Text(_)) | None => "",
        }
    }

    fn find(&self, from: usize, words: &[&str]) -> usize {
        (from..self.tokens.len()).find(|at| self.is(*at, words)).unwrap_or_else(|| panic!("{}: {words:?}", self.file))
    }

    /// The statement of a declaration whose braces were opened just before.
    fn statement(&self, from: usize) -> Declared {
        let function = self.find(from, &["fn"]) + 1;
        let name = format!("{} {}", self.file, self.word(function));
        let body = self.find(self.find(function, &["-", ">"]), &["="]) + 1;
        if self.is(body, &["sqlite"]) {
            let (sqlite, after) = self.text(body + 1, None);
            assert!(self.is(after, &[",", "postgres"]), "{name}: twins are sqlite, postgres");
            let postgres = self.text(after + 2, None).0;
            return Declared { name, sqlite, postgres };
        }
        let text = self.text(body, None).0;
        Declared { name, sqlite: text.clone(), postgres: text }
    }

    /// The text of an expression and the place after it; `$rest` stands for the argument of a macro.
    fn text(&self, at: usize, argument: Option<&str>) -> (String, usize) {
        if let Some(Token::Text(text)) = self.tokens.get(at) {
            return (text.clone(), at + 1);
        }
        if self.is(at, &["$", "("]) {
            // `$($rest),+`: one argument is all that the statements give.
            return (self.text(at + 2, argument).0, at + 7);
        }
        if self.is(at, &["$"]) {
            return (argument.unwrap_or_else(|| panic!("{}: no argument", self.file)).to_owned(), at + 2);
        }
        if self.is(at + 1, &["!", "("]) {
            return self.called(at, argument);
        }
        let mut last = at;
        while self.is(last + 1, &[":", ":"]) {
            last += 3;
        }
        let constant = self.find(0, &["const", self.word(last)]);
        (self.text(self.find(constant, &["="]) + 1, None).0, last + 1)
    }

    fn called(&self, at: usize, argument: Option<&str>) -> (String, usize) {
        let (mut parts, mut next) = (Vec::new(), at + 3);
        while !self.is(next, &[")"]) {
            let (part, after) = self.text(next, argument);
            parts.push(part);
            next = if self.is(after, &[","]) { after + 1 } else { after };
        }
        if self.is(at, &["concat"]) {
            return (parts.concat(), next + 1);
        }
        let rules = self.find(0, &["macro_rules", "!", self.word(at)]);
        let body = self.find(rules, &["=", ">", "{"]) + 3;
        (self.text(body, parts.first().map(String::as_str)).0, next + 1)
    }
}

/// Words, single signs and string literals; comments are left out.
fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if let Some(inner) = rest.strip_prefix('"') {
            let (literal, after) = literal(inner);
            found.push(Token::Text(literal));
            rest = after;
        } else if rest.starts_with("'\"'") {
            rest = &rest[3..];
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            if !first.is_whitespace() {
                found.push(Token::Word(first.to_string()));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

fn literal(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (out, &text[at + 1..]),
            '\\' => match chars.next() {
                Some((_, '\n')) | None => {}
                Some((_, escaped)) => out.push(if escaped == 'n' { '\n' } else { escaped }),
            },
            other => out.push(other),
        }
    }
    (out, "")
}
