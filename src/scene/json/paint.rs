//! [`PaintJson`]: a colour, a gradient or a pattern.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

use super::color::{ColorJson, EXPECTED, parse_color};
use super::defaults::is_default;
use super::names::Named;
use super::number::{Matrix, Num, Pair, pair, point};
use super::pattern::PatternJson;
use super::strict::{self, Object, OneKey};
use crate::paint::{Color, Gradient, GradientKind, GradientStop, Interpolation, Paint, Pattern, Spread};

/// What a shape or text is filled with.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Paint"))]
#[serde(untagged)]
pub(super) enum PaintJson {
    /// One colour everywhere.
    Solid(ColorJson),
    /// A gradient, in the coordinates of the item it paints.
    Gradient(Box<GradientJson>),
    /// A pattern, in the coordinates of the item it paints.
    Pattern(KeyedPattern),
    /// A pattern of which there is no JSON yet, or not any more.
    #[serde(skip)]
    Ready(Pattern),
}

/// A pattern by its key.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct KeyedPattern {
    /// A picture or scene, again and again.
    pub(super) pattern: Object<PatternJson>,
}

/// Those that are said by an object, by its key.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Server {
    Linear(Object<Linear>),
    Radial(Object<Radial>),
    TwoCircles(Object<TwoCircles>),
    Conic(Object<Conic>),
    Pattern(Object<PatternJson>),
}

/// Where they are compared, patterns are ready.
impl PartialEq for KeyedPattern {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// A gradient, by its kind.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Gradient"))]
#[serde(rename_all = "snake_case")]
pub(super) enum GradientJson {
    /// Along a line.
    Linear(Object<Linear>),
    /// From a centre outwards to a circle.
    Radial(Object<Radial>),
    /// Between two circles.
    TwoCircles(Object<TwoCircles>),
    /// Around a point, clockwise.
    Conic(Object<Conic>),
}

macro_rules! gradients {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[$field_doc])* $field: $type,)*
            /// Colours at equal distances from offset 0 to 1.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            colors: Vec<ColorJson>,
            /// Offsets from 0 to 1 and the colours there: `[[0, "#fff"], [1, "#000"]]`.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            stops: Vec<(Num, ColorJson)>,
            /// Between which coordinates of two colours the colours between them lie.
            #[serde(default, skip_serializing_if = "is_default")]
            interpolation: Named<Interpolation>,
            /// What is painted beyond the ends.
            #[serde(default, skip_serializing_if = "is_default")]
            spread: Named<Spread>,
            /// Of the gradient within the item's coordinates.
            #[serde(default, skip_serializing_if = "is_default")]
            transform: Matrix,
        }

        impl $name {
            fn rest(self) -> Rest {
                Rest {
                    colors: self.colors,
                    stops: self.stops,
                    interpolation: self.interpolation,
                    spread: self.spread,
                    transform: self.transform,
                }
            }
        })*
    };
}

gradients! {
    /// Along a line.
    Linear {
        /// `[x, y]` of offset 0.
        start: Pair,
        /// `[x, y]` of offset 1.
        end: Pair,
    }
    /// From a centre outwards to a circle.
    Radial {
        /// `[x, y]` of offset 0.
        center: Pair,
        /// Of the circle of offset 1.
        radius: Num,
    }
    /// Between two circles, as `createRadialGradient` of Canvas 2D.
    TwoCircles {
        /// The circle of offset 0.
        start: Object<CircleJson>,
        /// The circle of offset 1.
        end: Object<CircleJson>,
    }
    /// Around a point, clockwise.
    Conic {
        /// `[x, y]`.
        center: Pair,
        /// Direction of offset 0, in radians from the positive x axis.
        start_angle: Num,
    }
}

/// A circle.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Circle"))]
#[serde(deny_unknown_fields)]
pub(super) struct CircleJson {
    /// `[x, y]`.
    pub(super) center: Pair,
    /// From the centre to the edge.
    pub(super) radius: Num,
}

/// What all gradients have.
struct Rest {
    colors: Vec<ColorJson>,
    stops: Vec<(Num, ColorJson)>,
    interpolation: Named<Interpolation>,
    spread: Named<Spread>,
    transform: Matrix,
}

impl PaintJson {
    pub(super) fn is_pattern(&self) -> bool {
        matches!(self, Self::Pattern(_) | Self::Ready(_))
    }
}

impl Default for PaintJson {
    fn default() -> Self {
        Self::Solid(ColorJson(Color::BLACK))
    }
}

impl OneKey for PaintJson {
    const EXPECTED: &'static str = "a CSS colour, or an object with a gradient's kind or `pattern` as its only key";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        let color = parse_color(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &EXPECTED))?;
        Ok(Self::Solid(ColorJson(color)))
    }

    fn from_map<'de, A: MapAccess<'de>>(map: MapAccessDeserializer<A>) -> Result<Self, A::Error> {
        Ok(Self::Gradient(Box::new(match Server::deserialize(map)? {
            Server::Linear(linear) => GradientJson::Linear(linear),
            Server::Radial(radial) => GradientJson::Radial(radial),
            Server::TwoCircles(circles) => GradientJson::TwoCircles(circles),
            Server::Conic(conic) => GradientJson::Conic(conic),
            Server::Pattern(pattern) => return Ok(Self::Pattern(KeyedPattern { pattern })),
        })))
    }
}

