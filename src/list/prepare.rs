//! Scene to display list: text is laid out, pictures are decoded, transforms multiplied, limits checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Rect, Size, Vec2};

use super::{DisplayList, Group, Item, ItemKind, ListTile};
use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::error::Error;
use crate::font::FontLibrary;
use crate::image::{Decoded, Image, ImageSource, Part, decode_png};
#[cfg(feature = "svg-in")]
use crate::image::{Svg, Work};
use crate::limits::{Limits, within};
use crate::outline::ToPath;
use crate::paint::{BlendMode, Color, FillRule, Paint, Shadow, Stroke, StrokeAlign};
use crate::pixmap::{Pixmap, byte_len};
use crate::scene::{Layer, Mask, MaskKind, Places, Scene, SceneItem};
use crate::text::{
    Decoration, DecorationKind, DecorationShape, Paragraph, PlacedBox, TextContext, TextLayout, TextReport,
};
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
    within("scene_items", scene.total, preparer.limits.scene_items)?;
    let mut pass = Pass {
        // Those of texts come on top, and a transform is none.
        items: preparer.watch.hold(Buffer::with_capacity(scene.items.len(), preparer.watch)?),
        text: preparer.watch.hold(Buffer::new(preparer.watch)),
        decoded: preparer.watch.hold(BTreeMap::new()),
        preparer,
        open: Vec::new(),
        layers: 0,
        transform: Affine::IDENTITY,
        places: scene.places.clone(),
        language: scene.language.clone(),
        not_srgb: 0,
        tiles: BTreeMap::new(),
        tile_items: scene.total,
        has_tiles: false,
        #[cfg(feature = "svg-in")]
        documents: BTreeMap::new(),
        #[cfg(feature = "svg-in")]
        work: Work::default(),
        bytes: 0,
    };
    pass.scene(scene, None)?;
    Ok(DisplayList {
        width: scene.width,
        height: scene.height,
        bytes: pass.bytes + pass.items.bytes(),
        items: Arc::new(pass.items.take().take()),
        text: Arc::new(pass.text.take().take()),
        not_srgb: pass.not_srgb,
        #[cfg(feature = "svg-in")]
        places: pass.places,
        has_tiles: pass.has_tiles,
    })
}

/// What a push began; a transform leaves no item behind, it is multiplied into those inside.
enum Open {
    Transform(Affine),
    Clip,
    /// One that is filtered and then masked is a layer of what is filtered inside another.
    Layer {
        is_filtered: bool,
        mask: Option<Mask>,
    },
}

pub(super) struct Pass<'a> {
    pub(super) preparer: Preparer<'a>,
    pub(super) items: Held<'a, Buffer<Item>>,
    text: Held<'a, Buffer<(usize, TextReport)>>,
    open: Vec<Open>,
    /// Layers that are open.
    layers: u64,
    pub(super) transform: Affine,
    pub(super) places: Places,
    /// Of texts that say none.
    pub(super) language: Option<Arc<str>>,
    /// Encoded pictures met in this scene, each decoded once, by the address of their bytes, which the scene holds.
    decoded: Held<'a, BTreeMap<usize, Arc<Pixmap>>>,
    /// How many of them say that their colours are others than sRGB.
    pub(super) not_srgb: u64,
    /// What patterns repeat, each made ready once, by the address of what the scene holds.
    pub(super) tiles: BTreeMap<usize, Option<ListTile>>,
    /// Items of the scene and of those.
    pub(super) tile_items: u64,
    pub(super) has_tiles: bool,
    /// SVG documents met in this scene, each read once.
    #[cfg(feature = "svg-in")]
    documents: BTreeMap<*const u8, Arc<Svg>>,
    /// What reading them takes.
    #[cfg(feature = "svg-in")]
    work: Work,
    pub(super) bytes: u64,
}

