//! [`Store`]: the bytes of a shard's masks, in segments that are allocated once.
//!
//! A log-structured store (after Rosenblum and Ousterhout, "The Design and Implementation of a Log-Structured File System",
//! 1992): records are put one behind the other into the active segment. Where that is full, the segment with the fewest live
//! bytes is compacted in place and becomes the active one. Nobody holds a record but under the shard's lock, so records may
//! move; the allocator of the process is not asked for masks, and does not fragment.

/// Bytes before a record that tell its entry's number and its length.
pub(super) const HEAD: usize = 8;
/// Records begin at multiples of it, so that 14 bits tell a place in a segment.
pub(super) const ALIGN: usize = 4;
/// Most bytes of a segment.
const MOST: usize = 64 << 10;
/// Bits of a place that say where in a segment.
const PLACE_BITS: u32 = (MOST / ALIGN).ilog2();
/// Segments that the other bits tell apart: a shard holds no more than 16 GiB, whatever its share.
const MOST_SEGMENTS: usize = 1 << (32 - PLACE_BITS);
/// Least bytes of one, where there is room for any.
const LEAST: usize = 512;
/// Segments that a share is divided into at least. Their size is a power of two, so that it stays what it is when near caches
/// take a part of the share, and with it what is held.
const SEGMENTS: usize = 4;
/// A segment is compacted where that frees one part in so many of it.
const WORTH: usize = 32;

/// Where a record lies: its segment, and in [`ALIGN`] where in that. Who holds it is told when it moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place(u32);

impl Place {
    fn new(segment: usize, at: usize) -> Self {
        Self(((segment << PLACE_BITS) | (at / ALIGN)) as u32)
    }

    #[inline]
    fn parts(self) -> (usize, usize) {
        ((self.0 >> PLACE_BITS) as usize, (self.0 & ((1 << PLACE_BITS) - 1)) as usize * ALIGN)
    }
}

#[derive(Debug)]
struct Segment {
    data: Box<[u8]>,
    /// Bytes from the beginning on that hold records, dead or alive.
    used: usize,
    /// Bytes of those alive.
    live: usize,
}

/// Records, each of an entry that has a number.
#[derive(Debug)]
pub(super) struct Store {
    segments: Vec<Segment>,
    /// Bytes of each segment.
    size: usize,
    active: usize,
}

/// Bytes that a record of so many takes.
pub(super) fn record_bytes(len: usize) -> usize {
    (HEAD + len).next_multiple_of(ALIGN)
}

impl Store {
    /// An empty one for so many bytes.
    pub(super) fn new(share: usize) -> Self {
        let size = (share / SEGMENTS).min(MOST);
        let size = if size < LEAST { 0 } else { 1 << size.ilog2() };
        Self { segments: Vec::new(), size, active: 0 }
    }

    /// Bytes held: its segments, and what they are listed in.
    pub(super) fn bytes(&self) -> usize {
        self.segments.len() * self.size + self.segments.capacity() * size_of::<Segment>()
    }

    /// Bytes that one segment more would take.
    pub(super) fn growth(&self) -> usize {
        let more = if self.segments.len() == self.segments.capacity() { self.more_segments() } else { 0 };
        self.size + more * size_of::<Segment>()
    }

    fn more_segments(&self) -> usize {
        self.segments.len() / 4 + 4
    }

    /// Bytes that it has of the allocator.
    #[cfg(test)]
    pub(super) fn allocated(&self) -> usize {
        self.segments.iter().map(|segment| segment.data.len()).sum::<usize>()
            + self.segments.capacity() * size_of::<Segment>()
    }

    pub(super) fn segment_bytes(&self) -> usize {
        self.size
    }

    /// Whether a record of so many bytes has room in a segment.
    pub(super) fn fits(&self, len: usize) -> bool {
        len < MOST && record_bytes(len) <= self.size
    }

    /// Makes room for a record of so many bytes in the active segment. With `grow` a segment may be added. `false` where
    /// others have to be removed first. `moved` is told whose record lies elsewhere now.
    pub(super) fn make_room(&mut self, len: usize, grow: bool, moved: impl FnMut(u32, Place)) -> bool {
        let needed = record_bytes(len);
        if self.segments.get(self.active).is_some_and(|active| active.used + needed <= self.size) {
            return true;
        }
        let least = (0..self.segments.len()).min_by_key(|&i| self.segments[i].live);
        if let Some(empty) = least.filter(|&i| self.segments[i].live == 0) {
            self.segments[empty].used = 0;
            self.active = empty;
            return true;
        }
        // Compacted where that frees enough, before more is taken.
        if let Some(least) = least
            && self.size - self.segments[least].live >= needed.max(self.size / WORTH)
        {
            self.compact(least, moved);
            self.active = least;
            return true;
        }
        let grow = grow && self.segments.len() < MOST_SEGMENTS;
        if grow {
            if self.segments.len() == self.segments.capacity() {
                self.segments.reserve_exact(self.more_segments());
            }
            self.active = self.segments.len();
            self.segments.push(Segment { data: vec![0; self.size].into(), used: 0, live: 0 });
        }
        grow
    }

    /// Whether a segment could be given back with room to spare.
    pub(super) fn is_loose(&self) -> bool {
        let live: usize = self.segments.iter().map(|segment| segment.live).sum();
        let all = self.segments.len() * self.size;
        all - live > self.size + all / WORTH
    }

