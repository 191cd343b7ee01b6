//! The rules of CONTRIBUTING.md that clippy cannot know, as a list of small functions.

mod dependencies;
mod documents;
mod locales;
mod machine;
mod migrations;
mod names;
mod ownership;
mod sources;
mod sql;
mod templates;

use crate::finding::Finding;
use crate::tree::Tree;

pub(crate) type Check = fn(&Tree) -> Vec<Finding>;

/// Every rule, in the order of the guide.
pub(crate) const CHECKS: &[Check] = &[
    names::no_junk_drawers,
    names::routes_carry_the_name_of_their_crate,
    ownership::only_the_owner_names_a_table,
    sources::every_file_says_what_it_is,
    sources::files_stay_short,
    sources::no_bare_allow,
    sources::no_test_is_skipped,
    sources::every_promise_has_an_owner,
    sql::columns_are_named,
    sql::lists_have_an_order,
    migrations::names_say_when_whose_and_what,
    migrations::begin_with_the_reason,
    migrations::stay_at_home,
    locales::both_languages_say_the_same,
    locales::keys_carry_the_name_of_their_crate,
    locales::every_key_in_use_exists,
    locales::every_key_is_used,
    templates::hold_no_sentences,
    templates::are_all_used,
    documents::paths_in_documents_exist,
    documents::commands_in_documents_exist,
    dependencies::each_has_its_reason,
    dependencies::the_lock_stays_small,
    machine::no_path_of_one_machine,
    machine::packages_come_from_public_registries,
];

pub(crate) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut found: Vec<Finding> = CHECKS.iter().flat_map(|check| check(tree)).collect();
    found.sort();
    found
}

/// The findings of one rule over a small tree, as lines.
#[cfg(test)]
pub(crate) fn found(check: Check, files: &[(&str, &str)]) -> Vec<String> {
    check(&Tree::of(files)).iter().map(ToString::to_string).collect()
}
