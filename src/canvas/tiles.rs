//! The tiles of patterns, drawn at the size in device pixels that they are seen at.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::{Affine, Rect, Size};

use super::render::Target;
use super::{Canvas, Job};
use crate::error::Error;
use crate::image::Sampling;
use crate::limits::within;
use crate::list::{DisplayList, ItemKind, ListTile, TileContent, TilePart};
use crate::options::RenderOptions;
use crate::paint::{Color, Pattern};
use crate::pixmap::{Pixmap, byte_len};
use crate::units;

/// Names a drawn tile: the address of its list, its columns and rows, the bits of the DPI.
type Name = (usize, u32, u32, u64);

/// Of tiles that are seen smaller than this, everything is below a pixel.
const LEAST_DPI: f64 = 1e-3;

/// Parts of tiles begin on multiples of it, so that what is dithered in them is so as in the whole.
const GRID: u32 = 64;

impl Canvas {
    /// A list whose patterns repeat pixels only; `None` where they do already.
    pub(super) fn with_tiles(
        &mut self,
        list: &DisplayList,
        options: &RenderOptions,
        job: &Job,
    ) -> Result<Option<DisplayList>, Error> {
        if !list.has_tiles {
            return Ok(None);
        }
        let scale = units::scale(options.dpi)?;
        let options = RenderOptions { background: Color::TRANSPARENT, ..options.clone() };
        job.budget.take(list.copy_bytes())?;
        let mut items = job.watch.hold(Vec::with_capacity(list.items.len()));
        for part in job.watch.parts(&list.items) {
            items.extend_from_slice(part?);
        }
        let canvas = Rect::new(0.0, 0.0, list.width * scale, list.height * scale);
        // What is seen of each tile, by all items together.
        let (mut seen, mut open) = (BTreeMap::<Name, [Stretch; 2]>::new(), Open::default());
        for item in items.iter_mut() {
            job.watch.check()?;
            open.pass(&item.kind);
            let Some((pattern, transform)) = item.kind.pattern_mut() else { continue };
            let Some(view) = View::new(pattern, transform, &options, (canvas, &open))? else { continue };
            let all = seen.entry(view.name).or_insert(view.stretches);
            *all = [0, 1].map(|axis| all[axis].with(view.stretches[axis]));
        }
        let (mut drawn, mut open) = (job.watch.hold(BTreeMap::<Name, Arc<Pixmap>>::new()), Open::default());
        for item in items.iter_mut() {
            job.watch.check()?;
            open.pass(&item.kind);
            let Some((pattern, transform)) = item.kind.pattern_mut() else { continue };
            let Some(view) = View::new(pattern, transform, &options, (canvas, &open))? else { continue };
            let whole = [view.name.1, view.name.2];
            let mut part = seen.get(&view.name).copied().unwrap_or(view.stretches);
            // A tile of which most is seen may as well be whole, where it may be so large.
            let all = u64::from(whole[0]) * u64::from(whole[1]);
            if part[0].pixels(part[1]) > all / 2 && all <= job.limits.image_pixels {
                part = whole.map(Stretch::whole);
            }
            let pixels = match drawn.get(&view.name) {
                Some(pixels) => pixels.clone(),
                None => {
                    let options = RenderOptions { dpi: f64::from_bits(view.name.3), ..options.clone() };
                    let pixels = Arc::new(self.draw_tile(&view.list, whole, part, &options, job)?);
                    drawn.insert(view.name, pixels.clone());
                    pixels
                }
            };
            let axes = [0, 1].map(|axis| part[axis] != Stretch::whole(whole[axis]));
            let at = [0, 1].map(|axis| match axes[axis] {
                true => view.stretches[axis].tile * f64::from(whole[axis]) + f64::from(part[axis].from),
                false => 0.0,
            });
            let part = TilePart { whole: whole.into(), at: at.into(), axes: axes.into() };
            let part = (axes != [false, false]).then_some(part);
            let content = TileContent::Pixels(pixels, Sampling::Smooth);
            *pattern = pattern.of(ListTile { size: view.size, content, part });
        }
        Ok(Some(DisplayList { items: Arc::new(items.take()), has_tiles: false, ..list.clone() }))
    }

    /// Recursion follows patterns inside patterns, whose depth the builder bounds; how many there are in all, the job.
    fn draw_tile(
        &mut self,
        tile: &DisplayList,
        whole: [u32; 2],
        [columns, rows]: [Stretch; 2],
        options: &RenderOptions,
        job: &Job,
    ) -> Result<Pixmap, Error> {
        job.tiles.set(job.tiles.get() + 1);
        within("pattern_tiles", job.tiles.get(), job.limits.pattern_tiles)?;
        // A picture as others are, however the canvas is drawn that it is on.
        within("image_pixels", columns.pixels(rows), job.limits.image_pixels)?;
        let scale = units::scale(options.dpi)?;
        let bytes = tile.copy_bytes();
        job.budget.take(bytes)?;
        let px = |pixels: u32| f64::from(pixels) / scale;
        let part = Rect::new(px(columns.from), px(rows.from), px(columns.to), px(rows.to));
        let (_items, list) = job.hold(tile.scaled_to(Size::new(px(whole[0]), px(whole[1])), part));
        let (width, height) = (columns.to - columns.from, rows.to - rows.from);
        job.budget.take(byte_len(width, height))?;
        let mut pixels = job.watch.hold(Vec::new());
        let drawn = self.raster(&list, options, job, Target::New(&mut pixels), (width, height));
        drawn.map_err(Error::in_pattern)?;
        job.budget.give(bytes);
        Ok(Pixmap::drawn(pixels.take(), width, height, options.dpi))
    }
}

