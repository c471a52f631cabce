//! [`Interpolation`]: between which coordinates of two colours the colours of a gradient lie.

use super::{Color, GradientStop};

/// Between which coordinates of two colours the colours of a [`Gradient`](super::Gradient) lie (the colour interpolation
/// method of CSS Images, <https://www.w3.org/TR/css-images-4/#color-space>).
///
/// Whatever it is, blending stays what it is: on sRGB-encoded bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Interpolation {
    /// sRGB, unpremultiplied: gradients of Canvas 2D and of SVG. Towards a transparent black colours become darker.
    #[default]
    UnpremultipliedSrgb,
    /// sRGB, premultiplied: gradients of CSS, `in srgb`. A transparent colour has no say in the colours around it.
    Srgb,
    /// Linear-light sRGB, premultiplied (`in srgb-linear`): as light mixes. Between complementary colours it is lighter.
    LinearSrgb,
    /// Oklab, premultiplied (`in oklab`, <https://bottosson.github.io/posts/oklab/>): equal steps look equal.
    Oklab,
}

/// A colour of a gradient: unpremultiplied sRGB and alpha, each from 0 to 255 but not rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RampColor {
    pub(crate) offset: f64,
    pub(crate) color: [f64; 4],
}

/// A line between two colours may be so many levels off what it stands for.
const TOLERANCE: f64 = 0.125;
/// What lies between two stops is halved so often at most. Near black, where sRGB is steep, that is needed; elsewhere a few
/// times are enough, and all in all there are some tens of lines.
const HALVINGS: u32 = 14;

impl Interpolation {
    /// Colours whose straight lines in unpremultiplied sRGB are what lies between the stops, within an eighth of a level.
    /// The stops' own colours are rounded to 8 bits, as solid colours are; those between them are not.
    pub(crate) fn colors(self, stops: &[GradientStop]) -> Vec<RampColor> {
        let stop = |stop: &GradientStop| RampColor { offset: stop.offset, color: bytes(stop.color) };
        if self == Self::UnpremultipliedSrgb {
            return stops.iter().map(stop).collect();
        }
        let mut out: Vec<RampColor> = Vec::with_capacity(stops.len());
        let mut add = |offset, color| {
            let next = RampColor { offset, color };
            if out.last() != Some(&next) {
                out.push(next);
            }
        };
        for pair in stops.windows(2) {
            let [from, to] = [stop(&pair[0]), stop(&pair[1])];
            let line = Line { space: self, from: self.to_space(from.color), to: self.to_space(to.color) };
            let place = |t: f64| from.offset + (to.offset - from.offset) * t;
            add(from.offset, line.at(0.0));
            if from.offset < to.offset {
                line.halve((0.0, line.at(0.0)), (1.0, line.at(1.0)), HALVINGS, &mut |t, color| add(place(t), color));
            }
            add(to.offset, line.at(1.0));
        }
        if let [one] = stops {
            add(one.offset, bytes(one.color));
        }
        out
    }

    /// Premultiplied coordinates, and alpha from 0 to 1.
    fn to_space(self, [r, g, b, a]: [f64; 4]) -> [f64; 4] {
        let rgb = [r, g, b].map(|c| c / 255.0);
        let [x, y, z] = match self {
            Self::UnpremultipliedSrgb | Self::Srgb => rgb,
            Self::LinearSrgb => rgb.map(to_linear),
            Self::Oklab => to_oklab(rgb.map(to_linear)),
        };
        let a = a / 255.0;
        [x * a, y * a, z * a, a]
    }

    /// Unpremultiplied sRGB of coordinates that are not premultiplied, from 0 to 255.
    fn to_srgb(self, coordinates: [f64; 3]) -> [f64; 3] {
        let rgb = match self {
            Self::UnpremultipliedSrgb | Self::Srgb => coordinates,
            Self::LinearSrgb => coordinates.map(from_linear),
            Self::Oklab => from_oklab(coordinates).map(from_linear),
        };
        // Between two colours of sRGB there may be some that it lacks.
        rgb.map(|c| (c * 255.0).clamp(0.0, 255.0))
    }
}

