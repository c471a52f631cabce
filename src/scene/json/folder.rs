//! [`Folder`]: pictures read from the scene's folder, and from nowhere else.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path};

use super::error::invalid;
use crate::error::Error;
use crate::limits::{Limits, within};

const EXPECTED: &str = "the relative path of a PNG or SVG file inside the scene's folder";

/// The folder that relative paths start from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folder<'a>(pub(super) &'a Path);

impl Folder<'_> {
    /// Reads a file of the folder or of the folders in it. Paths that leave it are refused: absolute ones, those with
    /// `..`, and links that lead out.
    pub(super) fn read(self, json_path: &str, name: &str, limits: &Limits) -> Result<Vec<u8>, Error> {
        let refused = |why: &str| invalid(json_path, &format!("{name:?}, {why}"), EXPECTED);
        // On every system what any of them takes for a separator, a drive or an end.
        let plain = !name.is_empty() && !name.contains(['\\', ':', '\0']);
        if !plain || Path::new(name).components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(refused("which leaves the folder or is no plain path"));
        }
        let io = |error: std::io::Error| refused(&format!("which cannot be read: {error}"));
        let root = fs::canonicalize(self.0).map_err(io)?;
        let path = fs::canonicalize(root.join(name)).map_err(io)?;
        if !path.starts_with(&root) {
            return Err(refused("a link that leads out of the folder"));
        }
        // A pipe or device would be waited for.
        if !fs::metadata(&path).map_err(io)?.is_file() {
            return Err(refused("which is no file"));
        }
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(io)?;
        file.take(limits.image_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
        within("image_bytes", bytes.len() as u64, limits.image_bytes)?;
        Ok(bytes)
    }
}
