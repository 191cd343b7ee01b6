//! Where a dossier goes: the process says which places open, the organisation who acts in them.

use access::permit::Holder;
use workflow::{Happening, Onward, Standing};

use super::Deciding;
use crate::refusal::RefusalReason;
use crate::way::{Leg, Legs, Waits, Way};

/// The place a command leads to, and what is open beside it.
pub(super) struct Next {
    pub(super) step: u16,
    pub(super) holder: Holder,
    pub(super) way: Way,
}

impl Deciding<'_> {
    /// Where it goes after something happened at a place.
    pub(super) fn goes(&self, no: u16, happening: Happening<'_>) -> Result<Next, RefusalReason> {
        self.goes_to_wait(no, happening, None)
    }

    /// The same, into a pause that somebody asked for.
    pub(super) fn goes_to_wait(
        &self,
        no: u16,
        happening: Happening<'_>,
        waits: Option<Waits>,
    ) -> Result<Next, RefusalReason> {
        let declared = &self.dossier.content.declared;
        let declared: Vec<(&str, &str)> =
            declared.iter().map(|answer| (answer.key.as_str(), answer.value.as_str())).collect();
        let onward = self.with.definition.onward(self.standing(), no, happening, &declared);
        self.arrives(no, onward.ok_or(RefusalReason::NoSuchStep)?, waits)
    }

    /// Where it goes when it is sent back to an earlier place of the same leg.
    pub(super) fn goes_back(&self, no: u16, to: u16) -> Result<Next, RefusalReason> {
        let onward = self.with.definition.back(self.standing(), no, to);
        self.arrives(no, onward.ok_or(RefusalReason::NothingBefore)?, None)
    }

    /// It stays in its place, to wait or to work again.
    pub(super) fn stays(&self, step: u16, holder: Holder, waits: Option<Waits>) -> Next {
        let mut way = Way { legs: self.dossier.legs().cloned(), undecided: Vec::new() };
        for leg in way.legs.iter_mut().flat_map(|legs| &mut legs.open).filter(|leg| leg.step == step) {
            (leg.holder, leg.waits) = (holder, waits);
        }
        Next { step, holder, way }
    }

    fn standing(&self) -> Option<&Standing> {
        self.dossier.legs().map(|legs| &legs.standing)
    }

    /// Whoever acts in the places that opened, beside those that stay open.
    fn arrives(&self, from: u16, onward: Onward, waits: Option<Waits>) -> Result<Next, RefusalReason> {
        let entered = onward.entered.iter().map(|no| {
            let holder = self.holder_at(from, *no)?;
            Ok(Leg { step: *no, holder, waits })
        });
        let entered: Vec<Leg> = entered.collect::<Result<_, RefusalReason>>()?;
        let stays = |leg: &&Leg| leg.step != from && onward.open.contains(&leg.step);
        let beside = self.dossier.legs().into_iter().flat_map(|legs| &legs.open).filter(stays);
        let open: Vec<Leg> = beside.cloned().chain(entered.iter().cloned()).collect();
        let legs = onward.standing.map(|standing| Legs { standing, open });
        let lead = || legs.as_ref().and_then(Legs::lead);
        let next = entered.first().or_else(lead).ok_or(RefusalReason::NoSuchStep)?;
        Ok(Next { step: next.step, holder: next.holder, way: Way { legs: legs.clone(), undecided: onward.undecided } })
    }

    /// Who acts in a place; a pause stays with whoever asked for it.
    fn holder_at(&self, from: u16, no: u16) -> Result<Holder, RefusalReason> {
        let step = |no: u16| self.with.definition.step(no).ok_or(RefusalReason::NoSuchStep);
        let entered = step(no)?;
        self.holder_of(if entered.is_pause() { step(from)? } else { entered })
    }
}
