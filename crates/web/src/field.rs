//! Fields of a form as a page shows them, and what was wrong with what was typed. Errors keep what
//! was typed: a page is drawn again from the same values.

use askama::Template;

use crate::part::Html;
use crate::{Form, Page, Sentence};

/// What is wrong, field by field, in the order found.
#[derive(Clone, Debug, Default)]
pub struct FieldErrors {
    found: Vec<(String, Sentence)>,
}

impl FieldErrors {
    /// Nothing wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes what is wrong with a field: a key, or a [`Sentence`] with variables.
    pub fn push(&mut self, field: impl Into<String>, sentence: impl Into<Sentence>) {
        self.found.push((field.into(), sentence.into()));
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether something is wrong with one field.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.of(field).is_some()
    }

    /// Everything found.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Sentence)> {
        self.found.iter().map(|(field, sentence)| (field.as_str(), sentence))
    }

    /// The same errors as an answer, for handlers that have no page to draw again.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] when something is wrong.
    pub fn into_result(self) -> Result<(), crate::Error> {
        if self.is_empty() { Ok(()) } else { Err(crate::Error::Invalid(self)) }
    }

    fn of(&self, field: &str) -> Option<&Sentence> {
        self.iter().find(|(name, _)| *name == field).map(|(_, sentence)| sentence)
    }
}

/// The fields of one form on one page: values to show, errors to tell.
///
/// A template holds it as `form` and writes `{{ form.text("phone", page.t("access-phone")) }}`.
#[derive(Clone, Debug)]
pub struct Fields {
    page: Page,
    values: Vec<(String, String)>,
    errors: FieldErrors,
}

impl Fields {
    /// A form nobody has filled in.
    #[must_use]
    pub fn blank(page: &Page) -> Self {
        Self { page: page.clone(), values: Vec::new(), errors: FieldErrors::new() }
    }

    /// A form as it was sent, with what is wrong with it. Passwords and files are not kept.
    #[must_use]
    pub fn again(page: &Page, form: &Form, errors: FieldErrors) -> Self {
        Self { page: page.clone(), values: form.values().to_vec(), errors }
    }

    /// Fills one field in, unless it already has a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        if !self.values.iter().any(|(key, _)| key == name) {
            self.values.push((name.to_owned(), value.into()));
        }
        self
    }

    /// Puts a value into a field over what was typed: a card was read after it.
    #[must_use]
    pub fn replaced(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.retain(|(key, _)| key != name);
        self.values.push((name.to_owned(), value.into()));
        self
    }

    /// Whether something must be corrected; give it to [`Page::with_errors`].
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The box on top that lists everything wrong, each with a link to its field.
    #[must_use]
    pub fn summary(&self) -> Html {
        if self.errors.is_empty() {
            return Html::default();
        }
        let points = self.errors.iter().map(|(field, sentence)| (id_of(field), self.page.said(sentence))).collect();
        let title = self.page.t1("web-errors", "n", self.errors.found.len());
        Html(ErrorSummary { title, points }.render().unwrap_or_default())
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Whether a field has this value among its own: a ticked box, a chosen option.
    #[must_use]
    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(key, found)| key == name && found == value)
    }

    /// What is wrong with a field, in the visitor's language.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.of(name).map(|sentence| self.page.said(sentence))
    }

    /// A line of text.
    #[must_use]
    pub fn text(&self, name: &str, label: impl Into<String>) -> Field {
        self.field(name, label, Kind::Line("text"))
    }

    /// A password: its value is never drawn.
    #[must_use]
    pub fn password(&self, name: &str, label: impl Into<String>) -> Field {
        let mut field = self.field(name, label, Kind::Line("password"));
        field.value.clear();
        field
    }

    /// Several lines of text.
    #[must_use]
    pub fn lines(&self, name: &str, label: impl Into<String>) -> Field {
        self.field(name, label, Kind::Lines)
    }

    /// One of several, in a list. Options are `(value, label)`.
    #[must_use]
    pub fn select(&self, name: &str, label: impl Into<String>, options: &[(String, String)]) -> Field {
        self.field(name, label, Kind::Select).choosing(self, options)
    }

    /// One of several, all in view. Options are `(value, label)`.
    #[must_use]
    pub fn radio(&self, name: &str, label: impl Into<String>, options: &[(String, String)]) -> Field {
        self.field(name, label, Kind::Radio).choosing(self, options)
    }

    /// A box to tick; sends `co`.
    #[must_use]
    pub fn checkbox(&self, name: &str, label: impl Into<String>) -> Field {
        let mut field = self.field(name, label, Kind::Checkbox);
        field.checked = self.is_chosen(name, "co");
        field
    }

    /// A file to choose: PDF, JPEG or PNG unless [`Field::accept`] says otherwise.
    #[must_use]
    pub fn file(&self, name: &str, label: impl Into<String>) -> Field {
        self.field(name, label, Kind::File)
    }

    fn field(&self, name: &str, label: impl Into<String>, kind: Kind) -> Field {
        Field {
            kind,
            name: name.to_owned(),
            id: id_of(name),
            label: label.into(),
            value: self.value(name).to_owned(),
            error: self.error(name),
            optional: self.page.t("web-optional"),
            ..Field::default()
        }
    }
}

