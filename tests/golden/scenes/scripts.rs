//! Languages and scripts.

use inkstone::{Align, Paragraph, TextStyle};

use super::desk::{Desk, PALE, rect};
use super::text::LATIN;

pub(crate) fn draw(desk: &mut Desk<'_>) {
    regions(desk);
    mixed(desk);
    each(desk);
}

/// The same code points in the forms of four regions: four pictures that must differ.
fn regions(desk: &mut Desk<'_>) {
    for (name, language) in [
        ("scripts/han-zh-hans", "zh-Hans"),
        ("scripts/han-zh-hant", "zh-Hant"),
        ("scripts/han-ja", "ja"),
        ("scripts/han-ko", "ko"),
    ] {
        desk.paper(name, (136.0, 40.0), |s| {
            s.text((4.0, 31.0), ("骨直誤刃", TextStyle::new(32.0).with_language(language)));
        });
    }
    desk.paper("scripts/languages-of-spans", (136.0, 40.0), |s| {
        let style = |language| TextStyle::new(32.0).with_language(language);
        let text = Paragraph::new("骨", style("zh-Hans")).with_span("骨", style("zh-Hant"));
        s.text((4.0, 31.0), text.with_span("骨", style("ja")).with_span("骨", style("ko")));
    });
    desk.paper("scripts/punctuation-of-regions", (136.0, 64.0), |s| {
        // In the corner on the mainland, in the middle on Taiwan.
        s.text((4.0, 26.0), ("一，二。", TextStyle::new(24.0).with_language("zh-Hans")));
        s.text((4.0, 56.0), ("一，二。", TextStyle::new(24.0).with_language("zh-Hant")));
    });
}

fn mixed(desk: &mut Desk<'_>) {
    let all = "中文 Latin العربية עברית हिन्दी ไทย 한국어";
    desk.paper("scripts/one-line-of-all", (320.0, 32.0), |s| {
        s.text((4.0, 22.0), (all, TextStyle::new(17.0)));
    });
    desk.paper("scripts/one-paragraph-of-all", (160.0, 96.0), |s| {
        let text = Paragraph::new(all, TextStyle::new(18.0)).with_width(152.0).with_align(Align::Center);
        s.fill(rect(4.0, 4.0, 152.0, 88.0), PALE).text((4.0, 24.0), text);
    });
    desk.paper("scripts/right-to-left-with-numbers", (200.0, 64.0), |s| {
        let style = TextStyle::new(18.0);
        s.text((196.0, 24.0), ("שנת 2026, עמוד 12 (סוף)", style.clone()));
        s.text((196.0, 52.0), ("سنة 2026، صفحة 12 (end)", style));
    });
}

fn each(desk: &mut Desk<'_>) {
    let rows: [(&str, &[&str]); 8] = [
        ("scripts/latin", &["Ångström naïve Œuvre", "Straße ŁÓDŹ ffi Tiếng"]),
        ("scripts/greek-cyrillic", &["Ὀδυσσεύς Ελλάδα", "Съешь ещё Київ"]),
        ("scripts/arabic", &["السَّلَامُ عَلَيْكُم", "لا إله مَرْحَبًا"]),
        ("scripts/hebrew", &["בְּרֵאשִׁית בָּרָא", "שָׁלוֹם (עולם)"]),
        ("scripts/devanagari", &["क्षत्रिय हिन्दी", "श्रीमद्भगवद्गीता"]),
        ("scripts/thai", &["ภาษาไทย น้ำ", "กรุงเทพฯ ที่ปู่"]),
        ("scripts/korean", &["한국어 훈민정음", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} 값"]),
        ("scripts/japanese", &["いろはにほへと", "ガギ カ\u{3099} ｶﾞ 々〆"]),
    ];
    for (name, lines) in rows {
        // Right to left from the right.
        let x = if name.ends_with("arabic") || name.ends_with("hebrew") { 216.0 } else { 4.0 };
        desk.paper(name, (220.0, 64.0), |s| {
            for (i, line) in lines.iter().enumerate() {
                let style = TextStyle::new(20.0).with_language(if name.ends_with("japanese") { "ja" } else { "und" });
                let style = if name.contains("latin") { style.with_families(LATIN) } else { style };
                s.text((x, 26.0 + 28.0 * i as f64), Paragraph::new(*line, style));
            }
        });
    }
    desk.paper("scripts/symbols", (220.0, 64.0), |s| {
        s.text((4.0, 26.0), ("①②③ →↑ ├┼┤ ∑∫√ ℃", TextStyle::new(16.0)));
        s.text((4.0, 52.0), ("㎡ ㈱ ￥100 “引” …— ·", TextStyle::new(18.0)));
    });
    // Not right yet: no face has both the ideograph and its accent, which should come from another face.
    desk.paper("scripts/combining-marks", (180.0, 36.0), |s| {
        s.text((4.0, 26.0), ("e\u{301} o\u{308}\u{304} x\u{302} q\u{323} 中\u{301}", TextStyle::new(20.0)));
    });
}
