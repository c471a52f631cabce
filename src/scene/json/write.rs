//! Scenes to JSON: the flat list of items becomes nested groups.

use kurbo::Point;

use super::inline::BoxImageJson;
use super::item::{
    ClipJson, FillJson, ItemJson, LayerJson, PushClipJson, PushLayerJson, SceneJson, StrokeJson, TextClipJson,
    TransformJson, Version,
};
use super::layer::{InnerSceneJson, MaskJson};
use super::names::Named;
use super::number::{Num, RectJson, pair};
use super::paint::{KeyedPattern, PaintJson};
use super::pattern::{PatternJson, TileImageJson, TileJson};
use super::picture::{Base64, ImageJson, PixelsJson, SourceJson, manner};
use super::shape::ShapeJson;
use super::strict::{Object, OneOf};
use super::text::TextJson;
use crate::error::Error;
use crate::image::{Image, ImageSource};
use crate::paint::{Paint, Stroke};
use crate::scene::{Mask, MaskKind, Scene, SceneItem, SceneTile};
use crate::text::Paragraph;

/// Groups nested inside each other; deeper ones are pushed and popped, because depth is what readers limit.
const MAX_GROUPS: usize = 32;

pub(super) fn write(scene: &Scene) -> Result<SceneJson, Error> {
    let (width, height) = (Num(scene.width), Num(scene.height));
    let language = scene.language.as_deref().map(str::to_owned);
    Ok(SceneJson { schema: None, version: Version, width, height, language, items: items(scene)? })
}

fn items(scene: &Scene) -> Result<Vec<OneOf<ItemJson>>, Error> {
    let mut writer = Writer { groups: Vec::new(), items: Vec::new(), flat: 0 };
    for item in scene.items.iter() {
        writer.item(item)?;
    }
    Ok(writer.items)
}

fn mask(mask: &Mask) -> Result<OneOf<MaskJson>, Error> {
    let Mask { scene, kind } = mask;
    let items = inner(scene)?;
    Ok(OneOf(match kind {
        MaskKind::Alpha => MaskJson::Alpha(items),
        MaskKind::Luminance => MaskJson::Luminance(items),
    }))
}

/// Recursion follows scenes inside scenes, whose depth the builder bounds.
fn inner(scene: &Scene) -> Result<Object<InnerSceneJson>, Error> {
    Ok(Object::new(InnerSceneJson {
        width: Some(Num(scene.width)),
        height: Some(Num(scene.height)),
        language: scene.language.as_deref().map(str::to_owned),
        items: items(scene)?,
    }))
}

fn paint(paint: &Paint) -> Result<PaintJson, Error> {
    let mut json = paint.into();
    write_pattern(&mut json)?;
    Ok(json)
}

/// Writes the pattern of a paint, if it is one.
fn write_pattern(paint: &mut PaintJson) -> Result<(), Error> {
    let PaintJson::Ready(pattern) = &*paint else { return Ok(()) };
    let tile = match pattern.tile() {
        Some(SceneTile::Scene(scene)) => TileJson::Scene(inner(scene)?),
        Some(SceneTile::Image(image)) => {
            let (source, (sampling, crop, ..)) = (OneOf(source(image)?), manner(image));
            TileJson::Image(Object::new(TileImageJson { source, sampling, crop }))
        }
        // A scene's patterns repeat nothing else.
        None => return Ok(()),
    };
    let (repeat, transform) = (Named(pattern.repeat), pattern.transform.into());
    let pattern = Object::new(PatternJson { tile: OneOf(tile), repeat, transform });
    *paint = PaintJson::Pattern(KeyedPattern { pattern });
    Ok(())
}

struct Writer<'a> {
    /// The groups that are open: what opened each, and the items before it in the group around it.
    groups: Vec<(&'a SceneItem, Vec<OneOf<ItemJson>>)>,
    items: Vec<OneOf<ItemJson>>,
    /// How many pushes are open that are too deep for a group.
    flat: usize,
}

impl<'a> Writer<'a> {
    fn item(&mut self, item: &'a SceneItem) -> Result<(), Error> {
        let json = match item {
            SceneItem::Fill { path, rule, paint } => ItemJson::Fill(Object::new(FillJson {
                shape: ShapeJson(path.clone()),
                rule: Named(*rule),
                paint: self::paint(paint)?,
            })),
            SceneItem::Stroke { path, stroke, paint } => {
                let Stroke { width, cap, join, miter_limit, dashes, dash_offset, scaling, align } = stroke;
                ItemJson::Stroke(Object::new(StrokeJson {
                    shape: ShapeJson(path.clone()),
                    paint: self::paint(paint)?,
                    width: Num(*width),
                    cap: Named(*cap),
                    join: Named(*join),
                    miter_limit: Num(*miter_limit),
                    dashes: dashes.iter().copied().map(Num).collect(),
                    dash_offset: Num(*dash_offset),
                    scaling: Named(*scaling),
                    align: Named(*align),
                }))
            }
            SceneItem::Image { image, rect } => ItemJson::Image(Object::new(picture(image, (*rect).into())?)),
            SceneItem::Text { origin, paragraph } => ItemJson::Text(Object::new(text(*origin, paragraph)?)),
            SceneItem::PushTransform(_)
            | SceneItem::PushClip { .. }
            | SceneItem::PushTextClip { .. }
            | SceneItem::PushLayer(_) => {
                if self.groups.len() < MAX_GROUPS {
                    self.groups.push((item, std::mem::take(&mut self.items)));
                    return Ok(());
                }
                self.flat += 1;
                push(item)?
            }
            SceneItem::Pop if self.flat > 0 => {
                self.flat -= 1;
                ItemJson::Pop
            }
            SceneItem::Pop => match self.groups.pop() {
                Some((opening, outer)) => group(opening, std::mem::replace(&mut self.items, outer))?,
                None => ItemJson::Pop,
            },
        };
        self.items.push(OneOf(json));
        Ok(())
    }
}

