//! Scenes: what the caller says, as plain data, and the builder that says it.

mod builder;
mod check;
mod item;
#[cfg(feature = "serde")]
mod json;
mod place;
mod replace;

pub use builder::SceneBuilder;
pub(crate) use item::SceneItem;
pub use item::{Layer, Scene};
pub(crate) use place::Places;
