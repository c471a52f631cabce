//! Fonts in folders, the system's among them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Face, FontLibrary};
use crate::error::Error;
use crate::limits::within;

/// Folders inside each other that are looked into.
const MAX_DEPTH: usize = 16;
/// Entries of a folder tree that are looked at.
const MAX_ENTRIES: u64 = 1 << 20;
const EXTENSIONS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// What adding a folder came to.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct FolderFonts {
    /// The faces of its fonts, in the order of their paths.
    pub faces: Vec<Face>,
    /// The font files that were refused, the folders that could not be read, and why.
    pub skipped: Vec<(PathBuf, Error)>,
}

impl FontLibrary {
    /// Adds the fonts (`.ttf`, `.otf`, `.ttc`, `.otc`) of a folder and the folders in it, in the order of their names, so
    /// that fallback is the same wherever the folder is copied to. Links are followed, each folder once. What is refused
    /// is skipped and told.
    ///
    /// # Errors
    /// [`Error::Io`] where the folder itself cannot be read; [`Error::LimitExceeded`] for a tree of more than a million
    /// entries.
    pub fn add_dir(&mut self, path: impl AsRef<Path>) -> Result<FolderFonts, Error> {
        let path = path.as_ref();
        let mut result = FolderFonts::default();
        let (mut seen, mut entries) = (BTreeSet::new(), 0);
        let files =
            list(path, &mut seen, &mut entries).map_err(|source| Error::Io { path: Some(path.to_owned()), source })?;
        // Folders still to be looked into lie on a stack, the next one on top.
        let mut stack: Vec<(PathBuf, usize)> = files.into_iter().rev().map(|path| (path, 1)).collect();
        while let Some((path, depth)) = stack.pop() {
            within("library_faces", entries, MAX_ENTRIES)?;
            if path.is_dir() {
                if depth > MAX_DEPTH {
                    result.skipped.push((path, Error::Unsupported { what: "font folders more than 16 deep" }));
                    continue;
                }
                match list(&path, &mut seen, &mut entries) {
                    Ok(files) => stack.extend(files.into_iter().rev().map(|path| (path, depth + 1))),
                    Err(source) => result.skipped.push((path.clone(), Error::Io { path: Some(path), source })),
                }
            } else if is_font(&path) && path.is_file() {
                match self.add_file(&path) {
                    Ok(faces) => result.faces.extend(faces),
                    Err(error) => result.skipped.push((path, error)),
                }
            }
        }
        Ok(result)
    }

    /// Adds the fonts of the folders where the system keeps them. What text looks like then depends on the machine.
    pub fn add_system_fonts(&mut self) -> FolderFonts {
        let mut result = FolderFonts::default();
        for folder in system_folders() {
            match self.add_dir(&folder) {
                Ok(added) => {
                    result.faces.extend(added.faces);
                    result.skipped.extend(added.skipped);
                }
                Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
                Err(error) => result.skipped.push((folder, error)),
            }
        }
        result
    }
}

/// The entries of a folder, sorted; none for a folder that was seen before under another name.
fn list(path: &Path, seen: &mut BTreeSet<PathBuf>, entries: &mut u64) -> io::Result<Vec<PathBuf>> {
    if !seen.insert(fs::canonicalize(path)?) {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(path)? {
        *entries += 1;
        if *entries > MAX_ENTRIES {
            break;
        }
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    EXTENSIONS.iter().any(|font| extension.eq_ignore_ascii_case(font))
}

/// Reads a file no further than its limit, whatever its size is said to be.
pub(super) fn read_font_file(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let error = |source| Error::Io { path: Some(path.to_owned()), source };
    // A pipe or a device would be waited for.
    let there = fs::metadata(path).map_err(error)?;
    if !there.is_file() {
        return Err(error(io::Error::new(io::ErrorKind::InvalidInput, "no file")));
    }
    let file = File::open(path).map_err(error)?;
    let length = there.len();
    within("font_bytes", length, limit)?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(error)?;
    within("font_bytes", bytes.len() as u64, limit)?;
    Ok(bytes)
}

fn system_folders() -> Vec<PathBuf> {
    let below = |variable: &str, folders: &[&str]| -> Vec<PathBuf> {
        let Some(root) = std::env::var_os(variable) else { return Vec::new() };
        folders.iter().map(|folder| Path::new(&root).join(folder)).collect()
    };
    let fixed = |folders: &[&str]| -> Vec<PathBuf> { folders.iter().map(PathBuf::from).collect() };
    if cfg!(windows) {
        [below("SYSTEMROOT", &["Fonts"]), below("USERPROFILE", &["AppData\\Local\\Microsoft\\Windows\\Fonts"])].concat()
    } else if cfg!(target_os = "macos") {
        let shared = ["/System/Library/Fonts", "/Library/Fonts", "/Network/Library/Fonts"];
        [fixed(&shared), below("HOME", &["Library/Fonts"])].concat()
    } else {
        let shared = ["/usr/share/fonts", "/usr/local/share/fonts"];
        [fixed(&shared), below("HOME", &[".fonts", ".local/share/fonts"])].concat()
    }
}
