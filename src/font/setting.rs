//! [`FontFeature`] and [`FontVariation`]: what a style asks of a font by tag.

use std::sync::Arc;

/// An OpenType feature and its value (`font-feature-settings` of CSS,
/// <https://learn.microsoft.com/typography/opentype/spec/featurelist>): 0 is off, 1 on, more chooses among alternates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FontFeature {
    /// Four characters of ASCII, from the space to the tilde.
    pub tag: Arc<str>,
    /// 0 is off.
    pub value: u32,
}

/// An axis of a variable font and where it stands (`font-variation-settings` of CSS,
/// <https://learn.microsoft.com/typography/opentype/spec/dvaraxisreg>). Values beyond the axis end at its ends.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FontVariation {
    /// Four characters of ASCII, from the space to the tilde.
    pub tag: Arc<str>,
    /// In the axis' own units.
    pub value: f64,
}

impl FontFeature {
    /// A feature at a value.
    #[must_use]
    pub fn new(tag: &str, value: u32) -> Self {
        Self { tag: tag.into(), value }
    }
}

impl FontVariation {
    /// An axis at a value.
    #[must_use]
    pub fn new(tag: &str, value: f64) -> Self {
        Self { tag: tag.into(), value }
    }
}

/// The bytes of a tag; `None` where it is none.
pub(crate) fn tag_bytes(tag: &str) -> Option<[u8; 4]> {
    let bytes: [u8; 4] = tag.as_bytes().try_into().ok()?;
    bytes.iter().all(|byte| (b' '..=b'~').contains(byte)).then_some(bytes)
}