/// What a push opened, with its items.
fn group(opening: &SceneItem, items: Vec<OneOf<ItemJson>>) -> Result<ItemJson, Error> {
    Ok(match push(opening)? {
        ItemJson::PushTransform(matrix) => ItemJson::Transform(Object::new(TransformJson { matrix: *matrix, items })),
        ItemJson::PushClip(Object(clip)) => {
            let PushClipJson { shape, rule } = *clip;
            ItemJson::Clip(Object::new(ClipJson { shape, rule, items }))
        }
        ItemJson::PushTextClip(text) => ItemJson::TextClip(Object::new(TextClipJson { text, items })),
        ItemJson::PushLayer(Object(layer)) => {
            let PushLayerJson { opacity, blend_mode, filters, shadow, mask } = *layer;
            ItemJson::Layer(Object::new(LayerJson { opacity, blend_mode, filters, shadow, mask, items }))
        }
        // Nothing else opens a group.
        other => other,
    })
}

fn push(opening: &SceneItem) -> Result<ItemJson, Error> {
    Ok(match opening {
        SceneItem::PushTransform(transform) => ItemJson::PushTransform(Box::new((*transform).into())),
        SceneItem::PushClip { path, rule } => {
            ItemJson::PushClip(Object::new(PushClipJson { shape: ShapeJson(path.clone()), rule: Named(*rule) }))
        }
        SceneItem::PushTextClip { origin, paragraph } => ItemJson::PushTextClip(Object::new(text(*origin, paragraph)?)),
        SceneItem::PushLayer(layer) => ItemJson::PushLayer(Object::new(PushLayerJson {
            opacity: Num(layer.opacity),
            blend_mode: Named(layer.blend_mode),
            filters: layer.filters.iter().map(|filter| OneOf(filter.into())).collect(),
            shadow: layer.shadow.as_ref().map(|shadow| Object::new(shadow.into())),
            mask: layer.mask.as_ref().map(mask).transpose()?,
        })),
        _ => ItemJson::Pop,
    })
}

fn text(origin: Point, paragraph: &Paragraph) -> Result<TextJson, Error> {
    let picture = |image: &Image| {
        let (source, (sampling, crop, fit, slices)) = (OneOf(source(image)?), manner(image));
        Ok(BoxImageJson { source, sampling, crop, fit, slices })
    };
    let mut json = TextJson::new(pair(origin), paragraph, picture)?;
    json.patterns().into_iter().try_for_each(|(_, paint)| write_pattern(paint))?;
    Ok(json)
}

fn picture(image: &Image, rect: RectJson) -> Result<ImageJson, Error> {
    let (source, (sampling, crop, fit, slices)) = (OneOf(source(image)?), manner(image));
    Ok(ImageJson { source, rect, sampling, crop, fit, slices })
}

fn source(image: &Image) -> Result<SourceJson, Error> {
    Ok(match &image.source {
        ImageSource::Png(bytes) => SourceJson::Png(Base64(bytes.to_vec())),
        // Premultiplied colours survive the way through straight ones: these are the finer.
        ImageSource::Pixels(pixels) => {
            SourceJson::Pixels(Object::new(PixelsJson { png: Base64(pixels.encode_png()?), dpi: Num(pixels.dpi()) }))
        }
        #[cfg(feature = "svg-in")]
        ImageSource::Svg(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => SourceJson::Svg(text.to_owned()),
            Err(error) => {
                let reason = format!("SVG: no UTF-8 at byte {}, and JSON holds text", error.valid_up_to());
                return Err(Error::InvalidImage { reason });
            }
        },
    })
}

#[cfg(test)]
mod tests {
    use crate::base64;
    use crate::pixmap::Pixmap;

    #[test]
    fn every_premultiplied_pixel_survives() {
        let mut data = Vec::new();
        for alpha in 0..=255_u8 {
            data.extend((0..=255).flat_map(|color: u8| [color.min(alpha), alpha - color.min(alpha), alpha / 2, alpha]));
        }
        let pixmap = Pixmap::from_premultiplied(data, 256, 256).unwrap();
        assert_eq!(Pixmap::from_png(&pixmap.encode_png().unwrap()).unwrap(), pixmap);
        assert_eq!(base64::decode(&base64::encode(pixmap.data())).unwrap(), pixmap.data());
    }
}
