//! Formats, filters and checksums against their definitions; whole files are read back in `tests/png.rs`.

use crate::random::Random;
use png::{BitDepth, ColorType};

use super::filter::{Filter, filter_rows};
use super::format::{Format, Found, Survey};
use super::joined;

fn format_of(pixels: &[[u8; 4]]) -> Format {
    let survey = Survey::new(pixels.as_flattened());
    let mut all = Found::default();
    (0..survey.pieces()).for_each(|piece| all.join(survey.look(piece)));
    Format::of_found(all, pixels.len())
}

/// Pixels enough that a palette pays.
fn many(pixels: impl Iterator<Item = [u8; 4]> + Clone) -> Vec<[u8; 4]> {
    pixels.cycle().take(5000).collect()
}

#[test]
fn the_smallest_format_is_found() {
    use BitDepth::{Eight, Four, One, Two};
    use ColorType::{Grayscale, GrayscaleAlpha, Indexed, Rgb, Rgba};
    let grey = |v: u8| [v, v, v, 255];
    let cases: Vec<(&str, Vec<[u8; 4]>, ColorType, BitDepth)> = vec![
        ("one colour", many([[9, 8, 7, 255]].into_iter()), Indexed, One),
        ("white", many([grey(255)].into_iter()), Grayscale, One),
        ("black and white", many([0, 255].into_iter().map(grey)), Grayscale, One),
        ("two greys", many([1, 255].into_iter().map(grey)), Indexed, One),
        ("thirds", many([0, 85, 170].into_iter().map(grey)), Grayscale, Two),
        ("four greys", many([0, 85, 171].into_iter().map(grey)), Indexed, Two),
        ("sixteenths", many((0..16).map(|v| grey(v * 17))), Grayscale, Four),
        ("17 greys", many((0..17).map(grey)), Grayscale, Eight),
        ("16 greys", many((0..16).map(grey)), Indexed, Four),
        ("all greys", many((0..=255).map(grey)), Grayscale, Eight),
        ("256 colours", many((0..=255).map(|v| [v, 0, 9, 255])), Indexed, Eight),
        ("257 colours", many((0..257_u16).map(|v| [v as u8, (v >> 8) as u8, 9, 255])), Rgb, Eight),
        (
            "257 colours, one not opaque",
            many((0..257_u16).map(|v| [v as u8, (v >> 8) as u8, 0, if v == 256 { 254 } else { 255 }])),
            Rgba,
            Eight,
        ),
        ("few colours with alpha", many((0..20).map(|v| [v, 0, 9, 100])), Indexed, Eight),
        (
            "greys with alpha",
            many(
                (0..400)
                    .map(|v| [(v % 90) as u8; 3])
                    .map(|[r, g, b]| [r, g, b, 255])
                    .chain((0..300_u16).map(|v| [(v / 3) as u8, (v / 3) as u8, (v / 3) as u8, 101 + (v % 3) as u8])),
            ),
            GrayscaleAlpha,
            Eight,
        ),
        ("few pixels of many colours", (0..100).map(|v| [v, 0, 9, 255]).collect(), Rgb, Eight),
        ("empty", many([[0; 4]].into_iter()), Indexed, One),
    ];
    for (name, pixels, color, depth) in cases {
        let format = format_of(&pixels);
        assert_eq!((format.color_type(), format.bit_depth()), (color, depth), "{name}");
    }
}

#[test]
fn palettes_tell_alpha_first_and_no_more_than_needed() {
    let pixels = many([[9, 8, 7, 255], [0, 0, 0, 0], [10, 20, 30, 51], [1, 1, 1, 255]].into_iter());
    let Format::Palette(palette, 2) = format_of(&pixels) else { panic!("a palette of two bits") };
    let (colours, alphas) = palette.chunks();
    assert_eq!(colours, [0, 0, 0, 50, 100, 150, 1, 1, 1, 9, 8, 7]);
    assert_eq!(alphas, [0, 51]);
    let mut numbers = [0; 4];
    palette.numbers(&pixels[..4], &mut numbers);
    assert_eq!(numbers, [3, 0, 1, 2]);
}

