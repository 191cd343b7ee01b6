//! Dossiers of the demo, in every part of their life, on the last working days before now.

use base::{AccountId, Actor, ActorKind, PersonalId, Phone, Vnd};
use calendar::{Calendar, PauseReason, instant, local};
use catalogue::{Code, Key, ProcedureVersion};
use dossier::command::{
    Accept, Apologise, ConfirmPayment, Deliver, Extend, Note, Pause, ProposeResult, Reason, RequestSupplement,
    RequirePayment, Return, Seal, Supplement, SupplementItem,
};
use dossier::{
    Channel, Command, Dossier, Dossiers, ExtensionUnit, Fee, Filing, Outcome, PaperIn, Person, PersonKind, Request,
    ReturnChannel, Which,
};
use jiff::Timestamp;
use organisation::{Office, Organisation};

use super::people::Citizen;
use crate::Failure;

/// One story: procedure, office, owner, working days before today, and what happened.
struct Story {
    procedure: &'static str,
    office: &'static str,
    owner: (&'static str, &'static str, &'static str),
    channel: Channel,
    days_ago: u32,
    acts: &'static [Act],
}

/// One act, a working day apart where the name says so.
#[derive(Clone, Copy)]
enum Act {
    Accept,
    Complete,
    NextDay,
    Supplement,
    Supplemented,
    Payment(i64),
    Paid(i64),
    Posting,
    Extend(&'static str),
    Apologise(&'static str),
    Propose(&'static str),
    Approve,
    Refuse(&'static str),
    Seal,
    Deliver,
    Return,
    Decline(&'static str),
    Withdraw,
}

use Act::{
    Accept as A, Apologise as Sorry, Approve as P, Complete as C, Decline, Deliver as D, Extend as Longer,
    NextDay as N, Paid, Payment, Posting, Propose, Refuse, Return as R, Seal as S, Supplement as Q, Supplemented as Z,
    Withdraw,
};

const BUILD: &str = "1.013225";
const LAND: &str = "1.013831";
const BIRTH: &str = "1.001193";
const COPY: &str = "2.000635";
const TRADE: &str = "1.001612";
const FIRST: &str = "1.013978";

const HALONG: &str = "H49.101";
const BAICHAY: &str = "H49.102";
const PROVINCE: &str = "H49.01";

#[expect(clippy::too_many_arguments, reason = "one line a story, read as a table")]
const fn story(
    procedure: &'static str,
    office: &'static str,
    owner: (&'static str, &'static str, &'static str),
    channel: Channel,
    days_ago: u32,
    acts: &'static [Act],
) -> Story {
    Story { procedure, office, owner, channel, days_ago, acts }
}

const PHUC: (&str, &str, &str) = ("Lý Văn Phúc", "022099000117", "0900000117");
const ICH: (&str, &str, &str) = ("Đỗ Thị Ích", "022188000081", "0900000081");
const AN: (&str, &str, &str) = ("Nguyễn Văn An", "022090000224", "0900000224");
const HUE: (&str, &str, &str) = ("Trần Thị Huệ", "022192000335", "0900000335");
const TUNG: (&str, &str, &str) = ("Hoàng Xuân Tùng", "022085000446", "0900000446");
const LIEN: (&str, &str, &str) = ("Phạm Thị Liên", "022179000557", "0900000557");
const KHANG: (&str, &str, &str) = ("Bùi Minh Khang", "022094000668", "0900000668");
const MAI: (&str, &str, &str) = ("Vũ Thị Mai", "022195000779", "0900000779");

const STORIES: &[Story] = &[
    story(BUILD, HALONG, TUNG, Channel::Counter, 19, &[A, C, C, N, C]),
    story(BUILD, HALONG, HUE, Channel::Counter, 14, &[A, C, C, N, N, C, N, Propose("Giấy phép xây dựng"), C]),
    story(
        BUILD,
        HALONG,
        MAI,
        Channel::Counter,
        14,
        &[A, C, C, N, N, N, N, C, N, N, N, N, N, Sorry("Phải khảo sát lại hiện trạng vì mưa lớn")],
    ),
    story(BUILD, HALONG, HUE, Channel::Counter, 10, &[A, C, C, N, N, N, Longer("Cần lấy thêm ý kiến về phòng cháy")]),
    story(BUILD, HALONG, LIEN, Channel::Counter, 17, &[A, C, C, N, Q]),
    story(BUILD, HALONG, AN, Channel::Counter, 12, &[A, C, C, N, Q, N, N, Z]),
    story(BUILD, HALONG, KHANG, Channel::Counter, 9, &[A, C, C]),
    story(BUILD, HALONG, LIEN, Channel::Post, 8, &[A, C, C, N, Q]),
    story(BUILD, HALONG, MAI, Channel::Counter, 5, &[A, C]),
    story(BUILD, HALONG, PHUC, Channel::Counter, 2, &[A]),
    story(
        BUILD,
        HALONG,
        ICH,
        Channel::Counter,
        16,
        &[A, C, C, N, N, C, N, Propose("Giấy phép xây dựng"), N, C, N, P, N, S, N, D, R],
    ),
    story(
        BUILD,
        HALONG,
        LIEN,
        Channel::Counter,
        13,
        &[A, C, C, N, C, N, Propose("Văn bản trả lời"), C, N, Refuse("Thửa đất thuộc quy hoạch đất giao thông"), S, D],
    ),
    story(LAND, PROVINCE, ICH, Channel::Counter, 11, &[A, C, N, C, N, C, N, Payment(4_250_000)]),
    story(
        LAND,
        PROVINCE,
        TUNG,
        Channel::Counter,
        13,
        &[A, C, N, C, C, N, Payment(1_820_000), N, N, Paid(1_820_000), C],
    ),
    story(LAND, PROVINCE, KHANG, Channel::Counter, 4, &[A, C]),
    story(LAND, PROVINCE, HUE, Channel::Counter, 1, &[A]),
    story(FIRST, HALONG, MAI, Channel::Counter, 7, &[A, C, N, N, Posting]),
    story(TRADE, HALONG, AN, Channel::Counter, 3, &[A, C, C, Propose("Giấy chứng nhận đăng ký hộ kinh doanh"), C]),
    story(
        TRADE,
        HALONG,
        KHANG,
        Channel::Counter,
        5,
        &[A, C, C, Propose("Giấy chứng nhận đăng ký hộ kinh doanh"), C, P],
    ),
    story(
        TRADE,
        HALONG,
        HUE,
        Channel::Counter,
        4,
        &[A, C, C, Propose("Giấy chứng nhận đăng ký hộ kinh doanh"), C, P, S, D],
    ),
    story(TRADE, BAICHAY, LIEN, Channel::Counter, 2, &[A, C]),
    story(BIRTH, HALONG, PHUC, Channel::Online, 1, &[]),
    story(BIRTH, HALONG, ICH, Channel::Online, 0, &[]),
    story(COPY, HALONG, AN, Channel::Counter, 1, &[A, C, Propose("Bản sao trích lục khai sinh"), P, S, R]),
    story(COPY, HALONG, MAI, Channel::Counter, 1, &[A, C, Propose("Bản sao trích lục kết hôn"), P, S]),
    story(
        BUILD,
        HALONG,
        KHANG,
        Channel::Online,
        6,
        &[Decline("Công trình được miễn giấy phép theo Điều 89 Luật Xây dựng")],
    ),
    story(LAND, PROVINCE, AN, Channel::Counter, 6, &[A, C, Withdraw]),
];

/// Makes the dossiers and says how many.
pub(crate) async fn tell(
    organisation: &Organisation,
    dossiers: &Dossiers,
    citizens: &[Citizen],
    now: Timestamp,
) -> Result<usize, Failure> {
    for (index, story) in STORIES.iter().enumerate() {
        let teller = Teller { organisation, dossiers, citizens, now };
        teller
            .tell(story, index)
            .await
            .map_err(|e| Failure::because(format!("demo dossier {} was not made", index + 1), e))?;
    }
    Ok(STORIES.len())
}

struct Teller<'a> {
    organisation: &'a Organisation,
    dossiers: &'a Dossiers,
    citizens: &'a [Citizen],
    now: Timestamp,
}

impl Teller<'_> {
    async fn tell(&self, story: &Story, index: usize) -> Result<(), dossier::Error> {
        let calendar = &self.dossiers.calendar();
        let today = local(self.now).date();
        let mut day = calendar.subtract_working_days(today, story.days_ago.max(1));
        let published = self.dossiers.catalogue().current(self.now).await?;
        let code = story.procedure.parse::<Code>().map_err(|_| dossier::FilingError::NoSuchProcedure)?;
        let key = Key { code, variant: 1 };
        let version = published.by_key(&key).ok_or(dossier::FilingError::NoSuchProcedure)?;
        let office = self.organisation.office_by_code(story.office).ok_or(dossier::FilingError::NoSuchOffice)?;
        // A few minutes apart, so that lists have an order.
        let mut clock = Minutes { calendar, day, minute: 25 + u32::try_from(index).unwrap_or(0) * 7, limit: self.now };
        let filing = self.filing(story, version, &office);
        let filer = self.actor("Vũ Thị Bích");
        let mut dossier = self.dossiers.file(&filer, filing, Vec::new(), Request::at(clock.next())).await?;
        for act in story.acts {
            if matches!(act, N) {
                day = calendar.add_working_days(day, 1);
                clock.day = day;
                continue;
            }
            dossier = self.act(&dossier, *act, clock.next()).await?;
        }
        Ok(())
    }

    async fn act(&self, dossier: &Dossier, act: Act, at: Timestamp) -> Result<Dossier, dossier::Error> {
        // An apology is the leader's, whoever holds the dossier.
        let officer = if matches!(act, Sorry(_)) { "Nguyễn Thành Trung" } else { officer_for(dossier) };
        let actor = self.actor(officer);
        let which = Which::Id(dossier.id);
        self.dossiers.execute_all(&actor, which, dossier.version, vec![command(act, dossier)], Request::at(at)).await
    }

    /// The system acts under an officer's name: the demo has no sessions of the past.
    fn actor(&self, name: &str) -> Actor {
        let account = AccountId::from_uuid(Actor::system().account.uuid());
        Actor { account, kind: ActorKind::System, name: name.to_owned(), grants: Vec::new() }
    }

    fn filing(&self, story: &Story, version: &ProcedureVersion, office: &Office) -> Filing {
        let (name, personal_id, phone) = story.owner;
        let citizen = self.citizens.iter().find(|citizen| citizen.personal_id == personal_id);
        let papers = version.facts.papers.iter().filter(|paper| paper.is_always_asked());
        let papers = papers.map(|paper| PaperIn {
            no: Some(paper.no),
            name: paper.name.clone(),
            form: paper.forms.first().cloned().unwrap_or_default(),
            quantity: paper.quantity.unwrap_or(1),
            files: Vec::new(),
        });
        let fee = version.facts.fee.filter(|fee| fee.0 > 0);
        Filing {
            procedure: version.id,
            office: office.id,
            competent_agency: None,
            channel: story.channel,
            account: citizen.map(|citizen| citizen.account),
            owner: Person {
                kind: PersonKind::Citizen,
                name: citizen.map_or(name, |citizen| citizen.name).to_owned(),
                personal_id: PersonalId::parse(personal_id).ok(),
                tax_code: None,
                born_on: None,
                phone: Phone::parse(citizen.map_or(phone, |citizen| citizen.phone)).ok(),
                email: None,
                address: "Tổ 7, phường Hạ Long, tỉnh Quảng Ninh".to_owned(),
            },
            proxy: None,
            declared: Vec::new(),
            sets: 1,
            papers: papers.collect(),
            return_channel: ReturnChannel::Counter,
            return_address: String::new(),
            fee: fee.map(|amount| Fee { amount, paid: true, note: String::new() }),
        }
    }
}

/// Moments of office hours, one after the other, never after now.
struct Minutes<'a> {
    calendar: &'a Calendar,
    day: jiff::civil::Date,
    minute: u32,
    limit: Timestamp,
}

impl Minutes<'_> {
    fn next(&mut self) -> Timestamp {
        self.minute += 5;
        let opening = self.calendar.opening_of(self.day);
        let moment = self.calendar.after_working_minutes(opening, self.minute.min(460));
        let moment = if local(moment).date() == self.day { moment } else { instant(self.day.at(17, 0, 0, 0)) };
        moment.min(self.limit)
    }
}

/// The officer of the demo who would act.
fn officer_for(dossier: &Dossier) -> &'static str {
    use base::Role;
    match dossier.holder.map(|holder| holder.role) {
        Some(Role::CounterOfficer) => "Vũ Thị Bích",
        Some(Role::Specialist) => "Ngô Xuân Bắc",
        Some(Role::HeadOfUnit) => "Phan Văn Sáng",
        Some(Role::Leader) => "Nguyễn Thành Trung",
        Some(Role::StampKeeper | Role::Clerk) => "Cao Thị Tâm",
        _ => "Phạm Thu Hằng",
    }
}

fn command(act: Act, dossier: &Dossier) -> Command {
    match act {
        A | N => Command::Accept(Accept::default()),
        C => Command::CompleteStep(Note::default()),
        Q => {
            let what = "Nộp lại bản vẽ thiết kế có chữ ký của đơn vị thiết kế".to_owned();
            let item = SupplementItem { paper: Some(3), what, legal_basis: String::new() };
            Command::RequestSupplement(RequestSupplement { items: vec![item], reason: String::new() })
        }
        Z => Command::Supplement(Supplement { papers: Vec::new(), note: "Đã nộp lại bản vẽ".to_owned() }),
        Payment(amount) => {
            let notice = "Thông báo nộp thuế 1182/TB".to_owned();
            Command::RequirePayment(RequirePayment { amount_vnd: Vnd(amount), notice })
        }
        Paid(amount) => Command::ConfirmPayment(ConfirmPayment {
            amount_vnd: Vnd(amount),
            proof: "Giấy nộp tiền 000881".to_owned(),
        }),
        Posting => Command::Pause(Pause {
            reason: PauseReason::PublicPosting,
            legal_basis: "Nghị định 101/2024/NĐ-CP: niêm yết công khai 15 ngày".to_owned(),
            note: String::new(),
        }),
        Longer(reason) => Command::Extend(Extend {
            value: "5".to_owned(),
            unit: ExtensionUnit::WorkingDay,
            legal_basis: "Quy định của thủ tục về gia hạn khi phải lấy ý kiến".to_owned(),
            reason: reason.to_owned(),
        }),
        Sorry(reason) => Command::Apologise(Apologise {
            value: "5".to_owned(),
            unit: ExtensionUnit::WorkingDay,
            reason: reason.to_owned(),
        }),
        Propose(title) => Command::ProposeResult(ProposeResult {
            outcome: Outcome::Granted,
            title: title.to_owned(),
            summary: dossier.procedure_name.clone(),
            files: Vec::new(),
        }),
        P => Command::Approve(Note::default()),
        Refuse(reason) => Command::Refuse(Reason { reason: reason.to_owned() }),
        S => Command::Seal(Seal { seal: "Con dấu thứ nhất".to_owned(), copies: Some(1) }),
        D => Command::Deliver(Deliver { place: "Kệ 2".to_owned() }),
        R => Command::Return(Return {
            receiver: dossier.content.owner.name.clone(),
            via: ReturnChannel::Counter,
            identity_checked: true,
            note: String::new(),
        }),
        Decline(reason) => Command::Decline(Reason { reason: reason.to_owned() }),
        Withdraw => {
            Command::Withdraw(Reason { reason: "Chưa thống nhất với bên nhận chuyển nhượng".to_owned() })
        }
    }
}
