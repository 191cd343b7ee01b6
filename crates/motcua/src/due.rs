//! `motcua due`: due dates without a database, for one case by flags or for a file of cases.
//!
//! The rules are those of `calendar::batch`; here only files, flags and words.

mod file;
mod flags;
mod sheet;
mod words;

use std::io::{BufRead, Write};
use std::path::PathBuf;

use base::Locale;
use calendar::batch::Batch;

use crate::Failure;

/// One case by flags, or many from a file.
#[derive(Debug, Default, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["batch", "received"])))]
pub(crate) struct Due {
    /// Answer every line of a file of cases with a line on standard output; `-` reads standard
    /// input. The format is described in docs/due.md.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["limit", "style", "events", "now", "calendar", "json"])]
    batch: Option<PathBuf>,
    /// When the clock starts, in local time: 2026-11-20T15:20.
    #[arg(long, value_name = "MOMENT", requires = "limit", requires = "style")]
    received: Option<String>,
    /// The limit: 5wd, 1.5wd, 12wh, 15day, 24hour, 6month or instant.
    #[arg(long)]
    limit: Option<String>,
    /// How working days are counted: `whole_days` or `hours`.
    #[arg(long)]
    style: Option<String>,
    /// What happened to the clock, in order of time, each with a flag of its own: `2026-11-23T09:00
    /// pause financial_obligation`, `2026-11-24T09:00 extend apology 2wd`.
    #[arg(long = "event", value_name = "EVENT")]
    events: Vec<String>,
    /// The moment that class and minutes used are asked for; the machine's clock is not asked.
    #[arg(long, value_name = "MOMENT")]
    now: Option<String>,
    /// A JSON file with hours, holidays and working days; the shipped calendar when not given.
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// Print the answer as JSON.
    #[arg(long)]
    json: bool,
    /// Language of the printed answer: `vi` or `en`.
    #[arg(long, default_value = "vi", value_parser = language)]
    lang: Locale,
}

/// Answers on `out`.
///
/// # Errors
/// The sentence to print; a bad line of a file is answered, not an error.
pub(crate) fn run(due: &Due, input: impl BufRead, mut out: impl Write) -> Result<(), Failure> {
    let written = match &due.batch {
        Some(path) if path.as_os_str() == "-" => file::answer(input, &mut out, "standard input"),
        Some(path) => {
            let name = path.display().to_string();
            let opened = std::fs::File::open(path).map_err(|e| file::unreadable(&name, e))?;
            file::answer(std::io::BufReader::with_capacity(1 << 16, opened), &mut out, &name)
        }
        None => {
            let answer = Batch::new().case(flags::line(due)?.as_bytes()).map_err(|refusal| flags::failure(&refusal))?;
            let mut text = String::new();
            if due.json {
                answer.write_json(&mut text);
                text.push('\n');
            } else {
                text = sheet::of(&answer, due.lang);
            }
            out.write_all(text.as_bytes()).map_err(unwritable)
        }
    };
    written.and_then(|()| out.flush().map_err(unwritable))
}

fn unwritable(error: std::io::Error) -> Failure {
    Failure::because("the answers cannot be written", error)
}

fn language(name: &str) -> Result<Locale, String> {
    match name {
        "vi" => Ok(Locale::Vi),
        "en" => Ok(Locale::En),
        _ => Err("write vi or en".to_owned()),
    }
}

#[cfg(test)]
mod tests;
