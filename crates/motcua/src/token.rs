//! `motcua token`.
#![expect(clippy::print_stdout, reason = "the terminal is where a command line speaks")]

use access::NewToken;
use base::{Actor, ApiTokenId, Role};
use calendar::local;

use crate::Failure;
use crate::config::Store;
use crate::setup;

/// Makes a token and prints it, once.
pub(crate) async fn create(
    store: &Store,
    name: &str,
    role: &str,
    scope: &str,
    days: Option<u16>,
) -> Result<(), Failure> {
    let role = Role::from_name(role).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        Failure::plain(format!("{role:?} is no role; choose one of {}", known.join(", ")))
    })?;
    let db = setup::open(store)?;
    let now = setup::now();
    let (organisation, access) = setup::access(&db).await?;
    let scope = access::read_scope(&organisation, scope, local(now).date()).ok_or_else(|| {
        Failure::plain(format!("{scope:?} is no scope; write province, agency:CODE, unit:AGENCY/CODE or office:CODE"))
    })?;
    let valid_to = days.and_then(|days| now.checked_add(jiff::SignedDuration::from_hours(i64::from(days) * 24)).ok());
    let new = NewToken { name: name.to_owned(), role, scope, valid_to };
    let token = access
        .create_token(new, Actor::system(), now)
        .await
        .map_err(|e| Failure::because("the token was not made", e))?;
    println!("{token}");
    Ok(())
}

/// Lists tokens.
pub(crate) async fn list(store: &Store) -> Result<(), Failure> {
    let db = setup::open(store)?;
    let (_, access) = setup::access(&db).await?;
    for row in access.tokens(setup::now()).await? {
        println!("{}  {}  {}  {:?}", row.id, row.grant.role.name(), row.name, row.grant.scope);
    }
    Ok(())
}

/// Withdraws a token.
pub(crate) async fn revoke(store: &Store, id: ApiTokenId) -> Result<(), Failure> {
    let db = setup::open(store)?;
    let (_, access) = setup::access(&db).await?;
    if access.revoke_token(id, Actor::system(), setup::now()).await? {
        println!("The token is withdrawn.");
        Ok(())
    } else {
        Err(Failure::plain("there is no such token, or it has ended; see motcua token list"))
    }
}
