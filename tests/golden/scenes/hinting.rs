//! Hinting: what each preset does at each DPI and size. Pixels are shown enlarged, as the documentation of `HintingPolicy`
//! refers to them.

use inkstone::{Color, Engine, HintingPolicy, Image, Pixmap, RenderOptions, Sampling, Scene, SceneBuilder, TextStyle};

use super::desk::{Desk, rect};
use super::text::LATIN;

const PRESETS: [HintingPolicy; 4] =
    [HintingPolicy::Auto, HintingPolicy::None, HintingPolicy::Always, HintingPolicy::FullFromDpi(120.0)];

/// A scene at a DPI, by a policy.
fn drawn(size: (f64, f64), dpi: f64, policy: HintingPolicy, draw: impl FnOnce(&mut SceneBuilder)) -> Pixmap {
    let mut scene = Scene::builder(size.0, size.1);
    draw(&mut scene);
    let options = RenderOptions::new().with_dpi(dpi).with_background(Color::WHITE).with_hinting(policy);
    Engine::new().canvas().render(&scene.finish().unwrap(), &options).unwrap()
}

/// A picture, and its left, top, width and height.
type Placed = (Image, [f64; 4]);

/// Puts rows of pictures below each other, their pixels enlarged, and returns the size of it all.
fn sheet(rows: &[Vec<Pixmap>], zoom: f64) -> ((f64, f64), Vec<Placed>) {
    let (mut size, mut places) = ((0.0_f64, 0.0), Vec::new());
    for row in rows {
        let (mut x, mut height) = (0.0, 0.0_f64);
        for picture in row {
            let (w, h) = (f64::from(picture.width()) * zoom, f64::from(picture.height()) * zoom);
            places.push((Image::from(picture.clone()).with_sampling(Sampling::Nearest), [x, size.1, w, h]));
            x += w;
            height = height.max(h);
        }
        size = (size.0.max(x), size.1 + height);
    }
    (size, places)
}

pub(crate) fn draw(desk: &mut Desk<'_>) {
    let chinese = |size: f64| TextStyle::new(size);
    let latin = |size: f64| TextStyle::new(size).with_families(LATIN);
    // A row a DPI, a column a preset: 12 px of ideographs and letters with hints of their own and of letters without, 9 px of
    // the first, and both sizes of Korean.
    let rows = [72.0, 96.0, 120.0, 144.0, 192.0, 300.0].map(|dpi| {
        let cell = |policy| {
            drawn((64.0, 56.0), dpi, policy, |s| {
                s.text((2.0, 13.0), ("量重g", chinese(12.0))).text((36.0, 13.0), ("eHg", latin(12.0)));
                s.text((2.0, 26.0), ("量重国書g", chinese(9.0)));
                s.text((2.0, 40.0), ("한활률를", chinese(12.0))).text((2.0, 52.0), ("뷔한글가랑", chinese(9.0)));
            })
        };
        PRESETS.map(cell).into()
    });
    put(desk, "hinting/presets", &rows, 1.0);
    // A row a size, and a column for Auto, None and Always, at 96 DPI.
    let sizes = |desk: &mut Desk<'_>, name: &str, ems: f64, draw: &dyn Fn(&mut SceneBuilder, f64)| {
        let rows = [9, 10, 12, 14, 16, 20, 22, 24, 28, 32].map(|size| {
            let cell = |policy| {
                let size = f64::from(size);
                drawn(((size * ems).ceil() + 6.0, (size * 1.25).ceil()), 96.0, policy, |s| draw(s, size))
            };
            PRESETS[..3].iter().copied().map(cell).collect()
        });
        put(desk, name, &rows, 2.0);
    };
    sizes(desk, "hinting/sizes", 6.2, &|s, size| {
        s.text((2.0, size), ("量国かg", chinese(size))).text((3.8 * size + 4.0, size), ("eHg", latin(size)));
    });
    sizes(desk, "hinting/sizes-korean", 5.0, &|s, size| {
        s.text((2.0, size), ("한활률뷔를", chinese(size)));
    });
}

fn put(desk: &mut Desk<'_>, name: &str, rows: &[Vec<Pixmap>], zoom: f64) {
    let (size, places) = sheet(rows, zoom);
    desk.paper(name, size, |s| {
        for (image, [x, y, w, h]) in &places {
            s.image(image, rect(*x, *y, *w, *h));
        }
    });
}
