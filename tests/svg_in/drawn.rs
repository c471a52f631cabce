//! What is drawn, and where.

use std::sync::Arc;

use inkstone::kurbo::{Affine, Circle, Rect, Size};
use inkstone::{Color, Image, Layer, Pixmap, RenderOptions, Scene, SceneBuilder, SvgOptions, rotation};

use super::{document, draw, support};

const RED: [u8; 4] = [255, 0, 0, 255];
const CLEAR: [u8; 4] = [0; 4];

fn render(dpi: f64, describe: impl FnOnce(&mut SceneBuilder)) -> Pixmap {
    let mut scene = Scene::builder(64.0, 64.0);
    describe(&mut scene);
    let options = RenderOptions::new().with_dpi(dpi);
    support::engine().build().canvas().render(&scene.finish().unwrap(), &options).unwrap()
}

/// The left half red, of 8 x 8 px.
fn half() -> Image {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\">\
               <path fill=\"red\" d=\"M0 0h4v8h-4z\"/></svg>";
    Image::from_svg(svg.as_bytes())
}

fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
    Rect::new(x, y, x + width, y + height)
}

#[test]
fn edges_are_sharp_at_every_dpi() {
    for (dpi, side) in [(96.0, 1), (288.0, 3), (960.0, 10)] {
        let pixmap = render(dpi, |s| {
            s.image(&half(), rect(8.0, 8.0, 32.0, 32.0));
        });
        let row: Vec<_> = (0..pixmap.width()).map(|x| pixmap.pixel(x, 20 * side).unwrap()).collect();
        let expected = |x: u32| if (8 * side..24 * side).contains(&x) { RED } else { CLEAR };
        assert!((0..).zip(&row).all(|(x, pixel)| *pixel == expected(x)), "at {dpi} DPI");
    }
    // As the same shape of ours.
    let circle = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><circle cx=\"5\" cy=\"5\" r=\"4\" \
                  fill=\"red\"/></svg>";
    let ours = render(288.0, |s| {
        s.fill(Circle::new((32.0, 32.0), 25.6), Color::from_rgb8(255, 0, 0));
    });
    let theirs = render(288.0, |s| {
        s.image(&Image::from_svg(circle.as_bytes()), rect(0.0, 0.0, 64.0, 64.0));
    });
    let apart = ours.data().iter().zip(theirs.data()).filter(|(a, b)| a.abs_diff(**b) > 40).count();
    assert!(apart < 20, "{apart}");
}

#[test]
fn rectangles_stretch_mirror_and_move_it() {
    let pixmap = render(96.0, |s| {
        s.image(&half(), rect(0.0, 16.0, 64.0, 8.0));
    });
    assert_eq!(
        [(31, 16), (32, 16), (31, 15), (31, 24)].map(|(x, y)| pixmap.pixel(x, y).unwrap()),
        [RED, CLEAR, CLEAR, CLEAR]
    );
    let pixmap = render(96.0, |s| {
        s.image(&half(), Rect::new(48.0, 0.0, 16.0, 64.0));
    });
    assert_eq!([31, 32, 47, 48].map(|x| pixmap.pixel(x, 9).unwrap()), [CLEAR, RED, RED, CLEAR]);
    let turned = Affine::translate((32.0, 32.0)) * rotation(std::f64::consts::FRAC_PI_2);
    let pixmap = render(96.0, |s| {
        s.transformed(turned, |s| {
            s.image(&half(), rect(-16.0, -16.0, 32.0, 32.0));
        });
    });
    assert_eq!([30, 33].map(|y| pixmap.pixel(32, y).unwrap()), [RED, CLEAR]);
    // Where pixels fall is the same on a canvas that shows a part of it.
    let whole = render(96.0, |s| {
        s.image(&half(), rect(3.3, 5.0, 50.0, 50.0));
    });
    let part = render(96.0, |s| {
        s.image(&half(), rect(3.3 - 16.0, 5.0 - 16.0, 50.0, 50.0));
    });
    for (x, y) in (0..40).flat_map(|x| (0..40).map(move |y| (x, y))) {
        assert_eq!(part.pixel(x, y), whole.pixel(x + 16, y + 16), "{x} {y}");
    }
    let beside = render(96.0, |s| {
        s.image(&half(), rect(900.0, 0.0, 9.0, 9.0)).image(&half(), rect(5.0, 5.0, 0.0, 9.0));
    });
    assert!(beside.data().iter().all(|byte| *byte == 0));
}

#[test]
fn layers_and_clips_hold_it() {
    let full = document("<rect width=\"100\" height=\"100\" fill=\"red\"/>");
    let image = Image::from_svg(full.into_bytes());
    let pixmap = render(96.0, |s| {
        s.layer(Layer::new().with_opacity(0.5), |s| {
            s.clipped(rect(0.0, 0.0, 32.0, 64.0), |s| {
                s.image(&image, rect(0.0, 0.0, 64.0, 64.0));
            });
        });
    });
    assert_eq!((pixmap.pixel(5, 5).unwrap()[3], pixmap.pixel(40, 5)), (128, Some(CLEAR)));
}

