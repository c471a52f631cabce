//! Scenes as templates: words of their texts replaced.

use std::sync::Arc;

use super::pattern::scene_of;
use super::{Scene, SceneItem, SceneTile};
use crate::paint::Paint;
use crate::text::Paragraph;

impl Scene {
    /// The scene with every `from` in its texts replaced by `to`, in the style of the span that it stands in. One that
    /// begins in a span and ends in another is not replaced.
    ///
    /// ```
    /// use inkstone::{Paragraph, Scene, TextStyle};
    ///
    /// let scene = |id: &str| {
    ///     let mut scene = Scene::builder(120.0, 40.0);
    ///     scene.text((10.0, 30.0), Paragraph::new(format!("ID: {id}"), TextStyle::new(24.0)));
    ///     scene.finish()
    /// };
    /// assert_eq!(scene("{n}")?.replace_text("{n}", "7"), scene("7")?);
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    #[must_use]
    pub fn replace_text(&self, from: &str, to: &str) -> Self {
        let mut scene = self.clone();
        let stands_in = |item: &SceneItem| match item {
            SceneItem::Text { paragraph, .. } | SceneItem::PushTextClip { paragraph, .. } => {
                paragraph.text.contains(from)
            }
            SceneItem::PushLayer(layer) => layer.mask.is_some(),
            SceneItem::Fill { paint, .. } | SceneItem::Stroke { paint, .. } => scene_of(paint).is_some(),
            _ => false,
        };
        if !from.is_empty() && self.items.iter().any(stands_in) {
            let replaced = |item: &SceneItem| match item {
                SceneItem::Text { origin, paragraph } if paragraph.text.contains(from) => {
                    SceneItem::Text { origin: *origin, paragraph: Arc::new(replace(paragraph, from, to)) }
                }
                SceneItem::PushTextClip { origin, paragraph } if paragraph.text.contains(from) => {
                    SceneItem::PushTextClip { origin: *origin, paragraph: Arc::new(replace(paragraph, from, to)) }
                }
                SceneItem::PushLayer(layer) => {
                    let mut layer = layer.clone();
                    if let Some(mask) = &mut layer.mask {
                        mask.scene = mask.scene.replace_text(from, to);
                    }
                    SceneItem::PushLayer(layer)
                }
                SceneItem::Fill { path, rule, paint } => {
                    SceneItem::Fill { path: path.clone(), rule: *rule, paint: replace_in_tile(paint, from, to) }
                }
                SceneItem::Stroke { path, stroke, paint } => {
                    let (path, stroke) = (path.clone(), stroke.clone());
                    SceneItem::Stroke { path, stroke, paint: replace_in_tile(paint, from, to) }
                }
                other => other.clone(),
            };
            scene.items = self.items.iter().map(replaced).collect();
        }
        scene
    }
}

fn replace_in_tile(paint: &Paint, from: &str, to: &str) -> Paint {
    match (paint, scene_of(paint)) {
        (Paint::Pattern(pattern), Some(scene)) => pattern.of(SceneTile::Scene(scene.replace_text(from, to))).into(),
        _ => paint.clone(),
    }
}

fn replace(paragraph: &Paragraph, from: &str, to: &str) -> Paragraph {
    let mut text = String::with_capacity(paragraph.text.len());
    let mut spans = Vec::with_capacity(paragraph.spans.len());
    for (number, (range, style)) in paragraph.spans().enumerate() {
        let before = paragraph.text.get(range).unwrap_or_default();
        // What stands for a box is no text.
        let is_box = paragraph.boxes.iter().any(|(span, _)| *span == number);
        text.push_str(&if is_box { before.to_owned() } else { before.replace(from, to) });
        spans.push((text.len(), style.clone()));
    }
    Paragraph { text, spans, ..paragraph.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextStyle;

    #[test]
    fn spans_keep_their_styles() {
        let style = TextStyle::new(10.0);
        let bold = style.clone().with_weight(TextStyle::BOLD);
        let text = |a: &str, b: &str| Paragraph::new(a, style.clone()).with_span(b, bold.clone()).with_width(9.0);
        assert_eq!(replace(&text("a{n}{n}墨", "{n}"), "{n}", "12"), text("a1212墨", "12"));
        assert_eq!(replace(&text("{", "n}"), "{n}", "12"), text("{", "n}"));
    }
}
