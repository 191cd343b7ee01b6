//! The shipped list is loaded; bad lists are refused as a whole, with every error told.

use std::path::Path;

use calendar::{Limit, PauseReason};

use super::*;
use crate::code::Key;
use crate::procedure::Work;

fn shipped() -> Sources {
    Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")).unwrap()
}

fn shipped_procedures() -> Vec<Procedure> {
    parse(&shipped()).unwrap_or_else(|errors| panic!("{errors:#?}")).procedures
}

fn find<'p>(procedures: &'p [Procedure], key: &str) -> &'p Procedure {
    let key: Key = key.parse().unwrap();
    procedures.iter().find(|procedure| procedure.key == key).unwrap()
}

/// A list of one row, changed as the test needs.
fn list(rows: &str) -> Sources {
    let header = "code,name_vi,field,level,level_before_2025,agency,owner_kind,time_limit,time_unit,time_note,fee_vnd,fee_note,online_level,result,conf_code,conf_limit,conf_online";
    let content = format!("{header}\n{rows}").into_bytes();
    Sources { list: SourceFile { name: "list.csv".to_owned(), content }, companions: Vec::new() }
}

const MARRIAGE: &str =
    "1.000894,Đăng ký kết hôn,Hộ tịch,xã,xã,UBND cấp xã,commune,ngay,instant,,0,miễn,một phần,Giấy,found,found,found\n";

fn with(mut sources: Sources, name: &str, content: &str) -> Sources {
    sources.companions.push(SourceFile { name: name.to_owned(), content: content.as_bytes().to_vec() });
    sources
}

fn errors_of(sources: &Sources) -> Vec<String> {
    parse(sources).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn the_shipped_list_holds_all_procedures() {
    let procedures = shipped_procedures();
    let with_row: Vec<_> = procedures.iter().filter(|p| p.key.to_string() != "2.000815/2").collect();
    assert_eq!(with_row.len(), 269);
    assert_eq!(with_row.iter().filter(|p| !p.key.code.is_local()).count(), 214);
    assert_eq!(with_row.iter().filter(|p| p.key.code.is_local()).count(), 55);
    let mut keys: Vec<_> = procedures.iter().map(|p| p.key.clone()).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), procedures.len());
}

#[test]
fn reading_the_list_twice_gives_the_same() {
    assert_eq!(shipped_procedures(), shipped_procedures());
}

#[test]
fn fifteen_procedures_are_worked_out_and_two_of_them_share_a_code() {
    let procedures = shipped_procedures();
    assert_eq!(procedures.iter().filter(|p| !p.steps.is_empty()).count(), 15);
    assert_eq!(procedures.iter().map(|p| p.steps.len()).sum::<usize>(), 91);
    assert_eq!(find(&procedures, "2.000815").steps.len(), 4);
    let electronic = find(&procedures, "2.000815/2");
    assert_eq!(electronic.name, "Chứng thực bản sao điện tử từ bản chính");
    assert_eq!((electronic.steps.len(), electronic.limit), (5, Some(Limit::Instant)));
    for procedure in procedures.iter().filter(|p| !p.steps.is_empty()) {
        assert!(
            !procedure.papers.is_empty() && !procedure.fees.is_empty() && !procedure.legal_basis.is_empty(),
            "{}",
            procedure.key
        );
    }
}

#[test]
fn a_step_with_the_role_pause_is_a_pause_and_not_a_performer() {
    let procedures = shipped_procedures();
    let step = &find(&procedures, "1.013831").steps[4];
    assert_eq!(
        step.work,
        Work::Pause {
            reason: PauseReason::FinancialObligation, waits_for: "Cơ quan thuế / người dân".to_owned()
        }
    );
    assert_eq!(step.minutes, 0);
    let pauses =
        procedures.iter().flat_map(|p| &p.steps).filter(|step| matches!(step.work, Work::Pause { .. })).count();
    assert_eq!(pauses, 3);
}

#[test]
fn limits_are_read_in_every_unit() {
    let procedures = shipped_procedures();
    assert_eq!(find(&procedures, "1.001193").limit, Some(Limit::Instant));
    assert_eq!(find(&procedures, "1.013831").limit, Some(Limit::working_days(10)));
    assert_eq!(find(&procedures, "2.000488").limit, Some(Limit::calendar_days(10)));
    assert_eq!(find(&procedures, "1.012084").limit, Some(Limit::clock_hours(12)));
    let open = list(&MARRIAGE.replace("ngay,instant", ","));
    assert_eq!(parse(&open).unwrap().procedures[0].limit, None);
}

#[test]
fn a_paper_is_asked_always_or_on_a_condition_and_may_be_replaced_by_a_database() {
    let procedures = shipped_procedures();
    let papers = &find(&procedures, "1.001193").papers;
    assert!(papers[0].is_always_asked());
    assert_eq!(papers[1].condition.as_deref(), Some("sinh tại cơ sở y tế"));
    assert_eq!(papers[7].replaced_by_database.as_deref(), Some("CSDL hộ tịch điện tử"));
    assert_eq!(find(&procedures, "2.000815").papers[1].quantity, None);
}

