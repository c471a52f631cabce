//! The operators and blend modes of <https://www.w3.org/TR/compositing-1/> on premultiplied colours.
//!
//! With `s` and `d` the colours of source and destination, `S` and `D` their alphas, all from 0 to 255, most results are
//! `n / 255` for a sum of products `n`, which is divided and rounded once: no result is off by more than half a level,
//! and since every `n` grows with the colours, none exceeds its alpha. The others need quotients and are computed in f64,
//! with `+ - * /` and `sqrt` only.

use fearless_simd::{ExtractToken, Select, Simd, SimdBase, u16x16};

use crate::paint::BlendMode;

/// A mode that needs no quotients.
pub(super) trait Mode: Copy {
    /// `n` of the colours of one channel. For [`BlendMode::Difference`] and [`BlendMode::Exclusion`] that of alpha is
    /// the one of [`BlendMode::SourceOver`], for all others alpha is a colour like any other. Sums may wrap on the way:
    /// what comes out is at most 255 * 255.
    fn numerator<S: Simd>(self, s: u16x16<S>, d: u16x16<S>, source: u16x16<S>, below: u16x16<S>) -> u16x16<S>;
}

macro_rules! modes {
    ($($name:ident: |$s:ident, $d:ident, $source:ident, $below:ident, $all:ident| $n:expr;)*) => {$(
        #[derive(Clone, Copy)]
        pub(super) struct $name;

        impl Mode for $name {
            #[inline(always)]
            fn numerator<S: Simd>(
                self,
                $s: u16x16<S>,
                $d: u16x16<S>,
                $source: u16x16<S>,
                $below: u16x16<S>,
            ) -> u16x16<S> {
                let $all = u16x16::splat($s.token(), 255);
                $n
            }
        }
    )*};
}

modes! {
    Over: |s, d, source, _below, all| s * 255 + d * (all - source);
    DestinationIn: |_s, d, source, _below, _all| d * source;
    Lighter: |s, d, _source, _below, all| (s + d).min(all) * 255;
    Multiply: |s, d, source, below, all| s * d + s * (all - below) + d * (all - source);
    Screen: |s, d, _source, _below, all| s * 255 + d * (all - s);
}

/// Any of them.
#[derive(Clone, Copy)]
pub(super) struct Any(pub(super) BlendMode);

impl Mode for Any {
    #[inline(always)]
    fn numerator<S: Simd>(self, s: u16x16<S>, d: u16x16<S>, source: u16x16<S>, below: u16x16<S>) -> u16x16<S> {
        let simd = s.token();
        let all = u16x16::splat(simd, 255);
        // What each covers alone.
        let (mine, other) = (s * (all - below), d * (all - source));
        match self.0 {
            BlendMode::Clear => u16x16::splat(simd, 0),
            BlendMode::Copy => s * 255,
            BlendMode::Destination => d * 255,
            BlendMode::DestinationOver => mine + d * 255,
            BlendMode::SourceIn => s * below,
            BlendMode::SourceOut => mine,
            BlendMode::DestinationOut => other,
            BlendMode::SourceAtop => s * below + other,
            BlendMode::DestinationAtop => d * source + mine,
            BlendMode::Xor => mine + other,
            BlendMode::Overlay => hard_light(d, s, below, source) + mine + other,
            BlendMode::Darken => (s * below).min(d * source) + mine + other,
            BlendMode::Lighten => (s * below).max(d * source) + mine + other,
            BlendMode::HardLight => hard_light(s, d, source, below) + mine + other,
            BlendMode::Difference => {
                let (a, b) = (s * below, d * source);
                a.max(b) - a.min(b) + mine + other
            }
            BlendMode::Exclusion => s * 255 + d * 255 - s * d * 2,
            // SourceOver; the rest is not asked for.
            _ => s * 255 + other,
        }
    }
}

/// `S D B(d / D, s / S)` of the mode hard-light.
#[inline(always)]
fn hard_light<S: Simd>(s: u16x16<S>, d: u16x16<S>, source: u16x16<S>, below: u16x16<S>) -> u16x16<S> {
    let dark = (s * 2).simd_le(source);
    dark.select(s * d * 2, source * below - (below - d) * (source - s) * 2)
}

