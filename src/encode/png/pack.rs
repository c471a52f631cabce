//! Premultiplied pixels to rows of a format.

use super::format::Format;
use crate::alpha::unpremultiply;

/// Pixels that are made straight at once.
const BLOCK: usize = 64;

impl Format {
    /// Writes a row of premultiplied pixels.
    #[inline(always)]
    pub(super) fn pack(&self, pixels: &[u8], out: &mut [u8]) {
        match self {
            Self::Rgba => unpremultiply(pixels, out),
            Self::Rgb => rgb(pixels, out),
            Self::Grey(8) => {
                for (pixel, out) in pixels.as_chunks::<4>().0.iter().zip(out) {
                    *out = pixel[0];
                }
            }
            Self::GreyAlpha => {
                let mut straight = [0; 4 * BLOCK];
                for (pixels, out) in pixels.chunks(4 * BLOCK).zip(out.chunks_mut(2 * BLOCK)) {
                    let straight = &mut straight[..pixels.len()];
                    unpremultiply(pixels, straight);
                    for (&[grey, .., alpha], out) in straight.as_chunks::<4>().0.iter().zip(out.as_chunks_mut().0) {
                        *out = [grey, alpha];
                    }
                }
            }
            Self::Palette(palette, 8) => palette.numbers(pixels.as_chunks().0, out),
            Self::Palette(palette, bits) => in_bits(pixels, *bits, out, |pixels, out| palette.numbers(pixels, out)),
            Self::Grey(bits) => in_bits(pixels, *bits, out, |pixels, out| {
                for (pixel, out) in pixels.iter().zip(out) {
                    *out = pixel[0] >> (8 - bits);
                }
            }),
        }
    }
}

/// The colours of opaque pixels.
#[inline(always)]
fn rgb(pixels: &[u8], out: &mut [u8]) {
    let (fours, rest) = pixels.as_chunks::<16>();
    let (out_fours, out_rest) = out.as_chunks_mut::<12>();
    for (four, out) in fours.iter().zip(out_fours) {
        let four = u128::from_le_bytes(*four);
        let [a, b, c, d] = [0, 32, 64, 96].map(|at| (four >> at) as u64 & 0xff_ffff);
        out[..8].copy_from_slice(&(a | b << 24 | c << 48).to_le_bytes());
        out[8..].copy_from_slice(&((c >> 16 | d << 8) as u32).to_le_bytes());
    }
    for (&[r, g, b, _], out) in rest.as_chunks::<4>().0.iter().zip(out_rest.as_chunks_mut().0) {
        *out = [r, g, b];
    }
}

/// Values of so many bits, 1, 2 or 4, the first in a byte's high bits; what is left of the last byte is 0.
#[inline(always)]
fn in_bits(pixels: &[u8], bits: u32, out: &mut [u8], values_of: impl Fn(&[[u8; 4]], &mut [u8])) {
    let mut values = [0; 8 * BLOCK];
    let per_byte = 8 / bits as usize;
    for (pixels, out) in pixels.as_chunks::<4>().0.chunks(values.len()).zip(out.chunks_mut(values.len() / per_byte)) {
        values_of(pixels, &mut values[..pixels.len()]);
        values[pixels.len()..].fill(0);
        for (values, out) in values.chunks_exact(per_byte).zip(out) {
            *out = values.iter().fold(0, |packed, value| packed << bits | value);
        }
    }
}
