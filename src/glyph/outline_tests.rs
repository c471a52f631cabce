//! Outlines of real fonts, and of fonts that mean harm.

use std::time::{Duration, Instant};

use kurbo::Shape;

use super::super::test_fonts::{TestFont, claims, composite, many_points, triangle};
use super::super::{Extent, GlyphKey, Rasterized, placement, rasterize};
use super::*;
use crate::coverage::Masker;
use crate::font::FaceHints;
use crate::watch::Watch;

const CHINESE: &str = "InkstoneSansSC-Regular.otf";
const TRUE_TYPE: &str = "InkstoneSansHebrew-Regular.ttf";
/// Without hints of its own.
const UNHINTED: &str = "InkstoneSans-Regular.otf";
const MODES: [HintMode; 3] = [HintMode::None, HintMode::Vertical, HintMode::VerticalAuto];

fn spec(glyph: u32, ppem: f64) -> OutlineSpec {
    OutlineSpec { glyph, ppem, hint: HintMode::None, slanted: false, emboldened: false }
}

fn draw(font: &TestFont, spec: &OutlineSpec) -> Result<BezPath, Error> {
    glyph_outline(&font.source(), spec, &Limits::default())
}

fn points(path: &BezPath) -> Vec<Point> {
    path.elements()
        .iter()
        .flat_map(|element| match *element {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => vec![p],
            PathEl::QuadTo(a, p) => vec![a, p],
            PathEl::CurveTo(a, b, p) => vec![a, b, p],
            PathEl::ClosePath => vec![],
        })
        .collect()
}

/// The error that a hostile glyph gives, which must come at once.
fn refused(font: &TestFont, hint: HintMode) -> Error {
    let start = Instant::now();
    let error = draw(font, &OutlineSpec { hint, ..spec(0, 16.0) }).expect_err("hostile");
    assert!(start.elapsed() < Duration::from_secs(2), "{error} took {:?}", start.elapsed());
    error
}

#[test]
fn outlines_lie_where_glyphs_lie_and_scale_exactly() {
    let font = TestFont::bundled(CHINESE);
    let glyph = font.glyph('永');
    let small = draw(&font, &spec(glyph, 16.0)).unwrap();
    let large = draw(&font, &spec(glyph, 1_000.0)).unwrap();
    let ink = large.bounding_box();
    assert!(ink.x0 > 0.0 && ink.x1 < 1_000.0 && ink.y0 > -880.0 && ink.y1 < 120.0, "{ink:?}");
    assert!(ink.width() > 700.0 && ink.height() > 700.0, "{ink:?}");
    for (a, b) in points(&small).iter().zip(points(&large)) {
        assert!((a.x * 62.5 - b.x).abs() < 1e-9 && (a.y * 62.5 - b.y).abs() < 1e-9, "{a:?} {b:?}");
        assert_eq!(b, b.round(), "design units are whole");
    }
}

#[test]
fn curves_stay_what_they_are() {
    let cubic = TestFont::bundled(CHINESE);
    let path = draw(&cubic, &spec(cubic.glyph('永'), 16.0)).unwrap();
    assert!(path.elements().iter().any(|e| matches!(e, PathEl::CurveTo(..))));
    let quadratic = TestFont::bundled(TRUE_TYPE);
    let path = draw(&quadratic, &spec(quadratic.glyph('ש'), 16.0)).unwrap();
    assert!(path.elements().iter().any(|e| matches!(e, PathEl::QuadTo(..))));
    assert!(!path.elements().iter().any(|e| matches!(e, PathEl::CurveTo(..))));
}

