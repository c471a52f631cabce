//! [`ImageJson`]: pictures.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::defaults::{css_dpi, given, is_css_dpi, is_default};
use super::names::Named;
use super::number::{Num, RectJson};
use super::strict::{Object, OneOf, Variants};
use crate::base64;
use crate::image::{Image, ObjectFit, Sampling, Slices};

/// A picture, scaled into a rectangle.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Image"))]
#[serde(deny_unknown_fields)]
pub(super) struct ImageJson {
    /// Where its pixels come from.
    pub(super) source: OneOf<SourceJson>,
    /// Where it is drawn; swapped sides mirror it.
    pub(super) rect: RectJson,
    /// How it is sampled where its pixels do not fall onto device pixels.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) sampling: Named<Sampling>,
    /// The part of it that is drawn, in its pixels.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "RectJson"))]
    pub(super) crop: Option<RectJson>,
    /// How it fills a rectangle whose sides have another ratio.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) fit: Named<ObjectFit>,
    /// Borders, in its pixels, of a picture drawn in nine parts: top, right, bottom, left.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "[Num; 4]"))]
    pub(super) slices: Option<[Num; 4]>,
}

/// Where a picture comes from.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "ImageSource"))]
#[serde(rename_all = "snake_case")]
pub(super) enum SourceJson {
    /// A PNG file's bytes in base64, decoded when the scene is drawn.
    Png(Base64),
    /// Pixels that are decoded at once.
    Pixels(Object<PixelsJson>),
    /// An SVG document's text, drawn at the size it is seen at. Needs the feature `svg-in`.
    Svg(String),
    /// A PNG or SVG file's path, relative to the scene's folder and inside it. Only the command line reads files.
    File(String),
}

/// Pixels as a PNG file, and what that does not say.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Pixels"))]
#[serde(deny_unknown_fields)]
pub(super) struct PixelsJson {
    /// A PNG file's bytes in base64.
    pub(super) png: Base64,
    /// Pixels per inch.
    #[serde(default = "css_dpi", skip_serializing_if = "is_css_dpi")]
    pub(super) dpi: Num,
}

impl Variants for SourceJson {
    const EXPECTED: &'static str = "an object with `png`, `pixels`, `svg` or `file` as its only key";

    fn is_bare(&self) -> bool {
        false
    }
}

/// Bytes in base64.
#[derive(Clone, Debug)]
pub(super) struct Base64(pub(super) Vec<u8>);

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Base64;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string of padded base64")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Base64, E> {
                base64::decode(text).map(Base64).map_err(|at| {
                    let rest = text.get(at..).unwrap_or("a broken character");
                    let found: String = rest.chars().take(12).collect();
                    let found = if found.is_empty() { "the end".to_owned() } else { format!("{found:?}") };
                    E::invalid_value(Unexpected::Other(&format!("{found} at byte {at} of the base64")), &self)
                })
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Base64 {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Base64".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "contentEncoding": "base64" })
    }
}

/// How a picture is drawn.
pub(super) type Manner = (Named<Sampling>, Option<RectJson>, Named<ObjectFit>, Option<[Num; 4]>);

/// A picture drawn so.
pub(super) fn drawn(mut image: Image, (sampling, crop, fit, slices): Manner) -> Image {
    (image.sampling, image.fit) = (sampling.0, fit.0);
    image.crop = crop.map(|crop| crop.rect());
    image.slices = slices.map(|[top, right, bottom, left]| Slices::new(top.0, right.0, bottom.0, left.0));
    image
}

/// How a picture is drawn.
pub(super) fn manner(image: &Image) -> Manner {
    let slices = image.slices.map(|Slices { top, right, bottom, left }| [top, right, bottom, left].map(Num));
    (Named(image.sampling), image.crop.map(Into::into), Named(image.fit), slices)
}
