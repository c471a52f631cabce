//! [`Output`]: where pictures go, and in which format.

use std::path::{Path, PathBuf};

use inkstone::__cli::save_bytes;
use inkstone::Error;

use crate::failure::Failure;
use crate::input::STANDARD;
use crate::print;

/// The format of the pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Format {
    Png,
    Svg,
}

/// Where pictures go.
#[derive(Debug)]
pub(crate) struct Output {
    path: PathBuf,
    pub(crate) format: Format,
    /// Whether every repetition is written, under its number.
    pub(crate) each: bool,
}

impl Output {
    pub(crate) fn new(path: &Path, repeated: bool) -> Result<Self, Failure> {
        let text = path.to_string_lossy();
        let format = match path.extension().and_then(|ending| ending.to_str()) {
            _ if text == STANDARD => Format::Png,
            Some(ending) if ending.eq_ignore_ascii_case("png") => Format::Png,
            Some(ending) if ending.eq_ignore_ascii_case("svg") => Format::Svg,
            // A device or pipe has no ending.
            _ if path.exists() && !path.is_file() && !path.is_dir() => Format::Png,
            _ => {
                let expected = "a path that ends in .png or .svg, or -";
                return Err(Error::InvalidOption { option: "output", value: text.into_owned(), expected }.into());
            }
        };
        let each = repeated && (text.contains("%d") || text.contains("{n}"));
        Ok(Self { path: path.to_owned(), format, each })
    }

    /// Whether pictures go to standard output.
    pub(crate) fn is_standard(&self) -> bool {
        self.path == Path::new(STANDARD)
    }

    /// Writes a picture, whole or not at all.
    pub(crate) fn write(&self, number: u32, bytes: &[u8]) -> Result<(), Failure> {
        if self.is_standard() {
            return print(bytes);
        }
        if !self.each {
            return Ok(save_bytes(&self.path, bytes)?);
        }
        let number = number.to_string();
        let path = self.path.to_string_lossy().replace("%d", &number).replace("{n}", &number);
        Ok(save_bytes(Path::new(&path), bytes)?)
    }
}
