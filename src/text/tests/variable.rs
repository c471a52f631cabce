//! Faces with axes, and what is made up for want of faces.

use kurbo::Rect;

use super::*;
use crate::font::{Face, FontVariation};

const FAMILY: &str = "Inkstone Test Variable";

fn variable() -> FontLibrary {
    let mut fonts = FontLibrary::bundled();
    fonts.add_bytes("variable", variable_font()).unwrap();
    fonts
}

fn test_style() -> TextStyle {
    TextStyle::new(100.0).with_families([FAMILY]).with_optical_sizing(false)
}

fn lay(text: &str, style: TextStyle) -> TextLayout {
    let fonts = variable();
    let paragraph = Paragraph::new(text, style);
    TextContext::new(&fonts).layout(&fonts, &paragraph, &Limits::default(), &Watch::default()).unwrap()
}

/// The box of one letter's ink, and its advance, in units of a hundredth of the size.
fn letter(text: &str, style: TextStyle) -> (Rect, f64) {
    let layout = lay(text, style);
    (layout.ink_box(), layout.lines[0].width)
}

#[test]
fn axes_are_told() {
    let fonts = variable();
    let face = fonts.faces().last().unwrap();
    let axes: Vec<_> = face.axes().iter().map(|axis| (axis.tag, axis.least, axis.default, axis.greatest)).collect();
    assert_eq!(
        axes,
        [
            (*b"wght", 100.0, 400.0, 900.0),
            (*b"wdth", 50.0, 100.0, 200.0),
            (*b"opsz", 8.0, 16.0, 72.0),
            (*b"slnt", -15.0, 0.0, 0.0),
            (*b"ital", 0.0, 0.0, 1.0),
            (*b"GRAD", 0.0, 0.0, 100.0),
        ]
    );
    assert_eq!(face.weight_axis(), Some((100, 900)));
    assert!(fonts.faces().next().unwrap().axes().is_empty());
}

#[test]
fn every_axis_follows_the_style() {
    let close = |a: f64, b: f64| assert!((a - b).abs() < 0.05, "{a} {b}");
    let (ink, advance) = letter("I", test_style());
    close(ink.width(), 8.0);
    close(advance, 60.0);
    // Weight: half of the way from 400 to 900 is half of the way from 80 to 200 units.
    close(letter("I", test_style().with_weight(650)).0.width(), 14.0);
    close(letter("I", test_style().with_weight(900)).0.width(), 20.0);
    close(letter("I", test_style().with_weight(1)).0.width(), 4.0);
    // Width, which the advance follows.
    close(letter("I", test_style().with_stretch(150.0)).1, 90.0);
    close(letter("x", test_style().with_stretch(50.0)).1, 30.0);
    close(letter("x", test_style().with_stretch(50.0)).0.width(), 18.0);
    // Italics are the axis; with a tag the slant is.
    close(letter("I", test_style().with_italic(true)).0.width(), 18.0);
    let slanted = test_style().with_variations([FontVariation::new("slnt", -15.0)]);
    close(letter("I", slanted).0.width(), 28.0);
    // A tag overrules the style, and ends at the axis' end.
    let by_tag = |tag, value| test_style().with_weight(900).with_variations([FontVariation::new(tag, value)]);
    close(letter("I", by_tag("wght", 400.0)).0.width(), 8.0);
    close(letter("I", by_tag("wght", -5_000.0)).0.width(), 4.0);
    close(letter("I", by_tag("GRAD", 100.0)).0.height(), 80.0);
    close(letter("I", by_tag("none", 9.0)).0.width(), 20.0);
}

#[test]
fn optical_sizes_follow_the_size() {
    // The crossbar of an H, seen in the crossing of its middle.
    let crossing = |style: TextStyle| {
        let layout = lay("H", style);
        let run = &layout.runs[0];
        run.variation.coordinates().nth(2)
    };
    let at = |size: f64| test_style().with_optical_sizing(true).with_size(size);
    assert_eq!(crossing(at(8.0)), Some(-1.0));
    assert_eq!(crossing(at(16.0)), None, "as it is by default");
    assert_eq!(crossing(at(72.0)), Some(1.0));
    assert_eq!(crossing(at(44.0)), Some(0.5));
    assert_eq!(crossing(at(500.0).with_optical_sizing(false)), None);
    // A superscript is as small as it is drawn.
    assert_eq!(crossing(at(16.0 / 0.6).with_baseline_shift(BaselineShift::Super)), None);
}

#[test]
fn italics_take_the_axis_or_a_slant() {
    let report = |style: TextStyle| {
        let layout = lay("I", style.with_italic(true).with_weight(700));
        (layout.runs[0].slanted, layout.runs[0].emboldened, layout.report.slanted.len(), layout.report.emboldened.len())
    };
    assert_eq!(report(test_style()), (false, false, 0, 0));
    // Nothing bold or italic is there in Thai.
    let thai = |synthesis| {
        let style = style().with_italic(true).with_weight(700).with_synthesis(synthesis);
        let layout = layout(&Paragraph::new("ก", style));
        let report = layout.report;
        for ranges in [&report.slanted, &report.emboldened] {
            assert!(ranges.iter().all(|range| *range == (0..3)), "{ranges:?}");
        }
        (layout.runs[0].slanted, layout.runs[0].emboldened, report.slanted.len(), report.emboldened.len())
    };
    assert_eq!(thai(FontSynthesis::ALL), (true, true, 1, 1));
    assert_eq!(thai(FontSynthesis::NONE), (false, false, 0, 0));
    assert_eq!(thai(FontSynthesis { style: false, ..FontSynthesis::ALL }), (false, true, 0, 1));
    // A bold face is there in Latin and Chinese.
    let bold = layout(&Paragraph::new("墨ink", style().with_weight(700)));
    assert!(bold.report.emboldened.is_empty() && bold.runs.iter().all(|run| !run.emboldened));
    // Half-bold is not bold.
    assert!(layout(&Paragraph::new("ก", style().with_weight(599))).report.emboldened.is_empty());
}

