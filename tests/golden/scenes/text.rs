//! How characters look: styles, paints, sizes, transforms, hinting.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_6};

use inkstone::kurbo::{Affine, Circle};
use inkstone::{Baseline, Color};
use inkstone::{Gradient, HintingPolicy, Layer, Paragraph, RenderOptions, Spread, TextAnchor, TextStyle, rotation};

use super::desk::{BLUE, Desk, GOLD, INK, PALE, RED, TEAL, cells, rect};

/// The Latin family.
pub(crate) const LATIN: [&str; 1] = ["Inkstone Sans"];

pub(crate) fn draw(desk: &mut Desk<'_>) {
    styles(desk);
    paints(desk);
    decorations(desk);
    transforms(desk);
    large(desk);
    hinting(desk);
}

fn lines(desk: &mut Desk<'_>, name: &str, size: (f64, f64), rows: Vec<(f64, &str, TextStyle)>) {
    desk.paper(name, size, |s| {
        for (y, text, style) in rows {
            s.text((6.0, y), (text, style));
        }
    });
}

fn styles(desk: &mut Desk<'_>) {
    let sizes = [(12.0, 8.0), (26.0, 11.0), (45.0, 16.0), (73.0, 24.0), (112.0, 36.0)];
    let rows = sizes.map(|(y, size)| (y, "墨石 Ink", TextStyle::new(size)));
    lines(desk, "text/sizes", (160.0, 124.0), rows.into());
    let latin = TextStyle::new(20.0).with_families(LATIN);
    let weights = [(22.0, 300), (48.0, 400), (74.0, 600), (100.0, 700)];
    let rows = weights.map(|(y, weight)| (y, "Hamburg 墨石", latin.clone().with_weight(weight)));
    lines(desk, "text/weights", (160.0, 112.0), rows.into());
    let rows = vec![
        (22.0, "Upright affix", latin.clone()),
        (48.0, "Italic affix", latin.clone().with_italic(true)),
        // No italic face: slanted by 14 degrees.
        (74.0, "墨石 slanted", TextStyle::new(20.0).with_italic(true)),
        // Style counts before weight, as in CSS: the italic face, which is not bold.
        (100.0, "Bold italic", latin.with_italic(true).with_weight(TextStyle::BOLD)),
    ];
    lines(desk, "text/italics", (160.0, 112.0), rows);
    let spaced = |by: f64| TextStyle::new(16.0).with_letter_spacing(by);
    let rows = vec![
        (20.0, "Spacing 字间", spaced(0.0)),
        (42.0, "Spacing 字间", spaced(3.0)),
        (64.0, "Spacing 字间", spaced(-1.5)),
        // Ligatures and clusters stay whole; joined scripts stay joined.
        (88.0, "e\u{301}fi क्षि", spaced(6.0)),
    ];
    lines(desk, "text/letter-spacing", (160.0, 100.0), rows);
    let kerned = TextStyle::new(32.0).with_families(LATIN);
    lines(desk, "text/kerning", (200.0, 44.0), vec![(34.0, "AVATAR To.", kerned)]);
}

fn paints(desk: &mut Desk<'_>) {
    desk.clear("text/colours", (160.0, 88.0), |s| {
        s.fill(rect(0.0, 58.0, 160.0, 30.0), INK);
        s.text((6.0, 24.0), ("朱 red", TextStyle::new(22.0).with_paint(RED)));
        s.text((6.0, 52.0), ("青 50 %", TextStyle::new(22.0).with_paint(TEAL.with_alpha(0.5))));
        s.text((6.0, 81.0), ("白 white", TextStyle::new(22.0).with_paint(Color::WHITE)));
    });
    desk.paper("text/gradients", (160.0, 88.0), |s| {
        // In the coordinates of the scene, as a shape's.
        let across = Gradient::linear((10.0, 0.0), (150.0, 0.0)).with_colors([RED, GOLD, BLUE]);
        s.text((10.0, 34.0), ("彩虹 Rain", TextStyle::new(32.0).with_paint(across)));
        let down = Gradient::linear((0.0, 52.0), (0.0, 58.0)).with_colors([INK, TEAL]).with_spread(Spread::Reflect);
        s.text((10.0, 76.0), ("条纹 Strip", TextStyle::new(32.0).with_paint(down)));
    });
    desk.paper("text/gradient-paints-nothing", (80.0, 32.0), |s| {
        s.fill(rect(4.0, 4.0, 72.0, 24.0), PALE);
        let none = Gradient::linear((5.0, 5.0), (5.0, 5.0)).with_colors([RED, RED]);
        s.text((10.0, 24.0), ("空 none", TextStyle::new(18.0).with_paint(none)));
    });
    desk.clear("text/clipped-and-layered", (128.0, 64.0), |s| {
        s.clipped(Circle::new((32.0, 32.0), 24.0), |s| {
            s.fill(rect(0.0, 0.0, 64.0, 64.0), GOLD).text((2.0, 50.0), ("墨石", TextStyle::new(48.0)));
        });
        s.layer(Layer::new().with_opacity(0.5), |s| {
            s.text((72.0, 50.0), ("墨", TextStyle::new(44.0))).text((80.0, 54.0), ("石", TextStyle::new(44.0)));
        });
    });
}

