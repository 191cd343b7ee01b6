//! Dossiers: list, read, file, act.

mod command;
mod command_data;
mod file;
mod list;
mod paper;
mod person;
mod show;
mod view;

pub(crate) use command::{__path_command, command};
pub(crate) use command_data::{DataField, FieldKind, fields_of};
pub(crate) use file::{__path_file, file};
pub(crate) use list::{__path_list, list};
pub(crate) use show::{__path_show, show};
pub(crate) use view::{CommandCode, HistoryView};
