//! Navigation: which entries there are, in which order, and for an officer which of them belong
//! to a role held now. Only pages that exist are listed.

use base::{Actor, Role};

use crate::Icon;

/// A page that navigation can show as current.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nav {
    /// A page that stands in no menu.
    #[default]
    None,
    /// `/`
    Home,
    /// `/thu-tuc`
    Procedures,
    /// `/nop-ho-so`
    Filing,
    /// `/tra-cuu`
    Tracking,
    /// `/ho-so-cua-toi`
    MyDossiers,
    /// `/dang-nhap`
    SignIn,
    /// `/dang-ky`
    Register,
    /// `/ban-lam-viec`
    Inbox,
    /// `/ban-lam-viec/cho-tiep-nhan`
    AwaitingIntake,
    /// `/ban-lam-viec/canh-bao`
    Alerts,
    /// `/ban-lam-viec/xin-y-kien`
    Opinions,
    /// `/ban-lam-viec/tam-dung`
    Paused,
    /// `/ban-lam-viec/cho-tra`
    AwaitingReturn,
    /// `/trinh-ky`
    Signing,
    /// `/dong-dau`
    Sealing,
    /// `/quay`
    Counter,
    /// `/quay/tra-ket-qua`
    ReturnDesk,
    /// `/tim`
    Search,
    /// `/so-theo-doi`
    Books,
    /// `/quan-tri/con-dau`
    Seals,
    /// `/quan-tri/chung-thu-so`
    Certificates,
    /// `/quan-tri/uy-quyen`
    Delegations,
    /// `/quan-tri/nguoi-dung`
    Officers,
    /// `/quan-tri/tin-nhan`
    Messages,
    /// `/quan-tri/quy-trinh`
    Workflows,
    /// `/quan-tri/nhat-ky`
    AuditLog,
    /// `/quan-tri/lich-lam-viec`
    Timetable,
    /// `/tai-khoan`
    Account,
}

/// One entry as a template shows it.
#[derive(Clone, Copy, Debug)]
pub struct NavEntry {
    /// The page.
    pub nav: Nav,
    /// Its address.
    pub href: &'static str,
    /// The key of its name.
    pub label: &'static str,
    /// Its icon, at the desk.
    pub icon: Icon,
    roles: &'static [Role],
}

/// Entries under one heading.
#[derive(Clone, Debug)]
pub struct NavGroup {
    /// The key of the heading.
    pub label: &'static str,
    /// What the officer may open.
    pub entries: Vec<NavEntry>,
}

const fn entry(nav: Nav, href: &'static str, label: &'static str, icon: Icon, roles: &'static [Role]) -> NavEntry {
    NavEntry { nav, href, label, icon, roles }
}

/// Entries of the portal, for everybody.
pub(crate) const PORTAL: &[NavEntry] = &[
    entry(Nav::Procedures, "/thu-tuc", "web-nav-procedures", Icon::List, &[]),
    entry(Nav::Filing, "/nop-ho-so", "web-nav-filing", Icon::Send, &[]),
    entry(Nav::Tracking, "/tra-cuu", "web-nav-tracking", Icon::Search, &[]),
    entry(Nav::MyDossiers, "/ho-so-cua-toi", "web-nav-my-dossiers", Icon::Inbox, &[]),
];

/// Roles that see dossiers: an administrator does not.
const READERS: &[Role] = &[
    Role::CounterOfficer,
    Role::ReturnOfficer,
    Role::Cashier,
    Role::Specialist,
    Role::HeadOfUnit,
    Role::Leader,
    Role::Clerk,
    Role::StampKeeper,
    Role::Supervisor,
    Role::Inspector,
];