/// The result of a blend mode for straight colours, `B(cb, cs)` of the standard.
pub(crate) type Blend = fn([f64; 3], [f64; 3]) -> [f64; 3];

/// The modes that need quotients: <https://www.w3.org/TR/compositing-1/#blendingnonseparable>, and of the separable ones
/// dodge, burn and soft light.
pub(crate) fn blend_function(mode: BlendMode) -> Option<Blend> {
    Some(match mode {
        BlendMode::ColorDodge => |below, source| [0, 1, 2].map(|c| dodge(below[c], source[c])),
        BlendMode::ColorBurn => |below, source| [0, 1, 2].map(|c| burn(below[c], source[c])),
        BlendMode::SoftLight => |below, source| [0, 1, 2].map(|c| soft_light(below[c], source[c])),
        BlendMode::Hue => |below, source| set_luminosity(set_saturation(source, saturation(below)), luminosity(below)),
        BlendMode::Saturation => {
            |below, source| set_luminosity(set_saturation(below, saturation(source)), luminosity(below))
        }
        BlendMode::Color => |below, source| set_luminosity(source, luminosity(below)),
        BlendMode::Luminosity => |below, source| set_luminosity(below, luminosity(source)),
        _ => return None,
    })
}

/// A premultiplied pixel, of which a part is taken, blended with the one below it.
#[inline(always)]
pub(crate) fn blend(function: Blend, below: [u8; 4], source: [u8; 4], opacity: f64, cover: f64) -> [u8; 4] {
    let alpha = f64::from(source[3]) / 255.0 * opacity * cover;
    if alpha == 0.0 {
        return below;
    }
    let below_alpha = f64::from(below[3]) / 255.0;
    let (from, to) = (straight(source), straight(below));
    let mixed = function(to, from);
    let sum = byte(alpha + below_alpha - alpha * below_alpha);
    let color = |c: usize| {
        let source = (1.0 - below_alpha) * from[c] + below_alpha * mixed[c];
        byte(alpha * source + (1.0 - alpha) * below_alpha * to[c]).min(sum)
    };
    [color(0), color(1), color(2), sum]
}

fn byte(value: f64) -> u8 {
    (value * 255.0 + 0.5) as u8
}

fn straight(pixel: [u8; 4]) -> [f64; 3] {
    match pixel[3] {
        0 => [0.0; 3],
        alpha => [0, 1, 2].map(|c| f64::from(pixel[c]) / f64::from(alpha)),
    }
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

fn soft_light(below: f64, source: f64) -> f64 {
    if source <= 0.5 {
        return below - (1.0 - 2.0 * source) * below * (1.0 - below);
    }
    let lit = if below <= 0.25 { ((16.0 * below - 12.0) * below + 4.0) * below } else { below.sqrt() };
    below + (2.0 * source - 1.0) * (lit - below)
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
        let blended = |mode| blend(blend_function(mode).unwrap(), gold, blue, 1.0, 1.0);
        assert_eq!(blended(BlendMode::Luminosity), [119, 83, 0, 255]);
        let lum = |[r, g, b, _]: [u8; 4]| 0.3 * f64::from(r) + 0.59 * f64::from(g) + 0.11 * f64::from(b);
        assert!((lum(blended(BlendMode::Luminosity)) - lum(blue)).abs() < 1.0);
        for mode in [BlendMode::Hue, BlendMode::Saturation, BlendMode::Color] {
            assert!((lum(blended(mode)) - lum(gold)).abs() < 1.0, "{mode:?} keeps the backdrop's luminosity");
        }
    }

    #[test]
    fn dodge_burn_and_soft_light_are_the_standards() {
        assert_eq!([dodge(0.0, 1.0), dodge(0.2, 1.0), dodge(0.25, 0.5), dodge(0.75, 0.5)], [0.0, 1.0, 0.5, 1.0]);
        assert_eq!([burn(1.0, 0.0), burn(0.8, 0.0), burn(0.75, 0.5), burn(0.25, 0.5)], [1.0, 0.0, 0.5, 0.0]);
        assert_eq!([soft_light(0.5, 0.0), soft_light(0.3, 0.5), soft_light(0.25, 1.0)], [0.25, 0.3, 0.5]);
    }
}