/// Links of the summary and labels find a field by this.
fn id_of(name: &str) -> String {
    format!("f-{}", name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

#[derive(Template)]
#[template(path = "parts/errsum.html")]
struct ErrorSummary {
    title: String,
    points: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    Line(&'static str),
    #[default]
    Lines,
    Select,
    Radio,
    Checkbox,
    File,
}

#[derive(Clone, Debug)]
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// One field, drawn with its label, hint and error. Made by [`Fields`].
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    kind: Kind,
    name: String,
    id: String,
    label: String,
    value: String,
    hint: String,
    error: Option<String>,
    choices: Vec<Choice>,
    checked: bool,
    is_optional: bool,
    optional: String,
    class: String,
    accept: String,
    attributes: Html,
}

impl Field {
    /// The endings of files that may be chosen: `.csv,.ics`.
    #[must_use]
    pub fn accept(mut self, endings: &str) -> Self {
        endings.clone_into(&mut self.accept);
        self
    }

    /// A sentence under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Says that the field may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// Numbers and codes: aligned digits, no spelling help.
    #[must_use]
    pub fn code(self) -> Self {
        self.class("in--code").attribute("spellcheck", "false").attribute("autocapitalize", "characters")
    }

    /// A telephone number or another row of digits.
    #[must_use]
    pub fn digits(self) -> Self {
        self.class("in--code").attribute("inputmode", "numeric")
    }

    /// The width: `w10`, `w16` or `w24`.
    #[must_use]
    pub fn width(self, class: &str) -> Self {
        self.class(class)
    }

    /// What browsers may fill in by themselves (`name`, `tel`, `current-password`, `off`).
    #[must_use]
    pub fn autocomplete(self, token: &str) -> Self {
        self.attribute("autocomplete", token)
    }

    /// The longest text accepted.
    #[must_use]
    pub fn length_max(self, characters: u32) -> Self {
        self.attribute("maxlength", &characters.to_string())
    }

    /// Shown but not changed.
    #[must_use]
    pub fn readonly(self) -> Self {
        self.attribute("readonly", "readonly")
    }

    /// The key that focuses it at the desk (`data-key`).
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.attribute("data-key", key)
    }

    fn class(mut self, class: &str) -> Self {
        self.class.push(' ');
        self.class.push_str(class);
        self
    }

    fn attribute(mut self, name: &'static str, value: &str) -> Self {
        let plain = value.replace('&', "&amp;").replace('"', "&quot;");
        self.attributes.0.push_str(&format!(r#" {name}="{plain}""#));
        self
    }

    fn choosing(mut self, fields: &Fields, options: &[(String, String)]) -> Self {
        self.choices = options
            .iter()
            .map(|(value, label)| Choice {
                value: value.clone(),
                label: label.clone(),
                chosen: fields.is_chosen(&self.name, value),
            })
            .collect();
        self
    }

    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-h", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-e", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

// The partial escapes label, hint, error and value; attributes are escaped when they are set.
impl askama::filters::HtmlSafe for Field {}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Locale;

    fn page() -> Page {
        Page::sample(Locale::Vi, &[], None).unwrap()
    }

    fn with_error() -> Fields {
        let mut errors = FieldErrors::new();
        errors.push("phone", "web-error-required");
        Fields { errors, ..Fields::blank(&page()) }.with("phone", "09\"<b>")
    }

    #[test]
    fn a_field_with_an_error_says_so_next_to_itself_and_on_top() {
        let fields = with_error();
        let html = fields.text("phone", "Điện thoại").digits().to_string();
        for part in [
            r#"<label for="f-phone">Điện thoại</label>"#,
            r#"aria-invalid="true""#,
            r#"aria-describedby="f-phone-e""#,
            r#"inputmode="numeric""#,
            "09&#34;&#60;b&#62;",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(fields.summary().to_string().contains(r##"<a href="#f-phone">"##));
    }

    #[test]
    fn a_password_is_never_drawn_again() {
        let fields = Fields::blank(&page()).with("password", "bí mật");
        assert!(!fields.password("password", "Mật khẩu").to_string().contains("bí mật"));
    }

    #[test]
    fn the_chosen_option_stays_chosen() {
        let fields = Fields::blank(&page()).with("how", "post");
        let options = [("desk".to_owned(), "Tại quầy".to_owned()), ("post".to_owned(), "Bưu chính".to_owned())];
        let html = fields.radio("how", "Nhận kết quả", &options).to_string();
        assert!(html.contains(r#"value="post" checked"#), "{html}");
        let html = fields.select("how", "Nhận kết quả", &options).to_string();
        assert!(html.contains(r#"<option value="post" selected>"#), "{html}");
        assert!(fields.summary().to_string().is_empty());
    }
}
