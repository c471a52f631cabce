//! Scene to display list: text is laid out, pictures are decoded, transforms multiplied, limits checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Rect, Vec2};

use super::{DisplayList, Item, ItemKind};
use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::error::Error;
use crate::font::FontLibrary;
use crate::image::{Decoded, Image, ImageSource, decode_png};
#[cfg(feature = "svg-in")]
use crate::image::{Svg, Work};
use crate::limits::{Limits, within};
use crate::outline::ToPath;
use crate::paint::{BlendMode, Color, FillRule, Paint, Stroke, StrokeAlign};
use crate::pixmap::{Pixmap, byte_len};
use crate::scene::{Layer, Places, Scene, SceneItem};
use crate::text::{Decoration, DecorationKind, DecorationShape, Paragraph, PlacedBox, TextContext, TextReport};
use crate::watch::{Held, Watch};

/// Items between two looks at the watch.
const ITEMS_PER_CHECK: usize = 64;

/// What preparing needs of a canvas and its engine.
pub(crate) struct Preparer<'a> {
    pub(crate) fonts: &'a FontLibrary,
    pub(crate) text: &'a mut TextContext,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
    pub(crate) budget: &'a Budget,
}

/// Resolves a scene. What the list holds stays counted in the budget.
pub(crate) fn prepare(scene: &Scene, preparer: Preparer<'_>) -> Result<DisplayList, Error> {
    within("scene_items", scene.items.len() as u64, preparer.limits.scene_items)?;
    let mut pass = Pass {
        // Those of texts come on top, and a transform is none.
        items: preparer.watch.hold(Buffer::with_capacity(scene.items.len(), preparer.watch)?),
        text: preparer.watch.hold(Buffer::new(preparer.watch)),
        decoded: preparer.watch.hold(BTreeMap::new()),
        preparer,
        open: Vec::new(),
        transform: Affine::IDENTITY,
        places: scene.places.clone(),
        language: scene.language.clone(),
        not_srgb: 0,
        #[cfg(feature = "svg-in")]
        documents: BTreeMap::new(),
        #[cfg(feature = "svg-in")]
        work: Work::default(),
        bytes: 0,
    };
    for (source, item) in scene.items.iter().enumerate() {
        if source % ITEMS_PER_CHECK == 0 {
            pass.preparer.watch.check()?;
        }
        pass.item(source, item)?;
    }
    Ok(DisplayList {
        width: scene.width,
        height: scene.height,
        bytes: pass.bytes + pass.items.bytes(),
        items: Arc::new(pass.items.take().take()),
        text: Arc::new(pass.text.take().take()),
        not_srgb: pass.not_srgb,
        #[cfg(feature = "svg-in")]
        places: pass.places,
    })
}

/// What a push began; a transform leaves no item behind, it is multiplied into those inside.
enum Open {
    Transform(Affine),
    Clip,
    Layer,
}

struct Pass<'a> {
    preparer: Preparer<'a>,
    items: Held<'a, Buffer<Item>>,
    text: Held<'a, Buffer<(usize, TextReport)>>,
    open: Vec<Open>,
    transform: Affine,
    places: Places,
    /// Of texts that say none.
    language: Option<Arc<str>>,
    /// Encoded pictures met in this scene, each decoded once, by the address of their bytes, which the scene holds.
    decoded: Held<'a, BTreeMap<usize, Arc<Pixmap>>>,
    /// How many of them say that their colours are others than sRGB.
    not_srgb: u64,
    /// SVG documents met in this scene, each read once.
    #[cfg(feature = "svg-in")]
    documents: BTreeMap<*const u8, Arc<Svg>>,
    /// What reading them takes.
    #[cfg(feature = "svg-in")]
    work: Work,
    bytes: u64,
}

