//! Filters, shadows and masks: numbers, how many, how deep, how wide.

use std::time::{Duration, Instant};

use inkstone::kurbo::{Affine, Circle, Rect};
use inkstone::{
    BlendMode, Color, DropShadow, Error, Filter, Image, Layer, Limits, Mask, ObjectFit, Paragraph, Pattern, Pixmap,
    Scene, SceneBuilder, Shadow, Slices, TextStyle,
};

use crate::{BAD, BLACK, Bench, INF, NAN, lowered, nothing, square};

fn filtered(filters: Vec<Filter>) -> impl FnOnce(&mut SceneBuilder) {
    move |scene| nothing(scene.layer(Layer::new().with_filters(filters), |scene| nothing(scene.fill(square(), BLACK))))
}

#[test]
fn numbers_of_effects() {
    let mut bench = Bench::standard();
    for bad in BAD.into_iter().chain([-0.1, -1.0]) {
        let amounts = [
            (Filter::Blur(bad), "blur's standard deviation"),
            (Filter::Brightness(bad), "brightness"),
            (Filter::Contrast(bad), "contrast"),
            (Filter::Grayscale(bad), "grayscale"),
            (Filter::Invert(bad), "invert"),
            (Filter::Opacity(bad), "opacity of a filter"),
            (Filter::Saturate(bad), "saturate"),
            (Filter::Sepia(bad), "sepia"),
            (Filter::DropShadow(DropShadow::new(BLACK).with_std_deviation(bad)), "drop shadow's standard deviation"),
        ];
        for (filter, what) in amounts {
            bench.scene(&format!("{filter:?}"), &format!("number: {what}"), filtered(vec![filter]));
        }
        bench.scene(&format!("shadow blur {bad}"), "number: shadow blur", |scene| {
            scene.layer(Layer::new().with_shadow(Shadow::new(BLACK).with_blur(bad)), |_| {});
        });
        bench.scene(&format!("slices {bad}"), "number: image slice", |scene| {
            let image = Image::from(Pixmap::new(3, 3).unwrap()).with_slices(Slices::new(1.0, bad, 0.0, 0.0));
            scene.image(&image, square());
        });
    }
    for bad in BAD {
        let mut matrix = [0.0; 20];
        matrix[13] = bad;
        bench.scene(&format!("matrix {bad}"), "number: colour matrix", filtered(vec![Filter::ColorMatrix(matrix)]));
        bench.scene(&format!("hue {bad}"), "number: hue rotation", filtered(vec![Filter::HueRotate(bad)]));
        let drop = DropShadow::new(BLACK).with_offset((0.0, bad));
        bench.scene(&format!("offset {bad}"), "number: drop shadow's offset", filtered(vec![Filter::DropShadow(drop)]));
        bench.scene(&format!("shadow offset {bad}"), "number: shadow offset", |scene| {
            scene.layer(Layer::new().with_shadow(Shadow::new(BLACK).with_offset((bad, 0.0))), |_| {});
        });
        bench.scene(&format!("pattern {bad}"), "number: pattern transform", |scene| {
            let pattern = Pattern::image(&Image::from(Pixmap::new(3, 3).unwrap()));
            scene.fill(square(), pattern.with_transform(Affine::new([1.0, 0.0, 0.0, bad, 0.0, 0.0])));
        });
        bench.scene(&format!("pattern's crop {bad}"), "number: image crop", |scene| {
            let crop = Rect { x0: 0.0, y0: bad, x1: 1.0, y1: 1.0 };
            scene.fill(square(), Pattern::image(&Image::from(Pixmap::new(3, 3).unwrap()).with_crop(crop)));
        });
        bench.scene(&format!("crop {bad}"), "number: image crop", |scene| {
            let crop = Rect { x0: 0.0, y0: 0.0, x1: bad, y1: 1.0 };
            scene.image(&Image::from(Pixmap::new(3, 3).unwrap()).with_crop(crop), square());
        });
    }
    for component in [f32::NAN, f32::INFINITY] {
        let color = Color::new([0.0, 0.0, component, 1.0]);
        bench.scene("shadow colour", "number: colour component", |scene| {
            scene.layer(Layer::new().with_shadow(Shadow::new(color)), |_| {});
        });
        bench.scene(
            "drop shadow's colour",
            "number: colour component",
            filtered(vec![Filter::DropShadow(DropShadow::new(color))]),
        );
    }
    bench.scene("text clip", "number: text origin", |scene| {
        scene.clipped_to_text((NAN, 0.0), Paragraph::new("a", TextStyle::new(9.0)), |_| {});
    });
    bench.scene("text clip size", "number: font size", |scene| {
        scene.clipped_to_text((0.0, 0.0), Paragraph::new("a", TextStyle::new(INF)), |_| {});
    });
    bench.done(120);
}

