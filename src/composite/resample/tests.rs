//! Means that are exact, whatever the ratio.

use super::*;
use crate::random::Random;
use crate::simd;

fn picture(width: u32, height: u32) -> Pixmap {
    let random = &mut Random(7);
    let mut next = || u32::from(random.byte());
    let pixels = (0..width * height).flat_map(|_| {
        let alpha = next();
        [next() * alpha / 255, next() * alpha / 255, next() * alpha / 255, alpha].map(|c| c as u8)
    });
    Pixmap::from_premultiplied(pixels.collect(), width, height).unwrap()
}

/// The mean of a picture over a rectangle, its outermost pixels going on beyond it.
fn mean(pixels: &Pixmap, x: (f64, f64), y: (f64, f64), channel: usize) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for row in y.0.floor() as i64..y.1.ceil() as i64 {
        for column in x.0.floor() as i64..x.1.ceil() as i64 {
            let part = |(from, to): (f64, f64), at: i64| to.min(at as f64 + 1.0) - from.max(at as f64);
            let weight = part(x, column) * part(y, row);
            let at = |v: i64, len: u32| v.clamp(0, i64::from(len) - 1) as u32;
            let pixel = pixels.pixel(at(column, pixels.width()), at(row, pixels.height())).unwrap();
            sum += f64::from(pixel[channel]) * weight;
            total += weight;
        }
    }
    sum / total
}

#[test]
fn each_pixel_is_the_mean_of_what_it_covers() {
    let pixels = picture(37, 23);
    for (scale, offset) in [
        ((7.0, 7.0), (0.0, 0.0)),
        ((3.3, 1.9), (-2.7, 0.4)),
        ((-2.6, 4.1), (36.0, -3.0)),
        ((40.0, 30.0), (-1.0, -1.0)),
        ((5.0, 250.0), (0.0, -240.0)),
        // More rows than 16 bits hold the sum of.
        ((5.0, 300.0), (0.0, -290.0)),
    ] {
        let placing = Placing { scale, offset };
        let (columns, rows) = (-1..6_i64, 0..5_i64);
        let drawn: Vec<Vec<u8>> = simd::all()
            .into_iter()
            .map(|level| {
                Compositor::at(level)
                    .resample(&pixels, placing, (columns.clone(), rows.clone()), &Watch::default())
                    .unwrap()
            })
            .collect();
        assert!(drawn.iter().all(|other| *other == drawn[0]));
        let mut bytes = drawn[0].iter();
        for y in rows.clone() {
            for x in columns.clone() {
                let over = |scale: f64, offset: f64, at: i64| {
                    let (a, b) = (scale * at as f64 + offset, scale * (at + 1) as f64 + offset);
                    (a.min(b), a.max(b))
                };
                let (across, down) = (over(scale.0, offset.0, x), over(scale.1, offset.1, y));
                for channel in 0..4 {
                    let exact = mean(&pixels, across, down, channel);
                    let byte = f64::from(*bytes.next().unwrap());
                    assert!((byte - exact).abs() <= 0.51, "{placing:?} ({x}, {y}): {byte}, not {exact}");
                }
            }
        }
    }
}

/// By whole numbers and others, up to what an image of the largest canvas' side is as one pixel, and beyond.
const RATIOS: [f64; 20] = [
    2.0, 2.37, 3.0, 7.3, 15.9, 16.0, 16.1, 31.5, 64.0, 99.9, 199.7, 254.9, 255.1, 256.0, 1000.0, 4095.5, 12_345.6,
    32_768.0, 40_000.0, 70_000.3,
];

