//! PNG bytes for those who bring no encoder: the png crate's `Fast`.

use png::{BitDepth, ColorType, Compression, Encoder};

/// `pixels` are tightly packed and opaque, so that premultiplied and straight are the same.
pub fn png(pixels: &[u8], width: u32, height: u32, color: ColorType) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header().expect("a vector takes every byte");
    writer.write_image_data(pixels).expect("a vector takes every byte");
    writer.finish().expect("a vector takes every byte");
    out
}
