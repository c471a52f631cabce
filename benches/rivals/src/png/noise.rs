//! Pixels that no scene draws: a picture like a photograph, and dithering.

use inkstone::Pixmap;

/// A number from 0 up to 1 for a point of a lattice, the same every time.
fn hash(x: i64, y: i64, seed: u32) -> f64 {
    let mut bits = (x as u32).wrapping_mul(0x9e37_79b1) ^ (y as u32).wrapping_mul(0x85eb_ca77) ^ seed;
    bits = (bits ^ (bits >> 15)).wrapping_mul(0x2c1b_3c6d);
    bits = (bits ^ (bits >> 12)).wrapping_mul(0x297a_2d39);
    f64::from((bits ^ (bits >> 15)) >> 8) / f64::from(1 << 24)
}

/// A lattice's values at a row, so that a row of pixels interpolates between columns only.
struct Octave {
    cell: f64,
    weight: f64,
    seed: u32,
    columns: Vec<f64>,
}

impl Octave {
    fn row(&mut self, y: f64, width: u32) {
        let (row, part) = ((y / self.cell).floor(), smooth((y / self.cell).fract()));
        let count = (f64::from(width) / self.cell) as i64 + 2;
        let at = |column, row| hash(column, row, self.seed);
        self.columns.clear();
        let columns = (0..count).map(|x| at(x, row as i64) * (1.0 - part) + at(x, row as i64 + 1) * part);
        self.columns.extend(columns);
    }

    fn at(&self, x: f64) -> f64 {
        let column = (x / self.cell) as usize;
        let part = smooth((x / self.cell).fract());
        self.weight * (self.columns[column] * (1.0 - part) + self.columns[column + 1] * part - 0.5)
    }
}

fn smooth(t: f64) -> f64 {
    t * t * (3.0 - 2.0 * t)
}

/// Smooth noise of seven octaves for light and three for each of two colour differences, with the grain of a sensor,
/// stronger where it is bright.
pub fn photo(width: u32, height: u32) -> Pixmap {
    let octaves = |count: i32, largest: f64, weight: f64, seed: u32| -> Vec<Octave> {
        let octave = |i: i32| Octave {
            cell: largest / 2.0_f64.powi(i) + 0.37,
            weight: weight * 0.55_f64.powi(i),
            seed: seed + i as u32 * 7919,
            columns: Vec::new(),
        };
        (0..count).map(octave).collect()
    };
    let mut light = octaves(7, 700.0, 190.0, 1);
    let mut warm = octaves(3, 500.0, 60.0, 2);
    let mut green = octaves(3, 400.0, 40.0, 3);
    let mut grain = 0x2545_f491_u32;
    let mut next = || {
        grain ^= grain << 13;
        grain ^= grain >> 17;
        grain ^= grain << 5;
        // Four bytes in sum: nearly normal, with a standard deviation of .58 around 0.
        grain.to_le_bytes().iter().map(|&byte| f64::from(byte)).sum::<f64>() / 255.0 - 2.0
    };
    let mut data = Vec::with_capacity(width as usize * height as usize * 4);
    for y in 0..height {
        [&mut light, &mut warm, &mut green].into_iter().flatten().for_each(|octave| octave.row(f64::from(y), width));
        for x in 0..width {
            let sum = |octaves: &[Octave]| octaves.iter().map(|octave| octave.at(f64::from(x))).sum::<f64>();
            let (l, w, g) = (120.0 + sum(&light), sum(&warm), sum(&green));
            for c in [l + w, l + g, l - w] {
                let strength = 3.0 + c.clamp(0.0, 255.0) / 64.0;
                data.push((c + next() * strength).clamp(0.0, 255.0) as u8);
            }
            data.push(255);
        }
    }
    Pixmap::from_premultiplied(data, width, height).expect("opaque pixels")
}

/// A threshold from 0 up to 1 of the 8 x 8 matrix of ordered dithering.
fn bayer(x: u32, y: u32) -> f64 {
    let bits = (0..3).map(|bit| {
        let (x, y) = (x >> bit & 1, y >> bit & 1);
        ((x ^ y) << 1 | y) << (2 * (2 - bit))
    });
    f64::from(bits.sum::<u32>()) / 64.0 + 1.0 / 128.0
}

/// A linear gradient from corner to corner through colours, evaluated exactly and dithered by the ordered matrix, under
/// what `above` shows.
pub fn dithered(colors: &[[u8; 4]], above: &Pixmap) -> Pixmap {
    let (width, height) = (above.width(), above.height());
    let (w, h) = (f64::from(width), f64::from(height));
    let mut data = Vec::with_capacity(above.data().len());
    for (i, pixel) in above.data().as_chunks::<4>().0.iter().enumerate() {
        let (x, y) = (i as u32 % width, i as u32 / width);
        let along = ((f64::from(x) + 0.5) * w + (f64::from(y) + 0.5) * h) / (w * w + h * h);
        let place = along * (colors.len() - 1) as f64;
        let stop = (place as usize).min(colors.len() - 2);
        let part = place - stop as f64;
        for (c, &top) in pixel[..3].iter().enumerate() {
            let exact = f64::from(colors[stop][c]) * (1.0 - part) + f64::from(colors[stop + 1][c]) * part;
            let ground = (exact + bayer(x, y)).min(255.0).floor();
            data.push((f64::from(top) + ground * f64::from(255 - pixel[3]) / 255.0).round().min(255.0) as u8);
        }
        data.push(255);
    }
    Pixmap::from_premultiplied(data, width, height).expect("opaque pixels")
}
