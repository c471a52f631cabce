//! PNG out (<https://www.w3.org/TR/png-3/>): the `png` crate's container around strips of our own.
//!
//! A picture is cut into strips of rows by its width alone. Each is packed in the smallest format that the picture fits
//! in, filtered by the filter that makes a sample of it the smallest, and deflated, without a look at the others but for the row
//! above, where the picture is there: so they are made on any number of threads, or while the picture is being drawn, and
//! the file's bytes do not depend on the number of threads.
//!
//! Tried, and no gain: a filter for each row, by the least sum of magnitudes, where a sample says so (at `Balanced` .7155
//! for .7156 of the bytes in 1.11 of the time, at `Fast` more of both).

mod filter;
mod format;
mod options;
mod pack;
mod palette;
mod strip;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use png::{Encoder, EncodingError, PixelDimensions, SrgbRenderingIntent, Unit, Writer};

pub(crate) use self::format::Format;
use self::format::{Found, Survey};
pub use self::options::{PngLevel, PngOptions};
pub(crate) use self::strip::StripEncoder;
use self::strip::{Strip, rows_of};
use super::file::save;
use crate::budget::Budget;
use crate::error::Error;
use crate::limits::{Limits, within};
use crate::pixmap::Pixmap;
use crate::watch::Watch;
use crate::workers::{WAITING, crew};

impl Pixmap {
    /// The picture as a PNG file, in the smallest format that its pixels fit in, sRGB, with its DPI in pHYs; at
    /// [`PngLevel::Fast`].
    ///
    /// # Errors
    /// None known; encoding into memory does not fail.
    pub fn encode_png(&self) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        self.write_png(&PngOptions::new(), &mut out)?;
        Ok(out)
    }

    /// Writes the picture as a PNG file into a writer, a strip at a time.
    ///
    /// # Errors
    /// [`Error::Io`] where writing fails; [`Error::InvalidOption`] for a keyword or text that PNG does not allow, or no
    /// thread; [`Error::LimitExceeded`] beyond the default [`Limits`]' threads; [`Error::DeadlineExceeded`] and
    /// [`Error::Cancelled`].
    pub fn write_png(&self, options: &PngOptions, mut writer: impl Write) -> Result<(), Error> {
        if options.threads == 0 {
            return Err(Error::InvalidOption { option: "threads", value: "0".to_owned(), expected: "at least one" });
        }
        within("threads", options.threads.into(), Limits::default().threads)?;
        let mut encoders = StripEncoder::some(options.threads.into());
        write_png(self, options, &mut encoders, (&options.watch(), &Budget::unlimited()), &mut writer)
    }

    /// Writes the picture as a PNG file, as [`encode_png`](Self::encode_png) makes it. It is written beside the path and
    /// renamed into place when complete, so that no half picture is ever found there.
    ///
    /// # Errors
    /// [`Error::Io`] names the path.
    pub fn save_png(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        save(path.as_ref(), |file| self.write_png(&PngOptions::new(), file))
    }
}

/// What there is to do for a picture's file, and what comes of it.
enum Job<'a> {
    Look(u32),
    Encode(&'a PngFile<'a>, u32),
}

enum Done {
    Found(Found),
    Strip(Strip),
}

