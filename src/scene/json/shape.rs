//! [`ShapeJson`]: what is filled, stroked and clipped to.

use std::f64::consts::TAU;
use std::fmt;
use std::sync::Arc;

use kurbo::{BezPath, RoundedRect, RoundedRectRadii, Vec2};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::defaults::is_default;
use super::number::{Num, Pair, RectJson, point};
use super::paint::CircleJson;
use super::path::recognize;
use super::strict::{self, Object, OneKey};
use crate::limits::Limits;
use crate::outline::{ToPath, parse_svg_path_within, to_svg_path};

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
#[serde(rename_all = "snake_case")]
pub(super) enum NamedShape {
    /// A rectangle.
    Rect(RectJson),
    /// A rectangle with round corners.
    RoundedRect(Object<RoundedRectJson>),
    /// A circle.
    Circle(Object<CircleJson>),
    /// An ellipse.
    Ellipse(Object<EllipseJson>),
    /// A part of an ellipse's outline.
    Arc(Object<ArcJson>),
    /// From a point to a point.
    Line([Pair; 2]),
    /// From point to point, open.
    Polyline(Vec<Pair>),
    /// From point to point, closed.
    Polygon(Vec<Pair>),
}

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident as $said:literal { $($(#[$meta:meta])* $field:ident: $type:ty,)* })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Serialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[cfg_attr(test, schemars(rename = $said))]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[$meta])* pub(super) $field: $type,)*
        })*
    };
}

shapes! {
    /// A rectangle with round corners.
    RoundedRectJson as "RoundedRect" {
        /// The rectangle.
        rect: RectJson,
        /// Of the corners.
        radius: RadiiJson,
    }
    /// An ellipse.
    EllipseJson as "Ellipse" {
        /// `[x, y]`.
        center: Pair,
        /// Along its own x and y axes.
        radii: Pair,
        /// Of its x axis.
        #[serde(default, skip_serializing_if = "is_default")]
        rotation: Num,
    }
    /// A part of an ellipse's outline.
    ArcJson as "Arc" {
        /// `[x, y]`.
        center: Pair,
        /// Along its own x and y axes.
        radii: Pair,
        /// Where it begins, from the x axis.
        start_angle: Num,
        /// How far it goes; up to a full turn.
        sweep_angle: Num,
        /// Of its x axis.
        #[serde(default, skip_serializing_if = "is_default")]
        rotation: Num,
    }
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
            Self::RoundedRect(Object(json)) => {
                let [tl, tr, br, bl] = match json.radius {
                    RadiiJson::All(radius) => [radius; 4],
                    RadiiJson::Each(radii) => radii,
                }
                .map(|radius| radius.0);
                RoundedRect::from_rect(json.rect.rect(), RoundedRectRadii::new(tl, tr, br, bl)).to_path()?
            }
            Self::Circle(Object(json)) => kurbo::Circle::new(point(json.center), json.radius.0).to_path()?,
            Self::Ellipse(Object(json)) => {
                let mut path = arc(json.center, json.radii, 0.0, TAU, json.rotation)?;
                path.close_path();
                path
            }
            Self::Arc(Object(json)) => {
                arc(json.center, json.radii, json.start_angle.0, json.sweep_angle.0, json.rotation)?
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

impl OneKey for ShapeJson {
    const EXPECTED: &'static str = "a string of SVG path data, or an object with a shape's name as its only key";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        match parse_svg_path_within(text, Limits::default().path_segments) {
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
        strict::deserialize(deserializer)
    }
}

impl Serialize for ShapeJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let said = match recognize(&self.0) {
            Some(shape) => Said::Named(shape),
            None => Said::Data(to_svg_path(&self.0)),
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
