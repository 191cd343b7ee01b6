//! A process as a drawing: where every box and arrow stands, and the SVG made of it on the server.
//!
//! Time runs downwards, phases are lanes side by side. The drawing is for the eye; the same is told
//! as a list beside it, so it says to screen readers only what it is. The exchange format of
//! modelling tools uses the same places, see [`crate::bpmn`].

mod layout;
mod route;
mod svg;

pub(crate) use layout::{Arrow, Layout, layout};
pub use svg::{Drawing, draw};
