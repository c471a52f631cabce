//! Faces by language, script and coverage, and sequences of emoji, which the font of `tests/fonts/fallback.py` draws as one
//! square each, of its own size.

use inkstone::{Paragraph, TextStyle};

use super::desk::{Desk, INK, RED, TEAL};

pub(crate) fn draw(desk: &mut Desk<'_>) {
    desk.paper("text/fallback-languages", (250.0, 40.0), |s| {
        let styles = ["zh-Hans", "zh-Hant", "zh-HK", "ja", "ko"].map(|tag| TextStyle::new(22.0).with_language(tag));
        let paints = [INK, RED, INK, TEAL, INK];
        let words =
            styles.into_iter().zip(paints).fold(Paragraph::new("", TextStyle::new(22.0)), |text, (style, paint)| {
                text.with_span("骨令", style.with_paint(paint))
            });
        s.text((6.0, 30.0), words);
    });
    desk.paper("text/fallback-scripts", (330.0, 130.0), |s| {
        let text = "Ink墨水かなカナ 먹물 حبر דיו स्याही หมึก μελάνι чернила e\u{301}ą̈\u{30a}";
        for (y, family) in [(26.0, "Inkstone Sans"), (90.0, "Inkstone Sans Thai")] {
            let style = TextStyle::new(18.0).with_families([family]).with_paint(INK);
            s.text((6.0, y), Paragraph::new(text, style).with_width(318.0));
        }
    });
    desk.paper("text/emoji", (330.0, 70.0), |s| {
        let style = TextStyle::new(20.0).with_paint(INK);
        s.text((6.0, 26.0), ("a😀b⌚ ☺\u{fe0e}☺\u{fe0f} ❤\u{fe0f} 1\u{fe0f}\u{20e3}1\u{fe0e} 字", style.clone()));
        let sequences = "🇨🇳🇨🇳 👍👍🏽 👨\u{200d}👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈 字";
        s.text((6.0, 58.0), (sequences, style.with_underline(true)));
    });
}
