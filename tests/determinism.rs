//! The same scene gives the same bytes: whatever the glyph cache holds, on however many threads, on a fresh or a used
//! canvas, prepared before or not, in debug and release builds and with every set of features.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::sync::Barrier;

use inkstone::kurbo::{Circle, Rect};
use inkstone::{
    Canvas, Color, HintingPolicy, Paragraph, Pixmap, PixmapMut, RenderOptions, Scene, SceneBuilder, TextStyle,
};

mod support;
use support::{varied_scene, varied_shapes, varied_text};

/// FNV-1a of 128 bits (<https://www.ietf.org/archive/id/draft-eastlake-fnv-21.html>).
fn fnv1a(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, &byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}

/// The pixels at 96 and 150 DPI of [`varied_shapes`] and of [`varied_text`].
///
/// They may change where a change of pixels is meant: another rasterizer, blend arithmetic, hinting, layout, bundled
/// fonts, or the scenes themselves. The goldens change with them. They may never differ between builds, feature sets or
/// machines.
const HASHES: [(&str, f64, u128); 4] = [
    ("shapes", 96.0, 0x7832_4e6b_88f5_ea46_5ef8_aac8_cd10_a383),
    ("shapes", 150.0, 0x6842_5b72_18c3_e617_20d8_2304_5209_f080),
    ("text", 96.0, 0xbaf3_03ba_b17f_9dc1_a68b_b2c6_1111_ec90),
    ("text", 150.0, 0x8b4e_9bbe_3c78_f9fb_a333_c4c1_5530_4e34),
];

fn options(dpi: f64) -> RenderOptions {
    RenderOptions::new().with_dpi(dpi).with_background(Color::from_rgba8(250, 248, 240, 230))
}

/// Both scenes at several resolutions, one behind the other.
fn picture(canvas: &mut Canvas, scene: &Scene) -> Vec<u8> {
    [96.0, 61.7, 150.0].iter().flat_map(|dpi| canvas.render(scene, &options(*dpi)).unwrap().into_data()).collect()
}

fn reference() -> (Scene, Vec<u8>) {
    let scene = varied_scene();
    let pixels = picture(&mut support::engine().build().canvas(), &scene);
    (scene, pixels)
}

fn scene_of(describe: impl FnOnce(&mut SceneBuilder)) -> Scene {
    let mut scene = Scene::builder(160.0, 120.0);
    describe(&mut scene);
    scene.finish().unwrap()
}

#[test]
fn builds_agree() {
    let mut canvas = support::engine().build().canvas();
    let mut wrong = Vec::new();
    for (name, dpi, expected) in HASHES {
        let scene = match name {
            "shapes" => scene_of(varied_shapes),
            _ => scene_of(varied_text),
        };
        let pixmap = canvas.render(&scene, &options(dpi)).unwrap();
        let hash = fnv1a(pixmap.data());
        if hash != expected {
            wrong.push(format!("    (\"{name}\", {dpi:?}, {hash:#034x}),"));
        }
    }
    assert!(wrong.is_empty(), "the pixels are others:\n{}", wrong.join("\n"));
}

#[test]
fn the_cache_never_shows() {
    let (scene, expected) = reference();
    for bytes in [0, 1, 64 << 10, 300 << 10, 32 << 20, usize::MAX] {
        let engine = support::engine().with_cache_bytes(bytes).build();
        let mut canvas = engine.canvas();
        for round in 0..2 {
            assert!(picture(&mut canvas, &scene) == expected, "{bytes} bytes of cache, round {round}");
        }
        // Changed while it is in use.
        engine.set_cache_bytes(64 << 10);
        assert!(picture(&mut canvas, &scene) == expected, "from {bytes} bytes to 64 KiB");
        let stats = engine.cache_stats();
        assert!(stats.bytes <= stats.budget, "{stats:?}");
        engine.set_cache_bytes(0);
        assert!(picture(&mut canvas, &scene) == expected, "from {bytes} bytes to none");
        assert_eq!(engine.cache_stats().bytes, 0);
    }
}

