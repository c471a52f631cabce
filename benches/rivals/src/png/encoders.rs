//! Those who encode, and a check of what they made.

use inkstone::{Pixmap, PngLevel, PngOptions};
use png::{BitDepth, ColorType, Compression, Decoder, Transformations};

/// A picture as both kinds of encoder take it.
pub struct Subject {
    pub name: &'static str,
    /// What inkstone is given: premultiplied.
    pub pixmap: Pixmap,
    /// What a user of the png crate gives it: RGBA with straight alpha, made before the clock starts.
    pub straight: Vec<u8>,
}

impl Subject {
    pub fn new(name: &'static str, pixmap: Pixmap) -> Self {
        let straight = pixmap.to_straight();
        Self { name, pixmap, straight }
    }
}

/// The whole file, in memory, by one thread.
pub type Encode = fn(&Subject) -> Vec<u8>;

/// The crate's own choice: miniz, level 6, adaptive filter. takumi switches it to zlib-rs, in a few times less time.
pub const DEFAULT: &str = if cfg!(feature = "takumi") { "png with zlib-rs" } else { "png default" };
pub const FAST: &str = "png Fast";

/// All, by name; the first two are those that the others are compared with.
pub const ENCODERS: [(&str, Encode); 6] = [
    (DEFAULT, |subject| by_png(subject, Compression::Balanced)),
    (FAST, |subject| by_png(subject, Compression::Fast)),
    ("png Fastest", |subject| by_png(subject, Compression::Fastest)),
    ("inkstone Fast", |subject| by_inkstone(subject, PngLevel::Fast, 1)),
    ("Balanced", |subject| by_inkstone(subject, PngLevel::Balanced, 1)),
    ("Small", |subject| by_inkstone(subject, PngLevel::Small, 1)),
];

/// From premultiplied pixels, of which the encoder is told nothing.
pub fn by_inkstone(subject: &Subject, level: PngLevel, threads: u16) -> Vec<u8> {
    let (mut out, options) = (Vec::new(), PngOptions::new().with_level(level).with_threads(threads));
    subject.pixmap.write_png(&options, &mut out).expect("a vector takes every byte");
    out
}

/// RGBA with the filter that the crate chooses for the compression.
fn by_png(subject: &Subject, compression: Compression) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, subject.pixmap.width(), subject.pixmap.height());
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(compression);
    let mut writer = encoder.write_header().expect("a vector takes every byte");
    writer.write_image_data(&subject.straight).expect("a vector takes every byte");
    writer.finish().expect("a vector takes every byte");
    out
}

/// Whether a file has the subject's pixels, to the byte.
pub fn check(subject: &Subject, file: &[u8]) -> Result<(), String> {
    let mut decoder = Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(Transformations::EXPAND | Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let (color, depth) = reader.output_color_type();
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("too large")?];
    reader.next_frame(&mut pixels).map_err(|error| error.to_string())?;
    reader.finish().map_err(|error| error.to_string())?;
    let rgba = match (color, depth) {
        (ColorType::Rgba, BitDepth::Eight) => pixels,
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => {
            pixels.as_chunks::<2>().0.iter().flat_map(|&[g, a]| [g, g, g, a]).collect()
        }
        other => return Err(format!("decoded as {other:?}")),
    };
    if rgba.len() != subject.straight.len() {
        return Err(format!("{} bytes of pixels instead of {}", rgba.len(), subject.straight.len()));
    }
    match rgba.chunks(4).zip(subject.straight.chunks(4)).position(|(a, b)| a != b) {
        Some(at) => Err(format!("pixel {at} is {:?}", &rgba[at * 4..at * 4 + 4])),
        None => Ok(()),
    }
}
