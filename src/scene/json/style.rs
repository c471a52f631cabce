//! [`StyleJson`] and [`SpanStyleJson`]: how characters look.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::defaults::{given, is_default, yes};
use super::names::Named;
use super::number::Num;
use super::paint::PaintJson;
use super::strict::{Object, OneOf, Variants};
use crate::text::{
    BaselineShift, DecorationStyle, FontFeature, FontSynthesis, FontVariant, FontVariation, LineStyle, SkipInk,
    TextStyle,
};

/// How characters look; `size` is required.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(super) struct StyleJson(StyleFields<false>);

/// What a span's style has other than the whole text's.
pub(super) type SpanStyleJson = StyleFields<true>;

/// How characters look. Lengths are px. Whether `null` takes away what the whole text has.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "SpanStyle"))]
#[serde(deny_unknown_fields)]
pub(super) struct StyleFields<const NULL: bool> {
    /// Px per em.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    size: Option<Num>,
    /// Families in the order of preference; none is the engine's first.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    families: Option<Vec<String>>,
    /// From 1 to 1000; 400 is regular, 700 bold.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "u16"))]
    weight: Option<u16>,
    /// Italic, or slanted where the family has no italic face.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "bool"))]
    italic: Option<bool>,
    /// Width in per cent, from 50 to 200; 100 is normal.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    stretch: Option<Num>,
    /// Whether variable fonts are fitted to the size; they are unless said otherwise.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "bool"))]
    optical_sizing: Option<bool>,
    /// What may be made up where no face has it; all unless said otherwise.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Object<SynthesisJson>"))]
    synthesis: Option<Object<SynthesisJson>>,
    /// A colour, gradient or pattern; the latters' coordinates are the item's.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "PaintJson"))]
    paint: Option<PaintJson>,
    /// A colour, gradient or pattern behind the text; in a span `null` takes it away.
    #[serde(default, deserialize_with = "said::<NULL, _, _>", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<PaintJson>"))]
    background: Option<Option<PaintJson>>,
    /// Added after each cluster of characters.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    letter_spacing: Option<Num>,
    /// Added to each space between words.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    word_spacing: Option<Num>,
    /// How high the baseline lies.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "OneOf<ShiftJson>"))]
    baseline_shift: Option<OneOf<ShiftJson>>,
    /// A line below the text.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "bool"))]
    underline: Option<bool>,
    /// A line above the text.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "bool"))]
    overline: Option<bool>,
    /// A line through the text.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "bool"))]
    strikethrough: Option<bool>,
    /// How these lines look.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Object<DecorationJson>"))]
    decoration: Option<Object<DecorationJson>>,
    /// Forms of figures and letters, by their names in `font-variant` of CSS.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Vec<Named<FontVariant>>"))]
    variants: Option<Vec<Named<FontVariant>>>,
    /// OpenType features: `[tag, value]`, as in `["ss01", 1]`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Vec<(String, u32)>"))]
    features: Option<Vec<(String, u32)>>,
    /// Axes of variable fonts: `[tag, value]`, as in `["GRAD", 80]`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Vec<(String, Num)>"))]
    variations: Option<Vec<(String, Num)>>,
    /// A BCP 47 tag: `zh-Hans`, `ja`, ...; in a span `null` takes it away.
    #[serde(default, deserialize_with = "said::<NULL, _, _>", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    language: Option<Option<String>>,
}

/// What may be made up where no face has it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Synthesis"))]
#[serde(deny_unknown_fields)]
pub(super) struct SynthesisJson {
    /// Bolder outlines.
    #[serde(default = "yes")]
    weight: bool,
    /// Slanted outlines.
    #[serde(default = "yes")]
    style: bool,
    /// Smaller capitals for small ones.
    #[serde(default = "yes")]
    small_caps: bool,
}

/// How lines below, above and through text look.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Decoration"))]
#[serde(deny_unknown_fields)]
pub(super) struct DecorationJson {
    /// The line.
    #[serde(default, skip_serializing_if = "is_default")]
    line: Named<LineStyle>,
    /// Another paint than the text's.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "PaintJson"))]
    paint: Option<PaintJson>,
    /// Px; otherwise as the font says.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    thickness: Option<Num>,
    /// Px from the baseline down to the underline; otherwise as the font says.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    underline_offset: Option<Num>,
    /// Whether glyphs interrupt the line.
    #[serde(default, skip_serializing_if = "is_default")]
    skip_ink: Named<SkipInk>,
}

