//! [`Palette`]: the colours of a picture that has few.

use crate::alpha::unpremultiply;

/// Most colours of a palette.
const MOST: usize = 256;
/// Places of the table that finds a colour: a power of two, four times as many.
const SLOTS: usize = 4 * MOST;

/// Pixels that are compared together with the last one.
const BLOCK: usize = 16;

/// Up to 256 premultiplied colours, and which number each has.
#[derive(Clone, Debug)]
pub(crate) struct Palette {
    colours: Vec<u32>,
    /// Each colour, at its hash or behind, with its number and 1.
    slots: Box<[(u32, u32); SLOTS]>,
}

impl Default for Palette {
    fn default() -> Self {
        Self { colours: Vec::new(), slots: Box::new([(0, 0); SLOTS]) }
    }
}

impl Palette {
    /// Adds the colours of pixels. Whether there were not too many.
    #[inline(always)]
    pub(super) fn add(&mut self, pixels: &[[u8; 4]]) -> bool {
        let Some(first) = pixels.first().map(|pixel| u32::from_le_bytes(*pixel)) else { return true };
        if !self.add_one(first) {
            return false;
        }
        let (mut last, mut other) = (first, first);
        for block in pixels.chunks(BLOCK) {
            // Most pictures of few colours are flat, or of two.
            let mut differs = 0;
            for &pixel in block {
                let colour = u32::from_le_bytes(pixel);
                differs |= (colour ^ last).min(colour ^ other);
            }
            if differs == 0 {
                continue;
            }
            for &pixel in block {
                let colour = u32::from_le_bytes(pixel);
                if !self.add_one(colour) {
                    return false;
                }
                if colour != last {
                    (last, other) = (colour, last);
                }
            }
        }
        true
    }

    /// Adds the colours of another. Whether there were not too many.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        other.colours.iter().all(|&colour| self.add_one(colour))
    }

    #[inline(always)]
    fn add_one(&mut self, colour: u32) -> bool {
        if let Err(slot) = self.find(colour) {
            if self.colours.len() == MOST {
                return false;
            }
            self.slots[slot] = (colour, self.colours.len() as u32 + 1);
            self.colours.push(colour);
        }
        true
    }

    /// The number of a colour, or the place to put it.
    #[inline(always)]
    fn find(&self, colour: u32) -> Result<u32, usize> {
        let mut slot = (colour.wrapping_mul(0x9e37_79b1) >> 22) as usize % SLOTS;
        loop {
            match self.slots[slot] {
                (there, number @ 1..) if there == colour => return Ok(number - 1),
                (_, 0) => return Err(slot),
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.colours.len()
    }

    pub(super) fn colours(&self) -> &[u32] {
        &self.colours
    }

    /// Puts the colours into an order in which neighbours are alike: those that are not opaque first, since the opaque
    /// ones at the end need no alpha told, and the darker before the lighter.
    pub(super) fn sorted(self) -> Self {
        let mut colours = self.colours;
        colours.sort_unstable_by_key(|colour| {
            let [r, g, b, a] = colour.to_le_bytes().map(u32::from);
            (a == 255, 2 * r + 5 * g + b, *colour)
        });
        let mut sorted = Self { colours: Vec::new(), slots: self.slots };
        sorted.slots.fill((0, 0));
        for colour in colours {
            sorted.add(&[colour.to_le_bytes()]);
        }
        sorted
    }

    /// The numbers of pixels, a byte each.
    #[inline(always)]
    pub(super) fn numbers(&self, pixels: &[[u8; 4]], numbers: &mut [u8]) {
        if let [first, _] = *self.colours {
            for (&pixel, number) in pixels.iter().zip(numbers) {
                *number = u8::from(u32::from_le_bytes(pixel) != first);
            }
            return;
        }
        let (mut last, mut number) = ([0; 4], self.find(0).unwrap_or(0) as u8);
        for (block, out) in pixels.chunks(BLOCK).zip(numbers.chunks_mut(BLOCK)) {
            if *block == [last; BLOCK] {
                out.fill(number);
                continue;
            }
            for (&pixel, out) in block.iter().zip(out) {
                *out = self.find(u32::from_le_bytes(pixel)).unwrap_or(0) as u8;
                (last, number) = (pixel, *out);
            }
        }
    }

    /// What PLTE and tRNS hold: straight red, green and blue of each colour; alpha up to the last one that is not opaque.
    pub(super) fn chunks(&self) -> (Vec<u8>, Vec<u8>) {
        let premultiplied: Vec<u8> = self.colours.iter().flat_map(|colour| colour.to_le_bytes()).collect();
        let mut straight = vec![0; premultiplied.len()];
        unpremultiply(&premultiplied, &mut straight);
        let colours = straight.as_chunks::<4>().0;
        let opaque_from = colours.iter().rposition(|colour| colour[3] < 255).map_or(0, |last| last + 1);
        (
            colours.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect(),
            colours[..opaque_from].iter().map(|colour| colour[3]).collect(),
        )
    }
}
