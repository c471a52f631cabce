//! How far from the truth, by scene, beside tiny-skia: `cargo test --release coverage::tests::quality -- --ignored
//! --nocapture` prints the table of whole scenes.

use kurbo::{Affine, BezPath};

use super::picture::picture;
use super::scenes::{Scene, scenes};
use super::truth::{contours_of_path, truth};
use crate::outline::path_to_tiny_skia;
use crate::outline::{Polygons, fill_polygons, points};
use crate::paint::FillRule;
use crate::watch::Watch;

/// Squares of differences in levels, pixels that either touches, and the largest difference.
#[derive(Clone, Copy, Default)]
struct Errors {
    sum: f64,
    count: u32,
    most: f64,
}

impl Errors {
    fn add(&mut self, ours: &[u8], truth: &[f64]) {
        for (&ours, &theirs) in ours.iter().zip(truth) {
            if ours > 0 || theirs > 0.0 {
                let off = f64::from(ours) - theirs * 255.0;
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

/// Our errors and tiny-skia's.
fn errors(scene: &Scene) -> [Errors; 2] {
    let mut errors = [Errors::default(); 2];
    for path in &scene.paths {
        let (width, height) = size(path);
        let truth = truth(&contours_of_path(path), scene.rule, width as usize, height as usize, 64);
        let mut polygons = Polygons::default();
        fill_polygons(path, Affine::IDENTITY, u64::MAX, &Watch::default(), &mut polygons).unwrap();
        errors[0].add(&picture(&polygons, scene.rule, width, height, &[]).data, &truth);
        let mut mask = tiny_skia::Mask::new(width, height).unwrap();
        if let Some(path) = path_to_tiny_skia(path) {
            let rule = match scene.rule {
                FillRule::NonZero => tiny_skia::FillRule::Winding,
                FillRule::EvenOdd => tiny_skia::FillRule::EvenOdd,
            };
            mask.fill_path(&path, rule, true, tiny_skia::Transform::identity());
        }
        errors[1].add(mask.data(), &truth);
    }
    errors
}

/// A canvas that holds a path.
fn size(path: &BezPath) -> (u32, u32) {
    let most = |of: fn(kurbo::Point) -> f64| {
        let coordinates = path.elements().iter().flat_map(points).map(of);
        coordinates.fold(1.0_f64, f64::max).ceil() as u32 + 1
    };
    (most(|p| p.x), most(|p| p.y))
}

#[test]
fn we_are_nearer_to_the_truth_than_tiny_skia() {
    for scene in scenes(0.02) {
        let [ours, theirs] = errors(&scene);
        assert!(ours.rms() <= 0.6 * theirs.rms(), "{}: {} {}", scene.name, ours.rms(), theirs.rms());
        assert!(ours.most <= 25.0, "{}: {}", scene.name, ours.most);
    }
}

#[test]
#[ignore = "takes a minute; prints a table"]
fn table() {
    println!("{:20} rms (largest error) of ours, tiny-skia's; ratio", "");
    for scene in scenes(1.0) {
        let [ours, theirs] = errors(&scene);
        let ratio = ours.rms() / theirs.rms();
        println!(
            "{:20} {:5.2} ({:5.1}) {:6.2} ({:5.1}) {ratio:6.2}",
            scene.name,
            ours.rms(),
            ours.most,
            theirs.rms(),
            theirs.most
        );
    }
}
