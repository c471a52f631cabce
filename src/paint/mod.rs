//! Paints, gradients, patterns, strokes, filters and blend modes: plain data, no backend types.

mod blend;
mod filter;
mod gradient;
mod interpolation;
mod pattern;
mod source;
mod stroke;

pub use blend::BlendMode;
pub use filter::{DropShadow, Filter, Shadow};
pub use gradient::{Gradient, GradientKind, GradientStop, Spread};
pub use interpolation::Interpolation;
pub(crate) use interpolation::RampColor;
pub(crate) use pattern::Tile;
pub use pattern::{Pattern, Repeat};
pub use source::{Color, FillRule, Paint};
pub use stroke::{Cap, Join, Stroke, StrokeAlign, StrokeScaling};
