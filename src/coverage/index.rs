//! [`Index`]: which edges pass through a row, of shapes that are swept a few rows at a time.

use std::ops::Range;

use crate::error::Error;
use crate::watch::{Free, ITEMS_A_CHECK, Watch};

/// Rows of a bucket, as a power of two: fewer cost more memory, more make a band read more edges it does not need.
const BUCKET_BITS: u32 = 4;
/// Most buckets for each edge: a canvas of millions of rows costs a shape of a few edges nothing.
const BUCKETS_AN_EDGE: usize = 2;

/// What has an upper and a lower end, in subpixels from the canvas's top.
pub(super) trait Upright: Copy + Send + 'static {
    fn top(&self) -> i32;
    fn bottom(&self) -> i32;
}

/// Edges sorted by the bucket of rows they begin in, and at some buckets (the checkpoints) the list of those that come
/// down from above. A band is entered at the checkpoint before it. Checkpoints are as far apart as keeps their lists, in
/// sum, as short as the list of edges: so an edge takes 4 bytes at most, and entering a band reads little that the
/// rows before it, on the way from the checkpoint, do not pass.
#[derive(Debug)]
pub(super) struct Index {
    /// First row.
    top: u32,
    /// log2 of the rows of a bucket.
    bits: u32,
    /// For each bucket, the first of its edges; one more for the end.
    buckets: Box<[u32]>,
    /// Buckets from one checkpoint to the next.
    spacing: u32,
    /// For each checkpoint, the first of its entries in `carried`; one more for the end.
    checkpoints: Box<[u32]>,
    /// Edges that begin above their checkpoint and end below it.
    carried: Box<[u32]>,
}

impl Index {
    /// Sorts the edges of a shape with the canvas rows `rows`, each of which passes through one of them. Its bytes are
    /// counted in what the watch's render holds.
    pub(super) fn new<E: Upright>(edges: &mut [E], rows: &Range<u32>, watch: &Watch) -> Result<Self, Error> {
        let top = rows.start;
        let mut bits = BUCKET_BITS;
        while rows.len() >> bits >= edges.len() * BUCKETS_AN_EDGE {
            bits += 1;
        }
        let count = ((rows.len() - 1) >> bits) + 1;
        let first_row = |edge: &E| (edge.top() >> 8).max(top as i32) as u32;
        let last_row = |edge: &E| ((edge.bottom() - 1) >> 8).min(rows.end as i32 - 1) as u32;
        let bucket = |row: u32| ((row - top) >> bits) as usize;

        // A counting sort, and on the way how many edges come into each bucket from above.
        watch.count::<u32>(3 * (count + 1))?;
        let mut buckets = vec![0_u32; count + 1];
        let mut carries = vec![0_i32; count + 1];
        for part in watch.parts(edges) {
            for edge in part? {
                let first = bucket(first_row(edge));
                buckets[first + 1] += 1;
                carries[first + 1] += 1;
                carries[bucket(last_row(edge)) + 1] -= 1;
            }
        }
        for i in 0..count {
            carries[i + 1] += carries[i];
            buckets[i + 1] += buckets[i];
        }
        // In place, without another place for millions of edges: what stands next in a bucket goes where it belongs, and
        // what was there comes here, until it belongs here.
        let mut next = buckets.clone();
        let mut moved = 0;
        for (at, end) in (0..count).map(|at| (at, buckets[at + 1])) {
            while next[at] < end {
                let here = next[at] as usize;
                let there = &mut next[bucket(first_row(&edges[here]))];
                edges.swap(here, *there as usize);
                *there += 1;
                moved += 1;
                if moved == ITEMS_A_CHECK {
                    moved = 0;
                    watch.check()?;
                }
            }
        }
        drop(next);
        watch.uncount::<u32>(count + 1);

        let mut spacing = 1;
        let entries = |spacing: usize| carries[..count].iter().step_by(spacing).map(|&n| n as usize).sum::<usize>();
        while entries(spacing) > edges.len() {
            spacing *= 2;
        }
        watch.count::<u32>(2 * (count.div_ceil(spacing) + 1))?;
        let mut checkpoints = Vec::with_capacity(count.div_ceil(spacing) + 1);
        let mut end = 0;
        for carried in carries[..count].iter().step_by(spacing) {
            checkpoints.push(end);
            end += *carried as u32;
        }
        checkpoints.push(end);
        watch.count::<u32>(end as usize)?;
        let mut carried = watch.hold(vec![0; end as usize]);
        let mut next = checkpoints.clone();
        let mut index = 0;
        for part in watch.parts(edges) {
            for edge in part? {
                let (first, last) = (bucket(first_row(edge)), bucket(last_row(edge)));
                for checkpoint in first / spacing + 1..=last / spacing {
                    carried[next[checkpoint] as usize] = index;
                    next[checkpoint] += 1;
                }
                index += 1;
            }
        }
        watch.uncount::<u32>(count + 1 + next.len());
        Ok(Self {
            top,
            bits,
            buckets: buckets.into(),
            spacing: spacing as u32,
            checkpoints: checkpoints.into(),
            carried: carried.take().into(),
        })
    }

    /// Appends the edges that begin above the row `y` and may reach it, and says which edge, in order, begins next.
    pub(super) fn enter<E: Upright>(&self, edges: &[E], y: u32, active: &mut Vec<u32>) -> u32 {
        let bucket = (y - self.top) >> self.bits;
        let checkpoint = bucket / self.spacing;
        let [from, to] = [0, 1].map(|i| self.checkpoints[(checkpoint + i) as usize] as usize);
        let [first, next] = [checkpoint * self.spacing, bucket].map(|bucket| self.buckets[bucket as usize]);
        let reaches = |index: &u32| edges[*index as usize].bottom() > y as i32 * 256;
        active.extend(self.carried[from..to].iter().copied().filter(reaches));
        active.extend((first..next).filter(reaches));
        next
    }

    /// The end of the edges that begin above the row `end`, or a little below.
    pub(super) fn begun(&self, end: u32) -> u32 {
        let bucket = ((end - self.top - 1) >> self.bits) as usize;
        self.buckets[(bucket + 1).min(self.buckets.len() - 1)]
    }

    pub(super) fn free(self, watch: &Watch) {
        self.carried.into_vec().free(watch);
    }

    pub(super) fn bytes(&self) -> u64 {
        ((self.buckets.len() + self.checkpoints.len() + self.carried.len()) * size_of::<u32>()) as u64
    }
}
