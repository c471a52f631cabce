//! What tiny-skia does not composite as the standard says, or not alike on every machine: the non-separable blend modes,
//! dodge and burn, and operators that change pixels outside their source, under a clip.

use crate::composite::{Blend, blend, blend_function};
use crate::paint::BlendMode;

/// `pixels` where `mask` is 255, `below` where it is 0, between them in between; into `below`.
pub(super) fn lerp_by_mask(below: &mut [u8], pixels: &[u8], mask: &[u8]) {
    let pairs = below.as_chunks_mut::<4>().0.iter_mut().zip(pixels.as_chunks::<4>().0);
    for ((below, pixel), &cover) in pairs.zip(mask) {
        let cover = u32::from(cover);
        for (to, &from) in below.iter_mut().zip(pixel) {
            // One rounding of the sum keeps colours below alpha.
            let sum = u32::from(from) * cover + u32::from(*to) * (255 - cover) + 127;
            *to = (sum / 255) as u8;
        }
    }
}

/// The modes that are blended here: the non-separable ones (<https://www.w3.org/TR/compositing-1/#blendingnonseparable>),
/// and dodge and burn, for which tiny-skia divides by an approximation that differs between makers of processors.
pub(super) fn own_blend(mode: BlendMode) -> Option<Blend> {
    if mode == BlendMode::SoftLight { None } else { blend_function(mode) }
}

/// Blends a layer over what lies below, both premultiplied RGBA.
pub(super) fn blend_layer(function: Blend, below: &mut [u8], layer: &[u8], opacity: f64, clip: Option<&[u8]>) {
    let pairs = below.as_chunks_mut::<4>().0.iter_mut().zip(layer.as_chunks::<4>().0);
    for (i, (below, source)) in pairs.enumerate() {
        let cover = clip.map_or(1.0, |clip| f64::from(clip[i]) / 255.0);
        *below = blend(function, *below, *source, opacity, cover);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_clips_leave_the_backdrop() {
        let mut below = [10, 20, 30, 40, 10, 20, 30, 40];
        blend_layer(
            own_blend(BlendMode::Hue).unwrap(),
            &mut below,
            &[0, 0, 0, 0, 50, 50, 50, 99],
            1.0,
            Some(&[255, 0]),
        );
        assert_eq!(below, [10, 20, 30, 40, 10, 20, 30, 40]);
        lerp_by_mask(&mut below, &[0; 8], &[0, 255]);
        assert_eq!(below, [10, 20, 30, 40, 0, 0, 0, 0]);
    }

    #[test]
    fn colours_stay_below_alpha() {
        for mode in BlendMode::ALL.into_iter().filter(|mode| own_blend(*mode).is_some()) {
            for i in 0..20_000_u32 {
                let n = |k: u32| (i.wrapping_mul(2_654_435_761).wrapping_add(k.wrapping_mul(40_503_017)) >> 24) as u8;
                let pixel = |k| {
                    let alpha = n(k);
                    [n(k + 1).min(alpha), n(k + 2).min(alpha), n(k + 3).min(alpha), alpha]
                };
                let mut below = pixel(0);
                blend_layer(own_blend(mode).unwrap(), &mut below, &pixel(7), 0.7, Some(&[n(20)]));
                assert!(below[..3].iter().all(|&c| c <= below[3]), "{mode:?} {below:?}");
            }
        }
    }
}
