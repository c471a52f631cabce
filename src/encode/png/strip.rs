//! [`StripEncoder`]: some rows of a picture to a piece of its zlib stream.

use simd_adler32::adler32;

use super::filter::{Filter, filter_rows};
use super::format::Format;
use super::options::PngLevel;
use crate::encode::deflate::{AT_ONCE, Deflater, Depth, Effort};
use crate::error::Error;
use crate::simd::{best, dispatch};
use crate::watch::Watch;

/// Bytes of a strip, about: small enough for a level-2 cache, many times a match's reach.
const STRIP_BYTES: usize = 256 << 10;
/// Most pixels of one, where they take less than a byte: what there is to do for them is shared by threads.
const STRIP_PIXELS: usize = 1 << 19;
/// Least rows of a strip, as the first one has none above.
const LEAST_ROWS: usize = 16;
/// Most bytes of a strip of more than a row.
const MOST_BYTES: usize = AT_ONCE;

/// Rows of a strip of so many bytes and pixels each. They depend on the picture's width and format only.
pub(super) fn rows_of(row_bytes: usize, width: u32) -> u32 {
    let rows = (STRIP_BYTES / row_bytes).min(STRIP_PIXELS / width as usize);
    rows.max(LEAST_ROWS).min(MOST_BYTES / row_bytes).max(1) as u32
}

/// A piece of a zlib stream.
#[derive(Debug)]
pub(crate) struct Strip {
    pub(super) bytes: Vec<u8>,
    pub(super) is_last: bool,
    /// The Adler-32 checksum of what is compressed, and how many bytes that is.
    pub(super) adler: u32,
    pub(super) len: usize,
}

/// Parts of rows that filters are tried on.
struct Tiles {
    count: usize,
    /// Bytes, and rows with the one above.
    width: usize,
    height: usize,
}

impl PngLevel {
    /// How hard to look for matches in a strip.
    fn effort(self) -> Effort {
        match self {
            Self::Fast => Effort::Fast { least: 6 },
            Self::Balanced => Effort::Lazy(Depth { places: 24, nice: 128 }),
            Self::Small => Effort::Optimal(Depth { places: 128, nice: 258 }),
        }
    }

    /// Most bytes that an encoder holds for a strip of so many: its rows and what they become, and what the search keeps
    /// of each byte that it looks through at once.
    pub(super) fn held(self, strip_bytes: usize) -> u64 {
        let (tables, for_each_byte) = match self {
            Self::Fast => (160 << 10, 2),
            Self::Balanced => (512 << 10, 2),
            Self::Small => (512 << 10, 50),
        };
        tables + 3 * strip_bytes as u64 + for_each_byte * strip_bytes.min(AT_ONCE) as u64
    }

    /// How hard to look when filters are tried.
    fn trial(self) -> Effort {
        match self {
            Self::Fast | Self::Balanced => Self::Fast.effort(),
            Self::Small => Effort::Lazy(Depth { places: 96, nice: 128 }),
        }
    }

    /// What a sample costs without a filter, as it were the whole: what repeats from further away than a sample reaches is
    /// found in rows that are as they were, and hardly in what filters leave.
    fn of_whole(self, cost: u64) -> u64 {
        match self {
            Self::Fast => cost * 3 / 4,
            Self::Balanced => cost * 7 / 8,
            Self::Small => cost,
        }
    }

    /// What filters are tried on, of so many rows of so many bytes.
    fn tiles(self, rows: usize, row_bytes: usize) -> Tiles {
        match self {
            Self::Fast => Tiles { count: 2, width: 384, height: 9 },
            Self::Balanced => Tiles { count: 12, width: 512, height: 10 },
            Self::Small => Tiles { count: 1, width: row_bytes.min(MOST_BYTES), height: rows },
        }
    }
}

/// Packs rows, each behind a byte for its filter's number.
#[inline(always)]
fn pack_rows(format: &Format, pixels: &[u8], pixel_bytes: usize, rows: &mut [u8], row_bytes: usize) {
    for (pixels, row) in pixels.chunks_exact(pixel_bytes).zip(rows.chunks_exact_mut(row_bytes + 1)) {
        format.pack(pixels, &mut row[1..]);
    }
}

/// What making strips takes, to be used for one after the other.
#[derive(Debug, Default)]
pub(crate) struct StripEncoder {
    /// Rows, each behind its filter's number.
    rows: Vec<u8>,
    /// The row above them.
    above: Vec<u8>,
    row: Vec<u8>,
    /// Parts of the rows, and what filters leave of them.
    sample: Vec<u8>,
    filtered: Vec<u8>,
    deflater: Deflater,
}