/// Caches that hold other things, and too little for what is drawn: all that was asked for before, by this canvas and by
/// others, at other sizes and by other policies, with masks that were declined and others that were made ahead.
#[test]
fn what_the_cache_went_through_never_shows() {
    let (scene, expected) = reference();
    let policies = [HintingPolicy::Auto, HintingPolicy::None, HintingPolicy::Always, HintingPolicy::FullFromDpi(120.0)];
    for seed in 0..12 {
        let mut random = support::Random::new(seed);
        let sizes = [0, 3 << 10, 40 << 10, 200 << 10, 1 << 20, 32 << 20];
        let engine = support::engine().with_cache_bytes(random.pick(&sizes)).build();
        let mut canvases = [engine.canvas(), engine.canvas()];
        for step in 0..24 {
            let at = random.below(canvases.len());
            match random.below(8) {
                0 => engine.set_cache_bytes(random.pick(&sizes)),
                1 => canvases[at] = engine.canvas(),
                2 => {
                    let style = TextStyle::new(random.between(7.0, 40.0));
                    _ = engine
                        .warm("墨石 draws 漢字、かな turned", &[style], &[96.0, random.between(50.0, 200.0)])
                        .unwrap();
                }
                3 => {
                    let same = picture(&mut canvases[at], &scene) == expected;
                    assert!(same, "seed {seed}, step {step}");
                }
                _ => {
                    let other = scene_of(|scene| {
                        let size = random.between(6.0, 60.0);
                        let text = random.pick(&["墨石 inkstone", "漢字とかな", "turned 旋轉 0123456789", "Qq Gg éàü"]);
                        scene.text((random.unit(), 50.0), Paragraph::new(text, TextStyle::new(size)).with_width(150.0));
                    });
                    let options = options(random.between(60.0, 200.0)).with_hinting(random.pick(&policies));
                    canvases[at].render(&other, &options).unwrap();
                }
            }
            let stats = engine.cache_stats();
            assert!(stats.bytes <= stats.budget, "{stats:?}");
        }
        assert!(canvases.iter_mut().all(|canvas| picture(canvas, &scene) == expected), "seed {seed}");
    }
}

#[test]
fn threads_never_show() {
    let (scene, expected) = reference();
    for threads in [1, 2, 4] {
        for cache in [0, 20 << 10, 32 << 20] {
            let engine = support::engine().with_cache_bytes(cache).build();
            let start = Barrier::new(threads);
            std::thread::scope(|scope| {
                for thread in 0..threads {
                    let (engine, scene, expected, start) = (&engine, &scene, &expected, &start);
                    scope.spawn(move || {
                        let mut canvas = engine.canvas();
                        start.wait();
                        for round in 0..3 {
                            let same = picture(&mut canvas, scene) == *expected;
                            assert!(same, "thread {thread} of {threads}, {cache} bytes of cache, round {round}");
                        }
                    });
                }
            });
        }
    }
}

#[test]
fn what_was_drawn_before_never_shows() {
    let (scene, expected) = reference();
    let mut canvas = support::engine().build().canvas();
    let others: [Scene; 4] = [
        scene_of(|scene| {
            scene.fill(Rect::new(-9.0, -9.0, 900.0, 900.0), Color::WHITE);
        }),
        scene_of(|scene| {
            for size in 5..60 {
                let style = TextStyle::new(f64::from(size) / 1.7).with_weight(700).with_italic(size % 2 == 0);
                scene
                    .text((3.3, f64::from(size) * 2.0), Paragraph::new("墨石 inkstone 漢字、", style).with_width(90.0));
            }
        }),
        scene_of(varied_shapes),
        Scene::builder(900.0, 2.0).finish().unwrap(),
    ];
    for (i, other) in others.iter().enumerate() {
        for hinting in [HintingPolicy::Always, HintingPolicy::None] {
            canvas.render(other, &options(120.0).with_hinting(hinting)).unwrap();
            assert!(picture(&mut canvas, &scene) == expected, "after scene {i}");
        }
        canvas.layout(&Paragraph::new("測量 measure", TextStyle::new(7.0)), &RenderOptions::new()).unwrap();
        // A refusal in the middle of a scene.
        let mut limits = inkstone::Limits::default();
        limits.layers = 0;
        canvas.render(&scene, &options(96.0).with_limits(limits)).unwrap_err();
        assert!(picture(&mut canvas, &scene) == expected, "after a refusal, and scene {i}");
    }
}

