//! Memory, counted by the allocator: flat over many renders, within what the report says, small where an input is refused,
//! given back after a failure.
//!
//! One test: another thread's allocations would be counted too. The one file of the crate that may say `unsafe`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use inkstone::kurbo::{Affine, BezPath, Circle, PathEl, Point, Rect};
use inkstone::{
    CancelToken, Canvas, Cap, Color, Engine, Error, FontLibrary, Gradient, HintingPolicy, Image, Join, Layer, Limits,
    Pixmap, Rasterizer, RenderOptions, Scene, SceneBuilder, Stroke, TextStyle,
};

mod support;
use support::{chunk, ihdr, png_file, rows, varied_scene, zlib_bomb, zlib_stored};

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn grown(by: usize) {
    let live = LIVE.fetch_add(by, Ordering::Relaxed) + by;
    PEAK.fetch_max(live, Ordering::Relaxed);
}

// SAFETY: every call is handed on to the system's allocator as it came; only sizes are counted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: the caller keeps `alloc`'s contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: the caller keeps `alloc_zeroed`'s contract.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps `dealloc`'s contract, and the pointer came from the system's allocator.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps `realloc`'s contract, and the pointer came from the system's allocator.
        let now = unsafe { System.realloc(pointer, layout, size) };
        if size > layout.size() || now != pointer {
            // As if both lived for a moment, which they may.
            grown(size);
            LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        } else {
            // Made smaller where it lies: what is freed part by part never lives twice.
            LIVE.fetch_sub(layout.size() - size, Ordering::Relaxed);
        }
        now
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn live() -> usize {
    LIVE.load(Ordering::Relaxed)
}

/// What `work` gives, and the bytes that lived at its peak beyond those that lived before.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = live();
    PEAK.store(before, Ordering::Relaxed);
    let out = work();
    (out, PEAK.load(Ordering::Relaxed) - before)
}

/// Beside what the report counts (canvas, layers, clips, decoded pictures): the plan, tiny-skia's edges and rows, shaped
/// text, PNG buffers. Of the scenes below; it grows with items and segments, not with pixels but for a row or two.
const OVERHEAD: usize = 1 << 20;

fn flat(canvas: &mut Canvas, name: &str, scene: &Scene, options: &RenderOptions) {
    let mut measured = Vec::with_capacity(200);
    for _ in 0..200 {
        canvas.render(scene, options).unwrap();
        measured.push(live());
    }
    println!("{name}: {} bytes live after render 50, {} after 200", measured[50], measured[199]);
    assert!(measured[50..].iter().all(|&bytes| bytes == measured[50]), "{name}: {:?}", &measured[50..]);
}

fn renders_stay_flat() {
    let scene = varied_scene();
    let with_png = {
        let file = png_file(&[ihdr(64, 64, 8, 6, false), chunk(b"IDAT", &zlib_stored(&rows(64, 64, 32, 5)))]);
        let mut scene = Scene::builder(100.0, 100.0);
        scene.image(&Image::from_png(file), Rect::new(0.0, 0.0, 90.0, 90.0));
        scene.finish().unwrap()
    };
    for (name, cache) in [("no cache", 0), ("20 KiB of cache", 20 << 10), ("32 MiB of cache", 32 << 20)] {
        let before = live();
        let engine = support::engine().with_cache_bytes(cache).build();
        let mut canvas = engine.canvas();
        flat(&mut canvas, name, &scene, &RenderOptions::new().with_dpi(120.0));
        flat(&mut canvas, name, &with_png, &RenderOptions::new());
        drop((canvas, engine));
        let left = live() - before;
        println!("{name}: {left} bytes left behind by the engine");
        assert!(left < 64 << 10, "{name}: {left} bytes are left behind");
    }
}

