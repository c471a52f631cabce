//! [`Paragraph`]: what a text says, with its styles and the box it is set in.

use std::sync::Arc;

use super::{TextStyle, Wrapping};

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

/// `textBaseline` of Canvas 2D (<https://html.spec.whatwg.org/multipage/canvas.html#dom-context-2d-textbaseline>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Baseline {
    /// The alphabetic baseline of the first line.
    #[default]
    Alphabetic,
    /// The top of the first line's em square.
    Top,
    /// Halfway between the top of the first line's em square and the bottom of the last line's.
    Middle,
    /// The bottom of the first line's em square, on which ideographs stand.
    Ideographic,
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

    /// Cuts the text after a number of lines; the last one then ends in an ellipsis.
    #[must_use]
    pub fn with_max_lines(mut self, max_lines: usize) -> Self {
        self.max_lines = Some(max_lines);
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
}

impl From<(&str, TextStyle)> for Paragraph {
    fn from((text, style): (&str, TextStyle)) -> Self {
        Self::new(text, style)
    }
}
