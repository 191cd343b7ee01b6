//! Sentences in both languages. Each crate brings `locales/{vi,en}.ftl`; both are loaded once at
//! start-up and refused together when a sentence is missing in one of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base::{Locale, Vnd};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::format;

/// The sentences of one crate.
#[derive(Clone, Copy, Debug)]
pub struct LocaleFiles {
    /// Name of the crate; every key begins with it.
    pub name: &'static str,
    /// The Vietnamese file.
    pub vi: &'static str,
    /// Its English twin.
    pub en: &'static str,
}

/// The sentences of the crate it is called in: `web::locale_files!("portal")`.
#[macro_export]
macro_rules! locale_files {
    ($name:literal) => {
        $crate::LocaleFiles {
            name: $name,
            vi: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/vi.ftl")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en.ftl")),
        }
    };
}

/// Why the sentences were refused at start-up.
#[derive(Debug, thiserror::Error)]
pub enum LocaleError {
    /// A file is not Fluent.
    #[error("sentences of {name} in {language}: {reason}")]
    Unreadable {
        /// The crate.
        name: &'static str,
        /// `vi` or `en`.
        language: &'static str,
        /// The parser's words.
        reason: String,
    },
    /// A key does not begin with the name of its crate.
    #[error("sentence {key} of {name} must begin with \"{name}-\"")]
    Prefix {
        /// The crate.
        name: &'static str,
        /// The key.
        key: String,
    },
    /// The two languages do not hold the same keys with the same variables.
    #[error("sentences of {name} differ between languages: {keys}")]
    Differ {
        /// The crate.
        name: &'static str,
        /// The keys found in one only, or with other variables.
        keys: String,
    },
}

/// A sentence to be said later, in the language of whoever reads it.
#[derive(Clone, Debug)]
pub struct Sentence {
    key: Cow<'static, str>,
    args: Vec<(&'static str, Value)>,
}

/// What stands for a variable: words as they are, or a number that is grouped and may be plural.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words, dates and amounts already written out.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl<T: Arg> From<T> for Value {
    fn from(value: T) -> Self {
        value.arg()
    }
}

impl Sentence {
    /// A sentence by its key.
    #[must_use]
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), args: Vec::new() }
    }

    /// Adds a variable.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Arg) -> Self {
        self.args.push((name, value.arg()));
        self
    }

    pub(crate) fn with_value(mut self, name: &'static str, value: Value) -> Self {
        self.args.push((name, value));
        self
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl From<&'static str> for Sentence {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}

/// What may stand for a variable of a sentence.
pub trait Arg {
    /// The value.
    fn arg(&self) -> Value;
}

impl<T: Arg + ?Sized> Arg for &T {
    fn arg(&self) -> Value {
        (**self).arg()
    }
}

macro_rules! text_args {
    ($($type:ty),+) => {$(
        impl Arg for $type {
            fn arg(&self) -> Value {
                Value::Text(self.to_string())
            }
        }
    )+};
}
macro_rules! number_args {
    ($($type:ty),+) => {$(
        impl Arg for $type {
            fn arg(&self) -> Value {
                Value::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )+};
}
text_args!(str, String, Cow<'_, str>, Vnd);
number_args!(i32, i64, u8, u16, u32, u64, usize);

/// Every sentence of the installation.
pub struct Locales {
    vi: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Locales {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locales").finish_non_exhaustive()
    }
}

impl Locales {
    /// Loads the sentences of `web` itself and of the crates given.
    ///
    /// # Errors
    /// [`LocaleError`] when a file cannot be read or the languages differ.
    pub fn load(files: &[LocaleFiles]) -> Result<Self, LocaleError> {
        let mut locales = Self { vi: bundle(Locale::Vi), en: bundle(Locale::En) };
        for file in std::iter::once(&crate::LOCALE).chain(files) {
            check_keys(file)?;
            add(&mut locales.vi, file.name, "vi", file.vi)?;
            add(&mut locales.en, file.name, "en", file.en)?;
        }
        Ok(locales)
    }

    /// Whether there is a sentence with this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.vi.has_message(key)
    }

    /// A sentence in one language. A key nobody wrote is logged and shown as it is.
    #[must_use]
    pub fn say(&self, locale: Locale, sentence: &Sentence) -> String {
        let bundle = match locale {
            Locale::Vi => &self.vi,
            Locale::En => &self.en,
        };
        let key = sentence.key();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, "there is no such sentence");
            return key.to_owned();
        };
        let args: FluentArgs<'_> = sentence.args.iter().map(|(name, value)| (*name, fluent(value))).collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if let Some(error) = errors.first() {
            tracing::error!(key, %error, "a sentence lacks a variable");
        }
        text
    }
}

