//! Images against their definition.

use std::sync::Arc;

use kurbo::Affine;

use super::at_every_level;
use super::reference::{coverage, over};
use super::spans::random_spans;
use crate::composite::{Shader, Surface};
use crate::coverage::{Cover, Span};
use crate::image::Sampling;
use crate::paint::{Color, Gradient, Paint};
use crate::pixmap::Pixmap;
use crate::random::Random;

/// Not repeated.
const ONCE: (bool, bool) = (false, false);
const AXES: [(bool, bool); 4] = [ONCE, (true, false), (false, true), (true, true)];

fn pixmap(random: &mut Random, width: u32, height: u32) -> Arc<Pixmap> {
    let data = random.pixels((width * height) as usize);
    Arc::new(Pixmap::from_premultiplied(data, width, height).unwrap())
}

/// A row of an image on a transparent surface, at every level.
fn draw(shader: &Shader, y: u32, x0: u32, x1: u32) -> Vec<[u8; 4]> {
    let data = at_every_level(|compositor| {
        let mut data = vec![0; x1 as usize * 4];
        let mut surface = Surface { data: &mut data, width: x1, top: y };
        compositor.row(&mut surface, shader, y, &[Span { x0, x1, cover: Cover::Constant(255) }], &[]);
        data
    });
    data.as_chunks::<4>().0[x0 as usize..].to_vec()
}

/// The pixel at a place that may lie outside.
fn at(pixels: &Pixmap, axes: (bool, bool), x: f64, y: f64) -> [f64; 4] {
    let within = |v: f64, side: u32, is_repeated: bool| match is_repeated {
        true => v.rem_euclid(f64::from(side)) as u32,
        false => v.clamp(0.0, f64::from(side - 1)) as u32,
    };
    let (x, y) = (within(x, pixels.width(), axes.0), within(y, pixels.height(), axes.1));
    pixels.pixel(x, y).unwrap().map(f64::from)
}

