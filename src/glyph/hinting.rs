//! [`HintingPolicy`]: which glyphs are fitted to the pixel grid.

/// How an outline is fitted to the pixel grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HintMode {
    /// Not at all.
    #[default]
    None,
    /// Vertically, by the font's own hints: horizontal stems snap to rows, advances and vertical stems do not move.
    Vertical,
}

/// Which glyphs are hinted: a pure function of the size in device pixels, the DPI and the orientation.
///
/// | policy               | hinted                                                    |
/// |----------------------|-----------------------------------------------------------|
/// | `Auto`               | up to 24 device px per em, at any DPI                     |
/// | `None`               | never                                                     |
/// | `Always`             | every size that is drawn from masks (up to 256)           |
/// | `FullFromDpi(120.0)` | at 120, 144, 192, 300 DPI as `Always`; at 72, 96 DPI never |
///
/// Whatever the policy, rotated or skewed text is not hinted: there are no rows for its stems to snap to. Neither is
/// text above 256 device px per em, which is drawn as paths. Advances are never hinted, so that lines break at the same
/// places at every DPI.
///
/// ```
/// use inkstone::{HintMode, HintingPolicy};
///
/// // 12 px of text on a screen of 96 DPI is 12 device px per em, at 192 DPI it is 24, at 300 DPI 37.5.
/// assert_eq!(HintingPolicy::Auto.mode(12.0, 96.0, true), HintMode::Vertical);
/// assert_eq!(HintingPolicy::Auto.mode(37.5, 300.0, true), HintMode::None);
/// assert_eq!(HintingPolicy::FullFromDpi(120.0).mode(12.0, 96.0, true), HintMode::None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum HintingPolicy {
    /// Vertical hints up to 24 device px per em, none above, none for rotated or skewed text.
    #[default]
    Auto,
    /// Never.
    None,
    /// Always, but for rotated or skewed text.
    Always,
    /// Never below this DPI, always from it on (but for rotated or skewed text). The rule "no hinting below 120 DPI,
    /// full hinting from 120" is `FullFromDpi(120.0)`.
    FullFromDpi(f64),
}

/// Largest size that [`HintingPolicy::Auto`] hints: above it stems are two pixels and more, and sharp without help.
const AUTO_MAX_PPEM: f64 = 24.0;

impl HintingPolicy {
    /// The mode for text of `ppem` device pixels per em on an output of `dpi`. `axis_aligned` says that the text's
    /// baseline runs along a row of pixels and its em square is upright.
    #[must_use]
    pub fn mode(self, ppem: f64, dpi: f64, axis_aligned: bool) -> HintMode {
        let wanted = match self {
            Self::Auto => ppem <= AUTO_MAX_PPEM,
            Self::None => false,
            Self::Always => true,
            Self::FullFromDpi(from) => dpi >= from,
        };
        if wanted && axis_aligned && ppem <= super::MAX_MASK_PPEM { HintMode::Vertical } else { HintMode::None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DPIS: [f64; 6] = [72.0, 96.0, 120.0, 144.0, 192.0, 300.0];

    /// A line a preset, a column a DPI; each says up to which text size, in CSS px from 9 to 32, text is hinted.
    const TABLE: [(HintingPolicy, [u32; 6]); 4] = [
        (HintingPolicy::Auto, [32, 24, 19, 16, 12, 0]),
        (HintingPolicy::None, [0, 0, 0, 0, 0, 0]),
        (HintingPolicy::Always, [32, 32, 32, 32, 32, 32]),
        (HintingPolicy::FullFromDpi(120.0), [0, 0, 32, 32, 32, 32]),
    ];

    #[test]
    fn presets_are_as_tabled() {
        for (policy, row) in TABLE {
            for (dpi, largest) in DPIS.into_iter().zip(row) {
                for px in 9..=32 {
                    let ppem = f64::from(px) * dpi / 96.0;
                    let expected = if px <= largest { HintMode::Vertical } else { HintMode::None };
                    assert_eq!(policy.mode(ppem, dpi, true), expected, "{policy:?}, {px} px at {dpi} DPI");
                    assert_eq!(policy.mode(ppem, dpi, false), HintMode::None, "rotated: {policy:?}");
                }
            }
        }
    }

    #[test]
    fn device_sizes_decide() {
        for ppem in 9..=32 {
            let auto = HintingPolicy::Auto.mode(f64::from(ppem), 96.0, true);
            assert_eq!(auto == HintMode::Vertical, ppem <= 24);
        }
        assert_eq!(HintingPolicy::Always.mode(256.0, 96.0, true), HintMode::Vertical);
        assert_eq!(HintingPolicy::Always.mode(256.1, 96.0, true), HintMode::None);
        assert_eq!(HintingPolicy::FullFromDpi(120.0).mode(12.0, 119.9, true), HintMode::None);
        assert_eq!(HintingPolicy::Auto.mode(f64::NAN, 96.0, true), HintMode::None);
    }
}
