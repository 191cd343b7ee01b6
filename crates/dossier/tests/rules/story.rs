//! Tells a dossier's life in short words.

use access::permit::Holder;
use base::{
    AccountId, Actor, ActorKind, AgencyId, DossierId, OfficeId, PersonalId, ProcedureId, Role, UnitId, Vnd, WorkflowId,
};
use calendar::{Calendar, Limit, PauseReason, Style, instant};
use dossier::command::*;
use dossier::{
    Channel, Circumstances, ClockRecord, Command, CommandName, Content, Dossier, DossierCode, ExtensionUnit, Fee,
    Numbers, Outcome, PaperIn, Person, PersonKind, ReturnChannel, State, StateName, decide,
};
use jiff::Timestamp;
use workflow::{Definition, Directory, Performer, Phase, Place, Step, Work};

#[derive(Clone)]
pub(crate) struct Story {
    dossier: Dossier,
    definition: Definition,
    now: Timestamp,
    actor: Actor,
    told: Vec<(Timestamp, Option<u16>, Command)>,
    /// The leg the next command is for.
    leg: Option<u16>,
    events: Vec<dossier::Event>,
    first: Box<(Dossier, Timestamp)>,
}

struct Anywhere;

impl Directory for Anywhere {
    fn unit_of_kind(&self, _: AgencyId, _: &str) -> Option<UnitId> {
        None
    }
    fn agency_by_code(&self, code: &str) -> Option<AgencyId> {
        Some(agency(code))
    }
}

/// An agency that is always the same one.
pub(crate) fn agency(code: &str) -> AgencyId {
    let number = code.bytes().fold(7_u128, |sum, byte| sum * 131 + u128::from(byte));
    AgencyId::from_uuid(uuid::Uuid::from_u128(number))
}

/// A process of `data/workflows`, as an office publishes it.
pub(crate) fn drawn(code: &str) -> Definition {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../data/workflows/{code}.yaml"));
    let process =
        workflow::read_yaml(&std::fs::read_to_string(file).expect("an example")).expect("YAML").remove(0).process;
    let now = moment("2026-11-02T08:00");
    Definition::drawn(
        WorkflowId::new(now),
        ProcedureId::new(now),
        workflow::Sound::new(process).expect("a sound process"),
    )
}

pub(crate) struct Process {
    steps: Vec<Step>,
    limit: Limit,
}

fn process(limit: Limit, steps: &[(&str, u32)]) -> Process {
    let work = |name: &str| match name {
        "tax" => Work::Pause { reason: PauseReason::FinancialObligation, waits_for: "Cơ quan thuế".to_owned() },
        other => {
            let role = role(other);
            let at_office = matches!(role, Role::CounterOfficer | Role::ReturnOfficer);
            let place = if at_office { Place::ReceivingOffice } else { Place::CompetentAgency { unit_kind: None } };
            Work::By { performer: Performer { role, place, unit_name: other.to_owned() } }
        }
    };
    let steps = steps
        .iter()
        .zip(1..)
        .map(|((name, hours), no)| Step {
            no,
            name: (*name).to_owned(),
            phase: Phase::Appraisal,
            work: work(name),
            budget_minutes: hours * 60,
            parallel_group: None,
        })
        .collect();
    Process { steps, limit }
}

fn role(name: &str) -> Role {
    match name {
        "counter" => Role::CounterOfficer,
        "specialist" => Role::Specialist,
        "head" => Role::HeadOfUnit,
        "leader" => Role::Leader,
        "stamp" => Role::StampKeeper,
        "return" => Role::ReturnOfficer,
        other => panic!("no role {other}"),
    }
}

pub(crate) fn building_permit() -> Process {
    process(
        Limit::working_days(15),
        &[
            ("counter", 4),
            ("head", 4),
            ("specialist", 40),
            ("specialist", 32),
            ("head", 16),
            ("leader", 16),
            ("stamp", 4),
            ("return", 4),
        ],
    )
}

pub(crate) fn land_transfer() -> Process {
    process(
        Limit::working_days(10),
        &[
            ("counter", 8),
            ("specialist", 16),
            ("head", 8),
            ("specialist", 4),
            ("tax", 0),
            ("counter", 4),
            ("specialist", 20),
            ("head", 8),
            ("leader", 8),
            ("return", 4),
        ],
    )
}

pub(crate) fn copy_of_extract() -> Process {
    process(Limit::Instant, &[("counter", 1), ("specialist", 3), ("leader", 2), ("return", 2)])
}

pub(crate) fn moment(text: &str) -> Timestamp {
    instant(text.parse().expect("a local moment"))
}

