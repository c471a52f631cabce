//! [`Shape`]: a filled outline, ready to be cut into rows.

use std::ops::Range;

use super::alike::Alike;
use super::cells::{BLOCK, Kind, LINKED, PIECES, PLAIN, stride};
use super::crowd;
use super::edge::{Edge, PX};
use super::index::{Index, Upright as _};
use super::rectangle::Rectangle;
use super::simple::{is_simple, is_star};
use super::union::Union;
use crate::error::Error;
use crate::outline::{FixedPoint, Polygons, Quads};
use crate::paint::FillRule;
use crate::watch::{Free, ITEMS_A_CHECK, Watch};

/// A filled outline on a canvas of a width: immutable, read by every band. Rows are canvas rows; what a row gets
/// depends on the shape and the row alone, never on where a band begins.
///
/// 16 bytes an edge, and up to 12 more where the shape is large; they are counted in what the render holds.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Rows with coverage, within the canvas.
    rows: Range<u32>,
    /// Columns with coverage, within the canvas.
    columns: Range<u32>,
    pub(super) rule: FillRule,
    pub(super) form: Form,
}

#[derive(Debug)]
pub(super) enum Form {
    Rectangle(Rectangle),
    Edges(Edges),
    Union(Box<Union>),
}

/// The sides of an outline; none is horizontal, none lies above, below or to the right of the canvas.
#[derive(Debug)]
pub(super) struct Edges {
    pub(super) edges: Vec<Edge>,
    /// Which edges are where, if that is worth knowing.
    pub(super) index: Option<Box<Index>>,
    /// Whether any lies partly to the left or right of the columns.
    pub(super) clipped: bool,
    /// Whether the winding number is known to take no more than two neighbouring values.
    pub(super) simple: bool,
    /// Rows that are left out of them, of a simple shape.
    pub(super) alike: Alike,
}

/// Cells that are swept at once: they stay in the nearest caches.
const CELLS: usize = 8_192;
/// Most rows that are swept at once.
const ROWS: usize = 64;
/// A shape of no more columns is written as a block.
const BLOCK_COLUMNS: usize = 32;
/// Fewer edges are rather all looked at for every few rows.
const FEW_EDGES: usize = 32;
/// Canvas sides beyond which nothing lies: coordinates end before.
pub(super) const FURTHEST: u32 = 1 << 20;

impl Shape {
    /// The shape that polygons enclose, on a canvas of `width` columns and `height` rows; `None` where nothing of it is
    /// seen.
    pub(crate) fn new(
        polygons: &Polygons,
        rule: FillRule,
        width: u32,
        height: u32,
        watch: &Watch,
    ) -> Result<Option<Self>, Error> {
        let (right, bottom) = (width.min(FURTHEST) as i32 * PX, height.min(FURTHEST) as i32 * PX);
        if let Some(rectangle) = Rectangle::of(polygons, right, bottom) {
            return Ok(rectangle.map(|rectangle| Self {
                rows: rectangle.rows(),
                columns: rectangle.columns(),
                rule,
                form: Form::Rectangle(rectangle),
            }));
        }
        let Some(bounds) = Bounds::of(polygons, watch)? else { return Ok(None) };
        let to_rows = |from: i32, to: i32, end: i32| {
            let px = |v: i32| (v.clamp(0, end) >> 8) as u32;
            px(from)..px(to.saturating_add(PX - 1))
        };
        let rows = to_rows(bounds.y0, bounds.y1, bottom);
        let columns = to_rows(bounds.x0, bounds.x1, right);
        if rows.is_empty() || columns.is_empty() || bounds.x1 <= 0 {
            return Ok(None);
        }
        let inside = bounds.x0 >= 0 && bounds.y0 >= 0 && bounds.x1 <= right && bounds.y1 <= bottom;
        let left = columns.start as i32 * PX;
        watch.count::<Edge>(polygons.len())?;
        let mut edges = watch.hold(Vec::with_capacity(polygons.len()));
        let mut clipped = false;
        let mut seen = 0;
        for contour in polygons.contours() {
            let Some(last) = contour.last() else { continue };
            let mut from = *last;
            for part in contour.chunks(ITEMS_A_CHECK) {
                seen += part.len();
                if seen >= ITEMS_A_CHECK {
                    seen = 0;
                    watch.check()?;
                }
                for &to in part {
                    let edge = Edge { x0: from.x - left, y0: from.y, x1: to.x - left, y1: to.y };
                    from = to;
                    if edge.y0 == edge.y1 {
                        continue;
                    }
                    if inside {
                        edges.push(edge);
                    } else if let Some(edge) = seen_part(edge, right - left, bottom) {
                        clipped |= edge.x0.min(edge.x1) < 0 || edge.x0.max(edge.x1) > right - left;
                        edges.push(edge);
                    }
                }
            }
        }
        if edges.is_empty() {
            watch.uncount::<Edge>(edges.capacity());
            return Ok(None);
        }
        let (simple, alike) = if is_simple(polygons, watch)? {
            (true, Alike::leave_out(&mut edges, &rows, watch)?)
        } else {
            (is_star(polygons), Alike::default())
        };
        let swept = alike.to_edges(&rows);
        let is_large = swept.len() > rows_at_once(columns.len()) && edges.len() > FEW_EDGES;
        let index = if is_large { Some(Box::new(Index::new(&mut edges, &swept, watch)?)) } else { None };
        let edges = Edges { edges: edges.take(), index, clipped, simple, alike };
        Ok(Some(Self { rows, columns, rule, form: Form::Edges(edges) }))
    }

