//! [`encode_small`]: a picture as the smallest PNG that the png crate writes without loss.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};

use crate::error::Error;
use crate::pixmap::Pixmap;

/// Rows in one of PNG's formats.
struct Samples {
    color: ColorType,
    depth: BitDepth,
    palette: Vec<u8>,
    alphas: Vec<u8>,
    rows: Vec<u8>,
}

/// A picture as a PNG file, as small as the png crate makes it: a palette, grey or no alpha where that loses nothing,
/// each tried with every filter.
///
/// # Errors
/// None known; encoding into memory does not fail.
pub fn encode_small(pixmap: &Pixmap) -> Result<Vec<u8>, Error> {
    let straight = pixmap.to_straight();
    let pixels = straight.as_chunks::<4>().0;
    let mut best: Option<Vec<u8>> = None;
    for samples in [indexed(pixels, pixmap.width()), Some(direct(pixels))].into_iter().flatten() {
        for filter in [Filter::NoFilter, Filter::Sub, Filter::Up, Filter::Paeth, Filter::Adaptive] {
            let file = encode(pixmap, &samples, filter).map_err(|e| Error::Io { path: None, source: e.into() })?;
            if best.as_ref().is_none_or(|best| file.len() < best.len()) {
                best = Some(file);
            }
        }
    }
    Ok(best.unwrap_or_default())
}

fn encode(pixmap: &Pixmap, samples: &Samples, filter: Filter) -> Result<Vec<u8>, EncodingError> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(samples.color);
    encoder.set_depth(samples.depth);
    if samples.color == ColorType::Indexed {
        encoder.set_palette(samples.palette.as_slice());
        if !samples.alphas.is_empty() {
            encoder.set_trns(samples.alphas.as_slice());
        }
    }
    encoder.set_compression(Compression::High);
    encoder.set_filter(filter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&samples.rows)?;
    writer.finish()?;
    Ok(out)
}

/// A palette, colours that are not opaque first; `None` beyond 256 colours.
fn indexed(pixels: &[[u8; 4]], width: u32) -> Option<Samples> {
    let mut colors = BTreeMap::new();
    for &[r, g, b, a] in pixels {
        colors.insert((a, r, g, b), 0);
        if colors.len() > 256 {
            return None;
        }
    }
    let (mut palette, mut alphas) = (Vec::new(), Vec::new());
    for (i, (&(a, r, g, b), index)) in colors.iter_mut().enumerate() {
        *index = i as u8;
        palette.extend([r, g, b]);
        if a < 255 {
            alphas.push(a);
        }
    }
    let (depth, bits) = match colors.len() {
        0..=2 => (BitDepth::One, 1),
        3..=4 => (BitDepth::Two, 2),
        5..=16 => (BitDepth::Four, 4),
        _ => (BitDepth::Eight, 8),
    };
    let mut rows = Vec::new();
    for row in pixels.chunks(width as usize) {
        for group in row.chunks(8 / bits) {
            let byte = group.iter().fold(0, |byte: u32, &[r, g, b, a]| byte << bits | u32::from(colors[&(a, r, g, b)]));
            rows.push((byte << (8 - bits * group.len())) as u8);
        }
    }
    Some(Samples { color: ColorType::Indexed, depth, palette, alphas, rows })
}

/// Grey or colour, with or without alpha.
fn direct(pixels: &[[u8; 4]]) -> Samples {
    let grey = pixels.iter().all(|[r, g, b, _]| r == g && g == b);
    let opaque = pixels.iter().all(|p| p[3] == 255);
    let (color, keep): (_, &[usize]) = match (grey, opaque) {
        (true, true) => (ColorType::Grayscale, &[0]),
        (true, false) => (ColorType::GrayscaleAlpha, &[0, 3]),
        (false, true) => (ColorType::Rgb, &[0, 1, 2]),
        (false, false) => (ColorType::Rgba, &[0, 1, 2, 3]),
    };
    let rows = pixels.iter().flat_map(|pixel| keep.iter().map(|&channel| pixel[channel])).collect();
    Samples { color, depth: BitDepth::Eight, palette: Vec::new(), alphas: Vec::new(), rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(straight: Vec<u8>, width: u32, height: u32) -> usize {
        let pixmap = Pixmap::from_straight(straight, width, height).unwrap();
        let file = encode_small(&pixmap).unwrap();
        assert_eq!(Pixmap::from_png(&file).unwrap().data(), pixmap.data());
        file.len()
    }

    #[test]
    fn every_premultiplied_pixel_survives() {
        // Through straight alpha and back: all 32,896 pairs of alpha and colour.
        let pairs = (0..=255_u8).flat_map(|a| (0..=a).flat_map(move |c| [c, c / 2, 0, a]));
        let pixmap = Pixmap::from_premultiplied(pairs.collect(), 257, 128).unwrap();
        let file = encode_small(&pixmap).unwrap();
        assert_eq!(Pixmap::from_png(&file).unwrap().data(), pixmap.data());
    }

    #[test]
    fn every_depth_of_palette_survives() {
        for colors in [1, 2, 3, 4, 5, 16, 17, 256, 257] {
            for (width, height) in [(1, 261), (7, 41), (300, 1)] {
                let color = |i: u32| {
                    [(i % colors) as u8, ((i % colors) >> 8) as u8, 9, if i.is_multiple_of(3) { 255 } else { 90 }]
                };
                round_trip((0..width * height).flat_map(color).collect(), width, height);
            }
        }
    }

    #[test]
    fn grey_and_opaque_pictures_take_less() {
        let noise = |i: u32| {
            let i = (i ^ i >> 7).wrapping_mul(2_654_435_761);
            ((i ^ i >> 15).wrapping_mul(2_246_822_519) >> 24) as u8
        };
        let grey = (0..4096).flat_map(|i| [noise(i), noise(i), noise(i), 255]);
        let opaque = (0..4096).flat_map(|i| [noise(i), noise(i + 7), noise(i + 99), 255]);
        let rgba = (0..4096).flat_map(|i| [noise(i), noise(i + 7), noise(i + 99), noise(i + 5) | 128]);
        assert!(round_trip(grey.collect(), 64, 64) < 4096 + 1000);
        assert!(round_trip(opaque.collect(), 64, 64) < 3 * 4096 + 500);
        assert!(round_trip(rgba.collect(), 64, 64) > 3 * 4096);
    }
}
