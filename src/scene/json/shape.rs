//! [`ShapeJson`]: what is filled, stroked and clipped to.

use std::f64::consts::TAU;
use std::fmt;
use std::sync::Arc;

use kurbo::{BezPath, RoundedRect, RoundedRectRadii, Vec2};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::{Num, Pair, RectJson, point};
use super::path::{recognize, write_path};
use super::text_or_map::{self, TextOrMap};
use crate::outline::{ToPath, parse_svg_path};

/// A path, said by path data or by a shape's name.
#[derive(Clone, Debug)]
pub(super) struct ShapeJson(pub(super) Arc<BezPath>);

/// SVG path data, or a shape by its name.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Shape"))]
#[serde(untagged)]
enum Said {
    /// SVG path data, all commands of the grammar.
    Data(String),
    /// A shape by its name.
    Named(NamedShape),
}

/// A shape by its name. Lengths are px, angles radians, clockwise.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields, expecting = "an object with a shape's name as its only key")]
pub(super) enum NamedShape {
    /// A rectangle.
    Rect(RectJson),
    /// A rectangle with round corners.
    RoundedRect {
        /// The rectangle.
        rect: RectJson,
        /// One radius, or four: top left, top right, bottom right, bottom left.
        radius: RadiiJson,
    },
    /// A circle.
    Circle {
        /// `[x, y]`.
        center: Pair,
        /// From the centre to the edge.
        radius: Num,
    },
    /// An ellipse.
    Ellipse {
        /// `[x, y]`.
        center: Pair,
        /// Along its own x and y axes.
        radii: Pair,
        /// Of its x axis.
        #[serde(default)]
        rotation: Num,
    },
    /// A part of an ellipse's outline.
    Arc {
        /// `[x, y]`.
        center: Pair,
        /// Along its own x and y axes.
        radii: Pair,
        /// Where it begins, from the x axis.
        start_angle: Num,
        /// How far it goes; up to a full turn.
        sweep_angle: Num,
        /// Of its x axis.
        #[serde(default)]
        rotation: Num,
    },
    /// From a point to a point.
    Line([Pair; 2]),
    /// From point to point, open.
    Polyline(Vec<Pair>),
    /// From point to point, closed.
    Polygon(Vec<Pair>),
}

/// One radius, or four: top left, top right, bottom right, bottom left.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Radii"))]
#[serde(untagged)]
pub(super) enum RadiiJson {
    /// Of every corner.
    All(Num),
    /// Top left, top right, bottom right, bottom left.
    Each([Num; 4]),
}

impl NamedShape {
    fn path(self) -> Result<BezPath, crate::error::Error> {
        let arc = |center: Pair, radii: Pair, start: f64, sweep: f64, rotation: Num| {
            let radii = Vec2::new(radii[0].0, radii[1].0);
            kurbo::Arc::new(point(center), radii, start, sweep, rotation.0).to_path()
        };
        let through = |points: &[Pair]| {
            let mut path = BezPath::new();
            for (i, at) in points.iter().enumerate() {
                if i == 0 { path.move_to(point(*at)) } else { path.line_to(point(*at)) }
            }
            path
        };
        Ok(match self {
            Self::Rect(rect) => rect.rect().to_path()?,
            Self::RoundedRect { rect, radius } => {
                let [tl, tr, br, bl] = match radius {
                    RadiiJson::All(radius) => [radius; 4],
                    RadiiJson::Each(radii) => radii,
                }
                .map(|radius| radius.0);
                RoundedRect::from_rect(rect.rect(), RoundedRectRadii::new(tl, tr, br, bl)).to_path()?
            }
            Self::Circle { center, radius } => kurbo::Circle::new(point(center), radius.0).to_path()?,
            Self::Ellipse { center, radii, rotation } => {
                let mut path = arc(center, radii, 0.0, TAU, rotation)?;
                path.close_path();
                path
            }
            Self::Arc { center, radii, start_angle, sweep_angle, rotation } => {
                arc(center, radii, start_angle.0, sweep_angle.0, rotation)?
            }
            Self::Line(points) => through(&points),
            Self::Polyline(points) => through(&points),
            Self::Polygon(points) => {
                let mut path = through(&points);
                if !points.is_empty() {
                    path.close_path();
                }
                path
            }
        })
    }
}

impl TextOrMap for ShapeJson {
    const EXPECTED: &'static str = "a string of SVG path data, or an object with a shape's name as its only key";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        match parse_svg_path(text) {
            Ok(path) => Ok(Self(Arc::new(path))),
            Err(crate::error::Error::InvalidPathData { position, found, expected }) => {
                let found = format!("{found:?} at byte {position} of the path data");
                Err(E::invalid_value(Unexpected::Other(&found), &expected))
            }
            Err(error) => Err(E::custom(error)),
        }
    }

    fn from_map<'de, A: MapAccess<'de>>(map: MapAccessDeserializer<A>) -> Result<Self, A::Error> {
        let path = NamedShape::deserialize(map)?.path().map_err(A::Error::custom)?;
        Ok(Self(Arc::new(path)))
    }
}

impl<'de> Deserialize<'de> for ShapeJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text_or_map::deserialize(deserializer)
    }
}

impl Serialize for ShapeJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let said = match recognize(&self.0) {
            Some(shape) => Said::Named(shape),
            None => Said::Data(write_path(&self.0)),
        };
        said.serialize(serializer)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for ShapeJson {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Said::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Said::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for RadiiJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Radii;
        impl<'de> Visitor<'de> for Radii {
            type Value = RadiiJson;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or four in an array")
            }

            fn visit_f64<E>(self, value: f64) -> Result<RadiiJson, E> {
                Ok(RadiiJson::All(Num(value)))
            }

            fn visit_u64<E>(self, value: u64) -> Result<RadiiJson, E> {
                Ok(RadiiJson::All(Num(value as f64)))
            }

            fn visit_i64<E>(self, value: i64) -> Result<RadiiJson, E> {
                Ok(RadiiJson::All(Num(value as f64)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<RadiiJson, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(seq)).map(RadiiJson::Each)
            }
        }
        deserializer.deserialize_any(Radii)
    }
}