fn peaks_are_reported() {
    let engine = support::engine().with_cache_bytes(0).build();
    let mut canvas = engine.canvas();
    let mut nested = Scene::builder(400.0, 300.0);
    for i in 0..5 {
        nested.push_layer(Layer::new().with_opacity(0.9)).push_clip(Circle::new((200.0, 150.0), 140.0 - f64::from(i)));
        nested.fill(Rect::new(0.0, 0.0, 400.0, 300.0), Color::from_rgba8(200, 90, 40, 90));
    }
    (0..10).for_each(|_| {
        nested.pop();
    });
    let picture = |interlaced| {
        let data = if interlaced { support::interlaced_rows(700, 500, 32, 1) } else { rows(700, 500, 32, 1) };
        let file = png_file(&[ihdr(700, 500, 8, 6, interlaced), chunk(b"IDAT", &zlib_stored(&data))]);
        let mut scene = Scene::builder(50.0, 50.0);
        scene.image(&Image::from_png(file), Rect::new(0.0, 0.0, 50.0, 50.0));
        scene.finish().unwrap()
    };
    for (name, scene, dpi) in [
        ("varied", varied_scene(), 96.0),
        ("varied, large", varied_scene(), 600.0),
        ("layers and clips", nested.finish().unwrap(), 192.0),
        ("picture", picture(false), 96.0),
        ("interlaced picture", picture(true), 96.0),
    ] {
        let options = RenderOptions::new().with_dpi(dpi);
        canvas.render(&scene, &options).unwrap();
        let (result, peak) = peak_of(|| canvas.render(&scene, &options));
        result.unwrap();
        let reported = canvas.report().peak_bytes as usize;
        println!("{name}: {reported} bytes reported, {peak} at peak");
        assert!(peak <= reported + OVERHEAD, "{name}: {peak} bytes at peak, {reported} reported");
        assert!(reported <= peak, "{name}: {peak} bytes at peak, {reported} reported");
    }
}

