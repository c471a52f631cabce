//! [`SceneJson`] and [`ItemJson`]: the scene and its items, groups nested.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::defaults::{given, is_default, is_one, is_ten, one, ten};
use super::layer::{FilterJson, MaskJson, ShadowJson};
use super::names::Named;
use super::number::{Matrix, Num};
use super::paint::PaintJson;
use super::picture::ImageJson;
use super::shape::ShapeJson;
use super::strict::{Object, OneOf, Variants};
use super::text::TextJson;
use crate::paint::{BlendMode, Cap, FillRule, Join, StrokeAlign, StrokeScaling};

/// A picture as it is described. Lengths are logical px (1/96 inch), x to the right, y down.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Scene"))]
#[serde(deny_unknown_fields)]
pub(super) struct SceneJson {
    /// Where this schema lies, for editors.
    #[serde(rename = "$schema", default, deserialize_with = "given", skip_serializing)]
    #[cfg_attr(test, schemars(with = "String"))]
    #[expect(dead_code, reason = "only accepted")]
    pub(super) schema: Option<String>,
    /// Of the format.
    pub(super) version: Version,
    /// Width in px.
    pub(super) width: Num,
    /// Height in px.
    pub(super) height: Num,
    /// The language of texts that say none: a BCP 47 tag.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) language: Option<String>,
    /// What is drawn; later items lie on top.
    pub(super) items: Vec<OneOf<ItemJson>>,
}

/// The format's version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Version;

/// What is drawn: an object with one key, the verb.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Item"))]
#[serde(rename_all = "snake_case")]
pub(super) enum ItemJson {
    /// Fills a shape.
    Fill(Object<FillJson>),
    /// Draws the outline of a shape.
    Stroke(Object<StrokeJson>),
    /// Draws a picture into a rectangle.
    Image(Object<ImageJson>),
    /// Draws text.
    Text(Object<TextJson>),
    /// Items whose coordinates are transformed.
    Transform(Object<TransformJson>),
    /// Items clipped to a shape.
    Clip(Object<ClipJson>),
    /// Items clipped to the glyphs of a text.
    TextClip(Object<TextClipJson>),
    /// Items drawn by themselves and then put onto what lies below, as a whole.
    Layer(Object<LayerJson>),
    /// Transforms what follows until the matching `"pop"`: `transform` for groups too deep to nest.
    PushTransform(Box<Matrix>),
    /// Clips what follows until the matching `"pop"`.
    PushClip(Object<PushClipJson>),
    /// Clips what follows, until the matching `"pop"`, to the glyphs of a text.
    PushTextClip(Object<TextJson>),
    /// Draws what follows, until the matching `"pop"`, into a layer.
    PushLayer(Object<PushLayerJson>),
    /// Ends the transform, clip or layer pushed last.
    Pop,
}

/// Fills a shape.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Fill"))]
#[serde(deny_unknown_fields)]
pub(super) struct FillJson {
    /// What is filled.
    pub(super) shape: ShapeJson,
    /// Which points are inside.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) rule: Named<FillRule>,
    /// A colour, gradient or pattern.
    pub(super) paint: PaintJson,
}

/// Draws the outline of a shape, as Canvas 2D does.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Stroke"))]
#[serde(deny_unknown_fields)]
pub(super) struct StrokeJson {
    /// What is outlined.
    pub(super) shape: ShapeJson,
    /// A colour, gradient or pattern.
    pub(super) paint: PaintJson,
    /// Px.
    pub(super) width: Num,
    /// The ends of open lines.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) cap: Named<Cap>,
    /// The corners.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) join: Named<Join>,
    /// The longest miter, as a multiple of the width.
    #[serde(default = "ten", skip_serializing_if = "is_ten")]
    pub(super) miter_limit: Num,
    /// Lengths of dashes and gaps, in turn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) dashes: Vec<Num>,
    /// How far into the dashes each subpath starts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) dash_offset: Num,
    /// What width and dashes are measured in: the shape's coordinates, px of the scene, or device pixels.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) scaling: Named<StrokeScaling>,
    /// On which side of the outline it lies.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) align: Named<StrokeAlign>,
}

