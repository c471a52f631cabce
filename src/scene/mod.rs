//! Scenes: what the caller says, as plain data, and the builder that says it.

mod builder;
mod check;
mod item;
#[cfg(feature = "serde")]
mod json;
mod layer;
mod pattern;
mod place;
mod replace;

pub use builder::SceneBuilder;
pub use item::Scene;
pub(crate) use item::SceneItem;
pub(crate) use layer::MaskKind;
pub use layer::{Layer, Mask};
pub(crate) use pattern::SceneTile;
pub(crate) use place::Places;
