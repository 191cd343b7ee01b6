//! `motcua simulate`: a history of any size in an empty store, or live traffic on a running one.
#![expect(clippy::print_stdout, reason = "the terminal is where a command line speaks")]

use std::sync::Arc;
use std::time::Instant;

use calendar::SystemClock;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use simulate::{Plan, Traffic};

use crate::assemble::{App, Choices, Folders, assemble};
use crate::config::Store;
use crate::{Failure, demo, serve, setup};

/// A history, or live traffic.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Simulate {
    /// How many dossiers the history has.
    #[arg(long, default_value_t = 10_000)]
    dossiers: u64,
    /// How many of them lie open at the end, besides those that are just being worked on.
    #[arg(long, default_value_t = 0)]
    open: u64,
    /// First day of the history. In an empty store organisation and procedures of the demo are in force
    /// from that day on.
    #[arg(long, default_value = "2025-07-01")]
    from: Date,
    /// The same seed tells the same story.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Live traffic instead of a history: acts through the same door as everybody else, until Ctrl-C.
    #[arg(long, conflicts_with_all = ["dossiers", "open", "from"])]
    live: bool,
    /// Acts a second of live traffic.
    #[arg(long, default_value_t = 5.0, requires = "live")]
    rate: f64,
    /// Go on although the store holds dossiers that were not simulated. They cannot be told apart later.
    #[arg(long)]
    among_real_dossiers: bool,
    #[command(flatten)]
    pub(crate) store: Store,
}

/// Simulates until it is done, or told to stop.
pub(crate) async fn run(simulate: &Simulate) -> Result<(), Failure> {
    let now = setup::now();
    let db = setup::open(&simulate.store)?;
    let from = if simulate.live { demo::RULES_FROM } else { simulate.from };
    if demo::found_from(&db, now, from).await? {
        println!("The store was empty: organisation and procedures of the demo are loaded, in force from {from}.");
    }
    let folders = Folders { files: simulate.store.files(), messages: simulate.store.messages(), trust: None };
    let settings = web::Settings::default();
    let app = assemble(db, settings, Choices::default(), &folders, Arc::new(SystemClock)).await?;
    if simulate.live { live(simulate, &app).await } else { history(simulate, &app, now).await }
}

async fn history(simulate: &Simulate, app: &App, now: jiff::Timestamp) -> Result<(), Failure> {
    let plan = Plan {
        dossiers: simulate.dossiers,
        open: simulate.open,
        from: simulate.from,
        until: now,
        seed: simulate.seed,
        among_real: simulate.among_real_dossiers,
    };
    let bar = ProgressBar::new(plan.dossiers);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} dossiers  {per_sec}  {eta} left");
    bar.set_style(style.map_err(|e| Failure::because("the progress cannot be drawn", e))?);
    let begun = Instant::now();
    let made = simulate::history(&app.db, &app.dossiers, plan, |made| bar.set_position(made.dossiers)).await;
    bar.finish_and_clear();
    let made = made.map_err(|e| Failure::because("the history was not made", e))?;
    let seconds = begun.elapsed().as_secs_f64().max(0.001);
    println!(
        "{} dossiers with {} lines in the log, {} of them open, in {seconds:.1} s: {:.0} histories a second.",
        made.dossiers,
        made.events,
        made.open,
        made.dossiers as f64 / seconds
    );
    Ok(())
}

async fn live(simulate: &Simulate, app: &App) -> Result<(), Failure> {
    println!("{} acts a second on {:?}. Stop with Ctrl-C.", simulate.rate, app.db.engine());
    let traffic = Traffic { rate: simulate.rate, seed: simulate.seed, among_real: simulate.among_real_dossiers };
    let bar = ProgressBar::new_spinner();
    let told = |done: simulate::Done| {
        bar.set_message(format!("{} acts, {} filed, {} refused", done.acts, done.filed, done.refused));
        bar.tick();
    };
    let clock = Arc::new(SystemClock);
    let done = simulate::live(&app.db, &app.dossiers, clock, traffic, serve::told_to_stop(), told).await;
    bar.finish_and_clear();
    let done = done.map_err(|e| Failure::because("no traffic was made", e))?;
    println!("{} acts, {} of them filings; {} were refused.", done.acts, done.filed, done.refused);
    Ok(())
}
