//! Patterns against what they repeat, drawn or computed.

use kurbo::{Affine, Circle, Rect, Vec2};

use crate::engine::Engine;
use crate::error::Error;
use crate::image::{Image, Sampling};
use crate::limits::Limits;
use crate::options::{Rasterizer, RenderOptions};
use crate::outline::rotation;
use crate::paint::{Color, Filter, Paint, Pattern, Repeat, Shadow, Stroke, StrokeScaling};
use crate::pixmap::Pixmap;
use crate::scene::{Layer, Scene, SceneBuilder};

const REPEATS: [Repeat; 4] = [Repeat::Both, Repeat::X, Repeat::Y, Repeat::None];

/// Pixels that differ from each other.
fn picture(width: u32, height: u32) -> Pixmap {
    let pixels = (0..width * height).flat_map(|i| [(i * 37 % 200) as u8, (i * 11 % 200) as u8, (i * 5) as u8, 255]);
    Pixmap::from_premultiplied(pixels.collect::<Vec<u8>>(), width, height).unwrap()
}

fn scene(width: f64, height: f64, draw: impl FnOnce(&mut SceneBuilder)) -> Scene {
    let mut scene = Scene::builder(width, height);
    draw(&mut scene);
    scene.finish().unwrap()
}

fn drawn(scene: &Scene, options: &RenderOptions) -> Pixmap {
    Engine::new().canvas().render(scene, options).unwrap()
}

fn filled(side: f64, paint: impl Into<Paint>) -> Scene {
    scene(side, side, |scene| _ = scene.fill(Rect::new(0.0, 0.0, side, side), paint))
}

/// Dots and a bar, whose edges lie on half pixels.
fn tile(scene: &mut SceneBuilder) {
    scene.fill(Circle::new((5.0, 4.0), 3.0), Color::from_rgb8(178, 42, 34));
    scene.fill(Rect::new(9.5, 1.0, 11.0, 7.5), Color::from_rgba8(20, 60, 140, 160));
}

#[test]
fn pictures_are_repeated_pixel_by_pixel() {
    let picture = picture(5, 3);
    for rasterizer in [Rasterizer::Inkstone, Rasterizer::TinySkia] {
        for (repeat, offset) in REPEATS.into_iter().zip([(0, 0), (7, 4), (11, 13), (2, 1)]) {
            let moved = Affine::translate((f64::from(offset.0), f64::from(offset.1)));
            let pattern =
                Pattern::image(&Image::from_pixmap(picture.clone())).with_repeat(repeat).with_transform(moved);
            let pixmap = drawn(&filled(40.0, pattern), &RenderOptions::new().with_rasterizer(rasterizer));
            let (across, down) = repeat.axes();
            for y in 0_i32..40 {
                for x in 0_i32..40 {
                    let (u, v) = (x - offset.0, y - offset.1);
                    let is_in = (across || (0..5).contains(&u)) && (down || (0..3).contains(&v));
                    let expected = picture.pixel(u.rem_euclid(5) as u32, v.rem_euclid(3) as u32).filter(|_| is_in);
                    let found = pixmap.pixel(x as u32, y as u32);
                    assert_eq!(found, expected.or(Some([0; 4])), "{rasterizer:?} {repeat:?} {x} {y}");
                }
            }
        }
    }
}

#[test]
fn scenes_are_repeated_as_they_are_drawn() {
    let pattern = Pattern::scene(&scene(12.0, 8.0, tile));
    for dpi in [96.0, 144.0, 192.0] {
        let options = RenderOptions::new().with_dpi(dpi);
        let by_hand = scene(48.0, 48.0, |scene| {
            for (column, row) in (0..4).flat_map(|column| (0..6).map(move |row| (column, row))) {
                let at = Vec2::new(f64::from(column) * 12.0, f64::from(row) * 8.0);
                scene.transformed(Affine::translate(at), tile);
            }
        });
        assert!(drawn(&filled(48.0, pattern.clone()), &options) == drawn(&by_hand, &options), "{dpi}");
    }
    // Seen at twice its size it is drawn at twice its size, in a layer as well, and mirrored.
    let twice = drawn(&filled(48.0, pattern.clone()), &RenderOptions::new().with_dpi(192.0));
    let scaled = scene(96.0, 96.0, |scene| {
        scene.layer(Layer::new(), |scene| {
            scene.transformed(Affine::scale(2.0), |scene| {
                scene.fill(Rect::new(0.0, 0.0, 48.0, 48.0), pattern.clone());
            });
        });
    });
    assert_eq!(drawn(&scaled, &RenderOptions::new()).data(), twice.data());
    let mirrored = filled(96.0, pattern.with_transform(Affine::scale_non_uniform(-2.0, 2.0)));
    let mirrored = drawn(&mirrored, &RenderOptions::new());
    for (x, y) in (0..96).flat_map(|x| (0..96).map(move |y| (x, y))) {
        assert_eq!(mirrored.pixel(95 - x, y), twice.pixel(x, y), "{x} {y}");
    }
}