fn refusals_are_small() {
    // Without fonts, so that no shaper is made on the way.
    let engine = Engine::builder().with_fonts(FontLibrary::new()).build();
    let mut canvas = engine.canvas();
    let mut refused =
        |name: &str, limit: &str, allowed: usize, work: &mut dyn FnMut(&mut Canvas) -> Result<(), Error>| {
            // Once before: a canvas keeps its last report.
            work(&mut canvas).unwrap_err();
            let before = live();
            let (result, peak) = peak_of(|| work(&mut canvas));
            let refusal = match &result {
                Err(Error::SceneImage { source, .. }) => Err(&**source),
                other => other.as_ref(),
            };
            match refusal {
                Err(Error::LimitExceeded { limit: got, .. }) => assert_eq!(*got, limit, "{name}"),
                Err(Error::InvalidImage { .. }) => assert_eq!(limit, "image", "{name}"),
                other => panic!("{name}: {other:?}"),
            }
            drop(result);
            // Before anything is printed: the test runner keeps what is.
            let after = live();
            println!("{name}: {peak} bytes at peak");
            assert!(peak <= allowed, "{name}: {peak} bytes at peak, {allowed} expected");
            assert_eq!(after, before, "{name}: bytes are left behind");
        };
    let small = 256 << 10;
    let pixels = |width, height, interlaced| {
        png_file(&[ihdr(width, height, 8, 6, interlaced), chunk(b"IDAT", &zlib_bomb(1 << 20))])
    };
    let huge = pixels(60_000, 60_000, false);
    refused("declared 60,000 x 60,000", "image_pixels", small, &mut |_| Pixmap::from_png(&huge).map(drop));
    let render = |canvas: &mut Canvas, scene: &Scene, options: &RenderOptions| canvas.render(scene, options).map(drop);
    let show = |file: Vec<u8>| {
        let mut scene = Scene::builder(20.0, 20.0);
        scene.image(&Image::from_png(file), Rect::new(0.0, 0.0, 20.0, 20.0));
        scene.finish().unwrap()
    };
    let plain = RenderOptions::new();
    let scene = show(huge);
    refused("the same in a scene", "image_pixels", small, &mut |canvas| render(canvas, &scene, &plain));
    let mut limits = Limits::default();
    limits.render_bytes = 1 << 20;
    let lower = RenderOptions::new().with_limits(limits);
    for interlaced in [false, true] {
        let scene = show(pixels(8_000, 8_000, interlaced));
        refused("8,000 x 8,000 beyond render_bytes", "render_bytes", small, &mut |canvas| {
            render(canvas, &scene, &lower)
        });
    }
    let text = [b"Comment\0\0".to_vec(), zlib_bomb(500_000_000)].concat();
    let bomb = png_file(&[ihdr(1, 1, 8, 0, false), chunk(b"zTXt", &text), chunk(b"IDAT", b"x")]);
    refused("zTXt bomb", "image", small, &mut |_| Pixmap::from_png(&bomb).map(drop));
    let profile = [b"name\0\0".to_vec(), zlib_bomb(500_000_000)].concat();
    let bomb = png_file(&[ihdr(1, 1, 8, 0, false), chunk(b"iCCP", &profile), chunk(b"IDAT", b"x")]);
    refused("iCCP bomb", "image", small, &mut |_| Pixmap::from_png(&bomb).map(drop));
    let empty = Scene::builder(1e6, 1e6).finish().unwrap();
    refused("canvas of a million px", "canvas_side", small, &mut |canvas| render(canvas, &empty, &plain));
    let large = Scene::builder(32_000.0, 32_000.0).finish().unwrap();
    refused("canvas of 4 GB", "canvas_pixels", small, &mut |canvas| render(canvas, &large, &plain));
    let wide = Scene::builder(1_000.0, 1_000.0).finish().unwrap();
    refused("canvas beyond render_bytes", "render_bytes", small, &mut |canvas| render(canvas, &wide, &lower));
    let layers = {
        let mut scene = Scene::builder(400.0, 400.0);
        scene.layer(Layer::new(), |scene| {
            scene.fill(Rect::new(0.0, 0.0, 400.0, 400.0), Color::BLACK);
        });
        scene.finish().unwrap()
    };
    refused("layer beyond render_bytes", "render_bytes", 640_000 + small, &mut |canvas| {
        render(canvas, &layers, &lower)
    });
    let dashes = {
        let mut scene = Scene::builder(20.0, 20.0);
        scene.stroke("M0 0H1000000", Stroke::new(1.0).with_dashes([1e-6]), Color::BLACK);
        scene.finish().unwrap()
    };
    refused("a million million dashes", "dashes", small, &mut |canvas| render(canvas, &dashes, &plain));
    // 2,000 curves of a million px: each would be measured at 4,096 places.
    let mut curves = BezPath::new();
    curves.move_to((0.0, 0.0));
    (0..2_000).for_each(|_| curves.curve_to((9e5, 0.0), (0.0, 9e5), (9.0, 9.0)));
    let curved = {
        let mut scene = Scene::builder(20.0, 20.0);
        scene.stroke(curves, Stroke::new(1.0).with_dashes([1e-3]), Color::BLACK);
        scene.finish().unwrap()
    };
    refused("dashes on long curves", "dashes", 1 << 20, &mut |canvas| render(canvas, &curved, &plain));
    let fonts = [b"ttcf\0\x01\0\0".as_slice(), &2_000_000_000_u32.to_be_bytes(), &[0; 3_000]].concat();
    refused("a collection of 2,000,000,000 faces", "collection_faces", small, &mut |_| {
        FontLibrary::new().add_bytes("many", fonts.clone()).map(drop)
    });
}

/// What a render may hold beside `render_bytes`, but for a thread's scratch for the edges of the rows at hand.
const BESIDE: usize = 4 << 20;
/// That scratch, of a scene with hundreds of crossings in each pixel.
const SCRATCH: usize = 12 << 20;

/// A line from edge to edge and back, `count` times.
fn zigzag(count: u32, close: bool) -> BezPath {
    let mut path = BezPath::new();
    path.move_to((0.0, 0.0));
    for i in 0..count {
        let (x, y) = (f64::from(i % 2) * 900.0, f64::from(i) * 600.0 / f64::from(count));
        path.line_to((x + f64::from(i % 7), y));
    }
    if close {
        path.close_path();
    }
    path
}

