//! `motcua serve`: starts the server and its workers, prints where it is, stops gracefully.
#![expect(clippy::print_stdout, reason = "the terminal is where a command line speaks")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use calendar::SystemClock;
use db::Db;
use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::Failure;
use crate::assemble::{App, Choices, Folders, assemble};
use crate::config::{Centre, Store};
use crate::demo;
use crate::setup;

/// How long running work may take after the server is told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until the process is told to stop.
pub(crate) async fn run(store: &Store, centre: &Centre) -> Result<(), Failure> {
    log_to_stderr();
    let settings = centre.settings(store);
    web::clear_spool(&settings.spool).map_err(|e| Failure::because("the spool folder cannot be used", e))?;
    let db = setup::open(store)?;
    let now = setup::now();
    let is_new = centre.demo && demo::found(&db, now).await?;
    let mut choices = choices(centre);
    let mut folders = Folders { files: store.files(), messages: store.messages(), trust: centre.trust.clone() };
    // A centre that names keys or authorities of its own signs with those, also in a demo.
    let is_demo_signing = centre.demo && folders.trust.is_none() && choices.signing.keys.is_none();
    if is_demo_signing {
        if is_new {
            sign_demo(store, &db, now).await?;
        }
        folders.trust = demo::keys::trust(&store.data);
        choices.signing.keys = folders.trust.as_ref().map(|_| demo::keys::folder(&store.data));
    }
    let has_keys = is_demo_signing && folders.trust.is_some();
    let App { router, worker, access, organisation, dossiers, catalogue, db, signing, live, .. } =
        assemble(db, settings, choices, &folders, Arc::new(SystemClock)).await?;
    if is_new && has_keys {
        demo::keys::register(&store.data, &signing, &organisation, now).await?;
    }
    // A version published by another release or process gets its process now.
    setup::define_all(&db, &catalogue, &setup::performers(None)?, now).await?;
    if is_new {
        let made = demo::fill(&access, &organisation, &dossiers, now).await?;
        println!("The demo centre is made, with {made} dossiers.");
    }
    let listener = TcpListener::bind(centre.listen())
        .await
        .map_err(|e| Failure::because(format!("{} cannot be listened on; choose another PORT", centre.listen()), e))?;
    announce(centre, has_keys);
    let working = worker.start();
    let served = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            told_to_stop().await;
            live.close();
        })
        .await;
    println!("Stopping: running requests and messages are finished first.");
    working.stop(GRACE).await;
    served.map_err(|e| Failure::because("the server stopped", e))
}

/// Pages of files are drawn by this program, started anew for each.
fn choices(centre: &Centre) -> Choices {
    let painter = std::env::current_exe().map(documents::Painter::with_program).unwrap_or_default();
    Choices { painter, ..centre.choices() }
}

/// What fails here leaves a demo that approves without signing.
async fn sign_demo(store: &Store, db: &Db, now: Timestamp) -> Result<(), Failure> {
    let (organisation, _) = setup::access(db).await?;
    if let Err(failure) = demo::keys::make(&store.data, &organisation, now) {
        println!("Nobody signs in this demo: {failure}");
    }
    Ok(())
}

fn announce(centre: &Centre, has_keys: bool) {
    println!("\nMột Cửa is running at {}", centre.base_url());
    if centre.demo {
        println!("\nDemo sign-ins at {}/dang-nhap", centre.base_url());
        println!("  officers: password {}    citizens: password {}", demo::STAFF_PASSWORD, demo::CITIZEN_PASSWORD);
        for (who, login) in demo::SIGN_INS {
            println!("  {login:<18} {who}");
        }
        if has_keys {
            println!(
                "  signing PIN {} for leader and stamp keeper of phường Hạ Long (demo certificates)",
                demo::keys::PIN
            );
        }
    }
    println!("\nStop with Ctrl-C.");
}

fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,motcua=info,web=info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process keeps the first subscriber.
    let _ = builder.try_init();
}

pub(crate) async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