#[test]
fn the_nearest_width_of_a_family_is_taken() {
    let mut fonts = FontLibrary::new();
    let normal = variable_font();
    // The width class, three words into `OS/2`: 3 is condensed.
    let record = normal.windows(4).position(|tag| tag == b"OS/2").unwrap();
    let at = u32::from_be_bytes(normal[record + 8..record + 12].try_into().unwrap()) as usize + 6;
    let mut condensed = normal.clone();
    condensed[at..at + 2].copy_from_slice(&3_u16.to_be_bytes());
    let faces = [normal, condensed].map(|bytes| fonts.add_bytes("width", bytes).unwrap().remove(0));
    for (stretch, face) in [(100.0, 0), (200.0, 0), (75.0, 1), (50.0, 1)] {
        let paragraph = Paragraph::new("I", test_style().with_stretch(stretch));
        let (limits, watch) = (Limits::default(), Watch::default());
        let layout = TextContext::new(&fonts).layout(&fonts, &paragraph, &limits, &watch).unwrap();
        assert_eq!(layout.runs[0].face, faces[face], "{stretch}");
    }
}

#[test]
fn emboldened_ink_grows_on_both_sides_and_advances_stay() {
    let plain = layout(&Paragraph::new("ש", style().with_size(240.0)));
    let bold = layout(&Paragraph::new("ש", style().with_size(240.0).with_weight(700)));
    let grown = |a: f64, b: f64| (a - b - 5.0).abs() < 0.2;
    assert!(grown(plain.ink_box().x0, bold.ink_box().x0) && grown(bold.ink_box().x1, plain.ink_box().x1), "{bold:?}");
    assert_eq!(plain.lines[0].width, bold.lines[0].width);
}

#[test]
fn one_context_serves_all_instances() {
    let fonts = variable();
    let mut used = TextContext::new(&fonts);
    for round in 0..3 {
        for weight in (100..900).step_by(13) {
            let paragraph = Paragraph::new("IHxII 墨", test_style().with_weight(weight + round));
            let (limits, watch) = (Limits::default(), Watch::default());
            let again = used.layout(&fonts, &paragraph, &limits, &watch).unwrap();
            let fresh = TextContext::new(&fonts).layout(&fonts, &paragraph, &limits, &watch).unwrap();
            assert_eq!(again, fresh);
        }
    }
}

#[test]
fn instances_of_a_face_have_keys_of_their_own() {
    let fonts = variable();
    let face: &Face = fonts.faces().last().unwrap();
    let mut keys = std::collections::BTreeSet::new();
    for weight in [1, 200, 400, 650, 900] {
        for stretch in [50.0, 100.0, 200.0] {
            for italic in [false, true] {
                let style = test_style().with_weight(weight).with_stretch(stretch).with_italic(italic);
                keys.insert(face.instance(&style.wishes()).variation.key());
            }
        }
    }
    assert_eq!(keys.len(), 30);
    assert_eq!(face.instance(&test_style().wishes()).variation.key(), 0);
}

#[test]
fn small_capitals_are_made_of_capitals_where_the_face_has_none() {
    let style = |variant| style().with_families(["Inkstone Sans"]).with_variants([variant]);
    let plain = |text: &str, size: f64| layout(&Paragraph::new(text, style(FontVariant::Ruby).with_size(size)));
    let ids = |layout: &TextLayout| glyphs(layout).iter().map(|glyph| glyph.id).collect::<Vec<_>>();
    let text = "Ink 12 straße";
    let small = layout(&Paragraph::new(text, style(FontVariant::SmallCaps)));
    assert_eq!(ids(&small), ids(&plain("INK 12 STRASSE", 16.0)));
    assert_eq!(small.report.small_caps, [1..3, 7..14]);
    let sizes: Vec<f64> = small.runs.iter().map(|run| run.size).collect();
    assert_eq!(sizes, [16.0, 11.2, 16.0, 11.2]);
    let advances =
        |layout: &TextLayout, run: usize| layout.runs[run].glyphs.iter().map(|glyph| glyph.advance).sum::<f64>();
    assert!((advances(&small, 1) - advances(&plain("NK", 11.2), 0)).abs() < 1e-9);
    let all = layout(&Paragraph::new(text, style(FontVariant::AllSmallCaps)));
    assert_eq!(all.report.small_caps, [0..3, 7..14]);
    assert_eq!(ids(&all), ids(&small));
    // A ligature or a cluster of two capitals is one cluster still.
    assert_eq!(small.clusters.len(), text.chars().count());
    let none = style(FontVariant::SmallCaps).with_synthesis(FontSynthesis { small_caps: false, ..FontSynthesis::ALL });
    let none = layout(&Paragraph::new(text, none));
    assert_eq!((ids(&none), none.report.small_caps), (ids(&plain(text, 16.0)), vec![]));
}
