//! [`FilterJson`], [`ShadowJson`] and [`MaskJson`]: what is done to a layer.

use serde::{Deserialize, Serialize};

use super::color::ColorJson;
use super::defaults::{given, is_default};
use super::item::ItemJson;
use super::number::{Num, Pair, pair, point};
use super::strict::{Object, OneOf, Variants};
use crate::paint::{DropShadow, Filter, Shadow};

/// A filter function of CSS or a colour matrix: an object with one key.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Filter"))]
#[serde(rename_all = "snake_case")]
pub(super) enum FilterJson {
    /// A Gaussian blur: the standard deviation in px.
    Blur(Num),
    /// Colours times a number.
    Brightness(Num),
    /// Colours farther from middle grey, or, below 1, nearer.
    Contrast(Num),
    /// The picture over a blurred shadow of it.
    DropShadow(Object<DropShadowJson>),
    /// From unchanged at 0 to grey at 1.
    Grayscale(Num),
    /// Hues turned by an angle in radians.
    HueRotate(Num),
    /// From unchanged at 0 to inverted at 1.
    Invert(Num),
    /// Alpha times a number.
    Opacity(Num),
    /// From grey at 0 over unchanged at 1 to more saturated.
    Saturate(Num),
    /// From unchanged at 0 to brown tones at 1.
    Sepia(Num),
    /// Twenty numbers: four rows of five.
    ColorMatrix(Box<[Num; 20]>),
}

/// `drop-shadow()` of CSS.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "DropShadow"))]
#[serde(deny_unknown_fields)]
pub(super) struct DropShadowJson {
    /// The shadow's colour.
    color: ColorJson,
    /// `[x, y]`: how far it is moved, in px.
    #[serde(default, skip_serializing_if = "is_default")]
    offset: Pair,
    /// The standard deviation of its blur, in px.
    #[serde(default, skip_serializing_if = "is_default")]
    std_deviation: Num,
}

/// The shadow of a layer, as on a canvas.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Shadow"))]
#[serde(deny_unknown_fields)]
pub(super) struct ShadowJson {
    /// The shadow's colour.
    color: ColorJson,
    /// `[x, y]`: how far it is moved, in px, whatever the transform.
    #[serde(default, skip_serializing_if = "is_default")]
    offset: Pair,
    /// Twice the standard deviation of its blur, in px.
    #[serde(default, skip_serializing_if = "is_default")]
    blur: Num,
}

/// What of a layer is seen: an object with one key.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Mask"))]
#[serde(rename_all = "snake_case")]
pub(super) enum MaskJson {
    /// As much as the items are opaque.
    Alpha(Object<InnerSceneJson>),
    /// As much as the items are bright.
    Luminance(Object<InnerSceneJson>),
}

/// The scene of a mask, in the coordinates of the layer's items, or of a pattern's tile.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "InnerScene"))]
#[serde(deny_unknown_fields)]
pub(super) struct InnerSceneJson {
    /// Px; that of the scene around it where it is left out. Of a mask it does not matter.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    pub(super) width: Option<Num>,
    /// Px; that of the scene around it where it is left out. Of a mask it does not matter.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    pub(super) height: Option<Num>,
    /// The language of texts that say none: a BCP 47 tag.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) language: Option<String>,
    /// What is drawn.
    pub(super) items: Vec<OneOf<ItemJson>>,
}

impl Variants for FilterJson {
    const EXPECTED: &'static str = "an object with a filter as its only key";

    fn is_bare(&self) -> bool {
        false
    }
}

impl Variants for MaskJson {
    const EXPECTED: &'static str = "an object with \"alpha\" or \"luminance\" as its only key";

    fn is_bare(&self) -> bool {
        false
    }
}

impl From<FilterJson> for Filter {
    fn from(json: FilterJson) -> Self {
        match json {
            FilterJson::Blur(v) => Self::Blur(v.0),
            FilterJson::Brightness(v) => Self::Brightness(v.0),
            FilterJson::Contrast(v) => Self::Contrast(v.0),
            FilterJson::DropShadow(Object(json)) => {
                let DropShadowJson { color, offset, std_deviation } = *json;
                let offset = point(offset).to_vec2();
                Self::DropShadow(DropShadow { offset, std_deviation: std_deviation.0, color: color.0 })
            }
            FilterJson::Grayscale(v) => Self::Grayscale(v.0),
            FilterJson::HueRotate(v) => Self::HueRotate(v.0),
            FilterJson::Invert(v) => Self::Invert(v.0),
            FilterJson::Opacity(v) => Self::Opacity(v.0),
            FilterJson::Saturate(v) => Self::Saturate(v.0),
            FilterJson::Sepia(v) => Self::Sepia(v.0),
            FilterJson::ColorMatrix(matrix) => Self::ColorMatrix(matrix.map(|v| v.0)),
        }
    }
}

impl From<&Filter> for FilterJson {
    fn from(filter: &Filter) -> Self {
        match *filter {
            Filter::Blur(v) => Self::Blur(Num(v)),
            Filter::Brightness(v) => Self::Brightness(Num(v)),
            Filter::Contrast(v) => Self::Contrast(Num(v)),
            Filter::DropShadow(DropShadow { offset, std_deviation, color }) => {
                let (color, offset, std_deviation) = (ColorJson(color), pair(offset.to_point()), Num(std_deviation));
                Self::DropShadow(Object::new(DropShadowJson { color, offset, std_deviation }))
            }
            Filter::Grayscale(v) => Self::Grayscale(Num(v)),
            Filter::HueRotate(v) => Self::HueRotate(Num(v)),
            Filter::Invert(v) => Self::Invert(Num(v)),
            Filter::Opacity(v) => Self::Opacity(Num(v)),
            Filter::Saturate(v) => Self::Saturate(Num(v)),
            Filter::Sepia(v) => Self::Sepia(Num(v)),
            Filter::ColorMatrix(matrix) => Self::ColorMatrix(Box::new(matrix.map(Num))),
        }
    }
}

impl From<ShadowJson> for Shadow {
    fn from(json: ShadowJson) -> Self {
        Self { offset: point(json.offset).to_vec2(), blur: json.blur.0, color: json.color.0 }
    }
}

impl From<&Shadow> for ShadowJson {
    fn from(shadow: &Shadow) -> Self {
        let Shadow { offset, blur, color } = *shadow;
        Self { color: ColorJson(color), offset: pair(offset.to_point()), blur: Num(blur) }
    }
}
