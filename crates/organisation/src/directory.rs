//! The whole organisation in memory: read by every page, replaced whole when it changed.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use base::{AgencyId, OfficeId, StaffId, UnitId};
use db::{Db, Tx};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::import::{self, Imported, Register};
use crate::{Agency, Office, Staff, Unit, UnitKind, store};

/// The organisation as it was last loaded. Cheap to clone; all clones see a refresh.
#[derive(Clone, Debug)]
pub struct Organisation {
    db: Db,
    current: Arc<RwLock<Arc<Directory>>>,
}

/// One immutable picture.
#[derive(Debug)]
struct Directory {
    edition: i64,
    agencies: BTreeMap<AgencyId, Arc<Agency>>,
    agency_codes: BTreeMap<String, AgencyId>,
    units: BTreeMap<UnitId, Arc<Unit>>,
    offices: BTreeMap<OfficeId, Arc<Office>>,
    office_codes: BTreeMap<String, OfficeId>,
    staff: BTreeMap<StaffId, Arc<Staff>>,
    logins: BTreeMap<String, StaffId>,
}

impl Organisation {
    /// Loads everything.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn load(db: Db) -> Result<Self, db::Error> {
        let directory = db.read(Directory::load).await?;
        Ok(Self { db, current: Arc::new(RwLock::new(Arc::new(directory))) })
    }

    /// Loads everything again if it changed; otherwise reads one number. Called after an import and
    /// from time to time, because another process may have imported. `true` when it had changed.
    ///
    /// # Errors
    /// Whatever the store refuses; the last picture stays.
    pub async fn refresh(&self) -> Result<bool, db::Error> {
        let held = self.directory().edition;
        let newer = self
            .db
            .read(move |tx| if store::edition(tx)? == held { Ok(None) } else { Directory::load(tx).map(Some) })
            .await?;
        let Some(newer) = newer else { return Ok(false) };
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(newer);
        Ok(true)
    }

    /// Stores an import in a transaction of its own and shows it at once.
    ///
    /// # Errors
    /// Whatever the store refuses; then nothing has changed.
    pub async fn import(&self, register: Register, now: Timestamp) -> Result<Imported, db::Error> {
        let imported = self.db.write(move |tx| import::store(tx, &register, now)).await?;
        self.refresh().await?;
        Ok(imported)
    }

    /// An agency, past ones too.
    #[must_use]
    pub fn agency(&self, id: AgencyId) -> Option<Arc<Agency>> {
        self.directory().agencies.get(&id).cloned()
    }

    /// An agency by its identification code (mã định danh).
    #[must_use]
    pub fn agency_by_code(&self, code: &str) -> Option<Arc<Agency>> {
        let directory = self.directory();
        directory.agency_codes.get(code).and_then(|id| directory.agencies.get(id)).cloned()
    }

    /// The agencies that exist on a day, by code.
    #[must_use]
    pub fn agencies(&self, on: Date) -> Vec<Arc<Agency>> {
        let directory = self.directory();
        let by_code = directory.agency_codes.values().filter_map(|id| directory.agencies.get(id));
        by_code.filter(|agency| agency.term().holds_on(on)).cloned().collect()
    }

    /// A unit, past ones too.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<Arc<Unit>> {
        self.directory().units.get(&id).cloned()
    }

    /// The units of an agency on a day, by code.
    #[must_use]
    pub fn units(&self, agency: AgencyId, on: Date) -> Vec<Arc<Unit>> {
        let directory = self.directory();
        let here = directory.units.values().filter(|unit| unit.agency == agency && unit.term().holds_on(on));
        let mut units: Vec<_> = here.cloned().collect();
        units.sort_by(|a, b| a.code.cmp(&b.code));
        units
    }

    /// The unit of an agency that does a kind of work on a day; the first by code when several do.
    #[must_use]
    pub fn unit_of_kind(&self, agency: AgencyId, kind: UnitKind, on: Date) -> Option<Arc<Unit>> {
        self.units(agency, on).into_iter().find(|unit| unit.kind == kind)
    }

    /// An office, past ones too.
    #[must_use]
    pub fn office(&self, id: OfficeId) -> Option<Arc<Office>> {
        self.directory().offices.get(&id).cloned()
    }

    /// An office by its code.
    #[must_use]
    pub fn office_by_code(&self, code: &str) -> Option<Arc<Office>> {
        let directory = self.directory();
        directory.office_codes.get(code).and_then(|id| directory.offices.get(id)).cloned()
    }

    /// The offices that receive dossiers on a day, by code; what the portal tells people.
    #[must_use]
    pub fn offices(&self, on: Date) -> Vec<Arc<Office>> {
        let directory = self.directory();
        let by_code = directory.office_codes.values().filter_map(|id| directory.offices.get(id));
        by_code.filter(|office| office.term().holds_on(on)).cloned().collect()
    }

    /// The office an agency runs on a day; the first by code when it runs several.
    #[must_use]
    pub fn office_of_agency(&self, agency: AgencyId, on: Date) -> Option<Arc<Office>> {
        self.offices(on).into_iter().find(|office| office.agency == agency)
    }

    /// An officer, past ones too.
    #[must_use]
    pub fn staff(&self, id: StaffId) -> Option<Arc<Staff>> {
        self.directory().staff.get(&id).cloned()
    }

    /// Every officer, past ones too.
    #[must_use]
    pub fn all_staff(&self) -> Vec<Arc<Staff>> {
        self.directory().staff.values().cloned().collect()
    }

    /// An officer by the name used to sign in.
    #[must_use]
    pub fn staff_by_login(&self, login: &str) -> Option<Arc<Staff>> {
        let directory = self.directory();
        directory.logins.get(login).and_then(|id| directory.staff.get(id)).cloned()
    }

    /// The officers called so, past ones too: by login, or by full name with or without marks.
    #[must_use]
    pub fn staff_called(&self, text: &str) -> Vec<Arc<Staff>> {
        if let Some(staff) = self.staff_by_login(&text.to_lowercase()) {
            return vec![staff];
        }
        let name = base::text::fold(text);
        let directory = self.directory();
        directory.staff.values().filter(|staff| base::text::fold(&staff.name) == name).cloned().collect()
    }

    /// The officers of a unit on a day, sorted by given name.
    #[must_use]
    pub fn staff_of_unit(&self, unit: UnitId, on: Date) -> Vec<Arc<Staff>> {
        let directory = self.directory();
        let here = directory.staff.values().filter(|staff| staff.unit == unit && staff.term().holds_on(on));
        let mut staff: Vec<_> = here.cloned().collect();
        staff.sort_by_cached_key(|staff| base::person::sort_key(&staff.name));
        staff
    }

    /// The officers whose number is published, on a day, with their agency: by agency, heads before
    /// deputies, then by given name.
    #[must_use]
    pub fn contacts(&self, on: Date) -> Vec<(Arc<Agency>, Arc<Staff>)> {
        let directory = self.directory();
        let published = directory.staff.values().filter(|staff| !staff.public_phone.is_empty());
        let here = published.filter(|staff| staff.term().holds_on(on));
        let mut contacts: Vec<_> = here
            .filter_map(|staff| Some((Arc::clone(directory.agencies.get(&staff.agency)?), Arc::clone(staff))))
            .collect();
        contacts.sort_by_cached_key(|(agency, staff)| {
            (agency.code.clone(), staff.post.starts_with("Phó"), base::person::sort_key(&staff.name))
        });
        contacts
    }

    fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Directory {
    fn load(tx: &mut Tx<'_>) -> Result<Self, db::Error> {
        let edition = store::edition(tx)?;
        let (agencies, units) = (store::agencies(tx)?, store::units(tx)?);
        let (offices, staff) = (store::offices(tx)?, store::staff(tx)?);
        Ok(Self {
            edition,
            agency_codes: agencies.iter().map(|agency| (agency.code.clone(), agency.id)).collect(),
            agencies: agencies.into_iter().map(|agency| (agency.id, Arc::new(agency))).collect(),
            units: units.into_iter().map(|unit| (unit.id, Arc::new(unit))).collect(),
            office_codes: offices.iter().map(|office| (office.code.clone(), office.id)).collect(),
            offices: offices.into_iter().map(|office| (office.id, Arc::new(office))).collect(),
            logins: staff.iter().map(|staff| (staff.login.clone(), staff.id)).collect(),
            staff: staff.into_iter().map(|staff| (staff.id, Arc::new(staff))).collect(),
        })
    }
}