/// What lies between two colours.
struct Line {
    space: Interpolation,
    from: [f64; 4],
    to: [f64; 4],
}

impl Line {
    /// Unpremultiplied sRGB at `t`, which at a transparent end is what it comes near.
    fn at(&self, t: f64) -> [f64; 4] {
        let mix = |i: usize| self.from[i] + (self.to[i] - self.from[i]) * t;
        let mut alpha = mix(3);
        let mut coordinates = [mix(0), mix(1), mix(2)];
        if alpha == 0.0 {
            // Of a transparent end the other end's colour; of two, none is seen.
            let other = if t < 0.5 { self.to } else { self.from };
            coordinates = [other[0], other[1], other[2]];
            alpha = other[3];
        }
        if alpha > 0.0 {
            coordinates = coordinates.map(|c| c / alpha);
        }
        let [r, g, b] = self.space.to_srgb(coordinates);
        [r, g, b, mix(3) * 255.0]
    }

    /// Gives what lies between two places, as often halved as needed that lines between are near enough.
    fn halve(&self, a: (f64, [f64; 4]), b: (f64, [f64; 4]), halvings: u32, add: &mut impl FnMut(f64, [f64; 4])) {
        let middle = 0.5 * (a.0 + b.0);
        let near = [0.25, 0.5, 0.75].into_iter().all(|share| {
            let exact = self.at(a.0 + (b.0 - a.0) * share);
            // As seen: colours of little alpha may be further off.
            let alpha = exact[3] / 255.0;
            (0..3).all(|c| ((a.1[c] + (b.1[c] - a.1[c]) * share - exact[c]) * alpha).abs() <= TOLERANCE)
        });
        if near || halvings == 0 {
            return;
        }
        let color = self.at(middle);
        self.halve(a, (middle, color), halvings - 1, add);
        add(middle, color);
        self.halve((middle, color), b, halvings - 1, add);
    }
}

fn bytes(color: Color) -> [f64; 4] {
    color.to_rgba8().to_u8_array().map(f64::from)
}

/// The transfer function of sRGB (<https://www.w3.org/TR/css-color-4/#color-conversion-code>).
fn to_linear(c: f64) -> f64 {
    if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
}

fn from_linear(c: f64) -> f64 {
    if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * libm::pow(c, 1.0 / 2.4) - 0.055 }
}

/// Linear sRGB to Oklab.
fn to_oklab(rgb: [f64; 3]) -> [f64; 3] {
    let lms = times(
        [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ],
        rgb,
    );
    times(
        [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ],
        lms.map(libm::cbrt),
    )
}