#[test]
fn nothing_is_drawn_outside_the_viewport() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><rect x=\"-90\" y=\"-90\" width=\"200\" \
               height=\"200\" fill=\"red\"/></svg>";
    let image = Image::from_svg(svg.as_bytes());
    let turned = Affine::translate((32.0, 32.0)) * rotation(std::f64::consts::FRAC_PI_4);
    let pixmap = render(96.0, |s| {
        s.transformed(turned, |s| {
            s.image(&image, rect(-16.0, -16.0, 32.0, 32.0));
        });
    });
    assert_eq!(
        (pixmap.pixel(32, 32), pixmap.pixel(14, 14), pixmap.pixel(50, 14)),
        (Some(RED), Some(CLEAR), Some(CLEAR))
    );
}

#[test]
fn features_of_svg() {
    let red = |inside: &str| {
        draw(document(inside)).data().chunks(4).filter(|p| p[0] > 200 && p[1] < 60 && p[3] > 200).count()
    };
    let square = "<rect width=\"40\" height=\"40\" fill=\"red\"";
    assert_eq!(red(&format!("{square}/>")), 1_600);
    assert_eq!(
        red(&format!(
            "<clipPath id=\"c\"><rect width=\"20\" height=\"90\"/></clipPath>{square} clip-path=\"url(#c)\"/>"
        )),
        800
    );
    assert_eq!(
        red(&format!(
            "<mask id=\"m\"><rect width=\"20\" height=\"90\" fill=\"white\"/></mask>{square} mask=\"url(#m)\"/>"
        )),
        800
    );
    assert_eq!(red(&format!("{square} opacity=\".5\"/>")), 0);
    assert_eq!(
        red(
            "<style>.a{fill:#f00}</style><use href=\"#s\" x=\"9\"/><symbol id=\"s\"><rect class=\"a\" width=\"9\" height=\"9\"/></symbol>"
        ),
        81
    );
    let filter = "<filter id=\"f\" x=\"0\" y=\"0\" width=\"2\" height=\"2\"><feOffset dx=\"5\" dy=\"5\"/></filter>";
    assert_eq!(red(&format!("{filter}{square} filter=\"url(#f)\"/>")), 1_600);
    let gradient =
        "<linearGradient id=\"g\"><stop stop-color=\"red\"/><stop offset=\"1\" stop-color=\"red\"/></linearGradient>";
    assert_eq!(red(&format!("{gradient}<rect width=\"30\" height=\"10\" fill=\"url(#g)\"/>")), 300);
    let pattern = "<pattern id=\"p\" patternUnits=\"userSpaceOnUse\" width=\"10\" height=\"10\"><rect width=\"5\" height=\"10\" fill=\"red\"/></pattern>";
    assert_eq!(red(&format!("{pattern}<rect width=\"100\" height=\"10\" fill=\"url(#p)\"/>")), 500);
}

