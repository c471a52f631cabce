//! Paragraphs.

use inkstone::{Anchor, MissingGlyph, Paragraph, TextStyle};

use crate::{Bench, nothing};

#[test]
fn paragraphs() {
    let mut bench = Bench::standard();
    let style = || TextStyle::new(12.0);
    for (name, expected, paragraph) in [
        ("no lines", "option max_lines", Paragraph::new("墨", style()).with_max_lines(0)),
        (
            "missing",
            "missing \u{10fffe}",
            Paragraph::new("墨\u{10fffe}", style()).with_missing_glyph(MissingGlyph::Error),
        ),
        ("language", "option language", Paragraph::new("墨", style().with_language("z h"))),
        ("empty language", "option language", Paragraph::new("墨", style().with_language(""))),
        ("long language", "option language", Paragraph::new("墨", style().with_language(&"zh-".repeat(40)))),
        ("unknown family", "accepted", Paragraph::new("墨", style().with_families(["No Such Family"]))),
        ("no room", "accepted", Paragraph::new("墨石 ink", style()).with_width(0.0)),
        ("controls", "accepted", Paragraph::new("\0\u{1}\u{7f}\u{85}\u{2028}\u{feff}\u{202e}x\u{202c}\r\n", style())),
        ("marks", "accepted", Paragraph::new(format!("e{}", "\u{301}".repeat(5_000)), style())),
        ("joiners", "accepted", Paragraph::new("\u{200d}".repeat(5_000), style())),
        ("lines", "accepted", Paragraph::new("\n".repeat(5_000), style())),
        ("embeddings", "accepted", Paragraph::new("\u{202b}a\u{202a}b".repeat(500), style())),
        ("tiny", "accepted", Paragraph::new("墨石", TextStyle::new(1e-300)).with_width(1e6)),
        (
            "backwards",
            "number: coordinate in device pixels",
            Paragraph::new("墨石 ink", style().with_letter_spacing(-1e6)).with_width(30.0),
        ),
        ("far apart", "number: coordinate in device pixels", Paragraph::new("墨石", style().with_letter_spacing(1e6))),
    ] {
        let paragraph = paragraph.with_anchor(Anchor::default().text, Anchor::default().baseline);
        bench.scene(name, expected, |scene| nothing(scene.text((5.0, 20.0), paragraph)));
    }
    bench.done(15);
}