fn decorations(desk: &mut Desk<'_>) {
    let plain = TextStyle::new(22.0);
    let rows = vec![
        (24.0, "下划线 gyp", plain.clone().with_underline(true)),
        (54.0, "删除线 gyp", plain.clone().with_strikethrough(true)),
        (84.0, "两者 both", plain.clone().with_underline(true).with_strikethrough(true).with_paint(RED)),
    ];
    lines(desk, "text/underline-strikethrough", (160.0, 96.0), rows);
    desk.paper("text/decorations-of-spans", (180.0, 40.0), |s| {
        // A line for each span, in its colour and size; none below what is not marked.
        let small = TextStyle::new(14.0).with_underline(true).with_paint(BLUE);
        let paragraph = Paragraph::new("一 ", plain.clone())
            .with_span("underlined ", small)
            .with_span("删", plain.clone().with_strikethrough(true).with_paint(RED))
            .with_span("二", plain);
        s.text((6.0, 28.0), paragraph);
    });
}

fn transforms(desk: &mut Desk<'_>) {
    let style = || TextStyle::new(20.0);
    desk.paper("text/rotated", (128.0, 128.0), |s| {
        s.transformed(Affine::translate((64.0, 64.0)), |s| {
            for i in 0..4 {
                s.transformed(rotation(FRAC_PI_6 + f64::from(i) * FRAC_PI_2), |s| {
                    s.text((12.0, 0.0), ("墨石 a", style()));
                });
            }
        });
    });
    desk.paper("text/quarter-turns", (128.0, 128.0), |s| {
        s.transformed(Affine::translate((64.0, 64.0)), |s| {
            for i in 0..4 {
                s.transformed(rotation(f64::from(i) * FRAC_PI_2), |s| {
                    s.text((10.0, 7.0), ("墨 ink", style()));
                });
            }
        });
    });
    desk.paper("text/skewed-and-mirrored", (128.0, 96.0), |s| {
        s.transformed(Affine::new([1.0, 0.0, -0.6, 1.0, 20.0, 24.0]), |s| {
            s.text((0.0, 0.0), ("斜 Skewed", style()));
        });
        s.transformed(Affine::new([-1.0, 0.0, 0.0, 1.0, 122.0, 54.0]), |s| {
            s.text((0.0, 0.0), ("镜 Mirror", style()));
        });
        s.transformed(Affine::new([1.0, 0.0, 0.0, 2.0, 6.0, 90.0]), |s| {
            s.text((0.0, 0.0), ("高 Tall", style().with_size(12.0)));
        });
    });
    desk.paper("text/fractional-positions", (128.0, 96.0), |s| {
        // A quarter of a pixel to the right and an eighth down, each time.
        for i in 0..8 {
            let (x, y) = (6.0 + f64::from(i) * 0.25, 12.0 + 10.0 * f64::from(i) + 0.125 * f64::from(i));
            s.text((x, y), ("illicit 三川目", TextStyle::new(10.0)));
        }
    });
    desk.paper("text/scaled", (128.0, 40.0), |s| {
        // 8 px enlarged three times is what 24 px is.
        s.transformed(Affine::new([3.0, 0.0, 0.0, 3.0, 4.0, 30.0]), |s| {
            s.text((0.0, 0.0), ("墨石", TextStyle::new(8.0)));
        });
        s.text((66.0, 30.0), ("墨石", TextStyle::new(24.0)));
    });
}

fn large(desk: &mut Desk<'_>) {
    // Up to 256 device px per em from masks, above as paths: the same shape.
    for (name, size) in [("text/256-px-per-em", 256.0), ("text/257-px-per-em", 257.0)] {
        desk.paper(name, (130.0, 130.0), |s| {
            s.text((-60.0, 150.0), ("永", TextStyle::new(size)));
        });
    }
    // Between pixels too: on either side the baseline lies on a whole row.
    for (name, size) in [("text/256-px-per-em-between", 256.0), ("text/257-px-per-em-between", 257.0)] {
        desk.paper(name, (130.0, 130.0), |s| {
            s.text((-60.4, 150.45), ("永", TextStyle::new(size)));
        });
    }
    desk.clear("text/larger-than-the-canvas", (64.0, 64.0), |s| {
        s.text((-800.0, 660.0), ("田", TextStyle::new(1800.0).with_paint(TEAL)));
    });
}

fn hinting(desk: &mut Desk<'_>) {
    let presets = [
        ("text/hinting-auto", HintingPolicy::Auto),
        ("text/hinting-none", HintingPolicy::None),
        ("text/hinting-always", HintingPolicy::Always),
        // At 96 DPI: none.
        ("text/hinting-full-from-120", HintingPolicy::FullFromDpi(120.0)),
    ];
    for (name, policy) in presets {
        let options = RenderOptions::new().with_background(Color::WHITE).with_hinting(policy);
        desk.with(name, (160.0, 88.0), &options, |s| {
            cells(s, 1, (160.0, 17.0), 12..=16, |s, size| {
                s.text((4.0, 14.0), ("重量三 Hint eEH", TextStyle::new(f64::from(size))));
            });
        });
    }
    desk.paper("text/hinting-27-and-always", (160.0, 72.0), |s| {
        // Above 24 px per em nothing is hinted by default.
        let anchored = |size: f64| Paragraph::new("三目 eEz", TextStyle::new(size));
        s.text((4.0, 30.0), anchored(24.0).with_anchor(TextAnchor::Start, Baseline::Alphabetic));
        s.text((4.0, 64.0), anchored(27.0));
    });
}
