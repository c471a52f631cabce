//! Text in documents, drawn in our fonts.

use super::{Refused, document, try_draw};
use inkstone::{Engine, Error, FontLibrary};

#[test]
fn text_is_bounded() {
    let mut table = Refused::new();
    let text = |attributes: &str, text: &str| document(&format!("<text y=\"50\" {attributes}>{text}</text>"));
    table.row("font size", text("font-size=\"1e30\"", "ink"), "the number 1e30 in `font-size`");
    table.row("font size within", text("font-size=\"99999999\"", "ink"), "device pixels, at most 1000000");
    table.row("20,000 letters", text("", &"abc ".repeat(5_000)), "");
    table.row("20,000 ideographs", text("", &"墨石".repeat(10_000)), "");
    table.row("20,000 without a glyph", text("", &"\u{10380}".repeat(20_000)), "");
    table.row("20,000 places", text(&format!("x=\"{}\"", "1 ".repeat(20_000)), &"a".repeat(20_000)), "");
    table.row("20,000 spans", text("", &"<tspan>a</tspan>".repeat(20_000)), "");
    table.row("1,200 spans", text("", &"<tspan>a</tspan>".repeat(1_200)), "accepted");
    table.row(
        "many texts",
        document(&"<text y=\"9\" x=\"1 2 3 4 5\">墨石<tspan>ink</tspan></text>".repeat(2_000)),
        "accepted",
    );
    table.row("both ways", text("", &"אa".repeat(10_000)), "");
    table.row("marks", text("", &format!("a{}", "\u{301}".repeat(20_000))), "");
    table.done();
}

#[test]
fn text_needs_fonts() {
    let mut canvas = Engine::builder().with_fonts(FontLibrary::new()).build().canvas();
    let error = try_draw(&mut canvas, document("<text y=\"50\">ink</text>")).unwrap_err();
    assert!(matches!(&error, Error::SceneImage { source, .. } if matches!(**source, Error::NoFont)), "{error}");
    assert!(try_draw(&mut canvas, document("<rect width=\"9\" height=\"9\"/>")).is_ok());
}

#[test]
#[cfg(feature = "bundled-fonts")]
fn characters_find_their_faces() {
    let one = |text: &str| {
        super::draw(document(&format!("<text y=\"80\" font-family=\"nowhere, serif\" font-size=\"80\">{text}</text>")))
    };
    let pixmaps = ["墨", "ح", "あ", "한", "a"].map(one);
    for (i, pixmap) in pixmaps.iter().enumerate() {
        let ink = pixmap.data().chunks(4).filter(|pixel| pixel[3] > 128).count();
        assert!(ink > 400, "{i}: {ink} pixels");
        assert!(pixmaps[..i].iter().all(|other| other != pixmap), "{i} looks as one before");
    }
}
