//! Effects against what the standards say of them, and every SIMD level against the portable one.

use super::*;
use crate::paint::Color;
use crate::random::Random;
use crate::simd;

/// Pixels that differ from each other, premultiplied.
fn noise(width: u32, height: u32) -> Vec<u8> {
    let random = &mut Random(1);
    let mut next = || u32::from(random.byte());
    let mut pixels = Vec::new();
    for _ in 0..width * height {
        let alpha = if next() < 60 { 0 } else { next().max(next()) };
        let mut color = || (next() * alpha / 255) as u8;
        pixels.extend([color(), color(), color(), alpha as u8]);
    }
    pixels
}

fn applied(effects: &Effects, pixels: &[u8], width: u32, level: fearless_simd::Level) -> Vec<u8> {
    let mut out = pixels.to_vec();
    let rows = 0..(pixels.len() as u32 / 4 / width);
    let mut layer = Layer { pixels: &mut out, width, rows };
    Compositor::at(level).apply(effects, &mut layer, &mut EffectScratch::default(), &Watch::default()).unwrap();
    out
}

fn effects(filters: &[Filter]) -> Effects {
    Effects::new(filters, None, false, 1.0)
}

/// The Gaussian of a standard deviation over pixels, its tails as long as the picture.
fn gaussian(pixels: &[u8], width: usize, std_deviation: f64) -> Vec<f64> {
    let along = |values: &[f64], columns: usize, step: usize| -> Vec<f64> {
        let count = values.len() / 4;
        // Which pixel of its line each is.
        let place = |i: usize| i / step % columns;
        let gauss = |k: f64| libm::exp(-k * k / (2.0 * std_deviation * std_deviation));
        let weight: Vec<f64> = (0..columns).map(|k| gauss(k as f64)).collect();
        let reach = (8.0 * std_deviation) as u32 + 1;
        let total = 1.0 + 2.0 * (1..=reach).map(|k| gauss(f64::from(k))).sum::<f64>();
        let mut out = vec![0.0; values.len()];
        for i in 0..count {
            let at = place(i);
            for other in 0..columns {
                let j = i + other * step - at * step;
                for c in 0..4 {
                    out[i * 4 + c] += values[j * 4 + c] * weight[other.abs_diff(at)] / total;
                }
            }
        }
        out
    };
    let height = pixels.len() / 4 / width;
    let values: Vec<f64> = pixels.iter().map(|&byte| f64::from(byte)).collect();
    along(&along(&values, width, 1), height, width)
}

#[test]
fn a_blur_is_a_gaussian_within_two_levels() {
    let (width, height) = (96, 80);
    let mut pictures = vec![noise(width, height)];
    // Edges, corners and lines, where the greatest errors are, at all places within a cell.
    for (x, y, w, h) in
        [(20, 20, 200, 200), (33, 10, 1, 60), (30, 30, 20, 7), (41, 37, 1, 1), (0, 0, 50, 80), (29, 31, 3, 200)]
    {
        let mut picture = vec![0; (width * height * 4) as usize];
        for (i, pixel) in picture.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let (px, py) = (i as u32 % width, i as u32 / width);
            if (x..x + w).contains(&px) && (y..y + h).contains(&py) {
                *pixel = [255, 128, 0, 255];
            }
        }
        pictures.push(picture);
    }
    // Stripes, which cells could mistake for wider ones.
    for period in [2, 3, 5, 7, 9] {
        let stripes = |i: u32| [255 * u8::from(i % period < period / 2); 4];
        let pixels = 0..width * height;
        pictures.push(pixels.clone().flat_map(|i| stripes(i % width)).collect());
        pictures.push(pixels.flat_map(|i| stripes(i / width + i % width)).collect());
    }
    let mut worst = 0.0_f64;
    for std_deviation in [0.3, 0.5, 1.0, 1.7, 2.0, 2.9, 3.0, 4.0, 5.0, 5.9, 6.0, 7.3, 9.0, 12.0, 17.0, 22.0, 24.0, 50.0]
    {
        for picture in &pictures {
            let drawn = applied(&effects(&[Filter::Blur(std_deviation)]), picture, width, simd::best());
            let exact = gaussian(picture, width as usize, std_deviation);
            // What lies beyond the picture is nothing, and so is it in the exact one.
            let error = drawn.iter().zip(&exact).map(|(a, b)| (f64::from(*a) - b).abs()).fold(0.0, f64::max);
            worst = worst.max(error);
            assert!(error <= 2.0, "standard deviation {std_deviation}: {error}");
            for pixel in drawn.as_chunks::<4>().0 {
                assert!(pixel[..3].iter().all(|c| *c <= pixel[3]), "{pixel:?}");
            }
        }
    }
    println!("at most {worst:.2} levels from a Gaussian");
}

