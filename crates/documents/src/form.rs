//! Which printed form the law has for what: the two circulars, their forms and when each is in force.
//!
//! Thông tư 01/2018/TT-VPCP has six forms and holds from 23/11/2018; Thông tư 03/2025/TT-VPCP has
//! seven and holds from 15/9/2025. A dossier keeps the forms of the day it came in.

use jiff::civil::{Date, date};

/// The circular a form comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circular {
    /// Thông tư 01/2018/TT-VPCP.
    Of2018,
    /// Thông tư 03/2025/TT-VPCP.
    Of2025,
}

impl Circular {
    /// Both, the older first.
    pub const ALL: [Self; 2] = [Self::Of2018, Self::Of2025];

    /// The circular in force on a day.
    #[must_use]
    pub fn on(day: Date) -> Self {
        if day < date(2025, 9, 15) { Self::Of2018 } else { Self::Of2025 }
    }

    /// Its official number.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Of2018 => "Thông tư 01/2018/TT-VPCP",
            Self::Of2025 => "Thông tư 03/2025/TT-VPCP",
        }
    }
}

/// A printed form of the one-stop mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Slip,
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement,
    /// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refusal,
    /// Văn bản (2018: phiếu) xin lỗi.
    Apology,
    /// Thông báo dừng giải quyết hồ sơ.
    Stop,
    /// Phiếu kiểm soát quá trình giải quyết hồ sơ.
    ControlSheet,
    /// Sổ theo dõi hồ sơ.
    RegisterBook,
}

impl Form {
    /// Every form, in the order of the newer circular.
    pub const ALL: [Self; 7] = [
        Self::Slip,
        Self::Supplement,
        Self::Refusal,
        Self::Apology,
        Self::Stop,
        Self::ControlSheet,
        Self::RegisterBook,
    ];

    /// Its number in a circular; none where that circular has no such form.
    #[must_use]
    pub const fn number(self, circular: Circular) -> Option<u8> {
        match (self, circular) {
            (Self::Slip, _) => Some(1),
            (Self::Supplement, _) => Some(2),
            (Self::Refusal, _) => Some(3),
            (Self::Apology, _) => Some(4),
            (Self::Stop, Circular::Of2018) => None,
            (Self::Stop, Circular::Of2025) | (Self::ControlSheet, Circular::Of2018) => Some(5),
            (Self::ControlSheet, Circular::Of2025) | (Self::RegisterBook, Circular::Of2018) => Some(6),
            (Self::RegisterBook, Circular::Of2025) => Some(7),
        }
    }

    /// The circular whose form a dossier of a day gets for something that happened on another: a form
    /// that came later is used where the older circular has none.
    #[must_use]
    pub fn circular(self, dossier_of: Date, happened_on: Date) -> Option<Circular> {
        [Circular::on(dossier_of), Circular::on(happened_on)].into_iter().find(|of| self.number(*of).is_some())
    }

    /// The line at the foot: `Mẫu số 02, Thông tư 03/2025/TT-VPCP`.
    #[must_use]
    pub fn line(self, circular: Circular) -> String {
        self.number(circular).map(|no| format!("Mẫu số {no:02}, {}", circular.name())).unwrap_or_default()
    }

    /// The identifier, in files and in the book of letters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slip => "giay-tiep-nhan",
            Self::Supplement => "phieu-yeu-cau-bo-sung",
            Self::Refusal => "phieu-tu-choi",
            Self::Apology => "van-ban-xin-loi",
            Self::Stop => "thong-bao-dung",
            Self::ControlSheet => "phieu-kiem-soat",
            Self::RegisterBook => "so-theo-doi",
        }
    }

    /// The letters behind the number in its book: `0012/HDHS`; empty for what is not numbered here.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Slip => "TNHS",
            Self::Supplement => "HDHS",
            Self::Refusal => "TCHS",
            Self::Apology => "PXL",
            Self::Stop => "DGQ",
            Self::ControlSheet | Self::RegisterBook => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_forms_in_2018_and_seven_in_2025_without_a_gap() {
        for (circular, last) in [(Circular::Of2018, 6), (Circular::Of2025, 7)] {
            let numbers: Vec<u8> = Form::ALL.iter().filter_map(|form| form.number(circular)).collect();
            assert_eq!(numbers, (1..=last).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_day_of_the_dossier_chooses_the_circular() {
        assert_eq!(Circular::on(date(2025, 9, 14)), Circular::Of2018);
        assert_eq!(Circular::on(date(2025, 9, 15)), Circular::Of2025);
        let (before, after) = (date(2025, 9, 1), date(2025, 9, 20));
        assert_eq!(Form::Apology.circular(before, after), Some(Circular::Of2018));
        assert_eq!(Form::Stop.circular(before, after), Some(Circular::Of2025), "2018 has no notice of a stop");
        assert_eq!(Form::Stop.circular(before, before), None);
        assert_eq!(Form::RegisterBook.line(Circular::Of2025), "Mẫu số 07, Thông tư 03/2025/TT-VPCP");
    }
}