impl StripEncoder {
    /// One for each of some threads.
    pub(crate) fn some(threads: usize) -> Vec<Self> {
        (0..threads).map(|_| Self::default()).collect()
    }

    /// Encodes premultiplied pixels, `width` to a row, behind the bytes `head`. The row above may not be known.
    pub(super) fn encode(
        &mut self,
        format: &Format,
        (above, pixels): (&[u8], &[u8]),
        width: u32,
        level: PngLevel,
        (head, is_last): (&[u8], bool),
        watch: &Watch,
    ) -> Result<Strip, Error> {
        let (row_bytes, step) = (format.row_bytes(width), format.step());
        let pixel_bytes = 4 * width as usize;
        self.rows.resize(pixels.len() / pixel_bytes * (row_bytes + 1), 0);
        let rows = &mut self.rows;
        dispatch!(best(), _simd => pack_rows(format, pixels, pixel_bytes, rows, row_bytes));
        let (filter, effort) = if format.has_filters() {
            self.choose(row_bytes, step, level, watch)?
        } else {
            (Filter::None, level.effort())
        };
        self.above.clear();
        if !above.is_empty() {
            self.above.resize(row_bytes, 0);
            format.pack(above, &mut self.above);
        }
        filter_rows(filter, &mut self.rows, (row_bytes, step), &self.above, &mut self.row);
        let mut out = Vec::with_capacity(self.rows.len() / 4);
        out.extend_from_slice(head);
        Ok(Strip {
            bytes: self.deflater.compress(&self.rows, (effort, is_last), out, watch)?,
            is_last,
            adler: adler32(&self.rows.as_slice()),
            len: self.rows.len(),
        })
    }

    /// The filter that makes a sample of the rows the smallest, and how hard to look for matches in them.
    fn choose(
        &mut self,
        row_bytes: usize,
        step: usize,
        level: PngLevel,
        watch: &Watch,
    ) -> Result<(Filter, Effort), Error> {
        let (width, height) = self.take_sample(row_bytes, step, level);
        let mut cost = |filter, effort| {
            self.filtered.clear();
            self.filtered.extend_from_slice(&self.sample);
            for tile in self.filtered.chunks_exact_mut(height * (width + 1)) {
                filter_rows(filter, tile, (width, step), &[], &mut self.row);
            }
            self.deflater.cost(&self.filtered, effort, watch)
        };
        let none = cost(Filter::None, level.trial())?.0;
        let (mut best, mut least) = ((level.of_whole(none), Filter::None), none);
        let mut least_other = u64::MAX;
        for filter in Filter::ALL.into_iter().skip(1) {
            // Those that look at several neighbours are of no use where each by itself makes it worse.
            if matches!(filter, Filter::Average | Filter::Paeth) && least_other > none + none / 4 {
                break;
            }
            let cost = cost(filter, level.trial())?.0;
            least_other = least_other.min(cost);
            if cost < best.0 {
                (best, least) = ((cost, filter), cost);
            }
        }
        // Where matches are few, more would cost more bits than they spare.
        let long = Effort::Fast { least: 8 };
        let (cost, matched) = cost(best.1, long)?;
        let is_noise = matched * 16 < self.sample.len();
        let effort = match level {
            PngLevel::Fast if is_noise || cost < least => long,
            PngLevel::Balanced if is_noise => long,
            level => level.effort(),
        };
        Ok((best.1, effort))
    }

    /// Takes tiles of the rows as a sample. Returns the bytes of a tile's rows without their filter's number, and how many
    /// there are.
    fn take_sample(&mut self, row_bytes: usize, step: usize, level: PngLevel) -> (usize, usize) {
        let rows = self.rows.len() / (row_bytes + 1);
        let Tiles { count, width, height } = level.tiles(rows, row_bytes);
        let (width, height) = (row_bytes.min((width / step).max(1) * step), height.min(rows));
        self.sample.clear();
        for tile in 0..count {
            // Spread over the rows, and over the columns with them, in another order.
            let top = (rows - height) * (2 * tile + 1) / (2 * count);
            let column = (tile * 7 + 3) % count;
            let left = (row_bytes - width) / step * (2 * column + 1) / (2 * count) * step;
            for row in self.rows.chunks_exact(row_bytes + 1).skip(top).take(height) {
                self.sample.push(0);
                self.sample.extend_from_slice(&row[1 + left..][..width]);
            }
        }
        (width, height)
    }
}
