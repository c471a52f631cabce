//! Glyph masks onto pixels: source-over, in the exact 8-bit arithmetic.

use crate::alpha::multiply;

/// Tightly packed premultiplied RGBA8 pixels.
pub(super) struct Target<'a> {
    pub(super) data: &'a mut [u8],
    pub(super) width: u32,
    pub(super) height: u32,
    /// Coverage of each pixel by the clip, where there is one.
    pub(super) clip: Option<&'a [u8]>,
}

/// Puts a mask, its top left pixel at `(x, y)`, over the target; `source` gives the premultiplied colour of a pixel.
pub(super) fn blit(
    target: &mut Target<'_>,
    (mask, width): (&[u8], u32),
    (x, y): (i32, i32),
    source: impl Fn(u32, u32) -> [u8; 4],
) {
    let height = mask.len() as u32 / width.max(1);
    let (left, top) = (i64::from(x), i64::from(y));
    let span = |start: i64, len: u32, max: u32| {
        let from = start.clamp(0, i64::from(max));
        (from, (start + i64::from(len)).clamp(from, i64::from(max)))
    };
    let (x0, x1) = span(left, width, target.width);
    let (y0, y1) = span(top, height, target.height);
    if x0 == x1 {
        // Wholly beside the canvas: its rows must not be looked for in the mask.
        return;
    }
    for row in y0..y1 {
        let in_mask = (row - top) as usize * width as usize + (x0 - left) as usize;
        let at = row as usize * target.width as usize + x0 as usize;
        let len = (x1 - x0) as usize;
        let coverage = &mask[in_mask..in_mask + len];
        let pixels = target.data[at * 4..(at + len) * 4].as_chunks_mut::<4>().0;
        let clip = target.clip.map(|clip| &clip[at..at + len]);
        for (i, (pixel, &cover)) in pixels.iter_mut().zip(coverage).enumerate() {
            let cover = clip.map_or(cover, |clip| multiply(cover, clip[i]));
            if cover != 0 {
                over(pixel, source(x0 as u32 + i as u32, row as u32), cover);
            }
        }
    }
}

/// `source`, scaled by `cover`, over `pixel`.
fn over(pixel: &mut [u8; 4], source: [u8; 4], cover: u8) {
    let source = source.map(|c| multiply(c, cover));
    let below = 255 - source[3];
    for (to, from) in pixel.iter_mut().zip(source) {
        *to = from + multiply(*to, below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_never_exceeds_alpha() {
        for cover in 0..=255 {
            for alpha in [0, 1, 77, 128, 254, 255_u8] {
                for below in [[0; 4], [255; 4], [3, 200, 77, 200], [9, 9, 9, 9]] {
                    let mut pixel = below;
                    over(&mut pixel, [alpha, alpha / 2, 0, alpha], cover);
                    assert!(pixel[..3].iter().all(|c| *c <= pixel[3]), "{pixel:?}");
                }
            }
        }
    }

    #[test]
    fn masks_are_cut_at_the_canvas() {
        let mut data = vec![0; 2 * 2 * 4];
        for (x, y) in [(-1, -1), (1, 1), (-6, -1), (-6, 0), (6, 0), (0, 6), (0, -6), (i32::MAX / 4, i32::MIN / 4)] {
            let mut target = Target { data: &mut data, width: 2, height: 2, clip: Some(&[255, 255, 255, 0]) };
            blit(&mut target, (&[255; 9], 3), (x, y), |_, _| [255; 4]);
        }
        assert_eq!(data[..12], [255; 12]);
        assert_eq!(data[12..], [0; 4]);
    }
}
