//! Bands against the whole, with layers that look at rows beyond their own.

use std::sync::Arc;

use kurbo::{BezPath, Circle, Rect};

use super::bands::{Bands, Tools};
use super::glyphs::GlyphSource;
use super::native::Native;
use super::plan::Plan;
use super::planner::Planner;
use crate::budget::Budget;
use crate::error::Error;
use crate::font::FontLibrary;
use crate::glyph::{GlyphCache, HintingPolicy};
use crate::limits::Limits;
use crate::list::{DisplayList, Preparer, prepare};
use crate::paint::{BlendMode, Color, DropShadow, Filter, Gradient, Shadow};
use crate::scene::{Layer, Mask, Scene, SceneBuilder};
use crate::text::TextContext;
use crate::watch::{CancelToken, Watch};

const SIZE: (u32, u32) = (120, 300);

fn list(scene: &Scene, limits: &Limits) -> DisplayList {
    let fonts = FontLibrary::new();
    let mut text = TextContext::new(&fonts);
    let (watch, budget) = (Watch::default(), Budget::new(limits));
    prepare(scene, Preparer { fonts: &fonts, text: &mut text, limits, watch: &watch, budget: &budget }).unwrap()
}

fn layers() -> Scene {
    let mut scene = Scene::builder(f64::from(SIZE.0), f64::from(SIZE.1));
    let sky = Gradient::linear((0.0, 0.0), (0.0, 300.0)).with_colors([Color::WHITE, Color::from_rgb8(30, 60, 160)]);
    scene.fill(Rect::new(0.0, 0.0, 120.0, 300.0), sky);
    scene.layer(Layer::new().with_opacity(0.7), |scene| {
        scene.fill(Circle::new((60.0, 150.0), 31.3), Color::from_rgba8(200, 40, 40, 200));
        scene.clipped(Circle::new((40.0, 120.0), 50.0), |scene| {
            scene.layer(Layer::new().with_blend_mode(BlendMode::SourceOut), |scene| {
                scene.fill(Rect::new(10.5, 20.25, 70.0, 139.75), Color::from_rgba8(20, 140, 80, 255));
            });
        });
    });
    scene.clipped(Rect::new(20.0, 200.0, 100.0, 290.5), |scene| {
        scene.layer(Layer::new().with_blend_mode(BlendMode::Multiply), |scene| {
            scene.fill(Circle::new((60.0, 240.0), 40.0), Color::from_rgb8(240, 200, 60));
        });
    });
    scene.finish().unwrap()
}

/// Draws a scene in bands, as a stream and as new pixels.
fn drawn(scene: &Scene, height: Option<u32>, threads: usize, watch: &Watch) -> Result<Vec<u8>, Error> {
    let (limits, cache) = (Limits::default(), Arc::new(GlyphCache::new(0)));
    let list = list(scene, &limits);
    let budget = Budget::new(&limits);
    let mut tools: Vec<Tools> = (0..threads).map(|_| Tools::default()).collect();
    let unwatched = Watch::default();
    let plan = {
        let glyphs = GlyphSource::new(&cache, &mut tools[0].glyphs, &limits, &unwatched);
        let backend = Native { width: SIZE.0, height: SIZE.1 };
        let (hinting, dithering, watch, limits, budget) = (HintingPolicy::None, true, &unwatched, &limits, &budget);
        let mut planner =
            Planner { backend, scale: 1.0, dpi: 96.0, hinting, dithering, limits, watch, glyphs, budget, size: SIZE };
        planner.plan(&list)?.take()
    };
    let (background, limits, budget) = (Color::from_rgba8(12, 40, 9, 200), &limits, &budget);
    let bands = Bands { plan: &plan, size: SIZE, background, height, cache: &cache, limits, watch, budget };
    let mut pixels = vec![0; SIZE.0 as usize * SIZE.1 as usize * 4];
    bands.draw(&mut tools, &mut pixels)?;
    for rows in [1, 50, 1000] {
        let (mut streamed, mut makers) = (Vec::new(), vec![0; threads]);
        let count = |maker: &mut u32, piece: u32, pixels: &[u8]| {
            *maker += 1;
            Ok((piece, pixels.to_vec()))
        };
        let counts = bands.stream((&mut tools, &mut makers), rows, count, |(piece, pixels)| {
            assert_eq!(streamed.len(), piece as usize * rows as usize * SIZE.0 as usize * 4);
            streamed.extend_from_slice(&pixels);
            Ok(())
        });
        counts?;
        assert!(streamed == pixels, "pieces of {rows} rows");
        assert_eq!(makers.iter().sum::<u32>(), SIZE.1.div_ceil(rows));
    }
    let mut drawn_new = |bands: &Bands<'_>| Ok::<_, Error>(bands.draw_new(&mut tools[..1])?.0);
    assert!(drawn_new(&bands)? == pixels, "drawn as new pixels");
    let white = Color::WHITE;
    let grey = Bands { plan: &plan, size: SIZE, background: white, height, cache: &cache, limits, watch, budget };
    let made = drawn_new(&grey)?;
    grey.draw(&mut tools, &mut pixels)?;
    assert!(made == pixels, "drawn as new pixels on a background of one byte");
    bands.draw(&mut tools, &mut pixels)?;
    Ok(pixels)
}

