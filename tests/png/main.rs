//! PNG in and out: every kind of file against the standard, what files say of their colours, mutated files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

#[path = "../support/mod.rs"]
mod support;

mod decode;
mod encode;
mod given_up;
mod info;
mod mutated;
mod others;
mod pictures;
mod written;
