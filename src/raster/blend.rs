//! What tiny-skia does not composite as the standard says, or not alike on every machine: the non-separable blend modes,
//! dodge and burn, and operators that change pixels outside their source, under a clip.

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

/// The result of a blend mode for straight colours, `B(cb, cs)` of the standard.
pub(super) type Blend = fn([f64; 3], [f64; 3]) -> [f64; 3];

/// The modes that are blended here: the non-separable ones (<https://www.w3.org/TR/compositing-1/#blendingnonseparable>),
/// and dodge and burn, for which tiny-skia divides by an approximation that differs between makers of processors.
pub(super) fn own_blend(mode: BlendMode) -> Option<Blend> {
    Some(match mode {
        BlendMode::ColorDodge => |below, source| [0, 1, 2].map(|c| dodge(below[c], source[c])),
        BlendMode::ColorBurn => |below, source| [0, 1, 2].map(|c| burn(below[c], source[c])),
        BlendMode::Hue => |below, source| set_luminosity(set_saturation(source, saturation(below)), luminosity(below)),
        BlendMode::Saturation => {
            |below, source| set_luminosity(set_saturation(below, saturation(source)), luminosity(below))
        }
        BlendMode::Color => |below, source| set_luminosity(source, luminosity(below)),
        BlendMode::Luminosity => |below, source| set_luminosity(below, luminosity(source)),
        _ => return None,
    })
}

fn dodge(below: f64, source: f64) -> f64 {
    if below == 0.0 {
        0.0
    } else if source >= 1.0 {
        1.0
    } else {
        (below / (1.0 - source)).min(1.0)
    }
}

fn burn(below: f64, source: f64) -> f64 {
    if below >= 1.0 {
        1.0
    } else if source <= 0.0 {
        0.0
    } else {
        1.0 - ((1.0 - below) / source).min(1.0)
    }
}

/// Blends a layer over what lies below, both premultiplied RGBA.
pub(super) fn blend_layer(blend: Blend, below: &mut [u8], layer: &[u8], opacity: f64, clip: Option<&[u8]>) {
    let pairs = below.as_chunks_mut::<4>().0.iter_mut().zip(layer.as_chunks::<4>().0);
    for (i, (below, source)) in pairs.enumerate() {
        let cover = clip.map_or(1.0, |clip| f64::from(clip[i]) / 255.0);
        let alpha = f64::from(source[3]) / 255.0 * opacity * cover;
        if alpha == 0.0 {
            continue;
        }
        let below_alpha = f64::from(below[3]) / 255.0;
        let (from, to) = (straight(source), straight(below));
        let mixed = blend(to, from);
        for c in 0..3 {
            let source = (1.0 - below_alpha) * from[c] + below_alpha * mixed[c];
            below[c] = byte(alpha * source + (1.0 - alpha) * below_alpha * to[c]);
        }
        below[3] = byte(alpha + below_alpha - alpha * below_alpha);
    }
}

fn byte(value: f64) -> u8 {
    (value * 255.0 + 0.5) as u8
}

fn straight(pixel: &[u8; 4]) -> [f64; 3] {
    match pixel[3] {
        0 => [0.0; 3],
        alpha => [0, 1, 2].map(|c| f64::from(pixel[c]) / f64::from(alpha)),
    }
}

fn luminosity([r, g, b]: [f64; 3]) -> f64 {
    0.3 * r + 0.59 * g + 0.11 * b
}

fn saturation(color: [f64; 3]) -> f64 {
    greatest(color) - least(color)
}

fn greatest([r, g, b]: [f64; 3]) -> f64 {
    r.max(g).max(b)
}

fn least([r, g, b]: [f64; 3]) -> f64 {
    r.min(g).min(b)
}

/// `SetLum` of the standard, with `ClipColor`.
fn set_luminosity(color: [f64; 3], to: f64) -> [f64; 3] {
    let shift = to - luminosity(color);
    let color = color.map(|c| c + shift);
    let (l, least, greatest) = (luminosity(color), least(color), greatest(color));
    let color = if least < 0.0 { color.map(|c| l + (c - l) * l / (l - least)) } else { color };
    let color = if greatest > 1.0 { color.map(|c| l + (c - l) * (1.0 - l) / (greatest - l)) } else { color };
    // Rounding may leave the range by an ulp.
    color.map(|c| c.clamp(0.0, 1.0))
}

/// `SetSat` of the standard: the least component becomes 0, the greatest `to`, the third keeps its place between them.
fn set_saturation(color: [f64; 3], to: f64) -> [f64; 3] {
    let (least, range) = (least(color), saturation(color));
    if range > 0.0 { color.map(|c| (c - least) * to / range) } else { [0.0; 3] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opaque_colours_blend_as_the_standard_says() {
        // lum(gold) = .7, lum(blue) = .33: (gold - .37) clipped at 0 about .33 gives .467, .324, 0.
        let (gold, blue) = ([236, 178, 46, 255], [44, 84, 196, 255]);
        let blended = |mode| {
            let mut below = gold;
            blend_layer(own_blend(mode).unwrap(), &mut below, &blue, 1.0, None);
            below
        };
        assert_eq!(blended(BlendMode::Luminosity), [119, 83, 0, 255]);
        let lum = |[r, g, b, _]: [u8; 4]| 0.3 * f64::from(r) + 0.59 * f64::from(g) + 0.11 * f64::from(b);
        assert!((lum(blended(BlendMode::Luminosity)) - lum(blue)).abs() < 1.0);
        for mode in [BlendMode::Hue, BlendMode::Saturation, BlendMode::Color] {
            assert!((lum(blended(mode)) - lum(gold)).abs() < 1.0, "{mode:?} keeps the backdrop's luminosity");
        }
    }

    #[test]
    fn dodge_and_burn_are_the_standards() {
        assert_eq!([dodge(0.0, 1.0), dodge(0.2, 1.0), dodge(0.25, 0.5), dodge(0.75, 0.5)], [0.0, 1.0, 0.5, 1.0]);
        assert_eq!([burn(1.0, 0.0), burn(0.8, 0.0), burn(0.75, 0.5), burn(0.25, 0.5)], [1.0, 0.0, 0.5, 0.0]);
    }

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
