//! PNG in, through the `png` crate: size known and limited before anything is allocated.

use std::io::Cursor;

use png::{Decoder, DecodingError, Info, Limits as PngLimits, Reader, Transformations};

use super::info::{PngInfo, dpi_of};
use super::samples::Converter;
use crate::budget::Budget;
use crate::error::Error;
use crate::limits::{Limits, within};
use crate::pixmap::{Pixmap, byte_len};
use crate::units::CSS_DPI;
use crate::watch::Watch;

/// Memory that the decoder may use besides the pixels: chunks, palettes, the inflate window, text.
const DECODER_BYTES: usize = 16 << 20;

/// Bytes of pixels between two looks at the watch.
const BYTES_PER_CHECK: usize = 1 << 20;

/// Adam7's passes: the first column and row of each, and the steps from one to the next
/// (<https://www.w3.org/TR/png-3/#8Interlace>).
const PASSES: [(usize, usize, usize, usize); 7] =
    [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

/// A picture, and what its file says of its colours.
pub(crate) struct Decoded {
    pub(crate) pixmap: Pixmap,
    /// Whether they are meant as they are taken: as sRGB.
    pub(crate) srgb: bool,
}

impl Pixmap {
    /// A picture from a PNG file's bytes: 1 to 16 bits a channel, grey, palette or colour, interlaced or not.
    ///
    /// Samples of 16 bits are rounded to 8. Colours are taken as sRGB, whatever the file says of them:
    /// [`PngInfo`](crate::PngInfo) tells. Of an animation it is the picture that programs show that know none.
    ///
    /// # Errors
    /// [`Error::InvalidImage`] for what is no PNG or a broken one; [`Error::LimitExceeded`] beyond the default
    /// [`Limits`], before any pixel is allocated.
    pub fn from_png(bytes: &[u8]) -> Result<Self, Error> {
        let limits = Limits::default();
        Ok(decode_png(bytes, &limits, &Watch::default(), &Budget::new(&limits))?.pixmap)
    }
}

/// Width and height that a PNG's header says.
pub(crate) fn png_size(bytes: &[u8], limits: &Limits) -> Result<(u32, u32), Error> {
    within("image_bytes", bytes.len() as u64, limits.image_bytes)?;
    let mut decoder = decoder(bytes);
    let (width, height) = decoder.read_header_info().map_err(refused)?.size();
    within("image_pixels", u64::from(width) * u64::from(height), limits.image_pixels)?;
    Ok((width, height))
}

fn decoder(bytes: &[u8]) -> Decoder<Cursor<&[u8]>> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), PngLimits { bytes: DECODER_BYTES });
    decoder.set_transformations(Transformations::IDENTITY);
    decoder.ignore_checksums(false);
    // Not used: neither kept nor inflated.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder
}

/// All that stands before the pixels; of them nothing is allocated yet.
pub(super) fn read_info(bytes: &[u8]) -> Result<Reader<Cursor<&[u8]>>, Error> {
    let mut decoder = decoder(bytes);
    // The rows that it keeps are the pixels' and not beside them.
    let row = row_bytes(decoder.read_header_info().map_err(refused)?);
    decoder.set_limits(PngLimits { bytes: DECODER_BYTES.saturating_add(row) });
    decoder.read_info().map_err(refused)
}

/// Bytes of a row of samples.
fn row_bytes(info: &Info<'_>) -> usize {
    (info.width as usize).saturating_mul(info.bits_per_pixel()).div_ceil(8)
}

/// Decodes a PNG to premultiplied RGBA8. Grey, palette and 16-bit pictures are converted; colours are taken as sRGB.
/// The pixels stay counted in the budget.
pub(crate) fn decode_png(bytes: &[u8], limits: &Limits, watch: &Watch, budget: &Budget) -> Result<Decoded, Error> {
    png_size(bytes, limits)?;
    let mut reader = read_info(bytes)?;
    let info = reader.info();
    let (width, height) = info.size();
    // The first picture of an animation may not be a part of it; the crate would take its size for that of the rows.
    if info.frame_control.is_some_and(|frame| (frame.width, frame.height) != (width, height)) {
        return Err(Error::InvalidImage { reason: "its first frame is smaller than the picture".to_owned() });
    }
    let converter = Converter::new(info)?;
    let srgb = PngInfo::new(info, bytes).is_srgb();
    let dpi = info.pixel_dims.and_then(dpi_of).unwrap_or(CSS_DPI);
    let interlaced = info.interlaced;
    budget.take(byte_len(width, height))?;
    // What the decoder keeps of rows: at most five and a copy of two, in a vector that grows by doubling; and a row of
    // pixels to be interlaced. Rows of usual widths are part of what it may use uncounted.
    let row = row_bytes(info) as u64 + 1;
    let kept = row * (2 * u64::from(height).min(5) + 2) + 4 * u64::from(width);
    let kept = kept.saturating_sub(DECODER_BYTES as u64);
    budget.take(kept)?;
    let mut pixels = watch.hold(vec![0; byte_len(width, height) as usize]);
    let mut rows = Rows { reader: &mut reader, converter, watch, unwatched: 0 };
    if interlaced {
        rows.interlaced(&mut pixels, width as usize, height as usize)?;
    } else {
        for out in pixels.chunks_exact_mut(width as usize * 4) {
            rows.next(out)?;
        }
    }
    // Reads on to the end, so that a file cut behind its pixels is found out.
    while reader.next_row().map_err(refused)?.is_some() {}
    reader.finish().map_err(refused)?;
    budget.give(kept);
    Ok(Decoded { pixmap: Pixmap::drawn(pixels.take(), width, height, dpi), srgb })
}

/// A picture's rows, one after the other.
struct Rows<'a, 'b> {
    reader: &'a mut Reader<Cursor<&'b [u8]>>,
    converter: Converter,
    watch: &'a Watch,
    /// Bytes since the last look at the watch.
    unwatched: usize,
}

impl Rows<'_, '_> {
    /// The next row as pixels.
    fn next(&mut self, out: &mut [u8]) -> Result<(), Error> {
        self.unwatched += out.len();
        if self.unwatched >= BYTES_PER_CHECK {
            self.unwatched = 0;
            self.watch.check()?;
        }
        let Some(row) = self.reader.next_row().map_err(refused)? else {
            return Err(Error::InvalidImage { reason: "it has too few rows".to_owned() });
        };
        self.converter.row(row.data(), out);
        Ok(())
    }

    /// The seven passes, each pixel at its place.
    fn interlaced(&mut self, pixels: &mut [u8], width: usize, height: usize) -> Result<(), Error> {
        let pixels = pixels.as_chunks_mut::<4>().0;
        let mut row = vec![0; width * 4];
        for (x, y, dx, dy) in PASSES {
            let count = width.saturating_sub(x).div_ceil(dx);
            if count == 0 {
                continue;
            }
            for line in (y..height).step_by(dy) {
                self.next(&mut row[..count * 4])?;
                let places = pixels[line * width + x..(line + 1) * width].iter_mut().step_by(dx);
                places.zip(row.as_chunks::<4>().0).for_each(|(place, pixel)| *place = *pixel);
            }
        }
        Ok(())
    }
}

pub(super) fn refused(error: DecodingError) -> Error {
    match error {
        DecodingError::LimitsExceeded => {
            Error::InvalidImage { reason: format!("its chunks beside the pixels need more than {DECODER_BYTES} bytes") }
        }
        other => Error::InvalidImage { reason: other.to_string() },
    }
}
