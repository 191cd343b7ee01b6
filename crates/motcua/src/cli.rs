//! The command line.

use std::io::BufWriter;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Centre, Store};
use crate::{Failure, doctor, due, import, page_image, serve, simulate, token, verify, workflows};

/// Một Cửa: the information system of a public administrative service centre and its portal.
///
/// A first look: `motcua serve --demo`, then open the address it prints. A real centre: `motcua
/// migrate`, `motcua import organisation FOLDER`, `motcua import procedures FILE`, `motcua serve`.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, about, long_about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the portal, the desk, the API and the workers.
    Serve {
        #[command(flatten)]
        store: Store,
        #[command(flatten)]
        centre: Box<Centre>,
    },
    /// Bring the schema of the database up to date.
    Migrate {
        #[command(flatten)]
        store: Store,
    },
    /// Load procedures, the organisation or processes from files.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Write processes to a file.
    Export {
        #[command(subcommand)]
        what: Export,
    },
    /// Make, list and withdraw bearer tokens of outside systems.
    Token {
        #[command(subcommand)]
        what: Token,
    },
    /// Work out due dates, for one case by flags or for a file of cases; needs no database.
    Due(due::Due),
    /// Make a history of any size in an empty store, or live traffic on a running one, through the same
    /// rules as everybody: for demonstrations, training and measuring.
    Simulate(simulate::Simulate),
    /// Check the signatures of a PDF: who signed, when, whether it is whole, what changed afterwards.
    ///
    /// Ends with 0 when every signature holds, 2 when one does not, 3 when the signer could not be
    /// confirmed, 4 when there is no signature, and 1 when the file could not be read.
    Verify {
        /// The PDF.
        file: PathBuf,
        /// Folder with the authorities whose signatures count.
        #[arg(long, env = "MOTCUA_TRUST")]
        trust: Option<PathBuf>,
        /// Language of the answer: `vi` or `en`.
        #[arg(long, default_value = "vi", value_parser = ["vi", "en"])]
        lang: String,
    },
    /// Draw a page of the PDF on the input as PNG; the server runs it for every page it shows.
    #[command(hide = true)]
    PageImage {
        /// The page, from 1.
        #[arg(long)]
        page: usize,
        /// Width in pixels.
        #[arg(long)]
        width: u16,
    },
    /// Check configuration, database, storage, fonts and clock, and say what to do.
    Doctor {
        #[command(flatten)]
        store: Store,
        /// Print the table of roles and actions instead.
        #[arg(long)]
        permissions: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Import {
    /// `procedures.csv` with its companions beside it. A bad row is refused with file, line, column
    /// and reason, and nothing of a bad file is loaded; loading the same file again changes nothing.
    Procedures {
        /// The file, or its folder.
        file: PathBuf,
        /// First day the new versions are in force; today when not given.
        #[arg(long)]
        valid_from: Option<jiff::civil::Date>,
        /// Table that gives each published unit its place; the shipped one when not given.
        #[arg(long)]
        performers: Option<PathBuf>,
        #[command(flatten)]
        store: Store,
    },
    /// Processes of another site, written by `export workflows`. All are checked against the
    /// procedures and officers here; a bad one is refused with its step, and then nothing is loaded.
    Workflows {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        store: Store,
    },
    /// `agencies.csv`, `units.csv`, `offices.csv` and `staff.csv` of a folder. Officers get accounts
    /// with the password of the environment variable `MOTCUA_FIRST_PASSWORD`, which each of them must
    /// replace at the first sign-in.
    Organisation {
        /// The folder.
        folder: PathBuf,
        #[command(flatten)]
        store: Store,
    },
}

#[derive(Debug, Subcommand)]
enum Export {
    /// Every published process that an office drew itself, as YAML that `import workflows` reads.
    Workflows {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        store: Store,
    },
}

#[derive(Debug, Subcommand)]
enum Token {
    /// Make a token; it is shown once.
    Create {
        /// What it is for, shown in the log.
        #[arg(long, default_value = "api")]
        name: String,
        /// What its holder may do, such as `counter_officer` or `integration`.
        #[arg(long)]
        role: String,
        /// Where: `province`, `agency:CODE`, `unit:AGENCY/CODE` or `office:CODE`.
        #[arg(long)]
        scope: String,
        /// Days until it ends by itself.
        #[arg(long)]
        days: Option<u16>,
        #[command(flatten)]
        store: Store,
    },
    /// List tokens that hold now.
    List {
        #[command(flatten)]
        store: Store,
    },
    /// Withdraw a token.
    Revoke {
        /// Its identifier, see `token list`.
        id: base::ApiTokenId,
        #[command(flatten)]
        store: Store,
    },
}

/// Runs the command line of this process.
pub async fn run() -> ExitCode {
    match dispatch(Cli::parse().command).await {
        Ok(code) => code,
        Err(failure) => {
            say_failure(&failure);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the terminal is where a command line speaks")]
fn say_failure(failure: &Failure) {
    eprintln!("motcua: {}", failure.chain());
}

async fn dispatch(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve { store, centre } => serve::run(&store, &centre).await?,
        Command::Migrate { store } => import::migrate(&store)?,
        Command::Import { what: Import::Procedures { file, valid_from, performers, store } } => {
            import::procedures(&store, &file, valid_from, performers.as_deref()).await?;
        }
        Command::Import { what: Import::Organisation { folder, store } } => {
            import::organisation(&store, &folder).await?
        }
        Command::Import { what: Import::Workflows { file, store } } => workflows::import(&store, &file).await?,
        Command::Export { what: Export::Workflows { file, store } } => workflows::export(&store, &file).await?,
        Command::Token { what: Token::Create { name, role, scope, days, store } } => {
            token::create(&store, &name, &role, &scope, days).await?;
        }
        Command::Token { what: Token::List { store } } => token::list(&store).await?,
        Command::Token { what: Token::Revoke { id, store } } => token::revoke(&store, id).await?,
        Command::Due(due) => {
            due::run(&due, std::io::stdin().lock(), BufWriter::with_capacity(1 << 16, std::io::stdout().lock()))?;
        }
        Command::Simulate(simulate) => simulate::run(&simulate).await?,
        Command::Verify { file, trust, lang } => return verify::run(&file, trust.as_deref(), &lang),
        Command::PageImage { page, width } => return page_image::run(page, width),
        Command::Doctor { permissions: true, .. } => doctor::permissions(),
        Command::Doctor { store, permissions: false } => return Ok(doctor::run(&store).await),
    }
    Ok(ExitCode::SUCCESS)
}
