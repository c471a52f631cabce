//! [`Sketch`]: about how often keys were asked for lately, those that are not held among them.
//!
//! A count-min sketch (Cormode and Muthukrishnan, "An Improved Data Stream Summary", 2005) of four bits a counter that are
//! halved now and then, as `TinyLFU` uses it to decide who comes in (Einziger, Friedman and Manes, 2017). The four counters of a
//! key lie in one word, so that it takes one look.

use super::packed::Packed;

/// Bytes of a share for each counter, of which there are some ten a mask, and at least.
const FOR_EACH: usize = 48;
/// Bytes of the largest share that there are so many for.
const LARGEST: usize = 128 << 20;
/// Counters in a word.
const COUNTERS: usize = 16;
/// Most that a counter counts to.
const MOST: u64 = 15;
/// One look-up in so many counters, and all are halved.
const HALVED: usize = 2;
/// The lowest bits of each counter but its own: what is left of them when they are halved.
const HALF: u64 = 0x7777_7777_7777_7777;

/// Empty where the share is too small to choose from.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    words: Box<[u64]>,
    /// Counted since they were halved.
    counted: usize,
}

impl Sketch {
    pub(super) fn new(share: usize) -> Self {
        Self { words: vec![0; words(share)].into(), counted: 0 }
    }

    /// Becomes one for another share, empty where that means another size.
    pub(super) fn fit(&mut self, share: usize) {
        if self.words.len() != words(share) {
            *self = Self::default();
            *self = Self::new(share);
        }
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.words)
    }

    /// Counts a look-up.
    pub(super) fn add(&mut self, key: &Packed) {
        let (at, places) = self.places(key);
        let Some(word) = self.words.get_mut(at) else { return };
        let least = least(*word, places);
        if least < MOST {
            for place in places {
                *word += u64::from(*word >> place & MOST == least) << place;
            }
        }
        self.counted += 1;
        if self.counted >= self.words.len() * COUNTERS / HALVED {
            self.counted = 0;
            self.words.iter_mut().for_each(|word| *word = *word >> 1 & HALF);
        }
    }

    /// How often a key was counted: at least so often, and rarely more.
    pub(super) fn count(&self, key: &Packed) -> u64 {
        let (at, places) = self.places(key);
        self.words.get(at).map_or(0, |&word| least(word, places))
    }

    /// A key's word, and the first bits of its counters in it: one of each four.
    fn places(&self, key: &Packed) -> (usize, [u32; 4]) {
        let mixed = key.mixed();
        let at = (mixed >> 32) as usize & self.words.len().wrapping_sub(1);
        (at, [0, 1, 2, 3].map(|i| 16 * i + 4 * (mixed >> (2 * i) & 3) as u32))
    }
}

fn least(word: u64, places: [u32; 4]) -> u64 {
    places.into_iter().fold(MOST, |least, place| least.min(word >> place & MOST))
}

/// A power of two, or none.
fn words(share: usize) -> usize {
    let counters = share.min(LARGEST) / FOR_EACH;
    if counters < COUNTERS { 0 } else { 1 << (counters / COUNTERS).ilog2() }
}
