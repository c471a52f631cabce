//! [`ColorJson`]: colours as CSS says them.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::paint::Color;

pub(super) const EXPECTED: &str = "a CSS colour such as \"#c33\", \"rgb(200 40 40 / 50%)\" or \"teal\"";

/// A CSS colour; every space and notation of CSS Color 4, brought into sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ColorJson(pub(super) Color);

/// Any CSS colour, in sRGB. The numbers of `color(srgb r g b / a)` are taken as they are, beyond 0 to 1 as well, so that
/// every colour can be said.
pub(super) fn parse_color(text: &str) -> Option<Color> {
    if let Some(color) = parse_srgb(text) {
        return Some(color);
    }
    // Numbers beyond those of f32 are no colour.
    let color: Color = color::parse_color(text).ok()?.to_alpha_color();
    color.components.iter().all(|component| component.is_finite()).then_some(color)
}

fn parse_srgb(text: &str) -> Option<Color> {
    let numbers = text.strip_prefix("color(srgb ")?.strip_suffix(')')?;
    let (rgb, alpha) = numbers.split_once('/').unwrap_or((numbers, "1"));
    let mut components = [0.0, 0.0, 0.0, alpha.trim().parse().ok()?];
    let mut words = rgb.split_ascii_whitespace();
    for component in components.iter_mut().take(3) {
        *component = words.next()?.parse::<f32>().ok()?;
    }
    let finite = components.iter().all(|component| component.is_finite());
    (words.next().is_none() && finite).then_some(Color::new(components))
}

/// `#rrggbb`, `#rrggbbaa` or `rgb(r g b / a)` where that says it exactly, else `color(srgb r g b / a)`.
pub(super) fn write_color(color: Color) -> String {
    let rgba = color.to_rgba8();
    let bits = |color: Color| color.components.map(f32::to_bits);
    if bits(Color::from(rgba)) == bits(color) {
        return format!("{rgba:x}");
    }
    let [r, g, b, a] = color.components;
    let whole = format!("rgb({} {} {} / {a})", rgba.r, rgba.g, rgba.b);
    if parse_color(&whole).map(bits) == Some(bits(color)) {
        return whole;
    }
    let alpha = if a.to_bits() == 1.0_f32.to_bits() { String::new() } else { format!(" / {a}") };
    format!("color(srgb {r} {g} {b}{alpha})")
}

impl Serialize for ColorJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&write_color(self.0))
    }
}

impl<'de> Deserialize<'de> for ColorJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Css;
        impl Visitor<'_> for Css {
            type Value = ColorJson;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(EXPECTED)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<ColorJson, E> {
                let color = parse_color(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))?;
                Ok(ColorJson(color))
            }
        }
        deserializer.deserialize_str(Css)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for ColorJson {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Color".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": EXPECTED })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_comes_back_bit_for_bit() {
        let same = |color: Color| {
            let text = write_color(color);
            let back = parse_color(&text).unwrap();
            assert_eq!(back.components.map(f32::to_bits), color.components.map(f32::to_bits), "{text}");
        };
        for n in 0..=255 {
            same(Color::from_rgba8(n, 255 - n, n / 2, n));
            assert!(write_color(Color::from_rgba8(n, 1, 2, 255 - n)).starts_with('#'));
            same(Color::from_rgb8(n, 0, 9).with_alpha(0.28 + f32::from(n)));
        }
        assert_eq!(write_color(Color::WHITE.with_alpha(0.15)), "rgb(255 255 255 / 0.15)");
        same(Color::new([-0.0, f32::MIN_POSITIVE / 8.0, f32::MAX, -2.5]));
        same(Color::new([0.1 + 0.2, 1.0 / 3.0, f32::EPSILON, 1.0]));
    }

    #[test]
    fn css_is_understood() {
        let red = Color::from_rgb8(255, 0, 0);
        for text in ["red", "#f00", "#FF0000ff", "rgb(255, 0, 0)", "hsl(0 100% 50%)", "color(srgb 1 0 0 / 100%)"] {
            assert_eq!(parse_color(text), Some(red), "{text}");
        }
        for text in ["", "#ff", "rede", "color(srgb 1 0)", "color(srgb 1 0 nan)", "color(srgb inf 0 0)", "墨", "#墨墨"]
            .into_iter()
            .chain(["hsl(1e999 100% 50%)", "hsl(0 1e60% 50%)", "lab(1e60 1e60 0)", "oklch(0.5 1e60 9)"])
        {
            assert_eq!(parse_color(text), None, "{text}");
        }
    }
}
