//! Texts brought into boxes: ellipses, heights, sizes that fit; carets and selections.

use inkstone::kurbo::{Line, Vec2};
use inkstone::{
    Baseline, Ellipsis, EllipsisPlace, Engine, Fit, LineHeight, Paragraph, RenderOptions, SceneBuilder, Stroke,
    TextAnchor, TextStyle, VerticalAlign,
};

use super::desk::{BLUE, Desk, GOLD, PALE, RED, rect};
use super::text::LATIN;

pub(crate) fn draw(desk: &mut Desk<'_>) {
    ellipses(desk);
    heights(desk);
    sizes(desk);
    places(desk);
}

/// A box and a text in it, from its top left corner.
fn boxed(s: &mut SceneBuilder, (x, y): (f64, f64), (width, height): (f64, f64), paragraph: Paragraph) {
    s.fill(rect(x, y, width, height), PALE);
    s.text((x, y), paragraph.with_width(width).with_height(height).with_anchor(TextAnchor::Start, Baseline::Top));
}

fn ellipses(desk: &mut Desk<'_>) {
    let all = [EllipsisPlace::End, EllipsisPlace::Middle, EllipsisPlace::Start];
    desk.paper("text/ellipsis-places", (240.0, 190.0), |s| {
        let texts = [
            ("从前有座山，山里有座庙", TextStyle::new(15.0)),
            ("incomprehensibly long names.txt", TextStyle::new(15.0).with_families(LATIN)),
            ("سلام عليكم ورحمة الله", TextStyle::new(15.0)),
        ];
        for (i, (text, style)) in texts.into_iter().enumerate() {
            for (j, place) in all.into_iter().enumerate() {
                let text = Paragraph::new(text, style.clone()).with_max_lines(1).with_ellipsis(Ellipsis::new(place));
                let right_to_left = i == 2;
                let (x, y) = (8.0, 4.0 + (i * 3 + j) as f64 * 20.5);
                s.fill(rect(x, y, 116.0, 18.0), PALE);
                let x = if right_to_left { x + 116.0 } else { x };
                s.text((x, y + 14.0), text.with_width(116.0));
            }
        }
        let two = Paragraph::new("第一行照旧，第二行的中间省去，留下结尾。", TextStyle::new(15.0))
            .with_max_lines(2)
            .with_width(100.0);
        for (j, place) in all.into_iter().enumerate() {
            s.text((134.0, 18.0 + 48.0 * j as f64), two.clone().with_ellipsis(Ellipsis::new(place)));
        }
    });
    desk.paper("text/ellipsis-forms", (200.0, 132.0), |s| {
        let style = TextStyle::new(18.0);
        let rows = [
            ("从前有座山从前有座山", style.clone(), None),
            ("From long ago and far", style.clone(), None),
            ("From long ago and far", style.clone().with_families(LATIN), None),
            ("从前有座山从前有座山", style.clone().with_language("ja"), Some("［続く］")),
            ("从前有座山从前有座山", style, Some("")),
        ];
        for (i, (text, style, own)) in rows.into_iter().enumerate() {
            let y = 4.0 + 25.0 * i as f64;
            s.fill(rect(8.0, y, 140.0, 22.0), PALE);
            let ellipsis = own.map_or_else(Ellipsis::default, |own| Ellipsis::default().with_text(own));
            let paragraph = Paragraph::new(text, style).with_width(140.0).with_max_lines(1).with_ellipsis(ellipsis);
            s.text((8.0, y + 17.0), paragraph);
        }
    });
}

fn heights(desk: &mut Desk<'_>) {
    let text =
        || Paragraph::new("天地玄黄，宇宙洪荒。", TextStyle::new(14.0)).with_line_height(LineHeight::Relative(1.3));
    desk.paper("text/vertical-align", (232.0, 84.0), |s| {
        for (i, align) in [VerticalAlign::Top, VerticalAlign::Middle, VerticalAlign::Bottom].into_iter().enumerate() {
            boxed(s, (6.0 + 75.0 * i as f64, 4.0), (70.0, 76.0), text().with_vertical_align(align));
        }
    });
    desk.paper("text/height-cuts", (232.0, 66.0), |s| {
        for (i, height) in [56.0, 40.0, 20.0].into_iter().enumerate() {
            boxed(s, (6.0 + 75.0 * i as f64, 4.0), (64.0, height), text());
        }
    });
}

fn sizes(desk: &mut Desk<'_>) {
    desk.paper("text/fitted-sizes", (250.0, 150.0), |s| {
        let fit = |text: &str| {
            Paragraph::new(text, TextStyle::new(16.0))
                .with_line_height(LineHeight::Relative(1.2))
                .with_fit(Fit::new(9.0, 60.0))
                .with_vertical_align(VerticalAlign::Middle)
        };
        boxed(s, (4.0, 4.0), (118.0, 60.0), fit("大字"));
        boxed(s, (128.0, 4.0), (118.0, 60.0), fit("稍长一些的标题要换行"));
        boxed(s, (4.0, 70.0), (118.0, 76.0), fit("Longer words are never broken to be larger"));
        let long = "很长很长的文字到了最小的字号还是放不下就从最后截断".repeat(4);
        boxed(s, (128.0, 70.0), (118.0, 76.0), fit(&long));
    });
    desk.paper("text/fitted-spans", (200.0, 60.0), |s| {
        let small = TextStyle::new(10.0).with_paint(RED).with_letter_spacing(1.0);
        let price = Paragraph::new("¥", small.clone())
            .with_span("128", TextStyle::new(30.0).with_families(LATIN))
            .with_span(" 起", small)
            .with_fit(Fit::new(4.0, 40.0));
        boxed(s, (4.0, 4.0), (90.0, 52.0), price.clone());
        boxed(s, (100.0, 4.0), (60.0, 52.0), price);
    });
}

fn places(desk: &mut Desk<'_>) {
    desk.paper("text/carets-and-selections", (220.0, 70.0), |s| {
        let text = Paragraph::new("选择 select ", TextStyle::new(18.0))
            .with_span("שלום 12 עולם", TextStyle::new(18.0))
            .with_span(" office 末尾", TextStyle::new(18.0).with_families(LATIN))
            .with_width(200.0);
        let layout = Engine::new().canvas().layout(&text, &RenderOptions::new()).unwrap();
        let (x, y) = (10.0, 26.0);
        for selected in layout.selection(3..24) {
            s.fill(selected + Vec2::new(x, y), GOLD);
        }
        s.text((x, y), text.clone());
        let ends = text.text().char_indices().map(|(byte, _)| byte).chain([text.text().len()]);
        for caret in ends.filter_map(|byte| layout.caret(byte)) {
            let mut bar = |at: f64, color| {
                s.stroke(
                    Line::new((x + at, y + caret.top + 2.0), (x + at, y + caret.bottom - 2.0)),
                    Stroke::new(0.75),
                    color,
                );
            };
            bar(caret.x, BLUE);
            if let Some(split) = caret.split {
                bar(split, RED);
            }
        }
    });
}
