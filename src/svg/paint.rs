//! Paints: colours as attributes, gradients as paint servers, written before what they paint.

use std::borrow::Cow;
use std::collections::VecDeque;

use kurbo::{Affine, Point, Rect};

use super::conic::conic;
use super::out::Out;
use super::tiles::Tiles;
use crate::error::Error;
use crate::outline::{is_singular, length};
use crate::paint::{Color, Gradient, GradientKind, GradientStop, Interpolation, Paint, Pattern, Spread};

/// Paint servers remembered, so that one serves all the items that follow it in the same paint.
const REMEMBERED: usize = 64;

/// Gradients whose description is longer are not remembered.
const LONGEST_KEY: usize = 4096;

/// What an item is painted with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ink {
    /// Red, green, blue, alpha, in the bytes that a render draws with.
    Solid([u8; 4]),
    /// The paint server `p<number>`.
    Server(usize),
}

impl Ink {
    /// The attributes for a property: `fill` or `stroke`.
    pub(super) fn write(self, out: &mut Out<'_>, property: &str) {
        match self {
            Self::Solid([r, g, b, a]) => {
                out.color(property, [r, g, b]);
                out.share(if property == "fill" { "fill-opacity" } else { "stroke-opacity" }, a);
            }
            Self::Server(id) => {
                out.url(property, format_args!("p{id}"));
            }
        }
    }
}

/// Writes paint servers and numbers them.
#[derive(Debug)]
pub(super) struct Servers<'a> {
    tiles: &'a Tiles,
    next: usize,
    remembered: VecDeque<(String, usize)>,
}

impl<'a> Servers<'a> {
    pub(super) fn new(tiles: &'a Tiles) -> Self {
        Self { tiles, next: 0, remembered: VecDeque::new() }
    }

    /// The ink of a paint; `None` where it paints nothing. `transform` and `area` are the item's: what it is transformed
    /// by, and where it is seen, in its own coordinates.
    pub(super) fn ink(
        &mut self,
        out: &mut Out<'_>,
        paint: &Paint,
        transform: Affine,
        area: impl FnOnce() -> Rect,
    ) -> Result<Option<Ink>, Error> {
        match paint {
            Paint::Solid(color) => {
                let rgba = color.to_rgba8().to_u8_array();
                Ok((rgba[3] > 0).then_some(Ink::Solid(rgba)))
            }
            Paint::Gradient(gradient) if paints(gradient, transform) => self.gradient(out, gradient, area()),
            Paint::Gradient(_) => Ok(None),
            Paint::Pattern(pattern) => {
                let determinant = (transform * pattern.transform()).determinant();
                let number = self.tiles.number(pattern).filter(|_| determinant != 0.0 && determinant.is_finite());
                Ok(number.map(|number| self.pattern(out, pattern, number)))
            }
        }
    }

    /// A pattern of a tile that is defined.
    fn pattern(&mut self, out: &mut Out<'_>, pattern: &Pattern, tile: usize) -> Ink {
        let key = format!("t{tile} {:?}", pattern.transform());
        if let Some((_, id)) = self.remembered.iter().find(|(known, _)| *known == key) {
            return Ink::Server(*id);
        }
        let id = self.next;
        self.next += 1;
        out.push("<pattern").id(format_args!("p{id}")).root_href(format_args!("t{tile}"));
        out.transform("patternTransform", pattern.transform()).push("/>\n");
        self.remember(key, id);
        Ink::Server(id)
    }

    fn remember(&mut self, key: String, id: usize) {
        if self.remembered.len() == REMEMBERED {
            self.remembered.pop_front();
        }
        self.remembered.push_back((key, id));
    }

    fn gradient(&mut self, out: &mut Out<'_>, gradient: &Gradient, area: Rect) -> Result<Option<Ink>, Error> {
        if area.is_zero_area() {
            return Ok(None);
        }
        let conical = matches!(gradient.kind(), GradientKind::Conic { .. });
        let few = gradient.stops().len() < LONGEST_KEY / 16;
        // Only of a conic gradient does the area count.
        let key = if few { format!("{gradient:?}{:?}", conical.then_some(area)) } else { String::new() };
        if let Some((_, id)) = self.remembered.iter().find(|(known, _)| *known == key && !key.is_empty()) {
            return Ok(Some(Ink::Server(*id)));
        }
        let id = self.next;
        self.next += 1;
        match gradient.kind() {
            GradientKind::Linear { start, end } => {
                out.push("<linearGradient").id(format_args!("p{id}"));
                out.number("x1", start.x).number("y1", start.y).number("x2", end.x).number("y2", end.y);
                spread(out, gradient);
                stops(out, stops_of(gradient).iter().copied())?;
                out.push("</linearGradient>\n");
            }
            GradientKind::Radial { start_center, start_radius, end_center, end_radius } => {
                out.push("<radialGradient").id(format_args!("p{id}"));
                radial(out, gradient, (start_center, start_radius), (end_center, end_radius))?;
                out.push("</radialGradient>\n");
            }
            GradientKind::Conic { center, start_angle } => conic(out, id, gradient, center, start_angle, area)?,
        }
        if key.len() <= LONGEST_KEY {
            self.remember(key, id);
        }
        Ok(Some(Ink::Server(id)))
    }
}