#[test]
fn a_colour_behind_flat_ones_is_not_overlooked() {
    // Blocks that are all one of two colours are skipped: each place of the third must be seen.
    for at in 0..600 {
        for (flat, other) in [([0; 4], [5, 5, 5, 255]), ([5, 5, 5, 255], [0; 4])] {
            let mut pixels = vec![flat; 600];
            pixels[0] = other;
            pixels[at] = [7, 0, 0, 255];
            let Format::Palette(palette, _) = format_of(&pixels) else { panic!("a palette") };
            assert_eq!(palette.len(), if at == 0 { 2 } else { 3 }, "{at}");
        }
    }
}

#[test]
fn rows_of_less_than_a_byte_begin_in_the_high_bits() {
    let pixels: Vec<_> = [0, 255, 255, 0, 0, 0, 0, 255, 255, 255].into_iter().map(|v| [v, v, v, 255]).collect();
    let mut out = [0; 2];
    Format::Grey(1).pack(pixels.as_flattened(), &mut out);
    assert_eq!(out, [0b0110_0001, 0b1100_0000]);
    let mut out = [0; 3];
    Format::Grey(2).pack(pixels.as_flattened(), &mut out);
    assert_eq!(out, [0b0011_1100, 0b0000_0011, 0b1111_0000]);
    let wide: Vec<_> =
        (0..2001).map(|i| [if i % 3 == 0 { 255 } else { 0 }; 3]).map(|[r, g, b]| [r, g, b, 255]).collect();
    let mut out = vec![0; 251];
    Format::Grey(1).pack(wide.as_flattened(), &mut out);
    for (i, pixel) in wide.iter().enumerate() {
        assert_eq!(out[i / 8] >> (7 - i % 8) & 1 == 1, pixel[0] == 255, "{i}");
    }
}

#[test]
fn filters_are_undone_as_the_standard_says() {
    let random = &mut Random(1);
    for (row_bytes, step) in [(1, 1), (7, 1), (2, 2), (9, 3), (300, 3), (4, 4), (64, 4)] {
        let rows: Vec<u8> = (0..6 * (row_bytes + 1)).map(|_| random.byte() >> random.below(8)).collect();
        for filter in Filter::ALL {
            let mut out = rows.clone();
            // One row is the one above.
            out.copy_within(2 * (row_bytes + 1)..3 * (row_bytes + 1), 3 * (row_bytes + 1));
            let rows = out.clone();
            filter_rows(filter, &mut out, (row_bytes, step), &[], &mut Vec::new());
            let mut above = vec![0; row_bytes];
            for (y, (row, filtered)) in rows.chunks(row_bytes + 1).zip(out.chunks(row_bytes + 1)).enumerate() {
                assert!(y > 0 || filtered[0] < 2, "nothing is above the first row");
                let mut undone = vec![0_u8; row_bytes];
                for x in 0..row_bytes {
                    let [a, c] = [&undone, &above].map(|row| x.checked_sub(step).map_or(0, |x| i32::from(row[x])));
                    let b = i32::from(above[x]);
                    let p = a + b - c;
                    let nearest = [a, b, c].into_iter().min_by_key(|v| (p - v).abs()).unwrap();
                    let foretold = [0, a, b, (a + b) / 2, nearest][usize::from(filtered[0])];
                    undone[x] = filtered[1 + x].wrapping_add(foretold as u8);
                }
                assert_eq!(undone, row[1..], "{filter:?}, row {y} of {row_bytes} bytes");
                above = undone;
            }
        }
    }
}

#[test]
fn checksums_of_parts_make_that_of_the_whole() {
    let data: Vec<u8> = (0..300_000_u32).map(|i| (i.wrapping_mul(i) >> 7) as u8).collect();
    let sum = |data: &[u8]| simd_adler32::adler32(&data);
    for cut in [0, 1, 5551, 65_521, 65_522, 131_042, 299_999, 300_000] {
        let (first, second) = data.split_at(cut);
        assert_eq!(joined(sum(first), sum(second), second.len()), sum(&data), "{cut}");
    }
}
