//! [`Shader`]: a paint made ready for device pixels.

use std::sync::Arc;

use kurbo::Affine;

use crate::image::Sampling;
use crate::paint::Paint;
use crate::pixmap::Pixmap;

/// What colour each device pixel has: made once a plan, read by every band.
#[derive(Debug)]
pub(crate) struct Shader {}

impl Shader {
    /// The shader of a paint whose coordinates `transform` maps to device pixels; `None` where it paints nothing.
    pub(crate) fn paint(_paint: &Paint, _transform: Affine) -> Option<Self> {
        None
    }

    /// The shader of a picture whose pixels `transform` maps to device pixels; `None` where it paints nothing.
    pub(crate) fn image(_pixels: &Arc<Pixmap>, _sampling: Sampling, _transform: Affine) -> Option<Self> {
        None
    }
}
