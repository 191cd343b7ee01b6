//! The wiring: every capability gets its parts, its neighbours' answers and its place among the
//! routes. Tests of the whole application begin here too.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use access::{Access, Policy, Providers};
use axum::Router;
use calendar::Clock;
use catalogue::Catalogue;
use db::Db;
use documents::signatures::{self, SigningSettings};
use documents::{Files, Printing, Signing};
use dossier::{Alarms, Dossiers, FollowCalendar, Leads, Parts};
use jobs::{Wake, Worker};
use messages::{FileGateway, Messenger};
use organisation::Organisation;
use pdf::Press;
use timetable::Timetable;
use web::{LocaleFiles, Locales, RouteInfo, Settings, Site};
use workflow::Workflows;

use crate::Failure;
use crate::refresh::Refresh;
use crate::setup;

/// Sentences of every crate that speaks; those of `web` come by themselves.
pub(crate) const LOCALES: &[LocaleFiles] = &[
    access::LOCALE,
    audit::LOCALE,
    timetable::LOCALE,
    catalogue::LOCALE,
    dossier::LOCALE,
    documents::LOCALE,
    messages::LOCALE,
    workflow::LOCALE,
    portal::LOCALE,
    desk::LOCALE,
    api::LOCALE,
];

/// What an installation has chosen where there is a choice.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// How long ahead of a due date somebody is told.
    pub leads: Leads,
    /// How people sign in.
    pub policy: Policy,
    /// Who vouches for people.
    pub providers: Providers,
    /// What draws the pages of files.
    pub painter: documents::Painter,
    /// Who signs with what.
    pub signing: SigningSettings,
}

/// Folders of an installation.
#[derive(Clone, Debug)]
pub struct Folders {
    /// Uploaded files.
    pub files: PathBuf,
    /// Messages of the file gateway.
    pub messages: PathBuf,
    /// Certificates of the authorities whose signatures count, with their lists of revoked ones.
    pub trust: Option<PathBuf>,
}

/// A whole installation, ready to serve.
pub struct App {
    /// The store.
    pub db: Db,
    /// Accounts.
    pub access: Access,
    /// Agencies and offices.
    pub organisation: Organisation,
    /// Procedures.
    pub catalogue: Catalogue,
    /// Working calendars.
    pub timetable: Timetable,
    /// The dossiers.
    pub dossiers: Dossiers,
    /// Who signs with what.
    pub signing: Signing,
    /// The table of routes.
    pub routes: Vec<RouteInfo>,
    /// The pages and the API behind their middleware.
    pub router: Router,
    /// The background work, not yet started.
    pub worker: Worker,
    /// Streams to open pages; closed before the server stops, which would wait for them.
    pub live: desk::Live,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("routes", &self.routes.len()).finish_non_exhaustive()
    }
}

/// Without a folder nobody is believed, and every signature stays unsettled.
pub(crate) fn trust(folder: Option<&Path>) -> Result<signing::Trust, Failure> {
    let trust = folder.map(documents::verification::load_trust).transpose();
    trust.map(Option::unwrap_or_default).map_err(|e| Failure::because("the trust list cannot be used", e))
}

/// Puts an installation together on a migrated store.
///
/// # Errors
/// The sentence to print.
pub async fn assemble(
    db: Db,
    settings: Settings,
    choices: Choices,
    folders: &Folders,
    clock: Arc<dyn Clock>,
) -> Result<App, Failure> {
    let now = clock.now();
    let (organisation, access) = setup::access(&db).await?;
    let access = access.with_policy(choices.policy).with_providers(choices.providers).with_address(&settings.base_url);
    let catalogue = Catalogue::load(db.clone(), now).await?;
    let locales = Locales::load(LOCALES).map_err(|e| Failure::because("the sentences cannot be loaded", e))?;
    let press = Press::new().map_err(|e| Failure::because("the paper fonts cannot be loaded", e))?;
    let timetable = Timetable::load(db.clone(), now).await?;
    let wake = Wake::new();
    let messenger =
        Messenger::new(&settings, wake.clone()).map_err(|e| Failure::because("messages cannot be written", e))?;
    let dossiers = Dossiers::new(Parts {
        db: db.clone(),
        timetable: timetable.clone(),
        catalogue: catalogue.clone(),
        workflows: Workflows::new(db.clone()),
        organisation: organisation.clone(),
        listeners: vec![Box::new(documents::Keeper), Box::new(messenger)],
    })
    .with_leads(choices.leads);
    let files = Files::open(db.clone(), &folders.files, settings.upload_limit_bytes)
        .map_err(|e| Failure::because("the file store cannot be opened", e))?;
    let gateway =
        FileGateway::open(&folders.messages).map_err(|e| Failure::because("the message folder cannot be opened", e))?;
    let worker = Worker::new(Arc::clone(&clock))
        .with(messages::deliveries(db.clone(), gateway, wake))
        .with(Alarms::new(dossiers.clone()))
        .with(documents::sweep(files.clone(), dossiers.clone()))
        .with(Printing::new(files.clone(), dossiers.clone(), press.clone(), &settings))
        .with(FollowCalendar::new(dossiers.clone()))
        .with(Refresh::new(organisation.clone(), timetable.clone()));
    let trusted = trust(folders.trust.as_deref())?;
    let (shelf, counter) = (files.clone(), dossiers.clone());
    let signing = Signing::new(shelf, counter, press.clone(), trusted.clone(), choices.signing, &settings)
        .map_err(|e| Failure::because("the PKCS#11 module cannot be used", e))?;
    let desk = desk::Desk::new(dossiers.clone(), files.clone()).with_signing(signing.clone());
    let live = desk.live();
    let portal = portal::Portal::new(dossiers.clone(), access.clone(), files.clone());
    let portal = portal.trusting(trusted);
    let routes = access::routes(access.clone())
        .merge(access::delegation_routes(access.clone(), Arc::new(dossiers.clone())))
        .merge(audit::routes(organisation.clone()))
        .merge(timetable::routes(timetable.clone(), organisation.clone(), Arc::new(dossiers.clone())))
        .merge(catalogue::routes(catalogue.clone()))
        .merge(documents::routes(files.clone(), dossiers.clone(), press, choices.painter))
        .merge(signatures::routes(signing.clone()))
        .merge(messages::routes())
        .merge(workflow::routes(catalogue.clone(), organisation.clone(), Arc::new(dossiers.clone())))
        .merge(portal::routes(portal))
        .merge(desk::routes(desk))
        .merge(api::routes(dossiers.clone()));
    let site = Site::new(db.clone(), clock, settings, locales, Arc::new(access.clone()));
    let list = routes.list().to_vec();
    let router = routes.into_router(site);
    Ok(App { db, access, organisation, catalogue, timetable, dossiers, signing, routes: list, router, worker, live })
}
