//! The command through its own door: flags as typed, files and standard input as read.

use std::io::Write as _;

use calendar::batch::LINE_BYTES_MAX;
use clap::Parser;

use super::*;

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    due: Due,
}

const CASE: &str = r#"{"id":"1","style":"hours","received":"2026-11-20T15:20","limit":{"value":1.5,"unit":"wd"},"now":"2026-11-23T09:00"}"#;

fn typed(flags: &[&str], input: &[u8]) -> Result<String, String> {
    let typed = Typed::try_parse_from([&["due"], flags].concat()).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    run(&typed.due, input, &mut out).map_err(|failure| failure.chain())?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn a_file_and_standard_input_are_answered_line_by_line_in_their_order() {
    let text = format!("{CASE}\r\n\n{{\"id\":7}}\n   \n{}", CASE.replace("\"1\"", "3"));
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let answers = typed(&["--batch", file.path().to_str().unwrap()], b"").unwrap();
    let begins: Vec<&str> = answers.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(begins, [r#"{"id":"1""#, r#"{"id":7"#, r#"{"id":3"#]);
    assert!(answers.lines().nth(1).unwrap().contains(r#""error":{"field":"style""#));
    assert!(answers.contains(r#""due":"2026-11-25T09:20""#));
    assert_eq!(typed(&["--batch", "-"], text.as_bytes()).unwrap(), answers);
}

#[test]
fn a_line_that_is_too_long_or_no_text_is_refused_and_the_next_goes_on() {
    let mut text = vec![b' '; 3 * LINE_BYTES_MAX];
    text[0] = b'{';
    text.extend(b"\n\xff\xfe\n");
    text.extend(CASE.as_bytes());
    let answers = typed(&["--batch", "-"], &text).unwrap();
    let lines: Vec<&str> = answers.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].contains("The line is longer than 1048576 bytes"), "{}", lines[0]);
    assert!(lines[1].contains("not valid UTF-8"), "{}", lines[1]);
    assert!(lines[2].contains(r#""due":"2026-11-25T09:20""#), "{}", lines[2]);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let error = typed(&["--batch", "no-such-file.jsonl"], b"").unwrap_err();
    assert!(error.starts_with("no-such-file.jsonl cannot be read"), "{error}");
}

#[test]
fn flags_give_the_answer_of_the_same_line() {
    let flags = ["--received", "2026-11-20T15:20", "--limit", "1.5wd", "--style", "hours", "--now", "2026-11-23T09:00"];
    let answer = typed(&[&flags[..], &["--json"]].concat(), b"").unwrap();
    assert_eq!(answer, typed(&["--batch", "-"], CASE.as_bytes()).unwrap());
}

#[test]
fn a_person_reads_the_date_the_class_and_every_day_with_its_reason() {
    let flags = [
        "--received",
        "2026-11-20T15:20",
        "--limit",
        "3wd",
        "--style",
        "whole_days",
        "--event",
        "2026-11-25T09:00 pause financial_obligation",
        "--event",
        "2026-11-26T09:00 resume",
        "--event",
        "2026-11-26T10:00 extend apology 1wd",
        "--now",
        "2026-11-27T09:00",
    ];
    expect_test::expect![[r"
        Hẹn trả             17:30 T2 30/11/2026
        Tính trễ hạn theo   17:30 T6 27/11/2026
        Trạng thái          đang tính giờ
        Xếp loại            trong hạn
        Đã dùng             1180 phút làm việc

        Tạm dừng
        09:00 T4 25/11/2026 – 09:00 T5 26/11/2026  chờ thực hiện nghĩa vụ tài chính

        Ngày            Tính      Lý do
        T6 20/11/2026   –         ngày bắt đầu
        T7 21/11/2026   –         cuối tuần
        CN 22/11/2026   –         cuối tuần
        T2 23/11/2026   #1        ngày làm việc
        T3 24/11/2026   –         nghỉ lễ: Ngày Văn hóa Việt Nam
        T4 25/11/2026   #2        ngày làm việc
        T5 26/11/2026   –         tạm dừng
        T6 27/11/2026   #3        ngày làm việc
        T7 28/11/2026   –         cuối tuần
        CN 29/11/2026   –         cuối tuần
        T2 30/11/2026   #4        ngày làm việc
    "]]
    .assert_eq(&typed(&flags, b"").unwrap());
}

#[test]
fn the_english_sheet_shows_the_hours_of_each_day() {
    let flags = ["--received", "2027-01-29T15:20", "--limit", "1.5wd", "--style", "hours", "--lang", "en"];
    expect_test::expect![[r"
        Due                 09:20 Tue 02/02/2027
        State               running
        Not all days off of that year are announced yet, so this date may change.

        Date            Counted   Reason
        Fri 29/01/2027  2:10      start day
        Sat 30/01/2027  –         weekend
        Sun 31/01/2027  –         weekend
        Mon 01/02/2027  8:00      working day
        Tue 02/02/2027  1:50      working day
    "]]
    .assert_eq(&typed(&flags, b"").unwrap());
}

#[test]
fn a_calendar_of_its_own_comes_from_a_file() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"{\n  \"holidays\": [\"2026-11-23\"]\n}\n").unwrap();
    let flags = ["--received", "2026-11-20T15:20", "--limit", "1wd", "--style", "whole_days", "--json", "--calendar"];
    let answer = typed(&[&flags[..], &[file.path().to_str().unwrap()]].concat(), b"").unwrap();
    assert!(answer.contains(r#""due":"2026-11-24T17:30""#), "{answer}");
}

#[test]
fn faults_name_their_flag() {
    let case = |more: &[&str]| {
        let flags = ["--received", "2026-11-20T15:20", "--limit", "1wd", "--style", "hours"];
        typed(&[&flags[..], more].concat(), b"").unwrap_err()
    };
    for (more, begins) in [
        (&["--now", "2026-11-19T09:00"][..], "--now: "),
        (&["--event", "2026-11-23T09:00 resume"][..], "--event number 1 (kind): "),
        (&["--event", "2026-11-20T16:00 extend rule 0wd"][..], "--event number 1 (value): "),
        (&["--event", "2026-11-20T16:00 extend rule wd"][..], "--event number 1: write a number"),
        (&["--event", "2026-11-20T16:00 extend rule 1wd now"][..], "--event number 1: write at most"),
        (&["--calendar", "no-such-file.json"][..], "no-such-file.json cannot be read"),
    ] {
        let error = case(more);
        assert!(error.starts_with(begins), "{error}");
    }
    for (limit, begins) in [("1,5wd", "--limit: "), ("1.5day", "--limit: "), ("9weeks", "--limit: "), ("", "--limit: ")]
    {
        let error = typed(&["--received", "2026-11-20T15:20", "--limit", limit, "--style", "hours"], b"").unwrap_err();
        assert!(error.starts_with(begins), "{error}");
    }
    assert!(typed(&[], b"").unwrap_err().contains("--batch"));
    assert!(typed(&["--batch", "-", "--limit", "1wd"], b"").unwrap_err().contains("--limit"));
}
