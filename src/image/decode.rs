//! PNG in, through the `png` crate: size known and limited before anything is allocated.

use std::io::Cursor;

use png::{ColorType, Decoder, DecodingError, Limits as PngLimits, PixelDimensions, Transformations, Unit};

use crate::budget::Budget;
use crate::error::Error;
use crate::limits::{Limits, within};
use crate::pixmap::{Pixmap, byte_len};
use crate::watch::Watch;

/// Memory that the decoder may use besides the pixels: chunks, palettes, the inflate window, text.
const DECODER_BYTES: usize = 16 << 20;

impl Pixmap {
    /// A picture from a PNG file's bytes: 1 to 16 bits a channel, grey, palette or colour, interlaced or not, as sRGB.
    ///
    /// # Errors
    /// [`Error::InvalidImage`] for what is no PNG or a broken one; [`Error::LimitExceeded`] beyond the default
    /// [`Limits`], before any pixel is allocated.
    pub fn from_png(bytes: &[u8]) -> Result<Self, Error> {
        let limits = Limits::default();
        decode_png(bytes, &limits, &Watch::default(), &Budget::new(&limits))
    }
}

/// Width and height that a PNG's header says.
pub(crate) fn png_size(bytes: &[u8], limits: &Limits) -> Result<(u32, u32), Error> {
    within("image_bytes", bytes.len() as u64, limits.image_bytes)?;
    Ok(header(bytes, limits)?.read_header_info().map_err(refused)?.size())
}

/// A decoder of pixels within the limit.
fn header<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Decoder<Cursor<&'a [u8]>>, Error> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), PngLimits { bytes: DECODER_BYTES });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.ignore_checksums(false);
    // Not used: neither kept nor inflated.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let size = decoder.read_header_info().map_err(refused)?.size();
    within("image_pixels", u64::from(size.0) * u64::from(size.1), limits.image_pixels)?;
    Ok(decoder)
}

/// Decodes a PNG to premultiplied RGBA8. Grey, palette and 16-bit pictures are converted; colours are taken as sRGB.
/// The pixels stay counted in the budget.
pub(crate) fn decode_png(bytes: &[u8], limits: &Limits, watch: &Watch, budget: &Budget) -> Result<Pixmap, Error> {
    within("image_bytes", bytes.len() as u64, limits.image_bytes)?;
    let decoder = header(bytes, limits)?;
    let mut reader = decoder.read_info().map_err(refused)?;
    let (width, height) = reader.info().size();
    let (color, _) = reader.output_color_type();
    let channels = color.samples();
    budget.take(byte_len(width, height))?;
    let dpi = reader.info().pixel_dims.and_then(dpi_of);
    let mut straight = watch.hold(Vec::with_capacity(width as usize * height as usize * 4));
    if reader.info().interlaced {
        // Interlaced rows arrive in seven passes: the whole picture is needed at once.
        let len = width as usize * height as usize * channels;
        budget.take(len as u64)?;
        let mut raw = watch.hold(vec![0; len]);
        reader.next_frame(&mut raw).map_err(refused)?;
        watch.check()?;
        append(&raw, color, &mut straight);
        budget.give(len as u64);
    } else {
        while let Some(row) = reader.next_row().map_err(refused)? {
            append(row.data(), color, &mut straight);
            if straight.len() % (1 << 20) < width as usize * 4 {
                watch.check()?;
            }
        }
    }
    // Reads on to the end, so that a file cut behind its pixels is found out.
    reader.finish().map_err(refused)?;
    let mut pixmap = Pixmap::from_straight(straight.take(), width, height)?;
    if let Some(dpi) = dpi {
        pixmap.set_dpi(dpi);
    }
    Ok(pixmap)
}

/// Pixels per inch from pixels per metre, where they are so given and the same both ways. A whole number of them was
/// rounded to pixels per metre, and is found again.
fn dpi_of(pixels: PixelDimensions) -> Option<f64> {
    if pixels.unit != Unit::Meter || pixels.xppu != pixels.yppu || pixels.xppu == 0 {
        return None;
    }
    let dpi = f64::from(pixels.xppu) * 0.0254;
    let whole = dpi.round();
    Some(if (dpi - whole).abs() <= 0.0127 { whole } else { dpi })
}

/// Appends 8-bit samples as RGBA.
fn append(samples: &[u8], color: ColorType, out: &mut Vec<u8>) {
    match color {
        ColorType::Grayscale => out.extend(samples.iter().flat_map(|&g| [g, g, g, 255])),
        ColorType::GrayscaleAlpha => {
            out.extend(samples.as_chunks::<2>().0.iter().flat_map(|&[g, a]| [g, g, g, a]));
        }
        ColorType::Rgb | ColorType::Indexed => {
            out.extend(samples.as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]));
        }
        ColorType::Rgba => out.extend_from_slice(samples),
    }
}

fn refused(error: DecodingError) -> Error {
    match error {
        DecodingError::LimitsExceeded => {
            Error::InvalidImage { reason: format!("its chunks beside the pixels need more than {DECODER_BYTES} bytes") }
        }
        other => Error::InvalidImage { reason: other.to_string() },
    }
}
