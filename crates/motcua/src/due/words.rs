//! Words of the printed answer in both languages. The terminal has no pages, so they stand here
//! instead of among the sentences of the web.

use base::Locale;
use calendar::{Class, DayReason, PauseReason, Status};

pub(crate) const WEEKDAYS_VI: [&str; 7] = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
pub(crate) const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(crate) struct Words {
    pub(crate) due: &'static str,
    pub(crate) no_due: &'static str,
    pub(crate) late_after: &'static str,
    pub(crate) state: &'static str,
    pub(crate) class: &'static str,
    pub(crate) used: &'static str,
    pub(crate) minutes: &'static str,
    pub(crate) provisional: &'static str,
    pub(crate) pauses: &'static str,
    pub(crate) until_now: &'static str,
    pub(crate) moves_nothing: &'static str,
    pub(crate) day: &'static str,
    pub(crate) counted: &'static str,
    pub(crate) reason: &'static str,
}

pub(crate) const fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Vi => &Words {
            due: "Hẹn trả",
            no_due: "chưa có, đồng hồ đang dừng",
            late_after: "Tính trễ hạn theo",
            state: "Trạng thái",
            class: "Xếp loại",
            used: "Đã dùng",
            minutes: "phút làm việc",
            provisional: "Lịch nghỉ của năm này chưa được công bố hết, ngày này có thể thay đổi.",
            pauses: "Tạm dừng",
            until_now: "nay",
            moves_nothing: "bắt đầu khi đã quá hạn, không lùi ngày hẹn",
            day: "Ngày",
            counted: "Tính",
            reason: "Lý do",
        },
        Locale::En => &Words {
            due: "Due",
            no_due: "none, the clock stands still",
            late_after: "Late after",
            state: "State",
            class: "Class",
            used: "Used",
            minutes: "working minutes",
            provisional: "Not all days off of that year are announced yet, so this date may change.",
            pauses: "Pauses",
            until_now: "now",
            moves_nothing: "began after the due moment, moves nothing",
            day: "Date",
            counted: "Counted",
            reason: "Reason",
        },
    }
}

pub(crate) const fn state(locale: Locale, status: Status) -> &'static str {
    let (vi, en) = match status {
        Status::Running => ("đang tính giờ", "running"),
        Status::Paused { .. } => ("tạm dừng", "paused"),
        Status::AwaitingSupplement { .. } => ("chờ bổ sung", "awaiting a supplement"),
        Status::Finished { .. } => ("đã xong", "finished"),
        Status::Ended { .. } => ("đã kết thúc", "ended"),
    };
    pick(locale, vi, en)
}

pub(crate) const fn class(locale: Locale, class: Class) -> &'static str {
    let (vi, en) = match class {
        Class::InTime => ("trong hạn", "in time"),
        Class::Overdue => ("quá hạn", "overdue"),
        Class::Early => ("trước hạn", "early"),
        Class::OnTime => ("đúng hạn", "on time"),
        Class::Late => ("trễ hạn", "late"),
    };
    pick(locale, vi, en)
}

pub(crate) const fn day(locale: Locale, reason: DayReason) -> &'static str {
    let (vi, en) = match reason {
        DayReason::StartDay => ("ngày bắt đầu", "start day"),
        DayReason::WorkingDay => ("ngày làm việc", "working day"),
        DayReason::WorkingSaturday => ("ngày làm bù", "worked in return"),
        DayReason::Weekend => ("cuối tuần", "weekend"),
        DayReason::Public => ("nghỉ lễ", "holiday"),
        DayReason::Compensatory => ("nghỉ bù", "day off in lieu"),
        DayReason::SwapOff => ("nghỉ hoán đổi", "swapped day off"),
        DayReason::Projected => ("dự kiến nghỉ", "expected day off"),
        DayReason::Paused => ("tạm dừng", "paused"),
        DayReason::CalendarDay => ("tính mọi ngày", "every date counts"),
        DayReason::Rolled => ("lùi đến ngày làm việc", "moves to a working day"),
    };
    pick(locale, vi, en)
}

pub(crate) const fn pause(locale: Locale, reason: PauseReason) -> &'static str {
    let (vi, en) = match reason {
        PauseReason::FinancialObligation => ("chờ thực hiện nghĩa vụ tài chính", "financial obligation"),
        PauseReason::ExternalConsultation => ("chờ ý kiến cơ quan khác", "consultation of another agency"),
        PauseReason::PublicPosting => ("niêm yết công khai", "public posting"),
        PauseReason::Fieldwork => ("đo đạc, kiểm tra thực địa", "measuring and checks on site"),
        PauseReason::ComplaintOrLawsuit => ("tranh chấp, khiếu nại, tòa án thụ lý", "dispute, complaint or court case"),
        PauseReason::CitizenConsentVneid => ("chờ đồng ý trên VNeID", "consent on VNeID"),
        PauseReason::SystemIncident => ("sự cố hệ thống", "system incident"),
        PauseReason::OfficeSuspension => ("tạm dừng hoạt động cơ sở", "office suspended"),
        PauseReason::TreatmentOfViolation => ("chờ xử lý vi phạm hành chính", "administrative violation"),
    };
    pick(locale, vi, en)
}

const fn pick(locale: Locale, vi: &'static str, en: &'static str) -> &'static str {
    match locale {
        Locale::Vi => vi,
        Locale::En => en,
    }
}
