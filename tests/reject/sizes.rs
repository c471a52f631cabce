//! Sizes of canvases, and resolutions.

use inkstone::{Error, RenderOptions, Scene};

use crate::{BLACK, Bench, INF, NAN, limits, lowered, square};

#[test]
fn sizes_and_resolutions() {
    let mut bench = Bench::standard();
    for (width, height, expected) in [
        (0.0, 5.0, "size"),
        (5.0, 0.0, "size"),
        (-0.0, 5.0, "size"),
        (-5.0, 5.0, "size"),
        (NAN, 5.0, "size"),
        (5.0, NAN, "size"),
        (INF, 5.0, "size"),
        (5.0, -INF, "size"),
        (1e9, 1e9, "size"),
        (1e-9, 5.0, "size"),
        (5.0, 1e-9, "size"),
        (f64::MIN_POSITIVE, 5.0, "size"),
        (0.49, 5.0, "size"),
        (0.5, 5.0, "accepted"),
        (32_769.0, 5.0, "limit canvas_side"),
        (5.0, 1e6, "limit canvas_side"),
        (32_768.0, 32_768.0, "limit canvas_pixels"),
    ] {
        bench.row(&format!("{width} x {height}"), expected, |canvas| {
            canvas.render(&Scene::builder(width, height).finish()?, &RenderOptions::new())
        });
    }
    for (dpi, expected) in [
        (0.0, "option dpi"),
        (-0.0, "option dpi"),
        (-96.0, "option dpi"),
        (NAN, "option dpi"),
        (INF, "option dpi"),
        (-INF, "option dpi"),
        (100_000.1, "option dpi"),
        (1e30, "option dpi"),
        (f64::MIN_POSITIVE, "size"),
        (1e-9, "size"),
        (0.9, "size"),
        (1.3, "accepted"),
        (100_000.0, "limit canvas_side"),
        (70_000.0, "limit canvas_side"),
        (60_000.0, "limit canvas_pixels"),
    ] {
        bench.scene_with(&format!("{dpi} DPI"), expected, &RenderOptions::new().with_dpi(dpi), |scene| {
            scene.fill(square(), BLACK);
        });
    }
    for (name, options, expected) in [
        ("side 49", lowered(|l| l.canvas_side = 49), "limit canvas_side"),
        ("side 50", lowered(|l| l.canvas_side = 50), "accepted"),
        ("side 0", lowered(|l| l.canvas_side = 0), "limit canvas_side"),
        ("pixels 1999", lowered(|l| l.canvas_pixels = 1_999), "limit canvas_pixels"),
        ("pixels 2000", lowered(|l| l.canvas_pixels = 2_000), "accepted"),
        ("bytes 7999", lowered(|l| l.render_bytes = 7_999), "limit render_bytes"),
        ("bytes 8000", lowered(|l| l.render_bytes = 8_000), "accepted"),
        ("side 99 at 192 DPI", lowered(|l| l.canvas_side = 99).with_dpi(192.0), "limit canvas_side"),
    ] {
        bench.scene_with(name, expected, &options, |_| {});
    }
    // A render cannot raise what the engine allows.
    let mut small = crate::support::engine().with_limits(limits(|l| l.canvas_side = 40)).build().canvas();
    let wish = lowered(|l| l.canvas_side = 4_000);
    let raised = small.render(&Scene::builder(50.0, 40.0).finish().unwrap(), &wish);
    assert!(matches!(raised, Err(Error::LimitExceeded { limit: "canvas_side", asked: 50, allowed: 40 })), "{raised:?}");
    bench.done(38);
}
