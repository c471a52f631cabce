//! Where lines stand: alignment, anchors, wrapping, line height, ellipsis.

use inkstone::kurbo::{Affine, Line};
use inkstone::{Align, Baseline, LineHeight, MissingGlyph, Paragraph, SceneBuilder, TextAnchor, TextStyle};

use super::desk::{BLUE, Desk, PALE, RED, TEAL, cells, rect};
use super::text::LATIN;

const VERSE: &str = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。";

pub(crate) fn draw(desk: &mut Desk<'_>) {
    alignment(desk);
    anchors(desk);
    wrapping(desk);
    kinsoku(desk);
    heights(desk);
    ellipsis(desk);
    spans(desk);
    missing(desk);
}

fn body() -> TextStyle {
    TextStyle::new(14.0)
}

/// The paragraph's width as a pale ground, its first baseline at 20.
fn boxed(s: &mut SceneBuilder, width: f64, height: f64, paragraph: Paragraph) {
    s.fill(rect(4.0, 4.0, width, height), PALE).text((4.0, 20.0), paragraph.with_width(width));
}

fn alignment(desk: &mut Desk<'_>) {
    for (name, align) in [
        ("text/align-start", Align::Start),
        ("text/align-center", Align::Center),
        ("text/align-end", Align::End),
        ("text/align-justify", Align::Justify),
    ] {
        desk.paper(name, (160.0, 112.0), |s| {
            let text = "墨分五色，ink has five shades, 焦浓重淡清。\nA second line";
            boxed(s, 150.0, 104.0, Paragraph::new(text, body()).with_align(align));
        });
    }
    desk.paper("text/align-right-to-left", (160.0, 112.0), |s| {
        // The start is on the right, and so is the point that stands on the origin.
        let text = Paragraph::new("שלום עולם\nעברית עם Latin בתוך השורה", body());
        s.fill(rect(4.0, 4.0, 150.0, 104.0), PALE).text((154.0, 20.0), text.with_width(150.0));
    });
    desk.paper("text/align-without-width", (120.0, 64.0), |s| {
        // The widest line is the width.
        let text = Paragraph::new("一二三四五\n三\n一二三", body());
        s.text((4.0, 20.0), text.with_align(Align::Center));
    });
}

fn anchors(desk: &mut Desk<'_>) {
    desk.paper("text/anchor-across", (160.0, 76.0), |s| {
        s.stroke(Line::new((80.5, 0.0), (80.5, 76.0)), 1.0, RED);
        for (y, anchor) in [(20.0, TextAnchor::Start), (44.0, TextAnchor::Middle), (68.0, TextAnchor::End)] {
            let text = Paragraph::new("锚点 Anc", body().with_size(16.0));
            s.text((80.0, y), text.with_anchor(anchor, Baseline::Alphabetic));
        }
    });
    desk.paper("text/anchor-down", (200.0, 56.0), |s| {
        s.stroke(Line::new((0.0, 28.5), (200.0, 28.5)), 1.0, RED);
        let baselines = [Baseline::Alphabetic, Baseline::Top, Baseline::Middle, Baseline::Ideographic];
        cells(s, 4, (50.0, 56.0), baselines, |s, baseline| {
            let text = Paragraph::new("墨gE", body().with_size(18.0));
            s.text((4.0, 28.0), text.with_anchor(TextAnchor::Start, baseline));
        });
    });
    desk.paper("text/anchor-of-many-lines", (160.0, 96.0), |s| {
        s.stroke(Line::new((0.0, 48.5), (160.0, 48.5)), 1.0, RED).stroke(
            Line::new((80.5, 0.0), (80.5, 96.0)),
            1.0,
            RED,
        );
        let text = Paragraph::new("多行\n居中 middle\n三", body().with_size(16.0)).with_align(Align::Center);
        s.text((80.0, 48.0), text.with_anchor(TextAnchor::Middle, Baseline::Middle));
    });
}

fn wrapping(desk: &mut Desk<'_>) {
    desk.paper("text/wrap-chinese", (120.0, 112.0), |s| {
        boxed(s, 112.0, 104.0, Paragraph::new(VERSE, body()));
    });
    desk.paper("text/wrap-latin", (120.0, 112.0), |s| {
        let text = "Words break at spaces, at hy-phens, and donaudampfschifffahrt where it must.";
        boxed(s, 112.0, 104.0, Paragraph::new(text, body().with_families(LATIN)));
    });
    desk.paper("text/wrap-mixed", (120.0, 112.0), |s| {
        boxed(s, 112.0, 104.0, Paragraph::new("用 Rust 写的 inkstone 在 2026 年画出 3.14 与中文。", body()));
    });
    desk.paper("text/wrap-narrower-than-a-glyph", (40.0, 96.0), |s| {
        boxed(s, 8.0, 88.0, Paragraph::new("一二ab", body()));
    });
    desk.paper("text/hard-breaks-and-spaces", (120.0, 112.0), |s| {
        // An empty line has its height; spaces lead but do not trail.
        boxed(s, 112.0, 104.0, Paragraph::new("一\n\n  二 二   \n三\u{3000}三\n", body()).with_align(Align::End));
    });
}

