//! The 8-bit arithmetic of alpha, defined once: products are rounded exactly, and undone by rounded division.

/// `round(a * b / 255)`, exactly.
pub(crate) const fn multiply(a: u8, b: u8) -> u8 {
    let t = a as u32 * b as u32 + 128;
    ((t + (t >> 8)) >> 8) as u8
}

/// Straight-alpha bytes from premultiplied ones: `floor((255 c + a / 2) / a)`, 0 where alpha is 0. Both are RGBA of one
/// length.
pub(crate) fn unpremultiply(premultiplied: &[u8], straight: &mut [u8]) {
    for (from, to) in premultiplied.chunks_exact(4).zip(straight.chunks_exact_mut(4)) {
        match from[3] {
            255 => to.copy_from_slice(from),
            0 => to.fill(0),
            alpha => {
                let a = u32::from(alpha);
                for (to, &from) in to.iter_mut().zip(&from[..3]) {
                    *to = ((255 * u32::from(from) + a / 2) / a).min(255) as u8;
                }
                to[3] = alpha;
            }
        }
    }
}

/// Straight-alpha bytes of premultiplied ones, made in `room` where they differ: opaque ones are both.
pub(crate) fn straight<'a>(premultiplied: &'a [u8], room: &'a mut [u8]) -> &'a [u8] {
    let words = premultiplied.as_chunks::<4>().0;
    let [.., alpha] = words.iter().fold(u32::MAX, |all, word| all & u32::from_le_bytes(*word)).to_le_bytes();
    if alpha == 255 {
        return premultiplied;
    }
    unpremultiply(premultiplied, room);
    room
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opaque_pixels_are_straight_already() {
        let (opaque, mut mixed) = ([7, 8, 9, 255].repeat(5), [7, 8, 9, 255].repeat(5));
        assert_eq!(straight(&opaque, &mut [0; 20]), opaque);
        mixed[16..].copy_from_slice(&[10, 20, 30, 51]);
        let expected = [[7, 8, 9, 255].repeat(4), vec![50, 100, 150, 51]].concat();
        assert_eq!(straight(&mixed, &mut [0; 20]), expected);
    }

    #[test]
    fn every_product_is_rounded_and_every_quotient_undoes_it() {
        for a in 0..=255_u8 {
            for b in 0..=255_u8 {
                let exact = (f64::from(a) * f64::from(b) / 255.0).round();
                assert_eq!(f64::from(multiply(a, b)), exact);
            }
        }
        for alpha in 1..=255_u8 {
            for color in 0..=alpha {
                let mut out = [0; 4];
                unpremultiply(&[color, 0, 0, alpha], &mut out);
                let exact = (255 * u32::from(color) + u32::from(alpha) / 2) / u32::from(alpha);
                assert_eq!(u32::from(out[0]), exact);
                assert_eq!(multiply(out[0], alpha), color, "premultiplying again gives {color} at {alpha}");
            }
        }
    }
}
