//! [`Layer`]: a group of items drawn by itself, and what is done to it before it is put down.

use super::Scene;
use crate::paint::{BlendMode, Filter, Shadow};

/// A group of items that is drawn by itself and then put onto what lies below, as a whole.
///
/// First its filters work on it, one after the other; then its mask takes away; then its shadow, if it has one, and at last
/// the layer itself are put down, each by the opacity and the blend mode, through the clip around the layer.
///
/// ```
/// use inkstone::{BlendMode, Color, Filter, Layer, Shadow};
/// let shade = Layer::new().with_opacity(0.4).with_blend_mode(BlendMode::Multiply);
/// let card = Layer::new().with_shadow(Shadow::new(Color::BLACK).with_offset((0.0, 2.0)).with_blur(8.0));
/// let faded = Layer::new().with_filters([Filter::Grayscale(1.0), Filter::Opacity(0.5)]);
/// # let _ = (shade, card, faded);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    pub(crate) opacity: f64,
    pub(crate) blend_mode: BlendMode,
    pub(crate) filters: Vec<Filter>,
    pub(crate) shadow: Option<Shadow>,
    pub(crate) mask: Option<Mask>,
}

/// A scene that says how much of a layer is seen where (<https://www.w3.org/TR/css-masking-1/>).
///
/// Its coordinates are those of the layer's items; where it draws nothing, nothing of the layer is seen. Its size does
/// not matter.
///
/// ```
/// use inkstone::{Color, Gradient, Layer, Mask, Scene, kurbo::Rect};
///
/// let mut fade = Scene::builder(100.0, 40.0);
/// let to_the_right = Gradient::linear((0.0, 0.0), (100.0, 0.0)).with_colors([Color::BLACK, Color::TRANSPARENT]);
/// fade.fill(Rect::new(0.0, 0.0, 100.0, 40.0), to_the_right);
///
/// let mut scene = Scene::builder(100.0, 40.0);
/// scene.layer(Layer::new().with_mask(Mask::alpha(fade.finish()?)), |scene| {
///     scene.fill(Rect::new(10.0, 10.0, 90.0, 30.0), Color::from_rgb8(178, 42, 34));
/// });
/// # scene.finish()?;
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mask {
    pub(crate) scene: Scene,
    pub(crate) kind: MaskKind,
}

/// What of a mask counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum MaskKind {
    #[default]
    Alpha,
    Luminance,
}

impl Layer {
    /// An opaque layer, put over what lies below.
    #[must_use]
    pub const fn new() -> Self {
        Self { opacity: 1.0, blend_mode: BlendMode::SourceOver, filters: Vec::new(), shadow: None, mask: None }
    }

    /// From 0 (nothing is seen) to 1.
    #[must_use]
    pub fn with_opacity(mut self, opacity: f64) -> Self {
        self.opacity = opacity;
        self
    }

    /// How it is put onto what lies below.
    #[must_use]
    pub fn with_blend_mode(mut self, blend_mode: BlendMode) -> Self {
        self.blend_mode = blend_mode;
        self
    }

    /// What is done to its pixels, in this order.
    #[must_use]
    pub fn with_filters(mut self, filters: impl IntoIterator<Item = Filter>) -> Self {
        self.filters = filters.into_iter().collect();
        self
    }

    /// The shadow under it.
    #[must_use]
    pub fn with_shadow(mut self, shadow: Shadow) -> Self {
        self.shadow = Some(shadow);
        self
    }

    /// What of it is seen.
    #[must_use]
    pub fn with_mask(mut self, mask: Mask) -> Self {
        self.mask = Some(mask);
        self
    }
}

impl Default for Layer {
    fn default() -> Self {
        Self::new()
    }
}

impl Mask {
    /// As much of the layer is seen as the scene is opaque.
    #[must_use]
    pub const fn alpha(scene: Scene) -> Self {
        Self { scene, kind: MaskKind::Alpha }
    }

    /// As much of the layer is seen as the scene is bright: its luminance times its alpha.
    #[must_use]
    pub const fn luminance(scene: Scene) -> Self {
        Self { scene, kind: MaskKind::Luminance }
    }
}
