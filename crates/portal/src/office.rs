//! One-stop offices as people look for them: where, which number, when open; and the leaders who
//! answer for them.

use calendar::Calendar;
use jiff::Timestamp;
use organisation::Organisation;
use web::{Page, format};

/// One office of a list.
pub(crate) struct OfficeView {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) phone: String,
    /// The number as a link dials it.
    pub(crate) digits: String,
}

impl OfficeView {
    pub(crate) fn of(office: &organisation::Office) -> Self {
        Self {
            name: office.name.clone(),
            address: office.address.clone(),
            digits: digits(&office.phone),
            phone: spaced(&office.phone),
        }
    }
}

/// The leaders of an agency whose numbers are published.
pub(crate) struct ContactGroup {
    pub(crate) agency: String,
    pub(crate) leaders: Vec<LeaderView>,
}

/// A leader people may call.
pub(crate) struct LeaderView {
    pub(crate) name: String,
    pub(crate) post: String,
    pub(crate) phone: String,
    pub(crate) digits: String,
}

/// Everybody whose number is published on the day, by agency.
pub(crate) fn contacts(organisation: &Organisation, now: Timestamp) -> Vec<ContactGroup> {
    let mut groups: Vec<ContactGroup> = Vec::new();
    for (agency, staff) in organisation.contacts(calendar::local(now).date()) {
        let leader = LeaderView {
            name: staff.name.clone(),
            post: staff.post.clone(),
            digits: digits(&staff.public_phone),
            phone: spaced(&staff.public_phone),
        };
        match groups.last_mut().filter(|group| group.agency == agency.name) {
            Some(group) => group.leaders.push(leader),
            None => groups.push(ContactGroup { agency: agency.name.clone(), leaders: vec![leader] }),
        }
    }
    groups
}

/// The number as a link dials it.
fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// Every office that receives dossiers on the day, by code.
pub(crate) fn offices(organisation: &Organisation, now: Timestamp) -> Vec<OfficeView> {
    organisation.offices(calendar::local(now).date()).iter().map(|office| OfficeView::of(office)).collect()
}

/// `Đang mở cửa, đến 11:30` or when it opens again.
pub(crate) fn open_now(page: &Page, calendar: &Calendar) -> String {
    let now = page.now;
    if calendar.is_open(now) {
        return page.t1("portal-open-until", "time", format::time(closing_after(calendar, now)));
    }
    page.t1("portal-open-again", "moment", page.moment_short(calendar.next_opening(now)))
}

/// The end of the opening that holds now.
fn closing_after(calendar: &Calendar, now: Timestamp) -> Timestamp {
    let day = calendar.closing_of(calendar::local(now).date());
    let minutes = u32::try_from(day.duration_since(now).as_mins()).unwrap_or_default();
    // The half day ends with the last minute that is worked.
    let worked = (0..=minutes)
        .filter_map(|minute| now.checked_add(jiff::SignedDuration::from_mins(i64::from(minute))).ok())
        .take_while(|moment| calendar.is_open(*moment));
    worked.last().unwrap_or(day)
}

/// `0203 000 0100`: groups that can be read out.
fn spaced(phone: &str) -> String {
    if !phone.bytes().all(|byte| byte.is_ascii_digit()) || phone.len() < 9 {
        return phone.to_owned();
    }
    let (area, rest) = phone.split_at(4);
    let (middle, last) = rest.split_at(rest.len() - 4);
    [area, middle, last].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_grouped_to_be_read_out() {
        assert_eq!(spaced("02030000100"), "0203 000 0100");
        assert_eq!(spaced("1900 0000"), "1900 0000");
        assert_eq!(spaced(""), "");
    }

    #[test]
    fn the_morning_closes_before_the_afternoon() {
        let calendar = Calendar::state();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let open = at("2026-11-26T02:00:00Z");
        assert!(calendar.is_open(open));
        let closing = closing_after(&calendar, open);
        assert!(closing > open && closing < calendar.closing_of(calendar::local(open).date()), "{closing}");
    }
}
