//! [`TextJson`]: paragraphs.

use serde::{Deserialize, Serialize};

use super::defaults::{given, is_default};
use super::inline::{BoxImageJson, BoxJson};
use super::names::Named;
use super::number::{Num, Pair};
use super::paint::PaintJson;
use super::strict::{Object, OneOf, Variants};
use super::style::{SpanStyleJson, StyleJson};
use super::wrapping::TabSizeJson;
use crate::error::Error;
use crate::image::Image;
use crate::text::{
    Align, Anchor, Baseline, Direction, Ellipsis, EllipsisPlace, Fit, Indent, LineBreak, LineHeight, MissingGlyph,
    OverflowWrap, Paragraph, TextAnchor, TextStyle, TextWrap, VerticalAlign, WordBreak, Wrapping,
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
    /// The height of the box, px: lines that do not fit are cut.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Num"))]
    pub(super) height: Option<Num>,
    /// Where lines lie in the height.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) vertical_align: Named<VerticalAlign>,
    /// What shows that the text was cut.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) ellipsis: Object<EllipsisJson>,
    /// Chooses the size so that the text fills its box.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Object<FitJson>"))]
    pub(super) fit: Option<Object<FitJson>>,
    /// Whether faces that stand in for others have a say in the height of lines.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) fallback_heights: bool,
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
    /// The text. `\n` begins a new line. Either this or `box`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) text: Option<String>,
    /// A box in place of text. Either this or `text`.
    #[serde(default, rename = "box", deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Object<BoxJson>"))]
    pub(super) inline: Option<Object<BoxJson>>,
    /// What is other than in the style of the whole text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) style: Object<SpanStyleJson>,
}

/// Bounds of the size, px.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Fit"))]
#[serde(deny_unknown_fields)]
pub(super) struct FitJson {
    /// The least size of the first span.
    least: Num,
    /// The greatest size of the first span.
    greatest: Num,
}

/// What shows that the text was cut.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Ellipsis"))]
#[serde(deny_unknown_fields)]
pub(super) struct EllipsisJson {
    /// Which part of the last line gives way to it.
    #[serde(default, skip_serializing_if = "is_default")]
    place: Named<EllipsisPlace>,
    /// Other text than the script's ellipsis.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "String"))]
    text: Option<String>,
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

const ONE_OF_TWO: &str = "either `text`, or `spans` with at least one span";

impl TextJson {
    /// The pictures of its boxes, with the numbers of their spans.
    pub(super) fn pictures(&mut self) -> impl Iterator<Item = (usize, BoxImageJson)> {
        let spans = self.spans.iter_mut().flatten().enumerate();
        spans.filter_map(|(i, span)| Some((i, *span.0.inline.as_mut()?.0.image.take()?.0)))
    }

    /// The patterns of its styles, and where they stand.
    pub(super) fn patterns(&mut self) -> Vec<(String, &mut PaintJson)> {
        let whole = self.style.0.paints().map(|paint| (None, paint));
        let spans = self.spans.iter_mut().flatten().enumerate();
        let spans = spans.flat_map(|(i, span)| span.0.style.0.paints().map(move |paint| (Some(i), paint)));
        let patterns = whole.chain(spans).filter(|(_, paint)| paint.is_pattern());
        let place = |span: Option<usize>| span.map_or("style".to_owned(), |span| format!("spans[{span}].style"));
        patterns.map(|(span, paint)| (place(span), paint)).collect()
    }

