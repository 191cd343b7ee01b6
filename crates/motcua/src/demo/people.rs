//! Invented people who can sign in.

use access::{Access, CreateAccountError, Login, NewCitizen};
use base::{AccountId, PersonalId};
use jiff::Timestamp;

use crate::Failure;

/// Password of every officer of the demo.
pub const STAFF_PASSWORD: &str = "mot-cua-demo-2026";
/// Password of every citizen of the demo.
pub(crate) const CITIZEN_PASSWORD: &str = "cong-dan-demo";

/// Who can be tried, by role: what they do, and what to sign in with.
pub(crate) const SIGN_INS: &[(&str, &str)] = &[
    ("citizen (công dân)", "0900000117"),
    ("counter officer (một cửa phường Hạ Long)", "motcua.halong"),
    ("official who settles in one visit (không chờ)", "khongcho.halong"),
    ("return officer (trả kết quả)", "traketqua.halong"),
    ("specialist, civil status (tư pháp – hộ tịch)", "tuphap.halong"),
    ("specialist, construction (địa chính – xây dựng)", "diachinh.halong"),
    ("head of unit (trưởng phòng)", "truongphong.halong"),
    ("leader (chủ tịch phường)", "lanhdao.halong"),
    ("clerk and stamp keeper (văn thư, giữ dấu)", "vanthu.halong"),
    ("counter officer, provincial centre (một cửa tỉnh)", "motcua.tinh"),
    ("specialist, land registry branch (đăng ký đất đai)", "dia.chi1"),
    ("head of the branch", "dia.truong"),
    ("leader of the land registry", "dia.lanhdao"),
    ("stamp keeper, provincial centre", "vanthu.tinh"),
    ("return officer, provincial centre", "traketqua.tinh"),
    ("supervisor (giám sát)", "giamsat.tinh"),
    ("inspector (thanh tra)", "thanhtra.tinh"),
    ("administrator (quản trị)", "quantri.tinh"),
];

/// A citizen of the demo.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Citizen {
    pub(crate) account: AccountId,
    pub(crate) name: &'static str,
    pub(crate) personal_id: &'static str,
    pub(crate) phone: &'static str,
}

const CITIZENS: &[(&str, &str, &str)] = &[
    ("Lý Văn Phúc", "022099000117", "0900000117"),
    ("Đỗ Thị Ích", "022188000081", "0900000081"),
    ("Nguyễn Văn An", "022090000224", "0900000224"),
];

/// Makes the citizens' accounts.
pub(crate) async fn register(access: &Access, now: Timestamp) -> Result<Vec<Citizen>, Failure> {
    let mut made = Vec::new();
    for (name, personal_id, phone) in CITIZENS {
        let contact = Login::parse_contact(phone).ok_or_else(|| Failure::plain("a demo telephone number is wrong"))?;
        let citizen = NewCitizen {
            name: (*name).to_owned(),
            contact,
            personal_id: PersonalId::parse(personal_id).ok(),
            password: CITIZEN_PASSWORD.to_owned(),
        };
        match access.create_citizen(citizen, None, now).await {
            Ok(account) => made.push(Citizen { account, name, personal_id, phone }),
            Err(CreateAccountError::Taken) => {}
            Err(error) => return Err(Failure::because("a demo account was not made", error)),
        }
    }
    Ok(made)
}
