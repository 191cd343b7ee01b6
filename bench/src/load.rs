//! The centre that is measured: the demo's organisation and procedures, and as many dossiers as asked.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use access::{Passage, Visit};
use base::{Actor, PersonalId, Phone};
use calendar::{Clock as _, SystemClock};
use db::{Db, Options};
use dossier::{
    Channel, DossierCode, Filing, PageFilter, PaperIn, Person, PersonKind, Request, ReturnChannel, StateName,
};
use indicatif::ProgressBar;
use motcua::assemble::{App, Choices, Folders, assemble};

use crate::Failure;

/// The office whose desk is measured.
const OFFICE: &str = "H49.101";

/// A centre on a temporary store.
pub(crate) struct Centre {
    pub(crate) app: App,
    pub(crate) filing: Filing,
    pub(crate) address: String,
    /// Cookie of a specialist who holds most of the dossiers.
    pub(crate) session: String,
    made: AtomicUsize,
}

db::query! {
    fn count_dossiers() -> one i64 = "SELECT count(*) FROM (SELECT 1 FROM dossier) AS counted"
}

impl Centre {
    /// On a fresh store in a folder, or on the one at an address.
    pub(crate) async fn open(folder: &Path, address: Option<String>) -> Result<Self, Failure> {
        let address = address.unwrap_or_else(|| format!("sqlite:{}", folder.join("ours.db").display()));
        let db = Db::open(&address, &Options::default())?;
        db.migrate()?;
        motcua::demo_centre(&db).await?;
        let folders = Folders { files: folder.join("files"), messages: folder.join("messages"), trust: None };
        let settings = web::Settings { behind_proxy: true, spool: folder.join("spool"), ..web::Settings::default() };
        let app = assemble(db, settings, Choices::default(), &folders, Arc::new(SystemClock)).await?;
        let filing = filing(&app).await?;
        let session = sign_in(&app).await?;
        Ok(Self { app, filing, address, session, made: AtomicUsize::new(0) })
    }

    pub(crate) async fn count(&self) -> Result<usize, Failure> {
        let count = self.app.db.read(count_dossiers).await?;
        Ok(usize::try_from(count)?)
    }

    /// Files dossiers from several clients at once and gives the rate a second.
    pub(crate) async fn file_many(&self, count: usize, clients: usize) -> Result<f64, Failure> {
        if count == 0 {
            return Ok(0.0);
        }
        let started = Instant::now();
        let left = Arc::new(AtomicUsize::new(count));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..clients {
            let (dossiers, filing, left) = (self.app.dossiers.clone(), self.filing.clone(), Arc::clone(&left));
            let first = self.made.fetch_add(count, Ordering::Relaxed);
            tasks.spawn(async move {
                let actor = Actor::system();
                while let Ok(number) = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)) {
                    let mut filing = filing.clone();
                    filing.owner.personal_id = PersonalId::parse(&format!("{:012}", first + number)).ok();
                    let request =
                        Request::at(SystemClock.now()).keyed(format!("{first}-{number}-{:?}", Instant::now()));
                    dossiers.file(&actor, filing, Vec::new(), request).await?;
                }
                Ok::<_, dossier::Error>(())
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        Ok(count as f64 / started.elapsed().as_secs_f64())
    }

    /// Makes a history of so many dossiers before now, a fifth of them open.
    pub(crate) async fn live_through(&self, dossiers: usize, bar: &ProgressBar) -> Result<f64, Failure> {
        let plan = simulate::Plan {
            dossiers: dossiers as u64,
            open: dossiers as u64 / 5,
            from: jiff::civil::date(2025, 7, 1),
            until: SystemClock.now(),
            seed: 7,
            among_real: true,
        };
        let begun = Instant::now();
        let told = |made: simulate::Made| bar.set_position(made.dossiers);
        let made = simulate::history(&self.app.db, &self.app.dossiers, plan, told).await?;
        Ok(made.dossiers as f64 / begun.elapsed().as_secs_f64())
    }

    /// Codes of some dossiers that the officer who is signed in may read: old ones, and open ones.
    pub(crate) async fn codes(&self) -> Result<Vec<DossierCode>, Failure> {
        let nowhere = base::DossierId::from_uuid(uuid::Uuid::nil());
        let open = PageFilter { agency: None, state: Some(StateName::InProgress) };
        let mut lines = self.app.dossiers.page(PageFilter::default(), nowhere, 1000).await?;
        lines.extend(self.app.dossiers.page(open, nowhere, 1000).await?);
        let codes = lines.into_iter().filter_map(|line| line.code);
        Ok(codes.filter(|code| code.as_str().starts_with(OFFICE)).collect())
    }
}

async fn filing(app: &App) -> Result<Filing, Failure> {
    let published = app.catalogue.current(SystemClock.now()).await?;
    let version = published.exact("1.013225").ok_or("the building permit is not in the catalogue")?;
    let office = app.organisation.office_by_code(OFFICE).ok_or("the demo office is missing")?;
    let papers = version.facts.papers.iter().filter(|paper| paper.is_always_asked());
    let papers = papers.map(|paper| PaperIn {
        no: Some(paper.no),
        name: paper.name.clone(),
        form: String::new(),
        quantity: 1,
        files: Vec::new(),
    });
    Ok(Filing {
        procedure: version.id,
        office: office.id,
        competent_agency: None,
        channel: Channel::Counter,
        account: None,
        owner: Person {
            kind: PersonKind::Citizen,
            name: "Lý Văn Phúc".to_owned(),
            personal_id: None,
            tax_code: None,
            born_on: None,
            phone: Phone::parse("0900000117").ok(),
            email: None,
            address: "Phường Hạ Long, tỉnh Quảng Ninh".to_owned(),
        },
        proxy: None,
        declared: Vec::new(),
        sets: 1,
        papers: papers.collect(),
        return_channel: ReturnChannel::Counter,
        return_address: String::new(),
        fee: None,
    })
}

async fn sign_in(app: &App) -> Result<String, Failure> {
    let visit = Visit {
        login: "motcua.halong".to_owned(),
        password: motcua::DEMO_PASSWORD.to_owned(),
        client: None,
        user_agent: "bench".to_owned(),
        is_linking: false,
    };
    match app.access.sign_in(visit, SystemClock.now()).await.map_err(|error| format!("sign-in: {error}"))? {
        Passage::Open(opened) => Ok(opened.token),
        Passage::Further { step, .. } => Err(format!("sign-in stops at {step:?}").into()),
    }
}
