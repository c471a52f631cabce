//! Where lines end and begin: strictness, words, hyphens, tabs, indents, balance, direction.

use inkstone::{
    Align, Direction, LineBreak, LineHeight, OverflowWrap, Paragraph, TabSize, TextStyle, TextWrap, WordBreak,
};

use super::desk::{Desk, PALE, rect};
use super::text::LATIN;

pub(crate) fn draw(desk: &mut Desk<'_>) {
    let style = |language: &str| TextStyle::new(16.0).with_language(language);
    let line = LineHeight::Px(22.0);
    desk.paper("text/line-break", (232.0, 126.0), |s| {
        for (x, line_break) in [(4.0, LineBreak::Loose), (80.0, LineBreak::Normal), (156.0, LineBreak::Strict)] {
            s.fill(rect(x, 0.0, 64.0, 126.0), PALE);
            let text = Paragraph::new("データーちょっと、人々・時々", style("ja")).with_width(64.0);
            s.text((x, 18.0), text.with_line_break(line_break).with_line_height(line));
        }
    });
    desk.paper("text/word-break", (256.0, 108.0), |s| {
        for (x, word_break) in [(4.0, WordBreak::Normal), (88.0, WordBreak::BreakAll), (172.0, WordBreak::KeepAll)] {
            s.fill(rect(x, 0.0, 80.0, 108.0), PALE);
            let text = Paragraph::new("用 inkstone 画汉字，한국어 글자도.", style("zh-Hans")).with_width(80.0);
            s.text((x, 18.0), text.with_word_break(word_break).with_line_height(line));
        }
    });
    desk.paper("text/soft-hyphens", (168.0, 92.0), |s| {
        let latin = TextStyle::new(16.0).with_families(LATIN);
        let text = "in\u{ad}com\u{ad}pre\u{ad}hen\u{ad}si\u{ad}bil\u{ad}i\u{ad}ties";
        s.fill(rect(4.0, 0.0, 76.0, 92.0), PALE).fill(rect(88.0, 0.0, 76.0, 92.0), PALE);
        s.text((4.0, 18.0), Paragraph::new(text, latin.clone()).with_width(76.0).with_line_height(line));
        let whole = Paragraph::new("an incomprehensible word", latin).with_width(76.0).with_line_height(line);
        s.text((88.0, 18.0), whole.with_overflow_wrap(OverflowWrap::Normal));
    });
    desk.paper("text/tab-stops", (232.0, 96.0), |s| {
        for x in [4.0, 76.0, 148.0, 220.0] {
            s.fill(rect(x, 0.0, 1.0, 96.0), PALE);
        }
        let text = "项目\t数量\t价\n墨\t12\t8.50\ninkstone\t3\t120\n一二三四\t七\t—";
        let text = Paragraph::new(text, style("zh-Hans")).with_width(228.0).with_tab_size(TabSize::Px(72.0));
        s.text((4.0, 18.0), text.with_line_height(line));
    });
    desk.paper("text/indents", (256.0, 150.0), |s| {
        let text = Paragraph::new("墨分五彩，指用墨的浓淡变化。\n第二段另起一行，空两格。", style("zh-Hans"));
        let text = text.with_width(120.0).with_line_height(line).with_align(Align::Justify);
        s.fill(rect(4.0, 0.0, 120.0, 150.0), PALE).fill(rect(132.0, 0.0, 120.0, 150.0), PALE);
        s.text((4.0, 18.0), text.clone().with_indent(32.0).with_paragraph_spacing(11.0));
        s.text((132.0, 18.0), text.with_hanging_indent(16.0));
    });
    desk.paper("text/balance", (336.0, 60.0), |s| {
        let text = Paragraph::new("墨石：从场景到像素的引擎", style("zh-Hans").with_size(18.0)).with_width(160.0);
        s.fill(rect(4.0, 0.0, 160.0, 60.0), PALE).fill(rect(172.0, 0.0, 160.0, 60.0), PALE);
        s.text((4.0, 22.0), text.clone().with_align(Align::Center).with_line_height(LineHeight::Px(26.0)));
        let text = text.with_text_wrap(TextWrap::Balance).with_align(Align::Center);
        s.text((172.0, 22.0), text.with_line_height(LineHeight::Px(26.0)));
    });
    desk.paper("text/base-direction", (168.0, 80.0), |s| {
        s.fill(rect(4.0, 0.0, 160.0, 80.0), PALE);
        let text = |direction| {
            let text = Paragraph::new("שלום (abc) 12!", TextStyle::new(16.0)).with_width(160.0);
            let text = text.with_direction(direction).with_line_height(line);
            // The anchor is the side where lines begin.
            let x = if direction == Direction::LeftToRight { 4.0 } else { 164.0 };
            (x, text)
        };
        for (y, direction) in [(18.0, Direction::Auto), (42.0, Direction::LeftToRight), (66.0, Direction::RightToLeft)]
        {
            let (x, text) = text(direction);
            s.text((x, y), text);
        }
    });
    desk.paper("text/word-boundaries", (232.0, 60.0), |s| {
        for (x, text, language) in [(4.0, "การเดินทางไปประเทศไทย", "th"), (120.0, "ภาษาไทยไม่มีช่องว่าง", "th")]
        {
            s.fill(rect(x, 0.0, 100.0, 60.0), PALE);
            s.text((x, 20.0), Paragraph::new(text, style(language)).with_width(100.0).with_line_height(line));
        }
    });
}
