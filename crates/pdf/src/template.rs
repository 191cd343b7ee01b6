//! One form: its name for messages, and its typst text.

use std::sync::OnceLock;

use typst::syntax::{FileId, Source};

/// A form in typst. Declared once as a `static`, so that it is parsed once.
#[derive(Debug)]
pub struct Template {
    name: &'static str,
    text: &'static str,
    parsed: OnceLock<Source>,
}

impl Template {
    /// `name` is what an error message calls the form; use the file name.
    #[must_use]
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, parsed: OnceLock::new() }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn source(&self, id: FileId) -> Source {
        self.parsed.get_or_init(|| Source::new(id, self.text.to_owned())).clone()
    }
}
