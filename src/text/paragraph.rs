//! [`Paragraph`]: what a text says, with its styles and the box it is set in.

use std::sync::Arc;

use super::fitting::{Ellipsis, Fit, VerticalAlign};
use super::{InlineBox, OBJECT, TextStyle, Wrapping};

/// Text to be laid out: spans of style, the width to wrap at, and how lines stand.
///
/// ```
/// use inkstone::{Align, Paragraph, TextStyle};
/// let body = TextStyle::new(16.0);
/// let text = Paragraph::new("墨は五彩を", body.clone())
///     .with_span("兼ねる", body.with_weight(TextStyle::BOLD))
///     .with_width(120.0)
///     .with_align(Align::Center);
/// assert_eq!(text.text(), "墨は五彩を兼ねる");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    pub(crate) text: String,
    /// Where each span ends in `text`, and its style. Never empty; the last ends at the text's end.
    pub(crate) spans: Vec<(usize, TextStyle)>,
    pub(crate) width: Option<f64>,
    pub(crate) align: Align,
    pub(crate) anchor: Anchor,
    pub(crate) line_height: LineHeight,
    pub(crate) max_lines: Option<usize>,
    pub(crate) height: Option<f64>,
    pub(crate) vertical_align: VerticalAlign,
    pub(crate) ellipsis: Ellipsis,
    pub(crate) fit: Option<Fit>,
    /// Whether faces that stand in for others have a say in the height of lines.
    pub(crate) fallback_heights: bool,
    /// Boxes, each with the number of the span that holds nothing but its place.
    pub(crate) boxes: Vec<(usize, InlineBox)>,
    pub(crate) missing: MissingGlyph,
    pub(crate) wrapping: Wrapping,
    pub(crate) language: Option<Arc<str>>,
}

/// Where lines stand in the paragraph's width (`text-align`). Without a width the widest line is the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Align {
    /// At the side where the paragraph's direction begins.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the side where the paragraph's direction ends.
    End,
    /// From side to side, all lines but the last: spaces and the gaps between ideographs grow.
    Justify,
}

/// Which point of the paragraph is put onto the origin given to the scene.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// Across: of the paragraph's width, or of the widest line where none is set.
    pub text: TextAnchor,
    /// Down.
    pub baseline: Baseline,
}

/// `text-anchor` of SVG, `textAlign` of Canvas 2D.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextAnchor {
    /// The side where the paragraph's direction begins.
    #[default]
    Start,
    /// The middle.
    Middle,
    /// The side where the paragraph's direction ends.
    End,
}

/// `textBaseline` of Canvas 2D (<https://html.spec.whatwg.org/multipage/canvas.html#dom-context-2d-textbaseline>). Where the
/// paragraph has a height, `Top`, `Middle` and `Bottom` are those of its box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Baseline {
    /// The alphabetic baseline of the first line.
    #[default]
    Alphabetic,
    /// The top of the first line's em square.
    Top,
    /// Halfway between the top of the first line's em square and the bottom of the last line's.
    Middle,
    /// The line on which the first line's ideographs stand: as the face has it
    /// ([`FaceMetrics::ideographic_baseline`](crate::FaceMetrics::ideographic_baseline)), mostly the bottom of the em square.
    Ideographic,
    /// The line from which the letters of some Indian scripts hang: as the face of the first line has it
    /// ([`FaceMetrics::hanging_baseline`](crate::FaceMetrics::hanging_baseline)).
    Hanging,
    /// The bottom of the last line's em square.
    Bottom,
}

/// Distance from baseline to baseline (`line-height`).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum LineHeight {
    /// Ascent, descent and line gap of each span's first family.
    #[default]
    Normal,
    /// A multiple of each span's size.
    Relative(f64),
    /// Logical px.
    Px(f64),
}

/// What happens to characters that no face has a glyph for. The report names them in every mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MissingGlyph {
    /// A visible box in their place.
    #[default]
    Tofu,
    /// [`Error::MissingGlyph`](crate::Error::MissingGlyph).
    Error,
    /// They are left out and take no space.
    Skip,
}

