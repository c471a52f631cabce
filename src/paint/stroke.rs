//! [`Stroke`]: how an outline is drawn.

/// How the outline of a shape is drawn, with the defaults and semantics of Canvas 2D
/// (<https://html.spec.whatwg.org/multipage/canvas.html#line-styles>).
///
/// As in SVG (<https://www.w3.org/TR/svg-strokes/#LineCaps>), and other than on a canvas, which draws nothing there, a
/// subpath of no length draws its caps: a circle where they are round, a square along the axes of the shape's coordinates
/// where they are square, nothing where they are butt. A dash of no length lies on its path, and its square along it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub(crate) width: f64,
    pub(crate) cap: Cap,
    pub(crate) join: Join,
    pub(crate) miter_limit: f64,
    pub(crate) dashes: Vec<f64>,
    pub(crate) dash_offset: f64,
    pub(crate) scaling: StrokeScaling,
    pub(crate) align: StrokeAlign,
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

/// What the numbers of a stroke are measured in: its width, dashes and dash offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StrokeScaling {
    /// The shape's coordinates: the pen and the dashes are transformed with the shape, as in Canvas 2D.
    #[default]
    Shape,
    /// Px of the scene, whatever the shape is transformed by: `vector-effect: non-scaling-stroke` of SVG
    /// (<https://www.w3.org/TR/SVG2/coords.html#VectorEffects>). The pen is a circle, scaled by the DPI only.
    Scene,
    /// Device pixels, at every DPI.
    Device,
}

/// On which side of a shape's outline a stroke lies. Inside is what the shape would fill by the non-zero rule, open
/// subpaths closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StrokeAlign {
    /// Half of the width on either side.
    #[default]
    Center,
    /// The whole width inside: a stroke of twice the width, clipped to the shape.
    Inside,
    /// The whole width outside: a stroke of twice the width, without what lies inside the shape.
    ///
    /// It meets the shape at an anti-aliased edge: where the shape is filled, up to a quarter of what lies below shows
    /// through there. Where the fill is opaque, a centred stroke of twice the width, drawn before it, has no such seam.
    Outside,
}

impl Stroke {
    /// A stroke of a width in logical px, with butt caps, miter joins, a miter limit of 10 and no dashes. A width of 0
    /// draws nothing.
    #[must_use]
    pub const fn new(width: f64) -> Self {
        Self {
            width,
            cap: Cap::Butt,
            join: Join::Miter,
            miter_limit: 10.0,
            dashes: Vec::new(),
            dash_offset: 0.0,
            scaling: StrokeScaling::Shape,
            align: StrokeAlign::Center,
        }
    }

    /// A line of one device pixel, at every DPI and whatever the shape is transformed by. (In an SVG document, of one px
    /// of the screen where the renderer knows `vector-effect`, else of the scene.)
    #[must_use]
    pub const fn hairline() -> Self {
        let mut stroke = Self::new(1.0);
        stroke.scaling = StrokeScaling::Device;
        stroke
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

    /// Whether width and dashes are px of the scene, whatever the shape is transformed by: SVG's
    /// `vector-effect: non-scaling-stroke`. Short for [`with_scaling`](Self::with_scaling).
    #[must_use]
    pub fn with_non_scaling(self, non_scaling: bool) -> Self {
        self.with_scaling(if non_scaling { StrokeScaling::Scene } else { StrokeScaling::Shape })
    }

    /// What width, dashes and dash offset are measured in.
    #[must_use]
    pub fn with_scaling(mut self, scaling: StrokeScaling) -> Self {
        self.scaling = scaling;
        self
    }

    /// On which side of the outline it lies.
    #[must_use]
    pub fn with_align(mut self, align: StrokeAlign) -> Self {
        self.align = align;
        self
    }

    /// Width, in logical px unless [`with_scaling`](Self::with_scaling) says otherwise.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.width
    }

    /// How far it reaches from its path at most, in px of its pen.
    pub(crate) fn reach(&self) -> f64 {
        let miter = if self.join == Join::Miter { self.miter_limit.max(1.0) } else { 1.0 };
        self.width / 2.0 * miter.max(std::f64::consts::SQRT_2)
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