#[test]
fn what_is_opaque_all_over_stays_so_inside() {
    for std_deviation in [1.0, 3.0, 8.0, 13.0, 30.0] {
        let effects = effects(&[Filter::Blur(std_deviation)]);
        let reach = effects.reach().left as u32;
        let width = 2 * reach + 9;
        let drawn = applied(&effects, &vec![255; (width * width * 4) as usize], width, simd::best());
        let middle = ((width / 2 * width + width / 2) * 4) as usize;
        assert_eq!(drawn[middle..middle + 4], [255; 4], "{std_deviation}");
    }
}

#[test]
fn every_level_makes_the_same_pixels() {
    let pixels = noise(67, 41);
    let shadow = DropShadow::new(Color::from_rgba8(30, 60, 200, 180)).with_offset((2.25, -3.5)).with_std_deviation(2.0);
    let all = [
        effects(&[Filter::Blur(1.2)]),
        effects(&[Filter::Blur(8.0), Filter::Sepia(0.7), Filter::Contrast(1.4), Filter::Blur(14.0)]),
        effects(&[Filter::DropShadow(shadow), Filter::HueRotate(2.0)]),
        Effects::new(&[], None, true, 1.0),
    ];
    for effects in all {
        let [first, rest @ ..] =
            &simd::all().into_iter().map(|level| applied(&effects, &pixels, 67, level)).collect::<Vec<_>>()[..]
        else {
            panic!("no level")
        };
        assert!(rest.iter().all(|other| other == first), "{effects:?}");
    }
}

/// A filter of CSS, said by its formula: straight colours from 0 to 1 to straight colours.
type Formula = (Filter, fn([f64; 4]) -> [f64; 4]);

/// The formulas of <https://www.w3.org/TR/filter-effects-1/>, written by themselves.
const FORMULAS: [Formula; 10] = [
    (Filter::Brightness(1.6), |[r, g, b, a]| [r * 1.6, g * 1.6, b * 1.6, a]),
    (Filter::Contrast(0.4), |[r, g, b, a]| [r * 0.4 + 0.3, g * 0.4 + 0.3, b * 0.4 + 0.3, a]),
    (Filter::Contrast(3.0), |[r, g, b, a]| [r * 3.0 - 1.0, g * 3.0 - 1.0, b * 3.0 - 1.0, a]),
    (Filter::Grayscale(1.0), |[r, g, b, a]| {
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        [y, y, y, a]
    }),
    (Filter::Grayscale(0.5), |[r, g, b, a]| {
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        [(r + y) / 2.0, (g + y) / 2.0, (b + y) / 2.0, a]
    }),
    (Filter::Invert(1.0), |[r, g, b, a]| [1.0 - r, 1.0 - g, 1.0 - b, a]),
    (Filter::Opacity(0.3), |[r, g, b, a]| [r, g, b, a * 0.3]),
    (Filter::Saturate(0.0), |[r, g, b, a]| {
        let y = 0.213 * r + 0.715 * g + 0.072 * b;
        [y, y, y, a]
    }),
    (Filter::Sepia(1.0), |[r, g, b, a]| {
        [0.393 * r + 0.769 * g + 0.189 * b, 0.349 * r + 0.686 * g + 0.168 * b, 0.272 * r + 0.534 * g + 0.131 * b, a]
    }),
    // Half a turn: twice the grey of these weights less the colour, in the standard's approximation.
    (Filter::HueRotate(std::f64::consts::PI), |[r, g, b, a]| {
        let y = 0.213 * r + 0.715 * g + 0.072 * b;
        [2.0 * y - r, 2.0 * y - g, 2.0 * y - b, a]
    }),
];

