//! Paints as tiny-skia's shaders.

use kurbo::{Affine, Point};
use tiny_skia as ts;

use super::convert::transform_to_tiny_skia;
use crate::outline::{is_singular, rotation};
use crate::paint::{Color, Gradient, GradientKind, Paint, Spread};

/// A paint and the transform from its coordinates to device pixels.
#[derive(Debug)]
pub(crate) struct Ink {
    pub(super) paint: Paint,
    pub(super) transform: Affine,
}

/// The shader of a paint; `None` where it paints nothing: gradients without stops, without extent (Canvas 2D), or under
/// a transform that cannot be inverted.
pub(super) fn shader(paint: &Paint, transform: Affine) -> Option<ts::Shader<'static>> {
    match paint {
        Paint::Solid(color) => Some(ts::Shader::SolidColor(color_to_ts(*color))),
        Paint::Gradient(gradient) => gradient_shader(gradient, transform * gradient.transform()),
        // Planned as its tile's pixels.
        Paint::Pattern(_) => None,
    }
}

fn gradient_shader(gradient: &Gradient, transform: Affine) -> Option<ts::Shader<'static>> {
    if is_singular(transform) {
        return None;
    }
    let stops = stops(gradient)?;
    // Where tiny-skia's own test would let infinities pass.
    let inverse = transform_to_tiny_skia(transform).invert()?;
    if ![inverse.sx, inverse.kx, inverse.ky, inverse.sy, inverse.tx, inverse.ty].iter().all(|v| v.is_finite()) {
        return None;
    }
    let spread = match gradient.spread() {
        Spread::Pad => ts::SpreadMode::Pad,
        Spread::Repeat => ts::SpreadMode::Repeat,
        Spread::Reflect => ts::SpreadMode::Reflect,
    };
    match gradient.kind() {
        GradientKind::Linear { start, end } => {
            if start == end {
                return None;
            }
            ts::LinearGradient::new(point(start), point(end), stops, spread, transform_to_tiny_skia(transform))
        }
        GradientKind::Radial { start_center, start_radius, end_center, end_radius } => {
            if start_center == end_center && start_radius == end_radius {
                return None;
            }
            ts::RadialGradient::new(
                point(start_center),
                start_radius as f32,
                point(end_center),
                end_radius as f32,
                stops,
                spread,
                transform_to_tiny_skia(transform),
            )
        }
        GradientKind::Conic { center, start_angle } => {
            // Turned by our own trigonometry; tiny-skia's angles then run from 0 to 360 degrees.
            let turned = transform * Affine::translate(center.to_vec2()) * rotation(start_angle);
            ts::SweepGradient::new(ts::Point::zero(), 0.0, 360.0, stops, spread, transform_to_tiny_skia(turned))
        }
    }
}

/// At least two stops: with one, tiny-skia would paint also where a gradient between two circles paints nothing.
fn stops(gradient: &Gradient) -> Option<Vec<ts::GradientStop>> {
    let to_ts = |offset: f64, color: [f64; 4]| {
        let [r, g, b, a] = color.map(|c| (c / 255.0) as f32);
        // All are within its range.
        let color = ts::Color::from_rgba(r, g, b, a).unwrap_or(ts::Color::TRANSPARENT);
        ts::GradientStop::new(offset as f32, color)
    };
    match gradient.colors().as_slice() {
        [] => None,
        [one] => Some(vec![to_ts(0.0, one.color), to_ts(1.0, one.color)]),
        many => Some(many.iter().map(|stop| to_ts(stop.offset, stop.color)).collect()),
    }
}

fn point(p: Point) -> ts::Point {
    ts::Point::from_xy(p.x as f32, p.y as f32)
}

/// Rounded to 8 bits, so that text, which is blended from bytes, has the colour of shapes.
fn color_to_ts(color: Color) -> ts::Color {
    let [r, g, b, a] = color.to_rgba8().to_u8_array();
    ts::Color::from_rgba8(r, g, b, a)
}
