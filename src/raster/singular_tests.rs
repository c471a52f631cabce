//! Transforms that leave nothing of the plane, exactly or but for rounding, paint nothing.

use kurbo::{Affine, Circle, Line, Rect};

use crate::engine::Engine;
use crate::image::Image;
use crate::options::{Rasterizer, RenderOptions};
use crate::outline::{is_singular, rotation};
use crate::paint::{Color, Gradient, Spread, Stroke, StrokeScaling};
use crate::pixmap::Pixmap;
use crate::scene::{Scene, SceneBuilder};
#[cfg(feature = "bundled-fonts")]
use crate::text::{Paragraph, TextStyle};

/// Onto lines at several angles, with what rounding leaves of the other direction; and much flatter than a pixel.
fn singular() -> Vec<Affine> {
    let onto = |angle: f64| {
        let [cos, sin, ..] = rotation(angle).as_coeffs();
        let there = Affine::translate((32.0, 32.0));
        there * Affine::new([cos * cos, cos * sin, cos * sin, sin * sin, 0.0, 0.0]) * there.inverse()
    };
    let turned = |angle: f64| rotation(angle) * Affine::scale_non_uniform(1.0, 0.0) * rotation(-angle);
    let flat = [0.0, 1e-18, 1e-14].map(|y| Affine::new([1.0, 0.0, 0.0, y, 0.0, 20.5]));
    let angles = (1..40).map(|i| f64::from(i) * 0.157);
    flat.into_iter().chain(angles.clone().map(onto)).chain(angles.map(turned)).collect()
}

fn is_blank(rasterizer: Rasterizer, draw: impl FnOnce(&mut SceneBuilder)) -> bool {
    let mut scene = Scene::builder(64.0, 64.0);
    draw(&mut scene);
    let options = RenderOptions::new().with_rasterizer(rasterizer);
    let drawn = Engine::new().canvas().render(&scene.finish().unwrap(), &options).unwrap();
    drawn.data().iter().all(|byte| *byte == 0)
}

#[test]
fn what_leaves_nothing_of_the_plane_is_singular() {
    assert!(singular().into_iter().all(is_singular));
    for not in [
        Affine::IDENTITY,
        Affine::scale(1e-6),
        Affine::scale(1e6),
        Affine::new([1.0, 0.0, 0.0, 1e-6, 9e5, 9e5]),
        Affine::new([1.0, 1.0, 1.0, 1.0 + 1e-9, 0.0, 0.0]),
        Affine::FLIP_Y,
        rotation(1.0) * Affine::scale_non_uniform(1e3, 1e-6) * rotation(2.0),
    ] {
        assert!(!is_singular(not), "{not:?}");
    }
    for lost in [f64::NAN, f64::INFINITY, 1e200, 1e-200, 0.0] {
        assert!(is_singular(Affine::scale(lost)), "{lost}");
    }
}

#[test]
fn singular_transforms_paint_nothing() {
    let ramp = || {
        let colors = [Color::BLACK, Color::from_rgb8(200, 0, 0)];
        Gradient::linear((0.0, 0.0), (9.0, 9.0)).with_colors(colors).with_spread(Spread::Repeat)
    };
    let cone = || Gradient::conic((30.0, 30.0), 0.0).with_colors([Color::BLACK, Color::WHITE]);
    let area = Rect::new(0.0, 0.0, 64.0, 64.0);
    let pixels = Image::from_pixmap(Pixmap::from_straight(vec![255; 64], 4, 4).unwrap());
    for transform in singular() {
        for rasterizer in [Rasterizer::Inkstone, Rasterizer::TinySkia] {
            let blank = |what: &str, draw: &dyn Fn(&mut SceneBuilder)| {
                let inside = is_blank(rasterizer, |scene| _ = scene.transformed(transform, |scene| draw(scene)));
                assert!(inside, "{what}: {rasterizer:?} {transform:?}");
            };
            blank("a fill", &|scene| _ = scene.fill(Circle::new((30.0, 30.0), 20.0), ramp()));
            blank("a colour", &|scene| _ = scene.fill(area, Color::BLACK));
            for scaling in [StrokeScaling::Shape, StrokeScaling::Scene, StrokeScaling::Device] {
                let stroke = Stroke::new(5.0).with_scaling(scaling);
                blank("a stroke", &|scene| {
                    _ = scene.stroke(Line::new((3.0, 9.0), (50.0, 40.0)), stroke.clone(), ramp());
                });
            }
            blank("an image", &|scene| _ = scene.image(&pixels, area));
            blank("a clip", &|scene| _ = scene.clipped(area, |scene| _ = scene.fill(area, Color::BLACK)));
            #[cfg(feature = "bundled-fonts")]
            blank("text", &|scene| _ = scene.text((5.0, 50.0), Paragraph::new("墨石", TextStyle::new(40.0))));
            // The gradient's own transform.
            for gradient in [ramp(), cone()] {
                let paint = gradient.with_transform(transform);
                let painted = is_blank(rasterizer, |scene| _ = scene.fill(area, paint));
                assert!(painted, "{rasterizer:?} {transform:?}");
            }
        }
    }
}
