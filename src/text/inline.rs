//! [`InlineBox`]: a picture, or room for something, among the letters.

use crate::image::Image;

/// Stands in the text where a box does (OBJECT REPLACEMENT CHARACTER).
pub(crate) const OBJECT: char = '\u{fffc}';

/// A box that stands in a line as a letter does, with room for a picture.
///
/// ```
/// use inkstone::{Engine, InlineAlign, InlineBox, Paragraph, RenderOptions, TextStyle};
///
/// let style = TextStyle::new(16.0);
/// let text = Paragraph::new("按 ", style.clone())
///     .with_inline_box(InlineBox::new(24.0, 16.0).with_align(InlineAlign::Middle), style.clone())
///     .with_span(" 键", style);
/// # #[cfg(feature = "bundled-fonts")] {
/// let layout = Engine::new().canvas().layout(&text, &RenderOptions::new())?;
/// let placed = layout.boxes[0].rect;
/// assert!((placed.width() - 24.0).abs() < 1e-9 && placed.x1 < layout.lines[0].width);
/// # }
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct InlineBox {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) align: InlineAlign,
    pub(crate) image: Option<Image>,
}

/// How high a box stands (`vertical-align` of a picture in CSS). Heights are those of the first family of the style that it
/// is given with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum InlineAlign {
    /// Its bottom on the baseline.
    #[default]
    Baseline,
    /// Its middle half the height of a small letter above the baseline.
    Middle,
    /// Its middle in the middle of the em square, in which ideographs stand.
    Center,
    /// Its top where the text's highest parts end.
    TextTop,
    /// Its bottom where the text's lowest parts end.
    TextBottom,
    /// Its bottom so many logical px above the baseline.
    Px(f64),
}

impl InlineBox {
    /// An empty box of a size in logical px, its bottom on the baseline.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, align: InlineAlign::Baseline, image: None }
    }

    /// How high it stands.
    #[must_use]
    pub fn with_align(mut self, align: InlineAlign) -> Self {
        self.align = align;
        self
    }

    /// A picture, scaled to the box.
    #[must_use]
    pub fn with_image(mut self, image: &Image) -> Self {
        self.image = Some(image.clone());
        self
    }

    /// Width in logical px.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Height in logical px.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.height
    }

    pub(super) fn scale(&mut self, factor: f64) {
        self.width *= factor;
        self.height *= factor;
        if let InlineAlign::Px(px) = &mut self.align {
            *px *= factor;
        }
    }
}
