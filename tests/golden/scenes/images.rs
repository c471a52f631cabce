//! Pictures drawn into pictures.

use std::f64::consts::FRAC_PI_6;

use inkstone::kurbo::{Affine, Circle, Rect};
use inkstone::{Image, Layer, ObjectFit, Pixmap, Sampling, Slices, rotation};
use png::{BitDepth, ColorType, Encoder};

use super::desk::{Desk, INK, PALE, cells, rect, test_picture};

const BOTH: [Sampling; 2] = [Sampling::Nearest, Sampling::Bilinear];

pub(crate) fn draw(desk: &mut Desk<'_>) {
    sampling(desk);
    reducing(desk);
    parts(desk);
    edges(desk);
    files(desk);
}

/// Two cells, nearest and bilinear.
fn pair(desk: &mut Desk<'_>, name: &str, side: f64, draw: impl Fn(&mut inkstone::SceneBuilder, &Image)) {
    let image = Image::from(test_picture(12, 12));
    desk.clear(name, (side * 2.0, side), |s| {
        cells(s, 2, (side, side), BOTH, |s, sampling| draw(s, &image.clone().with_sampling(sampling)));
    });
}

fn sampling(desk: &mut Desk<'_>) {
    // Pixel onto pixel both are exact.
    pair(desk, "images/one-to-one", 16.0, |s, image| {
        s.image(image, rect(2.0, 2.0, 12.0, 12.0));
    });
    pair(desk, "images/upscaled", 64.0, |s, image| {
        s.image(image, rect(2.0, 2.0, 60.0, 60.0));
    });
    pair(desk, "images/downscaled", 16.0, |s, image| {
        s.image(image, rect(4.0, 4.0, 7.0, 7.0));
    });
    pair(desk, "images/fractional-offset", 16.0, |s, image| {
        s.image(image, rect(2.5, 2.25, 12.0, 12.0));
    });
    pair(desk, "images/stretched", 64.0, |s, image| {
        s.image(image, rect(2.0, 20.0, 60.0, 20.0));
    });
    pair(desk, "images/rotated", 64.0, |s, image| {
        s.transformed(Affine::translate((32.0, 32.0)) * rotation(FRAC_PI_6), |s| {
            s.image(image, rect(-20.0, -20.0, 40.0, 40.0));
        });
    });
    pair(desk, "images/skewed", 64.0, |s, image| {
        s.transformed(Affine::new([1.0, 0.2, 0.4, 1.0, -6.0, -6.0]), |s| {
            s.image(image, rect(10.0, 10.0, 40.0, 40.0));
        });
    });
    desk.clear("images/mirrored", (136.0, 34.0), |s| {
        let image = Image::from(test_picture(12, 12)).with_sampling(Sampling::Nearest);
        s.image(&image, Rect::new(2.0, 2.0, 32.0, 32.0)).image(&image, Rect::new(66.0, 2.0, 36.0, 32.0));
        s.image(&image, Rect::new(70.0, 32.0, 100.0, 2.0)).image(&image, Rect::new(134.0, 32.0, 104.0, 2.0));
    });
}

/// Circles that grow finer towards the corner until they are as fine as pixels can be.
fn zone_plate(side: u32) -> Image {
    let pixels = (0..side).flat_map(|y| {
        (0..side).flat_map(move |x| {
            // A square wave of a phase that grows with the square of the distance, in whole numbers.
            let phase = (x * x + y * y) / side;
            if phase.is_multiple_of(2) { [28, 30, 34, 255] } else { [250, 240, 200, 255] }
        })
    });
    Image::from(Pixmap::from_straight(pixels.collect(), side, side).unwrap())
}

fn reducing(desk: &mut Desk<'_>) {
    // To a seventh: where the circles are finer than pixels there is grey, and no new circles.
    desk.clear("images/reduced-to-a-seventh", (156.0, 52.0), |s| {
        let image = zone_plate(336);
        let samplings = [Sampling::Bilinear, Sampling::Smooth, Sampling::Bicubic];
        cells(s, 3, (52.0, 52.0), samplings, |s, sampling| {
            s.image(&image.clone().with_sampling(sampling), rect(2.0, 2.0, 48.0, 48.0));
        });
    });
    // Mirrored, between pixels, by one number across and another down, and turned.
    desk.clear("images/reduced-otherwise", (192.0, 48.0), |s| {
        let image = zone_plate(192);
        s.image(&image, Rect::new(45.3, 2.4, 2.6, 45.7));
        s.image(&image, Rect::new(50.0, 2.0, 94.0, 10.5)).image(&image, rect(60.0, 14.0, 9.0, 32.0));
        s.transformed(Affine::translate((120.0, 24.0)) * rotation(FRAC_PI_6), |s| {
            s.image(&image, rect(-16.0, -16.0, 32.0, 32.0));
        });
        s.transformed(Affine::new([0.5, 0.1, -0.2, 0.4, 156.0, 8.0]), |s| {
            s.image(&image, rect(0.0, 0.0, 64.0, 64.0));
        });
    });
    desk.clear("images/enlarged", (192.0, 64.0), |s| {
        let image = Image::from(test_picture(12, 12));
        cells(s, 3, (64.0, 64.0), [Sampling::Nearest, Sampling::Smooth, Sampling::Bicubic], |s, sampling| {
            s.image(&image.clone().with_sampling(sampling), rect(2.0, 2.0, 60.0, 60.0));
        });
    });
}