#[test]
fn rows_that_share_a_code_are_variants() {
    let second = MARRIAGE.replace("Đăng ký kết hôn", "Đăng ký kết hôn lưu động");
    let pinned = second.replace("1.000894", "1.000894/1").replace("lưu động", "tại nhà");
    let keys =
        |rows: &str| parse(&list(rows)).unwrap().procedures.iter().map(|p| p.key.to_string()).collect::<Vec<_>>();
    assert_eq!(keys(&format!("{MARRIAGE}{second}")), ["1.000894", "1.000894/2"]);
    assert_eq!(keys(&format!("{MARRIAGE}{second}{pinned}")), ["1.000894/2", "1.000894/3", "1.000894"]);
}

#[test]
fn a_bad_row_is_refused_with_file_line_column_and_reason() {
    let rows = format!(
        "{MARRIAGE}{}{}",
        MARRIAGE.replace("1.000894", "abc").replace("commune", "king").replace("ngay,instant", "5,weeks"),
        MARRIAGE.replace("1.000894", "1.000895").replace("Đăng ký kết hôn", "").replace(",0,", ",nhiều,"),
    );
    assert_eq!(
        errors_of(&list(&rows)),
        [
            "list.csv, line 3, column code: “abc” is no code: write 1.013831, or L.540429 for a local one, with /2 for a second variant",
            "list.csv, line 3, column owner_kind: “king” is not one of commune, department, vertical, utility",
            "list.csv, line 3, column time_limit: “5” with unit “weeks” is no limit",
            "list.csv, line 4, column name_vi: the cell is empty",
            "list.csv, line 4, column fee_vnd: “nhiều” is not an amount in đồng",
        ]
    );
}

#[test]
fn a_file_of_the_wrong_shape_is_refused() {
    let mut sources = list(MARRIAGE);
    sources.list.content = b"name_vi,field\nA,B\n".to_vec();
    assert_eq!(errors_of(&sources)[0], "list.csv, line 1, column code: the column is missing");
    assert_eq!(
        errors_of(&list("1.000894,short\n")),
        ["list.csv, line 2, column *: the row has 2 cells, the header has 17"]
    );
    sources.list.content = b"code,name_vi\n\xff\xfe,B\n".to_vec();
    assert_eq!(errors_of(&sources)[0], "list.csv, line 2, column *: the file is not UTF-8 text");
}

#[test]
fn the_same_procedure_twice_is_refused() {
    assert_eq!(
        errors_of(&list(&format!("{MARRIAGE}{MARRIAGE}"))),
        ["list.csv, line 3, column name_vi: the same procedure stands on line 2"]
    );
}

#[test]
fn steps_must_add_up_to_the_limit() {
    let header = "example,code,procedure,step,name,role,unit,hours,parallel_group\n";
    let steps = |rows: &str| with(list(MARRIAGE), STEPS, &format!("{header}{rows}"));
    assert_eq!(
        errors_of(&steps("1,1.000894,A,1,Nhận,counter_officer,one-stop,3,\n1,1.000894,A,2,Ký,leader,UBND,4,\n")),
        [
            "procedure-steps.csv, line 2, column hours: the steps of 1.000894 take 420 working minutes, its limit allows 480"
        ]
    );
    // Branches that run side by side count once; a half hour is half an hour.
    let parallel = "1,1.000894,A,1,Nhận,counter_officer,one-stop,1.5,\n1,1.000894,A,2,B,specialist,B,\"6,5\",P\n1,1.000894,A,3,C,specialist,C,2,P\n";
    assert_eq!(parse(&steps(parallel)).unwrap().procedures[0].step_minutes(), 480);
    assert_eq!(
        errors_of(&steps("1,1.000894,A,1,Chờ,pause,UBND,8,\n1,1.000894,A,3,Ký,king,UBND,8,\n"))[0],
        "procedure-steps.csv, line 2, column hours: a pause takes no working time"
    );
}

#[test]
fn a_companion_of_an_unknown_procedure_is_refused() {
    let fees = with(list(MARRIAGE), FEES, "example,code,fee_case,amount_text\n1,1.999999,thường,0\n2,,thường,0\n");
    assert_eq!(
        errors_of(&fees),
        [
            "procedure-fees.csv, line 2, column code: the list holds no procedure “1.999999”",
            "procedure-fees.csv, line 3, column code: the list holds no procedure “”",
        ]
    );
}

#[test]
fn a_companion_without_a_code_is_found_by_its_name() {
    let steps = "example,code,procedure,step,name,role,unit,hours,parallel_group\n14,,Kết hôn (1 thủ tục),1,Nhận,counter_officer,one-stop,8,\n";
    let parsed = parse(&with(list(MARRIAGE), STEPS, steps)).unwrap();
    assert_eq!(parsed.procedures[0].steps.len(), 1);
}

#[test]
fn everyday_words_name_known_procedures() {
    let parsed = parse(&shipped()).unwrap();
    assert!(parsed.synonyms.unwrap().len() > 100);
    let wrong = with(list(MARRIAGE), SYNONYMS, "phrase,means,codes\ncưới,,1.000894 1.5\ncuoi,,1.000894\n");
    assert_eq!(errors_of(&wrong).len(), 2);
}
