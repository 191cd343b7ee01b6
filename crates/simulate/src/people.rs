//! Made-up people: common names, numbers that look like numbers. The `number`th person of a seed is
//! always the same, so people come back with a second dossier.

use base::{PersonalId, Phone};
use dossier::{Person, PersonKind};

use crate::random::Random;

const FAMILY: [(&str, f64); 16] = [
    ("Nguyễn", 31.5),
    ("Trần", 10.9),
    ("Lê", 8.9),
    ("Phạm", 5.9),
    ("Vũ", 4.9),
    ("Hoàng", 5.1),
    ("Phan", 2.8),
    ("Bùi", 2.1),
    ("Đặng", 1.9),
    ("Đỗ", 1.9),
    ("Ngô", 1.7),
    ("Dương", 1.4),
    ("Lý", 0.9),
    ("Đinh", 1.0),
    ("Vi", 0.4),
    ("Chìu", 0.2),
];
const MEN: [&str; 8] = ["Văn", "Đức", "Minh", "Quang", "Hữu", "Xuân", "Công", "Ngọc"];
const WOMEN: [&str; 6] = ["Thị", "Thị Thu", "Ngọc", "Thanh", "Thị Minh", "Diệu"];
const MEN_GIVEN: [&str; 16] = [
    "An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hùng", "Khánh", "Long", "Nam", "Phúc", "Quân", "Sơn", "Thắng",
    "Tuấn", "Việt",
];
const WOMEN_GIVEN: [&str; 16] = [
    "Anh", "Bích", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hoa", "Hương", "Lan", "Linh", "Mai", "Nga", "Oanh", "Thảo",
    "Yến",
];
const PLACES: [&str; 6] = ["Hạ Long", "Bãi Cháy", "Hồng Gai", "Cao Xanh", "Hà Tu", "Tuần Châu"];

/// The `number`th person.
pub(crate) fn person(seed: u64, number: u64) -> Person {
    let mut chance = Random::of(seed ^ 0x7065_6f70_6c65, number);
    let is_man = chance.chance(0.5);
    let born = 1950 + chance.below(56);
    // Third digit: 0 and 1 for who was born before 2000, 2 and 3 after.
    let century = if born < 2000 { 0 } else { 2 } + u64::from(!is_man);
    let personal_id = format!("022{century}{:02}{:06}", born % 100, number % 1_000_000);
    let phone = format!("0900{:06}", chance.below(1_000_000));
    let place = chance.pick(&PLACES).copied().unwrap_or_default();
    let address = format!("Tổ {}, phường {place}, tỉnh Quảng Ninh", 1 + chance.below(40));
    Person {
        kind: PersonKind::Citizen,
        name: name(&mut chance, is_man),
        personal_id: PersonalId::parse(&personal_id).ok(),
        tax_code: None,
        born_on: None,
        phone: Phone::parse(&phone).ok(),
        email: None,
        address,
    }
}

/// A full name.
pub(crate) fn name(chance: &mut Random, is_man: bool) -> String {
    let family = FAMILY[chance.weighted(&FAMILY.map(|(_, weight)| weight))].0;
    let (middle, given): (&[&str], &[&str]) = if is_man { (&MEN, &MEN_GIVEN) } else { (&WOMEN, &WOMEN_GIVEN) };
    let middle = chance.pick(middle).copied().unwrap_or_default();
    let given = chance.pick(given).copied().unwrap_or_default();
    format!("{family} {middle} {given}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_complete_and_come_back() {
        for number in 0..500 {
            let person = person(7, number);
            assert!(person.personal_id.is_some() && person.phone.is_some() && base::person::is_name(&person.name));
            assert_eq!(person, super::person(7, number));
        }
    }
}