impl Story {
    /// A dossier filed at a moment.
    pub(crate) fn of(process: Process, filed: &str) -> Self {
        let now = moment(filed);
        let definition = Definition::linear(WorkflowId::new(now), ProcedureId::new(now), process.steps, false);
        Self::following(definition, process.limit, filed, &[])
    }

    /// A dossier that follows a drawn process, with what its form says.
    pub(crate) fn of_drawn(code: &str, days: u32, declared: &[(&str, &str)]) -> Self {
        Self::following(drawn(code), Limit::working_days(days), "2026-11-02T08:00", declared)
    }

    fn following(definition: Definition, limit: Limit, filed: &str, declared: &[(&str, &str)]) -> Self {
        let now = moment(filed);
        let agency = AgencyId::new(now);
        let answer = |(key, value): &(&str, &str)| dossier::Answer {
            key: (*key).to_owned(),
            label: String::new(),
            value: (*value).to_owned(),
        };
        let mut content = content(limit);
        content.declared = declared.iter().map(answer).collect();
        let dossier = Dossier {
            edition: 1,
            calendar: Calendar::state(),
            id: DossierId::new(now),
            version: 0,
            code: None,
            procedure: definition.procedure,
            procedure_code: "1.000001".to_owned(),
            procedure_name: "Thủ tục".to_owned(),
            field: "Lĩnh vực".to_owned(),
            instant: limit == Limit::Instant,
            workflow: definition.id,
            channel: Channel::Counter,
            account: None,
            receiving_office: OfficeId::new(now),
            office_agency: agency,
            competent_agency: agency,
            state: State::Draft,
            holder: None,
            created_at: now,
            submitted_at: None,
            received_at: None,
            resolved_at: None,
            returned_at: None,
            closed_at: None,
            content,
        };
        let actor = Actor {
            account: AccountId::new(now),
            kind: ActorKind::System,
            name: "Trần Thị B".to_owned(),
            grants: Vec::new(),
        };
        let first = Box::new((dossier.clone(), now));
        let mut story =
            Self { dossier, definition, now, actor, told: Vec::new(), events: Vec::new(), first, leg: None };
        story.does(Command::Submit(Submit {}));
        story
    }

    pub(crate) fn with_unpaid_fee(mut self, amount: i64) -> Self {
        self.dossier.content.fee = Some(Fee { amount: Vnd(amount), paid: false, note: String::new() });
        self
    }

    /// The same commands from the beginning.
    pub(crate) fn replayed(&self) -> Self {
        let mut again = self.clone();
        (again.dossier, again.now) = (*self.first).clone();
        again.told.clear();
        again.events.clear();
        for (at, leg, command) in &self.told {
            (again.now, again.leg) = (*at, *leg);
            again.does(command.clone());
        }
        again
    }

    pub(crate) const fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    pub(crate) fn last_event(&self) -> Option<dossier::Event> {
        self.events.last().cloned()
    }

    pub(crate) fn holder(&self) -> String {
        self.dossier.holder.map(|holder: Holder| holder.role.name().to_owned()).unwrap_or_default()
    }

    pub(crate) fn at(&mut self, at: &str) -> &mut Self {
        self.now = moment(at);
        self
    }

    fn attempt(&self, command: &Command) -> Result<dossier::Decided, dossier::Refusal> {
        let code = DossierCode::new("H49.101", jiff::civil::date(2026, 11, 24), 1);
        let numbers = Numbers { code: Some(code), slip: Some(1), result: Some("0001/2026/KQ-H49.101".to_owned()) };
        let circumstances = Circumstances {
            now: self.now,
            actor: &self.actor,
            definition: &self.definition,
            checklist: &[1, 2, 3],
            directory: &Anywhere,
            numbers,
            signed: None,
        };
        decide(&self.seen(), command, &circumstances)
    }

    /// The next command is for one of several open steps.
    pub(crate) fn on(&mut self, step: u16) -> &mut Self {
        assert!(self.dossier.seen_as(step).is_some(), "step {step} is not open: {:?}", self.open());
        self.leg = Some(step);
        self
    }

    /// The steps that are open, in the order they were entered.
    pub(crate) fn open(&self) -> Vec<u16> {
        match self.dossier.legs() {
            Some(legs) => legs.open.iter().map(|leg| leg.step).collect(),
            None => self.dossier.state.step().into_iter().collect(),
        }
    }

    /// The dossier as the leg in hand.
    pub(crate) fn seen(&self) -> Dossier {
        self.leg.and_then(|step| self.dossier.seen_as(step)).unwrap_or_else(|| self.dossier.clone())
    }

