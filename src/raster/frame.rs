//! [`Frame`]: where a layer's own pixels lie.

use kurbo::{Affine, Rect};

use crate::composite::{Effects, Fall, Reach};
use crate::error::Error;
use crate::font::{Face, InkBoxes, Instance};
use crate::list::{Group, Item, ItemKind};
use crate::outline::{max_scale, points};
use crate::paint::StrokeScaling;
use crate::text::GlyphRun;
use crate::units::MAX_COORDINATE;
use crate::watch::Watch;

/// The part of the plane that a layer has pixels for, in pixels of the surface that it is put down on. It may reach beyond
/// that surface: what is blurred or casts a shadow is seen from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// More than any canvas shows.
const EVERYWHERE: Rect = Rect::new(-1e9, -1e9, 1e9, 1e9);

/// What is known of a layer before it is planned.
#[derive(Debug)]
pub(super) struct Outlook {
    pub(super) effects: Effects,
    /// The box around all it draws, in device pixels.
    contents: Option<Rect>,
}

/// Half-open columns and rows, in device pixels of the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x0: i64,
    pub(super) y0: i64,
    pub(super) x1: i64,
    pub(super) y1: i64,
}

impl Area {
    /// What there is: what is drawn further out is refused, but for what strokes reach, and casts no shadow.
    const PLANE: Self = {
        const END: i64 = MAX_COORDINATE as i64;
        Self { x0: -END, y0: -END, x1: END, y1: END }
    };

    pub(super) fn of_size((width, height): (u32, u32)) -> Self {
        Self { x0: 0, y0: 0, x1: i64::from(width), y1: i64::from(height) }
    }

    fn grown(self, by: Reach) -> Self {
        Self { x0: self.x0 - by.left, y0: self.y0 - by.top, x1: self.x1 + by.right, y1: self.y1 + by.bottom }
    }

    /// What lies in both.
    fn within(self, other: Self) -> Option<Self> {
        let (x0, y0) = (self.x0.max(other.x0), self.y0.max(other.y0));
        let (x1, y1) = (self.x1.min(other.x1), self.y1.min(other.y1));
        (x0 < x1 && y0 < y1).then_some(Self { x0, y0, x1, y1 })
    }

    fn union(self, other: Self) -> Self {
        let (x0, y0) = (self.x0.min(other.x0), self.y0.min(other.y0));
        Self { x0, y0, x1: self.x1.max(other.x1), y1: self.y1.max(other.y1) }
    }

    pub(super) fn size(self) -> (u32, u32) {
        ((self.x1 - self.x0) as u32, (self.y1 - self.y0) as u32)
    }

    /// Its place on a surface.
    pub(super) fn frame(self, surface: Self) -> Frame {
        let (width, height) = self.size();
        Frame { x: (self.x0 - surface.x0) as i32, y: (self.y0 - surface.y0) as i32, width, height }
    }
}

impl Outlook {
    /// The part of the plane that the layer needs pixels for, of which `surface` is seen: wherever, between two effects, there
    /// is something that what is seen depends on.
    pub(super) fn area(&self, surface: Area) -> Area {
        // One pixel, rather than none.
        let least = Area { x1: surface.x0 + 1, y1: surface.y0 + 1, ..surface };
        let Some(contents) = self.contents else { return least };
        // What is no number is everywhere.
        let whole = |v: f64, or: f64| if v.is_nan() { or } else { v.clamp(EVERYWHERE.x0, EVERYWHERE.x1) } as i64;
        let mut drawn = Area {
            x0: whole(contents.x0.floor(), EVERYWHERE.x0) - 1,
            y0: whole(contents.y0.floor(), EVERYWHERE.y0) - 1,
            x1: whole(contents.x1.ceil(), EVERYWHERE.x1) + 1,
            y1: whole(contents.y1.ceil(), EVERYWHERE.y1) + 1,
        };
        let mut looked_at = surface.grown(self.effects.reach().turned());
        let mut area = drawn.within(looked_at);
        for (reach, shadow) in self.effects.stages() {
            let source = drawn;
            drawn = drawn.grown(reach);
            // What the effects after this one look at.
            let turned = reach.turned();
            looked_at = Area {
                x0: looked_at.x0 + turned.left,
                y0: looked_at.y0 + turned.top,
                x1: looked_at.x1 - turned.right,
                y1: looked_at.y1 - turned.bottom,
            };
            // A shadow is blurred where what casts it is, and moved from there.
            let blurred = shadow.and_then(|Fall { blur, offset: (x, y) }| {
                let Area { x0, y0, x1, y1 } = looked_at;
                source.grown(blur).within(Area { x0: x0 - x - 1, y0: y0 - y - 1, x1: x1 - x, y1: y1 - y })
            });
            area = [drawn.within(looked_at), blurred].into_iter().flatten().chain(area).reduce(Area::union);
        }
        area.and_then(|area| area.within(Area::PLANE)).unwrap_or(least)
    }
}

