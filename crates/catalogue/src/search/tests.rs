//! Everyday questions find the right procedure among the first three.

mod everyday;
mod speed;

use std::path::Path;

use base::ProcedureId;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::import::{Sources, parse};

fn shipped() -> Search {
    let parsed = parse(&Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")).unwrap()).unwrap();
    let versions = parsed.procedures.into_iter().map(version).collect();
    Search::new(versions, &parsed.synonyms.unwrap())
}

fn version(facts: crate::procedure::Procedure) -> Arc<ProcedureVersion> {
    Arc::new(ProcedureVersion {
        id: ProcedureId::new(Timestamp::UNIX_EPOCH),
        valid_from: date(2025, 7, 1),
        valid_to: None,
        facts,
    })
}

/// What people type, and the code they mean.
const QUESTIONS: &[(&str, &str)] = &[
    // Official names, with and without marks, in any case.
    ("Đăng ký khai sinh", "1.001193"),
    ("dang ky khai sinh", "1.001193"),
    ("KHAI SINH", "1.001193"),
    ("khai tử", "1.000656"),
    ("đăng ký kết hôn", "1.000894"),
    ("trich luc ho tich", "2.000635"),
    ("chứng thực bản sao từ bản chính", "2.000815"),
    ("tach thua", "1.012784"),
    ("lý lịch tư pháp", "2.000488"),
    ("thành lập hợp tác xã", "1.005280"),
    ("giay phep lao dong", "1.014199"),
    ("nuôi con nuôi trong nước", "2.001263"),
    ("cải chính hộ tịch", "1.004859"),
    ("hòa giải tranh chấp đất", "1.012812"),
    ("cấp nước", "L.540429"),
    // Everyday words.
    ("sổ đỏ", "1.013831"),
    ("so do", "1.013831"),
    ("sang tên", "1.013831"),
    ("sang ten so do", "1.013831"),
    ("làm sổ đỏ lần đầu", "1.013978"),
    ("mất sổ đỏ", "1.012786"),
    ("giấy khai sinh", "1.001193"),
    ("làm giấy khai sinh cho con", "1.001193"),
    ("hộ khẩu", "1.004222"),
    ("nhập hộ khẩu cho con", "1.004222"),
    ("bằng lái", "1.002809"),
    ("đổi bằng lái xe", "1.002809"),
    ("mất bằng lái xe", "1.002820"),
    ("xin phép xây nhà", "1.013225"),
    ("thủ tục xin xây nhà", "1.013225"),
    ("giấy độc thân", "1.004873"),
    ("cccd", "L.129140"),
    ("làm passport", "L.957470"),
    ("công chứng giấy tờ", "2.000815"),
    ("sao y điện tử", "2.000815/2"),
    ("mở quán ăn", "1.001612"),
    ("lập công ty", "2.001583"),
    ("lắp điện cho nhà mới", "L.542347"),
    ("người già trợ cấp", "1.014027"),
    ("con dưới 6 tuổi thẻ bhyt", "2.000986"),
    // Abbreviations.
    ("ks", "1.001193"),
    ("gpxd", "1.013225"),
    ("đkkd", "1.001612"),
    ("gplx", "1.002809"),
    ("lltp", "2.000488"),
    ("xin cấp gcn qsdđ", "1.013978"),
    ("đktt", "1.004222"),
    // One slip.
    ("dang ky kahi sinh", "1.001193"),
    ("ket honn", "1.000894"),
    ("giay phpe xay dung", "1.013225"),
    ("ly lcih tu phap", "2.000488"),
    ("chung thuc ban soa", "2.000815"),
    ("thuong trru", "1.004222"),
    // Half a word while typing, words run together, more than the name says.
    ("khai si", "1.001193"),
    ("giấy phép xây d", "1.013225"),
    ("khaisinh", "1.001193"),
    ("tạm ngừng hộ kinh doanh", "1.001570"),
    ("tôi muốn đăng ký kết hôn thì làm ở đâu", "1.000894"),
    // Field and agency.
    ("trợ cấp thất nghiệp Sở Nội vụ", "1.001978"),
    // Codes.
    ("1.013831", "1.013831"),
    ("1013831", "1.013831"),
    ("mã 1.013831", "1.013831"),
    ("L.540429", "L.540429"),
    ("2.000815/2", "2.000815/2"),
];

#[test]
fn everyday_questions_find_the_right_procedure_among_the_first_three() {
    let search = shipped();
    let mut missed = Vec::new();
    for (question, code) in QUESTIONS {
        let found: Vec<String> = search
            .search(question, 3)
            .iter()
            .map(|hit| format!("{} {}", hit.procedure.facts.key, hit.procedure.facts.name))
            .collect();
        if !found.iter().any(|hit| hit.starts_with(&format!("{code} "))) {
            missed.push((question, code, found));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn an_everyday_phrase_lifts_its_procedures_and_keeps_the_others() {
    let search = shipped();
    let found: Vec<String> =
        search.search("kết hôn", 20).iter().map(|hit| hit.procedure.facts.key.to_string()).collect();
    assert_eq!(found[0], "1.000894");
    assert!(["1.004746", "2.000806", "2.002189"].iter().all(|code| found.contains(&(*code).to_owned())), "{found:?}");
}

#[test]
fn an_exact_code_opens_its_procedure() {
    let search = shipped();
    assert_eq!(search.exact(" 1.013831 ").unwrap().facts.key.to_string(), "1.013831");
    assert_eq!(search.exact("2.000815/2").unwrap().facts.key.to_string(), "2.000815/2");
    assert!(search.exact("1.0138").is_none());
    assert!(search.search("1.0138", 5).iter().all(|hit| hit.procedure.facts.key.code.as_str().starts_with("1.0138")));
}

#[test]
fn a_question_without_an_answer_has_nearest_names() {
    let search = shipped();
    assert!(search.search("xin visa du học", 10).iter().all(|hit| hit.score < WEAK));
    assert!(search.search("qqqq wwww", 10).is_empty());
    assert!(!search.nearest("1.013832", 2).is_empty());
    assert!(search.search("", 10).is_empty());
}

#[test]
fn a_mended_question_is_said_the_way_it_was_typed() {
    let search = shipped();
    for (typed, read) in [
        ("làm giấy kahi sinh", Some("làm giấy khai sinh")),
        ("lam giay kahi sinh", Some("lam giay khai sinh")),
        ("ddawng kis khaisinh", Some("dang ki khai sinh")),
        ("làm giấy khai sinh", None),
        ("1.013831", None),
        ("", None),
    ] {
        assert_eq!(search.mended(typed).as_deref(), read, "{typed}");
    }
}

#[test]
fn the_nearest_codes_differ_in_few_digits_the_fewest_first() {
    let search = shipped();
    let nearest =
        |code| search.nearest(code, 3).iter().map(|hit| hit.procedure.facts.key.to_string()).collect::<Vec<_>>();
    assert_eq!(nearest("1.013832")[0], "1.013831");
    assert!(nearest("1.031831").contains(&"1.013831".to_owned()), "two digits swapped");
    assert!(!nearest("1.013899").is_empty(), "two digits wrong");
    assert!(nearest("9.999999").is_empty());
}

/// No more than a share of a name in common.
const WEAK: f32 = 1.0;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_search_never_fails_and_answers_the_same_twice(question in ".{0,40}", words in "[a-zđăâêôơư ./0-9]{0,60}") {
        let search = once();
        for text in [&question, &words] {
            let keys = |hits: Vec<Hit>| hits.into_iter().map(|hit| (hit.procedure.facts.key.clone(), hit.score.to_bits())).collect::<Vec<_>>();
            prop_assert_eq!(keys(search.search(text, 10)), keys(search.search(text, 10)));
            prop_assert!(search.nearest(text, 2).len() <= 2);
        }
    }
}

fn once() -> &'static Search {
    static SEARCH: std::sync::OnceLock<Search> = std::sync::OnceLock::new();
    SEARCH.get_or_init(shipped)
}
