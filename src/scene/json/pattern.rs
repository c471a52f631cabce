//! [`PatternJson`]: what a pattern repeats, and how.

use serde::{Deserialize, Serialize};

use super::defaults::{given, is_default};
use super::layer::InnerSceneJson;
use super::names::Named;
use super::number::{Matrix, RectJson};
use super::picture::SourceJson;
use super::strict::{Object, OneOf, Variants};
use crate::image::Sampling;
use crate::paint::Repeat;

/// A picture or scene, again and again.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Pattern"))]
#[serde(deny_unknown_fields)]
pub(super) struct PatternJson {
    /// What is repeated.
    pub(super) tile: OneOf<TileJson>,
    /// Along which axes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) repeat: Named<Repeat>,
    /// Of the tiles within the item's coordinates.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) transform: Matrix,
}

/// What a pattern repeats: an object with one key.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Tile"))]
#[serde(rename_all = "snake_case")]
pub(super) enum TileJson {
    /// A picture, a pixel a px.
    Image(Object<TileImageJson>),
    /// A scene, as large as it is.
    Scene(Object<InnerSceneJson>),
}

/// The picture of a tile.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "TileImage"))]
#[serde(deny_unknown_fields)]
pub(super) struct TileImageJson {
    /// Where its pixels come from.
    pub(super) source: OneOf<SourceJson>,
    /// How it is sampled where its pixels do not fall onto device pixels.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) sampling: Named<Sampling>,
    /// The part of it that is repeated, in its pixels.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "RectJson"))]
    pub(super) crop: Option<RectJson>,
}

impl Variants for TileJson {
    const EXPECTED: &'static str = "an object with `image` or `scene` as its only key";

    fn is_bare(&self) -> bool {
        false
    }
}
