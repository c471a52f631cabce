//! Deadlines and cancellation.

use std::io;
use std::time::{Duration, Instant};

use inkstone::kurbo::{BezPath, Circle};
use inkstone::{CancelToken, Color, PixmapMut, RenderOptions, Scene, Stroke};

use crate::support::{self};
use crate::{BLACK, Bench, lowered};

#[test]
fn deadlines_and_cancellation() {
    let mut bench = Bench::standard();
    let past = RenderOptions::new().with_deadline(Instant::now());
    let token = CancelToken::new();
    token.cancel();
    let cancelled = RenderOptions::new().with_cancel(token.clone());
    let no_time = lowered(|l| l.render_time = Some(Duration::ZERO));
    let much = lowered(|l| l.render_time = Some(Duration::MAX));
    let scene = support::varied_scene();
    let list = support::engine().build().canvas().prepare(&scene, &RenderOptions::new()).unwrap();
    let empty = Scene::builder(4.0, 4.0).finish().unwrap();
    for (name, options, expected) in [
        ("past", &past, "deadline"),
        ("cancelled", &cancelled, "cancelled"),
        ("both", &past.clone().with_cancel(token), "cancelled"),
        ("no time", &no_time, "deadline"),
        ("all the time", &much, "accepted"),
    ] {
        bench.row(&format!("{name}: render"), expected, |canvas| canvas.render(&scene, options));
        bench.row(&format!("{name}: list"), expected, |canvas| canvas.render(&list, options));
        bench.row(&format!("{name}: prepare"), expected, |canvas| canvas.prepare(&scene, options));
        bench.row(&format!("{name}: nothing"), expected, |canvas| canvas.render(&empty, options));
        bench.row(&format!("{name}: png"), expected, |canvas| canvas.write_png(&scene, options, io::sink()));
        let mut buffer = vec![0; 160 * 120 * 4];
        bench.row(&format!("{name}: into"), expected, |canvas| {
            let mut target = PixmapMut { data: &mut buffer, width: 160, height: 120, stride: 640 };
            canvas.render_into(&scene, options, &mut target)
        });
    }
    // While it renders: some items in, from another thread, and by the clock.
    let mut long = Scene::builder(500.0, 500.0);
    for i in 0..20_000 {
        long.fill(Circle::new((250.0, 250.0), f64::from(i % 249)), Color::from_rgba8(i as u8, 40, 90, 40));
    }
    let long = long.finish().unwrap();
    bench.rows += 1;
    let start = Instant::now();
    let by_clock = RenderOptions::new().with_deadline(Instant::now() + Duration::from_millis(30));
    bench.row("by the clock", "deadline", |canvas| canvas.render(&long, &by_clock));
    let token = CancelToken::new();
    let watched = RenderOptions::new().with_cancel(token.clone());
    let other = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(30));
        token.cancel();
    });
    bench.row("from another thread", "cancelled", |canvas| canvas.render(&long, &watched));
    other.join().unwrap();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // While dashes are measured, before one is drawn.
    let mut curves = BezPath::new();
    curves.move_to((0.0, 0.0));
    (0..60_000).for_each(|_| curves.curve_to((9e5, 0.0), (0.0, 9e5), (9.0, 9.0)));
    let soon = RenderOptions::new().with_deadline(Instant::now() + Duration::from_millis(30));
    bench.scene_with("while dashing", "deadline", &soon, |scene| {
        scene.stroke(curves, Stroke::new(1.0).with_dashes([9e5]), BLACK);
    });
    bench.done(30);
}
