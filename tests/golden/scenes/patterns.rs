//! Patterns: tiles of pictures and scenes, side by side.

use inkstone::kurbo::{Affine, Circle, Rect};
use inkstone::{
    Image, Layer, Paragraph, Pattern, Repeat, Sampling, Scene, SceneBuilder, Stroke, StrokeScaling, TextStyle, rotation,
};

use super::desk::{BLUE, Desk, GOLD, INK, PALE, RED, TEAL, cells, rect, test_picture};

const REPEATS: [Repeat; 4] = [Repeat::Both, Repeat::X, Repeat::Y, Repeat::None];

fn scene(side: f64, draw: impl FnOnce(&mut SceneBuilder)) -> Scene {
    let mut scene = Scene::builder(side, side);
    draw(&mut scene);
    scene.finish().unwrap()
}

/// A dot on a ground, and a quarter of one beyond each corner.
fn dots() -> Pattern {
    Pattern::scene(&scene(16.0, |s| {
        s.fill(rect(0.0, 0.0, 16.0, 16.0), PALE).fill(Circle::new((8.0, 8.0), 4.0), RED);
        for (x, y) in [(0.0, 0.0), (16.0, 0.0), (0.0, 16.0), (16.0, 16.0)] {
            s.fill(Circle::new((x, y), 3.0), TEAL);
        }
    }))
}

/// Lines on nothing.
fn hatches() -> Pattern {
    let lines = scene(8.0, |s| {
        s.stroke("M0 8 L8 0 M-2 2 L2 -2 M6 10 L10 6", 1.5, BLUE);
    });
    Pattern::scene(&lines)
}

pub(crate) fn draw(desk: &mut Desk<'_>) {
    desk.clear("patterns/repeats", (4.0 * 72.0, 72.0), |s| {
        cells(s, 4, (72.0, 72.0), REPEATS, |s, repeat| {
            let moved = Affine::translate((20.0, 28.0));
            s.fill(rect(2.0, 2.0, 68.0, 68.0), dots().with_repeat(repeat).with_transform(moved));
        });
    });
    desk.clear("patterns/transforms", (3.0 * 80.0, 160.0), |s| {
        let transforms = [
            Affine::scale(1.75),
            Affine::scale_non_uniform(0.5, 1.5),
            rotation(0.4),
            Affine::new([1.0, 0.3, -0.5, 0.8, 0.0, 0.0]),
            Affine::translate((2.5, 0.25)),
            Affine::scale(0.3),
        ];
        cells(s, 3, (80.0, 80.0), transforms, |s, transform| {
            s.fill(Circle::new((40.0, 40.0), 37.0), dots().with_transform(transform));
        });
    });
    desk.clear("patterns/turned-repeats", (4.0 * 72.0, 72.0), |s| {
        let turned = Affine::translate((30.0, 20.0)) * rotation(0.5);
        cells(s, 4, (72.0, 72.0), REPEATS, |s, repeat| {
            s.fill(rect(2.0, 2.0, 68.0, 68.0), dots().with_repeat(repeat).with_transform(turned));
        });
    });
    desk.clear("patterns/pictures", (4.0 * 64.0, 64.0), |s| {
        let samplings = [Sampling::Nearest, Sampling::Bilinear, Sampling::Smooth, Sampling::Bicubic];
        cells(s, 4, (64.0, 64.0), samplings, |s, sampling| {
            let image = Image::from(test_picture(6, 6)).with_sampling(sampling);
            let cropped = Pattern::image(&image.clone().with_crop(Rect::new(1.0, 1.0, 5.0, 4.0)));
            s.fill(rect(2.0, 2.0, 60.0, 28.0), Pattern::image(&image).with_transform(Affine::scale(2.5)));
            s.fill(rect(2.0, 34.0, 60.0, 28.0), cropped.with_transform(Affine::scale(4.0)));
        });
    });
    desk.clear("patterns/reduced", (2.0 * 64.0, 64.0), |s| {
        let image = Image::from(test_picture(60, 60));
        cells(s, 2, (64.0, 64.0), [Affine::scale(0.2), rotation(0.3) * Affine::scale(0.23)], |s, transform| {
            s.fill(rect(2.0, 2.0, 60.0, 60.0), Pattern::image(&image).with_transform(transform));
        });
    });
    desk.paper("patterns/of-all-kinds", (220.0, 150.0), |s| {
        s.fill(rect(6.0, 6.0, 100.0, 60.0), hatches());
        s.stroke("M16 130 C50 60 80 160 108 84", 12.0, dots());
        let pen = Stroke::new(9.0).with_scaling(StrokeScaling::Scene);
        s.transformed(Affine::new([1.6, 0.0, 0.2, 0.8, 110.0, 0.0]), |s| {
            s.stroke(rect(10.0, 16.0, 40.0, 50.0), pen, hatches());
        });
        s.layer(Layer::new().with_opacity(0.6), |s| {
            s.fill(Circle::new((180.0, 100.0), 34.0), dots().with_transform(rotation(-0.3)));
        });
        s.text((108.0, 142.0), Paragraph::new("墨石", TextStyle::new(40.0).with_paint(hatches())));
    });
    // A tile with a layer, a clip, a text and a pattern of its own.
    desk.clear("patterns/inside", (120.0, 120.0), |s| {
        let tile = scene(40.0, |s| {
            s.fill(rect(0.0, 0.0, 40.0, 40.0), GOLD).clipped(Circle::new((20.0, 20.0), 18.0), |s| {
                s.fill(rect(0.0, 0.0, 40.0, 40.0), hatches());
            });
            s.layer(Layer::new().with_opacity(0.5), |s| {
                s.text((8.0, 29.0), Paragraph::new("石", TextStyle::new(24.0).with_paint(INK)));
            });
        });
        s.fill(rect(0.0, 0.0, 120.0, 120.0), Pattern::scene(&tile));
    });
}