/// Everything that can be painted so, turned, in layers and clips.
fn much() -> Scene {
    let dots = Pattern::scene(&scene(12.0, 8.0, tile)).with_transform(rotation(0.4));
    let small = Pattern::image(&Image::from_pixmap(picture(50, 30))).with_transform(Affine::scale(0.13));
    let large = Pattern::image(&Image::from_pixmap(picture(4, 3)).with_sampling(Sampling::Bicubic));
    let large = large.with_transform(Affine::translate((10.3, 20.7)) * Affine::scale(9.7)).with_repeat(Repeat::X);
    let inside = Pattern::scene(&filled(20.0, dots.clone())).with_repeat(Repeat::None);
    scene(200.0, 150.0, |scene| {
        scene.fill(Rect::new(3.0, 3.0, 90.0, 140.0), dots.clone());
        scene.layer(Layer::new().with_opacity(0.7), |scene| {
            scene.fill(Circle::new((130.0, 60.0), 55.0), large);
            scene.clipped(Circle::new((60.0, 100.0), 40.0), |scene| {
                scene.fill(Rect::new(0.0, 60.0, 200.0, 150.0), small);
            });
        });
        scene.stroke("M10 140 C60 20 120 180 190 40", 13.5, dots);
        scene.transformed(Affine::new([1.3, 0.2, -0.4, 1.1, 130.0, 80.0]), |scene| {
            scene.fill(Rect::new(-5.0, -5.0, 60.0, 60.0), inside);
        });
    })
}

#[test]
fn bands_and_threads_draw_the_same() {
    let scene = much();
    for dpi in [96.0, 120.0] {
        let options = RenderOptions::new().with_dpi(dpi);
        let whole = drawn(&scene, &options);
        for rows in [1, 7, 16, 64, 333] {
            for threads in [1, 2, 4] {
                let cut = options.clone().with_band_height(rows).with_threads(threads);
                assert!(drawn(&scene, &cut) == whole, "{rows} rows, {threads} threads, {dpi} DPI");
            }
        }
    }
}

#[test]
fn nothing_is_left_out_of_a_tile_made_smaller() {
    // Black and white in turns: a seventh as large it is grey all over.
    let pixels = (0..28 * 28).flat_map(|i| [[(i + i / 28) % 2 * 255; 3].map(|v| v as u8).as_slice(), &[255]].concat());
    let checks = Pixmap::from_premultiplied(pixels.collect::<Vec<u8>>(), 28, 28).unwrap();
    let pattern = Pattern::image(&Image::from_pixmap(checks));
    for turn in [Affine::scale(1.0 / 7.0), rotation(0.3) * Affine::scale(1.0 / 7.0)] {
        let pixmap = drawn(&filled(64.0, pattern.clone().with_transform(turn)), &RenderOptions::new());
        let worst = pixmap.data().as_chunks::<4>().0.iter().map(|pixel| pixel[0].abs_diff(128)).max();
        assert!(worst <= Some(6), "{worst:?}");
    }
}