/// A row of pixels, or a column, made so many times smaller, and its exact means.
fn check_line(bytes: &[u8], ratio: f64, offset: f64) {
    let len = (bytes.len() / 4) as u32;
    let exact = |at: i64, channel: usize| {
        let (from, to) = (offset + ratio * at as f64, offset + ratio * (at + 1) as f64);
        let value = |x: i64| f64::from(bytes[x.clamp(0, i64::from(len) - 1) as usize * 4 + channel]);
        let part = |x: i64| (to.min(x as f64 + 1.0) - from.max(x as f64)) * value(x);
        (from.floor() as i64..to.ceil() as i64).map(part).sum::<f64>() / (to - from)
    };
    let count = (f64::from(len) / ratio).ceil() as i64;
    for across in [true, false] {
        let (width, height) = if across { (len, 1) } else { (1, len) };
        let pixels = Pixmap::from_premultiplied(bytes.to_vec(), width, height).unwrap();
        let (scale, offset) = if across { ((ratio, 1.0), (offset, 0.0)) } else { ((1.0, ratio), (0.0, offset)) };
        let range = if across { (0..count, 0..1) } else { (0..1, 0..count) };
        let drawn: Vec<Vec<u8>> = simd::all()
            .into_iter()
            .map(|level| {
                let placing = Placing { scale, offset };
                Compositor::at(level).resample(&pixels, placing, range.clone(), &Watch::default()).unwrap()
            })
            .collect();
        assert!(drawn.iter().all(|other| *other == drawn[0]));
        for (pixel, at) in drawn[0].chunks_exact(4).zip(0..) {
            assert!(pixel[..3].iter().all(|color| *color <= pixel[3]), "{pixel:?}");
            for (channel, &byte) in pixel.iter().enumerate() {
                let exact = exact(at, channel);
                let off = (f64::from(byte) - exact).abs();
                assert!(off < 0.58, "1 / {ratio} of {len}, across: {across}, {at}: {byte}, not {exact}");
            }
        }
    }
}

#[test]
fn a_bright_pixel_weighs_the_same_wherever_it_is() {
    for ratio in RATIOS {
        let len = (2.0 * ratio).ceil() as usize;
        for at in [0, 1, len / 3, ratio as usize - 1, ratio as usize, len - 2, len - 1] {
            let mut bytes = vec![0; len * 4];
            bytes[at * 4..at * 4 + 4].copy_from_slice(&[255, 128, 0, 255]);
            check_line(&bytes, ratio, 0.0);
        }
    }
}

#[test]
fn means_are_exact_however_much_is_made_one_pixel() {
    for ratio in RATIOS {
        let len = (3.3 * ratio).ceil() as u32;
        let noise = picture(len, 1);
        check_line(noise.data(), ratio, 0.0);
        check_line(noise.data(), ratio, 0.3 - ratio / 7.0);
        // Of a side: what one too heavy takes from the others shows.
        let side: Vec<u8> = (0..len).flat_map(|x| [if x < len / 2 { 255 } else { 0 }; 4]).collect();
        check_line(&side, ratio, 0.0);
    }
}

/// More columns than 32 bits hold the sum of, and more rows.
#[test]
fn the_watch_is_looked_at_within_a_pixel() {
    const LEN: u32 = 1 << 20;
    let bytes: Vec<u8> = (0..LEN).flat_map(|x| [if x % 3 == 0 { 255 } else { 30 }; 4]).collect();
    check_line(&bytes, f64::from(LEN), 0.0);
    for (width, height) in [(LEN, 1), (1, LEN)] {
        let pixels = Pixmap::from_premultiplied(bytes.clone(), width, height).unwrap();
        let placing = Placing { scale: (f64::from(width), f64::from(height)), offset: (0.0, 0.0) };
        let drawn = |looks| Compositor::default().resample(&pixels, placing, (0..1, 0..1), &Watch::of_looks(looks));
        assert!(matches!(drawn(8), Err(Error::Cancelled)));
        assert_eq!(drawn(99).unwrap(), [105; 4]);
    }
}

#[test]
fn opaque_stays_opaque() {
    for (width, height) in [(100, 9), (1000, 300), (300, 1000), (40_000, 3), (3, 40_000)] {
        let pixels = Pixmap::from_premultiplied(vec![255; (width * height * 4) as usize], width, height).unwrap();
        for scale in [1.37, 3.0, 7.0, 15.9, 16.1, 33.3].into_iter().chain(RATIOS) {
            let placing = Placing { scale: (scale, scale), offset: (0.3, -0.7) };
            let range = (-2..9, -1..6);
            let drawn = Compositor::default().resample(&pixels, placing, range, &Watch::default()).unwrap();
            assert!(drawn.iter().all(|byte| *byte == 255), "{scale}");
        }
    }
}
