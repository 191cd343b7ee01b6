//! Load and limits.
fn main() {}