#[test]
fn colours_are_mixed_over_the_edges_of_tiles() {
    // Black and white, eight times as wide: between the middles of the two, in every tile and from one to the next, ramps.
    let tile = Pixmap::from_premultiplied([[0, 0, 0, 255], [255; 4]].concat(), 2, 1).unwrap();
    let pattern = Pattern::image(&Image::from_pixmap(tile)).with_transform(Affine::scale(8.0));
    let pixmap = drawn(&filled(64.0, pattern.clone()), &RenderOptions::new());
    for x in 0..64 {
        // Its distance from the nearest black middle, of 8.
        let at = (f64::from(x) + 0.5 - 4.0).rem_euclid(16.0);
        let expected = at.min(16.0 - at) / 8.0 * 255.0;
        let found = pixmap.pixel(x, 9).unwrap()[0];
        assert!((f64::from(found) - expected).abs() <= 1.0, "{x}: {found} for {expected}");
    }
    // Where it ends there is nothing to be mixed with.
    let once = drawn(&filled(64.0, pattern.with_repeat(Repeat::None)), &RenderOptions::new());
    assert_eq!([0, 15, 16].map(|x| once.pixel(x, 0).unwrap()), [[0, 0, 0, 255], [255; 4], [0; 4]]);
}

#[test]
fn patterns_inside_patterns_are_bounded() {
    let dot = scene(2.0, 2.0, |scene| _ = scene.fill(Rect::new(0.0, 0.0, 1.0, 1.0), Color::BLACK));
    // Each is seen in ten sizes: the innermost in a hundred thousand.
    let mut bomb = dot.clone();
    for _ in 0..5 {
        bomb = scene(20.0, 20.0, |scene| {
            for i in 1..=10 {
                let larger = Affine::scale(f64::from(i) * 0.3 + 0.1);
                scene.fill(Rect::new(0.0, 0.0, 20.0, 2.0), Pattern::scene(&bomb).with_transform(larger));
            }
        });
    }
    match Engine::new().canvas().render(&bomb, &RenderOptions::new()) {
        Err(Error::LimitExceeded { limit: "pattern_tiles", .. }) => {}
        other => panic!("{:?}", other.map(|_| ())),
    }
    let deep = (0..20).try_fold(dot.clone(), |inner, _| {
        let mut scene = Scene::builder(4.0, 4.0);
        scene.fill(Rect::new(0.0, 0.0, 4.0, 4.0), Pattern::scene(&inner));
        scene.finish()
    });
    let limit = "scenes inside each other";
    assert!(matches!(deep, Err(Error::LimitExceeded { limit: found, .. }) if found == limit));
    // A tile as large as no picture may be, at a corner where four of them meet.
    for tile in [&dot, &scene(4300.0, 4300.0, |_| {})] {
        let at_corner = Affine::translate((9.0, 9.0)) * Affine::scale(1e6);
        let large = filled(64.0, Pattern::scene(tile).with_transform(at_corner));
        let drawn = Engine::new().canvas().render(&large, &RenderOptions::new());
        assert!(matches!(drawn, Err(Error::LimitExceeded { limit: "image_pixels", .. })), "{:?}", drawn.map(|_| ()));
    }
    // Of one that is just too large, most is seen.
    let tile = scene(10_000.0, 10_000.0, |_| {});
    let drawn = Engine::new().canvas().render(&filled(7_200.0, Pattern::scene(&tile)), &RenderOptions::new());
    assert_eq!(drawn.map(|pixels| pixels.width()).unwrap(), 7_200);
    // One that is seen at no size at all.
    for transform in [Affine::scale(0.0), Affine::scale(1e-300), Affine::scale_non_uniform(1.0, 0.0)] {
        let nothing = filled(8.0, Pattern::scene(&dot).with_transform(transform));
        assert_eq!(Engine::new().canvas().render(&nothing, &RenderOptions::new()).unwrap().pixel(3, 3), Some([0; 4]));
    }
}

/// As a picture of it would: blurs, shadows and pens that are measured in px of the scene too.
#[test]
fn all_of_a_tile_grows_with_it() {
    let tile = scene(24.0, 24.0, |scene| {
        let layer = Layer::new().with_filters([Filter::Blur(1.5)]);
        scene.layer(layer.with_shadow(Shadow::new(Color::BLACK).with_offset((3.0, 2.0)).with_blur(2.0)), |scene| {
            scene.fill(Rect::new(6.0, 6.0, 14.0, 14.0), Color::from_rgb8(178, 42, 34));
        });
        scene.stroke("M2 20 H20", Stroke::new(2.0).with_scaling(StrokeScaling::Scene), Color::BLACK);
    });
    let pattern = Pattern::scene(&tile);
    let scaled = filled(96.0, pattern.clone().with_transform(Affine::scale(2.0)));
    let twice = drawn(&filled(48.0, pattern), &RenderOptions::new().with_dpi(192.0));
    assert_eq!(drawn(&scaled, &RenderOptions::new()).data(), twice.data());
}