    pub(crate) const fn definition(&self) -> &Definition {
        &self.definition
    }

    pub(crate) fn events(&self) -> &[dossier::Event] {
        &self.events
    }

    /// Does a command that must be possible.
    pub(crate) fn does(&mut self, command: Command) -> &mut Self {
        match self.attempt(&command) {
            Ok(decided) => {
                self.dossier = decided.dossier;
                self.events.extend(decided.events);
            }
            Err(refusal) => panic!("{refusal}"),
        }
        self.told.push((self.now, self.leg.take(), command));
        self
    }

    /// Tries a command that may or may not be possible.
    pub(crate) fn tries(&mut self, command: Command) -> bool {
        match self.attempt(&command) {
            Ok(decided) => {
                self.dossier = decided.dossier;
                self.events.extend(decided.events);
                self.told.push((self.now, self.leg, command));
                true
            }
            Err(_) => false,
        }
    }

    pub(crate) fn accept(&mut self) -> &mut Self {
        self.does(Command::Accept(Accept::default()))
    }

    pub(crate) fn decline(&mut self, reason: &str) -> &mut Self {
        self.does(Command::Decline(Reason { reason: reason.to_owned() }))
    }

    pub(crate) fn complete(&mut self, role_name: &str) -> &mut Self {
        self.stands_with(role_name);
        self.does(Command::CompleteStep(Note::default()))
    }

    pub(crate) fn send_back(&mut self, reason: &str) -> &mut Self {
        self.does(Command::SendBack(Reason { reason: reason.to_owned() }))
    }

    pub(crate) fn propose(&mut self, role_name: &str, outcome: Outcome) -> &mut Self {
        self.stands_with(role_name);
        self.does(Command::ProposeResult(proposal(outcome)))
    }

    pub(crate) fn approve(&mut self) -> &mut Self {
        self.stands_with("leader");
        self.does(Command::Approve(Note::default()))
    }

    pub(crate) fn refuse(&mut self, reason: &str) -> &mut Self {
        self.does(Command::Refuse(Reason { reason: reason.to_owned() }))
    }

    pub(crate) fn seal(&mut self) -> &mut Self {
        self.does(Command::Seal(Seal::default()))
    }

    pub(crate) fn deliver(&mut self) -> &mut Self {
        self.does(Command::Deliver(Deliver::default()))
    }

    pub(crate) fn hand_over(&mut self) -> &mut Self {
        self.does(Command::Return(hand_over(true)))
    }

    pub(crate) fn request_supplement(&mut self, _by: &str, faults: u16) -> &mut Self {
        let item = |no| SupplementItem { paper: Some(no), what: "Nộp lại".to_owned(), legal_basis: String::new() };
        let items = (1..=faults).map(item).collect();
        self.does(Command::RequestSupplement(RequestSupplement { items, reason: String::new() }))
    }

    pub(crate) fn request_supplement_for(&mut self, paper: Option<u16>, legal_basis: &str, reason: &str) -> &mut Self {
        self.does(Command::RequestSupplement(asked(paper, legal_basis, reason)))
    }

    pub(crate) fn supplement(&mut self) -> &mut Self {
        let paper =
            PaperIn { no: Some(1), name: "Đơn".to_owned(), form: String::new(), quantity: 1, files: Vec::new() };
        self.does(Command::Supplement(Supplement { papers: vec![paper], note: String::new() }))
    }

    pub(crate) fn pause(&mut self, reason: PauseReason) -> &mut Self {
        let legal_basis = "Nghị định 175/2024/NĐ-CP".to_owned();
        self.does(Command::Pause(Pause { reason, legal_basis, note: String::new() }))
    }

    pub(crate) fn resume(&mut self) -> &mut Self {
        self.does(Command::Resume(Note::default()))
    }

    pub(crate) fn extend(&mut self, value: &str, unit: ExtensionUnit) -> &mut Self {
        self.does(Command::Extend(extension(value, unit)))
    }

    pub(crate) fn apologise(&mut self, value: &str, unit: ExtensionUnit) -> &mut Self {
        self.does(Command::Apologise(apology(value, unit)))
    }

    pub(crate) fn close_unsupplemented(&mut self) -> &mut Self {
        self.does(any(CommandName::CloseUnsupplemented))
    }

    /// The refusal of a command with data of its own.
    pub(crate) fn refusal(&self, command: Command) -> dossier::RefusalReason {
        self.attempt(&command).expect_err("a refusal").reason
    }

    pub(crate) fn require_payment(&mut self, amount: i64) -> &mut Self {
        self.does(Command::RequirePayment(RequirePayment { amount_vnd: Vnd(amount), notice: "TB 12/2026".to_owned() }))
    }