fn kinsoku(desk: &mut Desk<'_>) {
    desk.paper("text/kinsoku", (160.0, 132.0), |s| {
        // Five ems: no line begins with a closing mark, none ends with an opening one.
        let chinese = Paragraph::new("他说：「今天不去」，好吗？（真的）", body());
        let japanese = Paragraph::new("ちょっとサーバー「ええっ」。キャッシュ", body().with_language("ja"));
        for (x, text) in [(4.0, chinese), (80.0, japanese)] {
            s.fill(rect(x, 4.0, 72.0, 124.0), PALE).text((x, 20.0), text.with_width(72.0));
        }
    });
}

fn heights(desk: &mut Desk<'_>) {
    let modes = [LineHeight::Normal, LineHeight::Relative(1.0), LineHeight::Relative(2.0), LineHeight::Px(18.0)];
    desk.paper("text/line-heights", (200.0, 96.0), |s| {
        cells(s, 4, (50.0, 96.0), modes, |s, mode| {
            s.text((4.0, 20.0), Paragraph::new("行高\ngyE\n行高", body()).with_line_height(mode));
        });
    });
    desk.paper("text/line-height-of-spans", (160.0, 96.0), |s| {
        let text =
            Paragraph::new("小 small ", body()).with_span("大", body().with_size(36.0)).with_span("小\n下一行", body());
        s.text((4.0, 40.0), text.with_line_height(LineHeight::Relative(1.2)));
    });
}

fn ellipsis(desk: &mut Desk<'_>) {
    desk.paper("text/max-lines", (160.0, 132.0), |s| {
        let rows = [(1, "墨石画出的图 is cut"), (2, VERSE), (2, "短句"), (2, "one\ntwo\nthree")];
        for (i, (lines, text)) in rows.into_iter().enumerate() {
            s.transformed(Affine::translate((0.0, f64::from(i as u32 * 2) * 16.0)), |s| {
                let text = Paragraph::new(text, body()).with_max_lines(lines).with_line_height(LineHeight::Px(16.0));
                s.text((4.0, 16.0), text.with_width(100.0));
            });
        }
    });
    desk.paper("text/max-lines-right-to-left", (120.0, 32.0), |s| {
        let text = Paragraph::new("שלום עולם ועוד מילים רבות", body()).with_max_lines(1);
        s.fill(rect(4.0, 4.0, 112.0, 24.0), PALE).text((116.0, 20.0), text.with_width(112.0));
    });
}

fn spans(desk: &mut Desk<'_>) {
    desk.paper("text/spans", (160.0, 80.0), |s| {
        let text = Paragraph::new("Plain, ", body())
            .with_span("bold 粗, ", body().with_weight(TextStyle::BOLD))
            .with_span("italic, ", body().with_families(LATIN).with_italic(true))
            .with_span("红 red, ", body().with_paint(RED))
            .with_span("large 大, ", body().with_size(22.0).with_paint(TEAL))
            .with_span("下划线", body().with_underline(true).with_paint(BLUE));
        boxed(s, 152.0, 72.0, text.with_line_height(LineHeight::Px(22.0)));
    });
    desk.paper("text/spans-inside-a-word", (160.0, 40.0), |s| {
        // A change of colour does not break a word, its kerning or its line.
        let latin = TextStyle::new(26.0).with_families(LATIN);
        let text = Paragraph::new("AV", latin.clone()).with_span("AT", latin.clone().with_paint(RED));
        s.text((6.0, 30.0), text.with_span("AR", latin));
    });
}

fn missing(desk: &mut Desk<'_>) {
    // Cuneiform, which no bundled face has.
    let text = "有\u{12000}\u{12031}无";
    desk.paper("text/missing-tofu", (120.0, 32.0), |s| {
        s.text((6.0, 24.0), Paragraph::new(text, TextStyle::new(20.0).with_paint(TEAL)));
    });
    desk.paper("text/missing-skip", (120.0, 32.0), |s| {
        s.text((6.0, 24.0), Paragraph::new(text, TextStyle::new(20.0)).with_missing_glyph(MissingGlyph::Skip));
    });
}
