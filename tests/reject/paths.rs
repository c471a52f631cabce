//! SVG path data.

use inkstone::{Error, RenderOptions, Scene, parse_svg_path};

use crate::support::Random;
use crate::{BLACK, Bench};

#[test]
fn path_data() {
    let mut bench = Bench::standard();
    for (data, expected) in [
        ("L1 1", "path data at 0"),
        ("x", "path data at 0"),
        ("0 0", "path data at 0"),
        ("墨", "path data at 0"),
        ("\u{7f}", "path data at 0"),
        ("M", "path data at 1"),
        ("M1", "path data at 2"),
        ("M1,", "path data at 3"),
        ("M,1 1", "path data at 1"),
        ("M1 1,", "path data at 4"),
        ("M1 1 L", "path data at 6"),
        ("M1 1 L2", "path data at 7"),
        ("M1 1 L2 墨", "path data at 8"),
        ("M1 1 C1 1 2 2 3", "path data at 15"),
        ("M1 1 Q1 1 2", "path data at 11"),
        ("M1 1 A1 1 0 2 0 3 3", "path data at 12"),
        ("M1 1 A1 1 0 1 x 3 3", "path data at 14"),
        ("M1 1 A1 1 0 1 1", "path data at 15"),
        ("M1 1 Z 3", "path data at 7"),
        ("M1 1 B", "path data at 5"),
        ("M1 1 M", "path data at 6"),
        ("Mnan nan", "path data at 1"),
        ("Minf 0", "path data at 1"),
        ("M1e400 0", "path data at 1"),
        ("M-1e400 0", "path data at 1"),
        ("M. 0", "path data at 1"),
        ("M- 0", "path data at 1"),
        ("M1 1\u{0}", "path data at 4"),
        ("M1 1 e5", "path data at 5"),
        ("M0 0 L1e7 0", "number: path coordinate"),
        ("M0 0 l1e6 0 1 0", "number: path coordinate"),
        ("M1e308 0 l1e308 0", "number: path coordinate"),
        ("M0 0 A1e300 1e300 1e300 1 1 10 10", "accepted"),
        ("M0 0 A1e-300 1e-300 7 1 1 10 10", "accepted"),
        ("M0 0 A0 5 0 0 0 10 10", "accepted"),
        ("M0 0 A5 5 0 0 0 0 0", "accepted"),
        ("M1e-320 0 L1 1", "accepted"),
        ("", "accepted"),
        (" \n\t", "accepted"),
    ] {
        bench.scene(data, expected, |scene| {
            scene.fill(data, BLACK);
        });
        bench.row(&format!("{data}, clipped"), expected, |canvas| {
            let mut scene = Scene::builder(9.0, 9.0);
            scene.push_clip(data).pop();
            canvas.render(&scene.finish()?, &RenderOptions::new())
        });
    }
    // A number of 100,000 digits, a path of 100,000 letters, garbage of every length.
    assert!(parse_svg_path(&format!("M0.{} 0", "1".repeat(100_000))).is_ok());
    assert!(parse_svg_path(&"M".repeat(100_000)).is_err());
    let mut random = Random::new(3);
    for _ in 0..20_000 {
        let letters = b"MmLlHhVvCcSsQqTtAaZz0123456789.-+eE ,\n#";
        let data: String = (0..random.below(40)).map(|_| char::from(random.pick(letters))).collect();
        if let Err(error) = parse_svg_path(&format!("M1 1{data}")) {
            assert!(matches!(error, Error::InvalidPathData { .. }), "{error}");
        }
    }
    bench.done(70);
}
