//! The questions that a drawn process asks because its branches depend on them, on whatever page a
//! dossier is filed. Answers are kept as an officer reads them, in Vietnamese.
//!
//! A question may be answered with "not known": then no condition on it holds, and the history of the
//! dossier says at which branch (unknown never means yes).

use web::{Field, FieldErrors, Fields, Page, Sentence, format};
use workflow::{FieldKind, FormField};

use crate::content::Answer;

/// The kept answer that says so: no kind of question takes it for one.
const UNKNOWN: &str = "không rõ";
/// The kept answers of a yes-or-no question.
const YES_OR_NO: [&str; 2] = ["có", "không"];
/// Longest answer in words.
const WORDS_MAX: usize = 500;

/// The fields of a page, filled in with what a form holds.
#[must_use]
pub fn asked_fields(page: &Page, form: &Fields, asked: &[FormField]) -> Vec<Field> {
    asked.iter().map(|field| one(page, form, field)).collect()
}

fn one(page: &Page, form: &Fields, field: &FormField) -> Field {
    let (name, label) = (field.name.as_str(), field.label.as_str());
    let unknown = || (UNKNOWN.to_owned(), page.t("dossier-asked-unknown"));
    match &field.kind {
        FieldKind::Bool => {
            let [yes, no] = YES_OR_NO;
            let options = [(yes, "dossier-asked-yes"), (no, "dossier-asked-no")];
            let options = options.map(|(value, key)| (value.to_owned(), page.t(key)));
            form.radio(name, label, &options.into_iter().chain([unknown()]).collect::<Vec<_>>())
        }
        FieldKind::Choice(choices) => {
            let options = choices.iter().map(|choice| (choice.clone(), choice.clone()));
            form.radio(name, label, &options.chain([unknown()]).collect::<Vec<_>>())
        }
        FieldKind::Number => form.text(name, label).digits().width("w16").optional(),
        FieldKind::Date => {
            form.text(name, label).digits().width("w16").hint(page.t("dossier-asked-date-hint")).optional()
        }
        FieldKind::Text => form.text(name, label).optional(),
    }
}

/// Reads the answers of a form, of which `typed` gives the text of a field. `is_strict` asks for a choice
/// wherever there is one; a page that is put aside for later does not.
#[must_use]
pub fn read_asked(
    typed: &dyn Fn(&str) -> String,
    asked: &[FormField],
    is_strict: bool,
    errors: &mut FieldErrors,
) -> Vec<Answer> {
    asked.iter().filter_map(|field| read(typed(&field.name), field, is_strict, errors)).collect()
}

fn read(typed: String, field: &FormField, is_strict: bool, errors: &mut FieldErrors) -> Option<Answer> {
    let wrong = |key: &'static str| Sentence::new(key).with("label", field.label.clone());
    let value = match &field.kind {
        FieldKind::Bool | FieldKind::Choice(_) if typed.is_empty() => {
            if is_strict {
                errors.push(field.name.clone(), wrong("dossier-asked-choose"));
            }
            return None;
        }
        FieldKind::Bool | FieldKind::Choice(_) if typed == UNKNOWN => Ok(typed),
        _ if typed.is_empty() => return None,
        FieldKind::Bool => YES_OR_NO.contains(&typed.as_str()).then_some(typed).ok_or("dossier-asked-choose"),
        FieldKind::Choice(choices) => choices.contains(&typed).then_some(typed).ok_or("dossier-asked-choose"),
        FieldKind::Number => field.kind.accepts(&typed).then_some(typed).ok_or("dossier-asked-number"),
        FieldKind::Date => format::read_date(&typed).map(format::date_in_digits).ok_or("dossier-asked-date"),
        FieldKind::Text => (typed.chars().count() <= WORDS_MAX).then_some(typed).ok_or("dossier-asked-long"),
    };
    match value {
        Ok(value) => Some(Answer { key: field.name.clone(), label: field.label.clone(), value }),
        Err(key) => {
            errors.push(field.name.clone(), wrong(key));
            None
        }
    }
}

/// Questions with a choice that nobody has made yet.
pub fn unasked<'a>(asked: &'a [FormField], answers: &'a [Answer]) -> impl Iterator<Item = &'a FormField> {
    let is_choice = |field: &&FormField| matches!(field.kind, FieldKind::Bool | FieldKind::Choice(_));
    asked.iter().filter(is_choice).filter(|field| answers.iter().all(|answer| answer.key != field.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, kind: FieldKind) -> FormField {
        FormField { name: name.to_owned(), label: format!("Câu hỏi {name}"), kind }
    }

    fn form() -> Vec<FormField> {
        vec![
            field("a.exempt", FieldKind::Bool),
            field("a.use", FieldKind::Choice(vec!["ở".to_owned(), "kinh doanh".to_owned()])),
            field("a.area", FieldKind::Number),
            field("a.since", FieldKind::Date),
            field("a.note", FieldKind::Text),
        ]
    }

    fn reads(pairs: &[(&str, &str)], is_strict: bool) -> (Vec<(String, String)>, Vec<String>) {
        let mut errors = FieldErrors::new();
        let typed = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let answers = read_asked(&typed, &form(), is_strict, &mut errors);
        let answers = answers.into_iter().map(|answer| (answer.key, answer.value)).collect();
        (answers, errors.iter().map(|(field, _)| field.to_owned()).collect())
    }

    #[test]
    fn answers_are_kept_as_officers_read_them() {
        let sent = [("a.exempt", "có"), ("a.use", "ở"), ("a.area", "80,5"), ("a.since", "2/9/2024"), ("a.note", " x ")];
        let (answers, wrong) = reads(&sent, true);
        let kept = [("a.exempt", "có"), ("a.use", "ở"), ("a.area", "80,5"), ("a.since", "02/09/2024"), ("a.note", "x")];
        assert_eq!(answers, kept.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert!(wrong.is_empty());
    }

    #[test]
    fn what_is_not_known_is_no_answer_and_a_choice_is_asked_for() {
        let (answers, wrong) = reads(&[("a.exempt", UNKNOWN), ("a.use", UNKNOWN)], true);
        assert!(wrong.is_empty());
        assert!(answers.iter().zip(form()).all(|((_, value), field)| !field.kind.accepts(value)));
        assert_eq!(reads(&[], true).1, ["a.exempt", "a.use"]);
        assert_eq!(reads(&[], false), (Vec::new(), Vec::new()), "put aside for later");
    }

    #[test]
    fn nonsense_is_refused_at_its_field() {
        let sent = [("a.exempt", "vâng"), ("a.use", "khác"), ("a.area", "rộng"), ("a.since", "31/2/2026")];
        let (answers, wrong) = reads(&sent, true);
        assert!(answers.is_empty());
        assert_eq!(wrong, ["a.exempt", "a.use", "a.area", "a.since"]);
    }
}