/// How high a baseline lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "BaselineShift"))]
#[serde(rename_all = "snake_case")]
pub(super) enum ShiftJson {
    /// On the line's.
    #[default]
    None,
    /// A subscript.
    Sub,
    /// A superscript.
    Super,
    /// Px above the line's.
    Px(Num),
}

impl Variants for ShiftJson {
    const EXPECTED: &'static str = "\"none\", \"sub\", \"super\", or an object with `px` as its only key";

    fn is_bare(&self) -> bool {
        !matches!(self, Self::Px(_))
    }
}

/// A value that may be left out, or be `null` where that is something else.
fn said<'de, const NULL: bool, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    if NULL { Option::deserialize(deserializer).map(Some) } else { T::deserialize(deserializer).map(Some).map(Some) }
}

impl<'de> Deserialize<'de> for StyleJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let style = StyleFields::deserialize(deserializer)?;
        if style.size.is_none() { Err(D::Error::missing_field("size")) } else { Ok(Self(style)) }
    }
}

impl StyleJson {
    pub(super) fn paints(&mut self) -> impl Iterator<Item = &mut PaintJson> {
        self.0.paints()
    }
}

impl From<StyleJson> for TextStyle {
    fn from(json: StyleJson) -> Self {
        json.0.over(&Self::new(1.0))
    }
}

impl From<&TextStyle> for StyleJson {
    fn from(style: &TextStyle) -> Self {
        let json = StyleFields::of(style, &TextStyle::new(style.size));
        Self(StyleFields { size: Some(Num(style.size)), ..json })
    }
}

impl<const NULL: bool> StyleFields<NULL> {
    /// The whole text's style with what the span says otherwise.
    pub(super) fn over(self, base: &TextStyle) -> TextStyle {
        let paint = |paint: Option<PaintJson>| paint.map(Into::into);
        let mut style = base.clone();
        fn set<T, J>(field: &mut T, said: Option<J>, value: impl FnOnce(J) -> T) {
            if let Some(said) = said {
                *field = value(said);
            }
        }
        set(&mut style.size, self.size, |size| size.0);
        set(&mut style.families, self.families, Into::into);
        set(&mut style.weight, self.weight, |weight| weight);
        set(&mut style.italic, self.italic, |italic| italic);
        set(&mut style.stretch, self.stretch, |stretch| stretch.0);
        set(&mut style.optical_sizing, self.optical_sizing, |optical_sizing| optical_sizing);
        set(&mut style.synthesis, self.synthesis, |json| {
            let SynthesisJson { weight, style, small_caps } = *json.0;
            FontSynthesis { weight, style, small_caps }
        });
        set(&mut style.paint, self.paint, Into::into);
        set(&mut style.background, self.background, paint);
        set(&mut style.letter_spacing, self.letter_spacing, |spacing| spacing.0);
        set(&mut style.word_spacing, self.word_spacing, |spacing| spacing.0);
        set(&mut style.baseline_shift, self.baseline_shift, |shift| match shift.0 {
            ShiftJson::None => BaselineShift::None,
            ShiftJson::Sub => BaselineShift::Sub,
            ShiftJson::Super => BaselineShift::Super,
            ShiftJson::Px(px) => BaselineShift::Px(px.0),
        });
        set(&mut style.underline, self.underline, |underline| underline);
        set(&mut style.overline, self.overline, |overline| overline);
        set(&mut style.strikethrough, self.strikethrough, |strikethrough| strikethrough);
        set(&mut style.decoration, self.decoration, |json| {
            let DecorationJson { line, paint: own, thickness, underline_offset, skip_ink } = *json.0;
            let [thickness, underline_offset] = [thickness, underline_offset].map(|px| px.map(|px| px.0));
            DecorationStyle { line: line.0, paint: paint(own), thickness, underline_offset, skip_ink: skip_ink.0 }
        });
        set(&mut style.variants, self.variants, |variants| variants.into_iter().map(|variant| variant.0).collect());
        set(&mut style.features, self.features, |features| {
            features.iter().map(|(tag, value)| FontFeature::new(tag, *value)).collect()
        });
        set(&mut style.variations, self.variations, |variations| {
            variations.iter().map(|(tag, value)| FontVariation::new(tag, value.0)).collect()
        });
        set(&mut style.language, self.language, |language| language.map(Into::into));
        style
    }

