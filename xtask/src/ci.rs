//! The list that CI runs, cheap checks first. A step can be run alone by its name.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::metadata::{Metadata, cargo};

/// A step: its name, what it promises, what it does.
struct Step {
    name: &'static str,
    promise: &'static str,
    run: fn(&Path) -> Result<(), String>,
}

const STEPS: &[Step] = &[
    Step { name: "fmt", promise: "one shape for all code", run: fmt },
    Step { name: "tidy", promise: "the rules of the house", run: crate::tidy_tree },
    Step { name: "graph", promise: "edges follow the order", run: crate::print_graph },
    Step { name: "web", promise: "the modules that pages load", run: modules },
    Step { name: "clippy", promise: "no warning anywhere", run: clippy },
    Step { name: "build", promise: "the binary that the journeys use", run: build },
    Step { name: "test", promise: "every rule, on both engines", run: test },
    Step { name: "e2e", promise: "journeys in a browser", run: journeys },
];

/// Runs the named steps, or all.
pub(crate) fn run(root: &Path, names: &[String]) -> Result<(), String> {
    let unknown = names.iter().find(|name| !STEPS.iter().any(|step| step.name == **name));
    if let Some(name) = unknown {
        let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        return Err(format!("there is no step `{name}`; the steps are {}", known.join(", ")));
    }
    let steps: Vec<&Step> =
        STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|n| n == step.name)).collect();
    let mut timings = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        println!("\n── [{}/{}] {}: {} ──", index + 1, steps.len(), step.name, step.promise);
        let begun = Instant::now();
        let outcome = (step.run)(root);
        let seconds = begun.elapsed().as_secs_f32();
        outcome.map_err(|why| {
            format!(
                "\n{} failed after {seconds:.1} s: {why}\nRun it alone with: cargo xtask ci {}",
                step.name, step.name
            )
        })?;
        timings.push(format!("{} {seconds:.1} s", step.name));
    }
    println!("\nall {} steps passed: {}", steps.len(), timings.join(", "));
    Ok(())
}

fn fmt(root: &Path) -> Result<(), String> {
    call(root, Command::new(cargo()).args(["fmt", "--all", "--check"]))
}

fn modules(root: &Path) -> Result<(), String> {
    call(&root.join("web"), Command::new("npm").args(["test", "--silent"]))
}

fn clippy(root: &Path) -> Result<(), String> {
    let arguments = ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"];
    call(root, Command::new(cargo()).args(arguments))
}

fn build(root: &Path) -> Result<(), String> {
    call(root, Command::new(cargo()).args(["build", "--locked", "-p", "motcua"]))
}

fn test(root: &Path) -> Result<(), String> {
    let has_nextest = Command::new(cargo())
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if has_nextest {
        // It refuses to pass when no test ran.
        return call(root, at_length(["nextest", "run", "--locked", "--workspace", "--no-tests", "fail"]));
    }
    let passed = call_counting(root, at_length(["test", "--locked", "--workspace", "--no-fail-fast"]))?;
    if passed == 0 { Err("no test ran".to_owned()) } else { Ok(()) }
}

/// Cargo with the random tests of the clock given more time than in daily work.
fn at_length<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(cargo());
    command.args(arguments).env("MOTCUA_CLOCK_SECONDS", "60").env("MOTCUA_FUZZ_SECONDS", "60");
    command
}

fn journeys(root: &Path) -> Result<(), String> {
    let folder = root.join("e2e");
    if !folder.join("package.json").is_file() {
        return Err("there are no journeys in e2e/".to_owned());
    }
    let binary = Metadata::read(root)?.target_directory.join("debug/motcua");
    if !binary.is_file() {
        return Err("the binary is not built yet: cargo xtask ci build e2e".to_owned());
    }
    call(&folder, Command::new("npm").args(["test", "--silent"]).env("MOTCUA_BIN", binary))
}

fn call(folder: &Path, mut command: impl std::borrow::BorrowMut<Command>) -> Result<(), String> {
    let command = command.borrow_mut();
    let status = command.current_dir(folder).stdin(Stdio::null()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} ended with {status}", command.get_program().to_string_lossy())),
        Err(error) => Err(format!("could not start {}: {error}", command.get_program().to_string_lossy())),
    }
}

/// Runs `cargo test`, passing its lines on, and counts the tests that passed.
fn call_counting(folder: &Path, mut command: Command) -> Result<u64, String> {
    let mut child = command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("could not start cargo: {error}"))?;
    let lines = child.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines).map_while(Result::ok);
    let passed = lines.map(|line| {
        println!("{line}");
        passed_tests(&line)
    });
    let passed = passed.sum();
    match child.wait() {
        Ok(status) if status.success() => Ok(passed),
        Ok(status) => Err(format!("cargo test ended with {status}")),
        Err(error) => Err(format!("cargo test was lost: {error}")),
    }
}

/// `test result: ok. 12 passed; …`
fn passed_tests(line: &str) -> u64 {
    line.strip_prefix("test result: ok. ")
        .and_then(|rest| rest.split(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_tests_are_counted_from_the_closing_line() {
        assert_eq!(passed_tests("test result: ok. 12 passed; 0 failed; 0 ignored"), 12);
        assert_eq!(passed_tests("test result: FAILED. 3 passed; 1 failed"), 0);
        assert_eq!(passed_tests("running 12 tests"), 0);
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_list() {
        let refused = run(Path::new("."), &["tydi".to_owned()]).unwrap_err();
        assert!(refused.contains("`tydi`") && refused.contains("fmt, tidy, graph"), "{refused}");
    }
}