/// Layers inside each other that look beyond their rows, cut off by the canvas on all sides, and their masks.
fn filtered() -> Scene {
    let mut holes = Scene::builder(120.0, 300.0);
    holes.fill(Circle::new((60.0, 150.0), 70.0), Color::from_rgba8(255, 255, 255, 180));
    let holes = holes.finish().unwrap();
    let mut scene = Scene::builder(f64::from(SIZE.0), f64::from(SIZE.1));
    let shadow = Shadow::new(Color::from_rgba8(10, 20, 90, 200)).with_offset((-7.25, 31.5)).with_blur(19.0);
    let draw = |scene: &mut SceneBuilder, y: f64| {
        let glow = DropShadow::new(Color::WHITE).with_offset((3.0, -50.0)).with_std_deviation(1.3);
        scene.layer(Layer::new().with_filters([Filter::Blur(1.5), Filter::DropShadow(glow)]), |scene| {
            scene.fill(Circle::new((100.0, y), 31.3), Color::from_rgba8(200, 40, 40, 200));
            scene.fill(Rect::new(-80.5, y - 3.25, 60.0, y + 1.75), Color::from_rgb8(20, 140, 80));
        });
        scene.layer(Layer::new().with_filters([Filter::Blur(14.0)]).with_opacity(0.7), |scene| {
            scene.fill(Circle::new((40.0, y - 20.0), 9.3), Color::BLACK);
        });
    };
    scene.layer(Layer::new().with_shadow(shadow).with_blend_mode(BlendMode::Multiply), |scene| draw(scene, 40.0));
    let filters = [Filter::HueRotate(1.0), Filter::Blur(7.0), Filter::Contrast(1.5)];
    scene.clipped(Circle::new((70.0, 170.0), 60.0), |scene| {
        scene.layer(Layer::new().with_filters(filters).with_mask(Mask::luminance(holes)), |scene| {
            draw(scene, 170.0);
            // Wholly beyond the canvas, but for its shadow.
            let shadow = Shadow::new(Color::BLACK).with_offset((0.0, -100.0));
            scene.layer(Layer::new().with_shadow(shadow), |scene| {
                scene.fill(Rect::new(10.5, 310.0, 50.0, 350.0), Color::WHITE);
            });
        });
    });
    scene.layer(Layer::new().with_filters([Filter::Blur(2.5)]).with_blend_mode(BlendMode::DestinationOut), |scene| {
        draw(scene, 290.0);
    });
    scene.finish().unwrap()
}

#[test]
fn effects_reach_into_other_bands() {
    let watch = Watch::default();
    for scene in [layers(), filtered()] {
        let whole = drawn(&scene, Some(SIZE.1), 1, &watch).unwrap();
        for height in [1, 7, 16, 64, 299] {
            for threads in [1, 2, 4] {
                let cut = drawn(&scene, Some(height), threads, &watch).unwrap();
                assert!(cut == whole, "{height} rows, {threads} threads");
            }
        }
    }
}

#[test]
fn pieces_are_drawn_together_where_effects_reach_beyond_them() {
    let (limits, cache, watch) = (Limits::default(), Arc::new(GlyphCache::new(0)), Watch::default());
    let budget = Budget::new(&limits);
    for (reach, height, rows, at_once) in [
        (0, None, 16, 1),
        (16, None, 16, 1),
        (17, None, 16, 128 / 16),
        (900, None, 16, 900 / 16),
        // As many as 8 MiB hold.
        (9_000, None, 16, 2048 / 16),
        (900, Some(20), 16, 1),
        (900, Some(40), 16, 2),
        (900, None, 3_000, 1),
    ] {
        let plan = Plan { reach, ..Plan::default() };
        let (size, background) = ((1024, 20_000), Color::WHITE);
        let (cache, limits, watch, budget) = (&cache, &limits, &watch, &budget);
        let bands = Bands { plan: &plan, size, background, height, cache, limits, watch, budget };
        assert_eq!(bands.at_once(rows), at_once, "{rows} rows, {height:?} a band, {reach} looked at");
    }
}