/// Writes a picture, a thread for each encoder.
pub(crate) fn write_png(
    pixmap: &Pixmap,
    options: &PngOptions,
    encoders: &mut [StripEncoder],
    (watch, budget): (&Watch, &Budget),
    out: &mut impl Write,
) -> Result<(), Error> {
    let (size, dpi) = ((pixmap.width(), pixmap.height()), pixmap.dpi());
    let (data, row_bytes) = (pixmap.data(), size.0 as usize * 4);
    let survey = Survey::new(data);
    let work = |encoder: &mut StripEncoder, job: Job<'_>| match job {
        Job::Look(piece) => {
            watch.check()?;
            Ok(Done::Found(survey.look(piece)))
        }
        Job::Encode(file, strip) => {
            let strip_bytes = file.strip_rows() as usize * row_bytes;
            let from = strip as usize * strip_bytes;
            // The row above, and the strip's.
            let pixels = (&data[from.saturating_sub(row_bytes)..from], &data[from..data.len().min(from + strip_bytes)]);
            Ok(Done::Strip(file.encode(encoder, strip, pixels)?))
        }
    };
    // There are most strips where pixels are widest.
    let most = size.1.div_ceil(rows_of(row_bytes, size.0)).max(survey.pieces());
    let threads = encoders.len().min(most as usize);
    let file = OnceLock::new();
    crew(&mut encoders[..threads], work, |crew| {
        let mut all = Found::default();
        crew.in_order((0..survey.pieces()).map(Job::Look), |done| {
            if let Done::Found(found) = done {
                all.join(found);
            }
            Ok(())
        })?;
        let format = Format::of_found(all, data.len() / 4);
        let file = file.get_or_init(|| PngFile { format, size, dpi, options, watch });
        let held = file.encoder_bytes(threads);
        budget.take(held)?;
        let mut stream = file.begin(out)?;
        crew.in_order((0..file.strips()).map(|strip| Job::Encode(file, strip)), |done| match done {
            Done::Strip(strip) => stream.push(strip),
            Done::Found(_) => Ok(()),
        })?;
        budget.give(held);
        stream.finish()
    })
}

/// A file that is to be written.
#[derive(Debug)]
pub(crate) struct PngFile<'a> {
    pub(crate) format: Format,
    pub(crate) size: (u32, u32),
    pub(crate) dpi: f64,
    pub(crate) options: &'a PngOptions,
    pub(crate) watch: &'a Watch,
}

impl PngFile<'_> {
    /// Rows of a strip, but perhaps the last.
    pub(crate) fn strip_rows(&self) -> u32 {
        rows_of(self.format.row_bytes(self.size.0), self.size.0)
    }

    pub(crate) fn strips(&self) -> u32 {
        self.size.1.div_ceil(self.strip_rows())
    }

    /// Most bytes that so many encoders hold, and strips that wait for others to be written.
    pub(crate) fn encoder_bytes(&self, encoders: usize) -> u64 {
        let rows = self.strip_rows().min(self.size.1) as usize;
        let strip = rows * (self.format.row_bytes(self.size.0) + 1);
        let encoders = encoders.min(self.strips() as usize);
        let waiting = if encoders > 1 { WAITING * strip as u64 } else { 0 };
        (self.options.level.held(strip) + waiting) * encoders as u64
    }

    /// Encodes the premultiplied pixels of a strip, and those of the row above where they are known.
    pub(crate) fn encode(
        &self,
        encoder: &mut StripEncoder,
        strip: u32,
        pixels: (&[u8], &[u8]),
    ) -> Result<Strip, Error> {
        self.watch.check()?;
        let level = self.options.level;
        // The head of a zlib stream (RFC 1950): a window of 32 KiB, and how hard was tried.
        let head: &[u8] = match level {
            _ if strip > 0 => &[],
            PngLevel::Fast => &[0x78, 0x01],
            PngLevel::Balanced => &[0x78, 0x9c],
            PngLevel::Small => &[0x78, 0xda],
        };
        encoder.encode(&self.format, pixels, self.size.0, level, (head, strip + 1 == self.strips()), self.watch)
    }

    /// Writes what comes before the pixels.
    pub(crate) fn begin<W: Write>(&self, out: W) -> Result<PngStream<W>, Error> {
        let open = Rc::new(Cell::new(true));
        let mut encoder = Encoder::new(Gate { out, open: open.clone() }, self.size.0, self.size.1);
        encoder.set_color(self.format.color_type());
        encoder.set_depth(self.format.bit_depth());
        if let Format::Palette(palette, _) = &self.format {
            let (colours, alphas) = palette.chunks();
            encoder.set_palette(colours);
            if !alphas.is_empty() {
                encoder.set_trns(alphas);
            }
        }
        encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
        let per_metre = (self.dpi / 0.0254).round().clamp(1.0, f64::from(i32::MAX)) as u32;
        encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
        for (keyword, text) in &self.options.text {
            check_text(keyword, text)?;
            let latin_1 = text.chars().all(|c| matches!(c, '\n' | ' '..='~' | '\u{a1}'..='\u{ff}'));
            let added = if latin_1 { Encoder::add_text_chunk } else { Encoder::add_itxt_chunk };
            added(&mut encoder, keyword.clone(), text.clone()).map_err(refused)?;
        }
        let writer = encoder.write_header().map_err(refused)?;
        open.set(false);
        Ok(PngStream { writer, open, adler: 1 })
    }
}

