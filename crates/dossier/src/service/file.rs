//! Filing: drafts at the portal, and whole filings at the counter and from other systems.

use access::permit::{Action, Target, permit};
use base::person::is_name;
use base::{Actor, AgencyId, DossierId};
use calendar::local;
use catalogue::{OwnerKind, ProcedureVersion};
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use organisation::{AgencyKind, Office};
use std::sync::Arc;
use timetable::Timetable;
use workflow::Definition;

use super::act::Run;
use super::chronicle::Terms;
use super::{Dossiers, Request};
use crate::command::{Command, Submit};
use crate::content::{ClockRecord, Content};
use crate::dossier::{Channel, Dossier};
use crate::error::{Error, FilingError};
use crate::event::Event;
use crate::filing::Filing;
use crate::person::PersonKind;
use crate::state::State;
use crate::store;

impl Dossiers {
    /// Files a dossier and runs what follows at once (acceptance at a counter; everything for a
    /// procedure settled in one visit), in one transaction.
    ///
    /// # Errors
    /// See [`Error`]; nothing is changed.
    pub async fn file(
        &self,
        actor: &Actor,
        filing: Filing,
        then: Vec<Command>,
        request: Request,
    ) -> Result<Dossier, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.parts
            .db
            .write(move |tx| {
                let fingerprint = format!("file {filing:?} {then:?}");
                this.once(tx, &actor, &request, &fingerprint, |tx| {
                    let (draft, definition) = this.open(tx, &actor, &filing, &request)?;
                    this.complete(tx, &draft)?;
                    let mut commands = vec![Command::Submit(Submit {})];
                    commands.extend(then.iter().cloned());
                    let mut run = Run {
                        this: &this,
                        actor: &actor,
                        now: request.now,
                        definition: &definition,
                        step: None,
                        tells_above: true,
                    };
                    let filed = run.all(tx, draft, &commands)?;
                    store::insert(tx, &filed, &this.listing(&filed, &definition))?;
                    this.plan_alerts(tx, &filed, &definition, request.now)?;
                    Ok(filed)
                })
            })
            .await
    }

    /// Opens a draft for a citizen; it has no code and is not filed.
    ///
    /// # Errors
    /// See [`Error`]; nothing is changed.
    pub async fn open_draft(&self, actor: &Actor, filing: Filing, request: Request) -> Result<Dossier, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.parts
            .db
            .write(move |tx| {
                let fingerprint = format!("draft {:?} {:?}", filing.procedure, filing.office);
                this.once(tx, &actor, &request, &fingerprint, |tx| {
                    let (mut draft, definition) = this.open(tx, &actor, &filing, &request)?;
                    draft.version = 1;
                    let run = Run {
                        this: &this,
                        actor: &actor,
                        now: request.now,
                        definition: &definition,
                        step: None,
                        tells_above: true,
                    };
                    run.append(tx, draft.id, 1, &Event::Drafted { procedure: draft.procedure })?;
                    store::insert(tx, &draft, &this.listing(&draft, &definition))?;
                    Ok(draft)
                })
            })
            .await
    }

    /// Saves a draft over the version that was seen. What is incomplete is kept: a draft is checked
    /// when it is filed.
    ///
    /// # Errors
    /// See [`Error`]; nothing is changed.
    #[expect(clippy::too_many_arguments, reason = "who, which, what was seen, what is asked and how")]
    pub async fn save_draft(
        &self,
        actor: &Actor,
        id: DossierId,
        seen: i64,
        filing: Filing,
        request: Request,
    ) -> Result<Dossier, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        self.parts
            .db
            .write(move |tx| {
                let mut draft = own_draft(tx, &this.parts.timetable, &actor, id)?;
                let (fresh, definition) = this.open(tx, &actor, &filing, &request)?;
                let lookup_code = draft.content.lookup_code.clone();
                draft.receiving_office = fresh.receiving_office;
                draft.office_agency = fresh.office_agency;
                draft.competent_agency = fresh.competent_agency;
                draft.workflow = fresh.workflow;
                (draft.edition, draft.calendar) = (fresh.edition, fresh.calendar);
                draft.content = Content { lookup_code, ..fresh.content };
                draft.version += 1;
                if !store::update(tx, seen, &draft, &this.listing(&draft, &definition))? {
                    return Err(Error::Stale { seen, current: draft.version - 1, since: Vec::new() });
                }
                let run = Run {
                    this: &this,
                    actor: &actor,
                    now: request.now,
                    definition: &definition,
                    step: None,
                    tells_above: true,
                };
                let papers = draft.content.papers.iter().filter(|paper| !paper.files.is_empty()).count();
                run.append(tx, id, draft.version, &Event::DraftSaved { papers })?;
                Ok(draft)
            })
            .await
    }

    /// Files a draft.
    ///
    /// # Errors
    /// See [`Error`]; nothing is changed.
    pub async fn submit_draft(
        &self,
        actor: &Actor,
        id: DossierId,
        seen: i64,
        request: Request,
    ) -> Result<Dossier, Error> {
        let this = self.clone();
        let caller = actor.clone();
        self.parts
            .db
            .read(move |tx| {
                // A draft filed before answers again with what was filed; `once` decides.
                let draft = store::by_id(tx, &this.parts.timetable, id)?;
                let draft = draft.filter(|draft| draft.account == Some(caller.account));
                let draft = draft.ok_or(Error::NotFound)?;
                if draft.state == State::Draft { this.complete(tx, &draft) } else { Ok(()) }
            })
            .await?;
        self.execute_all(actor, super::act::Which::Id(id), seen, vec![Command::Submit(Submit {})], request).await
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the actor's or was filed.
    pub async fn discard_draft(&self, actor: &Actor, id: DossierId) -> Result<(), Error> {
        let account = actor.account;
        match self.parts.db.write(move |tx| store::delete_draft(tx, id, account).map_err(Error::from)).await? {
            1 => Ok(()),
            _ => Err(Error::NotFound),
        }
    }

    /// The offices and agencies that could take a procedure, for the form to offer.
    #[must_use]
    pub fn competent_agencies(&self, version: &ProcedureVersion, office: &Office, day: Date) -> Vec<AgencyId> {
        let mut found = self.deciding_agencies(version, day);
        if version.facts.owner == OwnerKind::Commune {
            let own = self.parts.organisation.agency(office.agency);
            let home =
                own.and_then(
                    |agency| if agency.kind == AgencyKind::CommuneCommittee { Some(agency.id) } else { agency.parent },
                );
            found.sort_by_key(|id| Some(*id) != home);
        }
        found
    }

    /// The agencies of the installation that decide on a procedure, wherever it is filed.
    pub(super) fn deciding_agencies(&self, version: &ProcedureVersion, day: Date) -> Vec<AgencyId> {
        let all = self.parts.organisation.agencies(day);
        if version.facts.owner == OwnerKind::Commune {
            let communes = all.iter().filter(|agency| agency.kind == AgencyKind::CommuneCommittee);
            return communes.map(|agency| agency.id).collect();
        }
        let named = base::text::fold(&version.facts.agency);
        let mut found: Vec<(usize, AgencyId)> = all
            .iter()
            .filter(|agency| named_in(&named, &base::text::fold(&agency.name)))
            .map(|agency| (agency.name.len(), agency.id))
            .collect();
        found.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// A draft made of a filing, with the definition it will follow.
    fn open(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        filing: &Filing,
        request: &Request,
    ) -> Result<(Dossier, Arc<Definition>), Error> {
        let version = self.parts.catalogue.version_in(tx, filing.procedure)?.ok_or(FilingError::NoSuchProcedure)?;
        let day = local(request.now).date();
        let definition = self.parts.workflows.in_force_in(tx, &version, day)?.ok_or(FilingError::NotOpen)?;
        let edition = self.parts.timetable.current_in(tx)?;
        let terms = Terms { version, definition: Arc::clone(&definition), edition };
        Ok((self.draft_under(actor, filing, &terms, request)?, definition))
    }

    /// A draft made of a filing, once it is known what it follows.
    pub(super) fn draft_under(
        &self,
        actor: &Actor,
        filing: &Filing,
        terms: &Terms,
        request: &Request,
    ) -> Result<Dossier, Error> {
        let (version, day) = (&terms.version, local(request.now).date());
        let limit = version.facts.binding_limit().ok_or(FilingError::NotOpen)?;
        let office = self.parts.organisation.office(filing.office).ok_or(FilingError::NoSuchOffice)?;
        if filing.channel == Channel::Online && !version.facts.is_filed_online() {
            return Err(FilingError::NotOnline.into());
        }
        let candidates = self.competent_agencies(version, &office, day);
        let competent = match filing.competent_agency {
            Some(named) if candidates.contains(&named) => named,
            Some(_) => return Err(FilingError::NoCompetentAgency.into()),
            None => *candidates.first().ok_or(FilingError::NoCompetentAgency)?,
        };
        let target = Target {
            owner: Some(filing.account.unwrap_or(actor.account)),
            receiving_office: Some(office.id),
            competent_agency: Some(competent),
            ..Target::default()
        };
        permit(actor, Action::Submit, &target)?;
        let clock = ClockRecord {
            limit,
            statutory: version.facts.limit.filter(|statutory| *statutory != limit),
            style: office.counting.into(),
            start: None,
            start_edition: None,
            entries: Vec::new(),
        };
        Ok(draft(filing, terms, &office, competent, clock, request))
    }

    /// The process of a dossier: a draft follows the one in force on the day it is filed, everything
    /// else the one it was filed with (S3-20).
    pub(super) fn process_of(
        &self,
        tx: &mut Tx<'_>,
        dossier: &mut Dossier,
        now: Timestamp,
    ) -> Result<Arc<Definition>, Error> {
        if dossier.state == State::Draft {
            let version =
                self.parts.catalogue.version_in(tx, dossier.procedure)?.ok_or(FilingError::NoSuchProcedure)?;
            let day = local(now).date();
            let definition = self.parts.workflows.in_force_in(tx, &version, day)?.ok_or(FilingError::NotOpen)?;
            dossier.workflow = definition.id;
            return Ok(definition);
        }
        Ok(self.parts.workflows.get_in(tx, dossier.workflow)?)
    }

    /// What a dossier needs before it can be filed.
    fn complete(&self, tx: &mut Tx<'_>, draft: &Dossier) -> Result<(), Error> {
        let version = self.parts.catalogue.version_in(tx, draft.procedure)?.ok_or(FilingError::NoSuchProcedure)?;
        Self::check_complete(draft, &version)
    }

    /// The same, once the procedure is at hand.
    pub(super) fn check_complete(draft: &Dossier, version: &ProcedureVersion) -> Result<(), Error> {
        let owner = &draft.content.owner;
        // A firm's name may hold digits: "Công ty cổ phần 2/9".
        let is_named = owner.kind != PersonKind::Citizen && !owner.name.trim().is_empty();
        if !is_named && !is_name(&owner.name) {
            return Err(FilingError::OwnerName.into());
        }
        if owner.identity_number().is_none() {
            return Err(FilingError::OwnerNumber.into());
        }
        let handed_in = |no: u16| draft.content.papers.iter().any(|paper| paper.no == Some(no));
        let missing = version
            .facts
            .papers
            .iter()
            .filter(|paper| paper.is_always_asked() && paper.replaced_by_database.is_none())
            .find(|paper| !handed_in(paper.no));
        match missing {
            Some(paper) => Err(FilingError::PaperMissing(paper.no).into()),
            None => Ok(()),
        }
    }
}

/// Whether the published agency text names an agency, or the agency's name says what is published:
/// "Sở Tư pháp" stands in "Sở Tư pháp; UBND cấp xã", "Công ty Điện lực" in the company's full name.
fn named_in(published: &str, agency: &str) -> bool {
    !agency.is_empty() && (published.contains(agency) || (published.len() >= 6 && agency.contains(published)))
}

fn own_draft(tx: &mut Tx<'_>, timetable: &Timetable, actor: &Actor, id: DossierId) -> Result<Dossier, Error> {
    let draft = store::by_id(tx, timetable, id)?.filter(|draft| draft.account == Some(actor.account));
    draft.filter(|draft| draft.state == State::Draft).ok_or(Error::NotFound)
}

#[expect(clippy::too_many_arguments, reason = "a draft is put together from everything that was looked up")]
pub(super) fn draft(
    filing: &Filing,
    terms: &Terms,
    office: &Office,
    competent: AgencyId,
    clock: ClockRecord,
    request: &Request,
) -> Dossier {
    let Terms { version, definition, edition } = terms;
    let facts = &version.facts;
    Dossier {
        edition: edition.number(),
        calendar: edition.calendar(office.id, &facts.key.to_string()),
        id: DossierId::new(request.now),
        version: 0,
        code: None,
        procedure: version.id,
        procedure_code: facts.key.to_string(),
        procedure_name: facts.name.clone(),
        field: facts.field.clone(),
        instant: facts.is_instant(),
        workflow: definition.id,
        channel: filing.channel,
        account: filing.account,
        receiving_office: office.id,
        office_agency: office.agency,
        competent_agency: competent,
        state: State::Draft,
        holder: None,
        created_at: request.now,
        submitted_at: None,
        received_at: None,
        resolved_at: None,
        returned_at: None,
        closed_at: None,
        content: Content {
            owner: filing.owner.clone(),
            proxy: filing.proxy.clone(),
            declared: filing.declared.clone(),
            sets: filing.sets.max(1),
            papers: filing.papers.clone(),
            return_channel: filing.return_channel,
            return_address: filing.return_address.clone(),
            fee: filing.fee.clone(),
            lookup_code: base::secret::lookup_code(),
            slip_no: None,
            clock,
            visits: Vec::new(),
            legs: None,
            supplements: Vec::new(),
            payments: Vec::new(),
            result: None,
            handed_over: None,
            assignments: Vec::new(),
            parent: None,
            sub_dossiers: Vec::new(),
            opinions: Vec::new(),
        },
    }
}
