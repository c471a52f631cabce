//! Coverage: how much of each pixel a shape covers. Knows geometry only, no colours.

mod mask;

pub(crate) use mask::{Mask, fill_mask};
