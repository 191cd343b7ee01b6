//! Signed files against other people's tools, and attacks against ours.
//!
//! Authorities, time-stamps and OCSP answers are made by `openssl` for each test; `pdfsig` and
//! pyHanko say what the rest of the world thinks of our files.

mod agreement;
mod attacks;
mod garbage;
mod papers;
mod tokens;
mod trusting;
mod world;
