//! What the robustness tests share: a random generator, PNG files put together by hand, a varied scene.

#![allow(dead_code)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use inkstone::kurbo::{Affine, Circle, Ellipse, Rect, RoundedRect};
use inkstone::{
    Align, BlendMode, Cap, Color, Engine, EngineBuilder, FontLibrary, Gradient, Image, Join, Layer, LineHeight, Paint,
    Paragraph, Pixmap, Sampling, Scene, SceneBuilder, Spread, Stroke, TextStyle, rotation,
};

/// xorshift64*: the same numbers everywhere, no dependency.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        // Spread, so that neighbouring seeds do not begin alike; never 0.
        Self((seed.wrapping_add(1)).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0 up to, not including, `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (((self.bits() >> 32) * n as u64) >> 32) as usize
    }

    /// From 0 up to, not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// An engine with the bundled fonts, also where they are not compiled in: text is the same with every set of features.
pub(crate) fn engine() -> EngineBuilder {
    #[cfg(feature = "bundled-fonts")]
    let fonts = FontLibrary::bundled();
    #[cfg(not(feature = "bundled-fonts"))]
    let fonts = {
        // In the order of the bundled ones, which is the order of fallback.
        let mut fonts = FontLibrary::new();
        for name in [
            "InkstoneSansSC-Regular.otf",
            "InkstoneSansSC-Bold.otf",
            "InkstoneSans-Regular.otf",
            "InkstoneSans-Bold.otf",
            "InkstoneSans-Italic.otf",
            "InkstoneSansArabic-Regular.ttf",
            "InkstoneSansHebrew-Regular.ttf",
            "InkstoneSansDevanagari-Regular.ttf",
            "InkstoneSansThai-Regular.ttf",
        ] {
            fonts.add_file(format!("{}/fonts/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        }
        fonts
    };
    Engine::builder().with_fonts(fonts)
}

pub(crate) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// A PNG chunk with its length and CRC.
pub(crate) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut out = (data.len() as u32).to_be_bytes().to_vec();
    out.extend(kind);
    out.extend(data);
    let crc = crc32(&out[4..]);
    out.extend(crc.to_be_bytes());
    out
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// The header chunk; `color` is the PNG colour type.
pub(crate) fn ihdr(width: u32, height: u32, depth: u8, color: u8, interlaced: bool) -> Vec<u8> {
    let mut data = [width.to_be_bytes(), height.to_be_bytes()].concat();
    data.extend([depth, color, 0, 0, u8::from(interlaced)]);
    chunk(b"IHDR", &data)
}

/// A zlib stream of stored blocks.
pub(crate) fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        out.extend((block.len() as u16).to_le_bytes());
        out.extend((!(block.len() as u16)).to_le_bytes());
        out.extend(block);
    }
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// A zlib stream of about `len / 1000` bytes that inflates to `len` zeros: one block of fixed Huffman codes.
pub(crate) fn zlib_bomb(len: usize) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let (mut hold, mut held) = (0_u64, 0_u32);
    let mut put = |out: &mut Vec<u8>, bits: u64, count: u32| {
        hold |= bits << held;
        held += count;
        while held >= 8 {
            out.push(hold as u8);
            hold >>= 8;
            held -= 8;
        }
    };
    put(&mut out, 0b011, 3); // the last block, fixed codes
    put(&mut out, 0b0000_1100, 8); // the literal 0: 00110000, first bit first
    for _ in 0..len.saturating_sub(1) / 258 {
        put(&mut out, 0b1010_0011, 8); // length 258: code 285, 11000101
        put(&mut out, 0, 5); // distance 1
    }
    put(&mut out, 0, 7); // the end of the block
    put(&mut out, 0, 7);
    out.extend([0; 4]); // a wrong checksum, behind all of it
    out
}

/// The picture's rows, each behind its filter byte, of an uninterlaced picture of `bits` a pixel.
pub(crate) fn rows(width: usize, height: usize, bits: usize, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    (0..height)
        .flat_map(|_| {
            let mut row = vec![0_u8];
            row.extend((0..(width * bits).div_ceil(8)).map(|_| random.bits() as u8));
            row
        })
        .collect()
}

/// Adam7's seven pictures, one behind the other.
pub(crate) fn interlaced_rows(width: usize, height: usize, bits: usize, seed: u64) -> Vec<u8> {
    [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        .into_iter()
        .flat_map(|(x, y, dx, dy): (usize, usize, usize, usize)| {
            let (w, h) = (width.saturating_sub(x).div_ceil(dx), height.saturating_sub(y).div_ceil(dy));
            if w == 0 { Vec::new() } else { rows(w, h, bits, seed) }
        })
        .collect()
}

/// A whole file: signature, the chunks given, an end.
pub(crate) fn png_file(chunks: &[Vec<u8>]) -> Vec<u8> {
    [SIGNATURE.to_vec(), chunks.concat(), chunk(b"IEND", &[])].concat()
}

/// A valid file of every colour type and depth, plain and interlaced, with a palette where it needs one.
pub(crate) fn every_png(width: u32, height: u32) -> Vec<(String, Vec<u8>)> {
    let kinds: [(u8, &[u8], usize); 5] =
        [(0, &[1, 2, 4, 8, 16], 1), (2, &[8, 16], 3), (3, &[1, 2, 4, 8], 1), (4, &[8, 16], 2), (6, &[8, 16], 4)];
    let mut out = Vec::new();
    for (color, depths, samples) in kinds {
        for &depth in depths {
            for interlaced in [false, true] {
                let bits = samples * usize::from(depth);
                let make = if interlaced { interlaced_rows } else { rows };
                let data = make(width as usize, height as usize, bits, u64::from(depth));
                let mut chunks = vec![ihdr(width, height, depth, color, interlaced)];
                if color == 3 {
                    let palette: Vec<u8> = (0..3 << depth).map(|i: u32| (i * 7) as u8).collect();
                    chunks.push(chunk(b"PLTE", &palette));
                    chunks.push(chunk(b"tRNS", &[0, 128]));
                }
                chunks.push(chunk(b"IDAT", &zlib_stored(&data)));
                out.push((format!("colour type {color}, {depth} bits, interlaced: {interlaced}"), png_file(&chunks)));
            }
        }
    }
    out
}

/// A picture of a few pixels, some of them translucent.
pub(crate) fn small_picture() -> Pixmap {
    let data: Vec<u8> =
        (0..6 * 5_u32).flat_map(|i| [i * 8, 255 - i * 8, i * i, 100 + i * 5].map(|v| v as u8)).collect();
    Pixmap::from_straight(data, 6, 5).unwrap()
}

pub(crate) fn rainbow(gradient: Gradient) -> Gradient {
    gradient
        .with_stop(0.0, Color::from_rgb8(230, 60, 40))
        .with_stop(0.4, Color::from_rgba8(250, 210, 70, 160))
        .with_stop(1.0, Color::from_rgb8(40, 80, 200))
}

/// Shapes, strokes, gradients, clips, layers and pictures: everything but text. 160 x 120.
pub(crate) fn varied_shapes(scene: &mut SceneBuilder) {
    let all = Rect::new(0.0, 0.0, 160.0, 120.0);
    scene.fill(all, rainbow(Gradient::linear((0.0, 0.0), (160.0, 120.0))));
    scene.fill(
        Circle::new((40.3, 38.7), 28.9),
        rainbow(Gradient::radial((35.0, 30.0), 12.0).with_spread(Spread::Reflect)),
    );
    scene.fill(Ellipse::new((110.0, 40.0), (30.0, 13.0), 0.5), rainbow(Gradient::conic((110.0, 40.0), 1.0)));
    let dashed = Stroke::new(5.3).with_dashes([9.0, 4.0, 1.0]).with_dash_offset(2.5).with_cap(Cap::Round);
    scene.stroke("M8 100 C40 20 90 140 150 70", dashed, Color::from_rgba8(20, 20, 30, 200));
    scene.stroke(RoundedRect::new(10.0, 10.0, 90.0, 70.0, 12.0), Stroke::new(0.7).with_join(Join::Round), Color::BLACK);
    let picture = Image::from_pixmap(small_picture());
    scene.transformed(rotation(0.3) * Affine::translate((20.0, -10.0)), |scene| {
        scene.image(&picture, Rect::new(60.0, 50.0, 110.0, 90.0));
        let nearest = picture.clone().with_sampling(Sampling::Nearest);
        scene.image(&nearest, Rect::new(120.0, 40.0, 100.0, 20.0));
    });
    for (i, mode) in BlendMode::ALL.into_iter().enumerate() {
        let (x, y) = ((i % 7) as f64 * 22.0, (i / 7) as f64 * 29.0);
        scene.clipped(Circle::new((x + 11.0, y + 14.0), 12.5), |scene| {
            scene.layer(Layer::new().with_opacity(0.8).with_blend_mode(mode), |scene| {
                scene.fill(Rect::new(x, y + 6.0, x + 15.5, y + 24.0), Color::from_rgba8(60, 160, 90, 190));
                scene.stroke(Circle::new((x + 12.0, y + 12.0), 6.0), 2.0, Color::from_rgba8(200, 40, 160, 255));
            });
        });
    }
}

/// Text of several scripts, sizes, paints and decorations. 160 x 120.
pub(crate) fn varied_text(scene: &mut SceneBuilder) {
    let style = TextStyle::new(13.0);
    let ink: Paint = rainbow(Gradient::linear((0.0, 0.0), (150.0, 0.0))).into();
    let paragraph = Paragraph::new("墨石 draws 漢字、かな and 한글, ", style.clone())
        .with_span("struck", style.clone().with_strikethrough(true).with_italic(true))
        .with_span("，也画粗体。", style.clone().with_weight(TextStyle::BOLD).with_underline(true))
        .with_width(150.0)
        .with_align(Align::Justify)
        .with_line_height(LineHeight::Relative(1.3));
    scene.text((5.0, 20.0), paragraph);
    scene.text((4.5, 100.25), Paragraph::new("Inkstone \u{10fffe} 字", style.with_size(31.0).with_paint(ink)));
    scene.transformed(rotation(-0.4) * Affine::translate((-20.0, 90.0)), |scene| {
        scene.text((10.0, 10.0), Paragraph::new("turned 旋轉", TextStyle::new(17.0)));
    });
    // Larger than any mask: drawn as paths.
    scene.text((90.0, 118.0), Paragraph::new("石", TextStyle::new(300.0).with_paint(Color::from_rgba8(0, 0, 0, 40))));
}

/// All of both.
pub(crate) fn varied_scene() -> Scene {
    let mut scene = Scene::builder(160.0, 120.0);
    varied_shapes(&mut scene);
    varied_text(&mut scene);
    scene.finish().unwrap()
}
