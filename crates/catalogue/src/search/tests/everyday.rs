//! How many everyday questions find a right procedure among the first three. Each file holds
//! questions as citizens type them, with the codes that would help.

use super::once;

/// A question, and the codes that answer it.
struct Asked<'a> {
    question: &'a str,
    codes: Vec<&'a str>,
}

fn read(file: &str) -> Vec<Asked<'_>> {
    let rows = file.lines().skip(1).map(|line| line.rsplit_once(',').unwrap());
    rows.map(|(question, codes)| Asked { question, codes: codes.split(' ').collect() }).collect()
}

/// The share answered among the first three; what was missed is printed.
#[expect(clippy::cast_precision_loss, reason = "a hundred questions")]
fn share_answered(questions: &[Asked<'_>]) -> f64 {
    let mut answered = 0;
    for asked in questions {
        let hits = once().search(asked.question, 3);
        let found: Vec<String> = hits.iter().map(|hit| hit.procedure.facts.key.to_string()).collect();
        if found.iter().any(|code| asked.codes.contains(&code.as_str())) {
            answered += 1;
        } else {
            println!("missed “{}” {:?}: found {found:?}", asked.question, asked.codes);
        }
    }
    println!("{answered} of {} questions answered", questions.len());
    f64::from(answered) / questions.len() as f64
}

#[test]
fn nine_of_ten_everyday_questions_are_answered_among_the_first_three() {
    let questions = read(include_str!("everyday.csv"));
    assert_eq!(questions.len(), 160);
    assert!(share_answered(&questions) >= 0.9);
}

/// Written after the dictionary and the ranking were settled, and not used to better them: what a
/// stranger's question may expect.
#[test]
fn questions_that_were_held_back_are_answered_too() {
    let questions = read(include_str!("held-out.csv"));
    assert_eq!(questions.len(), 40);
    assert!(share_answered(&questions) >= 0.85);
}
