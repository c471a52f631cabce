//! [`Desk`]: the golden scenes as SVG, drawn by resvg and compared with our own pixels at 96 DPI.

use std::path::PathBuf;

use inkstone::{Canvas, Color, HintingPolicy, Pixmap, Rasterizer, RenderOptions, Scene, SvgOptions};
use resvg::{tiny_skia, usvg};

/// Compares scenes and keeps the figures.
pub(crate) struct Desk {
    canvas: Canvas,
    rows: Vec<Row>,
    /// Where SVGs and both pictures are kept, for those who want to look at them: `INKSTONE_SVG_OUT`.
    folder: Option<PathBuf>,
}

struct Row {
    name: String,
    /// Of all channels of all pixels.
    mean: f64,
    /// Percent of pixels of which a channel is off by more than 32.
    far: f64,
    bytes: usize,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = std::env::var_os("INKSTONE_SVG_OUT").map(PathBuf::from);
        Self { canvas: crate::scenes::engine().canvas(), rows: Vec::new(), folder }
    }

    pub(crate) fn scene(&mut self, name: &str, scene: &Scene, options: &RenderOptions) {
        // resvg draws through tiny-skia: with the same samples, what differs is what the SVG says. How far our own
        // rasterizer is from that one tells `tests/rasterizers.rs`.
        let options = options.clone().with_dpi(96.0).with_hinting(HintingPolicy::None);
        let options = options.with_rasterizer(Rasterizer::TinySkia);
        let ours = self.canvas.render(scene, &options).unwrap();
        // An option cannot be read back, but seen.
        let empty = Scene::builder(1.0, 1.0).finish().unwrap();
        let [r, g, b, a] = self.canvas.render(&empty, &options).unwrap().to_straight()[..] else { panic!("a pixel") };
        let mut svg = Vec::new();
        let background = Color::from_rgba8(r, g, b, a);
        self.canvas.to_svg(scene, &SvgOptions::new().with_background(background), &mut svg).unwrap();
        let theirs = resvg(name, &svg, ours.width(), ours.height());
        if let Some(folder) = &self.folder {
            let file = folder.join(name.replace('/', "-"));
            std::fs::write(file.with_extension("svg"), &svg).unwrap();
            ours.save_png(file.with_extension("ours.png")).unwrap();
            theirs.save_png(file.with_extension("resvg.png")).unwrap();
        }
        let (mean, far) = difference(&ours, &theirs);
        self.rows.push(Row { name: name.to_owned(), mean, far, bytes: svg.len() });
    }

    /// Prints the figures, the worst first, and fails where one is out of bounds.
    pub(crate) fn finish(mut self) {
        self.rows.sort_by(|a, b| b.mean.total_cmp(&a.mean).then_with(|| a.name.cmp(&b.name)));
        println!("{:<44} {:>8} {:>8} {:>9}", "scene", "mean", "far %", "bytes");
        for Row { name, mean, far, bytes } in &self.rows {
            println!("{name:<44} {mean:>8.3} {far:>8.2} {bytes:>9}");
        }
        let middle = |values: &mut Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(0.0)
        };
        let mean = middle(&mut self.rows.iter().map(|row| row.mean).collect());
        let far = middle(&mut self.rows.iter().map(|row| row.far).collect());
        println!("{:<44} {mean:>8.3} {far:>8.2}", format!("median of {}", self.rows.len()));
        let out: Vec<String> = self
            .rows
            .iter()
            .filter_map(|Row { name, mean, far, .. }| {
                let (most_mean, most_far) = bounds(name);
                (*mean > most_mean || *far > most_far)
                    .then(|| format!("{name}: {mean:.3} of {most_mean}, {far:.2} % of {most_far} %"))
            })
            .collect();
        assert!(out.is_empty(), "further from our pixels than their bounds:\n{}", out.join("\n"));
        let unknown: Vec<&str> = BOUNDS
            .iter()
            .map(|(name, ..)| *name)
            .filter(|name| self.rows.iter().all(|row| row.name != *name))
            .collect();
        assert!(unknown.is_empty(), "bounds of no scene: {unknown:?}");
    }
}

