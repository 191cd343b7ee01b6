//! Why a file was refused, as the person reads it.

use web::{FieldErrors, Sentence, format};

/// A refused or failed upload: no file and no row are left.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Larger than allowed.
    #[error("a file of {size} bytes is above the limit of {limit}")]
    TooLarge {
        /// Name as uploaded.
        name: String,
        /// Its size.
        size: u64,
        /// What is allowed.
        limit: u64,
    },
    /// Nothing in it.
    #[error("an empty file")]
    Empty {
        /// Name as uploaded.
        name: String,
    },
    /// Neither a PDF nor a picture, whatever its name says.
    #[error("a type that is not allowed")]
    Kind {
        /// Name as uploaded.
        name: String,
    },
    /// Its end is missing.
    #[error("a file that was cut off")]
    CutOff {
        /// Name as uploaded.
        name: String,
    },
    /// The disk or object store failed.
    #[error("the file could not be stored")]
    Disk(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store failed.
    #[error("the file could not be recorded")]
    Store(#[from] db::Error),
}

impl FileError {
    /// The sentence for the person: which file, why, what to do.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::TooLarge { name, size, limit } => Sentence::new("documents-file-too-large")
                .with("name", name)
                .with("size", format::size(base::Locale::Vi, *size))
                .with("limit", format::size(base::Locale::Vi, *limit)),
            Self::Empty { name } => Sentence::new("documents-file-empty").with("name", name),
            Self::Kind { name } => Sentence::new("documents-file-kind").with("name", name),
            Self::CutOff { name } => Sentence::new("documents-file-cut-off").with("name", name),
            Self::Disk(_) | Self::Store(_) => Sentence::new("documents-file-not-stored"),
        }
    }
}

impl From<FileError> for web::Error {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLarge { limit, .. } => Self::TooLarge { limit_bytes: limit },
            FileError::Empty { .. } | FileError::Kind { .. } | FileError::CutOff { .. } => {
                let mut errors = FieldErrors::new();
                errors.push("file", error.sentence());
                Self::Invalid(errors)
            }
            FileError::Store(db) if db.is_passing() => Self::Unavailable,
            FileError::Disk(_) | FileError::Store(_) => Self::internal(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_names_the_file_and_the_remedy() {
        let locales = web::Locales::load(&[crate::LOCALE]).unwrap();
        let said = |error: FileError| locales.say(base::Locale::Vi, &error.sentence());
        let name = || "giấy khai sinh.pdf".to_owned();
        let mib = 1024 * 1024;
        assert_eq!(
            said(FileError::TooLarge { name: name(), size: 34 * mib, limit: 20 * mib }),
            "Tệp “giấy khai sinh.pdf” nặng 34 MB, giới hạn là 20 MB. Chụp lại từng trang hoặc nén tệp rồi tải lên."
        );
        for (error, remedy) in [
            (FileError::Empty { name: name() }, "Kiểm tra lại tệp"),
            (FileError::Kind { name: name() }, "Lưu lại thành PDF"),
            (FileError::CutOff { name: name() }, "Mở thử"),
        ] {
            let text = said(error);
            assert!(text.starts_with("Tệp “giấy khai sinh.pdf” ") && text.contains(remedy), "{text}");
        }
    }

    #[test]
    fn a_fault_of_ours_tells_the_person_nothing_of_its_cause() {
        let error = FileError::Disk("no space left on device".into());
        assert_eq!(error.sentence().key(), "documents-file-not-stored");
        assert!(matches!(web::Error::from(error), web::Error::Internal(_)));
    }
}