impl Paragraph {
    /// Text in one style. `\n` begins a new line.
    #[must_use]
    pub fn new(text: impl Into<String>, style: TextStyle) -> Self {
        let text = text.into();
        Self {
            spans: vec![(text.len(), style)],
            text,
            width: None,
            align: Align::Start,
            anchor: Anchor::default(),
            line_height: LineHeight::Normal,
            max_lines: None,
            height: None,
            vertical_align: VerticalAlign::Top,
            ellipsis: Ellipsis::default(),
            fit: None,
            fallback_heights: false,
            boxes: Vec::new(),
            missing: MissingGlyph::Tofu,
            wrapping: Wrapping::default(),
            language: None,
        }
    }

    /// Appends text in another style.
    #[must_use]
    pub fn with_span(mut self, text: &str, style: TextStyle) -> Self {
        self.text.push_str(text);
        self.spans.push((self.text.len(), style));
        self
    }

    /// Wraps lines at a width in logical px.
    #[must_use]
    pub fn with_width(mut self, width: f64) -> Self {
        self.width = Some(width);
        self
    }

    /// Where lines stand in the width.
    #[must_use]
    pub fn with_align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// Which point of the paragraph is put onto the origin.
    #[must_use]
    pub fn with_anchor(mut self, text: TextAnchor, baseline: Baseline) -> Self {
        self.anchor = Anchor { text, baseline };
        self
    }

    /// Distance from baseline to baseline.
    #[must_use]
    pub fn with_line_height(mut self, line_height: LineHeight) -> Self {
        self.line_height = line_height;
        self
    }

    /// Cuts the text after a number of lines; the last one then shows an ellipsis.
    #[must_use]
    pub fn with_max_lines(mut self, max_lines: usize) -> Self {
        self.max_lines = Some(max_lines);
        self
    }

    /// The height of the box in logical px: lines that do not wholly fit are cut, but for the first, and the last one that
    /// is left then shows an ellipsis.
    #[must_use]
    pub fn with_height(mut self, height: f64) -> Self {
        self.height = Some(height);
        self
    }

    /// Where lines lie in the height.
    #[must_use]
    pub fn with_vertical_align(mut self, vertical_align: VerticalAlign) -> Self {
        self.vertical_align = vertical_align;
        self
    }

    /// What shows that the text was cut.
    #[must_use]
    pub fn with_ellipsis(mut self, ellipsis: Ellipsis) -> Self {
        self.ellipsis = ellipsis;
        self
    }

    /// Chooses the size so that the text fills its box.
    #[must_use]
    pub fn with_fit(mut self, fit: Fit) -> Self {
        self.fit = Some(fit);
        self
    }

    /// Whether faces that stand in for the first family have a say in the height of lines. By default they have not, so
    /// that lines keep their distance whatever scripts are on them.
    #[must_use]
    pub fn with_fallback_heights(mut self, fallback_heights: bool) -> Self {
        self.fallback_heights = fallback_heights;
        self
    }

    /// Appends a box, which stands in the line as a letter does. The style says where it stands, and what is behind, below
    /// and above it.
    #[must_use]
    pub fn with_inline_box(mut self, inline: InlineBox, style: TextStyle) -> Self {
        self.boxes.push((self.spans.len(), inline));
        self.text.push(OBJECT);
        self.spans.push((self.text.len(), style));
        self
    }

    /// What happens to characters that no face has a glyph for.
    #[must_use]
    pub fn with_missing_glyph(mut self, missing: MissingGlyph) -> Self {
        self.missing = missing;
        self
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte range and style of each span, in order.
    pub fn spans(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &TextStyle)> {
        let mut start = 0;
        self.spans.iter().map(move |(end, style)| {
            let range = start..*end;
            start = *end;
            (range, style)
        })
    }

    /// The paragraph with all lengths of its text times a factor; its box stays.
    pub(super) fn scaled(&self, factor: f64) -> Self {
        let mut scaled = self.clone();
        scaled.fit = None;
        scaled.spans.iter_mut().for_each(|(_, style)| style.scale(factor));
        scaled.boxes.iter_mut().for_each(|(_, inline)| inline.scale(factor));
        if let LineHeight::Px(height) = &mut scaled.line_height {
            *height *= factor;
        }
        scaled.wrapping.scale(factor);
        scaled
    }
}

impl From<(&str, TextStyle)> for Paragraph {
    fn from((text, style): (&str, TextStyle)) -> Self {
        Self::new(text, style)
    }
}
