//! Refuses paragraphs with numbers out of range, before anything is laid out.

use super::{LineHeight, Paragraph, TabSize, TextStyle, Wrapping};
use crate::error::Error;
use crate::limits::{Limits, within};
use crate::units::MAX_COORDINATE;

/// Longest language tag accepted; registered ones stay below 35 bytes (<https://www.rfc-editor.org/rfc/rfc5646#section-4.4.1>).
const MAX_LANGUAGE: usize = 64;

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
        number("width", width, 0.0..=MAX_COORDINATE, "px from 0 to 1000000")?;
    }
    match paragraph.line_height {
        LineHeight::Normal => {}
        LineHeight::Relative(factor) => number("line_height", factor, 0.0..=1.0e3, "a factor from 0 to 1000")?,
        LineHeight::Px(height) => number("line_height", height, 0.0..=MAX_COORDINATE, "px from 0 to 1000000")?,
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
    let mut start = 0;
    for (end, style) in &paragraph.spans {
        if *end < start || !paragraph.text.is_char_boundary(*end) {
            return Err(refused("span", end, "its end on a character, behind the span before it"));
        }
        start = *end;
        validate_style(style)?;
    }
    if start == paragraph.text.len() {
        Ok(())
    } else {
        Err(refused("span", &start, "the last to end at the text's end"))
    }
}

fn validate_style(style: &TextStyle) -> Result<(), Error> {
    number("size", style.size, f64::MIN_POSITIVE..=MAX_COORDINATE, "px above 0, up to 1000000")?;
    let spacing = "px from -1000000 to 1000000";
    number("letter_spacing", style.letter_spacing, -MAX_COORDINATE..=MAX_COORDINATE, spacing)?;
    if !(1..=1000).contains(&style.weight) {
        return Err(refused("weight", &style.weight, "1 to 1000"));
    }
    style.language.as_deref().map_or(Ok(()), check_language)
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
