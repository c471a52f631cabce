//! [`BoxJson`]: boxes among the letters.

use serde::{Deserialize, Serialize};

use super::defaults::{given, is_default};
use super::names::Named;
use super::number::{Num, RectJson};
use super::picture::SourceJson;
use super::strict::{Object, OneOf, Variants};
use crate::image::{Image, ObjectFit, Sampling};
use crate::text::{InlineAlign, InlineBox};

/// A box that stands in a line as a letter does.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Box"))]
#[serde(deny_unknown_fields)]
pub(super) struct BoxJson {
    /// Px.
    width: Num,
    /// Px.
    height: Num,
    /// How high it stands.
    #[serde(default, skip_serializing_if = "is_default")]
    align: OneOf<AlignJson>,
    /// A picture, scaled to the box.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Object<BoxImageJson>"))]
    pub(super) image: Option<Object<BoxImageJson>>,
}

/// The picture of a box.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "BoxImage"))]
#[serde(deny_unknown_fields)]
pub(super) struct BoxImageJson {
    /// Where its pixels come from.
    pub(super) source: OneOf<SourceJson>,
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

/// How high a box stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "BoxAlign"))]
#[serde(rename_all = "kebab-case")]
pub(super) enum AlignJson {
    /// Its bottom on the baseline.
    #[default]
    Baseline,
    /// Its middle half the height of a small letter above the baseline.
    Middle,
    /// Its middle in the middle of the em square.
    Center,
    /// Its top on the text's.
    TextTop,
    /// Its bottom on the text's.
    TextBottom,
    /// Its bottom so many px above the baseline.
    Px(Num),
}

impl Variants for AlignJson {
    const EXPECTED: &'static str = "\"baseline\", \"middle\", \"center\", \"text-top\", \"text-bottom\", or an object with \
                                    `px` as its only key";

    fn is_bare(&self) -> bool {
        !matches!(self, Self::Px(_))
    }
}

impl BoxJson {
    pub(super) fn inline_box(self, image: Option<Image>) -> InlineBox {
        let align = match self.align.0 {
            AlignJson::Baseline => InlineAlign::Baseline,
            AlignJson::Middle => InlineAlign::Middle,
            AlignJson::Center => InlineAlign::Center,
            AlignJson::TextTop => InlineAlign::TextTop,
            AlignJson::TextBottom => InlineAlign::TextBottom,
            AlignJson::Px(px) => InlineAlign::Px(px.0),
        };
        InlineBox { width: self.width.0, height: self.height.0, align, image }
    }

    pub(super) fn new(inline: &InlineBox, image: Option<BoxImageJson>) -> Self {
        let InlineBox { width, height, align, .. } = inline;
        let align = match *align {
            InlineAlign::Baseline => AlignJson::Baseline,
            InlineAlign::Middle => AlignJson::Middle,
            InlineAlign::Center => AlignJson::Center,
            InlineAlign::TextTop => AlignJson::TextTop,
            InlineAlign::TextBottom => AlignJson::TextBottom,
            InlineAlign::Px(px) => AlignJson::Px(Num(px)),
        };
        Self { width: Num(*width), height: Num(*height), align: OneOf(align), image: image.map(Object::new) }
    }
}
