//! [`Num`], [`Matrix`], [`RectJson`]: numbers, six of them, four of them.

use std::fmt;

use kurbo::{Affine, Point, Rect};
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor, value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::strict::Object;

/// A number.
// Whole ones are written without a fraction; equal where the bits are.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Number"))]
pub(super) struct Num(pub(super) f64);

/// Whole numbers up to here are written as such.
const MAX_WHOLE: f64 = 1.0e15;

impl PartialEq for Num {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Serialize for Num {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value) = *self;
        let negative_zero = value == 0.0 && value.is_sign_negative();
        if value.trunc() == value && value.abs() < MAX_WHOLE && !negative_zero {
            serializer.serialize_i64(value as i64)
        } else {
            serializer.serialize_f64(value)
        }
    }
}

impl<'de> Deserialize<'de> for Num {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        impl Visitor<'_> for Number {
            type Value = Num;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_f64<E>(self, value: f64) -> Result<Num, E> {
                Ok(Num(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Num, E> {
                Ok(Num(value as f64))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Num, E> {
                Ok(Num(value as f64))
            }
        }
        deserializer.deserialize_f64(Number)
    }
}

/// `[x, y]`.
pub(super) type Pair = [Num; 2];

pub(super) fn point([x, y]: Pair) -> Point {
    Point::new(x.0, y.0)
}

pub(super) fn pair(point: Point) -> Pair {
    [Num(point.x), Num(point.y)]
}

/// An affine transform `[a, b, c, d, e, f]`, as `matrix()` of CSS: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Matrix(pub(super) [Num; 6]);

impl From<Affine> for Matrix {
    fn from(transform: Affine) -> Self {
        Self(transform.as_coeffs().map(Num))
    }
}

impl From<Matrix> for Affine {
    fn from(matrix: Matrix) -> Self {
        Self::new(matrix.0.map(|number| number.0))
    }
}

impl Default for Matrix {
    fn default() -> Self {
        Affine::IDENTITY.into()
    }
}

/// A rectangle: `[x, y, width, height]`, or its corners where these are said exactly. Swapped sides are kept.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Rect"))]
#[serde(untagged)]
pub(super) enum RectJson {
    /// `[x, y, width, height]`.
    Box([Num; 4]),
    /// Two corners across from each other.
    Corners(Object<Corners>),
}

/// Two corners across from each other.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Corners {
    /// `[x, y]` of the first corner.
    from: Pair,
    /// `[x, y]` of the opposite corner.
    to: Pair,
}

impl RectJson {
    pub(super) fn rect(&self) -> Rect {
        match self {
            Self::Box([x, y, width, height]) => Rect::new(x.0, y.0, x.0 + width.0, y.0 + height.0),
            Self::Corners(Object(c)) => Rect::new(c.from[0].0, c.from[1].0, c.to[0].0, c.to[1].0),
        }
    }
}

impl From<Rect> for RectJson {
    fn from(rect: Rect) -> Self {
        let bits = |r: Rect| [r.x0, r.y0, r.x1, r.y1].map(f64::to_bits);
        let sides = Self::Box([rect.x0, rect.y0, rect.width(), rect.height()].map(Num));
        if bits(sides.rect()) == bits(rect) {
            return sides;
        }
        Self::Corners(Object::new(Corners { from: [rect.x0, rect.y0].map(Num), to: [rect.x1, rect.y1].map(Num) }))
    }
}

impl<'de> Deserialize<'de> for RectJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rectangle;
        impl<'de> Visitor<'de> for Rectangle {
            type Value = RectJson;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("[x, y, width, height], or an object with `from` and `to`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RectJson, A::Error> {
                let mut sides = [Num(0.0); 4];
                for (n, side) in sides.iter_mut().enumerate() {
                    *side = seq.next_element()?.ok_or_else(|| A::Error::invalid_length(n, &self))?;
                }
                Ok(RectJson::Box(sides))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RectJson, A::Error> {
                Deserialize::deserialize(value::MapAccessDeserializer::new(map)).map(RectJson::Corners)
            }
        }
        deserializer.deserialize_any(Rectangle)
    }
}
