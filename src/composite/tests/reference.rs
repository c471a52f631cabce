//! What must come out, one pixel at a time.

use crate::alpha::multiply;
use crate::coverage::{Cover, Span};

/// The coverage of each pixel of a row.
pub(super) fn coverage(width: usize, spans: &[Span], masks: &[u8]) -> Vec<u8> {
    let mut out = vec![0; width];
    for span in spans {
        for x in span.x0..span.x1 {
            out[x as usize] = match span.cover {
                Cover::Constant(cover) => cover,
                Cover::Mask(at) => masks[(at + x - span.x0) as usize],
            };
        }
    }
    out
}

/// A premultiplied colour, scaled by coverage, over a pixel.
pub(super) fn over(below: [u8; 4], source: [u8; 4], cover: u8) -> [u8; 4] {
    let source = source.map(|c| multiply(c, cover));
    [0, 1, 2, 3].map(|c| source[c] + multiply(below[c], 255 - source[3]))
}