fn parts(desk: &mut Desk<'_>) {
    let fits = [ObjectFit::Fill, ObjectFit::Contain, ObjectFit::Cover, ObjectFit::None, ObjectFit::ScaleDown];
    desk.clear("images/fits", (240.0, 96.0), |s| {
        let sizes = [(24, 12), (30, 60)].map(|(w, h)| Image::from(test_picture(w, h)).with_sampling(Sampling::Nearest));
        let all = sizes.iter().flat_map(|image| fits.map(|fit| image.clone().with_fit(fit)));
        cells(s, 5, (48.0, 48.0), all, |s, image| {
            s.fill(rect(4.0, 4.0, 40.0, 40.0), PALE).image(&image, rect(4.0, 4.0, 40.0, 40.0));
        });
    });
    desk.clear("images/crops", (144.0, 48.0), |s| {
        let image = Image::from(test_picture(12, 12));
        // Across a pixel's middle, half outside, and turned.
        s.image(&image.clone().with_crop(rect(2.0, 0.5, 4.0, 4.0)), rect(4.0, 4.0, 40.0, 40.0));
        s.fill(rect(52.0, 4.0, 40.0, 40.0), PALE);
        s.image(&image.clone().with_crop(rect(-6.0, 6.0, 12.0, 12.0)), rect(52.0, 4.0, 40.0, 40.0));
        s.transformed(Affine::translate((120.0, 24.0)) * rotation(FRAC_PI_6), |s| {
            s.image(&image.with_crop(rect(0.0, 0.0, 6.0, 3.0)), rect(-20.0, -10.0, 40.0, 20.0));
        });
    });
    desk.clear("images/nine-slices", (144.0, 48.0), |s| {
        let frame = Image::from(test_picture(12, 12)).with_slices(Slices::all(4.0)).with_sampling(Sampling::Nearest);
        s.image(&frame, rect(2.0, 2.0, 90.0, 44.0)).image(&frame, rect(98.0, 2.0, 6.0, 44.0));
        s.image(&frame, Rect::new(142.0, 2.0, 110.0, 30.0));
    });
}

fn edges(desk: &mut Desk<'_>) {
    desk.clear("images/translucent", (64.0, 64.0), |s| {
        let image = Image::from(test_picture(12, 12));
        s.fill(Circle::new((32.0, 32.0), 24.0), INK).layer(Layer::new().with_opacity(0.5), |s| {
            s.image(&image, rect(8.0, 8.0, 48.0, 48.0));
        });
    });
    desk.clear("images/translucent-pixels", (64.0, 64.0), |s| {
        let fade = (0..16_u8).flat_map(|y| (0..16).flat_map(move |x| [200, 30, 30, x * 17 / 2 + y * 8]));
        let image = Image::from(Pixmap::from_straight(fade.collect(), 16, 16).unwrap());
        s.fill(Circle::new((32.0, 32.0), 24.0), PALE).image(&image, rect(4.0, 4.0, 56.0, 56.0));
    });
    desk.clear("images/one-pixel", (32.0, 32.0), |s| {
        let dot = Image::from(Pixmap::from_straight(vec![20, 140, 130, 200], 1, 1).unwrap());
        s.image(&dot, rect(4.0, 4.0, 24.0, 24.0));
    });
    desk.clear("images/beyond-the-canvas", (48.0, 48.0), |s| {
        let image = Image::from(test_picture(12, 12));
        s.image(&image, rect(-30.0, -30.0, 60.0, 60.0)).image(&image, rect(40.0, 40.0, 900.0, 900.0));
    });
    desk.clear("images/no-area", (32.0, 32.0), |s| {
        let image = Image::from(test_picture(12, 12));
        s.fill(rect(4.0, 4.0, 24.0, 24.0), PALE);
        s.image(&image, rect(8.0, 8.0, 0.0, 16.0)).image(&image, rect(8.0, 8.0, 16.0, 0.0));
    });
    desk.clear("images/photo-downscaled", (32.0, 32.0), |s| {
        // 4 to 1, where bilinear takes four of sixteen pixels: stripes of 8, which survive.
        let stripes = (0..128).flat_map(|y| {
            (0..128).flat_map(move |x| if (x + y) / 8 % 2 == 0 { [28, 30, 34, 255] } else { [236, 178, 46, 255] })
        });
        let image = Image::from(Pixmap::from_straight(stripes.collect(), 128, 128).unwrap());
        s.image(&image, rect(0.0, 0.0, 32.0, 32.0));
    });
}

