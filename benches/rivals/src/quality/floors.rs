//! The least errors there can be: of exact coverage that is rounded once to 255 levels, be its points exact or rounded.

use kurbo::Point;

use super::scenes::{Picture, Scene};
use super::truth::{contours, truth};
use super::{Errors, over_each_other, shapes_alone};
use crate::table::print as print_table;

/// The scenes of straight lines, whose points are all that can be rounded.
pub const FLOORS: [&str; 3] = ["360 hairlines", "500 slivers", super::FANS];

/// Points in a pixel, each way.
const GRIDS: [f64; 4] = [256.0, 512.0, 1024.0, 4096.0];

/// Prints the table, beside the errors of inkstone and vello.
pub fn print(scenes: &[(&Scene, &[Errors; 4])]) {
    let rows: Vec<_> = scenes.iter().map(|(scene, errors)| row(scene, errors)).collect();
    let title = "**Floors**, rms in levels of 255: exact coverage rounded once, of exact points and of rounded ones";
    print_table(title, &["", "exact", "1/256 px", "1/512", "1/1024", "1/4096", "inkstone", "vello_cpu"], &rows);
}

fn row(scene: &Scene, errors: &[Errors; 4]) -> Vec<String> {
    let mut floors = [Errors::default(); GRIDS.len() + 1];
    for picture in &scene.pictures {
        let exact = over_each_other(&shapes_alone(picture));
        floors[0].add(&rounded(&exact), &exact);
        for (floor, grid) in floors[1..].iter_mut().zip(GRIDS) {
            floor.add(&rounded(&over_each_other(&on_grid(picture, grid))), &exact);
        }
    }
    let all = floors.iter().chain([&errors[0], &errors[2]]).map(|errors| format!("{:.3}", errors.rms()));
    [scene.name.to_owned()].into_iter().chain(all).collect()
}

fn rounded(levels: &[f64]) -> Vec<f64> {
    levels.iter().map(|level| level.round()).collect()
}

/// The coverage of each shape whose points are rounded.
fn on_grid(picture: &Picture, grid: f64) -> Vec<Vec<f64>> {
    let near = |p: Point| Point::new((p.x * grid).round() / grid, (p.y * grid).round() / grid);
    let of = |shape: &super::scenes::Shape| {
        let contours = contours(&shape.outline());
        let contours = contours.into_iter().map(|contour| contour.into_iter().map(near).collect()).collect();
        truth(&contours, shape.even_odd, picture.size)
    };
    picture.shapes.iter().map(of).collect()
}
