//! Where shapes abut: how much of the ground shines through inside of what all of them together cover.

use super::rasterizers::{Levels, NAMES};
use crate::table::print;

/// Levels of the ground that shine through: the exact amount first, then each rasterizer's.
type Missing = [f64; NAMES.len() + 1];

#[derive(Default)]
pub struct Seams {
    /// One for each pixel that several shapes share and wholly cover.
    pixels: Vec<Missing>,
    /// The means along each edge that two shapes share.
    edges: Vec<Missing>,
    /// How many pixels the outer edges cross, and the sum of how much darker than the exact coverage each makes them: who
    /// covers too much everywhere has fainter seams.
    rim: (u32, [f64; NAMES.len()]),
}

impl Seams {
    pub fn add(&mut self, each: &[Vec<f64>], truth: &[f64], all: &[Levels; NAMES.len()]) {
        let count = each.len();
        let mut edges = vec![(0_u32, Missing::default()); count];
        for (i, truth) in truth.iter().enumerate() {
            let part = |shape: &usize| (1e-6..1.0 - 1e-6).contains(&each[*shape][i]);
            let parts: Vec<usize> = (0..count).filter(part).collect();
            let covered: f64 = each.iter().map(|covered| covered[i]).sum();
            if parts.is_empty() {
                continue;
            }
            if covered < 1.0 - 1e-6 {
                self.rim.0 += 1;
                self.rim.1.iter_mut().zip(all).for_each(|(sum, levels)| *sum += levels[i] - truth);
                continue;
            }
            let mut missing = [255.0 - truth; NAMES.len() + 1];
            missing[1..].iter_mut().zip(all).for_each(|(missing, levels)| *missing = 255.0 - levels[i]);
            self.pixels.push(missing);
            let edge = match parts[..] {
                [a, b] if b == a + 1 => a,
                [0, b] if b == count - 1 => b,
                _ => continue,
            };
            edges[edge].0 += 1;
            edges[edge].1.iter_mut().zip(missing).for_each(|(sum, missing)| *sum += missing);
        }
        // A few pixels are no line to be seen.
        let long = edges.into_iter().filter(|(pixels, _)| *pixels >= 8);
        self.edges.extend(long.map(|(pixels, sums)| sums.map(|sum| sum / f64::from(pixels))));
    }

    pub fn print(&self) {
        let row = |(column, name): (usize, &str)| {
            let of = |rows: &[Missing]| -> (f64, f64) {
                let values = || rows.iter().map(|missing| missing[column]);
                (values().sum::<f64>() / rows.len().max(1) as f64, values().fold(0.0, f64::max))
            };
            let ((mean, most), (_, lightest)) = (of(&self.pixels), of(&self.edges));
            let lighter = || self.edges.iter().map(|edge| edge[column] - edge[2]).filter(|by| *by > 0.0);
            let rim = match column {
                0 => 0.0,
                _ => self.rim.1[column - 1] / f64::from(self.rim.0.max(1)),
            };
            let cells = [mean, most, lightest].map(|levels| format!("{levels:.1}"));
            let ends = [
                lighter().count().to_string(),
                format!("{:.1}", lighter().fold(0.0, f64::max)),
                format!("{:.2}", 0.0 + rim),
            ];
            [name.to_owned()].into_iter().chain(cells).chain(ends).collect::<Vec<_>>()
        };
        let names = ["exact coverage"].into_iter().chain(NAMES);
        let rows: Vec<_> = names.enumerate().map(row).collect();
        let title = format!(
            "**Seams** of the fans: levels of the ground that shine through, in {} pixels on {} shared edges",
            self.pixels.len(),
            self.edges.len()
        );
        let than = ["edges lighter than tiny-skia's", "at most by", "rim darker than exact by"];
        print(&title, &["", "mean", "largest", "lightest edge's mean", than[0], than[1], than[2]], &rows);
    }
}
