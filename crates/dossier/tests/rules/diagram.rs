//! No sequence of commands leads outside the diagram, and a closed dossier stays closed.

use crate::story::{Story, any, building_permit, copy_of_extract, land_transfer};
use dossier::{CommandName, StateName};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_commands_keep_the_dossier_in_the_diagram(
        process in 0_u8..3,
        choices in prop::collection::vec(0..CommandName::ALL.len(), 1..60),
    ) {
        let process = match process {
            0 => building_permit(),
            1 => land_transfer(),
            _ => copy_of_extract(),
        };
        let mut story = Story::of(process, "2026-11-02T08:00");
        for choice in choices {
            let before = story.dossier().clone();
            let done = story.tries(any(CommandName::ALL[choice]));
            let after = story.dossier();
            if !done {
                prop_assert_eq!(after, &before, "a refusal changes nothing");
                continue;
            }
            let stays = !before.state.is_closed() || after.state == before.state;
            prop_assert!(stays, "{} after {}", CommandName::ALL[choice].name(), before.state.name().name());
            prop_assert!(after.version > before.version);
            prop_assert_eq!(after.state.is_closed(), after.holder.is_none());
            let sealed = after.content.result.as_ref().is_some_and(|r| r.sealed_at.is_some());
            let decided = after.content.result.as_ref().is_some_and(|r| r.decided_at.is_some());
            prop_assert!(decided || !sealed, "sealed without a decision");
            if matches!(after.state.name(), StateName::Resolved | StateName::Returned) {
                prop_assert!(sealed && decided, "resolved without decision and seal");
            }
        }
    }
}
