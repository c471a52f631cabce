//! [`Format`]: the smallest of PNG's pixel formats that a picture fits in (PNG, 11.2.1).

use std::sync::atomic::{AtomicBool, Ordering};

use png::{BitDepth, ColorType};

use super::palette::Palette;
use crate::simd::{best, dispatch};

/// What the pixels of a picture are written as.
#[derive(Debug)]
pub(crate) enum Format {
    /// Opaque greys, of 1, 2, 4 or 8 bits.
    Grey(u32),
    /// Numbers in a palette, of 1, 2, 4 or 8 bits.
    Palette(Palette, u32),
    GreyAlpha,
    Rgb,
    Rgba,
}

/// Pixels of a piece.
const LOOK: usize = 1 << 18;
/// Pixels that are looked at together.
const BLOCK: usize = 256;

/// Pixels, premultiplied, that are looked through a piece at a time for the smallest format they fit in.
#[derive(Debug)]
pub(super) struct Survey<'a> {
    pixels: &'a [[u8; 4]],
    /// Whether some piece had more colours than a palette.
    is_many: AtomicBool,
}

impl<'a> Survey<'a> {
    pub(super) fn new(pixels: &'a [u8]) -> Self {
        Self { pixels: pixels.as_chunks().0, is_many: AtomicBool::new(false) }
    }

    pub(super) fn pieces(&self) -> u32 {
        self.pixels.len().div_ceil(LOOK) as u32
    }

    /// What the pixels of a piece are.
    pub(super) fn look(&self, piece: u32) -> Found {
        let from = piece as usize * LOOK;
        let pixels = &self.pixels[from..self.pixels.len().min(from + LOOK)];
        let mut found = Found::default();
        if self.is_many.load(Ordering::Relaxed) {
            found.palette = None;
        }
        dispatch!(best(), _simd => found.look(pixels));
        if found.palette.is_none() {
            self.is_many.store(true, Ordering::Relaxed);
        }
        found
    }
}

/// What some pixels are.
pub(super) struct Found {
    opaque: bool,
    grey: bool,
    /// Their colours, unless there are too many.
    palette: Option<Palette>,
}

impl Default for Found {
    /// What no pixels are.
    fn default() -> Self {
        Self { opaque: true, grey: true, palette: Some(Palette::default()) }
    }
}

impl Found {
    /// Looks at pixels, as long as there is something to be found out.
    #[inline(always)]
    fn look(&mut self, pixels: &[[u8; 4]]) {
        for block in pixels.chunks(BLOCK) {
            let (mut all, mut differ) = (u32::MAX, 0);
            for &pixel in block {
                let pixel = u32::from_le_bytes(pixel);
                all &= pixel;
                differ |= pixel ^ pixel >> 8;
            }
            // Where red, green and blue are alike, premultiplied or not makes no difference.
            (self.opaque, self.grey) = (self.opaque & (all >> 24 == 255), self.grey & (differ & 0xffff == 0));
            if self.palette.as_mut().is_some_and(|palette| !palette.add(block)) {
                self.palette = None;
            }
            if !self.opaque && !self.grey && self.palette.is_none() {
                return;
            }
        }
    }

    /// Adds what others are.
    pub(super) fn join(&mut self, other: Self) {
        (self.opaque, self.grey) = (self.opaque & other.opaque, self.grey & other.grey);
        self.palette = match (self.palette.take(), other.palette) {
            (Some(mut palette), Some(other)) => palette.join(&other).then_some(palette),
            _ => None,
        };
    }
}

impl Format {
    /// The format for pixels, premultiplied, of which is known whether all of them are opaque and whether all are grey.
    pub(crate) fn of_known(opaque: bool, grey: bool) -> Self {
        match (opaque, grey) {
            (true, true) => Self::Grey(8),
            (false, true) => Self::GreyAlpha,
            (true, false) => Self::Rgb,
            (false, false) => Self::Rgba,
        }
    }

    /// The format for so many pixels that are all of this.
    pub(super) fn of_found(found: Found, pixels: usize) -> Self {
        let Found { opaque, grey, palette } = found;
        let known = Self::of_known(opaque, grey);
        // In a small picture a palette may take more bytes than it spares.
        let Some(palette) = palette.filter(|palette| palette.len() * 8 <= pixels || palette.len() <= 16) else {
            return known;
        };
        let bits = [1, 2, 4].into_iter().find(|bits| palette.len() <= 1 << bits).unwrap_or(8);
        if let Self::Grey(_) = known {
            let fits = |step: u32| palette.colours().iter().all(|colour| (colour & 255) % step == 0);
            let grey = [(1, 255), (2, 85), (4, 17)].into_iter().find(|&(_, step)| fits(step)).map_or(8, |fit| fit.0);
            if grey <= bits {
                return Self::Grey(grey);
            }
        }
        Self::Palette(palette.sorted(), bits)
    }

    pub(super) fn color_type(&self) -> ColorType {
        match self {
            Self::Grey(_) => ColorType::Grayscale,
            Self::Palette(..) => ColorType::Indexed,
            Self::GreyAlpha => ColorType::GrayscaleAlpha,
            Self::Rgb => ColorType::Rgb,
            Self::Rgba => ColorType::Rgba,
        }
    }

    /// Bits of a sample.
    fn depth(&self) -> u32 {
        match *self {
            Self::Grey(bits) | Self::Palette(_, bits) => bits,
            Self::GreyAlpha | Self::Rgb | Self::Rgba => 8,
        }
    }

    pub(super) fn bit_depth(&self) -> BitDepth {
        match self.depth() {
            1 => BitDepth::One,
            2 => BitDepth::Two,
            4 => BitDepth::Four,
            _ => BitDepth::Eight,
        }
    }

    /// Bytes from a byte to its like in the pixel before, as filters count them.
    pub(super) fn step(&self) -> usize {
        match self {
            Self::Grey(_) | Self::Palette(..) => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }

    /// Bytes of a row of pixels.
    pub(super) fn row_bytes(&self, width: u32) -> usize {
        (width as usize * self.step() * self.depth() as usize).div_ceil(8)
    }

    /// Whether filters may make rows of this format smaller: numbers of less than a byte have no differences.
    pub(super) fn has_filters(&self) -> bool {
        self.depth() == 8
    }
}