#[test]
fn colour_filters_are_those_of_the_standard() {
    let pixels = noise(64, 64);
    for (filter, formula) in FORMULAS {
        let drawn = applied(&effects(std::slice::from_ref(&filter)), &pixels, 64, simd::best());
        for (before, after) in pixels.as_chunks::<4>().0.iter().zip(drawn.as_chunks::<4>().0) {
            let alpha = f64::from(before[3]) / 255.0;
            let straight = |c: u8| if alpha == 0.0 { 0.0 } else { f64::from(c) / 255.0 / alpha };
            let [r, g, b, a] = formula([straight(before[0]), straight(before[1]), straight(before[2]), alpha])
                .map(|c| c.clamp(0.0, 1.0));
            let exact = [r * a, g * a, b * a, a].map(|c| c * 255.0);
            // Colours are rounded once with an alpha that was rounded before.
            let off = after.iter().zip(exact).map(|(c, exact)| (f64::from(*c) - exact).abs()).fold(0.0, f64::max);
            assert!(off <= 1.001, "{filter:?}: {before:?} became {after:?}, not {exact:?}");
            assert!((f64::from(after[3]) - exact[3]).abs() <= 0.501, "{filter:?}");
        }
    }
}

#[test]
fn a_matrix_that_changes_nothing_changes_nothing() {
    let pixels = noise(61, 50);
    let same = [Filter::Saturate(1.0), Filter::Brightness(1.0), Filter::Sepia(0.0), Filter::HueRotate(0.0)];
    let drawn = applied(&effects(&same), &pixels, 61, simd::best());
    assert!(drawn == pixels);
}

#[test]
fn a_mask_counts_luminance_times_alpha() {
    let pixels = noise(32, 32);
    let drawn = applied(&Effects::new(&[], None, true, 1.0), &pixels, 32, simd::best());
    for (before, after) in pixels.as_chunks::<4>().0.iter().zip(drawn.as_chunks::<4>().0) {
        let [r, g, b, _] = before.map(f64::from);
        let exact = 0.2125 * r + 0.7154 * g + 0.0721 * b;
        assert!(after[..3] == [0; 3] && (f64::from(after[3]) - exact).abs() <= 0.51, "{before:?}: {after:?}");
    }
    assert_eq!(applied(&Effects::new(&[], None, true, 1.0), &[255; 4], 1, simd::best()), [0, 0, 0, 255]);
}

#[test]
fn a_shadow_falls_where_it_is_told() {
    let mut pixels = vec![0; 20 * 20 * 4];
    let at = |x: usize, y: usize| (y * 20 + x) * 4;
    pixels[at(10, 10)..at(11, 10)].copy_from_slice(&[0, 0, 0, 255]);
    let shadow = DropShadow::new(Color::from_rgba8(255, 0, 0, 255));
    let drawn = |offset: (f64, f64)| {
        applied(&effects(&[Filter::DropShadow(shadow.with_offset(offset))]), &pixels, 20, simd::best())
    };
    let whole = drawn((3.0, -2.0));
    assert_eq!(whole[at(13, 8)..at(14, 8)], [255, 0, 0, 255]);
    assert_eq!(whole[at(10, 10)..at(11, 10)], [0, 0, 0, 255]);
    assert_eq!(whole.iter().map(|v| u32::from(*v)).sum::<u32>(), 3 * 255);
    // Between pixels its alpha is shared by them.
    let between = drawn((3.25, -2.5));
    let alphas = [(13, 7), (14, 7), (13, 8), (14, 8)].map(|(x, y)| between[at(x, y) + 3]);
    assert_eq!(alphas, [96, 32, 96, 32]);
}
