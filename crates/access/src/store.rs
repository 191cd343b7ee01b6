//! The tables of this crate, one file a table.

mod account;
mod attempt;
mod delegation;
mod factor;
mod grant;
mod identification;
mod passkey;
mod session;
mod sign_in;
mod token;

pub(crate) use account::*;
pub(crate) use attempt::*;
pub(crate) use delegation::*;
pub(crate) use factor::*;
pub(crate) use grant::*;
pub(crate) use identification::*;
pub(crate) use passkey::*;
pub(crate) use session::*;
pub(crate) use sign_in::*;
pub(crate) use token::*;
