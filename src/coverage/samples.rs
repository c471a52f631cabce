//! [`Samples`]: winding numbers at points inside a pixel, for the pixels where areas do not tell the coverage.
//!
//! 16 heights times 16 columns of points, counted with the exact winding number. Where the points see no more than two
//! neighbouring winding numbers, the exact area was right after all, and is used.

use super::cells::{FULL, HEIGHTS, heights};
use super::edge::{Edge, Line, PX};
use super::rule::{inside, wide_coverage};
use crate::paint::FillRule;

const N: usize = HEIGHTS as usize;
/// Subpixels between two points.
const STEP: i32 = PX / HEIGHTS as i32;

/// The part of an edge within the row.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// x at its upper and lower end.
    xa: i32,
    xb: i32,
    /// Its ends, from the row's top.
    ya: u16,
    yb: u16,
    sign: i32,
}

impl Piece {
    fn left(&self) -> i32 {
        self.xa.min(self.xb)
    }

    /// For each height, how many of a pixel's columns lie to the left of the edge: 17 where all do and it passes to the
    /// right of the pixel, 127 where it does not pass at all.
    #[inline(always)]
    fn columns(&self, x: i32) -> [i8; N] {
        let passes = heights(self.ya.into(), self.yb.into());
        // f32 will do, far from a pixel it may be off by some subpixels; every machine rounds alike.
        let slope = (self.xb - self.xa) as f32 / (self.yb - self.ya).max(1) as f32;
        let first = (self.xa - x) as f32 + (STEP / 2 - i32::from(self.ya)) as f32 * slope;
        let mut columns = [127; N];
        for (height, column) in columns.iter_mut().enumerate() {
            let at = first + height as f32 * (STEP as f32 * slope);
            // Below 0 is left of the pixel, from 256 on to the right of it.
            let at = at.max(-256.0).min(512.0) as i32;
            let here = ((at + STEP / 2 - 1) >> 4).clamp(0, N as i32) + i32::from(at >= PX);
            *column = if passes >> height & 1 != 0 { here as i8 } else { 127 };
        }
        columns
    }
}

/// The winding numbers at a row's heights, where they are at most two neighbouring ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// The heights at which the winding number is the higher one; none of them where there is but one.
    Heights(u32),
    /// More than two.
    Many,
}

/// The edges of one row, swept from left to right.
#[derive(Debug, Default)]
pub(super) struct Samples {
    /// From left to right by their left ends.
    pieces: Vec<Piece>,
    /// The first piece not reached yet.
    next: usize,
    /// Indices of the pieces that were reached and are not passed.
    active: Vec<u32>,
    /// Winding numbers to the right of all that was passed.
    passed: [i32; N],
}

impl Samples {
    /// Begins a row with the edges that may pass through it.
    pub(super) fn begin<'a>(&mut self, y: u32, width: i32, edges: impl Iterator<Item = &'a Edge>) {
        let top = y as i32 * PX;
        self.pieces.clear();
        self.active.clear();
        self.next = 0;
        self.passed = [0; N];
        for edge in edges {
            let (from, to) = (edge.top().max(top), edge.bottom().min(top + PX));
            if from < to {
                let line = Line::new(edge);
                let piece = Piece {
                    xa: line.x_at(from),
                    xb: line.x_at(to),
                    ya: (from - top) as u16,
                    yb: (to - top) as u16,
                    sign: line.sign,
                };
                if piece.left() < width {
                    self.pieces.push(piece);
                }
            }
        }
        // Equal keys may change places: what is summed over them does not care.
        self.pieces.sort_unstable_by_key(Piece::left);
    }

    /// The coverage of a pixel whose signed area is `area`, and the profile on its right border. Pixels are asked for
    /// from left to right.
    pub(super) fn pixel(&mut self, column: u32, area: i64, rule: FillRule) -> (u8, Profile) {
        let x = column as i32 * PX;
        while self.next < self.pieces.len() && self.pieces[self.next].left() < x + PX {
            self.active.push(self.next as u32);
            self.next += 1;
        }
        let (pieces, passed) = (&self.pieces, &mut self.passed);
        self.active.retain(|&index| {
            let piece = &pieces[index as usize];
            let stays = piece.xa.max(piece.xb) >= x;
            if !stays {
                let heights = heights(piece.ya.into(), piece.yb.into());
                for (height, winding) in passed.iter_mut().enumerate() {
                    *winding += if heights >> height & 1 != 0 { piece.sign } else { 0 };
                }
            }
            stays
        });
        let mut grid = Grid::new(&self.passed);
        for &index in &self.active {
            let piece = &self.pieces[index as usize];
            grid.add(&piece.columns(x), piece.sign);
        }
        let cover = match (grid.two_at_most(), rule) {
            (true, FillRule::NonZero) => wide_coverage::<false>(area),
            (true, FillRule::EvenOdd) => wide_coverage::<true>(area),
            (false, _) => grid.covered(rule),
        };
        (cover, grid.profile())
    }

    pub(super) fn bytes(&self) -> u64 {
        (self.pieces.capacity() * size_of::<Piece>() + self.active.capacity() * size_of::<u32>()) as u64
    }
}

/// Winding numbers: of each column, the heights'; the last one is the right border's.
struct Grid([[i32; N]; N + 1]);

impl Grid {
    fn new(left: &[i32; N]) -> Self {
        Self([*left; N + 1])
    }

    fn add(&mut self, columns: &[i8; N], sign: i32) {
        for (column, windings) in self.0.iter_mut().enumerate() {
            for (winding, &from) in windings.iter_mut().zip(columns) {
                *winding += if i32::from(from) <= column as i32 { sign } else { 0 };
            }
        }
    }

    fn two_at_most(&self) -> bool {
        let all = self.0[..N].as_flattened();
        let (low, high) = all.iter().fold((i32::MAX, i32::MIN), |(low, high), &w| (low.min(w), high.max(w)));
        high - low <= 1
    }

    fn covered(&self, rule: FillRule) -> u8 {
        let count: i32 = self.0[..N].as_flattened().iter().map(|&w| i32::from(inside(rule, w))).sum();
        const POINTS: i32 = (N * N) as i32;
        ((count * 255 + POINTS / 2) / POINTS) as u8
    }

    fn profile(&self) -> Profile {
        let right = &self.0[N];
        let (low, high) = right.iter().fold((i32::MAX, i32::MIN), |(low, high), &w| (low.min(w), high.max(w)));
        match high - low {
            0 => Profile::Heights(0),
            1 => Profile::Heights(right.iter().rev().fold(0, |bits, &w| bits << 1 | u32::from(w == high))),
            _ => Profile::Many,
        }
    }
}

impl Profile {
    /// The profile to the right of an edge that passes at some heights, downwards or upwards; `None` where inside the
    /// pixel, or behind it, there are more than two winding numbers.
    #[inline(always)]
    pub(super) fn after(high: u32, passes: u32, down: bool) -> Option<u32> {
        let (high, all) = if down {
            (high | passes, high & passes == 0)
        } else if high == 0 {
            // The lower number is a new one.
            (FULL & !passes, true)
        } else {
            (high & !passes, passes & !high == 0)
        };
        all.then_some(if high == FULL { 0 } else { high })
    }
}