fn allowances_are_kept() {
    let engine = Engine::builder().with_fonts(FontLibrary::new()).build();
    let dots = |count: u32| -> BezPath {
        let points = (0..count).map(|i| Point::new(f64::from(i % 997), f64::from(i % 613)));
        points.flat_map(|p| [PathEl::MoveTo(p), PathEl::LineTo(p)]).collect()
    };
    let mut curves = BezPath::new();
    curves.move_to((0.0, 0.0));
    (0..40).for_each(|i| curves.curve_to((9e5, 0.0), (f64::from(i), 9e5), (9.0, f64::from(i))));
    let round = |width| Stroke::new(width).with_cap(Cap::Round).with_join(Join::Round);
    type Draw<'a> = Box<dyn Fn(&mut SceneBuilder) + 'a>;
    let black = Color::BLACK;
    let scenes: [(&str, Draw<'_>); 14] = [
        ("dots", Box::new(|s| _ = s.stroke(dots(200_000), round(3.0), black))),
        ("wide dots", Box::new(|s| _ = s.stroke(dots(5_000), round(600.0), black))),
        ("a long stroke", Box::new(|s| _ = s.stroke(zigzag(300_000, false), 1.5, black))),
        ("a closed one", Box::new(|s| _ = s.stroke(zigzag(300_000, true), round(9.0), black))),
        ("a dense one", Box::new(|s| _ = s.stroke(zigzag(300_000, false), 4.0, black))),
        ("dashes", Box::new(|s| _ = s.stroke(zigzag(300, false), Stroke::new(1.0).with_dashes([1.0]), black))),
        (
            "one dash",
            Box::new(|s| {
                _ = s.stroke(Affine::scale(0.003) * zigzag(300_000, true), Stroke::new(1.0).with_dashes([9e5]), black);
            }),
        ),
        ("few dashes", Box::new(|s| _ = s.stroke(dots(200_000), Stroke::new(1.0).with_dashes([9.0]), black))),
        ("curves", Box::new(|s| _ = s.fill(&curves, black))),
        ("strokes of curves", Box::new(|s| _ = s.stroke(&curves, 2.0, black))),
        (
            "a clip",
            Box::new(|s| {
                s.clipped(zigzag(300_000, true), |s| _ = s.fill(Rect::new(0.0, 0.0, 900.0, 600.0), black));
            }),
        ),
        (
            "items",
            Box::new(|s| {
                (0..60_000).for_each(|i| _ = s.fill(Circle::new((f64::from(i % 900), 300.0), 3.0), black));
            }),
        ),
        (
            "gradients",
            Box::new(|s| {
                let gradient = Gradient::conic((9.0, 9.0), 0.0).with_colors([black, Color::WHITE, black]);
                (0..30_000).for_each(|_| _ = s.fill(Rect::new(0.0, 0.0, 3.0, 3.0), gradient.clone()));
            }),
        ),
        (
            "patterns of dashes",
            Box::new(|s| {
                let stroke = Stroke::new(1.0).with_dashes(vec![1.0; 1_000]);
                (0..3_000).for_each(|_| _ = s.stroke("M0 0H1", stroke.clone(), black));
            }),
        ),
    ];
    for (name, draw) in scenes {
        let mut scene = Scene::builder(900.0, 600.0);
        draw(&mut scene);
        let scene = scene.finish().unwrap();
        for rasterizer in [Rasterizer::Inkstone, Rasterizer::TinySkia] {
            let (mut drawn, mut refused) = (0, 0);
            for megabytes in [3, 6, 10, 18, 34, 70, 300] {
                let mut limits = Limits::default();
                (limits.render_bytes, limits.path_work) = (megabytes << 20, 1 << 24);
                let options = RenderOptions::new().with_limits(limits).with_rasterizer(rasterizer);
                let mut canvas = engine.canvas();
                let (result, peak) = peak_of(|| canvas.render(&scene, &options));
                match result {
                    Ok(_) => drawn += 1,
                    Err(Error::LimitExceeded { limit: "render_bytes", .. }) => refused += 1,
                    Err(Error::LimitExceeded { limit: "path_work", .. }) => continue,
                    Err(error) => panic!("{name}: {error}"),
                }
                let most = (megabytes << 20) as usize + BESIDE + if name == "a clip" { SCRATCH } else { 0 };
                println!("{name}, {rasterizer:?}: {peak} bytes at peak, {megabytes} MiB allowed");
                assert!(peak <= most, "{name}, {rasterizer:?}: {peak} bytes at peak, {megabytes} MiB allowed");
            }
            if rasterizer == Rasterizer::Inkstone {
                assert!(drawn > 0 && refused > 0, "{name}: {drawn} drawn, {refused} refused");
            }
        }
    }
}

/// The most lines of a path: drawn within the bytes that a render may hold. One more is refused before any are looked at.
fn ten_million_segments_are_bounded() {
    let count: u32 = if cfg!(debug_assertions) { 300_000 } else { 10_000_000 };
    let engine = Engine::builder().with_fonts(FontLibrary::new()).build();
    let chart = |count: u32| {
        let at = |i: u32| {
            let y = f64::from(i.wrapping_mul(2_654_435_761) >> 16) / 65_536.0;
            Point::new(f64::from(i) * 900.0 / f64::from(count), 300.0 + y * 20.0)
        };
        let lines = (1..=count).map(|i| PathEl::LineTo(at(i)));
        std::iter::once(PathEl::MoveTo(at(0))).chain(lines).collect::<BezPath>()
    };
    // Bytes for each line: what is drawn, in the making and done. Fewer lines lie farther from each other, and what grows is for
    // a moment in its old and its new place, which large buffers are not.
    let (filled, stroked) = if cfg!(debug_assertions) { (128, 256) } else { (48, 100) };
    for (width, segments, bytes) in
        [(None, count - 1, filled), (Some(1.5), count - 1, stroked), (Some(1.5), count + 1, 0)]
    {
        let mut scene = Scene::builder(900.0, 600.0);
        match width {
            None => scene.fill(chart(segments), Color::BLACK),
            Some(width) => scene.stroke(chart(segments), width, Color::BLACK),
        };
        let scene = scene.finish().unwrap();
        let mut limits = Limits::default();
        limits.path_segments = count.into();
        let (result, peak) = peak_of(|| engine.canvas().render(&scene, &RenderOptions::new().with_limits(limits)));
        let most = bytes * count as usize + BESIDE;
        println!("{segments} segments, {width:?}: {peak} bytes at peak, {} a segment", peak / count as usize);
        assert!(peak <= most, "{peak} bytes at peak, {most} allowed");
        match result {
            Ok(_) => assert!(bytes > 0),
            // The path has a move too.
            Err(Error::LimitExceeded { limit: "path_segments", .. }) => assert_eq!(bytes, 0),
            Err(error) => panic!("{error}"),
        }
    }
}

fn failures_give_back() {
    let engine = support::engine().with_cache_bytes(0).build();
    let mut canvas = engine.canvas();
    let scene = varied_scene();
    canvas.render(&scene, &RenderOptions::new()).unwrap();
    let token = CancelToken::new();
    token.cancel();
    let mut no_time = Limits::default();
    no_time.render_time = Some(Duration::ZERO);
    let mut fails = |name: &str, options: &RenderOptions, scene: &Scene| {
        // Once before: what a canvas keeps for its next render is kept.
        canvas.render(scene, options).unwrap_err();
        let before = live();
        for _ in 0..20 {
            canvas.render(scene, options).unwrap_err();
        }
        assert_eq!(live(), before, "{name}");
    };
    fails("cancelled", &RenderOptions::new().with_cancel(token), &scene);
    fails("no time", &RenderOptions::new().with_limits(no_time), &scene);
    // At each layer of the scene, with its canvas, clips and layers open.
    for bytes in [70_000, 80_000, 100_000, 150_000, 172_000] {
        let mut limits = Limits::default();
        limits.render_bytes = bytes;
        fails("few bytes", &RenderOptions::new().with_limits(limits), &scene);
    }
    let mut deep = Scene::builder(300.0, 300.0);
    for _ in 0..5 {
        deep.push_layer(Layer::new()).push_clip(Circle::new((9.0, 9.0), 40.0));
    }
    deep.image(&Image::from_png(*b"no picture"), Rect::ZERO);
    (0..10).for_each(|_| {
        deep.pop();
    });
    fails("broken picture", &RenderOptions::new(), &deep.finish().unwrap());
    // By the clock, somewhere on the way.
    let mut long = Scene::builder(300.0, 300.0);
    for i in 0..3_000 {
        long.layer(Layer::new(), |scene| {
            scene.fill(Circle::new((150.0, 150.0), f64::from(i % 150)), Color::BLACK);
        });
    }
    let mut soon = Limits::default();
    soon.render_time = Some(Duration::from_millis(20));
    let (options, long) = (RenderOptions::new().with_limits(soon), long.finish().unwrap());
    // Whole once, so that all scratch is as large as it gets, wherever the clock stops the next.
    canvas.render(&long, &RenderOptions::new()).unwrap();
    let before = live();
    assert!(matches!(canvas.render(&long, &options), Err(Error::DeadlineExceeded)));
    // A plan that was not finished keeps no room for the next.
    assert!(live() <= before, "deadline: {} bytes, {before} before", live());
    // What is large is freed behind a stopped render, and soon.
    let mut large = Scene::builder(4_000.0, 4_000.0);
    (0..1_000).for_each(|_| {
        large.fill(Circle::new((2_000.0, 2_000.0), 1_900.0), Color::from_rgba8(9, 9, 9, 9));
    });
    let large = large.finish().unwrap();
    let options = || RenderOptions::new().with_deadline(Instant::now() + Duration::from_millis(40));
    canvas.render(&large, &options()).unwrap_err();
    std::thread::sleep(Duration::from_millis(200));
    let before = live();
    assert!(matches!(canvas.render(&large, &options()), Err(Error::DeadlineExceeded)));
    let start = Instant::now();
    while live() != before {
        assert!(start.elapsed() < Duration::from_secs(9), "{} bytes are kept", live().wrapping_sub(before));
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// What faces keep for hinting is what the statistics say, whichever canvases draw with them, and at however many sizes.
fn hinting_is_accounted_for() {
    for (name, text, family, faces) in [
        ("TrueType", "שלום", "Inkstone Sans Hebrew", 1),
        ("automatic", "Hamburg", "Inkstone Sans", 1),
        ("PostScript", "永国", "Inkstone Sans SC", 1),
        ("all", "永שgя", "Inkstone Sans", 3),
    ] {
        let mut scene = Scene::builder(300.0, 40.0);
        scene.text((2.0, 30.0), (text, TextStyle::new(20.0).with_families([family])));
        let scene = scene.finish().unwrap();
        for sizes in [1, 16, 100] {
            let engine = support::engine().with_cache_bytes(0).build();
            let mut canvases = [engine.canvas(), engine.canvas(), engine.canvas()];
            let mut draw = |sizes, hinting| {
                for size in 0..sizes {
                    let options = RenderOptions::new().with_dpi(40.0 + 4.0 * f64::from(size)).with_hinting(hinting);
                    canvases.iter_mut().for_each(|canvas| _ = canvas.render(&scene, &options).unwrap());
                }
            };
            // What is kept besides, and for PostScript outlines that are not hinted.
            draw(100, HintingPolicy::None);
            let (before, none) = (live(), engine.cache_stats().hinting_bytes);
            draw(sizes, HintingPolicy::Always);
            draw(sizes, HintingPolicy::Always);
            let (held, said) = (live() - before, engine.cache_stats().hinting_bytes as usize);
            println!("{name}, {sizes} sizes: {held} bytes held for hinting, {said} said");
            let most = faces * ((1 << 20) + 3 * 24_000);
            // What was there before is said as well.
            let more = said - none as usize;
            assert!(held <= more && said <= most, "{name}, {sizes}: {held} held, {more} of {said} said");
            // The dictionaries of one or two faces.
            let unhinted = if name == "TrueType" { 0..1 } else { 1_000..20_000 };
            assert!(unhinted.contains(&none), "{name}: {none} said of what is not hinted");
        }
    }
}

#[test]
fn memory_is_bounded() {
    hinting_is_accounted_for();
    renders_stay_flat();
    peaks_are_reported();
    refusals_are_small();
    allowances_are_kept();
    ten_million_segments_are_bounded();
    failures_give_back();
}
