//! The sheet of pictures: sampling, fits, crops, nine slices.

use inkstone::kurbo::{Affine, Circle, Rect};
use inkstone::{Error, Image, ObjectFit, Pixmap, Sampling, Scene, SceneBuilder, Slices};

use super::sheet::{CELL, FAINT, cell};

const FITS: [ObjectFit; 5] =
    [ObjectFit::Fill, ObjectFit::Contain, ObjectFit::Cover, ObjectFit::None, ObjectFit::ScaleDown];
const SAMPLINGS: [Sampling; 4] = [Sampling::Nearest, Sampling::Bilinear, Sampling::Smooth, Sampling::Bicubic];

/// The sheet.
pub(crate) fn images() -> Result<Scene, Error> {
    let (small, fine, wide) = (picture(10, 10)?, waves(420)?, picture(60, 30)?);
    let frame = Rect::new(12.0, 12.0, 108.0, 96.0);
    let mut scene = Scene::builder(6.0 * CELL, 3.0 * CELL);
    for (column, sampling) in (0..).zip(SAMPLINGS) {
        cell(&mut scene, column, 0, &format!("{sampling:?}, enlarged"), |scene| {
            scene.image(&small.clone().with_sampling(sampling), frame);
        });
        cell(&mut scene, column, 1, &format!("{sampling:?}, to a fifth"), |scene| {
            scene.image(&fine.clone().with_sampling(sampling), Rect::new(18.0, 12.0, 102.0, 96.0));
        });
    }
    cell(&mut scene, 4, 0, "mirrored", |scene| _ = scene.image(&small, Rect::new(108.0, 12.0, 12.0, 96.0)));
    cell(&mut scene, 5, 0, "turned", |scene| {
        scene.transformed(Affine::new([0.8, 0.6, -0.6, 0.8, 44.0, -26.0]), |scene| {
            scene.image(&small, Rect::new(28.0, 24.0, 92.0, 84.0));
        });
    });
    cell(&mut scene, 4, 1, "cropped", |scene| {
        scene.image(&small.clone().with_crop(Rect::new(2.0, 1.0, 6.0, 4.0)), frame);
    });
    cell(&mut scene, 5, 1, "in a circle", |scene| {
        scene.clipped(Circle::new((60.0, 54.0), 42.0), |scene| _ = scene.image(&fine, frame));
    });
    for (column, fit) in (0..).zip(FITS) {
        cell(&mut scene, column, 2, &format!("{fit:?}"), |scene| {
            scene.fill(frame, FAINT).image(&wide.clone().with_fit(fit), frame);
        });
    }
    cell(&mut scene, 5, 2, "nine slices", |scene: &mut SceneBuilder| {
        scene.image(&small.with_slices(Slices::all(3.0)).with_sampling(Sampling::Nearest), frame);
    });
    scene.finish()
}

/// Squares of two tones that differ from each other.
fn picture(width: u32, height: u32) -> Result<Image, Error> {
    let pixel = |x: u32, y: u32| match (x + y) % 2 {
        0 => [250, 236, 196, 255],
        _ => [(40 + x * 200 / width) as u8, (60 + y * 120 / height) as u8, 130, 255],
    };
    let pixels = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    Ok(Pixmap::from_straight(pixels, width, height)?.into())
}

/// Rings that grow finer outwards, until they are as fine as pixels can be.
fn waves(side: u32) -> Result<Image, Error> {
    let pixels = (0..side).flat_map(|y| {
        (0..side).flat_map(move |x| {
            let (dx, dy) = (x.abs_diff(side / 2), y.abs_diff(side / 2));
            let dark = ((dx * dx + dy * dy) / 160).is_multiple_of(2);
            if dark { [32, 36, 44, 255] } else { [240, 190, 70, 255] }
        })
    });
    Ok(Pixmap::from_straight(pixels.collect(), side, side)?.into())
}
