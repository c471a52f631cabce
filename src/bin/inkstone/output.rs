//! [`Output`]: where pictures go, and in which format.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use inkstone::__cli::save_with;
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
        Ok(save_with(&self.path(number), |file| Ok(file.write_all(bytes)?))?)
    }

    /// Writes a picture as it is made, whole or, where it goes into a file, not at all; gives the number of its bytes.
    pub(crate) fn stream(&self, make: impl FnOnce(&mut dyn Write) -> Result<(), Error>) -> Result<usize, Failure> {
        let mut bytes = 0;
        if self.is_standard() {
            let mut out = BufWriter::new(std::io::stdout().lock());
            let made = make(&mut Counted { out: &mut out, bytes: &mut bytes }).and_then(|()| Ok(out.flush()?));
            return match made {
                Err(Error::Io { source, .. }) => Err(Failure::io("standard output", source)),
                made => Ok(made.map(|()| bytes)?),
            };
        }
        save_with(&self.path(0), |file| make(&mut Counted { out: file, bytes: &mut bytes }))?;
        Ok(bytes)
    }

    fn path(&self, number: u32) -> PathBuf {
        if !self.each {
            return self.path.clone();
        }
        let number = number.to_string();
        self.path.to_string_lossy().replace("%d", &number).replace("{n}", &number).into()
    }
}

/// Counts what is written.
struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: &'a mut usize,
}

impl Write for Counted<'_> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(buffer)?;
        *self.bytes += written;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