impl Pass<'_> {
    fn item(&mut self, source: usize, item: &SceneItem) -> Result<(), Error> {
        let transform = self.transform;
        match item {
            SceneItem::Fill { path, rule, paint } => {
                self.check_path(path)?;
                self.check_paint(paint)?;
                self.emit(source, ItemKind::Fill { path: path.clone(), rule: *rule, paint: paint.clone(), transform })?;
            }
            SceneItem::Stroke { path, stroke, paint } => {
                self.check_path(path)?;
                self.check_paint(paint)?;
                self.count(size_of_val(stroke.dashes.as_slice()))?;
                self.stroke(source, path, stroke, paint)?;
            }
            SceneItem::Image { image, rect } => {
                let kind = self.image(image, *rect).map_err(|error| error.of_image(|| self.places.place(source)))?;
                self.emit(source, kind)?;
            }
            SceneItem::Text { origin, paragraph } => self.text(source, origin.to_vec2(), paragraph)?,
            SceneItem::PushTransform(inner) => {
                self.push(Open::Transform(transform))?;
                self.transform = transform * *inner;
            }
            SceneItem::PushClip { path, rule } => {
                self.check_path(path)?;
                self.push(Open::Clip)?;
                self.emit(source, ItemKind::PushClip { path: path.clone(), rule: *rule, transform })?;
            }
            SceneItem::PushLayer(layer) => {
                self.push(Open::Layer)?;
                let layers = self.open.iter().filter(|open| matches!(open, Open::Layer)).count();
                within("layers", layers as u64, self.preparer.limits.layers)?;
                self.emit(source, ItemKind::PushLayer(*layer))?;
            }
            SceneItem::Pop => match self.open.pop() {
                Some(Open::Transform(outer)) => self.transform = outer,
                Some(Open::Clip | Open::Layer) => self.emit(source, ItemKind::Pop)?,
                None => return Err(Error::Unbalanced { item: source, what: "a pop without a push before it" }),
            },
        }
        Ok(())
    }

    fn emit(&mut self, source: usize, kind: ItemKind) -> Result<(), Error> {
        self.items.push(Item { source, kind });
        self.items.check()
    }

    /// Counts bytes that an item holds.
    fn count(&mut self, bytes: usize) -> Result<(), Error> {
        self.preparer.budget.take(bytes as u64)?;
        self.bytes += bytes as u64;
        Ok(())
    }

    fn push(&mut self, open: Open) -> Result<(), Error> {
        self.open.push(open);
        within("nesting", self.open.len() as u64, self.preparer.limits.nesting)
    }

    fn check_path(&self, path: &BezPath) -> Result<(), Error> {
        within("path_segments", path.elements().len() as u64, self.preparer.limits.path_segments)
    }

    fn check_paint(&self, paint: &Paint) -> Result<(), Error> {
        match paint {
            Paint::Solid(_) => Ok(()),
            Paint::Gradient(gradient) => {
                within("gradient_stops", gradient.stops().len() as u64, self.preparer.limits.gradient_stops)
            }
        }
    }

    /// A stroke, as one or as those that lie on one side of their path: twice as wide, and clipped to the path or, in a
    /// layer, without what the path fills.
    fn stroke(&mut self, source: usize, path: &Arc<BezPath>, stroke: &Stroke, paint: &Paint) -> Result<(), Error> {
        let (transform, rule) = (self.transform, FillRule::NonZero);
        let mut stroke = stroke.clone();
        let align = std::mem::take(&mut stroke.align);
        if align != StrokeAlign::Center {
            stroke.width *= 2.0;
        }
        let stroke = ItemKind::Stroke { path: path.clone(), stroke, paint: paint.clone(), transform };
        match align {
            StrokeAlign::Center => self.emit(source, stroke),
            StrokeAlign::Inside => {
                self.emit(source, ItemKind::PushClip { path: path.clone(), rule, transform })?;
                self.emit(source, stroke)?;
                self.emit(source, ItemKind::Pop)
            }
            StrokeAlign::Outside => {
                let layers = self.open.iter().filter(|open| matches!(open, Open::Layer)).count() + 2;
                within("layers", layers as u64, self.preparer.limits.layers)?;
                let cut = Layer::new().with_blend_mode(BlendMode::DestinationOut);
                self.emit(source, ItemKind::PushLayer(Layer::new()))?;
                self.emit(source, stroke)?;
                self.emit(source, ItemKind::PushLayer(cut))?;
                let paint = Color::BLACK.into();
                self.emit(source, ItemKind::Fill { path: path.clone(), rule, paint, transform })?;
                self.emit(source, ItemKind::Pop)?;
                self.emit(source, ItemKind::Pop)
            }
        }
    }

    fn image(&mut self, image: &Image, rect: Rect) -> Result<ItemKind, Error> {
        let pixels = match &image.source {
            ImageSource::Pixels(pixels) => pixels.clone(),
            ImageSource::Png(bytes) => self.png(bytes)?,
            #[cfg(feature = "svg-in")]
            ImageSource::Svg(bytes) => {
                return Ok(ItemKind::Svg { svg: self.svg(bytes)?, rect, transform: self.transform });
            }
        };
        Ok(ItemKind::Image { pixels, rect, sampling: image.sampling, transform: self.transform })
    }

    fn png(&mut self, bytes: &Arc<[u8]>) -> Result<Arc<Pixmap>, Error> {
        if let Some(pixels) = self.decoded.get(&bytes.as_ptr().addr()) {
            return Ok(pixels.clone());
        }
        let Preparer { limits, watch, budget, .. } = &mut self.preparer;
        let Decoded { pixmap, srgb } = decode_png(bytes, limits, watch, budget)?;
        self.not_srgb += u64::from(!srgb);
        self.bytes += byte_len(pixmap.width(), pixmap.height());
        let pixels = Arc::new(pixmap);
        self.decoded.insert(bytes.as_ptr().addr(), pixels.clone());
        Ok(pixels)
    }

    #[cfg(feature = "svg-in")]
    fn svg(&mut self, bytes: &Arc<[u8]>) -> Result<Arc<Svg>, Error> {
        if let Some(svg) = self.documents.get(&bytes.as_ptr()) {
            return Ok(svg.clone());
        }
        let Preparer { fonts, limits, watch, budget, .. } = &mut self.preparer;
        let svg = Arc::new(Svg::read(bytes, fonts, limits, watch, budget, &mut self.work)?);
        self.bytes += svg.held();
        self.documents.insert(bytes.as_ptr(), svg.clone());
        Ok(svg)
    }

    fn text(&mut self, source: usize, origin: Vec2, paragraph: &Paragraph) -> Result<(), Error> {
        for (_, style) in paragraph.spans() {
            let own = [Some(&style.paint), style.background.as_ref(), style.decoration.paint.as_ref()];
            own.into_iter().flatten().try_for_each(|paint| self.check_paint(paint))?;
        }
        let Preparer { fonts, text, limits, watch, .. } = &mut self.preparer;
        let layout = text.layout_in(self.language.as_ref(), fonts, paragraph, limits, watch)?;
        let transform = self.transform;
        // The painting order of CSS: backgrounds, underlines and overlines below the glyphs, strikethroughs above
        // (https://www.w3.org/TR/css-text-decor-3/#painting-order).
        let (mut behind, mut below, mut above) = (Vec::new(), Vec::new(), Vec::new());
        for decoration in layout.decorations {
            match decoration.kind {
                DecorationKind::Background => behind.push(decoration),
                DecorationKind::Underline | DecorationKind::Overline => below.push(decoration),
                DecorationKind::Strikethrough | DecorationKind::Tofu => above.push(decoration),
            }
        }
        self.decorations(source, origin, behind)?;
        self.decorations(source, origin, below)?;
        for run in layout.runs {
            self.count(size_of_val(run.glyphs.as_slice()))?;
            self.emit(source, ItemKind::Glyphs { run, origin: origin.to_point(), transform })?;
        }
        for PlacedBox { image, rect, .. } in layout.boxes {
            if let Some(image) = image {
                let kind = self.image(&image, rect + origin);
                let kind = kind.map_err(|error| error.of_image(|| self.places.place(source)))?;
                self.emit(source, kind)?;
            }
        }
        self.decorations(source, origin, layout.tofu)?;
        self.decorations(source, origin, above)?;
        self.text.push((source, layout.report));
        self.text.check()
    }

    fn decorations(&mut self, source: usize, origin: Vec2, decorations: Vec<Decoration>) -> Result<(), Error> {
        let transform = self.transform;
        for Decoration { rect, shape, paint, .. } in decorations {
            let kind = match shape {
                DecorationShape::Filled => {
                    let path = Arc::new((rect + origin).to_path()?);
                    ItemKind::Fill { path, rule: FillRule::NonZero, paint, transform }
                }
                DecorationShape::Stroked(mut path, stroke) => {
                    path.apply_affine(Affine::translate(origin));
                    self.count(size_of_val(stroke.dashes.as_slice()))?;
                    ItemKind::Stroke { path: Arc::new(path), stroke, paint, transform }
                }
            };
            if let ItemKind::Fill { path, .. } | ItemKind::Stroke { path, .. } = &kind {
                self.count(size_of_val(path.elements()))?;
            }
            self.emit(source, kind)?;
        }
        Ok(())
    }
}
