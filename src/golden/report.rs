//! [`side_by_side`]: expected | difference | actual, for the eye.

use crate::error::Error;
use crate::pixmap::Pixmap;

/// Between the three pictures, in device pixels.
const GAP: u32 = 8;
/// Where a picture has no pixel, and between pictures.
const GROUND: [u8; 3] = [70, 74, 82];
/// Pictures are enlarged by a whole factor to about this side.
const SIDE: u32 = 240;

/// Expected, difference and actual side by side, opaque, enlarged when small.
///
/// Transparency shows a checkerboard. The difference is amplified: red and green where colours differ, blue where alpha
/// differs, on a faint grey copy of what was expected.
///
/// # Errors
/// [`Error::LimitExceeded`] for pictures that are too large.
pub fn side_by_side(expected: &Pixmap, actual: &Pixmap) -> Result<Pixmap, Error> {
    let width = expected.width().max(actual.width());
    let height = expected.height().max(actual.height());
    let factor = (SIDE / width.max(height)).max(1);
    let (panel, rows) = (width * factor, height * factor);
    let (total, tall) = (3 * panel + 4 * GAP, rows + 2 * GAP);
    // Checks the size before anything is allocated.
    let mut data = Pixmap::new(total, tall)?.into_data();
    for y in 0..tall {
        for x in 0..total {
            let color = locate(x, y, panel, rows).map_or(GROUND, |(which, px, py)| {
                let at = (px / factor, py / factor);
                let (a, b) = (expected.pixel(at.0, at.1), actual.pixel(at.0, at.1));
                match which {
                    0 => a.map_or(GROUND, |a| on_checkerboard(a, px, py)),
                    1 => difference(a, b),
                    _ => b.map_or(GROUND, |b| on_checkerboard(b, px, py)),
                }
            });
            let start = (y as usize * total as usize + x as usize) * 4;
            data[start..start + 3].copy_from_slice(&color);
            data[start + 3] = 255;
        }
    }
    Pixmap::from_premultiplied(data, total, tall)
}

/// Which of the three panels a pixel lies in, and where.
fn locate(x: u32, y: u32, panel: u32, rows: u32) -> Option<(u32, u32, u32)> {
    let (x, y) = (x.checked_sub(GAP)?, y.checked_sub(GAP)?);
    let (which, inside) = (x / (panel + GAP), x % (panel + GAP));
    (which < 3 && inside < panel && y < rows).then_some((which, inside, y))
}

fn on_checkerboard([r, g, b, a]: [u8; 4], x: u32, y: u32) -> [u8; 3] {
    let ground: u16 = if (x / 8 + y / 8).is_multiple_of(2) { 255 } else { 225 };
    [r, g, b].map(|c| (u16::from(c) + (ground * u16::from(255 - a) + 127) / 255) as u8)
}

fn difference(expected: Option<[u8; 4]>, actual: Option<[u8; 4]>) -> [u8; 3] {
    let (Some(a), Some(b)) = (expected, actual) else {
        // A pixel that only one of them has.
        return if expected == actual { GROUND } else { [255, 0, 255] };
    };
    if a == b {
        let [r, g, b] = on_checkerboard(a, 0, 0).map(u16::from);
        return [(200 + (r + 2 * g + b) / 4 / 5) as u8; 3];
    }
    // The smallest difference is seen as well as it can be: at half strength.
    let strength = |d: u8| if d == 0 { 0 } else { d.saturating_mul(8).saturating_add(128) };
    let color = (0..3).map(|i| a[i].abs_diff(b[i])).max().unwrap_or(0);
    [strength(color), strength(color) / 3, strength(a[3].abs_diff(b[3]))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn middle(report: &Pixmap) -> [u8; 4] {
        report.pixel(report.width() / 2, report.height() / 2).unwrap()
    }

    #[test]
    fn every_kind_of_difference_is_seen() {
        let one = |pixel: [u8; 4]| Pixmap::from_premultiplied(pixel.to_vec(), 1, 1).unwrap();
        let seen = |a, b| middle(&side_by_side(&one(a), &one(b)).unwrap());
        assert_eq!(seen([9, 9, 9, 99], [9, 9, 9, 99])[..3], [200 + 165 / 5; 3]);
        assert_eq!(seen([9, 9, 9, 99], [9, 9, 9, 98]), [0, 0, 136, 255]);
        assert_eq!(seen([9, 9, 9, 99], [9, 8, 9, 99]), [136, 45, 0, 255]);
    }

    #[test]
    fn sizes_may_differ() {
        let small = Pixmap::new(30, 20).unwrap();
        let large = Pixmap::new(40, 10).unwrap();
        let report = side_by_side(&small, &large).unwrap();
        assert_eq!((report.width(), report.height()), (3 * 240 + 32, 6 * 20 + 16));
        // The column that only the actual picture has.
        assert_eq!(report.pixel(GAP + 240 + GAP + 39 * 6, GAP), Some([255, 0, 255, 255]));
    }
}
