//! [`TextStyle`]: how characters look.

use std::sync::Arc;

use super::decoration::DecorationStyle;
use super::variant::{FontVariant, Variants};
use super::{FontFeature, FontVariation};
use crate::font::Wishes;
use crate::paint::Paint;

/// How the characters of a span look. Lengths are logical px.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    pub(crate) families: Arc<[String]>,
    pub(crate) size: f64,
    pub(crate) weight: u16,
    pub(crate) italic: bool,
    pub(crate) stretch: f64,
    pub(crate) optical_sizing: bool,
    pub(crate) synthesis: FontSynthesis,
    pub(crate) paint: Paint,
    pub(crate) background: Option<Paint>,
    pub(crate) letter_spacing: f64,
    pub(crate) word_spacing: f64,
    pub(crate) baseline_shift: BaselineShift,
    pub(crate) underline: bool,
    pub(crate) overline: bool,
    pub(crate) strikethrough: bool,
    pub(crate) decoration: DecorationStyle,
    pub(crate) variants: Variants,
    pub(crate) features: Arc<[FontFeature]>,
    pub(crate) variations: Arc<[FontVariation]>,
    pub(crate) language: Option<Arc<str>>,
}

/// How high a span's baseline lies (`baseline-shift`, <https://www.w3.org/TR/css-inline-3/#baseline-shift-property>).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum BaselineShift {
    /// On the line's.
    #[default]
    None,
    /// A subscript: smaller and lower by what the font says (`OS/2`). It does not move lines apart.
    Sub,
    /// A superscript: smaller and higher by what the font says (`OS/2`). It does not move lines apart.
    Super,
    /// So many logical px above the line's, in full size.
    Px(f64),
}

/// What may be made from the outlines of other faces where a style has none (`font-synthesis`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FontSynthesis {
    /// Bolder outlines.
    pub weight: bool,
    /// Slanted outlines.
    pub style: bool,
    /// Smaller capitals for small ones, 70 % as large.
    pub small_caps: bool,
}

impl FontSynthesis {
    /// All of it.
    pub const ALL: Self = Self { weight: true, style: true, small_caps: true };
    /// Nothing.
    pub const NONE: Self = Self { weight: false, style: false, small_caps: false };
}

impl Default for FontSynthesis {
    fn default() -> Self {
        Self::ALL
    }
}

impl TextStyle {
    /// All paints of it.
    pub(crate) fn paints(&self) -> impl Iterator<Item = &Paint> {
        [Some(&self.paint), self.background.as_ref(), self.decoration.paint.as_ref()].into_iter().flatten()
    }

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
            stretch: 100.0,
            optical_sizing: true,
            synthesis: FontSynthesis::ALL,
            paint: Paint::BLACK,
            background: None,
            letter_spacing: 0.0,
            word_spacing: 0.0,
            baseline_shift: BaselineShift::None,
            underline: false,
            overline: false,
            strikethrough: false,
            decoration: DecorationStyle::default(),
            variants: Variants::default(),
            features: Arc::new([]),
            variations: Arc::new([]),
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

    /// Weight from 1 to 1000 (`font-weight`); the nearest face is taken as CSS says, and a variable face takes it on its
    /// axis `wght`. From 600 on, a face that is lighter is emboldened, as [`FontSynthesis`] allows.
    #[must_use]
    pub fn with_weight(mut self, weight: u16) -> Self {
        self.weight = weight;
        self
    }

    /// Italic (`font-style`): an italic face, the axis `ital` or `slnt` of a variable one, or else outlines slanted by 14
    /// degrees, as [`FontSynthesis`] allows.
    #[must_use]
    pub fn with_italic(mut self, italic: bool) -> Self {
        self.italic = italic;
        self
    }

    /// Width in per cent, from 50 to 200 (`font-stretch`): 75 is condensed, 100 normal. The nearest face is taken, and a
    /// variable face takes it on its axis `wdth`.
    #[must_use]
    pub fn with_stretch(mut self, stretch: f64) -> Self {
        self.stretch = stretch;
        self
    }

    /// Whether a variable face is fitted to the size by its axis `opsz` (`font-optical-sizing`). By default it is.
    #[must_use]
    pub fn with_optical_sizing(mut self, optical_sizing: bool) -> Self {
        self.optical_sizing = optical_sizing;
        self
    }

