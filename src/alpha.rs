//! The 8-bit arithmetic of alpha, defined once: products are rounded exactly, and undone by rounded division.

/// `round(a * b / 255)`, exactly.
pub(crate) const fn multiply(a: u8, b: u8) -> u8 {
    let t = a as u32 * b as u32 + 128;
    ((t + (t >> 8)) >> 8) as u8
}

/// Pixels that are looked at together.
const BLOCK: usize = 16;

/// Straight-alpha bytes from premultiplied ones: `floor((255 c + a / 2) / a)`, 0 where alpha is 0. Both are RGBA of one
/// length.
#[inline(always)]
pub(crate) fn unpremultiply(premultiplied: &[u8], straight: &mut [u8]) {
    let (pixels, out) = (premultiplied.as_chunks::<4>().0, straight.as_chunks_mut::<4>().0);
    for (pixels, out) in pixels.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
        let words = pixels.iter().map(|&pixel| u32::from_le_bytes(pixel));
        let (all, any) = words.fold((u32::MAX, 0), |(all, any), word| (all & word, any | word));
        // Most pixels are opaque or empty, many at a time.
        if all >> 24 == 255 || any == 0 {
            out.copy_from_slice(pixels);
            continue;
        }
        for (&pixel, out) in pixels.iter().zip(out) {
            *out = straight_pixel(u32::from_le_bytes(pixel)).to_le_bytes();
        }
    }
}

/// One straight pixel, red in the low bits. All of it is lanes of a vector.
#[inline(always)]
fn straight_pixel(pixel: u32) -> u32 {
    let alpha = pixel >> 24;
    let divisor = alpha.max(1) as i32 as f32;
    let quotient = |color: u32| {
        // Half more than the dividend, a whole number below 2^16: the quotient is then further from the next whole number
        // than it is rounded. Added to 2^23, what is behind the point is rounded away, and half less makes that the floor.
        let exact = ((255 * color + alpha / 2) as i32 as f32 + 0.5) / divisor - 0.5;
        (exact.min(255.0) + 8_388_608.0).to_bits() & 255
    };
    quotient(pixel & 255) | quotient(pixel >> 8 & 255) << 8 | quotient(pixel >> 16 & 255) << 16 | alpha << 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_as_pixels_by_themselves() {
        let pixels: [[u8; 4]; 4] = [[7, 8, 9, 255], [0; 4], [10, 20, 30, 51], [0, 0, 0, 1]];
        let single = [[7, 8, 9, 255], [0; 4], [50, 100, 150, 51], [0, 0, 0, 1]];
        for (first, second) in (0..4).flat_map(|first| (0..4).map(move |second| (first, second))) {
            for at in 0..40 {
                let pick = |from: &[[u8; 4]; 4]| -> Vec<u8> {
                    (0..40).flat_map(|i| from[if i < at { first } else { second }]).collect()
                };
                let mut out = vec![0; 160];
                unpremultiply(&pick(&pixels), &mut out);
                assert_eq!(out, pick(&single));
            }
        }
    }

    #[test]
    fn every_product_is_rounded_and_every_quotient_undoes_it() {
        for a in 0..=255_u8 {
            for b in 0..=255_u8 {
                let exact = (f64::from(a) * f64::from(b) / 255.0).round();
                assert_eq!(f64::from(multiply(a, b)), exact);
            }
        }
        for alpha in 0..=255_u8 {
            // What has more colour than alpha is no premultiplied pixel, and does not exceed 255 either.
            for color in 0..=255 {
                let mut out = [0; 4];
                unpremultiply(&[color, alpha, color / 2, alpha], &mut out);
                let exact =
                    |c: u8| (255 * u32::from(c) + u32::from(alpha) / 2).checked_div(u32::from(alpha)).unwrap_or(0);
                let expected = [color, alpha, color / 2].map(|c| exact(c).min(255) as u8);
                if color > 0 && alpha == 0 {
                    continue;
                }
                assert_eq!(out, [expected[0], expected[1], expected[2], alpha], "{color} {alpha}");
                if color > alpha {
                    continue;
                }
                assert_eq!(multiply(out[0], alpha), color, "premultiplying again gives {color} at {alpha}");
            }
        }
    }
}
