//! [`Folder`]: pictures read from the scene's folder, and from nowhere else.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::error::invalid;
use crate::error::{Error, shorten};
use crate::limits::{Limits, within};

const EXPECTED: &str = "the relative path of a PNG or SVG file inside the scene's folder";
/// Links that a path may lead through, as Linux has it.
const LINKS: usize = 40;

/// The folder that relative paths start from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folder<'a>(pub(super) &'a Path);

/// Why a path stands for no file.
enum Stop {
    Outside,
    Links,
    Io(io::Error),
}

impl Folder<'_> {
    /// Reads a file of the folder or of the folders in it. Paths that leave it are refused: absolute ones, those with
    /// `..`, and links that lead out.
    pub(super) fn read(self, json_path: &str, name: &str, limits: &Limits) -> Result<Vec<u8>, Error> {
        let refused = |why: &str| invalid(json_path, format!("{:?}, {why}", shorten(name)), EXPECTED);
        // On every system what any of them takes for a separator, a drive or an end.
        let plain = !name.contains(['\\', ':', '\0']);
        let inside = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        let path = Path::new(name);
        if !plain || path.file_name().is_none() || !path.components().all(inside) {
            return Err(refused("which leaves the folder or is no plain path"));
        }
        let io = |error: io::Error| refused(&format!("which cannot be read: {error}"));
        let root = fs::canonicalize(self.0).map_err(io)?;
        let path = resolve(&root, Path::new(name)).map_err(|stop| match stop {
            Stop::Outside => refused("a link that leads out of the folder"),
            Stop::Links => refused("which leads through too many links"),
            Stop::Io(error) => io(error),
        })?;
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

/// The file that a path in the folder stands for, without links. They are followed one by one and never out of the
/// folder, not even to come back: the system is asked for nothing outside, so that no refusal tells what is there.
fn resolve(root: &Path, name: &Path) -> Result<PathBuf, Stop> {
    let mut path = root.to_owned();
    // The last comes first.
    let mut rest = Vec::new();
    push(&mut rest, name)?;
    let mut links = 0;
    while let Some(part) = rest.pop() {
        if part == OsStr::new("..") {
            if path == root {
                return Err(Stop::Outside);
            }
            path.pop();
            continue;
        }
        path.push(part);
        if !fs::symlink_metadata(&path).map_err(Stop::Io)?.is_symlink() {
            continue;
        }
        links += 1;
        if links > LINKS {
            return Err(Stop::Links);
        }
        let target = fs::read_link(&path).map_err(Stop::Io)?;
        path.pop();
        if target.is_absolute() {
            path = root.to_owned();
            push(&mut rest, target.strip_prefix(root).map_err(|_| Stop::Outside)?)?;
        } else {
            push(&mut rest, &target)?;
        }
    }
    Ok(path)
}

fn push(rest: &mut Vec<OsString>, path: &Path) -> Result<(), Stop> {
    for part in path.components().rev() {
        match part {
            Component::Normal(_) | Component::ParentDir => rest.push(part.as_os_str().to_owned()),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return Err(Stop::Outside),
        }
    }
    Ok(())
}
