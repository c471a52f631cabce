//! The sheet of paths: the verbs of Canvas 2D, boolean operations, offsets, and places along a path.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use inkstone::kurbo::{Affine, Circle, Point, Rect};
use inkstone::{Error, Join, Paragraph, Path, PathMeasure, PathOps, Scene, SceneBuilder, Stroke, TextStyle};

use super::sheet::{CELL, FAINT, GOLD, INK, RED, TEAL, cell};

/// The sheet.
pub(crate) fn paths() -> Result<Scene, Error> {
    let mut scene = Scene::builder(6.0 * CELL, 5.0 * CELL);
    verbs(&mut scene);
    corners(&mut scene);
    operations(&mut scene)?;
    offsets(&mut scene)?;
    along(&mut scene)?;
    scene.finish()
}

fn shape(scene: &mut SceneBuilder, column: u32, row: u32, words: &str, path: &Path) {
    cell(scene, column, row, words, |scene| {
        scene.fill(path, FAINT).stroke(path, Stroke::new(3.0).with_join(Join::Round), TEAL);
    });
}

fn verbs(scene: &mut SceneBuilder) {
    let mut path = Path::new();
    path.arc(60.0, 54.0, 40.0, 0.0, 4.0, false);
    shape(scene, 0, 0, "arc", &path);
    let mut path = Path::new();
    path.arc(60.0, 54.0, 40.0, 0.0, 4.0, true);
    shape(scene, 1, 0, "arc, counterclockwise", &path);
    let mut path = Path::new();
    path.move_to(16.0, 90.0).arc_to(60.0, -20.0, 104.0, 90.0, 22.0).line_to(104.0, 90.0).close();
    shape(scene, 2, 0, "arcTo", &path);
    let mut path = Path::new();
    path.ellipse(60.0, 54.0, 46.0, 22.0, 0.5, 0.0, TAU, false).close();
    shape(scene, 3, 0, "ellipse", &path);
    let mut path = Path::new();
    path.move_to(14.0, 90.0).quadratic_curve_to(60.0, -40.0, 106.0, 90.0);
    shape(scene, 4, 0, "quadraticCurveTo", &path);
    let mut path = Path::new();
    path.move_to(14.0, 80.0).bezier_curve_to(40.0, -60.0, 80.0, 180.0, 106.0, 24.0);
    shape(scene, 5, 0, "bezierCurveTo", &path);
}

fn corners(scene: &mut SceneBuilder) {
    let lists: [(&str, &[f64]); 4] = [
        ("roundRect, [16]", &[16.0]),
        ("[0, 32]", &[0.0, 32.0]),
        ("[0, 16, 40]", &[0.0, 16.0, 40.0]),
        ("[0, 10, 20, 30]", &[0.0, 10.0, 20.0, 30.0]),
    ];
    for (column, (words, radii)) in (0..).zip(lists) {
        let mut path = Path::new();
        path.round_rect(14.0, 14.0, 92.0, 80.0, radii);
        shape(scene, column, 1, words, &path);
    }
    let mut path = Path::new();
    path.round_rect(14.0, 14.0, 92.0, 80.0, [(46.0, 20.0), (20.0, 40.0)]);
    shape(scene, 4, 1, "elliptical", &path);
    let mut path = Path::new();
    path.round_rect(14.0, 14.0, 92.0, 80.0, 20.0).round_rect(84.0, 30.0, -48.0, 48.0, 12.0);
    shape(scene, 5, 1, "negative width: a hole", &path);
}

fn operations(scene: &mut SceneBuilder) -> Result<(), Error> {
    let ops = PathOps::new();
    let gear = |teeth: u32| {
        let mut path = Path::new();
        for i in 0..teeth * 4 {
            let angle = f64::from(i) / f64::from(teeth * 4) * TAU;
            let turned = inkstone::rotation(angle);
            let radius = if i % 4 < 2 { 44.0 } else { 34.0 };
            let at = turned * Point::new(radius, 0.0);
            path.line_to(54.0 + at.x, 54.0 + at.y);
        }
        path.close();
        path
    };
    let (gear, disc) = (gear(10), Circle::new((76.0, 60.0), 30.0));
    let made = [
        ("union", ops.union(&gear, disc)?),
        ("intersection", ops.intersection(&gear, disc)?),
        ("difference", ops.difference(&gear, disc)?),
        ("difference, other way", ops.difference(disc, &gear)?),
        ("xor", ops.xor(&gear, disc)?),
        ("xor of many", {
            let mut path = ops.simplify(&gear)?;
            for i in 0..6 {
                path = ops.xor(&path, Circle::new((54.0, 54.0), 6.0 + 7.0 * f64::from(i)))?;
            }
            path
        }),
    ];
    for (column, (words, path)) in (0..).zip(made) {
        cell(scene, column, 2, words, |scene| {
            scene.fill(&path, GOLD).stroke(&path, 1.5, INK);
        });
    }
    Ok(())
}

fn offsets(scene: &mut SceneBuilder) -> Result<(), Error> {
    let ops = PathOps::new();
    let leaf = "M24 84C24 40 50 20 96 20C96 66 70 88 24 84Z";
    let frame = "M34 30H86V82H34ZM50 46V66H70V46Z";
    for (column, join) in (0..).zip([Join::Miter, Join::Round, Join::Bevel]) {
        for (column, shape) in [(2 * column, leaf), (2 * column + 1, frame)] {
            let mut lines = Vec::new();
            for i in -4..=4 {
                lines.push((i, ops.offset(shape, f64::from(i) * 4.0, join)?));
            }
            cell(scene, column, 3, &format!("offset, {join:?}"), |scene| {
                scene.fill(shape, FAINT);
                for (i, line) in &lines {
                    scene.stroke(line, if *i == 0 { 2.0 } else { 0.75 }, if *i < 0 { RED } else { TEAL });
                }
            });
        }
    }
    Ok(())
}

fn along(scene: &mut SceneBuilder) -> Result<(), Error> {
    let top = 4.0 * CELL;
    let mut path = Path::new();
    path.move_to(20.0, top + 52.0);
    for i in 0..6 {
        let x = 80.0 + 116.0 * f64::from(i);
        path.arc(x, top + 52.0, 36.0, PI, 0.0, i % 2 == 1);
    }
    let measure = PathMeasure::new(&path)?;
    scene.stroke(&path, 1.0, INK);
    let count = 60;
    for i in 0..=count {
        let at = measure.total_length() * f64::from(i) / f64::from(count);
        let (Some(p), Some(way)) = (measure.point_at_length(at), measure.tangent_at_length(at)) else { continue };
        let turned = Affine::new([way.x, way.y, -way.y, way.x, p.x, p.y]);
        scene.transformed(turned * inkstone::rotation(FRAC_PI_2), |scene| {
            scene.fill(Rect::new(-8.0, -1.0, 8.0, 1.0), if i % 10 == 0 { RED } else { TEAL });
        });
    }
    let words = format!("point and tangent at each 1/{count} of {:.1} px", measure.total_length());
    scene.text((10.0, top + 114.0), Paragraph::new(words, TextStyle::new(10.0).with_paint(INK)));
    Ok(())
}