    /// Begins an entry's record of so many bytes in the active segment, in which there is room for it.
    pub(super) fn put(&mut self, len: usize, entry: u32) -> Place {
        let (index, needed) = (self.active, record_bytes(len));
        let segment = &mut self.segments[index];
        let at = segment.used;
        segment.data[at..at + 4].copy_from_slice(&entry.to_le_bytes());
        segment.data[at + 4..at + HEAD].copy_from_slice(&(len as u32).to_le_bytes());
        segment.used += needed;
        segment.live += needed;
        Place::new(index, at)
    }

    /// The record here, which has so many bytes.
    #[inline]
    pub(super) fn get(&self, place: Place, len: usize) -> &[u8] {
        let (segment, at) = place.parts();
        &self.segments[segment].data[at + HEAD..][..len]
    }

    pub(super) fn get_mut(&mut self, place: Place) -> &mut [u8] {
        let (segment, at) = place.parts();
        let data = &mut self.segments[segment].data;
        let len = record(data, at).1;
        &mut data[at + HEAD..][..len]
    }

    /// The record's entry has another number.
    pub(super) fn rename(&mut self, place: Place, entry: u32) {
        let (segment, at) = place.parts();
        self.segments[segment].data[at..at + 4].copy_from_slice(&entry.to_le_bytes());
    }

    pub(super) fn remove(&mut self, place: Place) {
        let (index, at) = place.parts();
        let segment = &mut self.segments[index];
        segment.live -= record_bytes(record(&segment.data, at).1);
        // No entry's number: this record is dead.
        segment.data[at..at + 4].fill(255);
    }

    /// Gives back a segment that is empty, or the one with the fewest live bytes where the others have room for them.
    /// `false` where records have to be removed first. `moved` is told whose record lies elsewhere now.
    pub(super) fn shrink(&mut self, mut moved: impl FnMut(u32, Place)) -> bool {
        let Some(least) = (0..self.segments.len()).min_by_key(|&i| self.segments[i].live) else { return false };
        // Moved one by one: where there is no room for one, those that were moved lie well where they are.
        self.compact(least, &mut moved);
        let (data, used) = {
            let segment = &mut self.segments[least];
            (std::mem::take(&mut segment.data), segment.used)
        };
        let mut at = 0;
        while at < used {
            let (entry, len) = record(&data, at);
            let Some(to) = self.other_with_room(least, record_bytes(len), &mut moved) else { break };
            moved(entry, self.move_to(to, &data[at..at + record_bytes(len)]));
            self.segments[least].live -= record_bytes(len);
            at += record_bytes(len);
        }
        if at < used {
            let segment = &mut self.segments[least];
            segment.data = data;
            // What was moved from here is dead.
            let mut dead = 0;
            while dead < at {
                let len = record(&segment.data, dead).1;
                segment.data[dead..dead + 4].fill(255);
                dead += record_bytes(len);
            }
            return false;
        }
        let last = self.segments.len() - 1;
        self.segments.swap_remove(least);
        if least < last {
            self.renumber(least, moved);
        }
        if self.segments.len() * 2 < self.segments.capacity() {
            self.segments.shrink_to_fit();
        }
        self.active = if self.active == least {
            self.segments.len()
        } else if self.active == last {
            least
        } else {
            self.active
        };
        true
    }

    fn other_with_room(&mut self, not: usize, needed: usize, moved: impl FnMut(u32, Place)) -> Option<usize> {
        let room = |segment: &Segment| self.size - segment.used >= needed;
        if let Some(other) = (0..self.segments.len()).find(|&i| i != not && room(&self.segments[i])) {
            return Some(other);
        }
        let spare = |segment: &Segment| self.size - segment.live >= needed;
        let other = (0..self.segments.len()).find(|&i| i != not && spare(&self.segments[i]))?;
        self.compact(other, moved);
        Some(other)
    }

    fn move_to(&mut self, index: usize, record: &[u8]) -> Place {
        let segment = &mut self.segments[index];
        segment.data[segment.used..][..record.len()].copy_from_slice(record);
        let place = Place::new(index, segment.used);
        segment.used += record.len();
        segment.live += record.len();
        place
    }

    /// Tells whose records lie in a segment that has another number.
    fn renumber(&mut self, index: usize, mut moved: impl FnMut(u32, Place)) {
        let segment = &self.segments[index];
        let mut at = 0;
        while at < segment.used {
            let (entry, len) = record(&segment.data, at);
            if entry != u32::MAX {
                moved(entry, Place::new(index, at));
            }
            at += record_bytes(len);
        }
    }

    /// Moves the live records of a segment to its beginning.
    fn compact(&mut self, index: usize, mut moved: impl FnMut(u32, Place)) {
        let segment = &mut self.segments[index];
        let (mut from, mut to) = (0, 0);
        while from < segment.used {
            let (entry, len) = record(&segment.data, from);
            let whole = record_bytes(len);
            if entry != u32::MAX {
                if from != to {
                    segment.data.copy_within(from..from + whole, to);
                    moved(entry, Place::new(index, to));
                }
                to += whole;
            }
            from += whole;
        }
        segment.used = to;
    }
}

/// The number of the entry whose record is here, and its length.
#[inline]
fn record(data: &[u8], at: usize) -> (u32, usize) {
    let word = |at: usize| u32::from_le_bytes([data[at], data[at + 1], data[at + 2], data[at + 3]]);
    (word(at), word(at + 4) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_the_last_segment_are_told_apart() {
        for segment in [0, 1, 65_535, 65_536, MOST_SEGMENTS - 1] {
            for at in [0, ALIGN, MOST / 2, MOST - ALIGN] {
                assert_eq!(Place::new(segment, at).parts(), (segment, at));
            }
        }
        assert_eq!(MOST_SEGMENTS * MOST, 16 << 30);
    }
}
