//! PNG out, row by row through the `png` crate (<https://www.w3.org/TR/png-3/>).

use std::io::Write;
use std::path::Path;

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, PixelDimensions, SrgbRenderingIntent, Unit};

use super::file::save;
use crate::alpha::straight;
use crate::error::Error;
use crate::pixmap::Pixmap;
use crate::watch::Watch;

/// Bytes converted and compressed between two looks at the watch: few enough for a level-2 cache.
const STRIP: usize = 64 << 10;

impl Pixmap {
    /// The picture as a PNG file: RGBA, 8 bits, sRGB, with its DPI in pHYs.
    ///
    /// # Errors
    /// None known; encoding into memory does not fail.
    pub fn encode_png(&self) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        write_png(self, &mut out, &Watch::default())?;
        Ok(out)
    }

    /// Writes the picture as a PNG file. It is written beside the path and renamed into place when complete, so that no
    /// half picture is ever found there.
    ///
    /// # Errors
    /// [`Error::Io`] names the path.
    pub fn save_png(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        save(path.as_ref(), |file| write_png(self, file, &Watch::default()))
    }
}

/// Writes a picture as RGBA, 8 bits, sRGB, with its DPI in pHYs.
pub(crate) fn write_png(pixmap: &Pixmap, out: &mut impl Write, watch: &Watch) -> Result<(), Error> {
    let mut encoder = Encoder::new(out, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    let per_metre = (pixmap.dpi() / 0.0254).round().clamp(1.0, f64::from(u32::MAX)) as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header().map_err(io)?;
    let row = pixmap.width() as usize * 4;
    let strip = (STRIP / row).max(1) * row;
    let mut room = vec![0; strip.min(pixmap.data().len())];
    let mut stream = writer.stream_writer_with_size(STRIP).map_err(io)?;
    for rows in pixmap.data().chunks(strip) {
        watch.check()?;
        stream.write_all(straight(rows, &mut room[..rows.len()]))?;
    }
    stream.finish().map_err(io)?;
    writer.finish().map_err(io)
}

fn io(error: EncodingError) -> Error {
    Error::Io { path: None, source: error.into() }
}