/// Whether a gradient paints at all: those of Canvas 2D without stops or extent do not, nor those whose transform leaves
/// nothing of the plane.
fn paints(gradient: &Gradient, item: Affine) -> bool {
    let extent = match gradient.kind() {
        GradientKind::Linear { start, end } => start != end,
        GradientKind::Radial { start_center, start_radius, end_center, end_radius } => {
            start_center != end_center || start_radius != end_radius
        }
        GradientKind::Conic { .. } => true,
    };
    extent && !gradient.stops().is_empty() && !is_singular(item * gradient.transform())
}

/// Two circles. SVG 1.1 knows a focal point and a circle; the radius around the focal point, `fr`, is of SVG 2.
///
/// Circles inside each other are a family that begins in one point: where it is not seen inside the smaller circle,
/// because that is padded, the gradient is written from that point on, with its stops moved, and needs no `fr`.
fn radial(out: &mut Out<'_>, gradient: &Gradient, start: (Point, f64), end: (Point, f64)) -> Result<(), Error> {
    let distance = length(end.0 - start.0);
    let inside = distance <= (end.1 - start.1).abs();
    // SVG's end circle is the larger one. Turned around, the same circles have the same colours.
    let turned = inside && start.1 > end.1;
    let (small, large) = if turned { (end, start) } else { (start, end) };
    let mut focal = small;
    let (mut from, mut span) = (0.0, 1.0);
    if inside && small.1 > 0.0 && gradient.spread() == Spread::Pad {
        // Where the family's radius is zero.
        let zero = -small.1 / (large.1 - small.1);
        focal = (small.0 + (large.0 - small.0) * zero, 0.0);
        (from, span) = (-zero / (1.0 - zero), 1.0 / (1.0 - zero));
    }
    // A radius of zero would paint the last colour everywhere.
    out.number("cx", large.0.x).number("cy", large.0.y).number("r", large.1.max(1e-6));
    if focal.0 != large.0 {
        out.number("fx", focal.0.x).number("fy", focal.0.y);
    }
    if focal.1 > 0.0 {
        out.number("fr", focal.1);
    }
    spread(out, gradient);
    let place = |stop: GradientStop, offset: f64| GradientStop { offset: from + offset * span, ..stop };
    let all = stops_of(gradient);
    if turned {
        stops(out, all.iter().rev().map(|stop| place(*stop, 1.0 - stop.offset)))
    } else {
        stops(out, all.iter().map(|stop| place(*stop, stop.offset)))
    }
}

/// Stops between which colours are straight in unpremultiplied sRGB: what `color-interpolation` says of gradients,
/// renderers do not read.
pub(super) fn stops_of(gradient: &Gradient) -> Cow<'_, [GradientStop]> {
    if gradient.interpolation() == Interpolation::UnpremultipliedSrgb {
        return Cow::Borrowed(gradient.stops());
    }
    let stop = |offset, [r, g, b, a]: [f64; 4]| {
        let byte = |c: f64| (c + 0.5) as u8;
        GradientStop { offset, color: Color::from_rgba8(byte(r), byte(g), byte(b), byte(a)) }
    };
    gradient.colors().into_iter().map(|color| stop(color.offset, color.color)).collect()
}

/// The attributes all gradients have, and the end of their tag.
fn spread(out: &mut Out<'_>, gradient: &Gradient) {
    out.push(" gradientUnits=\"userSpaceOnUse\"");
    match gradient.spread() {
        Spread::Pad => {}
        Spread::Repeat => _ = out.push(" spreadMethod=\"repeat\""),
        Spread::Reflect => _ = out.push(" spreadMethod=\"reflect\""),
    }
    out.transform("gradientTransform", gradient.transform()).push(">");
}

/// At least two stops: renderers paint one stop as a colour, also where the geometry paints nothing.
fn stops(out: &mut Out<'_>, stops: impl ExactSizeIterator<Item = GradientStop>) -> Result<(), Error> {
    let alone = stops.len() == 1;
    for (i, stop) in stops.enumerate() {
        if i % 1024 == 1023 {
            out.breathe()?;
        }
        let GradientStop { offset, color } = stop;
        if alone {
            one_stop(out, 0.0, color);
        }
        one_stop(out, if alone { 1.0 } else { offset }, color);
    }
    Ok(())
}

fn one_stop(out: &mut Out<'_>, offset: f64, color: Color) {
    let [r, g, b, a] = color.to_rgba8().to_u8_array();
    out.push("<stop").number("offset", offset).color("stop-color", [r, g, b]).share("stop-opacity", a).push("/>");
}
