//! PNG files written by the letter of the standard (<https://www.w3.org/TR/png-3/>), sample by sample: nothing of any
//! encoder is in them. Beside each file stand the pixels that it means.

use crate::support::{Random, chunk, ihdr, png_file, zlib_stored};

/// A kind of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// The colour type: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.
    pub(crate) color: u8,
    pub(crate) depth: u8,
    pub(crate) interlaced: bool,
    /// Whether it has a tRNS chunk: alphas of a palette, or a key colour.
    pub(crate) transparency: bool,
}

pub(crate) fn every_kind() -> Vec<Kind> {
    let depths: [(u8, &[u8]); 5] =
        [(0, &[1, 2, 4, 8, 16]), (2, &[8, 16]), (3, &[1, 2, 4, 8]), (4, &[8, 16]), (6, &[8, 16])];
    let mut out = Vec::new();
    for (color, depths) in depths {
        for &depth in depths {
            for (interlaced, transparency) in [(false, false), (true, false), (false, true), (true, true)] {
                if !(transparency && color >= 4) {
                    out.push(Kind { color, depth, interlaced, transparency });
                }
            }
        }
    }
    out
}

/// A file and what it means: straight RGBA, 8 bits.
pub(crate) struct Written {
    /// The chunks between IHDR and IDAT.
    pub(crate) before: Vec<Vec<u8>>,
    pub(crate) header: Vec<u8>,
    /// The rows, each behind its filter type, filtered.
    pub(crate) rows: Vec<u8>,
    pub(crate) straight: Vec<u8>,
}

impl Written {
    pub(crate) fn file(&self) -> Vec<u8> {
        let data = chunk(b"IDAT", &zlib_stored(&self.rows));
        png_file(&[self.header.clone(), self.before.concat(), data])
    }
}

/// A random picture of a kind.
pub(crate) fn write(kind: Kind, width: usize, height: usize, random: &mut Random) -> Written {
    let Kind { color, depth, interlaced, transparency } = kind;
    let channels = match color {
        0 | 3 => 1,
        2 => 3,
        4 => 2,
        _ => 4,
    };
    let largest = (1_u64 << depth) - 1;
    // Not every index has a colour, and not every colour an alpha.
    let palette: Vec<[u8; 3]> =
        (0..(largest + 1).min(200)).map(|_| [random.bits() as u8, random.bits() as u8, random.bits() as u8]).collect();
    let alphas: Vec<u8> = (0..1 + random.below(palette.len())).map(|_| random.bits() as u8).collect();
    // Few values, so that the key colour is met; neighbours of it in the last bit are no key.
    let base: Vec<u64> = (0..channels).map(|_| random.bits() & largest).collect();
    let few = random.chance(0.5) || transparency;
    let samples: Vec<Vec<u64>> = (0..width * height)
        .map(|_| match (color, few) {
            (3, _) => vec![random.below(palette.len()) as u64],
            (_, true) if random.chance(0.4) => base.clone(),
            (_, true) => base.iter().map(|v| v ^ (random.bits() & 1) << random.below(depth.into())).collect(),
            _ => base.iter().map(|_| random.bits() & largest).collect(),
        })
        .collect();

    let mut before = Vec::new();
    if color == 3 {
        before.push(chunk(b"PLTE", palette.as_flattened()));
    }
    if transparency {
        let key: Vec<u8> = base.iter().flat_map(|v| (*v as u16).to_be_bytes()).collect();
        before.push(chunk(b"tRNS", if color == 3 { &alphas } else { &key }));
    }
    // 13.12: the nearest to v (2^8 - 1) / (2^depth - 1).
    let byte = |v: u64| (v as f64 * 255.0 / largest as f64).round() as u8;
    let pixel = |samples: &[u64]| -> [u8; 4] {
        let alpha = if transparency && samples == base { 0 } else { 255 };
        match *samples {
            [i] if color == 3 => {
                let [r, g, b] = palette[i as usize];
                let alpha = alphas.get(i as usize).filter(|_| transparency);
                [r, g, b, alpha.copied().unwrap_or(255)]
            }
            [g] => [byte(g), byte(g), byte(g), alpha],
            [g, a] => [byte(g), byte(g), byte(g), byte(a)],
            [r, g, b] => [byte(r), byte(g), byte(b), alpha],
            [r, g, b, a] => [byte(r), byte(g), byte(b), byte(a)],
            _ => unreachable!(),
        }
    };
    let straight = samples.iter().flat_map(|samples| pixel(samples)).collect();

    let passes: &[[usize; 4]] = match interlaced {
        false => &[[0, 0, 1, 1]],
        true => &[[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]],
    };
    let step = (channels * usize::from(depth)).div_ceil(8);
    let mut rows = Vec::new();
    for &[x, y, dx, dy] in passes {
        let mut above = Vec::new();
        for y in (y..height).step_by(dy) {
            let line = (x..width).step_by(dx).flat_map(|x| samples[y * width + x].iter().copied());
            let row = pack(line, depth);
            if row.is_empty() {
                break;
            }
            above.resize(row.len(), 0);
            let filter = random.below(5) as u8;
            rows.push(filter);
            rows.extend(filtered(filter, step, &row, &above));
            above = row;
        }
    }
    let header = ihdr(width as u32, height as u32, depth, color, interlaced);
    Written { before, header, rows, straight }
}

/// 7.2: samples of less than a byte are packed, the leftmost in the highest bits.
fn pack(samples: impl Iterator<Item = u64>, depth: u8) -> Vec<u8> {
    let bits: Vec<u8> = samples.flat_map(|v| (0..depth).rev().map(move |bit| (v >> bit & 1) as u8)).collect();
    bits.chunks(8).map(|bits| bits.iter().zip((0..8).rev()).map(|(bit, at)| bit << at).sum()).collect()
}

/// 9.2: the filters, byte by byte.
pub(crate) fn filtered(filter: u8, step: usize, row: &[u8], above: &[u8]) -> Vec<u8> {
    (0..row.len())
        .map(|i| {
            let (a, c) = if i >= step { (row[i - step], above[i - step]) } else { (0, 0) };
            let b = above[i];
            row[i].wrapping_sub(match filter {
                0 => 0,
                1 => a,
                2 => b,
                3 => ((u16::from(a) + u16::from(b)) / 2) as u8,
                _ => {
                    let [a, b, c] = [a, b, c].map(i16::from);
                    let p = a + b - c;
                    let (pa, pb, pc) = ((p - a).abs(), (p - b).abs(), (p - c).abs());
                    (if pa <= pb && pa <= pc {
                        a
                    } else if pb <= pc {
                        b
                    } else {
                        c
                    }) as u8
                }
            })
        })
        .collect()
}
