//! Paints made ready: the tiles of patterns are prepared as scenes are.

use std::sync::Arc;

use kurbo::{Affine, Rect, Size};

use super::prepare::Pass;
use super::{DisplayList, ListTile, TileContent};
use crate::buffer::Buffer;
use crate::error::Error;
use crate::image::{Image, ImageSource};
use crate::limits::within;
use crate::paint::{Color, Paint};
use crate::scene::{Scene, SceneTile};

impl Pass<'_> {
    pub(super) fn check_paint(&self, paint: &Paint) -> Result<(), Error> {
        match paint {
            Paint::Solid(_) | Paint::Pattern(_) => Ok(()),
            Paint::Gradient(gradient) => {
                within("gradient_stops", gradient.stops().len() as u64, self.preparer.limits.gradient_stops)
            }
        }
    }

    /// A paint whose pattern, if it is one, is made ready.
    pub(super) fn paint(&mut self, source: usize, paint: &Paint) -> Result<Paint, Error> {
        self.check_paint(paint)?;
        let Paint::Pattern(pattern) = paint else { return Ok(paint.clone()) };
        let Some(tile) = pattern.tile::<SceneTile>() else { return Ok(paint.clone()) };
        // Each is made ready once: pictures by the pattern that they came with, scenes whatever pattern they are in.
        let address = match tile {
            SceneTile::Image(_) => pattern.tile_address(),
            SceneTile::Scene(scene) => scene.items.as_ptr().addr(),
        };
        let ready = match self.tiles.get(&address) {
            Some(ready) => ready.clone(),
            None => {
                let ready = match tile {
                    SceneTile::Image(image) => self.image_tile(source, image)?,
                    SceneTile::Scene(scene) => Some(self.scene_tile(source, scene)?),
                };
                self.tiles.insert(address, ready.clone());
                ready
            }
        };
        let Some(ready) = ready else { return Ok(Color::TRANSPARENT.into()) };
        self.has_tiles |= matches!(ready.content, TileContent::List(_));
        Ok(pattern.of(ready).into())
    }

    fn scene_tile(&mut self, source: usize, scene: &Scene) -> Result<ListTile, Error> {
        self.tile_items = self.tile_items.saturating_add(scene.total);
        within("scene_items", self.tile_items, self.preparer.limits.scene_items)?;
        let size = Size::new(scene.width, scene.height);
        // Its texts speak its own language.
        let language = std::mem::replace(&mut self.language, scene.language.clone());
        // Recursion follows scenes inside scenes, whose depth the builder bounds.
        let content = self.list(size, |pass| pass.scene(scene, Some(source)))?;
        self.language = language;
        Ok(ListTile { size, content, part: None })
    }

    /// The tile of a picture; `None` where nothing is left of it.
    fn image_tile(&mut self, source: usize, image: &Image) -> Result<Option<ListTile>, Error> {
        let natural = match &image.source {
            ImageSource::Pixels(pixels) => {
                let size = Size::new(f64::from(pixels.width()), f64::from(pixels.height()));
                if image.crop.is_none() {
                    let content = TileContent::Pixels(pixels.clone(), image.sampling);
                    return Ok(Some(ListTile { size, content, part: None }));
                }
                size
            }
            ImageSource::Png(bytes) => {
                let pixels =
                    self.png(bytes).map_err(|error| error.of_image(|| self.places.in_pattern().place(source)))?;
                let pixels = Image { source: ImageSource::Pixels(pixels), ..image.clone() };
                return self.image_tile(source, &pixels);
            }
            #[cfg(feature = "svg-in")]
            ImageSource::Svg(bytes) => {
                self.svg(bytes).map_err(|error| error.of_image(|| self.places.in_pattern().place(source)))?.size()
            }
        };
        let size = image.crop.map_or(natural, |crop| crop.size());
        if !(size.width > 0.0 && size.height > 0.0) {
            return Ok(None);
        }
        let content = self.list(size, |pass| pass.image(source, image, Rect::from_origin_size((0.0, 0.0), size)))?;
        Ok(Some(ListTile { size, content, part: None }))
    }

    /// What is emitted meanwhile, as a list of its own.
    fn list(&mut self, size: Size, emit: impl FnOnce(&mut Self) -> Result<(), Error>) -> Result<TileContent, Error> {
        let watch = self.preparer.watch;
        let outer = std::mem::replace(&mut self.items, watch.hold(Buffer::new(watch)));
        let transform = std::mem::replace(&mut self.transform, Affine::IDENTITY);
        let has_tiles = std::mem::replace(&mut self.has_tiles, false);
        let places = self.places.in_pattern();
        let places = std::mem::replace(&mut self.places, places);
        let before = self.bytes;
        let emitted = emit(self);
        let items = std::mem::replace(&mut self.items, outer);
        emitted?;
        self.transform = transform;
        self.bytes += items.bytes();
        let list = DisplayList {
            width: size.width,
            height: size.height,
            bytes: self.bytes - before,
            items: Arc::new(items.take().take()),
            text: Arc::default(),
            not_srgb: 0,
            #[cfg(feature = "svg-in")]
            places: self.places.clone(),
            has_tiles: std::mem::replace(&mut self.has_tiles, has_tiles),
        };
        self.places = places;
        Ok(TileContent::List(Arc::new(list)))
    }
}
