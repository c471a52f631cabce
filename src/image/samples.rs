//! Rows of a PNG's samples, of any colour type and depth, to premultiplied RGBA8.
//!
//! Done here and not by the png crate, whose 16-bit samples lose their lower byte where the standard rescales them
//! (<https://www.w3.org/TR/png-3/#13Sample-depth-rescaling>), and whose colour keys of less than 8 bits are not cut to
//! the picture's depth.

use png::{ColorType, Info};

use crate::alpha::multiply;
use crate::error::Error;

type Rgba = [u8; 4];

/// How a row is converted; made once for a picture.
pub(super) enum Converter {
    /// One sample of 1, 2, 4 or 8 bits a pixel, looked up: greys and palettes.
    Table {
        bits: usize,
        colors: Box<[Rgba; 256]>,
    },
    GreyAlpha8,
    Rgb8 {
        key: Option<[u8; 3]>,
    },
    Rgba8,
    Grey16 {
        key: Option<[u8; 2]>,
    },
    GreyAlpha16,
    Rgb16 {
        key: Option<[u8; 6]>,
    },
    Rgba16,
}

impl Converter {
    /// For a picture whose chunks before its pixels were read.
    pub(super) fn new(info: &Info<'_>) -> Result<Self, Error> {
        let bits = info.bit_depth as usize;
        let key = info.trns.as_deref();
        Ok(match (info.color_type, bits) {
            (ColorType::Grayscale, 16) => Self::Grey16 { key: key.and_then(|key| key.first_chunk().copied()) },
            (ColorType::Grayscale, _) => {
                // A key has 16 bits in the file, of which only as many count as the samples have.
                let largest = (1 << bits) - 1;
                let key = key.and_then(|key| key.first()).map(|key| usize::from(*key) & largest);
                let grey = |v: usize| {
                    let grey = (v.min(largest) * 255 / largest) as u8;
                    if key == Some(v) { [0; 4] } else { [grey, grey, grey, 255] }
                };
                Self::Table { bits, colors: Box::new(std::array::from_fn(grey)) }
            }
            (ColorType::Indexed, _) => {
                let Some(palette) = info.palette.as_deref() else {
                    return Err(Error::InvalidImage { reason: "it has no palette".to_owned() });
                };
                Self::Table { bits, colors: Box::new(palette_colors(palette, key.unwrap_or_default())) }
            }
            (ColorType::Rgb, 16) => Self::Rgb16 { key: key.and_then(|key| key.first_chunk().copied()) },
            (ColorType::Rgb, _) => Self::Rgb8 { key: key.and_then(|key| key.first_chunk().copied()) },
            (ColorType::GrayscaleAlpha, 16) => Self::GreyAlpha16,
            (ColorType::GrayscaleAlpha, _) => Self::GreyAlpha8,
            (ColorType::Rgba, 16) => Self::Rgba16,
            (ColorType::Rgba, _) => Self::Rgba8,
        })
    }

    /// Converts a row of samples to as many pixels as `out` holds.
    pub(super) fn row(&self, samples: &[u8], out: &mut [u8]) {
        let out = out.as_chunks_mut::<4>().0;
        match self {
            Self::Table { bits: 8, colors } => {
                each(samples.as_chunks().0, out, |&[v]| colors[usize::from(v)]);
            }
            Self::Table { bits, colors } => {
                // Several pixels to a byte, the leftmost in its highest bits.
                for (&byte, pixels) in samples.iter().zip(out.chunks_mut(8 / bits)) {
                    let mut rest = usize::from(byte);
                    for pixel in pixels {
                        rest <<= bits;
                        *pixel = colors[rest >> 8 & ((1 << bits) - 1)];
                    }
                }
            }
            Self::GreyAlpha8 => each(samples.as_chunks().0, out, |&[g, a]| premultiplied([g, g, g, a])),
            Self::Rgb8 { key: None } => each(samples.as_chunks().0, out, |&[r, g, b]| [r, g, b, 255]),
            Self::Rgb8 { key: Some(key) } => each(samples.as_chunks().0, out, |rgb @ &[r, g, b]| match rgb == key {
                true => [0; 4],
                false => [r, g, b, 255],
            }),
            Self::Rgba8 => each(samples.as_chunks().0, out, |&rgba| premultiplied(rgba)),
            Self::Grey16 { key } => each(samples.as_chunks().0, out, |sample: &[u8; 2]| {
                let grey = byte(*sample);
                if Some(sample) == key.as_ref() { [0; 4] } else { [grey, grey, grey, 255] }
            }),
            Self::GreyAlpha16 => each(samples.as_chunks().0, out, |&[g, h, a, b]| {
                let grey = byte([g, h]);
                premultiplied([grey, grey, grey, byte([a, b])])
            }),
            Self::Rgb16 { key } => each(samples.as_chunks().0, out, |rgb: &[u8; 6]| match Some(rgb) == key.as_ref() {
                true => [0; 4],
                false => [byte([rgb[0], rgb[1]]), byte([rgb[2], rgb[3]]), byte([rgb[4], rgb[5]]), 255],
            }),
            Self::Rgba16 => each(samples.as_chunks().0, out, |&[r, s, g, h, b, c, a, d]| {
                premultiplied([byte([r, s]), byte([g, h]), byte([b, c]), byte([a, d])])
            }),
        }
    }
}

fn each<const N: usize>(samples: &[[u8; N]], out: &mut [Rgba], convert: impl Fn(&[u8; N]) -> Rgba) {
    for (pixel, samples) in out.iter_mut().zip(samples) {
        *pixel = convert(samples);
    }
}

/// `round(v * 255 / 65535)` of a sample of 16 bits.
fn byte(sample: [u8; 2]) -> u8 {
    ((u32::from(u16::from_be_bytes(sample)) + 128) / 257) as u8
}

fn premultiplied([r, g, b, a]: Rgba) -> Rgba {
    [multiply(r, a), multiply(g, a), multiply(b, a), a]
}

/// A palette's colours. Beyond its end they are black, as everywhere; more alphas than colours are no alphas at all, as
/// libpng has it.
fn palette_colors(palette: &[u8], alphas: &[u8]) -> [Rgba; 256] {
    let colors = palette.as_chunks::<3>().0;
    let alphas = if alphas.len() <= colors.len() { alphas } else { &[] };
    std::array::from_fn(|i| {
        let [r, g, b] = colors.get(i).copied().unwrap_or_default();
        premultiplied([r, g, b, alphas.get(i).copied().unwrap_or(255)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_are_rounded_to_eight() {
        for v in 0..=u16::MAX {
            let exact = (f64::from(v) * 255.0 / 65_535.0).round();
            assert_eq!(f64::from(byte(v.to_be_bytes())), exact, "{v}");
        }
    }
}
