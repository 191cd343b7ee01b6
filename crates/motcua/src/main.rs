//! The binary: reads the command line and says what went wrong.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    motcua::cli::run().await
}
