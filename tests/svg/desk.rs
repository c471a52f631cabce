//! [`Desk`]: the golden scenes as SVG, drawn by resvg and compared with our own pixels at 96 DPI.

use std::path::PathBuf;

use inkstone::{Canvas, Color, Engine, HintingPolicy, Pixmap, RenderOptions, Scene, SceneBuilder, SvgOptions};
use resvg::{tiny_skia, usvg};

pub(crate) use crate::golden_desk::{BLUE, GOLD, INK, PALE, RED, TEAL, cells, rect, test_picture};

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
        Self { canvas: Engine::new().canvas(), rows: Vec::new(), folder }
    }

    pub(crate) fn clear(&mut self, name: &str, size: (f64, f64), draw: impl FnOnce(&mut SceneBuilder)) {
        self.with(name, size, &RenderOptions::new(), draw);
    }

    pub(crate) fn paper(&mut self, name: &str, size: (f64, f64), draw: impl FnOnce(&mut SceneBuilder)) {
        self.with(name, size, &RenderOptions::new().with_background(Color::WHITE), draw);
    }

    pub(crate) fn with(
        &mut self,
        name: &str,
        size: (f64, f64),
        options: &RenderOptions,
        draw: impl FnOnce(&mut SceneBuilder),
    ) {
        let mut scene = Scene::builder(size.0, size.1);
        draw(&mut scene);
        self.scene(name, &scene.finish().unwrap(), options);
    }

    pub(crate) fn scene(&mut self, name: &str, scene: &Scene, options: &RenderOptions) {
        let options = options.clone().with_dpi(96.0).with_hinting(HintingPolicy::None);
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
    }
}

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
