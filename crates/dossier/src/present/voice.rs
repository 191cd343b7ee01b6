//! Who says a sentence and in which language: a page, or whoever writes to people without one.

use base::Locale;
use web::{Locales, Page, Sentence};

/// Says sentences in one language.
pub trait Voice {
    /// The language.
    fn locale(&self) -> Locale;

    /// A sentence in that language.
    fn said(&self, sentence: &Sentence) -> String;
}

impl Voice for Page {
    fn locale(&self) -> Locale {
        self.locale
    }

    fn said(&self, sentence: &Sentence) -> String {
        Self::said(self, sentence)
    }
}

/// Writes without a page: messages.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// The sentences.
    pub locales: &'a Locales,
    /// The language of the reader.
    pub locale: Locale,
}

impl Voice for Writer<'_> {
    fn locale(&self) -> Locale {
        self.locale
    }

    fn said(&self, sentence: &Sentence) -> String {
        self.locales.say(self.locale, sentence)
    }
}
