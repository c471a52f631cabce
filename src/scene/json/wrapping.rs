//! [`TabSizeJson`]: how far tabs go.

use serde::{Deserialize, Serialize};

use super::number::Num;
use super::strict::Variants;
use crate::text::TabSize;

/// The distance of tab stops.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "TabSize"))]
#[serde(rename_all = "snake_case")]
pub(super) enum TabSizeJson {
    /// In spaces; 8 by default.
    Spaces(Num),
    /// Px.
    Px(Num),
}

impl Variants for TabSizeJson {
    const EXPECTED: &'static str = "an object with `spaces` or `px` as its only key";

    fn is_bare(&self) -> bool {
        false
    }
}

impl Default for TabSizeJson {
    fn default() -> Self {
        TabSize::default().into()
    }
}

impl From<TabSize> for TabSizeJson {
    fn from(tab_size: TabSize) -> Self {
        match tab_size {
            TabSize::Spaces(spaces) => Self::Spaces(Num(spaces)),
            TabSize::Px(px) => Self::Px(Num(px)),
        }
    }
}

impl From<TabSizeJson> for TabSize {
    fn from(json: TabSizeJson) -> Self {
        match json {
            TabSizeJson::Spaces(spaces) => Self::Spaces(spaces.0),
            TabSizeJson::Px(px) => Self::Px(px.0),
        }
    }
}
