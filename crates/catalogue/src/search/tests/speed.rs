//! How long a question takes among ten thousand procedures, made from the shipped names. The crate
//! is optimised for its tests (`Cargo.toml`), because the limit is that of the running product.

use std::time::{Duration, Instant};

use super::*;

const PROCEDURES: usize = 10_000;
const ROUNDS: usize = 7;
const LIMIT: Duration = Duration::from_millis(2);

fn large() -> Search {
    let parsed = parse(&Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")).unwrap()).unwrap();
    let shipped = &parsed.procedures;
    let copies = (0..PROCEDURES).map(|number| {
        let mut facts = shipped[number % shipped.len()].clone();
        let round = number / shipped.len();
        if round > 0 {
            // Another province's wording: the end of another name behind this one.
            let other = &shipped[(number * 7 + round) % shipped.len()].name;
            let words: Vec<&str> = other.split(' ').collect();
            facts.name = format!("{} {}", facts.name, words[words.len().saturating_sub(3)..].join(" "));
            facts.key = format!("4.{number:06}").parse().unwrap();
        }
        version(facts)
    });
    Search::new(copies.collect(), parsed.synonyms.as_ref().unwrap())
}

#[test]
fn a_question_among_ten_thousand_procedures_is_answered_in_time() {
    let search = large();
    let questions: Vec<&str> =
        include_str!("everyday.csv").lines().skip(1).map(|line| line.rsplit_once(',').unwrap().0).collect();
    // The best of seven: other programs run beside it.
    let mut times: Vec<Duration> =
        questions.iter().map(|question| (0..ROUNDS).map(|_| time(&search, question)).min().unwrap()).collect();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    println!("{PROCEDURES} procedures: p50 {:?}, p99 {:?}, worst {:?}", at(50), at(99), at(100));
    assert!(at(99) <= LIMIT, "p99 {:?}", at(99));
}

fn time(search: &Search, question: &str) -> Duration {
    let start = Instant::now();
    std::hint::black_box(search.search(question, 20));
    start.elapsed()
}
