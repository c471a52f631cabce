//! What is around characters: lines, backgrounds, raised baselines, boxes, frames for what is missing.

use inkstone::{
    Baseline, BaselineShift, Color, DecorationStyle, FontSynthesis, FontVariant, Gradient, Image, InlineAlign,
    InlineBox, LineStyle, Paragraph, SkipInk, TextAnchor, TextStyle,
};

use super::desk::{BLUE, Desk, GOLD, INK, PALE, RED, TEAL, rect, test_picture};
use super::text::LATIN;

pub(crate) fn draw(desk: &mut Desk<'_>) {
    line_styles(desk);
    skip_ink(desk);
    places(desk);
    spans(desk);
    boxes(desk);
    baselines(desk);
    forms(desk);
    small_caps(desk);
    missing(desk);
}

fn line_styles(desk: &mut Desk<'_>) {
    let lines = [LineStyle::Solid, LineStyle::Double, LineStyle::Dotted, LineStyle::Dashed, LineStyle::Wavy];
    desk.paper("text/line-styles", (200.0, 200.0), |s| {
        for (i, line) in lines.into_iter().enumerate() {
            let style = TextStyle::new(24.0)
                .with_underline(true)
                .with_decoration(DecorationStyle::new().with_line(line).with_thickness(2.0).with_paint(RED));
            s.text((6.0, 28.0 + 39.0 * i as f64), ("下划线 Underline", style));
        }
    });
    desk.paper("text/line-styles-over-and-through", (200.0, 200.0), |s| {
        for (i, line) in lines.into_iter().enumerate() {
            let look = DecorationStyle::new().with_line(line).with_thickness(1.5).with_paint(TEAL);
            let style = TextStyle::new(20.0).with_families(LATIN).with_decoration(look);
            let paragraph = Paragraph::new("Over", style.clone().with_overline(true))
                .with_span(" and ", style.clone())
                .with_span("through", style.with_strikethrough(true));
            s.text((6.0, 30.0 + 39.0 * i as f64), paragraph);
        }
    });
}

fn skip_ink(desk: &mut Desk<'_>) {
    desk.paper("text/skip-ink", (220.0, 150.0), |s| {
        for (i, skip) in [SkipInk::Auto, SkipInk::All, SkipInk::None].into_iter().enumerate() {
            let look = DecorationStyle::new().with_skip_ink(skip).with_paint(BLUE);
            let style = TextStyle::new(28.0).with_families(LATIN).with_underline(true).with_decoration(look);
            let paragraph = Paragraph::new("gypsy, ", style.clone()).with_span("丁了 jç", style.with_italic(true));
            s.text((6.0, 32.0 + 48.0 * i as f64), paragraph);
        }
    });
}

fn places(desk: &mut Desk<'_>) {
    let style = TextStyle::new(20.0).with_families(LATIN);
    desk.paper("text/underline-offset-and-thickness", (200.0, 120.0), |s| {
        let looks = [
            DecorationStyle::new(),
            DecorationStyle::new().with_thickness(4.0),
            DecorationStyle::new().with_underline_offset(8.0),
            DecorationStyle::new().with_underline_offset(-6.0).with_thickness(0.75),
        ];
        for (i, look) in looks.into_iter().enumerate() {
            s.text(
                (6.0, 22.0 + 28.0 * i as f64),
                ("Quay pages", style.clone().with_underline(true).with_decoration(look)),
            );
        }
    });
    desk.paper("text/word-and-letter-spacing", (220.0, 84.0), |s| {
        s.text((6.0, 20.0), ("The words 之 间 apart", style.clone().with_size(16.0)));
        s.text((6.0, 44.0), ("The words 之 间 apart", style.clone().with_size(16.0).with_word_spacing(8.0)));
        let tight = style.clone().with_size(16.0).with_word_spacing(-3.0).with_letter_spacing(1.5);
        s.text((6.0, 68.0), ("The words 之 间 apart", tight));
    });
}

fn spans(desk: &mut Desk<'_>) {
    desk.paper("text/backgrounds", (200.0, 106.0), |s| {
        let plain = TextStyle::new(20.0);
        let across = Gradient::linear((0.0, 0.0), (200.0, 0.0)).with_colors([GOLD, RED]);
        let paragraph = Paragraph::new("一段", plain.clone())
            .with_span("高亮 mark", plain.clone().with_background(GOLD))
            .with_span("的文字，", plain.clone())
            .with_span("渐变也可以换行继续", plain.clone().with_background(across))
            .with_span("。", plain)
            .with_width(180.0);
        s.text((10.0, 26.0), paragraph);
    });
    desk.paper("text/sub-and-superscripts", (236.0, 120.0), |s| {
        let plain = TextStyle::new(26.0).with_families(LATIN);
        let shift = |shift| plain.clone().with_baseline_shift(shift);
        let water = Paragraph::new("H", plain.clone())
            .with_span("2", shift(BaselineShift::Sub))
            .with_span("O, E = mc", plain.clone())
            .with_span("2", shift(BaselineShift::Super));
        s.text((6.0, 32.0), water);
        let chinese = Paragraph::new("注", TextStyle::new(26.0))
            .with_span("［甲］", TextStyle::new(26.0).with_baseline_shift(BaselineShift::Super).with_paint(RED))
            .with_span("下", TextStyle::new(26.0))
            .with_span("標 i", TextStyle::new(26.0).with_baseline_shift(BaselineShift::Sub).with_underline(true));
        s.text((6.0, 72.0), chinese);
        let steps = (0..6).map(f64::from).fold(Paragraph::new("up ", plain.clone()), |text, i| {
            text.with_span("↑", plain.clone().with_size(16.0)).with_span("x", shift(BaselineShift::Px(3.0 * i - 6.0)))
        });
        s.text((6.0, 108.0), steps);
    });
    desk.paper("text/made-up-styles", (220.0, 120.0), |s| {
        let style = TextStyle::new(22.0);
        let text = "ไทย עברית हिन्दी عربي";
        s.text((6.0, 26.0), (text, style.clone()));
        s.text((6.0, 54.0), (text, style.clone().with_weight(TextStyle::BOLD)));
        s.text((6.0, 82.0), (text, style.clone().with_weight(TextStyle::BOLD).with_italic(true)));
        let none = style.with_weight(TextStyle::BOLD).with_italic(true).with_synthesis(FontSynthesis::NONE);
        s.text((6.0, 110.0), (text, none));
    });
}