    /// What may be made from other faces where there is no bold or italic one. By default all.
    #[must_use]
    pub fn with_synthesis(mut self, synthesis: FontSynthesis) -> Self {
        self.synthesis = synthesis;
        self
    }

    /// A colour or gradient. A gradient's coordinates are the scene's where the text stands, as for shapes.
    #[must_use]
    pub fn with_paint(mut self, paint: impl Into<Paint>) -> Self {
        self.paint = paint.into();
        self
    }

    /// A colour or gradient behind the text, from the ascent to the descent of the first family.
    #[must_use]
    pub fn with_background(mut self, paint: impl Into<Paint>) -> Self {
        self.background = Some(paint.into());
        self
    }

    /// Space added after each cluster of characters, in px (`letter-spacing`); may be negative, and then takes no more than
    /// the cluster's advance. Where it is not 0 letters do not ligate.
    #[must_use]
    pub fn with_letter_spacing(mut self, letter_spacing: f64) -> Self {
        self.letter_spacing = letter_spacing;
        self
    }

    /// Space added to each space between words, in px (`word-spacing`); may be negative, and then takes no more than there
    /// is.
    #[must_use]
    pub fn with_word_spacing(mut self, word_spacing: f64) -> Self {
        self.word_spacing = word_spacing;
        self
    }

    /// A subscript, a superscript or a raised baseline.
    #[must_use]
    pub fn with_baseline_shift(mut self, baseline_shift: BaselineShift) -> Self {
        self.baseline_shift = baseline_shift;
        self
    }

    /// A line below the text, at the place and thickness the font says.
    #[must_use]
    pub fn with_underline(mut self, underline: bool) -> Self {
        self.underline = underline;
        self
    }

    /// A line above the text, on its ascent.
    #[must_use]
    pub fn with_overline(mut self, overline: bool) -> Self {
        self.overline = overline;
        self
    }

    /// A line through the text, at the place and thickness the font says.
    #[must_use]
    pub fn with_strikethrough(mut self, strikethrough: bool) -> Self {
        self.strikethrough = strikethrough;
        self
    }

    /// How the lines below, above and through the text look.
    #[must_use]
    pub fn with_decoration(mut self, decoration: DecorationStyle) -> Self {
        self.decoration = decoration;
        self
    }

    /// Forms of figures, small capitals and the like, by their CSS names (`font-variant`).
    #[must_use]
    pub fn with_variants(mut self, variants: impl IntoIterator<Item = FontVariant>) -> Self {
        self.variants = variants.into_iter().collect();
        self
    }

    /// OpenType features by tag and value (`font-feature-settings`). They come after those of the variants and of letter
    /// spacing, and so overrule them.
    #[must_use]
    pub fn with_features(mut self, features: impl IntoIterator<Item = FontFeature>) -> Self {
        self.features = features.into_iter().collect();
        self
    }

    /// Axes of variable faces by tag (`font-variation-settings`). They overrule what weight, stretch, italics and size say.
    #[must_use]
    pub fn with_variations(mut self, variations: impl IntoIterator<Item = FontVariation>) -> Self {
        self.variations = variations.into_iter().collect();
        self
    }

    /// The language as a BCP 47 tag (`zh-Hans`, `zh-Hant`, `ja`, `ko`, ...): chooses the regional forms of Han
    /// characters that the face has.
    #[must_use]
    pub fn with_language(mut self, language: &str) -> Self {
        self.language = Some(language.into());
        self
    }

    /// What is asked of a face.
    pub(super) fn wishes(&self) -> Wishes<'_> {
        Wishes {
            weight: self.weight,
            stretch: self.stretch,
            italic: self.italic,
            optical_size: self.optical_sizing.then_some(self.size),
            settings: &self.variations,
            embolden: self.synthesis.weight,
            slant: self.synthesis.style,
        }
    }

    /// Whether it asks nothing of the shaper but what all text does.
    pub(super) fn is_plain(&self) -> bool {
        self.variants == Variants::default() && self.features.is_empty()
    }

    /// All lengths times a factor.
    pub(super) fn scale(&mut self, factor: f64) {
        self.size *= factor;
        self.letter_spacing *= factor;
        self.word_spacing *= factor;
        if let BaselineShift::Px(px) = &mut self.baseline_shift {
            *px *= factor;
        }
        let DecorationStyle { thickness, underline_offset, .. } = &mut self.decoration;
        for length in [thickness, underline_offset].into_iter().flatten() {
            *length *= factor;
        }
    }
}
