//! `motcua doctor`: checks what the server needs and says what to do.
#![expect(clippy::print_stdout, reason = "the terminal is where a command line speaks")]

use std::path::Path;
use std::process::ExitCode;

use access::{Action, allowed, rule_between};
use base::Role;
use calendar::{Calendar, local};

use crate::config::Store;
use crate::setup;

/// Prints the table of roles and actions, and the roles that one person may not hold together.
pub(crate) fn permissions() {
    for action in Action::ALL {
        let roles: Vec<&str> = allowed(*action).iter().map(|role| role.name()).collect();
        println!("{:<22} {}", action.name(), roles.join(", "));
    }
    println!("\nNot held together:");
    for (place, one) in Role::ALL.iter().enumerate() {
        for other in &Role::ALL[place..] {
            if let Some(rule) = rule_between(*one, *other) {
                let spared = if rule.spares_one_visit() { ", unless settling in one visit" } else { "" };
                println!("{:<22} {:<18} {}{spared}", one.name(), other.name(), rule.name());
            }
        }
    }
}

/// Runs every check; the exit code tells whether all passed.
pub(crate) async fn run(store: &Store) -> ExitCode {
    let mut checks = vec![
        folder("data folder", &store.data),
        folder("files", &store.files()),
        folder("messages", &store.messages()),
        fonts(),
        clock(),
    ];
    checks.extend(database(store).await);
    let failed = checks.iter().filter(|check| check.remedy.is_some()).count();
    for check in &checks {
        let mark = if check.remedy.is_some() { "FAIL" } else { "ok  " };
        println!("{mark} {}: {}", check.name, check.found);
        if let Some(remedy) = &check.remedy {
            println!("     → {remedy}");
        }
    }
    println!("{} passed, {failed} failed", checks.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Check {
    name: &'static str,
    found: String,
    remedy: Option<String>,
}

fn passed(name: &'static str, found: impl Into<String>) -> Check {
    Check { name, found: found.into(), remedy: None }
}

fn failed(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Check {
    Check { name, found: found.into(), remedy: Some(remedy.into()) }
}

fn folder(name: &'static str, path: &Path) -> Check {
    let probe = path.join(".doctor");
    let tried = std::fs::create_dir_all(path).and_then(|()| std::fs::write(&probe, b"x"));
    match tried.and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => passed(name, format!("{} can be written", path.display())),
        Err(error) => failed(
            name,
            format!("{}: {error}", path.display()),
            "give the user that runs motcua write access, or name another folder with --data",
        ),
    }
}

fn fonts() -> Check {
    match pdf::Press::new() {
        Ok(_) => passed("fonts", "the paper fonts are in the binary"),
        Err(error) => failed("fonts", error.to_string(), "rebuild after `make setup`"),
    }
}

/// The calendar must reach past today, and the machine's clock must be plausible.
fn clock() -> Check {
    let now = local(setup::now());
    let announced = Calendar::state().announced_through().unwrap_or(0);
    if now.year() < 2025 {
        let found = format!("the machine says {now}");
        return failed("clock", found, "set the machine's clock (NTP) before receiving dossiers");
    }
    if announced < now.year() {
        let found = format!("days off are announced through {announced} only");
        return failed("clock", found, "install a release whose calendar holds this year's days off");
    }
    passed("clock", format!("{now} in Viet Nam; days off are announced through {announced}"))
}

async fn database(store: &Store) -> Vec<Check> {
    let db = match setup::open(store) {
        Ok(db) => db,
        Err(failure) => {
            let remedy =
                "check DATABASE_URL and that the server runs; the folder of an embedded database must be writable";
            return vec![failed("database", failure.chain(), remedy)];
        }
    };
    let mut checks = vec![passed("database", format!("{:?}, schema up to date", db.engine()))];
    let now = setup::now();
    match db.read(|tx| db::outbox::waiting(tx, "message")).await {
        Ok((0, _)) => checks.push(passed("messages waiting", "none")),
        Ok((count, Some(since))) if now.duration_since(since) > jiff::SignedDuration::from_hours(1) => {
            checks.push(failed(
                "messages waiting",
                format!("{count}, the oldest since {}", local(since)),
                "start the server so that its worker delivers them, and look at /quan-tri/tin-nhan",
            ))
        }
        Ok((count, _)) => checks.push(passed("messages waiting", count.to_string())),
        Err(error) => checks.push(failed("messages waiting", error.to_string(), "see the error above")),
    }
    match organisation::Organisation::load(db).await {
        Ok(organisation) => {
            let offices = organisation.offices(local(now).date()).len();
            checks.push(if offices > 0 {
                passed("organisation", format!("{offices} one-stop offices"))
            } else {
                failed(
                    "organisation",
                    "no office yet",
                    "run `motcua import organisation FOLDER`, or `motcua serve --demo`",
                )
            });
        }
        Err(error) => checks.push(failed("organisation", error.to_string(), "restore the database from a backup")),
    }
    checks
}