/// A PNG file from samples as they are stored.
fn file(color: ColorType, depth: BitDepth, samples: &[u8], palette: Option<(&'static [u8], &'static [u8])>) -> Image {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 8, 8);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if let Some((colors, alphas)) = palette {
        encoder.set_palette(colors);
        encoder.set_trns(alphas);
    }
    encoder.write_header().unwrap().write_image_data(samples).unwrap();
    Image::from_png(out).with_sampling(Sampling::Nearest)
}

fn files(desk: &mut Desk<'_>) {
    let ramp = |channels: usize| (0..64 * channels).map(|i| (i * 255 / (64 * channels - 1)) as u8).collect::<Vec<_>>();
    let wide = |channels: usize| ramp(channels).into_iter().flat_map(|v| [v, 0x55]).collect::<Vec<_>>();
    let palette: (&[u8], &[u8]) = (&[200, 44, 40, 236, 178, 46, 20, 140, 130, 44, 84, 196], &[255, 255, 128, 0]);
    let images = [
        ("grey-1", file(ColorType::Grayscale, BitDepth::One, &[0xAA, 0x55, 0xAA, 0x55, 0xF0, 0xF0, 0x0F, 0x0F], None)),
        ("grey-8", file(ColorType::Grayscale, BitDepth::Eight, &ramp(1), None)),
        ("grey-16", file(ColorType::Grayscale, BitDepth::Sixteen, &wide(1), None)),
        ("grey-alpha-8", file(ColorType::GrayscaleAlpha, BitDepth::Eight, &ramp(2), None)),
        ("rgb-8", file(ColorType::Rgb, BitDepth::Eight, &ramp(3), None)),
        ("rgba-8", file(ColorType::Rgba, BitDepth::Eight, &ramp(4), None)),
        ("rgba-16", file(ColorType::Rgba, BitDepth::Sixteen, &wide(4), None)),
        ("palette-2", file(ColorType::Indexed, BitDepth::Two, &[0b0001_1011; 16], Some(palette))),
    ];
    // From the left: 1, 8 and 16 bits of grey, grey with alpha, RGB, RGBA, RGBA of 16 bits, a palette with alphas.
    desk.clear("images/png-kinds", (144.0, 72.0), |s| {
        cells(s, 4, (36.0, 36.0), images, |s, (_, image)| {
            s.image(&image, rect(2.0, 2.0, 32.0, 32.0));
        });
    });
    desk.clear("images/png-interlaced", (36.0, 36.0), |s| {
        s.image(&Image::from_png(INTERLACED).with_sampling(Sampling::Nearest), rect(2.0, 2.0, 32.0, 32.0));
    });
}

/// 8 x 8 pixels in the seven passes of Adam7, which the png crate reads but does not write: red grows to the right,
/// green downwards.
const INTERLACED: [u8; 172] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 1, 60, 106, 25,
    74, 0, 0, 0, 115, 73, 68, 65, 84, 120, 218, 13, 140, 49, 17, 0, 64, 12, 194, 42, 6, 49, 213, 16, 13, 136, 169, 24,
    196, 84, 76, 135, 255, 129, 33, 23, 160, 170, 168, 249, 169, 97, 134, 234, 98, 63, 245, 176, 159, 170, 233, 102,
    154, 237, 15, 75, 47, 179, 236, 82, 42, 92, 164, 184, 223, 86, 227, 38, 205, 253, 154, 6, 15, 25, 238, 31, 104,
    241, 146, 229, 254, 166, 132, 68, 11, 139, 17, 17, 43, 78, 95, 24, 153, 54, 54, 99, 98, 214, 156, 191, 8, 10, 29,
    28, 38, 36, 108, 184, 124, 113, 232, 232, 195, 199, 28, 57, 246, 184, 227, 1, 174, 75, 85, 129, 215, 13, 173, 1, 0,
    0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];
