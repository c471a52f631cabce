//! The table of errors: how far each rasterizer's coverage is from the exact one, in levels of 255.

mod floors;
mod rasterizers;
mod scenes;
mod seams;
mod truth;

use crate::arguments::Arguments;
use crate::table::print;
use floors::FLOORS;
use rasterizers::{Levels, NAMES};
use scenes::{FANS, Picture, Scene, scenes};
use seams::Seams;

/// Squares of differences, the pixels that either touches, and the largest difference.
#[derive(Clone, Copy, Default)]
struct Errors {
    sum: f64,
    count: u32,
    most: f64,
}

impl Errors {
    fn add(&mut self, levels: &[f64], truth: &[f64]) {
        for (level, truth) in levels.iter().zip(truth) {
            // What is a rounding of the truth's own sums is no touch.
            if *level > 0.0 || *truth > 1e-9 {
                let off = level - truth;
                self.sum += off * off;
                self.count += 1;
                self.most = self.most.max(off.abs());
            }
        }
    }

    fn rms(&self) -> f64 {
        (self.sum / f64::from(self.count.max(1))).sqrt()
    }
}

pub fn run(arguments: &Arguments) {
    let mut seams = Seams::default();
    let scenes: Vec<Scene> = scenes().into_iter().filter(|scene| arguments.wants(scene.name)).collect();
    let errors: Vec<_> = scenes.iter().map(|scene| measure(scene, &mut seams)).collect();
    let rows: Vec<_> = scenes.iter().zip(&errors).map(|(scene, errors)| row(scene, *errors)).collect();
    let title = "**Errors of coverage**, in levels of 255: rms (largest), beside the exact coverage";
    let head: Vec<&str> = [""].into_iter().chain(NAMES).chain(["inkstone / tiny-skia", "missed"]).collect();
    print(title, &head, &rows);
    let best: Vec<_> = scenes.iter().zip(&errors).filter(|(scene, _)| FLOORS.contains(&scene.name)).collect();
    if !best.is_empty() {
        floors::print(&best);
    }
    if scenes.iter().any(|scene| scene.name == FANS) {
        seams.print();
    }
}

fn measure(scene: &Scene, seams: &mut Seams) -> [Errors; 4] {
    let mut errors = [Errors::default(); 4];
    let mut canvas = rasterizers::canvas();
    for picture in &scene.pictures {
        let each = shapes_alone(picture);
        let truth = over_each_other(&each);
        let all = rasterizers::all(&mut canvas, picture);
        errors.iter_mut().zip(&all).for_each(|(errors, levels)| errors.add(levels, &truth));
        if scene.name == FANS {
            seams.add(&each, &truth, &all);
        }
    }
    errors
}

/// The coverage of each shape, 0 to 1.
fn shapes_alone(picture: &Picture) -> Vec<Vec<f64>> {
    let of = |shape: &scenes::Shape| truth::truth(&truth::contours(&shape.outline()), shape.even_odd, picture.size);
    picture.shapes.iter().map(of).collect()
}

/// What shapes leave of the ground, laid over each other: each hides its share of what the others left.
fn over_each_other(each: &[Vec<f64>]) -> Levels {
    let pixel = |i: usize| 255.0 * (1.0 - each.iter().map(|covered| 1.0 - covered[i]).product::<f64>());
    (0..each[0].len()).map(pixel).collect()
}

fn row(scene: &Scene, errors: [Errors; 4]) -> Vec<String> {
    let cells = errors.iter().map(|errors| format!("{:.2} ({:.0})", errors.rms(), errors.most));
    let [ours, theirs, vello, zeno] = errors.map(|errors| errors.rms());
    let bounds = [
        (ours > 0.6 * theirs, "0.6 of tiny-skia"),
        (ours >= vello, "below vello"),
        (ours >= zeno, "below zeno"),
        (errors[0].most > 25.0, "largest 25"),
    ];
    let missed: Vec<&str> = bounds.into_iter().filter(|(missed, _)| *missed).map(|(_, bound)| bound).collect();
    let ends = [format!("{:.2}", ours / theirs), missed.join(", ")];
    [scene.name.to_owned()].into_iter().chain(cells).chain(ends).collect()
}
