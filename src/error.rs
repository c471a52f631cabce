//! [`Error`]: every refusal of the engine, with the value that was refused.

use std::fmt;
use std::path::PathBuf;

/// Why something was refused. Every variant names the offending value and what would have been accepted.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A number of the [`Limits`](crate::Limits) would have been exceeded.
    LimitExceeded {
        /// The field of [`Limits`](crate::Limits).
        limit: &'static str,
        /// What was asked for.
        asked: u64,
        /// What is allowed.
        allowed: u64,
    },
    /// A number in a scene is NaN, infinite or outside its range.
    InvalidNumber {
        /// Index of the scene item, counted from 0 in the order of the builder's calls.
        item: usize,
        /// What the number stands for.
        what: &'static str,
        /// The number.
        value: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// A scene pops what it did not push, or does not pop what it pushed.
    Unbalanced {
        /// Index of the scene item.
        item: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// A scene, pixmap or output has no acceptable size.
    InvalidSize {
        /// Width as asked for.
        width: f64,
        /// Height as asked for.
        height: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// An option or style holds a value outside its range.
    InvalidOption {
        /// The option's name.
        option: &'static str,
        /// The value, as text.
        value: String,
        /// What is accepted.
        expected: &'static str,
    },
    /// SVG path data that does not follow the grammar.
    InvalidPathData {
        /// Byte offset of the offence.
        position: usize,
        /// The text there, shortened.
        found: String,
        /// What the grammar expects there.
        expected: &'static str,
    },
    /// JSON that does not describe a scene.
    InvalidJson {
        /// Where in the JSON: `items[3].fill.paint`; empty for the whole.
        path: String,
        /// Line and column, both from 1, where the reader stood; `None` where what was read turned out wrong later.
        position: Option<(usize, usize)>,
        /// What stands there, shortened.
        found: String,
        /// What is accepted.
        expected: String,
    },
    /// Text was to be drawn by an engine that has no font.
    NoFont,
    /// No face has a glyph for a character, and the paragraph asked for an error.
    MissingGlyph {
        /// The character.
        character: char,
        /// Its byte offset in the paragraph's text.
        position: usize,
    },
    /// A font file was refused.
    InvalidFont {
        /// File name or family, as far as known.
        font: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An encoded or raw picture was refused.
    InvalidImage {
        /// What is wrong with it.
        reason: String,
    },
    /// A picture of a scene was refused.
    SceneImage {
        /// Where it stands: `items[3].image` in a scene read from JSON, `scene item 3` in another, counted from 0 in the
        /// order of the builder's calls. Of a picture inside a pattern, that of the item it paints, and `, in its pattern`.
        place: String,
        /// Why: [`InvalidImage`](Self::InvalidImage), [`LimitExceeded`](Self::LimitExceeded) or
        /// [`NoFont`](Self::NoFont).
        source: Box<Error>,
    },
    /// A caller's pixel buffer does not fit the picture.
    InvalidBuffer {
        /// What does not fit.
        what: &'static str,
        /// The buffer's value.
        got: usize,
        /// The value it must have (at least).
        needed: usize,
    },
    /// The chosen rasterizer or file format cannot do what was asked.
    Unsupported {
        /// What cannot be done, and by whom.
        what: &'static str,
    },
    /// The render's deadline passed. The canvas can be used again.
    DeadlineExceeded,
    /// The render's [`CancelToken`](crate::CancelToken) was cancelled. The canvas can be used again.
    Cancelled,
    /// Reading or writing failed.
    Io {
        /// The file, where there is one.
        path: Option<PathBuf>,
        /// The system's error.
        source: std::io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LimitExceeded { limit, asked, allowed } => {
                write!(f, "limit `{limit}` exceeded: {asked} asked for, {allowed} allowed")
            }
            Self::InvalidNumber { item, what, value, expected } => {
                write!(f, "scene item {item}: {what} is {value}, expected {expected}")
            }
            Self::Unbalanced { item, what } => write!(f, "scene item {item}: {what}"),
            Self::InvalidSize { width, height, expected } => {
                write!(f, "size {width} x {height} is refused, expected {expected}")
            }
            Self::InvalidOption { option, value, expected } => {
                write!(f, "`{option}` is {value}, expected {expected}")
            }
            Self::InvalidPathData { position, found, expected } => {
                write!(f, "path data at byte {position}: found {found:?}, expected {expected}")
            }
            Self::InvalidJson { path, position, found, expected } => {
                f.write_str(if path.is_empty() { "JSON scene" } else { path })?;
                if let Some((line, column)) = position {
                    write!(f, " (line {line}, column {column})")?;
                }
                write!(f, ": found {found}, expected {expected}")
            }
            Self::NoFont => f.write_str("text needs a font, and the engine's font library is empty"),
            Self::MissingGlyph { character, position } => write!(
                f,
                "no face has a glyph for U+{:04X} {character:?} at byte {position} of the text",
                u32::from(*character)
            ),
            Self::InvalidFont { font, reason } => write!(f, "font {font:?} is refused: {reason}"),
            Self::InvalidImage { reason } => write!(f, "image is refused: {reason}"),
            Self::SceneImage { place, source } => write!(f, "{place}: {source}"),
            Self::InvalidBuffer { what, got, needed } => {
                write!(f, "pixel buffer: {what} is {got}, needed {needed}")
            }
            Self::Unsupported { what } => f.write_str(what),
            Self::DeadlineExceeded => f.write_str("the render's deadline passed"),
            Self::Cancelled => f.write_str("the render was cancelled"),
            Self::Io { path: Some(path), source } => write!(f, "{}: {source}", path.display()),
            Self::Io { path: None, source } => write!(f, "{source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::SceneImage { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Longest text shown of a name or value that came from outside.
const SHOWN: usize = 64;

/// A name or value as errors show it: its beginning, if it is long.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Error {
    /// What a picture of a scene was refused with, with the place of the picture. That a render was stopped is no fault
    /// of its pictures.
    pub(crate) fn of_image(self, place: impl FnOnce() -> String) -> Self {
        match self {
            Self::InvalidImage { .. } | Self::LimitExceeded { .. } | Self::NoFont => {
                Self::SceneImage { place: place(), source: Box::new(self) }
            }
            other => other,
        }
    }
}

impl Error {
    /// What the tile of a pattern was refused with, whose item it names.
    pub(crate) fn in_pattern(self) -> Self {
        match self {
            Self::InvalidNumber { item, what: "coordinate in device pixels", value, expected } => {
                Self::InvalidNumber { item, what: "coordinate in device pixels of its pattern", value, expected }
            }
            other => other,
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(source: std::io::Error) -> Self {
        Self::Io { path: None, source }
    }
}
