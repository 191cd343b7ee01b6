//! The examples of the document are answered as it says.

use super::answer;

const DOCUMENT: &str = include_str!("../../../../docs/due.md");

#[test]
fn every_example_of_the_document_is_answered_as_it_says() {
    let examples = DOCUMENT.split("```json\n").skip(1).map(|block| block.split("```").next().unwrap());
    let mut compared = 0;
    for example in examples {
        let mut lines = example.lines();
        while let (Some(asked), Some(answered)) = (lines.next(), lines.next()) {
            assert_eq!(answer(asked), answered, "docs/due.md: {asked}");
            compared += 1;
        }
    }
    assert!(compared >= 8, "the document has {compared} examples");
}
