//! Scenes as JSON (feature `serde`): the reference of the format.
//!
#![doc = include_str!("scene/json/format.md")]

/// The JSON Schema (draft 2020-12) of the format, as `examples/scenes/scene.schema.json` of the repository. It knows
/// types, names and fields; what a string says (path data, colours, base64) and ranges of numbers are the reader's.
pub const SCHEMA: &str = include_str!("../examples/scenes/scene.schema.json");