/// The mean difference and the percentage of pixels far off that a scene may have.
fn bounds(name: &str) -> (f64, f64) {
    let exception = BOUNDS.iter().find(|(exception, ..)| *exception == name);
    match (exception, name.split('/').next()) {
        (Some((_, mean, far)), _) => (*mean, *far),
        // Our baselines lie on whole pixels and our glyphs on quarters of them; outlines lie where the layout says. And our
        // glyph masks hold exact areas, with both rasterizers.
        (None, Some("text" | "scripts" | "variable")) => (3.1, 2.8),
        // Our curves are lines within 1/20 px before either rasterizer sees them.
        (None, _) => (0.35, 0.4),
    }
}

/// Scenes further off, each group for one reason.
const BOUNDS: &[(&str, f64, f64)] = &[
    // Text, most of it on baselines near half pixels.
    ("dpi/144", 0.7, 1.0),
    ("dpi/192", 0.7, 1.0),
    ("dpi/300", 0.7, 1.0),
    ("dpi/48", 0.7, 1.0),
    ("dpi/96", 0.7, 1.0),
    ("examples/poster", 0.5, 0.8),
    ("transforms/nested", 0.7, 0.4),
    ("text/256-px-per-em-between", 1.8, 3.1),
    ("text/align-center", 3.2, 5.5),
    ("text/align-end", 3.0, 5.0),
    ("text/align-justify", 3.2, 5.5),
    ("text/align-start", 3.0, 5.5),
    ("text/align-without-width", 2.4, 3.2),
    ("text/anchor-down", 2.7, 4.5),
    ("text/carets-and-selections", 3.1, 4.2),
    ("text/ellipsis-places", 4.4, 5.9),
    ("text/fitted-sizes", 6.9, 11.1),
    ("text/fitted-spans", 3.1, 5.4),
    ("text/fractional-positions", 5.0, 8.5),
    ("text/height-cuts", 3.5, 6.1),
    ("text/kinsoku", 2.6, 4.3),
    ("text/spans", 2.7, 6.5),
    ("text/vertical-align", 3.1, 4.8),
    ("text/wrap-chinese", 4.2, 7.2),
    ("text/wrap-latin", 2.9, 4.4),
    ("text/wrap-mixed", 4.0, 6.6),
    // resvg blurs by three boxes, we within two levels of a Gaussian.
    ("filters/blur", 1.0, 0.3),
    ("filters/blur-from-beyond", 0.4, 0.1),
    ("filters/blur-twice-and-clips", 1.4, 0.1),
    ("filters/drop-shadow", 1.15, 0.7),
    ("filters/transform", 0.65, 0.1),
    ("masks/with-filters-and-shadow", 1.8, 0.2),
    ("shadows/from-beyond", 0.6, 0.25),
    ("shadows/of-everything", 1.2, 0.3),
    ("shadows/offsets", 0.5, 0.6),
    // And in SVG the shadow of a layer that is translucent or blended is one with it.
    ("shadows/operators", 3.3, 4.8),
    // Edges through a clip and a filter, through a mask and a group.
    ("filters/colour-matrix-of-nothing", 0.95, 1.7),
    ("masks/alpha-and-luminance", 0.6, 1.3),
    // resvg leaves pixels out where a picture is made smaller, and knows no other spline.
    ("images/reduced-to-a-seventh", 42.0, 57.0),
    ("images/reduced-otherwise", 19.5, 33.5),
    ("images/photo-downscaled", 5.8, 0.0),
    ("images/enlarged", 0.9, 0.7),
    // So it does with tiles, and takes the nearest pixel of those that are moved by parts of one.
    ("patterns/reduced", 18.2, 50.2),
    ("patterns/transforms", 7.1, 13.9),
    ("patterns/pictures", 2.9, 6.4),
    // A tile of 1.6 x .8 times its pixels is drawn on more of them.
    ("patterns/of-all-kinds", 2.4, 3.9),
    ("patterns/inside", 0.5, 0.3),
    ("patterns/turned-repeats", 0.4, 0.0),
    // The edges of a crop that is turned are a clip's.
    ("images/crops", 0.3, 0.6),
    // resvg takes the nearest pixel under every translation.
    ("images/fractional-offset", 13.0, 28.0),
    // resvg draws lines of a pixel and thinner by another algorithm.
    ("path-ops/offsets", 1.2, 3.3),
    ("shapes/arc", 0.2, 0.2),
    ("shapes/curves", 0.4, 0.4),
    ("shapes/ellipse", 0.7, 0.3),
    ("shapes/path-data-arc-flags", 3.0, 3.2),
    ("shapes/path-data-arc-too-small", 0.35, 0.2),
    ("shapes/path-segments", 0.3, 0.3),
    ("strokes/hairlines", 5.5, 11.5),
    ("strokes/widths", 0.3, 0.4),
    // resvg strokes curves as wholes: pens wider than a bend leave holes; and it measures and joins dashes otherwise.
    ("clips/of-strokes", 1.4, 1.2),
    ("paints/linear-on-stroke", 0.55, 0.3),
    ("strokes/align-dashes", 1.4, 2.4),
    ("strokes/cusp", 0.7, 0.7),
    ("strokes/dash-longer-than-closed-path", 0.7, 0.5),
    ("strokes/dashes-on-curves", 0.6, 0.8),
    ("strokes/dashes-rounded-rect", 0.4, 0.5),
    ("strokes/dots", 0.6, 1.2),
    ("strokes/enlarged", 0.8, 0.7),
    ("strokes/joins", 0.2, 0.2),
    ("strokes/non-scaling", 1.1, 1.0),
    ("strokes/overlaps-once", 0.2, 0.2),
    ("strokes/pixel-grid", 0.15, 0.5),
    ("strokes/tight-curves", 2.2, 1.6),
    // Clips are groups: edges that several items share are composited once.
    ("clips/rotated", 0.25, 0.5),
    ("layers/blend-inside-clip", 0.35, 0.4),
    // resvg does not know `plus-lighter`, and its non-separable blend modes are not the standard's.
    ("layers/blend-modes-colours", 2.8, 3.8),
    ("layers/blend-modes-shapes", 1.2, 1.5),
    ("layers/operators-inside-clip", 1.7, 2.4),
    // Edges of wedges are anti-aliased, edges inside our gradients are not; and each wedge has one colour.
    ("paints/conic-angles", 0.6, 0.4),
    ("paints/conic-hard-stops", 0.3, 0.5),
    ("paints/conic-inner-stops", 0.2, 0.2),
    ("paints/conic-spreads", 0.35, 0.2),
    ("paints/gradient-mirrored", 0.2, 0.2),
];

/// What resvg draws, on a canvas of a size.
pub(crate) fn resvg(name: &str, svg: &[u8], width: u32, height: u32) -> Pixmap {
    let tree = usvg::Tree::from_data(svg, &usvg::Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut pixmap = tiny_skia::Pixmap::new(width, height).unwrap();
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    Pixmap::from_premultiplied(pixmap.take(), width, height).unwrap()
}

/// The mean difference of channels, and the percentage of pixels with one that differs by more than 32.
pub(crate) fn difference(ours: &Pixmap, theirs: &Pixmap) -> (f64, f64) {
    let bytes = ours.data().len() as f64;
    let sum: u64 = ours.data().iter().zip(theirs.data()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let pixels = ours.data().as_chunks::<4>().0.iter().zip(theirs.data().as_chunks::<4>().0);
    let far = pixels.filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 32)).count();
    (sum as f64 / bytes, far as f64 / (bytes / 4.0) * 100.0)
}
