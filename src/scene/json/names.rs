//! [`Named`]: the words that stand for the variants of plain enums.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::image::{ObjectFit, Sampling};
use crate::paint::{BlendMode, Cap, FillRule, Interpolation, Join, Repeat, Spread, StrokeAlign, StrokeScaling};
use crate::text::{
    Align, Baseline, Direction, EllipsisPlace, FontVariant, LineBreak, LineStyle, MissingGlyph, OverflowWrap, SkipInk,
    TextAnchor, TextWrap, VerticalAlign, WordBreak,
};

/// An enum whose variants are said by a word.
pub(super) trait Names: Copy + PartialEq + 'static {
    /// Every word and its variant.
    const ALL: &'static [(&'static str, Self)];
    /// The enum's name in the schema.
    #[cfg(test)]
    const NAME: &'static str;

    fn name(self) -> &'static str;
}

/// A variant, said by its word.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Named<T>(pub(super) T);

// The `match` makes a new variant without a word an error of the compiler.
macro_rules! names {
    ($($name:ident { $($variant:ident = $word:literal,)* })*) => {
        $(impl Names for $name {
            const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];
            #[cfg(test)]
            const NAME: &'static str = stringify!($name);

            fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        })*
    };
}

names! {
    FillRule { NonZero = "nonzero", EvenOdd = "evenodd", }
    Cap { Butt = "butt", Round = "round", Square = "square", }
    Join { Miter = "miter", Round = "round", Bevel = "bevel", }
    StrokeScaling { Shape = "shape", Scene = "scene", Device = "device", }
    StrokeAlign { Center = "center", Inside = "inside", Outside = "outside", }
    Interpolation {
        UnpremultipliedSrgb = "unpremultiplied-srgb",
        Srgb = "srgb",
        LinearSrgb = "srgb-linear",
        Oklab = "oklab",
    }
    Spread { Pad = "pad", Repeat = "repeat", Reflect = "reflect", }
    Repeat { Both = "repeat", X = "repeat-x", Y = "repeat-y", None = "no-repeat", }
    Sampling { Nearest = "nearest", Bilinear = "bilinear", Smooth = "smooth", Bicubic = "bicubic", }
    ObjectFit {
        Fill = "fill",
        Contain = "contain",
        Cover = "cover",
        None = "none",
        ScaleDown = "scale-down",
    }
    Align { Start = "start", Center = "center", End = "end", Justify = "justify", }
    TextAnchor { Start = "start", Middle = "middle", End = "end", }
    Baseline {
        Alphabetic = "alphabetic",
        Top = "top",
        Middle = "middle",
        Ideographic = "ideographic",
        Hanging = "hanging",
        Bottom = "bottom",
    }
    VerticalAlign { Top = "top", Middle = "middle", Bottom = "bottom", }
    EllipsisPlace { End = "end", Middle = "middle", Start = "start", }
    LineStyle { Solid = "solid", Double = "double", Dotted = "dotted", Dashed = "dashed", Wavy = "wavy", }
    SkipInk { Auto = "auto", All = "all", None = "none", }
    MissingGlyph { Tofu = "tofu", Error = "error", Skip = "skip", }
    LineBreak { Loose = "loose", Normal = "normal", Strict = "strict", Anywhere = "anywhere", }
    WordBreak { Normal = "normal", BreakAll = "break-all", KeepAll = "keep-all", }
    OverflowWrap { Normal = "normal", BreakWord = "break-word", Anywhere = "anywhere", }
    TextWrap { Auto = "auto", Balance = "balance", }
    Direction { Auto = "auto", LeftToRight = "ltr", RightToLeft = "rtl", }
    BlendMode {
        SourceOver = "source-over",
        Clear = "clear",
        Copy = "copy",
        Destination = "destination",
        DestinationOver = "destination-over",
        SourceIn = "source-in",
        DestinationIn = "destination-in",
        SourceOut = "source-out",
        DestinationOut = "destination-out",
        SourceAtop = "source-atop",
        DestinationAtop = "destination-atop",
        Xor = "xor",
        Lighter = "lighter",
        Multiply = "multiply",
        Screen = "screen",
        Overlay = "overlay",
        Darken = "darken",
        Lighten = "lighten",
        ColorDodge = "color-dodge",
        ColorBurn = "color-burn",
        HardLight = "hard-light",
        SoftLight = "soft-light",
        Difference = "difference",
        Exclusion = "exclusion",
        Hue = "hue",
        Saturation = "saturation",
        Color = "color",
        Luminosity = "luminosity",
    }
}

impl Names for FontVariant {
    const ALL: &'static [(&'static str, Self)] = &Self::ALL;
    #[cfg(test)]
    const NAME: &'static str = "FontVariant";

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, variant)| *variant == self).map_or("", |(word, _)| word)
    }
}

impl<T: Names> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de, T: Names> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word<T>(PhantomData<T>);
        impl<T: Names> Visitor<'_> for Word<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let words: Vec<String> = T::ALL.iter().map(|(word, _)| format!("`{word}`")).collect();
                write!(f, "one of {}", words.join(", "))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Named<T>, E> {
                let known = T::ALL.iter().find(|(word, _)| *word == text);
                known.map(|(_, value)| Named(*value)).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Word(PhantomData))
    }
}

#[cfg(test)]
impl<T: Names> schemars::JsonSchema for Named<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words: Vec<&str> = T::ALL.iter().map(|(word, _)| *word).collect();
        schemars::json_schema!({ "type": "string", "enum": words })
    }
}
