//! [`TextJson`]: paragraphs and their styles.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

use super::defaults::{given, is_default};
use super::names::Named;
use super::number::{Num, Pair};
use super::paint::PaintJson;
use super::strict::{Object, OneOf, Variants};
use super::wrapping::TabSizeJson;
use crate::text::{
    Align, Anchor, Baseline, Direction, Indent, LineBreak, LineHeight, MissingGlyph, OverflowWrap, Paragraph,
    TextAnchor, TextStyle, TextWrap, WordBreak, Wrapping,
};

/// Text, laid out when the scene is drawn.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Text"))]
#[serde(deny_unknown_fields)]
pub(super) struct TextJson {
    /// `[x, y]` that the anchor is put onto: by default the start of the first baseline.
    pub(super) at: Pair,
    /// The text, in one style. `\n` begins a new line. Either this or `spans`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) text: Option<String>,
    /// The text in pieces, each with a style of its own. Either this or `text`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Vec<Object<SpanJson>>"))]
    pub(super) spans: Option<Vec<Object<SpanJson>>>,
    /// The style of all of the text, but for what a span says otherwise.
    pub(super) style: Object<StyleJson>,
    /// Wraps lines, px.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    pub(super) width: Option<Num>,
    /// Where lines stand in the width.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) align: Named<Align>,
    /// Which point of the text, across, is put onto `at`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) anchor: Named<TextAnchor>,
    /// Which point of the text, down, is put onto `at`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) baseline: Named<Baseline>,
    /// From baseline to baseline.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) line_height: OneOf<LineHeightJson>,
    /// Cuts the text after so many lines, with an ellipsis.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "u32"))]
    pub(super) max_lines: Option<usize>,
    /// What happens to characters that no face has a glyph for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) missing: Named<MissingGlyph>,
    /// The language of what says none: a BCP 47 tag.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) language: Option<String>,
    /// The base direction of paragraphs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) direction: Named<Direction>,
    /// How strictly punctuation is kept from the ends of lines.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) line_break: Named<LineBreak>,
    /// Whether a line may end between letters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) word_break: Named<WordBreak>,
    /// What becomes of a word that is wider than the line.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) overflow_wrap: Named<OverflowWrap>,
    /// How lines are filled.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) text_wrap: Named<TextWrap>,
    /// The distance of tab stops.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) tab_size: OneOf<TabSizeJson>,
    /// Indents the first line of each paragraph, px.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) indent: Num,
    /// Whether all lines but the first are indented instead.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) hanging: bool,
    /// Between the paragraphs that line feeds make, px.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) paragraph_spacing: Num,
}

/// A piece of text.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Span"))]
#[serde(deny_unknown_fields)]
pub(super) struct SpanJson {
    /// The text. `\n` begins a new line.
    pub(super) text: String,
    /// What is other than in the style of the whole text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) style: Object<SpanStyleJson>,
}

/// How characters look. Lengths are px.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Style"))]
#[serde(deny_unknown_fields)]
pub(super) struct StyleJson {
    /// Px per em.
    size: Num,
    /// Families in the order of preference; none is the engine's first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    families: Vec<String>,
    /// From 1 to 1000; 400 is regular, 700 bold.
    #[serde(default = "regular", skip_serializing_if = "is_regular")]
    weight: u16,
    /// Italic, or slanted where the family has no italic face.
    #[serde(default, skip_serializing_if = "is_default")]
    italic: bool,
    /// A colour or gradient; a gradient's coordinates are the item's.
    #[serde(default, skip_serializing_if = "is_default")]
    paint: PaintJson,
    /// Added after each cluster of characters.
    #[serde(default, skip_serializing_if = "is_default")]
    letter_spacing: Num,
    /// A line below the text.
    #[serde(default, skip_serializing_if = "is_default")]
    underline: bool,
    /// A line through the text.
    #[serde(default, skip_serializing_if = "is_default")]
    strikethrough: bool,
    /// A BCP 47 tag: `zh-Hans`, `ja`, ...
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "String"))]
    language: Option<String>,
}

