//! Scenes as JSON, by types of our own: the format changes only where these files do. Its reference is
//! [`crate::json`].
//!
//! Text is scanned for its depth and size, parsed into the types (`item` and what it holds), and told to a
//! [`SceneBuilder`](super::SceneBuilder) by `read`, which checks it; `write` goes the other way.

mod color;
mod defaults;
mod error;
mod folder;
mod inline;
mod item;
mod layer;
mod names;
mod number;
mod paint;
mod path;
mod pattern;
mod picture;
mod pretty;
mod read;
mod scan;
mod shape;
mod strict;
mod style;
mod text;
mod wrapping;
mod write;

#[cfg(test)]
mod schema_tests;

use std::path::Path;

use folder::Folder;
use item::SceneJson;
use strict::Object;

use super::Scene;
use crate::error::Error;
use crate::limits::{Limits, within};

/// The deepest arrays and objects whatever the limits say: the parser recurses, and so does what follows it.
const MAX_DEPTH: u64 = 120;

impl Scene {
    /// A scene from JSON in the format of [`json`](crate::json), within the default [`Limits`]. No file is read: a
    /// picture said by its path is refused.
    ///
    /// ```
    /// use inkstone::Scene;
    ///
    /// let scene = Scene::from_json(r##"{"version": 1, "width": 80, "height": 40, "items": [
    ///     {"fill": {"shape": {"circle": {"center": [20, 20], "radius": 15}}, "paint": "#b22a22"}}
    /// ]}"##)?;
    /// assert_eq!(Scene::from_json(scene.to_json()?)?, scene);
    ///
    /// let error = Scene::from_json(r#"{"version": 1, "width": 80, "height": 40, "items": [{"fill": 7}]}"#);
    /// assert_eq!(
    ///     error.unwrap_err().to_string(),
    ///     "items[0].fill (line 1, column 62): found integer `7`, expected an object"
    /// );
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::InvalidJson`] says where, what stands there and what was expected; [`Error::LimitExceeded`], before
    /// anything is parsed where text is too long or nests too deep.
    pub fn from_json(json: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::from_json_with(json, &Limits::default(), None)
    }

    /// As [`from_json`](Self::from_json), within other limits, and with a folder that pictures may be read from, from
    /// it and the folders in it: `json_bytes`, `json_depth`, `json_values`, `scene_items`, `nesting`, `image_bytes`, `image_pixels`
    /// and `render_bytes` are checked here.
    ///
    /// # Errors
    /// As [`from_json`](Self::from_json). Paths that leave the folder, by `..` or by a link, are refused, whatever they
    /// lead to. [`Error::SceneImage`] where a picture exceeds a limit.
    pub fn from_json_with(json: impl AsRef<[u8]>, limits: &Limits, folder: Option<&Path>) -> Result<Self, Error> {
        let bytes = json.as_ref();
        within("json_bytes", bytes.len() as u64, limits.json_bytes)?;
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or_default();
            error::invalid("", format!("the byte 0x{byte:02x} at offset {at}"), "text in UTF-8")
        })?;
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let scan = scan::scan(text);
        within("json_depth", scan.depth, limits.json_depth.min(MAX_DEPTH))?;
        within("json_values", scan.values, limits.json_values)?;
        let json: Object<SceneJson> = serde_json::from_str(text).map_err(|error| error::explain(text, error))?;
        read::read(*json.0, limits, folder.map(Folder))
    }

    /// The scene as JSON in the format of [`json`](crate::json), laid out for people to read. It reads back as the same
    /// scene, to the bit.
    ///
    /// # Errors
    /// None known.
    pub fn to_json(&self) -> Result<String, Error> {
        let compact = serde_json::to_string(&write::write(self)?).map_err(std::io::Error::from)?;
        Ok(pretty::pretty(&compact))
    }
}