#[test]
fn of_large_tiles_the_part_that_is_seen_is_drawn() {
    let large = scene(20_000.0, 20_000.0, |scene| {
        scene.transformed(Affine::translate((9_000.0, 7_000.0)), tile);
        scene.fill(Rect::new(19_990.0, 0.0, 20_000.0, 20_000.0), Color::BLACK);
    });
    let by_hand = |at: Vec2| {
        scene(100.0, 100.0, |scene| _ = scene.transformed(Affine::translate(at + Vec2::new(9_000.0, 7_000.0)), tile))
    };
    let options = RenderOptions::new();
    for repeat in REPEATS {
        let pattern = Pattern::scene(&large).with_repeat(repeat);
        // By whole pixels and by others, in the first tile and, where it is repeated, in another.
        for (x, y) in [(-8_990.0, -6_980.0), (-8_990.25, -6_980.5)] {
            let painted = filled(100.0, pattern.clone().with_transform(Affine::translate((x, y))));
            let (painted, by_hand) = (drawn(&painted, &options), drawn(&by_hand(Vec2::new(x, y)), &options));
            let worst = painted.data().iter().zip(by_hand.data()).map(|(a, b)| a.abs_diff(*b)).max();
            // Drawn in whole pixels and then moved, edges are where they were, and softer.
            assert!(worst <= Some(if x.fract() == 0.0 { 0 } else { 96 }), "{repeat:?} {x} {y}: {worst:?}");
            if repeat == Repeat::Both {
                let far = Affine::translate((x + 40_000.0, y - 60_000.0));
                assert!(drawn(&filled(100.0, pattern.clone().with_transform(far)), &options) == painted);
            }
        }
    }
    // Two items see different parts of one tile.
    let both = scene(100.0, 100.0, |scene| {
        for (x, side) in [(0.0, 50.0), (50.0, 50.0)] {
            let pattern = Pattern::scene(&large).with_transform(Affine::translate((x - 8_995.0, -6_990.0)));
            scene.fill(Rect::new(x, 0.0, x + side, 100.0), pattern);
        }
    });
    let pixmap = drawn(&both, &options);
    for (x, y) in (0..50).flat_map(|x| (0..100).map(move |y| (x, y))) {
        assert_eq!(pixmap.pixel(x, y), pixmap.pixel(x + 50, y), "{x} {y}");
    }
    assert_eq!(pixmap.pixel(10, 14), Some([178, 42, 34, 255]));
    // What is blurred needs what lies beside the canvas too.
    let blurred = scene(100.0, 100.0, |scene| {
        scene.layer(Layer::new().with_filters([Filter::Blur(3.0)]), |scene| {
            scene.fill(Rect::new(0.0, 0.0, 100.0, 100.0), Pattern::scene(&large));
        });
    });
    let drawn = Engine::new().canvas().render(&blurred, &options);
    assert!(matches!(drawn, Err(Error::LimitExceeded { limit: "image_pixels", .. })), "{:?}", drawn.map(|_| ()));
}