/// What a span's style has other than the whole text's.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "SpanStyle"))]
#[serde(deny_unknown_fields)]
pub(super) struct SpanStyleJson {
    /// Px per em.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    size: Option<Num>,
    /// Families in the order of preference.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    families: Option<Vec<String>>,
    /// From 1 to 1000.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "u16"))]
    weight: Option<u16>,
    /// Italic, or slanted where the family has no italic face.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "bool"))]
    italic: Option<bool>,
    /// A colour or gradient.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "PaintJson"))]
    paint: Option<PaintJson>,
    /// Added after each cluster of characters.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    letter_spacing: Option<Num>,
    /// A line below the text.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "bool"))]
    underline: Option<bool>,
    /// A line through the text.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "bool"))]
    strikethrough: Option<bool>,
    /// A BCP 47 tag, or `null` for none.
    #[serde(default, deserialize_with = "said", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    language: Option<Option<String>>,
}

/// From baseline to baseline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "LineHeight"))]
#[serde(rename_all = "snake_case")]
pub(super) enum LineHeightJson {
    /// As the fonts say.
    #[default]
    Normal,
    /// A multiple of the size.
    Relative(Num),
    /// Px.
    Px(Num),
}

impl Variants for LineHeightJson {
    const EXPECTED: &'static str = "\"normal\", or an object with `relative` or `px` as its only key";

    fn is_bare(&self) -> bool {
        matches!(self, Self::Normal)
    }
}

fn regular() -> u16 {
    TextStyle::REGULAR
}

fn is_regular(weight: &u16) -> bool {
    *weight == TextStyle::REGULAR
}

/// A value that may be left out, or be `null`, which is something else.
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl From<StyleJson> for TextStyle {
    fn from(json: StyleJson) -> Self {
        Self {
            families: json.families.into(),
            size: json.size.0,
            weight: json.weight,
            italic: json.italic,
            paint: json.paint.into(),
            letter_spacing: json.letter_spacing.0,
            underline: json.underline,
            strikethrough: json.strikethrough,
            language: json.language.map(Into::into),
        }
    }
}

impl SpanStyleJson {
    /// The whole text's style with what the span says otherwise.
    fn over(self, base: &TextStyle) -> TextStyle {
        TextStyle {
            families: self.families.map_or_else(|| Arc::clone(&base.families), Into::into),
            size: self.size.map_or(base.size, |size| size.0),
            weight: self.weight.unwrap_or(base.weight),
            italic: self.italic.unwrap_or(base.italic),
            paint: self.paint.map_or_else(|| base.paint.clone(), Into::into),
            letter_spacing: self.letter_spacing.map_or(base.letter_spacing, |spacing| spacing.0),
            underline: self.underline.unwrap_or(base.underline),
            strikethrough: self.strikethrough.unwrap_or(base.strikethrough),
            language: self.language.map_or_else(|| base.language.clone(), |language| language.map(Into::into)),
        }
    }

    /// What `style` has other than `base`.
    fn of(style: &TextStyle, base: &TextStyle) -> Self {
        let (style, base) = (StyleJson::from(style), StyleJson::from(base));
        fn other<T: PartialEq>(value: T, base: &T) -> Option<T> {
            (value != *base).then_some(value)
        }
        Self {
            size: other(style.size, &base.size),
            families: other(style.families, &base.families),
            weight: other(style.weight, &base.weight),
            italic: other(style.italic, &base.italic),
            paint: other(style.paint, &base.paint),
            letter_spacing: other(style.letter_spacing, &base.letter_spacing),
            underline: other(style.underline, &base.underline),
            strikethrough: other(style.strikethrough, &base.strikethrough),
            language: other(style.language, &base.language),
        }
    }
}