/// What is known of the layers of some items, in the order in which they begin.
pub(super) fn outlooks<'a>(items: &'a [Item], scale: f64, watch: &'a Watch) -> Result<Vec<Outlook>, Error> {
    let is_layer = |item: &Item| matches!(item.kind, ItemKind::PushLayer(_));
    if !items.iter().any(is_layer) {
        return Ok(Vec::new());
    }
    let scale = Affine::scale(scale);
    let mut survey =
        Survey { outlooks: Vec::new(), open: Vec::new(), scale, boxes: Boxes { watch, faces: Vec::new() } };
    for part in watch.parts(items) {
        for item in part? {
            survey.item(&item.kind)?;
        }
    }
    Ok(survey.outlooks)
}

enum Open {
    /// The box around all clips of the layer, this one included.
    Clip(Rect),
    Layer(usize),
}

struct Survey<'a> {
    outlooks: Vec<Outlook>,
    open: Vec<Open>,
    scale: Affine,
    boxes: Boxes<'a>,
}

impl<'a> Survey<'a> {
    fn item(&mut self, kind: &'a ItemKind) -> Result<(), Error> {
        let scale = self.scale;
        match kind {
            ItemKind::PushLayer(group) => {
                let Group { filters, shadow, luminance, .. } = &**group;
                let [scale, ..] = scale.as_coeffs();
                let effects = Effects::new(filters, shadow.as_ref(), *luminance, scale);
                self.open.push(Open::Layer(self.outlooks.len()));
                let contents = effects.floods().then_some(EVERYWHERE);
                self.outlooks.push(Outlook { effects, contents });
            }
            ItemKind::PushClip { path, transform, .. } => {
                let clip = self.boxes.path(path.elements(), scale * *transform)?;
                self.push_clip(clip);
            }
            ItemKind::PushGlyphClip { runs, origin, transform } => {
                let mut clip = None;
                for run in runs.iter() {
                    let place = scale * *transform * Affine::translate(origin.to_vec2());
                    clip = union(clip, self.boxes.run(run, place)?);
                }
                self.push_clip(clip);
            }
            ItemKind::Pop => {
                if let Some(Open::Layer(layer)) = self.open.pop() {
                    let Outlook { effects, contents } = &self.outlooks[layer];
                    let Reach { left, top, right, bottom } = effects.reach();
                    let seen = contents.map(|Rect { x0, y0, x1, y1 }| {
                        // Pixels that are touched at all are blurred.
                        let (x0, y0, x1, y1) = (x0.floor(), y0.floor(), x1.ceil(), y1.ceil());
                        Rect::new(x0 - left as f64, y0 - top as f64, x1 + right as f64, y1 + bottom as f64)
                    });
                    self.draw(seen);
                }
            }
            // Only what is in a layer counts.
            _ if self.open.is_empty() => {}
            ItemKind::Fill { path, transform, .. } => {
                let drawn = self.boxes.path(path.elements(), scale * *transform)?;
                self.draw(drawn);
            }
            ItemKind::Stroke { path, stroke, transform, .. } => {
                let transform = scale * *transform;
                let pen = match stroke.scaling {
                    StrokeScaling::Shape => max_scale(transform),
                    StrokeScaling::Scene => max_scale(scale),
                    StrokeScaling::Device => 1.0,
                };
                let reach = stroke.reach() * pen;
                let drawn = self.boxes.path(path.elements(), transform)?;
                self.draw(drawn.map(|drawn| drawn.inflate(reach, reach)));
            }
            ItemKind::Image { rect, transform, .. } => self.draw(Some((scale * *transform).transform_rect_bbox(*rect))),
            #[cfg(feature = "svg-in")]
            ItemKind::Svg { rect, transform, .. } => self.draw(Some((scale * *transform).transform_rect_bbox(*rect))),
            ItemKind::Glyphs { run, origin, transform } => {
                let drawn = self.boxes.run(run, scale * *transform * Affine::translate(origin.to_vec2()))?;
                self.draw(drawn);
            }
        }
        Ok(())
    }

