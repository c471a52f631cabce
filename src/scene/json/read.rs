//! JSON to scenes: what was read goes through the builder, so that every check is the builder's.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use kurbo::Point;

use super::error::invalid;
use super::folder::Folder;
use super::inline::BoxImageJson;
use super::item::{ItemJson, LayerJson, PushLayerJson, SceneJson, TextClipJson};
use super::layer::{FilterJson, InnerSceneJson, MaskJson, ShadowJson};
use super::names::Named;
use super::number::{Num, point};
use super::paint::{KeyedPattern, PaintJson};
use super::pattern::{PatternJson, TileImageJson, TileJson};
use super::picture::{ImageJson, Manner, PixelsJson, SourceJson, drawn};
use super::strict::{Object, OneOf, Variants};
use super::text::TextJson;
use crate::budget::Budget;
use crate::error::{Error, shorten};
use crate::image::{Image, decode_png};
use crate::limits::{Limits, within};
use crate::paint::{BlendMode, Pattern, Stroke};
use crate::scene::place::Place;
use crate::scene::{Layer, Mask, Scene, SceneBuilder};
use crate::text::Paragraph;
use crate::watch::Watch;

pub(super) fn read(json: SceneJson, limits: &Limits, folder: Option<Folder<'_>>) -> Result<Scene, Error> {
    let mut reader = Reader {
        builder: Scene::builder(json.width.0, json.height.0),
        limits,
        folder,
        path: String::new(),
        budget: Budget::new(limits),
        pictures: BTreeSet::new(),
        files: BTreeMap::new(),
        places: Vec::new(),
        group: None,
    };
    reader.check()?;
    if let Some(language) = &json.language {
        reader.builder.language(language);
        reader.enter("language");
        reader.check()?;
        reader.path.clear();
    }
    reader.items(json.items)?;
    let mut scene = reader.builder.finish()?;
    scene.places = reader.places.into();
    Ok(scene)
}

struct Reader<'a> {
    builder: SceneBuilder,
    limits: &'a Limits,
    folder: Option<Folder<'a>>,
    /// Where in the JSON the reader stands.
    path: String,
    /// Counts the bytes of pictures.
    budget: Budget,
    /// Encoded pictures, so that the same bytes are kept and decoded once.
    pictures: BTreeSet<Arc<[u8]>>,
    files: BTreeMap<String, Arc<[u8]>>,
    /// Of each item of the scene, so that what is refused later is found as well.
    places: Vec<Place>,
    /// The scene's item that opened the group around.
    group: Option<usize>,
}

