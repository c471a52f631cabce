//! What our rasterizer draws is what tiny-skia draws, but for the anti-aliasing: over every golden scene.

#![cfg(feature = "bundled-fonts")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

#[path = "golden/scenes/mod.rs"]
mod scenes;

use inkstone::kurbo::Affine;
use inkstone::{Engine, HintingPolicy, Pixmap, Rasterizer, RenderOptions, Scene, TextStyle};

/// How far two pictures are apart.
struct Row {
    name: String,
    /// Of all channels of all pixels.
    mean: f64,
    /// Percent of pixels of which a channel is off by more than 48.
    far: f64,
    max: u8,
}

impl Row {
    fn new(name: &str, ours: &Pixmap, theirs: &Pixmap) -> Self {
        let bytes = ours.data().len() as f64;
        let differences = || ours.data().iter().zip(theirs.data()).map(|(a, b)| a.abs_diff(*b));
        let sum: u64 = differences().map(u64::from).sum();
        let pixels = ours.data().as_chunks::<4>().0.iter().zip(theirs.data().as_chunks::<4>().0);
        let far = pixels.filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 48)).count();
        let max = differences().max().unwrap_or(0);
        Self { name: name.to_owned(), mean: sum as f64 / bytes, far: far as f64 / (bytes / 4.0) * 100.0, max }
    }

    /// Where edges are everywhere, anti-aliasing is too.
    fn bounds(&self) -> (f64, f64) {
        BOUNDS.iter().find(|(name, ..)| *name == self.name).map_or((0.5, 0.1), |&(_, mean, far)| (mean, far))
    }
}

/// Scenes that differ by more, and why.
const BOUNDS: &[(&str, f64, f64)] = &[
    // Edges everywhere: thin lines, where 4 x 4 samples are off by up to an eighth.
    ("strokes/dense", 1.7, 0.0),
    ("strokes/hairlines", 1.6, 0.0),
    ("transforms/nested", 1.2, 0.0),
    ("clips/of-strokes", 0.9, 0.0),
    ("dpi/rounded-size", 0.9, 0.0),
    ("dpi/fractional-size", 0.8, 0.0),
    ("shapes/hands-of-a-clock", 0.9, 0.0),
    ("shapes/path-data-arc-flags", 0.8, 0.0),
    ("shapes/ellipse", 0.6, 0.0),
    ("strokes/non-scaling", 0.6, 0.0),
    ("text/skewed-and-mirrored", 1.1, 0.02),
    ("text/quarter-turns", 0.8, 0.0),
    ("text/rotated", 0.6, 0.0),
    ("clips/text", 0.65, 0.02),
    // Thin edges whose colours a matrix makes brighter.
    ("filters/colour-matrix-of-nothing", 0.45, 0.3),
    // Digits of lines half a pixel thick, and carets of three quarters.
    ("text/missing-small", 1.8, 0.25),
    ("text/missing-tofu", 0.9, 0.0),
    ("text/missing-code-points", 0.6, 0.0),
    ("text/carets-and-selections", 0.7, 0.0),
    // tiny-skia's bicubic spline is Mitchell's.
    ("images/enlarged", 2.3, 0.0),
    ("patterns/pictures", 1.8, 0.0),
    // Slanted lines everywhere, and half of their edges in each pixel.
    ("patterns/inside", 1.1, 0.0),
    // Pixel centres on the very edge between two of the picture's pixels: a column of them goes to the other side.
    ("images/mirrored", 0.7, 0.7),
];

#[test]
fn both_rasterizers_agree_but_for_the_anti_aliasing() {
    let mut canvas = scenes::engine().canvas();
    let mut rows = Vec::new();
    scenes::visit(|name, scene, options| {
        let ours = canvas.render(scene, options).unwrap();
        let theirs = canvas.render(scene, &options.clone().with_rasterizer(Rasterizer::TinySkia)).unwrap();
        rows.push(Row::new(name, &ours, &theirs));
    });
    rows.sort_by(|a, b| b.mean.total_cmp(&a.mean));
    println!("{:<44} {:>8} {:>8} {:>4}", "scene", "mean", "far %", "max");
    let mut wrong = Vec::new();
    for row in &rows {
        let line = format!("{:<44} {:>8.3} {:>8.2} {:>4}", row.name, row.mean, row.far, row.max);
        println!("{line}");
        let (mean, far) = row.bounds();
        if row.mean > mean || row.far > far {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "further apart than anti-aliasing explains:\n{}", wrong.join("\n"));
}

/// Largest difference of two pictures' bytes.
fn difference(a: &Pixmap, b: &Pixmap) -> u8 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    a.data().iter().zip(b.data()).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

/// Text is of the size that it has on the canvas, however it came to it; and where masks end and paths begin, at 256 device px
/// per em, nothing jumps, unless text is hinted up to there. (The golden pictures `text/256-px-per-em` and
/// `text/257-px-per-em` show both sides.)
#[test]
fn masks_and_paths_of_glyphs_meet() {
    let mut canvas = Engine::new().canvas();
    let mut draw_by = |policy, (text, family): (&str, &str), size: f64, scale: f64| {
        let mut scene = Scene::builder(300.0, 300.0);
        scene.transformed(Affine::new([scale, 0.0, 0.0, scale, 8.25, 240.0]), |scene| {
            scene.text((0.0, 0.0), (text, TextStyle::new(size).with_families([family])));
        });
        canvas.render(&scene.finish().unwrap(), &RenderOptions::new().with_hinting(policy)).unwrap()
    };
    // With PostScript hints, with a TrueType program, which gives up before that size, and without hints.
    for (text, family, is_hinted) in [
        ("永", "Inkstone Sans SC", true),
        ("量", "Inkstone Sans SC", true),
        ("한", "Inkstone Sans SC", true),
        ("g", "Inkstone Sans SC", true),
        ("ש", "Inkstone Sans Hebrew", false),
        ("g", "Inkstone Sans", true),
    ] {
        let mut jump = |below, above| {
            let mut side = |policy, size| draw_by(policy, (text, family), size, 1.0);
            difference(&side(below, 256.0), &side(above, 256.001))
        };
        let (auto, always) = (HintingPolicy::Auto, HintingPolicy::Always);
        let (without, with) = (jump(auto, auto), jump(always, always));
        println!("{text} of {family}: {without} of 255, always hinted {with}");
        assert!(without <= 7, "{text}: {without}");
        // Hints end there, and nothing else changes.
        assert_eq!(with > 7, is_hinted, "{text}: {with}");
        assert_eq!(jump(auto, always), without, "{text}");
    }
    let mut draw = |size, scale| draw_by(HintingPolicy::Auto, ("永", "Inkstone Sans SC"), size, scale);
    // By masks: the same whoever scales.
    for (size, scale) in [(8.0, 3.0), (64.0, 4.0), (6.0, 2.5), (100.0, 0.2)] {
        assert_eq!(difference(&draw(size, scale), &draw(size * scale, 1.0)), 0, "{size} px, {scale} times");
    }
    // On both sides, a hundredth of a pixel apart.
    for (below, above) in [((256.0, 1.0), (256.01, 1.0)), ((64.0, 4.0), (64.0, 4.0 + 1e-4))] {
        let (mask, path) = (draw(below.0, below.1), draw(above.0, above.1));
        let jump = difference(&mask, &path);
        println!("{below:?} and {above:?}: {jump} of 255");
        assert!(jump > 0 && jump <= 5, "{jump}");
    }
}
