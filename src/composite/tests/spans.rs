//! Solid colours through spans and masks, and the products they are made of.

use fearless_simd::{Bytes, Level, Simd, SimdBase, SimdFrom, u16x16};

use super::at_every_level;
use super::reference::{coverage, over};
use crate::alpha::multiply;
use crate::composite::arith::{Lanes, divide, spread};
use crate::composite::shader::Kind;
use crate::composite::{Compositor, Shader, Surface};
use crate::coverage::{Cover, Span};
use crate::random::Random;
use crate::simd::{self, dispatch};

pub(super) fn solid(color: [u8; 4]) -> Shader {
    Shader { kind: Kind::Solid(color) }
}

/// Spans as the rasterizer makes them, and their mask bytes.
pub(super) fn random_spans(random: &mut Random, width: u32) -> (Vec<Span>, Vec<u8>) {
    let (mut spans, mut masks, mut x) = (Vec::new(), Vec::new(), 0);
    masks.extend((0..random.below(5)).map(|_| 77));
    while x < width {
        let longest = [6, 6, 6, 70, 70, 300][random.below(6) as usize];
        let x0 = x + random.below(longest) * random.below(2);
        let x1 = (x0 + 1 + random.below(longest)).min(width);
        if x0 >= x1 {
            break;
        }
        let cover = if random.below(2) == 0 {
            Cover::Constant(if random.below(2) == 0 { 255 } else { random.extreme().max(1) })
        } else {
            let at = masks.len() as u32;
            masks.extend((x0..x1).map(|_| random.extreme()));
            Cover::Mask(at)
        };
        spans.push(Span { x0, x1, cover });
        x = x1;
    }
    (spans, masks)
}

#[test]
fn every_product_is_exact_at_every_level() {
    #[inline(always)]
    fn check<S: Simd>(simd: S) {
        for a in 0..=255_u16 {
            for b in (0..256_u16).step_by(8) {
                let bytes = std::array::from_fn(|i| (b as u8) + i as u8);
                let cover: u16x16<S> = spread(simd, u64::from_le_bytes(bytes));
                let a8 = u16x16::splat(simd, a);
                let low = divide(a8 * cover).to_array();
                let high: fearless_simd::u8x32<S> = Lanes { rb: a8, ga: a8 }.times(cover).divide_join().bitcast();
                for (i, &b) in bytes.iter().enumerate() {
                    let exact = multiply(a as u8, b);
                    assert_eq!([low[2 * i], low[2 * i + 1]], [u16::from(exact); 2], "{a} {b}");
                    assert_eq!(high.as_slice()[4 * i..4 * i + 4], [exact; 4], "{a} {b}");
                }
            }
        }
        // All sums of products, of which some are no product.
        for n in 0..=255 * 255_u16 {
            let exact = (f64::from(n) / 255.0).round();
            assert_eq!(f64::from(divide(u16x16::simd_from(simd, n))[0]), exact);
        }
    }
    for level in simd::all() {
        dispatch!(level, simd => check(simd));
    }
}

#[test]
fn spans_of_one_colour_are_the_formula() {
    let mut random = Random(1);
    for round in 0..1500 {
        let width = [1, 3, 7, 8, 9, 16, 31, 100, 333][round % 9];
        let (spans, masks) = random_spans(&mut random, width);
        let color = random.pixel();
        let before = random.pixels(2 * width as usize);
        let after = at_every_level(|compositor| {
            let mut data = before.clone();
            let mut surface = Surface { data: &mut data, width, top: 5 };
            compositor.row(&mut surface, &solid(color), 6, &spans, &masks);
            data
        });
        let row = width as usize * 4;
        assert_eq!(after[..row], before[..row], "another row");
        let cover = coverage(width as usize, &spans, &masks);
        let pixels = before[row..].as_chunks::<4>().0.iter().zip(after[row..].as_chunks::<4>().0);
        for (x, ((before, after), &cover)) in pixels.zip(&cover).enumerate() {
            let expected = if cover == 0 { *before } else { over(*before, color, cover) };
            assert_eq!(*after, expected, "column {x} of {width}, {color:?} covered {cover} over {before:?}");
            assert!(after[..3].iter().all(|c| *c <= after[3]));
        }
    }
}