#[test]
fn what_is_hidden_is_not_missed() {
    let (whole, watch) = (Rect::new(-1.0, 0.0, f64::from(SIZE.0), f64::from(SIZE.1) + 3.0), Watch::default());
    let alone = |draw: &dyn Fn(&mut SceneBuilder)| {
        let mut scene = Scene::builder(f64::from(SIZE.0), f64::from(SIZE.1));
        draw(&mut scene);
        drawn(&scene.finish().unwrap(), Some(7), 2, &watch).unwrap()
    };
    let below = |scene: &mut SceneBuilder| _ = scene.fill(Rect::new(3.0, 4.0, 90.5, 80.0), Color::from_rgb8(200, 9, 9));
    let above = |scene: &mut SceneBuilder| _ = scene.fill(Rect::new(30.0, 4.0, 50.5, 99.0), Color::from_rgb8(9, 9, 90));
    let (blue, thin) = (Color::from_rgb8(20, 40, 200), Color::from_rgba8(20, 40, 200, 254));
    let hidden = alone(&|scene| {
        below(scene);
        above(scene.fill(whole, blue));
    });
    assert!(hidden == alone(&|scene| above(scene.fill(whole, blue))));
    let clear = Color::TRANSPARENT;
    for paint in [thin, clear] {
        let through = alone(&|scene| {
            below(scene);
            scene.fill(whole, paint);
        });
        assert!(through != alone(&|scene| _ = scene.fill(whole, paint)), "what is below is seen");
    }
    let clipped = alone(&|scene| {
        below(scene);
        scene.push_clip(Rect::new(0.0, 0.0, 20.0, 20.0));
        scene.fill(whole, blue).pop();
    });
    assert_ne!(clipped[(60 * SIZE.0 as usize + 80) * 4..][..4], [20, 40, 200, 255]);
    assert_eq!(clipped[(60 * SIZE.0 as usize + 80) * 4..][..4], [200, 9, 9, 255]);
    // A dense polyline is no polygon, and hides nothing.
    let chart = alone(&|scene| {
        let mut line = BezPath::new();
        line.move_to((9.0, 9.0));
        (0..200).for_each(|i| line.line_to((9.0 + f64::from(i) * 0.05, f64::from(i % 2) * 30.0 + 9.0)));
        scene.fill(whole, blue).stroke(line, 1.0, Color::BLACK);
    });
    assert_eq!(chart[(60 * SIZE.0 as usize + 80) * 4..][..4], [20, 40, 200, 255]);
}

#[test]
fn a_cancelled_render_stops_on_every_thread() {
    let token = CancelToken::new();
    token.cancel();
    let watch = Watch { cancel: Some(token), ..Watch::default() };
    for threads in [1, 2, 4] {
        assert!(matches!(drawn(&layers(), Some(7), threads, &watch), Err(Error::Cancelled)));
    }
}

#[test]
fn what_is_below_a_failing_writer_ends() {
    let (limits, cache, watch) = (Limits::default(), Arc::new(GlyphCache::new(0)), Watch::default());
    let budget = Budget::new(&limits);
    let plan = Plan::default();
    let bands = Bands {
        plan: &plan,
        size: SIZE,
        background: Color::TRANSPARENT,
        height: Some(1),
        cache: &cache,
        limits: &limits,
        watch: &watch,
        budget: &budget,
    };
    for threads in [1, 2, 4] {
        let mut tools: Vec<Tools> = (0..threads).map(|_| Tools::default()).collect();
        let mut left = 5;
        let result = bands.stream(
            (&mut tools, &mut vec![(); threads]),
            1,
            |(), _, _| Ok(()),
            |()| {
                left -= 1;
                if left == 0 { Err(std::io::Error::from(std::io::ErrorKind::StorageFull).into()) } else { Ok(()) }
            },
        );
        assert!(matches!(result, Err(Error::Io { .. })), "{threads} threads: {result:?}");
    }
}

#[test]
fn what_lies_outside_a_band_is_watched_too() {
    const ITEMS: usize = 3 * crate::watch::ITEMS_A_CHECK;
    let mut scene = Scene::builder(f64::from(SIZE.0), f64::from(SIZE.1));
    let bottom = f64::from(SIZE.1) - 1.0;
    (0..ITEMS).for_each(|_| _ = scene.fill(Rect::new(0.0, bottom, 1.0, bottom + 0.5), Color::BLACK));
    let (most, scene) = (1 << 30, scene.finish().unwrap());
    let watch = Watch::of_looks(most);
    drawn(&scene, Some(8), 1, &watch).unwrap();
    let looks = most - watch.looks.unwrap().load(std::sync::atomic::Ordering::Relaxed);
    let bands = (SIZE.1 as usize).div_ceil(8);
    assert!(looks >= ITEMS + 3 * (bands - 1), "{looks} looks");
}
