//! [`BlendMode`]: how a layer is put onto what lies below it.

/// How a layer is put onto what lies below it: the operators and blend modes of
/// <https://www.w3.org/TR/compositing-1/>. Each blend mode composites with source-over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlendMode {
    /// Over what lies below (`normal`, `source-over`).
    #[default]
    SourceOver,
    /// Nothing remains.
    Clear,
    /// Only the layer remains (`copy`).
    Copy,
    /// What lies below remains, the layer is dropped.
    Destination,
    /// Below what lies below.
    DestinationOver,
    /// The layer where something lies below.
    SourceIn,
    /// What lies below, where the layer is.
    DestinationIn,
    /// The layer where nothing lies below.
    SourceOut,
    /// What lies below, where the layer is not.
    DestinationOut,
    /// The layer on top of what lies below, and only there.
    SourceAtop,
    /// What lies below on top of the layer, and only there.
    DestinationAtop,
    /// Each where the other is not.
    Xor,
    /// The sum of both (`lighter`, `plus-lighter`).
    Lighter,
    /// Product.
    Multiply,
    /// Complement of the product of the complements.
    Screen,
    /// Multiply or screen, by what lies below.
    Overlay,
    /// The darker of both.
    Darken,
    /// The lighter of both.
    Lighten,
    /// Brightens what lies below.
    ColorDodge,
    /// Darkens what lies below.
    ColorBurn,
    /// Multiply or screen, by the layer.
    HardLight,
    /// Darkens or lightens, by the layer.
    SoftLight,
    /// The difference of both.
    Difference,
    /// The difference with lower contrast.
    Exclusion,
    /// Hue of the layer.
    Hue,
    /// Saturation of the layer.
    Saturation,
    /// Hue and saturation of the layer.
    Color,
    /// Luminosity of the layer.
    Luminosity,
}

impl BlendMode {
    /// Every mode, in the order of their declaration.
    pub const ALL: [Self; 28] = [
        Self::SourceOver,
        Self::Clear,
        Self::Copy,
        Self::Destination,
        Self::DestinationOver,
        Self::SourceIn,
        Self::DestinationIn,
        Self::SourceOut,
        Self::DestinationOut,
        Self::SourceAtop,
        Self::DestinationAtop,
        Self::Xor,
        Self::Lighter,
        Self::Multiply,
        Self::Screen,
        Self::Overlay,
        Self::Darken,
        Self::Lighten,
        Self::ColorDodge,
        Self::ColorBurn,
        Self::HardLight,
        Self::SoftLight,
        Self::Difference,
        Self::Exclusion,
        Self::Hue,
        Self::Saturation,
        Self::Color,
        Self::Luminosity,
    ];
    /// Whether it changes pixels that the source does not cover. A clip must keep such an operator off its outside, which
    /// scaling the source by the clip, as is right for all others, does not do.
    pub(crate) fn reaches_beyond_source(self) -> bool {
        matches!(
            self,
            Self::Clear | Self::Copy | Self::SourceIn | Self::SourceOut | Self::DestinationIn | Self::DestinationAtop
        )
    }
}
