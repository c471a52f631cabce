//! [`Stroke`]: how an outline is drawn.

/// How the outline of a shape is drawn, with the defaults and semantics of Canvas 2D
/// (<https://html.spec.whatwg.org/multipage/canvas.html#line-styles>); but as in SVG, and other than on a canvas, a subpath
/// of no length draws its round or square caps.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub(crate) width: f64,
    pub(crate) cap: Cap,
    pub(crate) join: Join,
    pub(crate) miter_limit: f64,
    pub(crate) dashes: Vec<f64>,
    pub(crate) dash_offset: f64,
}

/// The end of an open line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cap {
    /// Cut at the end point.
    #[default]
    Butt,
    /// A half circle around the end point.
    Round,
    /// Half a square beyond the end point.
    Square,
}

/// The corner between two segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Join {
    /// Edges are prolonged until they meet, up to the miter limit.
    #[default]
    Miter,
    /// A circle around the corner.
    Round,
    /// The corner is cut off.
    Bevel,
}

impl Stroke {
    /// A stroke of a width in logical px, with butt caps, miter joins, a miter limit of 10 and no dashes.
    #[must_use]
    pub const fn new(width: f64) -> Self {
        Self { width, cap: Cap::Butt, join: Join::Miter, miter_limit: 10.0, dashes: Vec::new(), dash_offset: 0.0 }
    }

    /// How open ends look.
    #[must_use]
    pub fn with_cap(mut self, cap: Cap) -> Self {
        self.cap = cap;
        self
    }

    /// How corners look.
    #[must_use]
    pub fn with_join(mut self, join: Join) -> Self {
        self.join = join;
        self
    }

    /// The longest miter, as a multiple of the width; longer ones become bevels.
    #[must_use]
    pub fn with_miter_limit(mut self, miter_limit: f64) -> Self {
        self.miter_limit = miter_limit;
        self
    }

    /// Lengths of dashes and gaps, in turn. An odd number of lengths is repeated once, as in Canvas 2D and SVG; no
    /// lengths, or lengths that sum to zero, draw a solid line.
    #[must_use]
    pub fn with_dashes(mut self, dashes: impl Into<Vec<f64>>) -> Self {
        self.dashes = dashes.into();
        self
    }

    /// How far into the dash pattern each subpath starts (`lineDashOffset`); may be negative.
    #[must_use]
    pub fn with_dash_offset(mut self, dash_offset: f64) -> Self {
        self.dash_offset = dash_offset;
        self
    }

    /// Width in logical px.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.width
    }
}

impl Default for Stroke {
    fn default() -> Self {
        Self::new(1.0)
    }
}

impl From<f64> for Stroke {
    fn from(width: f64) -> Self {
        Self::new(width)
    }
}