    fn push_clip(&mut self, clip: Option<Rect>) {
        // A clip of no area: nothing is inside.
        let clip = clip.unwrap_or(Rect::ZERO);
        let clip = match self.open.last() {
            Some(Open::Clip(outer)) => outer.intersect(clip),
            _ => clip,
        };
        self.open.push(Open::Clip(clip));
    }

    /// Grows the layer that is open by what is drawn in it.
    fn draw(&mut self, drawn: Option<Rect>) {
        let Some(mut drawn) = drawn else { return };
        if let Some(Open::Clip(clip)) = self.open.last() {
            drawn =
                Rect::new(drawn.x0.max(clip.x0), drawn.y0.max(clip.y0), drawn.x1.min(clip.x1), drawn.y1.min(clip.y1));
            if drawn.x0 > drawn.x1 || drawn.y0 > drawn.y1 {
                return;
            }
        }
        let layer = self.open.iter().rev().find_map(|open| match open {
            Open::Layer(layer) => Some(*layer),
            Open::Clip(_) => None,
        });
        if let Some(layer) = layer {
            let contents = &mut self.outlooks[layer].contents;
            *contents = union(*contents, Some(drawn));
        }
    }
}

fn union(a: Option<Rect>, b: Option<Rect>) -> Option<Rect> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.union(b)),
        (a, b) => a.or(b),
    }
}

/// Boxes around what items draw.
struct Boxes<'a> {
    watch: &'a Watch,
    /// The faces met last, and what is known of their glyphs.
    faces: Vec<(&'a Face, Instance, Option<InkBoxes<'a>>)>,
}

/// Faces that are remembered.
const FACES: usize = 8;

impl<'a> Boxes<'a> {
    fn path(&self, path: &[kurbo::PathEl], transform: Affine) -> Result<Option<Rect>, Error> {
        let mut found: Option<Rect> = None;
        for part in self.watch.parts(path) {
            for point in part?.iter().flat_map(points) {
                let point = transform * point;
                found = Some(found.map_or(Rect::from_points(point, point), |found| found.union_pt(point)));
            }
        }
        Ok(found)
    }

    fn run(&mut self, run: &'a GlyphRun, transform: Affine) -> Result<Option<Rect>, Error> {
        /// What hinting and the rounding to pixels may move.
        const MOVED: f64 = 2.0;
        let instance = run.instance();
        let known = self.faces.iter().position(|(face, of, _)| **face == run.face && *of == instance);
        let at = known.unwrap_or_else(|| {
            if self.faces.len() >= FACES {
                self.faces.remove(0);
            }
            // What a font says of its glyphs' boxes may be wrong, and its glyphs be drawn all the same.
            let boxes = InkBoxes::of_outlines(&run.face, instance.clone());
            self.faces.push((&run.face, instance, boxes));
            self.faces.len() - 1
        });
        let Some((.., Some(boxes))) = self.faces.get_mut(at) else { return Ok(None) };
        let mut found = None;
        for part in self.watch.parts(&run.glyphs) {
            for glyph in part? {
                let Some(ink) = boxes.ink(glyph.id) else { continue };
                let place = transform * Affine::new([run.size, 0.0, 0.0, -run.size, glyph.x, glyph.y]);
                found = union(found, Some(place.transform_rect_bbox(ink).inflate(MOVED, MOVED)));
            }
        }
        Ok(found)
    }
}