#[test]
fn hints_move_points_in_y_only() {
    let (mut moved, mut whole, mut all) = (0, 0, 0);
    for name in [CHINESE, TRUE_TYPE] {
        let font = TestFont::bundled(name);
        let text = if name == CHINESE { "永国書直一豊量。" } else { "שלום" };
        for (character, ppem) in text.chars().flat_map(|c| [11.0, 15.5, 16.0, 24.0].map(|ppem| (c, ppem))) {
            let plain = spec(font.glyph(character), ppem);
            let hinted = OutlineSpec { hint: HintMode::Vertical, ..plain };
            let (plain, hinted) = (draw(&font, &plain).unwrap(), draw(&font, &hinted).unwrap());
            let (a, b) = (plain.bounding_box(), hinted.bounding_box());
            let (p, h) = (points(&plain), points(&hinted));
            whole += usize::from(p.len() == h.len() && p.iter().zip(&h).all(|(p, h)| p.x.to_bits() == h.x.to_bits()));
            all += 1;
            // Where a segment vanished, the outline stays in 1/64 px.
            assert!((a.x0 - b.x0).abs() < 0.05 && (a.x1 - b.x1).abs() < 0.05, "{character} {ppem}: {a:?} {b:?}");
            assert!((a.y0 - b.y0).abs() < 1.5 && (a.y1 - b.y1).abs() < 1.5, "{character} {ppem}: {a:?} {b:?}");
            moved += usize::from((a.y0 - b.y0).abs() > 0.05 || (a.y1 - b.y1).abs() > 0.05);
        }
    }
    assert!(moved > 8, "{moved} glyphs were hinted");
    assert!(whole * 10 >= all * 9, "{whole} of {all} kept their x to the bit");
}

#[test]
fn horizontal_stems_snap_to_rows() {
    let font = TestFont::bundled(CHINESE);
    for ppem in [12.0, 16.0, 20.0] {
        let glyph = font.glyph('一');
        let hinted = draw(&font, &OutlineSpec { hint: HintMode::Vertical, ..spec(glyph, ppem) }).unwrap();
        let ink = hinted.bounding_box();
        let off = [ink.y0, ink.y1].map(|y| (y - y.round()).abs());
        assert!(off.into_iter().any(|off| off < 0.02), "{ppem}: {ink:?}");
    }
}

#[test]
fn the_automatic_hinter_moves_points_in_y_only() {
    let font = TestFont::bundled(UNHINTED);
    let mut sharp = 0;
    for character in "HEzxTIL".chars() {
        for ppem in [9.0, 11.0, 13.5, 16.0, 20.0, 24.0] {
            let plain = spec(font.glyph(character), ppem);
            // It has no hints of its own.
            let own = draw(&font, &OutlineSpec { hint: HintMode::Vertical, ..plain }).unwrap();
            let auto = draw(&font, &OutlineSpec { hint: HintMode::VerticalAuto, ..plain }).unwrap();
            let plain = draw(&font, &plain).unwrap();
            let (p, a) = (points(&plain), points(&auto));
            assert_eq!(p.len(), a.len());
            assert!(p.iter().zip(&a).all(|(p, a)| p.x.to_bits() == a.x.to_bits()), "{character} {ppem}");
            assert!(p.iter().zip(&a).all(|(p, a)| (p.y - a.y).abs() < 1.5), "{character} {ppem}");
            let off = |path: &BezPath| {
                let ink = path.bounding_box();
                [ink.y0, ink.y1].map(|y| (y - y.round()).abs()).into_iter().fold(0.0, f64::max)
            };
            assert!(off(&auto) < 0.02, "{character} {ppem}: {:?}", auto.bounding_box());
            sharp += usize::from(off(&plain) > 0.1 && off(&own) > 0.1);
        }
    }
    assert!(sharp > 20, "{sharp} were not sharp before");
}

#[test]
fn the_automatic_hinter_reads_true_type_too() {
    let font = TestFont::bundled(TRUE_TYPE);
    let mut moved = 0;
    for character in "שלום".chars() {
        let plain = spec(font.glyph(character), 13.0);
        let auto = draw(&font, &OutlineSpec { hint: HintMode::VerticalAuto, ..plain }).unwrap();
        let plain = draw(&font, &plain).unwrap();
        let (p, a) = (points(&plain), points(&auto));
        assert!(p.len() == a.len() && p.iter().zip(&a).all(|(p, a)| p.x.to_bits() == a.x.to_bits()));
        moved += usize::from(p.iter().zip(&a).any(|(p, a)| (p.y - a.y).abs() > 0.05));
    }
    assert!(moved > 2, "{moved}");
}

