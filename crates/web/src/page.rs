//! What every template holds as `page`: sentences, dates, the frame around the page, the hidden
//! inputs of a form.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use base::{Actor, ActorKind, Locale, Vnd};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::context::{Context, RequestFacts};
use crate::nav::{self, Nav, NavEntry, NavGroup};
use crate::part::{Html, Link};
use crate::{Arg, LocaleError, LocaleFiles, Locales, Sentence, Settings, address, asset, csrf, format};

/// The page around a template. Built by [`Context::page`].
#[derive(Clone, Debug)]
pub struct Page {
    /// The language of the page.
    pub locale: Locale,
    /// When the page was asked for.
    pub now: Timestamp,
    actor: Option<Actor>,
    nav: Nav,
    settings: Arc<Settings>,
    locales: Arc<Locales>,
    request: Arc<RequestFacts>,
    crumbs: Vec<Link>,
    counts: HashMap<Nav, u64>,
    has_errors: bool,
}

impl Page {
    pub(crate) fn new(context: &Context, nav: Nav) -> Self {
        Self {
            locale: context.locale,
            now: context.now,
            actor: context.actor.clone(),
            nav,
            settings: Arc::clone(&context.site.settings),
            locales: Arc::clone(&context.site.locales),
            request: Arc::clone(&context.request),
            crumbs: Vec::new(),
            counts: HashMap::new(),
            has_errors: false,
        }
    }

    /// A page for tests that render a template with sample data.
    ///
    /// # Errors
    /// As [`Locales::load`].
    pub fn sample(locale: Locale, files: &[LocaleFiles], actor: Option<Actor>) -> Result<Self, LocaleError> {
        Ok(Self {
            locale,
            now: Timestamp::UNIX_EPOCH,
            actor,
            nav: Nav::None,
            settings: Arc::new(Settings::default()),
            locales: Arc::new(Locales::load(files)?),
            request: Arc::new(RequestFacts::default()),
            crumbs: Vec::new(),
            counts: HashMap::new(),
            has_errors: false,
        })
    }