/// A filter draws the same where only a part of it is on the canvas.
#[test]
fn filters_reach_over_the_edge() {
    let svg = document(
        "<filter id=\"f\"><feGaussianBlur stdDeviation=\"6\"/></filter><rect x=\"20\" y=\"20\" width=\"60\" height=\"60\" \
         fill=\"red\" filter=\"url(#f)\"/>",
    );
    let image = Image::from_svg(svg.into_bytes());
    let at = |x: f64, y: f64| {
        render(96.0, |s| {
            s.image(&image, rect(x, y, 100.0, 100.0));
        })
    };
    let (whole, part, corner) = (at(0.0, 0.0), at(-36.0, -36.0), at(-72.0, -72.0));
    for (x, y) in (0..28).flat_map(|x| (0..28).map(move |y| (x, y))) {
        assert_eq!(whole.pixel(x + 36, y + 36), part.pixel(x, y), "{x} {y}");
        if x + 36 < 64 && y + 36 < 64 {
            assert_eq!(part.pixel(x + 36, y + 36), corner.pixel(x, y), "{x} {y}");
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn files_are_looked_into() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("svg-in");
    std::fs::create_dir_all(&folder).unwrap();
    let svg = document("<rect width=\"9\" height=\"9\"/>");
    std::fs::write(folder.join("icon"), format!("\u{feff}\n{svg}")).unwrap();
    let json =
        r#"{"version":1,"width":9,"height":9,"items":[{"image":{"source":{"file":"icon"},"rect":[0,0,100,100]}}]}"#;
    let scene = Scene::from_json_with(json, &inkstone::Limits::default(), Some(folder.as_path())).unwrap();
    let pixmap = support::engine().build().canvas().render(&scene, &RenderOptions::new()).unwrap();
    assert_eq!(pixmap.pixel(8, 8), Some([0, 0, 0, 255]));
}

#[test]
fn documents_know_their_size() {
    let mut canvas = support::engine().build().canvas();
    let options = RenderOptions::new();
    let mut size = |svg: &str| {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {svg}/>");
        canvas.image_size(&Image::from_svg(svg.into_bytes()), &options).unwrap()
    };
    assert_eq!(size("width=\"24\" height=\"16\""), Size::new(24.0, 16.0));
    assert_eq!(size("viewBox=\"3 3 48 20\""), Size::new(48.0, 20.0));
    assert_eq!(size("width=\"1in\" viewBox=\"0 0 48 24\""), Size::new(96.0, 24.0));
    assert_eq!(canvas.image_size(&Image::from(Pixmap::new(7, 5).unwrap()), &options).unwrap(), Size::new(7.0, 5.0));
}

#[test]
fn documents_are_read_once_and_counted() {
    let svg: Arc<[u8]> = document(&"<rect width=\"9\" height=\"9\"/>".repeat(20_000)).into_bytes().into();
    let mut scene = Scene::builder(64.0, 64.0);
    (0..20).for_each(|i| {
        scene.image(&Image::from_svg(svg.clone()), rect(f64::from(i), 0.0, 2.0, 2.0));
    });
    let scene = scene.finish().unwrap();
    let mut canvas = support::engine().build().canvas();
    let list = canvas.prepare(&scene, &RenderOptions::new()).unwrap();
    let start = std::time::Instant::now();
    canvas.render(&scene, &RenderOptions::new()).unwrap();
    canvas.render(&list, &RenderOptions::new()).unwrap();
    assert!(start.elapsed().as_secs() < 20);
    let mut limits = inkstone::Limits::default();
    limits.render_bytes = 30 << 20;
    let limited = RenderOptions::new().with_limits(limits);
    assert!(canvas.render(&list, &RenderOptions::new()).is_ok());
    assert!(canvas.render(&scene, &limited).is_ok(), "{:?}", canvas.report());
    let mut limits = inkstone::Limits::default();
    limits.render_bytes = 10 << 20;
    assert!(canvas.render(&scene, &RenderOptions::new().with_limits(limits)).is_err());
}

#[test]
fn svg_out_holds_each_document_once() {
    let mut scene = Scene::builder(64.0, 64.0);
    scene.image(&half(), rect(0.0, 0.0, 32.0, 32.0)).image(&half(), rect(32.0, 32.0, 8.0, 8.0));
    let mut canvas = support::engine().build().canvas();
    let mut svg = Vec::new();
    canvas.to_svg(&scene.finish().unwrap(), &SvgOptions::new(), &mut svg).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    assert_eq!(svg.matches("data:image/svg+xml;base64,").count(), 1, "{svg}");
    assert_eq!(svg.matches("xlink:href=\"#v0\"").count(), 2, "{svg}");
    let options = resvg::usvg::Options::default();
    let tree = resvg::usvg::Tree::from_str(&svg, &options).unwrap();
    let mut pixmap = tiny_skia::Pixmap::new(64, 64).unwrap();
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    let alpha = |x, y| pixmap.pixel(x, y).unwrap().alpha();
    assert_eq!([alpha(15, 20), alpha(17, 20), alpha(35, 35), alpha(37, 35)], [255, 0, 255, 0]);
}

#[cfg(feature = "serde")]
#[test]
fn json_round_trips() {
    let scene = super::scene_with(document("<text>\"墨\" &amp; \u{1f600}</text>\r\n\t"), 64.0);
    let json = scene.to_json().unwrap();
    assert!(json.contains("\"svg\""), "{json}");
    assert_eq!(Scene::from_json(&json).unwrap(), scene);
    assert!(super::scene_with(vec![b'<', 0xff], 9.0).to_json().unwrap_err().to_string().contains("no UTF-8 at byte 1"));
}

/// FNV-1a of 64 bits. It changes where resvg draws otherwise; it never differs between builds and machines.
#[cfg(feature = "bundled-fonts")]
#[test]
fn builds_agree() {
    let svg = document(
        "<defs><linearGradient id=\"g\" gradientTransform=\"rotate(30)\"><stop stop-color=\"#b22a22\"/><stop offset=\"1\" \
         stop-color=\"#e2a82a\"/></linearGradient><filter id=\"f\"><feGaussianBlur stdDeviation=\"1.5\"/></filter></defs>\
         <circle cx=\"40\" cy=\"40\" r=\"30\" fill=\"url(#g)\"/><path d=\"M10 90A40 25 20 0 1 90 60\" fill=\"none\" \
         stroke=\"#135\" stroke-width=\"5\" stroke-dasharray=\"9 4\" stroke-linecap=\"round\" filter=\"url(#f)\"/>\
         <text x=\"12\" y=\"60\" font-size=\"30\">墨石 ink</text>",
    );
    let pixmap = draw(svg);
    let hash = pixmap
        .data()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    assert_eq!(hash, 0xaa1e_0bab_c5e7_5429, "{hash:#018x}");
}