    pub(crate) fn confirm_payment(&mut self, amount: i64) -> &mut Self {
        self.does(Command::ConfirmPayment(ConfirmPayment { amount_vnd: Vnd(amount), proof: "GD 881".to_owned() }))
    }

    pub(crate) fn withdraw(&mut self) -> &mut Self {
        self.does(Command::Withdraw(Reason { reason: String::new() }))
    }

    pub(crate) fn stop(&mut self) -> &mut Self {
        let legal_basis = "Nghị định 118/2025/NĐ-CP Điều 19".to_owned();
        self.does(Command::Stop(Stop { reason: "Quá 15 ngày không bổ sung".to_owned(), legal_basis }))
    }

    fn stands_with(&self, name: &str) {
        assert_eq!(self.holder(), role(name).name(), "who must act");
    }

    fn is_refused(&self, command: &Command, key: &str) {
        match self.attempt(command) {
            Ok(_) => panic!("{} should be refused", command.name().name()),
            Err(refusal) => assert_eq!(refusal.reason.key(), key, "{refusal}"),
        }
    }

    pub(crate) fn refused(&mut self, command: &str, key: &str) {
        let name = CommandName::from_name(command).expect("a command");
        self.is_refused(&any(name), key);
    }

    pub(crate) fn refused_payment(&mut self, amount: i64, key: &str) {
        let data = ConfirmPayment { amount_vnd: Vnd(amount), proof: "GD".to_owned() };
        self.is_refused(&Command::ConfirmPayment(data), key);
    }

    pub(crate) fn refused_supplement(&mut self, paper: Option<u16>, legal_basis: &str, key: &str) {
        self.is_officer();
        self.is_refused(&Command::RequestSupplement(asked(paper, legal_basis, "")), key);
    }

    /// A request as written, refused whole.
    pub(crate) fn refused_request(&mut self, papers: &[Option<u16>], reason: &str, key: &str) {
        let items = papers.iter().flat_map(|paper| asked(*paper, "", "").items).collect();
        let request = RequestSupplement { items, reason: reason.to_owned() };
        self.is_refused(&Command::RequestSupplement(request), key);
    }

    pub(crate) fn refused_unchecked_hand_over(&mut self) {
        self.is_refused(&Command::Return(hand_over(false)), "dossier-refusal-identity-unchecked");
    }

    /// From here on an ordinary officer acts.
    pub(crate) fn is_officer(&mut self) {
        self.actor.kind = ActorKind::Staff {
            staff: base::StaffId::new(self.now),
            agency: AgencyId::new(self.now),
            unit: UnitId::new(self.now),
            office: None,
        };
    }

    /// The same officer, with a role.
    pub(crate) fn is_officer_as(&mut self, role: Role) -> &mut Self {
        self.is_officer();
        let grant = base::Grant { role, scope: base::Scope::Province, valid_from: self.now, valid_to: None };
        self.actor.grants = vec![grant];
        self
    }

    pub(crate) fn expect(&self, state: StateName, due: &str) {
        assert_eq!(self.dossier.state.name(), state);
        let due_at = self.clock().due.map(|due| calendar::local(due).strftime("%Y-%m-%dT%H:%M").to_string());
        assert_eq!(due_at.as_deref(), Some(due));
    }

    /// The moment after which it is late.
    pub(crate) fn expect_late_after(&self, late: &str) {
        let after = calendar::local(self.clock().late_after).strftime("%Y-%m-%dT%H:%M").to_string();
        assert_eq!(after, late);
    }

    pub(crate) fn expect_no_due(&self, state: StateName) {
        assert_eq!((self.dossier.state.name(), self.clock().due), (state, None));
    }

    pub(crate) fn expect_no_clock(&self, state: StateName) {
        assert_eq!(self.dossier.state.name(), state);
        assert!(self.dossier.clock().is_none());
    }

    pub(crate) fn expect_class(&self, state: StateName, class: &str) {
        let found = self.clock().class(self.now).map(calendar::Class::name);
        assert_eq!((self.dossier.state.name(), found), (state, Some(class)));
    }

    fn clock(&self) -> calendar::Outcome {
        self.dossier.clock().expect("a clock that started")
    }
}

