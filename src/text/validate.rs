//! Refuses paragraphs with numbers out of range, before anything is laid out.

use super::{BaselineShift, Fit, InlineAlign, InlineBox, LineHeight, OBJECT, Paragraph, TabSize, TextStyle, Wrapping};
use crate::error::{Error, shorten};
use crate::font::tag_bytes;
use crate::limits::{Limits, within};
use crate::units::MAX_COORDINATE;

/// Longest language tag accepted; registered ones stay below 35 bytes (<https://www.rfc-editor.org/rfc/rfc5646#section-4.4.1>).
const MAX_LANGUAGE: usize = 64;
/// Longest ellipsis, in bytes.
const MAX_ELLIPSIS: usize = 64;
/// Features, and axes, that a style may set. Real fonts have some thirty axes at most.
const MAX_SETTINGS: usize = 64;

/// # Errors
/// [`Error::InvalidOption`] names the number, [`Error::LimitExceeded`] the limit.
pub(super) fn validate(paragraph: &Paragraph, limits: &Limits) -> Result<(), Error> {
    // Offsets are kept in 32 bit.
    let allowed = limits.text_bytes.min(u64::from(u32::MAX >> 1));
    within("text_bytes", paragraph.text.len() as u64, allowed)?;
    paragraph.check()
}

impl Paragraph {
    /// What does not depend on an engine's limits: scenes are refused by it before they are made.
    pub(crate) fn check(&self) -> Result<(), Error> {
        check(self)
    }
}

fn check(paragraph: &Paragraph) -> Result<(), Error> {
    if let Some(width) = paragraph.width {
        length("width", width)?;
    }
    if let Some(height) = paragraph.height {
        length("height", height)?;
    }
    match paragraph.line_height {
        LineHeight::Normal => {}
        LineHeight::Relative(factor) => number("line_height", factor, 0.0..=1.0e3, "a factor from 0 to 1000")?,
        LineHeight::Px(height) => length("line_height", height)?,
    }
    if paragraph.max_lines == Some(0) {
        return Err(refused("max_lines", &0, "1 or more"));
    }
    let Wrapping { tab_size, indent, paragraph_spacing, .. } = paragraph.wrapping;
    match tab_size {
        TabSize::Spaces(spaces) => number("tab_size", spaces, 0.0..=1.0e3, "0 to 1000 spaces")?,
        TabSize::Px(px) => number("tab_size", px, 0.0..=MAX_COORDINATE, "px from 0 to 1000000")?,
    }
    number("indent", indent.px, -MAX_COORDINATE..=MAX_COORDINATE, "px from -1000000 to 1000000")?;
    number("paragraph_spacing", paragraph_spacing, 0.0..=MAX_COORDINATE, "px from 0 to 1000000")?;
    if let Some(language) = &paragraph.language {
        check_language(language)?;
    }
    if let Some(Fit { least, greatest }) = paragraph.fit {
        number("fit.least", least, f64::MIN_POSITIVE..=MAX_COORDINATE, SIZE)?;
        number("fit.greatest", greatest, least..=MAX_COORDINATE, "px from the least size up to 1000000")?;
    }
    if let Some(text) = &paragraph.ellipsis.text
        && (text.len() > MAX_ELLIPSIS || text.chars().any(char::is_control))
    {
        let shown: String = text.chars().take(MAX_ELLIPSIS).collect();
        return Err(refused("ellipsis", &shown.escape_debug(), "up to 64 bytes without control characters"));
    }
    let mut boxes = paragraph.boxes.iter().peekable();
    let mut start = 0;
    for (number, (end, style)) in paragraph.spans.iter().enumerate() {
        if *end < start || !paragraph.text.is_char_boundary(*end) {
            return Err(refused("span", end, "its end on a character, behind the span before it"));
        }
        validate_style(style)?;
        if let Some((_, inline)) = boxes.next_if(|(span, _)| *span == number) {
            validate_box(inline)?;
            let text = paragraph.text.get(start..*end).unwrap_or_default();
            if !text.chars().eq([OBJECT]) {
                return Err(refused("box", &shorten(text), "U+FFFC alone as the text of its span"));
            }
        }
        start = *end;
    }
    if let Some((span, _)) = boxes.next() {
        return Err(refused("box", span, "the number of a span, above that of the box before"));
    }
    if start != paragraph.text.len() {
        return Err(refused("span", &start, "the last to end at the text's end"));
    }
    // What grows and shrinks with the size stays in range, at both bounds and so between them.
    let base = paragraph.spans.first().map_or(1.0, |(_, style)| style.size);
    let bounds = paragraph.fit.map(|fit| [fit.least, fit.greatest]);
    bounds.into_iter().flatten().try_for_each(|size| check(&paragraph.scaled(size / base)))
}

