//! [`TextStyle`]: how characters look.

use std::sync::Arc;

use crate::paint::Paint;

/// How the characters of a span look. Lengths are logical px.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    pub(crate) families: Arc<[String]>,
    pub(crate) size: f64,
    pub(crate) weight: u16,
    pub(crate) italic: bool,
    pub(crate) paint: Paint,
    pub(crate) letter_spacing: f64,
    pub(crate) underline: bool,
    pub(crate) strikethrough: bool,
    pub(crate) language: Option<Arc<str>>,
}

impl TextStyle {
    /// Weight of a regular face.
    pub const REGULAR: u16 = 400;
    /// Weight of a bold face.
    pub const BOLD: u16 = 700;

    /// Black text of a size (px per em), in the engine's first family, upright and regular.
    #[must_use]
    pub fn new(size: f64) -> Self {
        Self {
            families: Arc::new([]),
            size,
            weight: Self::REGULAR,
            italic: false,
            paint: Paint::BLACK,
            letter_spacing: 0.0,
            underline: false,
            strikethrough: false,
            language: None,
        }
    }

    /// Families in the order of preference (`font-family`). Each cluster of characters takes the first family that has
    /// glyphs for all of it, then the library's faces in the order they were added.
    #[must_use]
    pub fn with_families<S: Into<String>>(mut self, families: impl IntoIterator<Item = S>) -> Self {
        self.families = families.into_iter().map(Into::into).collect();
        self
    }

    /// Size in logical px per em (`font-size`).
    #[must_use]
    pub fn with_size(mut self, size: f64) -> Self {
        self.size = size;
        self
    }

    /// Weight from 1 to 1000 (`font-weight`); the nearest face is taken as CSS says.
    #[must_use]
    pub fn with_weight(mut self, weight: u16) -> Self {
        self.weight = weight;
        self
    }

    /// Italic; a family without an italic face is slanted by 14 degrees (`font-style`).
    #[must_use]
    pub fn with_italic(mut self, italic: bool) -> Self {
        self.italic = italic;
        self
    }

    /// A colour or gradient. A gradient's coordinates are the scene's where the text stands, as for shapes.
    #[must_use]
    pub fn with_paint(mut self, paint: impl Into<Paint>) -> Self {
        self.paint = paint.into();
        self
    }

    /// Space added after each cluster of characters, in px (`letter-spacing`); may be negative.
    #[must_use]
    pub fn with_letter_spacing(mut self, letter_spacing: f64) -> Self {
        self.letter_spacing = letter_spacing;
        self
    }

    /// A line below the text, at the place and thickness the font says.
    #[must_use]
    pub fn with_underline(mut self, underline: bool) -> Self {
        self.underline = underline;
        self
    }

    /// A line through the text, at the place and thickness the font says.
    #[must_use]
    pub fn with_strikethrough(mut self, strikethrough: bool) -> Self {
        self.strikethrough = strikethrough;
        self
    }

    /// The language as a BCP 47 tag (`zh-Hans`, `zh-Hant`, `ja`, `ko`, ...): chooses the regional forms of Han
    /// characters that the face has.
    #[must_use]
    pub fn with_language(mut self, language: &str) -> Self {
        self.language = Some(language.into());
        self
    }
}
