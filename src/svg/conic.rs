//! Conic gradients, which SVG lacks: a pattern of one tile, filled with thin wedges.
//!
//! A wedge has one colour, and there is one for each step that an 8-bit channel takes, so colours are right to half a
//! step and edges are sharp at every size, which no embedded picture would give. Each wedge reaches under the one that
//! follows it and is covered by it: were they only to touch, the ground would shine through their anti-aliased edges. So
//! wedges are opaque; where stops are translucent, a mask of grey wedges holds the alpha.

use std::f64::consts::TAU;

use kurbo::{Affine, Point, Rect};

use super::number::{Grid, number};
use super::out::Out;
use super::paint::stops_of;
use crate::error::Error;
use crate::outline::{length, max_scale, rotation};
use crate::paint::{Gradient, GradientStop};

/// Most wedges of one turn, as long as it has fewer stops.
const MOST: f64 = 2048.0;

/// How far a wedge reaches under the next, in turns.
const OVERLAP: f64 = 1.0 / 64.0;

/// Edges of a wedge between its sides, in turns: what the polygon lacks of the circle is added to its radius.
const FACET: f64 = 1.0 / 16.0;

/// 1 / cos(half a facet), rounded up.
const FACET_RADIUS: f64 = 1.02;

/// A part of the turn in one colour.
struct Wedge {
    from: f64,
    to: f64,
    color: [u8; 4],
}

/// Writes the pattern `p<id>`, good for the given area of the item's coordinates.
pub(super) fn conic(
    out: &mut Out<'_>,
    id: usize,
    gradient: &Gradient,
    center: Point,
    start_angle: f64,
    area: Rect,
) -> Result<(), Error> {
    let transform = gradient.transform();
    let inverse = transform.inverse();
    let corners = [(area.x0, area.y0), (area.x1, area.y0), (area.x0, area.y1), (area.x1, area.y1)];
    let farthest = corners.iter().map(|c| length(inverse * Point::from(*c) - center)).fold(0.0, f64::max);
    let fan = Fan { center, start_angle, radius: farthest * FACET_RADIUS, grid: Grid::for_scale(max_scale(transform)) };
    let wedges = wedges(&stops_of(gradient));
    let alpha = wedges.first().map_or(0, |wedge| wedge.color[3]);
    let masked = wedges.iter().any(|wedge| wedge.color[3] != alpha);
    if masked {
        // A luminance mask: white lets through, black does not.
        out.push("<mask").id(format_args!("q{id}")).push(" maskUnits=\"userSpaceOnUse\"").rect(area).push(">");
        fan.write(out, transform, area, &wedges, |[.., a]| [a; 3])?;
        out.push("</mask>\n");
    }
    // The tile's contents begin at its corner, for some readers of the standard and all renderers: the tile is moved,
    // and what is in it moved back.
    let corner = area.origin().to_vec2();
    out.push("<pattern").id(format_args!("p{id}")).push(" patternUnits=\"userSpaceOnUse\"");
    out.number("width", area.width()).number("height", area.height());
    out.transform("patternTransform", Affine::translate(corner)).push("><g");
    out.transform("transform", Affine::translate(-corner)).push("><g");
    if masked {
        out.url("mask", format_args!("q{id}")).push(">");
    } else {
        out.share("opacity", alpha).push(">");
    }
    fan.write(out, transform, area, &wedges, |[r, g, b, _]| [r, g, b])?;
    out.push("</g></g></pattern>\n");
    Ok(())
}

struct Fan {
    center: Point,
    start_angle: f64,
    radius: f64,
    grid: Grid,
}

impl Fan {
    fn write(
        &self,
        out: &mut Out<'_>,
        transform: Affine,
        area: Rect,
        wedges: &[Wedge],
        color: impl Fn([u8; 4]) -> [u8; 3],
    ) -> Result<(), Error> {
        // The ground, for the pixels around the centre, of which each wedge covers a part only.
        let ground = wedges.get(wedges.len() / 2).map_or([0; 3], |wedge| color(wedge.color));
        out.push("<rect").rect(area).color("fill", ground).push("/>\n");
        out.push("<g").transform("transform", transform).push(">\n");
        for (i, wedge) in wedges.iter().enumerate() {
            out.breathe()?;
            // The first begins early and the last ends on time: its edge lies on the first wedge.
            let from = if i == 0 { wedge.from - OVERLAP } else { wedge.from };
            let to = (wedge.to + OVERLAP).min(1.0);
            self.wedge(out, from, to);
            out.color("fill", color(wedge.color)).push("/>\n");
        }
        out.push("</g>");
        Ok(())
    }

