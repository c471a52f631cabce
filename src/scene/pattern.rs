//! What the patterns of a scene repeat.

use std::any::Any;

use super::{Scene, SceneItem};
use crate::image::{Image, ObjectFit};
use crate::paint::{Paint, Pattern, Tile};

/// The tile of a pattern, as the caller says it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SceneTile {
    Image(Image),
    Scene(Scene),
}

impl Tile for SceneTile {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_same(&self, other: &dyn Tile) -> bool {
        other.as_any().downcast_ref::<Self>() == Some(self)
    }
}

impl Pattern {
    /// A picture side by side with itself, a pixel a px; of one that is cropped, the part that is left. Its fit and its slices
    /// say nothing: a tile has its own size.
    #[must_use]
    pub fn image(image: &Image) -> Self {
        Self::new(SceneTile::Image(Image { fit: ObjectFit::Fill, slices: None, ..image.clone() }))
    }

    /// A scene side by side with itself, as large as it is.
    #[must_use]
    pub fn scene(scene: &Scene) -> Self {
        Self::new(SceneTile::Scene(scene.clone()))
    }
}

/// The scene that a paint repeats.
pub(super) fn scene_of(paint: &Paint) -> Option<&Scene> {
    match paint {
        Paint::Pattern(pattern) => match pattern.tile() {
            Some(SceneTile::Scene(scene)) => Some(scene),
            _ => None,
        },
        _ => None,
    }
}

impl SceneItem {
    /// Calls `visit` with each scene inside it: of masks and patterns.
    pub(super) fn visit_scenes<'a>(&'a self, mut visit: impl FnMut(&'a Scene)) {
        match self {
            Self::PushLayer(layer) => layer.mask.iter().for_each(|mask| visit(&mask.scene)),
            Self::Fill { paint, .. } | Self::Stroke { paint, .. } => scene_of(paint).into_iter().for_each(visit),
            Self::Text { paragraph, .. } | Self::PushTextClip { paragraph, .. } => {
                let styles = paragraph.spans().map(|(_, style)| style);
                styles.flat_map(|style| style.paints()).filter_map(scene_of).for_each(visit);
            }
            Self::Image { .. } | Self::PushTransform(_) | Self::PushClip { .. } | Self::Pop => {}
        }
    }
}