/// How an item sees the tile of its pattern.
struct View {
    name: Name,
    /// In px of the pattern.
    size: Size,
    list: Arc<DisplayList>,
    /// Of its columns and rows.
    stretches: [Stretch; 2],
}

impl View {
    /// `None` of pictures.
    fn new(
        pattern: &Pattern,
        transform: Affine,
        options: &RenderOptions,
        (canvas, open): (Rect, &Open),
    ) -> Result<Option<Self>, Error> {
        let Some(ListTile { size, content: TileContent::List(list), .. }) = pattern.tile() else { return Ok(None) };
        let scale = units::scale(options.dpi)?;
        // How much larger it is seen, along and down, and how long its sides are in device pixels.
        let transform = transform * pattern.transform();
        let [a, b, c, d, ..] = transform.as_coeffs();
        let (along, down) = ((a * a + b * b).sqrt(), (c * c + d * d).sqrt());
        // In none at all it is seen as one; so is what is no number.
        let side = |px: f64| if px > 1.0 { px.round().min(f64::from(u32::MAX)) as u32 } else { 1 };
        let (width, height) = (side(size.width * along * scale), side(size.height * down * scale));
        // All that has a length grows with it, blurs too, as at another DPI.
        let larger = (along * down).sqrt();
        let dpi = if larger > 0.0 { (options.dpi * larger).clamp(LEAST_DPI, units::MAX_DPI) } else { options.dpi };
        let name = (Arc::as_ptr(list).addr(), width, height, dpi.to_bits());
        let (sx, sy) = (size.width / f64::from(width), size.height / f64::from(height));
        let to_canvas = Affine::scale(scale) * transform * Affine::scale_non_uniform(sx, sy);
        let to_tile = to_canvas.inverse();
        let mut stretches = [width, height].map(Stretch::whole);
        // Of what is blurred or throws a shadow also that is seen which is not on the canvas.
        if !open.has_effects() && to_tile.is_finite() {
            let [a, b, c, d, e, f] = to_tile.as_coeffs();
            let is_copied = [a, b, c, d] == [1.0, 0.0, 0.0, 1.0] && e.fract() == 0.0 && f.fract() == 0.0;
            // Of how many pixels a device pixel may be made beside those it covers.
            let margin = |by: f64| if is_copied { 0.0 } else { 2.0 * by.max(1.0) };
            let on_tile =
                to_tile.transform_rect_bbox(canvas).inflate(margin(a.abs().max(c.abs())), margin(b.abs().max(d.abs())));
            let axes = pattern.repeat().axes();
            stretches = [
                Stretch::new(on_tile.x0, on_tile.x1, width, axes.0),
                Stretch::new(on_tile.y0, on_tile.y1, height, axes.1),
            ];
        }
        Ok(Some(Self { name, size: *size, list: list.clone(), stretches }))
    }
}

/// Columns or rows of a tile.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    from: u32,
    to: u32,
    /// In which tile they lie, counted from the first.
    tile: f64,
}

impl Stretch {
    fn whole(count: u32) -> Self {
        Self { from: 0, to: count, tile: 0.0 }
    }

    /// What lies between two positions: all of it, where they do not lie in one tile.
    fn new(from: f64, to: f64, count: u32, is_repeated: bool) -> Self {
        let side = f64::from(count);
        let tile = if is_repeated { (from / side).floor() } else { 0.0 };
        let (from, to) = (from - tile * side, to - tile * side);
        if !(from <= to && tile.is_finite()) || is_repeated && to > side {
            return Self::whole(count);
        }
        let from = from.floor().clamp(0.0, side - 1.0) as u32 / GRID * GRID;
        Self { from, to: (to.ceil().clamp(0.0, side) as u32).max(from + 1), tile }
    }

    /// Both, and what lies between them, of whatever tile.
    fn with(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to), tile: 0.0 }
    }

    fn pixels(self, other: Self) -> u64 {
        u64::from(self.to - self.from) * u64::from(other.to - other.from)
    }
}

/// The clips and layers around an item: of each whether it has effects that reach beyond a pixel.
#[derive(Default)]
struct Open(Vec<bool>);

impl Open {
    fn pass(&mut self, kind: &ItemKind) {
        match kind {
            ItemKind::PushLayer(group) => self.0.push(group.shadow.is_some() || !group.filters.is_empty()),
            ItemKind::PushClip { .. } | ItemKind::PushGlyphClip { .. } => self.0.push(false),
            ItemKind::Pop => _ = self.0.pop(),
            _ => {}
        }
    }

    fn has_effects(&self) -> bool {
        self.0.contains(&true)
    }
}