#[test]
fn effects_of_all_sizes() {
    let mut bench = Bench::standard();
    // The widest blurs and farthest shadows: to nothing, in no time.
    for std_deviation in [0.0, f64::MIN_POSITIVE, 1e-9, 0.2, 999.0, 123_456.7, 1_000_000.0] {
        bench.scene(&format!("blur {std_deviation}"), "accepted", filtered(vec![Filter::Blur(std_deviation)]));
        let shadow = Shadow::new(BLACK).with_blur(std_deviation).with_offset((1_000_000.0, -1_000_000.0));
        // One that is as far away as it is wide would be made of all the plane between.
        let expected = if std_deviation == 1_000_000.0 { "limit canvas_side" } else { "accepted" };
        bench.scene(&format!("shadow {std_deviation}"), expected, |scene| {
            scene.layer(Layer::new().with_shadow(shadow), |scene| nothing(scene.fill(square(), BLACK)));
        });
    }
    // A shape far wider than the canvas and a blur as wide: what is looked at does not fit.
    bench.scene("a blur of all the plane", "limit render_bytes", |scene| {
        scene.layer(Layer::new().with_filters([Filter::Blur(20_000.0)]), |scene| {
            scene.fill(Rect::new(-400_000.0, -400_000.0, 400_000.0, 400_000.0), BLACK);
        });
    });
    bench.scene("64 filters", "accepted", filtered(vec![Filter::Blur(1.0); 64]));
    bench.scene("65 filters", "limit filters", filtered(vec![Filter::Blur(1.0); 65]));
    bench.scene("1,000 filters", "limit filters", filtered(vec![Filter::Sepia(0.5); 1_000]));
    bench.scene_with(
        "3 filters of 2",
        "limit filters",
        &lowered(|l| l.filters = 2),
        filtered(vec![Filter::Blur(1.0); 3]),
    );
    let deep = |n: usize, layer: Layer| {
        move |scene: &mut SceneBuilder| {
            (0..n).for_each(|_| nothing(scene.push_layer(layer.clone())));
            scene.fill(square(), BLACK);
            (0..n).for_each(|_| nothing(scene.pop()));
        }
    };
    bench.scene("10,000 layers", "limit layers", deep(10_000, Layer::new()));
    bench.scene("64 blurred layers", "accepted", deep(64, Layer::new().with_filters([Filter::Blur(2.0)])));
    let mut dot = Scene::builder(9.0, 9.0);
    dot.fill(Circle::new((9.0, 9.0), 9.0), BLACK);
    let dot = dot.finish().unwrap();
    // Each is three layers: what is masked, what is filtered, and the mask; two of them stay open.
    let masked = Layer::new().with_filters([Filter::Blur(1.0)]).with_mask(Mask::alpha(dot));
    bench.scene("31 masked layers", "accepted", deep(31, masked.clone()));
    bench.scene("33 masked layers", "limit layers", deep(33, masked));
    bench.scene("shadows of what is turned inside out", "accepted", |scene| {
        scene.push_transform(Affine::new([0.0, 0.0, 0.0, 0.0, 5.0, 5.0]));
        scene.layer(Layer::new().with_shadow(Shadow::new(BLACK).with_blur(3.0)), |scene| {
            nothing(scene.fill(square(), BLACK));
        });
        scene.pop();
    });
    bench.scene("pictures of no part", "accepted", |scene| {
        for fit in [ObjectFit::Contain, ObjectFit::Cover, ObjectFit::None, ObjectFit::ScaleDown] {
            let image = Image::from(Pixmap::new(3, 3).unwrap()).with_fit(fit);
            scene.image(&image, Rect::ZERO).image(&image, Rect::new(0.0, 0.0, 1e6, 1e-300));
            scene.image(&image.clone().with_crop(Rect::ZERO), square());
            scene.image(&image.with_crop(Rect::new(3.0, 0.0, 2.0, 9.0)), square());
        }
        scene.image(&Image::from(Pixmap::new(3, 3).unwrap()).with_slices(Slices::all(1e6)), square());
    });
    bench.done(20);
}

/// Masks inside masks: what would be drawn grows with the power of their depth.
#[test]
fn scenes_inside_scenes() {
    let start = Instant::now();
    let mut inner = Scene::builder(9.0, 9.0);
    inner.fill(square(), BLACK);
    let mut inner = inner.finish().unwrap();
    for depth in 2..=16 {
        let mut outer = Scene::builder(9.0, 9.0);
        for _ in 0..2 {
            let layer = Layer::new().with_mask(Mask::luminance(inner.clone())).with_blend_mode(BlendMode::Multiply);
            outer.layer(layer, |scene| nothing(scene.fill(square(), BLACK)));
        }
        inner = outer.finish().unwrap_or_else(|error| panic!("{depth} deep: {error}"));
    }
    // 2^16 masks are drawn, or refused, within bounds.
    let limits = Limits::default();
    let engine = crate::support::engine().with_limits(limits).build();
    let drawn = engine.canvas().render(&inner, &lowered(|l| l.scene_items = 10_000));
    assert!(matches!(drawn, Err(Error::LimitExceeded { limit: "scene_items", .. })), "{drawn:?}");
    let mut deepest = Scene::builder(9.0, 9.0);
    deepest.layer(Layer::new().with_mask(Mask::alpha(inner.clone())), |_| {});
    let refused = deepest.finish();
    assert!(matches!(refused, Err(Error::LimitExceeded { asked: 17, allowed: 16, .. })), "{refused:?}");
    // Ten million items in all, and not one more.
    let mut many = Scene::builder(9.0, 9.0);
    (0..10_000).for_each(|_| nothing(many.fill(square(), BLACK)));
    let many = many.finish().unwrap();
    let masks = |n: usize| {
        let mut scene = Scene::builder(9.0, 9.0);
        let mask = Mask::alpha(many.clone());
        (0..n).for_each(|_| nothing(scene.layer(Layer::new().with_mask(mask.clone()), |_| {})));
        scene.finish().map(|scene| scene.len())
    };
    assert!(matches!(masks(999), Ok(1_998)));
    assert!(matches!(masks(1_000), Err(Error::LimitExceeded { limit: "scene_items", .. })));
    assert!(start.elapsed() < Duration::from_secs(20));
}
