//! Load and limits, measured side by side in one run: durable filings at 1, 16 and 64 clients beside a
//! raw hand-written SQLite loop of the same statements, then the pages people wait for.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod clock;
mod follow;
mod lifecycle;
mod load;
mod page;
mod raw;

use std::process::ExitCode;

use clap::Parser;

/// Measures an installation on embedded SQLite.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Options {
    /// Dossiers loaded before pages are measured.
    #[arg(long, default_value_t = 100_000)]
    dossiers: usize,
    /// Filings measured at each number of clients.
    #[arg(long, default_value_t = 4_000)]
    filings: usize,
    /// Requests measured for each page.
    #[arg(long, default_value_t = 2_000)]
    requests: usize,
    /// Whole lives measured, from empty and at the end.
    #[arg(long, default_value_t = 2_000)]
    lives: usize,
    /// Measure on this store instead of a fresh one: `sqlite:PATH` or `postgres://…`. It is written to.
    #[arg(long)]
    store: Option<String>,
    /// Measure the clock only.
    #[arg(long)]
    clock: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

async fn run(options: Options) -> Result<(), Failure> {
    let in_time = print_clock();
    if options.clock {
        return if in_time { Ok(()) } else { Err("the clock is over its budget".into()) };
    }
    let folder = tempfile::tempdir()?;
    let centre = load::Centre::open(folder.path(), options.store.clone()).await?;
    let on_sqlite = centre.app.db.engine() == db::Engine::Sqlite;

    if on_sqlite {
        println!("Durable filings per second (SQLite, synchronous=FULL); raw: the same statements by hand\n");
        println!("| clients / batch | through the data layer | raw loop | ratio |");
        println!("|---|---|---|---|");
        for clients in [1, 16, 64] {
            let ours = centre.file_many(options.filings, clients).await?;
            let raw = raw::file_many(folder.path(), &centre, options.filings, clients)?;
            println!("| {clients} | {ours:.0} | {raw:.0} | {:.0}% |", 100.0 * ours / raw);
        }
    }

    let mut lives = lifecycle::Table::default();
    lives.measure(&centre, folder.path(), options.lives).await?;
    let missing = options.dossiers.saturating_sub(centre.count().await?);
    if missing > 0 && options.store.is_none() {
        println!("\nLiving through {missing} more dossiers, to {} in all …", options.dossiers);
        let bar = indicatif::ProgressBar::new(missing as u64);
        let rate = centre.live_through(missing, &bar).await?;
        bar.finish_and_clear();
        println!("{rate:.0} histories a second\n");
        lives.measure(&centre, folder.path(), options.lives).await?;
    }
    let lives_kept = lives.print();

    println!("Server time of pages at {} dossiers, 32 clients\n", centre.count().await?);
    println!("| page | p50 | p99 | worst | budget p99 25 ms |");
    println!("|---|---|---|---|---|");
    let mut kept = in_time && lives_kept;
    for page in page::Kind::ALL {
        // Once for every dossier that is asked for, so that the disk is not what is measured.
        page::measure(&centre, page, options.requests, 32).await?;
        let times = page::measure(&centre, page, options.requests, 32).await?;
        let passed = times.p99_ms() <= 25.0;
        kept &= passed;
        println!(
            "| {} | {:.2} ms | {:.2} ms | {:.2} ms | {} |",
            page.name(),
            times.p50_ms(),
            times.p99_ms(),
            times.worst_ms(),
            if passed { "pass" } else { "FAIL" }
        );
    }
    kept &= print_followed(&follow::measure(&centre).await?);
    if kept { Ok(()) } else { Err("something is over its budget".into()) }
}

/// Prints how open dossiers followed a new holiday; false where that was too slow.
fn print_followed(followed: &follow::Followed) -> bool {
    let rate = followed.open as f64 / followed.seconds;
    let (budget, p99) = (100_000.0 / 30.0, followed.inbox.p99_ms());
    let passed = rate >= budget && p99 < 50.0;
    println!("\nA holiday is announced: open dossiers computed again, the inbox asked meanwhile\n");
    println!("| open | moved | time | a second | budget | inbox p99 meanwhile | |");
    println!("|---|---|---|---|---|---|---|");
    println!(
        "| {} | {} | {:.1} s | {rate:.0} | {budget:.0} | {p99:.1} ms | {} |",
        followed.open,
        followed.moved,
        followed.seconds,
        if passed { "pass" } else { "FAIL" }
    );
    passed
}

/// Prints what the clock takes; false where a budget is missed.
fn print_clock() -> bool {
    println!("The clock, median of many rounds on one core\n");
    println!("| work | time | budget | |");
    println!("|---|---|---|---|");
    let figures = clock::measure();
    for figure in &figures {
        let verdict = if figure.nanoseconds <= figure.budget { "pass" } else { "FAIL" };
        println!("| {} | {:.0} ns | {:.0} ns | {verdict} |", figure.name, figure.nanoseconds, figure.budget);
    }
    println!();
    figures.iter().all(|figure| figure.nanoseconds <= figure.budget)
}
