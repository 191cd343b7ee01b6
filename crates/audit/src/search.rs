//! What an inspector looks for, and how far the inspector may look.

use std::collections::HashMap;

use access::{Action, allowed};
use base::{Actor, Scope, StaffId};
use calendar::instant;
use jiff::civil::{Date, time};
use jiff::{Timestamp, ToSpan as _};
use organisation::{Organisation, Staff};
use uuid::Uuid;

use crate::Kind;

/// Days looked back when neither a person nor a code narrows the search.
const DAYS_BACK: i64 = 7;

/// A search as the store runs it.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub(crate) staff: Option<StaffId>,
    pub(crate) code: Option<String>,
    pub(crate) kind: Option<Kind>,
    pub(crate) from: Timestamp,
    /// The moment of the last entry shown, or the end of the last day.
    pub(crate) until: Timestamp,
    /// The last entry shown at that moment.
    pub(crate) before: i64,
    /// Agencies, units and offices whose officers may be looked at; all when the first is empty.
    pub(crate) places: [Option<Uuid>; 3],
}

/// Why a search cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unclear {
    /// No officer is called so.
    Nobody,
    /// Several officers are called so: their logins.
    Several(Vec<(String, String)>),
    /// Not a date.
    Date(&'static str),
    /// The last day lies before the first.
    Backwards,
}

/// Reads the address of the page.
pub(crate) fn read(
    query: &HashMap<String, String>,
    organisation: &Organisation,
    actor: &Actor,
    now: Timestamp,
) -> Result<Search, Unclear> {
    let text = |name: &str| query.get(name).map(|value| base::text::clean(value)).filter(|value| !value.is_empty());
    let staff = text("nguoi").map(|called| one_of(&organisation.staff_called(&called))).transpose()?;
    let code = text("ma").map(|code| code.to_uppercase());
    let today = calendar::local(now).date();
    let first = day(text("tu"), "tu")?.unwrap_or_else(|| {
        let is_narrow = staff.is_some() || code.is_some();
        if is_narrow { Date::constant(2000, 1, 1) } else { today.saturating_sub(DAYS_BACK.days()) }
    });
    let last = day(text("den"), "den")?.unwrap_or(today);
    if last < first {
        return Err(Unclear::Backwards);
    }
    let end = instant(last.saturating_add(1.day()).to_datetime(time(0, 0, 0, 0)));
    let (until, before) = text("truoc").and_then(|text| read_place(&text)).unwrap_or((end, 0));
    Ok(Search {
        staff,
        code,
        kind: text("loai").and_then(|name| Kind::from_name(&name)),
        from: instant(first.to_datetime(time(0, 0, 0, 0))),
        until: until.min(end),
        before,
        places: places(actor),
    })
}

fn one_of(staff: &[std::sync::Arc<Staff>]) -> Result<StaffId, Unclear> {
    match staff {
        [] => Err(Unclear::Nobody),
        [one] => Ok(one.id),
        several => Err(Unclear::Several(several.iter().map(|one| (one.login.clone(), one.post.clone())).collect())),
    }
}

fn day(text: Option<String>, field: &'static str) -> Result<Option<Date>, Unclear> {
    text.map(|text| web::format::read_date(&text).ok_or(Unclear::Date(field))).transpose()
}

/// The place in the list behind an entry, as the address of the next page carries it.
pub(crate) fn place_behind(at: Timestamp, seq: i64) -> String {
    format!("{}-{seq}", at.as_microsecond())
}

fn read_place(text: &str) -> Option<(Timestamp, i64)> {
    let (at, seq) = text.split_once('-')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, seq.parse().ok()?))
}

/// How far the roles that may read the log reach together. Three places are enough for anybody who
/// does not reach the whole province; a fourth is not shown rather than guessed.
fn places(actor: &Actor) -> [Option<Uuid>; 3] {
    let roles = allowed(Action::ReadAudit);
    let scopes: Vec<Scope> = roles.iter().flat_map(|role| actor.scopes_of(*role)).collect();
    if scopes.contains(&Scope::Province) {
        return [None; 3];
    }
    let mut found = scopes.iter().filter_map(|scope| match scope {
        Scope::Agency(id) => Some(id.uuid()),
        Scope::Unit(id) => Some(id.uuid()),
        Scope::Office(id) => Some(id.uuid()),
        Scope::Own | Scope::Province => None,
    });
    // An identifier that nothing has: whoever reaches nothing sees nothing.
    let first = found.next().unwrap_or(Uuid::nil());
    [Some(first), Some(found.next().unwrap_or(first)), Some(found.next().unwrap_or(first))]
}