impl<'de> Deserialize<'de> for PaintJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        strict::deserialize(deserializer)
    }
}

impl From<PaintJson> for Paint {
    fn from(paint: PaintJson) -> Self {
        match paint {
            PaintJson::Solid(color) => Self::Solid(color.0),
            PaintJson::Gradient(gradient) => Self::Gradient((*gradient).into()),
            PaintJson::Ready(pattern) => Self::Pattern(pattern),
            // Readers make patterns ready first.
            PaintJson::Pattern(_) => Self::Solid(Color::TRANSPARENT),
        }
    }
}

impl From<GradientJson> for Gradient {
    fn from(json: GradientJson) -> Self {
        let (gradient, rest) = match json {
            GradientJson::Linear(Object(g)) => (Self::linear(point(g.start), point(g.end)), g.rest()),
            GradientJson::Radial(Object(g)) => (Self::radial(point(g.center), g.radius.0), g.rest()),
            GradientJson::TwoCircles(Object(g)) => {
                let circle = |Object(circle): Object<CircleJson>| (point(circle.center), circle.radius.0);
                let (start, end) = (circle(g.start.clone()), circle(g.end.clone()));
                (Self::two_circles(start, end), g.rest())
            }
            GradientJson::Conic(Object(g)) => (Self::conic(point(g.center), g.start_angle.0), g.rest()),
        };
        let mut gradient = gradient.with_colors(rest.colors.into_iter().map(|color| color.0));
        // As `with_stop` would leave them, in less than quadratic time: the sort is stable.
        let stops = Arc::make_mut(&mut gradient.stops);
        stops.extend(rest.stops.iter().map(|(offset, color)| GradientStop { offset: offset.0, color: color.0 }));
        stops.sort_by(|a, b| a.offset.partial_cmp(&b.offset).unwrap_or(Ordering::Equal));
        gradient
            .with_interpolation(rest.interpolation.0)
            .with_spread(rest.spread.0)
            .with_transform(rest.transform.into())
    }
}

impl From<&Paint> for PaintJson {
    fn from(paint: &Paint) -> Self {
        match paint {
            Paint::Solid(color) => Self::Solid(ColorJson(*color)),
            Paint::Gradient(gradient) => Self::Gradient(Box::new(gradient.into())),
            Paint::Pattern(pattern) => Self::Ready(pattern.clone()),
        }
    }
}

impl From<&Gradient> for GradientJson {
    fn from(gradient: &Gradient) -> Self {
        let Gradient { kind, stops, interpolation, spread, transform } = gradient;
        let (colors, stops) = write_stops(stops);
        let (interpolation, spread, transform) = (Named(*interpolation), Named(*spread), Matrix::from(*transform));
        match *kind {
            GradientKind::Linear { start, end } => Self::Linear(Object::new(Linear {
                start: pair(start),
                end: pair(end),
                colors,
                stops,
                interpolation,
                spread,
                transform,
            })),
            GradientKind::Radial { start_center, start_radius, end_center, end_radius } => {
                let circle = |center, radius| Object::new(CircleJson { center: pair(center), radius: Num(radius) });
                let (start, end) = (circle(start_center, start_radius), circle(end_center, end_radius));
                if start.0.center == end.0.center && start.0.radius == Num(0.0) {
                    let (center, radius) = (end.0.center, end.0.radius);
                    return Self::Radial(Object::new(Radial {
                        center,
                        radius,
                        colors,
                        stops,
                        interpolation,
                        spread,
                        transform,
                    }));
                }
                Self::TwoCircles(Object::new(TwoCircles {
                    start,
                    end,
                    colors,
                    stops,
                    interpolation,
                    spread,
                    transform,
                }))
            }
            GradientKind::Conic { center, start_angle } => {
                let (center, start_angle) = (pair(center), Num(start_angle));
                Self::Conic(Object::new(Conic { center, start_angle, colors, stops, interpolation, spread, transform }))
            }
        }
    }
}

/// Colours alone where the offsets are those of `with_colors`, else stops.
fn write_stops(stops: &[GradientStop]) -> (Vec<ColorJson>, Vec<(Num, ColorJson)>) {
    let offsets = |stops: &[GradientStop]| -> Vec<u64> { stops.iter().map(|stop| stop.offset.to_bits()).collect() };
    let colors = || stops.iter().map(|stop| stop.color);
    let even = Gradient::linear((0.0, 0.0), (0.0, 0.0)).with_colors(colors());
    if offsets(even.stops()) == offsets(stops) {
        (colors().map(ColorJson).collect(), Vec::new())
    } else {
        (Vec::new(), stops.iter().map(|stop| (Num(stop.offset), ColorJson(stop.color))).collect())
    }
}