fn fluent(value: &Value) -> FluentValue<'_> {
    match value {
        Value::Text(text) => FluentValue::from(text.as_str()),
        Value::Number(number) => FluentValue::from(*number),
    }
}

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![locale.tag().parse().unwrap_or_default()]);
    // Both languages run left to right: isolation marks would only end up in copied codes.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Vi => |value: &FluentValue<'_>, _: &_| grouped(Locale::Vi, value),
        Locale::En => |value: &FluentValue<'_>, _: &_| grouped(Locale::En, value),
    }));
    bundle
}

fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "only whole numbers of ours arrive here")]
        FluentValue::Number(number) if number.value.fract() == 0.0 => Some(format::count(locale, number.value as i64)),
        FluentValue::Number(_)
        | FluentValue::String(_)
        | FluentValue::Custom(_)
        | FluentValue::None
        | FluentValue::Error => None,
    }
}

fn add(
    bundle: &mut FluentBundle<FluentResource>,
    name: &'static str,
    language: &'static str,
    text: &str,
) -> Result<(), LocaleError> {
    let refused = |reason: String| LocaleError::Unreadable { name, language, reason };
    let resource = FluentResource::try_new(text.to_owned())
        .map_err(|(_, errors)| refused(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
    bundle
        .add_resource(resource)
        .map_err(|errors| refused(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))
}

fn check_keys(file: &LocaleFiles) -> Result<(), LocaleError> {
    let (vi, en) = (keys(file.vi), keys(file.en));
    let prefix = format!("{}-", file.name);
    if let Some(key) = vi.keys().find(|key| !key.starts_with(&prefix)) {
        return Err(LocaleError::Prefix { name: file.name, key: (*key).to_owned() });
    }
    let differing: Vec<&str> = vi
        .iter()
        .filter(|(key, variables)| en.get(*key) != Some(variables))
        .map(|(key, _)| *key)
        .chain(en.keys().filter(|key| !vi.contains_key(*key)).copied())
        .collect();
    if differing.is_empty() {
        return Ok(());
    }
    Err(LocaleError::Differ { name: file.name, keys: differing.join(", ") })
}

/// Keys of a file with the variables each one uses, sorted.
fn keys(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut keys: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut current = None;
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            current = line.split_once('=').map(|(key, _)| key.trim());
            current.map(|key| keys.entry(key).or_default());
        }
        let Some(found) = current.and_then(|key| keys.get_mut(key)) else { continue };
        found.extend(line.split('$').skip(1).map(variable));
        found.sort_unstable();
        found.dedup();
    }
    keys
}

fn variable(after_dollar: &str) -> &str {
    after_dollar.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: LocaleFiles = LocaleFiles {
        name: "sample",
        vi: "sample-count = { $n } hồ sơ\nsample-fee = Phí { $fee }",
        en: "sample-count = { $n ->\n    [one] { $n } dossier\n   *[other] { $n } dossiers\n}\nsample-fee = Fee { $fee }",
    };

    #[test]
    fn both_languages_say_the_same_things() {
        Locales::load(&[]).unwrap();
    }

    #[test]
    fn numbers_are_grouped_and_plural_in_english() {
        let locales = Locales::load(&[SAMPLE]).unwrap();
        let count = |locale, n: i64| locales.say(locale, &Sentence::new("sample-count").with("n", n));
        assert_eq!(count(Locale::Vi, 12_480), "12.480 hồ sơ");
        assert_eq!(count(Locale::En, 1), "1 dossier");
        assert_eq!(count(Locale::En, 12_480), "12,480 dossiers");
        let fee = Sentence::new("sample-fee").with("fee", Vnd(8_000));
        assert_eq!(locales.say(Locale::Vi, &fee), "Phí 8.000 đ");
    }

    #[test]
    fn a_sentence_missing_in_one_language_stops_the_start() {
        let lame = LocaleFiles { en: "sample-count = { $n }", ..SAMPLE };
        let error = Locales::load(&[lame]).unwrap_err().to_string();
        assert_eq!(error, "sentences of sample differ between languages: sample-fee");
        let renamed = LocaleFiles { vi: "other-key = x", en: "other-key = x", ..SAMPLE };
        assert!(matches!(Locales::load(&[renamed]), Err(LocaleError::Prefix { .. })));
    }

    #[test]
    fn a_variable_with_another_name_is_noticed() {
        let lame = LocaleFiles { vi: "sample-a = { $name }", en: "sample-a = { $nmae }", ..SAMPLE };
        assert!(matches!(Locales::load(&[lame]), Err(LocaleError::Differ { .. })));
    }
}