    fn wedge(&self, out: &mut Out<'_>, from: f64, to: f64) {
        out.push("<path d=\"M");
        self.point(out, self.center);
        out.push("L");
        let facets = ((to - from) / FACET).ceil().max(1.0);
        for i in 0..=facets as u32 {
            let turn = from + (to - from) * (f64::from(i) / facets);
            if i > 0 {
                out.push(" ");
            }
            let rim = rotation(self.start_angle + TAU * turn) * Point::new(self.radius, 0.0);
            self.point(out, self.center + rim.to_vec2());
        }
        out.push("z\"");
    }

    fn point(&self, out: &mut Out<'_>, p: Point) {
        // Beyond the grid's exact range a number is as good.
        if p.x.abs().max(p.y.abs()) < 1e6 {
            self.grid.push(out.text(), self.grid.steps(p.x));
            out.push(" ");
            self.grid.push(out.text(), self.grid.steps(p.y));
        } else {
            number(out.text(), p.x);
            out.push(" ");
            number(out.text(), p.y);
        }
    }
}

/// The turn in parts of one colour, in order, without gaps.
fn wedges(stops: &[GradientStop]) -> Vec<Wedge> {
    let bytes = |stop: &GradientStop| stop.color.to_rgba8().to_u8_array();
    let steps_between = |a: [u8; 4], b: [u8; 4]| a.iter().zip(b).map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0);
    let mut all: Vec<Wedge> = Vec::new();
    let mut add = |from: f64, to: f64, color: [u8; 4]| match all.last_mut() {
        _ if from >= to => {}
        Some(last) if last.color == color => last.to = to,
        _ => all.push(Wedge { from, to, color }),
    };
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return Vec::new() };
    let total: f64 = stops.windows(2).map(|pair| f64::from(steps_between(bytes(&pair[0]), bytes(&pair[1])))).sum();
    let thrift = (MOST / total.max(1.0)).min(1.0);
    add(0.0, first.offset, bytes(first));
    for pair in stops.windows(2) {
        let (a, b) = (bytes(&pair[0]), bytes(&pair[1]));
        let n = (f64::from(steps_between(a, b)) * thrift).ceil().max(1.0);
        let span = pair[1].offset - pair[0].offset;
        let mix = |at: f64| {
            let channel = |i: usize| (f64::from(a[i]) + (f64::from(b[i]) - f64::from(a[i])) * at + 0.5).floor() as u8;
            [channel(0), channel(1), channel(2), channel(3)]
        };
        // A colour holds from half a step before its place to half a step behind it.
        for i in 0..=n as u32 {
            let place = |at: f64| pair[0].offset + span * (at / n).clamp(0.0, 1.0);
            let i = f64::from(i);
            add(place(i - 0.5), place(i + 0.5), mix(i / n));
        }
    }
    add(last.offset, 1.0, bytes(last));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paint::Color;

    #[test]
    fn wedges_fill_the_turn() {
        let red = Color::from_rgb8(255, 0, 0);
        let gradient = Gradient::conic((0.0, 0.0), 0.0)
            .with_stop(0.25, red)
            .with_stop(0.5, Color::BLACK)
            .with_stop(0.5, Color::WHITE)
            .with_stop(0.5, red);
        let wedges = wedges(gradient.stops());
        assert_eq!(wedges.len(), 257);
        assert_eq!((wedges[0].from, wedges[256].to), (0.0, 1.0));
        assert!(wedges.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].color != pair[1].color));
        assert_eq!((wedges[0].color, wedges[256].color), ([255, 0, 0, 255], [255, 0, 0, 255]));
        let one = Gradient::conic((0.0, 0.0), 0.0).with_stop(0.3, red);
        assert_eq!(super::wedges(one.stops()).len(), 1);
    }

    #[test]
    fn their_number_is_bounded() {
        let flicker = (0..=100).map(|i| if i % 2 == 0 { Color::BLACK } else { Color::WHITE });
        let gradient = Gradient::conic((0.0, 0.0), 0.0).with_colors(flicker);
        assert!((1900..2200).contains(&wedges(gradient.stops()).len()));
    }
}
