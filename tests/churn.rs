//! Memory over a long time: what the glyph cache holds is what it accounts for, whatever is drawn.
//!
//! Ten minutes, or as many seconds as said:
//! `INKSTONE_CHURN_SECONDS=600 cargo test --release --all-features --test churn -- --ignored --nocapture`.

#![cfg(all(feature = "bundled-fonts", target_os = "linux"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use inkstone::{Canvas, Engine, Paragraph, RenderOptions, Scene, TextStyle};

mod support;
use support::Random;

const BUDGET: usize = 32 << 20;

/// Bytes of this process that are in memory.
fn resident() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: f64 = pages.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096.0
}

/// Draws every ideograph that [`draw`] does: the font lies in the program, and its pages are in memory once they are read.
fn read_font(canvas: &mut Canvas) {
    let text: String = (0x4e00..0x4e00 + 20_900).filter_map(char::from_u32).collect();
    let mut scene = Scene::builder(1200.0, 4000.0);
    scene.text((0.0, 20.0), Paragraph::new(text, TextStyle::new(12.0)).with_width(1200.0));
    canvas.render(&scene.finish().unwrap(), &RenderOptions::new()).unwrap();
}

/// Draws a text of characters and a size that drift with time: none of them comes back for long.
fn draw(canvas: &mut Canvas, random: &mut Random, turn: u32) {
    // Of the ideographs that the bundled font has, a window that moves.
    let window = (turn / 40) * 7;
    let text: String =
        (0..120).filter_map(|_| char::from_u32(0x4e00 + (window + random.below(1_500) as u32) % 20_900)).collect();
    let size = 10.0 + f64::from(turn % 2_500) / 2_500.0 * 38.0 + random.below(4) as f64 / 3.0;
    let mut scene = Scene::builder(320.0, 240.0);
    scene.text(
        (4.0 + random.below(100) as f64 / 100.0, 30.0),
        Paragraph::new(text, TextStyle::new(size)).with_width(312.0),
    );
    canvas.render(&scene.finish().unwrap(), &RenderOptions::new()).unwrap();
}

#[test]
#[ignore = "takes ten minutes"]
fn what_is_held_is_what_is_accounted_for() {
    let seconds = std::env::var("INKSTONE_CHURN_SECONDS").map_or(600, |text| text.parse().unwrap());
    let engine = Engine::builder().with_cache_bytes(0).build();
    read_font(&mut engine.canvas());
    let (end, turns, measures) = (AtomicBool::new(false), AtomicU32::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for seed in 0..2 {
            let (engine, end, turns, measures) = (&engine, &end, &turns, &measures);
            scope.spawn(move || {
                let (mut canvas, mut random) = (engine.canvas(), Random::new(seed));
                while !end.load(Ordering::Relaxed) {
                    draw(&mut canvas, &mut random, turns.fetch_add(1, Ordering::Relaxed));
                    // A canvas comes and goes.
                    if random.chance(0.001) && measures.load(Ordering::Relaxed) {
                        canvas = engine.canvas();
                    }
                }
            });
        }
        // What drawing takes besides is there before the cache is.
        std::thread::sleep(Duration::from_secs(5));
        let before = resident();
        engine.set_cache_bytes(BUDGET);
        measures.store(true, Ordering::Relaxed);
        let start = Instant::now();
        let (mut warm, mut most, mut ratio) = (None, 0.0_f64, 0.0_f64);
        let mut last = 0.0;
        while start.elapsed() < Duration::from_secs(seconds) {
            std::thread::sleep(Duration::from_millis(500));
            let stats = engine.cache_stats();
            assert!(stats.bytes <= stats.budget, "{stats:?}");
            let elapsed = start.elapsed().as_secs_f64() / seconds as f64;
            if elapsed < 0.2 {
                continue;
            }
            let grown = resident() - before;
            let warm = *warm.get_or_insert(grown);
            most = most.max(grown / warm);
            ratio = ratio.max(grown / stats.bytes as f64);
            if elapsed - last > 0.1 {
                last = elapsed;
                println!(
                    "{:.0} s, {} pictures: {:.1} MiB more than without, {:.1} MiB accounted for, {} evictions",
                    start.elapsed().as_secs_f64(),
                    turns.load(Ordering::Relaxed),
                    grown / f64::from(1 << 20),
                    stats.bytes as f64 / f64::from(1 << 20),
                    stats.evictions,
                );
            }
        }
        end.store(true, Ordering::Relaxed);
        println!(
            "at most {ratio:.3} x what is accounted for, and {most:.3} x what there was after a fifth of the time"
        );
        assert!(ratio <= 1.5, "{ratio:.3} x what is accounted for");
        assert!(most <= 1.05, "{most:.3} x what there was after the first fifth of the time");
    });
}
