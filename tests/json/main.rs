//! Scenes as JSON: what is refused and how, exact round trips, and the scenes of `examples/scenes`.
#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod bad_input;
mod bad_layers;
mod bad_text;
mod bounds;
#[cfg(feature = "bundled-fonts")]
mod round_trip;
#[cfg(feature = "bundled-fonts")]
mod scenes;
mod validator;

use std::path::PathBuf;

/// The folder of the example scenes.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/scenes")
}