/// Between the four nearest pixels.
fn bilinear(pixels: &Pixmap, axes: (bool, bool), x: f64, y: f64) -> [f64; 4] {
    let (x, y) = (x - 0.5, y - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (u, v) = (x - left, y - top);
    let corner = |i: f64, j: f64| at(pixels, axes, left + i, top + j);
    let [a, b, c, d] = [corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(1.0, 1.0)];
    [0, 1, 2, 3].map(|i| (a[i] * (1.0 - u) + b[i] * u) * (1.0 - v) + (c[i] * (1.0 - u) + d[i] * u) * v)
}

fn transforms() -> Vec<Affine> {
    let mut out: Vec<Affine> = [1.0 / 3.0, 0.37, 0.1, 0.9, 1.0, 2.6, 17.0, -1.3]
        .into_iter()
        .map(|scale| Affine::translate((13.4, 2.2)) * Affine::scale(scale))
        .collect();
    out.push(Affine::new([0.8, 0.0, 0.0, 2.5, 3.0, 0.7]));
    out.push(Affine::new([0.8, 0.3, -0.4, 1.2, 3.0, 0.7]));
    out.push(Affine::new([0.0, 1.0, -1.0, 0.0, 30.0, 0.0]));
    out
}

#[test]
fn bilinear_is_near_the_exact_value() {
    let mut random = Random(31);
    let mut worst = 0.0_f64;
    for (width, height) in [(1, 1), (2, 1), (1, 7), (40, 31)] {
        let pixels = pixmap(&mut random, width, height);
        for (transform, axes) in transforms().into_iter().flat_map(|transform| AXES.map(|axes| (transform, axes))) {
            let shader = Shader::image(&pixels, Sampling::Bilinear, axes, transform).unwrap();
            for y in 0..40 {
                for (got, x) in draw(&shader, y, 0, 70).into_iter().zip(0..) {
                    let p = transform.inverse() * kurbo::Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
                    let exact = bilinear(&pixels, axes, p.x, p.y);
                    for (got, exact) in got.iter().zip(exact) {
                        worst = worst.max((f64::from(*got) - exact).abs());
                    }
                    assert!(got[..3].iter().all(|c| *c <= got[3]));
                }
            }
        }
    }
    // Places in 1/256 of a pixel: half of that each way, of the difference of neighbours, which here is up to 255.
    assert!(worst <= 1.5, "off by {worst}");
}

#[test]
fn nearest_takes_the_pixel_that_a_centre_lies_in() {
    let mut random = Random(32);
    let pixels = pixmap(&mut random, 40, 31);
    for (transform, axes) in transforms().into_iter().flat_map(|transform| AXES.map(|axes| (transform, axes))) {
        let shader = Shader::image(&pixels, Sampling::Nearest, axes, transform).unwrap();
        for y in 0..40 {
            for (got, x) in draw(&shader, y, 0, 70).into_iter().zip(0..) {
                let p = transform.inverse() * kurbo::Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
                let hair = 1e-4;
                let near =
                    [(0.0, 0.0), (hair, 0.0), (-hair, 0.0), (0.0, hair), (0.0, -hair), (hair, hair), (-hair, -hair)];
                let got = got.map(f64::from);
                let found = near.iter().any(|(u, v)| at(&pixels, axes, (p.x + u).floor(), (p.y + v).floor()) == got);
                assert!(found, "{transform:?} {axes:?} at {x} {y}");
            }
        }
    }
}

#[test]
fn moved_by_whole_pixels_an_image_is_copied() {
    let mut random = Random(33);
    let pixels = pixmap(&mut random, 20, 10);
    for (sampling, axes) in [(Sampling::Nearest, ONCE)].into_iter().chain(AXES.map(|axes| (Sampling::Bilinear, axes))) {
        for (dx, dy) in [(0, 0), (5, -3), (-7, 2), (100, 100), (-100, -100)] {
            let transform = Affine::translate((f64::from(dx), f64::from(dy)));
            let shader = Shader::image(&pixels, sampling, axes, transform).unwrap();
            for y in 0..12 {
                for (got, x) in draw(&shader, y, 0, 150).into_iter().zip(0..) {
                    assert_eq!(got.map(f64::from), at(&pixels, axes, f64::from(x - dx), f64::from(y as i32 - dy)));
                }
            }
        }
    }
    // The same places in general form.
    let turned = Affine::new([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    let shader = Shader::image(&pixels, Sampling::Bilinear, ONCE, turned).unwrap();
    for y in 0..20 {
        for (got, x) in draw(&shader, y, 0, 10).into_iter().zip(0..) {
            assert_eq!(got.map(f64::from), at(&pixels, ONCE, f64::from(y), f64::from(x)));
        }
    }
}

#[test]
fn a_pixel_does_not_depend_on_where_a_span_begins() {
    let pixels = pixmap(&mut Random(34), 50, 50);
    for transform in transforms() {
        let samplings = [Sampling::Nearest, Sampling::Bilinear, Sampling::Bicubic];
        for (sampling, axes) in samplings.into_iter().flat_map(|sampling| AXES.map(|axes| (sampling, axes))) {
            let shader = Shader::image(&pixels, sampling, axes, transform).unwrap();
            let whole = draw(&shader, 9, 0, 150);
            for (x0, x1) in [(1, 150), (17, 90), (33, 35), (48, 64)] {
                assert_eq!(draw(&shader, 9, x0, x1), whole[x0 as usize..x1 as usize]);
            }
        }
    }
}

/// Of whatever weights, between whatever colours.
#[test]
fn between_four_pixels_is_the_formula() {
    let mut random = Random(44);
    let mut picture = random.pixels(160);
    // The greatest differences both ways, and none.
    for (pixel, levels) in picture.as_chunks_mut::<4>().0.iter_mut().zip(0..16_u8) {
        *pixel = if levels.count_ones() % 2 == 0 { [0; 4] } else { [255; 4] };
    }
    picture.copy_within(0..32, 320);
    picture.copy_within(32..64, 320);
    let pixels = Pixmap::from_premultiplied(picture, 80, 2).unwrap();
    let pixels = Arc::new(pixels);
    for down in 0..256 {
        // 2.5 pixels apart, and 1/256 more from row to row.
        let scale = 2.5 + f64::from(down % 7) / 256.0;
        let (u, v) = (0.5 + f64::from(down % 16) / 256.0, f64::from(down) / 256.0);
        let inverse = Affine::new([scale, 0.0, 0.0, 1.0, u - scale / 2.0, v]);
        let shader = Shader::image(&pixels, Sampling::Bilinear, ONCE, inverse.inverse()).unwrap();
        let between = |x: f64| (x * 256.0 - 127.5).floor() as u32;
        let (top, weight) = (between(0.5 + v) >> 8, between(0.5 + v) & 255);
        assert_eq!((top, weight), (0, down));
        for (x, got) in draw(&shader, 0, 0, 28).into_iter().enumerate() {
            let column = between(scale * (x as f64 + 0.5) + u - scale / 2.0);
            let (left, across) = (column >> 8, column & 255);
            let at = |x: u32, y: u32| pixels.pixel(x, y).unwrap().map(u32::from);
            let wanted = [0, 1, 2, 3].map(|i| {
                let [a, b] = [left, left + 1].map(|x| (at(x, 0)[i] * (256 - weight) + at(x, 1)[i] * weight + 1) >> 1);
                ((a * (256 - across) + b * across + (1 << 14)) >> 15) as u8
            });
            assert_eq!(got, wanted, "column {x}, weights {across} and {weight}");
        }
    }
}

/// What is fetched for the row after depends on the rows before, and on the spans of a row.
#[test]
fn a_row_does_not_depend_on_those_before() {
    let mut random = Random(43);
    let pictures = [pixmap(&mut random, 300, 90), pixmap(&mut random, 300, 90)];
    let shaders = [(0.37, Sampling::Bilinear), (1.0 / 3.0, Sampling::Bilinear), (0.37, Sampling::Nearest)]
        .into_iter()
        .flat_map(|(scale, sampling)| {
            AXES.map(|axes| (Affine::new([scale, 0.0, 0.0, scale, 3.0, 2.5]), sampling, axes))
        })
        .flat_map(|(transform, sampling, axes)| {
            pictures.each_ref().map(|picture| Shader::image(picture, sampling, axes, transform).unwrap())
        })
        .collect::<Vec<_>>();
    for pair in shaders.as_chunks::<2>().0 {
        let wanted = pair.each_ref().map(|shader| (0..40).map(|y| draw(shader, y, 0, 110)).collect::<Vec<_>>());
        let parts =
            [(0, 110), (3, 30), (30, 64), (64, 110)].map(|(x0, x1)| Span { x0, x1, cover: Cover::Constant(255) });
        let drawn = at_every_level(|compositor| {
            let mut rows = Vec::new();
            for (y, which) in (0..40).flat_map(|y| [(y, 0), (y, usize::from(y % 3 == 0)), (39 - y, 1)]) {
                let mut row = vec![0; 110 * 4];
                let spans = if y % 2 == 0 { &parts[..1] } else { &parts[1..] };
                compositor.row(&mut Surface { data: &mut row, width: 110, top: y }, &pair[which], y, spans, &[]);
                rows.push((y, which, row));
            }
            rows
        });
        for (y, which, row) in drawn {
            let wanted = &wanted[which][y as usize];
            let from = if y % 2 == 0 { 0 } else { 3 };
            assert!(row.as_chunks::<4>().0[from..] == wanted[from..], "row {y} of picture {which}");
        }
    }
}

/// Where a tile is large, where the tile beside it begins, and where it is small: the bytes are those of a picture of many.
#[test]
fn repeated_an_image_is_a_picture_of_many() {
    let mut random = Random(37);
    for (width, height) in [(1, 1), (2, 3), (8, 5), (120, 6)] {
        let tile = pixmap(&mut random, width, height);
        let row = |y: u32| {
            tile.data()[(y % height * width * 4) as usize..][..width as usize * 4].repeat(480 / width as usize)
        };
        let many = Arc::new(Pixmap::from_premultiplied((0..240).flat_map(row).collect::<Vec<u8>>(), 480, 240).unwrap());
        for transform in transforms().into_iter().filter(|transform| transform.determinant().abs() > 0.2) {
            let middle = transform * Affine::translate((-240.0, -120.0));
            for sampling in [Sampling::Nearest, Sampling::Bilinear, Sampling::Bicubic] {
                let repeated = Shader::image(&tile, sampling, (true, true), transform).unwrap();
                let shown = Shader::image(&many, sampling, ONCE, middle).unwrap();
                for y in 0..30 {
                    for (x0, x1) in [(0, 80), (40, 57)] {
                        assert_eq!(
                            draw(&repeated, y, x0, x1),
                            draw(&shown, y, x0, x1),
                            "{width} {transform:?} {sampling:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn shaded_spans_are_the_formula() {
    let mut random = Random(35);
    let opaque = Gradient::linear((0.0, 0.0), (90.0, 40.0)).with_colors([Color::BLACK, Color::WHITE]);
    let clear = opaque.clone().with_stop(0.3, Color::from_rgba8(9, 90, 200, 40));
    let radial = Gradient::radial((300.0, 40.0), 250.0).with_colors([Color::BLACK, Color::WHITE]);
    let cone = Gradient::two_circles(((40.0, 0.0), 3.0), ((80.0, 5.0), 9.0)).with_colors([Color::WHITE, Color::BLACK]);
    let stripes = (0..60).fold(Gradient::linear((0.0, 0.0), (400.0, 0.0)), |gradient, i| {
        let color = if i % 2 == 0 { Color::BLACK } else { Color::WHITE };
        gradient.with_stop(f64::from(i) / 60.0, color)
    });
    let mut shaders: Vec<Shader> = [opaque, clear, radial, cone, stripes]
        .into_iter()
        .map(|gradient| Shader::paint(&Paint::Gradient(gradient), Affine::IDENTITY).unwrap())
        .collect();
    let pixels = pixmap(&mut random, 60, 20);
    for transform in [Affine::translate((3.0, 1.0)), Affine::scale(1.7)] {
        shaders.push(Shader::image(&pixels, Sampling::Bilinear, ONCE, transform).unwrap());
    }
    for shader in &shaders {
        for round in 0..150 {
            let width = [1, 7, 16, 40, 150, 900][round % 6];
            let (spans, masks) = random_spans(&mut random, width);
            let before = random.pixels(width as usize);
            let after = at_every_level(|compositor| {
                let mut data = before.clone();
                let mut surface = Surface { data: &mut data, width, top: 3 };
                compositor.row(&mut surface, shader, 3, &spans, &masks);
                data
            });
            let colors = draw(shader, 3, 0, width);
            let cover = coverage(width as usize, &spans, &masks);
            for (x, after) in after.as_chunks::<4>().0.iter().enumerate() {
                let before = before.as_chunks::<4>().0[x];
                assert_eq!(*after, over(before, colors[x], cover[x]), "column {x} of {width}");
            }
        }
    }
}

#[test]
fn absurd_transforms_do_not_panic() {
    let pixels = pixmap(&mut Random(36), 3, 3);
    for scale in [1e-300, 1e-30, 1e-9, 1e9, 1e30, 1e150] {
        for offset in [0.0, 0.3, -1e6, 1e18] {
            for sampling in [Sampling::Nearest, Sampling::Bilinear] {
                for transform in [
                    Affine::new([scale, 0.0, 0.0, scale, offset, offset]),
                    Affine::new([scale, scale, -scale, scale, offset, offset]),
                ] {
                    for shader in AXES.into_iter().flat_map(|axes| Shader::image(&pixels, sampling, axes, transform)) {
                        draw(&shader, 5, 3, 40);
                    }
                }
            }
        }
    }
    assert!(Shader::image(&pixels, Sampling::Nearest, ONCE, Affine::new([0.0; 6])).is_none());
}

/// Places there lie four pixels apart, whatever the scale.
#[test]
fn repeated_images_that_lie_far_out_do_not_panic() {
    for count in 5..9 {
        let pixels = pixmap(&mut Random(41), count, count);
        for m in 0..256 {
            let offset = (1_u64 << 54) as f64 + 16_384.0 + 4.0 * f64::from(m);
            let transform = Affine::new([97.0 / 27.0, 0.0, 0.0, 2.0, -offset * 97.0 / 27.0, -0.6]);
            for shader in AXES.into_iter().flat_map(|axes| Shader::image(&pixels, Sampling::Bilinear, axes, transform))
            {
                draw(&shader, 5, 64, 80);
            }
        }
    }
}

/// However many columns of an image lie between two pixels.
#[test]
fn pixels_of_very_wide_images_are_those_of_their_places() {
    let pixels = pixmap(&mut Random(42), 300_000, 1);
    let wanted = |x: usize| pixels.data().as_chunks::<4>().0[x];
    for turned in [0.0, 1e-12] {
        let transform = Affine::new([1.0 / 150_000.0, turned, 0.0, 1.0, 0.0, 0.0]);
        let shader = Shader::image(&pixels, Sampling::Nearest, ONCE, transform).unwrap();
        assert_eq!(draw(&shader, 0, 0, 2), [wanted(75_000), wanted(225_000)], "turned by {turned}");
    }
}