    /// The shape that is covered by any of `quads`.
    pub(crate) fn union(quads: &Quads, width: u32, height: u32, watch: &Watch) -> Result<Option<Self>, Error> {
        let union = Union::new(quads.as_slice(), width, height, watch)?;
        Ok(union.map(|union| Self {
            rows: union.rows.clone(),
            columns: union.columns.clone(),
            rule: FillRule::NonZero,
            form: Form::Union(Box::new(union)),
        }))
    }

    /// Frees what is large of it; then it is of no use.
    pub(crate) fn free(&mut self, watch: &Watch) {
        match &mut self.form {
            Form::Rectangle(_) => {}
            Form::Union(union) => std::mem::take(&mut union.parts).free(watch),
            Form::Edges(edges) => {
                std::mem::take(&mut edges.edges).free(watch);
                if let Some(index) = edges.index.take() {
                    index.free(watch);
                }
            }
        }
    }

    /// Rows with coverage.
    pub(crate) fn rows(&self) -> Range<u32> {
        self.rows.clone()
    }

    /// Columns with coverage: no span lies outside.
    pub(crate) fn columns(&self) -> Range<u32> {
        self.columns.clone()
    }

    /// Whether it is known to cover every pixel of a canvas wholly.
    pub(crate) fn covers(&self, width: u32, height: u32) -> bool {
        matches!(&self.form, Form::Rectangle(rectangle) if rectangle.covers(width, height))
    }

    /// Bytes that are counted for it.
    pub(crate) fn bytes(&self) -> u64 {
        match &self.form {
            Form::Rectangle(_) => 0,
            Form::Union(union) => union.bytes(),
            Form::Edges(edges) => {
                (edges.edges.capacity() * size_of::<Edge>()) as u64
                    + edges.index.as_ref().map_or(0, |index| index.bytes())
            }
        }
    }
}

impl Edges {
    /// What is to be kept of the edges of a shape of so many columns.
    pub(super) fn kind(&self, columns: usize) -> Kind {
        match self.simple {
            false if columns <= crowd::COLUMNS => LINKED,
            false => PIECES,
            true if columns <= BLOCK_COLUMNS && self.alike.left_out() == 0 => BLOCK,
            true => PLAIN,
        }
    }
}

/// Rows of so many columns that are swept at once.
pub(super) fn rows_at_once(columns: usize) -> usize {
    (CELLS / stride(columns)).clamp(1, ROWS)
}

/// An edge, of which something may be seen between x = 0 and `right`, above `bottom`; with what lies to the left moved
/// onto the border, where it winds alike.
fn seen_part(mut edge: Edge, right: i32, bottom: i32) -> Option<Edge> {
    if edge.bottom() <= 0 || edge.top() >= bottom || edge.x0.min(edge.x1) >= right {
        return None;
    }
    if edge.x0.max(edge.x1) <= 0 {
        (edge.x0, edge.x1) = (0, 0);
    }
    Some(edge)
}

/// The box of all points.
struct Bounds {
    x0: i32,
    y0: i32,
    x1: i32,
    y1: i32,
}

impl Bounds {
    fn of(polygons: &Polygons, watch: &Watch) -> Result<Option<Self>, Error> {
        let all = polygons.points();
        let Some(&FixedPoint { x, y }) = all.first() else { return Ok(None) };
        let mut bounds = Self { x0: x, y0: y, x1: x, y1: y };
        for part in watch.parts(all) {
            bounds = part?.iter().fold(bounds, |b, p| Self {
                x0: b.x0.min(p.x),
                y0: b.y0.min(p.y),
                x1: b.x1.max(p.x),
                y1: b.y1.max(p.y),
            });
        }
        Ok(Some(bounds))
    }
}