/// Keywords and text as the standard has them (PNG, 11.3.3).
fn check_text(keyword: &str, text: &str) -> Result<(), Error> {
    let printable = |c: char| matches!(c, ' '..='~' | '\u{a1}'..='\u{ff}');
    let spaces = keyword.starts_with(' ') || keyword.ends_with(' ') || keyword.contains("  ");
    if !(1..=79).contains(&keyword.chars().count()) || !keyword.chars().all(printable) || spaces {
        let expected = "1 to 79 printable Latin-1 characters without spaces at the ends or next to each other";
        return Err(Error::InvalidOption { option: "text keyword", value: shortened(keyword), expected });
    }
    if text.contains('\0') {
        let expected = "a text without U+0000";
        return Err(Error::InvalidOption { option: "text", value: shortened(text), expected });
    }
    Ok(())
}

/// The beginning of a text, as an error shows it.
fn shortened(text: &str) -> String {
    let end = text.char_indices().nth(80).map_or(text.len(), |(end, _)| end);
    format!("{:?}{}", &text[..end], if end < text.len() { "..." } else { "" })
}

/// A writer that is written to only while it is open: it closes when a write fails or panics, and otherwise when it is
/// told to. The `png` crate's writer ends a file that is given up as if it were whole; that goes nowhere.
struct Gate<W> {
    out: W,
    open: Rc<Cell<bool>>,
}

impl<W: Write> Gate<W> {
    fn pass<T>(&mut self, shut: T, write: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if !self.open.replace(false) {
            return Ok(shut);
        }
        let written = write(&mut self.out);
        self.open.set(written.as_ref().map_or_else(|error| error.kind() == io::ErrorKind::Interrupted, |_| true));
        written
    }
}

impl<W: Write> Write for Gate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pass(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass((), W::flush)
    }
}

/// A file of which the head is written.
pub(crate) struct PngStream<W: Write> {
    writer: Writer<Gate<W>>,
    open: Rc<Cell<bool>>,
    adler: u32,
}

impl<W: Write> PngStream<W> {
    /// Writes the next strip.
    pub(crate) fn push(&mut self, mut strip: Strip) -> Result<(), Error> {
        self.adler = joined(self.adler, strip.adler, strip.len);
        if strip.is_last {
            strip.bytes.extend_from_slice(&self.adler.to_be_bytes());
        }
        self.open.set(true);
        self.writer.write_chunk(png::chunk::IDAT, &strip.bytes).map_err(refused)?;
        self.open.set(false);
        Ok(())
    }

    /// Writes what comes behind the last strip.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.open.set(true);
        self.writer.finish().map_err(refused)
    }
}

/// The Adler-32 checksum (RFC 1950, 8.2) of bytes and others behind them, of which there are `len`.
fn joined(first: u32, second: u32, len: usize) -> u32 {
    const PRIME: u64 = 65_521;
    let [a1, b1, a2, b2] = [first & 0xffff, first >> 16, second & 0xffff, second >> 16].map(u64::from);
    let a = (a1 + a2 + PRIME - 1) % PRIME;
    // Each of the second's `len` sums began with 1 and should have begun with what the first came to.
    let b = (b1 + b2 + len as u64 % PRIME * (a1 + PRIME - 1)) % PRIME;
    (b << 16 | a) as u32
}

fn refused(error: EncodingError) -> Error {
    let source = match error {
        EncodingError::IoError(source) => source,
        other => other.into(),
    };
    Error::Io { path: None, source }
}
