//! PDF as bytes: reading without trust, writing without touching what stands there.
//!
//! Only what signatures need. Pages are neither drawn nor understood; pictures stay packed.

pub(crate) mod error;
pub(crate) mod inflate;
pub(crate) mod object;
pub(crate) mod pages;
pub(crate) mod parse;
pub(crate) mod picture;
pub(crate) mod reader;
pub(crate) mod update;
pub(crate) mod xref;
