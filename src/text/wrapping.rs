//! How a paragraph's lines are made: where they may end, how they are indented, which way they run.

use super::Paragraph;

/// How strictly punctuation is kept from the ends of lines
/// ([`line-break`](https://www.w3.org/TR/css-text-3/#line-break-property)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineBreak {
    /// The fewest rules, as for short lines in newspapers: a line may begin with `々`, and in Chinese and Japanese with
    /// `・`, `！` and `％`.
    Loose,
    /// The usual rules: a line may begin with small kana and, in Chinese and Japanese, with `〜`.
    #[default]
    Normal,
    /// The most rules: no line begins with small kana or a prolonged sound mark.
    Strict,
    /// A line may end anywhere but within a cluster of characters.
    Anywhere,
}

/// Whether a line may end between letters ([`word-break`](https://www.w3.org/TR/css-text-3/#word-break-property)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WordBreak {
    /// Words stay whole; ideographs and kana are words of their own, Thai, Lao, Khmer and Burmese words are known from
    /// dictionaries.
    #[default]
    Normal,
    /// A line may end between any two letters, as between ideographs.
    BreakAll,
    /// Words of Chinese, Japanese and Korean, from space to space, stay whole too.
    KeepAll,
}

/// What becomes of a word that is wider than the line
/// ([`overflow-wrap`](https://www.w3.org/TR/css-text-3/#overflow-wrap-property)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OverflowWrap {
    /// It stays whole and stands out of the paragraph's width.
    Normal,
    /// It is broken where the line is full. In CSS only the least width of a box sets this apart from `Anywhere`; a
    /// paragraph's width is given, so that both make the same lines.
    BreakWord,
    /// It is broken where the line is full.
    #[default]
    Anywhere,
}

/// How lines are filled ([`text-wrap-style`](https://www.w3.org/TR/css-text-4/#text-wrap-style)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextWrap {
    /// Each line takes what fits.
    #[default]
    Auto,
    /// Lines of about one length: those of the least width that makes no more lines. For headlines; it breaks a text some
    /// twenty times.
    Balance,
}

/// The base direction of paragraphs (<https://www.unicode.org/reports/tr9/#The_Paragraph_Level>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// That of the first letter outside of isolates, for each paragraph; from left to right where there is none.
    #[default]
    Auto,
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// Distance of tab stops, counted from the side where lines begin
/// ([`tab-size`](https://www.w3.org/TR/css-text-3/#tab-size-property)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TabSize {
    /// In spaces of the paragraph's first style. 8 unless said otherwise.
    Spaces(f64),
    /// In px.
    Px(f64),
}

impl Default for TabSize {
    fn default() -> Self {
        Self::Spaces(8.0)
    }
}

/// Room before a paragraph's first line, or before all others
/// ([`text-indent`](https://www.w3.org/TR/css-text-3/#text-indent-property)). Paragraphs end at line feeds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Indent {
    /// Logical px; negative where lines begin outside of the width.
    pub px: f64,
    /// Whether it is the lines after the first one that are indented.
    pub hanging: bool,
}

/// All of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Wrapping {
    pub(crate) line_break: LineBreak,
    pub(crate) word_break: WordBreak,
    pub(crate) overflow_wrap: OverflowWrap,
    pub(crate) text_wrap: TextWrap,
    pub(crate) direction: Direction,
    pub(crate) tab_size: TabSize,
    pub(crate) indent: Indent,
    /// Between the paragraphs of the text, logical px.
    pub(crate) paragraph_spacing: f64,
}

impl Wrapping {
    /// Multiplies all lengths.
    pub(super) fn scale(&mut self, factor: f64) {
        self.indent.px *= factor;
        self.paragraph_spacing *= factor;
        if let TabSize::Px(px) = &mut self.tab_size {
            *px *= factor;
        }
    }
}

impl Paragraph {
    /// How strictly punctuation is kept from the ends of lines.
    #[must_use]
    pub fn with_line_break(mut self, line_break: LineBreak) -> Self {
        self.wrapping.line_break = line_break;
        self
    }

    /// Whether a line may end between letters.
    #[must_use]
    pub fn with_word_break(mut self, word_break: WordBreak) -> Self {
        self.wrapping.word_break = word_break;
        self
    }

    /// What becomes of a word that is wider than the line.
    #[must_use]
    pub fn with_overflow_wrap(mut self, overflow_wrap: OverflowWrap) -> Self {
        self.wrapping.overflow_wrap = overflow_wrap;
        self
    }

    /// How lines are filled.
    ///
    /// ```
    /// use inkstone::{Engine, Paragraph, RenderOptions, TextStyle, TextWrap};
    /// # #[cfg(feature = "bundled-fonts")] {
    /// let headline = Paragraph::new("一二三四五六七八九十", TextStyle::new(20.0)).with_width(180.0);
    /// let mut canvas = Engine::new().canvas();
    /// let mut widths = |text: Paragraph| -> Result<Vec<f64>, inkstone::Error> {
    ///     Ok(canvas.layout(&text, &RenderOptions::new())?.lines.iter().map(|line| line.width).collect())
    /// };
    /// assert_eq!(widths(headline.clone())?, [180.0, 20.0]);
    /// assert_eq!(widths(headline.with_text_wrap(TextWrap::Balance))?, [100.0, 100.0]);
    /// # }
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    #[must_use]
    pub fn with_text_wrap(mut self, text_wrap: TextWrap) -> Self {
        self.wrapping.text_wrap = text_wrap;
        self
    }

    /// The base direction of paragraphs.
    #[must_use]
    pub fn with_direction(mut self, direction: Direction) -> Self {
        self.wrapping.direction = direction;
        self
    }

    /// Distance of tab stops.
    #[must_use]
    pub fn with_tab_size(mut self, tab_size: TabSize) -> Self {
        self.wrapping.tab_size = tab_size;
        self
    }

    /// Indents the first line of each paragraph by some px.
    #[must_use]
    pub fn with_indent(mut self, px: f64) -> Self {
        self.wrapping.indent = Indent { px, hanging: false };
        self
    }

    /// Indents all lines of each paragraph but the first by some px.
    #[must_use]
    pub fn with_hanging_indent(mut self, px: f64) -> Self {
        self.wrapping.indent = Indent { px, hanging: true };
        self
    }

    /// Space between the paragraphs that line feeds make, in px.
    #[must_use]
    pub fn with_paragraph_spacing(mut self, px: f64) -> Self {
        self.wrapping.paragraph_spacing = px;
        self
    }

    /// The language of all spans that say none, as a BCP 47 tag.
    #[must_use]
    pub fn with_language(mut self, language: &str) -> Self {
        self.language = Some(language.into());
        self
    }
}