#[test]
fn what_the_automatic_hinter_would_take_long_over_stays_as_it_is() {
    let start = Instant::now();
    for points in [2_000, 2_100, 60_000] {
        let font = TestFont::glyf(&[many_points(points), triangle()]);
        let plain = spec(0, 16.0);
        let auto = OutlineSpec { hint: HintMode::VerticalAuto, ..plain };
        assert_eq!(draw(&font, &auto).unwrap(), draw(&font, &plain).unwrap(), "{points}");
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn what_has_no_outline_is_empty() {
    for name in [CHINESE, TRUE_TYPE] {
        let font = TestFont::bundled(name);
        for glyph in [font.glyph(' '), 65_535, u32::MAX] {
            for hint in MODES {
                assert!(draw(&font, &OutlineSpec { hint, ..spec(glyph, 16.0) }).unwrap().is_empty(), "{name} {glyph}");
            }
        }
        for ppem in [0.0, -1.0, f64::NAN] {
            assert!(draw(&font, &spec(1, ppem)).unwrap().is_empty());
        }
    }
}

#[test]
fn slanted_outlines_are_sheared_about_the_baseline() {
    let font = TestFont::bundled(CHINESE);
    let upright = spec(font.glyph('国'), 100.0);
    let slanted = draw(&font, &OutlineSpec { slanted: true, ..upright }).unwrap();
    for (a, b) in points(&draw(&font, &upright).unwrap()).into_iter().zip(points(&slanted)) {
        assert!((a.x - a.y * SLANT - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-12);
    }
    assert!((SLANT - libm::tan(14.0 * std::f64::consts::PI / 180.0)).abs() < 1e-15);
}

#[test]
fn what_a_face_keeps_changes_nothing() {
    let fonts = [CHINESE, TRUE_TYPE, UNHINTED].map(TestFont::bundled);
    for round in 0..2 {
        for step in 0..60_u32 {
            // Sizes closer to each other than 1/64 px share a hinter.
            let ppem = 9.0 + f64::from(step) * 0.37 + f64::from(round) * 0.003;
            let turn = step as usize % 4;
            let font = &fonts[turn % 3];
            let hint = if turn > 1 { HintMode::VerticalAuto } else { HintMode::Vertical };
            let spec = OutlineSpec { hint, ..spec(font.glyph(['永', 'ש', 'g'][turn % 3]), ppem) };
            let hints = FaceHints::default();
            let fresh = FontSource { hints: &hints, ..font.source() };
            let fresh = glyph_outline(&fresh, &spec, &Limits::default()).unwrap();
            assert_eq!(draw(font, &spec).unwrap(), fresh, "{ppem}");
        }
    }
}

/// Offsets in `maxp` of the stack, storage, functions, instructions and twilight points that programs may use.
const MACHINE: [usize; 5] = [16, 18, 20, 22, 24];

#[test]
fn hinting_machines_that_real_fonts_do_not_have_are_not_built() {
    for fields in [&MACHINE[..], &MACHINE[1..4], &[16], &[18], &[20], &[22], &[24]] {
        let font = TestFont::bundled(TRUE_TYPE).claiming(fields);
        for ppem in 1..100 {
            let plain = spec(font.glyph('ש'), f64::from(ppem));
            let hinted = OutlineSpec { hint: HintMode::Vertical, ..plain };
            assert_eq!(draw(&font, &hinted).unwrap(), draw(&font, &plain).unwrap(), "{fields:?} at {ppem}");
        }
        let bytes = font.source().hints.bytes();
        assert!(bytes < 32 << 10, "{fields:?}: {bytes}");
    }
    // As it is, it has one a size.
    let font = TestFont::bundled(TRUE_TYPE);
    let mut largest = 0;
    for ppem in 1..=100 {
        draw(&font, &OutlineSpec { hint: HintMode::Vertical, ..spec(font.glyph('ש'), f64::from(ppem)) }).unwrap();
        largest = largest.max(font.source().hints.bytes());
    }
    assert!((32 * 4_000..1 << 20).contains(&largest), "{largest}");
}

#[test]
fn faces_of_too_many_dictionaries_are_not_hinted() {
    // 100 200 rmoveto, two stems, 50 hlineto 50 vlineto endchar
    let code = vec![247, 92, 159, 1, 239, 247, 92, 21, 189, 6, 189, 7, 14];
    for (dicts, is_hinted) in [(1, true), (256, true), (257, false), (2_000, false)] {
        let font = TestFont::cff_of_dicts(std::slice::from_ref(&code), dicts);
        let plain = spec(0, 33.3);
        let hinted = draw(&font, &OutlineSpec { hint: HintMode::Vertical, ..plain }).unwrap();
        assert_eq!(hinted != draw(&font, &plain).unwrap(), is_hinted, "{dicts}");
        // Of the size, and of none, which reads plain outlines.
        let (bytes, tables) = (font.source().hints.bytes(), if is_hinted { 2 * 336 * dicts.max(4) } else { 0 });
        assert!((tables..tables + 2_048).contains(&bytes), "{dicts}: {bytes}");
    }
}

fn drawn(font: &TestFont, key: &GlyphKey) -> (Rasterized, Vec<u8>) {
    let (mut mask, mut reserved) = (vec![9; 40], None);
    let (mut masker, bounds) = (Masker::default(), (&Limits::default(), &Watch::default()));
    let made = rasterize(&mut masker, &font.source(), key, bounds, &mut mask, |bytes| reserved = Some(bytes)).unwrap();
    assert!(matches!(made, Rasterized::Path(_)) || reserved == Some(mask.len()));
    (made, mask)
}

fn mask(font: &TestFont, key: &GlyphKey) -> (Extent, Vec<u8>) {
    match drawn(font, key) {
        (Rasterized::Mask(extent, _), mask) => (extent, mask),
        other => panic!("{other:?}"),
    }
}

#[test]
fn equal_keys_have_equal_masks() {
    let font = TestFont::bundled(CHINESE);
    let key = |x: f64, hint| {
        let place = placement(16.003, x, 5.3);
        GlyphKey::new((font.source().id, 0), font.glyph('国'), &place, hint, (false, false))
    };
    for hint in MODES {
        let masks: Vec<_> = [0.0, 0.25, 0.5, 0.75].map(|x| mask(&font, &key(x, hint))).into();
        for (i, mask) in masks.iter().enumerate() {
            let again = key(7.0 + i as f64 / 4.0, hint);
            assert_eq!(*mask, self::mask(&TestFont::bundled(CHINESE), &again));
            assert!(mask.0.width > 10 && mask.0.height > 10 && mask.0.top < 0);
            // Stems are about a pixel wide, so that at most bins no pixel is wholly covered.
            assert!(mask.1.iter().any(|&cover| cover > 160));
            assert!(masks.iter().skip(i + 1).all(|other| other != mask), "bins differ");
        }
    }
    let large = GlyphKey { size: 4_000 * 64, ..key(0.0, HintMode::None) };
    assert!(matches!(drawn(&font, &large).0, Rasterized::Path(_)));
}

#[test]
fn limits_refuse() {
    let font = TestFont::bundled(CHINESE);
    let limits = Limits { glyph_points: 10, ..Limits::default() };
    let refused = glyph_outline(&font.source(), &spec(font.glyph('永'), 16.0), &limits);
    assert!(matches!(refused, Err(Error::LimitExceeded { limit: "glyph_points", .. })), "{refused:?}");
    let error = draw(&font, &spec(1, 1e9)).unwrap_err();
    assert!(matches!(error, Error::LimitExceeded { limit: "glyph_ppem", .. }));
    let unread = TestFont::glyf(&[]);
    assert!(draw(&unread, &spec(3, 16.0)).unwrap().is_empty());
}

#[test]
fn assembled_fonts_draw() {
    let font = TestFont::glyf(&[composite(&[1, 1]), triangle()]);
    let path = draw(&font, &spec(0, 100.0)).unwrap();
    assert_eq!((path.bounding_box().width(), path.bounding_box().y0), (50.0, -70.0));
    // 100 200 rmoveto 50 hlineto 50 vlineto endchar, the first half in a subroutine
    let font = TestFont::cff(&[vec![32, 29, 189, 6, 189, 7, 14]], &[vec![239, 247, 92, 21, 11]]);
    let path = draw(&font, &spec(0, 1_000.0)).unwrap();
    assert_eq!(path.bounding_box(), kurbo::Rect::new(100.0, -250.0, 150.0, -200.0));
}

#[test]
fn components_that_multiply_are_refused() {
    for hint in MODES {
        let itself = TestFont::glyf(&[composite(&[0])]);
        assert!(matches!(refused(&itself, hint), Error::LimitExceeded { limit: "glyph_depth", asked: 17, .. }));

        // 14 levels of 100 components each
        let mut bomb: Vec<Vec<u8>> = (1..15).map(|next| composite(&[next; 100])).collect();
        bomb.push(triangle());
        assert!(matches!(refused(&TestFont::glyf(&bomb), hint), Error::LimitExceeded { limit: "glyph_points", .. }));
        // The same, with nothing in the end.
        bomb.pop();
        bomb.push(Vec::new());
        assert!(matches!(refused(&TestFont::glyf(&bomb), hint), Error::LimitExceeded { limit: "glyph_points", .. }));

        let wide = TestFont::glyf(&[composite(&[1; 30]), many_points(60_000)]);
        assert!(matches!(refused(&wide, hint), Error::LimitExceeded { limit: "glyph_points", .. }));
        assert!(matches!(refused(&TestFont::glyf(&[claims(65_000)]), hint), Error::InvalidFont { .. }));
        assert!(matches!(refused(&TestFont::glyf(&[composite(&[9])]), hint), Error::InvalidFont { .. }));
    }
}

#[test]
fn subroutines_that_multiply_are_refused() {
    for hint in MODES {
        // Each calls the next 100 times; the last does nothing.
        let mut subrs: Vec<Vec<u8>> = (1..9).map(|next| [32 + next, 29].repeat(100)).collect();
        subrs.push(vec![11]);
        let bomb = TestFont::cff(&[vec![32, 29, 14]], &subrs);
        assert!(matches!(refused(&bomb, hint), Error::LimitExceeded { limit: "glyph_points", .. }));

        let itself = TestFont::cff(&[vec![32, 29, 14]], &[vec![32, 29]]);
        let error = refused(&itself, hint).to_string();
        assert!(error.contains("\"Test\"") && error.contains("glyph 0"), "{error}");
        // A call of nothing, a number cut short, a stack that overflows.
        for code in [vec![29], vec![200, 29], vec![28, 1], vec![139; 600], vec![255, 1, 2]] {
            assert!(matches!(refused(&TestFont::cff(&[code], &[vec![11]]), hint), Error::InvalidFont { .. }));
        }
        // Hint masks over many stems, again and again.
        let masks = [[139, 139, 18].repeat(90), [[19].as_slice(), &[255; 12]].concat().repeat(200_000)].concat();
        assert!(matches!(refused(&TestFont::cff(&[masks], &[]), hint), Error::LimitExceeded { .. }));
    }
}

#[test]
fn absurd_coordinates_are_refused() {
    // 64,000 units up, at 32,768 px per em.
    let code = vec![28, 125, 0, 4, 28, 125, 0, 7, 139, 239, 5, 14];
    let font = TestFont::cff(&[code], &[]);
    assert!(draw(&font, &spec(0, 16.0)).is_ok());
    let error = draw(&font, &spec(0, 32_768.0)).unwrap_err();
    assert!(matches!(error, Error::InvalidFont { .. }), "{error}");
}

#[test]
fn a_charstring_may_draw_before_it_moves() {
    let code = vec![239, 6, 239, 7, 14]; // 100 hlineto 100 vlineto endchar
    for hint in MODES {
        assert!(draw(&TestFont::cff(std::slice::from_ref(&code), &[]), &OutlineSpec { hint, ..spec(0, 16.0) }).is_ok());
    }
}

#[test]
fn damaged_fonts_never_panic() {
    for (name, character) in [(CHINESE, '国'), (TRUE_TYPE, 'ש'), (UNHINTED, 'g')] {
        let whole = TestFont::bundled(name);
        let source = whole.source();
        let glyph = whole.glyph(character);
        let mut data = source.data.to_vec();
        let mut state = 1_u64;
        for round in 0..400 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Headers and tables' heads are where it hurts; the rest is hit now and then.
            let end = if round % 2 == 0 { 2_000 } else { data.len() };
            let at = (state >> 33) as usize % end;
            let old = std::mem::replace(&mut data[at], (state >> 20) as u8);
            let hints = FaceHints::default();
            let font = FontSource { data: &data, hints: &hints, ..whole.source() };
            for hint in MODES {
                let _ = glyph_outline(&font, &OutlineSpec { hint, ..spec(glyph, 16.0) }, &Limits::default());
            }
            if round % 3 == 0 {
                data[at] = old;
            }
        }
        for length in [0, 3, 12, 100, 1_000, data.len() / 2] {
            let font = FontSource { data: &source.data[..length], ..whole.source() };
            let _ = glyph_outline(&font, &spec(glyph, 16.0), &Limits::default());
        }
    }
}