impl Reader<'_> {
    /// Recursion follows the groups, whose depth `Limits::json_depth` bounds.
    fn items(&mut self, items: Vec<OneOf<ItemJson>>) -> Result<(), Error> {
        let (_, open) = self.builder.counts();
        let length = self.path.len();
        for (i, OneOf(item)) in items.into_iter().enumerate() {
            let dot = if length == 0 { "" } else { "." };
            // Writing into a string does not fail.
            let _ = write!(self.path, "{dot}items[{i}]");
            let verb = item.verb();
            self.places.push(Place { group: self.group, number: i, verb });
            if !item.is_bare() {
                self.enter(verb);
            }
            self.item(item, open)?;
            self.check()?;
            self.path.truncate(length);
        }
        if self.builder.counts().1 > open {
            self.enter("items");
            return Err(self.refused("a push without a pop after it", "\"pop\" for each push before the items end"));
        }
        Ok(())
    }

    fn item(&mut self, item: ItemJson, open: usize) -> Result<(), Error> {
        match item {
            ItemJson::Fill(Object(mut fill)) => {
                self.ready("paint", &mut fill.paint)?;
                self.builder.fill_with_rule(&*fill.shape.0, fill.rule.0, fill.paint);
            }
            ItemJson::Stroke(Object(mut json)) => {
                self.ready("paint", &mut json.paint)?;
                let stroke = Stroke {
                    width: json.width.0,
                    cap: json.cap.0,
                    join: json.join.0,
                    miter_limit: json.miter_limit.0,
                    dashes: json.dashes.iter().map(|dash| dash.0).collect(),
                    dash_offset: json.dash_offset.0,
                    scaling: json.scaling.0,
                    align: json.align.0,
                };
                self.builder.stroke(&*json.shape.0, stroke, json.paint);
            }
            ItemJson::Image(Object(json)) => {
                let rect = json.rect.rect();
                let length = self.path.len();
                let ImageJson { source, sampling, crop, fit, slices, .. } = *json;
                let image = self.image(source.0, (sampling, crop, fit, slices));
                let image = image.map_err(|error| error.of_image(|| self.path.clone()))?;
                self.path.truncate(length);
                self.builder.image(&image, rect);
            }
            ItemJson::Text(Object(json)) => {
                let (at, paragraph) = self.paragraph(json)?;
                self.builder.text(at, paragraph);
            }
            ItemJson::Transform(Object(group)) => {
                self.builder.push_transform(group.matrix.into());
                self.group(group.items)?;
            }
            ItemJson::Clip(Object(group)) => {
                self.builder.push_clip_with_rule(&*group.shape.0, group.rule.0);
                self.group(group.items)?;
            }
            ItemJson::TextClip(Object(group)) => {
                let TextClipJson { text: Object(text), items } = *group;
                let length = self.path.len();
                self.enter("text");
                let (at, paragraph) = self.paragraph(text)?;
                self.path.truncate(length);
                self.builder.push_text_clip(at, paragraph);
                self.group(items)?;
            }
            ItemJson::PushTextClip(Object(text)) => {
                let (at, paragraph) = self.paragraph(text)?;
                self.builder.push_text_clip(at, paragraph);
            }
            ItemJson::Layer(Object(group)) => {
                let LayerJson { opacity, blend_mode, filters, shadow, mask, items } = *group;
                let layer = self.layer((opacity, blend_mode), filters, shadow, mask)?;
                self.builder.push_layer(layer);
                self.group(items)?;
            }
            ItemJson::PushTransform(matrix) => {
                self.builder.push_transform((*matrix).into());
            }
            ItemJson::PushClip(Object(clip)) => {
                self.builder.push_clip_with_rule(&*clip.shape.0, clip.rule.0);
            }
            ItemJson::PushLayer(Object(layer)) => {
                let PushLayerJson { opacity, blend_mode, filters, shadow, mask } = *layer;
                let layer = self.layer((opacity, blend_mode), filters, shadow, mask)?;
                self.builder.push_layer(layer);
            }
            ItemJson::Pop if self.builder.counts().1 == open => {
                return Err(self.refused("a pop without a push before it", "a push before it among the same items"));
            }
            ItemJson::Pop => {
                self.builder.pop();
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, mut json: Box<TextJson>) -> Result<(Point, Paragraph), Error> {
        let at = point(json.at);
        let mut pictures = Vec::new();
        let length = self.path.len();
        for (span, BoxImageJson { source, sampling, crop, fit, slices }) in json.pictures() {
            self.enter(&format!("spans[{span}].box.image"));
            let image = self.image(source.0, (sampling, crop, fit, slices));
            pictures.push((span, image.map_err(|error| error.of_image(|| self.path.clone()))?));
            self.path.truncate(length);
        }
        for (place, paint) in json.patterns() {
            self.ready(&place, paint)?;
        }
        let paragraph = json.paragraph(pictures);
        Ok((at, paragraph.map_err(|(found, expected)| self.refused(found, expected))?))
    }

    fn layer(
        &mut self,
        (opacity, blend_mode): (Num, Named<BlendMode>),
        filters: Vec<OneOf<FilterJson>>,
        shadow: Option<Object<ShadowJson>>,
        mask: Option<OneOf<MaskJson>>,
    ) -> Result<Layer, Error> {
        let filters = filters.into_iter().map(|OneOf(filter)| filter.into()).collect();
        let shadow = shadow.map(|Object(shadow)| (*shadow).into());
        let mask = match mask {
            Some(OneOf(MaskJson::Alpha(Object(mask)))) => Some(Mask::alpha(self.mask("alpha", *mask)?)),
            Some(OneOf(MaskJson::Luminance(Object(mask)))) => Some(Mask::luminance(self.mask("luminance", *mask)?)),
            None => None,
        };
        Ok(Layer { opacity: opacity.0, blend_mode: blend_mode.0, filters, shadow, mask })
    }

    fn mask(&mut self, kind: &str, json: InnerSceneJson) -> Result<Scene, Error> {
        let length = self.path.len();
        self.enter("mask");
        let scene = self.inner(kind, json)?;
        self.path.truncate(length);
        Ok(scene)
    }

    /// Makes a paint's pattern, if it is one.
    fn ready(&mut self, place: &str, paint: &mut PaintJson) -> Result<(), Error> {
        if let PaintJson::Pattern(_) = paint
            && let PaintJson::Pattern(KeyedPattern { pattern: Object(json) }) = std::mem::take(paint)
        {
            let PatternJson { tile, repeat, transform } = *json;
            let length = self.path.len();
            self.enter(place);
            self.enter("pattern.tile");
            let pattern = match tile.0 {
                TileJson::Scene(Object(scene)) => Pattern::scene(&self.inner("scene", *scene)?),
                TileJson::Image(Object(image)) => {
                    self.enter("image");
                    let TileImageJson { source, sampling, crop } = *image;
                    let image = self.image(source.0, (sampling, crop, Named::default(), None));
                    Pattern::image(&image.map_err(|error| error.of_image(|| self.path.clone()))?)
                }
            };
            *paint = PaintJson::Ready(pattern.with_repeat(repeat.0).with_transform(transform.into()));
            self.path.truncate(length);
        }
        Ok(())
    }

    /// A scene inside this one, told to a builder of its own.
    fn inner(&mut self, key: &str, json: InnerSceneJson) -> Result<Scene, Error> {
        let (width, height) = self.builder.size();
        let inner = Scene::builder(json.width.map_or(width, |v| v.0), json.height.map_or(height, |v| v.0));
        let length = self.path.len();
        self.enter(key);
        let outer = std::mem::replace(&mut self.builder, inner);
        let (places, group) = (std::mem::take(&mut self.places), self.group.take());
        if let Some(language) = &json.language {
            self.builder.language(language);
        }
        self.check()?;
        self.items(json.items)?;
        // What goes wrong later with an item of it is said of the item that it is in.
        (self.places, self.group) = (places, group);
        let scene = std::mem::replace(&mut self.builder, outer).finish();
        self.path.truncate(length);
        scene
    }

    fn group(&mut self, items: Vec<OneOf<ItemJson>>) -> Result<(), Error> {
        self.check()?;
        let itself = self.places.len() - 1;
        let outer = self.group.replace(itself);
        self.items(items)?;
        self.group = outer;
        self.builder.pop();
        self.places.push(self.places[itself]);
        Ok(())
    }

    fn image(&mut self, source: SourceJson, manner: Manner) -> Result<Image, Error> {
        self.enter("source");
        let image = match source {
            SourceJson::Png(bytes) => {
                within("image_bytes", bytes.0.len() as u64, self.limits.image_bytes)?;
                Image::from_png(self.shared(bytes.0)?)
            }
            SourceJson::File(name) => {
                self.enter("file");
                let Some(folder) = self.folder else {
                    let found = format!("{:?}, and no folder to read files from", shorten(&name));
                    return Err(self.refused(&found, "`png`, `pixels` or `svg`"));
                };
                let bytes = match self.files.get(&name) {
                    Some(bytes) => bytes.clone(),
                    None => {
                        let bytes = folder.read(&self.path, &name, self.limits)?;
                        let bytes = self.shared(bytes)?;
                        self.files.insert(name, bytes.clone());
                        bytes
                    }
                };
                if is_svg(&bytes) { self.svg(bytes)? } else { Image::from_png(bytes) }
            }
            SourceJson::Svg(text) => {
                self.enter("svg");
                within("image_bytes", text.len() as u64, self.limits.image_bytes)?;
                let bytes = self.shared(text.into_bytes())?;
                self.svg(bytes)?
            }
            SourceJson::Pixels(Object(pixels)) => {
                let PixelsJson { png, dpi: Num(dpi) } = *pixels;
                self.enter("pixels");
                crate::units::scale(dpi).map_err(|error| self.told(error))?;
                let pixels = decode_png(&png.0, self.limits, &Watch::default(), &self.budget);
                let pixels = pixels.map_err(|error| self.told(error))?.pixmap;
                Image::from_pixmap(pixels.with_dpi(dpi))
            }
        };
        Ok(drawn(image, manner))
    }

    #[cfg(feature = "svg-in")]
    #[expect(clippy::unnecessary_wraps, reason = "without the feature it is refused")]
    fn svg(&self, bytes: Arc<[u8]>) -> Result<Image, Error> {
        Ok(Image::from_svg(bytes))
    }

    #[cfg(not(feature = "svg-in"))]
    fn svg(&self, _bytes: Arc<[u8]>) -> Result<Image, Error> {
        Err(self.refused("an SVG document", "a PNG file: SVG documents need the feature `svg-in`"))
    }

    fn shared(&mut self, bytes: Vec<u8>) -> Result<Arc<[u8]>, Error> {
        if let Some(known) = self.pictures.get(bytes.as_slice()) {
            return Ok(known.clone());
        }
        self.budget.take(bytes.len() as u64)?;
        let bytes: Arc<[u8]> = bytes.into();
        self.pictures.insert(bytes.clone());
        Ok(bytes)
    }

    fn enter(&mut self, key: &str) {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(key);
    }

    /// What the builder and the limits say of what has been described so far.
    fn check(&mut self) -> Result<(), Error> {
        if let Some(error) = self.builder.take_error() {
            return Err(self.told(error));
        }
        let (items, open) = self.builder.counts();
        within("scene_items", items as u64, self.limits.scene_items)?;
        within("nesting", open as u64, self.limits.nesting)
    }

    /// An error of the builder's, with its place in the JSON.
    fn told(&self, error: Error) -> Error {
        match error {
            Error::InvalidNumber { what, value, expected, .. } => {
                self.refused(&format!("{what} {}", readable(value)), expected)
            }
            Error::InvalidSize { width, height, expected } => {
                let found = format!("{} x {} px", readable(width), readable(height));
                self.refused(&found, expected)
            }
            Error::InvalidOption { option, value, expected } => self.refused(&format!("{option} {value}"), expected),
            Error::InvalidImage { reason } => self.refused(&reason, "a PNG file"),
            other => other,
        }
    }

    fn refused(&self, found: &str, expected: &str) -> Error {
        invalid(self.path.clone(), found, expected)
    }
}

/// A number without the hundreds of zeros that some have.
fn readable(value: f64) -> String {
    if value != 0.0 && !(1.0e-9..1.0e16).contains(&value.abs()) { format!("{value:e}") } else { value.to_string() }
}

/// Whether a file is text that begins as an SVG document does; PNG files begin otherwise.
fn is_svg(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}
