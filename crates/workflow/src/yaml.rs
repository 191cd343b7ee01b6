//! Processes of a site as one YAML file, to be read by people, kept beside other configuration and
//! carried to another site.
//!
//! ```yaml
//! format: motcua-workflows-1
//! workflows:
//!   - procedure: "1.013225"
//!     valid_from: 2026-12-01
//!     process: { start: tiep-nhan, nodes: [ … ] }
//! ```
//!
//! A file is read as a whole or not at all: a word that is not known is refused with its line, so
//! that a misspelt field is never taken for one left out.

use catalogue::Key;
use jiff::civil::Date;

use crate::process::Process;

/// The only format there is.
const FORMAT: &str = "motcua-workflows-1";
/// The largest file read, in bytes.
pub(crate) const FILE_MAX: usize = 4 * 1024 * 1024;

/// Processes of a site.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    workflows: Vec<Carried>,
}

/// One process on its way to or from a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Which procedure.
    pub procedure: Key,
    /// First day in force.
    pub valid_from: Date,
    /// The process.
    pub process: Process,
}

/// A file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum YamlError {
    /// More than anybody writes.
    #[error("the file has more than {FILE_MAX} bytes")]
    TooLarge,
    /// Not YAML, or not of this shape.
    #[error("line {line}, column {column}: {reason}")]
    At {
        /// Line, from 1; 0 where the whole file is meant.
        line: u64,
        /// Column, from 1.
        column: u64,
        /// What is wrong.
        reason: String,
    },
    /// Another format.
    #[error("the file says format {0:?}; this version reads {FORMAT:?}")]
    Format(String),
    /// One procedure twice from the same day.
    #[error("procedure {0} is there twice from the same day")]
    Twice(Key),
}

/// Writes processes.
///
/// # Errors
/// The writer's, told as [`YamlError::At`] without a place.
pub fn write(workflows: Vec<Carried>) -> Result<String, YamlError> {
    let file = File { format: FORMAT.to_owned(), workflows };
    serde_saphyr::to_string(&file).map_err(|error| YamlError::At { line: 0, column: 0, reason: error.to_string() })
}

/// Reads processes.
///
/// # Errors
/// [`YamlError`] with the place.
pub fn read(text: &str) -> Result<Vec<Carried>, YamlError> {
    if text.len() > FILE_MAX {
        return Err(YamlError::TooLarge);
    }
    let file: File = serde_saphyr::from_str(text).map_err(|error| placed(&error))?;
    if file.format != FORMAT {
        return Err(YamlError::Format(file.format));
    }
    for (place, one) in file.workflows.iter().enumerate() {
        let same = |other: &Carried| other.procedure == one.procedure && other.valid_from == one.valid_from;
        if file.workflows[..place].iter().any(same) {
            return Err(YamlError::Twice(one.procedure.clone()));
        }
    }
    Ok(file.workflows)
}

fn placed(error: &serde_saphyr::Error) -> YamlError {
    let place = error.location();
    let reason = error.without_snippet().to_string();
    YamlError::At {
        line: place.map_or(0, |place| place.line()),
        column: place.map_or(0, |place| place.column()),
        reason: reason.lines().next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::process::{Template, from_template};
    use crate::sound::invented;

    fn carried(process: Process) -> Carried {
        Carried { procedure: "2.000815/2".parse().unwrap(), valid_from: jiff::civil::date(2026, 12, 1), process }
    }

    fn sample() -> String {
        write(vec![carried(from_template(Template::FourAtPlace, "Sở Xây dựng", 480))]).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read_back(weave in invented::weave(), name in "\\PC{1,40}") {
            let mut process = invented::process(&weave);
            process.nodes[0].name = name;
            let all = vec![carried(process)];
            prop_assert_eq!(read(&write(all.clone()).unwrap()).unwrap(), all);
        }

        #[test]
        fn no_text_makes_the_reader_fall_over(text in "\\PC{0,200}") {
            let _ = read(&text);
        }
    }

    #[test]
    fn a_file_is_readable_by_people() {
        expect_test::expect_file!["yaml/sample.yaml"].assert_eq(&sample());
    }

    #[test]
    fn a_word_that_is_not_known_is_refused_with_its_line() {
        let text = sample();
        let line = 1 + text.lines().position(|line| line.contains("budget_minutes")).unwrap();
        let wrong = read(&text.replacen("budget_minutes", "budget_minuets", 1)).unwrap_err();
        let YamlError::At { line: told, reason, .. } = wrong else { panic!("{wrong:?}") };
        assert!(told.abs_diff(line as u64) <= 1, "line {told}, not {line}");
        assert!(reason.contains("budget_minuets"), "{reason}");
        let wrong = read(&text.replacen("counter_officer", "counter_oficer", 1)).unwrap_err().to_string();
        assert!(wrong.contains("line ") && wrong.contains("counter_oficer"), "{wrong}");
    }

    #[test]
    fn another_format_and_the_same_twice_are_refused() {
        let text = sample();
        let other = read(&text.replacen("workflows-1", "workflows-2", 1)).unwrap_err();
        assert_eq!(other, YamlError::Format("motcua-workflows-2".into()));
        let one = carried(from_template(Template::FourAtPlace, "Sở Xây dựng", 480));
        let twice = read(&write(vec![one.clone(), one]).unwrap()).unwrap_err();
        assert_eq!(twice.to_string(), "procedure 2.000815/2 is there twice from the same day");
        assert_eq!(read(&" ".repeat(FILE_MAX + 1)), Err(YamlError::TooLarge));
    }

    #[test]
    fn a_file_that_would_grow_without_end_is_refused() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let before = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", ")));
        }
        assert!(read(&bomb).is_err());
    }
}