#[test]
fn errors_say_that_they_are_in_a_pattern() {
    let broken = scene(8.0, 8.0, |scene| {
        scene.image(&Image::from_png(b"no picture".as_slice()), Rect::new(0.0, 0.0, 8.0, 8.0));
    });
    let far = scene(8.0, 8.0, |scene| _ = scene.fill(Rect::new(0.0, 0.0, 9e5, 8.0), Color::BLACK));
    let far = Pattern::scene(&far).with_transform(Affine::scale(2.0));
    for (pattern, expected) in
        [(Pattern::scene(&broken), "scene item 0, in its pattern: "), (far, " of its pattern is ")]
    {
        let error = Engine::new().canvas().render(&filled(40.0, pattern), &RenderOptions::new()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn what_is_made_smaller_is_so_once() {
    let image = Image::from_pixmap(picture(200, 200));
    let pattern = Pattern::image(&image).with_transform(Affine::scale(0.5));
    let limits = Limits { render_bytes: 4 << 20, ..Limits::default() };
    let many = scene(100.0, 100.0, |scene| {
        for i in 0..200 {
            let at = f64::from(i % 90);
            scene.fill(Rect::new(at, 0.0, at + 7.0, 7.0), pattern.clone());
            scene.clipped(Rect::new(0.0, at, 5.0, at + 5.0), |scene| {
                scene.image(&image, Rect::new(0.0, 0.0, 100.0, 100.0));
            });
        }
    });
    // Each of them by itself would take 16 MB.
    let mut canvas = Engine::builder().with_limits(limits).build().canvas();
    assert!(canvas.render(&many, &RenderOptions::new()).is_ok());
}

#[cfg(feature = "svg-in")]
#[test]
fn documents_with_translucent_patterns_are_drawn() {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><pattern id="p" width="4" height="4"
        patternUnits="userSpaceOnUse" patternTransform="rotate(20)"><circle cx="2" cy="2" r="1.7" fill="#0a8"
        fill-opacity=".6"/></pattern><rect width="60" height="60" fill="url(#p)"/></svg>"##;
    let image = Image::from_svg(svg.as_bytes());
    let pixmap = drawn(
        &scene(60.0, 60.0, |scene| _ = scene.image(&image, Rect::new(0.0, 0.0, 60.0, 60.0))),
        &RenderOptions::new(),
    );
    assert!(pixmap.data().as_chunks::<4>().0.iter().any(|pixel| pixel[3] > 100));
}

#[test]
fn transforms_beyond_all_numbers_are_survived() {
    let dot = scene(2.0, 2.0, |scene| _ = scene.fill(Rect::new(0.0, 0.0, 1.0, 1.0), Color::BLACK));
    for last in [Affine::scale(1.0), Affine::scale(0.0), Affine::new([0.0, 1e6, -1e6, 0.0, 1.0, 1.0])] {
        let far = scene(8.0, 8.0, |scene| {
            (0..60).for_each(|_| _ = scene.push_transform(Affine::new([1e6, 1e5, -1e6, 1e6, 0.0, 0.0])));
            scene.fill(Rect::new(0.0, 0.0, 8.0, 8.0), Pattern::scene(&dot).with_transform(last));
            (0..60).for_each(|_| _ = scene.pop());
        });
        let mut canvas = Engine::new().canvas();
        match canvas.render(&far, &RenderOptions::new()) {
            Err(Error::LimitExceeded { .. } | Error::InvalidNumber { .. }) | Ok(_) => {}
            Err(other) => panic!("{other:?}"),
        }
        let after = canvas.render(&filled(8.0, Pattern::scene(&dot)), &RenderOptions::new()).unwrap();
        assert_eq!((after.pixel(2, 2), after.pixel(3, 2)), (Some([0, 0, 0, 255]), Some([0; 4])));
    }
}

#[cfg(feature = "bundled-fonts")]
#[test]
fn text_is_painted_with_patterns() {
    use crate::text::{Paragraph, TextStyle};
    let dots = Pattern::scene(&scene(12.0, 8.0, tile));
    let style = |paint: Paint| TextStyle::new(60.0).with_paint(paint).with_underline(true);
    let text =
        |paint: Paint| scene(200.0, 90.0, |scene| _ = scene.text((10.0, 65.0), Paragraph::new("墨石", style(paint))));
    let options = RenderOptions::new();
    for rasterizer in [Rasterizer::Inkstone, Rasterizer::TinySkia] {
        let options = options.clone().with_rasterizer(rasterizer);
        let (painted, black) = (drawn(&text(dots.clone().into()), &options), drawn(&text(Paint::BLACK), &options));
        let all = drawn(
            &scene(200.0, 90.0, |scene| _ = scene.fill(Rect::new(0.0, 0.0, 200.0, 90.0), dots.clone())),
            &options,
        );
        let mut inside = 0;
        for (x, y) in (0..200).flat_map(|x| (0..90).map(move |y| (x, y))) {
            match black.pixel(x, y).unwrap()[3] {
                0 => assert_eq!(painted.pixel(x, y), Some([0; 4]), "{x} {y}"),
                255 => {
                    inside += 1;
                    assert_eq!(painted.pixel(x, y), all.pixel(x, y), "{rasterizer:?} {x} {y}");
                }
                _ => {}
            }
        }
        assert!(inside > 1_000);
    }
}