impl From<&TextStyle> for StyleJson {
    fn from(style: &TextStyle) -> Self {
        let TextStyle { families, size, weight, italic, paint, letter_spacing, underline, strikethrough, language } =
            style;
        Self {
            size: Num(*size),
            families: families.to_vec(),
            weight: *weight,
            italic: *italic,
            paint: paint.into(),
            letter_spacing: Num(*letter_spacing),
            underline: *underline,
            strikethrough: *strikethrough,
            language: language.as_deref().map(str::to_owned),
        }
    }
}

impl TextJson {
    /// The paragraph.
    ///
    /// # Errors
    /// What is wrong where not exactly one of `text` and `spans` is given, or `spans` is empty.
    pub(super) fn paragraph(self) -> Result<Paragraph, &'static str> {
        let style = TextStyle::from(*self.style.0);
        let paragraph = match (self.text, self.spans) {
            (Some(text), None) => Paragraph::new(text, style),
            (None, Some(spans)) => {
                let mut spans = spans.into_iter().map(|Object(span)| (span.text, span.style.0.over(&style)));
                let (text, first) = spans.next().ok_or("`spans` without a span")?;
                spans.fold(Paragraph::new(text, first), |text, (span, style)| text.with_span(&span, style))
            }
            (Some(_), Some(_)) => return Err("both `text` and `spans`"),
            (None, None) => return Err("neither `text` nor `spans`"),
        };
        Ok(Paragraph {
            width: self.width.map(|width| width.0),
            align: self.align.0,
            anchor: Anchor { text: self.anchor.0, baseline: self.baseline.0 },
            line_height: match self.line_height.0 {
                LineHeightJson::Normal => LineHeight::Normal,
                LineHeightJson::Relative(factor) => LineHeight::Relative(factor.0),
                LineHeightJson::Px(px) => LineHeight::Px(px.0),
            },
            max_lines: self.max_lines,
            missing: self.missing.0,
            wrapping: Wrapping {
                line_break: self.line_break.0,
                word_break: self.word_break.0,
                overflow_wrap: self.overflow_wrap.0,
                text_wrap: self.text_wrap.0,
                direction: self.direction.0,
                tab_size: self.tab_size.0.into(),
                indent: Indent { px: self.indent.0, hanging: self.hanging },
                paragraph_spacing: self.paragraph_spacing.0,
            },
            language: self.language.map(Into::into),
            ..paragraph
        })
    }

    pub(super) fn new(at: Pair, paragraph: &Paragraph) -> Self {
        let Paragraph { text, spans, width, align, anchor, line_height, max_lines, missing, wrapping, language } =
            paragraph;
        let Wrapping { line_break, word_break, overflow_wrap, text_wrap, direction, tab_size, indent, .. } = *wrapping;
        let Anchor { text: anchor, baseline } = *anchor;
        let base = spans.first().map_or_else(|| TextStyle::new(1.0), |(_, style)| style.clone());
        let pieces = paragraph.spans().map(|(range, style)| {
            let text = text.get(range).unwrap_or_default().to_owned();
            Object::new(SpanJson { text, style: Object::new(SpanStyleJson::of(style, &base)) })
        });
        let one = spans.len() == 1;
        Self {
            at,
            text: one.then(|| text.clone()),
            spans: (!one).then(|| pieces.collect()),
            style: Object::new(StyleJson::from(&base)),
            width: width.map(Num),
            align: Named(*align),
            anchor: Named(anchor),
            baseline: Named(baseline),
            line_height: OneOf(match *line_height {
                LineHeight::Normal => LineHeightJson::Normal,
                LineHeight::Relative(factor) => LineHeightJson::Relative(Num(factor)),
                LineHeight::Px(px) => LineHeightJson::Px(Num(px)),
            }),
            max_lines: *max_lines,
            missing: Named(*missing),
            language: language.as_deref().map(str::to_owned),
            direction: Named(direction),
            line_break: Named(line_break),
            word_break: Named(word_break),
            overflow_wrap: Named(overflow_wrap),
            text_wrap: Named(text_wrap),
            tab_size: OneOf(tab_size.into()),
            indent: Num(indent.px),
            hanging: indent.hanging,
            paragraph_spacing: Num(wrapping.paragraph_spacing),
        }
    }
}
