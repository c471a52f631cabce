//! [`Near`]: the masks that one thread used last, which it finds without writing what others read.

use super::packed::{Hashed, Packed};
use super::{Effort, Extent};

/// Most bytes of one: a page of 8,000 different characters of 24 px. One of 2,000 needs 2 MiB, which is what there is of the
/// default budget; with 256 KiB it is asked of the shards each time, and takes 1.07 times as long to draw.
pub(super) const MOST: usize = 8 << 20;
/// Less is of no use.
const LEAST: usize = 16 << 10;
/// Bytes for each entry that there may be: about as many as a mask of 16 px and its entry take.
const FOR_EACH: usize = 256;
/// Entries of a set, of which one is as old as another.
const WAYS: usize = 4;
/// A mask of more than one part in so many of the ring is not kept.
const LARGE: usize = 8;

/// A 4-way cache of copies. The copies lie in a ring, one behind the other; what is written over is gone. A copy that is
/// used when most of the ring was written since is made anew, so that what is used often stays.
#[derive(Debug, Default)]
pub(super) struct Near {
    sets: Vec<Set>,
    ring: Vec<u8>,
    /// Bytes ever written, those left out at the ring's end among them, and more.
    head: u64,
    /// When it was last fitted to what near caches may have.
    pub(super) turn: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Set {
    /// A part of each entry's hash.
    tags: [u32; WAYS],
    /// The same of what was asked for last and is not here.
    asked: [u32; WAYS],
    ways: [Way; WAYS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Way {
    key: Packed,
    extent: Extent,
    /// Where it begins in the ring.
    from: u32,
    effort: Effort,
    /// What `head` was before it was written.
    at: u64,
    note: u64,
}

impl Near {
    /// One of so many bytes, or none where they are too few.
    pub(super) fn new(bytes: usize) -> Self {
        if bytes < LEAST {
            return Self::default();
        }
        let sets = vec![Set::default(); 1 << (bytes / FOR_EACH / WAYS).ilog2()];
        let ring = vec![0; bytes - size_of_val(sets.as_slice())];
        // No entry is as old as one that was never written.
        let head = 1 + 2 * ring.len() as u64;
        Self { sets, ring, head, turn: 0 }
    }

    /// What one for so many bytes holds.
    pub(super) fn bytes_of(bytes: usize) -> usize {
        if bytes < LEAST { 0 } else { bytes }
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.sets.as_slice()) + self.ring.len()
    }

    /// A mask that was put in and not written over, unless it took more than is allowed, and what was noted beside it.
    #[inline]
    pub(super) fn get(&mut self, key: &Hashed, allowed: Effort) -> Option<(Extent, &[u8], &mut u64)> {
        let set = self.set(key);
        let set = self.sets.get_mut(set)?;
        let way = set.way(key)?;
        let Way { extent, at, mut from, .. } = set.ways[way];
        let (len, age, size) = (extent.bytes(), self.head - at, self.ring.len() as u64);
        if age > size || !set.ways[way].effort.is_within(allowed) {
            return None;
        }
        if age > size / 4 * 3 {
            let (start, to) = place(self.head, self.ring.len(), len);
            // What it is copied over is older, or itself.
            if start + len as u64 - at <= size {
                self.ring.copy_within(from as usize..from as usize + len, to);
                from = to as u32;
                (set.ways[way].at, set.ways[way].from) = (start, from);
                self.head = start + len as u64;
            }
        }
        Some((extent, &self.ring[from as usize..][..len], &mut set.ways[way].note))
    }

    /// Puts a mask in, if it was asked for before and is not so large that little else would stay. What is asked for once
    /// only tells its hash: a page of ten thousand different characters costs no copies.
    pub(super) fn put(&mut self, key: &Hashed, (extent, effort, bytes): (Extent, Effort, &[u8]), note: u64) {
        let (set, size) = (self.set(key), self.ring.len());
        let Some(set) = self.sets.get_mut(set) else { return };
        if bytes.len() > size / LARGE || bytes.len() != extent.bytes() {
            return;
        }
        let tag = key.hash as u32;
        if !set.asked.contains(&tag) {
            set.asked.rotate_right(1);
            set.asked[0] = tag;
            return;
        }
        let (start, to) = place(self.head, size, bytes.len());
        let way = set.way(key).or_else(|| (0..WAYS).min_by_key(|&way| set.ways[way].at)).unwrap_or(0);
        set.tags[way] = tag;
        set.ways[way] = Way { key: key.packed, extent, from: to as u32, effort, at: start, note };
        self.ring[to..to + bytes.len()].copy_from_slice(bytes);
        self.head = start + bytes.len() as u64;
    }

    /// As if nothing had been noted beside the masks: another one than who noted it uses them now.
    pub(super) fn forget_notes(&mut self) {
        for set in &mut self.sets {
            set.ways.iter_mut().for_each(|way| way.note = 0);
        }
    }

    /// The set of a key.
    #[inline]
    fn set(&self, key: &Hashed) -> usize {
        (key.hash >> 32) as usize & self.sets.len().wrapping_sub(1)
    }
}

impl Set {
    #[inline]
    fn way(&self, key: &Hashed) -> Option<usize> {
        // Without branches but the last: which way it is cannot be foretold.
        let tag = key.hash as u32;
        let same = (0..WAYS).fold(0_u32, |same, way| same | u32::from(self.tags[way] == tag) << way);
        let way = same.trailing_zeros() as usize;
        (self.ways.get(way)?.key == key.packed).then_some(way)
    }
}

/// Where so many bytes begin behind `head`, counted from the first that was ever written, and in a ring of a size: at its
/// beginning, if there is no room before its end.
#[inline]
fn place(head: u64, size: usize, len: usize) -> (u64, usize) {
    let at = (head % size as u64) as usize;
    if at + len <= size { (head, at) } else { (head + (size - at) as u64, 0) }
}