const DESK: &[(&str, &[NavEntry])] = &[
    (
        "web-nav-group-mine",
        &[
            entry(Nav::Inbox, "/ban-lam-viec", "web-nav-inbox", Icon::Inbox, READERS),
            entry(
                Nav::AwaitingIntake,
                "/ban-lam-viec/cho-tiep-nhan",
                "web-nav-awaiting-intake",
                Icon::Copies,
                &[Role::CounterOfficer],
            ),
            entry(Nav::Alerts, "/ban-lam-viec/canh-bao", "web-nav-alerts", Icon::Bell, READERS),
            entry(
                Nav::Opinions,
                "/ban-lam-viec/xin-y-kien",
                "web-nav-opinions",
                Icon::Talk,
                &[Role::Specialist, Role::HeadOfUnit, Role::Leader],
            ),
            entry(Nav::Paused, "/ban-lam-viec/tam-dung", "web-nav-paused", Icon::Pause, READERS),
            entry(
                Nav::AwaitingReturn,
                "/ban-lam-viec/cho-tra",
                "web-nav-awaiting-return",
                Icon::HandOver,
                &[Role::CounterOfficer, Role::ReturnOfficer],
            ),
            entry(Nav::Signing, "/trinh-ky", "web-nav-signing", Icon::Sign, &[Role::Leader]),
            entry(Nav::Sealing, "/dong-dau", "web-nav-sealing", Icon::Seal, &[Role::Clerk, Role::StampKeeper]),
        ],
    ),
    (
        "web-nav-group-counter",
        &[
            entry(Nav::Counter, "/quay", "web-nav-counter", Icon::Scan, &[Role::CounterOfficer]),
            entry(
                Nav::ReturnDesk,
                "/quay/tra-ket-qua",
                "web-nav-return-desk",
                Icon::HandOver,
                &[Role::CounterOfficer, Role::ReturnOfficer],
            ),
        ],
    ),
    (
        "web-nav-group-common",
        &[
            entry(Nav::Search, "/tim", "web-nav-search", Icon::Search, READERS),
            entry(
                Nav::Books,
                "/so-theo-doi",
                "web-nav-books",
                Icon::Book,
                &[
                    Role::CounterOfficer,
                    Role::ReturnOfficer,
                    Role::Clerk,
                    Role::HeadOfUnit,
                    Role::Leader,
                    Role::Supervisor,
                    Role::Inspector,
                ],
            ),
            entry(
                Nav::Seals,
                "/quan-tri/con-dau",
                "web-nav-seals",
                Icon::Seal,
                &[Role::Leader, Role::Clerk, Role::StampKeeper, Role::Supervisor, Role::Inspector, Role::Administrator],
            ),
            entry(
                Nav::Certificates,
                "/quan-tri/chung-thu-so",
                "web-nav-certificates",
                Icon::Sign,
                &[Role::Leader, Role::Clerk, Role::StampKeeper, Role::Supervisor, Role::Inspector, Role::Administrator],
            ),
            entry(
                Nav::Delegations,
                "/quan-tri/uy-quyen",
                "web-nav-delegations",
                Icon::Sign,
                &[Role::Leader, Role::Supervisor, Role::Inspector, Role::Administrator],
            ),
            entry(Nav::Officers, "/quan-tri/nguoi-dung", "web-nav-officers", Icon::People, &[Role::Administrator]),
            entry(
                Nav::Messages,
                "/quan-tri/tin-nhan",
                "web-nav-messages",
                Icon::Talk,
                &[Role::Supervisor, Role::Inspector, Role::Administrator],
            ),
            entry(
                Nav::Timetable,
                "/quan-tri/lich-lam-viec",
                "web-nav-timetable",
                Icon::Calendar,
                &[Role::Administrator],
            ),
            entry(
                Nav::Workflows,
                "/quan-tri/quy-trinh",
                "web-nav-workflows",
                Icon::Forward,
                &[Role::CatalogueEditor, Role::CatalogueApprover, Role::Administrator],
            ),
            entry(Nav::AuditLog, "/quan-tri/nhat-ky", "web-nav-audit", Icon::List, &[Role::Inspector]),
            entry(Nav::Account, "/tai-khoan", "web-nav-account", Icon::Person, Role::ALL),
        ],
    ),
];

/// What an officer finds in the side navigation.
pub(crate) fn desk_for(actor: Option<&Actor>) -> Vec<NavGroup> {
    let allowed = |entry: &&NavEntry| actor.is_some_and(|actor| entry.roles.iter().any(|role| actor.has_role(*role)));
    DESK.iter()
        .map(|(label, entries)| NavGroup { label, entries: entries.iter().filter(allowed).copied().collect() })
        .filter(|group| !group.entries.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Grant, Scope};
    use jiff::Timestamp;

    fn entries_of(role: Role) -> Vec<Nav> {
        let grant = Grant { role, scope: Scope::Province, valid_from: Timestamp::UNIX_EPOCH, valid_to: None };
        let actor = Actor { grants: vec![grant], ..Actor::system() };
        desk_for(Some(&actor)).iter().flat_map(|group| &group.entries).map(|entry| entry.nav).collect()
    }

    #[test]
    fn a_counter_officer_finds_the_counter_and_no_signatures() {
        let entries = entries_of(Role::CounterOfficer);
        assert!(entries.contains(&Nav::Counter) && entries.contains(&Nav::AwaitingIntake));
        assert!(!entries.contains(&Nav::Signing) && !entries.contains(&Nav::AuditLog));
    }

    #[test]
    fn an_administrator_finds_no_dossiers() {
        let found = entries_of(Role::Administrator);
        let expected = [
            Nav::Seals,
            Nav::Certificates,
            Nav::Delegations,
            Nav::Officers,
            Nav::Messages,
            Nav::Timetable,
            Nav::Workflows,
            Nav::Account,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn nobody_finds_nothing() {
        assert!(desk_for(None).is_empty());
    }
}
