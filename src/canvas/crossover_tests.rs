//! Text that grows: from masks to paths.

use kurbo::Affine;

use crate::engine::Engine;
use crate::options::RenderOptions;
use crate::paint::Color;
use crate::pixmap::Pixmap;
use crate::scene::Scene;
use crate::text::TextStyle;

/// A little more than masks are made for.
const ABOVE: f64 = 256.01;

fn drawn(size: f64, at: (f64, f64), scale: f64) -> Pixmap {
    let mut scene = Scene::builder(420.0, 300.0);
    scene.transformed(Affine::scale(scale), |scene| {
        scene.text((at.0 / scale, at.1 / scale), ("永g", TextStyle::new(size / scale)));
    });
    let options = RenderOptions::new().with_background(Color::WHITE);
    Engine::new().canvas().render(&scene.finish().expect("well formed"), &options).expect("drawn")
}

/// The largest difference of two pictures' bytes.
fn apart(a: &Pixmap, b: &Pixmap) -> u8 {
    a.data().iter().zip(b.data()).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

#[test]
fn nothing_jumps_where_masks_end() {
    let mut shifted = 0;
    // Away from where a hundredth of a pixel takes a letter to another quarter, as it does among masks too.
    for (x, y) in [(3.0, 230.0), (3.0, 230.5), (3.4, 230.45), (2.8, 229.51), (3.1, 230.25), (3.6, 229.9)] {
        for scale in [1.0, 2.5] {
            let (mask, path) = (drawn(256.0, (x, y), scale), drawn(ABOVE, (x, y), scale));
            // A hundredth of a pixel, and 1/256 to which points are rounded, are some four levels of 255, and both edges of
            // a thin stroke may add up.
            assert!(apart(&mask, &path) <= 10, "{} levels at ({x}, {y}), scale {scale}", apart(&mask, &path));
            shifted = shifted.max(apart(&path, &drawn(ABOVE, (x, y - 1.0), scale)));
        }
    }
    assert!(shifted > 200, "and a whole pixel would be seen");
}
