//! Lines under, over and through a span, and what is behind it.

use std::ops::Range;

use kurbo::{BezPath, Point, Rect};

use super::flow::SpanInfo;
use super::{DecorationKind, DecorationShape, LineStyle, SkipInk};
use crate::paint::{Cap, Stroke};

/// Least thickness of lines, in em: some fonts give none.
const LEAST_LINE: f64 = 1.0 / 32.0;
/// Dots, dashes or waves of a piece of a line, at most: beyond it they grow longer.
const MOST_WAVES: f64 = 10_000.0;
/// Length of a wave, and how far its control points lie from its middle, in thicknesses. Its amplitude is what a cubic with
/// its control points above each other makes of it.
const WAVE: f64 = 6.0;
const WAVE_REACH: f64 = 4.5;
const WAVE_AMPLITUDE: f64 = WAVE_REACH * 0.288_675_134_594_812_9;

/// A line of a span, from its upper to its lower edge.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) kind: DecorationKind,
    pub(super) top: f64,
    pub(super) bottom: f64,
    thickness: f64,
}

/// The lines that a span has, on a baseline; those before the glyphs first.
pub(super) fn marks(span: &SpanInfo<'_>, baseline: f64) -> impl Iterator<Item = Mark> {
    let (style, metrics, size) = (span.style, &span.metrics, span.size);
    let look = &style.decoration;
    let thickness = |own: f64| look.thickness.unwrap_or(own.max(LEAST_LINE) * size);
    let height = |thickness: f64| match look.line {
        LineStyle::Solid | LineStyle::Dotted | LineStyle::Dashed => thickness,
        LineStyle::Double => 3.0 * thickness,
        LineStyle::Wavy => thickness * (1.0 + 2.0 * WAVE_AMPLITUDE),
    };
    let mark = move |kind, thickness: f64, top: f64| Mark { kind, top, bottom: top + height(thickness), thickness };
    let under = style.underline.then(|| {
        let thickness = thickness(metrics.underline_thickness);
        let top = match look.underline_offset {
            Some(offset) => baseline + offset,
            None => baseline - metrics.underline_position * size - thickness / 2.0,
        };
        mark(DecorationKind::Underline, thickness, top)
    });
    let over = style.overline.then(|| {
        let thickness = thickness(metrics.underline_thickness);
        mark(DecorationKind::Overline, thickness, baseline - metrics.ascent * size - height(thickness))
    });
    let through = style.strikethrough.then(|| {
        let thickness = thickness(metrics.strikethrough_thickness);
        let centre = baseline - metrics.strikethrough_position * size;
        mark(DecorationKind::Strikethrough, thickness, centre - height(thickness) / 2.0)
    });
    [under, over, through].into_iter().flatten()
}

/// Whether glyphs interrupt a span's lines.
pub(super) fn skips_ink(span: &SpanInfo<'_>, ideographic: bool) -> bool {
    match span.style.decoration.skip_ink {
        SkipInk::Auto => !ideographic,
        SkipInk::All => true,
        SkipInk::None => false,
    }
}

impl Mark {
    /// The pieces of an extent that ink leaves of the line, with the space of its thickness beside each ink.
    pub(super) fn pieces(&self, extent: Range<f64>, ink: &mut [(f64, f64)]) -> Vec<Range<f64>> {
        ink.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let (mut pieces, mut at) = (Vec::new(), extent.start);
        let mut add = |piece: Range<f64>| {
            // Slivers are left out; the line itself may be one.
            if piece.end - piece.start > self.thickness || piece == extent {
                pieces.push(piece);
            }
        };
        for &mut (left, right) in ink {
            let (left, right) = (left - self.thickness, right + self.thickness);
            if left > at {
                add(at..left.min(extent.end));
            }
            at = at.max(right);
        }
        if at < extent.end {
            add(at..extent.end);
        }
        pieces
    }

    /// Draws a piece.
    pub(super) fn draw(&self, style: LineStyle, piece: Range<f64>, mut add: impl FnMut(Rect, DecorationShape)) {
        let (t, length) = (self.thickness, piece.end - piece.start);
        let whole = Rect::new(piece.start, self.top, piece.end, self.bottom);
        let centre = self.top + (self.bottom - self.top) / 2.0;
        let along = |from: f64, to: f64| {
            let mut path = BezPath::new();
            path.move_to((from, centre));
            path.line_to((to, centre));
            path
        };
        match style {
            LineStyle::Solid => add(whole, DecorationShape::Filled),
            LineStyle::Double => {
                add(Rect { y1: self.top + t, ..whole }, DecorationShape::Filled);
                add(Rect { y0: self.bottom - t, ..whole }, DecorationShape::Filled);
            }
            LineStyle::Dotted => {
                // From the first to the last dot's centre, at equal distances.
                let (from, to) = (piece.start + t / 2.0, piece.end - t / 2.0);
                if to <= from {
                    add(whole, DecorationShape::Filled);
                    return;
                }
                let gaps = ((to - from) / (2.0 * t)).round().clamp(1.0, MOST_WAVES);
                let step = (to - from) / gaps;
                // The last dot is not lost to rounding.
                let path = along(from, to + step / 4.0);
                let stroke = Stroke::new(t).with_cap(Cap::Round).with_dashes([0.0, step]);
                add(whole, DecorationShape::Stroked(path, stroke));
            }
            LineStyle::Dashed => {
                let dashes = ((length + 2.0 * t) / (5.0 * t)).round().clamp(1.0, MOST_WAVES);
                let unit = length / (5.0 * dashes - 2.0);
                let stroke = Stroke::new(t).with_dashes([3.0 * unit, 2.0 * unit]);
                add(whole, DecorationShape::Stroked(along(piece.start, piece.end), stroke));
            }
            LineStyle::Wavy => {
                // The ends of the stroke lean over the first and the last point, by less than half its thickness.
                let (from, to) = (piece.start + t / 2.0, piece.end - t / 2.0);
                if to <= from {
                    add(Rect { y0: centre - t / 2.0, y1: centre + t / 2.0, ..whole }, DecorationShape::Filled);
                    return;
                }
                let waves = ((to - from) / (WAVE * t)).round().clamp(1.0, MOST_WAVES);
                let (step, reach) = ((to - from) / waves, WAVE_REACH * t);
                let mut path = BezPath::new();
                path.move_to((from, centre));
                for wave in 0..waves as u32 {
                    let x = from + f64::from(wave) * step;
                    let middle = x + step / 2.0;
                    let end = from + f64::from(wave + 1) * step;
                    path.curve_to(
                        Point::new(middle, centre + reach),
                        Point::new(middle, centre - reach),
                        Point::new(end, centre),
                    );
                }
                add(whole, DecorationShape::Stroked(path, Stroke::new(t)));
            }
        }
    }
}