    /// Adds a step to the breadcrumbs.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Link { label: label.into(), href: href.into() });
        self
    }

    /// Sets the counts shown in the side navigation.
    #[must_use]
    pub fn counts(mut self, counts: impl IntoIterator<Item = (Nav, u64)>) -> Self {
        self.counts.extend(counts);
        self
    }

    /// Says in the title that something must be corrected. [`crate::Fields`] does it by itself.
    #[must_use]
    pub fn with_errors(mut self, has_errors: bool) -> Self {
        self.has_errors = has_errors;
        self
    }

    /// A sentence without variables.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.said(&Sentence::new(key.to_owned()))
    }

    /// A sentence with one variable: `page.t1("desk-due", "date", page.date(due))`.
    #[must_use]
    pub fn t1(&self, key: &str, name: &'static str, value: impl Arg) -> String {
        self.said(&Sentence::new(key.to_owned()).with(name, value))
    }

    /// A sentence with several variables: `page.say("desk-used").with("n", n).with("limit", limit)`.
    #[must_use]
    pub fn say(&self, key: &str) -> Saying<'_> {
        Saying { page: self, sentence: Sentence::new(key.to_owned()) }
    }

    /// A sentence prepared elsewhere.
    #[must_use]
    pub fn said(&self, sentence: &Sentence) -> String {
        self.locales.say(self.locale, sentence)
    }

    /// `thứ Ba 17/11/2026`.
    #[must_use]
    pub fn date(&self, date: impl std::borrow::Borrow<Date>) -> String {
        format::date(self.locale, *date.borrow())
    }

    /// `17/11`.
    #[must_use]
    pub fn date_short(&self, date: impl std::borrow::Borrow<Date>) -> String {
        format::date_short(self.locale, *date.borrow())
    }

    /// `14:20 thứ Hai 26/10/2026`.
    #[must_use]
    pub fn moment(&self, at: impl std::borrow::Borrow<Timestamp>) -> String {
        format::moment(self.locale, *at.borrow())
    }

    /// `14:20 thứ Hai 26/10`.
    #[must_use]
    pub fn moment_short(&self, at: impl std::borrow::Borrow<Timestamp>) -> String {
        format::moment_short(self.locale, *at.borrow())
    }

    /// `14:20`.
    #[must_use]
    pub fn time(&self, at: impl std::borrow::Borrow<Timestamp>) -> String {
        format::time(*at.borrow())
    }

    /// `128.000 đ`.
    #[must_use]
    pub fn money(&self, amount: impl std::borrow::Borrow<Vnd>) -> String {
        amount.borrow().to_string()
    }

    /// `2,4 MB`.
    #[must_use]
    pub fn size(&self, bytes: impl std::borrow::Borrow<u64>) -> String {
        format::size(self.locale, *bytes.borrow())
    }

    /// The hidden inputs every changing form begins with: the secret of the session, and a key
    /// that makes a second press of the same button harmless.
    #[must_use]
    pub fn csrf_field(&self) -> Html {
        self.request.csrf_written.store(true, Ordering::Relaxed);
        Html(format!(
            r#"<input type="hidden" name="csrf" value="{}"><input type="hidden" name="idempotency_key" value="{}">"#,
            csrf::mask(&self.request.csrf),
            base::secret::token(),
        ))
    }

    /// The address of an embedded file: `page.asset("mc.css")`.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        asset::address(name)
    }

    /// Who is signed in.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    /// Whether a citizen is signed in.
    #[must_use]
    pub fn is_citizen(&self) -> bool {
        self.actor.as_ref().is_some_and(|actor| matches!(actor.kind, ActorKind::Citizen))
    }

    /// What the centre set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The hotline as a link dials it.
    #[must_use]
    pub fn hotline_digits(&self) -> String {
        self.settings.hotline.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    /// The same page in another language. After a form was sent, the page that held it.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> String {
        let here = if self.request.method.is_safe() {
            self.request.path_and_query.as_str()
        } else {
            self.request.came_from.as_deref().unwrap_or("/")
        };
        address::replace_parameter(here, "lang", tag)
    }

    /// Whether an entry is the current one.
    #[must_use]
    pub fn is_current(&self, nav: impl std::borrow::Borrow<Nav>) -> bool {
        *nav.borrow() != Nav::None && *nav.borrow() == self.nav
    }

    /// Entries of the portal, for the shell.
    #[must_use]
    pub fn portal_nav(&self) -> &'static [NavEntry] {
        nav::PORTAL
    }

    /// Entries of the desk that belong to a role of the officer, for the shell.
    #[must_use]
    pub fn desk_nav(&self) -> Vec<NavGroup> {
        nav::desk_for(self.actor.as_ref())
    }

    /// The count beside an entry, for the shell.
    #[must_use]
    pub fn count(&self, nav: &Nav) -> Option<u64> {
        self.counts.get(nav).copied()
    }

    /// The breadcrumbs, for the shell.
    #[must_use]
    pub fn crumbs(&self) -> &[Link] {
        &self.crumbs
    }

    /// `Lỗi: ` when something must be corrected, for the shell.
    #[must_use]
    pub fn title_prefix(&self) -> String {
        if self.has_errors { format!("{} ", self.t("web-title-error")) } else { String::new() }
    }

    /// The sentence the page before left for this one; shown once, by the shell.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        let key = self.request.note.as_ref()?;
        self.request.note_shown.store(true, Ordering::Relaxed);
        Some(self.t(key))
    }
}

/// A sentence that collects its variables in a template.
#[derive(Clone, Debug)]
pub struct Saying<'a> {
    page: &'a Page,
    sentence: Sentence,
}

impl Saying<'_> {
    /// Adds a variable.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Arg) -> Self {
        self.sentence = self.sentence.with(name, value);
        self
    }
}

impl std::fmt::Display for Saying<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.page.said(&self.sentence))
    }
}
