//! Everyday words for official ones: "sổ đỏ", "bằng lái", "ks".
//!
//! A row names procedures directly, or the official words to read instead, or both. Words are not
//! law: they carry no dates and are replaced as a whole when a new file is imported.

use std::collections::{HashMap, HashSet};

use crate::code::Key;
use crate::import::{ImportError, Reason, SourceFile, Table};
use crate::procedure::Procedure;
use crate::search::line_of;

/// One everyday word or phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    /// What people say.
    pub phrase: String,
    /// The official words it stands for; empty when it only names procedures.
    pub means: String,
    /// The procedures it names, the likeliest first.
    pub keys: Vec<Key>,
}

/// Reads `synonyms.csv`; a code the list does not hold is an error.
pub(crate) fn read(file: &SourceFile, procedures: &[Procedure], errors: &mut Vec<ImportError>) -> Vec<Synonym> {
    let known: HashSet<&Key> = procedures.iter().map(|procedure| &procedure.key).collect();
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut synonyms = Vec::new();
    let table = Table::read(file, &["phrase", "means", "codes"], errors);
    table.each(errors, |cells| {
        let phrase = cells.required("phrase");
        let means = cells.text("means").to_owned();
        let mut keys = Vec::new();
        for code in cells.text("codes").split_whitespace() {
            match code.parse::<Key>() {
                Ok(key) if known.contains(&key) => keys.push(key),
                Ok(_) => cells.note("codes", Reason::UnknownProcedure(code.to_owned())),
                Err(_) => cells.note("codes", Reason::NotACode(code.to_owned())),
            }
        }
        let Some(phrase) = phrase else { return };
        if means.is_empty() && cells.text("codes").is_empty() {
            cells.note("means", Reason::Empty);
        }
        match seen.insert(line_of(&phrase), cells.line()) {
            Some(line) => cells.note("phrase", Reason::Repeated { line }),
            None => synonyms.push(Synonym { phrase, means, keys }),
        }
    });
    synonyms
}