#[test]
fn masks_are_the_formula_and_are_cut_at_the_surface() {
    let mut random = Random(2);
    for round in 0..600 {
        let (width, rows, top) = ([1, 5, 8, 20, 64][round % 5], 9, 3);
        let (columns, lines) = (1 + random.below(40), 1 + random.below(12));
        let mask: Vec<u8> = (0..columns * lines).map(|_| random.extreme()).collect();
        let (x, y) = (random.below(100) - 40, random.below(30) - 12);
        let color = random.pixel();
        let before = random.pixels(width as usize * rows);
        let after = at_every_level(|compositor| {
            let mut data = before.clone();
            let mut surface = Surface { data: &mut data, width, top };
            compositor.mask(&mut surface, &solid(color), (x, y), columns, &mask);
            data
        });
        for (at, (after, before)) in after.as_chunks::<4>().0.iter().zip(before.as_chunks::<4>().0).enumerate() {
            let (column, row) = (at as i32 % width as i32 - x, at as i32 / width as i32 + top as i32 - y);
            let inside = (0..columns as i32).contains(&column) && (0..lines as i32).contains(&row);
            let cover = if inside { mask[(row * columns as i32 + column) as usize] } else { 0 };
            assert_eq!(*after, over(*before, color, cover), "{width} {columns}x{lines} at {x} {y}: {column} {row}");
        }
    }
}

#[test]
fn masks_far_away_do_nothing() {
    let mut compositor = Compositor::default();
    let mut data = vec![7; 4 * 4 * 4];
    for (x, y) in [(i32::MAX, 0), (0, i32::MAX), (i32::MIN, i32::MIN), (4, 0), (0, 4), (-3, 0), (0, -3)] {
        let mut surface = Surface { data: &mut data, width: 4, top: 0 };
        compositor.mask(&mut surface, &solid([255; 4]), (x, y), 3, &[255; 9]);
        compositor.mask(&mut surface, &solid([255; 4]), (x, y), 0, &[]);
    }
    assert_eq!(data, [7; 64]);
}

#[test]
fn a_masks_row_through_a_clip_is_scaled_by_it() {
    let mut random = Random(3);
    for _ in 0..300 {
        let width = 1 + random.below(80);
        let (spans, masks) = random_spans(&mut random, width);
        let clip = coverage(width as usize, &spans, &masks);
        let x = random.below(40) - 20;
        let mask: Vec<u8> = (0..random.below(60)).map(|_| random.extreme()).collect();
        let color = random.pixel();
        let before = random.pixels(width as usize);
        let after = at_every_level(|compositor| {
            let mut data = before.clone();
            let mut surface = Surface { data: &mut data, width, top: 0 };
            compositor.mask_row(&mut surface, &solid(color), (x, 0), &mask, (&spans, &masks));
            data
        });
        for (column, after) in after.as_chunks::<4>().0.iter().enumerate() {
            let before = before.as_chunks::<4>().0[column];
            let cover = usize::try_from(column as i32 - x).ok().and_then(|i| mask.get(i)).copied().unwrap_or(0);
            assert_eq!(*after, over(before, color, multiply(cover, clip[column])));
        }
    }
}

#[test]
fn clearing_writes_every_pixel() {
    for (width, color) in [(1, [10, 20, 30, 255]), (7, [255; 4]), (37, [0, 0, 0, 0]), (129, [3, 2, 1, 128])] {
        let data = at_every_level(|compositor| {
            let mut data = vec![9; width as usize * 3 * 4];
            let [r, g, b, a] = color;
            compositor
                .clear(&mut Surface { data: &mut data, width, top: 0 }, crate::paint::Color::from_rgba8(r, g, b, a));
            data
        });
        let [r, g, b, a] = color;
        let expected = [multiply(r, a), multiply(g, a), multiply(b, a), a];
        assert!(data.as_chunks::<4>().0.iter().all(|pixel| *pixel == expected), "{color:?} {width}");
    }
}

#[test]
fn what_lies_outside_is_ignored() {
    for level in [simd::best(), Level::fallback()] {
        let mut data = vec![1; 10 * 4];
        let mut surface = Surface { data: &mut data, width: 10, top: 2 };
        let mut compositor = Compositor::at(level);
        let spans =
            [Span { x0: 8, x1: 400, cover: Cover::Mask(90) }, Span { x0: 500, x1: 600, cover: Cover::Constant(9) }];
        for y in [0, 1, 3, u32::MAX] {
            compositor.row(
                &mut surface,
                &solid([255; 4]),
                y,
                &[Span { x0: 0, x1: 10, cover: Cover::Constant(255) }],
                &[],
            );
        }
        compositor.row(&mut surface, &solid([255; 4]), 2, &spans, &[1, 2, 3]);
        assert_eq!(data, [1; 40]);
    }
}
