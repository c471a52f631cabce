//! What is left out of the JSON, and what leaving it out means.

use serde::{Deserialize, Deserializer};

use super::number::Num;

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

pub(super) fn yes() -> bool {
    true
}

pub(super) fn one() -> Num {
    Num(1.0)
}

pub(super) fn is_one(value: &Num) -> bool {
    *value == one()
}

/// The miter limit of Canvas 2D.
pub(super) fn ten() -> Num {
    Num(10.0)
}

pub(super) fn is_ten(value: &Num) -> bool {
    *value == ten()
}

/// Pixels per inch of a picture.
pub(super) fn css_dpi() -> Num {
    Num(crate::units::CSS_DPI)
}

pub(super) fn is_css_dpi(value: &Num) -> bool {
    *value == css_dpi()
}

/// A value that may be left out, but not be `null`.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