/// Oklab to linear sRGB.
fn from_oklab(lab: [f64; 3]) -> [f64; 3] {
    let lms = times(
        [
            [1.0, 0.396_337_777_4, 0.215_803_757_3],
            [1.0, -0.105_561_345_8, -0.063_854_172_8],
            [1.0, -0.089_484_177_5, -1.291_485_548_0],
        ],
        lab,
    );
    times(
        [
            [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
            [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
            [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
        ],
        lms.map(|c| c * c * c),
    )
}

fn times(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    const ALL: [Interpolation; 3] = [Interpolation::Srgb, Interpolation::LinearSrgb, Interpolation::Oklab];

    fn stop(offset: f64, rgba: [u8; 4]) -> GradientStop {
        let [r, g, b, a] = rgba;
        GradientStop { offset, color: Color::from_rgba8(r, g, b, a) }
    }

    /// The colour of a ramp at an offset, premultiplied, and how many lines it has.
    fn at(colors: &[RampColor], t: f64) -> [f64; 4] {
        let pair = colors.windows(2).rev().find(|pair| pair[0].offset <= t).unwrap();
        let share = (t - pair[0].offset) / (pair[1].offset - pair[0].offset).max(1e-12);
        let [r, g, b, a] = [0, 1, 2, 3].map(|c| pair[0].color[c] + (pair[1].color[c] - pair[0].color[c]) * share);
        [r * a / 255.0, g * a / 255.0, b * a / 255.0, a]
    }

    #[test]
    fn middles_are_those_of_css() {
        // Red to lime, halfway; the linear one is 255 * from_linear(.5), Oklab's from the definition by an independent program.
        let colors = |space: Interpolation| space.colors(&[stop(0.0, [255, 0, 0, 255]), stop(1.0, [0, 255, 0, 255])]);
        let near = |space, expected: [f64; 4]| {
            let middle = at(&colors(space), 0.5);
            for c in 0..4 {
                assert!((middle[c] - expected[c]).abs() <= 0.51, "{space:?} {middle:?} {expected:?}");
            }
        };
        near(Interpolation::UnpremultipliedSrgb, [127.5, 127.5, 0.0, 255.0]);
        near(Interpolation::Srgb, [127.5, 127.5, 0.0, 255.0]);
        near(Interpolation::LinearSrgb, [187.5, 187.5, 0.0, 255.0]);
        near(Interpolation::Oklab, OKLAB_MIDDLE);
    }

    /// `color-mix(in oklab, red, lime)` of CSS Color 5.
    const OKLAB_MIDDLE: [f64; 4] = [208.16, 168.39, 0.45, 255.0];

    #[test]
    fn transparent_ends_have_no_say() {
        for space in ALL {
            let colors = space.colors(&[stop(0.0, [200, 40, 10, 255]), stop(1.0, [0, 0, 0, 0])]);
            for i in 0..=64 {
                let [r, g, b, a] = at(&colors, f64::from(i) / 64.0);
                let expected = 255.0 * (1.0 - f64::from(i) / 64.0);
                assert!((a - expected).abs() < 1e-9);
                for (got, full) in [(r, 200.0), (g, 40.0), (b, 10.0)] {
                    assert!((got - full * a / 255.0).abs() < 1e-3, "{space:?} {got} {full} {a}");
                }
            }
        }
    }

    #[test]
    fn lines_are_within_a_fraction_of_a_level_of_the_curve() {
        let random = &mut Random(5);
        for _ in 0..300 {
            let [from, to] = [(); 2].map(|()| [(); 4].map(|()| random.byte()));
            for space in ALL {
                let stops = [stop(0.2, from), stop(0.7, to)];
                let colors = space.colors(&stops);
                assert!(colors.len() <= 65, "{}", colors.len());
                let line =
                    Line { space, from: space.to_space(from.map(f64::from)), to: space.to_space(to.map(f64::from)) };
                for i in 0..=500 {
                    let t = f64::from(i) / 500.0;
                    let [r, g, b, a] = line.at(t);
                    let exact = [r * a / 255.0, g * a / 255.0, b * a / 255.0, a];
                    let got = at(&colors, 0.2 + 0.5 * t);
                    for c in 0..4 {
                        assert!(
                            (got[c] - exact[c]).abs() <= 2.0 * TOLERANCE,
                            "{space:?} {from:?} {to:?} {t} {got:?} {exact:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn spaces_there_and_back_are_the_identity() {
        for rgb in [[0.0, 0.0, 0.0], [255.0, 255.0, 255.0], [255.0, 0.0, 0.0], [12.0, 200.0, 99.0]] {
            for space in ALL {
                let [x, y, z, _] = space.to_space([rgb[0], rgb[1], rgb[2], 255.0]);
                for (got, expected) in space.to_srgb([x, y, z]).into_iter().zip(rgb) {
                    assert!((got - expected).abs() < 1e-3, "{space:?} {got} {expected}");
                }
            }
        }
    }

    #[test]
    fn hard_stops_stay_hard() {
        let stops =
            [stop(0.0, [0; 4]), stop(0.5, [255, 0, 0, 255]), stop(0.5, [0, 0, 255, 255]), stop(1.0, [0, 0, 0, 255])];
        for space in ALL {
            let colors = space.colors(&stops);
            let here: Vec<_> = colors.iter().filter(|color| color.offset == 0.5).collect();
            assert_eq!(here.len(), 2);
            assert!((here[0].color[0] - 255.0).abs() < 1e-3 && (here[1].color[2] - 255.0).abs() < 1e-3);
        }
        assert_eq!(Interpolation::Oklab.colors(&stops[1..2]).len(), 1);
        assert!(Interpolation::Oklab.colors(&[]).is_empty());
    }
}