#[test]
fn every_way_to_the_pixels_is_the_same() {
    let (scene, expected) = reference();
    let engine = support::engine().build();
    let mut canvas = engine.canvas();
    let list = engine.canvas().prepare(&scene, &options(300.0)).unwrap();
    let mut at = 0;
    for dpi in [96.0, 61.7, 150.0] {
        let options = options(dpi);
        let pixmap = canvas.render(&list, &options).unwrap();
        let expected = &expected[at..at + pixmap.data().len()];
        at += expected.len();
        assert!(pixmap.data() == expected, "prepared before, at {dpi} DPI");
        let (width, height) = (pixmap.width(), pixmap.height());
        let row = width as usize * 4;
        for gap in [0, 4, 13] {
            let stride = row + gap;
            // What was in the buffer is replaced, what lies between rows is left alone.
            let mut data = vec![0xa5; stride * height as usize];
            let mut target = PixmapMut { data: &mut data, width, height, stride };
            canvas.render_into(&scene, &options, &mut target).unwrap();
            for (y, (got, expected)) in data.chunks(stride).zip(expected.chunks(row)).enumerate() {
                assert!(&got[..row] == expected, "row {y}, {gap} bytes between rows, {dpi} DPI");
                assert!(got[row..].iter().all(|&byte| byte == 0xa5), "written between rows");
            }
        }
        let mut png = Vec::new();
        canvas.write_png(&list, &options, &mut png).unwrap();
        let read = Pixmap::from_png(&png).unwrap();
        assert_eq!(read.to_straight(), pixmap.to_straight(), "through a PNG file at {dpi} DPI");
        assert_eq!(png, pixmap.encode_png().unwrap());
    }
    assert_eq!(at, expected.len());
}

/// A list is of no DPI: prepared at any, it draws at any; a scene says the same twice.
#[test]
fn scenes_repeat() {
    let (scene, expected) = reference();
    assert_eq!(scene, varied_scene());
    assert_eq!(scene.clone(), scene);
    for _ in 0..3 {
        assert!(picture(&mut support::engine().build().canvas(), &varied_scene()) == expected);
    }
    let measured: Vec<_> = (0..3)
        .map(|_| {
            support::engine()
                .build()
                .canvas()
                .layout(&Paragraph::new("測 measure 한", TextStyle::new(11.0)), &RenderOptions::new())
                .unwrap()
        })
        .collect();
    assert!(
        measured.windows(2).all(|pair| pair[0].advance_box == pair[1].advance_box && pair[0].lines == pair[1].lines)
    );
}

/// The hash is the one that is published.
#[test]
fn the_hash_is_fnv1a() {
    assert_eq!(fnv1a(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
    assert_eq!(fnv1a(b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    // One pixel more or less shows.
    let mut scene = Scene::builder(9.0, 9.0);
    scene.fill(Circle::new((4.0, 4.0), 3.0), Color::BLACK);
    let scene = scene.finish().unwrap();
    let mut canvas = support::engine().build().canvas();
    let pixmap = canvas.render(&scene, &RenderOptions::new()).unwrap();
    let mut other = pixmap.data().to_vec();
    other[100] ^= 1;
    assert_ne!(fnv1a(pixmap.data()), fnv1a(&other));
}
