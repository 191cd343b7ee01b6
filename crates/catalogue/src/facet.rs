//! Narrowing a list of procedures, with the number each choice would leave.

use crate::procedure::{Level, OnlineLevel, OwnerKind, Procedure};

/// What the list is narrowed to; nothing chosen admits everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Name of the field.
    pub field: Option<String>,
    /// Kind of the deciding agency.
    pub owner: Option<OwnerKind>,
    /// Level.
    pub level: Option<Level>,
    /// Online level.
    pub online: Option<OnlineLevel>,
    /// Only those settled in one visit.
    pub instant: bool,
    /// Only those that cost nothing.
    pub free: bool,
}

/// One thing a list can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Field,
    Owner,
    Level,
    Online,
    Instant,
    Free,
}

/// How many procedures each choice leaves, the other choices kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By field, in the order of names; empty fields are left out.
    pub fields: Vec<(String, usize)>,
    /// By kind of agency.
    pub owners: Vec<(OwnerKind, usize)>,
    /// By level; a procedure of both levels counts in both.
    pub levels: Vec<(Level, usize)>,
    /// By online level.
    pub online: Vec<(OnlineLevel, usize)>,
    /// Settled in one visit.
    pub instant: usize,
    /// Without a fee.
    pub free: usize,
}

impl Filter {
    /// Whether a procedure passes.
    #[must_use]
    pub fn admits(&self, facts: &Procedure) -> bool {
        self.admits_but(facts, None)
    }

    /// Whether a procedure passes all choices but one.
    fn admits_but(&self, facts: &Procedure, but: Option<By>) -> bool {
        (but == Some(By::Field) || self.field.as_ref().is_none_or(|field| *field == facts.field))
            && (but == Some(By::Owner) || self.owner.is_none_or(|owner| owner == facts.owner))
            && (but == Some(By::Level) || self.level.is_none_or(|level| facts.levels.contains(&level)))
            && (but == Some(By::Online) || self.online.is_none_or(|online| online == facts.online))
            && (but == Some(By::Instant) || !self.instant || facts.is_instant())
            && (but == Some(By::Free) || !self.free || facts.is_free())
    }
}

impl Facets {
    /// Counts a list under a filter.
    #[must_use]
    pub fn count<'p>(procedures: impl Iterator<Item = &'p Procedure>, filter: &Filter) -> Self {
        let mut facets = Self::default();
        let mut fields = std::collections::BTreeMap::<&str, usize>::new();
        for facts in procedures {
            let passes = |but| filter.admits_but(facts, Some(but));
            if passes(By::Field) {
                *fields.entry(&facts.field).or_default() += 1;
            }
            if passes(By::Owner) {
                add(&mut facets.owners, facts.owner);
            }
            if passes(By::Level) {
                facts.levels.iter().for_each(|level| add(&mut facets.levels, *level));
            }
            if passes(By::Online) {
                add(&mut facets.online, facts.online);
            }
            facets.instant += usize::from(passes(By::Instant) && facts.is_instant());
            facets.free += usize::from(passes(By::Free) && facts.is_free());
        }
        facets.fields = fields.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        facets.owners.sort_by_key(|(owner, _)| *owner);
        facets.levels.sort_by_key(|(level, _)| *level);
        facets.online.sort_by_key(|(online, _)| *online);
        facets
    }
}

fn add<T: PartialEq>(counts: &mut Vec<(T, usize)>, value: T) {
    match counts.iter_mut().find(|(known, _)| *known == value) {
        Some((_, count)) => *count += 1,
        None => counts.push((value, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Sources, parse};

    fn shipped() -> Vec<Procedure> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        parse(&Sources::read(&folder).unwrap()).unwrap().procedures
    }

    #[test]
    fn every_choice_shows_how_many_it_leaves() {
        let procedures = shipped();
        let facets = Facets::count(procedures.iter(), &Filter::default());
        assert_eq!(facets.fields.iter().map(|(_, count)| count).sum::<usize>(), procedures.len());
        for (owner, count) in &facets.owners {
            let filter = Filter { owner: Some(*owner), ..Filter::default() };
            assert_eq!(procedures.iter().filter(|facts| filter.admits(facts)).count(), *count, "{owner:?}");
        }
        assert!(facets.free > 100 && facets.free < procedures.len());
        assert_eq!(facets.free, procedures.iter().filter(|facts| facts.is_free()).count());
        assert_eq!(facets.instant, procedures.iter().filter(|facts| facts.is_instant()).count());
    }

    #[test]
    fn a_chosen_facet_still_shows_its_other_choices() {
        let procedures = shipped();
        let filter = Filter { owner: Some(OwnerKind::Utility), instant: false, ..Filter::default() };
        let facets = Facets::count(procedures.iter(), &filter);
        assert_eq!(facets.owners.len(), 4);
        assert_eq!(facets.fields.len(), 2);
    }
}