fn validate_box(inline: &InlineBox) -> Result<(), Error> {
    length("box.width", inline.width)?;
    length("box.height", inline.height)?;
    if let InlineAlign::Px(px) = inline.align {
        offset("box.align", px)?;
    }
    Ok(())
}

fn validate_style(style: &TextStyle) -> Result<(), Error> {
    number("size", style.size, f64::MIN_POSITIVE..=MAX_COORDINATE, SIZE)?;
    offset("letter_spacing", style.letter_spacing)?;
    offset("word_spacing", style.word_spacing)?;
    number("stretch", style.stretch, 50.0..=200.0, "per cent from 50 to 200")?;
    if let BaselineShift::Px(px) = style.baseline_shift {
        offset("baseline_shift", px)?;
    }
    if let Some(thickness) = style.decoration.thickness {
        number("decoration.thickness", thickness, f64::MIN_POSITIVE..=MAX_COORDINATE, SIZE)?;
    }
    if let Some(px) = style.decoration.underline_offset {
        offset("decoration.underline_offset", px)?;
    }
    if !(1..=1000).contains(&style.weight) {
        return Err(refused("weight", &style.weight, "1 to 1000"));
    }
    style.language.as_deref().map_or(Ok(()), check_language)?;
    validate_settings(style)
}

/// # Errors
/// [`Error::InvalidOption`] for what is no language tag.
pub(crate) fn check_language(language: &str) -> Result<(), Error> {
    let fits = !language.is_empty() && language.len() <= MAX_LANGUAGE;
    if fits && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Ok(());
    }
    let shown: String = language.chars().take(MAX_LANGUAGE).collect();
    Err(refused("language", &shown, "a BCP 47 tag such as zh-Hans"))
}

fn validate_settings(style: &TextStyle) -> Result<(), Error> {
    let tag = |option, tag: &str| match tag_bytes(tag) {
        Some(_) => Ok(()),
        None => Err(refused(option, &shorten(tag), "four characters of ASCII, from the space to the tilde")),
    };
    for (option, count) in [("features", style.features.len()), ("variations", style.variations.len())] {
        if count > MAX_SETTINGS {
            return Err(refused(option, &count, "64 at most"));
        }
    }
    style.features.iter().try_for_each(|feature| tag("features", &feature.tag))?;
    for variation in style.variations.iter() {
        tag("variations", &variation.tag)?;
        // What 16.16 fixed-point numbers, in which fonts count, can hold.
        number("variations", variation.value, -32_768.0..=32_767.0, "a number from -32768 to 32767")?;
    }
    Ok(())
}

const SIZE: &str = "px above 0, up to 1000000";

fn length(option: &'static str, value: f64) -> Result<(), Error> {
    number(option, value, 0.0..=MAX_COORDINATE, "px from 0 to 1000000")
}

fn offset(option: &'static str, value: f64) -> Result<(), Error> {
    number(option, value, -MAX_COORDINATE..=MAX_COORDINATE, "px from -1000000 to 1000000")
}

fn number(
    option: &'static str,
    value: f64,
    range: std::ops::RangeInclusive<f64>,
    expected: &'static str,
) -> Result<(), Error> {
    if range.contains(&value) { Ok(()) } else { Err(refused(option, &value, expected)) }
}

fn refused(option: &'static str, value: &dyn ToString, expected: &'static str) -> Error {
    Error::InvalidOption { option, value: value.to_string(), expected }
}