/// A command with harmless data.
pub(crate) fn any(name: CommandName) -> Command {
    let text = || "Lý do".to_owned();
    let reason = || Reason { reason: text() };
    match name {
        CommandName::Submit => Command::Submit(Submit {}),
        CommandName::Accept => Command::Accept(Accept::default()),
        CommandName::Decline => Command::Decline(reason()),
        CommandName::RequestSupplement => Command::RequestSupplement(asked(Some(1), "", "Lý do")),
        CommandName::Supplement => Command::Supplement(Supplement { papers: Vec::new(), note: text() }),
        CommandName::CompleteStep => Command::CompleteStep(Note::default()),
        CommandName::SendBack => Command::SendBack(reason()),
        CommandName::Pause => {
            Command::Pause(Pause { reason: PauseReason::Fieldwork, legal_basis: text(), note: String::new() })
        }
        CommandName::Resume => Command::Resume(Note::default()),
        CommandName::Extend => Command::Extend(extension("2", ExtensionUnit::WorkingDay)),
        CommandName::Apologise => Command::Apologise(apology("2", ExtensionUnit::WorkingDay)),
        CommandName::Annotate => Command::Annotate(Annotate { note: text() }),
        CommandName::Assign => Command::Assign(Assign { officer: None, note: text() }),
        CommandName::AskOpinion => {
            let agency = AgencyId::from_uuid(uuid::Uuid::from_u128(77));
            Command::AskOpinion(AskOpinion { agency, unit: None, question: text(), days: None })
        }
        CommandName::GiveOpinion => Command::GiveOpinion(GiveOpinion { no: 1, agrees: true, text: text() }),
        CommandName::Transfer => {
            let agency = AgencyId::from_uuid(uuid::Uuid::from_u128(78));
            Command::Transfer(Transfer { agency, reason: text() })
        }
        CommandName::CloseUnsupplemented => Command::CloseUnsupplemented(reason()),
        CommandName::RequirePayment => {
            Command::RequirePayment(RequirePayment { amount_vnd: Vnd(7), notice: String::new() })
        }
        CommandName::ConfirmPayment => Command::ConfirmPayment(ConfirmPayment { amount_vnd: Vnd(7), proof: text() }),
        CommandName::ProposeResult => Command::ProposeResult(proposal(Outcome::Granted)),
        CommandName::Approve => Command::Approve(Note::default()),
        CommandName::Refuse => Command::Refuse(reason()),
        CommandName::Seal => Command::Seal(Seal::default()),
        CommandName::Deliver => Command::Deliver(Deliver::default()),
        CommandName::Return => Command::Return(hand_over(true)),
        CommandName::Withdraw => Command::Withdraw(reason()),
        CommandName::Stop => Command::Stop(Stop { reason: text(), legal_basis: text() }),
    }
}

pub(crate) fn extension(value: &str, unit: ExtensionUnit) -> Extend {
    let legal_basis = "Nghị định 175/2024/NĐ-CP Điều 54".to_owned();
    Extend { value: value.to_owned(), unit, legal_basis, reason: "Phải kiểm tra thực địa thêm".to_owned() }
}

pub(crate) fn apology(value: &str, unit: ExtensionUnit) -> Apologise {
    Apologise { value: value.to_owned(), unit, reason: "Máy đo hỏng, phải đo lại".to_owned() }
}

fn proposal(outcome: Outcome) -> ProposeResult {
    ProposeResult {
        outcome, title: "Giấy phép xây dựng".to_owned(), summary: "Căn cứ".to_owned(), files: Vec::new()
    }
}

fn hand_over(identity_checked: bool) -> Return {
    Return { receiver: "Lý Văn Phúc".to_owned(), via: ReturnChannel::Counter, identity_checked, note: String::new() }
}

fn asked(paper: Option<u16>, legal_basis: &str, reason: &str) -> RequestSupplement {
    let item = SupplementItem { paper, what: "Nộp lại".to_owned(), legal_basis: legal_basis.to_owned() };
    RequestSupplement { items: vec![item], reason: reason.to_owned() }
}

fn content(limit: Limit) -> Content {
    Content {
        owner: Person {
            kind: PersonKind::Citizen,
            name: "Lý Văn Phúc".to_owned(),
            personal_id: PersonalId::parse("022099000117").ok(),
            tax_code: None,
            born_on: None,
            phone: None,
            email: None,
            address: "Phường Bãi Cháy".to_owned(),
        },
        proxy: None,
        declared: Vec::new(),
        sets: 1,
        papers: Vec::new(),
        return_channel: ReturnChannel::Counter,
        return_address: String::new(),
        fee: None,
        lookup_code: "BC2H".to_owned(),
        slip_no: None,
        clock: ClockRecord {
            limit,
            statutory: None,
            style: Style::WholeDays,
            start: None,
            start_edition: None,
            entries: Vec::new(),
        },
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
    }
}
