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
    /// Never below this DPI, always from it on (but for rotated or skewed text).
    FullFromDpi(f64),
}
