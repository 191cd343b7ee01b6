//! The description against routes, commands and types.