    /// The paragraph, with the pictures of its boxes, by the numbers of their spans.
    ///
    /// # Errors
    /// What is wrong, and what is expected, where not exactly one of `text` and `spans` is given, or `spans` is empty; or of `text` and `box` in a
    /// span.
    pub(super) fn paragraph(
        self,
        mut pictures: Vec<(usize, Image)>,
    ) -> Result<Paragraph, (&'static str, &'static str)> {
        let style = TextStyle::from(*self.style.0);
        pictures.reverse();
        let paragraph = match (self.text, self.spans) {
            (Some(text), None) => Paragraph::new(text, style),
            (None, Some(spans)) if spans.is_empty() => return Err(("`spans` without a span", ONE_OF_TWO)),
            (None, Some(spans)) => {
                let mut paragraph =
                    Paragraph { spans: Vec::with_capacity(spans.len()), ..Paragraph::new("", style.clone()) };
                for (i, Object(span)) in spans.into_iter().enumerate() {
                    let own = span.style.0.over(&style);
                    paragraph = match (span.text, span.inline) {
                        (Some(text), None) => paragraph.with_span(&text, own),
                        (None, Some(inline)) => {
                            let image = pictures.pop_if(|(span, _)| *span == i).map(|(_, image)| image);
                            paragraph.with_inline_box(inline.0.inline_box(image), own)
                        }
                        (Some(_), Some(_)) => return Err(("a span with both `text` and `box`", "one of them")),
                        (None, None) => return Err(("a span with neither `text` nor `box`", "one of them")),
                    };
                }
                paragraph
            }
            (Some(_), Some(_)) => return Err(("both `text` and `spans`", ONE_OF_TWO)),
            (None, None) => return Err(("neither `text` nor `spans`", ONE_OF_TWO)),
        };
        let EllipsisJson { place, text } = *self.ellipsis.0;
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
            height: self.height.map(|height| height.0),
            vertical_align: self.vertical_align.0,
            ellipsis: Ellipsis { place: place.0, text: text.map(Into::into) },
            fit: self.fit.map(|fit| Fit { least: fit.0.least.0, greatest: fit.0.greatest.0 }),
            fallback_heights: self.fallback_heights,
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

    /// `picture` writes the picture of a box.
    pub(super) fn new(
        at: Pair,
        paragraph: &Paragraph,
        picture: impl Fn(&Image) -> Result<BoxImageJson, Error>,
    ) -> Result<Self, Error> {
        let Paragraph {
            text,
            spans,
            width,
            align,
            anchor,
            line_height,
            max_lines,
            height,
            vertical_align,
            ellipsis,
            fit,
            fallback_heights,
            boxes,
            missing,
            wrapping,
            language,
        } = paragraph;
        let Wrapping { line_break, word_break, overflow_wrap, text_wrap, direction, tab_size, indent, .. } = *wrapping;
        let Anchor { text: anchor, baseline } = *anchor;
        let base = spans.first().map_or_else(|| TextStyle::new(1.0), |(_, style)| style.clone());
        let one = spans.len() == 1 && boxes.is_empty();
        let mut pieces = Vec::new();
        let mut boxes = boxes.iter().peekable();
        for (number, (range, style)) in paragraph.spans().enumerate().filter(|_| !one) {
            let style = Object::new(SpanStyleJson::of(style, &base));
            let inline = boxes.next_if(|(span, _)| *span == number).map(|(_, inline)| inline);
            let text = inline.is_none().then(|| text.get(range).unwrap_or_default().to_owned());
            let image = inline.and_then(|inline| inline.image.as_ref()).map(&picture).transpose()?;
            let inline = inline.map(|inline| Object::new(BoxJson::new(inline, image)));
            pieces.push(Object::new(SpanJson { text, inline, style }));
        }
        Ok(Self {
            at,
            text: one.then(|| text.clone()),
            spans: (!one).then_some(pieces),
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
            height: height.map(Num),
            vertical_align: Named(*vertical_align),
            ellipsis: Object::new(EllipsisJson {
                place: Named(ellipsis.place),
                text: ellipsis.text.as_deref().map(str::to_owned),
            }),
            fit: fit.map(|Fit { least, greatest }| Object::new(FitJson { least: Num(least), greatest: Num(greatest) })),
            fallback_heights: *fallback_heights,
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
        })
    }
}
