//! [`Union`]: what any of many convex quadrilaterals covers.
//!
//! A row is looked at along sixteen heights, exactly along each. So a level edge is off by half a height, 8 levels of 255,
//! at most; and a nearly level bar, or a gap, that is lower than 1/16 px and lies between two heights is not seen: 16
//! levels. Errors of edges one below the other mostly cancel each other; where they do not, several such bars in one pixel
//! miss the bound of 25 levels: 13 of 4,000 random unions of thin rectangles, by 14 levels at most. Areas cannot tell:
//! where parts overlap, as all neighbours of a stroke do, they count twice. More heights would, and would cost what
//! they are more.

use std::ops::Range;

use super::edge::PX;
use super::index::{Index, Upright};
use super::shape::FURTHEST;
use crate::error::Error;
use crate::outline::{FixedPoint, Quad};
use crate::watch::{ITEMS_A_CHECK, Watch};

/// Most rows that are swept at once.
pub(super) const ROWS: u32 = 64;

/// A quadrilateral, x counted from the shape's left column.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    pub(super) corners: [FixedPoint; 4],
}

impl Part {
    /// The least and the most of a coordinate.
    #[inline(always)]
    pub(super) fn ends(&self, of: impl Fn(&FixedPoint) -> i32) -> (i32, i32) {
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| of(&self.corners[i]));
        (a.min(b).min(c.min(d)), a.max(b).max(c.max(d)))
    }
}

/// So many parts are found together: neighbours overlap, and are best looked at one after the other.
const BLOCK: usize = 32;
const _: () = assert!(ITEMS_A_CHECK.is_multiple_of(BLOCK));

/// Parts one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    top: i32,
    bottom: i32,
    /// Its place among all.
    pub(super) order: u32,
}

impl Block {
    fn of(parts: &[Part], order: u32) -> Self {
        let ends = parts.iter().map(|part| part.ends(|p| p.y));
        let (top, bottom) = ends.fold((i32::MAX, i32::MIN), |all, part| (all.0.min(part.0), all.1.max(part.1)));
        Self { top, bottom, order }
    }

    /// Which parts it has.
    pub(super) fn parts(self, all: &[Part]) -> &[Part] {
        let rest = &all[self.order as usize * BLOCK..];
        &rest[..rest.len().min(BLOCK)]
    }
}

impl Upright for Block {
    fn top(&self) -> i32 {
        self.top
    }

    fn bottom(&self) -> i32 {
        self.bottom
    }
}

/// The quadrilaterals that are seen.
#[derive(Debug)]
pub(super) struct Union {
    /// Rows and columns with coverage, within the canvas.
    pub(super) rows: Range<u32>,
    pub(super) columns: Range<u32>,
    pub(super) parts: Vec<Part>,
    /// Which parts are where, if the shape is swept in several steps.
    pub(super) index: Option<(Vec<Block>, Index)>,
}

impl Union {
    /// The union on a canvas of a size; `None` where nothing of it is seen.
    pub(super) fn new(quads: &[Quad], width: u32, height: u32, watch: &Watch) -> Result<Option<Self>, Error> {
        let (right, bottom) = (width.min(FURTHEST) as i32 * PX, height.min(FURTHEST) as i32 * PX);
        watch.count::<Part>(quads.len())?;
        let mut parts = watch.hold(Vec::with_capacity(quads.len()));
        let (mut x, mut y) = ((i32::MAX, i32::MIN), (i32::MAX, i32::MIN));
        for quads in watch.parts(quads) {
            for &Quad(corners) in quads? {
                let part = Part { corners };
                let (xs, ys) = (part.ends(|p| p.x), part.ends(|p| p.y));
                if xs.0 < right && xs.1 > 0 && ys.0 < bottom && ys.1 > 0 && ys.0 < ys.1 {
                    x = (x.0.min(xs.0), x.1.max(xs.1));
                    y = (y.0.min(ys.0), y.1.max(ys.1));
                    parts.push(part);
                }
            }
        }
        if parts.is_empty() {
            watch.uncount::<Part>(parts.capacity());
            return Ok(None);
        }
        let pixels = |(from, to): (i32, i32), end: i32| {
            (from.clamp(0, end) >> 8) as u32..((to.clamp(0, end) + PX - 1) >> 8) as u32
        };
        let (rows, columns) = (pixels(y, bottom), pixels(x, right));
        let left = columns.start as i32 * PX;
        let several = rows.len() > ROWS as usize;
        let count = if several { parts.len().div_ceil(BLOCK) } else { 0 };
        watch.count::<Block>(count)?;
        let mut blocks = Vec::with_capacity(count);
        for parts in parts.chunks_mut(ITEMS_A_CHECK) {
            watch.check()?;
            for corner in parts.iter_mut().flat_map(|part| &mut part.corners) {
                corner.x -= left;
            }
            if several {
                let first = blocks.len() as u32;
                blocks.extend(parts.chunks(BLOCK).zip(first..).map(|(parts, order)| Block::of(parts, order)));
            }
        }
        let index = if several {
            let index = Index::new(&mut blocks, &rows, watch)?;
            Some((blocks, index))
        } else {
            None
        };
        Ok(Some(Self { rows, columns, parts: parts.take(), index }))
    }

    pub(super) fn bytes(&self) -> u64 {
        let index = self.index.as_ref();
        (self.parts.capacity() * size_of::<Part>()) as u64
            + index.map_or(0, |(blocks, index)| (blocks.capacity() * size_of::<Block>()) as u64 + index.bytes())
    }
}