    /// All paints of it.
    pub(super) fn paints(&mut self) -> impl Iterator<Item = &mut PaintJson> {
        let decoration = self.decoration.as_mut().and_then(|decoration| decoration.0.paint.as_mut());
        let background = self.background.as_mut().and_then(Option::as_mut);
        [self.paint.as_mut(), background, decoration].into_iter().flatten()
    }

    /// What `style` has other than `base`.
    pub(super) fn of(style: &TextStyle, base: &TextStyle) -> Self {
        fn other<T: PartialEq, J>(value: &T, base: &T, json: impl FnOnce(&T) -> J) -> Option<J> {
            (value != base).then(|| json(value))
        }
        // Equal where the bits are.
        let number = |value: f64, base: f64| other(&Num(value), &Num(base), |value| *value);
        Self {
            size: number(style.size, base.size),
            families: other(&style.families, &base.families, |families| families.to_vec()),
            weight: other(&style.weight, &base.weight, |weight| *weight),
            italic: other(&style.italic, &base.italic, |italic| *italic),
            stretch: number(style.stretch, base.stretch),
            optical_sizing: other(&style.optical_sizing, &base.optical_sizing, |optical_sizing| *optical_sizing),
            synthesis: other(&style.synthesis, &base.synthesis, |FontSynthesis { weight, style, small_caps }| {
                Object::new(SynthesisJson { weight: *weight, style: *style, small_caps: *small_caps })
            }),
            paint: other(&PaintJson::from(&style.paint), &PaintJson::from(&base.paint), Clone::clone),
            background: other(
                &style.background.as_ref().map(PaintJson::from),
                &base.background.as_ref().map(PaintJson::from),
                Clone::clone,
            ),
            letter_spacing: number(style.letter_spacing, base.letter_spacing),
            word_spacing: number(style.word_spacing, base.word_spacing),
            baseline_shift: other(&shift(style), &shift(base), |shift| OneOf(*shift)),
            underline: other(&style.underline, &base.underline, |underline| *underline),
            overline: other(&style.overline, &base.overline, |overline| *overline),
            strikethrough: other(&style.strikethrough, &base.strikethrough, |strikethrough| *strikethrough),
            decoration: other(&decoration(style), &decoration(base), |json| Object::new(json.clone())),
            variants: other(&style.variants, &base.variants, |variants| {
                variants.iter().map(|(_, variant)| Named(variant)).collect()
            }),
            features: other(&features(style), &features(base), Clone::clone),
            variations: other(&variations(style), &variations(base), Clone::clone),
            language: other(&style.language, &base.language, |language| language.as_deref().map(str::to_owned)),
        }
    }
}

fn shift(style: &TextStyle) -> ShiftJson {
    match style.baseline_shift {
        BaselineShift::None => ShiftJson::None,
        BaselineShift::Sub => ShiftJson::Sub,
        BaselineShift::Super => ShiftJson::Super,
        BaselineShift::Px(px) => ShiftJson::Px(Num(px)),
    }
}

fn decoration(style: &TextStyle) -> DecorationJson {
    let DecorationStyle { line, paint, thickness, underline_offset, skip_ink } = &style.decoration;
    DecorationJson {
        line: Named(*line),
        paint: paint.as_ref().map(PaintJson::from),
        thickness: thickness.map(Num),
        underline_offset: underline_offset.map(Num),
        skip_ink: Named(*skip_ink),
    }
}

fn features(style: &TextStyle) -> Vec<(String, u32)> {
    style.features.iter().map(|feature| (feature.tag.to_string(), feature.value)).collect()
}

fn variations(style: &TextStyle) -> Vec<(String, Num)> {
    style.variations.iter().map(|variation| (variation.tag.to_string(), Num(variation.value))).collect()
}

/// Of a style whose size is required.
#[cfg(test)]
impl schemars::JsonSchema for StyleJson {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Style".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = SpanStyleJson::json_schema(generator);
        schema.insert("description".to_owned(), "How characters look. Lengths are px.".into());
        schema.insert("required".to_owned(), vec!["size"].into());
        schema
    }
}