fn boxes(desk: &mut Desk<'_>) {
    desk.paper("text/inline-boxes", (220.0, 150.0), |s| {
        let style = TextStyle::new(20.0);
        let image = Image::from_pixmap(test_picture(12, 12)).with_sampling(inkstone::Sampling::Nearest);
        let aligns = [
            InlineAlign::Baseline,
            InlineAlign::Middle,
            InlineAlign::Center,
            InlineAlign::TextTop,
            InlineAlign::TextBottom,
            InlineAlign::Px(-8.0),
        ];
        let mut paragraph = Paragraph::new("图", style.clone()).with_width(200.0);
        for align in aligns {
            let inline = InlineBox::new(18.0, 24.0).with_align(align).with_image(&image);
            paragraph =
                paragraph.with_inline_box(inline, style.clone().with_underline(true)).with_span("x中 ", style.clone());
        }
        s.text((10.0, 36.0), paragraph);
        let hebrew = Paragraph::new("אב", style.clone())
            .with_inline_box(InlineBox::new(24.0, 24.0).with_image(&image), style.clone().with_background(PALE))
            .with_span("גד", style);
        s.text((210.0, 140.0), hebrew);
    });
}

fn baselines(desk: &mut Desk<'_>) {
    desk.paper("text/baselines", (260.0, 60.0), |s| {
        s.fill(rect(0.0, 30.0, 260.0, 0.5), RED);
        let all = [
            Baseline::Alphabetic,
            Baseline::Ideographic,
            Baseline::Middle,
            Baseline::Hanging,
            Baseline::Top,
            Baseline::Bottom,
        ];
        for (i, baseline) in all.into_iter().enumerate() {
            let paragraph = Paragraph::new("中x", TextStyle::new(20.0)).with_anchor(TextAnchor::Middle, baseline);
            s.text((22.0 + 43.0 * i as f64, 30.0), paragraph);
        }
    });
    desk.paper("text/fallback-heights", (200.0, 130.0), |s| {
        for (x, all) in [(6.0, false), (104.0, true)] {
            let paragraph = Paragraph::new("字 one\n字 ไทย สี่\n字 عربي\n字 two", TextStyle::new(18.0))
                .with_anchor(TextAnchor::Start, Baseline::Top)
                .with_fallback_heights(all);
            s.text((x, 4.0), paragraph);
        }
    });
}

fn forms(desk: &mut Desk<'_>) {
    desk.paper("text/features", (220.0, 150.0), |s| {
        let style = TextStyle::new(20.0).with_families(LATIN);
        let with = |variant| style.clone().with_variants([variant]);
        s.text((6.0, 22.0), ("1101.70", style.clone()));
        s.text((116.0, 22.0), ("8008.08", style.clone()));
        s.text((6.0, 48.0), ("1101.70", with(FontVariant::TabularNums)));
        s.text((116.0, 48.0), ("8008.08", with(FontVariant::SlashedZero)));
        s.text((6.0, 74.0), ("1/2 31/64", with(FontVariant::DiagonalFractions)));
        s.text((116.0, 74.0), ("1a 2o", with(FontVariant::Ordinal)));
        s.text((6.0, 100.0), ("H2 x2", with(FontVariant::Sub)));
        s.text((116.0, 100.0), ("H2 x2", with(FontVariant::Super)));
        let kana = TextStyle::new(20.0).with_language("ja");
        s.text((6.0, 128.0), ("「かな」、", kana.clone()));
        s.text((116.0, 128.0), ("「かな」、", kana.with_variants([FontVariant::ProportionalWidth])));
    });
}

fn small_caps(desk: &mut Desk<'_>) {
    desk.paper("text/small-caps", (230.0, 94.0), |s| {
        let style = TextStyle::new(22.0).with_families(LATIN);
        let small = style.clone().with_variants([FontVariant::SmallCaps]);
        s.text((6.0, 26.0), ("Small Caps 12 Ñandú", small.clone()));
        s.text((6.0, 54.0), ("Straße Ωμέγα", small.with_underline(true)));
        s.text((6.0, 82.0), ("All Small Caps 12", style.clone().with_variants([FontVariant::AllSmallCaps])));
    });
}

fn missing(desk: &mut Desk<'_>) {
    desk.paper("text/missing-code-points", (260.0, 110.0), |s| {
        let digits = "\u{e012}\u{e345}\u{e678}\u{e9ab}\u{ecde}\u{f0ff}";
        s.text((6.0, 40.0), (digits, TextStyle::new(40.0).with_paint(INK)));
        let far = "\u{f1234}\u{10abcd} 一\u{e000}a\u{20000}";
        s.text((6.0, 92.0), (far, TextStyle::new(40.0).with_paint(Color::from_rgba8(200, 44, 40, 128))));
    });
    desk.paper("text/missing-small", (100.0, 40.0), |s| {
        s.text((4.0, 14.0), ("a\u{e123}b\u{1f9ff}", TextStyle::new(12.0)));
        s.text((4.0, 34.0), ("a\u{e123}b\u{1f9ff}", TextStyle::new(16.0)));
    });
}