impl Pass<'_> {
    /// The items of a scene; those of one inside another are of the item `of` of that.
    pub(super) fn scene(&mut self, scene: &Scene, of: Option<usize>) -> Result<(), Error> {
        for (i, item) in scene.items.iter().enumerate() {
            if i % ITEMS_PER_CHECK == 0 {
                self.preparer.watch.check()?;
            }
            self.item(of.unwrap_or(i), item)?;
        }
        Ok(())
    }

    fn item(&mut self, source: usize, item: &SceneItem) -> Result<(), Error> {
        let transform = self.transform;
        match item {
            SceneItem::Fill { path, rule, paint } => {
                self.check_path(path)?;
                let paint = self.paint(source, paint)?;
                self.emit(source, ItemKind::Fill { path: path.clone(), rule: *rule, paint, transform })?;
            }
            SceneItem::Stroke { path, stroke, paint } => {
                self.check_path(path)?;
                let paint = self.paint(source, paint)?;
                self.count(size_of_val(stroke.dashes.as_slice()))?;
                self.stroke(source, path, stroke, &paint)?;
            }
            SceneItem::Image { image, rect } => {
                self.image(source, image, *rect)?;
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
                self.push_layer(source, layer)?;
            }
            SceneItem::PushTextClip { origin, paragraph } => {
                self.push(Open::Clip)?;
                let layout = self.layout(paragraph)?;
                let runs = layout.runs;
                self.count(runs.iter().map(|run| size_of_val(run) + size_of_val(run.glyphs.as_slice())).sum())?;
                self.text.push((source, layout.report));
                self.text.check()?;
                self.emit(source, ItemKind::PushGlyphClip { runs: Arc::new(runs), origin: *origin, transform })?;
            }
            SceneItem::Pop => match self.open.pop() {
                Some(Open::Transform(outer)) => self.transform = outer,
                Some(Open::Clip) => self.emit(source, ItemKind::Pop)?,
                Some(Open::Layer { is_filtered, mask }) => {
                    if is_filtered {
                        self.pop_group(source)?;
                    }
                    if let Some(mask) = mask {
                        self.mask(source, &mask)?;
                    }
                    self.pop_group(source)?;
                }
                None => return Err(Error::Unbalanced { item: source, what: "a pop without a push before it" }),
            },
        }
        Ok(())
    }

    fn push_layer(&mut self, source: usize, layer: &Layer) -> Result<(), Error> {
        let Layer { opacity, blend_mode, filters, shadow, mask } = layer;
        within("filters", filters.len() as u64, self.preparer.limits.filters)?;
        self.count(size_of_val(filters.as_slice()))?;
        let is_filtered = mask.is_some() && !filters.is_empty();
        self.push(Open::Layer { is_filtered, mask: mask.clone() })?;
        let (filters, shadow) = (filters.clone(), shadow.as_ref().map(Shadow::as_filter));
        let mut group = Group { opacity: *opacity, blend_mode: *blend_mode, filters, shadow, luminance: false };
        if is_filtered {
            let filtered = Group { filters: std::mem::take(&mut group.filters), ..Group::default() };
            self.push_group(source, group)?;
            group = filtered;
        }
        self.push_group(source, group)
    }

    /// A mask: what is kept of the layer that it is drawn in.
    fn mask(&mut self, source: usize, mask: &Mask) -> Result<(), Error> {
        let (blend_mode, luminance) = (BlendMode::DestinationIn, mask.kind == MaskKind::Luminance);
        self.push_group(source, Group { blend_mode, luminance, ..Group::default() })?;
        // The texts of a mask speak its own language.
        let language = std::mem::replace(&mut self.language, mask.scene.language.clone());
        // Recursion follows scenes inside scenes, whose depth the builder bounds.
        self.scene(&mask.scene, Some(source))?;
        self.language = language;
        self.pop_group(source)
    }

    fn push_group(&mut self, source: usize, group: Group) -> Result<(), Error> {
        self.layers += 1;
        within("layers", self.layers, self.preparer.limits.layers)?;
        self.emit(source, ItemKind::PushLayer(Arc::new(group)))
    }

    fn pop_group(&mut self, source: usize) -> Result<(), Error> {
        self.layers -= 1;
        self.emit(source, ItemKind::Pop)
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
                self.push_group(source, Group::default())?;
                self.emit(source, stroke)?;
                self.push_group(source, Group { blend_mode: BlendMode::DestinationOut, ..Group::default() })?;
                let paint = Color::BLACK.into();
                self.emit(source, ItemKind::Fill { path: path.clone(), rule, paint, transform })?;
                self.pop_group(source)?;
                self.pop_group(source)
            }
        }
    }

    pub(super) fn image(&mut self, item: usize, image: &Image, rect: Rect) -> Result<(), Error> {
        let pixels = match &image.source {
            ImageSource::Pixels(pixels) => pixels.clone(),
            ImageSource::Png(bytes) => {
                let decoded = self.png(bytes);
                decoded.map_err(|error| error.of_image(|| self.places.place(item)))?
            }
            #[cfg(feature = "svg-in")]
            ImageSource::Svg(bytes) => {
                let svg = self.svg(bytes).map_err(|error| error.of_image(|| self.places.place(item)))?;
                return self.svg_parts(item, &svg, image, rect);
            }
        };
        let size = Size::new(f64::from(pixels.width()), f64::from(pixels.height()));
        let transform = self.transform;
        for Part { source, target: rect } in image.parts(size, rect) {
            let (pixels, sampling) = (pixels.clone(), image.sampling);
            self.emit(item, ItemKind::Image { pixels, source, rect, sampling, transform })?;
        }
        Ok(())
    }

    /// The parts of a document: of one that is not drawn whole, each through a clip.
    #[cfg(feature = "svg-in")]
    fn svg_parts(&mut self, item: usize, svg: &Arc<Svg>, image: &Image, rect: Rect) -> Result<(), Error> {
        let (size, transform) = (svg.size(), self.transform);
        for Part { source, target } in image.parts(size, rect) {
            if source == Rect::from_origin_size((0.0, 0.0), size) {
                self.emit(item, ItemKind::Svg { svg: svg.clone(), rect: target, transform })?;
                continue;
            }
            let (sx, sy) = (target.width() / source.width(), target.height() / source.height());
            let (x, y) = (target.x0 - source.x0 * sx, target.y0 - source.y0 * sy);
            let whole = Rect { x0: x, y0: y, x1: x + size.width * sx, y1: y + size.height * sy };
            let path = Arc::new(target.to_path()?);
            self.count(size_of_val(path.elements()))?;
            self.emit(item, ItemKind::PushClip { path, rule: FillRule::NonZero, transform })?;
            self.emit(item, ItemKind::Svg { svg: svg.clone(), rect: whole, transform })?;
            self.emit(item, ItemKind::Pop)?;
        }
        Ok(())
    }

    pub(super) fn png(&mut self, bytes: &Arc<[u8]>) -> Result<Arc<Pixmap>, Error> {
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
    pub(super) fn svg(&mut self, bytes: &Arc<[u8]>) -> Result<Arc<Svg>, Error> {
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
            style.paints().try_for_each(|paint| self.check_paint(paint))?;
        }
        let layout = self.layout(paragraph)?;
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
        for mut run in layout.runs {
            self.count(size_of_val(run.glyphs.as_slice()))?;
            run.paint = self.paint(source, &run.paint)?;
            self.emit(source, ItemKind::Glyphs { run, origin: origin.to_point(), transform })?;
        }
        for PlacedBox { image, rect, .. } in layout.boxes {
            if let Some(image) = image {
                self.image(source, &image, rect + origin)?;
            }
        }
        self.decorations(source, origin, layout.tofu)?;
        self.decorations(source, origin, above)?;
        self.text.push((source, layout.report));
        self.text.check()
    }

    fn layout(&mut self, paragraph: &Paragraph) -> Result<TextLayout, Error> {
        let Preparer { fonts, text, limits, watch, .. } = &mut self.preparer;
        text.layout_in(self.language.as_ref(), fonts, paragraph, limits, watch)
    }

    fn decorations(&mut self, source: usize, origin: Vec2, decorations: Vec<Decoration>) -> Result<(), Error> {
        let transform = self.transform;
        for Decoration { rect, shape, paint, .. } in decorations {
            let paint = self.paint(source, &paint)?;
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
