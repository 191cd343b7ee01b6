//! Whose dossiers a list shows: all of the own roles, the own, nobody's, those of the led unit, one officer's.

use base::{Actor, Role, StaffId};
use dossier::{Span, Tray, Wanted, Whose};
use web::{Error, Link, Page};

use super::{Address, counted};
use crate::Desk;

/// A filter as a link with its count.
pub(crate) struct Filter {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) count: String,
    pub(crate) is_current: bool,
}

/// What an address asked for.
pub(super) struct Shown {
    pub(super) whose: Whose,
    pub(super) slug: String,
    /// Whether the list may hold dossiers that this officer gives to others.
    pub(super) is_led: bool,
    is_divided: bool,
}

impl Shown {
    pub(super) fn read(actor: &Actor, tray: Tray, slug: &str) -> Self {
        let is_divided = matches!(tray, Tray::Work | Tray::Intake);
        let is_head = leads(actor);
        let named = slug.parse::<StaffId>().ok();
        let whose = match (slug, named) {
            ("toi", _) => crate::task::staff(actor).map_or(Whose::Own, Whose::Of),
            ("chua-giao", _) => Whose::Nobodys,
            ("don-vi", _) if is_head => Whose::Led,
            (_, Some(officer)) if is_head => Whose::Of(officer),
            (_, Some(_) | None) => Whose::Own,
        };
        let whose = if is_divided { whose } else { Whose::Own };
        let slug = if whose == Whose::Own { String::new() } else { slug.to_owned() };
        Self { whose, slug, is_led: is_head && whose != Whose::Own, is_divided }
    }

    pub(super) async fn filters(
        &self,
        desk: &Desk,
        page: &Page,
        actor: &Actor,
        at: Address<'_>,
    ) -> Result<Vec<Filter>, Error> {
        if !self.is_divided {
            return Ok(Vec::new());
        }
        let mut choices = vec![("", "desk-whose-all", Whose::Own)];
        choices.extend(crate::task::staff(actor).map(|own| ("toi", "desk-whose-mine", Whose::Of(own))));
        choices.push(("chua-giao", "desk-whose-nobodys", Whose::Nobodys));
        if leads(actor) {
            choices.push(("don-vi", "desk-whose-led", Whose::Led));
        }
        let wanted = choices.iter().map(|(_, _, whose)| Wanted { tray: at.list.tray, whose: *whose, span: Span::ALL });
        let counts = desk.dossiers.count_all(actor, wanted.collect()).await?;
        let filters = choices.into_iter().zip(counts).map(|((slug, key, _), count)| Filter {
            href: Address { whose: slug, ..at }.href(""),
            label: page.t(key),
            count: counted(count),
            is_current: slug == self.slug,
        });
        Ok(filters.collect())
    }
}

fn leads(actor: &Actor) -> bool {
    actor.has_role(Role::HeadOfUnit) || actor.has_role(Role::Leader)
}

impl Desk {
    /// Officers who can no longer work what they were given: the way to their dossiers.
    pub(super) async fn left_links(&self, page: &Page, actor: &Actor) -> Result<Vec<Link>, Error> {
        if !leads(actor) {
            return Ok(Vec::new());
        }
        let left = self.dossiers.left_behind(actor, page.now).await?;
        let link = |left: dossier::Left| Link {
            label: page.say("desk-left").with("name", self.officer(left.officer)).with("n", left.count).to_string(),
            href: web::address_with("/ban-lam-viec", &[("cua", &left.officer.to_string())]),
        };
        Ok(left.into_iter().map(link).collect())
    }

    /// Officers of the places the actor leads, by name.
    pub(super) async fn officers_led(&self, page: &Page, actor: &Actor) -> Result<Vec<(String, String)>, Error> {
        let led = self.dossiers.officers_led(actor, page.now).await?;
        let mut named: Vec<_> = led.into_iter().map(|officer| (officer.to_string(), self.officer(officer))).collect();
        named.sort_by_key(|(_, name)| base::text::fold(name));
        Ok(named)
    }
}
