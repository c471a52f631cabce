//! Plans made by several threads against those of one.
#![cfg(feature = "bundled-fonts")]

use kurbo::{BezPath, Circle, PathEl, Point, Rect, Vec2};

use super::parts::parts;
use crate::engine::Engine;
use crate::error::Error;
use crate::list::{DisplayList, ItemKind};
use crate::options::RenderOptions;
use crate::paint::Color;
use crate::scene::{Layer, Scene};
use crate::text::{Paragraph, TextStyle};
use crate::watch::Watch;

/// A star of so many rays.
fn star(middle: Point, rays: u32) -> BezPath {
    let at = |i: u32| {
        let radius = if i.is_multiple_of(2) { 40.0 } else { 25.0 };
        // As good as any way around.
        let turn = f64::from(i) / f64::from(rays);
        let (x, y) = if turn < 1.0 { (1.0 - 2.0 * turn, -1.0) } else { (2.0 * turn - 3.0, 1.0) };
        middle + Vec2::new(x, y) * radius
    };
    let sides = (1..2 * rays).map(|i| PathEl::LineTo(at(i)));
    [PathEl::MoveTo(at(0))].into_iter().chain(sides).chain([PathEl::ClosePath]).collect()
}

/// Much of everything, and a background that hides what was before it. After the item `bad`, if there is one, a star so
/// far away that it is refused at 192 DPI.
fn scene(bad: Option<u32>) -> Scene {
    let mut scene = Scene::builder(400.0, 300.0);
    for i in 0..40 {
        let at = Point::new(f64::from(i * 37 % 400), f64::from(i * 53 % 300));
        let color = Color::from_rgba8((i * 6) as u8, 90, 200, 180);
        if i == 26 {
            scene.fill(Rect::new(0.0, 0.0, 400.0, 300.0), Color::from_rgb8(250, 240, 230));
        }
        scene.clipped(Circle::new(at, 45.0), |scene| {
            scene.fill(star(at, 60), color);
            scene.layer(Layer::new().with_opacity(0.5), |scene| {
                scene.fill(Circle::new(at, 12.0), Color::BLACK);
                scene.text(at, Paragraph::new("parts of one plan", TextStyle::new(14.0)).with_width(90.0));
            });
        });
        scene.text(at, Paragraph::new("one plan", TextStyle::new(12.0 + f64::from(i % 3))));
        if bad == Some(i) {
            scene.fill(star(Point::new(9e5, 0.0), 3), color);
        }
    }
    scene.finish().unwrap()
}

fn list(scene: &Scene) -> DisplayList {
    Engine::new().canvas().prepare(scene, &RenderOptions::new()).unwrap()
}

#[test]
fn parts_hold_whole_layers_and_share_the_work() {
    let list = list(&scene(None));
    for count in 1..=4 {
        let parts = parts(&list, count, &Watch::default()).unwrap();
        assert_eq!(parts.len(), count, "{parts:?}");
        assert_eq!((parts[0].start, parts[parts.len() - 1].end), (0, list.items.len()));
        assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
        for part in parts {
            let depths = list.items[part].iter().scan(0, |depth, item| {
                *depth += match item.kind {
                    ItemKind::PushClip { .. } | ItemKind::PushLayer(_) => 1,
                    ItemKind::Pop => -1,
                    _ => 0,
                };
                Some(*depth)
            });
            let depths: Vec<i32> = depths.collect();
            assert!(!depths.is_empty() && depths.iter().all(|depth| *depth >= 0) && depths.last() == Some(&0));
        }
    }
}

#[test]
fn plans_in_parts_draw_the_same() {
    let list = list(&scene(None));
    let draw = |threads| {
        let mut canvas = Engine::new().canvas();
        let options = RenderOptions::new().with_threads(threads);
        let first = canvas.render(&list, &options).unwrap();
        // Once more with warm masks.
        assert!(canvas.render(&list, &options).unwrap() == first);
        let report = canvas.report();
        (first, report.glyphs, report.cache_hits)
    };
    let whole = draw(1);
    for threads in 2..=4 {
        assert!(draw(threads) == whole, "{threads} threads");
    }
}

#[test]
fn of_several_errors_the_first_item_is_told() {
    for bad in [0, 20, 39] {
        let list = list(&scene(Some(bad)));
        let error = |threads| {
            let drawn =
                Engine::new().canvas().render(&list, &RenderOptions::new().with_dpi(192.0).with_threads(threads));
            match drawn {
                Err(Error::InvalidNumber { item, value, .. }) => (item, value),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(error(1), error(3));
    }
}