/// Items whose coordinates are transformed.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Transform"))]
#[serde(deny_unknown_fields)]
pub(super) struct TransformJson {
    /// From the coordinates of the items to those around the group.
    pub(super) matrix: Matrix,
    /// What is transformed.
    pub(super) items: Vec<OneOf<ItemJson>>,
}

/// Items clipped to a shape.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Clip"))]
#[serde(deny_unknown_fields)]
pub(super) struct ClipJson {
    /// What remains.
    pub(super) shape: ShapeJson,
    /// Which points are inside.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) rule: Named<FillRule>,
    /// What is clipped.
    pub(super) items: Vec<OneOf<ItemJson>>,
}

/// Items clipped to the glyphs of a text.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "TextClip"))]
#[serde(deny_unknown_fields)]
pub(super) struct TextClipJson {
    /// What remains.
    pub(super) text: Object<TextJson>,
    /// What is clipped.
    pub(super) items: Vec<OneOf<ItemJson>>,
}

/// Items drawn by themselves and then put onto what lies below, as a whole.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Layer"))]
#[serde(deny_unknown_fields)]
pub(super) struct LayerJson {
    /// From 0 to 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub(super) opacity: Num,
    /// How it is put onto what lies below.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) blend_mode: Named<BlendMode>,
    /// What is done to its pixels, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) filters: Vec<OneOf<FilterJson>>,
    /// The shadow under it.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "ShadowJson"))]
    pub(super) shadow: Option<Object<ShadowJson>>,
    /// What of it is seen.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "MaskJson"))]
    pub(super) mask: Option<OneOf<MaskJson>>,
    /// What the layer holds.
    pub(super) items: Vec<OneOf<ItemJson>>,
}

/// A clip without its items.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "PushClip"))]
#[serde(deny_unknown_fields)]
pub(super) struct PushClipJson {
    /// What remains.
    pub(super) shape: ShapeJson,
    /// Which points are inside.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) rule: Named<FillRule>,
}

/// A layer without its items.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "PushLayer"))]
#[serde(deny_unknown_fields)]
pub(super) struct PushLayerJson {
    /// From 0 to 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub(super) opacity: Num,
    /// How it is put onto what lies below.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) blend_mode: Named<BlendMode>,
    /// What is done to its pixels, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) filters: Vec<OneOf<FilterJson>>,
    /// The shadow under it.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "ShadowJson"))]
    pub(super) shadow: Option<Object<ShadowJson>>,
    /// What of it is seen.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "MaskJson"))]
    pub(super) mask: Option<OneOf<MaskJson>>,
}

impl Variants for ItemJson {
    const EXPECTED: &'static str = "an object with a verb as its only key, or \"pop\"";

    fn is_bare(&self) -> bool {
        matches!(self, Self::Pop)
    }
}

impl ItemJson {
    /// Its key.
    pub(super) fn verb(&self) -> &'static str {
        match self {
            Self::Fill(_) => "fill",
            Self::Stroke(_) => "stroke",
            Self::Image(_) => "image",
            Self::Text(_) => "text",
            Self::Transform(_) => "transform",
            Self::Clip(_) => "clip",
            Self::TextClip(_) => "text_clip",
            Self::Layer(_) => "layer",
            Self::PushTransform(_) => "push_transform",
            Self::PushClip(_) => "push_clip",
            Self::PushTextClip(_) => "push_text_clip",
            Self::PushLayer(_) => "push_layer",
            Self::Pop => "pop",
        }
    }
}

impl Version {
    const NUMBER: u64 = 1;
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(Self::NUMBER)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Known;
        impl Visitor<'_> for Known {
            type Value = Version;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("1, the version of the format")
            }

            fn visit_u64<E: Error>(self, version: u64) -> Result<Version, E> {
                if version == Version::NUMBER {
                    Ok(Version)
                } else {
                    Err(E::invalid_value(Unexpected::Unsigned(version), &self))
                }
            }
        }
        deserializer.deserialize_u64(Known)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Version {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "const": Self::NUMBER })
    }
}
