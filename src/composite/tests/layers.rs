//! Layers in every mode, against the formulas of <https://www.w3.org/TR/compositing-1/> in f64.

use super::at_every_level;
use super::reference::coverage;
use super::spans::random_spans;
use crate::composite::Surface;
use crate::composite::modes::blend_function;
use crate::paint::BlendMode;
use crate::random::Random;

/// The premultiplied result of premultiplied colours from 0 to 1.
fn exact(mode: BlendMode, s: [f64; 4], d: [f64; 4]) -> [f64; 4] {
    use BlendMode as M;
    let (source, below) = (s[3], d[3]);
    // Fractions of source and destination: https://www.w3.org/TR/compositing-1/#porterduffcompositingoperators
    let fractions = match mode {
        M::Clear => Some((0.0, 0.0)),
        M::Copy => Some((1.0, 0.0)),
        M::Destination => Some((0.0, 1.0)),
        M::SourceOver => Some((1.0, 1.0 - source)),
        M::DestinationOver => Some((1.0 - below, 1.0)),
        M::SourceIn => Some((below, 0.0)),
        M::DestinationIn => Some((0.0, source)),
        M::SourceOut => Some((1.0 - below, 0.0)),
        M::DestinationOut => Some((0.0, 1.0 - source)),
        M::SourceAtop => Some((below, 1.0 - source)),
        M::DestinationAtop => Some((1.0 - below, source)),
        M::Xor => Some((1.0 - below, 1.0 - source)),
        M::Lighter => Some((1.0, 1.0)),
        _ => None,
    };
    if let Some((a, b)) = fractions {
        return [0, 1, 2, 3].map(|c| (s[c] * a + d[c] * b).min(1.0));
    }
    let straight = |p: [f64; 4]| if p[3] == 0.0 { [0.0; 3] } else { [0, 1, 2].map(|c| p[c] / p[3]) };
    let (cs, cb) = (straight(s), straight(d));
    let hard_light = |cb: f64, cs: f64| if cs <= 0.5 { cb * 2.0 * cs } else { cb + (2.0 * cs - 1.0) * (1.0 - cb) };
    let separable = |cb: f64, cs: f64| match mode {
        M::Multiply => cb * cs,
        M::Screen => cb + cs - cb * cs,
        M::Overlay => hard_light(cs, cb),
        M::Darken => cb.min(cs),
        M::Lighten => cb.max(cs),
        M::HardLight => hard_light(cb, cs),
        M::Difference => (cb - cs).abs(),
        M::Exclusion => cb + cs - 2.0 * cb * cs,
        _ => unreachable!("{mode:?}"),
    };
    let mixed = match blend_function(mode) {
        Some(function) => function(cb, cs),
        None => [0, 1, 2].map(|c| separable(cb[c], cs[c])),
    };
    let color = |c: usize| source * ((1.0 - below) * cs[c] + below * mixed[c]) + (1.0 - source) * d[c];
    [color(0), color(1), color(2), source + below - source * below]
}

fn unit(pixel: [u8; 4]) -> [f64; 4] {
    pixel.map(|c| f64::from(c) / 255.0)
}

#[test]
fn every_mode_is_within_a_level_of_the_standard() {
    let mut random = Random(11);
    for mode in BlendMode::ALL {
        let mut worst = 0.0_f64;
        for round in 0..150 {
            let width = [5, 8, 40, 77][round % 4];
            let (layer, before) = (random.pixels(width), random.pixels(width));
            let after = at_every_level(|compositor| {
                let mut data = before.clone();
                let mut surface = Surface { data: &mut data, width: width as u32, top: 0 };
                compositor.layer_row(&mut surface, 0, &layer, 255, mode, None);
                data
            });
            let pixels = |data: &[u8], x: usize| data.as_chunks::<4>().0[x];
            for x in 0..width {
                let (s, d, got) = (pixels(&layer, x), pixels(&before, x), pixels(&after, x));
                let exact = exact(mode, unit(s), unit(d));
                for c in 0..4 {
                    worst = worst.max((f64::from(got[c]) - exact[c] * 255.0).abs());
                }
                assert!(got[..3].iter().all(|c| *c <= got[3]), "{mode:?}: {s:?} on {d:?} gives {got:?}");
            }
        }
        assert!(worst < 0.5 + 1e-6, "{mode:?} is off by {worst}");
    }
}

#[test]
fn opacity_and_clips_scale_or_interpolate() {
    let mut random = Random(12);
    for mode in BlendMode::ALL {
        let mut worst = 0.0_f64;
        for round in 0..150 {
            let width = [3, 8, 21, 90][round % 4];
            let (layer, before) = (random.pixels(width), random.pixels(width));
            let (spans, masks) = random_spans(&mut random, width as u32);
            let opacity = random.extreme();
            let (x0, x1) = (random.below(width as u32), 1 + random.below(width as u32));
            let after = at_every_level(|compositor| {
                let mut data = before.clone();
                let mut surface = Surface { data: &mut data, width: width as u32, top: 0 };
                let clip = Some((spans.as_slice(), masks.as_slice()));
                compositor.layer_part(&mut surface, (0, (x0, x1)), &layer, opacity, mode, clip);
                data
            });
            let cover = coverage(width, &spans, &masks);
            let pixels = |data: &[u8], x: usize| data.as_chunks::<4>().0[x];
            for x in 0..width {
                let (s, d, got) = (unit(pixels(&layer, x)), unit(pixels(&before, x)), pixels(&after, x));
                let (opacity, cover) = (f64::from(opacity) / 255.0, f64::from(cover[x]) / 255.0);
                if cover == 0.0 || !(x0..x1).contains(&(x as u32)) {
                    assert_eq!(got, pixels(&before, x), "{mode:?} outside the clip");
                    continue;
                }
                let exact = if mode.reaches_beyond_source() {
                    let blended = exact(mode, s.map(|c| c * opacity), d);
                    [0, 1, 2, 3].map(|c| cover * blended[c] + (1.0 - cover) * d[c])
                } else {
                    exact(mode, s.map(|c| c * opacity * cover), d)
                };
                for c in 0..4 {
                    worst = worst.max((f64::from(got[c]) - exact[c] * 255.0).abs());
                }
                assert!(got[..3].iter().all(|c| *c <= got[3]), "{mode:?} {got:?}");
            }
        }
        assert!(worst < 2.0, "{mode:?} is off by {worst}");
    }
}

#[test]
fn empty_layers_change_what_they_should() {
    for mode in BlendMode::ALL {
        let before = Random(13).pixels(50);
        let mut data = before.clone();
        let mut surface = Surface { data: &mut data, width: 50, top: 0 };
        crate::composite::Compositor::default().layer_row(&mut surface, 0, &[0; 200], 255, mode, None);
        let nothing = data.iter().all(|&byte| byte == 0);
        assert_eq!(nothing, mode.reaches_beyond_source(), "{mode:?}");
        assert!(nothing || data == before, "{mode:?}");
    }
}
