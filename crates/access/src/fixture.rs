//! A commune with three officers, for the tests of this crate.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use base::{Actor, AgencyId, StaffId};
use calendar::FrozenClock;
use db::{Db, Tx};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use organisation::Organisation;
use organisation::import::{Sources, parse};
use testkit::Visitor;
use web::{Gate, Locales, Routes, Settings, Site};

use crate::{
    Access, Delegable, Entry, Happening, Journal, Passwords, Policy, Procedures, Providers, delegation_routes,
    import_staff_accounts, routes,
};

pub(crate) const OFFICER: &str = "binh.tt";
/// Under which people reach the commune.
pub(crate) const ADDRESS: &str = "https://mot-cua.example.vn";
pub(crate) const PASSWORD: &str = "hoa sữa tháng mười";

/// Remembers what it is told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notebook(Arc<Mutex<Vec<(Happening, String, String)>>>);

impl Notebook {
    pub(crate) fn happenings(&self) -> Vec<Happening> {
        self.0.lock().unwrap().iter().map(|(happening, ..)| *happening).collect()
    }

    pub(crate) fn last(&self) -> (Happening, String) {
        let (happening, subject, _) = self.0.lock().unwrap().last().unwrap().clone();
        (happening, subject)
    }

    pub(crate) fn last_detail(&self) -> String {
        self.0.lock().unwrap().last().unwrap().2.clone()
    }
}

impl Journal for Notebook {
    fn enter(&self, _: &mut Tx<'_>, entry: &Entry<'_>) -> Result<(), db::Error> {
        let subject = format!("{}|{}", entry.actor.name, entry.subject);
        self.0.lock().unwrap().push((entry.happening, subject, entry.detail.to_owned()));
        Ok(())
    }
}

pub(crate) fn now() -> Timestamp {
    "2026-12-01T02:00:00Z".parse().unwrap()
}

pub(crate) struct Commune {
    pub(crate) access: Access,
    pub(crate) organisation: Organisation,
    pub(crate) notebook: Notebook,
}

pub(crate) fn files(staff: &str) -> Sources {
    let head = "login,name,agency_code,unit_code,office_code,post,roles,valid_to\n";
    Sources {
        agencies: "code,name,kind,parent_code,valid_from\nH49.60,UBND phường Bãi Cháy,commune_committee,,2025-07-01\n"
            .into(),
        units: "code,agency_code,name,kind\nMC,H49.60,Bộ phận Một cửa,one_stop\n".into(),
        offices:
            "code,agency_code,name,kind,address,phone\nBC,H49.60,Trung tâm PVHCC Bãi Cháy,commune_centre,Số 1,0203\n"
                .into(),
        staff: format!("{head}{staff}").into_bytes(),
    }
}

pub(crate) const STAFF: &str = "binh.tt,Trần Thị Bình,H49.60,MC,BC,Công chức một cửa,counter_officer;specialist,
cuong.lv,Lê Văn Cường,H49.60,MC,,Quản trị,administrator,
dung.pt,Phạm Thị Dung,H49.60,MC,,Công chức,specialist,2026-11-30
hanh.nt,Nguyễn Thị Hạnh,H49.60,MC,,Chủ tịch UBND phường,leader,
giang.vt,Vũ Thị Giang,H49.60,MC,BC,Giám đốc Trung tâm,head_of_unit,
kien.dt,Đỗ Trung Kiên,H49.60,MC,BC,Phó Giám đốc Trung tâm,head_of_unit,
";

pub(crate) async fn commune(db: Db) -> Commune {
    let organisation = Organisation::load(db.clone()).await.unwrap();
    let imported = organisation.import(parse(&files(STAFF)).unwrap(), now()).await.unwrap();
    let notebook = Notebook::default();
    let access = Access::new(db.clone(), organisation.clone(), Passwords::new().unwrap(), Arc::new(notebook.clone()))
        .with_address(ADDRESS);
    let hash = access.hash_password(PASSWORD).await.unwrap();
    let import = move |tx: &mut Tx<'_>| import_staff_accounts(tx, &imported.staff, &hash, now());
    db.write::<_, _, db::Error>(import).await.unwrap();
    Commune { access, organisation, notebook }
}

impl Commune {
    /// The same commune under another policy.
    pub(crate) fn under(self, policy: Policy) -> Self {
        Self { access: self.access.with_policy(policy), ..self }
    }

    pub(crate) fn staff(&self, login: &str) -> StaffId {
        self.organisation.staff_by_login(login).unwrap().id
    }
}

/// The commune behind its real middleware, with a clock that moves when told.
pub(crate) struct House {
    pub(crate) commune: Commune,
    pub(crate) clock: FrozenClock,
    pub(crate) site: Site,
    _store: testkit::engines::Sqlite,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::under(Policy::default()).await
    }

    pub(crate) async fn under(policy: Policy) -> Self {
        Self::vouched(policy, Providers::default()).await
    }

    /// With those who vouch for people.
    pub(crate) async fn vouched(policy: Policy, providers: Providers) -> Self {
        let store = testkit::sqlite();
        let commune = commune(store.db.clone()).await.under(policy);
        let commune = Commune { access: commune.access.clone().with_providers(providers), ..commune };
        let clock = FrozenClock::at(now());
        let settings = Settings { secure_cookies: true, ..Settings::default() };
        let locales = Locales::load(&[crate::LOCALE]).unwrap();
        let identify = Arc::new(commune.access.clone());
        let site = Site::new(store.db.clone(), Arc::new(clock.clone()), settings, locales, identify);
        Self { commune, clock, site, _store: store }
    }

    /// Somebody with a browser of their own.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::new(self.router())
    }

    fn router(&self) -> Router {
        let desk = Routes::new("access").get("access.desk", "/ban-lam-viec", Gate::Staff, who).with_state(());
        let api = Routes::new("access").get("access.api", "/api/v1/ai", Gate::Token, who).with_state(());
        let site = Site { identify: Arc::new(self.commune.access.clone()), ..self.site.clone() };
        let procedures = Arc::new(TwoFields(self.commune.organisation.clone()));
        let delegations = delegation_routes(self.commune.access.clone(), procedures);
        routes(self.commune.access.clone()).merge(delegations).merge(desk).merge(api).into_router(site)
    }
}

/// Three procedures of two fields, decided by the commune, and one that is decided elsewhere.
struct TwoFields(Organisation);

impl Procedures for TwoFields {
    fn delegable(&self, _: Timestamp) -> BoxFuture<'_, Result<Vec<Delegable>, db::Error>> {
        let commune = self.0.agency_by_code("H49.60").unwrap().id;
        let one = |code: &str, field: &str, agencies: &[AgencyId]| Delegable {
            code: code.to_owned(),
            field: field.to_owned(),
            agencies: agencies.to_vec(),
        };
        let all = vec![
            one("1.001193", "Hộ tịch", &[commune]),
            one("1.000656", "Hộ tịch", &[commune]),
            one("1.013225", "Xây dựng", &[commune]),
            one("2.000815", "Hộ tịch", &[]),
        ];
        Box::pin(async { Ok(all) })
    }
}

/// Says who was let in.
async fn who(State(()): State<()>, ctx: web::Context) -> Result<String, web::Error> {
    let Actor { name, grants, .. } = ctx.signed_in()?;
    Ok(format!("{name}: {}", grants.iter().map(|grant| grant.role.name()).collect::<Vec<_>>().join(" ")))
}
