//! What will become of a dossier, drawn when it is filed.
//!
//! The shares are those of an ordinary year: most are settled well within their limit, a few percent
//! need a supplement, a few are late, refused or taken back.

use crate::random::Random;

/// The story of one dossier.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    /// Refused at intake.
    pub(crate) declined: bool,
    /// Something is missing and found before receipt.
    pub(crate) asked_before: bool,
    /// Something is missing and found by whoever works on it.
    pub(crate) asked_during: bool,
    /// The person never hands it in.
    pub(crate) unanswered: bool,
    /// The person takes it back after so many acts.
    pub(crate) withdrawn_after: Option<u32>,
    /// The decision is a refusal.
    pub(crate) refused: bool,
    /// Share of its budget that each step takes; above one it is late.
    pub(crate) pace: f64,
    /// Nobody acts after so many acts.
    pub(crate) rests_after: Option<u32>,
}

impl Fate {
    pub(crate) fn draw(chance: &mut Random, is_online: bool) -> Self {
        let late = chance.chance(0.035);
        let asked_before = chance.chance(if is_online { 0.09 } else { 0.015 });
        let withdrawn = chance.chance(0.012);
        Self {
            declined: chance.chance(if is_online { 0.03 } else { 0.004 }),
            asked_before,
            asked_during: !asked_before && chance.chance(0.04),
            unanswered: chance.chance(0.1),
            withdrawn_after: withdrawn.then(|| 2 + u32::try_from(chance.below(3)).unwrap_or(0)),
            refused: chance.chance(0.012),
            pace: if late { chance.between(1.2, 2.6) } else { chance.between(0.25, 0.85) },
            rests_after: None,
        }
    }

    /// The same, but it stays open: somebody stops working on it.
    pub(crate) fn resting(self, chance: &mut Random) -> Self {
        let rests_after = Some(1 + u32::try_from(chance.below(5)).unwrap_or(0));
        Self { declined: false, withdrawn_after: None, rests_after, ..self }
    }

    /// Nothing out of the ordinary: to find out whether a procedure can be carried to its end.
    pub(crate) const fn plain() -> Self {
        Self {
            declined: false,
            asked_before: false,
            asked_during: false,
            unanswered: false,
            withdrawn_after: None,
            refused: false,
            pace: 0.5,
            rests_after: None,
        }
    }
}
