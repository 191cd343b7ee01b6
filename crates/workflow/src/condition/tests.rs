//! Conditions: reading, places of faults, types, the third value.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::value::Number;
use super::*;

fn fields() -> Vec<FormField> {
    let field = |name: &str, label: &str, kind| FormField { name: name.into(), label: label.into(), kind };
    vec![
        field("applicant.kind", "Người nộp", FieldKind::Choice(vec!["citizen".into(), "business".into()])),
        field("land.area_m2", "Diện tích (m²)", FieldKind::Number),
        field("land.disputed", "Đang tranh chấp", FieldKind::Bool),
        field("land.used_since", "Sử dụng từ", FieldKind::Date),
        field("note", "Ghi chú", FieldKind::Text),
    ]
}

fn read(text: &str) -> Condition {
    text.parse().unwrap()
}

fn refused(text: &str) -> String {
    text.parse::<Condition>().unwrap_err().to_string()
}

fn answers(given: &[(&str, Value)]) -> BTreeMap<String, Value> {
    given.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn vietnamese(key: &'static str) -> String {
    let page = web::Page::sample(base::Locale::Vi, &[crate::LOCALE], None).unwrap();
    page.t(&format!("workflow-when-{key}"))
}

#[test]
fn a_condition_is_read_and_written_back() {
    for text in [
        r#"applicant.kind == "business" and land.area_m2 > 500"#,
        "not land.disputed or answered(note)",
        r#"applicant.kind in ("citizen", "business") and (land.area_m2 <= 12.5 or land.used_since < 1993-10-15)"#,
        r#"not (land.disputed and note != "a \"b\" \\ c")"#,
        "land.area_m2 >= -3",
    ] {
        assert_eq!(read(text).to_string(), text);
    }
    assert_eq!(read("((land.disputed))").to_string(), "land.disputed");
}

#[test]
fn a_fault_is_told_with_its_column() {
    for (text, told) in [
        ("", "column 1: nothing is asked"),
        ("land.area_m2 >", "column 15: something is missing at the end"),
        ("land.area_m2 > note", "column 16: a value is expected here"),
        ("a b", "column 3: and, or, or the end is expected here"),
        ("a == \"x", "column 6: the quotation mark is not closed"),
        ("a and and b", "column 7: the name of a field is expected here"),
        ("a = 1", "column 3: '=' has no meaning here"),
        ("diện == 1", "column 3: 'ệ' has no meaning here"),
        ("a == 2026-02-30", "column 6: a day is written 2026-01-31"),
        ("a == 1.23456", "column 6: a number has at most 14 digits and 4 decimals after a point"),
        ("(a", "column 3: something is missing at the end"),
        ("answered(and)", "column 10: the name of a field is expected here"),
    ] {
        assert_eq!(refused(text), told, "{text}");
    }
    assert!(refused(&format!("{}a", "(".repeat(30))).ends_with("more than 20 levels are nested"));
    assert!(refused(&"a or ".repeat(200)).ends_with("a condition has at most 500 characters"));
}

#[test]
fn a_condition_asks_only_what_the_form_knows() {
    for (text, told) in [
        ("land.colour == 1", "the form has no field land.colour"),
        ("answered(land.colour)", "the form has no field land.colour"),
        (r#"land.area_m2 > "500""#, r#""500" is no answer to land.area_m2"#),
        (r#"applicant.kind == "firm""#, r#""firm" is no answer to applicant.kind"#),
        (r#"note < "a""#, "answers to note are equal or not, neither less nor more"),
        ("land.disputed > true", "answers to land.disputed are equal or not, neither less nor more"),
        ("land.area_m2 and land.disputed", "land.area_m2 is no yes-or-no question: compare it with a value"),
        ("not (note or land.disputed)", "note is no yes-or-no question: compare it with a value"),
    ] {
        assert_eq!(read(text).check(&fields()).unwrap_err().to_string(), told, "{text}");
    }
    assert_eq!(read("land.disputed == false and land.used_since >= 2004-07-01").check(&fields()), Ok(()));
}

#[test]
fn fields_are_declared_once_and_properly() {
    let with = |name: &str, kind| {
        let mut fields = fields();
        fields.push(FormField { name: name.into(), label: "x".into(), kind });
        check_fields(&fields)
    };
    assert_eq!(with("land.width", FieldKind::Number), Ok(()));
    for (name, kind) in [
        ("note", FieldKind::Text),
        ("Land", FieldKind::Text),
        ("and", FieldKind::Text),
        ("a..b", FieldKind::Text),
        ("", FieldKind::Text),
        ("empty", FieldKind::Choice(vec![])),
    ] {
        assert_eq!(with(name, kind), Err(TypeError::Declaration(name.into())));
    }
}

#[test]
fn unknown_never_means_yes() {
    let large = read(r#"applicant.kind == "business" and land.area_m2 > 500"#);
    let business = ("applicant.kind", Value::Text("business".into()));
    assert_eq!(large.holds(&answers(&[])), Truth::Unknown);
    assert_eq!(large.holds(&answers(std::slice::from_ref(&business))), Truth::Unknown);
    assert_eq!(large.holds(&answers(&[("land.area_m2", Value::Number(Number::from(3)))])), Truth::No);
    assert_eq!(large.holds(&answers(&[business, ("land.area_m2", Value::Number(Number::from(501)))])), Truth::Yes);
    assert_eq!(read("not land.disputed").holds(&answers(&[])), Truth::Unknown);
    assert_eq!(read("land.disputed or not land.disputed").holds(&answers(&[])), Truth::Unknown);
    assert_eq!(read("answered(note)").holds(&answers(&[])), Truth::No);
    // An answer of the wrong kind is as good as none.
    assert_eq!(read("land.area_m2 > 1").holds(&answers(&[("land.area_m2", Value::Bool(true))])), Truth::Unknown);
}

#[test]
fn officers_read_it_in_vietnamese() {
    let said = |text: &str| read(text).in_words(&fields(), &vietnamese);
    assert_eq!(
        said(r#"applicant.kind == "business" and (land.area_m2 > 500.5 or not land.disputed)"#),
        "Người nộp là “business” và (Diện tích (m²) lớn hơn 500.5 hoặc không phải “Đang tranh chấp”)"
    );
    assert_eq!(said("land.used_since < 1993-10-15"), "Sử dụng từ trước ngày 15/10/1993");
    assert_eq!(said(r#"applicant.kind in ("citizen")"#), "Người nộp là một trong “citizen”");
    assert_eq!(said("answered(note)"), "Ghi chú đã khai");
}

#[test]
fn numbers_are_exact() {
    for (text, back) in [("0.1", "0.1"), ("500", "500"), ("-0.25", "-0.25"), ("007.50", "7.5")] {
        assert_eq!(text.parse::<Number>().unwrap().to_string(), back);
    }
    for wrong in ["", "-", ".5", "1.", "1e3", "999999999999999", "--1"] {
        assert!(wrong.parse::<Number>().is_err(), "{wrong}");
    }
}

/// Expressions over the declared fields, some of them badly typed.
fn expr() -> impl Strategy<Value = Expr> {
    let name = prop::sample::select(fields().into_iter().map(|field| field.name).collect::<Vec<_>>());
    let value = prop_oneof![
        "[ a-z\"\\\\ộ]{0,6}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Bool),
        (-99_999_i32..99_999).prop_map(|n| Value::Number(Number::from(n))),
        (1900_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Value::Date(jiff::civil::date(y, m, d))),
    ];
    let leaf = prop_oneof![
        name.clone().prop_map(Expr::Holds),
        name.clone().prop_map(Expr::Answered),
        (name.clone(), prop::sample::select(Relation::ALL.to_vec()), value.clone())
            .prop_map(|(name, relation, value)| Expr::Compare(name, relation, value)),
        (name, prop::collection::vec(value, 1..3)).prop_map(|(name, values)| Expr::Among(name, values)),
    ];
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
            inner.prop_map(|expr| Expr::Not(Box::new(expr))),
        ]
    })
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fall_over(text in "\\PC{0,80}") {
        let _ = text.parse::<Condition>();
    }

    #[test]
    fn nor_does_a_text_of_its_own_words(
        words in prop::collection::vec(
            prop::sample::select(vec!["and", "or", "not", "in", "answered", "(", ")", ",", "==", "<", "a.b", "1", "\"x\"", "\"", "-", "2026-01-01"]),
            0..40,
        )
    ) {
        if let Ok(condition) = words.join(" ").parse::<Condition>() {
            prop_assert_eq!(condition.to_string().parse::<Condition>(), Ok(condition));
        }
    }

    #[test]
    fn what_is_written_is_read_back(expr in expr()) {
        let condition = Condition { expr };
        let text = condition.to_string();
        prop_assume!(text.chars().count() <= CONDITION_MAX);
        prop_assert_eq!(text.parse::<Condition>(), Ok(condition));
    }

    #[test]
    fn more_answers_never_change_a_certain_outcome(
        expr in expr(),
        some in any::<[bool; 5]>(),
        disputed in any::<bool>(),
        area in 0_i32..1000,
    ) {
        let full = answers(&[
            ("applicant.kind", Value::Text("business".into())),
            ("land.area_m2", Value::Number(Number::from(area))),
            ("land.disputed", Value::Bool(disputed)),
            ("land.used_since", Value::Date(jiff::civil::date(1990, 1, 1))),
            ("note", Value::Text("a".into())),
        ]);
        let condition = Condition { expr };
        // `answered` asks about the missing answer itself.
        prop_assume!(!condition.to_string().contains("answered"));
        let part: BTreeMap<_, _> =
            full.iter().zip(some).filter(|(_, kept)| *kept).map(|((name, value), _)| (name.clone(), value.clone())).collect();
        let before = condition.holds(&part);
        prop_assert!(before == Truth::Unknown || before == condition.holds(&full));
    }
}
