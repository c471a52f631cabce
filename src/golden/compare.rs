//! [`compare`]: are two pictures the same, and if not, how far apart.

use std::fmt;

use crate::pixmap::Pixmap;

/// How two pictures differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Width and height expected.
    pub expected: (u32, u32),
    /// Width and height found.
    pub actual: (u32, u32),
    /// Pixels that differ; with sizes that differ, also those that only one picture has.
    pub pixels: u64,
    /// Greatest difference of each channel, premultiplied, where both pictures have a pixel.
    pub channels: [u8; 4],
    /// Column and row of the first pixel that differs, row by row from the top.
    pub first: (u32, u32),
}

/// Compares all four channels of every pixel; `None` where the pictures are the same. The DPI is not looked at.
#[must_use]
pub fn compare(expected: &Pixmap, actual: &Pixmap) -> Option<Difference> {
    let width = expected.width().max(actual.width());
    let height = expected.height().max(actual.height());
    let mut found = Difference {
        expected: (expected.width(), expected.height()),
        actual: (actual.width(), actual.height()),
        pixels: 0,
        channels: [0; 4],
        first: (0, 0),
    };
    if found.expected == found.actual && expected.data() == actual.data() {
        return None;
    }
    for y in 0..height {
        for x in 0..width {
            let pair = (expected.pixel(x, y), actual.pixel(x, y));
            if pair.0 == pair.1 {
                continue;
            }
            if found.pixels == 0 {
                found.first = (x, y);
            }
            found.pixels += 1;
            if let (Some(a), Some(b)) = pair {
                for (greatest, (a, b)) in found.channels.iter_mut().zip(a.into_iter().zip(b)) {
                    *greatest = (*greatest).max(a.abs_diff(b));
                }
            }
        }
    }
    Some(found)
}

impl Difference {
    /// Greatest difference of any channel.
    #[must_use]
    pub fn greatest(&self) -> u8 {
        self.channels.into_iter().max().unwrap_or(0)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((w, h), (x, y)) = (self.expected, self.first);
        if self.actual != self.expected {
            write!(f, "{} x {} px instead of {w} x {h}; ", self.actual.0, self.actual.1)?;
        }
        let [r, g, b, a] = self.channels;
        write!(f, "{} px differ, by up to {r} {g} {b} {a} (RGBA), first at ({x}, {y})", self.pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32) -> Vec<u8> {
        (0..width * height).flat_map(|i| [i as u8, 40, 0, 200]).collect()
    }

    fn pixmap(data: Vec<u8>, width: u32, height: u32) -> Pixmap {
        Pixmap::from_premultiplied(data, width, height).unwrap()
    }

    #[test]
    fn equal_pictures_pass() {
        let a = pixmap(picture(5, 3), 5, 3);
        assert_eq!(compare(&a, &a.clone()), None);
    }

    #[test]
    fn a_change_of_alpha_alone_is_found() {
        let mut data = picture(5, 3);
        data[4 * 7 + 3] = 201;
        let found = compare(&pixmap(picture(5, 3), 5, 3), &pixmap(data, 5, 3)).unwrap();
        assert_eq!((found.pixels, found.channels, found.greatest(), found.first), (1, [0, 0, 0, 1], 1, (2, 1)));
        assert_eq!(found.to_string(), "1 px differ, by up to 0 0 0 1 (RGBA), first at (2, 1)");
    }

    #[test]
    fn a_change_of_size_is_found() {
        let transparent = |w, h| pixmap(vec![0; w as usize * h as usize * 4], w, h);
        let found = compare(&transparent(4, 3), &transparent(6, 2)).unwrap();
        // A row and two columns, none of which both have.
        assert_eq!((found.pixels, found.greatest(), found.first), (8, 0, (4, 0)));
        assert!(found.to_string().starts_with("6 x 2 px instead of 4 x 3; 8 px differ"));
        // The same bytes in another shape are another picture.
        assert!(compare(&transparent(4, 3), &transparent(3, 4)).is_some());
    }

    #[test]
    fn every_channel_counts() {
        for channel in 0..4 {
            let mut data = vec![100; 4 * 4];
            data[8 + channel] = if channel == 3 { 255 } else { 90 };
            let found = compare(&pixmap(vec![100; 16], 2, 2), &pixmap(data, 2, 2)).unwrap();
            assert_eq!((found.pixels, found.first), (1, (0, 1)));
            assert!(found.channels[channel] > 0);
        }
    }
}
